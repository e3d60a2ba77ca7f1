// SPDX-License-Identifier: Apache-2.0
/**
 * Labelled lines for people: wrapped, indented behind a bar, coloured where asked for. Text is escaped here.
 * No line starts with text of a target: GitHub's runner takes a line that starts with `::` for an order, blanks or not.
 */
#ifndef EPMM_LAYOUT_H
#define EPMM_LAYOUT_H

#include "text.h"

/** Colours and weights by meaning. */
enum style {
	STYLE_PLAIN,
	STYLE_TITLE,
	STYLE_GOOD,
	STYLE_BAD,
	STYLE_WARN,
	STYLE_FAINT,
};

/** Where and how lines are laid out. */
struct layout {
	struct text *out;
	const char *bar;  /**< starts each line */
	size_t width;     /**< columns of a line; 0: lines are not wrapped */
	size_t field_max; /**< bytes of a field that are shown, before escapes */
	bool color;
};

/** Appends a piece of our own text in a style. */
void layout_styled(struct layout *layout, enum style style, const char *text);

/** Appends foreign text as part of a line, escaped to one line and in a style; `most` bytes of it at most. */
void layout_foreign(struct layout *layout, enum style style, const char *text, size_t most);

/** A line with only the bar. */
void layout_gap(struct layout *layout);

/** `bar label text`, wrapped with the label's column left free; nothing at all when the text is NULL. */
void layout_field(struct layout *layout, const char *label, const char *text);

/** As layout_field(), but not wrapped, and cut after 64 KiB only: for what is copied and pasted. */
void layout_verbatim(struct layout *layout, const char *label, const char *text);

/** Several lines, each behind the bar; at most `lines` of them, 0 for all. */
void layout_lines(struct layout *layout, const char *label, const char *text, size_t lines);

/** "812 bytes", "12.4 kB", "3.1 MB". */
void layout_bytes(struct text *out, uint64_t bytes);

/** "0.035 s", "41.2 s", "3 min 12 s", "2 h 05 min". */
void layout_duration(struct text *out, int64_t microseconds);

/** "1 error", "3 errors". */
void layout_count(struct text *out, size_t count, const char *noun);

#endif
