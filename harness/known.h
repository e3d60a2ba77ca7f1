// SPDX-License-Identifier: Apache-2.0
/**
 * Known deviations: a file says which failures are accepted, why, by whom and until when. Such cases still run and must
 * still fail. An entry that rots (its cases pass, its day is over, it matches nothing) fails the run as a case of its own.
 */
#ifndef EPMM_KNOWN_H
#define EPMM_KNOWN_H

#include "arena.h"
#include "planned.h"
#include "results.h"

/** What became of an entry while the run went. */
struct known_state {
	size_t planned; /**< cases of the run that it matches */
	bool reached;   /**< one of them was judged */
	bool held;      /**< one of them failed as the entry says */
};

/** What a run knows beforehand; all zeros: nothing. Everything is borrowed. */
struct known_run {
	const struct known_file *file; /**< NULL: nothing is known */
	struct known_state *states;    /**< parallel to the file's entries */
	struct arena *arena;           /**< of what is made on the way */
	const char *today;             /**< "2026-11-23" */
	const char *version;           /**< of the product, as the target file says; or NULL */
};

/** Begins: counts the cases of the plan that each entry matches. */
void known_begin(const struct known_run *run, const struct plan *plan);

/** Where each failure of the result is one that an entry in force accepts, the verdict becomes known, with its reason. */
void known_judge(const struct known_run *run, const struct planned *planned, struct result *result);

/** How the run ended, as far as an entry that did not hold is concerned. */
struct known_end {
	bool cut_short; /**< not all that was planned was judged: that something did not fail says nothing */
	bool left_out;  /**< the entry matches a case that is no part of this run */
};

/** The n-th entry as a case of its own. */
struct result known_conclude(const struct known_run *run, size_t n, struct known_end end);

/** True when a case of the plan matches the entry. */
bool known_matches(const struct known_entry *entry, const struct plan *plan);

#endif
