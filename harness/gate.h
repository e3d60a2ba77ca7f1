// SPDX-License-Identifier: Apache-2.0
/**
 * The one door to the target: asked just before the bytes of a request leave, by runs, by their clean-up and by `cleanup`.
 * It looks at the bytes, at what the run may do (safety.h), at what it may act on (ownership.h), and sees to it that the
 * journal knows before the target does.
 */
#ifndef EPMM_GATE_H
#define EPMM_GATE_H

#include "journal.h"
#include "ownership.h"
#include "safety.h"

/** What the door knows. Everything is borrowed. */
struct gate {
	struct permission permission;
	struct ownership *ownership;
	struct journal *journal; /**< NULL: nothing of class notify or above may pass, unless `undoing` */
};

/** A request as it would be sent. */
struct gate_request {
	const char *method;
	const char *path;            /**< percent-encoded, with query, below the base URL */
	struct str body;             /**< a form, or empty */
	enum safety planned;         /**< the class that the plan told; more is refused */
	bool undoing;                /**< takes back what the journal has already; is not written there again */
	struct journal_entry *entry; /**< what the journal is told of a request that may change something; gets its seq */
};

/** What the door says. */
enum gate_answer {
	GATE_OPEN,    /**< send it */
	GATE_FOREIGN, /**< names something that the run may not act on: a skip */
	GATE_SHUT,    /**< its class is not permitted, or the journal cannot be written: an error */
};

/** Asks. The reason is set unless it is open; text in the arena. `*safety` is the class of the bytes. */
enum gate_answer gate_ask(const struct gate *gate, struct arena *arena, const struct gate_request *request,
                          enum safety *safety, const char **reason);

#endif
