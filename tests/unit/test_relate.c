// SPDX-License-Identifier: Apache-2.0
/* Relations over two rounds of answers: what differs once is life, what differs twice is a finding. */
#include "relate.h"

#include <criterion/criterion.h>
#include <string.h>

#include "finding_helper.h"
#include "relation.h"
#include "value_type.h"

static const struct requirement promise = {.id = "R001", .strength = STRENGTH_EXPLICIT, .section = "A"};

enum { SIDES = 3 };

/** The answers of one round, as bodies with records at `d`; NULL, or a root `e`: a 404. */
struct round {
	const char *bodies[SIDES];
};

/** A relation at work: what it is about, and what it takes to evaluate it twice. */
struct bench {
	struct arena *arena;
	struct schema schema;
	struct field fields[8];
	struct response response;
	struct endpoint endpoint;
	struct endpoint other;
	struct request requests[SIDES];
	struct binding bindings[SIDES];
	struct relation_use use;
	struct planned planned;
	struct fixtures *fixtures;
	struct findings *findings;
	struct relation_pass pass;
	size_t side_count;
};

static void describe(struct bench *bench)
{
	static const char *const names[] = {"uuid", "a", "b", "seen", "key", "id", "count", "messages"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		bench->fields[i] = (struct field){.name = names[i], .type = value_type_find("any")};
	bench->fields[3].is_volatile = true;
	bench->schema = (struct schema){.name = "d", .fields = bench->fields, .count = ARRAY_LEN(names)};
	bench->response = (struct response){.status = 200, .records = "d", .record_schema = &bench->schema};
	bench->endpoint = (struct endpoint){.id = "here", .area = "dm", .responses = &bench->response, .response_count = 1};
	bench->other = bench->endpoint;
	bench->other.id = "there";
}

/** A bench for the relation (NULL: the twin) with its arguments. */
static struct bench *open_bench(const char *relation, const struct argument *arguments, size_t sides)
{
	struct arena *arena = arena_new();
	struct bench *bench = ARENA_NEW(arena, struct bench);
	bench->arena = arena;
	bench->side_count = sides;
	describe(bench);
	bench->use = (struct relation_use){.arguments = arguments, .requirement = &promise};
	bench->planned = (struct planned){.id = "x", .endpoint = &bench->endpoint, .requirement = &promise};
	if (relation) {
		bench->use.def = relation_find(relation);
		cr_assert_not_null(bench->use.def);
		bench->planned.relation = &bench->use;
	}
	for (size_t i = 0; i < sides; i++) {
		bench->bindings[i] = (struct binding){"status", (const char *const[]){"ACTIVE", "LOST", "WIPED"}[i]};
		bench->requests[i] = (struct request){.endpoint = relation && i ? &bench->other : &bench->endpoint,
		                                      .bindings = &bench->bindings[i],
		                                      .binding_count = 1};
	}
	return bench;
}

static void close_bench(struct bench *bench)
{
	fixtures_free(bench->fixtures);
	arena_free(bench->arena);
}

/** The fixture is this record of the list. */
static void choose(struct bench *bench, const char *record)
{
	struct fixture *fixture = ARENA_NEW(bench->arena, struct fixture);
	struct wanted_fixture *wanted = ARENA_NEW(bench->arena, struct wanted_fixture);
	struct plan *plan = ARENA_NEW(bench->arena, struct plan);
	*fixture = (struct fixture){.name = "device"};
	*wanted = (struct wanted_fixture){fixture, 0, NO_CASE, NO_CASE};
	*plan = (struct plan){.fixtures = wanted, .fixture_count = 1};
	bench->fixtures = fixtures_new(plan, NULL);
	fixtures_offer(bench->fixtures, 0, root_of(bench->arena, record), bench->arena);
	bench->planned.fixture = fixture;
}

/** The answer without its records, as the skeleton is. */
static const struct node *skeleton(struct arena *arena, const struct node *root, const char *records)
{
	struct node *copy = node_copy(arena, root);
	struct node *kept = NULL;
	copy->first = NULL;
	for (const struct node *child = root->first; child; child = child->next) {
		if (records && str_is_nocase(child->name, records))
			continue;
		struct node *one = node_copy(arena, child);
		one->next = NULL;
		if (kept)
			kept->next = one;
		else
			copy->first = one;
		kept = one;
	}
	copy->last = kept;
	return copy;
}

static void evaluate(struct bench *bench, const struct round *round, bool second)
{
	struct facts *sides[SIDES];
	const struct request *requests[SIDES];
	for (size_t i = 0; i < bench->side_count; i++) {
		sides[i] = facts_new();
		sides[i]->schema = &bench->schema;
		requests[i] = &bench->requests[i];
		if (second)
			relate_keep(&bench->pass, sides[i]);
	}
	relate_prepare(&bench->planned, sides, bench->side_count);
	for (size_t i = 0; i < bench->side_count; i++) {
		const char *body = round->bodies[i];
		if (body)
			take_records(sides[i], bench->arena, body, "d");
		facts_end(sides[i], body ? skeleton(bench->arena, root_of(bench->arena, body), "d") : NULL,
		          body && strncmp(body, "<e>", 3) != 0 ? 200 : 404, !body || !strstr(body, "unsound"));
	}
	bench->pass.planned = &bench->planned;
	bench->pass.requests = requests;
	bench->pass.sides = sides;
	bench->pass.side_count = bench->side_count;
	bench->pass.fixtures = bench->fixtures;
	bench->pass.arena = bench->arena;
	relate(&bench->pass);
	for (size_t i = 0; i < bench->side_count; i++)
		facts_free(sides[i]);
}

/** Both rounds as a run makes them; what is reported must read like that, or begin with "unusable". */
static void check_rounds(struct bench *bench, const char *name, struct round first, struct round second,
                         const char *wanted)
{
	bench->findings = findings_new(bench->arena, false);
	bench->pass = (struct relation_pass){0};
	evaluate(bench, &first, false);
	if (bench->pass.suspect_count) {
		bench->pass.findings = bench->findings;
		evaluate(bench, &second, true);
	}
	if (bench->pass.unusable)
		cr_expect_str_eq(arena_printf(bench->arena, "unusable: %s", bench->pass.unusable), wanted, "%s", name);
	else
		check_findings(bench->findings, name, wanted);
}

/** One row of a table: two rounds of two answers. The second is the first where it is not given. */
struct row {
	const char *name;
	const char *left;
	const char *right;
	const char *left_again;
	const char *right_again;
	const char *wanted;
};

static void check_rows(struct bench *bench, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		bool again = row->left_again || row->right_again;
		struct round first = {{row->left, row->right}};
		struct round second = {{row->left_again, row->right_again}};
		check_rounds(bench, row->name, first, again ? second : first, row->wanted);
	}
}

