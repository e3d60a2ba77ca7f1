// SPDX-License-Identifier: Apache-2.0
/* Relations between an answer and the record of a list that the fixture was found in. */
#include <string.h>
#include <strings.h>

#include "compare.h"
#include "relate_impl.h"
#include "relation.h"

/** Name of the record's element: the last name of the streamed path. */
static const char *record_element(const struct endpoint *endpoint)
{
	const struct response *response = endpoint_response(endpoint, 200);
	if (!response || !response->records)
		return "device";
	const char *slash = strrchr(response->records, '/');
	return slash ? slash + 1 : response->records;
}

static bool is_listed(const struct argument *fields, const char *path)
{
	for (size_t i = 0; i < fields->count; i++)
		if (strcasecmp(fields->items[i], path) == 0)
			return true;
	return !fields->given;
}

/** The fixture's record as of this round: the second round read its list again. */
static const struct node *list_record(const struct relation_pass *pass, fact_key *key)
{
	const struct node *chosen = fixtures_record(pass->fixtures, pass->planned->fixture);
	if (!chosen)
		return NULL;
	*key = fact_key_of(chosen);
	const struct node *again = facts_kept(pass->sides[1], *key);
	return again ? again : chosen;
}

static void disagree(struct relation_pass *pass, fact_key key, const char *path, struct str listed, struct str single)
{
	struct deviation deviation = {
		.has_key = true,
		.key = key,
		.path = path,
		.expected = arena_printf(pass->arena, "%.*s, as in the list", (int)listed.len, listed.ptr ? listed.ptr : ""),
		.actual = single,
		.message = "the single read and the list tell different things of one object",
	};
	relate_deviate(pass, &deviation);
}

/** Pairs `here=there`: a path from the root of the single answer, and one of the listed record. */
static void compare_pairs(struct relation_pass *pass, const struct argument *fields, fact_key key,
                          const struct node *listed, const struct node *root)
{
	for (size_t i = 0; i < fields->count; i++) {
		struct argument pair = {.items = &fields->items[i], .count = 1};
		const char *here = relate_pair_column(pass->arena, &pair, false, NULL).paths[0];
		const char *there = relate_pair_column(pass->arena, &pair, true, NULL).paths[0];
		struct str single = str_trim(node_text(root, here));
		struct str value = str_trim(node_text(listed, there));
		if (strchr(fields->items[i], '=') && single.len && value.len && !str_equal_nocase(single, value))
			disagree(pass, key, here, value, single);
	}
}

void relate_agrees(struct relation_pass *pass)
{
	const struct argument *fields = relate_argument(pass->planned, 1);
	fact_key key;
	const struct node *listed = list_record(pass, &key);
	const struct node *root = pass->sides[0]->root;
	const struct endpoint *source = pass->requests[1]->endpoint;
	if (!listed || !root) {
		pass->unusable = "the single read gave no data to compare";
		return;
	}
	const struct node *single = node_search(root, record_element(source));
	const struct response *response = endpoint_response(source, 200);
	size_t count;
	const struct difference *all = node_compare(pass->arena, response ? response->record_schema : NULL, listed,
	                                            single ? single : root, COMPARE_SHARED, 64, &count);
	for (size_t i = 0; i < count; i++)
		if (is_listed(fields, all[i].path))
			disagree(pass, key, all[i].path, all[i].left, all[i].right);
	compare_pairs(pass, fields, key, listed, root);
}

/** What the fixture's record has at the path. */
static struct str fixture_text(const struct relation_pass *pass, const char *path)
{
	fact_key key;
	const struct node *record = list_record(pass, &key);
	return record ? str_trim(node_text(record, path)) : (struct str){0};
}

void relate_covers(struct relation_pass *pass)
{
	struct facts *answer = pass->sides[0];
	struct facts *list = pass->sides[1];
	fact_key key;
	const struct node *chosen = list_record(pass, &key);
	size_t mine = chosen ? facts_find(list, key) : SIZE_MAX;
	const struct column column = {.paths = &relate_argument(pass->planned, 1)->text, .path_count = 1};
	size_t number = facts_column(list, column);
	if (mine == SIZE_MAX) {
		pass->unusable = "the fixture is not in its list any more";
		return;
	}
	uint32_t value = facts_value(list, number, mine);
	for (size_t i = 0; i < facts_count(list); i++) {
		if (facts_value(list, number, i) != value || facts_find(answer, facts_key(list, i)) != SIZE_MAX)
			continue;
		struct deviation deviation = {
			.has_key = true,
			.key = facts_key(list, i),
			.expected = arena_printf(pass->arena, "every record whose %s is that of the request", column.paths[0]),
			.actual = str_of("a record that the list has is missing here"),
			.message = "the answer is not complete",
		};
		relate_deviate(pass, &deviation);
	}
}

void relate_counted(struct relation_pass *pass)
{
	const char *path = relate_argument(pass->planned, 1)->text;
	struct str text = fixture_text(pass, path);
	size_t count = pass->sides[0]->status == 404 ? 0 : facts_count(pass->sides[0]);
	char *digits = arena_printf(pass->arena, "%zu", count);
	if (text.len == 0 || scalar_equal(text, str_of(digits)))
		return;
	struct deviation deviation = {
		.path = path,
		.expected = arena_printf(pass->arena, "%.*s, the %s of the list", (int)text.len, text.ptr, path),
		.actual = str_of(arena_printf(pass->arena, "%zu records", count)),
		.message = "the count in the list differs from the answer",
	};
	relate_deviate(pass, &deviation);
}
