// SPDX-License-Identifier: Apache-2.0
#include "run.h"

#include <string.h>

#include "run_impl.h"

enum { STEP_MS = 100, TROUBLES_MAX = 5, WAVES = 3 };

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
		bool mine = job->request->wave == run->wave && job->request->endpoint->heavy == heavy;
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

/** Ends everything that was not sent. */
static void end_run(struct run *run, const char *reason)
{
	if (run->ended)
		return;
	run->ended = reason;
	run->summary->trouble = arena_string(run->arena, reason);
	for (size_t i = 0; i < run->options->plan->request_count; i++) {
		struct job *job = &run->jobs[i];
		if (job->state != JOB_WAITING && job->state != JOB_DELAYED)
			continue;
		if (job->state == JOB_DELAYED)
			run->delayed--;
		if (!job->arena)
			job->arena = arena_new();
		job_fail(job, reason, false);
	}
	while (run->extra_next < run->extra_count)
		job_fail(run->extra[run->extra_next++], reason, false);
}

/** Gives up the transfers that are under way; nothing of them is judged. */
static void abandon(struct run *run, const char *reason)
{
	http_close(run->client);
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
		end_run(run, reason);
		abandon(run, reason);
	}
	if (run->troubles >= TROUBLES_MAX)
		end_run(run, "not reached: five transport errors in a row");
}

/** Runs until nothing of the wave is waiting or in flight. */
static void run_wave(struct run *run, unsigned wave)
{
	run->wave = wave;
	run->next_light = 0;
	run->next_heavy = 0;
	for (;;) {
		wake_delayed(run);
		while (may_start(run) && (start_again(run) || start_next(run, true) || start_next(run, false)))
			;
		bool waiting = run->extra_next < run->extra_count || run->delayed;
		if (!run->client || (run->in_flight == 0 && !waiting))
			break;
		http_step(run->client, STEP_MS);
		watch(run);
		if (run->options->progress)
			run->options->progress(run->options->context, run->flushed, run->summary->requests, run->summary->bytes);
	}
}

/** The first documented read of the plan: whether the target can be reached and takes our credentials. */
static struct job *preflight_job(struct run *run)
{
	struct job *found = NULL;
	for (size_t i = 0; i < run->options->plan->request_count; i++) {
		struct job *job = &run->jobs[i];
		bool plain = job->request->who == WHO_RUN && job->request->safety == SAFETY_READ &&
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
		http_step(run->client, STEP_MS);
		watch(run);
	}
	run->preflight = NULL;
	if (!run->client)
		return;
	bool lost = job->state == JOB_DONE && job->end == ANSWER_NOT_REACHED;
	run->end->unreachable = lost || job->refused;
	const char *trouble = job->exchange.trouble ? job->exchange.trouble : "no answer";
	if (lost)
		end_run(run, arena_printf(run->arena, "not reached: the target gave no answer to the first read (%s)", trouble));
	else if (job->refused)
		end_run(run, arena_string(run->arena, job->reason));
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

bool run_plan(struct arena *arena, const struct run_options *options, struct run_summary *summary, struct run_end *end,
              struct diag *diag)
{
	struct run run = {.options = options, .arena = arena_new(), .summary = summary, .end = end};
	run.client = http_open(&options->http, diag);
	if (!run.client) {
		arena_free(run.arena);
		return false;
	}
	int64_t started = run_clock();
	run.fixtures = fixtures_new(options->plan, options->target);
	open_jobs(&run);
	case_begin(&run);
	case_flush(&run);
	watch(&run); /* a signal may have come already */
	if (run.client)
		preflight(&run);
	for (unsigned wave = 0; wave < WAVES; wave++)
		run_wave(&run, wave);
	case_flush(&run);
	summary->duration_us = run_clock() - started;
	summary->fixtures = arena_string(arena, fixtures_choices(run.fixtures, run.arena));
	summary->trouble = arena_string(arena, summary->trouble);
	close_jobs(&run);
	fixtures_free(run.fixtures);
	http_close(run.client);
	arena_free(run.arena);
	return true;
}
