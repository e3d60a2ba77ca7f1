// SPDX-License-Identifier: Apache-2.0
#include "report_room.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "hostile.h"
#include "run_index.h"

struct report_room room;

void room_open(void)
{
	room.arena = arena_new();
	room.directory = sample_directory(room.arena);
	room.record = arena_printf(room.arena, "%s/run.jsonl", room.directory);
	room.text = arena_printf(room.arena, "%s/report.txt", room.directory);
	room.junit = arena_printf(room.arena, "%s/junit.xml", room.directory);
	room.diag = diag_new(NULL);
}

void room_close(void)
{
	sample_remove(room.directory);
	diag_free(room.diag);
	arena_free(room.arena);
}

int room_try(const struct report_format *format, const char *out, const struct report_options *options)
{
	struct run_index *index = run_index_open(room.record, room.diag);
	int result = index ? report_write(format, index, out, options, room.diag) : -1;
	run_index_close(index);
	return result;
}

void room_write(const char *format, const char *out, const struct report_options *options)
{
	int result = room_try(report_find(format), out, options);
	cr_assert_eq(result, 0, "%s: %s", format, diag_text(room.diag, 0));
}

struct str room_report(const char *format)
{
	const char *file = arena_printf(room.arena, "%s/all.%s", room.directory, format);
	room_write(format, file, NULL);
	return sample_read(room.arena, file);
}

void room_record_of(const char *foreign, const struct mask *mask)
{
	struct finding finding;
	struct exchange exchange;
	const char *requirement[1];
	struct requirement_set shared;
	struct result results[VERDICT_SKIP + 1];
	for (size_t i = 0; i < ARRAY_LEN(results); i++) {
		results[i] = sample_result_of(foreign, &finding, &exchange, requirement, &shared);
		results[i].verdict = (enum verdict)i;
		results[i].operation = verdict_name((enum verdict)i);
	}
	const char *t = foreign;
	struct run_header header = {t, t, t, t, t, t, t, t, t, t, t, false, false, 1};
	struct guide_share share = {t, t, t, 3, 2, 1, 0};
	struct guide_statement statement = {t, t, t, t, t};
	struct run_summary summary = {
		.exit_code = 1,
		.word = t,
		.trouble = t,
		.fixtures = t,
		.coverage = &share,
		.coverage_count = 1,
		.statements = &statement,
		.statement_count = 1,
	};
	sample_write(&(struct sample_run){header, results, ARRAY_LEN(results), summary}, room.record, mask);
	room_write("text", room.text, NULL);
	room_write("junit", room.junit, NULL);
}

int room_lint(const char *file, const char *schema)
{
	return system(arena_printf(room.arena,
	                           "command -v xmllint >/dev/null || exit 0; xmllint --noout --nonet --schema "
	                           "'%s/reports/%s' '%s' 2>'%s/lint'",
	                           EPMM_SOURCE_DIR, schema, file, room.directory));
}

size_t count_of(struct str bytes, const char *needle)
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

size_t count_lines_with(struct str bytes, const char *start)
{
	size_t count = 0;
	for (const char *at = bytes.ptr; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
		count += strncmp(at, start, strlen(start)) == 0;
	return count;
}

void expect_harmless(struct str bytes, const char *foreign)
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
