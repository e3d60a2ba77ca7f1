// SPDX-License-Identifier: Apache-2.0
#include "body.h"

#include <stdlib.h>

#include "body_build.h"

struct body_reader {
	struct build build;
	const struct body_parser *format;
	void *parser;
	size_t bytes;
};

static const struct body_parser *const formats[] = {
	[BODY_XML] = &body_parser_xml,
	[BODY_JSON] = &body_parser_json,
};

static const char *const status_names[] = {
	[BODY_OK] = "ok",
	[BODY_EMPTY] = "empty",
	[BODY_MALFORMED] = "malformed",
	[BODY_TRAILING] = "trailing bytes",
	[BODY_DOCTYPE] = "document type declaration",
	[BODY_ENCODING] = "encoding",
	[BODY_DUPLICATE_KEY] = "duplicate key",
	[BODY_LIMIT] = "limit",
};

const char *body_status_name(enum body_status status)
{
	assert((size_t)status < ARRAY_LEN(status_names));
	return status_names[status];
}

struct body_limits body_default_limits(void)
{
	return (struct body_limits){
		.depth = 128,
		.tag = 64 << 10,
		.text = 1 << 20,
		.record = 4 << 20,
		.skeleton = 32 << 20,
	};
}

struct body_reader *body_open(struct arena *arena, enum body_format format, const char *records,
                              const struct body_limits *limits, const struct body_sink *sink)
{
	struct body_reader *reader = xmalloc(sizeof(*reader));
	*reader = (struct body_reader){.format = formats[format]};
	build_open(&reader->build, arena, records, limits, sink);
	reader->parser = reader->format->open(&reader->build);
	return reader;
}

bool body_feed(struct body_reader *reader, const char *bytes, size_t length)
{
	reader->bytes += length;
	while (length && reader->build.status == BODY_OK) {
		size_t piece = length < BODY_PIECE ? length : BODY_PIECE;
		reader->format->feed(reader->parser, bytes, piece);
		bytes += piece;
		length -= piece;
	}
	return reader->build.status == BODY_OK;
}

/** The root member of a JSON body is one only if it stayed alone. */
static void choose_root(const struct build *build, struct body *body)
{
	const struct node *document = build->document;
	body->root = build->started ? document : NULL;
	if (build->base && document->first && document->first == document->last) {
		body->root = document->first;
		body->root_present = true;
	}
}

struct body body_close(struct body_reader *reader)
{
	struct build *build = &reader->build;
	if (build->status == BODY_OK)
		reader->format->finish(reader->parser);
	struct body body = {
		.status = build->status,
		.message = build->message,
		.offset = build->offset,
		.records = build->records,
		.in_array = build->in_array,
		.bytes = reader->bytes,
	};
	build_finish(build);
	choose_root(build, &body);
	reader->format->close(reader->parser);
	build_close(build);
	free(reader);
	return body;
}
