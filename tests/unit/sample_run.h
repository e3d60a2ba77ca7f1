// SPDX-License-Identifier: Apache-2.0
/**
 * A made-up run with a case of every verdict, and what the tests of record and reports need around it.
 */
#ifndef EPMM_SAMPLE_RUN_H
#define EPMM_SAMPLE_RUN_H

#include "arena.h"
#include "diag.h"
#include "mask.h"
#include "results.h"

/** The run: header, cases and summary, as run.c would make them. */
struct sample_run {
	struct run_header header;
	const struct result *results;
	size_t result_count;
	struct run_summary summary;
};

/** A pass, two warnings, a fail, an error, two skips, a known deviation and a case that was not reached. */
const struct sample_run *sample_run(void);

/** One failing case whose every text is `text`; it borrows the finding, the exchange, the requirement and the set. */
struct result sample_result_of(const char *text, struct finding *finding, struct exchange *exchange,
                               const char *required[1], struct requirement_set *shared);

/** Writes a run record; asserts that this works. */
void sample_write(const struct sample_run *run, const char *path, const struct mask *mask);

/** A new directory below TMPDIR, in `arena`. */
const char *sample_directory(struct arena *arena);

/** Removes the directory and the files in it. */
void sample_remove(const char *directory);

/** The content of a file, in `arena`; asserts that it can be read. */
struct str sample_read(struct arena *arena, const char *path);

/** Asserts that the file equals tests/data/reports/NAME; with UPDATE_GOLDEN set, writes that instead. */
void sample_matches_golden(struct arena *arena, const char *path, const char *name);

/** True when `needle` occurs in the bytes. */
bool sample_contains(struct str bytes, const char *needle);

#endif
