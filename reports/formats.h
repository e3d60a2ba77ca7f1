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

/** report_tap.c: TAP 14, a test point per case with a YAML block. */
bool write_tap(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);

/** report_csv.c: a row per finding, for spreadsheets. */
bool write_csv(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);

/** report_github.c: annotations for GitHub's runner, on standard output. */
bool write_github(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);

/** report_markdown.c: counts and failures for GITHUB_STEP_SUMMARY and the like. */
bool write_markdown(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);

/** report_html.c: one page for people, readable without styles and scripts. */
bool write_html(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag);

#endif
