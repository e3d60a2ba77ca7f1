// SPDX-License-Identifier: Apache-2.0
#include "derive_impl.h"

#include <string.h>

#include "safety.h"

/** Everything that the functions below share about the case being built. */
/** The further statements of the kind, as far as the ledger has them. */
static void carry(struct derivation *derivation, const struct kind *kind, struct planned *planned)
{
	const struct requirement **list = ARENA_ARRAY(derivation->arena, const struct requirement *, KIND_CARRIES_MAX);
	for (size_t i = 0; i < KIND_CARRIES_MAX && kind->carries[i]; i++) {
		const struct requirement *requirement = catalogue_requirement(derivation->catalogue, kind->carries[i]);
		if (requirement)
			list[planned->carried_count++] = requirement;
	}
	planned->carried = list;
}

struct derived *derived_new(struct derivation *derivation, const struct kind *kind, enum format format)
{
	struct derived *derived = ARENA_NEW(derivation->arena, struct derived);
	derived->judged = true;
	derived->planned = (struct planned){
		.kind = kind->name,
		.derived = kind,
		.endpoint = derivation->endpoint,
		.format = format,
		.requirement = kind->requirement ? catalogue_requirement(derivation->catalogue, kind->requirement) : NULL,
		.soft = kind->inferred,
	};
	carry(derivation, kind, &derived->planned);
	return derived;
}

static void expect(struct derived *derived, int status)
{
	assert(derived->planned.expect_count < EXPECT_MAX);
	derived->planned.expect[derived->planned.expect_count++] = status;
}

static bool lists(const char *const *words, size_t count, const char *kind)
{
	size_t length = strcspn(kind, ".");
	for (size_t i = 0; i < count; i++) {
		bool whole = strcmp(words[i], kind) == 0;
		bool family = strlen(words[i]) == length && strncmp(words[i], kind, length) == 0;
		if (whole || family)
			return true;
	}
	return false;
}

static bool is_muted(const struct endpoint *endpoint, const struct parameter *parameter, const char *kind)
{
	return lists(endpoint->mute, endpoint->mute_count, kind) ||
	       (parameter && lists(parameter->mute, parameter->mute_count, kind));
}

static bool is_ignored_query(const struct parameter *parameter)
{
	return parameter->place != PLACE_PATH && !parameter->required;
}

/** The working value of a parameter: its fixture, its default, or the first value of its table. */
static const char *working_value(struct arena *arena, const struct parameter *parameter)
{
	if (parameter->fixture)
		return arena_printf(arena, "${%s}", parameter->fixture);
	if (parameter->default_value)
		return parameter->default_value;
	if (parameter->values && parameter->values->count)
		return parameter->values->values[0].word;
	return NULL;
}

/** The bindings of a plain documented request: required parameters with values that work; optional ones are left out. */
struct binding *plain_bindings(struct derivation *derivation, size_t *count)
{
	const struct endpoint *endpoint = derivation->endpoint;
	struct binding *bindings = ARENA_ARRAY(derivation->arena, struct binding, endpoint->parameter_count + 1);
	*count = 0;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		if (!is_ignored_query(parameter))
			bindings[(*count)++] = (struct binding){parameter->name, working_value(derivation->arena, parameter)};
	}
	return bindings;
}

/** The plain bindings with one parameter bound to `value`; NULL leaves it out. */
static struct binding *bindings_with(struct derivation *derivation, const char *name, const char *value, size_t *count)
{
	struct binding *bindings = plain_bindings(derivation, count);
	for (size_t i = 0; i < *count; i++) {
		if (strcmp(bindings[i].name, name) != 0)
			continue;
		bindings[i].value = value;
		if (!value)
			bindings[i] = bindings[--*count];
		return bindings;
	}
	if (value)
		bindings[(*count)++] = (struct binding){name, value};
	return bindings;
}

struct request *derived_request(struct derived *derived, enum format format, const struct binding *bindings, size_t count)
{
	assert(derived->request_count < CASE_REQUESTS_MAX);
	const struct endpoint *endpoint = derived->planned.endpoint;
	struct request *request = &derived->requests[derived->request_count++];
	*request = (struct request){
		.endpoint = endpoint,
		.method = endpoint->method,
		.format = format,
		.accept = format == FORMAT_CSV ? ACCEPT_ANY : ACCEPT_FORMAT,
		.bindings = bindings,
		.binding_count = count,
		.safety = endpoint->safety,
		.judge = NO_CASE,
	};
	return request;
}

