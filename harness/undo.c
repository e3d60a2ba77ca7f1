// SPDX-License-Identifier: Apache-2.0
#include "undo.h"

#include <string.h>

#include "address.h"
#include "bindings.h"
#include "body.h"
#include "exchange.h"

enum { STEP_MS = 100 };

static const size_t BODY_CEILING = (size_t)16 << 20;

/** One request on its way. */
struct talk {
	struct undo_context *context;
	const struct undo_request *request;
	const struct exchange_facts *facts;
	struct text body;
	bool done;
	bool complete;
	int status;
};

/** The values of one request; false when one is missing. */
static bool fill(struct arena *arena, const struct fixtures *fixtures, const struct step *step, const char *const *kept,
                 struct undo_request *undo, const char **reason)
{
	size_t count;
	const struct binding *wanted = step_bindings(arena, step, &count);
	struct binding *bindings = ARENA_ARRAY(arena, struct binding, count + 1);
	for (size_t i = 0; i < count; i++) {
		const char *missing = wanted[i].name;
		const char *value =
			wanted[i].value ? fixtures_expand_open(fixtures, arena, wanted[i].value, kept, &missing) : NULL;
		if (!value) {
			*reason = arena_printf(arena, "what would take it back (%s) has no value for %s", step->id, missing);
			return false;
		}
		bindings[undo->parameter_count++] = (struct binding){wanted[i].name, value};
	}
	undo->parameters = bindings;
	return true;
}

/** Whether the run may send it when the time comes. */
static bool may_send(struct arena *arena, const struct undo_context *context, const struct step *step,
                     const struct undo_request *undo, const char **reason)
{
	const char *path = address_path(arena, step->endpoint, NULL, undo->parameters, undo->parameter_count);
	enum safety safety = safety_of_request(step->endpoint->method, path);
	if (safety_permitted(&context->gate->permission, safety))
		return true;
	*reason = arena_printf(arena, "what would take it back (%s) is of class %s: %s", step->endpoint->id,
	                       safety_name(safety), safety_reason(&context->gate->permission, safety));
	return false;
}

