// SPDX-License-Identifier: Apache-2.0
/**
 * Where the requests of a run go: to the target, to the target with every exchange kept, or to a recording. Whoever sends
 * need not know which; the calls are those of http.h.
 */
#ifndef EPMM_WIRE_H
#define EPMM_WIRE_H

#include "tape.h"

/** A wire; opaque. */
struct wire;

/** The two ends that a wire may have besides the target. Borrowed until wire_close(). */
struct wire_ends {
	struct tape *tape;     /**< keeps every exchange; NULL: nothing is kept */
	struct player *player; /**< answers instead of the target; NULL: the target does */
};

/** Opens it; NULL after a report to `diag`, as http_open() does it. */
struct wire *wire_open(const struct http_options *options, struct wire_ends ends, struct diag *diag);

/** Ends open transfers without calling their `done`; NULL is allowed. Not from a callback. */
void wire_close(struct wire *wire);

/** Queues a request, as http_submit(). */
void wire_submit(struct wire *wire, const struct http_request *request);

/** Makes the callbacks that are due, as http_step(). */
void wire_step(struct wire *wire, long wait_ms);

/** True for a recording: nothing changes there while one waits. */
bool wire_is_recorded(const struct wire *wire);

/** For a recording: true when the answer given last was the last one to such a request. */
bool wire_at_end(const struct wire *wire);

#endif
