// SPDX-License-Identifier: Apache-2.0
/* A comparison for an admin with five minutes: the verdict first, then by operation, what matters before what informs. */
#include <string.h>

#include "diff_report.h"
#include "escape.h"
#include "layout.h"

enum { LINE_MAX_BYTES = 600, INFORMING_MAX = 12 };

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
	snprintf(left, sizeof(left), "  %s %-14s ", change->relevant ? "!" : is_better(change->kind) ? "+" : "·",
	         change_title(change->kind));
	layout_styled(layout, style, left);
	diff_describe(&line, change);
	put_foreign(layout, STYLE_PLAIN, text_str(&line));
	text_putc(layout->out, '\n');
	text_free(&line);
}

static void put_operation(struct layout *layout, const struct diff *diff, const struct diff_operation *operation,
                          bool verbose)
{
	size_t most = verbose ? SIZE_MAX : operation->relevant + INFORMING_MAX;
	if (operation->changes == 0)
		return;
	text_putc(layout->out, '\n');
	put_foreign(layout, STYLE_TITLE, operation->area);
	text_putc(layout->out, '/');
	put_foreign(layout, STYLE_TITLE, operation->operation);
	text_putc(layout->out, '\n');
	for (size_t i = 0; i < operation->changes && i < most; i++)
		put_change(layout, &diff->changes[operation->first + i]);
	if (operation->changes > most)
		text_printf(layout->out, "  · … and %zu more that inform (--verbose tells them)\n", operation->changes - most);
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
