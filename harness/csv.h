// SPDX-License-Identifier: Apache-2.0
/**
 * CSV by RFC 4180, as it arrives: rows are handed out one at a time and forgotten. Comma, double quotes, CR LF or LF.
 * Nothing is trimmed; a byte order mark at the beginning is dropped. The text is hostile input: a quote inside a bare
 * field, something behind a closing quote, an open quote at the end and what exceeds a ceiling end the reading.
 */
#ifndef EPMM_CSV_H
#define EPMM_CSV_H

#include <stdio.h>

#include "arena.h"
#include "text.h"

/** Ceilings. */
enum {
	CSV_FIELD_MAX = 256 << 10, /**< bytes of one field */
	CSV_ROW_MAX = 1 << 20,     /**< bytes of one row */
	CSV_FIELDS_MAX = 4096,     /**< fields of one row */
};

/** Takes the rows. */
struct csv_sink {
	/** Called for each row, the header included; the fields die when the call returns. A line without any byte is a
	    row without fields. */
	void (*row)(void *context, const struct str *fields, size_t count);
	void *context;       /**< given back in each call */
	struct arena *arena; /**< takes the message of csv_close(), which then names the row; NULL: a static message */
};

/** A reader at work; opaque. */
struct csv_reader;

/** Starts reading; the sink is copied. */
struct csv_reader *csv_open(const struct csv_sink *sink);

/** Feeds the next bytes, in pieces of any size. False when the text is refused; further bytes are then ignored. */
bool csv_feed(struct csv_reader *reader, const char *bytes, size_t length);

/** The line, from 1, on which the row at hand begins: the one handed out, unfinished or in trouble. */
size_t csv_line(const struct csv_reader *reader);

/**
 * Ends the text (a last row without line end counts) and frees the reader. False when the text was not CSV;
 * `*message` then says why, in one line.
 */
bool csv_close(struct csv_reader *reader, const char **message);

/** Writes a field between quotes, quotes inside doubled; the comma or line end behind it is the caller's. */
void csv_put(FILE *out, struct str field);

#endif
