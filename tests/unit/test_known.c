// SPDX-License-Identifier: Apache-2.0
/* Known deviations: what an entry excuses, and what becomes of one that no longer holds. */
#include "known.h"

#include <criterion/criterion.h>
#include <string.h>

#include "plan.h"

static const struct endpoint endpoint = {.id = "get-device", .area = "dm"};
static const struct planned cases[] = {
	{.id = "dm/get-device:ok.xml", .name = "ok.xml", .kind = "ok", .area = "dm", .endpoint = &endpoint},
	{.id = "dm/get-device:ok.json", .name = "ok.json", .kind = "ok", .area = "dm", .endpoint = &endpoint},
};
static const struct plan plan = {.cases = cases, .case_count = 2};

/** One entry for the two cases, and the run it is asked in. */
struct bench {
	const char *pattern;
	const char *requirement; /**< NULL: all */
	const char *version;     /**< the entry's; NULL: all */
	const char *expires;
	const char *product;
	struct known_entry entry;
	struct known_file file;
	struct known_state state;
	struct known_run run;
};

static struct known_run *open(struct bench *bench)
{
	bench->entry = (struct known_entry){
		.cases = &bench->pattern,
		.case_count = 1,
		.requirements = &bench->requirement,
		.requirement_count = bench->requirement ? 1 : 0,
		.reason = "vendor ticket 7",
		.owner = "ana",
		.expires = bench->expires ? bench->expires : "2026-11-23",
		.versions = &bench->version,
		.version_count = bench->version ? 1 : 0,
	};
	bench->file = (struct known_file){&bench->entry, 1};
	bench->run = (struct known_run){&bench->file, &bench->state, arena_new(), "2026-11-23", bench->product};
	known_begin(&bench->run, &plan);
	return &bench->run;
}

/** A result of the first case with failures of the two requirements; NULL: a failure that names none. */
static struct result judge(struct known_run *run, enum verdict verdict, const char *one, const char *two)
{
	static struct finding findings[3];
	findings[0] = (struct finding){.level = LEVEL_FAILURE, .check = "type", .requirement = one};
	findings[1] = (struct finding){.level = LEVEL_NOTE, .check = "unknown", .requirement = NULL};
	findings[2] = (struct finding){.level = LEVEL_FAILURE, .check = "type", .requirement = two};
	bool fails = verdict == VERDICT_FAIL;
	struct result result = {.verdict = verdict, .findings = findings, .finding_count = fails ? 3 : 0};
	known_judge(run, &cases[0], &result);
	return result;
}

/** The verdict that the entry itself comes to; its message or reason holds the text. */
static enum verdict conclude(struct known_run *run, struct known_end end, const char *text)
{
	struct result result = known_conclude(run, 0, end);
	const char *said = result.finding_count ? result.findings[0].message : result.reason ? result.reason : "";
	cr_expect(strstr(said, text) != NULL, "`%s` is not in `%s`", text, said);
	cr_expect_str_eq(result.id, "known/deviations:1");
	arena_free(run->arena);
	return result.verdict;
}

static const struct known_end whole = {0};

Test(known, a_failure_that_is_accepted_is_known)
{
	struct bench bench = {.pattern = "dm/get-device:*"};
	struct known_run *run = open(&bench);
	struct result result = judge(run, VERDICT_FAIL, "R018", NULL);
	cr_expect_eq(result.verdict, VERDICT_KNOWN);
	cr_expect_str_eq(result.reason, "known deviation: vendor ticket 7 (ana, until 2026-11-23)");
	cr_expect_eq(result.finding_count, (size_t)3);
	cr_expect_eq(conclude(run, whole, ""), VERDICT_PASS);
}

Test(known, a_failure_of_another_requirement_is_not_excused)
{
	struct bench bench = {.pattern = "dm/get-device:*", .requirement = "R018"};
	struct known_run *run = open(&bench);
	cr_expect_eq(judge(run, VERDICT_FAIL, "R018", "R019").verdict, VERDICT_FAIL);
	cr_expect_eq(judge(run, VERDICT_FAIL, "R018", NULL).verdict, VERDICT_FAIL);
	cr_expect_eq(judge(run, VERDICT_FAIL, "R018", "R018").verdict, VERDICT_KNOWN);
	cr_expect_eq(conclude(run, whole, ""), VERDICT_PASS);
}

