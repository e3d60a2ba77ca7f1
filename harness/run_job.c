// SPDX-License-Identifier: Apache-2.0
/* One request: its values and path, the gate, the answer. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "address.h"
#include "exchange.h"
#include "rule_expand.h"
#include "run_impl.h"
#include "scrub.h"

enum { LARGE_BYTES = 1000000, EXCERPT_BYTES = 2048, SECRET_BYTES = 4096, HEAVY_FACTOR = 20, RETRY_AFTER_MAX = 60 };

static const size_t BODY_CEILING = (size_t)16 << 20;
static const size_t STREAM_CEILING = (size_t)4 << 30;

int64_t run_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool resolve_values(struct job *job)
{
	const struct request *request = job->request;
	job->sent = ARENA_ARRAY(job->arena, struct binding, request->binding_count + 1);
	job->sent_count = 0; /* a read of a chain may be prepared again */
	for (size_t i = 0; i < request->binding_count; i++) {
		const struct binding *binding = &request->bindings[i];
		const char *missing = NULL;
		if (!binding->value) {
			job->reason = arena_printf(job->arena, "no working value of %s is known", binding->name);
			return false;
		}
		const char *value = fixtures_expand(job->run->fixtures, job->arena, binding->value, &missing);
		if (!value) {
			job->reason = arena_printf(job->arena, "the target has no object for the fixture %s", missing);
			return false;
		}
		job->sent[job->sent_count++] = (struct binding){binding->name, value};
	}
	return true;
}

/** The last look before a request leaves: the bytes that will be sent, not what the plan thought of them. */
static bool passes_gate(struct job *job)
{
	struct gate_request asked = {
		.method = job->request->method,
		.path = job->path,
		.body = str_of(job->body ? job->body : ""),
		.planned = job->request->safety,
		.entry = job->entry,
	};
	if (job->entry)
		job->entry->path = job->path;
	enum gate_answer answer = gate_ask(&job->run->gate, job->arena, &asked, &job->safety, &job->reason);
	job->skipped = answer == GATE_FOREIGN;
	return answer == GATE_OPEN;
}

static const char *accept_value(const struct request *request)
{
	if (request->accept == ACCEPT_NONE)
		return NULL;
	return request->accept == ACCEPT_ANY ? "*/*" : exchange_accept(request->format);
}

static bool is_limited(const struct target *target)
{
	for (size_t i = 0; i < target->role_count; i++)
		if (strcmp(target->roles[i], "limited") == 0)
			return true;
	return false;
}

/** Path and form with every value in its place. */
static bool build(struct job *job)
{
	const struct request *request = job->request;
	const char *missing = NULL;
	const char *pattern = request->path;
	if (pattern)
		pattern = fixtures_expand(job->run->fixtures, job->arena, pattern, &missing);
	if (missing) {
		job->reason = arena_printf(job->arena, "there is no value of %s", missing);
		job->skipped = true;
		return false;
	}
	job->path = address_path(job->arena, request->endpoint, pattern, job->sent, job->sent_count);
	job->body = address_form(job->arena, request->endpoint, job->sent, job->sent_count, false);
	return true;
}

/** Keeps what later steps need of the answer: of several paths the first counts, of several records the first. */
static void take_values(struct job *job, const char *records, const struct node *node)
{
	size_t prefix = records ? strlen(records) : 0;
	for (size_t t = 0; t < job->step->take_count; t++) {
		const struct fixture_take *take = &job->step->takes[t];
		for (size_t p = 0; p < take->path_count && p < job->taken_rank[t]; p++) {
			const char *path = take->paths[p];
			if (prefix && (strncmp(path, records, prefix) != 0 || path[prefix] != '/'))
				continue;
			struct str text = str_trim(node_text(node, prefix ? path + prefix + 1 : path));
			char *value = text.len ? fixture_formed(job->arena, take->form, text, node) : NULL;
			if (!value)
				continue;
			job->taken[t] = value;
			job->taken_rank[t] = p;
		}
	}
}

/** A piece of a 200 answer: reads tell what belongs to the run; a write is not believed. */
static void on_seen(void *context, const char *records, const struct node *node)
{
	struct job *job = context;
	bool read = strcmp(job->request->method, "GET") == 0 && job->safety <= SAFETY_PROBE;
	if (read && job->request->who == WHO_RUN)
		ownership_learn(job->run->ownership, job->path, node);
	if (job->taken)
		take_values(job, records, node);
}

