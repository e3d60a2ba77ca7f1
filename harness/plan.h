// SPDX-License-Identifier: Apache-2.0
/**
 * What will be sent and judged, before anything is sent: cases derived from the descriptions, the requests that they
 * share, their order, and every skip with its reason. Pure: no socket, no clock.
 */
#ifndef EPMM_PLAN_H
#define EPMM_PLAN_H

#include "arena.h"
#include "planned.h"
#include "safety.h"

/** What to plan. */
struct plan_options {
	const struct catalogue *catalogue;
	const struct suite *suite;
	const struct target *target;
	struct permission permission;
	const char *const *select; /**< patterns; a case must match one of them; none: all */
	size_t select_count;
	const char *const *only; /**< ids; nothing but these and the scenarios they belong to; none: all */
	size_t only_count;
	unsigned shard;            /**< the part that is planned, from 1 on; 0: all parts */
	unsigned shards;           /**< number of parts */
	bool formats[FORMAT_NONE]; /**< which of xml, json, csv */
};

/** Makes the plan; lives in the arena. */
const struct plan *plan_make(struct arena *arena, const struct plan_options *options);

/**
 * True when the case matches the pattern: a case id with `*`, `operation:ID`, `kind:NAME`, `requirement:R018`,
 * `area:dm`, `scenario:NAME`.
 */
bool plan_matches(const struct planned *planned, const char *pattern);

/** False when no case of the endpoint can match the pattern, because the pattern begins with another operation. */
bool plan_may_match(const struct endpoint *endpoint, const char *pattern);

/** True when the pattern can only match cases of one operation: "dm/get-devices-by-status:*", "operation:list-countries". */
bool plan_names_operation(const char *pattern);

/** True when the case waits for an answer with data, which the schema and the rules of the operation judge. */
bool plan_expects_data(const struct planned *planned);

/** Appends what every case of the endpoint that expects data judges: its schema, its rules, what it carries besides. */
void plan_shared_requirements(struct arena *arena, const struct endpoint *endpoint, const struct requirement ***list,
                              size_t *count);

/** Appends what the case judges by its own means; some of it may be among the shared ones. */
void plan_own_requirements(struct arena *arena, const struct planned *planned, const struct requirement ***list,
                           size_t *count);

/** Appends every requirement that the case judges to the array in the arena (no duplicates). */
void plan_requirements(struct arena *arena, const struct planned *planned, const struct requirement ***list,
                       size_t *count);

#endif
