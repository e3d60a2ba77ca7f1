// SPDX-License-Identifier: Apache-2.0
#include "derive_impl.h"

#include <string.h>

#include "bindings.h"
#include "builtin.h"
#include "safety.h"

/** The further statements of the kind, as far as the ledger has them and they are about the operation. */
/** Which kinds of answers the case waits for. */
static unsigned expected_answers(const struct planned *planned)
{
	static const struct {
		int status;
		unsigned reach;
	} answers[] = {{200, REACH_DATA}, {400, REACH_MESSAGE}, {404, REACH_MESSAGE}, {4, REACH_MESSAGE}, {401, REACH_REFUSAL}};
	unsigned reach = 0;
	for (size_t i = 0; i < planned->expect_count; i++) {
		unsigned own = REACH_OTHER;
		for (size_t a = 0; a < ARRAY_LEN(answers); a++)
			own = planned->expect[i] == answers[a].status ? answers[a].reach : own;
		reach |= own;
	}
	return reach;
}

/** What the kind carries, and what every judged answer that the case waits for is held to; the number of requirements. */
static size_t gather_carried(const struct derivation *derivation, const struct planned *planned, bool judged,
                             const struct requirement *list[KIND_CARRIES_MAX + BUILTINS])
{
	const struct kind *kind = planned->derived;
	size_t count = 0;
	for (size_t i = 0; i < KIND_CARRIES_MAX && kind->carries[i]; i++) {
		const struct requirement *requirement = catalogue_requirement(derivation->catalogue, kind->carries[i]);
		if (requirement && requirement_concerns(requirement, planned->endpoint->id))
			list[count++] = requirement;
	}
	for (enum builtin builtin = 0; judged && builtin < BUILTINS; builtin++) {
		const struct requirement *requirement = builtin_requirement(derivation->catalogue, builtin);
		if (requirement && builtin_sees(builtin_check(builtin), expected_answers(planned), planned->format))
			list[count++] = requirement;
	}
	return count;
}

/** Cases that follow each other mostly carry the same, and share it then. */
static void carry(struct derivation *derivation, struct planned *planned, bool judged)
{
	const struct requirement *list[KIND_CARRIES_MAX + BUILTINS];
	size_t count = gather_carried(derivation, planned, judged, list);
	size_t size = count * sizeof(*list);
	const struct requirement *const **last = &derivation->carried[planned->format].list;
	if (!*last || derivation->carried[planned->format].count != count || memcmp(*last, list, size) != 0) {
		const struct requirement **copy = ARENA_ARRAY(derivation->arena, const struct requirement *, count);
		memcpy(copy, list, size);
		*last = copy;
		derivation->carried[planned->format].count = count;
	}
	planned->carried = *last;
	planned->carried_count = count;
}

struct derived *derived_new(struct derivation *derivation, const struct kind *kind, enum format format)
{
	struct derived *derived = &derivation->making;
	derived->judged = true;
	derived->request_count = 0;
	derived->planned = (struct planned){
		.kind = kind->name,
		.derived = kind,
		.area = derivation->endpoint->area,
		.group = derivation->endpoint->id,
		.endpoint = derivation->endpoint,
		.format = format,
		.requirement = kind->requirement ? catalogue_requirement(derivation->catalogue, kind->requirement) : NULL,
		.soft = kind->inferred,
	};
	return derived;
}

void derived_expect(struct derived *derived, int status)
{
	assert(derived->planned.expect_count < EXPECT_MAX);
	derived->planned.expect[derived->planned.expect_count++] = status;
}

bool kind_lists(const char *const *words, size_t count, const char *kind)
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

bool kind_muted(const struct endpoint *endpoint, const struct parameter *parameter, const char *kind)
{
	return kind_lists(endpoint->mute, endpoint->mute_count, kind) ||
	       (parameter && kind_lists(parameter->mute, parameter->mute_count, kind));
}

