// SPDX-License-Identifier: Apache-2.0
/**
 * Makes text from a target harmless for people and machines: what comes out is valid UTF-8, legal in XML, moves no
 * cursor, turns no line around and gives no order to a CI server. What was there stays visible: \x1b, \u202e.
 */
#ifndef EPMM_ESCAPE_H
#define EPMM_ESCAPE_H

#include "text.h"

/** What becomes of line ends and tabs. */
enum escape_mode {
	ESCAPE_LINE,  /**< they become \n and \t: the result is one line */
	ESCAPE_LINES, /**< they stay */
};

/** Appends the text in its harmless form. */
void escape_text(struct text *out, struct str in, enum escape_mode mode);

/** Appends foreign text as one line; what exceeds `most` bytes is cut and told by `…`. NULL is the empty text. */
void escape_line(struct text *out, const char *foreign, size_t most);

/** The number of columns that a text without control characters takes on a terminal. */
size_t escape_columns(struct str text);

/** The longest prefix of at most `most` bytes that does not end inside a character. */
size_t escape_cut(struct str text, size_t most);

#endif
