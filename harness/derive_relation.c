// SPDX-License-Identifier: Apache-2.0
#include "derive_impl.h"

#include <string.h>

#include "relation.h"

/** A derivation of the same run for another operation. */
static struct derivation for_operation(const struct derivation *derivation, const char *operation)
{
	struct derivation other = *derivation;
	other.endpoint = catalogue_endpoint(derivation->catalogue, operation);
	return other;
}

static const struct fixture *argument_fixture(struct derivation *derivation, const struct argument *argument)
{
	size_t name = strcspn(argument->text, ".");
	return catalogue_fixture(derivation->catalogue, arena_copy(derivation->arena, argument->text, name));
}

size_t derive_format_count(const struct derivation *derivation, const struct fixture *fixture)
{
	const struct endpoint *endpoint = catalogue_endpoint(derivation->catalogue, fixture->operation);
	size_t wanted = 0;
	for (size_t i = 0; i < endpoint->format_count; i++)
		wanted += derivation->formats[endpoint->formats[i]];
	return wanted;
}

/** The n-th format that both the endpoint has and the run wants; the last when there are fewer. */
static enum format nth_format(const struct derivation *derivation, size_t nth)
{
	enum format format = FORMAT_JSON;
	for (size_t i = 0; i < derivation->endpoint->format_count; i++) {
		if (!derivation->formats[derivation->endpoint->formats[i]])
			continue;
		format = derivation->endpoint->formats[i];
		if (nth-- == 0)
			break;
	}
	return format;
}

struct request derive_source(struct derivation *derivation, const struct fixture *fixture, size_t nth)
{
	struct derivation other = for_operation(derivation, fixture->operation);
	struct derived source = {.planned.endpoint = other.endpoint};
	size_t bound;
	struct binding *bindings = plain_bindings_and(&other, fixture->parameters, fixture->parameter_count, &bound);
	return *derived_request(&source, nth_format(&other, nth), bindings, bound);
}

/** The bindings that query text such as "status=ACTIVE&x=1" stands for, on top of the plain ones. */
static struct binding *query_bindings(struct derivation *derivation, const char *query, size_t *count)
{
	struct arena *arena = derivation->arena;
	size_t more = 0;
	struct binding *parameters = NULL;
	while (*query) {
		size_t length = strcspn(query, "&");
		size_t name = strcspn(query, "=");
		if (name < length) {
			struct binding binding = {arena_copy(arena, query, name),
			                          arena_copy(arena, query + name + 1, length - name - 1)};
			ARENA_PUSH(arena, parameters, more, binding);
		}
		query += length + (query[length] == '&');
	}
	return plain_bindings_and(derivation, parameters, more, count);
}

/** One side of a relation: a request of this operation, as query text. */
static void add_side(struct derivation *derivation, struct derived *derived, const char *query)
{
	size_t bound;
	struct binding *bindings = query_bindings(derivation, query, &bound);
	derived_request(derived, derived_format(derivation), bindings, bound);
}

/** A request of another operation, in its first wanted format. */
static void add_other_side(struct derivation *derivation, struct derived *derived, const char *operation,
                           const char *query)
{
	struct derivation other = for_operation(derivation, operation);
	size_t bound;
	struct binding *bindings = query_bindings(&other, query, &bound);
	struct request *request = derived_request(derived, derived_format(&other), bindings, bound);
	request->endpoint = other.endpoint;
	request->method = other.endpoint->method;
	request->safety = other.endpoint->safety;
	if (request->format == FORMAT_CSV)
		request->accept = ACCEPT_ANY;
}

static void add_values(struct derivation *derivation, struct derived *derived, const char *name)
{
	const struct parameter *parameter = endpoint_parameter(derivation->endpoint, name);
	for (size_t v = 0; v < parameter->values->count; v++)
		if (!parameter->values->values[v].tolerated)
			add_side(derivation, derived,
			         arena_printf(derivation->arena, "%s=%s", name, parameter->values->values[v].word));
}

/** The list in which the fixture is found, asked for as the fixture says. */
static void add_source(struct derivation *derivation, struct derived *derived, const struct fixture *fixture)
{
	derived->planned.fixture = fixture;
	derived->requests[derived->request_count++] = derive_source(derivation, fixture, 0);
}

/** The request for the object of the fixture, as query text: parameters that come from another fixture come from it. */
static const char *request_for(struct derivation *derivation, const struct fixture *fixture)
{
	const char *query = "";
	for (size_t p = 0; p < derivation->endpoint->parameter_count; p++) {
		const struct parameter *parameter = &derivation->endpoint->parameters[p];
		const char *value = parameter->fixture ? strchr(parameter->fixture, '.') : NULL;
		for (size_t t = 0; value && t < fixture->take_count; t++)
			if (strcmp(fixture->takes[t].name, value + 1) == 0)
				query = arena_printf(derivation->arena, "%s%s%s=${%s.%s}", query, *query ? "&" : "", parameter->name,
				                     fixture->name, fixture->takes[t].name);
	}
	return query;
}

/** What the other operation is asked, as query text. */
static const char *asking(const struct relation_use *use)
{
	for (size_t i = 0; i < ARGUMENTS_MAX && use->def->arguments[i].name; i++)
		if (use->arguments[i].given && strcmp(use->def->arguments[i].name, "asking") == 0)
			return use->arguments[i].text;
	return "";
}

/** The requests that a relation compares follow from its arguments, in their order. */
static void add_relation_requests(struct derivation *derivation, struct derived *derived, const struct relation_use *use)
{
	bool own_side = false;
	bool single;
	for (size_t i = 0; i < ARGUMENTS_MAX && use->def->arguments[i].name; i++) {
		const struct argument *argument = &use->arguments[i];
		if (!argument->given)
			continue;
		switch (use->def->arguments[i].kind) {
		case ARGUMENT_QUERY:
			add_side(derivation, derived, argument->text);
			own_side = true;
			break;
		case ARGUMENT_PARAMETER:
			add_values(derivation, derived, argument->text);
			own_side = true;
			break;
		case ARGUMENT_OPERATION:
			add_side(derivation, derived, "");
			add_other_side(derivation, derived, argument->text, asking(use));
			own_side = true;
			break;
		case ARGUMENT_FIXTURE:
			single = strcmp(use->def->name, "agrees") == 0;
			add_side(derivation, derived, single ? request_for(derivation, argument_fixture(derivation, argument)) : "");
			add_source(derivation, derived, argument_fixture(derivation, argument));
			own_side = true;
			break;
		default:
			break;
		}
	}
	if (!own_side)
		add_side(derivation, derived, "");
}

void derive_relations(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	if (derived_format(derivation) == FORMAT_NONE)
		return;
	for (size_t i = 0; i < endpoint->relation_count; i++) {
		const struct relation_use *use = &endpoint->relations[i];
		struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
		derived->judged = false;
		derived->planned.kind = use->id;
		derived->planned.because = use->because;
		derived->planned.relation = use;
		derived->planned.requirement = use->requirement;
		derived->planned.soft = use->soft;
		add_relation_requests(derivation, derived, use);
		derived_finish(derivation, derived, NULL);
	}
}
