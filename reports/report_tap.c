// SPDX-License-Identifier: Apache-2.0
#include "describe.h"
#include "escape.h"
#include "formats.h"

enum { ROOM = 1 << 20, FIELD_MAX = 4000, FINDINGS_MAX = 20 };

/** A description: `#` would begin a directive, a backslash an escape. */
static void describe(struct text *out, const char *foreign)
{
	struct text line = text_new(ROOM);
	escape_line(&line, foreign, FIELD_MAX);
	for (const char *at = text_str(&line); *at; at++) {
		if (*at == '#' || *at == '\\')
			text_putc(out, '\\');
		text_putc(out, *at);
	}
	text_free(&line);
}

/** A scalar between double quotes: what is left of escapes after escape_text() are backslashes and quotes. */
static void quote(struct text *out, const char *foreign)
{
	struct text line = text_new(ROOM);
	escape_line(&line, foreign, FIELD_MAX);
	text_putc(out, '"');
	for (const char *at = text_str(&line); *at; at++) {
		if (*at == '"' || *at == '\\')
			text_putc(out, '\\');
		text_putc(out, *at);
	}
	text_putc(out, '"');
	text_free(&line);
}

static void pair(struct text *out, const char *indent, const char *key, const char *value)
{
	if (!value || !*value)
		return;
	text_printf(out, "%s%s: ", indent, key);
	quote(out, value);
	text_putc(out, '\n');
}

static void write_finding(struct text *out, const struct result *result, const struct finding *finding)
{
	struct text value = text_new(ROOM);
	describe_headline(&value, finding);
	pair(out, "    - ", "message", text_str(&value));
	text_clear(&value);
	describe_guide(&value, result, finding);
	pair(out, "      ", "level", level_name(finding->level));
	pair(out, "      ", "check", finding->check);
	pair(out, "      ", "guide", text_str(&value));
	pair(out, "      ", "path", finding->path);
	pair(out, "      ", "record", finding->record);
	pair(out, "      ", "expected", finding->expected);
	pair(out, "      ", "actual", finding->actual);
	text_free(&value);
}

/** The YAML block behind a test point: what a reader shows when the point is opened. */
static void write_diagnostics(struct text *out, const struct result *result)
{
	text_puts(out, "  ---\n");
	pair(out, "  ", "verdict", verdict_name(result->verdict));
	pair(out, "  ", "because", result->because);
	pair(out, "  ", "reason", result->reason);
	if (result->finding_count)
		text_puts(out, "  findings:\n");
	for (size_t i = 0; i < result->finding_count && i < FINDINGS_MAX; i++)
		write_finding(out, result, &result->findings[i]);
	if (result->finding_count > FINDINGS_MAX)
		text_printf(out, "  findings_left_out: %zu\n", result->finding_count - FINDINGS_MAX);
	if (result->exchange_count)
		pair(out, "  ", "repeat", result->exchanges[result->exchange_count - 1].curl);
	text_printf(out, "  duration_ms: %lld\n  ...\n", (long long)(result->duration_us / 1000));
}

static void write_point(void *context, size_t n, const struct indexed_case *indexed, const struct result *result)
{
	FILE *out = context;
	struct text text = text_new(SIZE_MAX / 4);
	bool bad = result->verdict == VERDICT_FAIL || result->verdict == VERDICT_ERROR;
	bool known = result->verdict == VERDICT_KNOWN;
	text_printf(&text, "%s %zu - ", bad || known ? "not ok" : "ok", n + 1);
	describe(&text, result->area);
	text_putc(&text, '/');
	describe(&text, result->operation);
	text_putc(&text, ':');
	describe(&text, indexed->name);
	if (result->verdict == VERDICT_SKIP || known) {
		text_puts(&text, known ? " # TODO " : " # SKIP ");
		describe(&text, result->reason);
	}
	text_putc(&text, '\n');
	if (bad || result->finding_count)
		write_diagnostics(&text, result);
	fwrite(text_str(&text), 1, text.len, out);
	text_free(&text);
}

bool write_tap(const struct run_index *run, FILE *out, UNUSED const struct report_options *options, struct diag *diag)
{
	fprintf(out, "TAP version 14\n1..%zu%s\n", run->count, run->count ? "" : " # SKIP nothing ran");
	bool whole = run_index_each(run, write_point, out, diag);
	if (!run->complete)
		fputs("Bail out! the run record has no summary\n", out);
	return whole;
}
