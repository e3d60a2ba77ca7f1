// SPDX-License-Identifier: Apache-2.0
#include "layout.h"

#include <criterion/criterion.h>

#include "escape.h"

static void expect_escaped(const char *in, enum escape_mode mode, const char *wanted)
{
	struct text out = text_new(4096);
	escape_text(&out, str_of(in), mode);
	cr_expect_str_eq(text_str(&out), wanted);
	text_free(&out);
}

Test(layout, escapes)
{
	expect_escaped("plain \xc3\xa9 \xf0\x9f\x98\x80", ESCAPE_LINE, "plain \xc3\xa9 \xf0\x9f\x98\x80");
	expect_escaped("a\tb\r\nc", ESCAPE_LINE, "a\\tb\\r\\nc");
	expect_escaped("a\tb\r\nc", ESCAPE_LINES, "a\tb\\r\nc");
	expect_escaped("\x1b[31m\x7f\x01", ESCAPE_LINES, "\\x1b[31m\\x7f\\x01");
	expect_escaped("\xc2\x9b\xe2\x80\xae\xef\xbf\xbf\xf3\xa0\x80\x81", ESCAPE_LINE, "\\u009b\\u202e\\uffff\\ue0001");
	expect_escaped("\xff\xed\xa0\x80!", ESCAPE_LINE, "\\xff\\xed\\xa0\\x80!");
	expect_escaped("##[error]x ##VSO[y ## z [[ATTACHMENT|p]] [[x]]", ESCAPE_LINE,
	               "#\\x23[error]x #\\x23VSO[y ## z [\\x5bATTACHMENT|p]] [[x]]");
	expect_escaped("", ESCAPE_LINE, "");
}

Test(layout, cuts_between_characters)
{
	struct str text = str_of("a\xc3\xa9z");
	cr_expect_eq(escape_cut(text, 0), (size_t)0);
	cr_expect_eq(escape_cut(text, 2), (size_t)1);
	cr_expect_eq(escape_cut(text, 3), (size_t)3);
	cr_expect_eq(escape_cut(text, 9), (size_t)4);
	cr_expect_eq(escape_columns(text), (size_t)3);
}

static void expect_field(size_t width, size_t most, const char *label, const char *value, const char *wanted)
{
	struct text out = text_new(4096);
	struct layout layout = {.out = &out, .bar = "| ", .width = width, .field_max = most};
	layout_field(&layout, label, value);
	cr_expect_str_eq(text_str(&out), wanted);
	text_free(&out);
}

Test(layout, fields_are_wrapped_behind_the_bar)
{
	expect_field(0, 99, "at", "a b c", "| at        a b c\n");
	expect_field(32, 99, "at", "twelve letters or more fit into a line",
	             "| at        twelve letters or\n|           more fit into a line\n");
	expect_field(32, 99, "at", "abcdefghijklmnopqrstuvwxyz", "| at        abcdefghijklmnopqrst\n|           uvwxyz\n");
	expect_field(32, 99, NULL, "abc", "| abc\n");
	expect_field(1, 99, "at", "", "| at        \n");
	expect_field(0, 4, "at", "abcdefgh", "| at        abcd… (4 more bytes)\n");
	expect_field(0, 4, "at", NULL, "");
}

Test(layout, lines_stay_behind_the_bar)
{
	struct text out = text_new(4096);
	struct layout layout = {.out = &out, .bar = "| ", .field_max = 5};
	layout_lines(&layout, "body", "abc\n\x1b\ndefghi\n::x\nmore\n", 4);
	cr_expect_str_eq(text_str(&out), "| body      abc\n|           \\x1b\n|           defgh…\n|           ::x…\n");
	text_clear(&out);
	layout_lines(&layout, "body", "abc", 4);
	layout_gap(&layout);
	layout_verbatim(&layout, "curl", "a\nb");
	cr_expect_str_eq(text_str(&out), "| body      abc\n|\n| curl      a\\nb\n");
	text_free(&out);
}

Test(layout, numbers_for_people)
{
	struct text out = text_new(4096);
	static const uint64_t bytes[] =
		{0, 1, 999, 1000, 12480, 999999, 1000000, UINT64_C(4294967296), UINT64_C(1234567890123456)};
	for (size_t i = 0; i < ARRAY_LEN(bytes); i++) {
		layout_bytes(&out, bytes[i]);
		text_puts(&out, "; ");
	}
	cr_expect_str_eq(text_str(&out),
	                 "0 bytes; 1 byte; 999 bytes; 1.0 kB; 12.4 kB; 999.9 kB; 1.0 MB; 4.2 GB; 1234.5 TB; ");
	text_clear(&out);
	static const int64_t times[] = {-5, 0, 35400, 9999999, 10000000, 59999999, 60000000, 192000000, 7500000000};
	for (size_t i = 0; i < ARRAY_LEN(times); i++) {
		layout_duration(&out, times[i]);
		text_puts(&out, "; ");
	}
	cr_expect_str_eq(text_str(&out), "0.000 s; 0.000 s; 0.035 s; 9.999 s; 10.0 s; 59.9 s; 1 min 00 s; 3 min 12 s; "
	                                 "2 h 05 min; ");
	text_free(&out);
}
