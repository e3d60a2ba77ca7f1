// SPDX-License-Identifier: Apache-2.0
#include "csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 4096, MARK_LENGTH = 3, MARK_SETTLED };

static const char mark[] = "\xef\xbb\xbf";

/** Where a field lies in the row's bytes. */
struct span {
	size_t from;
	size_t length;
};

struct csv_reader {
	struct csv_parser parser;
	struct csv_sink sink;
	struct text row; /**< bytes of the fields read so far, each followed by a NUL */
	struct span *spans;
	struct str *fields;
	size_t count;
	size_t room;
	size_t rows;         /**< complete ones */
	size_t line;         /**< on which the row at hand begins */
	size_t lines_inside; /**< line ends inside its quoted fields */
	int last_end;        /**< the byte that ended the last row, if nothing came behind it; else 0 */
	bool between;        /**< the parser waits for the first byte of a row */
	unsigned mark_bytes; /**< how much of the byte order mark was seen, or MARK_SETTLED */
	const char *message; /**< NULL while all is well */
};

static int never(unsigned char byte UNUSED)
{
	return 0;
}

static void refuse(struct csv_reader *reader, const char *message)
{
	if (!reader->message)
		reader->message = message;
}

static size_t count_line_ends(const char *bytes, size_t length)
{
	size_t ends = 0;
	const char *const stop = bytes + length;
	for (const char *at = bytes; (at = memchr(at, '\n', (size_t)(stop - at))); at++)
		ends++;
	return ends;
}

static void grow(struct csv_reader *reader)
{
	reader->room = reader->room ? reader->room * 2 : 32;
	reader->spans = xrealloc(reader->spans, reader->room * sizeof(*reader->spans));
	reader->fields = xrealloc(reader->fields, reader->room * sizeof(*reader->fields));
}

static void on_field(void *bytes, size_t length, void *context)
{
	struct csv_reader *reader = context;
	reader->last_end = 0;
	if (reader->count == CSV_FIELDS_MAX)
		refuse(reader, "too many fields in one row");
	if (reader->message)
		return;
	if (reader->count == reader->room)
		grow(reader);
	reader->spans[reader->count++] = (struct span){reader->row.len, length};
	if (length) {
		text_add(&reader->row, bytes, length);
		reader->lines_inside += count_line_ends(bytes, length);
	}
	text_putc(&reader->row, '\0');
	if (reader->row.overflow)
		refuse(reader, "a row is too long");
}

/** `end` is the byte that ended the row, -1 at the end of the text. The LF of a CR LF is no row of its own. */
static void on_row(int end, void *context)
{
	struct csv_reader *reader = context;
	bool second = reader->count == 0 && end == '\n' && reader->last_end == '\r';
	reader->last_end = end;
	reader->between = end == '\n';
	if (reader->message || second)
		return;
	for (size_t i = 0; i < reader->count; i++)
		reader->fields[i] = (struct str){reader->row.ptr + reader->spans[i].from, reader->spans[i].length};
	reader->sink.row(reader->sink.context, reader->fields, reader->count);
	reader->rows++;
	reader->line += 1 + reader->lines_inside;
	reader->lines_inside = 0;
	reader->count = 0;
	text_clear(&reader->row);
}

