// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ROUTES_H
#define EMULATOR_ROUTES_H

// Every documented operation is a row: method, path, class and who serves it.

#include "answers.h"

// Answers a request: finds its row and calls the handler, or says why there is none. The call's placeholders
// and fleets are filled in. What a handler changed is kept if it answers a status below 400.
void route(struct call *c, struct state *state, struct answer *a);

#endif
