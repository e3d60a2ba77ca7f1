// SPDX-License-Identifier: Apache-2.0
#include "csv.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/** Rows as text: fields in <>, rows ended by a line end. */
static void note_row(void *context, const struct str *fields, size_t count)
{
	struct text *seen = context;
	for (size_t i = 0; i < count; i++) {
		text_putc(seen, '<');
		text_add(seen, fields[i].ptr, fields[i].len);
		text_putc(seen, '>');
	}
	text_putc(seen, '\n');
}

/** Reads `csv` in pieces and compares the rows and the message (NULL: none). */
static void expect(const char *csv, size_t length, const char *rows, const char *message)
{
	static const size_t pieces[] = {1, 2, 3, 7, SIZE_MAX};
	for (size_t p = 0; p < ARRAY_LEN(pieces); p++) {
		struct arena *arena = arena_new();
		struct text seen = text_new(1 << 22);
		struct csv_reader *reader = csv_open(&(struct csv_sink){note_row, &seen, arena});
		for (size_t at = 0; at < length; at += pieces[p]) {
			bool last = pieces[p] >= length - at;
			csv_feed(reader, csv + at, last ? length - at : pieces[p]);
			if (last)
				break;
		}
		const char *said = "none";
		cr_assert_eq(csv_close(reader, &said), message == NULL, "%s", csv);
		cr_assert_str_eq(text_str(&seen), rows, "pieces of %zu", pieces[p]);
		cr_assert_str_eq(said ? said : "", message ? message : "");
		text_free(&seen);
		arena_free(arena);
	}
}

static const char junk[] = "row 2: a quote inside a field, or something behind a closing quote";

static const struct {
	const char *csv;
	const char *rows;
	const char *message;
} cases[] = {
	{"", "", NULL},
	{"a", "<a>\n", NULL},
	{"a,b\r\nc,d\r\n", "<a><b>\n<c><d>\n", NULL},
	{"a,b\nc,d", "<a><b>\n<c><d>\n", NULL},
	{"a\rb\r", "<a>\n<b>\n", NULL},
	{",\n,,\n", "<><>\n<><><>\n", NULL},
	{"a\n\nb\r\n\r\nc\n", "<a>\n\n<b>\n\n<c>\n", NULL},
	{" a , b \n", "< a >< b >\n", NULL},
	{"\"a,\"\"b\"\"\",\"\"\n", "<a,\"b\"><>\n", NULL},
	{"\"a\r\nb\",c\nd\n", "<a\r\nb><c>\n<d>\n", NULL},
	{"\xef\xbb\xbf\"a\",b\n", "<a><b>\n", NULL},
	{"\xef\xbb", "<\xef\xbb>\n", NULL},
	{"\xef\xbb,\n", "<\xef\xbb><>\n", NULL},
	{"a\n\"b\"c\n", "<a>\n", junk},
	{"a\n\"b\" ,c\n", "<a>\n", junk},
	{"a\nb\"c\n", "<a>\n", junk},
	{"a\n \"b\"\n", "<a>\n", junk},
	{"a\n\"b\n\nc", "<a>\n", "row 2: the text ends inside quotes"},
	{"\"", "", "row 1: the text ends inside quotes"},
};

Test(csv, rfc_4180)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		expect(cases[i].csv, strlen(cases[i].csv), cases[i].rows, cases[i].message);
	expect("a\0b,c\n", 6, "<a", NULL); /* the NUL is a byte like any other; text_str() ends there */
}

Test(csv, ceilings)
{
	size_t length = 3 << 20;
	char *large = malloc(length);
	memset(large, 'x', length);
	expect(large, length, "", "row 1: a field is too long");
	large[0] = '"';
	expect(large, length, "", "row 1: a field is too long");
	memset(large, ',', length);
	expect(large, length, "", "row 1: too many fields in one row");
	memset(large, 'x', length);
	for (size_t i = 0; i < length; i += 200000)
		large[i] = ',';
	expect(large, length, "", "row 1: a row is too long");
	free(large);
}

/** Notes on which line each row begins. */
struct lines {
	struct csv_reader *reader;
	size_t seen[8];
	size_t count;
};

static void note_line(void *context, const struct str *fields UNUSED, size_t count UNUSED)
{
	struct lines *lines = context;
	lines->seen[lines->count++] = csv_line(lines->reader);
}

Test(csv, knows_the_line_of_a_row)
{
	static const char csv[] = "a\n\"b\n\nb\",c\r\nd\n\n\"e";
	static const size_t expected[] = {1, 2, 5, 6};
	struct lines lines = {0};
	const char *message;
	lines.reader = csv_open(&(struct csv_sink){.row = note_line, .context = &lines});
	cr_assert(csv_feed(lines.reader, csv, strlen(csv)));
	cr_assert_eq(csv_line(lines.reader), 7);
	cr_assert_not(csv_close(lines.reader, &message));
	cr_assert_str_eq(message, "the text ends inside quotes");
	cr_assert_eq(lines.count, ARRAY_LEN(expected));
	for (size_t i = 0; i < lines.count; i++)
		cr_assert_eq(lines.seen[i], expected[i]);
}

Test(csv, ignores_what_follows_a_refusal)
{
	struct text seen = text_new(100);
	struct csv_reader *reader = csv_open(&(struct csv_sink){.row = note_row, .context = &seen});
	const char *message;
	cr_assert_not(csv_feed(reader, "a\"b\nc\n", 6));
	cr_assert_not(csv_feed(reader, "d\n", 2));
	cr_assert_not(csv_close(reader, &message));
	cr_assert_eq(seen.len, 0);
	text_free(&seen);
}
