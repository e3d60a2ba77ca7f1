// SPDX-License-Identifier: Apache-2.0
/* Requests that must be refused: impossible ids, bad values, missing parameters, wrong lengths, other methods. */
#include <string.h>

#include "derive_impl.h"
#include "safety.h"

/** Case about one parameter with one value, in every format: unknown-id and invalid. */
static void derive_value(struct derivation *derivation, const struct kind *kind, const struct parameter *parameter,
                         const char *value, const char *because, const struct requirement *requirement)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t f = 0; f < endpoint->format_count; f++) {
		enum format format = endpoint->formats[f];
		if (!derivation->formats[format])
			continue;
		struct derived *derived = derived_new(derivation, kind, format);
		size_t bound;
		struct binding *bindings = bindings_with(derivation, parameter->name, value, &bound);
		request_raise(derived_request(derived, format, bindings, bound), kind->safety);
		struct request *request = &derived->requests[0];
		if (request->safety > SAFETY_PROBE && strcmp(kind->name, "unknown-id") == 0)
			request->safety = SAFETY_PROBE_WRITE;
		derived_expect(derived, 404);
		if (strcmp(kind->name, "unknown-id") != 0)
			derived_expect(derived, 400);
		derived->planned.parameter = parameter;
		derived->planned.because = because;
		derived->planned.requirement = requirement ? requirement : derived->planned.requirement;
		derived->planned.soft |= kind_lists(parameter->soften, parameter->soften_count, kind->name);
		derived_finish(derivation, derived, parameter->name);
	}
}

void derive_unknown_id(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		if (parameter->place != PLACE_PATH || parameter->values || kind_muted(endpoint, parameter, kind->name))
			continue;
		const char *value = safety_impossible_id(parameter->type);
		derive_value(derivation, kind, parameter, value,
		             arena_printf(derivation->arena, "nothing has the %s %s", parameter->name, value),
		             parameter->unknown_requirement);
	}
}

void derive_invalid(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		const char *value = safety_invalid_value(parameter->type);
		if (!value || kind_muted(endpoint, parameter, kind->name))
			continue;
		const char *because =
			parameter->values
				? arena_printf(derivation->arena, "the guide lists %zu values of %s; sent %s", parameter->values->count,
		                       parameter->name, value)
				: arena_printf(derivation->arena, "%s is a %s; sent %s", parameter->name, parameter->type, value);
		const struct requirement *status = catalogue_requirement(derivation->catalogue, "R341");
		bool concerned = parameter->values && status && requirement_concerns(status, endpoint->id);
		derive_value(derivation, kind, parameter, value, because, concerned ? status : NULL);
	}
}

void derive_missing(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		if (!parameter->required || parameter->place == PLACE_PATH || kind_muted(endpoint, parameter, kind->name))
			continue;
		struct derived *derived = derived_new(derivation, kind, derived_format(derivation));
		size_t bound;
		struct binding *bindings = bindings_with(derivation, parameter->name, NULL, &bound);
		request_raise(derived_request(derived, derived_format(derivation), bindings, bound), kind->safety);
		derived_expect(derived, 4);
		derived->planned.parameter = parameter;
		derived->planned.because = arena_printf(derivation->arena, "%s is required; left out", parameter->name);
		if (parameter->missing_requirement) {
			derived->planned.requirement = parameter->missing_requirement;
			derived->planned.soft = false;
		}
		derived->planned.soft |= kind_lists(parameter->soften, parameter->soften_count, kind->name);
		derived_finish(derivation, derived, parameter->name);
	}
}

/** A text of so many letters, which the run makes when it sends it. */
static const char *text_of_length(struct derivation *derivation, unsigned length)
{
	return arena_printf(derivation->arena, "${long.%u}", length);
}

