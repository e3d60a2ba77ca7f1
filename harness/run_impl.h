// SPDX-License-Identifier: Apache-2.0
/** What the files of run*.c share; nobody else includes it. */
#ifndef EPMM_RUN_IMPL_H
#define EPMM_RUN_IMPL_H

#include "answer.h"
#include "gate.h"
#include "relate.h"
#include "run.h"

/** Where a job stands. */
enum job_state {
	JOB_WAITING,
	JOB_DELAYED, /**< the target asked us to come back later */
	JOB_IN_FLIGHT,
	JOB_DONE,
	JOB_FAILED, /**< never sent: a value is missing, the gate refused it, or the run ended */
};

/** One request of the plan being carried out; the second round of a relation makes further ones. */
struct job {
	struct run *run;
	const struct request *request;
	size_t request_index;
	enum job_state state;
	size_t case_index;      /**< the case that judges the answer, or NO_CASE */
	size_t second_round_of; /**< the relation that reads again, or NO_CASE */
	size_t users;           /**< cases that still need the facts */
	size_t *cases;          /**< those that wait for this request; one that needs it twice stands twice */
	size_t case_count;
	bool wanted;         /**< fixtures are looked for in its answer */
	struct arena *arena; /**< dies when the last user is done */
	struct answer *answer;
	struct facts *facts;
	struct findings *findings;
	struct binding *sent; /**< parameters with their values */
	size_t sent_count;
	const char *path;
	const char *body;            /**< the form, or NULL */
	const char *reason;          /**< why it failed */
	const struct step *step;     /**< of a chain, or NULL */
	struct journal_entry *entry; /**< of a chain: what the journal is told, or NULL */
	enum safety safety;          /**< of its bytes */
	const char **taken;          /**< of a step: values for later ones, parallel to its takes */
	size_t *taken_rank;          /**< which of a take's paths gave the value */
	const char *unknown;         /**< why nobody knows what a request came to that may change something; or NULL */
	bool held;                   /**< its cases are told later */
	bool refused; /**< the preflight: our credentials were refused, or this is no HTTP server; nothing can be judged */
	bool skipped; /**< its reason is one of a skip, not of an error */
	bool come_back; /**< this answer only said when to come back */
	bool came_back; /**< it is the second attempt */
	int64_t due_us; /**< monotonic, of a delayed job */
	enum answer_end end;
	struct exchange exchange; /**< without the excerpt */
	struct str kept;          /**< the beginning of the body */
	uint64_t arrived;         /**< bytes of the body so far */
	uint64_t announced;       /**< bytes of the body, as far as the head says; else 0 */
	int64_t arrived_us;       /**< monotonic, of the first byte of the body */
	size_t records;
};

/** A case being carried out. */
struct state {
	size_t open; /**< jobs not done yet */
	bool done;
	unsigned round;             /**< of a relation: 1 or 2 */
	struct relation_pass *pass; /**< of a relation that is being evaluated; in the arena */
	struct job *again;          /**< jobs of the second round */
	struct result *result;
	struct arena *arena; /**< of the result; NULL before and after */
	int64_t started_us;
};

/** A run. */
struct run {
	const struct run_options *options;
	struct arena *arena;
	struct wire *client; /**< NULL once it was given up */
	struct fixtures *fixtures;
	struct ownership *ownership;
	struct gate gate;
	struct job *jobs;     /**< parallel to plan->requests */
	struct state *states; /**< parallel to plan->cases */
	struct job **extra;   /**< jobs of second rounds, waiting ones behind `extra_next` */
	size_t extra_count;
	size_t extra_next;
	size_t next_light; /**< where the search for the next request goes on, per lane */
	size_t next_heavy;
	unsigned wave;
	bool refusals; /**< of the wave, what must be refused: when its reads are answered */
	size_t in_flight;
	bool heavy_in_flight;
	size_t delayed;
	size_t failed;               /**< cases so far, those included that are not handed over yet */
	size_t flushed;              /**< results handed over so far */
	const struct job *preflight; /**< the first read, on which the whole run hangs; NULL once it is answered */
	size_t troubles;             /**< transport errors in a row */
	const char *ended;           /**< why nothing further is sent, or NULL */
	bool ended_early;            /**< on purpose: what was not reached is skipped, not an error */
	const struct job *arriving;  /**< that with the largest answer in flight, or NULL */
	struct run_shared *shared;   /**< what the cases of an operation judge, as far as it was asked for */
	struct run_summary *summary;
	struct run_end *end;
};

/** Puts the ids of what the case judges into the result; they live in the arena and in that of the run. */
void run_requirements(struct run *run, struct arena *arena, const struct planned *planned, struct result *result);

/** Monotonic microseconds. */
int64_t run_clock(void);

/** Makes a job ready to be sent: values, path, answer. False when it fails; `reason` says why. */
bool job_prepare(struct job *job);

/** Sends a prepared job. */
void job_send(struct job *job);

/** Ends a job that is never sent. */
void job_fail(struct job *job, const char *reason, bool skipped);

/** Ends a job whose transfer was given up. */
void job_abandon(struct job *job, const char *reason);

/** A value from an answer that later requests hold: what is written hides it from now on, if the place it is from is personal. */
void run_hide(struct run *run, const char *path, const char *value);

/** What fixtures have found is hidden in the same way. */
void run_hide_found(struct run *run);

/** Whom the run makes up for the chain at hand is nobody. */
void run_spare_made_up(struct run *run);

/** The beginning of the body as reports may show it, or NULL; lives as long as the job. */
const char *job_excerpt(const struct job *job);

/** Frees what the job holds once nobody needs it. */
void job_release(struct job *job);

/** Tells the cases of the job that it is done. */
void case_job_done(struct run *run, struct job *job);

/** Ends cases without requests (skips) and hands over all results that are complete in the order of the plan. */
void case_flush(struct run *run);

/** Ends a case that has no request, with a verdict and its reason (NULL for none), and the exchanges that belong to it. */
void case_conclude(struct run *run, size_t index, enum verdict verdict, const char *reason,
                   const struct exchange *exchanges, size_t count);

/** Whether the case is a clean-up, which a chain concludes. */
bool case_is_cleanup(const struct planned *planned);

/** Carries out the chains, one after the other. */
void chains_run(struct run *run);

/** Ends everything that was not sent. */
void run_end_all(struct run *run, const char *reason);

/** Ends the run when as many cases failed as its options allow. */
void run_heed_limits(struct run *run);

/** Adds to a list in the summary, behind `separator`. */
void run_note(struct run *run, const char **list, const char *separator, const char *text);

/** Counts the users of the jobs' facts and prepares the facts. */
void case_begin(struct run *run);

#endif
