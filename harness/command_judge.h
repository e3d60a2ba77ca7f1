// SPDX-License-Identifier: Apache-2.0
/** What run and judge have in common: the setup of a recording, and everything that one run is. */
#ifndef EPMM_COMMAND_JUDGE_H
#define EPMM_COMMAND_JUDGE_H

#include "command.h"
#include "tape.h"

/** The setup of a recording of the run at hand; lives in the arena of the context. */
struct tape_setup judge_setup(const struct command_context *context, const char *run_id, const char *user);

/** The target as it was described to the recorded run; NULL after a report to `diag`. */
const struct target *judge_target(const struct command_context *context, const struct player *player);

/** command_run.c: a run, against the target or, with a player, against a recording. Gives the exit code. */
int command_carry_out(const struct command_context *context, struct player *player);

#endif
