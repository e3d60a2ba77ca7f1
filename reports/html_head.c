// SPDX-License-Identifier: Apache-2.0
/* The beginning of the HTML report: policy, styles, what was done in one line, where it was done, the ways through it. */
#include <string.h>

#include "digest.h"
#include "html.h"
#include "html_assets.h"
#include "verdict.h"

static void put_document(const struct html_page *page)
{
	FILE *out = page->out;
	fprintf(out,
	        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '%s'; "
	        "script-src '%s'; base-uri 'none'; form-action 'none'\">\n",
	        digest_policy(page->arena, str_of(html_style)), digest_policy(page->arena, str_of(html_script)));
	fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
	      "<meta name=\"robots\" content=\"noindex\">\n<title>",
	      out);
	html_text(out, page->run->summary.word);
	fputs(": ", out);
	html_text(out, page->run->header.target);
	fprintf(out, " · epmm-conform</title>\n<style>%s</style>\n</head>\n", html_style);
}

static const char *verdict_class(int exit_code)
{
	if (exit_code == EXIT_CONFORMANT)
		return "pass";
	return exit_code == EXIT_NONCONFORMANT ? "fail" : "error";
}

/** What was done, in one line, for whoever must decide. */
static void put_line(const struct html_page *page)
{
	const struct run_summary *summary = &page->run->summary;
	FILE *out = page->out;
	size_t reads = summary->requests > summary->writes ? summary->requests - summary->writes : 0;
	fputs("<p class=\"line\"><strong>", out);
	html_count(out, reads, "read");
	fputs("</strong>, <strong>", out);
	html_count(out, summary->writes, "write");
	fputs("</strong>, <strong>", out);
	html_bytes(out, summary->bytes);
	fputs("</strong> received. Verdict: <strong>", out);
	html_text(out, summary->word);
	fprintf(out, "</strong> (exit code %d).</p>\n", summary->exit_code);
}

static void put_shares(const struct html_page *page)
{
	const struct run_summary *summary = &page->run->summary;
	const size_t parts[] = {summary->failed, summary->errors, summary->known, summary->passed, summary->skipped};
	static const char *const css[] = {"fail", "error", "known", "pass", "skip"};
	static const char *const words[] = {"failed", "without a verdict", "known deviations", "passed", "skipped"};
	FILE *out = page->out;
	html_bar(out, NULL, parts, css, ARRAY_LEN(parts));
	fputs("<ul class=\"tiles\">\n", out);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		fprintf(out, "<li class=\"%s\"><strong>", parts[i] ? css[i] : "none");
		html_count(out, parts[i], "");
		fprintf(out, "</strong> %s</li>\n", words[i]);
	}
	fprintf(out, "<li class=\"%s\"><strong>", summary->warnings ? "warn" : "none");
	html_count(out, summary->warnings, "");
	fprintf(out, "</strong> warning%s</li>\n</ul>\n", summary->warnings == 1 ? "" : "s");
}

