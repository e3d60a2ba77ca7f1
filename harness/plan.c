// SPDX-License-Identifier: Apache-2.0
#include "plan.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* uthash ends the program through this hook when memory is out, like arena.h does. */
#define uthash_fatal(message) abort()
#include <uthash.h>

#include "derive.h"
#include "rule.h"

/** Finds a request by its key. */
struct request_entry {
	UT_hash_handle hh;
	size_t index;
};

/** The plan being made. */
struct planning {
	struct arena *arena;
	const struct plan_options *options;
	struct planned *cases;
	size_t case_count;
	struct request *requests;
	size_t request_count;
	struct request_entry *by_key;
	struct wanted_fixture *fixtures;
	size_t fixture_count;
	size_t unknown_users;      /**< credential probes so far; off emulators they are few */
	const char *unknown_areas; /**< areas that have one, each followed by a blank */
	const char *refusal;
	struct derivation derivation;
};

static bool prefixed(const char *pattern, const char *prefix, const char **rest)
{
	size_t length = strlen(prefix);
	*rest = pattern + length;
	return strncmp(pattern, prefix, length) == 0;
}

static bool carries_requirement(const struct planned *planned, const char *id)
{
	struct arena *arena = arena_new();
	const struct requirement **list = NULL;
	size_t count = 0;
	plan_requirements(arena, planned, &list, &count);
	bool found = false;
	for (size_t i = 0; i < count && !found; i++)
		found = strcmp(list[i]->id, id) == 0;
	arena_free(arena);
	return found;
}

bool plan_matches(const struct planned *planned, const char *pattern)
{
	const char *rest;
	if (prefixed(pattern, "operation:", &rest))
		return strcmp(planned->endpoint->id, rest) == 0;
	if (prefixed(pattern, "kind:", &rest))
		return fnmatch(rest, planned->name, 0) == 0 || strcmp(planned->kind, rest) == 0;
	if (prefixed(pattern, "area:", &rest))
		return strcmp(planned->endpoint->area, rest) == 0;
	if (prefixed(pattern, "requirement:", &rest))
		return carries_requirement(planned, rest);
	if (fnmatch(pattern, planned->id, 0) == 0)
		return true;
	for (size_t i = 0; i < planned->endpoint->alias_count; i++) {
		const char *alias = planned->endpoint->aliases[i];
		size_t length = strlen(alias);
		if (strncmp(pattern, alias, length) == 0 && pattern[length] == ':' &&
		    fnmatch(pattern + length + 1, planned->name, 0) == 0)
			return true;
	}
	return false;
}

static bool matches_any(const struct planned *planned, const char *const *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (plan_matches(planned, patterns[i]))
			return true;
	return false;
}

static bool asked_by_name(const struct plan_options *options, const struct planned *planned)
{
	for (size_t i = 0; i < options->select_count; i++)
		if (strcmp(options->select[i], planned->id) == 0)
			return true;
	return false;
}

/** Patterns narrow the suite; a case asked for by its whole name need not be in it. */
static bool is_selected(const struct plan_options *options, const struct planned *planned)
{
	const struct suite *suite = options->suite;
	if (asked_by_name(options, planned))
		return true;
	if (options->select_count && !matches_any(planned, options->select, options->select_count))
		return false;
	return matches_any(planned, suite->include, suite->include_count) &&
	       !matches_any(planned, suite->exclude, suite->exclude_count);
}

static bool is_implemented(const struct target *target, const struct endpoint *endpoint)
{
	for (size_t i = 0; i < target->implement_count; i++)
		if (strcmp(target->implements[i], endpoint->id) == 0)
			return true;
	return target->implement_count == 0;
}

/** Off emulators, credentials of an unknown user are sent once per area and five times in all. */
static bool spends_unknown_user(struct planning *planning, const struct derived *derived)
{
	enum { PER_RUN = 5 };
	const char *area = derived->planned.endpoint->area;
	if (derived->request_count == 0 || derived->requests[0].who != WHO_UNKNOWN ||
	    planning->options->permission.kind == TARGET_EMULATOR)
		return true;
	const char *mark = arena_printf(planning->arena, " %s ", area);
	if (planning->unknown_users >= PER_RUN || strstr(planning->unknown_areas, mark))
		return false;
	planning->unknown_users++;
	planning->unknown_areas = arena_printf(planning->arena, "%s%s", planning->unknown_areas, mark);
	return true;
}

