// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluates relations over the facts of several answers. A server lives, so nothing is a failure at first sight: the
 * first round only names suspects; their requests are made once more, and what differs again is reported.
 */
#ifndef EPMM_RELATE_H
#define EPMM_RELATE_H

#include "facts.h"
#include "findings.h"
#include "fixture.h"
#include "planned.h"

enum { SUSPECTS_MAX = 10 };

/** What differed in the first round. */
struct suspect {
	bool has_key; /**< about a record */
	fact_key key;
	const char *path; /**< NULL: somewhere in the record */
};

/** One relation (or twin) being evaluated. */
struct relation_pass {
	const struct planned *planned;
	const struct request *const *requests; /**< parallel to the sides */
	struct facts *const *sides;
	size_t side_count;
	const struct fixtures *fixtures;
	struct arena *arena;       /**< of the suspects and findings */
	struct findings *findings; /**< NULL in the first round */
	struct suspect suspects[SUSPECTS_MAX];
	size_t suspect_count;
	const char *unusable; /**< set when a side gave nothing to compare: the reason */
};

/** Asks the facts of the sides for the columns that the relation needs; before the requests are sent. */
void relate_prepare(const struct planned *planned, struct facts *const *sides, size_t count);

/** Evaluates; the first round fills the suspects, the second reports those that are still there. */
void relate(struct relation_pass *pass);

/** Tells the facts of the second round which records to keep whole. */
void relate_keep(const struct relation_pass *pass, struct facts *facts);

#endif
