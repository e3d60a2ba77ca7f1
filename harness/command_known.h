// SPDX-License-Identifier: Apache-2.0
/** The known deviations of a run: read before it, reported at its end. */
#ifndef EPMM_COMMAND_KNOWN_H
#define EPMM_COMMAND_KNOWN_H

#include "command.h"
#include "known.h"

/** Reads the file of --known, if there is one. False after a report to `diag`. */
bool command_known_open(struct known_run *known, const struct command_context *context, const struct target *target,
                        const struct plan *plan);

/** Hands over what each entry came to; `cut_short`: not all that was planned was judged. */
void command_known_close(const struct known_run *known, const struct command_context *context, bool cut_short,
                         void (*take)(void *user, const struct result *result), void *user);

#endif
