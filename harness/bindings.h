// SPDX-License-Identifier: Apache-2.0
/** Which parameters a request carries, and with which values, before any ${…} is expanded. Pure. */
#ifndef EPMM_BINDINGS_H
#define EPMM_BINDINGS_H

#include "arena.h"
#include "model.h"

/** A value of the parameter that works: its own, its fixture's, its default, or the first of its table; else NULL. */
const char *working_value(struct arena *arena, const struct parameter *parameter);

/**
 * The parameters of a step in the order of its operation: those it names, and the required ones with a value that works
 * (NULL where there is none), but for those it leaves out. Lives in the arena; `*count` is set.
 */
const struct binding *step_bindings(struct arena *arena, const struct step *step, size_t *count);

#endif
