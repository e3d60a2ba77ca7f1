// SPDX-License-Identifier: Apache-2.0
/* One request: its values and path, the gate, the answer. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "curl_line.h"
#include "run_impl.h"

enum { EXCERPT_BYTES = 2048, SECRET_BYTES = 4096, HEAVY_FACTOR = 20, RETRY_AFTER_MAX = 60 };

static const size_t BODY_CEILING = (size_t)16 << 20;
static const size_t STREAM_CEILING = (size_t)4 << 30;

int64_t run_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/** A path segment; values of a repeatable parameter keep the commas between them. */
static const char *encode_value(struct arena *arena, const struct parameter *parameter, const char *value)
{
	if (!parameter || !parameter->repeatable)
		return http_encode(arena, value);
	const char *all = "";
	for (;;) {
		size_t length = strcspn(value, ",");
		all = arena_printf(arena, "%s%s", all, http_encode(arena, arena_copy(arena, value, length)));
		value += length;
		if (*value++ == '\0')
			return all;
		all = arena_printf(arena, "%s,", all);
	}
}

/** The path and query of the request, values resolved. */
static const char *build_path(struct job *job)
{
	const struct endpoint *endpoint = job->request->endpoint;
	const char *path = endpoint->path;
	for (size_t i = 0; i < job->sent_count; i++) {
		const struct binding *binding = &job->sent[i];
		const struct parameter *parameter = endpoint_parameter(endpoint, binding->name);
		const char *value = encode_value(job->arena, parameter, binding->value);
		char *placeholder = arena_printf(job->arena, "{%s}", binding->name);
		const char *at = strstr(path, placeholder);
		if (at)
			path = arena_printf(job->arena, "%.*s%s%s", (int)(at - path), path, value, at + strlen(placeholder));
		else
			path = arena_printf(job->arena, "%s%c%s=%s", path, strchr(path, '?') ? '&' : '?', binding->name, value);
	}
	return path;
}

static bool resolve_values(struct job *job)
{
	const struct request *request = job->request;
	job->sent = ARENA_ARRAY(job->arena, struct binding, request->binding_count + 1);
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
	enum safety safety = safety_of_request(job->request->method, job->path);
	if (safety <= job->request->safety && safety_permitted(&job->run->options->permission, safety))
		return true;
	job->reason = arena_printf(job->arena, "refused before sending: %s %s is of class %s", job->request->method,
	                           job->path, safety_name(safety));
	return false;
}

static const char *accept_value(const struct request *request)
{
	static const char *const types[] =
		{[FORMAT_XML] = "application/xml", [FORMAT_JSON] = "application/json", [FORMAT_CSV] = "*/*", [FORMAT_NONE] = "*/*"};
	if (request->accept == ACCEPT_NONE)
		return NULL;
	return request->accept == ACCEPT_ANY ? "*/*" : types[request->format];
}

static bool is_limited(const struct target *target)
{
	for (size_t i = 0; i < target->role_count; i++)
		if (strcmp(target->roles[i], "limited") == 0)
			return true;
	return false;
}

