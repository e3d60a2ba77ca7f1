// SPDX-License-Identifier: Apache-2.0
/* Text of the HTML report by its context. */
#include <string.h>

#include "escape.h"
#include "html.h"
#include "layout.h"

enum { TEXT_MAX = 4000, LINES_MAX = 65536, ANCHOR_MAX = 200, ROOM = 1 << 20 };

const char *const html_verdict_class[HTML_VERDICTS] =
	{[VERDICT_PASS] = "pass", [VERDICT_FAIL] = "fail", [VERDICT_ERROR] = "error", [VERDICT_SKIP] = "skip", [VERDICT_KNOWN] = "known"};
const char *const html_verdict_word[HTML_VERDICTS] =
	{[VERDICT_PASS] = "passed", [VERDICT_FAIL] = "failed", [VERDICT_ERROR] = "error", [VERDICT_SKIP] = "skipped", [VERDICT_KNOWN] = "known"};

/** Markup becomes references; the text has passed escape_text(), so nothing else is left that a browser would obey. */
static void put_safe(FILE *out, const char *text)
{
	for (const char *at = text; *at; at++) {
		if (strchr("<>&\"'`=", *at))
			fprintf(out, "&#%d;", *at);
		else
			fputc(*at, out);
	}
}

static void put(FILE *out, struct str foreign, enum escape_mode mode)
{
	struct text text = text_new(8 * (size_t)LINES_MAX);
	escape_text(&text, foreign, mode);
	put_safe(out, text_str(&text));
	text_free(&text);
}

static void put_capped(FILE *out, const char *foreign, size_t most, enum escape_mode mode)
{
	struct str whole = str_of(foreign);
	struct str shown = {whole.ptr, escape_cut(whole, most)};
	put(out, shown, mode);
	if (shown.len < whole.len)
		fputs("…", out);
}

void html_text(FILE *out, const char *foreign)
{
	put_capped(out, foreign, TEXT_MAX, ESCAPE_LINE);
}

void html_lines(FILE *out, const char *foreign)
{
	put_capped(out, foreign, LINES_MAX, ESCAPE_LINES);
}

void html_marked(FILE *out, struct str text, size_t from, size_t to, bool lines)
{
	enum escape_mode mode = lines ? ESCAPE_LINES : ESCAPE_LINE;
	size_t end = escape_cut(text, LINES_MAX);
	to = to < end ? to : end;
	from = from < to ? from : to;
	put(out, (struct str){text.ptr, from}, mode);
	if (from < to) {
		fputs("<mark>", out);
		put(out, (struct str){text.ptr + from, to - from}, mode);
		fputs("</mark>", out);
	}
	put(out, (struct str){text.ptr + to, end - to}, mode);
	if (end < text.len)
		fputs("…", out);
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-_./:=,+", c));
}

/** True when the text was plain and short. */
static bool put_plain(FILE *out, const char *text, size_t *left, bool dot_is_slash)
{
	bool plain = true;
	for (; *text && *left; text++, (*left)--) {
		char c = dot_is_slash && *text == '.' ? '/' : *text;
		dot_is_slash = dot_is_slash && *text != '.';
		plain &= is_plain(c);
		fputc(is_plain(c) ? c : '_', out);
	}
	return plain && !*text;
}

void html_anchor(const struct html_page *page, size_t n)
{
	const struct indexed_case *indexed = &page->run->cases[n];
	size_t left = ANCHOR_MAX;
	bool plain = put_plain(page->out, indexed->group + strlen("epmm."), &left, true);
	fputc(':', page->out);
	plain &= put_plain(page->out, indexed->name, &left, false);
	if (!plain)
		fprintf(page->out, "~%zu", n);
}

void html_case_id(const struct html_page *page, size_t n)
{
	const struct indexed_case *indexed = &page->run->cases[n];
	struct text id = text_new(ROOM);
	text_printf(&id, "%s:%s", indexed->group + strlen("epmm."), indexed->name);
	char *dot = strchr(id.ptr, '.');
	if (dot)
		*dot = '/';
	html_text(page->out, text_str(&id));
	text_free(&id);
}

void html_case_link(const struct html_page *page, size_t n)
{
	fputs("<a href=\"#", page->out);
	html_anchor(page, n);
	fputs("\">", page->out);
	html_case_id(page, n);
	fputs("</a>", page->out);
}

void html_badge(FILE *out, const char *css, const char *word)
{
	fprintf(out, "<span class=\"badge %s\">%s</span>", css, word);
}

static void put_thousands(FILE *out, size_t count)
{
	if (count >= 1000) {
		put_thousands(out, count / 1000);
		fprintf(out, ",%03zu", count % 1000);
	} else {
		fprintf(out, "%zu", count);
	}
}

void html_count(FILE *out, size_t count, const char *noun)
{
	put_thousands(out, count);
	if (*noun)
		fprintf(out, " %s%s", noun, count == 1 ? "" : "s");
}

void html_bytes(FILE *out, uint64_t bytes)
{
	struct text text = text_new(64);
	layout_bytes(&text, bytes);
	fputs(text_str(&text), out);
	text_free(&text);
}

void html_duration(FILE *out, int64_t microseconds)
{
	struct text text = text_new(64);
	layout_duration(&text, microseconds);
	fputs(text_str(&text), out);
	text_free(&text);
}
