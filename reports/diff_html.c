// SPDX-License-Identifier: Apache-2.0
/* A comparison as one small page: no script, nothing fetched, readable without its style. */
#include <string.h>

#include "diff_report.h"
#include "text.h"

static const char head[] =
	"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<title>epmm-conform diff</title>\n<style>\n"
	":root{color-scheme:light dark}\n"
	"body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}\n"
	"table{border-collapse:collapse;width:100%}\n"
	"th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8886;"
	"overflow-wrap:anywhere}\n"
	".changes :is(th,td):nth-child(-n+2){white-space:nowrap;width:1%;padding-right:1.5rem}\n"
	".matters td:nth-child(-n+2),.verdict{font-weight:bold}\n"
	"@media(prefers-color-scheme:light){.matters td:nth-child(-n+2),.verdict.matters{color:#a00}}\n"
	"@media(prefers-color-scheme:dark){.matters td:nth-child(-n+2),.verdict.matters{color:#f99}}\n"
	"</style>\n</head>\n<body>\n<main>\n";

static void put(struct text *out, const char *before, const char *foreign, const char *after)
{
	text_puts(out, before);
	diff_markup(out, foreign && *foreign ? foreign : "-");
	text_puts(out, after);
}

static void put_row(struct text *out, const char *name, const char *before, const char *after)
{
	put(out, "<tr><th scope=\"row\">", name, "</th>");
	put(out, "<td>", before, "</td>");
	put(out, "<td>", after, "</td></tr>\n");
}

static void put_runs(struct text *out, const struct diff *diff)
{
	const struct diff_run *runs = diff->runs;
	text_puts(out, "<h2>The runs</h2>\n<table>\n<thead><tr><th scope=\"col\">what</th><th scope=\"col\">before</th>"
	               "<th scope=\"col\">after</th></tr></thead>\n<tbody>\n");
	put_row(out, "record", runs[0].file, runs[1].file);
	put_row(out, "started", runs[0].header.started, runs[1].header.started);
	for (size_t i = 0; i < diff->difference_count; i++)
		put_row(out, diff->differences[i].name, diff->differences[i].before, diff->differences[i].after);
	text_puts(out, "</tbody>\n</table>\n");
	for (size_t i = 0; i < diff->note_count; i++)
		put(out, "<p>Note: ", diff->notes[i], "</p>\n");
}

static void put_change(struct text *out, const struct change *change)
{
	struct text line = text_new(SIZE_MAX / 8);
	diff_describe(&line, change);
	if (change->spread >= DIFF_SPREAD)
		text_printf(&line, "; in %zu operations, first in %s", change->spread, change->operation);
	text_puts(out, change->relevant ? "<tr class=\"matters\"><td>matters</td>" : "<tr><td>informs</td>");
	put(out, "<td>", change_title(change->kind), "</td>");
	put(out, "<td>", text_str(&line), "</td></tr>\n");
	text_free(&line);
}

static const char table_head[] =
	"<table class=\"changes\">\n<thead><tr><th scope=\"col\">weight</th><th scope=\"col\">kind</th>"
	"<th scope=\"col\">change</th></tr></thead>\n<tbody>\n";
static const char table_end[] = "</tbody>\n</table>\n";

/** What is the same in many operations. */
static void put_spread(struct text *out, const struct diff *diff)
{
	size_t n = diff_next_spread(diff, 0);
	if (n == diff->change_count)
		return;
	text_puts(out, "<h2>In several operations</h2>\n");
	text_puts(out, table_head);
	for (; n < diff->change_count; n = diff_next_spread(diff, n + 1))
		put_change(out, &diff->changes[n]);
	text_puts(out, table_end);
}

static void put_operation(struct text *out, const struct diff *diff, const struct diff_operation *operation)
{
	bool titled = false;
	for (size_t i = 0; i < operation->changes; i++) {
		const struct change *change = &diff->changes[operation->first + i];
		if (change->spread >= DIFF_SPREAD)
			continue;
		if (!titled) {
			put(out, "<h2>", operation->area, "/");
			put(out, "", operation->operation, "</h2>\n");
			text_puts(out, table_head);
		}
		titled = true;
		put_change(out, change);
	}
	if (titled)
		text_puts(out, table_end);
}

void diff_html(const struct diff *diff, FILE *out, const struct diff_look *look UNUSED)
{
	struct text page = text_new(SIZE_MAX / 8);
	struct text line = text_new(SIZE_MAX / 8);
	text_puts(&page, head);
	text_puts(&page, "<h1>What changed</h1>\n");
	diff_headline(&line, diff);
	put(&page, diff->relevant ? "<p class=\"verdict matters\">" : "<p class=\"verdict\">", text_str(&line), "</p>\n");
	put_runs(&page, diff);
	put_spread(&page, diff);
	for (size_t i = 0; i < diff->operation_count; i++)
		put_operation(&page, diff, &diff->operations[i]);
	text_puts(&page, "<h2>The rules</h2>\n<ul>\n");
	for (size_t i = 0; diff_rules[i]; i++)
		put(&page, "<li>", diff_rules[i], "</li>\n");
	text_puts(&page, "</ul>\n</main>\n</body>\n</html>\n");
	fwrite(text_str(&page), 1, page.len, out);
	text_free(&line);
	text_free(&page);
}