/** Raises the request's class to the kind's; an endpoint that is more than a read keeps its own. */
static void raise(struct request *request, enum safety safety)
{
	if (request->safety < safety)
		request->safety = safety;
}

/** Ends the case: builds its name and hands it over. `detail` stands between the kind and the format, or is NULL. */
void derived_finish(struct derivation *derivation, struct derived *derived, const char *detail)
{
	struct planned *planned = &derived->planned;
	struct arena *arena = derivation->arena;
	const char *format = planned->format == FORMAT_NONE ? "" : format_name(planned->format);
	planned->name = arena_printf(arena, "%s%s%s%s%s", planned->kind, detail ? "." : "", detail ? detail : "",
	                             *format ? "." : "", format);
	planned->id = arena_printf(arena, "%s/%s:%s", planned->endpoint->area, planned->endpoint->id, planned->name);
	for (size_t i = 0; i < derived->request_count; i++) {
		derived->requests[i].case_id = planned->id;
		if (derived->requests[i].safety > planned->safety)
			planned->safety = derived->requests[i].safety;
	}
	derivation->add(derivation->context, derived);
}

static bool wants(const struct derivation *derivation, enum format format)
{
	return derivation->formats[format];
}

/** The first of the endpoint's formats that the run wants, or FORMAT_NONE. */
enum format derived_format(const struct derivation *derivation)
{
	for (size_t i = 0; i < derivation->endpoint->format_count; i++)
		if (wants(derivation, derivation->endpoint->formats[i]))
			return derivation->endpoint->formats[i];
	return FORMAT_NONE;
}

static bool has_both_formats(const struct derivation *derivation)
{
	bool found[FORMAT_NONE] = {false};
	for (size_t i = 0; i < derivation->endpoint->format_count; i++)
		if (wants(derivation, derivation->endpoint->formats[i]))
			found[derivation->endpoint->formats[i]] = true;
	return found[FORMAT_XML] && found[FORMAT_JSON];
}

/** A plain request, or one value of one enum parameter. */
struct variant {
	const struct parameter *parameter; /**< NULL for the plain request */
	const char *value;
	const struct requirement *requirement;
};

/** The variants of a documented request: plain, and each documented value of each optional enum. */
static struct variant *variants(struct derivation *derivation, size_t *count)
{
	const struct endpoint *endpoint = derivation->endpoint;
	struct variant *list = NULL;
	*count = 0;
	ARENA_PUSH(derivation->arena, list, *count, ((struct variant){0}));
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		for (size_t v = 0; parameter->values && is_ignored_query(parameter) && v < parameter->values->count; v++) {
			const struct value *value = &parameter->values->values[v];
			struct variant variant = {parameter, value->word, parameter->requirement};
			if (!value->tolerated)
				ARENA_PUSH(derivation->arena, list, *count, variant);
		}
	}
	return list;
}

static struct binding *variant_bindings(struct derivation *derivation, const struct variant *variant, size_t *count)
{
	if (!variant->parameter)
		return plain_bindings(derivation, count);
	return bindings_with(derivation, variant->parameter->name, variant->value, count);
}

static const char *variant_detail(struct derivation *derivation, const struct variant *variant)
{
	return variant->parameter ? arena_printf(derivation->arena, "%s=%s", variant->parameter->name, variant->value) : NULL;
}

/** A list that is empty is answered 404; a fixture's object exists, so that its read must give 200. */
static bool may_have_no_data(const struct endpoint *endpoint)
{
	if (endpoint->no_data)
		return true;
	for (size_t i = 0; i < endpoint->parameter_count; i++)
		if (endpoint->parameters[i].fixture)
			return false;
	const struct response *response = endpoint_response(endpoint, 200);
	return response && response->records;
}

