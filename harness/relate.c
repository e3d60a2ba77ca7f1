// SPDX-License-Identifier: Apache-2.0
#include "relate.h"

#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "relate_impl.h"
#include "relation.h"
#include "schema.h"

static bool was_suspect(const struct relation_pass *pass, const struct deviation *deviation)
{
	for (size_t i = 0; i < pass->suspect_count; i++) {
		const struct suspect *suspect = &pass->suspects[i];
		bool same = suspect->has_key == deviation->has_key && (!suspect->has_key || suspect->key == deviation->key);
		if (same && (!suspect->path || !deviation->path || strcmp(suspect->path, deviation->path) == 0))
			return true;
	}
	return false;
}

static void add_suspect(struct relation_pass *pass, const struct deviation *deviation)
{
	if (pass->suspect_count == SUSPECTS_MAX || (pass->suspect_count && was_suspect(pass, deviation)))
		return;
	pass->suspects[pass->suspect_count++] = (struct suspect){
		.has_key = deviation->has_key,
		.key = deviation->key,
		.path = arena_string(pass->arena, deviation->path),
	};
}

/** What names the record: it was kept whole by one of the sides. */
static struct str name_of(const struct relation_pass *pass, fact_key key)
{
	for (size_t i = 0; i < pass->side_count; i++) {
		const struct node *kept = facts_kept(pass->sides[i], key);
		if (kept)
			return record_name(kept);
	}
	return (struct str){0};
}

/** What the deviation is about. */
static void set_records(const struct relation_pass *pass, const struct deviation *deviation)
{
	const struct node *records[FINDINGS_RECORDS_MAX] = {deviation->left, deviation->right};
	size_t count = 2;
	for (size_t i = 0; deviation->has_key && i < pass->side_count && count < FINDINGS_RECORDS_MAX; i++) {
		const struct node *kept = facts_kept(pass->sides[i], deviation->key);
		if (kept)
			records[count++] = kept;
	}
	findings_set_records(pass->findings, records, count);
}

static const char *check_name(const struct relation_pass *pass)
{
	return pass->planned->relation ? pass->planned->relation->def->name : "twin";
}

void relate_deviate(struct relation_pass *pass, const struct deviation *deviation)
{
	if (!pass->findings) {
		add_suspect(pass, deviation);
		return;
	}
	if (!was_suspect(pass, deviation))
		return;
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = check_name(pass),
		.requirement = pass->planned->requirement,
		.soft = pass->planned->soft,
		.path = deviation->path,
		.record = deviation->has_key ? name_of(pass, deviation->key) : (struct str){0},
		.expected = deviation->expected,
		.actual = deviation->actual,
		.message = deviation->message,
	};
	set_records(pass, deviation);
	findings_add(pass->findings, &draft);
}

const struct argument *relate_argument(const struct planned *planned, size_t n)
{
	return &planned->relation->arguments[n];
}

/** The n-th side has this status where the other has another: one has data and the other not. */
static bool statuses_agree(struct relation_pass *pass, const char *left_name, const char *right_name)
{
	const struct facts *left = pass->sides[0];
	const struct facts *right = pass->sides[1];
	if (left->status == right->status)
		return true;
	struct deviation deviation = {
		.expected = arena_printf(pass->arena, "%d, as for %s", left->status, left_name),
		.actual = str_of(arena_printf(pass->arena, "%d for %s", right->status, right_name)),
		.message = "one request has data and the other has none",
	};
	relate_deviate(pass, &deviation);
	return false;
}

/** Records of `left` that `right` does not have. */
static void compare_sets(struct relation_pass *pass, struct facts *left, struct facts *right, const char *left_name,
                         const char *right_name)
{
	for (size_t i = 0; i < facts_count(left); i++) {
		if (facts_find(right, facts_key(left, i)) != SIZE_MAX)
			continue;
		struct deviation deviation = {
			.has_key = true,
			.key = facts_key(left, i),
			.expected = arena_printf(pass->arena, "the record in both answers, it is in %s", left_name),
			.actual = str_of(arena_printf(pass->arena, "absent in %s", right_name)),
			.message = "the two answers hold different records",
		};
		relate_deviate(pass, &deviation);
		if (!pass->findings && pass->suspect_count == SUSPECTS_MAX)
			return;
	}
}

