// SPDX-License-Identifier: Apache-2.0
/** Taking back what a run changed: the requests as the journal holds them, and sending them, at the end of a chain or later. */
#ifndef EPMM_UNDO_H
#define EPMM_UNDO_H

#include "fixture.h"
#include "gate.h"
#include "http.h"
#include "results.h"
#include "wire.h"

/** What the requests are sent with. Everything is borrowed. */
struct undo_context {
	const struct catalogue *catalogue;
	const struct gate *gate;
	struct wire *client; /**< nothing else is in flight */
	const struct http_options *http;
	struct fixtures *fixtures; /**< for ${run.…} and what the requests take; they are captured there */
	const char *case_id;       /**< value of X-Conformance-Case */
	long timeout_ms;
	struct arena *arena;        /**< of the exchanges */
	struct exchange *exchanges; /**< one for each request sent */
	size_t exchange_count;
	size_t writes; /**< of them probe-write and above */
};

/**
 * The requests of the steps with every value expanded that may stand in a journal; parameters that a step does not name
 * have their working value. NULL with `*reason` set when a value is missing or the run may not send one of them. In the arena.
 */
const struct undo_request *undo_prepare(struct arena *arena, const struct undo_context *context,
                                        const struct step *steps, size_t count, enum format format, const char **reason);

/**
 * Sends the requests in order. NULL when all were accepted or there was nothing to take back, else what went wrong, in the
 * arena of the context.
 */
const char *undo_perform(struct undo_context *context, const struct undo_request *requests, size_t count);

#endif
