// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "hostile.h"
#include "live.h"
#include "record.h"
#include "sample_run.h"

static struct arena *arena;
static const char *directory;
static const char *record;
static const char *text;
static const char *junit;
static struct diag *diag;

static void set_up(void)
{
	arena = arena_new();
	directory = sample_directory(arena);
	record = arena_printf(arena, "%s/run.jsonl", directory);
	text = arena_printf(arena, "%s/report.txt", directory);
	junit = arena_printf(arena, "%s/junit.xml", directory);
	diag = diag_new(NULL);
}

static void tear_down(void)
{
	sample_remove(directory);
	diag_free(diag);
	arena_free(arena);
}

TestSuite(report, .init = set_up, .fini = tear_down);

static void write_report(const char *format, const char *out, const struct report_options *options)
{
	int result = report_write(report_find(format), record, out, options, diag);
	cr_assert_eq(result, 0, "%s: %s", format, diag_text(diag, 0));
}

static void write_both(const struct sample_run *run, const struct mask *mask)
{
	sample_write(run, record, mask);
	write_report("text", text, NULL);
	write_report("junit", junit, NULL);
}

/** The report of the run record in a format, as bytes. */
static struct str report_in(const char *format)
{
	const char *file = arena_printf(arena, "%s/all.%s", directory, format);
	write_report(format, file, NULL);
	return sample_read(arena, file);
}

/** Where xmllint is not installed only our own reading back has looked at the file. */
static void expect_valid_junit(void)
{
	const char *command = arena_printf(arena,
	                                   "command -v xmllint >/dev/null || exit 0; xmllint --noout --nonet --schema "
	                                   "'%s/reports/junit.xsd' '%s' 2>'%s/lint' || { cat '%s/lint'; exit 1; }",
	                                   EPMM_SOURCE_DIR, junit, directory, directory);
	cr_expect_eq(system(command), 0, "%s", sample_read(arena, junit).ptr);
}

static size_t count_of(struct str bytes, const char *needle)
{
	size_t count = 0;
	for (size_t length = strlen(needle); bytes.len >= length;) {
		const char *hit = memmem(bytes.ptr, bytes.len, needle, length);
		if (!hit)
			break;
		count++;
		bytes.len -= (size_t)(hit - bytes.ptr) + length;
		bytes.ptr = hit + length;
	}
	return count;
}

Test(report, formats_are_found_by_name)
{
	for (const struct report_format *format = report_formats; format->name; format++) {
		cr_expect_eq(report_find(format->name), format);
		cr_expect(format->summary && format->write);
	}
	cr_expect_null(report_find("html5"));
	cr_expect_str_eq(report_find("junit")->file, "junit.xml");
}

Test(report, text_of_every_verdict)
{
	write_both(sample_run(), NULL);
	sample_matches_golden(arena, text, "sample.txt");
}

Test(report, text_with_everything_and_colour)
{
	sample_write(sample_run(), record, NULL);
	write_report("text", text, &(struct report_options){.color = true, .verbose = true, .width = 60});
	sample_matches_golden(arena, text, "sample-verbose.txt");
}

Test(report, junit_of_every_verdict)
{
	write_both(sample_run(), NULL);
	sample_matches_golden(arena, junit, "sample.xml");
	expect_valid_junit();
}

Test(report, other_formats_of_every_verdict)
{
	static const char *const formats[] = {"tap", "csv", "github", "markdown"};
	sample_write(sample_run(), record, NULL);
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		report_in(formats[i]);
		sample_matches_golden(arena, arena_printf(arena, "%s/all.%s", directory, formats[i]),
		                      arena_printf(arena, "sample.%s", formats[i]));
	}
}

Test(report, json_is_the_record)
{
	sample_write(sample_run(), record, NULL);
	const char *copy = arena_printf(arena, "%s/copy.jsonl", directory);
	write_report("json", copy, NULL);
	cr_expect(str_equal(sample_read(arena, record), sample_read(arena, copy)));
}

/** Reports must not depend on the order in which parallel requests end. */
Test(report, the_order_of_the_record_does_not_matter)
{
	write_both(sample_run(), NULL);
	struct str first = sample_read(arena, junit);
	struct str first_text = sample_read(arena, text);
	struct sample_run run = *sample_run();
	struct result *turned = ARENA_ARRAY(arena, struct result, run.result_count);
	for (size_t i = 0; i < run.result_count; i++)
		turned[i] = run.results[run.result_count - 1 - i];
	run.results = turned;
	write_both(&run, NULL);
	cr_expect(str_equal(first, sample_read(arena, junit)));
	cr_expect(str_equal(first_text, sample_read(arena, text)));
}

