// SPDX-License-Identifier: Apache-2.0
/* A case of the HTML report that failed or has no verdict: the promise, the difference, request and response. */
#include <string.h>

#include "describe.h"
#include "html.h"

enum { FINDINGS_MAX = 20, EXCHANGES_MAX = 6, OPEN_MAX = 12, ROOM = 1 << 20, CHANCE = 3 };

/** What is written case by case. */
struct telling {
	struct html_page *page;
	size_t told;
};

static void put_row(FILE *out, const char *name, const char *value, const char *css)
{
	if (!value || !*value)
		return;
	fprintf(out, "<div><dt>%s</dt><dd class=\"%s\">", name, css);
	html_text(out, value);
	fputs("</dd></div>\n", out);
}

static void put_section_row(const struct html_page *page, const struct result *result, const struct finding *finding)
{
	FILE *out = page->out;
	const struct guide_statement *statement = html_statement(page, finding->requirement);
	struct text guide = text_new(ROOM);
	describe_guide(&guide, result, finding);
	if (guide.len || statement) {
		fputs("<div><dt>guide</dt><dd>", out);
		if (statement) {
			fputs("<q>", out);
			html_text(out, statement->statement);
			fputs("</q> ", out);
		}
		fputs("<span class=\"faint\">", out);
		html_text(out, text_str(&guide));
		if (statement && statement->errata) {
			fputs(" · errata ", out);
			html_text(out, statement->errata);
		}
		fputs("</span></dd></div>\n", out);
	}
	text_free(&guide);
}

static bool is_inside_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/** Where two texts begin to differ, never inside a character; a letter or two are equal by chance. */
static size_t common_start(struct str a, struct str b)
{
	size_t at = 0;
	while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at])
		at++;
	while (at && at < a.len && is_inside_character(a.ptr[at]))
		at--;
	while (at && at < b.len && is_inside_character(b.ptr[at]))
		at--;
	return at < CHANCE ? 0 : at;
}

/** Expected and actual below each other; what follows their first difference is marked. */
static void put_difference(FILE *out, const struct finding *finding)
{
	struct str expected = str_of(finding->expected);
	struct str actual = str_of(finding->actual);
	size_t at = common_start(expected, actual);
	if (expected.len) {
		fputs("<div><dt>expected</dt><dd class=\"expected\">", out);
		html_marked(out, expected, at, actual.len && at ? expected.len : at, false);
		fputs("</dd></div>\n", out);
	}
	if (actual.len) {
		fputs("<div><dt>actual</dt><dd class=\"actual\">", out);
		html_marked(out, actual, at, actual.len, false);
		fputs("</dd></div>\n", out);
	}
}

static void put_finding(const struct html_page *page, const struct result *result, const struct finding *finding)
{
	static const char *const css[] =
		{[LEVEL_NOTE] = "skip", [LEVEL_WARNING] = "warn", [LEVEL_FAILURE] = "fail", [LEVEL_ERROR] = "error"};
	FILE *out = page->out;
	struct text text = text_new(ROOM);
	describe_headline(&text, finding);
	fprintf(out, "<div class=\"finding %s\">\n<p class=\"headline\">", css[finding->level]);
	if (finding->level == LEVEL_NOTE || finding->level == LEVEL_WARNING) {
		html_badge(out, css[finding->level], level_name(finding->level));
		fputc(' ', out);
	}
	html_text(out, text_str(&text));
	fputs("</p>\n<dl class=\"difference\">\n", out);
	put_row(out, "at", finding->path, "code");
	put_row(out, "record", finding->record, "code");
	put_difference(out, finding);
	put_section_row(page, result, finding);
	if (finding->times > 1) {
		text_clear(&text);
		text_printf(&text, "%zu times; the first is shown", finding->times);
		put_row(out, "seen", text_str(&text), "");
	}
	fputs("</dl>\n</div>\n", out);
	text_free(&text);
}

static void put_findings(const struct html_page *page, const struct result *result)
{
	size_t told = 0;
	for (int level = LEVEL_ERROR; level >= LEVEL_NOTE; level--)
		for (size_t i = 0; i < result->finding_count; i++)
			if ((int)result->findings[i].level == level && told++ < FINDINGS_MAX)
				put_finding(page, result, &result->findings[i]);
	if (told > FINDINGS_MAX)
		fprintf(page->out, "<p class=\"faint\">… and %zu more findings, in the run record</p>\n", told - FINDINGS_MAX);
}

