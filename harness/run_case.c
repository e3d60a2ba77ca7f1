// SPDX-License-Identifier: Apache-2.0
/* Cases: which jobs they wait for, what their answers come to, the second round of relations, the results. */
#include <string.h>

#include "run_impl.h"

static const struct planned *planned_of(const struct run *run, size_t index)
{
	return &run->options->plan->cases[index];
}

bool case_is_cleanup(const struct planned *planned)
{
	return planned->scenario && !planned->step;
}

static bool judges_by_itself(const struct planned *planned)
{
	if (planned->scenario)
		return true;
	return planned->derived && !planned->relation && strcmp(planned->kind, "twin") != 0;
}

static const struct schema *record_schema(const struct endpoint *endpoint)
{
	const struct response *response = endpoint_response(endpoint, 200);
	return response ? (response->csv ? response->schema : response->record_schema) : NULL;
}

static struct facts *new_facts(const struct endpoint *endpoint)
{
	struct facts *facts = facts_new();
	facts->schema = record_schema(endpoint);
	return facts;
}

static void begin_relation(struct run *run, size_t index)
{
	const struct planned *planned = planned_of(run, index);
	struct facts *sides[CASE_REQUESTS_MAX];
	for (size_t i = 0; i < planned->request_count; i++) {
		struct job *job = &run->jobs[planned->requests[i]];
		if (!job->facts)
			job->facts = new_facts(job->request->endpoint);
		sides[i] = job->facts;
	}
	relate_prepare(planned, sides, planned->request_count);
	run->states[index].round = 1;
}

static void await(struct run *run, struct job *job, size_t index)
{
	ARENA_PUSH(run->arena, job->cases, job->case_count, index);
	job->users++;
}

void case_begin(struct run *run)
{
	const struct plan *plan = run->options->plan;
	for (size_t c = 0; c < plan->case_count; c++) {
		const struct planned *planned = &plan->cases[c];
		run->states[c].open = planned->skip ? 0 : planned->request_count;
		for (size_t i = 0; !planned->skip && i < planned->request_count; i++)
			await(run, &run->jobs[planned->requests[i]], c);
		if (!planned->skip && !case_is_cleanup(planned) && !judges_by_itself(planned))
			begin_relation(run, c);
	}
}

/** The file below the data folder: reports do not tell where on this machine the cases are. */
static const char *case_file(const struct run *run, const char *file)
{
	const char *folder = run->options->catalogue->data_dir;
	size_t length = folder ? strlen(folder) : 0;
	bool below = file && length && strncmp(file, folder, length) == 0 && file[length] == '/';
	return below ? file + length + 1 : file;
}

static const struct position *position_of(const struct planned *planned)
{
	if (planned->explicit_case)
		return &planned->explicit_case->at;
	if (planned->relation)
		return &planned->relation->at;
	if (planned->step)
		return &planned->step->at;
	return planned->scenario ? &planned->scenario->at : &planned->endpoint->at;
}

static struct result *new_result(struct run *run, size_t index)
{
	const struct planned *planned = planned_of(run, index);
	struct state *state = &run->states[index];
	const struct position *at = position_of(planned);
	const struct guide_ref *guide = planned->scenario ? &planned->scenario->guide : &planned->endpoint->guide;
	state->arena = arena_new();
	struct result *result = ARENA_NEW(state->arena, struct result);
	*result = (struct result){
		.id = planned->id,
		.area = planned->area ? planned->area : planned->endpoint->area,
		.operation = planned->group ? planned->group : planned->endpoint->id,
		.kind = planned->kind,
		.name = planned->name,
		.format = format_name(planned->format),
		.because = planned->because,
		.safety = safety_name(planned->safety),
		.section = guide->section,
		.page = guide->page,
		.file = case_file(run, at->file),
		.line = at->line,
		.verdict = VERDICT_PASS,
	};
	run_requirements(run, state->arena, planned, result);
	state->result = result;
	return result;
}

static struct exchange copy_exchange(struct arena *arena, const struct exchange *exchange)
{
	struct exchange copy = *exchange;
	copy.url = arena_string(arena, exchange->url);
	copy.content_type = arena_string(arena, exchange->content_type);
	copy.started = arena_string(arena, exchange->started);
	copy.body = arena_string(arena, exchange->body);
	copy.curl = arena_string(arena, exchange->curl);
	return copy;
}

static void add_exchanges(struct run *run, size_t index, const struct job *jobs, const size_t *indexes, size_t count)
{
	struct state *state = &run->states[index];
	struct result *result = state->result;
	struct exchange *all = ARENA_ARRAY(state->arena, struct exchange, result->exchange_count + count);
	if (result->exchange_count)
		memcpy(all, result->exchanges, result->exchange_count * sizeof(*all));
	for (size_t i = 0; i < count; i++) {
		const struct job *job = &jobs[indexes ? indexes[i] : i];
		if (job->state != JOB_DONE)
			continue;
		bool failed = result->verdict == VERDICT_FAIL;
		struct exchange *copy = &all[result->exchange_count++];
		*copy = copy_exchange(state->arena, &job->exchange);
		copy->excerpt = failed ? arena_string(state->arena, job_excerpt(job)) : NULL;
		result->duration_us += job->exchange.duration_us;
	}
	result->exchanges = all;
}