Test(report, an_empty_run)
{
	struct sample_run run = *sample_run();
	run.result_count = 0;
	run.summary = (struct run_summary){.exit_code = 5, .word = "nothing ran"};
	run.header.started = "yesterday";
	write_both(&run, NULL);
	expect_valid_junit();
	cr_expect(sample_contains(sample_read(arena, text),
	                          "0 passed, 0 failed, 0 errors, 0 skipped, 0 warnings · 0 requests "
	                          "(0 writes) · 0 bytes · 0.000 s · nothing ran · exit code 5\n"));
}

Test(report, a_killed_run_says_so)
{
	sample_write(sample_run(), record, NULL);
	struct str whole = sample_read(arena, record);
	const char *summary = memmem(whole.ptr, whole.len, "{\"record\":\"summary\"", 19);
	cr_assert_eq(truncate(record, summary - whole.ptr + 10), 0);
	write_report("text", text, NULL);
	write_report("junit", junit, NULL);
	struct str told = sample_read(arena, text);
	cr_expect(sample_contains(told, "ended early: the run record has no summary"));
	cr_expect(sample_contains(told, "2 passed, 1 failed, 2 errors, 2 skipped, 2 warnings"));
	cr_expect(sample_contains(told, "interrupted · exit code 130"));
	expect_valid_junit();
}

Test(report, equal_names_become_unique)
{
	struct sample_run run = *sample_run();
	struct result twins[] = {run.results[0], run.results[0], run.results[2], run.results[0]};
	run.results = twins;
	run.result_count = ARRAY_LEN(twins);
	write_both(&run, NULL);
	expect_valid_junit();
	struct str bytes = sample_read(arena, junit);
	cr_expect(sample_contains(bytes, "name=\"ok.json\""));
	cr_expect(sample_contains(bytes, "name=\"ok.json (2)\""));
	cr_expect(sample_contains(bytes, "name=\"ok.json (3)\""));
}

/** A case of each verdict with the same text everywhere. */
static void write_run_of(const char *foreign, const struct mask *mask)
{
	struct finding finding;
	struct exchange exchange;
	const char *requirement[1];
	struct result results[VERDICT_SKIP + 1];
	for (size_t i = 0; i < ARRAY_LEN(results); i++) {
		results[i] = sample_result_of(foreign, &finding, &exchange, requirement);
		results[i].verdict = (enum verdict)i;
		results[i].operation = verdict_name((enum verdict)i);
	}
	const char *t = foreign;
	struct run_header header = {t, t, t, t, t, t, t, t, t, t, t, false, false, 1};
	struct run_summary summary = {.exit_code = 1, .word = t, .trouble = t, .fixtures = t};
	write_both(&(struct sample_run){header, results, ARRAY_LEN(results), summary}, mask);
}

/** Bytes that no terminal obeys: no control but the line end, no C1, no direction marks. */
static void expect_harmless(struct str bytes, const char *foreign)
{
	static const char *const forbidden[] = {"\xc2\x85",     "\xc2\x9b",     "\xe2\x80\xae", "\xe2\x81\xa6",
	                                        "\xe2\x80\x8b", "\xef\xbf\xbe", "##[",          "##vso[",
	                                        "##teamcity[",  "[[ATTACHMENT|"};
	cr_expect_eq(utf8_valid_prefix(bytes), bytes.len, "'%s' makes invalid UTF-8", foreign);
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.ptr[i];
		cr_expect((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t', "'%s' puts out byte %02x", foreign, c);
	}
	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++)
		cr_expect_not(sample_contains(bytes, forbidden[i]), "'%s' puts out %s", foreign, forbidden[i]);
}

/** GitHub's runner drops blanks before it looks for `::`. */
static void expect_no_order_at_line_start(struct str bytes, const char *foreign)
{
	while (bytes.len) {
		const char *stop = memchr(bytes.ptr, '\n', bytes.len);
		size_t length = stop ? (size_t)(stop - bytes.ptr) + 1 : bytes.len;
		struct str line = str_trim((struct str){bytes.ptr, length});
		cr_expect_not(line.len > 1 && memcmp(line.ptr, "::", 2) == 0, "'%s' makes an order", foreign);
		bytes.ptr += length;
		bytes.len -= length;
	}
}

