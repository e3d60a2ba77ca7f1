// SPDX-License-Identifier: Apache-2.0
#include "compare.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "judge_helper.h"

#define TYPE(NAME) .type = value_type_find(NAME)

/** A device with one volatile field, details with one volatile key, and repeated children. */
struct known {
	struct field keys[2];
	struct schema table;
	struct key_choice choice;
	struct field part[2];
	struct schema part_schema;
	struct field fields[8];
	struct schema schema;
};

static const char *const aliases[] = {"easUUID"};

static const struct schema *known(struct arena *arena)
{
	struct known *known = ARENA_NEW(arena, struct known);
	known->keys[0] = (struct field){.name = "battery_life", TYPE("text"), .is_volatile = true};
	known->keys[1] = (struct field){.name = "imei", TYPE("text")};
	known->table = (struct schema){.name = "keys", .fields = known->keys, .count = 2, .keys = true};
	known->choice.schema = &known->table;
	known->part[0] = (struct field){.name = "name", TYPE("text")};
	known->part[1] = (struct field){.name = "seen", TYPE("text"), .is_volatile = true};
	known->part_schema = (struct schema){.name = "part", .fields = known->part, .count = 2};
	known->fields[0] = (struct field){.name = "uuid", TYPE("text")};
	known->fields[1] = (struct field){.name = "lastSeen", TYPE("date"), .is_volatile = true};
	known->fields[2] = (struct field){.name = "details", TYPE("entries"), .keys = &known->choice, .key_choice_count = 1};
	known->fields[3] = (struct field){.name = "part", TYPE("container"), .schema = &known->part_schema, .many = true};
	known->fields[4] = (struct field){.name = "easUuid", TYPE("text"), .aliases = aliases, .alias_count = 1};
	known->fields[5] = (struct field){.name = "role", TYPE("text"), .many = true};
	known->fields[6] = (struct field){.name = "on", TYPE("boolean")};
	known->fields[7] = (struct field){.name = "made", TYPE("date")};
	known->schema = (struct schema){.name = "device", .fields = known->fields, .count = 8};
	return &known->schema;
}

static const char *view(struct arena *arena, struct str text, bool absent)
{
	return absent ? "-" : arena_printf(arena, "'%.*s'", (int)text.len, text.ptr);
}

static const char *differences(struct arena *arena, const struct schema *schema, const char *left, const char *right,
                               enum compare_scope scope)
{
	size_t count;
	struct text out = text_new(10000);
	const struct difference *all = node_compare(arena, schema, tree(arena, left), tree(arena, right), scope, 100, &count);
	for (size_t i = 0; i < count; i++)
		text_printf(&out, "%s%s: %s %s", i ? "\n" : "", all[i].path, view(arena, all[i].left, all[i].left_absent),
		            view(arena, all[i].right, all[i].right_absent));
	char *copy = arena_string(arena, text_str(&out));
	text_free(&out);
	return copy;
}

