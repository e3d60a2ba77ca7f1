// SPDX-License-Identifier: Apache-2.0
/* Tables of the HTML report: areas, what is broken, warnings and skips in groups, the matrix. */
#include <string.h>

#include "html.h"

static void open_section(FILE *out, const char *id, const char *title)
{
	fprintf(out, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">%s</h2>\n", id, id, id, title);
}

/** A table that may be wider than the screen; it scrolls by keyboard, too. */
static void open_table(FILE *out, const char *label, const char *css)
{
	fprintf(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"%s\"><table class=\"%s\">\n", label,
	        css);
}

static void put_number(FILE *out, size_t number, const char *css)
{
	fprintf(out, "<td class=\"number %s\">%zu</td>", number ? css : "zero", number);
}

static void put_counts(FILE *out, const struct html_counts *counts)
{
	static const enum verdict order[] = {VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR, VERDICT_KNOWN, VERDICT_SKIP};
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		put_number(out, counts->verdicts[order[i]], html_verdict_class[order[i]]);
	put_number(out, counts->warnings, "warn");
	fputs("<td class=\"number\">", out);
	html_duration(out, counts->duration_us);
	fputs("</td>", out);
}

static void put_area(FILE *out, const struct html_area *area)
{
	static const char *const css[] = {"fail", "error", "known", "pass", "skip"};
	const size_t *verdicts = area->counts.verdicts;
	const size_t parts[] = {verdicts[VERDICT_FAIL], verdicts[VERDICT_ERROR], verdicts[VERDICT_KNOWN],
	                        verdicts[VERDICT_PASS], verdicts[VERDICT_SKIP]};
	size_t cases = parts[0] + parts[1] + parts[2] + parts[3] + parts[4];
	fputs("<tr><th scope=\"row\">", out);
	html_text(out, area->name);
	fputs("</th><td class=\"wide\">", out);
	html_bar(out, NULL, parts, css, ARRAY_LEN(parts));
	fprintf(out, "</td><td class=\"number\">%zu</td><td class=\"number\">%zu</td>", area->operations, cases);
	put_counts(out, &area->counts);
	fputs("</tr>\n", out);
}

