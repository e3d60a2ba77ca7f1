// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BEND_BENT_H
#define EMULATOR_BEND_BENT_H

// What the files of the bending share: the rows that are on, and one request on its way through them.

#include "bend_run.h"
#include "bend_tree.h"

// Most texts that the steps of one request may make.
#define BENT_TEXTS 32

struct bent {
	struct bend *bend;                      // what is on
	const struct bend_row *rows[BEND_ROWS]; // what is about this operation
	size_t count;                           // number of them
	bool touched[BEND_ROWS];                // which of them changed something
	enum format wanted;                     // format of the answer
	struct text target, form;               // as they came
	struct request original;                // the request before it was bent
	struct text values[ROUTE_VALUES];       // what stands for the placeholders of its path
	struct bend_context context;            // what expressions look at
	struct tree *nothing;                   // an empty body, for expressions about the request
	struct bytes texts[BENT_TEXTS];         // texts that steps made
	size_t text_count;                      // number of them
};

// A new empty text that lives as long as the request.
struct bytes *bent_text(struct bent *bent);

// Writes a template (BEND_TARGET) out.
void bent_expand(const struct bent *bent, const char *template, struct bytes *out);

// True if the condition of a row holds for a body, or for the request alone.
bool bent_holds(struct bent *bent, const struct bend_row *row, struct tree *body);

// Puts off a request, given as method and target, for some reads or milliseconds.
void bend_put_off(struct bend *b, const struct later *later, uint64_t reads, uint64_t milliseconds);

#endif