/** The class by the bytes that the request will have; values not known yet stand for one plain segment. */
static enum safety floor_of(struct arena *arena, const struct request *request)
{
	const char *path = request->endpoint->path;
	for (size_t i = 0; i < request->binding_count; i++) {
		const struct binding *binding = &request->bindings[i];
		char *placeholder = arena_printf(arena, "{%s}", binding->name);
		const char *at = strstr(path, placeholder);
		if (at && binding->value && !strstr(binding->value, "${"))
			path = arena_printf(arena, "%.*s%s%s", (int)(at - path), path, binding->value, at + strlen(placeholder));
		else if (!at && binding->value)
			path = arena_printf(arena, "%s%c%s=%s", path, strchr(path, '?') ? '&' : '?', binding->name, binding->value);
	}
	return safety_of_request(request->method, path);
}

/** Where the decision about a case falls: the reason of the skip, or NULL. */
static const char *skip_reason(struct planning *planning, struct planned *planned, const struct derived *derived)
{
	const struct plan_options *options = planning->options;
	if (!is_implemented(options->target, planned->endpoint))
		return "not offered: `implements` of the target file does not list the operation";
	if (!safety_permitted(&options->permission, planned->safety)) {
		planned->refused = asked_by_name(options, planned);
		if (planned->refused)
			planning->refusal =
				arena_printf(planning->arena, "%s is of class %s: %s", planned->id, safety_name(planned->safety),
			                 safety_reason(&options->permission, planned->safety));
		return arena_printf(planning->arena, "class %s: %s", safety_name(planned->safety),
		                    safety_reason(&options->permission, planned->safety));
	}
	if (planned->safety > options->suite->ceiling && !asked_by_name(options, planned))
		return arena_printf(planning->arena, "class %s: above the ceiling of the suite", safety_name(planned->safety));
	if (!spends_unknown_user(planning, derived))
		return "credentials of an unknown user are sent at most once per area and five times per run here";
	return NULL;
}

static const char *request_key(struct arena *arena, const struct request *request)
{
	const char *key = arena_printf(arena, "%s %s %d %d %d %d", request->method, request->endpoint->id,
	                               (int)request->format, (int)request->accept, (int)request->who, (int)request->again);
	for (size_t i = 0; i < request->binding_count; i++)
		key = arena_printf(arena, "%s&%s=%s", key, request->bindings[i].name,
		                   request->bindings[i].value ? request->bindings[i].value : "");
	return key;
}

/** The index of the request with the same key, added when it is new. */
static size_t share_request(struct planning *planning, const struct request *request)
{
	const char *key = request_key(planning->arena, request);
	struct request_entry *entry;
	HASH_FIND_STR(planning->by_key, key, entry);
	if (entry)
		return entry->index;
	entry = ARENA_NEW(planning->arena, struct request_entry);
	entry->index = planning->request_count;
	HASH_ADD_KEYPTR(hh, planning->by_key, key, strlen(key), entry);
	struct request added = *request;
	added.key = key;
	added.wave = 2;
	added.judge = NO_CASE;
	ARENA_PUSH(planning->arena, planning->requests, planning->request_count, added);
	return entry->index;
}

static unsigned fixture_rank(const struct fixture *fixture)
{
	return fixture->distinct_from || fixture->same_as || fixture->several ? 1 : 0;
}

/** The request that reads the fixture's list in wave `rank`. */
static size_t want_source(struct planning *planning, const struct fixture *fixture, unsigned rank)
{
	struct request source = derive_source(&planning->derivation, fixture, rank);
	size_t request = share_request(planning, &source);
	if (planning->requests[request].wave < rank) {
		source.again = 1;
		request = share_request(planning, &source);
	}
	if (planning->requests[request].wave > 1)
		planning->requests[request].wave = rank;
	if (!planning->requests[request].case_id)
		planning->requests[request].case_id = "fixtures";
	return request;
}