static bool is_ignored_query(const struct parameter *parameter)
{
	return parameter->place != PLACE_PATH && !parameter->required;
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

struct binding *bindings_with(struct derivation *derivation, const char *name, const char *value, size_t *count)
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

void request_raise(struct request *request, enum safety safety)
{
	if (request->safety < safety)
		request->safety = safety;
}

/** Ends the case: builds its name and hands it over. `detail` stands between the kind and the format, or is NULL. */
void derived_finish(struct derivation *derivation, struct derived *derived, const char *detail)
{
	struct planned *planned = &derived->planned;
	struct arena *arena = derivation->arena;
	carry(derivation, planned, derived->judged);
	const char *format = planned->format == FORMAT_NONE ? "" : format_name(planned->format);
	planned->name = arena_printf(arena, "%s%s%s%s%s", planned->kind, detail ? "." : "", detail ? detail : "",
	                             *format ? "." : "", format);
	planned->id = arena_printf(arena, "%s/%s:%s", planned->area, planned->group, planned->name);
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

/** A parameter whose every documented value is asked for: an optional one, or one that the request cannot be without. */
static bool has_variants(const struct parameter *parameter)
{
	return parameter->values && parameter->place != PLACE_PATH && !parameter->fixture;
}

/** The variants of a documented request: plain, unless a value must be chosen, and each documented value of each enum. */
static struct variant *variants(struct derivation *derivation, size_t *count)
{
	const struct endpoint *endpoint = derivation->endpoint;
	struct variant *list = NULL;
	bool plain = true;
	*count = 0;
	for (size_t i = 0; i < endpoint->parameter_count; i++)
		plain = plain && !(has_variants(&endpoint->parameters[i]) && endpoint->parameters[i].required);
	if (plain)
		ARENA_PUSH(derivation->arena, list, *count, ((struct variant){0}));
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		for (size_t v = 0; has_variants(parameter) && v < parameter->values->count; v++) {
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
	/* What changes something is done in scenarios, which look at the state before and after and take it back. */
	for (size_t v = 0; v < count && !endpoint->unsupported && endpoint->safety <= SAFETY_NOTIFY; v++) {
		for (size_t f = 0; f < endpoint->format_count; f++) {
			if (!wants(derivation, endpoint->formats[f]))
				continue;
			struct derived *derived = derived_new(derivation, kind, endpoint->formats[f]);
			size_t bound;
			struct binding *bindings = variant_bindings(derivation, &list[v], &bound);
			derived_request(derived, endpoint->formats[f], bindings, bound);
			derived_expect(derived, 200);
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

/** It can be asked twice without a trace. */
static bool is_read(const struct endpoint *endpoint)
{
	return strcmp(endpoint->method, "GET") == 0 && endpoint->safety <= SAFETY_SENSE;
}

static void derive_twin(struct derivation *derivation, const struct kind *kind)
{
	size_t count;
	struct variant *list = variants(derivation, &count);
	if (derivation->endpoint->unsupported || !has_both_formats(derivation) || !is_read(derivation->endpoint))
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
	if (endpoint->heavy || endpoint->unsupported || endpoint->safety > SAFETY_SENSE ||
	    derived_format(derivation) == FORMAT_NONE || derived_format(derivation) == FORMAT_CSV ||
	    kind_muted(endpoint, NULL, arena_printf(derivation->arena, "accept.%s", detail)))
		return;
	struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
	size_t bound;
	struct binding *bindings = plain_bindings(derivation, &bound);
	derived_request(derived, FORMAT_NONE, bindings, bound)->accept = accept;
	derived_expect(derived, 200);
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

/** True for what says which object is acted on: ids in the path, and ids of devices anywhere. */
static bool names_object(const struct parameter *parameter)
{
	const char *type = parameter->type;
	bool is_device = strcmp(type, "uuid") == 0 || strcmp(type, "mac") == 0;
	return !parameter->values && (parameter->place == PLACE_PATH || is_device);
}

/** Puts ids that nobody has in their place; false when there are none: a server that lets anybody in would act. */
static bool hide_ids(const struct endpoint *endpoint, struct binding *bindings, size_t count)
{
	bool hidden = false;
	for (size_t i = 0; i < count; i++) {
		const struct parameter *parameter = endpoint_parameter(endpoint, bindings[i].name);
		if (!names_object(parameter))
			continue;
		bindings[i].value = safety_impossible_id(parameter->type);
		hidden = true;
	}
	return hidden;
}

static void derive_auth(struct derivation *derivation, const struct kind *kind, enum who who, const char *detail,
                        const char *requirement, const char *because)
{
	const struct endpoint *endpoint = derivation->endpoint;
	enum format format = derived_format(derivation);
	if (format == FORMAT_NONE || endpoint->unsupported)
		return;
	struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
	size_t bound;
	struct binding *bindings = plain_bindings(derivation, &bound);
	struct request *request = derived_request(derived, format, bindings, bound);
	request->who = who;
	if (endpoint->safety > SAFETY_PROBE_WRITE && hide_ids(endpoint, bindings, bound))
		request->safety = SAFETY_PROBE_WRITE; /* the bytes are looked at again, and may raise it */
	request_raise(request, kind->safety);
	derived_expect(derived, 401);
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
			request_raise(derived_request(derived, endpoint->formats[f], bindings, bound), explicit_case->safety);
			for (size_t i = 0; i < explicit_case->expect_count; i++)
				derived_expect(derived, explicit_case->expect[i]);
			derived->planned.kind = explicit_case->id;
			derived->planned.because = explicit_case->because;
			derived->planned.explicit_case = explicit_case;
			derived->planned.requirement = explicit_case->requirement;
			derived->planned.soft = explicit_case->soft;
			derived_finish(derivation, derived, NULL);
		}
	}
}

/** True for the first operation of its area that reads. */
static bool is_first_read(const struct derivation *derivation)
{
	const struct catalogue *catalogue = derivation->catalogue;
	for (size_t i = 0; i < catalogue->endpoint_count; i++) {
		const struct endpoint *endpoint = catalogue->endpoints[i];
		if (strcmp(endpoint->area, derivation->endpoint->area) == 0 && endpoint->safety == SAFETY_READ &&
		    !endpoint->unsupported)
			return endpoint == derivation->endpoint;
	}
	return false;
}

/** The documented request with the credentials of another account, whose roles are known. */
static struct derived *request_as(struct derivation *derivation, const struct kind *kind, enum who who)
{
	struct derived *derived = derived_new(derivation, kind, FORMAT_NONE);
	size_t bound;
	struct binding *bindings = plain_bindings(derivation, &bound);
	struct request *request = derived_request(derived, derived_format(derivation), bindings, bound);
	request->who = who;
	request_raise(request, kind->safety);
	return derived;
}

/** An account without a role is refused, one with the one role is not; one read of an area tells as much as all. */
static void derive_role(struct derivation *derivation, const struct kind *kind)
{
	const struct endpoint *endpoint = derivation->endpoint;
	if (endpoint->safety != SAFETY_READ || endpoint->unsupported || derived_format(derivation) == FORMAT_NONE ||
	    !is_first_read(derivation))
		return;
	struct derived *refused = request_as(derivation, kind, WHO_ACCOUNT);
	derived_expect(refused, 401);
	derived_expect(refused, 403);
	refused->planned.because = "the account has neither of the roles that the guide asks for";
	derived_finish(derivation, refused, "none");
	struct derived *member = request_as(derivation, kind, WHO_MEMBER);
	derived_expect(member, 200);
	member->planned.no_data = may_have_no_data(endpoint);
	member->planned.requirement = catalogue_requirement(derivation->catalogue, "R030");
	member->planned.because = "the account has only the Mobile App role, which is enough";
	derived_finish(derivation, member, "mobile-app");
}

static const struct kind kinds[] = {
	{"ok",
     "the documented request, per format and value of an enum",
     "200 with schema and rules; 404 where there may be no data",
     "R017",
     {"R002", "R006", "R007", "R008", "R010", "R029", "R361"},
     SAFETY_READ,
     false,
     derive_ok},
	{"twin", "one read in XML and in JSON", "the same data", "R013", {0}, SAFETY_READ, false, derive_twin},
	{"accept", "no Accept header, or */*", "200 in either format", "R014", {0}, SAFETY_READ, true, derive_accept_cases},
	{"auth",
     "no credentials, or those of a user that does not exist",
     "401 with a Basic challenge and no data",
     "R021",
     {"R360", "R033"},
     SAFETY_PROBE,
     false,
     derive_auth_cases},
	{"role",
     "credentials of an account with neither role, and of one with the Mobile App role",
     "401 or 403, and 200",
     "R031",
     {0},
     SAFETY_PROBE,
     false,
     derive_role},
	{"unknown-id",
     "an id of the right type that nothing has",
     "404 with a message in the format asked for",
     "R018",
     {0},
     SAFETY_PROBE,
     false,
     derive_unknown_id},
	{"invalid", "a value outside the enumeration or the type", "400 or 404", "R020", {0}, SAFETY_PROBE, true, derive_invalid},
	{"missing", "a required parameter left out", "4xx", "R020", {0}, SAFETY_PROBE, true, derive_missing},
	{"too-long", "a text of one character more than the guide allows", "4xx", "R020", {0}, SAFETY_PROBE, false, derive_lengths},
	{"too-short", "a text of one character less than the guide asks for", "4xx", "R020", {0}, SAFETY_PROBE, false, derive_lengths},
	{"limit", "a text of just the documented length", "200", "R017", {0}, SAFETY_READ, false, derive_lengths},
	{"method",
     "PUT or POST on the path of a read, GET on that of a write, with an impossible id",
     "405",
     "R009",
     {"R007", "R008"},
     SAFETY_PROBE_WRITE,
     false,
     derive_method},
	{"unsupported", "a request the guide calls unsupported", "4xx", "R142", {0}, SAFETY_PROBE, false, derive_unsupported},
	{"case", "as the case file says", "as the case file says", NULL, {0}, SAFETY_READ, false, derive_explicit},
	{"relation", "several reads", "their answers agree", NULL, {0}, SAFETY_READ, false, derive_relations},
	{"step", "a request of a scenario", "as the scenario says", NULL, {0}, SAFETY_READ, false, NULL},
	{"cleanup", "what takes the steps of a scenario back", "all of it done", NULL, {0}, SAFETY_READ, false, NULL},
};

const struct kind *kind_all(size_t *count)
{
	*count = ARRAY_LEN(kinds);
	return kinds;
}

const struct kind *kind_named(const char *name)
{
	size_t i = 0;
	while (strcmp(kinds[i].name, name) != 0)
		assert(++i < ARRAY_LEN(kinds));
	return &kinds[i];
}

void derive_cases(struct derivation *derivation)
{
	memset(derivation->carried, 0, sizeof(derivation->carried)); /* the caller may have forgotten the cases before */
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (kinds[i].derive && !kind_muted(derivation->endpoint, NULL, kinds[i].name))
			kinds[i].derive(derivation, &kinds[i]);
}
