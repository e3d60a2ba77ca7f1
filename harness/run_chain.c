// SPDX-License-Identifier: Apache-2.0
/* Chains: requests one after the other, each when the one before it was judged, and everything taken back at the end. */
#include <string.h>
#include <time.h>

#include "run_impl.h"
#include "undo.h"

enum { STEP_MS = 100, LOOK_AGAIN_MS = 1000 };

/** A step that may have changed something. */
struct change {
	const struct planned *planned;
	const struct undo_request *undo;
	struct journal_entry *entry;
	bool undone;
	bool given_up; /**< what takes it back failed */
};

/** A chain being carried out. */
struct carrying {
	struct run *run;
	const struct chain *chain;
	unsigned number;
	struct change *changes;
	size_t change_count;
	const char *stopped; /**< why its further steps are skipped, or NULL */
	bool sent;           /**< a request left */
	struct undo_context undo;
};

static const struct planned *planned_at(const struct carrying *carrying, size_t n)
{
	return &carrying->run->options->plan->cases[carrying->chain->first + n];
}

/** A signal stops the run, but not what is under way: its outcome must be known, and what it changed is taken back. */
static void watch(struct run *run)
{
	run_heed_limits(run);
	if (!*run->options->interrupted || run->end->interrupted)
		return;
	run->end->interrupted = true;
	run_end_all(run, "not reached: the run was interrupted");
}

static void wait_for(struct job *job)
{
	struct run *run = job->run;
	while (job->state == JOB_IN_FLIGHT || job->state == JOB_DELAYED) {
		wire_step(run->client, STEP_MS);
		watch(run);
		if (job->state == JOB_DELAYED && job->due_us <= run_clock()) {
			run->delayed--;
			job_send(job);
		}
	}
}

static bool passed(const struct job *job)
{
	if (job->state != JOB_DONE || job->unknown || job->end != ANSWER_JUDGED || !job->findings)
		return false;
	size_t count;
	const struct finding *all = findings_all(job->findings, &count);
	return verdict_fold(all, count, job->run->options->strict) == VERDICT_PASS;
}

/** What takes the request back; false when it cannot be known beforehand or the run may not do it. */
static bool prepare_undo(struct carrying *carrying, const struct planned *planned, struct job *job, struct change *change)
{
	const struct request *request = job->request;
	*change = (struct change){.planned = planned, .entry = ARENA_NEW(carrying->run->arena, struct journal_entry)};
	change->undo = undo_prepare(carrying->run->arena, &carrying->undo, request->undo, request->undo_count,
	                            request->format == FORMAT_JSON ? FORMAT_JSON : FORMAT_XML, &job->reason);
	if (!change->undo)
		return false;
	*change->entry = (struct journal_entry){
		.chain = carrying->number,
		.case_id = planned->id,
		.method = request->method,
		.undo = change->undo,
		.undo_count = request->undo_count,
	};
	job->entry = change->entry;
	return true;
}

/** Sends the request of a case and waits for its answer. False when it was not sent; the job has the reason. */
static bool attempt(struct carrying *carrying, const struct planned *planned, struct job *job)
{
	struct change change = {0};
	bool changes = job->request->safety >= SAFETY_NOTIFY;
	job->state = JOB_WAITING;
	job->arena = arena_new();
	job->step = planned->step;
	job->held = true;
	if (changes && !prepare_undo(carrying, planned, job, &change)) {
		job->skipped = true;
		return false;
	}
	if (!job_prepare(job))
		return false;
	if (changes && job->safety >= SAFETY_NOTIFY)
		ARENA_PUSH(carrying->run->arena, carrying->changes, carrying->change_count, change);
	carrying->sent = true;
	job_send(job);
	wait_for(job);
	if (job->state != JOB_FAILED)
		return true;
	if (change.entry && job->safety >= SAFETY_NOTIFY)
		carrying->change_count--; /* it was not sent after all */
	return false;
}

/** Lets some time pass; false when a signal came, or when the recording knows no later look. */
static bool pause_before_next_look(struct run *run, int milliseconds)
{
	if (wire_is_recorded(run->client))
		return !wire_at_end(run->client);
	for (int waited = 0; waited < milliseconds && !run->ended; waited += STEP_MS) {
		nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000L}, NULL);
		watch(run);
	}
	return !run->ended;
}

/** A read may be repeated until it holds: servers carry out some requests later than they answer them. */
static bool perform(struct carrying *carrying, const struct planned *planned, struct job *job)
{
	int64_t patience = planned->step ? (int64_t)planned->step->until * 1000 : 0;
	int pause = STEP_MS;
	if (patience > carrying->run->options->settle_ms)
		patience = carrying->run->options->settle_ms;
	bool read = strcmp(job->request->method, "GET") == 0 && job->request->safety <= SAFETY_SENSE;
	int64_t deadline = run_clock() + patience * 1000;
	for (;;) {
		if (!attempt(carrying, planned, job))
			return false;
		if (passed(job) || !read || run_clock() >= deadline || !pause_before_next_look(carrying->run, pause))
			return true;
		pause = pause * 2 < LOOK_AGAIN_MS ? pause * 2 : LOOK_AGAIN_MS; /* most servers need no second */
		arena_free(job->arena);
		*job = (struct job){
			.run = job->run,
			.request = job->request,
			.request_index = job->request_index,
			.case_index = job->case_index,
			.second_round_of = job->second_round_of,
			.users = job->users,
			.cases = job->cases,
			.case_count = job->case_count,
			.wanted = job->wanted,
		};
	}
}

static void keep_values(struct carrying *carrying, const struct job *job)
{
	for (size_t i = 0; job->step && i < job->step->take_count; i++) {
		if (!job->taken[i])
			continue;
		run_hide(carrying->run, job->step->takes[i].paths[0], job->taken[i]);
		fixtures_capture(carrying->run->fixtures, job->step->id, job->step->takes[i].name, job->taken[i]);
	}
}

