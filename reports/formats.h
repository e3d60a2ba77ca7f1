// SPDX-License-Identifier: Apache-2.0
/**
 * The writers behind the rows of report.c; each lives in the file of its name.
 */
#ifndef EPMM_FORMATS_H
#define EPMM_FORMATS_H

#include "report.h"
#include "run_index.h"

/** report_text.c: for people at a terminal. */
bool write_text(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);

/** report_junit.c: for CI servers, in the document that reports/junit.xsd describes. */
bool write_junit(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);

/** report_junit.c: true when the file is well-formed XML. */
bool check_junit(FILE *written, struct diag *diag);

/** report_json.c: the run record itself. */
bool write_json(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);

#endif
