// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

#include "finding_helper.h"

static const char *const uuid_paths[] = {"uuid"};
static const char *const mac_paths[] = {"wifi", "mac"};
static const char *const phone_paths[] = {"phone"};
static const struct fixture_take take_uuid[] = {{"uuid", uuid_paths, 1, NULL}};
static const struct fixture_take take_all[] = {
	{"uuid", uuid_paths, 1, NULL},
	{"mac", mac_paths, 2, "mac"},
	{"phone", phone_paths, 1, "national"},
};

/** Fixtures with one request each, and what they need. */
struct bench {
	struct arena *arena;
	struct fixture list[4];
	struct wanted_fixture wanted[4];
	struct plan plan;
	struct target target;
	struct fixtures *fixtures;
};

/** A bench for the fixtures, looked for in requests 0, 1, … */
static struct bench *open_bench(const struct fixture *list, size_t count)
{
	struct arena *arena = arena_new();
	struct bench *bench = ARENA_NEW(arena, struct bench);
	bench->arena = arena;
	for (size_t i = 0; i < count; i++) {
		bench->list[i] = list[i];
		bench->wanted[i] = (struct wanted_fixture){&bench->list[i], i, NO_CASE, NO_CASE};
	}
	bench->plan = (struct plan){.fixtures = bench->wanted, .fixture_count = count};
	bench->fixtures = fixtures_new(&bench->plan, &bench->target);
	return bench;
}

static void close_bench(struct bench *bench)
{
	fixtures_free(bench->fixtures);
	arena_free(bench->arena);
}

/** Offers the records `d` of the body as those of the request; each dies at once. */
static void offer(struct bench *bench, size_t request, const char *body)
{
	struct arena *arena = arena_new();
	struct arena *scratch = arena_new();
	for (const struct node *at = node_find(root_of(arena, body), "d"); at; at = node_same(at)) {
		fixtures_offer(bench->fixtures, request, at, scratch);
		arena_reset(scratch);
	}
	arena_free(scratch);
	arena_free(arena);
}

/** The value must be this, or missing where NULL. */
static void check(const struct bench *bench, const char *name, const char *wanted, const char *row)
{
	const char *value = fixtures_value(bench->fixtures, name);
	cr_expect(value && wanted ? strcmp(value, wanted) == 0 : value == wanted, "%s: %s is %s, not %s", row, name,
	          value ? value : "missing", wanted ? wanted : "missing");
}

static const struct fixture device = {.name = "device", .takes = take_uuid, .take_count = 1};

Test(fixture, the_smallest_id_is_chosen)
{
	static const struct {
		const char *body;
		const char *wanted;
	} rows[] = {
		{"<r/>", NULL},
		{"<r><d><id>10</id><uuid>a</uuid></d><d><id>9</id><uuid>b</uuid></d></r>", "b"},
		{"<r><d><id>9</id><uuid>a</uuid></d><d><id>10</id><uuid>b</uuid></d></r>", "a"},
		{"<r><d><id>9</id><uuid>a</uuid></d><d><id>9</id><uuid>b</uuid></d></r>", "a"},
		{"<r><d><uuid>c</uuid></d><d><uuid>a</uuid></d><d><uuid>b</uuid></d></r>", "a"},
		{"<r><d><uuid>ab</uuid></d><d><uuid>a</uuid></d></r>", "a"},
		{"<r><d><id>1</id></d><d><id>2</id><uuid> a </uuid></d></r>", "a"},
		{"<r><d><id>1</id><uuid/></d></r>", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bench *bench = open_bench(&device, 1);
		offer(bench, 0, rows[i].body);
		check(bench, "device.uuid", rows[i].wanted, rows[i].body);
		close_bench(bench);
	}
}

Test(fixture, the_object_of_an_earlier_run_is_preferred_where_it_fits)
{
	static const struct condition_term term = {"s", PREDICATE_EQUALS, "ACTIVE", NULL};
	static const char list[] =
		"<r><d><id>1</id><uuid>a</uuid><s>ACTIVE</s></d><d><id>2</id><uuid>b c</uuid><s>ACTIVE</s></d>"
		"<d><id>3</id><uuid>d</uuid><s>LOST</s></d></r>";
	static const struct {
		const char *objects;
		const char *wanted;
	} rows[] = {
		{NULL, "a"},
		{"", "a"},
		{"device.uuid=b c user.name=x", "b c"},
		{"user.name=x device.uuid=b c", "b c"},
		{"device.uuid=a", "a"},
		{"device.uuid=b", "a"},
		{"device.uuid=", "a"},
		{"other-device.uuid=b c", "a"},
		{"device.mac=b c", "a"},
		{"device.uuid=d", "a"},
	};
	struct fixture active = device;
	active.where = (struct condition){&term, 1};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bench *bench = open_bench(&active, 1);
		fixtures_prefer(bench->fixtures, rows[i].objects);
		offer(bench, 0, list);
		check(bench, "device.uuid", rows[i].wanted, rows[i].objects ? rows[i].objects : "none");
		close_bench(bench);
	}
}

