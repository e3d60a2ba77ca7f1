// SPDX-License-Identifier: Apache-2.0
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
#include "report_room.h"

TestSuite(report, .init = room_open, .fini = room_close);

static void write_both(const struct sample_run *run, const struct mask *mask)
{
	sample_write(run, room.record, mask);
	room_write("text", room.text, NULL);
	room_write("junit", room.junit, NULL);
}

/** Where xmllint is not installed only our own reading back has looked at the file. */
static void expect_valid_junit(void)
{
	int status = room_lint(room.junit, "junit.xsd");
	cr_expect_eq(status, 0, "%s",
	             status ? sample_read(room.arena, arena_printf(room.arena, "%s/lint", room.directory)).ptr : "");
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
	sample_matches_golden(room.arena, room.text, "sample.txt");
}

Test(report, text_with_everything_and_colour)
{
	sample_write(sample_run(), room.record, NULL);
	room_write("text", room.text, &(struct report_options){.color = true, .verbose = true, .width = 60});
	sample_matches_golden(room.arena, room.text, "sample-verbose.txt");
}

Test(report, junit_of_every_verdict)
{
	write_both(sample_run(), NULL);
	sample_matches_golden(room.arena, room.junit, "sample.xml");
	expect_valid_junit();
}

Test(report, json_is_the_record)
{
	sample_write(sample_run(), room.record, NULL);
	const char *copy = arena_printf(room.arena, "%s/copy.jsonl", room.directory);
	room_write("json", copy, NULL);
	cr_expect(str_equal(sample_read(room.arena, room.record), sample_read(room.arena, copy)));
}

/** Reports must not depend on the order in which parallel requests end. */
Test(report, the_order_of_the_record_does_not_matter)
{
	write_both(sample_run(), NULL);
	struct str first = sample_read(room.arena, room.junit);
	struct str first_text = sample_read(room.arena, room.text);
	struct sample_run run = *sample_run();
	struct result *turned = ARENA_ARRAY(room.arena, struct result, run.result_count);
	for (size_t i = 0; i < run.result_count; i++)
		turned[i] = run.results[run.result_count - 1 - i];
	run.results = turned;
	write_both(&run, NULL);
	cr_expect(str_equal(first, sample_read(room.arena, room.junit)));
	cr_expect(str_equal(first_text, sample_read(room.arena, room.text)));
}

Test(report, an_empty_run)
{
	struct sample_run run = *sample_run();
	run.result_count = 0;
	run.summary = (struct run_summary){.exit_code = 5, .word = "nothing ran"};
	run.header.started = "yesterday";
	write_both(&run, NULL);
	expect_valid_junit();
	cr_expect(sample_contains(sample_read(room.arena, room.text),
	                          "0 passed, 0 failed, 0 errors, 0 skipped, 0 warnings · 0 requests "
	                          "(0 writes) · 0 bytes · 0.000 s · nothing ran · exit code 5\n"));
}

/** What stays on the target is told piece by piece, and not all of it unless everything is asked for. */
Test(report, what_stays_is_a_list)
{
	struct sample_run run = *sample_run();
	run.summary.residue = "a: one; a: two; b: three; c: four; d: five; e: six; f: seven";
	run.summary.unknown = "scenarios/a:lock.xml";
	write_both(&run, NULL);
	struct str told = sample_read(room.arena, room.text);
	cr_expect(sample_contains(told, "\noutcome unknown: scenarios/a:lock.xml\n"), "%s", told.ptr);
	cr_expect(sample_contains(told, "\nleft behind on purpose:\n    a: one\n    a: two\n"), "%s", told.ptr);
	cr_expect(sample_contains(told, "    d: five\n    … and 2 more; --verbose tells all\n"), "%s", told.ptr);
	room_write("text", room.text, &(struct report_options){.verbose = true});
	cr_expect(sample_contains(sample_read(room.arena, room.text), "    f: seven\n"));
}

Test(report, a_killed_run_says_so)
{
	sample_write(sample_run(), room.record, NULL);
	struct str whole = sample_read(room.arena, room.record);
	const char *summary = memmem(whole.ptr, whole.len, "{\"record\":\"summary\"", 19);
	cr_assert_eq(truncate(room.record, summary - whole.ptr + 10), 0);
	room_write("text", room.text, NULL);
	room_write("junit", room.junit, NULL);
	struct str told = sample_read(room.arena, room.text);
	cr_expect(sample_contains(told, "ended early: the run record has no summary"));
	cr_expect(sample_contains(told, "2 passed, 1 failed, 2 errors, 1 known, 2 skipped, 2 warnings"));
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
	struct str bytes = sample_read(room.arena, room.junit);
	cr_expect(sample_contains(bytes, "name=\"ok.json\""));
	cr_expect(sample_contains(bytes, "name=\"ok.json (2)\""));
	cr_expect(sample_contains(bytes, "name=\"ok.json (3)\""));
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
		room_record_of(hostile_texts[i], NULL);
		struct str told = sample_read(room.arena, room.text);
		expect_harmless(told, hostile_texts[i]);
		expect_no_order_at_line_start(told, hostile_texts[i]);
		expect_harmless(sample_read(room.arena, room.junit), hostile_texts[i]);
		expect_valid_junit();
	}
}

