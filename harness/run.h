// SPDX-License-Identifier: Apache-2.0
/**
 * Carries out a plan: sends what is ready, judges what comes back, reads again what differs, hands each result over in the
 * order of the plan. The only module that knows the clock, the network and the plan together.
 */
#ifndef EPMM_RUN_H
#define EPMM_RUN_H

#include <signal.h>

#include "diag.h"
#include "fixture.h"
#include "http.h"
#include "journal.h"
#include "mask.h"
#include "observe.h"
#include "plan.h"
#include "results.h"
#include "verdict.h"
#include "wire.h"

/** A further account with its password. */
struct run_account {
	const char *user;
	const char *password;
	const char *lacks; /**< the role it does not have, or NULL: `${account.user}` */
	const char *has;   /**< the only role it has, or NULL */
};

/** How a plan is carried out. Everything is borrowed until run_plan() returns. */
struct run_options {
	const struct catalogue *catalogue;
	const struct plan *plan;
	const struct target *target;
	struct permission permission;
	struct http_options http;
	struct wire_ends ends;   /**< a recording that is written, or one that answers */
	struct privacy *privacy; /**< personal values are hidden; NULL: they are shown */
	struct mask *mask; /**< learns the personal values that requests hold; what the target sent passes it before it is shortened; may be NULL */
	bool strict;       /**< warnings are failures */
	bool bodies;       /**< keep the beginnings of bodies for the findings */
	long timeout_ms;   /**< per request; heavy ones get 20 times as much */
	long settle_ms;    /**< most that a step with `until` is looked at again for; 0: one look */
	size_t max_bytes;  /**< ceiling of a body; 0 for 16 MiB, 4 GiB for record streams */
	volatile const sig_atomic_t *interrupted; /**< set by a signal: nothing further is sent but what takes changes back */
	size_t max_failures;                /**< as many failed cases end the run, and the others are skipped; 0: none do */
	const char *objects;                /**< of an earlier run, preferred as by fixtures_prefer(); may be NULL */
	const char *run_id;                 /**< eight hexadecimal digits, random; NULL: the run makes up no values */
	struct observer *observer;          /**< told what the answers look like; may be NULL */
	struct journal *journal;            /**< told before whatever may change something; NULL: nothing may */
	const struct run_account *accounts; /**< those of the target file */
	size_t account_count;
	/** May excuse a case that failed, before it is counted: sets its verdict and reason. May be NULL. */
	void (*excuse)(void *context, const struct planned *planned, struct result *result);
	/** Takes each result, in the order of the plan. The result dies when the call returns. */
	void (*result)(void *context, const struct result *result);
	/** Told now and then of the largest answer that is arriving, once it is more than a megabyte. May be NULL. */
	void (*arriving)(void *context, const struct arrival *arrival);
	/**
	 * Called once when the fixtures are found and nothing but reads was sent. May be NULL. A reason ends the run, which then is
	 * refused; "" ends it quietly.
	 */
	const char *(*resolved)(void *context, const struct fixtures *fixtures);
	void *context;
};

/**
 * Runs the plan. `summary` gets counts, requests, bytes and duration; `end` how it ended. Strings in the summary live in
 * `arena`. False when the HTTP client could not be made; `diag` says why, and nothing was sent.
 */
bool run_plan(struct arena *arena, const struct run_options *options, struct run_summary *summary, struct run_end *end,
              struct diag *diag);

#endif
