// SPDX-License-Identifier: Apache-2.0
/* For a step summary or a merge request: a table of counts by operation and what failed. */
#include <string.h>

#include "describe.h"
#include "escape.h"
#include "formats.h"

enum { ROOM = 1 << 20, FIELD_MAX = 4000, FAILURES_MAX = 50 };

/** What write_case() needs between two cases. */
struct sheet {
	FILE *out;
	size_t told; /**< failed cases so far */
};

/** Inline text of ours or of a target: neither Markdown nor HTML, and no cell of a table ends in it. */
static void inline_text(FILE *out, const char *foreign)
{
	struct text line = text_new(ROOM);
	escape_line(&line, foreign, FIELD_MAX);
	for (const char *at = text_str(&line); *at; at++) {
		if (strchr("<>&|`*_[]\\~#@:", *at))
			fprintf(out, "&#%d;", *at);
		else
			fputc(*at, out);
	}
	text_free(&line);
}

static void write_head(const struct run_index *run, FILE *out)
{
	const struct run_summary *summary = &run->summary;
	fputs("## epmm-conform: ", out);
	inline_text(out, summary->word);
	fprintf(out, "\n\n%zu requests, %zu writes, %llu bytes against ", summary->requests, summary->writes,
	        (unsigned long long)summary->bytes);
	inline_text(out, run->header.target);
	fputs(" (", out);
	inline_text(out, run->header.target_kind);
	fputs("), suite ", out);
	inline_text(out, run->header.suite);
	fputs(".\n", out);
	if (run->header.warnings) {
		fputs("\n> ", out);
		inline_text(out, run->header.warnings);
		fputc('\n', out);
	}
	if (summary->trouble) {
		fputs("\n> ended early: ", out);
		inline_text(out, summary->trouble);
		fputc('\n', out);
	}
}

static void write_row(FILE *out, const char *name, const size_t counts[VERDICTS], size_t warnings)
{
	fputs("| ", out);
	inline_text(out, name);
	fprintf(out, " | %zu | %zu | %zu | %zu | %zu | %zu |\n", counts[VERDICT_PASS], counts[VERDICT_FAIL],
	        counts[VERDICT_ERROR], counts[VERDICT_KNOWN], counts[VERDICT_SKIP], warnings);
}

static void write_table(const struct run_index *run, FILE *out)
{
	size_t all[VERDICTS] = {0}, all_warnings = 0;
	fputs("\n| operation | passed | failed | errors | known | skipped | warnings |\n|---|--:|--:|--:|--:|--:|--:|\n",
	      out);
	for (size_t first = 0, last; first < run->count; first = last) {
		size_t counts[VERDICTS] = {0}, warnings = 0;
		for (last = first; last < run->count && run->cases[last].group == run->cases[first].group; last++) {
			counts[run->cases[last].verdict]++;
			all[run->cases[last].verdict]++;
			warnings += run->cases[last].warnings;
		}
		all_warnings += warnings;
		write_row(out, run->cases[first].group, counts, warnings);
	}
	write_row(out, "all", all, all_warnings);
}

static void write_part(FILE *out, const char *label, const char *value)
{
	if (!value || !*value)
		return;
	fprintf(out, "  - %s: ", label);
	inline_text(out, value);
	fputc('\n', out);
}

static void write_case(void *context, UNUSED size_t n, UNUSED const struct indexed_case *indexed,
                       const struct result *result)
{
	struct sheet *sheet = context;
	bool bad = result->verdict == VERDICT_FAIL || result->verdict == VERDICT_ERROR;
	if (!bad || sheet->told++ >= FAILURES_MAX)
		return;
	const struct finding *finding = result_gravest(result);
	struct text text = text_new(ROOM);
	fputs("- **", sheet->out);
	inline_text(sheet->out, result->id);
	fputs("** ", sheet->out);
	if (finding)
		describe_headline(&text, finding);
	else
		text_puts(&text, result->reason ? result->reason : "no verdict was possible");
	inline_text(sheet->out, text_str(&text));
	fputc('\n', sheet->out);
	if (finding) {
		text_clear(&text);
		describe_guide(&text, result, finding);
		write_part(sheet->out, "at", finding->path);
		write_part(sheet->out, "expected", finding->expected);
		write_part(sheet->out, "actual", finding->actual);
		write_part(sheet->out, "guide", text_str(&text));
	}
	text_free(&text);
}

bool write_markdown(const struct run_index *run, FILE *out, UNUSED const struct report_options *options,
                    struct diag *diag)
{
	struct sheet sheet = {.out = out};
	write_head(run, out);
	write_table(run, out);
	if (run->summary.failed + run->summary.errors)
		fputs("\n### What did not pass\n\n", out);
	if (!run_index_each(run, write_case, &sheet, diag))
		return false;
	if (sheet.told > FAILURES_MAX)
		fprintf(out, "- … and %zu more cases\n", sheet.told - FAILURES_MAX);
	return true;
}
