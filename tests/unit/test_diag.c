// SPDX-License-Identifier: Apache-2.0
#include "diag.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const char source[] = "first: line\nsecond:\tline \x1b[31m\n\nlast";

/** Calls `report` with a collection and compares what it printed. */
static void expect(void (*report)(struct diag *diag), const char *expected)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	struct diag *diag = diag_new(out);
	diag_source(diag, "a.yaml", source, strlen(source));
	report(diag);
	fclose(out);
	cr_assert_str_eq(text, expected);
	diag_free(diag);
	free(text);
}

static void report_with_caret(struct diag *diag)
{
	diag_error(diag, (struct position){"a.yaml", 1, 8}, "the %s is wrong", "line");
	diag_hint(diag, "write %d", 7);
}

Test(diag, shows_the_line_and_a_caret)
{
	expect(report_with_caret,
	       "a.yaml:1:8: error: the line is wrong\n    first: line\n           ^\n    hint: write 7\n");
}

static void report_control(struct diag *diag)
{
	diag_error(diag, (struct position){"a.yaml", 2, 0}, "a line");
}

Test(diag, control_characters_do_not_reach_the_terminal)
{
	expect(report_control, "a.yaml:2:0: error: a line\n    second: line  [31m\n");
}

static void report_strange_words(struct diag *diag)
{
	diag_error(diag, (struct position){"a\x1b[2J.yaml", 1, 1}, "no case `x\nb\x7f\xff`");
	diag_hint(diag, "did you mean `\x1b]0;y\a` or `\xc2\x9bz`?");
}

Test(diag, names_and_words_of_the_user_cannot_steer_the_terminal_either)
{
	expect(report_strange_words, "a [2J.yaml:1:1: error: no case `x b ?`\n    hint: did you mean ` ]0;y ` or ` z`?\n");
}

static void report_places(struct diag *diag)
{
	diag_error(diag, (struct position){"a.yaml", 0, 0}, "the file");
	diag_error(diag, (struct position){0}, "the command line");
	diag_error(diag, (struct position){"a.yaml", 4, 5}, "at the end");
	diag_error(diag, (struct position){"a.yaml", 9, 1}, "beyond the end");
	diag_error(diag, (struct position){"b.yaml", 1, 1}, "no source");
}

Test(diag, places_without_line_or_source)
{
	expect(report_places, "a.yaml: error: the file\n"
	                      "epmm-conform: error: the command line\n"
	                      "a.yaml:4:5: error: at the end\n    last\n        ^\n"
	                      "a.yaml:9:1: error: beyond the end\n    \n    ^\n"
	                      "b.yaml:1:1: error: no source\n");
}

Test(diag, keeps_a_hundred_and_counts_the_rest)
{
	struct diag *diag = diag_new(NULL);
	for (int i = 0; i < 150; i++) {
		diag_error(diag, (struct position){"a.yaml", 1, 1}, "number %d", i);
		diag_hint(diag, "is dropped without a file to print to");
	}
	cr_assert_eq(diag_errors(diag), 150);
	cr_assert_str_eq(diag_text(diag, 99), "a.yaml:1:1: error: number 99");
	cr_assert_null(diag_text(diag, 100));
	cr_assert_null(diag_text(diag, 200));
	diag_free(diag);
	diag_free(NULL);
}

static void report_newer_source(struct diag *diag)
{
	diag_source(diag, "a.yaml", "newer", 5);
	diag_error(diag, (struct position){"a.yaml", 1, 1}, "x");
}

Test(diag, the_latest_source_of_a_file_counts)
{
	expect(report_newer_source, "a.yaml:1:1: error: x\n    newer\n    ^\n");
}
