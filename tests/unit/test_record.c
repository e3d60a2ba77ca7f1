// SPDX-License-Identifier: Apache-2.0
#include "record.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"
#include "sample_run.h"

static struct arena *arena;
static const char *directory;
static const char *path;
static const char *part;
static struct diag *diag;

static void set_up(void)
{
	arena = arena_new();
	directory = sample_directory(arena);
	path = arena_printf(arena, "%s/run.jsonl", directory);
	part = arena_printf(arena, "%s.part", path);
	diag = diag_new(NULL);
}

static void tear_down(void)
{
	sample_remove(directory);
	diag_free(diag);
	arena_free(arena);
}

TestSuite(record, .init = set_up, .fini = tear_down);

static void put_file(const char *name, const char *content)
{
	FILE *file = fopen(name, "we");
	cr_assert_not_null(file);
	fputs(content, file);
	fclose(file);
}

static void expect_diag(const char *piece)
{
	const char *text = diag_text(diag, 0);
	cr_assert_not_null(text, "no diagnostic, '%s' expected", piece);
	cr_expect(strstr(text, piece), "'%s' is not in '%s'", piece, text);
}

/** Reads a whole record and writes it again under another name. */
static void copy_record(const char *from, const char *to)
{
	struct record_reader *reader = record_open(from, diag);
	cr_assert_not_null(reader);
	struct record *record = record_create(to, NULL, diag);
	struct record_line line;
	while (record_next(reader, arena, &line) != RECORD_END) {
		cr_assert_neq(line.kind, RECORD_BROKEN);
		if (line.kind == RECORD_HEADER)
			record_header(record, &line.header);
		else if (line.kind == RECORD_RESULT)
			record_result(record, &line.result);
		else
			record_summary(record, &line.summary);
	}
	cr_assert_eq(record_close(record), 0);
	record_done(reader);
}

Test(record, the_sample_run_is_written_as_agreed)
{
	sample_write(sample_run(), path, NULL);
	sample_matches_golden(arena, path, "sample.jsonl");
}

Test(record, what_is_read_is_what_was_written)
{
	sample_write(sample_run(), path, NULL);
	const char *again = arena_printf(arena, "%s/again.jsonl", directory);
	copy_record(path, again);
	cr_expect(str_equal(sample_read(arena, path), sample_read(arena, again)));
	cr_expect_eq(diag_errors(diag), (size_t)0);
}

Test(record, large_numbers_keep_their_digits)
{
	struct sample_run run = *sample_run();
	run.result_count = 0;
	run.summary.bytes = UINT64_C(9007199254740992);
	run.summary.duration_us = INT64_C(9007199254740991);
	sample_write(&run, path, NULL);
	cr_expect(
		sample_contains(sample_read(arena, path), "\"bytes\":9007199254740992,\"duration_us\":9007199254740991,"));
	struct record_reader *reader = record_open(path, diag);
	struct record_line line;
	cr_assert_eq(record_next(reader, arena, &line), RECORD_HEADER);
	cr_assert_eq(record_next(reader, arena, &line), RECORD_SUMMARY);
	cr_expect_eq(line.summary.bytes, run.summary.bytes);
	cr_expect_eq(line.summary.duration_us, run.summary.duration_us);
	record_done(reader);
}

Test(record, an_interrupted_run_leaves_what_was_known)
{
	struct record *record = record_create(path, NULL, diag);
	record_header(record, &sample_run()->header);
	record_result(record, &sample_run()->results[0]);
	cr_expect_eq(access(path, F_OK), -1, "the name appears only at the end");
	struct str known = sample_read(arena, part);
	record_close(record);
	put_file(part, arena_printf(arena, "%s{\"record\":\"case\",\"id\":\"dm/x", known.ptr));
	struct record_reader *reader = record_open(part, diag);
	struct record_line line;
	cr_expect_eq(record_next(reader, arena, &line), RECORD_HEADER);
	cr_expect_eq(record_next(reader, arena, &line), RECORD_RESULT);
	cr_expect_str_eq(line.result.id, sample_run()->results[0].id);
	cr_expect_eq(record_next(reader, arena, &line), RECORD_END);
	cr_expect_eq(diag_errors(diag), (size_t)0);
	record_done(reader);
}

