// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>

#include "condition.h"
#include "judge_helper.h"
#include "pattern.h"

static const char device[] =
	"device{status=ACTIVE platform=' Android 4.4 ' compliance=0 blocked='2.0' minus='-0.0' half='0.5'"
	" comment='' labels[] none{inner[]} mnc='+1'"
	" details{entry{key=prv_password_type value='-1.0'} entry{key='Battery Level' value=0.50}}}";

/** A term, and whether it holds for the device. */
struct sample {
	const char *path;
	enum predicate predicate;
	const char *text;
	bool holds;
};

static const struct sample samples[] = {
	{"status", PREDICATE_PRESENT, NULL, true},
	{"comment", PREDICATE_PRESENT, NULL, true},
	{"labels", PREDICATE_PRESENT, NULL, true},
	{"nothing", PREDICATE_PRESENT, NULL, false},
	{"STATUS", PREDICATE_ABSENT, NULL, false},
	{"nothing", PREDICATE_ABSENT, NULL, true},
	{"nothing", PREDICATE_EMPTY, NULL, true},
	{"comment", PREDICATE_EMPTY, NULL, true},
	{"none", PREDICATE_EMPTY, NULL, true},
	{"details", PREDICATE_EMPTY, NULL, false},
	{"status", PREDICATE_EMPTY, NULL, false},
	{"status", PREDICATE_NONEMPTY, NULL, true},
	{"details", PREDICATE_NONEMPTY, NULL, true},
	{"nothing", PREDICATE_NONEMPTY, NULL, false},
	{"comment", PREDICATE_NONEMPTY, NULL, false},
	{"compliance", PREDICATE_ZERO, NULL, true},
	{"minus", PREDICATE_ZERO, NULL, true},
	{"blocked", PREDICATE_ZERO, NULL, false},
	{"half", PREDICATE_ZERO, NULL, false},
	{"status", PREDICATE_ZERO, NULL, false},
	{"comment", PREDICATE_ZERO, NULL, false},
	{"nothing", PREDICATE_ZERO, NULL, false},
	{"blocked", PREDICATE_NONZERO, NULL, true},
	{"mnc", PREDICATE_NONZERO, NULL, true},
	{"details/entry[prv_password_type]", PREDICATE_NONZERO, NULL, true},
	{"compliance", PREDICATE_NONZERO, NULL, false},
	{"half", PREDICATE_NONZERO, NULL, false},
	{"status", PREDICATE_NONZERO, NULL, false},
	{"nothing", PREDICATE_NONZERO, NULL, false},
	{"status", PREDICATE_EQUALS, "active", true},
	{"status", PREDICATE_EQUALS, "LOST", false},
	{"nothing", PREDICATE_EQUALS, "LOST", false},
	{"platform", PREDICATE_EQUALS, "android 4.4", true},
	{"details/entry[prv_password_type]", PREDICATE_EQUALS, "-1", true},
	{"details/entry[battery_level]", PREDICATE_EQUALS, "0.5", true},
	{"status", PREDICATE_DIFFERS, "LOST", true},
	{"status", PREDICATE_DIFFERS, "Active", false},
	{"nothing", PREDICATE_DIFFERS, "Active", true},
	{"platform", PREDICATE_MATCHES, "^Android", true},
	{"platform", PREDICATE_MATCHES, "^android", false},
	{"nothing", PREDICATE_MATCHES, "^", false},
	{"comment", PREDICATE_MATCHES, "^$", true},
};

static bool holds(const struct node *node, const struct sample *sample)
{
	const char *error;
	struct pattern *pattern = sample->predicate == PREDICATE_MATCHES ? pattern_new(sample->text, &error) : NULL;
	struct condition_term term = {sample->path, sample->predicate, sample->text, pattern};
	bool result = condition_holds(&(struct condition){&term, 1}, node);
	pattern_free(pattern);
	return result;
}

Test(condition, every_predicate)
{
	struct arena *arena = arena_new();
	const struct node *node = tree(arena, device);
	for (size_t i = 0; i < ARRAY_LEN(samples); i++)
		cr_expect_eq(holds(node, &samples[i]), samples[i].holds, "%s, predicate %d %s", samples[i].path,
		             (int)samples[i].predicate, samples[i].text ? samples[i].text : "");
	arena_free(arena);
}

Test(condition, all_terms_must_hold)
{
	struct arena *arena = arena_new();
	const struct node *node = tree(arena, device);
	const struct condition_term terms[] = {
		{.path = "status", .predicate = PREDICATE_EQUALS, .text = "ACTIVE"},
		{.path = "compliance", .predicate = PREDICATE_NONZERO},
	};
	cr_expect(condition_holds(&(struct condition){0}, node));
	cr_expect(condition_holds(&(struct condition){terms, 1}, node));
	cr_expect_not(condition_holds(&(struct condition){terms, 2}, node));
	arena_free(arena);
}

Test(condition, a_match_at_its_limit_does_not_hold)
{
	struct arena *arena = arena_new();
	const struct node *node = tree(arena, "r{a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!}");
	cr_expect_not(holds(node, &(struct sample){"a", PREDICATE_MATCHES, "^(a+)+$", false}));
	arena_free(arena);
}

Test(condition, in_words)
{
	struct arena *arena = arena_new();
	const struct condition_term terms[] = {
		{.path = "status", .predicate = PREDICATE_EQUALS, .text = "ACTIVE"},
		{.path = "platform", .predicate = PREDICATE_MATCHES, .text = "^Android"},
		{.path = "model", .predicate = PREDICATE_DIFFERS, .text = "X"},
		{.path = "a", .predicate = PREDICATE_PRESENT},
		{.path = "b", .predicate = PREDICATE_ABSENT},
		{.path = "c", .predicate = PREDICATE_EMPTY},
		{.path = "d", .predicate = PREDICATE_NONEMPTY},
		{.path = "e", .predicate = PREDICATE_ZERO},
		{.path = "f", .predicate = PREDICATE_NONZERO},
	};
	expect_text(condition_text(arena, &(struct condition){terms, 2}), "status is ACTIVE and platform matches ^Android");
	expect_text(
		condition_text(arena, &(struct condition){terms + 2, 7}),
		"model is not X and a is present and b is absent and c is empty and d is not empty and e is 0 and f is a "
		"number other than 0");
	expect_text(condition_text(arena, &(struct condition){0}), "always");
	arena_free(arena);
}