static void put_shout(const struct html_page *page)
{
	const struct run_header *header = &page->run->header;
	const struct run_summary *summary = &page->run->summary;
	const struct {
		const char *title;
		const char *text;
	} shouts[] = {
		{"Warning", header->warnings},
		{"Ended early", summary->trouble},
		{"Outcome unknown", summary->unknown},
		{"Not taken back", summary->left},
		{"Take it back with epmm-conform cleanup", summary->left ? summary->journal : NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(shouts); i++) {
		if (!shouts[i].text || !*shouts[i].text)
			continue;
		fprintf(page->out, "<p class=\"shout%s\"><strong>%s:</strong> ", i == 0 ? " loud" : "", shouts[i].title);
		html_text(page->out, shouts[i].text);
		fputs("</p>\n", page->out);
	}
}

static void put_fact(const struct html_page *page, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	fprintf(page->out, "<div><dt>%s</dt><dd>", name);
	html_text(page->out, value);
	fputs("</dd></div>\n", page->out);
}

/** Pieces that a separator joins, as a list that is closed at first. */
static void put_pieces(const struct html_page *page, const char *title, const char *pieces, const char *between)
{
	if (!pieces || !*pieces)
		return;
	fprintf(page->out, "<details class=\"pieces\"><summary>%s</summary>\n<ul>\n", title);
	for (const char *at = pieces; *at;) {
		const char *end = strstr(at, between);
		size_t length = end ? (size_t)(end - at) : strlen(at);
		fputs("<li>", page->out);
		html_text(page->out, arena_copy(page->arena, at, length));
		fputs("</li>\n", page->out);
		at += length + (end ? strlen(between) : 0);
	}
	fputs("</ul>\n</details>\n", page->out);
}

static void put_facts(const struct html_page *page)
{
	const struct run_header *header = &page->run->header;
	const struct run_summary *summary = &page->run->summary;
	const char *rules = header->strict ? "strict: warnings fail" : NULL;
	const struct {
		const char *name;
		const char *value;
	} facts[] = {
		{"Target", header->target},
		{"Kind", header->target_kind},
		{"Product version", header->product_version},
		{"Started", header->started},
		{"Suite", header->suite},
		{"Selection", header->select},
		{"Formats", header->formats},
		{"Rules", rules},
		{"Privacy", header->privacy ? "personal data is masked" : NULL},
		{"Tool", arena_printf(page->arena, "epmm-conform %s", header->tool_version)},
		{"Case set", header->case_version},
		{"Machine", header->hostname},
	};
	fputs("<dl class=\"facts\">\n", page->out);
	for (size_t i = 0; i < ARRAY_LEN(facts); i++) {
		put_fact(page, facts[i].name, facts[i].value);
		if (strcmp(facts[i].name, "Started") != 0)
			continue;
		fputs("<div><dt>Took</dt><dd>", page->out);
		html_duration(page->out, summary->duration_us);
		fputs("</dd></div>\n", page->out);
	}
	fputs("</dl>\n", page->out);
	put_pieces(page, "Left behind on purpose", summary->residue, "; ");
	put_pieces(page, "Objects used", summary->fixtures, " ");
}

static void put_way(const struct html_page *page, const char *anchor, const char *name, size_t count, const char *css)
{
	fprintf(page->out, "<li><a href=\"#%s\">%s", anchor, name);
	if (count) {
		fprintf(page->out, " <span class=\"count %s\">", css);
		html_count(page->out, count, "");
		fputs("</span>", page->out);
	}
	fputs("</a></li>\n", page->out);
}

static void put_ways(const struct html_page *page)
{
	const struct run_summary *summary = &page->run->summary;
	size_t bad = summary->failed + summary->errors;
	fputs("<nav aria-label=\"Sections\">\n<p class=\"brand\">epmm-conform</p>\n<ul>\n", page->out);
	put_way(page, "summary", "Summary", 0, "");
	put_way(page, "areas", "Areas", 0, "");
	if (bad) {
		put_way(page, "broken", "What is broken", page->failures.count, "fail");
		put_way(page, "failures", "Failures", bad, "fail");
	}
	if (page->warnings.count)
		put_way(page, "warnings", "Warnings", page->warnings.count, "warn");
	if (page->notes.count)
		put_way(page, "notes", "Notes", page->notes.count, "skip");
	if (page->known.count)
		put_way(page, "known", "Known deviations", summary->known, "warn");
	if (page->skips.count)
		put_way(page, "skipped", "Skipped", summary->skipped, "skip");
	put_way(page, "matrix", "Matrix", 0, "");
	if (summary->coverage_count)
		put_way(page, "coverage", "Guide coverage", 0, "");
	put_way(page, "durations", "Durations", 0, "");
	put_way(page, "cases", "All cases", page->run->count, "skip");
	fputs("</ul>\n</nav>\n", page->out);
}

/** Hidden until the script shows it: without the script it would do nothing. */
static void put_filter(const struct html_page *page)
{
	static const char *const values[] = {"fail", "error", "known", "warn", "skip", "pass"};
	static const char *const names[] = {"failed", "errors", "known", "with warnings", "skipped", "passed"};
	FILE *out = page->out;
	fputs("<form id=\"filter\" class=\"filter\" role=\"search\" aria-label=\"Filter of cases\" hidden>\n"
	      "<label>Text <input id=\"filter-text\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" "
	      "placeholder=\"id, path, message\"></label>\n"
	      "<label>Requirement <input id=\"filter-requirement\" type=\"search\" autocomplete=\"off\" "
	      "spellcheck=\"false\" placeholder=\"R065\" size=\"6\"></label>\n"
	      "<label>Area <select id=\"filter-area\"><option value=\"\">all</option>",
	      out);
	for (size_t i = 0; i < page->area_count; i++) {
		fputs("<option>", out);
		html_text(out, page->areas[i].name);
		fputs("</option>", out);
	}
	fputs("</select></label>\n<fieldset><legend>Verdict</legend>\n", out);
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		fprintf(out, "<label class=\"choice\"><input type=\"checkbox\" name=\"verdict\" value=\"%s\"> %s</label>\n",
		        values[i], names[i]);
	fputs("</fieldset>\n<button type=\"reset\">Clear</button>\n<output id=\"matches\" aria-live=\"polite\"></output>\n"
	      "</form>\n",
	      out);
}

void html_head(const struct html_page *page)
{
	FILE *out = page->out;
	put_document(page);
	fputs("<body>\n<a class=\"skip-link\" href=\"#main\">Skip to the content</a>\n<div class=\"page\">\n<header>\n", out);
	put_ways(page);
	fputs("</header>\n<main id=\"main\" tabindex=\"-1\">\n", out);
	fprintf(out, "<section id=\"summary\" class=\"summary %s\" aria-labelledby=\"title\">\n<h1 id=\"title\">",
	        verdict_class(page->run->summary.exit_code));
	html_text(out, page->run->summary.word);
	fputs("</h1>\n", out);
	put_line(page);
	put_shout(page);
	put_shares(page);
	put_facts(page);
	fputs("</section>\n", out);
	put_filter(page);
}