/** Text of the length, with characters of one and two bytes. */
static const char *filled(size_t length)
{
	struct text large = text_new(length);
	while (large.len + 8 < length)
		text_printf(&large, "%06zx é", large.len);
	const char *copy = arena_string(room.arena, text_str(&large));
	text_free(&large);
	return copy;
}

Test(report, long_text_in_every_field)
{
	room_record_of(filled(100 << 10), NULL);
	expect_valid_junit();
	struct str bytes = sample_read(room.arena, room.junit);
	cr_expect(sample_contains(bytes, " bytes left out …"));
	cr_expect_eq(count_of(bytes, "<testcase "), (size_t)4);
	cr_expect_lt(bytes.len, (size_t)(1 << 20), "%zu bytes", bytes.len);
	cr_expect_lt(sample_read(room.arena, room.text).len, (size_t)(1 << 20));
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
	cr_expect_lt(sample_read(room.arena, room.junit).len, (size_t)(100 << 10));
	cr_expect_lt(sample_read(room.arena, room.text).len, (size_t)(100 << 10));
}

Test(report, no_form_of_a_secret_gets_out)
{
	struct mask *mask = mask_new();
	mask_add_login(mask, "EPMM_PASSWORD", CANARY_USER, CANARY_PASSWORD);
	for (size_t i = 0; i < canary_form_count; i++) {
		room_record_of(arena_printf(room.arena, "before (%s) after", canary_forms[i]), mask);
		struct str outputs[] = {sample_read(room.arena, room.record),
		                        sample_read(room.arena, room.text),
		                        sample_read(room.arena, room.junit),
		                        room_report("tap"),
		                        room_report("csv"),
		                        room_report("markdown"),
		                        room_report("html")};
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
			char *dots = arena_alloc(room.arena, boundaries[i] + 100);
			memset(dots, '.', boundaries[i] + 99);
			memcpy(dots + boundaries[i] - back, CANARY_PASSWORD, strlen(CANARY_PASSWORD));
			room_record_of(dots, mask);
			cr_expect_not(sample_contains(sample_read(room.arena, room.text), "canary"));
			cr_expect_not(sample_contains(sample_read(room.arena, room.junit), "canary"));
		}
	}
	mask_free(mask);
}

Test(report, a_broken_record_makes_no_report)
{
	FILE *file = fopen(room.record, "we");
	fputs("{\"record\":\"summary\"}\n", file);
	fclose(file);
	cr_expect_eq(room_try(report_find("junit"), room.junit, NULL), -1);
	cr_expect_eq(access(room.junit, F_OK), -1);
	cr_expect_eq(truncate(room.record, 0), 0);
	cr_expect_eq(room_try(report_find("junit"), room.junit, NULL), -1);
	cr_expect(strstr(diag_text(room.diag, 1), "it has no header"));
}

Test(report, a_full_disk_leaves_the_old_report)
{
	write_both(sample_run(), NULL);
	struct str before = sample_read(room.arena, room.junit);
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, RLIM_INFINITY}), 0);
	for (const struct report_format *format = report_formats; format->name; format++)
		cr_expect_eq(room_try(format, room.junit, NULL), -1, "%s", format->name);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY});
	cr_expect(strstr(diag_text(room.diag, 0), "cannot be written: File too large"), "%s", diag_text(room.diag, 0));
	cr_expect(str_equal(before, sample_read(room.arena, room.junit)));
	cr_expect_eq(access(arena_printf(room.arena, "%s.part", room.junit), F_OK), -1);
}

Test(report, an_unwritable_place_is_told)
{
	sample_write(sample_run(), room.record, NULL);
	const char *nowhere = arena_printf(room.arena, "%s/none/junit.xml", room.directory);
	cr_expect_eq(room_try(report_find("junit"), nowhere, NULL), -1);
	cr_expect(strstr(diag_text(room.diag, 0), "No such file or directory"));
}