/** The last name of a path: "statusCode" of "devices/device[3]/statusCode". */
static struct str leaf_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	return (struct str){name, strcspn(name, "[")};
}

/** Where in a body the value of the finding stands behind its name; false when that cannot be told. */
static bool find_value(struct str body, const struct finding *finding, size_t *from, size_t *to)
{
	if (!finding || !finding->path || !finding->actual || !*finding->actual)
		return false;
	struct str name = leaf_of(finding->path);
	size_t length = strlen(finding->actual);
	for (size_t at = 0; name.len && at + name.len < body.len; at++) {
		if (memcmp(body.ptr + at, name.ptr, name.len) != 0)
			continue;
		size_t value = at + name.len;
		while (value < body.len && strchr("\">: \t\n", body.ptr[value]) && body.ptr[value])
			value++;
		if (value + length > body.len || memcmp(body.ptr + value, finding->actual, length) != 0)
			continue;
		*from = value;
		*to = value + length;
		return true;
	}
	return false;
}

static void put_request(FILE *out, const struct exchange *exchange)
{
	fputs("<div class=\"side\"><h4>Request</h4>\n<pre tabindex=\"0\"><code>", out);
	html_text(out, exchange->method);
	fputc(' ', out);
	html_text(out, exchange->url);
	if (exchange->accept) {
		fputs("\nAccept: ", out);
		html_text(out, exchange->accept);
	}
	fputs("\n\ncredentials: ", out);
	html_text(out, exchange->credentials);
	if (exchange->body && *exchange->body) {
		fputs("\n\n", out);
		html_lines(out, exchange->body);
	}
	fputs("</code></pre>\n</div>\n", out);
}

static void put_response_head(FILE *out, const struct exchange *exchange)
{
	if (exchange->trouble) {
		html_text(out, exchange->trouble);
		fputc('\n', out);
	}
	if (exchange->status)
		fprintf(out, "%d\n", exchange->status);
	if (exchange->content_type) {
		fputs("Content-Type: ", out);
		html_text(out, exchange->content_type);
		fputc('\n', out);
	}
	html_bytes(out, exchange->bytes);
	fputs(" in ", out);
	html_duration(out, exchange->duration_us);
}

static void put_response(FILE *out, const struct exchange *exchange, const struct finding *finding)
{
	struct str body = str_of(exchange->excerpt);
	size_t from = 0, to = 0;
	fputs("<div class=\"side\"><h4>Response</h4>\n<pre tabindex=\"0\"><code>", out);
	put_response_head(out, exchange);
	if (body.len) {
		fputs("\n\n", out);
		find_value(body, finding, &from, &to);
		html_marked(out, body, from, to, true);
		if (exchange->bytes > body.len)
			fputs("\n…", out);
	} else if (exchange->bytes) {
		fputs("\n\n(the record does not keep this body)", out);
	}
	fputs("</code></pre>\n</div>\n", out);
}

static void put_exchange(const struct html_page *page, const struct exchange *exchange, const struct finding *finding)
{
	FILE *out = page->out;
	fputs("<div class=\"exchange\">\n", out);
	put_request(out, exchange);
	put_response(out, exchange, finding);
	fputs("</div>\n", out);
	if (exchange->curl) {
		fputs("<div class=\"repeat\"><h4>Repeat it</h4>\n<pre class=\"curl\" tabindex=\"0\"><code>", out);
		html_lines(out, exchange->curl);
		fputs("</code></pre><button type=\"button\" class=\"copy\" hidden>Copy command</button></div>\n", out);
	}
}

static void put_exchanges(const struct html_page *page, const struct result *result, bool open)
{
	FILE *out = page->out;
	size_t count = result->exchange_count;
	if (!count)
		return;
	fprintf(out, "<details%s><summary>Request and response", open ? " open" : "");
	if (count > 1)
		fprintf(out, " (%zu exchanges)", count);
	fputs("</summary>\n", out);
	if (count > EXCHANGES_MAX)
		fprintf(out, "<p class=\"faint\">the last %d of %zu</p>\n", EXCHANGES_MAX, count);
	for (size_t i = count > EXCHANGES_MAX ? count - EXCHANGES_MAX : 0; i < count; i++)
		put_exchange(page, &result->exchanges[i], result_gravest(result));
	fputs("</details>\n", out);
}

