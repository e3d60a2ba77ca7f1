// SPDX-License-Identifier: Apache-2.0
/**
 * Diagnostics: messages about the user's own files and command line, with position, source line and caret.
 * Findings about the target are not diagnostics; see model.h.
 */
#ifndef EPMM_DIAG_H
#define EPMM_DIAG_H

#include <stdio.h>

#include "base.h"

/** A place in a file of the user; `file` NULL means the command line. Lines and columns count from 1. */
struct position {
	const char *file; /**< path as the user gave it, or NULL */
	unsigned line;    /**< 0: the file as a whole */
	unsigned column;  /**< 0: the line as a whole */
};

/** Collects diagnostics; opaque. */
struct diag;

/** Creates an empty collection that prints to `out` as messages arrive (NULL: prints nothing). */
struct diag *diag_new(FILE *out);

/** Frees the collection. */
void diag_free(struct diag *diag);

/** Gives the source text of a file so that messages can show the line; borrowed until diag_free(). */
void diag_source(struct diag *diag, const char *file, const char *text, size_t length);

/** Reports `file:line:column: error: …`; messages after the hundredth are only counted. */
void diag_error(struct diag *diag, struct position at, const char *format, ...) PRINTF_LIKE(3, 4);

/** Adds an indented line of advice ("did you mean …", "allowed: …") to the last error. */
void diag_hint(struct diag *diag, const char *format, ...) PRINTF_LIKE(2, 3);

/** Number of errors reported so far. */
size_t diag_errors(const struct diag *diag);

/** The first line of the n-th error ("file:line:col: error: …"), NULL beyond the last kept; borrowed. */
const char *diag_text(const struct diag *diag, size_t n);

#endif