struct csv_reader *csv_open(const struct csv_sink *sink)
{
	struct csv_reader *reader = xmalloc(sizeof(*reader));
	*reader = (struct csv_reader){.sink = *sink, .row = text_new(CSV_ROW_MAX), .line = 1, .between = true};
	if (csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
		refuse(reader, "the CSV parser did not start");
	csv_set_space_func(&reader->parser, never);
	csv_set_blk_size(&reader->parser, PIECE);
	return reader;
}

/** Copies the field that begins at `at`, without its quotes; gives where it ends, or NULL where it needs the parser. */
static const char *copy_field(const char *at, const char *end, char *to, size_t *length)
{
	*length = 0;
	if (at == end || *at != '"') {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		*length = (size_t)((comma ? comma : end) - at);
		memcpy(to, at, *length);
		return memchr(at, '"', *length) ? NULL : at + *length;
	}
	for (;;) {
		at++;
		const char *quote = memchr(at, '"', (size_t)(end - at));
		size_t part = quote ? (size_t)(quote - at) : 0;
		memcpy(to + *length, at, part);
		*length += part;
		if (!quote || quote + 1 == end || quote[1] == ',')
			return quote ? quote + 1 : NULL;
		if (quote[1] != '"')
			return NULL;
		to[(*length)++] = '"';
		at = quote + 1;
	}
}

/**
 * Most rows stand on one line and have nothing special: libcsv takes six times as long to walk through them byte by
 * byte. Takes such a row; false leaves it to libcsv, which knows the rest and what is wrong.
 */
static bool take_plain_row(struct csv_reader *reader, const char *at, const char *end)
{
	char field[PIECE];
	size_t length;
	int last_end = reader->last_end;
	if (at == end || memchr(at, '\r', (size_t)(end - at)))
		return false;
	while ((at = copy_field(at, end, field, &length))) {
		on_field(field, length, reader);
		if (at++ == end) {
			on_row('\n', reader);
			return true;
		}
	}
	reader->count = 0;
	reader->last_end = last_end;
	text_clear(&reader->row);
	return false;
}

/** Bytes to the end of the line, or a piece of it: a field that never ends is to be noticed soon. */
static size_t next_piece(const char *bytes, size_t length, bool *line)
{
	size_t most = length < PIECE ? length : PIECE;
	const char *end = memchr(bytes, '\n', most);
	*line = end != NULL;
	return end ? (size_t)(end - bytes) + 1 : most;
}

static void parse(struct csv_reader *reader, const char *bytes, size_t length)
{
	bool line;
	for (size_t piece; length && !reader->message; bytes += piece, length -= piece) {
		piece = next_piece(bytes, length, &line);
		if (reader->between && line && take_plain_row(reader, bytes, bytes + piece - 1))
			continue;
		reader->between = false;
		size_t done = csv_parse(&reader->parser, bytes, piece, on_field, on_row, reader);
		if (done != piece && csv_error(&reader->parser) == CSV_EPARSE)
			refuse(reader, "a quote inside a field, or something behind a closing quote");
		else if (done != piece || csv_get_buffer_size(&reader->parser) > CSV_FIELD_MAX + PIECE)
			refuse(reader, "a field is too long");
	}
}

bool csv_feed(struct csv_reader *reader, const char *bytes, size_t length)
{
	while (length && reader->mark_bytes < MARK_LENGTH && *bytes == mark[reader->mark_bytes]) {
		reader->mark_bytes++;
		bytes++;
		length--;
	}
	if (length && reader->mark_bytes < MARK_LENGTH)
		parse(reader, mark, reader->mark_bytes);
	if (length)
		reader->mark_bytes = MARK_SETTLED;
	parse(reader, bytes, length);
	return !reader->message;
}

size_t csv_line(const struct csv_reader *reader)
{
	return reader->line;
}

bool csv_close(struct csv_reader *reader, const char **message)
{
	if (reader->mark_bytes < MARK_LENGTH)
		parse(reader, mark, reader->mark_bytes);
	if (!reader->message && csv_fini(&reader->parser, on_field, on_row, reader) != 0)
		refuse(reader, "the text ends inside quotes");
	bool sound = !reader->message;
	*message = reader->message;
	if (!sound && reader->sink.arena)
		*message = arena_printf(reader->sink.arena, "row %zu: %s", reader->rows + 1, reader->message);
	csv_free(&reader->parser);
	text_free(&reader->row);
	free(reader->spans);
	free(reader->fields);
	free(reader);
	return sound;
}

void csv_put(FILE *out, struct str field)
{
	csv_fwrite(out, field.ptr ? field.ptr : "", field.len);
}