/** Makes sure that the fixture is looked for, and those it depends on. */
static void want_fixture(struct planning *planning, const char *name)
{
	char *plain = arena_copy(planning->arena, name, strcspn(name, "."));
	for (size_t i = 0; i < planning->fixture_count; i++)
		if (strcmp(planning->fixtures[i].fixture->name, plain) == 0)
			return;
	const struct fixture *fixture = catalogue_fixture(planning->options->catalogue, plain);
	if (!fixture)
		return;
	if (fixture->distinct_from)
		want_fixture(planning, fixture->distinct_from);
	if (fixture->same_as)
		want_fixture(planning, fixture->same_as);
	struct wanted_fixture wanted = {fixture, NO_CASE, NO_CASE, NO_CASE};
	if (fixture->several)
		wanted.counted_in = want_source(planning, fixture, 0);
	wanted.request = want_source(planning, fixture, fixture_rank(fixture));
	if (fixture_rank(fixture) == 0 && derive_format_count(&planning->derivation, fixture) > 1)
		wanted.other = want_source(planning, fixture, 1);
	ARENA_PUSH(planning->arena, planning->fixtures, planning->fixture_count, wanted);
}

static void want_values(struct planning *planning, const struct request *request)
{
	for (size_t i = 0; i < request->binding_count; i++)
		for (const char *at = request->bindings[i].value; at && (at = strstr(at, "${")); at += 2)
			want_fixture(planning, arena_copy(planning->arena, at + 2, strcspn(at + 2, "}")));
}

static void take_requests(struct planning *planning, struct planned *planned, struct derived *derived)
{
	size_t *indexes = ARENA_ARRAY(planning->arena, size_t, derived->request_count + 1);
	for (size_t i = 0; i < derived->request_count; i++) {
		want_values(planning, &derived->requests[i]);
		indexes[i] = share_request(planning, &derived->requests[i]);
		if (derived->judged && planning->requests[indexes[i]].judge != NO_CASE) {
			derived->requests[i].again = (unsigned)planning->case_count + 2; /* one answer has one judge */
			indexes[i] = share_request(planning, &derived->requests[i]);
		}
		if (derived->judged) {
			planning->requests[indexes[i]].judge = planning->case_count;
			planning->requests[indexes[i]].case_id = planned->id;
		}
	}
	planned->requests = indexes;
	planned->request_count = derived->request_count;
	if (planned->fixture)
		want_fixture(planning, planned->fixture->name);
}

static void take_case(void *context, const struct derived *given)
{
	struct planning *planning = context;
	struct derived derived = *given;
	struct planned planned = derived.planned;
	for (size_t i = 0; i < derived.request_count; i++) {
		enum safety least = floor_of(planning->arena, &derived.requests[i]);
		if (derived.requests[i].safety < least)
			derived.requests[i].safety = least;
		if (planned.safety < derived.requests[i].safety)
			planned.safety = derived.requests[i].safety;
	}
	if (!is_selected(planning->options, &planned))
		return;
	planned.skip = skip_reason(planning, &planned, &derived);
	if (!planned.skip)
		take_requests(planning, &planned, &derived);
	ARENA_PUSH(planning->arena, planning->cases, planning->case_count, planned);
}

/** A relation whose other operation the target does not offer would wait for an answer that never comes. */
static void skip_unoffered_relations(struct planning *planning)
{
	for (size_t c = 0; c < planning->case_count; c++) {
		struct planned *planned = &planning->cases[c];
		for (size_t i = 0; i < planned->request_count; i++) {
			const struct endpoint *endpoint = planning->requests[planned->requests[i]].endpoint;
			if (!is_implemented(planning->options->target, endpoint))
				planned->skip = "not offered: `implements` of the target file does not list an operation it compares";
		}
	}
}

/** What --allow names must be permitted, or the run is not what was asked for. */
static void check_allowed(struct planning *planning)
{
	const struct permission *permission = &planning->options->permission;
	for (enum safety safety = SAFETY_READ; safety <= SAFETY_DESTROY; safety++)
		if (permission->allow[safety] && !safety_permitted(permission, safety) && !planning->refusal)
			planning->refusal =
				arena_printf(planning->arena, "--allow %s: %s", safety_name(safety), safety_reason(permission, safety));
}

