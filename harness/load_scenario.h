// SPDX-License-Identifier: Apache-2.0
/** Steps as written in scenarios, contracts and under `undo`. */
#ifndef EPMM_LOAD_SCENARIO_H
#define EPMM_LOAD_SCENARIO_H

#include "load_fields.h"

/** Reads the list of requests that take something back. */
const struct step *read_undo_steps(struct load *load, const struct yaml *list, size_t *count);

/** Remembers to check that the operation of the step has the parameter. */
void refer_step_parameter(struct load *load, const struct yaml *name, struct step *step);

/**
 * True when "group.value" is a value that the run itself gives (run.user, long.512), or one that an earlier step took.
 * Reports a value that such a group does not have.
 */
bool check_run_value(struct load *load, const struct yaml *node);

#endif
