// SPDX-License-Identifier: Apache-2.0
/** Evaluates the rules that are bound to an answer, record by record and at its end. */
#ifndef EPMM_RULES_H
#define EPMM_RULES_H

#include "findings.h"
#include "model.h"
#include "node.h"

/** What the rules may know of the request. */
struct rules_context {
	const struct endpoint *endpoint;
	const struct binding *sent; /**< parameters as sent */
	size_t sent_count;
	const char *kind;             /**< of the case: rules with `on` are limited to some kinds and explicit cases */
	const struct rule_use *extra; /**< rules of an explicit case */
	size_t extra_count;
	const char *records;       /**< streamed path, or NULL */
	const char *record_prefix; /**< path of a record in findings: `records`, or "row" in a CSV */
	struct findings *findings;
};

/** Where a record stands. */
struct rules_record {
	const struct node *node;
	size_t index;       /**< from 0 */
	struct str name;    /**< what names it */
	size_t row_columns; /**< CSV: its cells */
};

/** The rules at work on one answer; opaque. */
struct rules;

/** Binds the rules; lives in the arena, end it with rules_close(). */
struct rules *rules_open(struct arena *arena, const struct rules_context *context);

/** Tells the header of a CSV: one child per cell. */
void rules_header(struct rules *rules, const struct node *header, size_t columns);

/** Judges a record; `scratch` dies afterwards. */
void rules_record(struct rules *rules, struct arena *scratch, const struct rules_record *record);

/** Judges the answer as a whole; with a NULL `records` path the record rules look at the root. */
void rules_answer(struct rules *rules, struct arena *scratch, const struct node *root, size_t record_count);

/** Frees what the rules remembered. */
void rules_close(struct rules *rules);

#endif