static void set_findings(struct state *state, struct findings *findings)
{
	size_t count;
	const struct finding *all = findings_all(findings, &count);
	struct finding *copies = ARENA_ARRAY(state->arena, struct finding, count + 1);
	for (size_t i = 0; i < count; i++) {
		copies[i] = all[i];
		copies[i].path = arena_string(state->arena, all[i].path);
		copies[i].record = arena_string(state->arena, all[i].record);
		copies[i].expected = arena_string(state->arena, all[i].expected);
		copies[i].actual = arena_string(state->arena, all[i].actual);
		copies[i].message = arena_string(state->arena, all[i].message);
		copies[i].check = arena_string(state->arena, all[i].check);
	}
	state->result->findings = copies;
	state->result->finding_count = count;
}

static void fold(struct result *result)
{
	result->verdict = VERDICT_PASS;
	for (size_t i = 0; i < result->finding_count; i++) {
		if (result->findings[i].level == LEVEL_FAILURE)
			result->verdict = VERDICT_FAIL;
		else if (result->findings[i].level == LEVEL_ERROR && result->verdict != VERDICT_FAIL)
			result->verdict = VERDICT_ERROR;
	}
}

static void give_reason(struct state *state, enum verdict verdict, const char *reason)
{
	state->result->verdict = verdict;
	state->result->reason = arena_string(state->arena, reason);
}

/** One user of the job's facts is done. */
static void drop_user(struct job *job)
{
	assert(job->users > 0);
	if (--job->users == 0 && (job->state == JOB_DONE || job->state == JOB_FAILED))
		job_release(job);
}

static void finish(struct run *run, size_t index)
{
	const struct planned *planned = planned_of(run, index);
	struct state *state = &run->states[index];
	state->done = true;
	if (run->options->excuse)
		run->options->excuse(run->options->context, planned, state->result);
	run->failed += state->result->verdict == VERDICT_FAIL;
	for (size_t i = 0; i < planned->request_count; i++)
		drop_user(&run->jobs[planned->requests[i]]);
	case_flush(run);
}

static void finish_judged(struct run *run, size_t index)
{
	const struct planned *planned = planned_of(run, index);
	struct job *job = &run->jobs[planned->requests[0]];
	struct result *result = new_result(run, index);
	struct state *state = &run->states[index];
	if (job->unknown) {
		set_findings(state, job->findings);
		give_reason(state, VERDICT_ERROR, job->unknown);
	} else if (job->state == JOB_FAILED) {
		give_reason(state, job->skipped ? VERDICT_SKIP : VERDICT_ERROR, job->reason);
	} else if (job->refused) {
		give_reason(state, VERDICT_ERROR, job->reason);
	} else if (job->end == ANSWER_NO_ACCESS) {
		give_reason(state, VERDICT_SKIP,
		            "the account has no access to this operation (`roles: [limited]` in the target file)");
	} else if (job->end == ANSWER_NOT_OFFERED) {
		give_reason(state, VERDICT_SKIP,
		            "not offered: the target answers 404 without a message, and the operation is optional");
	} else {
		set_findings(state, job->findings);
		fold(result);
	}
	add_exchanges(run, index, run->jobs, planned->requests, planned->request_count);
	finish(run, index);
}

/** A relation one of whose requests was never sent has nothing to say. */
static const struct job *unsent_side(const struct run *run, const struct planned *planned)
{
	for (size_t i = 0; i < planned->request_count; i++)
		if (run->jobs[planned->requests[i]].state == JOB_FAILED || run->jobs[planned->requests[i]].refused)
			return &run->jobs[planned->requests[i]];
	return NULL;
}

static void finish_relation(struct run *run, size_t index, const char *skip)
{
	struct state *state = &run->states[index];
	const struct planned *planned = planned_of(run, index);
	if (!state->result)
		new_result(run, index);
	if (skip)
		give_reason(state, VERDICT_SKIP, skip);
	add_exchanges(run, index, run->jobs, planned->requests, planned->request_count);
	if (state->again) {
		add_exchanges(run, index, state->again, NULL, planned->request_count);
		for (size_t i = 0; i < planned->request_count; i++)
			job_release(&state->again[i]);
	}
	finish(run, index);
}