Test(report, hostile_text_in_every_field)
{
	for (size_t i = 0; i < hostile_count; i++) {
		write_run_of(hostile_texts[i], NULL);
		struct str told = sample_read(arena, text);
		expect_harmless(told, hostile_texts[i]);
		expect_no_order_at_line_start(told, hostile_texts[i]);
		expect_harmless(sample_read(arena, junit), hostile_texts[i]);
		expect_valid_junit();
		expect_harmless(report_in("tap"), hostile_texts[i]);
		expect_harmless(report_in("github"), hostile_texts[i]);
		expect_harmless(report_in("markdown"), hostile_texts[i]);
		struct str csv = report_in("csv");
		for (size_t at = 0; at < csv.len; at++) /* CSV ends its lines in both bytes */
			cr_expect(csv.ptr[at] != '\r' || csv.ptr[at + 1] == '\n');
	}
}

static size_t count_lines_with(struct str bytes, const char *start)
{
	size_t count = 0;
	for (const char *at = bytes.ptr; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
		count += strncmp(at, start, strlen(start)) == 0;
	return count;
}

/** What a target sends must neither end a line nor begin a directive, a formula, a tag or an order. */
Test(report, hostile_text_stays_in_its_place)
{
	write_run_of("=cmd|' /C calc'!A0 # SKIP\nok 99 - <script>alert(1)</script> **b** | x\r\n::error::owned", NULL);
	struct str tap = report_in("tap");
	cr_expect_eq(count_lines_with(tap, "ok "), (size_t)2, "%s", tap.ptr);
	cr_expect_eq(count_lines_with(tap, "not ok "), (size_t)2);
	cr_expect_eq(count_of(tap, " # SKIP "), (size_t)1, "only the skip is one");
	struct str github = report_in("github");
	cr_expect_eq(count_lines_with(github, "::"), count_lines_with(github, ""), "%s", github.ptr);
	cr_expect_eq(count_of(github, "\n::error"), count_lines_with(github, "::error") - 1);
	struct str markdown = report_in("markdown");
	cr_expect_not(sample_contains(markdown, "<script"));
	cr_expect_not(sample_contains(markdown, "**b**"));
	struct str csv = report_in("csv");
	cr_expect_not(sample_contains(csv, "\"=cmd"));
	cr_expect(sample_contains(csv, "\"'=cmd"));
}

/** GitHub shows ten annotations of a level and drops the rest without a word. */
Test(report, annotations_are_counted_beyond_nine)
{
	struct sample_run run = *sample_run();
	struct result many[12];
	for (size_t i = 0; i < ARRAY_LEN(many); i++)
		many[i] = run.results[1];
	run.results = many;
	run.result_count = ARRAY_LEN(many);
	sample_write(&run, record, NULL);
	struct str github = report_in("github");
	cr_expect_eq(count_lines_with(github, "::error "), (size_t)10, "%s", github.ptr);
	cr_expect(sample_contains(github, "::error title=epmm-conform::3 more cases failed; the reports name all of them"));
}

/** Only a record with a summary says that all was told. */
Test(report, tap_of_a_killed_run_bails_out)
{
	sample_write(sample_run(), record, NULL);
	cr_expect_not(sample_contains(report_in("tap"), "Bail out!"));
	struct str whole = sample_read(arena, record);
	const char *summary = memmem(whole.ptr, whole.len, "{\"record\":\"summary\"", 19);
	cr_assert_eq(truncate(record, summary - whole.ptr), 0);
	cr_expect(sample_contains(report_in("tap"), "\nBail out! the run record has no summary\n"));
}

Test(report, an_unknown_format_gets_advice)
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
	cr_expect(strstr(said, "formats: text, junit, json, tap, csv, github, markdown"), "%s", said);
	free(said);
}

/** Text of the length, with characters of one and two bytes. */
static const char *filled(size_t length)
{
	struct text large = text_new(length);
	while (large.len + 8 < length)
		text_printf(&large, "%06zx é", large.len);
	const char *copy = arena_string(arena, text_str(&large));
	text_free(&large);
	return copy;
}