bool job_prepare(struct job *job)
{
	struct run *run = job->run;
	const struct planned *planned = job->case_index == NO_CASE ? NULL : &run->options->plan->cases[job->case_index];
	if (!resolve_values(job)) {
		job->skipped = true;
		return false;
	}
	job->path = build_path(job);
	if (!passes_gate(job))
		return false;
	job->findings = planned ? findings_new(job->arena, run->options->strict) : NULL;
	if (job->findings)
		findings_set_mask(job->findings, run->options->mask);
	struct answer_options options = {
		.catalogue = run->options->catalogue,
		.request = job->request,
		.request_index = job->request_index,
		.planned = planned,
		.sent = job->sent,
		.sent_count = job->sent_count,
		.facts = job->facts,
		.fixtures = job->second_round_of == NO_CASE ? run->fixtures : NULL,
		.findings = job->findings,
		.limited = is_limited(run->options->target),
	};
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

static void on_head(void *context, const struct http_response *response)
{
	struct job *job = context;
	long seconds = retry_after(job, response);
	job->come_back = seconds >= 0;
	if (job->come_back)
		job->due_us = run_clock() + (int64_t)seconds * 1000000;
	else
		answer_head(job->answer, response);
}

static bool on_bytes(void *context, const char *bytes, size_t length)
{
	struct job *job = context;
	job->run->summary->bytes += length;
	return job->come_back || answer_body(job->answer, bytes, length);
}

static const char *utc(struct arena *arena, int64_t us)
{
	time_t seconds = (time_t)(us / 1000000);
	struct tm tm;
	char date[32];
	gmtime_r(&seconds, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
	return arena_printf(arena, "%s.%03dZ", date, (int)(us / 1000 % 1000));
}

static const char *who_name(enum who who)
{
	static const char *const names[] = {"run", "none", "unknown-user"};
	return names[who];
}

/** The beginning of the body, masked before it is cut, because half a secret would not be recognised. */
static const char *excerpt(struct job *job, struct str kept)
{
	struct str masked = mask_view(job->run->options->mask, job->arena, kept);
	return masked.len ? arena_copy(job->arena, masked.ptr, masked.len < EXCERPT_BYTES ? masked.len : EXCERPT_BYTES)
	                  : NULL;
}

static void remember_exchange(struct job *job, const struct http_response *response)
{
	const struct http_options *http = &job->run->options->http;
	const char *accept = accept_value(job->request);
	struct str type = http_header(response, "Content-Type");
	const char *url = arena_string(job->arena, response->url);
	struct curl_request line = {
		.method = job->request->method,
		.url = url,
		.accept = accept,
		.credentials = who_name(job->request->who),
		.user = job->request->who == WHO_UNKNOWN ? "no-such-user-epmm-conform" : http->user,
		.cacert = http->cacert,
		.insecure = http->insecure,
	};
	job->exchange = (struct exchange){
		.method = job->request->method,
		.url = url,
		.accept = accept,
		.credentials = who_name(job->request->who),
		.status = response->status,
		.content_type = type.len ? arena_copy(job->arena, type.ptr, type.len) : NULL,
		.trouble = response->trouble == HTTP_OK || response->trouble == HTTP_STOPPED
	                   ? NULL
	                   : http_trouble_name(response->trouble),
		.started = utc(job->arena, response->started_us),
		.duration_us = response->duration_us,
		.bytes = response->bytes,
		.records = answer_records(job->answer),
		.excerpt = excerpt(job, response->kept),
		.curl = curl_line(job->arena, &line),
	};
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

static void on_done(void *context, const struct http_response *response)
{
	struct job *job = context;
	struct run *run = job->run;
	run->in_flight--;
	if (job->request->endpoint->heavy)
		run->heavy_in_flight = false;
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
	bool lost = job->end == ANSWER_NOT_REACHED;
	run->troubles = lost ? run->troubles + 1 : 0;
	job->state = JOB_DONE;
	case_job_done(run, job);
}

static const enum http_credentials credentials[] =
	{[WHO_RUN] = HTTP_CREDENTIALS_RUN, [WHO_NONE] = HTTP_CREDENTIALS_NONE, [WHO_UNKNOWN] = HTTP_CREDENTIALS_OTHER};

void job_send(struct job *job)
{
	struct run *run = job->run;
	const struct run_options *options = run->options;
	const struct request *request = job->request;
	bool heavy = request->endpoint->heavy;
	const struct response *data = endpoint_response(request->endpoint, 200);
	bool stream = data && (data->records || data->csv);
	size_t ceiling = stream ? STREAM_CEILING : BODY_CEILING;
	struct http_request sent = {
		.method = request->method,
		.path = job->path,
		.accept = accept_value(request),
		.case_id = request->case_id,
		.credentials = credentials[request->who],
		.user = "no-such-user-epmm-conform",
		.password = "not-a-password",
		.reusable = strcmp(request->method, "GET") == 0 && request->safety <= SAFETY_PROBE,
		.timeout_ms = options->timeout_ms * (heavy ? HEAVY_FACTOR : 1),
		.body_ceiling = options->max_bytes ? options->max_bytes : ceiling,
		.keep = options->bodies ? EXCERPT_BYTES + SECRET_BYTES : 0,
		.head = on_head,
		.body_bytes = on_bytes,
		.done = on_done,
		.context = job,
	};
	job->state = JOB_IN_FLIGHT;
	run->in_flight++;
	run->summary->requests++;
	run->summary->writes += strcmp(request->method, "GET") != 0;
	if (heavy)
		run->heavy_in_flight = true;
	http_submit(run->client, &sent);
}