/** Two trees, how they differ, and how in what both have; NULL: the same. */
static const struct {
	const char *left;
	const char *right;
	const char *all;
	const char *shared;
} pairs[] = {
	{"r{uuid=a role=x}", "r{role=x uuid=a}", "", NULL},
	{"r{uuid=a}", "R{UUID=' a\n'}", "", NULL},
	{"r{uuid=1.0}", "r{uuid=1}", "", NULL},
	{"r{uuid=2.20}", "r{uuid=2.2}", "", NULL},
	{"r{uuid=-0.0}", "r{uuid=0}", "", NULL},
	{"r{uuid=007}", "r{uuid=7}", "uuid: '007' '7'", NULL},
	{"r{uuid=true}", "r{uuid=True}", "", NULL}, /* a text may hold a boolean */
	{"r{uuid=trueish}", "r{uuid=Trueish}", "uuid: 'trueish' 'Trueish'", NULL},
	{"r{uuid=a}", "r{uuid=b}", "uuid: 'a' 'b'", NULL},
	{"r{uuid=a}", "r", "uuid: 'a' -", ""},
	{"r", "r{uuid=a}", "uuid: - 'a'", ""},
	{"r{uuid=a role}", "r{uuid=a}", "", NULL},
	{"r{uuid=a role=' '}", "r{uuid=a role[] part{name}}", "", NULL},
	{"r{lastSeen=1}", "r{lastSeen=2}", "", NULL},
	{"r{lastSeen=1}", "r", "", NULL},
	{"r{unknown=1}", "r{unknown=2}", "", NULL},
	{"r{easUUID=a}", "r{easUuid=a}", "", NULL},
	{"r{easUUID=a}", "r{easUuid=b}", "easUuid: 'a' 'b'", NULL},
	{"r{role=a role=b}", "r{role=b role=a}", "", NULL},
	{"r{role=a role=b}", "r{role=a role=a}", "role: 'b' 'a'", NULL},
	{"r{role=a role=b}", "r{role=b}", "role: 'a' -", NULL},
	{"r{role=a role=b role=c}", "r{role=x role=b role=y}", "role: 'a' 'x'\nrole: 'c' 'y'", NULL},
	{"r{role=a role=a}", "r{role=a}", "role: 'a' -", NULL},
	{"r{part{name=a seen=1} part{name=b seen=1}}", "r{part{name=b seen=2} part{seen=3 name=a}}", "", NULL},
	{"r{part{name=a}}", "r{part{name=b}}", "part/name: 'a' 'b'", NULL},
	{"r{part{name=a}}", "r", "part/name: 'a' -", ""},
	{"r{part{name=a} role=x}", "r{role=y}", "part/name: 'a' -\nrole: 'x' 'y'", "role: 'x' 'y'"},
	{"r{part=a}", "r{part{name=a}}", "part: 'a' ''\npart/name: - 'a'", "part: 'a' ''"},
	{"r{details{entry{key=imei value=1} entry{key=x value=2}}}",
     "r{details{entry{value=2 key=X} entry{key=IMEI value=1.0}}}", "", NULL},
	{"r{details{entry{key='Battery Life' value=1}}}", "r{details}", "", NULL},
	{"r{details{entry{key=imei value}}}", "r", "", NULL},
	{"r{details{entry{key=imei value=1}}}", "r{details{entry{key=Imei value=2}}}", "details/entry[imei]: '1' '2'", NULL},
	{"r{details{entry{key='My Key' value=1}}}", "r{details{entry{key=other value=1}}}",
     "details/entry[My Key]: '1' -\ndetails/entry[other]: - '1'", ""},
	{"r{details{entry{key=x value=1}}}", "r", "details/entry[x]: '1' -", ""},
	{"r{details{entry{key=x value=1} entry{key=x value=2}}}", "r{details{entry{key=x value=2}}}",
     "details/entry[x]: '1' -", NULL},
	{"r{details{entry{key=a_b value=1}}}", "r{details{entry{key='A B' value=2}}}", "details/entry[a_b]: '1' '2'", NULL},
	{"r{details{entry{value=1} other=2}}", "r{details{entry{value=2} other=3}}", "details/entry/value: '1' '2'", NULL},
	{"r{on=true}", "r{on=True}", "", NULL},
	{"r{on=FALSE}", "r{on=false}", "", NULL},
	{"r{on=true}", "r{on=false}", "on: 'true' 'false'", NULL},
	{"r{details{entry{key=x value=True}}}", "r{details{entry{key=x value=true}}}", "", NULL},
	{"r{details{entry{key=x value=Yes}}}", "r{details{entry{key=x value=yes}}}", "details/entry[x]: 'Yes' 'yes'", NULL},
	{"r{made=2024-11-19T23:38:41+00:00}", "r{made=2024-11-19T23:38:41Z}", "", NULL},
	{"r{made=2024-11-19T23:38:41+00:00}", "r{made=2024-11-20T01:38:41.000+0200}", "", NULL},
	{"r{made=2024-11-19T23:38:41Z}", "r{made=2024-11-19T23:38:42Z}",
     "made: '2024-11-19T23:38:41Z' '2024-11-19T23:38:42Z'", NULL},
	{"r{made=once}", "r{made=Once}", "made: 'once' 'Once'", NULL},
	{"r{uuid=2024-11-19T23:38:41+00:00}", "r{uuid=2024-11-19T23:38:41Z}",
     "uuid: '2024-11-19T23:38:41+00:00' '2024-11-19T23:38:41Z'", NULL},
	{"r{details{@rev=3 new=1 entry{key=x value=1}}}", "r{details{entry{key=x value=1}}}", "", NULL},
	{"r{details{entry{key=x value=1{@rev=3}}}}", "r{details{entry{key=x value=1}}}", "", NULL},
	{"r{uuid=a{@lang=en}}", "r{uuid=a}", "", NULL},
	{"r{uuid{@lang=en}}", "r", "", NULL},
	{"r{uuid=a{lang=en}}", "r{uuid=a}", "uuid/lang: 'en' -", ""},
	{"r", "r", "", NULL},
	{"r=a", "r=b", ": 'a' 'b'", NULL},
};

