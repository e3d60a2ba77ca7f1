// SPDX-License-Identifier: Apache-2.0
/**
 * Judges one answer while it arrives: status, content type, body, schema, rules. Also feeds the facts that relations compare and
 * the fixtures. Pure: it is told what came and never asks for anything.
 */
#ifndef EPMM_ANSWER_H
#define EPMM_ANSWER_H

#include "facts.h"
#include "findings.h"
#include "fixture.h"
#include "http.h"
#include "observe.h"
#include "planned.h"

/** What an answer is judged by, and who wants to know of its records. */
struct answer_options {
	const struct catalogue *catalogue;
	const struct request *request;
	size_t request_index;
	const struct planned *planned; /**< the case that judges the answer, or NULL */
	const struct binding *sent;    /**< parameters as sent, values resolved */
	size_t sent_count;
	struct facts *facts;          /**< or NULL */
	struct fixtures *fixtures;    /**< or NULL */
	struct observer *observer;    /**< or NULL */
	struct findings *findings;    /**< takes what does not hold; NULL when no case judges */
	const struct rule_use *rules; /**< of a step, besides those of the operation; words and conditions expanded */
	size_t rule_count;
	/**
	 * Told each record of a 200 answer with the path of the records, and its rest with NULL. May be NULL; the nodes die when it
	 * returns.
	 */
	void (*seen)(void *context, const char *records, const struct node *node);
	void *seen_context;
	bool limited; /**< the target file declares an account with fewer rights: 401 and 403 are skips */
};

/** How the judging ended. */
enum answer_end {
	ANSWER_JUDGED,      /**< findings say what there is to say */
	ANSWER_NO_ACCESS,   /**< 401 or 403 although credentials were sent */
	ANSWER_NOT_OFFERED, /**< the target does not have the operation, and need not */
	ANSWER_NOT_REACHED, /**< no answer to judge: a transport error, told by a finding of level error */
};

/** An answer being judged; opaque. */
struct answer;

/** Begins; lives in the arena, must be ended with answer_end(). */
struct answer *answer_open(struct arena *arena, const struct answer_options *options);

/** The head arrived. */
void answer_head(struct answer *answer, const struct http_response *response);

/** Body bytes arrived; false: nobody wants more of them. */
bool answer_body(struct answer *answer, const char *bytes, size_t length);

/** The exchange is over. */
enum answer_end answer_end(struct answer *answer, const struct http_response *response);

/** Records that were judged so far. */
size_t answer_records(const struct answer *answer);

#endif
