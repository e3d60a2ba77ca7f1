// SPDX-License-Identifier: Apache-2.0
/* Runs that send nothing: every case is skipped, or a signal came before the first request. */
#include "run.h"

#include <criterion/criterion.h>
#include <string.h>

static const enum format xml[] = {FORMAT_XML};
static const struct endpoint endpoint = {.id = "get-all-labels",
                                         .area = "dm",
                                         .method = "GET",
                                         .path = "/api/v1/dm/labels",
                                         .formats = xml,
                                         .format_count = 1};
static const struct endpoint *const endpoints[] = {&endpoint};
static const struct catalogue catalogue = {.endpoints = endpoints, .endpoint_count = 1};
static const char *const everything[] = {"*"};
static const struct suite full = {.name = "full", .include = everything, .include_count = 1, .ceiling = SAFETY_DESTROY};

/** What was handed over. */
struct taken {
	const struct plan *plan;
	size_t count;
	size_t skipped;
};

static void take(void *context, const struct result *result)
{
	struct taken *taken = context;
	cr_expect_str_eq(result->id, taken->plan->cases[taken->count].id, "in the order of the plan");
	cr_expect_not_null(result->reason, "%s", result->id);
	cr_expect_eq(result->exchange_count, 0, "%s", result->id);
	cr_expect_neq(result->verdict, VERDICT_PASS, "%s", result->id);
	taken->skipped += result->verdict == VERDICT_SKIP;
	taken->count++;
}

/** Runs everything against a target that offers only this operation. */
static struct taken run(struct arena *arena, const char *implemented, sig_atomic_t signalled,
                        struct run_summary *summary, struct run_end *end)
{
	const char *const implements[] = {implemented};
	volatile sig_atomic_t interrupted = signalled;
	struct target target = {.url = "http://127.0.0.1:1", .implements = implements, .implement_count = 1};
	struct plan_options wish = {.catalogue = &catalogue, .suite = &full, .target = &target, .formats = {true}};
	wish.permission.kind = TARGET_EMULATOR;
	struct taken taken = {.plan = plan_make(arena, &wish)};
	struct run_options options = {
		.catalogue = &catalogue,
		.plan = taken.plan,
		.target = &target,
		.permission = wish.permission,
		.http = {.base_url = target.url, .parallel = 1, .user_agent = "test"},
		.timeout_ms = 1000,
		.interrupted = &interrupted,
		.result = take,
		.context = &taken,
	};
	struct diag *diag = diag_new(NULL);
	cr_assert(run_plan(arena, &options, summary, end, diag));
	diag_free(diag);
	cr_expect_eq(taken.count, taken.plan->case_count);
	cr_expect_eq(summary->requests, 0);
	return taken;
}

Test(run, of_skips_only)
{
	struct arena *arena = arena_new();
	struct run_summary summary = {0};
	struct run_end end = {0};
	struct taken taken = run(arena, "something-else", 0, &summary, &end);
	cr_expect_gt(taken.count, 4);
	cr_expect_eq(taken.skipped, taken.count);
	cr_expect_eq(summary.skipped, taken.count);
	cr_expect_eq(verdict_exit(&summary, &end), EXIT_NOTHING);
	arena_free(arena);
}

Test(run, interrupted_before_the_first_request)
{
	struct arena *arena = arena_new();
	struct run_summary summary = {0};
	struct run_end end = {0};
	struct taken taken = run(arena, "get-all-labels", 1, &summary, &end);
	cr_expect_gt(taken.count, 4);
	cr_expect_eq(summary.passed, 0);
	cr_expect(end.interrupted);
	cr_expect_eq(verdict_exit(&summary, &end), EXIT_INTERRUPTED);
	arena_free(arena);
}
