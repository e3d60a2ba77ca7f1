// SPDX-License-Identifier: Apache-2.0
/* Charts of the HTML report: inline SVG without styles of its own; each has its numbers as a table beside it. */
#include <string.h>

#include "html.h"

enum { WIDE = 1000, COLUMN = 62, GAP = 14, LEFT = 40, HIGH = 180, TOP = 20, KIND_PARTS = 3 };

/** Colours for readers that drop the style sheet, which has finer ones. */
static const char *fill_of(const char *css)
{
	static const struct {
		const char *css;
		const char *fill;
	} fills[] = {{"pass", "#3fa46b"},   {"fail", "#d64c42"}, {"error", "#8f68cc"},
	             {"column", "#5b7fd4"}, {"skip", "#b9c1cc"}, {"known", "#dcae2b"}};
	for (size_t i = 0; i < ARRAY_LEN(fills); i++)
		if (strcmp(fills[i].css, css) == 0)
			return fills[i].fill;
	return "#e4e8ee";
}

void html_bar(FILE *out, const char *title, const size_t *parts, const char *const *css, size_t count)
{
	size_t all = 0;
	for (size_t i = 0; i < count; i++)
		all += parts[i];
	fputs("<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" width=\"100%\" height=\"10\"", out);
	if (title) {
		fputs(" role=\"img\"><title>", out);
		html_text(out, title);
		fputs("</title>", out);
	} else {
		fputs(" aria-hidden=\"true\" focusable=\"false\">", out);
	}
	size_t before = 0;
	for (size_t i = 0; i < count && all; i++) {
		size_t from = before * WIDE / all;
		before += parts[i];
		size_t width = before * WIDE / all - from;
		if (parts[i])
			fprintf(out, "<rect class=\"%s\" fill=\"%s\" x=\"%zu\" width=\"%zu\" height=\"10\"/>", css[i],
			        fill_of(css[i]), from, width ? width : 1);
	}
	fputs("</svg>\n", out);
}

static const char *bucket_name(size_t bucket)
{
	static const char *const names[HTML_BUCKETS] = {"< 1 ms",    "1–3 ms",  "3–10 ms", "10–30 ms", "30–100 ms",
	                                                "0.1–0.3 s", "0.3–1 s", "1–3 s",   "3–10 s",   "> 10 s"};
	return names[bucket];
}

static size_t largest_bucket(const struct html_page *page)
{
	size_t largest = 1;
	for (size_t i = 0; i < HTML_BUCKETS; i++)
		largest = page->buckets[i] > largest ? page->buckets[i] : largest;
	return largest;
}

static void put_columns(const struct html_page *page)
{
	FILE *out = page->out;
	size_t largest = largest_bucket(page);
	fprintf(out,
	        "<svg class=\"columns\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"columns-title columns-desc\">"
	        "<title id=\"columns-title\">Cases by duration</title><desc id=\"columns-desc\">Columns from the fastest "
	        "to the slowest cases; the table below has the numbers.</desc>",
	        LEFT * 2 + HTML_BUCKETS * (COLUMN + GAP), HIGH + TOP + 30);
	fprintf(out, "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LEFT / 2, TOP + HIGH,
	        LEFT + HTML_BUCKETS * (COLUMN + GAP) + LEFT / 2, TOP + HIGH);
	for (size_t i = 0; i < HTML_BUCKETS; i++) {
		size_t height = page->buckets[i] * HIGH / largest;
		height = page->buckets[i] && height < 2 ? 2 : height;
		size_t x = LEFT + i * (COLUMN + GAP);
		fprintf(out, "<rect class=\"column\" fill=\"#5b7fd4\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%zu\" rx=\"3\"/>",
		        x, TOP + HIGH - height, COLUMN, height);
		if (page->buckets[i])
			fprintf(out, "<text class=\"value\" text-anchor=\"middle\" font-size=\"12.5\" x=\"%zu\" y=\"%zu\">%zu</text>",
			        x + COLUMN / 2, TOP + HIGH - height - 6, page->buckets[i]);
		fprintf(out, "<text class=\"label\" text-anchor=\"middle\" font-size=\"12.5\" x=\"%zu\" y=\"%d\">",
		        x + COLUMN / 2, TOP + HIGH + 20);
		html_text(out, bucket_name(i));
		fputs("</text>", out);
	}
	fputs("</svg>\n", out);
}

static void put_buckets(const struct html_page *page)
{
	FILE *out = page->out;
	fputs("<details><summary>The chart as a table</summary>\n<table>\n<caption>Cases by duration</caption>\n"
	      "<thead><tr><th scope=\"col\">duration</th><th scope=\"col\">cases</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < HTML_BUCKETS; i++) {
		fputs("<tr><th scope=\"row\">", out);
		html_text(out, bucket_name(i));
		fprintf(out, "</th><td class=\"number\">%zu</td></tr>\n", page->buckets[i]);
	}
	fputs("</tbody>\n</table>\n</details>\n", out);
}

static void put_slowest(const struct html_page *page)
{
	static const char *const css[] = {"column", "rest"};
	FILE *out = page->out;
	const struct indexed_case *cases = page->run->cases;
	size_t longest = (size_t)cases[page->slowest[0]].duration_ms;
	fputs(
		"<h3>The slowest cases</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"The slowest "
		"cases\"><table>\n<thead><tr><th scope=\"col\">case</th><th scope=\"col\" class=\"number\">duration</th>"
		"<th scope=\"col\" class=\"wide\"><span class=\"vh\">share of the slowest</span></th></tr></thead>\n<tbody>\n",
		out);
	for (size_t i = 0; i < page->slowest_count; i++) {
		size_t took = (size_t)cases[page->slowest[i]].duration_ms;
		const size_t parts[] = {took, longest - took};
		fputs("<tr><th scope=\"row\" class=\"id\">", out);
		html_case_link(page, page->slowest[i]);
		fputs("</th><td class=\"number\">", out);
		html_duration(out, cases[page->slowest[i]].duration_ms * 1000);
		fputs("</td><td class=\"wide\">", out);
		html_bar(out, NULL, parts, css, longest ? 2 : 0);
		fputs("</td></tr>\n", out);
	}
	fputs("</tbody>\n</table></div>\n", out);
}