Test(record, offsets_are_those_of_the_lines)
{
	const struct sample_run *run = sample_run();
	struct record *record = record_create(path, NULL, diag);
	record_header(record, &run->header);
	long offsets[8];
	cr_assert_leq(run->result_count, ARRAY_LEN(offsets));
	for (size_t i = 0; i < run->result_count; i++)
		offsets[i] = record_result(record, &run->results[i]);
	long summary = record_summary(record, &run->summary);
	cr_assert_eq(record_close(record), 0);
	struct record_reader *reader = record_open(path, diag);
	struct record_line line;
	cr_assert_eq(record_next(reader, arena, &line), RECORD_HEADER);
	for (size_t i = 0; i < run->result_count; i++) {
		cr_assert_eq(record_next(reader, arena, &line), RECORD_RESULT);
		cr_expect_eq(line.offset, offsets[i], "%zu", i);
	}
	cr_assert_eq(record_next(reader, arena, &line), RECORD_SUMMARY);
	cr_expect_eq(line.offset, summary);
	record_done(reader);
}

Test(record, a_line_can_be_read_again)
{
	sample_write(sample_run(), path, NULL);
	struct record_reader *reader = record_open(path, diag);
	struct record_line line;
	record_next(reader, arena, &line);
	record_next(reader, arena, &line);
	long second = line.offset;
	while (record_next(reader, arena, &line) != RECORD_END)
		continue;
	record_seek(reader, second);
	cr_expect_eq(record_next(reader, arena, &line), RECORD_RESULT);
	cr_expect_str_eq(line.result.id, sample_run()->results[0].id);
	record_done(reader);
}

Test(record, the_file_is_private_and_replaces_an_old_one)
{
	struct stat status;
	put_file(path, "old");
	put_file(part, "left by a dead run");
	sample_write(sample_run(), path, NULL);
	cr_assert_eq(stat(path, &status), 0);
	cr_expect_eq(status.st_mode & 0777, 0600u);
	cr_expect_eq(access(part, F_OK), -1);
	cr_expect(sample_contains(sample_read(arena, path), "\"record\":\"summary\""));
}

static void expect_refused(const char *name, const char *why)
{
	cr_expect_null(record_create(name, NULL, diag));
	expect_diag(why);
}

Test(record, a_link_is_refused)
{
	cr_assert_eq(symlink("/dev/null", path), 0);
	expect_refused(path, "is a symbolic link");
}

Test(record, a_link_under_the_temporary_name_is_not_followed)
{
	const char *victim = arena_printf(arena, "%s/victim", directory);
	put_file(victim, "precious");
	cr_assert_eq(symlink(victim, part), 0);
	expect_refused(path, "cannot be created");
	cr_expect(str_is(sample_read(arena, victim), "precious"));
}

Test(record, a_device_is_refused)
{
	expect_refused("/dev/null", "is not a regular file");
}

Test(record, a_directory_is_refused)
{
	expect_refused(directory, "is not a regular file");
}

Test(record, a_missing_directory_is_told)
{
	expect_refused(arena_printf(arena, "%s/none/run.jsonl", directory), "No such file or directory");
}

Test(record, a_second_run_is_refused)
{
	struct record *first = record_create(path, NULL, diag);
	cr_assert_not_null(first);
	expect_refused(path, "another run is writing it");
	record_header(first, &sample_run()->header);
	cr_expect_eq(record_close(first), 0);
	cr_expect_eq(access(path, F_OK), 0);
}

Test(record, a_full_disk_is_told_and_the_old_record_stays)
{
	put_file(path, "old");
	signal(SIGXFSZ, SIG_IGN);
	struct record *record = record_create(path, NULL, diag);
	record_header(record, &sample_run()->header);
	cr_expect_not(record_failed(record));
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, RLIM_INFINITY}), 0);
	for (size_t i = 0; i < 100; i++)
		record_result(record, &sample_run()->results[1]);
	cr_expect(record_failed(record));
	cr_expect_eq(record_close(record), -1);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY});
	expect_diag("cannot be written");
	cr_expect(str_is(sample_read(arena, path), "old"));
	cr_expect_eq(access(part, F_OK), 0, "what was known is kept");
}

