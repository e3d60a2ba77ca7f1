// SPDX-License-Identifier: Apache-2.0
/** What the files of diff*.c share; nobody else includes it. */
#ifndef EPMM_DIFF_IMPL_H
#define EPMM_DIFF_IMPL_H

#include <string.h>

#include "diff.h"

/** A finding of a case, without what depends on the record at hand. */
struct flaw {
	const char *key; /**< check, requirement and path without positions */
	const char *text;
	enum level level;
};

/** What is compared of a case. */
struct one_case {
	const char *id;
	const char *area;
	const char *operation;
	const char *format;
	enum verdict verdict;
	const char *reason;
	const char *statuses; /**< "200", "200 404": a set, because steps may look again */
	const char *types;    /**< content types, a set */
	const struct flaw *flaws;
	size_t flaw_count;
	size_t exchange_count;
	const int64_t *durations; /**< microseconds of the exchanges */
	uint64_t bytes;
	size_t records;
};

/** A run as far as it is compared; cases are sorted by id. */
struct one_run {
	struct diff_run about;
	struct one_case *cases;
	size_t case_count;
	const struct observed *shapes;
	size_t shape_count;
};

/** The comparison while it is made. */
struct comparing {
	struct arena *arena;
	const struct one_run *runs; /**< two */
	struct change *changes;
	size_t change_count;
	bool cut;           /**< there were too many changes */
	bool same_settings; /**< suite, selection, formats and case set */
	bool same_objects;  /**< the same fixtures were found */
	size_t cases;       /**< executed in both */
	size_t only[2];     /**< executed in one only */
	size_t uncompared;  /**< operations and formats whose answers are not comparable */
};

/** Reads a record; false after a report to `diag`. */
bool diff_read(struct arena *arena, const char *file, struct one_run *run, struct diag *diag);

/** Adds a change; one that is the same in another case or format is counted with the first. Texts are borrowed. */
void diff_add(struct comparing *comparing, const struct change *change);

/** The format in words: "any" where none was asked for. */
static inline const char *format_word(const char *format)
{
	return strcmp(format, "none") == 0 ? "any" : format;
}

/** The case was judged. */
static inline bool was_executed(const struct one_case *one)
{
	return one->verdict != VERDICT_SKIP;
}

/** Compares the cases that both runs have. */
void diff_cases(struct comparing *comparing);

/** Compares counts, sizes and times of the operations. */
void diff_measures(struct comparing *comparing);

/** Compares what the answers looked like. */
void diff_shapes(struct comparing *comparing);

#endif