Test(report, long_text_in_every_field)
{
	write_run_of(filled(100 << 10), NULL);
	expect_valid_junit();
	struct str bytes = sample_read(arena, junit);
	cr_expect(sample_contains(bytes, " bytes left out …"));
	cr_expect_eq(count_of(bytes, "<testcase "), (size_t)4);
	cr_expect_lt(bytes.len, (size_t)(1 << 20), "%zu bytes", bytes.len);
	cr_expect_lt(sample_read(arena, text).len, (size_t)(1 << 20));
}

Test(report, a_megabyte_of_answer)
{
	const char *large = filled(1 << 20);
	struct finding finding = {LEVEL_FAILURE, "c", "R001", "explicit", "s", "p", "r", large, large, large, 1};
	struct exchange exchange = sample_run()->results[1].exchanges[0];
	exchange.excerpt = large;
	exchange.curl = large;
	struct result result = sample_run()->results[1];
	result.findings = &finding;
	result.finding_count = 1;
	result.exchanges = &exchange;
	write_both(&(struct sample_run){sample_run()->header, &result, 1, sample_run()->summary}, NULL);
	expect_valid_junit();
	cr_expect_lt(sample_read(arena, junit).len, (size_t)(100 << 10));
	cr_expect_lt(sample_read(arena, text).len, (size_t)(100 << 10));
}

Test(report, no_form_of_a_secret_gets_out)
{
	struct mask *mask = mask_new();
	mask_add_login(mask, "EPMM_PASSWORD", CANARY_USER, CANARY_PASSWORD);
	for (size_t i = 0; i < canary_form_count; i++) {
		write_run_of(arena_printf(arena, "before (%s) after", canary_forms[i]), mask);
		struct str outputs[] = {sample_read(arena, record), sample_read(arena, text), sample_read(arena, junit),
		                        report_in("tap"),           report_in("csv"),         report_in("markdown")};
		for (size_t o = 0; o < ARRAY_LEN(outputs); o++) {
			cr_expect(sample_contains(outputs[o], "before ("));
			for (size_t k = 0; k < canary_mark_count; k++)
				cr_expect_not(sample_contains(outputs[o], canary_marks[k]), "%s in output %zu", canary_forms[i], o);
		}
	}
	mask_free(mask);
}

/** The secret lies across every boundary at which text is cut. */
Test(report, a_secret_at_a_boundary_is_masked_before_the_cut)
{
	struct mask *mask = mask_new();
	mask_add_login(mask, "EPMM_PASSWORD", CANARY_USER, CANARY_PASSWORD);
	static const size_t boundaries[] = {100, 200, 1000, 32768, 65536};
	for (size_t i = 0; i < ARRAY_LEN(boundaries); i++) {
		for (size_t back = 1; back < 20; back += 8) {
			char *dots = arena_alloc(arena, boundaries[i] + 100);
			memset(dots, '.', boundaries[i] + 99);
			memcpy(dots + boundaries[i] - back, CANARY_PASSWORD, strlen(CANARY_PASSWORD));
			write_run_of(dots, mask);
			cr_expect_not(sample_contains(sample_read(arena, text), "canary"));
			cr_expect_not(sample_contains(sample_read(arena, junit), "canary"));
		}
	}
	mask_free(mask);
}

Test(report, a_broken_record_makes_no_report)
{
	FILE *file = fopen(record, "we");
	fputs("{\"record\":\"summary\"}\n", file);
	fclose(file);
	cr_expect_eq(report_write(report_find("junit"), record, junit, NULL, diag), -1);
	cr_expect_eq(access(junit, F_OK), -1);
	cr_expect_eq(truncate(record, 0), 0);
	cr_expect_eq(report_write(report_find("junit"), record, junit, NULL, diag), -1);
	cr_expect(strstr(diag_text(diag, 1), "it has no header"));
}

Test(report, a_full_disk_leaves_the_old_report)
{
	write_both(sample_run(), NULL);
	struct str before = sample_read(arena, junit);
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, RLIM_INFINITY}), 0);
	for (const struct report_format *format = report_formats; format->name; format++)
		cr_expect_eq(report_write(format, record, junit, NULL, diag), -1, "%s", format->name);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY});
	cr_expect(strstr(diag_text(diag, 0), "cannot be written: File too large"), "%s", diag_text(diag, 0));
	cr_expect(str_equal(before, sample_read(arena, junit)));
	cr_expect_eq(access(arena_printf(arena, "%s.part", junit), F_OK), -1);
}