static void report_differences(struct relation_pass *pass, const struct schema *schema, const struct node *left,
                               const struct node *right, enum compare_scope scope, const fact_key *key,
                               const char *left_name, const char *right_name)
{
	size_t count;
	const struct difference *all = node_compare(pass->arena, schema, left, right, scope, SUSPECTS_MAX, &count);
	for (size_t i = 0; i < count; i++) {
		struct deviation deviation = {
			.has_key = key != NULL,
			.key = key ? *key : 0,
			.left = left,
			.right = right,
			.path = all[i].path,
			.expected = all[i].left_absent ? arena_printf(pass->arena, "absent, as in %s", left_name)
		                                   : arena_printf(pass->arena, "%.*s, as in %s",
		                                                  (int)(all[i].left.len > 120 ? 120 : all[i].left.len),
		                                                  all[i].left.ptr ? all[i].left.ptr : "", left_name),
			.actual = all[i].right_absent ? str_of("absent") : all[i].right,
			.message = arena_printf(pass->arena, "%s and %s differ", left_name, right_name),
		};
		relate_deviate(pass, &deviation);
	}
}

/** Records that both sides have and whose digests differ. Field by field once they were kept whole. */
static void compare_contents(struct relation_pass *pass, const struct schema *schema, const char *left_name,
                             const char *right_name)
{
	struct facts *left = pass->sides[0];
	struct facts *right = pass->sides[1];
	size_t digests = facts_column(left, (struct column){0});
	size_t others = facts_column(right, (struct column){0});
	for (size_t i = 0; i < facts_count(left); i++) {
		fact_key key = facts_key(left, i);
		size_t there = facts_find(right, key);
		if (there == SIZE_MAX || facts_value(left, digests, i) == facts_value(right, others, there))
			continue;
		const struct node *one = facts_kept(left, key);
		const struct node *other = facts_kept(right, key);
		if (one && other) {
			report_differences(pass, schema, one, other, COMPARE_ALL, &key, left_name, right_name);
		} else if (!pass->findings) {
			relate_deviate(pass, &(struct deviation){.has_key = true, .key = key});
			if (pass->suspect_count == SUSPECTS_MAX)
				return;
		}
	}
}

static const struct schema *record_schema(const struct relation_pass *pass)
{
	const struct response *response = endpoint_response(pass->planned->endpoint, 200);
	return response ? response->record_schema : NULL;
}

/** What holds the data: a record may stand alone in one format, and in a wrapper in the other (E195). */
static const struct node *unwrapped(const struct schema *schema, const struct node *root, const struct node *other)
{
	for (size_t i = 0; schema && i < schema->either_count; i++) {
		const struct node *inner = node_child(root, schema->either[i]);
		if (inner && inner->first && !node_child(other, schema->either[i]))
			return inner;
	}
	return root;
}

static void relate_twin(struct relation_pass *pass)
{
	struct facts *xml = pass->sides[0];
	struct facts *json = pass->sides[1];
	const struct response *response = endpoint_response(pass->planned->endpoint, 200);
	if (!statuses_agree(pass, "XML", "JSON") || xml->status != 200)
		return;
	compare_sets(pass, xml, json, "XML", "JSON");
	compare_sets(pass, json, xml, "JSON", "XML");
	compare_contents(pass, record_schema(pass), "XML", "JSON");
	const struct schema *schema = response ? response->schema : NULL;
	if (xml->root && json->root)
		report_differences(pass, schema, unwrapped(schema, xml->root, json->root),
		                   unwrapped(schema, json->root, xml->root), COMPARE_ALL, NULL, "XML", "JSON");
}

static void same_records(struct relation_pass *pass)
{
	const char *left = relate_argument(pass->planned, 0)->text;
	const char *right = relate_argument(pass->planned, 1)->text;
	left = *left ? left : "the plain request";
	right = *right ? right : "the plain request";
	if (!statuses_agree(pass, left, right))
		return;
	compare_sets(pass, pass->sides[0], pass->sides[1], left, right);
	compare_sets(pass, pass->sides[1], pass->sides[0], right, left);
}

struct column relate_pair_column(struct arena *arena, const struct argument *pairs, bool there,
                                 const struct condition *where)
{
	const char **paths = ARENA_ARRAY(arena, const char *, pairs->count);
	for (size_t i = 0; i < pairs->count; i++) {
		const char *equals = strchr(pairs->items[i], '=');
		size_t length = equals ? (size_t)(equals - pairs->items[i]) : strlen(pairs->items[i]);
		paths[i] = there && equals ? equals + 1 : arena_copy(arena, pairs->items[i], length);
	}
	return (struct column){paths, pairs->count, where};
}

/** One column per pair, so that a finding can name the field. */
static void join_columns(struct facts *facts, const struct planned *planned, bool there, size_t *numbers)
{
	const struct argument *pairs = relate_argument(planned, 1);
	const struct argument *where = relate_argument(planned, 2);
	const struct condition *condition = !there && where->given ? where->condition : NULL;
	for (size_t i = 0; i < pairs->count && i < COLUMNS_MAX; i++) {
		struct argument one = {.items = &pairs->items[i], .count = 1};
		numbers[i] = facts_column(facts, relate_pair_column(facts->arena, &one, there, condition));
	}
}

