// SPDX-License-Identifier: Apache-2.0
/* TAP, CSV, GitHub annotations, Markdown and the profiles of JUnit. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hostile.h"
#include "report_room.h"

TestSuite(formats, .init = room_open, .fini = room_close);

static const struct {
	const char *name;
	const char *schema;
	const char *without; /**< what the reader would stumble over */
} profiles[] = {
	{"default", "junit.xsd", "<system-err"},
	{"xunit", "junit-xunit.xsd", " file="},
	{"surefire", "junit-surefire.xsd", "timestamp"},
	{"ant", "junit-ant.xsd", "name=\"requirements\""},
};

static const char *write_profile(size_t i)
{
	const char *file = arena_printf(room.arena, "%s/%s.xml", room.directory, profiles[i].name);
	room_write("junit", file, &(struct report_options){.junit_profile = profiles[i].name});
	return file;
}

static void expect_valid_profiles(void)
{
	for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
		cr_expect_eq(room_lint(write_profile(i), profiles[i].schema), 0, "%s", profiles[i].name);
}

Test(formats, profiles_fit_their_readers)
{
	sample_write(sample_run(), room.record, NULL);
	expect_valid_profiles();
	for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
		cr_expect_not(sample_contains(sample_read(room.arena, write_profile(i)), profiles[i].without), "%s",
		              profiles[i].name);
	struct sample_run run = *sample_run();
	run.result_count = 0;
	run.header.started = "yesterday";
	run.header.hostname = NULL;
	sample_write(&run, room.record, NULL);
	expect_valid_profiles();
}

/** The schemas tell the profiles apart: each refuses the documents of all others. */
Test(formats, schemas_of_profiles_refuse_the_others)
{
	if (system("command -v xmllint >/dev/null") != 0)
		cr_skip("xmllint is not installed");
	sample_write(sample_run(), room.record, NULL);
	for (size_t i = 0; i < ARRAY_LEN(profiles); i++) {
		const char *file = write_profile(i);
		for (size_t other = 0; other < ARRAY_LEN(profiles); other++)
			cr_expect_eq(room_lint(file, profiles[other].schema) == 0, other == i, "%s against %s", profiles[i].name,
			             profiles[other].schema);
	}
}

Test(formats, an_unknown_profile_gets_advice)
{
	cr_expect(junit_profile_known(NULL, room.diag) && junit_profile_known("ant", room.diag));
	cr_expect_not(junit_profile_known("maven", room.diag));
	cr_expect_str_eq(diag_text(room.diag, 0), "epmm-conform: error: there is no JUnit profile `maven`");
}

Test(formats, other_formats_of_every_verdict)
{
	static const char *const formats[] = {"tap", "csv", "github", "markdown"};
	sample_write(sample_run(), room.record, NULL);
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		room_report(formats[i]);
		sample_matches_golden(room.arena, arena_printf(room.arena, "%s/all.%s", room.directory, formats[i]),
		                      arena_printf(room.arena, "sample.%s", formats[i]));
	}
}

Test(formats, hostile_text_in_every_field)
{
	for (size_t i = 0; i < hostile_count; i++) {
		room_record_of(hostile_texts[i], NULL);
		expect_valid_profiles();
		expect_harmless(room_report("tap"), hostile_texts[i]);
		expect_harmless(room_report("github"), hostile_texts[i]);
		expect_harmless(room_report("markdown"), hostile_texts[i]);
		struct str csv = room_report("csv");
		for (size_t at = 0; at < csv.len; at++) /* CSV ends its lines in both bytes */
			cr_expect(csv.ptr[at] != '\r' || csv.ptr[at + 1] == '\n');
	}
}

/** What a target sends must neither end a line nor begin a directive, a formula, a tag or an order. */
Test(formats, hostile_text_stays_in_its_place)
{
	room_record_of("=cmd|' /C calc'!A0 # SKIP\nok 99 - <script>alert(1)</script> **b** | x\r\n::error::owned", NULL);
	struct str tap = room_report("tap");
	cr_expect_eq(count_lines_with(tap, "ok "), (size_t)2, "%s", tap.ptr);
	cr_expect_eq(count_lines_with(tap, "not ok "), (size_t)2);
	cr_expect_eq(count_of(tap, " # SKIP "), (size_t)1, "only the skip is one");
	struct str github = room_report("github");
	cr_expect_eq(count_lines_with(github, "::"), count_lines_with(github, ""), "%s", github.ptr);
	cr_expect_eq(count_of(github, "\n::error"), count_lines_with(github, "::error") - 1);
	struct str markdown = room_report("markdown");
	cr_expect_not(sample_contains(markdown, "<script"));
	cr_expect_not(sample_contains(markdown, "**b**"));
	struct str csv = room_report("csv");
	cr_expect_not(sample_contains(csv, "\"=cmd"));
	cr_expect(sample_contains(csv, "\"'=cmd"));
}

/** GitHub shows ten annotations of a level and drops the rest without a word. */
Test(formats, annotations_are_counted_beyond_nine)
{
	struct sample_run run = *sample_run();
	struct result many[12];
	for (size_t i = 0; i < ARRAY_LEN(many); i++)
		many[i] = run.results[1];
	run.results = many;
	run.result_count = ARRAY_LEN(many);
	sample_write(&run, room.record, NULL);
	struct str github = room_report("github");
	cr_expect_eq(count_lines_with(github, "::error "), (size_t)10, "%s", github.ptr);
	cr_expect(sample_contains(github, "::error title=epmm-conform::3 more cases failed; the reports name all of them"));
}

/** Only a record with a summary says that all was told. */
Test(formats, tap_of_a_killed_run_bails_out)
{
	sample_write(sample_run(), room.record, NULL);
	cr_expect_not(sample_contains(room_report("tap"), "Bail out!"));
	struct str whole = sample_read(room.arena, room.record);
	const char *summary = memmem(whole.ptr, whole.len, "{\"record\":\"summary\"", 19);
	cr_assert_eq(truncate(room.record, summary - whole.ptr), 0);
	cr_expect(sample_contains(room_report("tap"), "\nBail out! the run record has no summary\n"));
}

Test(formats, an_unknown_format_gets_advice)
{
	char *said = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&said, &length);
	struct diag *told = diag_new(out);
	cr_expect_null(report_require("junti", told));
	cr_expect_null(report_require("a-paper-letter", told));
	cr_expect_eq(report_require("tap", told), report_find("tap"));
	diag_free(told);
	fclose(out);
	cr_expect(strstr(said, "there is no report format `junti`"), "%s", said);
	cr_expect(strstr(said, "did you mean `junit`?"), "%s", said);
	cr_expect(strstr(said, "formats: text, junit, html, json, tap, csv, github, markdown"), "%s", said);
	free(said);
}
