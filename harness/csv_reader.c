// SPDX-License-Identifier: Apache-2.0
#include "csv_reader.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

enum { PIECE = 4096, MARK_DONE = 4 };

static const char mark[] = "\xef\xbb\xbf";

/** Where a field lies in the row's bytes. */
struct span {
	size_t from;
	size_t length;
};

struct csv_reader {
	struct csv_parser parser;
	csv_row_fn *take;
	void *context;
	struct text row;      /**< bytes of the fields read so far, each followed by a NUL */
	struct span *spans;
	struct str *fields;
	size_t count;
	size_t room;
	size_t rows;          /**< complete ones */
	size_t line;          /**< of the row being read */
	size_t lines_inside;  /**< line ends inside its quoted fields */
	int last_end;         /**< the line end before this byte, or 0 */
	unsigned mark_bytes;  /**< how much of the byte order mark was seen; MARK_DONE: settled */
	enum csv_status status;
	const char *message;
};

static int never(unsigned char byte UNUSED)
{
	return 0;
}

static void refuse(struct csv_reader *reader, enum csv_status status, const char *message)
{
	if (reader->status != CSV_OK)
		return;
	reader->status = status;
	reader->message = message;
}

static size_t count_line_ends(const char *bytes, size_t length)
{
	size_t ends = 0;
	for (size_t i = 0; i < length; i++)
		ends += bytes[i] == '\n';
	return ends;
}

static void on_field(void *bytes, size_t length, void *context)
{
	struct csv_reader *reader = context;
	reader->last_end = 0;
	if (reader->status != CSV_OK)
		return;
	if (reader->count == CSV_FIELDS_MAX) {
		refuse(reader, CSV_LIMIT, "too many fields in one row");
		return;
	}
	if (reader->count == reader->room) {
		reader->room = reader->room ? reader->room * 2 : 32;
		reader->spans = xrealloc(reader->spans, reader->room * sizeof(*reader->spans));
		reader->fields = xrealloc(reader->fields, reader->room * sizeof(*reader->fields));
	}
	reader->spans[reader->count++] = (struct span){reader->row.len, length};
	if (length) {
		text_add(&reader->row, bytes, length);
		reader->lines_inside += count_line_ends(bytes, length);
	}
	text_putc(&reader->row, '\0');
	if (reader->row.overflow)
		refuse(reader, CSV_LIMIT, "a row is too long");
}

/** `end` is the byte that ended the row, -1 at the end of the text. The LF of a CR LF is no row of its own. */
static void on_row(int end, void *context)
{
	struct csv_reader *reader = context;
	bool second = reader->count == 0 && end == '\n' && reader->last_end == '\r';
	reader->last_end = end;
	if (reader->status != CSV_OK || second)
		return;
	for (size_t i = 0; i < reader->count; i++)
		reader->fields[i] = (struct str){reader->row.ptr + reader->spans[i].from, reader->spans[i].length};
	reader->rows++;
	if (!reader->take(reader->context, reader->rows, reader->line, reader->fields, reader->count))
		refuse(reader, CSV_STOPPED, "the reader had enough");
	reader->line += 1 + reader->lines_inside;
	reader->lines_inside = 0;
	reader->count = 0;
	text_clear(&reader->row);
}

struct csv_reader *csv_open(csv_row_fn *take, void *context)
{
	struct csv_reader *reader = xmalloc(sizeof(*reader));
	*reader = (struct csv_reader){.take = take, .context = context, .row = text_new(CSV_ROW_MAX), .line = 1};
	if (csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
		refuse(reader, CSV_LIMIT, "no CSV parser");
	csv_set_space_func(&reader->parser, never);
	csv_set_blk_size(&reader->parser, PIECE);
	return reader;
}

static void note_parse_error(struct csv_reader *reader)
{
	int error = csv_error(&reader->parser);
	if (error == CSV_EPARSE)
		refuse(reader, CSV_QUOTE, "a quote inside a field, or something behind a closing quote");
	else
		refuse(reader, CSV_LIMIT, "a field is too long");
}

/** Pieces are small so that a field that never ends is noticed soon. */
static void parse(struct csv_reader *reader, const char *bytes, size_t length)
{
	while (length && reader->status == CSV_OK) {
		size_t piece = length < PIECE ? length : PIECE;
		if (csv_parse(&reader->parser, bytes, piece, on_field, on_row, reader) != piece)
			note_parse_error(reader);
		else if (csv_get_buffer_size(&reader->parser) > CSV_FIELD_MAX + 2 * PIECE)
			refuse(reader, CSV_LIMIT, "a field is too long");
		bytes += piece;
		length -= piece;
	}
}

bool csv_feed(struct csv_reader *reader, const char *bytes, size_t length)
{
	while (length && reader->mark_bytes < MARK_DONE) {
		bool more = reader->mark_bytes < 3 && *bytes == mark[reader->mark_bytes];
		if (more) {
			reader->mark_bytes++;
			bytes++;
			length--;
			continue;
		}
		if (reader->mark_bytes < 3)
			parse(reader, mark, reader->mark_bytes);
		reader->mark_bytes = MARK_DONE;
	}
	parse(reader, bytes, length);
	return reader->status == CSV_OK;
}

struct csv_result csv_close(struct csv_reader *reader)
{
	if (reader->mark_bytes < 3)
		parse(reader, mark, reader->mark_bytes);
	if (reader->status == CSV_OK && csv_fini(&reader->parser, on_field, on_row, reader) != 0)
		refuse(reader, CSV_OPEN_QUOTE, "the text ends inside quotes");
	struct csv_result result = {reader->status, reader->message, reader->rows, reader->line};
	if (reader->status != CSV_OK && reader->status != CSV_STOPPED)
		result.row++;
	csv_free(&reader->parser);
	text_free(&reader->row);
	free(reader->spans);
	free(reader->fields);
	free(reader);
	return result;
}
