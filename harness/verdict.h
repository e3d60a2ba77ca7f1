// SPDX-License-Identifier: Apache-2.0
/**
 * What a run comes to: counts over its results, the exit code and its word (design section 7).
 */
#ifndef EPMM_VERDICT_H
#define EPMM_VERDICT_H

#include "results.h"

/** Exit codes of the program; interface. */
enum exit_code {
	EXIT_CONFORMANT = 0,    /**< every case that ran passed */
	EXIT_NONCONFORMANT = 1, /**< the target broke a promise */
	EXIT_USAGE = 2,         /**< command line or case files wrong; nothing was sent */
	EXIT_UNREACHABLE = 3,   /**< no verdict: target unreachable, TLS or credentials refused, deadlines */
	EXIT_HARNESS = 4,       /**< our own failure, or a report was not written */
	EXIT_NOTHING = 5,       /**< nothing ran */
	EXIT_REFUSED = 6,       /**< refused by the safety policy; nothing was sent */
	EXIT_INTERRUPTED = 130, /**< ended by a signal; cleanup done, reports written */
};

/** What besides the counts decides how a run ends. */
struct run_end {
	bool interrupted; /**< a signal asked to stop */
	bool broken;      /**< a report, the record or the journal was not written, or something of ours failed */
	bool refused;     /**< the safety policy refused what was asked for by name */
	bool unreachable; /**< no connection, TLS refused, or credentials refused by the first read */
};

/** Adds one result to the counts of cases and warnings; requests, bytes and the rest are the caller's. */
void verdict_count(struct run_summary *summary, const struct result *result);

/** The exit code; of several that hold the first of 130, 4, 6, 1, 3, 5 counts. */
enum exit_code verdict_exit(const struct run_summary *summary, const struct run_end *end);

/** An exit code as documents tell it. */
struct exit_row {
	int code;
	const char *word;    /**< in the summary */
	const char *meaning; /**< for people, without a full stop */
};

/** All exit codes in rising order; `*count` is set. */
const struct exit_row *exit_all(size_t *count);

/** "conformant", "non-conformant", "unreachable", … ; "unknown" for any other number. */
const char *exit_word(int code);

#endif