void html_overview(const struct html_page *page)
{
	FILE *out = page->out;
	open_section(out, "areas", "Areas");
	open_table(out, "Areas", "areas");
	fputs("<thead><tr><th scope=\"col\">area</th><th scope=\"col\" class=\"wide\"><span class=\"vh\">chart</span></th>"
	      "<th scope=\"col\">operations</th><th scope=\"col\">cases</th><th scope=\"col\">passed</th>"
	      "<th scope=\"col\">failed</th><th scope=\"col\">errors</th><th scope=\"col\">known</th><th "
	      "scope=\"col\">skipped</th>"
	      "<th scope=\"col\">warnings</th><th scope=\"col\">time</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < page->area_count; i++)
		put_area(out, &page->areas[i]);
	fputs("</tbody>\n</table></div>\n</section>\n", out);
}

static void put_requirement(const struct html_page *page, const struct html_matter *matter)
{
	FILE *out = page->out;
	if (!matter->requirement) {
		fputs("<td></td>", out);
		return;
	}
	fputs("<td class=\"requirement\"><strong>", out);
	html_text(out, matter->requirement);
	fputs("</strong> ", out);
	html_text(out, matter->strength);
	fputs("</td>", out);
}

static void put_matter(const struct html_page *page, const struct html_matter *matter)
{
	FILE *out = page->out;
	const struct guide_statement *statement = html_statement(page, matter->requirement);
	fputs("<tr><td class=\"number\">", out);
	html_count(out, matter->cases, "");
	fputs("</td><td class=\"what\">", out);
	html_text(out, matter->text);
	if (matter->path) {
		fputs(" <code>", out);
		html_text(out, matter->path);
		fputs("</code>", out);
	}
	if (statement) {
		fputs("<br><span class=\"faint\">", out);
		html_text(out, statement->statement);
		fputs("</span>", out);
	}
	fputs("</td>", out);
	put_requirement(page, matter);
	fputs("<td class=\"id\">", out);
	html_case_link(page, matter->first);
	fputs("</td></tr>\n", out);
}

static void put_matters(const struct html_page *page, const struct html_matters *matters, const char *label)
{
	FILE *out = page->out;
	open_table(out, label, "matters");
	fputs("<thead><tr><th scope=\"col\">cases</th><th scope=\"col\">what</th><th scope=\"col\">requirement</th>"
	      "<th scope=\"col\">first in</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < matters->count; i++)
		put_matter(page, &matters->rows[i]);
	fputs("</tbody>\n</table></div>\n", out);
	if (matters->beyond)
		fprintf(out, "<p>… and %zu more findings, in the run record.</p>\n", matters->beyond);
}

void html_matters(const struct html_page *page)
{
	const struct run_summary *summary = &page->run->summary;
	FILE *out = page->out;
	if (!page->failures.count)
		return;
	open_section(out, "broken", "What is broken");
	fputs("<p>", out);
	html_count(out, summary->failed + summary->errors, "case");
	fputs(" without a pass, for ", out);
	html_count(out, page->failures.count, "different reason");
	fputs(".</p>\n", out);
	put_matters(page, &page->failures, "What is broken");
	fputs("</section>\n", out);
}

/** Cases by the reason that the record gives for them. */
static void put_reasons(const struct html_page *page, const struct html_matters *matters, const char *id,
                        const char *title)
{
	FILE *out = page->out;
	open_section(out, id, title);
	open_table(out, title, "matters");
	fputs("<thead><tr><th scope=\"col\">cases</th><th scope=\"col\">reason</th><th "
	      "scope=\"col\">first</th></tr></thead>\n"
	      "<tbody>\n",
	      out);
	for (size_t i = 0; i < matters->count; i++) {
		fputs("<tr><td class=\"number\">", out);
		html_count(out, matters->rows[i].cases, "");
		fputs("</td><td class=\"what\">", out);
		html_text(out, matters->rows[i].text);
		fputs("</td><td class=\"id\">", out);
		html_case_link(page, matters->rows[i].first);
		fputs("</td></tr>\n", out);
	}
	fputs("</tbody>\n</table></div>\n", out);
	if (matters->beyond)
		fprintf(out, "<p>… and %zu more cases, in the list of all.</p>\n", matters->beyond);
	fputs("</section>\n", out);
}

void html_warnings(const struct html_page *page)
{
	FILE *out = page->out;
	if (page->warnings.count) {
		open_section(out, "warnings", "Warnings");
		fputs("<p>Worth a look, but no reason to fail: weaker statements, or ones on which the guide contradicts "
		      "itself.</p>\n",
		      out);
		put_matters(page, &page->warnings, "Warnings");
		fputs("</section>\n", out);
	}
	if (page->notes.count) {
		open_section(out, "notes", "Notes");
		fputs("<details><summary>Seen, and allowed: never changes a verdict</summary>\n", out);
		put_matters(page, &page->notes, "Notes");
		fputs("</details>\n</section>\n", out);
	}
	if (page->known.count)
		put_reasons(page, &page->known, "known", "Known deviations");
	if (page->skips.count)
		put_reasons(page, &page->skips, "skipped", "Skipped");
}

/** "3 cases: 1 failed, 2 passed", after the name of the format. */
static void put_cell_words(FILE *out, const struct html_cell *cell, size_t cases)
{
	static const enum verdict order[] = {VERDICT_FAIL, VERDICT_ERROR, VERDICT_KNOWN, VERDICT_PASS, VERDICT_SKIP};
	const char *before = ": ";
	html_count(out, cases, "case");
	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		if (!cell->verdicts[order[i]])
			continue;
		fprintf(out, "%s%zu %s", before, cell->verdicts[order[i]], html_verdict_word[order[i]]);
		before = ", ";
	}
}

static void put_cell(const struct html_page *page, const struct html_cell *cell, size_t format)
{
	static const char *const signs[HTML_VERDICTS] =
		{[VERDICT_PASS] = "✓", [VERDICT_FAIL] = "✗", [VERDICT_ERROR] = "!", [VERDICT_SKIP] = "–", [VERDICT_KNOWN] = "~"};
	size_t cases = 0;
	for (size_t i = 0; i < HTML_VERDICTS; i++)
		cases += cell->verdicts[i];
	if (!cases)
		return;
	enum verdict worst = page->run->cases[cell->worst].verdict;
	FILE *out = page->out;
	fprintf(out, "<a class=\"chip %s\" href=\"#", html_verdict_class[worst]);
	html_anchor(page, cell->worst);
	fputs("\" title=\"", out);
	put_cell_words(out, cell, cases);
	fprintf(out, "\">%s<span class=\"sign\" aria-hidden=\"true\">%s</span><span class=\"vh\">, ",
	        format + 1 < HTML_FORMATS ? html_formats[format] : "any", signs[worst]);
	put_cell_words(out, cell, cases);
	fputs("</span></a> ", out);
}

static void put_matrix_row(const struct html_page *page, const struct html_operation *operation)
{
	FILE *out = page->out;
	fputs("<tr><th scope=\"row\">", out);
	html_text(out, operation->name);
	fputs("</th>", out);
	for (size_t column = 0; column < HTML_COLUMNS; column++) {
		fputs("<td>", out);
		for (size_t format = 0; format < HTML_FORMATS; format++)
			put_cell(page, &operation->cells[column][format], format);
		fputs("</td>", out);
	}
	fputs("</tr>\n", out);
}

void html_matrix(const struct html_page *page)
{
	FILE *out = page->out;
	open_section(out, "matrix", "Matrix");
	fputs("<p>Operations by kind of case and format. Each mark leads to the gravest of its cases: "
	      "<span class=\"chip pass\">xml<span class=\"sign\">✓</span></span> passed, "
	      "<span class=\"chip fail\">xml<span class=\"sign\">✗</span></span> failed, "
	      "<span class=\"chip error\">xml<span class=\"sign\">!</span></span> no verdict, "
	      "<span class=\"chip skip\">xml<span class=\"sign\">–</span></span> skipped, "
	      "<span class=\"chip known\">xml<span class=\"sign\">~</span></span> a known deviation.</p>\n",
	      out);
	open_table(out, "Matrix", "matrix");
	fputs("<thead><tr><th scope=\"col\">operation</th>", out);
	for (size_t i = 0; i < HTML_COLUMNS; i++)
		fprintf(out, "<th scope=\"col\">%s</th>", html_columns[i]);
	fputs("</tr></thead>\n", out);
	for (size_t i = 0; i < page->area_count; i++) {
		const struct html_area *area = &page->areas[i];
		fprintf(out, "<tbody>\n<tr class=\"area\"><th scope=\"rowgroup\" colspan=\"%d\">", HTML_COLUMNS + 1);
		html_text(out, area->name);
		fputs("</th></tr>\n", out);
		for (size_t k = 0; k < area->operations; k++)
			put_matrix_row(page, &page->operations[area->first + k]);
		fputs("</tbody>\n", out);
	}
	fputs("</table></div>\n</section>\n", out);
}
