// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_DISPATCH_H
#define EMULATOR_DISPATCH_H

// From a request to its answer: who asks, what is bent, which row of the routes. Knows nothing of how they travel.

#include "answers.h"
#include "bend_run.h"

// What an answer depends on; everything must outlive it.
struct dispatcher {
	const struct fleet *start;       // the devices as they were at the start
	const struct accounts *accounts; // who is let in
	struct state *state;             // what requests change
	struct bend *bend;               // what deviates on purpose, or NULL
};

// A request as it came.
struct incoming {
	const char *method;            // HTTP method
	struct text target;            // request target
	struct text form;              // body that is a form
	bool too_large;                // the body did not fit
	enum format format;            // format wanted
	bool format_named;             // the Accept header names a format, not only ranges of them
	const struct account *account; // who asks, or NULL
	bool stranger;                 // credentials came, but nobody's
};

// Answers a request; false if it was refused for its credentials.
bool dispatch(const struct dispatcher *d, const struct incoming *in, struct answer *a);

#endif
