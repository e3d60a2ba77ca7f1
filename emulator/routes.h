// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ROUTES_H
#define EMULATOR_ROUTES_H

// Every documented operation is a row: method, path, class and who serves it.

#include "answers.h"

// What a row says to others.
struct route_view {
	const char *method; // HTTP method
	const char *path;   // segments; one in braces takes any value
	bool served;        // false for the address that is documented as not supported
};

// The row at a place, counted from 0; false beyond the last one.
bool route_at(size_t place, struct route_view *row);

// The name of the operation that a request is for, and what stands for its placeholders; "none" for an unknown address,
// NULL for one of the emulator's own. If the path does not have the method, the name of its first row, and `served` is
// false.
const char *route_name(const char *method, const struct request *r, struct text values[ROUTE_VALUES], bool *served);

// Answers a request: finds its row and calls the handler, or says why there is none. The call's placeholders
// and fleets are filled in. What a handler changed is kept if it answers a status below 400.
void route(struct call *c, struct state *state, struct answer *a);

#endif
