// SPDX-License-Identifier: Apache-2.0
/* Journals: written line by line, read back, also when the last line is cut. */
#include "journal.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct journal_header header = {"1.2.3", "4", "0a1b2c3d", "http://127.0.0.1:1", "emulator", "2026-11-23"};
static const struct binding reason = {"Reason", "${run.text} \"quoted\"\n"};
static const int expect[] = {200, 4};
static const char *const paths[] = {"device/uuid", "devices/device/uuid"};
static const struct fixture_take take = {"uuid", paths, 2, "mac"};
static const struct undo_request undo = {"unlock", "unlock-device-by-uuid", FORMAT_JSON, &reason, 1, expect, 2, &take,
                                         1};

static const char *new_folder(struct arena *arena)
{
	char *folder = arena_string(arena, "/tmp/journal-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	return folder;
}

/** Writes two entries, of which the second is taken back; returns the file. */
static const char *write_two(struct arena *arena, const char *folder, struct diag *diag)
{
	struct journal *journal = journal_new(folder, &header, diag);
	struct journal_entry first =
		{.chain = 3, .case_id = "a:b.xml", .method = "PUT", .path = "/x", .undo = &undo, .undo_count = 1};
	struct journal_entry second = {.chain = 4, .case_id = "a:c.xml", .method = "GET", .path = "/y"};
	cr_assert_null(journal_file(journal), "nothing is made before the first entry");
	cr_assert(journal_sending(journal, &first));
	cr_assert(journal_outcome(journal, first.seq, 200));
	cr_assert(journal_sending(journal, &second));
	cr_assert(journal_outcome(journal, second.seq, 0));
	cr_assert(journal_undone(journal, second.seq, "taken back"));
	cr_expect(first.seq == 1 && second.seq == 2);
	const char *file = arena_string(arena, journal_file(journal));
	journal_close(journal);
	return file;
}

static void check_two(const struct journal_record *record)
{
	cr_assert_not_null(record);
	cr_expect_str_eq(record->header.run_id, "0a1b2c3d");
	cr_expect_str_eq(record->header.target, "http://127.0.0.1:1");
	cr_assert_eq(record->entry_count, 2);
	const struct journal_entry *first = &record->entries[0];
	cr_expect(first->answered && first->status == 200 && !first->undone && first->chain == 3);
	cr_assert_eq(first->undo_count, 1);
	const struct undo_request *back = first->undo;
	cr_expect_str_eq(back->operation, "unlock-device-by-uuid");
	cr_expect_eq(back->format, FORMAT_JSON);
	cr_assert_eq(back->parameter_count, 1);
	cr_expect_str_eq(back->parameters[0].value, reason.value);
	cr_expect(back->expect_count == 2 && back->expect[0] == 200 && back->expect[1] == 4);
	cr_assert_eq(back->take_count, 1);
	cr_expect_str_eq(back->takes[0].paths[1], paths[1]);
	cr_expect_str_eq(back->takes[0].form, "mac");
	cr_expect(record->entries[1].undone && record->entries[1].status == 0);
}

Test(journal, is_read_back)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(stderr);
	const char *folder = new_folder(arena);
	const char *file = write_two(arena, folder, diag);
	struct stat stat_of;
	cr_assert_eq(stat(file, &stat_of), 0);
	cr_expect_eq(stat_of.st_mode & 0777, 0600, "for nobody else");
	check_two(journal_read(arena, file, diag));
	struct journal *again = journal_new(folder, &header, diag);
	struct journal_entry entry = {.case_id = "x", .method = "PUT", .path = "/"};
	cr_expect_not(journal_sending(again, &entry), "an existing journal is never written over");
	journal_close(again);
	unlink(file);
	rmdir(folder);
	diag_free(diag);
	arena_free(arena);
}

Test(journal, a_cut_line_is_dropped_and_goes_on)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(stderr);
	const char *folder = new_folder(arena);
	const char *file = write_two(arena, folder, diag);
	FILE *out = fopen(file, "ae");
	fputs("{\"journal\":\"sending\",\"seq\":3,\"cas", out);
	fclose(out);
	check_two(journal_read(arena, file, diag));
	struct journal *journal = journal_append(file, diag);
	cr_assert_not_null(journal);
	cr_expect(journal_undone(journal, 1, "cleanup"));
	journal_close(journal);
	const struct journal_record *record = journal_read(arena, file, diag);
	cr_assert(record && record->entries[0].undone);
	cr_expect_eq(diag_errors(diag), 0);
	out = fopen(file, "ae");
	fputs("{\"journal\":\"else\"}\n", out);
	fclose(out);
	cr_expect_null(journal_read(arena, file, diag), "a whole line that says something else is a mistake");
	cr_expect_null(journal_read(arena, "/dev/null", diag), "no header");
	cr_expect_null(journal_append("/nonexistent/journal", diag));
	cr_expect_eq(diag_errors(diag), 3);
	unlink(file);
	rmdir(folder);
	diag_free(diag);
	arena_free(arena);
}