void html_durations(const struct html_page *page)
{
	FILE *out = page->out;
	fputs("<section id=\"durations\" aria-labelledby=\"durations-title\">\n<h2 id=\"durations-title\">Durations</h2>\n",
	      out);
	if (page->timed) {
		put_columns(page);
		put_buckets(page);
		put_slowest(page);
	} else {
		fputs("<p>No case sent a request.</p>\n", out);
	}
	fputs("</section>\n", out);
}

/** The kinds of what the guide documents, as the record names them and for people. */
static const struct {
	const char *kind;
	const char *strength;
	const char *name;
} kinds[] = {
	{"operation", NULL, "operations"},          {"parameter", NULL, "parameters"},
	{"status", NULL, "status codes"},           {"element", NULL, "elements of answers"},
	{"requirement", NULL, "requirements, all"}, {"requirement", "explicit", "… explicit"},
	{"requirement", "implied", "… implied"},    {"requirement", "inferred", "… inferred"},
};

static bool belongs(const struct guide_share *share, size_t kind, const char *area)
{
	const char *strength = kinds[kind].strength;
	return strcmp(share->kind, kinds[kind].kind) == 0 && (!area || strcmp(share->area, area) == 0) &&
	       (!strength || (share->strength && strcmp(share->strength, strength) == 0));
}

static struct guide_share sum_shares(const struct html_page *page, size_t kind, const char *area)
{
	const struct run_summary *summary = &page->run->summary;
	struct guide_share sum = {0};
	for (size_t i = 0; i < summary->coverage_count; i++) {
		const struct guide_share *share = &summary->coverage[i];
		if (!belongs(share, kind, area))
			continue;
		sum.documented += share->documented;
		sum.described += share->described;
		sum.executed += share->executed;
		sum.not_testable += share->not_testable;
	}
	return sum;
}

static void put_share(FILE *out, const char *name, const struct guide_share *share)
{
	static const char *const css[KIND_PARTS] = {"pass", "skip", "rest"};
	size_t seen = share->executed < share->documented ? share->executed : share->documented;
	size_t known = share->described > seen ? share->described - seen : 0;
	known = known < share->documented - seen ? known : share->documented - seen;
	const size_t parts[KIND_PARTS] = {seen, known, share->documented - seen - known};
	fputs("<tr><th scope=\"row\">", out);
	html_text(out, name);
	fputs("</th><td class=\"wide\">", out);
	html_bar(out, NULL, parts, css, KIND_PARTS);
	fprintf(out,
	        "</td><td class=\"number\">%zu&#160;%%</td><td class=\"number\">%zu</td><td class=\"number\">%zu</td>"
	        "<td class=\"number\">%zu</td><td class=\"number\">%zu</td></tr>\n",
	        share->documented ? seen * 100 / share->documented : 0, share->executed, share->described,
	        share->not_testable, share->documented);
}

static void put_share_table(const struct html_page *page, const char *area)
{
	FILE *out = page->out;
	fputs("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Guide coverage", out);
	if (area)
		fputs(" of ", out);
	html_text(out, area);
	fputs("\"><table class=\"shares\">\n<thead><tr><th scope=\"col\">of the guide</th><th scope=\"col\" class=\"wide\">"
	      "<span class=\"vh\">chart</span></th><th scope=\"col\">exercised</th><th scope=\"col\">in this run</th>"
	      "<th scope=\"col\">described</th><th scope=\"col\">not testable</th><th scope=\"col\">in the guide</th></tr>"
	      "</thead>\n<tbody>\n",
	      out);
	for (size_t kind = 0; kind < ARRAY_LEN(kinds); kind++) {
		struct guide_share share = sum_shares(page, kind, area);
		if (share.documented)
			put_share(out, kinds[kind].name, &share);
	}
	fputs("</tbody>\n</table></div>\n", out);
}

/** True when no row before the n-th is of its area. */
static bool is_new_area(const struct run_summary *summary, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(summary->coverage[i].area, summary->coverage[n].area) == 0)
			return false;
	return true;
}

void html_coverage(const struct html_page *page)
{
	const struct run_summary *summary = &page->run->summary;
	FILE *out = page->out;
	if (!summary->coverage_count)
		return;
	fputs(
		"<section id=\"coverage\" aria-labelledby=\"coverage-title\">\n<h2 id=\"coverage-title\">Guide coverage</h2>\n"
		"<p>What the guide documents, and how much of it had a case with a verdict in this run. "
		"<span class=\"key pass\">exercised</span> <span class=\"key skip\">described, not in this run</span> "
		"<span class=\"key rest\">not testable or open</span></p>\n",
		out);
	put_share_table(page, NULL);
	fputs("<details><summary>By area</summary>\n", out);
	for (size_t i = 0; i < summary->coverage_count; i++) {
		if (!is_new_area(summary, i))
			continue;
		fputs("<h3>", out);
		html_text(out, summary->coverage[i].area);
		fputs("</h3>\n", out);
		put_share_table(page, summary->coverage[i].area);
	}
	fputs("</details>\n</section>\n", out);
}