Test(fixture, only_records_of_its_lists_count)
{
	struct bench *bench = open_bench(&device, 1);
	bench->wanted[0].other = 7;
	offer(bench, 3, "<r><d><id>1</id><uuid>a</uuid></d></r>");
	check(bench, "device.uuid", NULL, "another request");
	offer(bench, 7, "<r><d><id>3</id><uuid>c</uuid></d></r>");
	check(bench, "device.uuid", "c", "the same list in another format");
	offer(bench, 0, "<r><d><id>2</id><uuid>b</uuid></d></r>");
	check(bench, "device.uuid", "b", "its own list");
	cr_assert(str_is(node_text(fixtures_record(bench->fixtures, &bench->list[0]), "id"), "2"));
	close_bench(bench);
}

Test(fixture, where_must_hold)
{
	static const struct condition_term term = {"s", PREDICATE_EQUALS, "ACTIVE", NULL};
	struct fixture active = device;
	active.where = (struct condition){&term, 1};
	struct bench *bench = open_bench(&active, 1);
	offer(bench, 0, "<r><d><id>1</id><uuid>a</uuid><s>LOST</s></d><d><id>2</id><uuid>b</uuid><s>active</s></d></r>");
	check(bench, "device.uuid", "b", "where");
	close_bench(bench);
}

Test(fixture, distinct_from_another)
{
	struct fixture list[] = {device, device};
	list[1].name = "other";
	list[1].distinct_from = "device";
	struct bench *bench = open_bench(list, 2);
	offer(bench, 1, "<r><d><id>5</id><uuid>e</uuid></d></r>");
	check(bench, "other.uuid", NULL, "before the first was found");
	offer(bench, 0, "<r><d><id>1</id><uuid>a</uuid></d></r>");
	offer(bench, 1, "<r><d><id>1</id><uuid>A</uuid></d><d><id>2</id><uuid>b</uuid></d></r>");
	check(bench, "other.uuid", "b", "the first itself is left out");
	close_bench(bench);
}

Test(fixture, same_value_as_another)
{
	struct fixture list[] = {device, device};
	list[1].name = "other";
	list[1].same_as = "device.uuid";
	list[1].same_path = "user";
	struct bench *bench = open_bench(list, 2);
	offer(bench, 1, "<r><d><uuid>x</uuid><user>jd</user></d></r>");
	check(bench, "other.uuid", NULL, "before the first was found");
	offer(bench, 0, "<r><d><uuid>JD</uuid></d></r>");
	offer(bench, 1, "<r><d><uuid>a</uuid><user>x</user></d><d><uuid>b</uuid><user> jd </user></d></r>");
	check(bench, "other.uuid", "b", "equal but for case and blanks");
	close_bench(bench);
}

Test(fixture, several_is_preferred)
{
	struct fixture user = device;
	user.several = "user";
	const char *list = "<r><d><id>1</id><uuid>a</uuid><user>x</user></d><d><id>3</id><uuid>c</uuid><user>y</user></d>"
					   "<d><id>2</id><uuid>b</uuid><user>y</user></d><d><id>4</id><uuid>d</uuid><user>z</user></d></r>";
	struct bench *bench = open_bench(&user, 1);
	bench->wanted[0].counted_in = 5;
	offer(bench, 5, list);
	check(bench, "device.uuid", NULL, "counting chooses nothing");
	offer(bench, 0, list);
	check(bench, "device.uuid", "b", "the smallest of those that occur twice");
	close_bench(bench);
	bench = open_bench(&user, 1);
	bench->wanted[0].counted_in = 5;
	offer(bench, 5, "<r><d><user>x</user></d></r>");
	offer(bench, 0, list);
	check(bench, "device.uuid", "a", "none occurs twice");
	close_bench(bench);
}

