// SPDX-License-Identifier: Apache-2.0
/**
 * What the guide documents and states, held against what the case files describe and, where a run record is given, what
 * that run exercised. What is neither described nor excused is open.
 */
#ifndef EPMM_COVERAGE_H
#define EPMM_COVERAGE_H

#include <stdio.h>

#include "carriers.h"
#include "exercised.h"
#include "results.h"

/** What is counted; the first are the kinds of the guide's rows. */
enum coverage_kind {
	COVERAGE_OPERATION = GUIDE_OPERATION,
	COVERAGE_PARAMETER = GUIDE_PARAMETER,
	COVERAGE_STATUS = GUIDE_STATUS,
	COVERAGE_ELEMENT = GUIDE_ELEMENT,
	COVERAGE_REQUIREMENT,
	COVERAGE_KINDS,
};

/** One thing that the guide documents or states. */
struct coverage_item {
	enum coverage_kind kind;
	const char *area;      /**< "dm"; "all"; "several" for statements about operations of more than one area */
	const char *operation; /**< id, or "*"; of a requirement its operations */
	const char *name;      /**< as in struct guide_item; of a requirement its id */
	const struct requirement *requirement; /**< of a requirement: its row of the ledger; else NULL */
	const char *place;                     /**< as in struct guide_item; of a requirement its statement */
	const char *reason;                    /**< why it cannot be described or checked, or NULL */
	const char *carried;                   /**< of a requirement: its checks as carriers_text() tells them; else NULL */
	bool described;                        /**< in the case files and schemas; of a requirement: carried by a check */
	bool executed;    /**< a case with a verdict sent it, got it or judged it; false without a run */
	const char *open; /**< what is missing, or NULL */
};

/** Everything, operations first and requirements last. */
struct coverage {
	struct coverage_item *items;
	size_t count;
	const char *run; /**< name of the run record, or NULL */
};

/** Holds the guide and the ledger against the catalogue and what a run exercised, NULL for none; lives in the arena. */
struct coverage *coverage_make(struct arena *arena, const struct catalogue *catalogue, const struct guide *guide,
                               const struct exercised *exercised);

/** Puts counts by kind, area and strength into the summary of a run. */
void coverage_tell_run(const struct coverage *coverage, struct arena *arena, struct run_summary *summary);

/** How many are open. */
size_t coverage_open(const struct coverage *coverage);

/** Prints counts per kind and area. */
void coverage_print(const struct coverage *coverage, FILE *out);

/** Prints one line for each open item. */
void coverage_print_open(const struct coverage *coverage, FILE *out);

/** Prints counts and items as one JSON object. */
void coverage_print_json(const struct coverage *coverage, FILE *out);

/** Prints the ledger anew: the rows as they are, with the checks that carry them now. */
void coverage_print_ledger(const struct catalogue *catalogue, const struct carriers *carriers, FILE *out);

#endif
