// SPDX-License-Identifier: Apache-2.0
/**
 * What changed between two runs, from their records: verdicts, what the answers looked like, what was run.
 *
 * A change is relevant when a client that works with the one target may fail with the other: a verdict got worse or fails for
 * another reason, a status code or media type changed, a documented field vanished, changed its type or the spelling of its
 * name, a value appeared that the guide does not have. Everything else informs: it depends on the data of the moment, is an
 * improvement, or is open by the guide.
 */
#ifndef EPMM_DIFF_H
#define EPMM_DIFF_H

#include "arena.h"
#include "diag.h"
#include "results.h"

/** Kinds of changes, in the order in which they are told. */
enum change_kind {
	CHANGE_BROKEN,      /**< passed, and does not any more */
	CHANGE_FINDING_NEW, /**< fails in both, for a further reason */
	CHANGE_NOT_OFFERED, /**< was judged, and is refused or not offered any more */
	CHANGE_STATUS,
	CHANGE_MEDIA_TYPE,
	CHANGE_FIELD_GONE,
	CHANGE_FIELD_NAME,    /**< other letters in capitals */
	CHANGE_TYPE,          /**< text, integer, elements, …; in JSON also string, number */
	CHANGE_VALUE_UNKNOWN, /**< a value or bit that the guide does not have appeared */
	CHANGE_FIELD_NEW,
	CHANGE_PRESENCE,
	CHANGE_VALUE_NEW, /**< a documented value or bit appeared */
	CHANGE_VALUE_GONE,
	CHANGE_ROOT,
	CHANGE_FORM, /**< another way to write a date */
	CHANGE_MESSAGE_NEW,
	CHANGE_MESSAGE_GONE,
	CHANGE_HEADER_NEW,
	CHANGE_HEADER_GONE,
	CHANGE_COUNT, /**< of records, beyond noise */
	CHANGE_SIZE,
	CHANGE_TIME,
	CHANGE_FIXED,
	CHANGE_FINDING_GONE,
	CHANGE_WARNING_NEW,
	CHANGE_WARNING_GONE,
	CHANGE_ONLY_BEFORE, /**< cases that ran before only */
	CHANGE_ONLY_AFTER,
	CHANGE_KINDS,
};

/** The name of a kind in files ("field-gone") and in words ("field gone"). */
const char *change_name(enum change_kind kind);
const char *change_title(enum change_kind kind);

/** One change. */
struct change {
	enum change_kind kind;
	bool relevant;
	const char *area;
	const char *operation;
	const char *formats; /**< "xml", "xml, json", or NULL where it does not matter */
	const char *what;    /**< a path, a check, a header, a message; or NULL */
	const char *before;  /**< or NULL */
	const char *after;   /**< or NULL */
	const char *note;    /**< a sentence, or NULL */
	const char *example; /**< a case id, or NULL */
	size_t times;        /**< cases or formats in which it is the same */
	size_t spread;       /**< operations in which it is the same, at least 1 */
};

/** Something about the runs themselves that differs. */
struct difference {
	const char *name;
	const char *before;
	const char *after;
};

/** An operation that at least one of the runs exercised. */
struct diff_operation {
	const char *area;
	const char *operation;
	size_t cases;    /**< that the second run executed */
	size_t first;    /**< of its changes */
	size_t changes;  /**< how many */
	size_t relevant; /**< of them */
};

/** One of the two runs. */
struct diff_run {
	const char *file;
	struct run_header header;
	struct run_summary summary;
};

/** All that changed. */
struct diff {
	struct diff_run runs[2];
	size_t cases;                            /**< that both runs executed */
	const struct diff_operation *operations; /**< sorted by area and name */
	size_t operation_count;
	const struct change *changes; /**< by operation, relevant ones first */
	size_t change_count;
	size_t relevant;
	size_t changed_operations;            /**< with relevant changes */
	const struct difference *differences; /**< of target, versions, settings */
	size_t difference_count;
	const char *const *notes; /**< what limits the comparison, a sentence each */
	size_t note_count;
};

/** Compares two records; lives in the arena. NULL after a report to `diag`: one cannot be read or is not whole. */
const struct diff *diff_runs(struct arena *arena, const char *before, const char *after, struct diag *diag);

/** The rules by which noise is told from change, a sentence each, ended by NULL. */
extern const char *const diff_rules[];

#endif
