// SPDX-License-Identifier: Apache-2.0
#include "live.h"

#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "escape.h"
#include "verdict.h"

enum { WIDTH = 80, MESSAGE_MAX = 200, ID_MAX = 200, LEAST_STEP = 25, STEPS = 20 };

struct text_report {
	struct live_options options;
	struct run_summary counted;
	struct arena *scratch;
	bool line_shown; /**< a line without line end stands on the terminal */
};

struct text_report *text_report_new(const struct live_options *options)
{
	struct text_report *report = xmalloc(sizeof(*report));
	*report = (struct text_report){.options = *options, .scratch = arena_new()};
	return report;
}

void text_report_pause(struct text_report *report)
{
	if (!report->line_shown)
		return;
	fputs("\r\x1b[K", report->options.out);
	fflush(report->options.out);
	report->line_shown = false;
}

static struct layout line_layout(const struct text_report *report, struct text *line)
{
	return (struct layout){.out = line, .bar = "", .field_max = SIZE_MAX, .color = report->options.color};
}

static const char *masked(struct text_report *report, const char *text)
{
	return mask_text(report->options.mask, report->scratch, text);
}

/** One line: verdict, id and the finding that decided. */
static void tell_failure(struct text_report *report, const struct result *result)
{
	struct text line = text_new(4096);
	struct text headline = text_new(1 << 20);
	struct layout layout = line_layout(report, &line);
	const struct finding *gravest = result_gravest(result);
	layout_styled(&layout, STYLE_BAD, result->verdict == VERDICT_FAIL ? "FAIL " : "ERROR");
	text_puts(&line, " ");
	layout_foreign(&layout, STYLE_PLAIN, masked(report, result->id), ID_MAX);
	if (gravest)
		describe_headline(&headline, gravest);
	else if (result->reason)
		text_puts(&headline, result->reason);
	text_puts(&line, headline.len ? "  " : "");
	layout_foreign(&layout, STYLE_FAINT, masked(report, text_str(&headline)), MESSAGE_MAX);
	text_putc(&line, '\n');
	fputs(text_str(&line), report->options.out);
	text_free(&headline);
	text_free(&line);
}

static size_t done(const struct text_report *report)
{
	const struct run_summary *counted = &report->counted;
	return counted->passed + counted->failed + counted->errors + counted->skipped + counted->known;
}

static void put_progress(const struct text_report *report, struct text *line)
{
	const struct run_summary *counted = &report->counted;
	size_t finished = done(report);
	if (report->options.planned)
		text_printf(line, "%zu/%zu cases, ", finished, report->options.planned);
	else
		text_printf(line, "%zu cases, ", finished);
	text_printf(line, "%zu failed, ", counted->failed);
	layout_count(line, counted->errors, "error");
	text_printf(line, ", %zu skipped", counted->skipped);
}

/** The rewritten line must not be longer than the terminal is wide, or it scrolls. */
static void show_line(struct text_report *report, const struct result *result)
{
	struct text line = text_new(4096);
	size_t width = report->options.width ? report->options.width : WIDTH;
	put_progress(report, &line);
	text_puts(&line, " · ");
	escape_text(&line, str_of(masked(report, result->id)), ESCAPE_LINE);
	size_t length = escape_cut((struct str){line.ptr, line.len}, width - 1);
	fprintf(report->options.out, "\r\x1b[K%.*s", (int)length, line.ptr);
	fflush(report->options.out);
	report->line_shown = true;
	text_free(&line);
}

/** In CI: some twenty lines in a run, but none for a handful of cases. */
static bool is_step(const struct text_report *report)
{
	size_t step = report->options.planned / STEPS;
	step = step < LEAST_STEP ? LEAST_STEP : step;
	return done(report) % step == 0 && done(report) != report->options.planned;
}

static void tell_step(struct text_report *report)
{
	struct text line = text_new(4096);
	put_progress(report, &line);
	fprintf(report->options.out, "%s\n", text_str(&line));
	fflush(report->options.out);
	text_free(&line);
}

void text_report_case(struct text_report *report, const struct result *result)
{
	verdict_count(&report->counted, result);
	if (!report->options.out)
		return;
	if (result->verdict == VERDICT_FAIL || result->verdict == VERDICT_ERROR) {
		text_report_pause(report);
		tell_failure(report, result);
	}
	if (report->options.terminal)
		show_line(report, result);
	else if (is_step(report))
		tell_step(report);
	arena_reset(report->scratch);
}

int text_report_end(struct text_report *report, const char *record, const struct report_options *options,
                    struct diag *diag)
{
	text_report_pause(report);
	arena_free(report->scratch);
	free(report);
	return record ? report_write(report_find("text"), record, "-", options, diag) : 0;
}