/** One pair of fields of one record differs. */
static void report_join(struct relation_pass *pass, const struct argument *pair, fact_key key)
{
	struct column mine = relate_pair_column(pass->arena, pair, false, NULL);
	struct column theirs = relate_pair_column(pass->arena, pair, true, NULL);
	const struct node *here = facts_kept(pass->sides[0], key);
	const struct node *there = facts_kept(pass->sides[1], key);
	struct str value = there ? str_trim(node_text(there, theirs.paths[0])) : (struct str){0};
	struct deviation deviation = {
		.has_key = true,
		.key = key,
		.path = mine.paths[0],
		.expected = arena_printf(pass->arena, "%.*s, as %s of %s", (int)value.len, value.ptr ? value.ptr : "",
	                             theirs.paths[0], pass->requests[1]->endpoint->id),
		.actual = here ? node_text(here, mine.paths[0]) : (struct str){0},
		.message = "two operations tell different things of one object",
	};
	relate_deviate(pass, &deviation);
}

static void joins(struct relation_pass *pass)
{
	const struct argument *pairs = relate_argument(pass->planned, 1);
	struct facts *here = pass->sides[0];
	struct facts *there = pass->sides[1];
	size_t left[COLUMNS_MAX] = {0};
	size_t right[COLUMNS_MAX] = {0};
	join_columns(here, pass->planned, false, left);
	join_columns(there, pass->planned, true, right);
	for (size_t i = 0; i < facts_count(here); i++) {
		size_t other = facts_find(there, facts_key(here, i));
		for (size_t p = 0; other != SIZE_MAX && p < pairs->count; p++) {
			uint32_t a = facts_value(here, left[p], i);
			uint32_t b = facts_value(there, right[p], other);
			struct argument pair = {.items = &pairs->items[p], .count = 1};
			if (a && b && a != b)
				report_join(pass, &pair, facts_key(here, i));
		}
		if (!pass->findings && pass->suspect_count == SUSPECTS_MAX)
			return;
	}
}

static int compare_values(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left;
	uint32_t b = *(const uint32_t *)right;
	return (a > b) - (a < b);
}

/** A sorted copy of the column; free() it. */
static uint32_t *sorted_values(const struct facts *facts, size_t column)
{
	size_t count = facts_count(facts);
	uint32_t *values = xmalloc(count * sizeof(*values));
	if (count)
		memcpy(values, facts->values[column], count * sizeof(*values));
	qsort(values, count, sizeof(*values), compare_values);
	return values;
}

/** The columns of both sides that `listed` and `unlisted` compare; only the latter has a condition there. */
static void list_columns(const struct planned *planned, struct facts *const *sides, size_t *mine, size_t *theirs)
{
	const struct argument *pairs = relate_argument(planned, 1);
	const struct argument *where = relate_argument(planned, 2);
	const struct argument *there = relate_argument(planned, 3);
	*mine = facts_column(sides[0],
	                     relate_pair_column(sides[0]->arena, pairs, false, where->given ? where->condition : NULL));
	*theirs = facts_column(sides[1], relate_pair_column(sides[1]->arena, pairs, true, there->condition));
}

/** What the other list should hold, or not: "an entry of get-policies with this id and the same policyName, rules". */
static const char *entry_text(const struct relation_pass *pass, const struct argument *pairs, bool wanted)
{
	struct column there = relate_pair_column(pass->arena, pairs, true, NULL);
	const char *text = arena_printf(pass->arena, "%s entry of %s with this %s", wanted ? "an" : "no",
	                                pass->requests[1]->endpoint->id, there.paths[0]);
	for (size_t i = 1; i < there.path_count; i++)
		text = arena_printf(pass->arena, "%s%s%s", text, i > 1 ? ", " : " and the same ", there.paths[i]);
	return text;
}

/** The values that are looked up, those of further fields with their names; the contents of containers are left out. */
static struct str values_text(const struct relation_pass *pass, const struct node *record, const struct column *column)
{
	struct str first = node_text(record, column->paths[0]);
	const char *text = arena_printf(pass->arena, "%.*s", (int)first.len, first.ptr);
	for (size_t i = 1; i < column->path_count; i++) {
		struct str value = node_text(record, column->paths[i]);
		if (value.len)
			text = arena_printf(pass->arena, "%s; %s %.*s", text, column->paths[i], (int)value.len, value.ptr);
	}
	return str_of(text);
}

