// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BEND_RUN_H
#define EMULATOR_BEND_RUN_H

// The rows that are switched on, at work: what they make of a request, of its effect and of its answer.

#include "answers.h"
#include "bend.h"

// Most rows that may be on at once.
#define BEND_ROWS 32

struct bend;

// Switches rows on by their names, faults before variations; on an unknown name prints a message and returns NULL.
// Free with bend_free().
struct bend *bend_new(const char *const *faults, size_t fault_count, const char *const *variations,
                      size_t variation_count);

// Switches all off, and tells on stderr which rows have changed nothing; NULL is allowed.
void bend_free(struct bend *b);

// One request while it is bent.
struct bent;

// Begins to bend a request; NULL if no row is about it. Target and form must outlive it; end with bent_end().
struct bent *bent_begin(struct bend *b, const struct call *c, struct text target, struct text form);

// Ends it.
void bent_end(struct bent *bent);

// Bends the request and has the answer made as a tree; tells whether it is let in, which it would be if `let_in`.
bool bent_request(struct bent *bent, struct call *c, struct request *r, bool let_in);

// Bends the effect of a call that has succeeded, while its draft is open.
void bent_effect(struct bent *bent, const struct call *c);

// Bends the answer and writes it in the format wanted.
void bent_answer(struct bent *bent, const struct call *c, struct answer *a);

// A request whose effect was put off.
struct later {
	const char *method;            // HTTP method
	struct bytes target;           // request target
	struct bytes form;             // form in the body
	const struct account *account; // who asked
};

// Takes the next request that is due, or that was put off at all if `all`; false if there is none. Free it with
// later_free().
bool bend_due(struct bend *b, bool all, struct later *later);

// Counts a request, for effects that come after some reads.
void bend_count(struct bend *b, bool is_read);

// Frees a request that was put off.
void later_free(struct later *later);

#endif