static void derive_ok(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	size_t count;
	struct variant *list = variants(derivation, &count);
	for (size_t v = 0; v < count && !endpoint->unsupported; v++) {
		for (size_t f = 0; f < endpoint->format_count; f++) {
			if (!wants(derivation, endpoint->formats[f]))
				continue;
			struct derived *derived = derived_new(derivation, kind, endpoint->formats[f]);
			size_t bound;
			struct binding *bindings = variant_bindings(derivation, &list[v], &bound);
			derived_request(derived, endpoint->formats[f], bindings, bound);
			expect(derived, 200);
			derived->planned.parameter = list[v].parameter;
			derived->planned.no_data = may_have_no_data(endpoint);
			derived->planned.because = list[v].parameter
			                               ? arena_printf(derivation->arena, "the guide lists %s as a value of %s",
			                                              list[v].value, list[v].parameter->name)
			                               : "the request as the guide documents it";
			derived_finish(derivation, derived, variant_detail(derivation, &list[v]));
		}
	}
}

static void derive_twin(struct derivation *derivation, const struct kind *kind)
{
	size_t count;
	struct variant *list = variants(derivation, &count);
	if (derivation->endpoint->unsupported || !has_both_formats(derivation))
		return;
	for (size_t v = 0; v < count; v++) {
		struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
		size_t bound;
		struct binding *bindings = variant_bindings(derivation, &list[v], &bound);
		derived_request(derived, FORMAT_XML, bindings, bound);
		derived_request(derived, FORMAT_JSON, bindings, bound);
		derived->judged = false;
		derived->planned.because = "the guide offers both formats for one read, so both carry the same data";
		derived_finish(derivation, derived, variant_detail(derivation, &list[v]));
	}
}

static void derive_accept(struct derivation *derivation, const struct kind *kind, enum accept accept,
                          const char *detail, const char *because)
{
	const struct endpoint *endpoint = derivation->endpoint;
	if (endpoint->heavy || endpoint->unsupported || derived_format(derivation) == FORMAT_NONE ||
	    derived_format(derivation) == FORMAT_CSV ||
	    is_muted(endpoint, NULL, arena_printf(derivation->arena, "accept.%s", detail)))
		return;
	struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
	size_t bound;
	struct binding *bindings = plain_bindings(derivation, &bound);
	derived_request(derived, FORMAT_NONE, bindings, bound)->accept = accept;
	expect(derived, 200);
	derived->planned.no_data = may_have_no_data(endpoint);
	derived->planned.because = because;
	derived_finish(derivation, derived, detail);
}

static void derive_accept_cases(struct derivation *derivation, const struct kind *kind)
{
	derive_accept(derivation, kind, ACCEPT_NONE, "none",
	              "public clients send no Accept header; the guide names no default format");
	derive_accept(derivation, kind, ACCEPT_ANY, "any", "Accept: */* asks for either format");
}

static void derive_auth(struct derivation *derivation, const struct kind *kind, enum who who, const char *detail,
                        const char *requirement, const char *because)
{
	enum format format = derived_format(derivation);
	if (format == FORMAT_NONE || derivation->endpoint->unsupported)
		return;
	struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
	size_t bound;
	struct binding *bindings = plain_bindings(derivation, &bound);
	struct request *request = derived_request(derived, format, bindings, bound);
	request->who = who;
	raise(request, kind->safety);
	expect(derived, 401);
	derived->planned.requirement = catalogue_requirement(derivation->catalogue, requirement);
	derived->planned.because = because;
	derived_finish(derivation, derived, detail);
}

static void derive_auth_cases(struct derivation *derivation, const struct kind *kind)
{
	derive_auth(derivation, kind, WHO_NONE, "none", "R021", "every operation needs credentials; sent none");
	derive_auth(derivation, kind, WHO_UNKNOWN, "unknown-user", "R022",
	            "wrong credentials are refused; sent a user that does not exist");
}