const struct plan *plan_make(struct arena *arena, const struct plan_options *options)
{
	struct planning planning = {.arena = arena, .options = options, .unknown_areas = ""};
	const struct catalogue *catalogue = options->catalogue;
	planning.derivation = (struct derivation){
		.arena = arena,
		.catalogue = catalogue,
		.formats = options->formats,
		.add = take_case,
		.context = &planning,
	};
	for (size_t i = 0; i < catalogue->endpoint_count; i++) {
		planning.derivation.endpoint = catalogue->endpoints[i];
		derive_cases(&planning.derivation);
	}
	HASH_CLEAR(hh, planning.by_key);
	skip_unoffered_relations(&planning);
	check_allowed(&planning);
	struct plan *plan = ARENA_NEW(arena, struct plan);
	*plan = (struct plan){
		.cases = planning.cases,
		.case_count = planning.case_count,
		.requests = planning.requests,
		.request_count = planning.request_count,
		.fixtures = planning.fixtures,
		.fixture_count = planning.fixture_count,
		.refusal = planning.refusal,
	};
	return plan;
}

static void add_requirement(struct arena *arena, const struct requirement *requirement,
                            const struct requirement ***list, size_t *count)
{
	for (size_t i = 0; i < *count; i++)
		if ((*list)[i] == requirement)
			return;
	if (requirement)
		ARENA_PUSH(arena, *list, *count, requirement);
}

static void add_schema(struct arena *arena, const struct schema *schema, const struct requirement ***list,
                       size_t *count, unsigned depth);

static void add_table(struct arena *arena, const struct value_table *table, const struct requirement ***list,
                      size_t *count)
{
	for (size_t i = 0; table && i < table->count; i++)
		add_requirement(arena, table->values[i].requirement, list, count);
}

static void add_field(struct arena *arena, const struct field *field, const struct requirement ***list, size_t *count,
                      unsigned depth)
{
	add_requirement(arena, field->requirement, list, count);
	if (field->presence == PRESENCE_REQUIRED || field->presence == PRESENCE_FORBIDDEN)
		add_requirement(arena, field->presence_requirement, list, count);
	add_requirement(arena, field->range_requirement, list, count);
	for (size_t i = 0; i < field->presence_rule_count; i++)
		add_requirement(arena, field->presence_rules[i].requirement, list, count);
	add_table(arena, field->values, list, count);
	add_schema(arena, field->schema, list, count, depth + 1);
	for (size_t i = 0; i < field->key_choice_count; i++)
		add_schema(arena, field->keys[i].schema, list, count, depth + 1);
}

static void add_schema(struct arena *arena, const struct schema *schema, const struct requirement ***list,
                       size_t *count, unsigned depth)
{
	enum { DEEPEST = 8 };
	for (size_t i = 0; schema && depth < DEEPEST && i < schema->count; i++)
		add_field(arena, &schema->fields[i], list, count, depth);
}

static void add_rules(struct arena *arena, const struct rule_use *rules, size_t rule_count,
                      const struct requirement ***list, size_t *count)
{
	for (size_t i = 0; i < rule_count; i++) {
		add_requirement(arena, rules[i].requirement, list, count);
		for (size_t a = 0; a < ARGUMENTS_MAX && rules[i].def->arguments[a].name; a++)
			if (rules[i].arguments[a].given)
				add_table(arena, rules[i].arguments[a].table, list, count);
	}
}

/** What an answer with data judges: the schema, the rules, and what the operation carries besides. */
static void add_answer(struct arena *arena, const struct planned *planned, const struct requirement ***list,
                       size_t *count)
{
	const struct endpoint *endpoint = planned->endpoint;
	const struct response *response = endpoint_response(endpoint, 200);
	if (response) {
		add_requirement(arena, response->requirement, list, count);
		add_schema(arena, response->schema, list, count, 0);
		add_schema(arena, response->record_schema, list, count, 0);
	}
	add_rules(arena, endpoint->rules, endpoint->rule_count, list, count);
	for (size_t i = 0; i < endpoint->requirement_count; i++)
		add_requirement(arena, endpoint->requirements[i], list, count);
}

void plan_requirements(struct arena *arena, const struct planned *planned, const struct requirement ***list,
                       size_t *count)
{
	add_requirement(arena, planned->requirement, list, count);
	for (size_t i = 0; i < planned->carried_count; i++)
		add_requirement(arena, planned->carried[i], list, count);
	bool data = planned->expect_count && planned->expect[0] == 200;
	if (data)
		add_answer(arena, planned, list, count);
	if (planned->explicit_case)
		add_rules(arena, planned->explicit_case->rules, planned->explicit_case->rule_count, list, count);
}
