// SPDX-License-Identifier: Apache-2.0
/**
 * Reports: a finished (or killed) run record told in a format. Every report is made from the record in two passes,
 * never from memory, so that `epmm-conform report` can make it again later.
 * A new format is one file with a writer and one row in report.c.
 */
#ifndef EPMM_REPORT_H
#define EPMM_REPORT_H

#include <stdio.h>

#include "diag.h"
#include "results.h"

/** How a report looks; zeros are sensible. */
struct report_options {
	bool color;                /**< escape sequences for a terminal (text only) */
	bool verbose;              /**< every finding, exchange and excerpt (text only) */
	size_t width;              /**< columns, 0 for 100 (text only) */
	const char *junit_profile; /**< "default", "xunit", "surefire", "ant"; NULL for the first (JUnit only) */
};

struct run_index;

/** A format. */
struct report_format {
	const char *name;    /**< as in --report NAME=FILE */
	const char *file;    /**< default file name in --report-dir; NULL: standard output */
	const char *summary; /**< one line for the help */
	/** Writes the whole report; false after a report to `diag`. Write errors of the stream are found by the caller. */
	bool (*write)(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);
	/** Reads back what was written; false after a report to `diag`. NULL: nothing to check. */
	bool (*check)(FILE *written, struct diag *diag);
};

/** All formats, ended by a row without a name. */
extern const struct report_format report_formats[];

/** The format with the name, or NULL. */
const struct report_format *report_find(const char *name);

/** True when JUnit reports have the profile (NULL: the default one); otherwise reports to `diag`. */
bool junit_profile_known(const char *name, struct diag *diag);

/** As report_find(), but reports a name that no format has, with the nearest one or all names as advice. */
const struct report_format *report_require(const char *name, struct diag *diag);

/**
 * Makes one report of a run record under the name `out` ("-" for standard output); options may be NULL.
 * Returns 0, or -1 after a report to `diag`; then nothing has changed under that name, and the exit code is 4.
 */
int report_write(const struct report_format *format, const struct run_index *index, const char *out,
                 const struct report_options *options, struct diag *diag);

/** Decides on colours: `when` is "always", "never" or "auto" (or NULL): a terminal, TERM not dumb, no NO_COLOR. */
bool report_color(const char *when, FILE *stream);

/** Puts the last line of the text report, without line end, into `buffer`; for when there is no record to read. */
void report_summary_line(char *buffer, size_t size, const struct run_summary *summary);

#endif
