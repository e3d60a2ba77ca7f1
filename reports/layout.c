// SPDX-License-Identifier: Apache-2.0
#include "layout.h"

#include <inttypes.h>
#include <string.h>

#include "escape.h"

enum { LABEL_WIDTH = 10, LEAST_ROOM = 20, VERBATIM_MAX = 64 << 10 };

static const char *const codes[] = {
	[STYLE_PLAIN] = "",         [STYLE_TITLE] = "\x1b[1m", [STYLE_GOOD] = "\x1b[32m",
	[STYLE_BAD] = "\x1b[1;31m", [STYLE_WARN] = "\x1b[33m", [STYLE_FAINT] = "\x1b[2m",
};

static void begin(struct layout *layout, enum style style)
{
	if (layout->color)
		text_puts(layout->out, codes[style]);
}

static void end(struct layout *layout, enum style style)
{
	if (layout->color && style != STYLE_PLAIN)
		text_puts(layout->out, "\x1b[0m");
}

void layout_styled(struct layout *layout, enum style style, const char *text)
{
	begin(layout, style);
	text_puts(layout->out, text);
	end(layout, style);
}

void layout_foreign(struct layout *layout, enum style style, const char *text, size_t most)
{
	struct text line = text_new(SIZE_MAX / 4);
	struct str whole = str_of(text);
	struct str shown = {whole.ptr, escape_cut(whole, most)};
	escape_text(&line, shown, ESCAPE_LINE);
	begin(layout, style);
	text_puts(layout->out, text_str(&line));
	end(layout, style);
	if (shown.len < whole.len)
		text_puts(layout->out, "…");
	text_free(&line);
}

/** Without a label the column stays free. */
static void begin_line(struct layout *layout, const char *label)
{
	begin(layout, STYLE_FAINT);
	text_puts(layout->out, layout->bar);
	if (label)
		text_printf(layout->out, "%-*s", LABEL_WIDTH, label);
	end(layout, STYLE_FAINT);
}

void layout_gap(struct layout *layout)
{
	size_t length = strlen(layout->bar);
	while (length && layout->bar[length - 1] == ' ')
		length--;
	begin(layout, STYLE_FAINT);
	text_add(layout->out, layout->bar, length);
	end(layout, STYLE_FAINT);
	text_putc(layout->out, '\n');
}

/** How many bytes fit into `room` columns: up to the last blank, or a hard cut where there is none. */
static size_t piece_length(struct str text, size_t room)
{
	size_t columns = 0;
	size_t blank = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (((unsigned char)text.ptr[i] & 0xc0) == 0x80)
			continue;
		if (text.ptr[i] == ' ')
			blank = i;
		if (columns++ == room)
			return blank ? blank : i;
	}
	return text.len;
}

static void put_wrapped(struct layout *layout, const char *label, struct str text)
{
	size_t taken = escape_columns(str_of(layout->bar)) + (label ? LABEL_WIDTH : 0);
	size_t room = !layout->width ? SIZE_MAX : layout->width < taken + LEAST_ROOM ? LEAST_ROOM : layout->width - taken;
	do {
		size_t length = piece_length(text, room);
		begin_line(layout, label);
		text_add(layout->out, text.ptr, length);
		text_putc(layout->out, '\n');
		while (length < text.len && text.ptr[length] == ' ')
			length++;
		text.ptr += length;
		text.len -= length;
		label = label ? "" : NULL;
	} while (text.len);
}

void layout_field(struct layout *layout, const char *label, const char *text)
{
	if (!text)
		return;
	struct text line = text_new(SIZE_MAX / 4);
	struct str whole = str_of(text);
	struct str shown = {whole.ptr, escape_cut(whole, layout->field_max)};
	escape_text(&line, shown, ESCAPE_LINE);
	if (shown.len < whole.len)
		text_printf(&line, "… (%zu more bytes)", whole.len - shown.len);
	put_wrapped(layout, label, (struct str){text_str(&line), line.len});
	text_free(&line);
}

void layout_verbatim(struct layout *layout, const char *label, const char *text)
{
	if (!text)
		return;
	struct str whole = str_of(text);
	struct str shown = {whole.ptr, escape_cut(whole, VERBATIM_MAX)};
	begin_line(layout, label);
	escape_text(layout->out, shown, ESCAPE_LINE);
	text_puts(layout->out, shown.len < whole.len ? "…\n" : "\n");
}

void layout_lines(struct layout *layout, const char *label, const char *text, size_t lines)
{
	size_t shown = 0;
	struct str left = str_of(text);
	while (left.len) {
		const char *stop = memchr(left.ptr, '\n', left.len);
		size_t length = stop ? (size_t)(stop - left.ptr) : left.len;
		bool last = lines && ++shown >= lines && stop;
		size_t kept = escape_cut((struct str){left.ptr, length}, layout->field_max);
		begin_line(layout, label);
		escape_text(layout->out, (struct str){left.ptr, kept}, ESCAPE_LINES); // a body is indented with tabs
		text_puts(layout->out, kept < length || last ? "…\n" : "\n");
		if (last || !stop)
			return;
		left.ptr += length + 1;
		left.len -= length + 1;
		label = "";
	}
}

void layout_bytes(struct text *out, uint64_t bytes)
{
	static const char *const units[] = {"kB", "MB", "GB", "TB"};
	if (bytes < 1000) {
		layout_count(out, bytes, "byte");
		return;
	}
	size_t unit = 0;
	uint64_t scale = 1000;
	while (unit + 1 < ARRAY_LEN(units) && bytes / scale >= 1000) {
		scale *= 1000;
		unit++;
	}
	uint64_t tenths = bytes / (scale / 10);
	text_printf(out, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10, units[unit]);
}

void layout_duration(struct text *out, int64_t microseconds)
{
	int64_t ms = microseconds < 0 ? 0 : microseconds / 1000;
	int64_t seconds = ms / 1000;
	if (seconds < 10)
		text_printf(out, "%" PRId64 ".%03" PRId64 " s", seconds, ms % 1000);
	else if (seconds < 60)
		text_printf(out, "%" PRId64 ".%" PRId64 " s", seconds, ms % 1000 / 100);
	else if (seconds < 3600)
		text_printf(out, "%" PRId64 " min %02" PRId64 " s", seconds / 60, seconds % 60);
	else
		text_printf(out, "%" PRId64 " h %02" PRId64 " min", seconds / 3600, seconds % 3600 / 60);
}

void layout_count(struct text *out, size_t count, const char *noun)
{
	text_printf(out, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}