static void settle(struct carrying *carrying, struct change *change, const char *how)
{
	change->undone = true;
	if (!journal_undone(carrying->run->gate.journal, change->entry->seq, how))
		carrying->run->end->broken = true;
}

/** A later step took an earlier one back. */
static void settle_undone(struct carrying *carrying, const struct step *step)
{
	for (size_t i = 0; step && step->undoes && i < carrying->change_count; i++) {
		struct change *change = &carrying->changes[i];
		if (!change->undone && change->planned->step && strcmp(change->planned->step->id, step->undoes) == 0)
			settle(carrying, change, step->id);
	}
}

/** What the target refused changed nothing; what nothing takes back stays. */
static void settle_last(struct carrying *carrying, const struct job *job)
{
	if (!job->entry || carrying->change_count == 0)
		return;
	struct change *change = &carrying->changes[carrying->change_count - 1];
	int status = job->exchange.status;
	if (change->entry != job->entry)
		return;
	if (!job->unknown && status >= 400 && status < 500)
		settle(carrying, change, "refused by the target");
	else if (change->entry->undo_count == 0)
		settle(carrying, change, "nothing takes it back");
}

/** Takes everything back, last change first. What went wrong, joined; NULL when nothing did. */
static const char *take_back(struct carrying *carrying)
{
	struct run *run = carrying->run;
	const char *left = NULL;
	for (size_t i = carrying->change_count; i-- > 0;) {
		struct change *change = &carrying->changes[i];
		if (change->undone || change->given_up)
			continue;
		const char *trouble = undo_perform(&carrying->undo, change->undo, change->entry->undo_count);
		if (!trouble) {
			settle(carrying, change, "taken back");
			continue;
		}
		change->given_up = true;
		const char *line = arena_printf(run->arena, "%s %s was not taken back (%s)", change->entry->method,
		                                change->planned->id, trouble);
		run_note(run, &left, "; ", line);
		run_note(run, &run->summary->left, "; ", line);
	}
	return left;
}

static void carry_out_case(struct carrying *carrying, size_t n)
{
	struct run *run = carrying->run;
	const struct planned *planned = planned_at(carrying, n);
	struct job *job = planned->skip ? NULL : &run->jobs[planned->requests[0]];
	bool informational = carrying->chain->scenario && carrying->chain->scenario->informational;
	if (!job || job->state == JOB_FAILED) {
		if (!job && !informational && !carrying->stopped)
			carrying->stopped = arena_printf(run->arena, "step `%s` was not carried out", planned->kind);
		return;
	}
	if (carrying->stopped) {
		job->arena = arena_new();
		job_fail(job, carrying->stopped, true);
		return;
	}
	bool sent = perform(carrying, planned, job);
	bool good = sent && passed(job);
	if (sent)
		settle_last(carrying, job);
	if (good) {
		keep_values(carrying, job);
		settle_undone(carrying, planned->step);
	} else if (!informational) {
		carrying->stopped = arena_printf(run->arena, "step `%s` did not pass", planned->kind);
	}
	if (!carrying->chain->scenario && !job->unknown)
		job->unknown = take_back(carrying); /* no other case would tell */
	job->held = false;
	if (!sent)
		job_fail(job, job->reason, job->skipped);
	else if (job->state == JOB_DONE)
		case_job_done(run, job);
}

static void note_residue(struct carrying *carrying)
{
	const struct scenario *scenario = carrying->chain->scenario;
	for (size_t i = 0; carrying->change_count && scenario && i < scenario->residue_count; i++)
		run_note(carrying->run, &carrying->run->summary->residue, "; ",
		         arena_printf(carrying->run->arena, "%s: %s", scenario->name, scenario->residue[i]));
}

static void conclude(struct carrying *carrying, const char *left)
{
	struct run *run = carrying->run;
	size_t index = carrying->chain->cleanup;
	if (index == NO_CASE || run->options->plan->cases[index].skip)
		return;
	enum verdict verdict = left ? VERDICT_ERROR : carrying->sent ? VERDICT_PASS : VERDICT_SKIP;
	const char *reason = left ? left : carrying->sent ? NULL : "nothing was sent, so nothing is to be taken back";
	case_conclude(run, index, verdict, reason, carrying->undo.exchanges, carrying->undo.exchange_count);
}

static void carry_out(struct run *run, const struct chain *chain, unsigned number)
{
	const struct planned *first = &run->options->plan->cases[chain->first];
	struct carrying carrying = {.run = run, .chain = chain, .number = number};
	fixtures_begin_chain(run->fixtures, number);
	run_spare_made_up(run);
	carrying.undo = (struct undo_context){
		.catalogue = run->options->catalogue,
		.gate = &run->gate,
		.client = run->client,
		.http = &run->options->http,
		.fixtures = run->fixtures,
		.case_id = chain->cleanup == NO_CASE ? first->id : run->options->plan->cases[chain->cleanup].id,
		.timeout_ms = run->options->timeout_ms,
		.arena = run->arena,
	};
	for (size_t i = 0; i < chain->count; i++) {
		watch(run);
		carry_out_case(&carrying, i);
	}
	const char *left = take_back(&carrying);
	run->summary->requests += carrying.undo.exchange_count;
	run->summary->writes += carrying.undo.writes;
	note_residue(&carrying);
	conclude(&carrying, left);
}

void chains_run(struct run *run)
{
	const struct plan *plan = run->options->plan;
	for (size_t i = 0; i < plan->chain_count; i++)
		carry_out(run, &plan->chains[i], (unsigned)i + 1);
}
