// SPDX-License-Identifier: Apache-2.0
#include "run.h"

#include <string.h>

#include "run_impl.h"

enum { STEP_MS = 100, TROUBLES_MAX = 5, READS = 2 };

static bool may_start(const struct run *run)
{
	size_t width = run->options->http.parallel;
	return !run->ended && run->in_flight < width;
}

/** Sends the job, or ends it when that is not possible. */
static void start(struct job *job)
{
	if (!job->arena)
		job->arena = arena_new();
	if (job_prepare(job))
		job_send(job);
	else
		job_fail(job, job->reason, job->skipped);
}

/** Starts the next waiting request of one lane: heavy answers come one at a time, so that memory stays flat. */
static bool start_next(struct run *run, bool heavy)
{
	const struct plan *plan = run->options->plan;
	size_t *next = heavy ? &run->next_heavy : &run->next_light;
	for (; *next < plan->request_count; ++*next) {
		struct job *job = &run->jobs[*next];
		bool refusal = job->request->safety >= SAFETY_PROBE_WRITE;
		bool mine = job->request->wave == run->wave && job->request->endpoint->heavy == heavy && refusal == run->refusals;
		if (!mine || job->state != JOB_WAITING || (job->users == 0 && !job->wanted))
			continue;
		if (heavy && run->heavy_in_flight)
			return false;
		++*next;
		start(job);
		return true;
	}
	return false;
}

static bool start_again(struct run *run)
{
	if (run->extra_next == run->extra_count)
		return false;
	struct job *job = run->extra[run->extra_next];
	if (job->request->endpoint->heavy && run->heavy_in_flight)
		return false;
	run->extra_next++;
	start(job);
	return true;
}

static void wake_delayed(struct run *run)
{
	int64_t now = run_clock();
	for (size_t i = 0; run->delayed && i < run->options->plan->request_count; i++) {
		struct job *job = &run->jobs[i];
		if (job->state != JOB_DELAYED || job->due_us > now)
			continue;
		run->delayed--;
		job_send(job);
	}
	for (size_t i = 0; run->delayed && i < run->extra_next; i++) {
		struct job *job = run->extra[i];
		if (job->state != JOB_DELAYED || job->due_us > now)
			continue;
		run->delayed--;
		job_send(job);
	}
}

void run_note(struct run *run, const char **list, const char *separator, const char *text)
{
	if (*list && strstr(*list, text))
		return; /* the other format of a scenario said so already */
	*list = *list ? arena_printf(run->arena, "%s%s%s", *list, separator, text) : arena_string(run->arena, text);
}

/** Ends a job that waits; one that is in flight or done stays as it is. */
static void drop(struct job *job)
{
	struct run *run = job->run;
	if (job->state != JOB_WAITING && job->state != JOB_DELAYED)
		return;
	if (job->state == JOB_DELAYED)
		run->delayed--;
	if (!job->arena)
		job->arena = arena_new();
	job_fail(job, run->ended, run->ended_early);
}

/** Of a run that was ended: what waits, and what wants to be sent after all, a second round or a second attempt. */
static void drop_all(struct run *run)
{
	for (size_t i = 0; i < run->options->plan->request_count; i++)
		drop(&run->jobs[i]);
	for (size_t i = 0; i < run->extra_count; i++)
		drop(run->extra[i]);
	run->extra_next = run->extra_count;
}

void run_end_all(struct run *run, const char *reason)
{
	if (run->ended)
		return;
	run->ended = reason;
	run->summary->trouble = arena_string(run->arena, reason);
	drop_all(run);
}

void run_heed_limits(struct run *run)
{
	size_t most = run->options->max_failures;
	if (!most || run->failed < most || run->ended)
		return;
	run->ended_early = true;
	run_end_all(run, arena_printf(run->arena, "not reached: %zu case%s had failed (--max-failures %zu)", run->failed,
	                              run->failed == 1 ? "" : "s", most));
}

/** Gives up the transfers that are under way; nothing of them is judged. */
static void abandon(struct run *run, const char *reason)
{
	wire_close(run->client);
	run->client = NULL;
	run->in_flight = 0;
	for (size_t i = 0; i < run->options->plan->request_count; i++)
		if (run->jobs[i].state == JOB_IN_FLIGHT)
			job_abandon(&run->jobs[i], reason);
	for (size_t i = 0; i < run->extra_next; i++)
		if (run->extra[i]->state == JOB_IN_FLIGHT)
			job_abandon(run->extra[i], reason);
}

static void watch(struct run *run)
{
	if (*run->options->interrupted && !run->end->interrupted) {
		const char *reason = "not reached: the run was interrupted";
		run->end->interrupted = true;
		run_end_all(run, reason);
		abandon(run, reason);
	}
	if (run->troubles >= TROUBLES_MAX)
		run_end_all(run, "not reached: five transport errors in a row");
	run_heed_limits(run);
	if (run->ended)
		drop_all(run);
}

/** Runs until nothing of the wave is waiting or in flight. */
static void run_wave(struct run *run, unsigned wave, bool refusals)
{
	run->wave = wave;
	run->refusals = refusals;
	run->next_light = 0;
	run->next_heavy = 0;
	for (;;) {
		wake_delayed(run);
		while (may_start(run) && (start_again(run) || start_next(run, true) || start_next(run, false)))
			;
		bool waiting = run->extra_next < run->extra_count || run->delayed;
		if (!run->client || (run->in_flight == 0 && !waiting))
			break;
		wire_step(run->client, STEP_MS);
		watch(run);
	}
}