static void look_up(struct relation_pass *pass, bool wanted)
{
	const struct argument *pairs = relate_argument(pass->planned, 1);
	struct facts *here = pass->sides[0];
	struct facts *there = pass->sides[1];
	size_t mine;
	size_t theirs;
	list_columns(pass->planned, pass->sides, &mine, &theirs);
	uint32_t *values = sorted_values(there, theirs);
	for (size_t i = 0; i < facts_count(here); i++) {
		uint32_t value = facts_value(here, mine, i);
		bool found = value && bsearch(&value, values, facts_count(there), sizeof(value), compare_values);
		if (value == 0 || found == wanted)
			continue;
		const struct node *kept = facts_kept(here, facts_key(here, i));
		struct column column = relate_pair_column(pass->arena, pairs, false, NULL);
		struct deviation deviation = {
			.has_key = true,
			.key = facts_key(here, i),
			.path = column.paths[0],
			.expected = entry_text(pass, pairs, wanted),
			.actual = kept ? values_text(pass, kept, &column) : (struct str){0},
			.message = wanted ? "the other list has no such entry" : "the other list has such an entry",
		};
		relate_deviate(pass, &deviation);
		if (!pass->findings && pass->suspect_count == SUSPECTS_MAX)
			break;
	}
	free(values);
}

static void listed(struct relation_pass *pass)
{
	look_up(pass, true);
}

static void unlisted(struct relation_pass *pass)
{
	look_up(pass, false);
}

static void prepare_nothing(const struct planned *planned UNUSED, struct facts *const *sides UNUSED)
{
}

static void prepare_covers(const struct planned *planned, struct facts *const *sides)
{
	facts_column(sides[1], (struct column){.paths = &relate_argument(planned, 1)->text, .path_count = 1});
}

static void prepare_joins(const struct planned *planned, struct facts *const *sides)
{
	size_t unused[COLUMNS_MAX];
	join_columns(sides[0], planned, false, unused);
	join_columns(sides[1], planned, true, unused);
}

static void prepare_listed(const struct planned *planned, struct facts *const *sides)
{
	size_t mine;
	size_t theirs;
	list_columns(planned, sides, &mine, &theirs);
}

/** How each relation of relation.c is prepared and evaluated. */
static const struct {
	const char *name;
	void (*prepare)(const struct planned *planned, struct facts *const *sides);
	void (*evaluate)(struct relation_pass *pass);
	bool needs_data;     /**< a side without data leaves nothing to compare */
	bool takes_refusals; /**< a refusal is an answer to compare */
} evaluations[] = {
	{"same-records", prepare_nothing, same_records, false, true},
	{"disjoint", prepare_nothing, relate_disjoint, false, false},
	{"parts", prepare_nothing, relate_parts, false, true},
	{"agrees", prepare_nothing, relate_agrees, true, false},
	{"covers", prepare_covers, relate_covers, true, false},
	{"counted", prepare_nothing, relate_counted, false, false},
	{"joins", prepare_joins, joins, true, false},
	{"listed", prepare_listed, listed, true, false},
	{"unlisted", prepare_listed, unlisted, true, false},
	{"union", prepare_nothing, relate_union, false, false},
};

static size_t evaluation_of(const struct planned *planned)
{
	for (size_t i = 0; i < ARRAY_LEN(evaluations); i++)
		if (strcmp(evaluations[i].name, planned->relation->def->name) == 0)
			return i;
	abort(); /* a row of relation.c without one of evaluations[] */
}

void relate_prepare(const struct planned *planned, struct facts *const *sides, size_t count)
{
	if (planned->relation) {
		evaluations[evaluation_of(planned)].prepare(planned, sides);
		return;
	}
	for (size_t i = 0; i < count; i++)
		facts_column(sides[i], (struct column){0});
}

void relate_keep(const struct relation_pass *pass, struct facts *facts)
{
	for (size_t i = 0; i < pass->suspect_count; i++)
		if (pass->suspects[i].has_key)
			facts_keep(facts, pass->suspects[i].key);
}

void relate(struct relation_pass *pass)
{
	for (size_t i = 0; i < pass->side_count; i++)
		if (!pass->sides[i]->usable)
			pass->unusable = "an answer that it compares was not whole; see the case of that request";
	bool is_relation = pass->planned->relation != NULL;
	bool needs_data = is_relation && evaluations[evaluation_of(pass->planned)].needs_data;
	bool takes_refusals = !is_relation || evaluations[evaluation_of(pass->planned)].takes_refusals;
	for (size_t i = 0; i < pass->side_count; i++)
		if (needs_data ? pass->sides[i]->status != 200 : pass->sides[i]->status == 400 && !takes_refusals)
			pass->unusable = "an answer that it compares has no data";
	if (pass->unusable)
		return;
	if (pass->planned->relation)
		evaluations[evaluation_of(pass->planned)].evaluate(pass);
	else
		relate_twin(pass);
}