/** Case about one parameter with one value, in every format: unknown-id and invalid. */
static void derive_value(struct derivation *derivation, const struct kind *kind, const struct parameter *parameter,
                         const char *value, const char *because, const struct requirement *requirement)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t f = 0; f < endpoint->format_count; f++) {
		enum format format = endpoint->formats[f];
		if (!wants(derivation, format))
			continue;
		struct derived *derived = derived_new(derivation, kind, format);
		size_t bound;
		struct binding *bindings = bindings_with(derivation, parameter->name, value, &bound);
		raise(derived_request(derived, format, bindings, bound), kind->safety);
		struct request *request = &derived->requests[0];
		if (request->safety > SAFETY_PROBE && strcmp(kind->name, "unknown-id") == 0)
			request->safety = SAFETY_PROBE_WRITE;
		expect(derived, 404);
		if (strcmp(kind->name, "unknown-id") != 0)
			expect(derived, 400);
		derived->planned.parameter = parameter;
		derived->planned.because = because;
		derived->planned.requirement = requirement ? requirement : derived->planned.requirement;
		derived->planned.soft |= lists(parameter->soften, parameter->soften_count, kind->name);
		derived_finish(derivation, derived, parameter->name);
	}
}

static void derive_unknown_id(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		if (parameter->place != PLACE_PATH || parameter->values || is_muted(endpoint, parameter, kind->name))
			continue;
		const char *value = safety_impossible_id(parameter->type);
		derive_value(derivation, kind, parameter, value,
		             arena_printf(derivation->arena, "nothing has the %s %s", parameter->name, value),
		             parameter->unknown_requirement);
	}
}

static void derive_invalid(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		const char *value = safety_invalid_value(parameter->type);
		if (!value || is_muted(endpoint, parameter, kind->name))
			continue;
		const char *because =
			parameter->values
				? arena_printf(derivation->arena, "the guide lists %zu values of %s; sent %s", parameter->values->count,
		                       parameter->name, value)
				: arena_printf(derivation->arena, "%s is a %s; sent %s", parameter->name, parameter->type, value);
		bool is_enum = parameter->values && parameter->requirement;
		derive_value(derivation, kind, parameter, value, because,
		             is_enum ? catalogue_requirement(derivation->catalogue, "R341") : NULL);
	}
}

static void derive_missing(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		if (!parameter->required || parameter->place == PLACE_PATH || is_muted(endpoint, parameter, kind->name))
			continue;
		struct derived *derived = derived_new(derivation, kind, derived_format(derivation));
		size_t bound;
		struct binding *bindings = bindings_with(derivation, parameter->name, NULL, &bound);
		raise(derived_request(derived, derived_format(derivation), bindings, bound), kind->safety);
		expect(derived, 4);
		derived->planned.parameter = parameter;
		derived->planned.because = arena_printf(derivation->arena, "%s is required; left out", parameter->name);
		derived->planned.soft |= lists(parameter->soften, parameter->soften_count, kind->name);
		derived_finish(derivation, derived, parameter->name);
	}
}

/** Another method on the path of a read. Only ids that nobody has are sent; never DELETE or PATCH. */
static void derive_method(struct derivation *derivation, const struct kind *kind)
{
	static const char *const methods[] = {"PUT", "POST"};
	const struct endpoint *endpoint = derivation->endpoint;
	if (strcmp(endpoint->method, "GET") != 0 || endpoint->safety != SAFETY_READ || endpoint->unsupported)
		return;
	for (size_t m = 0; m < ARRAY_LEN(methods); m++) {
		if (is_muted(endpoint, NULL, arena_printf(derivation->arena, "method.%s", methods[m])))
			continue;
		struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
		size_t bound;
		struct binding *bindings = plain_bindings(derivation, &bound);
		for (size_t i = 0; i < bound; i++)
			bindings[i].value = safety_impossible_id(endpoint_parameter(endpoint, bindings[i].name)->type);
		struct request *request = derived_request(derived, derived_format(derivation), bindings, bound);
		request->method = methods[m];
		request->safety = SAFETY_PROBE_WRITE;
		expect(derived, 405);
		derived->planned.because =
			arena_printf(derivation->arena, "the guide documents %s here; sent %s", endpoint->method, methods[m]);
		derived_finish(derivation, derived, methods[m]);
	}
}

