// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BEND_H
#define EMULATOR_BEND_H

// Deviations on purpose. A fault breaks one statement of the guide, a variation is a difference that the guide allows.
// Each is a row of a table: where it applies and the steps that bend the request, the effect or the answer.

#include <stdio.h>

#include "bytes.h"

// What one step does. Paths are XPath 1.0 over the body (docs/emulator.md tells its shape), values are XPath too,
// read with the node at hand as context; both know the functions of bend_tree.c.
enum bend_op {
	BEND_END, // no more steps

	// on the request, before it is served
	BEND_PARAM,    // set parameter `at` to `value`
	BEND_DEFAULT,  // the same, but only if it is absent
	BEND_IGNORE,   // drop parameter `at`
	BEND_CALL,     // rename parameter `at` to the word `value`
	BEND_TARGET,   // serve the request `at` instead, such as "GET /api/v1/dm/devices?status=LOST"; a template
	BEND_FORMAT,   // answer in the format `at`: json or xml
	BEND_LET_IN,   // serve it whatever the credentials
	BEND_KEEP_OUT, // refuse it as for wrong credentials

	// on the effect of a request that changes something and succeeded
	BEND_FORGET, // the effect does not happen
	BEND_LATER,  // the effect happens after `at`: "3" further reads or "1500ms", or before the next write
	BEND_ALSO,   // the effect of the request `at` happens too; a template
	BEND_STATUS, // the devices of the request then have the status `at`
	BEND_FIELD,  // ... and in their field `at` the value `value`
	BEND_DETAIL, // ... and in their detail `at` the value `value`, none if that is NULL

	// on the answer as a whole
	BEND_ANSWER, // status `at`
	BEND_SAY,    // status `at` with nothing but the message `value` (a plain text)
	BEND_SLEEP,  // wait `at` milliseconds
	BEND_HEADER, // header `at` is `value` (a plain text), none if that is NULL

	// on the body as a tree
	BEND_SET,     // the nodes `at` hold the text `value`
	BEND_DROP,    // the nodes `at` are gone
	BEND_RENAME,  // the nodes `at` are called `value`: a plain word, or an expression if it has a parenthesis
	BEND_COPY,    // the nodes `at` are followed by a copy of themselves
	BEND_ADD,     // the nodes `at` get a last child `name=value`
	BEND_MOVE,    // the nodes `at` become the last children of the first node `value`
	BEND_REVERSE, // the children of the nodes `at` stand in reverse order
	BEND_UNWRAP,  // the nodes `at` are replaced by their children
	BEND_TYPE,    // the nodes `at` are written in JSON as `value`: string, bare, null, object, array or list
	BEND_STYLE,   // the body is written in the style `at` (bend_style.c); some take a `value`

	// on the body as bytes
	BEND_CUT,     // without its last `at` bytes
	BEND_TAIL,    // followed by `at`
	BEND_HEAD,    // preceded by `at`
	BEND_REPLACE, // with each `at` replaced by `value`
	BEND_WHOLE,   // nothing but `at`
};

// One step; what `at` and `value` mean is said above.
struct bend_step {
	enum bend_op op;
	const char *at;
	const char *value;
};

// For rows about answers of any status.
#define BEND_ANY 1

// Most steps of a row.
#define BEND_STEPS 12

// How grave the finding must be that a fault gets; variations have none.
enum bend_level { BEND_FAIL, BEND_WARN };

// A fault or a variation.
struct bend_row {
	const char *name;         // unique, in kebab case, begins with its area
	enum bend_level level;    // of a fault: FAIL for explicit and implied statements, WARN for softer ones
	const char *requirements; // requirements that a fault breaks, the first above all; what allows a variation
	const char *cases;        // patterns of the cases that may fail, the first of which must; NULL for a variation
	const char *about;        // one sentence
	const char *on;           // operations (names in routes.c) between commas, each with * for any text
	enum { BEND_BOTH, BEND_JSON, BEND_XML } format; // format of the answer that it applies to
	unsigned status; // status that the answer must have; 0 for any of 200 to 299, BEND_ANY for any; 405 for wrong methods
	const char *when;                   // XPath condition on request and body; NULL for always
	unsigned every;                     // only each n-th request that fits; 0 and 1 for each
	struct bend_step steps[BEND_STEPS]; // what is bent, in this order within each stage
};

// A table of rows that are faults or variations of one area.
struct bend_table {
	const char *area;            // "dm", "eas", ... in the output
	bool allowed;                // the rows are variations
	const struct bend_row *rows; // the rows
	const size_t *count;         // number of rows
};

// All tables, ended by one without an area.
extern const struct bend_table bend_tables[];

// Prints the faults, or the variations, as a table with tabs and a line of headings.
void bend_list(FILE *out, bool allowed);

// Finds a row by its name; NULL if there is none.
const struct bend_row *bend_find(const char *name, bool allowed);

#endif
