// SPDX-License-Identifier: Apache-2.0
#include "facts.h"

#include <criterion/criterion.h>
#include <string.h>

#include "finding_helper.h"

/** Facts of the records `d` below the root, with a column of each of the paths (at most two, which may be NULL). */
static struct facts *facts_of(struct arena *arena, const char *body, const char *const *paths, size_t count)
{
	struct facts *facts = facts_new();
	if (count)
		facts_column(facts, (struct column){.paths = paths, .path_count = count});
	take_records(facts, arena, body, "d");
	return facts;
}

static fact_key key_of(struct arena *arena, const char *record)
{
	return fact_key_of(root_of(arena, record));
}

Test(facts, one_record_has_one_key)
{
	struct arena *arena = arena_new();
	static const struct {
		const char *left;
		const char *right;
		bool equal;
	} rows[] = {
		{"<d><uuid>AB-1</uuid><id>1</id></d>", "<d><uuid> ab-1 </uuid><id>2</id></d>", true},
		{"<d><uuid>ab-1</uuid></d>", "<d><uuid>ab-2</uuid></d>", false},
		{"<d><uuid>ab-1</uuid></d>", "{\"Device UUID\":\"AB-1\",\"id\":7}", true},
		{"<d><id>7</id><name>x</name></d>", "<d><name>X</name><id>7.0</id><more/></d>", true},
		{"<d><id>7</id><name>x</name></d>", "<d><id>7</id><name>y</name></d>", false},
		{"<d><id>7</id></d>", "<d><name>7</name></d>", false},
		{"<d><countryName>A</countryName></d>", "<d><countryName>B</countryName></d>", false},
		{"<d><uuid/><id>7</id></d>", "<d><id>7</id></d>", true},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		cr_expect_eq(key_of(arena, rows[i].left) == key_of(arena, rows[i].right), rows[i].equal, "%s and %s",
		             rows[i].left, rows[i].right);
	arena_free(arena);
}

Test(facts, a_record_is_named_by_the_best_it_has)
{
	struct arena *arena = arena_new();
	cr_assert(str_is(record_name(root_of(arena, "<d><name>n</name><id>7</id><uuid> u </uuid></d>")), "u"));
	cr_assert(str_is(record_name(root_of(arena, "<d><name>n</name><id>7</id><uuid/></d>")), "7"));
	cr_assert(str_is(record_name(root_of(arena, "<d><carrierShortName>c</carrierShortName></d>")), "c"));
	cr_assert_eq(record_name(root_of(arena, "<d><status>1</status></d>")).len, 0);
	arena_free(arena);
}

Test(facts, are_found_by_key_in_any_order)
{
	struct arena *arena = arena_new();
	struct text body = text_new(1 << 20);
	text_puts(&body, "<r>");
	for (unsigned i = 0; i < 500; i++)
		text_printf(&body, "<d><uuid>u%u</uuid><s>%u</s></d>", (i * 7919) % 500, i);
	text_puts(&body, "</r>");
	static const char *const paths[] = {"s"};
	struct facts *facts = facts_of(arena, text_str(&body), paths, 1);
	cr_assert_eq(facts_count(facts), 500);
	for (size_t i = 0; i < 500; i++)
		cr_assert_eq(facts_find(facts, facts_key(facts, i)), i);
	cr_assert_eq(facts_find(facts, key_of(arena, "<d><uuid>u500</uuid></d>")), SIZE_MAX);
	cr_assert_eq(facts_find(facts, key_of(arena, "<d><uuid>u7919</uuid></d>")), SIZE_MAX);
	text_free(&body);
	facts_free(facts);
	arena_free(arena);
}

Test(facts, of_nothing)
{
	struct facts *facts = facts_new();
	cr_assert_eq(facts_count(facts), 0);
	cr_assert_eq(facts_find(facts, 1), SIZE_MAX);
	cr_assert_null(facts_kept(facts, 1));
	facts_end(facts, NULL, 404, true);
	cr_assert_null(facts->root);
	cr_assert_eq(facts->status, 404);
	cr_assert(facts->usable);
	facts_free(facts);
	facts_free(NULL);
}

Test(facts, a_column_holds_values_as_they_compare)
{
	struct arena *arena = arena_new();
	static const char *const paths[] = {"a", "b"};
	struct facts *facts = facts_of(arena,
	                               "<r><d><a>X</a><b>1</b></d><d><a> x</a><b>1.00</b></d><d><a>x</a><b>2</b></d>"
	                               "<d><a>1</a><b>x</b></d><d><a>x</a></d><d><a>x</a><b/></d></r>",
	                               paths, 2);
	uint32_t first = facts_value(facts, 0, 0);
	cr_assert_neq(first, 0);
	cr_assert_eq(facts_value(facts, 0, 1), first, "case, blanks and fractional zeros do not count");
	cr_assert_neq(facts_value(facts, 0, 2), first);
	cr_assert_neq(facts_value(facts, 0, 3), first, "the order of the values counts");
	cr_assert_eq(facts_value(facts, 0, 4), 0, "one is absent");
	cr_assert_eq(facts_value(facts, 0, 5), 0, "one is empty");
	facts_free(facts);
	arena_free(arena);
}

Test(facts, a_column_may_hold_for_some_records_only)
{
	struct arena *arena = arena_new();
	static const struct condition_term term = {"s", PREDICATE_EQUALS, "ACTIVE", NULL};
	static const struct condition active = {&term, 1};
	static const char *const paths[] = {"a"};
	struct facts *facts = facts_new();
	size_t all = facts_column(facts, (struct column){.paths = paths, .path_count = 1});
	size_t some = facts_column(facts, (struct column){.paths = paths, .path_count = 1, .where = &active});
	cr_assert_neq(all, some);
	cr_assert_eq(facts_column(facts, (struct column){.paths = (const char *const[]){"a"}, .path_count = 1}), all,
	             "an equal column is shared");
	take_records(facts, arena, "<r><d><a>1</a><s>LOST</s></d><d><a>1</a><s>ACTIVE</s></d></r>", "d");
	cr_assert_neq(facts_value(facts, all, 0), 0);
	cr_assert_eq(facts_value(facts, some, 0), 0);
	cr_assert_eq(facts_value(facts, some, 1), facts_value(facts, all, 1));
	facts_free(facts);
	arena_free(arena);
}

Test(facts, a_column_without_paths_is_the_digest)
{
	struct arena *arena = arena_new();
	struct facts *facts = facts_new();
	size_t digest = facts_column(facts, (struct column){0});
	take_records(facts, arena, "<r><d><a>1</a><b>2</b></d><d><b>2.0</b><a> 1</a><c/></d><d><a>1</a><b>3</b></d></r>",
	             "d");
	cr_assert_eq(facts_value(facts, digest, 0), facts_value(facts, digest, 1),
	             "order, blanks and emptiness do not count");
	cr_assert_neq(facts_value(facts, digest, 0), facts_value(facts, digest, 2));
	facts_free(facts);
	arena_free(arena);
}

Test(facts, keep_what_was_asked_for_and_no_more)
{
	struct arena *arena = arena_new();
	struct arena *dying = arena_new();
	struct facts *facts = facts_new();
	fact_key key = key_of(arena, "<d><uuid>u1</uuid></d>");
	facts_keep(facts, key);
	for (size_t i = 0; i < (size_t)KEPT_MAX + 4; i++)
		facts_keep(facts, i + 1);
	cr_assert_eq(facts->wanted_count, KEPT_MAX);
	take_records(facts, dying, "<r><d><uuid>u0</uuid></d><d><uuid>U1</uuid><a>x</a></d></r>", "d");
	facts_end(facts, root_of(dying, "<r><messages>m</messages></r>"), 200, true);
	arena_free(dying);
	cr_assert(str_is(node_text(facts_kept(facts, key), "a"), "x"), "a copy outlives the answer");
	cr_assert_null(facts_kept(facts, key_of(arena, "<d><uuid>u0</uuid></d>")));
	cr_assert(str_is(node_text(facts->root, "messages"), "m"));
	facts_free(facts);
	arena_free(arena);
}
