// SPDX-License-Identifier: Apache-2.0
/**
 * What a run has changed and how it is taken back, written and synced before each request that may change something: after
 * a crash `epmm-conform cleanup` goes on from here. One JSON object a line. Never a secret: values that the run made up are
 * written as ${run.…}, and the journal names the run.
 */
#ifndef EPMM_JOURNAL_H
#define EPMM_JOURNAL_H

#include "arena.h"
#include "model.h"

/** Who wrote it, and against whom. */
struct journal_header {
	const char *tool_version;
	const char *case_version;
	const char *run_id;  /**< eight hexadecimal digits */
	const char *target;  /**< base URL */
	const char *kind;    /**< of the target */
	const char *started; /**< UTC */
};

/** One request that takes something back. */
struct undo_request {
	const char *id;        /**< names its takes: ${id.name} */
	const char *operation; /**< id of the operation */
	enum format format;
	const struct binding *parameters; /**< values hold ${run.…}, ${account.…} and ${id.name} of the same list, nothing else */
	size_t parameter_count;
	const int *expect; /**< accepted status codes; 4 stands for 4xx */
	size_t expect_count;
	const struct fixture_take *takes; /**< from the root of its answer */
	size_t take_count;
};

/** A request that may change something. */
struct journal_entry {
	unsigned seq;   /**< from 1 */
	unsigned chain; /**< number of the chain, which gives ${run.user} its letters */
	const char *case_id;
	const char *method;
	const char *path; /**< as sent; queries of a form are not in it */
	const struct undo_request *undo;
	size_t undo_count;
	bool answered; /**< read back: there was an outcome */
	int status;    /**< of the outcome; 0: unknown */
	bool undone;   /**< read back: it was taken back, or nothing had to be */
};

/** A journal being written; opaque. */
struct journal;

/** Prepares FOLDER/journal-RUNID.jsonl; the file is made by the first entry. Everything is borrowed. */
struct journal *journal_new(const char *folder, const struct journal_header *header, struct diag *diag);

/** A journal that keeps nothing: for requests that leave this machine for nowhere, but pass the gate like all others. */
struct journal *journal_idle(void);

/** Opens an existing journal for further lines; NULL after a report to `diag`. */
struct journal *journal_append(const char *file, struct diag *diag);

/** The file's name once there is one, else NULL; lives as long as the journal. */
const char *journal_file(const struct journal *journal);

/** Writes and syncs what is about to be sent; false when that failed: then it must not be sent. Sets `seq`. */
bool journal_sending(struct journal *journal, struct journal_entry *entry);

/** Writes what came of it: a status, or 0 for unknown. */
bool journal_outcome(struct journal *journal, unsigned seq, int status);

/** Writes that it needs not be taken back any more, and why. */
bool journal_undone(struct journal *journal, unsigned seq, const char *how);

/** Removes the file: everything in it is settled, and it names people. Nothing may be written afterwards. */
void journal_discard(struct journal *journal);

/** Closes the file and frees the journal; NULL is allowed. */
void journal_close(struct journal *journal);

/** What a journal says. */
struct journal_record {
	struct journal_header header;
	struct journal_entry *entries; /**< in their order, without those that the target refused */
	size_t entry_count;
};

/**
 * Reads a journal; the last line may be cut, that is how crashes end. Lives in the arena. NULL after a report to `diag`.
 */
const struct journal_record *journal_read(struct arena *arena, const char *file, struct diag *diag);

#endif
