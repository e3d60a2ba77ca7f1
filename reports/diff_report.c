// SPDX-License-Identifier: Apache-2.0
/* The formats of a comparison, and the words that they share. */
#include "diff_report.h"

#include <string.h>

#include "escape.h"
#include "layout.h"
#include "outfile.h"

enum { FIELD_MAX = 600 };

static const struct diff_format formats[] = {
	{"text", diff_text},
	{"json", diff_json},
	{"html", diff_html},
	{"junit", diff_junit},
};

const struct diff_format *diff_format_require(const char *name, struct diag *diag)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	diag_error(diag, (struct position){0}, "diff has no report format `%s`", name);
	diag_hint(diag, "formats of diff: text, json, html, junit");
	return NULL;
}

int diff_report_write(const struct diff_format *format, const struct diff *diff, const char *out,
                      const struct diff_look *look, struct diag *diag)
{
	struct outfile *file = outfile_create(out, diag);
	if (!file)
		return -1;
	format->write(diff, outfile_stream(file), look);
	if (outfile_flush(file, diag) == 0)
		return outfile_commit(file, diag);
	outfile_abandon(file);
	return -1;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same(const struct change *a, const struct change *b)
{
	return a->kind == b->kind && a->relevant == b->relevant && same_text(a->what, b->what) &&
	       same_text(a->before, b->before) && same_text(a->after, b->after);
}

/** True when one before it says the same. */
static bool is_told(const struct diff *diff, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_same(&diff->changes[i], &diff->changes[n]))
			return true;
	return false;
}

size_t diff_next_spread(const struct diff *diff, size_t n)
{
	while (n < diff->change_count && (diff->changes[n].spread < DIFF_SPREAD || is_told(diff, n)))
		n++;
	return n;
}

void diff_headline(struct text *out, const struct diff *diff)
{
	size_t informing = diff->change_count - diff->relevant;
	if (diff->relevant) {
		text_puts(out, "CHANGED: ");
		layout_count(out, diff->relevant, "conformance-relevant change");
		text_printf(out, " in %zu of ", diff->changed_operations);
		layout_count(out, diff->operation_count, "operation");
	} else {
		text_puts(out, "nothing conformance-relevant changed in ");
		layout_count(out, diff->operation_count, "operation");
	}
	if (informing)
		text_printf(out, diff->relevant ? "; %zu more inform" : "; %zu changes inform", informing);
}

static void add_cases(struct text *out, const struct change *change)
{
	if (!change->example)
		return;
	text_printf(out, " [%s", change->example);
	if (change->times > 1)
		text_printf(out, " and %zu more", change->times - 1);
	text_putc(out, ']');
}

void diff_describe(struct text *out, const struct change *change)
{
	bool between = change->before || change->after;
	if (change->what)
		text_puts(out, change->what);
	if (change->formats && !change->example)
		text_printf(out, "%s(%s)", change->what ? " " : "", change->formats);
	if (between && (change->what || !change->example))
		text_puts(out, ": ");
	if (change->before && change->after)
		text_printf(out, "%s → %s", change->before, change->after);
	else if (between)
		text_puts(out, change->before ? change->before : change->after);
	if (change->note)
		text_printf(out, "%s%s", between || change->what ? "; " : "", change->note);
	add_cases(out, change);
}

void diff_markup(struct text *out, const char *foreign)
{
	static const struct {
		char character;
		const char *spelled;
	} rows[] = {{'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
	struct text line = text_new(SIZE_MAX / 8);
	escape_line(&line, foreign, FIELD_MAX);
	for (const char *at = text_str(&line); *at; at++) {
		size_t row = 0;
		while (row < ARRAY_LEN(rows) && rows[row].character != *at)
			row++;
		if (row < ARRAY_LEN(rows))
			text_puts(out, rows[row].spelled);
		else
			text_putc(out, *at);
	}
	text_free(&line);
}
