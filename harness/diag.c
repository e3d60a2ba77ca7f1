// SPDX-License-Identifier: Apache-2.0
#include "diag.h"

#include <stdarg.h>
#include <string.h>

#include "arena.h"
#include "text.h"

enum { KEPT_MAX = 100, SHOWN_LINE = 160 };

struct source {
	const char *file;
	const char *text;
	size_t length;
};

struct diag {
	struct arena *arena;
	FILE *out;
	struct source *sources;
	size_t source_count;
	const char *kept[KEPT_MAX];
	size_t errors;
};

struct diag *diag_new(FILE *out)
{
	struct arena *arena = arena_new();
	struct diag *diag = ARENA_NEW(arena, struct diag);
	diag->arena = arena;
	diag->out = out;
	return diag;
}

void diag_free(struct diag *diag)
{
	if (diag)
		arena_free(diag->arena);
}

void diag_source(struct diag *diag, const char *file, const char *text, size_t length)
{
	struct source source = {arena_string(diag->arena, file), text, length};
	ARENA_PUSH(diag->arena, diag->sources, diag->source_count, source);
}

static const struct source *find_source(const struct diag *diag, const char *file)
{
	for (size_t i = diag->source_count; file && i > 0; i--)
		if (strcmp(diag->sources[i - 1].file, file) == 0)
			return &diag->sources[i - 1];
	return NULL;
}

static struct str source_line(const struct source *source, unsigned line)
{
	const char *at = source->text;
	const char *end = source->text + source->length;
	for (unsigned n = 1; n < line && at; n++) {
		at = memchr(at, '\n', (size_t)(end - at));
		at = at ? at + 1 : NULL;
	}
	if (!at || at >= end)
		return str_of("");
	const char *stop = memchr(at, '\n', (size_t)(end - at));
	return (struct str){at, (size_t)((stop ? stop : end) - at)};
}

/** A copy in which control characters are blanks and what is not UTF-8 question marks: no text may steer the terminal. */
static const char *harmless(struct arena *arena, struct str text)
{
	size_t valid = utf8_valid_prefix(text);
	char *copy = arena_alloc(arena, text.len + 1);
	size_t length = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];
		bool c1 = byte == 0xc2 && i + 1 < valid && (unsigned char)text.ptr[i + 1] < 0xa0;
		bool control = byte < ' ' || byte == 127 || c1;
		copy[length++] = control ? ' ' : byte >= 0x80 && i >= valid ? '?' : text.ptr[i];
		i += c1;
	}
	copy[length] = '\0';
	return copy;
}

/** The line and a caret below it. */
static void show_line(const struct diag *diag, struct position at)
{
	const struct source *source = find_source(diag, at.file);
	if (!source || !at.line)
		return;
	struct str line = source_line(source, at.line);
	if (line.len > SHOWN_LINE)
		line.len = SHOWN_LINE;
	fprintf(diag->out, "    %s\n", harmless(diag->arena, line));
	if (at.column && at.column <= line.len + 1)
		fprintf(diag->out, "    %*s^\n", (int)at.column - 1, "");
}

void diag_error(struct diag *diag, struct position at, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	const char *message = arena_vprintf(diag->arena, format, values);
	va_end(values);
	const char *line;
	if (!at.file)
		line = arena_printf(diag->arena, "epmm-conform: error: %s", message);
	else if (!at.line)
		line = arena_printf(diag->arena, "%s: error: %s", at.file, message);
	else
		line = arena_printf(diag->arena, "%s:%u:%u: error: %s", at.file, at.line, at.column, message);
	line = harmless(diag->arena, str_of(line));
	if (diag->errors < KEPT_MAX) {
		diag->kept[diag->errors] = line;
		if (diag->out) {
			fprintf(diag->out, "%s\n", line);
			show_line(diag, at);
		}
	}
	diag->errors++;
}

void diag_hint(struct diag *diag, const char *format, ...)
{
	if (!diag->out || diag->errors > KEPT_MAX)
		return;
	va_list values;
	va_start(values, format);
	fprintf(diag->out, "    hint: %s\n", harmless(diag->arena, str_of(arena_vprintf(diag->arena, format, values))));
	va_end(values);
}

size_t diag_errors(const struct diag *diag)
{
	return diag->errors;
}

const char *diag_text(const struct diag *diag, size_t n)
{
	return n < diag->errors && n < KEPT_MAX ? diag->kept[n] : NULL;
}