static void derive_unsupported(struct derivation *derivation, const struct kind *kind)
{
	if (!derivation->endpoint->unsupported)
		return;
	struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
	size_t bound;
	struct binding *bindings = plain_bindings(derivation, &bound);
	struct request *request = derived_request(derived, FORMAT_NONE, bindings, bound);
	request->accept = ACCEPT_ANY;
	raise(request, kind->safety);
	expect(derived, 4);
	derived->planned.because = "the guide says that this is not supported";
	derived_finish(derivation, derived, NULL);
}

struct binding *plain_bindings_and(struct derivation *derivation, const struct binding *more, size_t more_count,
                                   size_t *count)
{
	struct binding *plain = plain_bindings(derivation, count);
	struct binding *bindings = ARENA_ARRAY(derivation->arena, struct binding, *count + more_count);
	memcpy(bindings, plain, *count * sizeof(*plain));
	for (size_t i = 0; i < more_count; i++) {
		size_t at = 0;
		while (at < *count && strcmp(bindings[at].name, more[i].name) != 0)
			at++;
		bindings[at] = more[i];
		*count += at == *count;
	}
	return bindings;
}

static void derive_explicit(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	for (size_t c = 0; c < endpoint->case_count; c++) {
		const struct explicit_case *explicit_case = &endpoint->cases[c];
		for (size_t f = 0; f < endpoint->format_count; f++) {
			if (!wants(derivation, endpoint->formats[f]))
				continue;
			struct derived *derived = derived_new(derivation, kind, endpoint->formats[f]);
			size_t bound;
			struct binding *bindings =
				plain_bindings_and(derivation, explicit_case->parameters, explicit_case->parameter_count, &bound);
			raise(derived_request(derived, endpoint->formats[f], bindings, bound), explicit_case->safety);
			for (size_t i = 0; i < explicit_case->expect_count; i++)
				expect(derived, explicit_case->expect[i]);
			derived->planned.kind = explicit_case->id;
			derived->planned.because = explicit_case->because;
			derived->planned.explicit_case = explicit_case;
			derived->planned.requirement = explicit_case->requirement;
			derived->planned.soft = explicit_case->soft;
			derived_finish(derivation, derived, NULL);
		}
	}
}

static const struct kind kinds[] = {
	{"ok",
     "the documented request, per format and value of an enum",
     "200 with schema and rules; 404 where there may be no data",
     "R017",
     {"R002", "R006", "R011", "R012", "R014", "R016", "R378", "R379"},
     SAFETY_READ,
     false,
     derive_ok},
	{"twin", "one read in XML and in JSON", "the same data", "R013", {0}, SAFETY_READ, false, derive_twin},
	{"accept", "no Accept header, or */*", "200 in either format", "R014", {0}, SAFETY_READ, true, derive_accept_cases},
	{"auth",
     "no credentials, or those of a user that does not exist",
     "401 with a Basic challenge and no data",
     "R021",
     {"R028", "R034"},
     SAFETY_PROBE,
     false,
     derive_auth_cases},
	{"unknown-id",
     "an id of the right type that nothing has",
     "404 with a message in the format asked for",
     "R018",
     {"R015", "R023"},
     SAFETY_PROBE,
     false,
     derive_unknown_id},
	{"invalid",
     "a value outside the enumeration or the type",
     "400 or 404",
     "R020",
     {"R015", "R023"},
     SAFETY_PROBE,
     true,
     derive_invalid},
	{"missing", "a required parameter left out", "4xx", "R020", {"R015"}, SAFETY_PROBE, true, derive_missing},
	{"method",
     "PUT or POST on the path of a read, with an impossible id",
     "405",
     "R009",
     {0},
     SAFETY_PROBE_WRITE,
     false,
     derive_method},
	{"unsupported", "a request the guide calls unsupported", "4xx", "R142", {0}, SAFETY_PROBE, false, derive_unsupported},
	{"case", "as the case file says", "as the case file says", NULL, {0}, SAFETY_READ, false, derive_explicit},
	{"relation", "several reads", "their answers agree", NULL, {0}, SAFETY_READ, false, derive_relations},
};

const struct kind *kind_all(size_t *count)
{
	*count = ARRAY_LEN(kinds);
	return kinds;
}

void derive_cases(struct derivation *derivation)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (!is_muted(derivation->endpoint, NULL, kinds[i].name))
			kinds[i].derive(derivation, &kinds[i]);
}