/** A text of a rule with its values; the job gets a reason when one is not known. */
static const char *expand_value(void *context, const char *text)
{
	struct job *job = context;
	const char *missing = NULL;
	const char *value = fixtures_expand(job->run->fixtures, job->arena, text, &missing);
	if (missing && !job->reason)
		job->reason = arena_printf(job->arena, "there is no value of %s", missing);
	return value;
}

static void prepare_takes(struct job *job)
{
	size_t count = job->step ? job->step->take_count : 0;
	job->taken = count ? ARENA_ARRAY(job->arena, const char *, count) : NULL;
	job->taken_rank = count ? ARENA_ARRAY(job->arena, size_t, count) : NULL;
	for (size_t i = 0; i < count; i++) {
		job->taken[i] = NULL;
		job->taken_rank[i] = SIZE_MAX;
	}
}

/** The rules of a step, with what the run knows by now. False when it does not know enough; the job has the reason. */
static bool prepare_rules(struct job *job, struct answer_options *options)
{
	const struct step *step = job->step;
	job->reason = NULL;
	if (step && step->rule_count) {
		options->rules = rules_expand(job->arena, step->rules, step->rule_count, expand_value, job);
		options->rule_count = step->rule_count;
	}
	job->skipped = job->reason != NULL;
	return !job->skipped;
}

/** How often a step waits and looks again, and whether a list is read twice, depends on the moment. */
static bool is_observed(const struct job *job)
{
	return job->second_round_of == NO_CASE && !(job->step && job->step->until);
}

bool job_prepare(struct job *job)
{
	struct run *run = job->run;
	run_hide_found(run);
	const struct planned *planned = job->case_index == NO_CASE ? NULL : &run->options->plan->cases[job->case_index];
	if (!resolve_values(job)) {
		job->skipped = true;
		return false;
	}
	if (!build(job) || !passes_gate(job))
		return false;
	prepare_takes(job);
	job->findings = planned ? findings_new(job->arena, run->options->strict) : NULL;
	if (job->findings)
		findings_set_mask(job->findings, run->options->mask);
	if (job->findings)
		findings_set_privacy(job->findings, run->options->privacy);
	if (job->findings && planned->scenario && planned->scenario->informational)
		findings_inform(job->findings);
	struct answer_options options = {
		.catalogue = run->options->catalogue,
		.request = job->request,
		.request_index = job->request_index,
		.planned = planned,
		.sent = job->sent,
		.sent_count = job->sent_count,
		.facts = job->facts,
		.fixtures = job->second_round_of == NO_CASE ? run->fixtures : NULL,
		.observer = is_observed(job) ? run->options->observer : NULL,
		.findings = job->findings,
		.seen = on_seen,
		.seen_context = job,
		.limited = is_limited(run->options->target),
	};
	if (!prepare_rules(job, &options))
		return false;
	job->answer = answer_open(job->arena, &options);
	return true;
}

void job_fail(struct job *job, const char *reason, bool skipped)
{
	job->state = JOB_FAILED;
	job->reason = reason;
	job->skipped = skipped;
	case_job_done(job->run, job);
}

void job_abandon(struct job *job, const char *reason)
{
	struct http_response nothing = {.trouble = HTTP_INTERNAL, .trouble_text = reason};
	if (job->answer)
		answer_end(job->answer, &nothing);
	job_fail(job, reason, false);
}

/** Masked before it is cut, because half a secret would not be recognised. */
const char *job_excerpt(const struct job *job)
{
	const struct privacy *privacy = job->run->options->privacy;
	struct str scrubbed = privacy ? scrub_text(privacy, job->arena, job->kept) : job->kept;
	struct str masked = mask_view(job->run->options->mask, job->arena, scrubbed);
	return masked.len ? arena_copy(job->arena, masked.ptr, masked.len < EXCERPT_BYTES ? masked.len : EXCERPT_BYTES)
	                  : NULL;
}

void job_release(struct job *job)
{
	facts_free(job->facts);
	job->facts = NULL;
	arena_free(job->arena);
	job->arena = NULL;
}

