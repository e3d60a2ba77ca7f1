// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ROUTES_H
#define EMULATOR_ROUTES_H

// Every documented operation is a row: method, path, class and who serves it.

#include "answers.h"

// Answers a request: finds its row and calls the handler, or says why there is none. The call's placeholders are filled in.
void route(struct call *c, struct answer *a);

#endif
