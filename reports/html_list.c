// SPDX-License-Identifier: Apache-2.0
/* The list of all cases of the HTML report: a table for each operation, a row for each case. */
#include <string.h>

#include "describe.h"
#include "html.h"

enum { ROOM = 1 << 16 };

static void put_requirements(FILE *out, const struct result *result)
{
	fputs("\" data-r=\"", out);
	const char *id;
	for (size_t i = 0; (id = result_requirement(result, i)); i++) {
		fputs(i ? " " : "", out);
		html_text(out, id);
	}
	fputs("\"", out);
}

/** One line about what became of a case. */
static void put_outcome(FILE *out, const struct result *result)
{
	const struct finding *finding = result_gravest(result);
	struct text text = text_new(ROOM);
	if (result->reason)
		text_puts(&text, result->reason);
	else if (result->verdict != VERDICT_PASS && finding)
		describe_headline(&text, finding);
	else if (result->because)
		text_puts(&text, result->because);
	html_text(out, text_str(&text));
	text_free(&text);
}

static void put_name(const struct html_page *page, size_t n)
{
	FILE *out = page->out;
	fputs("<a href=\"#", out);
	html_anchor(page, n);
	fputs("\">", out);
	html_text(out, page->run->cases[n].name);
	fputs("</a>", out);
}

static void put_row(const struct html_page *page, size_t n, const struct result *result)
{
	FILE *out = page->out;
	size_t warnings = page->run->cases[n].warnings;
	fputs("<tr", out);
	if (!page->told[n]) {
		fputs(" id=\"", out);
		html_anchor(page, n);
		fputc('"', out);
	}
	fprintf(out, " data-v=\"%s%s\" data-a=\"", html_verdict_class[result->verdict], warnings ? " warn" : "");
	html_text(out, result->area);
	put_requirements(out, result);
	fputs("><th scope=\"row\" class=\"id\">", out);
	put_name(page, n);
	fputs("</th><td>", out);
	html_badge(out, html_verdict_class[result->verdict], html_verdict_word[result->verdict]);
	if (warnings) {
		fputs(" <span class=\"badge warn\">", out);
		html_count(out, warnings, "warning");
		fputs("</span>", out);
	}
	fputs("</td><td>", out);
	put_outcome(out, result);
	fprintf(out, "</td><td class=\"number\">%zu</td><td class=\"number\">", result->exchange_count);
	if (result->exchange_count)
		html_duration(out, result->duration_us);
	fputs("</td></tr>\n", out);
}

static void put_tally(FILE *out, const struct html_operation *operation)
{
	static const enum verdict order[] = {VERDICT_FAIL, VERDICT_ERROR, VERDICT_KNOWN, VERDICT_PASS, VERDICT_SKIP};
	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		size_t count = operation->counts.verdicts[order[i]];
		if (count)
			fprintf(out, " <span class=\"tally %s\">%zu %s</span>", html_verdict_class[order[i]], count,
			        html_verdict_word[order[i]]);
	}
}

static void open_operation(const struct html_page *page, const struct html_operation *operation)
{
	FILE *out = page->out;
	fputs("<details class=\"operation\"><summary><span class=\"name\">", out);
	html_text(out, operation->area);
	fputs("/", out);
	html_text(out, operation->name);
	fputs("</span>", out);
	put_tally(out, operation);
	fputs("</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Cases of ", out);
	html_text(out, operation->area);
	fputs("/", out);
	html_text(out, operation->name);
	fputs(
		"\"><table class=\"list\">\n<thead><tr><th scope=\"col\">case</th><th scope=\"col\">verdict</th>"
		"<th scope=\"col\">why</th><th scope=\"col\">requests</th><th scope=\"col\">time</th></tr></thead>\n<tbody>\n",
		out);
}

bool html_cases(struct html_page *page, struct diag *diag)
{
	FILE *out = page->out;
	struct arena *scratch = arena_new();
	bool whole = true;
	fputs("<section id=\"cases\" aria-labelledby=\"cases-title\">\n<h2 id=\"cases-title\">All cases</h2>\n", out);
	for (size_t i = 0; i < page->operation_count && whole; i++) {
		const struct html_operation *operation = &page->operations[i];
		open_operation(page, operation);
		for (size_t k = 0; k < operation->count && whole; k++) {
			const struct result *result = run_index_case(page->run, operation->first + k, scratch);
			whole = result != NULL;
			if (whole)
				put_row(page, operation->first + k, result);
			arena_reset(scratch);
		}
		fputs("</tbody>\n</table></div>\n</details>\n", out);
	}
	fputs("</section>\n", out);
	arena_free(scratch);
	if (!whole)
		diag_error(diag, (struct position){0}, "the run record changed while a report was made from it");
	return whole;
}
