// SPDX-License-Identifier: Apache-2.0
/**
 * What the answers of a run looked like: by operation and format which fields there were, of which types, which documented
 * values and bits, which messages and headers. Of constant size, however many records come; for `epmm-conform diff`.
 * Values are kept of fields that are bound to a value table, and of nothing else; texts pass the mask before they are cut.
 */
#ifndef EPMM_OBSERVE_H
#define EPMM_OBSERVE_H

#include "http.h"
#include "mask.h"
#include "node.h"
#include "planned.h"
#include "results.h"

/** Ceilings; what is beyond one is left out, and `cut` says so. */
enum {
	OBSERVED_FIELDS_MAX = 1024, /**< of one operation and format */
	OBSERVED_DEPTH_MAX = 12,
	OBSERVED_WORDS_MAX = 8, /**< unknown values or forms of one field */
	OBSERVED_ROOTS_MAX = 4,
	OBSERVED_MESSAGES_MAX = 16,
	OBSERVED_HEADERS_MAX = 48,
	OBSERVED_TEXT_MAX = 160, /**< bytes of a name, a value, a message */
};

/** All that was seen in a run; opaque. */
struct observer;

/** Creates it; the mask is borrowed and may be NULL. End it with observer_free(). */
struct observer *observer_new(const struct mask *mask);

/** Frees it; NULL is allowed. */
void observer_free(struct observer *observer);

/** What is known of an answer when its body begins. */
struct observed_answer {
	const struct request *request;
	const struct response *response; /**< the documented answer, or NULL */
	bool refusal;               /**< an error answer: its messages count, and its fields are not those of the schema */
	bool json;                  /**< as which it is read */
	const struct binding *sent; /**< parameters as sent: their values are left out of messages */
	size_t sent_count;
};

/** Takes the head of an answer. */
void observe_head(struct observer *observer, const struct request *request, const struct http_response *response);

/** Takes a record of a list. */
void observe_record(struct observer *observer, const struct observed_answer *answer, const struct node *record);

/** Takes the rest of the answer, once it is complete. */
void observe_root(struct observer *observer, const struct observed_answer *answer, const struct node *root);

/** Hands over what was seen, in the order of operations, formats and kinds of answers; it dies when the call returns. */
void observer_tell(const struct observer *observer, void (*take)(void *context, const struct observed *observed),
                   void *context);

#endif
