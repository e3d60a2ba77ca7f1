// SPDX-License-Identifier: Apache-2.0
/**
 * A plan carried out several times, for servers that do not answer alike each time: every round is spooled to a file beside
 * the run record, and at the end each case is told once, with the gravest of its verdicts and how often it had which.
 */
#ifndef EPMM_ROUNDS_H
#define EPMM_ROUNDS_H

#include "record.h"

/**
 * Adds what a round came to to what those before it came to, but for the counts of cases and warnings. How it ended is how
 * the last one ended: where one ended early, or left something behind, there is no other.
 */
void rounds_add(struct arena *arena, struct run_summary *all, const struct run_summary *round);

/** Rounds being kept; opaque. */
struct rounds;

/** Begins; the files are called NAME.round-1 and so on. Everything is borrowed until the end. */
struct rounds *rounds_new(const char *name, const struct mask *mask, struct diag *diag);

/** Begins the next round; false after a report to `diag`. */
bool rounds_begin(struct rounds *rounds);

/** Keeps a result of the round; the results of all rounds come in the same order. */
void rounds_take(struct rounds *rounds, const struct result *result);

/** Ends the round; false after a report to `diag`. */
bool rounds_end(struct rounds *rounds);

/** Hands over each case once. False after a report to `diag`. */
bool rounds_tell(struct rounds *rounds, void (*take)(void *context, const struct result *result), void *context);

/** Removes the files and ends it; NULL is allowed. */
void rounds_free(struct rounds *rounds);

#endif
