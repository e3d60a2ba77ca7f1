// SPDX-License-Identifier: Apache-2.0
/**
 * The first pass over a run record: header, summary and, for each case, its sort keys and its place in the file.
 * Reports that need an order or counts before content read the cases again through it; some hundred bytes per case.
 */
#ifndef EPMM_RUN_INDEX_H
#define EPMM_RUN_INDEX_H

#include "record.h"

/** A case, as far as order and counts need it. */
struct indexed_case {
	const char *group; /**< "epmm.dm.get-devices-by-status"; equal groups share the pointer */
	const char *name;  /**< what follows the colon of the id; unique in the group */
	long offset;
	enum verdict verdict;
	size_t warnings;
	int64_t duration_ms; /**< rounded, so that sums agree with what is shown */
};

/** A run record with its index. */
struct run_index {
	struct arena *arena;
	struct record_reader *reader;
	struct run_header header;
	struct run_summary summary;       /**< of an unfinished record: the counts so far, exit code 130 */
	bool complete;                    /**< the record has a summary */
	const struct indexed_case *cases; /**< sorted by group and name */
	size_t count;
};

/** An index that is made while the record is written, so that nobody needs to read the record for it; opaque. */
struct run_index_making;

/** Begins; names pass the mask (NULL for none), as they do on their way into the record. End it with run_index_end(). */
struct run_index_making *run_index_begin(const struct mask *mask);

/** Adds a case whose line is at the offset of the record. */
void run_index_take(struct run_index_making *making, const struct result *result, long offset);

/**
 * Opens the record, whose summary is at the offset, and ends the making in any case. NULL after a report to `diag`, or when
 * `record` is NULL because there is none.
 */
struct run_index *run_index_end(struct run_index_making *making, const char *record, long summary, struct diag *diag);

/** Reads the record once; NULL after a report to `diag`. */
struct run_index *run_index_open(const char *record, struct diag *diag);

/** The n-th case, read again from the record into `arena`; NULL when the file has changed under us. */
const struct result *run_index_case(const struct run_index *index, size_t n, struct arena *arena);

/** Takes the cases of run_index_each(); the result dies when the call returns. */
typedef void run_index_visit(void *context, size_t n, const struct indexed_case *indexed, const struct result *result);

/** Visits all cases in their order; false after a report to `diag` when the file has changed under us. */
bool run_index_each(const struct run_index *index, run_index_visit *visit, void *context, struct diag *diag);

/** Ends the index; NULL is allowed. */
void run_index_close(struct run_index *index);

#endif