static void derive_length(struct derivation *derivation, const struct kind *kind, const struct parameter *parameter,
                          unsigned length, const char *detail)
{
	enum format format = derived_format(derivation);
	bool accepted = strcmp(kind->name, "limit") == 0;
	struct derived *derived = derived_new(derivation, kind, format);
	size_t bound;
	struct binding *bindings = bindings_with(derivation, parameter->name, text_of_length(derivation, length), &bound);
	request_raise(derived_request(derived, format, bindings, bound), kind->safety);
	derived_expect(derived, accepted ? 200 : 4);
	derived->planned.no_data =
		accepted && strcmp(derivation->endpoint->method, "GET") == 0; /* a search may find nothing */
	derived->planned.parameter = parameter;
	derived->planned.because =
		arena_printf(derivation->arena, "%s has %s %u characters; sent %u", parameter->name,
	                 parameter->min_length && parameter->max_length
	                     ? arena_printf(derivation->arena, "%u to", parameter->min_length)
	                 : parameter->max_length ? "at most"
	                                         : "at least",
	                 parameter->max_length ? parameter->max_length : parameter->min_length, length);
	derived->planned.requirement = parameter->length_requirement ? parameter->length_requirement : parameter->requirement;
	derived->planned.soft |= kind_lists(parameter->soften, parameter->soften_count, kind->name);
	derived_finish(derivation, derived, detail);
}

/** What a request with a text of the documented length changes must be taken back, so it needs to be known how. */
static bool may_be_accepted(const struct endpoint *endpoint)
{
	return endpoint->safety <= SAFETY_NOTIFY || endpoint->undo_count > 0;
}

void derive_lengths(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	bool limit = strcmp(kind->name, "limit") == 0;
	bool longer = strcmp(kind->name, "too-long") == 0;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		const char *name = parameter->name;
		if (kind_muted(endpoint, parameter, kind->name) || (limit && !may_be_accepted(endpoint)))
			continue;
		if (longer && parameter->max_length)
			derive_length(derivation, kind, parameter, parameter->max_length + 1, name);
		if (!longer && !limit && parameter->min_length > 1)
			derive_length(derivation, kind, parameter, parameter->min_length - 1, name);
		if (limit && parameter->min_length)
			derive_length(derivation, kind, parameter, parameter->min_length,
			              arena_printf(derivation->arena, "%s=%u", name, parameter->min_length));
		if (limit && parameter->max_length)
			derive_length(derivation, kind, parameter, parameter->max_length,
			              arena_printf(derivation->arena, "%s=%u", name, parameter->max_length));
	}
}

/** Every parameter of the path holds an id that nobody has; the others are left out. */
static struct binding *impossible_bindings(struct derivation *derivation, size_t *count)
{
	const struct endpoint *endpoint = derivation->endpoint;
	struct binding *bindings = ARENA_ARRAY(derivation->arena, struct binding, endpoint->parameter_count + 1);
	*count = 0;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		if (parameter->place == PLACE_PATH)
			bindings[(*count)++] = (struct binding){parameter->name, safety_impossible_id(parameter->type)};
	}
	return bindings;
}

static void derive_one_method(struct derivation *derivation, const struct kind *kind, const char *method,
                              enum safety safety)
{
	const struct endpoint *endpoint = derivation->endpoint;
	if (kind_muted(endpoint, NULL, arena_printf(derivation->arena, "method.%s", method)))
		return;
	struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
	size_t bound;
	struct binding *bindings = impossible_bindings(derivation, &bound);
	struct request *request = derived_request(derived, derived_format(derivation), bindings, bound);
	request->method = method;
	request->safety = safety;
	derived_expect(derived, 405);
	derived->planned.because =
		arena_printf(derivation->arena, "the guide documents %s here; sent %s", endpoint->method, method);
	derived_finish(derivation, derived, method);
}

/**
 * Another method on a documented path: PUT and POST where a read lives, GET where only writes do. Only ids that nobody has are
 * sent; never DELETE or PATCH.
 */
void derive_method(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	bool get = strcmp(endpoint->method, "GET") == 0;
	if (endpoint->unsupported)
		return;
	if (get && endpoint->safety == SAFETY_READ) {
		derive_one_method(derivation, kind, "PUT", SAFETY_PROBE_WRITE);
		derive_one_method(derivation, kind, "POST", SAFETY_PROBE_WRITE);
	} else if (!get && safety_of_template("GET", endpoint->path) == SAFETY_PROBE) {
		derive_one_method(derivation, kind, "GET", SAFETY_PROBE);
	}
}

void derive_unsupported(struct derivation *derivation, const struct kind *kind)
{
	if (!derivation->endpoint->unsupported)
		return;
	struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
	size_t bound;
	struct binding *bindings = plain_bindings(derivation, &bound);
	struct request *request = derived_request(derived, FORMAT_NONE, bindings, bound);
	request->accept = ACCEPT_ANY;
	request_raise(request, kind->safety);
	derived_expect(derived, 4);
	derived->planned.because = "the guide says that this is not supported";
	derived_finish(derivation, derived, NULL);
}
