// SPDX-License-Identifier: Apache-2.0
/* A comparison for programs: one object, reports/diff.schema.json. */
#include <string.h>

#include "diff_report.h"
#include "escape.h"

enum { DIFF_VERSION = 1, FIELD_MAX = 4096 };

/** A JSON string; control characters and what is no UTF-8 become visible before. */
static void put_string(FILE *out, const char *text)
{
	struct text line = text_new(SIZE_MAX / 8);
	escape_line(&line, text, FIELD_MAX);
	fputc('"', out);
	for (const char *at = text_str(&line); *at; at++) {
		if (*at == '"' || *at == '\\')
			fputc('\\', out);
		fputc(*at, out);
	}
	fputc('"', out);
	text_free(&line);
}

/** A member behind others; nothing for NULL. */
static void put_member(FILE *out, const char *name, const char *value)
{
	if (!value)
		return;
	fprintf(out, ",\"%s\":", name);
	put_string(out, value);
}

static void put_run(FILE *out, const char *name, const struct diff_run *run)
{
	fprintf(out, ",\"%s\":{\"file\":", name);
	put_string(out, run->file);
	put_member(out, "target", run->header.target);
	put_member(out, "target_kind", run->header.target_kind);
	put_member(out, "product_version", run->header.product_version);
	put_member(out, "tool_version", run->header.tool_version);
	put_member(out, "case_version", run->header.case_version);
	put_member(out, "suite", run->header.suite);
	put_member(out, "started", run->header.started);
	put_member(out, "word", run->summary.word);
	fputc('}', out);
}

static void put_change(FILE *out, const struct change *change)
{
	fprintf(out, "{\"kind\":\"%s\",\"relevant\":%s,\"times\":%zu", change_name(change->kind),
	        change->relevant ? "true" : "false", change->times);
	put_member(out, "formats", change->formats);
	put_member(out, "what", change->what);
	put_member(out, "before", change->before);
	put_member(out, "after", change->after);
	put_member(out, "note", change->note);
	put_member(out, "example", change->example);
	fputc('}', out);
}

static void put_operation(FILE *out, const struct diff *diff, const struct diff_operation *operation)
{
	fputs("{\"area\":", out);
	put_string(out, operation->area);
	put_member(out, "operation", operation->operation);
	fprintf(out, ",\"relevant\":%zu,\"changes\":[", operation->relevant);
	for (size_t i = 0; i < operation->changes; i++) {
		fputs(i ? ",\n" : "\n", out);
		put_change(out, &diff->changes[operation->first + i]);
	}
	fputs("]}", out);
}

static void put_differences(FILE *out, const struct diff *diff)
{
	fputs(",\"differences\":[", out);
	for (size_t i = 0; i < diff->difference_count; i++) {
		fputs(i ? ",{\"name\":" : "{\"name\":", out);
		put_string(out, diff->differences[i].name);
		put_member(out, "before", diff->differences[i].before);
		put_member(out, "after", diff->differences[i].after);
		fputc('}', out);
	}
	fputc(']', out);
}

static void put_texts(FILE *out, const char *name, const char *const *texts, size_t count)
{
	fprintf(out, ",\"%s\":[", name);
	for (size_t i = 0; i < count; i++) {
		if (i)
			fputc(',', out);
		put_string(out, texts[i]);
	}
	fputc(']', out);
}

void diff_json(const struct diff *diff, FILE *out, const struct diff_look *look UNUSED)
{
	size_t rules = 0;
	while (diff_rules[rules])
		rules++;
	fprintf(out,
	        "{\"diff\":\"epmm-conform\",\"version\":%d,\"changed\":%s,\"relevant\":%zu,\"informing\":%zu,\"cases\":%zu",
	        DIFF_VERSION, diff->relevant ? "true" : "false", diff->relevant, diff->change_count - diff->relevant,
	        diff->cases);
	put_run(out, "before", &diff->runs[0]);
	put_run(out, "after", &diff->runs[1]);
	put_differences(out, diff);
	put_texts(out, "notes", diff->notes, diff->note_count);
	put_texts(out, "rules", diff_rules, rules);
	fputs(",\"operations\":[", out);
	for (size_t i = 0; i < diff->operation_count; i++) {
		fputs(i ? ",\n" : "\n", out);
		put_operation(out, diff, &diff->operations[i]);
	}
	fputs("]}\n", out);
}
