// SPDX-License-Identifier: Apache-2.0
#include "live.h"

#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "escape.h"
#include "verdict.h"

enum {
	WIDTH = 80,
	MESSAGE_MAX = 200,
	ID_MAX = 200,
	LEAST_STEP = 25,
	STEPS = 20,
	REWRITE_US = 200000,
	LINE_US = 10000000
};

struct text_report {
	struct live_options options;
	struct run_summary counted;
	struct arena *scratch;
	const char *told_id; /**< of the answer that was told of last; compared, never read */
	int64_t told_us;     /**< and when that was, since its beginning */
	bool line_shown;     /**< a line without line end stands on the terminal */
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

/** A line that ends with the id of a case. One that is rewritten must not be longer than the terminal is wide, or it scrolls. */
static void put_line(struct text_report *report, struct text *line, const char *id)
{
	escape_text(line, str_of(masked(report, id)), ESCAPE_LINE);
	size_t width = report->options.width ? report->options.width : WIDTH;
	if (report->options.terminal) {
		size_t length = escape_cut((struct str){line->ptr, line->len}, width - 1);
		fprintf(report->options.out, "\r\x1b[K%.*s", (int)length, line->ptr);
		report->line_shown = true;
	} else {
		fprintf(report->options.out, "%s\n", text_str(line));
	}
	fflush(report->options.out);
}

static void show_line(struct text_report *report, const struct result *result)
{
	struct text line = text_new(4096);
	put_progress(report, &line);
	text_puts(&line, " · ");
	put_line(report, &line, result->id);
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

/** "12.3 MB of 1.2 GB, 3456 records, 61.2 MB/s, 19.4 s left". */
static void put_arrival(struct text *line, const struct arrival *arrival)
{
	uint64_t ms = (uint64_t)arrival->elapsed_us / 1000;
	uint64_t rate = ms ? arrival->bytes * 1000 / ms : 0;
	layout_bytes(line, arrival->bytes);
	if (arrival->announced) {
		text_puts(line, " of ");
		layout_bytes(line, arrival->announced);
	}
	text_puts(line, ", ");
	layout_count(line, arrival->records, "record");
	if (!rate)
		return;
	text_puts(line, ", ");
	layout_bytes(line, rate);
	text_puts(line, "/s");
	if (arrival->announced > arrival->bytes) {
		text_puts(line, ", ");
		layout_duration(line, (int64_t)((arrival->announced - arrival->bytes) * 1000 / rate) * 1000);
		text_puts(line, " left");
	}
}

void text_report_arrival(struct text_report *report, const struct arrival *arrival)
{
	int64_t pause = report->options.terminal ? REWRITE_US : LINE_US;
	int64_t told_us = arrival->id == report->told_id ? report->told_us : 0;
	if (!report->options.out || arrival->elapsed_us - told_us < pause)
		return;
	report->told_id = arrival->id;
	report->told_us = arrival->elapsed_us;
	struct text line = text_new(4096);
	put_arrival(&line, arrival);
	text_puts(&line, " · ");
	put_line(report, &line, arrival->id);
	text_free(&line);
	arena_reset(report->scratch);
}

int text_report_end(struct text_report *report, const struct run_index *index, const struct report_options *options,
                    struct diag *diag)
{
	text_report_pause(report);
	arena_free(report->scratch);
	free(report);
	return index ? report_write(report_find("text"), index, "-", options, diag) : 0;
}