/** Seconds the target asks a read to wait, or -1 when this answer is to be judged as it is. */
static long retry_after(const struct job *job, const struct http_response *response)
{
	bool read = strcmp(job->request->method, "GET") == 0 && job->request->safety <= SAFETY_PROBE;
	bool busy = response->status == 429 || response->status == 503;
	struct str value = http_header(response, "Retry-After");
	if (!read || !busy || job->came_back || !str_is_digits(value) || value.len > 3)
		return -1;
	long seconds = strtol(value.ptr, NULL, 10);
	return seconds <= RETRY_AFTER_MAX ? seconds : -1;
}

/** The size of the body where it is what arrives; that of a compressed one says nothing. */
static uint64_t announced_size(const struct http_response *response)
{
	struct str length = http_header(response, "Content-Length");
	bool plain = http_header(response, "Content-Encoding").len == 0;
	return plain && str_is_digits(length) ? strtoull(length.ptr, NULL, 10) : 0;
}

static void on_head(void *context, const struct http_response *response)
{
	struct job *job = context;
	long seconds = retry_after(job, response);
	job->come_back = seconds >= 0;
	job->announced = announced_size(response);
	if (job->come_back)
		job->due_us = run_clock() + (wire_is_recorded(job->run->client) ? 0 : (int64_t)seconds * 1000000);
	else
		answer_head(job->answer, response);
}

/** libcurl hands on all that it can get before it comes back to our loop, so a large answer is told of from here. */
static void tell_arrival(const struct job *job)
{
	const struct run_options *options = job->run->options;
	if (!options->arriving || job->run->arriving != job || job->arrived < LARGE_BYTES)
		return;
	struct arrival arrival = {
		.id = job->request->case_id,
		.bytes = job->arrived,
		.announced = job->announced,
		.records = answer_records(job->answer),
		.elapsed_us = run_clock() - job->arrived_us,
	};
	options->arriving(options->context, &arrival);
}

static void note_arrival(struct job *job, size_t length)
{
	struct run *run = job->run;
	if (!job->arrived)
		job->arrived_us = run_clock();
	job->arrived += length;
	if (!run->arriving || job->arrived > run->arriving->arrived)
		run->arriving = job;
	tell_arrival(job);
}

static bool on_bytes(void *context, const char *bytes, size_t length)
{
	struct job *job = context;
	job->run->summary->bytes += length;
	note_arrival(job, length);
	return job->come_back || answer_body(job->answer, bytes, length);
}

static const char *who_name(enum who who)
{
	static const char *const names[] = {"run", "none", "unknown-user", "account", "account"};
	return names[who];
}

/** The account of the target file whose roles are those that are asked for, or NULL. */
static const struct run_account *other_account(const struct run *run, enum who who)
{
	for (size_t i = 0; i < run->options->account_count; i++) {
		const struct run_account *account = &run->options->accounts[i];
		if ((who == WHO_ACCOUNT && account->lacks) || (who == WHO_MEMBER && account->has))
			return account;
	}
	return NULL;
}

static const char *user_of(const struct job *job)
{
	const struct run_account *account = other_account(job->run, job->request->who);
	if (account)
		return account->user;
	return job->request->who == WHO_UNKNOWN ? "no-such-user-epmm-conform" : job->run->options->http.user;
}

static void remember_exchange(struct job *job, const struct http_response *response)
{
	struct exchange_facts facts = {
		.http = &job->run->options->http,
		.accept = accept_value(job->request),
		.credentials = who_name(job->request->who),
		.user = user_of(job),
		.body = address_form(job->arena, job->request->endpoint, job->sent, job->sent_count, true),
		.content_type = job->body ? address_form_type : NULL,
	};
	job->exchange = exchange_make(job->arena, response, &facts);
	job->exchange.records = answer_records(job->answer);
	job->kept = (struct str){arena_copy(job->arena, response->kept.ptr, response->kept.len), response->kept.len};
}

/** What a request that may change something came to: a status, or nobody knows. */
static void judge_outcome(struct job *job, const struct http_response *response)
{
	if (strcmp(job->request->method, "GET") == 0 && response->complete && response->status == 404 &&
	    job->request->who == WHO_RUN)
		ownership_absent(job->run->ownership, job->path);
	if (job->safety < SAFETY_NOTIFY)
		return;
	bool known = response->complete || response->trouble == HTTP_STOPPED; /* we had read enough of it */
	if (!known) {
		job->unknown =
			arena_printf(job->arena, "the outcome is unknown: no complete answer to %s %s (%s); it is not sent again",
		                 job->request->method, job->path, http_trouble_name(response->trouble));
		run_note(job->run, &job->run->summary->unknown, ", ", job->request->case_id);
	}
	if (job->entry && !journal_outcome(job->run->gate.journal, job->entry->seq, known ? response->status : 0))
		job->run->end->broken = true;
}