const struct undo_request *undo_prepare(struct arena *arena, const struct undo_context *context,
                                        const struct step *steps, size_t count, enum format format, const char **reason)
{
	struct undo_request *list = ARENA_ARRAY(arena, struct undo_request, count + 1);
	const char **kept = ARENA_ARRAY(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		kept[i] = steps[i].id;
	kept[count] = NULL;
	for (size_t i = 0; i < count; i++) {
		list[i] = (struct undo_request){
			.id = steps[i].id,
			.operation = steps[i].endpoint->id,
			.format = format,
			.expect = steps[i].expect,
			.expect_count = steps[i].expect_count,
			.takes = steps[i].takes,
			.take_count = steps[i].take_count,
		};
		if (!fill(arena, context->fixtures, &steps[i], kept, &list[i], reason) ||
		    !may_send(arena, context, &steps[i], &list[i], reason))
			return NULL;
	}
	return list;
}

static bool on_bytes(void *user, const char *bytes, size_t length)
{
	struct talk *talk = user;
	text_add(&talk->body, bytes, length);
	return true;
}

static void on_done(void *user, const struct http_response *response)
{
	struct talk *talk = user;
	struct undo_context *context = talk->context;
	talk->done = true;
	talk->status = response->status;
	talk->complete = response->complete;
	struct exchange exchange = exchange_make(context->arena, response, talk->facts);
	ARENA_PUSH(context->arena, context->exchanges, context->exchange_count, exchange);
}

static bool accepts(const struct undo_request *request, int status)
{
	for (size_t i = 0; i < request->expect_count; i++)
		if (request->expect[i] == status || (request->expect[i] < 10 && status / 100 == request->expect[i]))
			return true;
	return request->expect_count == 0 && status == 200;
}

/** The value that the take finds in the answer, or NULL. */
static const char *taken(struct arena *arena, const struct fixture_take *take, const struct node *root)
{
	for (size_t i = 0; i < take->path_count; i++) {
		struct str text = str_trim(node_text(root, take->paths[i]));
		if (text.len)
			return fixture_formed(arena, take->form, text, root);
	}
	return NULL;
}

static void capture(struct talk *talk, const char *path)
{
	struct undo_context *context = talk->context;
	struct body_limits limits = body_default_limits();
	const char *first = talk->body.len ? talk->body.ptr + strspn(text_str(&talk->body), " \t\r\n") : "";
	struct body_reader *reader = body_open(context->arena, *first == '<' ? BODY_XML : BODY_JSON, NULL, &limits, NULL);
	body_feed(reader, talk->body.ptr, talk->body.len);
	struct body body = body_close(reader);
	if (body.status != BODY_OK || !body.root)
		return;
	ownership_learn(context->gate->ownership, path, body.root);
	for (size_t i = 0; i < talk->request->take_count; i++) {
		const char *value = taken(context->arena, &talk->request->takes[i], body.root);
		if (value)
			fixtures_capture(context->fixtures, talk->request->id, talk->request->takes[i].name, value);
	}
}

/** Sends it and waits for the answer. */
static const char *send(struct undo_context *context, const struct undo_request *request,
                        const struct endpoint *endpoint, const char *path, const char *form, const char *shown)
{
	enum safety safety;
	const char *reason = NULL;
	struct gate_request asked = {
		.method = endpoint->method,
		.path = path,
		.body = str_of(form ? form : ""),
		.planned = SAFETY_DESTROY,
		.undoing = true,
	};
	if (gate_ask(context->gate, context->arena, &asked, &safety, &reason) != GATE_OPEN)
		return arena_printf(context->arena, "%s: %s", request->id, reason);
	struct exchange_facts facts = {
		.http = context->http,
		.accept = exchange_accept(request->format),
		.credentials = "run",
		.user = context->http->user,
		.body = shown,
		.content_type = form ? address_form_type : NULL,
	};
	struct talk talk = {.context = context, .request = request, .facts = &facts, .body = text_new(BODY_CEILING)};
	struct http_request sent = {
		.method = endpoint->method,
		.path = path,
		.accept = facts.accept,
		.content_type = facts.content_type,
		.body = asked.body,
		.case_id = context->case_id,
		.reusable = strcmp(endpoint->method, "GET") == 0 && safety <= SAFETY_PROBE,
		.timeout_ms = context->timeout_ms,
		.body_ceiling = BODY_CEILING,
		.body_bytes = on_bytes,
		.done = on_done,
		.context = &talk,
	};
	context->writes += safety >= SAFETY_PROBE_WRITE;
	wire_submit(context->client, &sent);
	while (!talk.done)
		wire_step(context->client, STEP_MS);
	if (talk.complete && talk.status == 200)
		capture(&talk, path);
	text_free(&talk.body);
	if (talk.complete && accepts(request, talk.status))
		return NULL;
	if (!talk.complete)
		return arena_printf(context->arena, "%s: no complete answer to %s %s", request->id, endpoint->method, path);
	return arena_printf(context->arena, "%s: %s %s was answered with %d", request->id, endpoint->method, path,
	                    talk.status);
}

const char *undo_perform(struct undo_context *context, const struct undo_request *requests, size_t count)
{
	struct arena *arena = context->arena;
	for (size_t i = 0; i < count; i++) {
		const struct undo_request *request = &requests[i];
		const struct endpoint *endpoint = catalogue_endpoint(context->catalogue, request->operation);
		struct binding *bindings = ARENA_ARRAY(arena, struct binding, request->parameter_count + 1);
		const char *missing = NULL;
		if (!endpoint)
			return arena_printf(arena, "%s: there is no operation `%s`", request->id, request->operation);
		for (size_t b = 0; b < request->parameter_count && !missing; b++)
			bindings[b] =
				(struct binding){request->parameters[b].name,
			                     fixtures_expand(context->fixtures, arena, request->parameters[b].value, &missing)};
		if (missing && i > 0)
			return NULL; /* the reads before found nothing: there is nothing to take back */
		if (missing)
			return arena_printf(arena, "%s: there is no value of %s", request->id, missing);
		const char *path = address_path(arena, endpoint, NULL, bindings, request->parameter_count);
		const char *form = address_form(arena, endpoint, bindings, request->parameter_count, false);
		const char *shown = address_form(arena, endpoint, bindings, request->parameter_count, true);
		const char *trouble = send(context, request, endpoint, path, form, shown);
		if (trouble)
			return trouble;
	}
	return NULL;
}
