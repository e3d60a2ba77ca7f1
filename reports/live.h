// SPDX-License-Identifier: Apache-2.0
/**
 * The text report while the run goes: one rewritten line on a terminal, plain lines in CI, at the end the text report.
 */
#ifndef EPMM_LIVE_H
#define EPMM_LIVE_H

#include <stdio.h>

#include "diag.h"
#include "mask.h"
#include "report.h"

/** How progress is shown. */
struct live_options {
	FILE *out;     /**< progress goes here (standard error); NULL shows none (-q) */
	bool terminal; /**< `out` is a terminal: one line is rewritten */
	bool color;
	size_t width;            /**< columns of the terminal, 0 for 80 */
	size_t planned;          /**< cases to come, skipped ones included; 0 when not known */
	const struct mask *mask; /**< live results have not been through the run record yet */
};

/** The report while it grows; opaque. */
struct text_report;

/** Starts the report; options are copied, what they point to is borrowed. */
struct text_report *text_report_new(const struct live_options *options);

/** Tells what became of a case: a line for each that failed, and progress. */
void text_report_case(struct text_report *report, const struct result *result);

/**
 * Tells how far a large answer has arrived: on a terminal up to five times a second, else a line every ten seconds. What
 * remains is told where the target said how much it sends.
 */
void text_report_arrival(struct text_report *report, const struct arrival *arrival);

/** Removes the rewritten line, so that somebody else can write to the terminal; the next case brings it back. */
void text_report_pause(struct text_report *report);

/**
 * Ends the progress, writes the text report of the run to standard output and frees `report`.
 * `index` NULL writes none. Returns 0, or -1 after a report to `diag`.
 */
int text_report_end(struct text_report *report, const struct run_index *index, const struct report_options *options,
                    struct diag *diag);

#endif