Test(known, other_cases_are_not_excused)
{
	struct bench bench = {.pattern = "dm/get-device:ok.json"};
	struct known_run *run = open(&bench);
	cr_expect_eq(judge(run, VERDICT_FAIL, NULL, NULL).verdict, VERDICT_FAIL);
	cr_expect_eq(conclude(run, whole, "none of its cases was judged"), VERDICT_SKIP);
}

Test(known, an_entry_whose_cases_pass_fails)
{
	struct bench bench = {.pattern = "kind:ok"};
	struct known_run *run = open(&bench);
	cr_expect_eq(judge(run, VERDICT_PASS, NULL, NULL).verdict, VERDICT_PASS);
	cr_expect_eq(conclude(run, whole, "no longer fail that way: remove the entry"), VERDICT_FAIL);
}

Test(known, an_entry_says_nothing_about_a_run_that_ended_early)
{
	struct bench bench = {.pattern = "operation:get-device"};
	struct known_run *run = open(&bench);
	judge(run, VERDICT_PASS, NULL, NULL);
	cr_expect_eq(conclude(run, (struct known_end){.cut_short = true}, "ended early"), VERDICT_SKIP);
}

Test(known, skips_and_errors_prove_nothing)
{
	struct bench bench = {.pattern = "area:dm"};
	struct known_run *run = open(&bench);
	cr_expect_eq(judge(run, VERDICT_SKIP, NULL, NULL).verdict, VERDICT_SKIP);
	cr_expect_eq(judge(run, VERDICT_ERROR, NULL, NULL).verdict, VERDICT_ERROR);
	cr_expect_eq(conclude(run, whole, "none of its cases was judged"), VERDICT_SKIP);
}

Test(known, an_expired_entry_excuses_nothing_and_fails)
{
	struct bench bench = {.pattern = "*", .expires = "2026-11-22"};
	struct known_run *run = open(&bench);
	cr_expect_eq(judge(run, VERDICT_FAIL, NULL, NULL).verdict, VERDICT_FAIL);
	cr_expect_eq(conclude(run, whole, "it expired on 2026-11-22"), VERDICT_FAIL);
}

Test(known, an_entry_is_for_its_versions_only)
{
	struct bench bench = {.pattern = "*", .version = "11.4.*", .product = "11.4.1"};
	struct known_run *run = open(&bench);
	cr_expect_eq(judge(run, VERDICT_FAIL, NULL, NULL).verdict, VERDICT_KNOWN);
	arena_free(run->arena);
	bench.product = "12.0";
	run = open(&bench);
	cr_expect_eq(judge(run, VERDICT_FAIL, NULL, NULL).verdict, VERDICT_FAIL);
	cr_expect_eq(conclude(run, whole, "it is for version 11.4.*; the target file says 12.0"), VERDICT_SKIP);
	bench.product = NULL;
	run = open(&bench);
	cr_expect_eq(judge(run, VERDICT_FAIL, NULL, NULL).verdict, VERDICT_FAIL);
	cr_expect_eq(conclude(run, whole, "the target file says none"), VERDICT_SKIP);
}

Test(known, an_entry_that_matches_nothing_fails_unless_the_run_left_its_cases_out)
{
	struct bench bench = {.pattern = "dm/get-devise:*"};
	struct known_run *run = open(&bench);
	cr_expect_not(known_matches(&bench.entry, &plan));
	cr_expect_eq(conclude(run, whole, "no case has such an id"), VERDICT_FAIL);
	run = open(&bench);
	cr_expect_eq(conclude(run, (struct known_end){.left_out = true}, "leaves its cases out"), VERDICT_SKIP);
}

Test(known, nothing_is_known_without_a_file)
{
	struct known_run nothing = {0};
	cr_expect_eq(judge(&nothing, VERDICT_FAIL, "R018", NULL).verdict, VERDICT_FAIL);
}
