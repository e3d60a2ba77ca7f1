// SPDX-License-Identifier: Apache-2.0
/**
 * The run record: JSON Lines with a header, one object per case, what the answers looked like, and a summary (reports/run-record.schema.json).
 * Written as the run goes, so that a run that dies leaves what was known; read one line at a time by every report.
 * All text passes the mask here, in one place, and leaves as valid UTF-8.
 */
#ifndef EPMM_RECORD_H
#define EPMM_RECORD_H

#include "arena.h"
#include "diag.h"
#include "mask.h"
#include "results.h"
#include "taped.h"

/** Version of the format; a reader refuses others. Within a version members and kinds of lines may be added. */
enum { RECORD_VERSION = 1 };

/** What a line holds. */
enum record_kind {
	RECORD_END, /**< no line is left */
	RECORD_HEADER,
	RECORD_RESULT,
	RECORD_OBSERVED,
	RECORD_SUMMARY,
	RECORD_SETUP, /**< this and the next two stand in recordings only, see tape.h */
	RECORD_EXCHANGE,
	RECORD_BYTES,
	RECORD_SET,    /**< what the cases of an operation judge; record_next() keeps it for the cases behind it */
	RECORD_BROKEN, /**< the line is no part of a run record; reported to `diag` */
};

/** A record being written; opaque. */
struct record;

/** Creates NAME.part and writes it line by line; NULL after a report to `diag`. The mask is borrowed until the end. */
struct record *record_create(const char *name, const struct mask *mask, struct diag *diag);

/** Writes the first line. */
void record_header(struct record *record, const struct run_header *header);

/** Writes one case, and before the first that has it its shared set of requirements; a set is known by its name. The offset of the line. */
long record_result(struct record *record, const struct result *result);

/** Writes what the answers of an operation looked like. */
void record_observed(struct record *record, const struct observed *observed);

/** Writes the last line; its offset. */
long record_summary(struct record *record, const struct run_summary *summary);

/** Writes a line of a recording: RECORD_SETUP, RECORD_EXCHANGE or RECORD_BYTES with the struct that belongs to it. */
void record_line(struct record *record, enum record_kind kind, const void *content);

/** True when a line could not be written; the run should then end with exit code 4. */
bool record_failed(const struct record *record);

/**
 * Makes the record appear under its name and ends it: 0, or -1 after a report to `diag`; then what was known is in
 * NAME.part, and NAME is not of this run. NULL is allowed.
 */
int record_close(struct record *record);

/** Ends a record that nobody wants: what was at the name before stays. NULL is allowed. */
void record_abandon(struct record *record);

/** One line; the member that belongs to the kind is set. Pointers live in the arena given to record_next(). */
struct record_line {
	enum record_kind kind;
	long offset;     /**< of the line in the file, for record_seek() */
	unsigned number; /**< of the line in the file, from 1; 0 after record_seek() */
	union {
		struct run_header header;
		struct result result;
		struct requirement_set set;
		struct observed observed;
		struct run_summary summary;
		struct tape_setup setup;
		struct tape_exchange exchange;
		struct tape_bytes bytes;
	};
};

/** A record being read; opaque. */
struct record_reader;

/** Opens a record, finished or not; NULL after a report to `diag`. */
struct record_reader *record_open(const char *name, struct diag *diag);

/** Reads the next line; an unfinished last line, as a killed run leaves it, counts as the end. */
enum record_kind record_next(struct record_reader *reader, struct arena *arena, struct record_line *line);

/** Keeps the sets of requirements of a record that we wrote, for a reader that goes straight to its cases. */
void record_read_sets(struct record_reader *reader);

/** Continues at the offset of a line that was read before. */
void record_seek(struct record_reader *reader, long offset);

/** Copies up to `size` bytes from where the reader stands, as they are in the file; 0 at the end. */
size_t record_raw(struct record_reader *reader, char *bytes, size_t size);

/** Ends reading; NULL is allowed. */
void record_done(struct record_reader *reader);

#endif
