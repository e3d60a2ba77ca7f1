// SPDX-License-Identifier: Apache-2.0
/**
 * CSV by RFC 4180, as it arrives: rows are handed out one at a time and forgotten. Comma, double quotes, CR LF or LF.
 * Nothing is trimmed. A byte order mark at the beginning is dropped. The text is hostile input: what is wrong ends
 * the reading with a status and the number of the row.
 */
#ifndef EPMM_CSV_READER_H
#define EPMM_CSV_READER_H

#include "text.h"

/** Ceilings; hitting one is CSV_LIMIT. */
enum {
	CSV_FIELD_MAX = 256 << 10, /**< bytes of one field */
	CSV_ROW_MAX = 1 << 20,     /**< bytes of one row */
	CSV_FIELDS_MAX = 4096,     /**< fields of one row */
};

/** Why reading ended. */
enum csv_status {
	CSV_OK,
	CSV_QUOTE,      /**< something else than a comma or a line end behind a closing quote, or a quote inside a bare field */
	CSV_OPEN_QUOTE, /**< the text ended inside quotes */
	CSV_LIMIT,      /**< one of the ceilings */
	CSV_STOPPED,    /**< the callback had enough */
};

/** How it ended. */
struct csv_result {
	enum csv_status status;
	const char *message; /**< one line, static text; NULL when all is well */
	size_t row;          /**< the row in trouble, from 1; else the number of rows */
	size_t line;         /**< the line on which that row begins, from 1 */
};

/**
 * Takes a row. `row` counts from 1, `line` is where it begins; both die with the call, and so do the fields. A line
 * without any byte is a row without fields. Returning false ends the reading.
 */
typedef bool csv_row_fn(void *context, size_t row, size_t line, const struct str *fields, size_t count);

/** A reader at work; opaque. */
struct csv_reader;

/** Starts reading; `context` is given back in each call of `take`. */
struct csv_reader *csv_open(csv_row_fn *take, void *context);

/** Feeds the next bytes, in pieces of any size. False when the text is refused; further bytes are then ignored. */
bool csv_feed(struct csv_reader *reader, const char *bytes, size_t length);

/** Ends the text (a last row without line end counts) and frees the reader. */
struct csv_result csv_close(struct csv_reader *reader);

#endif