/** Standard output as the shell would give it to us. */
static int report_to(const char *file, int flags)
{
	int saved = dup(STDOUT_FILENO);
	int fd = open(file, flags, 0600);
	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	int result = room_try(report_find("text"), "-", NULL);
	clearerr(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(fd);
	return result;
}

Test(report, standard_output)
{
	write_both(sample_run(), NULL);
	const char *out = arena_printf(room.arena, "%s/stdout", room.directory);
	cr_expect_eq(report_to(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC), 0);
	cr_expect_eq(report_to("/dev/full", O_WRONLY | O_CLOEXEC), -1);
	cr_expect(strstr(diag_text(room.diag, 0), "standard output: error: cannot be written: No space left on device"));
}

Test(report, a_closed_pipe_is_no_failure)
{
	int ends[2];
	sample_write(sample_run(), room.record, NULL);
	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	close(ends[0]);
	int saved = dup(STDOUT_FILENO);
	dup2(ends[1], STDOUT_FILENO);
	cr_expect_eq(room_try(report_find("text"), "-", NULL), 0);
	dup2(saved, STDOUT_FILENO);
}

Test(report, what_is_no_whole_document_is_noticed)
{
	static const char *const broken[] = {
		"",
		"<testsuites tests=\"1\">",
		"<testsuites tests=\"1\"/>",
		"<testsuites><testsuite tests=\"2\"><testcase name=\"a\"/></testsuite></testsuites>",
		"<testsuites tests=\"0\"><testsuite><testcase name=\"\x1b\"/></testsuite></testsuites>",
	};
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		FILE *file = fmemopen((void *)(uintptr_t)(*broken[i] ? broken[i] : " "), strlen(broken[i]) + !*broken[i], "r");
		cr_expect_not(report_find("junit")->check(file, room.diag), "%s", broken[i]);
		fclose(file);
	}
	cr_expect(strstr(diag_text(room.diag, 0), "it was not kept"));
}

Test(report, many_failures_and_warnings_stay_readable)
{
	struct sample_run run = *sample_run();
	struct result *many = ARENA_ARRAY(room.arena, struct result, 300);
	struct finding *findings = ARENA_ARRAY(room.arena, struct finding, 300);
	for (size_t i = 0; i < 300; i++) {
		many[i] = run.results[1];
		many[i].name = many[i].id = arena_printf(room.arena, "dm/x:case-%03zu", i);
		findings[i] = (struct finding){.level = LEVEL_WARNING,
		                               .check = "c",
		                               .requirement = arena_printf(room.arena, "R%03zu", i % 30),
		                               .message = "Something is odd.",
		                               .times = 1};
		many[i].findings = &findings[i];
		many[i].finding_count = 1;
	}
	run.results = many;
	run.result_count = 300;
	write_both(&run, NULL);
	struct str told = sample_read(room.arena, room.text);
	cr_expect_eq(count_of(told, "FAIL  "), (size_t)300);
	cr_expect_eq(count_of(told, "│ sent"), (size_t)100);
	cr_expect_eq(count_of(told, "    10× R"), (size_t)20);
	cr_expect(sample_contains(told, "… and 10 more, in the run record"));
}

Test(report, what_is_broken_is_told_once_for_each_element)
{
	static const char *const paths[] = {"devices/device[1]/regCount", "device/regCount", "devices/device[7]/model", NULL};
	struct sample_run run = *sample_run();
	struct result many[ARRAY_LEN(paths)];
	struct finding findings[ARRAY_LEN(paths)];
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		many[i] = run.results[1];
		many[i].name = many[i].id = arena_printf(room.arena, "dm/x:case-%zu", i);
		findings[i] = (struct finding){.level = LEVEL_FAILURE,
		                               .check = "c",
		                               .requirement = "R1",
		                               .path = paths[i],
		                               .message = "gone",
		                               .times = 1};
		many[i].findings = &findings[i];
		many[i].finding_count = 1;
	}
	run.results = many;
	run.result_count = ARRAY_LEN(paths);
	write_both(&run, NULL);
	struct str told = sample_read(room.arena, room.text);
	cr_expect(sample_contains(told, "What is broken (4)"));
	cr_expect(sample_contains(told, "     2× R1  gone (devices/device[1]/regCount)\n        first in dm/x:case-0\n"));
	cr_expect(sample_contains(told, "     1× R1  gone (devices/device[7]/model)\n        in dm/x:case-2\n"));
	cr_expect(sample_contains(told, "     1× R1  gone\n"));

	run.result_count = 1;
	write_both(&run, NULL);
	cr_expect_not(sample_contains(sample_read(room.arena, room.text), "What is broken"),
	              "a single failure is told above");
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
