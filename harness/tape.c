// SPDX-License-Identifier: Apache-2.0
#include "tape.h"

#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "record.h"

enum {
	PIECE = 256 * 1024,
	OVERLAP = 16 * 1024, /**< more than any spelling of a secret takes */
	STEPS = 64,
};

struct tape {
	struct record *record;
	const struct mask *mask;
	struct arena *arena; /**< of one line */
	size_t last;         /**< number given last */
};

struct tape *tape_create(const char *name, const struct run_header *header, const struct tape_setup *setup,
                         const struct mask *mask, struct diag *diag)
{
	struct record *record = record_create(name, mask, diag);
	if (!record)
		return NULL;
	record_header(record, header);
	record_line(record, RECORD_SETUP, setup);
	struct tape *tape = xmalloc(sizeof(*tape));
	*tape = (struct tape){.record = record, .mask = mask, .arena = arena_new()};
	return tape;
}

size_t tape_begin(struct tape *tape)
{
	return ++tape->last;
}

static void put_piece(struct tape *tape, size_t number, struct str piece)
{
	struct str masked = mask_view(tape->mask, tape->arena, piece);
	struct tape_bytes line = {.number = number};
	if (utf8_valid_prefix(masked) == masked.len && !memchr(masked.ptr, '\0', masked.len)) {
		line.text = arena_copy(tape->arena, masked.ptr, masked.len);
	} else {
		char *coded = arena_alloc(tape->arena, (masked.len + 2) / 3 * 4 + 1);
		digest_base64(coded, masked.ptr, masked.len);
		line.base64 = coded;
	}
	record_line(tape->record, RECORD_BYTES, &line);
	arena_reset(tape->arena);
}

/** Whether nothing is lost by masking the two sides of the cut one by one. */
static bool is_clean(struct tape *tape, const struct text *text, size_t cut)
{
	struct str left = {text->ptr + cut - OVERLAP, OVERLAP};
	struct str right = {text->ptr + cut, OVERLAP};
	struct str both = {left.ptr, 2 * OVERLAP};
	size_t apart = mask_view(tape->mask, tape->arena, left).len + mask_view(tape->mask, tape->arena, right).len;
	bool inside = ((unsigned char)text->ptr[cut] & 0xc0) == 0x80;
	return !inside && mask_view(tape->mask, tape->arena, both).len == apart;
}

/** Where a piece may end; 0 when that cannot be said yet. */
static size_t find_cut(struct tape *tape, const struct text *text)
{
	size_t cut = text->len > PIECE + 2 * OVERLAP ? text->len - OVERLAP : 0;
	for (int i = 0; cut && i < STEPS; i++, cut--)
		if (is_clean(tape, text, cut))
			return cut;
	return 0;
}

void tape_body(struct tape *tape, size_t number, struct text *pending, bool last)
{
	size_t cut = last ? pending->len : find_cut(tape, pending);
	if (cut == 0)
		return;
	put_piece(tape, number, (struct str){pending->ptr, cut});
	size_t left = pending->len - cut;
	char *rest = arena_copy(tape->arena, pending->ptr + cut, left);
	text_clear(pending);
	text_add(pending, rest, left);
	arena_reset(tape->arena);
}

void tape_end(struct tape *tape, size_t number, const struct http_response *response)
{
	static const char *const credentials[] = {"run", "none", "other"};
	const struct http_request *request = response->request;
	const char **headers = ARENA_ARRAY(tape->arena, const char *, response->header_count + 1);
	for (size_t i = 0; i < response->header_count; i++) {
		const struct http_header *header = &response->headers[i];
		headers[i] = arena_printf(tape->arena, "%.*s: %.*s", (int)header->name.len, header->name.ptr,
		                          (int)header->value.len, header->value.ptr);
	}
	struct tape_exchange line = {
		.number = number,
		.method = request->method,
		.case_id = request->case_id,
		.path = request->path,
		.accept = request->accept,
		.credentials = credentials[request->credentials],
		.user = request->credentials == HTTP_CREDENTIALS_OTHER ? request->user : NULL,
		.body = request->body.len ? arena_copy(tape->arena, request->body.ptr, request->body.len) : NULL,
		.url = response->url,
		.status = response->status,
		.headers = headers,
		.header_count = response->header_count,
		.trouble = response->trouble == HTTP_OK ? NULL : http_trouble_name(response->trouble),
		.trouble_text = response->trouble_text,
		.framing = response->framing,
		.complete = response->complete,
		.sent = response->sent,
		.started_us = response->started_us,
		.duration_us = response->duration_us,
		.first_byte_us = response->first_byte_us,
	};
	record_line(tape->record, RECORD_EXCHANGE, &line);
	arena_reset(tape->arena);
}

int tape_close(struct tape *tape)
{
	if (!tape)
		return 0;
	int result = record_failed(tape->record) ? -1 : 0;
	if (result == 0)
		result = record_close(tape->record);
	else
		record_abandon(tape->record);
	arena_free(tape->arena);
	free(tape);
	return result;
}
