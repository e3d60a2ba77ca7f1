// SPDX-License-Identifier: Apache-2.0
/**
 * A file that appears under its name only when it is whole: written as NAME.part in the same directory, mode 0600,
 * checked, synced, then renamed. The name "-" means standard output, which is written at the end in one go.
 */
#ifndef EPMM_OUTFILE_H
#define EPMM_OUTFILE_H

#include "diag.h"

/** A file being written; opaque. */
struct outfile;

/**
 * Creates NAME.part, or reports to `diag` why that cannot be and returns NULL: a missing directory, a NAME that is a
 * symbolic link or no regular file, another run that is writing it. A NAME.part left by a dead run is replaced.
 */
struct outfile *outfile_create(const char *name, struct diag *diag);

/** The stream to write to, and to read back from; borrowed. */
FILE *outfile_stream(const struct outfile *file);

/** Moves what was written to the kernel; 0, or -1 after a report to `diag` when the disk is full or broken. */
int outfile_flush(struct outfile *file, struct diag *diag);

/**
 * Syncs, closes and renames; ends the file in any case. 0, or -1 after a report to `diag`; then NAME.part stays for
 * whoever wants to see it, and what was at NAME before is untouched. A closed pipe at standard output is no failure.
 */
int outfile_commit(struct outfile *file, struct diag *diag);

/** Removes NAME.part and ends the file; NULL is allowed. */
void outfile_abandon(struct outfile *file);

#endif
