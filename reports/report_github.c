// SPDX-License-Identifier: Apache-2.0
/* Orders to GitHub's runner. A step shows ten errors and ten warnings and drops the others without a word. */
#include <string.h>

#include "describe.h"
#include "escape.h"
#include "formats.h"

enum { ROOM = 1 << 20, FIELD_MAX = 4000, SHOWN_MAX = 9 };

/** The annotations of one level: the tenth says how many more there are. */
struct annotations {
	FILE *out;
	size_t errors;
	size_t warnings;
};

/** `%` and line ends everywhere; in a property the two bytes that end it, too. */
static void escape(FILE *out, const char *foreign, bool property)
{
	struct text line = text_new(ROOM);
	escape_line(&line, foreign, FIELD_MAX);
	for (const char *at = text_str(&line); *at; at++) {
		bool special = *at == '%' || (property && (*at == ':' || *at == ','));
		if (special)
			fprintf(out, "%%%02X", (unsigned)(unsigned char)*at);
		else
			fputc(*at, out);
	}
	text_free(&line);
}

static void property(FILE *out, const char *name, const char *value, const char *before)
{
	fprintf(out, "%s%s=", before, name);
	escape(out, value, true);
}

static void part(FILE *out, const char *label, const char *value)
{
	if (!value || !*value)
		return;
	fprintf(out, "%%0A%s: ", label);
	escape(out, value, false);
}

static void annotate(FILE *out, const char *level, const struct result *result, const struct finding *finding)
{
	struct text text = text_new(ROOM);
	fprintf(out, "::%s", level);
	property(out, "title", result->id, " ");
	if (result->file)
		property(out, "file", result->file, ",");
	if (result->file && result->line)
		fprintf(out, ",line=%u", result->line);
	fputs("::", out);
	if (finding)
		describe_headline(&text, finding);
	else
		text_puts(&text, result->reason ? result->reason : "no verdict was possible");
	escape(out, text_str(&text), false);
	if (finding) {
		text_clear(&text);
		describe_guide(&text, result, finding);
		part(out, "at", finding->path);
		part(out, "expected", finding->expected);
		part(out, "actual", finding->actual);
		part(out, "guide", text_str(&text));
	}
	if (result->exchange_count)
		part(out, "repeat", result->exchanges[result->exchange_count - 1].curl);
	fputc('\n', out);
	text_free(&text);
}

static void write_case(void *context, UNUSED size_t n, UNUSED const struct indexed_case *indexed,
                       const struct result *result)
{
	struct annotations *all = context;
	bool bad = result->verdict == VERDICT_FAIL || result->verdict == VERDICT_ERROR;
	if (bad && all->errors++ < SHOWN_MAX)
		annotate(all->out, "error", result, result_gravest(result));
	for (size_t i = 0; i < result->finding_count; i++)
		if (result->findings[i].level == LEVEL_WARNING && all->warnings++ < SHOWN_MAX)
			annotate(all->out, "warning", result, &result->findings[i]);
}

static void write_rest(FILE *out, const char *level, size_t count, const char *noun)
{
	if (count > SHOWN_MAX)
		fprintf(out, "::%s title=epmm-conform::%zu more %s; the reports name all of them\n", level, count - SHOWN_MAX,
		        noun);
}

bool write_github(const struct run_index *run, FILE *out, UNUSED const struct report_options *options, struct diag *diag)
{
	struct annotations all = {.out = out};
	if (!run_index_each(run, write_case, &all, diag))
		return false;
	write_rest(out, "error", all.errors, "cases failed");
	write_rest(out, "warning", all.warnings, "warnings");
	return true;
}