Test(fixture, forms_of_values)
{
	static const struct {
		const char *phone;
		const char *code;
		const char *national;
	} phones[] = {
		{"+1 (408) 555-1234", "1", "4085551234"},
		{"4085551234", "4", "4085551234"},
		{"4915112345678", "49", "15112345678"},
		{"14085551234", "", "14085551234"},
		{"14085551234", "44", "14085551234"},
		{"5551234", "1", "5551234"},
		{"551234", "1", NULL},
		{"PDA", "1", NULL},
	};
	static const struct {
		const char *mac;
		const char *digits;
	} macs[] = {
		{"38:aa:3c:62:bf:ad", "38AA3C62BFAD"},
		{"38-AA-3C-62-BF-AD", "38AA3C62BFAD"},
		{"38aa.3c62.bfad", "38AA3C62BFAD"},
		{"38AA3C62BFA", NULL},
		{"38AA3C62BFADE", NULL},
		{"38AA3C62BFAG", NULL},
	};
	struct fixture phone = {.name = "d", .takes = &take_all[2], .take_count = 1};
	struct fixture mac = {.name = "d", .takes = &take_all[1], .take_count = 1};
	for (size_t i = 0; i < ARRAY_LEN(phones); i++) {
		struct bench *bench = open_bench(&phone, 1);
		offer(bench, 0,
		      arena_printf(bench->arena, "<r><d><phone>%s</phone><countryCode>%s</countryCode></d></r>",
		                   phones[i].phone, phones[i].code));
		check(bench, "d.phone", phones[i].national, phones[i].phone);
		close_bench(bench);
	}
	for (size_t i = 0; i < ARRAY_LEN(macs); i++) {
		struct bench *bench = open_bench(&mac, 1);
		offer(bench, 0, arena_printf(bench->arena, "<r><d><mac>%s</mac></d></r>", macs[i].mac));
		check(bench, "d.mac", macs[i].digits, macs[i].mac);
		close_bench(bench);
	}
}

Test(fixture, every_value_must_be_there)
{
	struct fixture all = {.name = "device", .takes = take_all, .take_count = ARRAY_LEN(take_all)};
	struct bench *bench = open_bench(&all, 1);
	offer(bench, 0, "<r><d><id>1</id><uuid>a</uuid><mac>38AA3C62BFAD</mac></d></r>");
	cr_assert_null(fixtures_record(bench->fixtures, &bench->list[0]));
	cr_assert_str_eq(fixtures_choices(bench->fixtures, bench->arena), "");
	offer(
		bench, 0,
		"<r><d><id>2</id><uuid>b</uuid><wifi>00:00:00:00:00:0a</wifi><mac>38AA3C62BFAD</mac><phone>5551234</phone></d>"
		"</r>");
	cr_assert_str_eq(fixtures_choices(bench->fixtures, bench->arena),
	                 "device.uuid=b device.mac=00000000000A device.phone=5551234", "of several paths the first counts");
	close_bench(bench);
}

Test(fixture, expansion)
{
	static const struct binding given[] = {{"label.name", "All-Smartphones"}, {"device.uuid", "from-file"}};
	static const struct {
		const char *text;
		const char *wanted;  /**< NULL: not found */
		const char *missing; /**< then this is named */
	} rows[] = {
		{"", "", NULL},
		{"plain", "plain", NULL},
		{"${device.mac}", "38AA3C62BFAD", NULL},
		{"a${device.mac},${device.mac}b", "a38AA3C62BFAD,38AA3C62BFADb", NULL},
		{"${device.uuid}", "from-file", NULL},
		{"(${label.name})", "(All-Smartphones)", NULL},
		{"$device.mac {x} $", "$device.mac {x} $", NULL},
		{"${device.mac", "${device.mac", NULL},
		{"${device}", NULL, "device"},
		{"${device.nothing}", NULL, "device.nothing"},
		{"${devices.mac}", NULL, "devices.mac"},
		{"${device.mac}${nobody.uuid}", NULL, "nobody.uuid"},
	};
	struct fixture fixture = {.name = "device", .takes = take_all, .take_count = 2};
	struct bench *bench = open_bench(&fixture, 1);
	bench->target = (struct target){.fixtures = given, .fixture_count = 2};
	offer(bench, 0, "<r><d><uuid>u</uuid><mac>38AA3C62BFAD</mac></d></r>");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *missing = NULL;
		const char *text = fixtures_expand(bench->fixtures, bench->arena, rows[i].text, &missing);
		cr_expect(rows[i].wanted && text ? strcmp(text, rows[i].wanted) == 0 : text == rows[i].wanted, "%s: %s",
		          rows[i].text, text);
		cr_expect(rows[i].missing && missing ? strcmp(missing, rows[i].missing) == 0 : missing == rows[i].missing,
		          "%s: %s is missing", rows[i].text, missing);
	}
	close_bench(bench);
}

Test(fixture, a_value_is_not_expanded_again)
{
	struct bench *bench = open_bench(&device, 1);
	offer(bench, 0, "<r><d><uuid>${device.uuid}</uuid></d></r>");
	const char *missing = NULL;
	cr_assert_str_eq(fixtures_expand(bench->fixtures, bench->arena, "<${device.uuid}>", &missing), "<${device.uuid}>");
	close_bench(bench);
}