/** Makes all requests of the relation once more; what differed is kept whole this time. */
static void read_again(struct run *run, size_t index)
{
	const struct planned *planned = planned_of(run, index);
	struct state *state = &run->states[index];
	struct facts *sides[CASE_REQUESTS_MAX];
	state->again = ARENA_ARRAY(run->arena, struct job, planned->request_count);
	state->round = 2;
	state->open = planned->request_count;
	for (size_t i = 0; i < planned->request_count; i++) {
		struct job *job = &state->again[i];
		*job = (struct job){
			.run = run,
			.request = &run->options->plan->requests[planned->requests[i]],
			.request_index = planned->requests[i],
			.case_index = NO_CASE,
			.second_round_of = index,
			.arena = arena_new(),
			.users = 1,
		};
		job->facts = new_facts(job->request->endpoint);
		relate_keep(state->pass, job->facts);
		sides[i] = job->facts;
		ARENA_PUSH(run->arena, run->extra, run->extra_count, job);
	}
	relate_prepare(planned, sides, planned->request_count);
}

static void evaluate(struct run *run, size_t index, struct job *jobs, const size_t *indexes)
{
	const struct planned *planned = planned_of(run, index);
	struct state *state = &run->states[index];
	struct relation_pass *pass = state->pass;
	const struct request *requests[CASE_REQUESTS_MAX];
	struct facts *sides[CASE_REQUESTS_MAX];
	for (size_t i = 0; i < planned->request_count; i++) {
		struct job *job = &jobs[indexes ? indexes[i] : i];
		requests[i] = job->request;
		sides[i] = job->facts;
	}
	pass->planned = planned;
	pass->requests = requests;
	pass->sides = sides;
	pass->side_count = planned->request_count;
	pass->fixtures = run->fixtures;
	pass->arena = state->arena;
	relate(pass);
}

static void first_round(struct run *run, size_t index)
{
	const struct planned *planned = planned_of(run, index);
	struct state *state = &run->states[index];
	const struct job *unsent = unsent_side(run, planned);
	new_result(run, index);
	if (unsent) {
		if (!unsent->skipped)
			give_reason(state, VERDICT_ERROR, unsent->reason);
		finish_relation(run, index, unsent->skipped ? unsent->reason : NULL);
		return;
	}
	state->pass = ARENA_NEW(state->arena, struct relation_pass);
	evaluate(run, index, run->jobs, planned->requests);
	if (state->pass->unusable)
		finish_relation(run, index, state->pass->unusable);
	else if (state->pass->suspect_count == 0)
		finish_relation(run, index, NULL);
	else
		read_again(run, index);
}

static void second_round(struct run *run, size_t index)
{
	struct state *state = &run->states[index];
	const struct planned *planned = planned_of(run, index);
	for (size_t i = 0; i < planned->request_count; i++) {
		if (state->again[i].state != JOB_FAILED)
			continue;
		give_reason(state, VERDICT_ERROR, state->again[i].reason);
		finish_relation(run, index, NULL);
		return;
	}
	state->pass->findings = findings_new(state->arena, run->options->strict);
	findings_set_mask(state->pass->findings, run->options->mask);
	findings_set_privacy(state->pass->findings, run->options->privacy);
	evaluate(run, index, state->again, NULL);
	if (!state->pass->unusable) {
		set_findings(state, state->pass->findings);
		fold(state->result);
	}
	finish_relation(run, index, state->pass->unusable);
}

void case_job_done(struct run *run, struct job *job)
{
	if (job->second_round_of != NO_CASE) {
		struct state *state = &run->states[job->second_round_of];
		if (--state->open == 0)
			second_round(run, job->second_round_of);
		return;
	}
	for (size_t i = 0; i < job->case_count; i++) {
		size_t index = job->cases[i];
		if (--run->states[index].open != 0)
			continue;
		if (judges_by_itself(planned_of(run, index)))
			finish_judged(run, index);
		else
			first_round(run, index);
	}
	if (job->users == 0 && job->arena)
		job_release(job);
}

void case_conclude(struct run *run, size_t index, enum verdict verdict, const char *reason,
                   const struct exchange *exchanges, size_t count)
{
	struct state *state = &run->states[index];
	struct result *result = new_result(run, index);
	struct exchange *all = ARENA_ARRAY(state->arena, struct exchange, count + 1);
	for (size_t i = 0; i < count; i++) {
		all[i] = copy_exchange(state->arena, &exchanges[i]);
		result->duration_us += exchanges[i].duration_us;
	}
	result->exchanges = all;
	result->exchange_count = count;
	give_reason(state, verdict, reason);
	state->done = true;
	case_flush(run);
}

static void skip(struct run *run, size_t index)
{
	new_result(run, index);
	give_reason(&run->states[index], VERDICT_SKIP, planned_of(run, index)->skip);
	run->states[index].done = true;
}

void case_flush(struct run *run)
{
	const struct plan *plan = run->options->plan;
	for (; run->flushed < plan->case_count; run->flushed++) {
		struct state *state = &run->states[run->flushed];
		if (plan->cases[run->flushed].skip && !state->done)
			skip(run, run->flushed);
		if (!state->done)
			return;
		verdict_count(run->summary, state->result);
		run->options->result(run->options->context, state->result);
		arena_free(state->arena);
		state->arena = NULL;
		state->result = NULL;
	}
}
