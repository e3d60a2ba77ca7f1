// SPDX-License-Identifier: Apache-2.0
/** What the files of the planner share. */
#ifndef EPMM_PLAN_IMPL_H
#define EPMM_PLAN_IMPL_H

#include "derive.h"
#include "plan.h"

/** A request that others with the same key share; known to plan.c alone. */
struct request_entry;

/** The plan being made. */
struct planning {
	struct arena *arena;
	struct arena *scratch; /**< of one case */
	const struct plan_options *options;
	struct planned *cases; /**< those with a place in the plan, skipped ones included */
	size_t case_count;
	struct request *requests; /**< each is sent once */
	size_t request_count;
	struct request_entry *by_key;    /**< the shared requests by their key */
	struct wanted_fixture *fixtures; /**< those that a request, a rule or a case needs */
	size_t fixture_count;
	struct chain *chains; /**< what may change something, in order */
	size_t chain_count;
	size_t unknown_users;         /**< credential probes so far; off emulators they are few */
	const char *unknown_areas;    /**< areas that have one, each followed by a blank */
	const char *refusal;          /**< why the run must not begin at all, or NULL */
	struct derivation derivation; /**< for the operation whose turn it is */
};

/* plan.c */

/** The index of the request with the same key, added when it is new. */
size_t plan_share(struct planning *planning, const struct request *request);

/** The path that the request will have; values not known yet stand for one plain segment. */
const char *plan_floor_path(struct arena *arena, const struct request *request);

/* plan_wants.c */

/** Makes sure that the fixture is looked for, and those it depends on. */
void plan_want_fixture(struct planning *planning, const char *name);

/** Fixtures of the request and of what takes it back; values of steps and of the run are none. */
void plan_want_values(struct planning *planning, const struct request *request);

/** Fixtures in the words of rules, which are expanded before the answer is judged. */
void plan_want_rule_values(struct planning *planning, const struct rule_use *rules, size_t rule_count);

/** A write with an id that nobody has is sent when a read has said so (safety.h); emulators need not be asked. */
void plan_want_absence(struct planning *planning, const struct request *request);

#endif