#define DATA(records) "<r>" records "</r>"
#define U1 "<d><uuid>u1</uuid><a>1</a><b>x</b></d>"
#define U1_CHANGED "<d><uuid>u1</uuid><a>2</a><b>x</b></d>"
#define U2 "<d><uuid>u2</uuid><a>1</a></d>"
#define U3 "<d><uuid>u3</uuid><a>9</a></d>"

Test(relate, twin)
{
	static const struct row rows[] = {
		{"equal", DATA(U1 U2), "{\"d\":[{\"a\":1,\"uuid\":\"u2\"},{\"b\":\"x\",\"a\":1.0,\"uuid\":\"u1\"}]}", NULL,
	     NULL, ""},
		{"volatile", DATA("<d><uuid>u1</uuid><seen>1</seen></d>"), DATA("<d><uuid>u1</uuid><seen>2</seen></d>"), NULL,
	     NULL, ""},
		{"both without data", NULL, NULL, NULL, NULL, ""},
		{"two messages that tell "
	     "why",
	     "<e><messages>1</messages></e>", "<e><messages>2</messages></e>", NULL, NULL, ""},
		{"a value that changed meanwhile", DATA(U1), DATA(U1_CHANGED), DATA(U1_CHANGED), DATA(U1_CHANGED), ""},
		{"a value that differs twice", DATA(U1), DATA(U1_CHANGED), DATA(U1), DATA(U1_CHANGED),
	     "failure twin R001 a <u1> | 1, as in XML | 2 | XML and JSON differ\n"},
		{"another record differs the second time", DATA(U1 U2), DATA(U1_CHANGED U2), DATA(U1 U2),
	     DATA(U1 "<d><uuid>u2</uuid><a>5</a></d>"), ""},
		{"a field on one side", DATA(U2), DATA("<d><uuid>u2</uuid></d>"), NULL, NULL,
	     "failure twin R001 a <u2> | 1, as in XML | absent | XML and JSON differ\n"},
		{"a field on the other side", DATA("<d><uuid>u2</uuid></d>"), DATA(U2), NULL, NULL,
	     "failure twin R001 a <u2> | absent, as in XML | 1 | XML and JSON differ\n"},
		{"a record on one side", DATA(U1 U2), DATA(U1), NULL, NULL,
	     "failure twin R001 - <u2> | the record in both answers, it is in XML | absent in JSON | the two answers hold "
	     "different records\n"},
		{"a record on the other side", DATA(U1), DATA(U1 U2), NULL, NULL,
	     "failure twin R001 - <u2> | the record in both answers, it is in JSON | absent in XML | the two answers hold "
	     "different records\n"},
		{"a record that came meanwhile", DATA(U1), DATA(U1 U2), DATA(U1 U2), DATA(U1 U2), ""},
		{"a record that came, and another the second time", DATA(U1), DATA(U1 U2), DATA(U1 U2), DATA(U1 U2 U3), ""},
		{"one side without data", DATA(U1), NULL, DATA(U1), NULL,
	     "failure twin R001 - <> | 200, as for XML | 404 for JSON | one request has data and the other has none\n"},
		{"one side without data for a while", DATA(U1), NULL, DATA(U1), DATA(U1), ""},
		{"outside the records", DATA("<messages>1</messages>" U1), DATA("<messages>2</messages>" U1), NULL, NULL,
	     "failure twin R001 messages <> | 1, as in XML | 2 | XML and JSON differ\n"},
		{"outside the records, once", DATA("<messages>1</messages>"), DATA("<messages>2</messages>"),
	     DATA("<messages>2</messages>"), DATA("<messages>2</messages>"), ""},
		{"an answer that is not whole", DATA(U1), DATA("<unsound/>"), NULL, NULL,
	     "unusable: an answer that it compares was not whole; see the case of that request"},
	};
	struct bench *bench = open_bench(NULL, NULL, 2);
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

Test(relate, twin_of_many_differences_names_ten)
{
	struct bench *bench = open_bench(NULL, NULL, 2);
	struct text left = text_new(1 << 16);
	struct text right = text_new(1 << 16);
	text_puts(&left, "<r>");
	text_puts(&right, "<r>");
	for (unsigned i = 0; i < 30; i++) {
		text_printf(&left, "<d><uuid>u%02u</uuid><a>1</a></d>", i);
		text_printf(&right, "<d><uuid>u%02u</uuid><a>2</a></d>", i);
	}
	text_puts(&left, "</r>");
	text_puts(&right, "</r>");
	struct round round = {{text_str(&left), text_str(&right)}};
	check_rounds(bench, "many", round, round,
	             "failure twin R001 a <u00> | 1, as in XML | 2 | XML and JSON differ "
	             "x10\n");
	cr_assert_eq(bench->pass.suspect_count, SUSPECTS_MAX);
	text_free(&left);
	text_free(&right);
	close_bench(bench);
}

Test(relate, a_soft_relation_warns)
{
	struct bench *bench = open_bench(NULL, NULL, 2);
	bench->planned.soft = true;
	struct round round = {{DATA(U1), DATA(U1_CHANGED)}};
	check_rounds(bench, "soft", round, round, "warning twin R001 a <u1> | 1, as in XML | 2 | XML and JSON differ\n");
	close_bench(bench);
}

static const struct argument queries[ARGUMENTS_MAX] = {{.given = true, .text = ""}, {.given = true, .text = "s=A"}};

Test(relate, same_records)
{
	static const struct row rows[] = {
		{"equal, whatever they hold", DATA(U1 U2), DATA(U2 U1_CHANGED), NULL, NULL, ""},
		{"one more", DATA(U1), DATA(U1 U2), NULL, NULL,
	     "failure same-records R001 - <u2> | the record in both answers, it is in s=A | absent in the plain request | "
	     "the "
	     "two answers hold different records\n"},
		{"one less", DATA(U1 U2), DATA(U1), NULL, NULL,
	     "failure same-records R001 - <u2> | the record in both answers, it is in the plain request | absent in s=A | "
	     "the "
	     "two answers hold different records\n"},
		{"one more for a while", DATA(U1), DATA(U1 U2), DATA(U1), DATA(U1), ""},
		{"no data on one side", NULL, DATA(U1), NULL, DATA(U1),
	     "failure same-records R001 - <> | 404, as for the plain request | 200 for s=A | one request has data and the "
	     "other has none\n"},
		{"no data", NULL, NULL, NULL, NULL, ""},
	};
	struct bench *bench = open_bench("same-records", queries, 2);
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

static const struct argument parameter[ARGUMENTS_MAX] = {{.given = true, .text = "status"}};

Test(relate, disjoint)
{
	struct bench *bench = open_bench("disjoint", parameter, 3);
	struct round apart = {{DATA(U1), DATA(U2), DATA(U3)}};
	struct round shared = {{DATA(U1), DATA(U2), DATA(U3 U1)}};
	struct round without = {{DATA(U1), NULL, NULL}};
	struct round next = {{DATA(U1), DATA(U2), DATA(U2)}};
	check_rounds(bench, "apart", apart, apart, "");
	check_rounds(
		bench, "shared by neighbours", next, next,
		"failure disjoint R001 - <u2> | only in status=LOST | also in status=WIPED | one record is in the answers "
		"for two values\n");
	check_rounds(bench, "without data", without, without, "");
	check_rounds(bench, "changed its status meanwhile", shared, apart, "");
	check_rounds(bench, "shared", shared, shared,
	             "failure disjoint R001 - <u1> | only in status=ACTIVE | also in status=WIPED | one record is in the "
	             "answers for two values\n");
	close_bench(bench);
}

static const char *const only_id[] = {"id", "a=b"};
static const struct argument fixture_all[ARGUMENTS_MAX] = {{.given = true, .text = "device"}};
static const struct argument fixture_some[ARGUMENTS_MAX] = {{.given = true, .text = "device"},
                                                            {.given = true, .items = only_id, .count = 2}};

Test(relate, agrees)
{
	static const struct row rows[] = {
		{"equal in what both have", "<r><d><uuid>u1</uuid><a>1</a><id>7</id></d></r>", DATA(U1), NULL, NULL, ""},
		{"volatile", "<r><d><uuid>u1</uuid><seen>2</seen></d></r>", DATA(U1), NULL, NULL, ""},
		{"another value", "<r><x><d><uuid>u1</uuid><a>2</a></d></x></r>", DATA(U1), NULL, NULL,
	     "failure agrees R001 a <u1> | 1, as in the list | 2 | the single read and the list tell different things of "
	     "one "
	     "object\n"},
		{"changed between the two reads", "<r><x><d><uuid>u1</uuid><a>2</a></d></x></r>", DATA(U1),
	     "<r><x><d><uuid>u1</uuid><a>2</a></d></x></r>", DATA(U1_CHANGED), ""},
		{"no data", NULL, DATA(U1), NULL, NULL, "unusable: an answer that it compares has no data"},
		{"no data in the list", "<r><x><d/></x></r>", NULL, NULL, NULL,
	     "unusable: an answer that it compares has no data"},
	};
	struct bench *bench = open_bench("agrees", fixture_all, 2);
	bench->endpoint.responses = bench->other.responses;
	choose(bench, "<d><uuid>u1</uuid><a>1</a><b>x</b><seen>1</seen></d>");
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

Test(relate, agrees_in_some_fields_only)
{
	static const struct row rows[] = {
		{"others may differ", "<r><x><d><uuid>u2</uuid><b>2</b><id>7</id></d></x></r>", DATA(U1), NULL, NULL, ""},
		{"a listed field", "<r><x><d><uuid>u1</uuid><id>8</id></d></x></r>", DATA(U1), NULL, NULL,
	     "failure agrees R001 id <> | 7, as in the list | 8 | the single read and the list tell different things of "
	     "one "
	     "object\n"},
		{"a pair", "<r><a>y</a><x><d><uuid>u1</uuid></d></x></r>", DATA(U1), NULL, NULL,
	     "failure agrees R001 a <> | x, as in the list | y | the single read and the list tell different things of one "
	     "object\n"},
		{"a pair that agrees", "<r><a>X</a><x><d><uuid>u1</uuid></d></x></r>", DATA(U1), NULL, NULL, ""},
	};
	struct bench *bench = open_bench("agrees", fixture_some, 2);
	choose(bench, "<d><uuid>u9</uuid><b>x</b><id>7</id></d>");
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

static const struct argument fixture_key[ARGUMENTS_MAX] = {{.given = true, .text = "device"},
                                                           {.given = true, .text = "a"}};

Test(relate, covers)
{
	static const struct row rows[] = {
		{"all with the key", DATA(U1 U2), DATA(U1 U2 U3), NULL, NULL, ""},
		{"one of them missing", DATA(U1), DATA(U1 U2 U3), NULL, NULL,
	     "failure covers R001 - <u2> | every record whose a is that of the request | a record that the list has is "
	     "missing "
	     "here | the answer is not complete\n"},
		{"one that came later", DATA(U1), DATA(U1 U2), DATA(U1 U2), DATA(U1 U2), ""},
		{"the fixture went", DATA(U1), DATA(U2), NULL, NULL, "unusable: the fixture is not in its list any more"},
		{"no data", NULL, DATA(U1), NULL, NULL, "unusable: an answer that it compares has no data"},
	};
	struct bench *bench = open_bench("covers", fixture_key, 2);
	choose(bench, "<d><uuid>u1</uuid><a>1</a></d>");
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

static const struct argument fixture_count[ARGUMENTS_MAX] = {{.given = true, .text = "device"},
                                                             {.given = true, .text = "count"}};

Test(relate, counted)
{
	static const struct row rows[] = {
		{"as many", DATA(U1 U2), DATA(""), NULL, NULL, ""},
		{"one less", DATA(U1), DATA(""), NULL, NULL,
	     "failure counted R001 count <> | 2, the count of the list | 1 records | the count in the list differs from "
	     "the "
	     "answer\n"},
		{"one less for a while", DATA(U1), DATA(""), DATA(U1 U2), DATA(""), ""},
		{"none, and a 404", NULL, DATA(""), NULL, DATA(""),
	     "failure counted R001 count <> | 2, the count of the list | 0 records | the count in the list differs from "
	     "the "
	     "answer\n"},
	};
	struct bench *bench = open_bench("counted", fixture_count, 2);
	choose(bench, "<d><id>1</id><count>2</count></d>");
	check_rows(bench, rows, ARRAY_LEN(rows));
	fixtures_free(bench->fixtures);
	choose(bench, "<d><id>1</id><count>0</count></d>");
	check_rounds(bench, "0 and 404", (struct round){{NULL, DATA("")}}, (struct round){{NULL, NULL}}, "");
	fixtures_free(bench->fixtures);
	choose(bench, "<d><id>1</id></d>");
	check_rounds(bench, "no count", (struct round){{DATA(U1), DATA("")}}, (struct round){{NULL, NULL}}, "");
	close_bench(bench);
}

static const char *const pairs[] = {"a=key", "b"};
static const struct condition_term with_a = {"a", PREDICATE_NONZERO, NULL, NULL};
static const struct condition where_a = {&with_a, 1};
static const struct argument join_pairs[ARGUMENTS_MAX] = {{.given = true, .text = "there"},
                                                          {.given = true, .items = pairs, .count = 2},
                                                          {.given = true, .condition = &where_a}};

Test(relate, joins)
{
	static const struct row rows[] = {
		{"they agree", DATA(U1), DATA("<d><uuid>U1</uuid><key>1.0</key><b>X</b></d>"), NULL, NULL, ""},
		{"absent on one side", DATA(U1), DATA("<d><uuid>u1</uuid></d>"), NULL, NULL, ""},
		{"not of one object", DATA(U1), DATA("<d><uuid>u2</uuid><key>5</key></d>"), NULL, NULL, ""},
		{"another value", DATA(U1), DATA("<d><uuid>u1</uuid><key>5</key><b>y</b></d>"), NULL, NULL,
	     "failure joins R001 a <u1> | 5, as key of there | 1 | two operations tell different things of one object\n"
	     "failure joins R001 b <u1> | y, as b of there | x | two operations tell different things of one object\n"},
		{"once", DATA(U1), DATA("<d><uuid>u1</uuid><key>5</key></d>"), DATA(U1),
	     DATA("<d><uuid>u1</uuid><key>1</key></d>"), ""},
		{"another field the second time", DATA(U1), DATA("<d><uuid>u1</uuid><key>5</key></d>"), DATA(U1),
	     DATA("<d><uuid>u1</uuid><b>y</b></d>"), ""},
		{"where the condition does not hold", DATA("<d><uuid>u1</uuid><a>0</a><b>x</b></d>"),
	     DATA("<d><uuid>u1</uuid><key>5</key><b>y</b></d>"), NULL, NULL, ""},
		{"no data", DATA(U1), NULL, NULL, NULL, "unusable: an answer that it compares has no data"},
	};
	struct bench *bench = open_bench("joins", join_pairs, 2);
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

Test(relate, listed)
{
	static const struct row rows[] = {
		{"listed", DATA(U1), DATA("<d><id>1</id><key>7</key><b>x</b></d><d><id>2</id><key>1</key><b>X</b></d>"), NULL,
	     NULL, ""},
		{"where a value is absent", DATA(U2), DATA("<d><id>1</id></d>"), NULL, NULL, ""},
		{"in two records", DATA(U1), DATA("<d><id>1</id><key>1</key><b>y</b></d><d><id>2</id><key>2</key><b>x</b></d>"),
	     NULL,
	     NULL, "failure listed R001 a <u1> | an entry of there with this key and the same b | 1; b x | the other list has no such entry\n"},
		{"an empty list", DATA(U1), DATA(""), NULL,
	     NULL, "failure listed R001 a <u1> | an entry of there with this key and the same b | 1; b x | the other list has no such entry\n"},
		{"once", DATA(U1), DATA(""), DATA(U1), DATA("<d><id>2</id><key>1</key><b>x</b></d>"), ""},
		{"where the condition does not hold", DATA("<d><uuid>u1</uuid><a>0</a><b>x</b></d>"), DATA(""), NULL, NULL, ""},
		{"no data", NULL, DATA(U1), NULL, NULL, "unusable: an answer that it compares has no data"},
	};
	struct bench *bench = open_bench("listed", join_pairs, 2);
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

Test(relate, unlisted)
{
	static const struct condition_term is_old[] = {{"id", PREDICATE_EQUALS, "1", NULL}};
	static const struct condition old = {is_old, 1};
	static const char *const pair[] = {"a=key"};
	static const struct argument arguments[ARGUMENTS_MAX] = {
		{.given = true, .text = "there"},
		{.given = true, .items = pair, .count = 1},
		{0},
		{.given = true, .condition = &old},
	};
	static const struct row rows[] = {
		{"listed", DATA(U1), DATA("<d><id>1</id><key>1</key></d>"), NULL, NULL,
	     "failure unlisted R001 a <u1> | no entry of there with this key | 1 | the other list has such an "
	     "entry\n"},
		{"absent", DATA(U1), DATA("<d><id>1</id><key>7</key></d>"), NULL, NULL, ""},
		{"where the condition there does not hold", DATA(U1), DATA("<d><id>2</id><key>1</key></d>"), NULL, NULL, ""},
		{"no data", DATA(U1), NULL, NULL, NULL, "unusable: an answer that it compares has no data"},
	};
	struct bench *bench = open_bench("unlisted", arguments, 2);
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

Test(relate, union_of_the_values)
{
	static const struct argument arguments[ARGUMENTS_MAX] = {{.given = true, .text = ""},
	                                                         {.given = true, .text = "status"}};
	struct bench *bench = open_bench("union", arguments, 3);
	struct round whole = {{DATA(U1 U2), DATA(U1), DATA(U2)}};
	struct round empty = {{NULL, NULL, NULL}};
	struct round less = {{DATA(U1), DATA(U1), DATA(U2)}};
	struct round more = {{DATA(U1 U2), DATA(U1), NULL}};
	check_rounds(bench, "whole", whole, whole, "");
	check_rounds(bench, "none at all", empty, empty, "");
	check_rounds(bench, "changed meanwhile", less, whole, "");
	check_rounds(bench, "less", less, less,
	             "failure union R001 - <u2> | in the answer without status and in that for one of its values | only in "
	             "status=WIPED | the whole and its parts hold different records\n");
	check_rounds(bench, "more", more, more,
	             "failure union R001 - <u2> | in the answer without status and in that for one of its values | in that "
	             "for none of its values | the whole and its parts hold different records\n");
	close_bench(bench);
}

Test(relate, parts_of_a_whole)
{
	static const struct argument arguments[ARGUMENTS_MAX] = {{.given = true, .text = "limit=4"},
	                                                         {.given = true, .text = "offset=0"},
	                                                         {.given = true, .text = "offset=2"}};
	struct bench *bench = open_bench("parts", arguments, 3);
	struct round whole = {{DATA(U1 U2), DATA(U1), DATA(U2)}};
	struct round less = {{DATA(U1), DATA(U1), DATA(U2)}};
	struct round more = {{DATA(U1 U2), DATA(U1), NULL}};
	struct round twice = {{DATA(U1 U2), DATA(U1), DATA(U1 U2)}};
	check_rounds(bench, "whole", whole, whole, "");
	check_rounds(bench, "changed meanwhile", less, whole, "");
	check_rounds(
		bench, "less", less, less,
		"failure parts R001 - <u2> | in the answer to limit=4 and in that to one of its parts | only in that to "
		"offset=2 | the whole and its parts hold different records\n");
	check_rounds(
		bench, "more", more, more,
		"failure parts R001 - <u2> | in the answer to limit=4 and in that to one of its parts | only in that to "
		"limit=4 | the whole and its parts hold different records\n");
	check_rounds(
		bench, "twice", twice, twice,
		"failure parts R001 - <u1> | only in the answer to offset=0 | also in that to offset=2 | one record is in "
		"two parts\n");
	close_bench(bench);
}

Test(relate, relations_are_found_by_name)
{
	size_t count;
	const struct relation_def *all = relation_all(&count);
	cr_assert_eq(count, 10, "a new relation needs a test here");
	for (size_t i = 0; i < count; i++)
		cr_assert_eq(relation_find(all[i].name), &all[i]);
	cr_assert_null(relation_find("twin"));
}
