// SPDX-License-Identifier: Apache-2.0
/* A catalogue of what single cases need: the same plans as the whole one gives, and less of it. */
#include <criterion/criterion.h>
#include <string.h>

#include "load.h"
#include "plan.h"

static const struct suite everything = {.name = "all",
                                        .include = (const char *const[]){"*"},
                                        .include_count = 1,
                                        .ceiling = SAFETY_DESTROY};

static const struct plan *plan_of(struct arena *arena, const struct catalogue *catalogue, const char *const *select)
{
	const struct target target = {.kind = TARGET_EMULATOR};
	struct plan_options options = {
		.catalogue = catalogue,
		.suite = &everything,
		.target = &target,
		.permission = {.kind = TARGET_EMULATOR},
		.formats = {true, true, true},
		.select = select,
		.select_count = *select ? 1 : 0,
	};
	for (enum safety safety = SAFETY_READ; safety <= SAFETY_DESTROY; safety++)
		options.permission.allow[safety] = true;
	return plan_make(arena, &options);
}

/** A plan with what its cases judge, as text. */
static const char *told(struct arena *arena, const struct plan *plan)
{
	struct text text = text_new(SIZE_MAX / 4);
	for (size_t c = 0; c < plan->case_count; c++) {
		const struct planned *planned = &plan->cases[c];
		const struct requirement **list = NULL;
		size_t count = 0;
		plan_requirements(arena, planned, &list, &count);
		text_printf(&text, "%s %d %s", planned->id, (int)planned->safety, planned->skip ? planned->skip : "");
		for (size_t i = 0; i < count; i++)
			text_printf(&text, " %s", list[i]->statement);
		text_puts(&text, "\n");
	}
	for (size_t r = 0; r < plan->request_count; r++)
		text_printf(&text, "%s %u %zu\n", plan->requests[r].key, plan->requests[r].wave, plan->requests[r].undo_count);
	for (size_t i = 0; i < plan->fixture_count; i++)
		text_printf(&text, "%s\n", plan->fixtures[i].fixture->name);
	const char *copy = arena_string(arena, text_str(&text));
	text_free(&text);
	return copy;
}

static const struct catalogue *narrow(struct arena *arena, const char *id)
{
	return load_narrow(arena, EPMM_SOURCE_DIR, &(struct load_wish){.cases = &id, .case_count = 1, .suite = "full"});
}

/** Plans the case over a catalogue of its own. */
static void expect_same(const struct catalogue *whole, const char *id)
{
	struct arena *arena = arena_new();
	const char *const select[] = {id, NULL};
	const struct catalogue *little = narrow(arena, id);
	cr_assert(little, "%s", id);
	cr_expect_lt(little->endpoint_count, whole->endpoint_count);
	cr_expect_eq(little->requirement_count, whole->requirement_count);
	cr_expect_str_eq(told(arena, plan_of(arena, little, select)), told(arena, plan_of(arena, whole, select)));
	load_release(little);
	arena_free(arena);
}

Test(load_narrow, plans_are_those_of_the_whole_catalogue)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(stderr);
	const struct catalogue *whole = load_catalogue(arena, EPMM_SOURCE_DIR, diag);
	cr_assert(whole);
	const struct plan *plan = plan_of(arena, whole, (const char *const[]){NULL});
	size_t compared = 0;
	const char *group = "";
	const char *kind = "";
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct planned *planned = &plan->cases[i];
		bool fresh = strcmp(planned->group, group) != 0 || (i % 5 == 0 && strcmp(planned->kind, kind) != 0);
		group = planned->group;
		kind = planned->kind;
		if (!fresh || strncmp(planned->name, "role", 4) == 0)
			continue;
		expect_same(whole, planned->id);
		compared++;
	}
	cr_expect_gt(compared, 90);
	load_release(whole);
	diag_free(diag);
	arena_free(arena);
}

Test(load_narrow, what_is_about_more_than_one_operation_needs_the_whole)
{
	static const char *const ids[] = {
		"dm/list-*:ok.json",      "dm/list-countries",
		"list-countries:ok.json", "dm/no-such-operation:ok.json",
		"operation:dm/x:y",       "dm/../dm/list-countries:ok",
		"nowhere/x:ok.json",      "dm/list-countries:role.none",
		"dm/list-countries:?",    "/:",
	};
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		cr_expect_null(narrow(arena, ids[i]), "%s", ids[i]);
	const char *id = "dm/list-countries:ok.json";
	cr_expect_null(load_narrow(arena, EPMM_SOURCE_DIR, &(struct load_wish){0}));
	cr_expect_null(load_narrow(arena, EPMM_SOURCE_DIR,
	                           &(struct load_wish){.cases = &id, .case_count = 1, .suite = "../suites/full"}));
	cr_expect_null(load_narrow(arena, EPMM_SOURCE_DIR, &(struct load_wish){.cases = &id, .case_count = 1, .suite = "no"}));
	cr_expect_null(load_narrow(arena, "/nonexistent", &(struct load_wish){.cases = &id, .case_count = 1}));
	arena_free(arena);
}

Test(load_narrow, schemas_that_nothing_leads_to_stay_unread)
{
	struct arena *arena = arena_new();
	const struct catalogue *little = narrow(arena, "dm/list-countries:ok.json");
	cr_assert(little);
	cr_expect_eq(little->endpoint_count, 1);
	cr_expect_eq(little->scenario_count, 0);
	cr_expect_eq(little->fixture_count, 0);
	cr_expect_eq(little->suite_count, 1);
	cr_expect_lt(little->schema_count, 8);
	load_release(little);
	arena_free(arena);
}