Test(record, text_leaves_as_valid_utf8)
{
	for (size_t i = 0; i < hostile_count; i++) {
		struct finding finding;
		struct exchange exchange;
		const char *requirement[1];
		struct requirement_set shared;
		struct result result = sample_result_of(hostile_texts[i], &finding, &exchange, requirement, &shared);
		struct sample_run run = {sample_run()->header, &result, 1, sample_run()->summary};
		sample_write(&run, path, NULL);
		struct str bytes = sample_read(arena, path);
		cr_expect_eq(utf8_valid_prefix(bytes), bytes.len);
		const char *again = arena_printf(arena, "%s/again.jsonl", directory);
		copy_record(path, again);
		cr_expect(str_equal(bytes, sample_read(arena, again)), "text %zu is not stable", i);
	}
	sample_write(&(struct sample_run){sample_run()->header,
	                                  NULL,
	                                  0,
	                                  {.word = "a\xff"
	                                           "b\xc3"}},
	             path, NULL);
	cr_expect(sample_contains(sample_read(arena, path), "\"word\":\"a\\\\xFFb\\\\xC3\""));
}

Test(record, each_form_of_the_canary_would_be_noticed)
{
	for (size_t i = 0; i < canary_form_count; i++) {
		size_t marks = 0;
		for (size_t k = 0; k < canary_mark_count; k++)
			marks += strstr(canary_forms[i], canary_marks[k]) != NULL;
		cr_expect_gt(marks, (size_t)0, "%s", canary_forms[i]);
	}
}

Test(record, no_form_of_a_secret_gets_in)
{
	struct mask *mask = mask_new();
	mask_add_login(mask, "EPMM_PASSWORD", CANARY_USER, CANARY_PASSWORD);
	for (size_t i = 0; i < canary_form_count; i++) {
		struct finding finding;
		struct exchange exchange;
		const char *requirement[1];
		struct requirement_set shared;
		const char *text = arena_printf(arena, "before (%s) after", canary_forms[i]);
		struct result result = sample_result_of(text, &finding, &exchange, requirement, &shared);
		struct run_header header = {text, text, text, text, text, text, text, text, text, text, text, false, false, 1};
		struct run_summary summary = {.word = text, .trouble = text, .fixtures = text};
		sample_write(&(struct sample_run){header, &result, 1, summary}, path, mask);
		struct str bytes = sample_read(arena, path);
		cr_expect(sample_contains(bytes, "before ("));
		for (size_t k = 0; k < canary_mark_count; k++)
			cr_expect_not(sample_contains(bytes, canary_marks[k]), "%s of %s", canary_marks[k], canary_forms[i]);
	}
	mask_free(mask);
}

#define HEADER "{\"record\":\"header\",\"version\":1,\"tool_version\":\"1\",\"case_version\":\"1\",\"started\":\"s\","
#define GOOD_HEADER HEADER "\"target\":\"t\",\"target_kind\":\"lab\"}\n"
#define CASE "{\"record\":\"case\",\"id\":\"i\",\"area\":\"a\",\"operation\":\"o\",\"kind\":\"k\",\"name\":\"n\","

#define SET "{\"record\":\"requirements\",\"name\":\"s\",\"requirements\":[\"R1\",\"R2\"]}\n"

Test(record, a_set_is_found_by_the_cases_that_name_it)
{
	put_file(path, GOOD_HEADER SET SET CASE "\"verdict\":\"pass\",\"requirements\":[\"R0\"],\"shared\":\"s\"}\n");
	struct record_reader *reader = record_open(path, diag);
	struct record_line line;
	struct arena *own = arena_new();
	cr_assert_eq(record_next(reader, own, &line), RECORD_HEADER);
	cr_assert_eq(record_next(reader, own, &line), RECORD_RESULT);
	record_seek(reader, line.offset);
	arena_reset(own);
	cr_assert_eq(record_next(reader, own, &line), RECORD_RESULT);
	static const char *const all[] = {"R0", "R1", "R2"};
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		cr_expect_str_eq(result_requirement(&line.result, i), all[i]);
	cr_expect_null(result_requirement(&line.result, ARRAY_LEN(all)));
	cr_expect_eq(record_next(reader, own, &line), RECORD_END);
	record_done(reader);
	arena_free(own);
}

