// SPDX-License-Identifier: Apache-2.0
/**
 * The writers behind the rows of report.c; each lives in the file of its name.
 */
#ifndef EPMM_FORMATS_H
#define EPMM_FORMATS_H

#include "report.h"
#include "run_index.h"

/** report_text.c: for people at a terminal. */
bool report_text_write(const struct run_index *index, FILE *out, const struct report_options *options, struct diag *diag);

/** report_junit.c: for CI servers, in the document that reports/junit.xsd describes. */
bool report_junit_write(const struct run_index *index, FILE *out, const struct report_options *options,
                        struct diag *diag);

/** report_junit.c: true when the file is well-formed XML. */
bool report_junit_check(FILE *written, struct diag *diag);

/** report_json.c: the run record itself. */
bool report_json_write(const struct run_index *index, FILE *out, const struct report_options *options, struct diag *diag);

#endif
