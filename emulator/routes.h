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

// The name of the operation that a request is for, that of the path's first row if the method is wrong, and what stands
// for its placeholders; "none" for an unknown address, NULL for one of the emulator's own.
const char *route_name(const char *method, const struct request *r, struct text values[ROUTE_VALUES]);

// Answers a request: finds its row and calls the handler, or says why there is none. The call's placeholders
// and fleets are filled in. What a handler changed is kept if it answers a status below 400.
void route(struct call *c, struct state *state, struct answer *a);

#endif