Test(record, a_broken_line_is_told_with_its_number)
{
	static const struct {
		const char *content;
		const char *message;
	} rows[] = {
		{"not JSON\n", ":1:1: error: not a run record: not a JSON object"},
		{"[]\n", ":1:1: error: not a run record: not a JSON object"},
		{"{} x\n", ":1:1: error: not a run record: not a JSON object"},
		{"{}\n", ":1:1: error: not a run record: missing: record"},
		{"{\"record\":1}\n", ":1:1: error: not a run record: missing: record"},
		{"{\"record\":\"header\",\"version\":2}\n", "written by another version"},
		{"{\"record\":\"header\"}\n", "written by another version"},
		{HEADER "\"target\":\"t\"}\n", "missing or of the wrong type: target_kind"},
		{HEADER "\"target\":1}\n", "missing or of the wrong type: target"},
		{HEADER "\"target\":\"t\",\"target_kind\":\"lab\",\"strict\":1}\n", "wrong type: strict"},
		{GOOD_HEADER CASE "\"verdict\":\"maybe\"}\n",
	     ":2:1: error: not a run record: missing or of the wrong type: verdict"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"page\":-1}\n", "wrong type: page"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"page\":1.5}\n", "wrong type: page"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"page\":\"1\"}\n", "wrong type: page"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"duration_us\":1e300}\n", "wrong type: duration_us"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"requirements\":[1]}\n", "wrong type: requirements"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"requirements\":{}}\n", "wrong type: requirements"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"shared\":1}\n", "wrong type: shared"},
		{GOOD_HEADER SET CASE "\"verdict\":\"pass\",\"shared\":\"another\"}\n", "missing or of the wrong type: shared"},
		{GOOD_HEADER "{\"record\":\"requirements\"}\n", "missing or of the wrong type: name"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"findings\":[1]}\n", "wrong type: level"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"findings\":[{\"level\":\"grave\"}]}\n", "wrong type: level"},
		{GOOD_HEADER CASE "\"verdict\":\"pass\",\"exchanges\":[{\"method\":\"GET\"}]}\n", "wrong type: url"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct diag *own = diag_new(NULL);
		put_file(path, rows[i].content);
		struct record_reader *reader = record_open(path, own);
		struct record_line line;
		enum record_kind kind;
		while ((kind = record_next(reader, arena, &line)) == RECORD_HEADER)
			continue;
		cr_expect_eq(kind, RECORD_BROKEN, "row %zu", i);
		const char *text = diag_text(own, 0);
		cr_expect(text && strstr(text, rows[i].message), "row %zu: %s", i, text ? text : "no diagnostic");
		record_done(reader);
		diag_free(own);
	}
}

Test(record, what_a_later_writer_adds_is_skipped)
{
	put_file(path, GOOD_HEADER "{\"record\":\"weather\"}\n" CASE "\"verdict\":\"pass\",\"mood\":{\"x\":[]}}\n");
	struct record_reader *reader = record_open(path, diag);
	struct record_line line;
	cr_expect_eq(record_next(reader, arena, &line), RECORD_HEADER);
	cr_expect_eq(record_next(reader, arena, &line), RECORD_RESULT);
	cr_expect_null(line.result.reason);
	cr_expect_eq(record_next(reader, arena, &line), RECORD_END);
	cr_expect_eq(diag_errors(diag), (size_t)0);
	record_done(reader);
	record_done(NULL);
}

Test(record, an_abandoned_record_leaves_the_old_one)
{
	put_file(path, "old");
	struct record *abandoned = record_create(path, NULL, diag);
	record_header(abandoned, &sample_run()->header);
	record_abandon(abandoned);
	record_abandon(NULL);
	cr_expect(str_is(sample_read(arena, path), "old"));
	cr_expect_eq(access(part, F_OK), -1);
}

Test(record, a_missing_record_is_told)
{
	cr_expect_null(record_open(path, diag));
	expect_diag("cannot be read: No such file or directory");
}

Test(record, a_record_at_standard_output_is_nobodys_file)
{
	cr_redirect_stdout();
	sample_write(&(struct sample_run){sample_run()->header, NULL, 0, sample_run()->summary}, "-", NULL);
	cr_expect_eq(access("-", F_OK), -1);
	cr_expect_eq(record_close(NULL), 0);
}