static void put_attributes(const struct html_page *page, size_t n, const struct result *result)
{
	FILE *out = page->out;
	fputs(" id=\"", out);
	html_anchor(page, n);
	fprintf(out, "\" data-v=\"%s%s\" data-a=\"", html_verdict_class[result->verdict],
	        page->run->cases[n].warnings ? " warn" : "");
	html_text(out, result->area);
	fputs("\" data-r=\"", out);
	const char *id;
	for (size_t i = 0; (id = result_requirement(result, i)); i++) {
		fputs(i ? " " : "", out);
		html_text(out, id);
	}
	for (size_t i = 0; i < result->finding_count; i++) {
		fputc(' ', out);
		html_text(out, result->findings[i].requirement);
	}
	fputc('"', out);
}

static void put_case_head(const struct html_page *page, size_t n, const struct result *result)
{
	FILE *out = page->out;
	fputs("<article class=\"case\"", out);
	put_attributes(page, n, result);
	fputs(">\n<h3>", out);
	html_badge(out, html_verdict_class[result->verdict], html_verdict_word[result->verdict]);
	fputs(" <span class=\"case-id\">", out);
	html_case_id(page, n);
	fputs("</span> <a class=\"anchor\" href=\"#", out);
	html_anchor(page, n);
	fputs("\"><span aria-hidden=\"true\">#</span><span class=\"vh\">link to ", out);
	html_case_id(page, n);
	fputs("</span></a> <button type=\"button\" class=\"copy\" data-link=\"", out);
	html_anchor(page, n);
	fputs("\" hidden>Copy link</button></h3>\n", out);
	if (result->because && *result->because) {
		fputs("<p class=\"because\">", out);
		html_text(out, result->because);
		fputs("</p>\n", out);
	}
}

static void put_source(FILE *out, const struct result *result)
{
	fputs("<p class=\"faint source\">", out);
	html_text(out, result->section);
	if (result->page)
		fprintf(out, ", page %u", result->page);
	if (result->file) {
		fputs(" · ", out);
		html_text(out, result->file);
		if (result->line)
			fprintf(out, ":%u", result->line);
	}
	fputs(" · ", out);
	html_duration(out, result->duration_us);
	fputs("</p>\n", out);
}

static void put_case(struct telling *telling, size_t n, const struct result *result)
{
	const struct html_page *page = telling->page;
	put_case_head(page, n, result);
	if (result->reason && *result->reason) {
		fputs("<p class=\"headline\">", page->out);
		html_text(page->out, result->reason);
		fputs("</p>\n", page->out);
	}
	put_findings(page, result);
	put_exchanges(page, result, telling->told < OPEN_MAX);
	put_source(page->out, result);
	fputs("</article>\n", page->out);
	telling->told++;
}

static bool put_verdict(struct telling *telling, enum verdict verdict, struct diag *diag)
{
	const struct html_page *page = telling->page;
	struct arena *scratch = arena_new();
	bool whole = true;
	for (size_t i = 0; i < page->run->count && whole; i++) {
		if (!page->told[i] || page->run->cases[i].verdict != verdict)
			continue;
		const struct result *result = run_index_case(page->run, i, scratch);
		whole = result != NULL;
		if (whole)
			put_case(telling, i, result);
		arena_reset(scratch);
	}
	arena_free(scratch);
	if (!whole)
		diag_error(diag, (struct position){0}, "the run record changed while a report was made from it");
	return whole;
}

bool html_articles(struct html_page *page, struct diag *diag)
{
	struct telling telling = {.page = page};
	size_t all = page->run->summary.failed + page->run->summary.errors;
	FILE *out = page->out;
	if (!all)
		return true;
	fputs("<section id=\"failures\" aria-labelledby=\"failures-title\">\n<h2 id=\"failures-title\">Failures</h2>\n", out);
	bool whole = put_verdict(&telling, VERDICT_FAIL, diag) && put_verdict(&telling, VERDICT_ERROR, diag);
	if (all > telling.told)
		fprintf(out, "<p>… and %zu more, in the list of all cases and in the run record.</p>\n", all - telling.told);
	fputs("</section>\n", out);
	return whole;
}
