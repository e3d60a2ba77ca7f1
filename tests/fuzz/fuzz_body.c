// SPDX-License-Identifier: Apache-2.0
/**
 * Reads hostile bodies. The first byte picks format, record path and piece size, the rest is the body. Whatever it is,
 * it must read the same in pieces as in one.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "body.h"

enum { JSON_BIT = 1, RECORDS_BIT = 2, PIECE_SHIFT = 2 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** Visits every byte that a judge would. */
static uint64_t digest(const struct node *node, size_t depth)
{
	uint64_t sum = str_hash(node->name) ^ str_hash(node->text) ^ depth * 31 ^ node->kind;
	if (utf8_valid_prefix(node->text) != node->text.len || utf8_valid_prefix(node->name) != node->name.len)
		abort();
	for (const struct node *child = node->first; child; child = child->next)
		sum = sum * 0x100000001b3u + digest(child, depth + 1);
	return sum;
}

static void take_record(void *context, const struct node *record, size_t index)
{
	uint64_t *sum = context;
	*sum = *sum * 31 + digest(record, index);
}

static struct body read_body(struct arena *arena, uint8_t choice, const char *bytes, size_t size, size_t piece,
                             uint64_t *sum)
{
	struct body_limits limits = {.depth = 16, .tag = 300, .text = 200, .record = 4000, .skeleton = 8000};
	struct body_sink sink = {take_record, sum};
	struct body_reader *reader =
		body_open(arena, choice & JSON_BIT ? BODY_JSON : BODY_XML, choice & RECORDS_BIT ? "a/b" : NULL, &limits, &sink);
	for (size_t at = 0; at < size; at += piece)
		body_feed(reader, bytes + at, size - at < piece ? size - at : piece);
	struct body body = body_close(reader);
	if (body.root)
		*sum = *sum * 31 + digest(body.root, 0);
	if ((body.status == BODY_OK) != (body.message == NULL) || body.bytes != size || body.offset > size)
		abort();
	return body;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	const char *bytes = (const char *)data + 1;
	struct arena *arena = arena_new();
	uint64_t sums[2] = {0};
	struct body whole = read_body(arena, data[0], bytes, size - 1, size, &sums[0]);
	struct body pieces = read_body(arena, data[0], bytes, size - 1, 1 + (data[0] >> PIECE_SHIFT), &sums[1]);
	if (whole.status != pieces.status || whole.records != pieces.records)
		abort();
	if (whole.status == BODY_OK && sums[0] != sums[1])
		abort();
	arena_free(arena);
	return 0;
}
