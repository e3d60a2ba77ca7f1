// SPDX-License-Identifier: Apache-2.0
/* A comparison for an admin with five minutes: the verdict first, then by operation, what matters before what informs. */
#include <string.h>

#include "diff_report.h"
#include "escape.h"
#include "layout.h"

enum { LINE_MAX_BYTES = 600, KIND_MAX = 6 };

static const char *or_none(const char *text)
{
	return text && *text ? text : "-";
}

static void put_foreign(struct layout *layout, enum style style, const char *text)
{
	layout_foreign(layout, style, text, LINE_MAX_BYTES);
}

static void put_run(struct layout *layout, const char *label, const struct diff_run *run)
{
	text_puts(layout->out, label);
	put_foreign(layout, STYLE_PLAIN, run->file);
	text_puts(layout->out, " · ");
	put_foreign(layout, STYLE_PLAIN, run->header.target);
	if (run->header.product_version) {
		text_puts(layout->out, " · version ");
		put_foreign(layout, STYLE_PLAIN, run->header.product_version);
	}
	text_puts(layout->out, " · ");
	put_foreign(layout, STYLE_PLAIN, run->header.started);
	text_puts(layout->out, " · ");
	put_foreign(layout, STYLE_PLAIN, run->summary.word);
	text_putc(layout->out, '\n');
}

static void put_differences(struct layout *layout, const struct diff *diff)
{
	for (size_t i = 0; i < diff->difference_count; i++) {
		const struct difference *difference = &diff->differences[i];
		text_printf(layout->out, "  %-16s ", difference->name);
		put_foreign(layout, STYLE_PLAIN, or_none(difference->before));
		text_puts(layout->out, " → ");
		put_foreign(layout, STYLE_PLAIN, or_none(difference->after));
		text_putc(layout->out, '\n');
	}
	for (size_t i = 0; i < diff->note_count; i++) {
		layout_styled(layout, STYLE_WARN, "  note: ");
		put_foreign(layout, STYLE_PLAIN, diff->notes[i]);
		text_putc(layout->out, '\n');
	}
}

static bool is_better(enum change_kind kind)
{
	return kind == CHANGE_FIXED || kind == CHANGE_FINDING_GONE || kind == CHANGE_WARNING_GONE;
}

static void put_change(struct layout *layout, const struct change *change)
{
	struct text line = text_new(SIZE_MAX / 8);
	char left[64];
	enum style style = change->relevant ? STYLE_BAD : is_better(change->kind) ? STYLE_GOOD : STYLE_FAINT;
	snprintf(left, sizeof(left), "  %s %-14s ",
	         change->relevant          ? "!"
	         : is_better(change->kind) ? "+"
	                                   : "·",
	         change_title(change->kind));
	layout_styled(layout, style, left);
	diff_describe(&line, change);
	put_foreign(layout, STYLE_PLAIN, text_str(&line));
	text_putc(layout->out, '\n');
	text_free(&line);
}

/** How many of a kind were told in a row; what is beyond KIND_MAX is counted. */
struct run_of_kind {
	enum change_kind kind;
	bool relevant;
	size_t told, left;
};

static void put_left(struct layout *layout, struct run_of_kind *run)
{
	if (run->left)
		text_printf(layout->out, "  %s %-14s … and %zu more of this kind (--verbose tells them)\n",
		            run->relevant          ? "!"
		            : is_better(run->kind) ? "+"
		                                   : "·",
		            change_title(run->kind), run->left);
	*run = (struct run_of_kind){0};
}

/** Tells a change, unless many of its kind were told before it. */
static bool put_next(struct layout *layout, struct run_of_kind *run, const struct change *change, bool verbose)
{
	if (run->kind != change->kind || run->relevant != change->relevant)
		put_left(layout, run);
	run->kind = change->kind;
	run->relevant = change->relevant;
	bool told = verbose || run->told < KIND_MAX;
	run->told += told;
	run->left += !told;
	if (told)
		put_change(layout, change);
	return told;
}

static void put_operation(struct layout *layout, const struct diff *diff, const struct diff_operation *operation,
                          bool verbose)
{
	struct run_of_kind run = {0};
	bool titled = false;
	for (size_t i = 0; i < operation->changes; i++) {
		const struct change *change = &diff->changes[operation->first + i];
		if (change->spread >= DIFF_SPREAD)
			continue;
		if (!titled) {
			text_putc(layout->out, '\n');
			put_foreign(layout, STYLE_TITLE, operation->area);
			text_putc(layout->out, '/');
			put_foreign(layout, STYLE_TITLE, operation->operation);
			text_putc(layout->out, '\n');
		}
		titled = true;
		put_next(layout, &run, change, verbose);
	}
	put_left(layout, &run);
}

/** What is the same in many operations. */
static void put_spread(struct layout *layout, const struct diff *diff, bool verbose)
{
	struct run_of_kind run = {0};
	size_t n = diff_next_spread(diff, 0);
	if (n == diff->change_count)
		return;
	text_puts(layout->out, "\n");
	layout_styled(layout, STYLE_TITLE, "in several operations");
	text_puts(layout->out, "\n");
	for (; n < diff->change_count; n = diff_next_spread(diff, n + 1)) {
		if (!put_next(layout, &run, &diff->changes[n], verbose))
			continue;
		text_printf(layout->out, "      in %zu operations, first in ", diff->changes[n].spread);
		put_foreign(layout, STYLE_PLAIN, diff->changes[n].operation);
		text_putc(layout->out, '\n');
	}
	put_left(layout, &run);
}

void diff_text(const struct diff *diff, FILE *out, const struct diff_look *look)
{
	struct text text = text_new(SIZE_MAX / 8);
	struct text line = text_new(SIZE_MAX / 8);
	struct layout layout = {.out = &text, .bar = "", .field_max = LINE_MAX_BYTES, .color = look->color};
	diff_headline(&line, diff);
	layout_styled(&layout, diff->relevant ? STYLE_BAD : STYLE_GOOD, text_str(&line));
	text_printf(&text, "\n%zu cases ran in both\n", diff->cases);
	put_run(&layout, "before  ", &diff->runs[0]);
	put_run(&layout, "after   ", &diff->runs[1]);
	put_differences(&layout, diff);
	put_spread(&layout, diff, look->verbose);
	for (size_t i = 0; i < diff->operation_count; i++)
		put_operation(&layout, diff, &diff->operations[i], look->verbose);
	if (diff->change_count) {
		text_puts(&text, "\n! matters to clients, + is better, · informs. The rules:\n");
		for (size_t i = 0; diff_rules[i]; i++)
			text_printf(&text, "  - %s\n", diff_rules[i]);
	}
	fwrite(text_str(&text), 1, text.len, out);
	text_free(&line);
	text_free(&text);
}