Test(compare, differences_with_a_schema)
{
	struct arena *arena = arena_new();
	const struct schema *schema = known(arena);
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		const char *shared = pairs[i].shared ? pairs[i].shared : pairs[i].all;
		uint64_t left = node_digest(schema, tree(arena, pairs[i].left));
		uint64_t right = node_digest(schema, tree(arena, pairs[i].right));
		cr_expect_eq(left == right, *pairs[i].all == '\0', "digests of %s and %s", pairs[i].left, pairs[i].right);
		expect_text(differences(arena, schema, pairs[i].left, pairs[i].right, COMPARE_ALL), pairs[i].all);
		expect_text(differences(arena, schema, pairs[i].left, pairs[i].right, COMPARE_SHARED), shared);
	}
	arena_free(arena);
}

Test(compare, without_a_schema_everything_counts)
{
	struct arena *arena = arena_new();
	expect_text(differences(arena, NULL, "r{a=1 B{c=2 c=3}}", "r{b{C=3 C=4} A=1}", COMPARE_ALL), "B/c: '2' '4'");
	expect_text(differences(arena, NULL, "r{details{entry{key=x value=1}}}", "r{details{entry{key=x value=2}}}",
	                        COMPARE_ALL),
	            "details/entry/value: '1' '2'");
	cr_expect_eq(node_digest(NULL, tree(arena, "r{a b{c=' '}}")), node_digest(NULL, tree(arena, "r")));
	cr_expect_neq(node_digest(NULL, tree(arena, "r")), 0);
	arena_free(arena);
}

Test(compare, place_and_level_matter)
{
	static const char *const different[] = {
		"r{a=1}",           "r{b=1}",        "r{a{a=1}}",  "r{a=1 a=1}", "r{a{b=1}}",
		"r{a{b=1} a{b=1}}", "r{a{b=1 b=1}}", "r{a=1 b=1}", "r=1",
	};
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(different); i++)
		for (size_t j = 0; j < ARRAY_LEN(different); j++) {
			uint64_t left = node_digest(NULL, tree(arena, different[i]));
			uint64_t right = node_digest(NULL, tree(arena, different[j]));
			cr_expect_eq(left == right, i == j, "%s and %s", different[i], different[j]);
		}
	arena_free(arena);
}

Test(compare, scalars)
{
	cr_expect(scalar_equal(str_of(" 1.0 "), str_of("1")));
	cr_expect(scalar_equal(str_of("10.0"), str_of("10.00")));
	cr_expect(scalar_equal(str_of(""), str_of(" ")));
	cr_expect_not(scalar_equal(str_of("10"), str_of("1")));
	cr_expect_not(scalar_equal(str_of("1e0"), str_of("1")));
	cr_expect_not(scalar_equal(str_of("a"), str_of("A")));
}

Test(compare, ceiling_holds)
{
	struct arena *arena = arena_new();
	struct node *left = tree(arena, "r");
	struct node *right = tree(arena, "r");
	for (int i = 0; i < 1000; i++) {
		node_add(arena, left, str_of(arena_printf(arena, "n%d", i)))->text = str_of("1");
		node_add(arena, right, str_of(arena_printf(arena, "n%d", i)))->text = str_of("2");
	}
	size_t count;
	const struct difference *all = node_compare(arena, NULL, left, right, COMPARE_ALL, 7, &count);
	cr_assert_eq(count, 7);
	expect_text(all[0].path, "n0");
	expect_text(all[6].path, "n6");
	node_compare(arena, NULL, left, right, COMPARE_ALL, 0, &count);
	cr_expect_eq(count, 0);
	arena_free(arena);
}