/** A first read without one byte of an answer says that this is no HTTP server, or http where https is meant. */
static void judge_preflight(struct job *job, const struct http_response *response)
{
	bool silent = response->status == 0 && response->trouble == HTTP_CUT && response->first_byte_us == 0;
	bool denied = job->end == ANSWER_JUDGED && (response->status == 401 || response->status == 403);
	job->refused = silent || denied;
	if (denied)
		job->reason = arena_printf(job->arena, "not reached: the target refused the credentials (%d)", response->status);
	else if (silent)
		job->reason = arena_printf(job->arena, "not reached: the target gave no HTTP answer to the first read (%s)",
		                           http_trouble_name(response->trouble));
}

/** Newer cases may ask for what the recorded run did not. */
static void end_unrecorded(struct job *job, const struct http_response *response)
{
	answer_end(job->answer, response);
	if (!job->held) {
		job_fail(job, "the recording has no answer to this request", true);
		return;
	}
	job->state = JOB_FAILED;
	job->reason = "the recording has no answer to this request";
	job->skipped = true;
}

static void on_done(void *context, const struct http_response *response)
{
	struct job *job = context;
	struct run *run = job->run;
	run->in_flight--;
	if (run->arriving == job)
		run->arriving = NULL;
	if (job->request->endpoint->heavy)
		run->heavy_in_flight = false;
	if (response->trouble == HTTP_NOT_RECORDED) {
		end_unrecorded(job, response);
		return;
	}
	if (job->come_back) {
		job->come_back = false;
		job->came_back = true;
		job->state = JOB_DELAYED;
		run->delayed++;
		return;
	}
	job->end = answer_end(job->answer, response);
	remember_exchange(job, response);
	if (job == run->preflight)
		judge_preflight(job, response);
	judge_outcome(job, response);
	bool lost = job->end == ANSWER_NOT_REACHED;
	run->troubles = lost ? run->troubles + 1 : 0;
	job->state = JOB_DONE;
	if (!job->held)
		case_job_done(run, job);
}

static const enum http_credentials credentials[] = {[WHO_RUN] = HTTP_CREDENTIALS_RUN,
                                                    [WHO_NONE] = HTTP_CREDENTIALS_NONE,
                                                    [WHO_UNKNOWN] = HTTP_CREDENTIALS_OTHER,
                                                    [WHO_ACCOUNT] = HTTP_CREDENTIALS_OTHER,
                                                    [WHO_MEMBER] = HTTP_CREDENTIALS_OTHER};

void job_send(struct job *job)
{
	struct run *run = job->run;
	const struct run_options *options = run->options;
	const struct request *request = job->request;
	bool heavy = request->endpoint->heavy;
	const struct response *data = endpoint_response(request->endpoint, 200);
	bool stream = data && (data->records || data->csv);
	const struct run_account *account = other_account(run, request->who);
	size_t ceiling = stream ? STREAM_CEILING : BODY_CEILING;
	struct http_request sent = {
		.method = request->method,
		.path = job->path,
		.accept = accept_value(request),
		.case_id = request->case_id,
		.credentials = credentials[request->who],
		.content_type = job->body ? address_form_type : NULL,
		.body = str_of(job->body ? job->body : ""),
		.user = account ? account->user : "no-such-user-epmm-conform",
		.password = account ? account->password : "not-a-password",
		.reusable = strcmp(request->method, "GET") == 0 && job->safety <= SAFETY_PROBE && request->safety <= SAFETY_PROBE,
		.timeout_ms = options->timeout_ms * (heavy ? HEAVY_FACTOR : 1),
		.body_ceiling = options->max_bytes ? options->max_bytes : ceiling,
		.keep = options->bodies ? EXCERPT_BYTES + SECRET_BYTES : 0,
		.head = on_head,
		.body_bytes = on_bytes,
		.done = on_done,
		.context = job,
	};
	job->state = JOB_IN_FLIGHT;
	job->arrived = 0;
	run->in_flight++;
	run->summary->requests++;
	run->summary->writes += job->safety >= SAFETY_PROBE_WRITE;
	if (heavy)
		run->heavy_in_flight = true;
	wire_submit(run->client, &sent);
}
