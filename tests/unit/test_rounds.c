// SPDX-License-Identifier: Apache-2.0
/* Several rounds, each case told once. */
#include "rounds.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "sample_run.h"

/** What was told of the only case. */
struct told {
	size_t count;
	enum verdict verdict;
	char reason[200];
};

static void take(void *context, const struct result *result)
{
	struct told *told = context;
	told->count++;
	told->verdict = result->verdict;
	snprintf(told->reason, sizeof(told->reason), "%s", result->reason ? result->reason : "");
}

/** One case that has these verdicts in the rounds. */
static struct told tell(const enum verdict *verdicts, size_t count, const char *reason)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(NULL);
	const char *directory = sample_directory(arena);
	const char *name = arena_printf(arena, "%s/run.jsonl", directory);
	struct rounds *rounds = rounds_new(name, NULL, diag);
	struct told told = {0};
	for (size_t i = 0; i < count; i++) {
		struct result result = sample_run()->results[0];
		result.verdict = verdicts[i];
		result.reason = verdicts[i] == VERDICT_PASS || verdicts[i] == VERDICT_FAIL ? NULL : reason;
		cr_assert(rounds_begin(rounds));
		rounds_take(rounds, &result);
		cr_assert(rounds_end(rounds));
	}
	cr_expect(rounds_tell(rounds, take, &told));
	rounds_free(rounds);
	cr_expect_eq(diag_errors(diag), (size_t)0);
	cr_expect_eq(rmdir(directory), 0, "something is left");
	diag_free(diag);
	arena_free(arena);
	return told;
}

static void expect(const enum verdict *verdicts, size_t count, enum verdict verdict, const char *reason)
{
	struct told told = tell(verdicts, count, "why");
	cr_expect(told.count == 1 && told.verdict == verdict, "%s", reason);
	cr_expect_str_eq(told.reason, reason);
}

Test(rounds, alike_in_all_of_them)
{
	expect((const enum verdict[]){VERDICT_PASS, VERDICT_PASS}, 2, VERDICT_PASS, "");
	expect((const enum verdict[]){VERDICT_FAIL, VERDICT_FAIL, VERDICT_FAIL}, 3, VERDICT_FAIL, "");
	expect((const enum verdict[]){VERDICT_SKIP, VERDICT_SKIP}, 2, VERDICT_SKIP, "why");
}

Test(rounds, the_gravest_verdict_counts_and_says_how_often)
{
	expect((const enum verdict[]){VERDICT_PASS, VERDICT_FAIL, VERDICT_PASS}, 3, VERDICT_FAIL,
	       "failed in 1 of 3 rounds, passed in 2");
	expect((const enum verdict[]){VERDICT_ERROR, VERDICT_PASS}, 2, VERDICT_ERROR,
	       "why; no verdict in 1 of 2 rounds, passed in 1");
	expect((const enum verdict[]){VERDICT_PASS, VERDICT_KNOWN}, 2, VERDICT_KNOWN,
	       "why; a known deviation in 1 of 2 rounds, passed in 1");
	expect((const enum verdict[]){VERDICT_SKIP, VERDICT_PASS}, 2, VERDICT_PASS, "passed in 1 of 2 rounds, skipped in 1");
	expect((const enum verdict[]){VERDICT_ERROR, VERDICT_FAIL}, 2, VERDICT_FAIL,
	       "failed in 1 of 2 rounds, no verdict in 1");
}

Test(rounds, what_they_came_to_adds_up)
{
	struct arena *arena = arena_new();
	struct run_summary all = {0};
	struct run_summary one = {.requests = 3, .writes = 1, .bytes = 10, .duration_us = 5, .unknown = "a", .residue = "r"};
	struct run_summary two = {.requests = 4, .bytes = 1, .unknown = "b", .trouble = "t", .left = "l"};
	rounds_add(arena, &all, &one);
	rounds_add(arena, &all, &two);
	cr_expect(all.requests == 7 && all.writes == 1 && all.bytes == 11 && all.duration_us == 5);
	cr_expect_str_eq(all.unknown, "a, b");
	cr_expect_str_eq(all.residue, "r");
	cr_expect(strcmp(all.trouble, "t") == 0 && strcmp(all.left, "l") == 0);
	arena_free(arena);
}

Test(rounds, a_round_that_cannot_be_kept)
{
	struct diag *diag = diag_new(NULL);
	struct rounds *rounds = rounds_new("/no/such/folder/run.jsonl", NULL, diag);
	cr_expect_not(rounds_begin(rounds));
	cr_expect_eq(diag_errors(diag), (size_t)1);
	rounds_free(rounds);
	diag_free(diag);
}