/** The first documented read of the plan: whether the target can be reached and takes our credentials. */
static struct job *preflight_job(struct run *run)
{
	struct job *found = NULL;
	for (size_t i = 0; i < run->options->plan->request_count; i++) {
		struct job *job = &run->jobs[i];
		bool plain = job->request->who == WHO_RUN && job->request->wave <= READS && job->request->safety == SAFETY_READ &&
		             (job->users > 0 || job->wanted) && strcmp(job->request->method, "GET") == 0;
		bool earlier = plain && (!found || job->request->wave < found->request->wave);
		bool independent = plain;
		for (size_t b = 0; b < job->request->binding_count; b++)
			independent =
				independent && job->request->bindings[b].value && !strstr(job->request->bindings[b].value, "${");
		if (earlier && independent)
			found = job;
	}
	return found;
}

static void preflight(struct run *run)
{
	struct job *job = preflight_job(run);
	if (!job)
		return;
	job->users++; /* so that it can be looked at after its cases are done */
	run->preflight = job;
	start(job);
	while (run->in_flight) {
		wire_step(run->client, STEP_MS);
		watch(run);
	}
	run->preflight = NULL;
	if (!run->client)
		return;
	bool lost = job->state == JOB_DONE && job->end == ANSWER_NOT_REACHED;
	run->end->unreachable = lost || job->refused;
	const char *trouble = job->exchange.trouble ? job->exchange.trouble : "no answer";
	if (lost)
		run_end_all(run,
		            arena_printf(run->arena, "not reached: the target gave no answer to the first read (%s)", trouble));
	else if (job->refused)
		run_end_all(run, arena_string(run->arena, job->reason));
	if (--job->users == 0 && job->state != JOB_DELAYED)
		job_release(job);
}

static void open_jobs(struct run *run)
{
	const struct plan *plan = run->options->plan;
	run->jobs = ARENA_ARRAY(run->arena, struct job, plan->request_count + 1);
	run->states = ARENA_ARRAY(run->arena, struct state, plan->case_count + 1);
	for (size_t i = 0; i < plan->request_count; i++)
		run->jobs[i] = (struct job){
			.run = run,
			.request = &plan->requests[i],
			.request_index = i,
			.case_index = plan->requests[i].judge,
			.second_round_of = NO_CASE,
			.wanted = plan->requests[i].proof,
		};
	for (size_t i = 0; i < plan->fixture_count; i++) {
		run->jobs[plan->fixtures[i].request].wanted = true;
		if (plan->fixtures[i].other != NO_CASE)
			run->jobs[plan->fixtures[i].other].wanted = true;
		if (plan->fixtures[i].counted_in != NO_CASE)
			run->jobs[plan->fixtures[i].counted_in].wanted = true;
	}
}

static void close_jobs(struct run *run)
{
	for (size_t i = 0; i < run->options->plan->request_count; i++)
		if (run->jobs[i].arena)
			job_release(&run->jobs[i]);
}

/** What belongs to this run, and the door that every request passes. */
static void open_gate(struct run *run)
{
	const struct run_options *options = run->options;
	run->ownership = ownership_new(options->target);
	run->gate = (struct gate){options->permission, run->ownership, options->journal};
	if (options->run_id)
		fixtures_set_run(run->fixtures, options->run_id, run->ownership);
	bool told = false;
	for (size_t i = 0; i < options->account_count; i++) {
		const struct run_account *account = &options->accounts[i];
		ownership_login(run->ownership, account->user, account->password);
		if (!account->lacks && !told)
			fixtures_set_account(run->fixtures, account->user, account->password);
		told = told || !account->lacks;
	}
}

/** The fixtures are found: whoever wants to look at the plan once more does it now. */
static void resolve(struct run *run)
{
	const struct run_options *options = run->options;
	const char *reason = options->resolved && run->client ? options->resolved(options->context, run->fixtures) : NULL;
	if (!reason)
		return;
	run->end->refused = run->end->refused || *reason;
	run_end_all(run, *reason ? reason : "not sent");
}

static void carry_out(struct run *run)
{
	open_jobs(run);
	case_begin(run);
	case_flush(run);
	watch(run); /* a signal may have come already */
	if (run->client)
		preflight(run);
	for (unsigned wave = 0; wave < READS; wave++)
		run_wave(run, wave, false);
	resolve(run);
	run_wave(run, READS, false);
	run_wave(run, READS, true);
	chains_run(run);
	case_flush(run);
}

static void conclude(struct arena *arena, struct run *run)
{
	struct run_summary *summary = run->summary;
	const char **const texts[] = {&summary->trouble, &summary->unknown, &summary->residue, &summary->left};
	summary->fixtures = arena_string(arena, fixtures_choices(run->fixtures, run->arena));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i] = arena_string(arena, *texts[i]);
}

bool run_plan(struct arena *arena, const struct run_options *options, struct run_summary *summary, struct run_end *end,
              struct diag *diag)
{
	struct run run = {.options = options, .arena = arena_new(), .summary = summary, .end = end};
	run.client = wire_open(&options->http, options->ends, diag);
	if (!run.client) {
		arena_free(run.arena);
		return false;
	}
	int64_t started = run_clock();
	run.fixtures = fixtures_new(options->plan, options->target);
	fixtures_prefer(run.fixtures, options->objects);
	open_gate(&run);
	carry_out(&run);
	summary->duration_us = run_clock() - started;
	conclude(arena, &run);
	close_jobs(&run);
	fixtures_free(run.fixtures);
	ownership_free(run.ownership);
	wire_close(run.client);
	arena_free(run.arena);
	return true;
}
