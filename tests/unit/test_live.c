// SPDX-License-Identifier: Apache-2.0
#include "live.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdlib.h>
#include <string.h>

#include "hostile.h"
#include "run_index.h"
#include "sample_run.h"

/** What is shown for the results; borrowed until `arena` ends. */
static const char *shown(struct arena *arena, struct live_options options, const struct result *results, size_t count)
{
	char *bytes = NULL;
	size_t length;
	FILE *out = open_memstream(&bytes, &length);
	options.out = out;
	struct text_report *report = text_report_new(&options);
	for (size_t i = 0; i < count; i++)
		text_report_case(report, &results[i]);
	cr_expect_eq(text_report_end(report, NULL, NULL, NULL), 0);
	fclose(out);
	const char *copy = arena_string(arena, bytes);
	free(bytes);
	return copy;
}

Test(live, plain_lines_tell_failures_only)
{
	struct arena *arena = arena_new();
	const struct sample_run *run = sample_run();
	cr_expect_str_eq(shown(arena, (struct live_options){.planned = 7}, run->results, run->result_count),
	                 "ERROR sm/get-labels:ok.json  The target could not be reached.\n"
	                 "FAIL  dm/get-devices-by-status:ok.status=LOST.xml  The status word and its code do not belong "
	                 "together.\n"
	                 "ERROR sm/get-labels:ok.xml  not reached: five transport errors in a row\n");
	arena_free(arena);
}

Test(live, plain_lines_count_now_and_then)
{
	struct arena *arena = arena_new();
	struct result *passes = ARENA_ARRAY(arena, struct result, 60);
	for (size_t i = 0; i < 60; i++)
		passes[i] = (struct result){.id = "dm/x:y", .verdict = i ? VERDICT_PASS : VERDICT_SKIP};
	cr_expect_str_eq(shown(arena, (struct live_options){.planned = 60}, passes, 60),
	                 "25/60 cases, 0 failed, 0 errors, 1 skipped\n50/60 cases, 0 failed, 0 errors, 1 skipped\n");
	cr_expect_str_eq(shown(arena, (struct live_options){0}, passes, 26), "25 cases, 0 failed, 0 errors, 1 skipped\n");
	arena_free(arena);
}

Test(live, a_terminal_shows_one_line)
{
	struct arena *arena = arena_new();
	const struct sample_run *run = sample_run();
	struct live_options options = {.terminal = true, .color = true, .width = 50, .planned = 7};
	cr_expect_str_eq(shown(arena, options, &run->results[1], 2),
	                 "\x1b[1;31mFAIL \x1b[0m dm/get-devices-by-status:ok.status=LOST.xml  "
	                 "\x1b[2mThe status word and its code do not belong together.\x1b[0m\n"
	                 "\r\x1b[K1/7 cases, 1 failed, 0 errors, 0 skipped · dm/ge"
	                 "\r\x1b[K2/7 cases, 1 failed, 0 errors, 0 skipped · dm/ge"
	                 "\r\x1b[K");
	arena_free(arena);
}

Test(live, quiet_shows_nothing)
{
	struct text_report *report = text_report_new(&(struct live_options){.planned = 1});
	text_report_case(report, &sample_run()->results[1]);
	text_report_pause(report);
	cr_expect_eq(text_report_end(report, NULL, NULL, NULL), 0);
}

Test(live, secrets_and_hostile_text)
{
	struct arena *arena = arena_new();
	struct mask *mask = mask_new();
	mask_add_login(mask, "EPMM_PASSWORD", CANARY_USER, CANARY_PASSWORD);
	struct finding finding;
	struct exchange exchange;
	const char *requirement[1];
	struct requirement_set shared;
	for (size_t i = 0; i < hostile_count + canary_form_count; i++) {
		const char *text = i < hostile_count ? hostile_texts[i] : canary_forms[i - hostile_count];
		struct result result = sample_result_of(text, &finding, &exchange, requirement, &shared);
		const char *line = shown(arena, (struct live_options){.mask = mask}, &result, 1);
		cr_expect_eq(strncmp(line, "FAIL  ", 6), 0);
		cr_expect_eq(strchr(line, '\n'), line + strlen(line) - 1);
		cr_expect_null(strchr(line, 0x1b));
		cr_expect_null(strstr(line, "##["));
		for (size_t k = 0; k < canary_mark_count; k++)
			cr_expect_null(strstr(line, canary_marks[k]), "%s", line);
	}
	mask_free(mask);
	arena_free(arena);
}

Test(live, the_end_is_the_text_report)
{
	cr_redirect_stdout();
	struct arena *arena = arena_new();
	const char *directory = sample_directory(arena);
	const char *record = arena_printf(arena, "%s/run.jsonl", directory);
	sample_write(sample_run(), record, NULL);
	struct text_report *report = text_report_new(&(struct live_options){.planned = 1});
	struct diag *diag = diag_new(NULL);
	struct run_index *index = run_index_open(record, diag);
	cr_assert_not_null(index);
	cr_expect_eq(text_report_end(report, index, NULL, diag), 0);
	run_index_close(index);
	diag_free(diag);
	sample_remove(directory);
	arena_free(arena);
}

Test(live, the_summary_line_can_be_had_alone)
{
	char line[256];
	report_summary_line(line, sizeof(line), &sample_run()->summary);
	cr_expect_str_eq(
		line,
		"2 passed, 1 failed, 2 errors, 1 known, 2 skipped, 2 warnings · 4 requests (1 write) · 12.4 MB · 41.2 s · "
		"non-conformant · exit code 1");
}

/** What is shown of the stages of one answer, and of another behind it. */
static const char *arrivals(struct arena *arena, struct live_options options, const struct arrival *stages, size_t count)
{
	char *bytes = NULL;
	size_t length;
	FILE *out = open_memstream(&bytes, &length);
	options.out = out;
	struct text_report *report = text_report_new(&options);
	for (size_t i = 0; i < count; i++)
		text_report_arrival(report, &stages[i]);
	cr_expect_eq(text_report_end(report, NULL, NULL, NULL), 0);
	fclose(out);
	const char *copy = arena_string(arena, bytes);
	free(bytes);
	return copy;
}

Test(live, a_large_answer_is_told_while_it_arrives)
{
	struct arena *arena = arena_new();
	static const struct arrival stages[] = {
		{"dm/x:ok.json", 2000000, 0, 700, 199000},
		{"dm/x:ok.json", 2500000, 0, 800, 200000},
		{"dm/x:ok.json", 2600000, 0, 900, 399000},
		{"dm/x:ok.xml", 4000000, 24000000, 1, 250000},
		{"dm/x:ok.xml", 100000000, 1300000000, 45000, 20000000},
	};
	cr_expect_str_eq(arrivals(arena, (struct live_options){.terminal = true}, stages, ARRAY_LEN(stages)),
	                 "\r\x1b[K2.5 MB, 800 records, 12.5 MB/s · dm/x:ok.json"
	                 "\r\x1b[K4.0 MB of 24.0 MB, 1 record, 16.0 MB/s, 1.250 s left · dm/x:ok.xml"
	                 "\r\x1b[K100.0 MB of 1.3 GB, 45000 records, 5.0 MB/s, 4 min 00 s left · dm/x:ok.xml\r\x1b[K");
	cr_expect_str_eq(arrivals(arena, (struct live_options){0}, stages, ARRAY_LEN(stages)),
	                 "100.0 MB of 1.3 GB, 45000 records, 5.0 MB/s, 4 min 00 s left · dm/x:ok.xml\n");
	arena_free(arena);
}