/** A reproducible sequence; the C library's differs between systems. */
static uint64_t roll(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

static const char *const names[] = {"uuid", "role", "part", "details", "easUuid", "name", "entry", "a"};
static const char *const texts[] = {"", "1", "1.0", "2", "true", "x y", "007", "-3.50", "-3.5"};

static void grow(struct arena *arena, uint64_t *dice, struct node *node, unsigned depth)
{
	size_t children = roll(dice) % 5;
	for (size_t i = 0; i < children; i++) {
		struct node *child = node_add(arena, node, str_of(names[roll(dice) % ARRAY_LEN(names)]));
		if (str_is(child->name, "entry")) {
			node_add(arena, child, str_of("key"))->text = str_of(names[roll(dice) % ARRAY_LEN(names)]);
			node_add(arena, child, str_of("value"))->text = str_of(texts[roll(dice) % ARRAY_LEN(texts)]);
		} else if (depth > 0 && roll(dice) % 2) {
			grow(arena, dice, child, depth - 1);
		} else {
			child->text = str_of(texts[roll(dice) % ARRAY_LEN(texts)]);
		}
	}
}

/** The same data in another order, with blanks, fractional zeros, other case of names and more emptiness. */
static void disguise(struct arena *arena, uint64_t *dice, const struct node *from, struct node *to)
{
	const struct node *children[64];
	size_t count = 0;
	for (const struct node *child = from->first; child; child = child->next)
		children[count++] = child;
	for (size_t left = count; left > 0; left--) {
		size_t pick = roll(dice) % left;
		const struct node *child = children[pick];
		children[pick] = children[left - 1];
		char *name = arena_copy(arena, child->name.ptr, child->name.len);
		if (roll(dice) % 2)
			name[0] = (char)(name[0] & ~0x20);
		struct node *copy = node_add(arena, to, str_of(name));
		bool plain = str_is_digits(child->text) && roll(dice) % 2;
		copy->text = str_of(arena_printf(arena, "%s%s%s", roll(dice) % 2 ? " " : "", child->text.ptr, plain ? ".0" : ""));
		disguise(arena, dice, child, copy);
	}
	if (roll(dice) % 3 == 0)
		node_add(arena, to, str_of("role"))->none = roll(dice) % 2;
}

/** Equal digests if and only if there is no difference, and no difference between data and its disguise. */
Test(compare, digest_and_differences_agree)
{
	uint64_t dice = 20261123;
	size_t equal = 0;
	enum { ROUNDS = 20000 };
	struct arena *arena = arena_new();
	for (unsigned round = 0; round < ROUNDS; round++) {
		arena_reset(arena);
		const struct schema *schema = round % 2 ? known(arena) : NULL;
		struct node *left = tree(arena, "r");
		struct node *right = tree(arena, "r");
		struct node *twin = tree(arena, "r");
		size_t count;
		uint64_t seed = roll(&dice);
		uint64_t other = roll(&dice) % 4 ? roll(&dice) : seed;
		grow(arena, &(uint64_t){seed}, left, round % 4);
		grow(arena, &(uint64_t){other}, right, round % 4);
		disguise(arena, &dice, left, twin);
		cr_assert_eq(node_digest(schema, left), node_digest(schema, twin), "round %u", round);
		node_compare(arena, schema, left, twin, COMPARE_ALL, 9, &count);
		cr_assert_eq(count, 0, "round %u", round);
		node_compare(arena, schema, left, right, COMPARE_ALL, 9, &count);
		bool same = node_digest(schema, left) == node_digest(schema, right);
		cr_assert_eq(same, count == 0, "round %u: digests equal %d, differences %zu", round, same, count);
		equal += same;
		node_compare(arena, schema, left, right, COMPARE_SHARED, 9, &count);
		cr_assert(!same || count == 0, "round %u", round);
	}
	cr_expect(equal > ROUNDS / 10 && equal < ROUNDS, "%zu equal pairs say little", equal);
	arena_free(arena);
}

Test(compare, many_children_of_one_name)
{
	enum { COUNT = 20000 };
	struct arena *arena = arena_new();
	struct node *left = tree(arena, "r");
	struct node *right = tree(arena, "r");
	for (int i = 0; i < COUNT; i++) {
		node_add(arena, left, str_of("role"))->text = str_of(arena_printf(arena, "%d", i));
		node_add(arena, right, str_of("role"))->text = str_of(arena_printf(arena, "%d", COUNT - i));
	}
	size_t count;
	const struct difference *all = node_compare(arena, NULL, left, right, COMPARE_ALL, 9, &count);
	cr_assert_eq(count, 1);
	cr_expect(str_is(all[0].left, "0"));
	cr_expect(str_is(all[0].right, "20000"));
	arena_free(arena);
}
