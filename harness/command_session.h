// SPDX-License-Identifier: Apache-2.0
/** A run as its command holds it; shared by command_run.c and command_prepare.c, nobody else includes it. */
#ifndef EPMM_COMMAND_SESSION_H
#define EPMM_COMMAND_SESSION_H

#include "access.h"
#include "command_judge.h"
#include "command_known.h"
#include "exercised.h"
#include "live.h"
#include "rounds.h"

/** Everything that one run holds. */
struct session {
	const struct command_context *context;
	const struct target *target;
	const struct suite *suite;
	const struct plan *plan;
	struct access access;
	struct privacy *privacy; /**< personal values are hidden; NULL: they are shown */
	struct known_run known;
	struct journal *journal;
	const struct guide *guide;   /**< NULL when the run is of some operations only and tells no coverage */
	struct exercised *exercised; /**< what the run exercises of the guide */
	struct tape *tape;           /**< of --record, or NULL */
	struct player *player;       /**< of judge: answers instead of the target; or NULL */
	struct record *record;
	struct run_index_making *index_making; /**< grows with the record */
	long summary_offset;                   /**< of the last line of the record */
	struct rounds *rounds;                 /**< while several are carried out: keeps their results; else NULL */
	struct observer *observer;
	struct text_report *live;
	const char *objects; /**< of an earlier run, preferred where they still fit; NULL: none */
	const char *record_path;
	const char *warnings;
	struct run_summary summary;
	struct run_end end;
};

/** Everything that can go wrong before the first byte is sent goes wrong here: EXIT_CONFORMANT, or the exit code. */
int session_prepare(struct session *session);

/** The first line of the record; its texts live in the arena of the context. */
struct run_header session_header(const struct session *session);

/** The time of day, UTC, "2026-11-23T10:11:12Z". */
const char *session_now(struct arena *arena);

#endif
