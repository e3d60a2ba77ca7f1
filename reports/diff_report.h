// SPDX-License-Identifier: Apache-2.0
/** What `epmm-conform diff` tells, in several formats. A new format is one file with a writer and one row in diff_report.c. */
#ifndef EPMM_DIFF_REPORT_H
#define EPMM_DIFF_REPORT_H

#include <stdio.h>

#include "diff.h"

/** How it looks. */
struct diff_look {
	bool color;   /**< text only */
	bool verbose; /**< text only: every change that informs, too */
};

/** A format. */
struct diff_format {
	const char *name; /**< as in --report NAME=FILE */
	void (*write)(const struct diff *diff, FILE *out, const struct diff_look *look);
};

/** The format with the name; NULL after a report to `diag`. */
const struct diff_format *diff_format_require(const char *name, struct diag *diag);

/** Writes it under the name ("-": standard output). Returns 0, or -1 after a report to `diag`. */
int diff_report_write(const struct diff_format *format, const struct diff *diff, const char *out,
                      const struct diff_look *look, struct diag *diag);

/** A change that is the same in so many operations is told once, before them; but not in files for programs. */
enum { DIFF_SPREAD = 4 };

/** The next change, from `n` on, that is told before the operations; `change_count` at the end. */
size_t diff_next_spread(const struct diff *diff, size_t n);

/** The line that says it all: "CHANGED: 3 conformance-relevant changes in 2 of 46 operations; 5 more inform". */
void diff_headline(struct text *out, const struct diff *diff);

/** A change in one line without its kind: `devices/device/status (xml, json): always → never`. Not escaped. */
void diff_describe(struct text *out, const struct change *change);

/** Appends text of a target as markup: one line, characters with a meaning in HTML and XML spelled out. */
void diff_markup(struct text *out, const char *foreign);

/** The writers; each lives in the file of its name. */
void diff_text(const struct diff *diff, FILE *out, const struct diff_look *look);
void diff_json(const struct diff *diff, FILE *out, const struct diff_look *look);
void diff_html(const struct diff *diff, FILE *out, const struct diff_look *look);
void diff_junit(const struct diff *diff, FILE *out, const struct diff_look *look);

#endif