Test(report, an_unwritable_place_is_told)
{
	sample_write(sample_run(), record, NULL);
	const char *nowhere = arena_printf(arena, "%s/none/junit.xml", directory);
	cr_expect_eq(report_write(report_find("junit"), record, nowhere, NULL, diag), -1);
	cr_expect(strstr(diag_text(diag, 0), "No such file or directory"));
}

/** Standard output as the shell would give it to us. */
static int report_to(const char *file, int flags)
{
	int saved = dup(STDOUT_FILENO);
	int fd = open(file, flags, 0600);
	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	int result = report_write(report_find("text"), record, "-", NULL, diag);
	clearerr(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(fd);
	return result;
}

Test(report, standard_output)
{
	write_both(sample_run(), NULL);
	const char *out = arena_printf(arena, "%s/stdout", directory);
	cr_expect_eq(report_to(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC), 0);
	cr_expect_eq(report_to("/dev/full", O_WRONLY | O_CLOEXEC), -1);
	cr_expect(strstr(diag_text(diag, 0), "standard output: error: cannot be written: No space left on device"));
}

Test(report, a_closed_pipe_is_no_failure)
{
	int ends[2];
	sample_write(sample_run(), record, NULL);
	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	close(ends[0]);
	int saved = dup(STDOUT_FILENO);
	dup2(ends[1], STDOUT_FILENO);
	cr_expect_eq(report_write(report_find("text"), record, "-", NULL, diag), 0);
	dup2(saved, STDOUT_FILENO);
}

Test(report, what_is_no_whole_document_is_noticed)
{
	static const char *const broken[] = {
		"",
		"<testsuites tests=\"1\">",
		"<testsuites tests=\"1\"/>",
		"<testsuites/>",
		"<testsuites tests=\"0\"><testsuite><testcase name=\"\x1b\"/></testsuite></testsuites>",
	};
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		FILE *file = fmemopen((void *)(uintptr_t)(*broken[i] ? broken[i] : " "), strlen(broken[i]) + !*broken[i], "r");
		cr_expect_not(report_find("junit")->check(file, diag), "%s", broken[i]);
		fclose(file);
	}
	cr_expect(strstr(diag_text(diag, 0), "it was not kept"));
}

Test(report, many_failures_and_warnings_stay_readable)
{
	struct sample_run run = *sample_run();
	struct result *many = ARENA_ARRAY(arena, struct result, 300);
	struct finding *findings = ARENA_ARRAY(arena, struct finding, 300);
	for (size_t i = 0; i < 300; i++) {
		many[i] = run.results[1];
		many[i].name = many[i].id = arena_printf(arena, "dm/x:case-%03zu", i);
		findings[i] = (struct finding){.level = LEVEL_WARNING,
		                               .check = "c",
		                               .requirement = arena_printf(arena, "R%03zu", i % 30),
		                               .message = "Something is odd.",
		                               .times = 1};
		many[i].findings = &findings[i];
		many[i].finding_count = 1;
	}
	run.results = many;
	run.result_count = 300;
	write_both(&run, NULL);
	struct str told = sample_read(arena, text);
	cr_expect_eq(count_of(told, "FAIL  "), (size_t)300);
	cr_expect_eq(count_of(told, "│ sent"), (size_t)100);
	cr_expect_eq(count_of(told, "    10× R"), (size_t)20);
	cr_expect(sample_contains(told, "… and 10 more, in the run record"));
}

Test(report, colours)
{
	FILE *file = tmpfile();
	cr_expect(report_color("always", file));
	cr_expect_not(report_color("never", file));
	cr_expect_not(report_color("auto", file));
	cr_expect_not(report_color(NULL, file));
	fclose(file);
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	cr_assert_geq(terminal, 0);
	FILE *stream = fdopen(terminal, "r+");
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	cr_expect(report_color("auto", stream));
	setenv("NO_COLOR", "", 1);
	cr_expect(report_color("auto", stream), "an empty NO_COLOR means nothing");
	setenv("NO_COLOR", "1", 1);
	cr_expect_not(report_color("auto", stream));
	cr_expect(report_color("always", stream), "the option beats the variable");
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	cr_expect_not(report_color("auto", stream));
	fclose(stream);
}
