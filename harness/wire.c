// SPDX-License-Identifier: Apache-2.0
#include "wire.h"

#include <stdlib.h>

/** A request that waits for the player. */
struct waiting {
	struct waiting *next;
	struct http_request request;
};

/** A request whose exchange is kept: stands between the sender and the target. */
struct kept {
	struct wire *wire;
	struct http_request request; /**< with the sender's callbacks */
	size_t number;
	struct text body; /**< what is not written yet */
	struct kept *next, *previous;
};

struct wire {
	struct http_client *client; /**< NULL with a player */
	struct wire_ends ends;
	struct waiting *first, **last; /**< for the player */
	struct kept *kept;             /**< in flight */
};

struct wire *wire_open(const struct http_options *options, struct wire_ends ends, struct diag *diag)
{
	struct http_client *client = ends.player ? NULL : http_open(options, diag);
	if (!client && !ends.player)
		return NULL;
	struct wire *wire = xmalloc(sizeof(*wire));
	*wire = (struct wire){.client = client, .ends = ends};
	wire->last = &wire->first;
	return wire;
}

static void forget(struct kept *kept)
{
	struct wire *wire = kept->wire;
	if (kept->next)
		kept->next->previous = kept->previous;
	*(kept->previous ? &kept->previous->next : &wire->kept) = kept->next;
	text_free(&kept->body);
	free(kept);
}

void wire_close(struct wire *wire)
{
	if (!wire)
		return;
	http_close(wire->client);
	while (wire->kept)
		forget(wire->kept);
	for (struct waiting *next; wire->first; wire->first = next) {
		next = wire->first->next;
		free(wire->first);
	}
	free(wire);
}

static void on_head(void *context, const struct http_response *response)
{
	const struct kept *kept = context;
	if (kept->request.head)
		kept->request.head(kept->request.context, response);
}

static bool on_bytes(void *context, const char *bytes, size_t length)
{
	struct kept *kept = context;
	text_add(&kept->body, bytes, length);
	tape_body(kept->wire->ends.tape, kept->number, &kept->body, false);
	return !kept->request.body_bytes || kept->request.body_bytes(kept->request.context, bytes, length);
}

static void on_done(void *context, const struct http_response *response)
{
	struct kept *kept = context;
	struct http_request request = kept->request;
	tape_body(kept->wire->ends.tape, kept->number, &kept->body, true);
	tape_end(kept->wire->ends.tape, kept->number, response);
	forget(kept);
	request.done(request.context, response);
}

static void submit_kept(struct wire *wire, const struct http_request *request)
{
	struct kept *kept = xmalloc(sizeof(*kept));
	*kept = (struct kept){.wire = wire, .request = *request, .next = wire->kept};
	kept->number = tape_begin(wire->ends.tape);
	kept->body = text_new(SIZE_MAX / 4);
	if (wire->kept)
		wire->kept->previous = kept;
	wire->kept = kept;
	struct http_request sent = *request;
	sent.head = on_head;
	sent.body_bytes = on_bytes;
	sent.done = on_done;
	sent.context = kept;
	http_submit(wire->client, &sent);
}

void wire_submit(struct wire *wire, const struct http_request *request)
{
	if (!wire->ends.player && !wire->ends.tape) {
		http_submit(wire->client, request);
	} else if (!wire->ends.player) {
		submit_kept(wire, request);
	} else {
		struct waiting *waiting = xmalloc(sizeof(*waiting));
		*waiting = (struct waiting){.request = *request};
		*wire->last = waiting;
		wire->last = &waiting->next;
	}
}

void wire_step(struct wire *wire, long wait_ms)
{
	if (!wire->ends.player) {
		http_step(wire->client, wait_ms);
		return;
	}
	struct waiting *waiting = wire->first;
	if (!waiting)
		return;
	wire->first = waiting->next;
	if (!wire->first)
		wire->last = &wire->first;
	player_answer(wire->ends.player, &waiting->request);
	free(waiting);
}

bool wire_is_recorded(const struct wire *wire)
{
	return wire->ends.player != NULL;
}

bool wire_at_end(const struct wire *wire)
{
	return wire->ends.player && player_at_end(wire->ends.player);
}
