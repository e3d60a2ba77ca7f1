// SPDX-License-Identifier: Apache-2.0
#include "plan.h"

#include <stdlib.h>
#include <string.h>

/* uthash ends the program through this hook when memory is out, like arena.h does. */
#define uthash_fatal(message) abort()
#include <uthash.h>

#include "address.h"
#include "plan_impl.h"

/** Requests of chains are sent when all others are answered. */
enum { CHAIN_WAVE = 3 };

/** Finds a request by its key. */
struct request_entry {
	UT_hash_handle hh;
	size_t index;
};

static bool matches_any(const struct planned *planned, const char *const *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (plan_matches(planned, patterns[i]))
			return true;
	return false;
}

static bool names(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static bool asked_by_name(const struct plan_options *options, const struct planned *planned)
{
	return names(options->select, options->select_count, planned->id);
}

/** What is above the ceiling is no part of the suite; a case asked for by its whole name need not be in it. */
static bool is_below_ceiling(const struct planning *planning, enum safety safety, bool by_name)
{
	return by_name || safety <= planning->options->suite->ceiling;
}

/** Parts of a run that are the same on every machine; what is a chain stays in one of them. */
static bool is_in_shard(const struct plan_options *options, const struct planned *planned)
{
	struct str id = str_of(planned->id);
	if (planned->scenario)
		id.len = strcspn(planned->id, ":");
	return !options->shard || (str_hash(id) >> 32) % options->shards == options->shard - 1;
}

/** Patterns narrow the suite; a case asked for by its whole name need not be in it. */
static bool is_selected(const struct plan_options *options, const struct planned *planned)
{
	const struct suite *suite = options->suite;
	if (!is_in_shard(options, planned) ||
	    (options->only_count && !names(options->only, options->only_count, planned->id)))
		return false;
	if (asked_by_name(options, planned))
		return true;
	if (options->select_count && !matches_any(planned, options->select, options->select_count))
		return false;
	return matches_any(planned, suite->include, suite->include_count) &&
	       !matches_any(planned, suite->exclude, suite->exclude_count);
}

/** Why the target does not have the operation, or NULL. */
static const char *not_offered(struct planning *planning, const struct endpoint *endpoint)
{
	const struct target *target = planning->options->target;
	if (target->implement_count && !names(target->implements, target->implement_count, endpoint->id))
		return "not offered: `implements` of the target file does not list the operation";
	if (endpoint->capability && target->capabilities &&
	    !names(target->capabilities, target->capability_count, endpoint->capability))
		return arena_printf(planning->arena, "not offered: `capabilities` of the target file does not list %s",
		                    endpoint->capability);
	return NULL;
}

/** Accounts of known roles are tried where the target file has them. */
static const char *role_reason(struct planning *planning, const struct derived *derived)
{
	const struct target *target = planning->options->target;
	enum who who = derived->request_count ? derived->requests[0].who : WHO_RUN;
	if (who != WHO_ACCOUNT && who != WHO_MEMBER)
		return NULL;
	for (size_t i = 0; i < target->account_count; i++)
		if (who == WHO_ACCOUNT ? target->accounts[i].lacks : target->accounts[i].has)
			return NULL;
	return who == WHO_ACCOUNT ? "the target file has no account that lacks the role (`accounts`)"
	                          : "the target file has no account that has only the Mobile App role (`accounts`)";
}

/** Off emulators, credentials of an unknown user are sent once per area and five times in all. */
static bool spends_unknown_user(struct planning *planning, const struct derived *derived)
{
	enum { PER_RUN = 5 };
	const char *area = derived->planned.area;
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

const char *plan_floor_path(struct arena *arena, const struct request *request)
{
	struct binding *known = ARENA_ARRAY(arena, struct binding, request->binding_count + 1);
	size_t count = 0;
	for (size_t i = 0; i < request->binding_count; i++)
		if (request->bindings[i].value)
			known[count++] = request->bindings[i];
	return address_path(arena, request->endpoint, request->path, known, count);
}

/** The class by the bytes that the request will have. */
static enum safety floor_of(struct arena *arena, const struct request *request)
{
	return safety_of_request(request->method, plan_floor_path(arena, request));
}

/** What the safety policy says to a class; `by_name`: it was asked for by its whole id. */
static const char *class_reason(struct planning *planning, const struct planned *planned, enum safety safety,
                                bool by_name)
{
	const struct permission *permission = &planning->options->permission;
	const char *reason = safety_reason(permission, safety);
	if (safety_permitted(permission, safety))
		return NULL;
	if (by_name)
		planning->refusal =
			arena_printf(planning->arena, "%s is of class %s: %s", planned->id, safety_name(safety), reason);
	return arena_printf(planning->arena, "class %s: %s", safety_name(safety), reason);
}

/** Where the decision about a case falls: the reason of the skip, or NULL. */
static const char *skip_reason(struct planning *planning, struct planned *planned, const struct derived *derived)
{
	bool by_name = asked_by_name(planning->options, planned);
	const char *reason = not_offered(planning, planned->endpoint);
	if (!reason)
		reason = role_reason(planning, derived);
	if (reason)
		return reason;
	reason = class_reason(planning, planned, planned->safety, by_name);
	planned->refused = by_name && !safety_permitted(&planning->options->permission, planned->safety);
	if (!reason && !spends_unknown_user(planning, derived))
		reason = "credentials of an unknown user are sent at most once per area and five times per run here";
	return reason;
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

size_t plan_share(struct planning *planning, const struct request *request)
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

static void take_requests(struct planning *planning, struct planned *planned, struct derived *derived)
{
	size_t *indexes = ARENA_ARRAY(planning->arena, size_t, derived->request_count + 1);
	for (size_t i = 0; i < derived->request_count; i++) {
		plan_want_values(planning, &derived->requests[i]);
		indexes[i] = plan_share(planning, &derived->requests[i]);
		if (derived->judged && planning->requests[indexes[i]].judge != NO_CASE) {
			derived->requests[i].again = (unsigned)planning->case_count + 2; /* one answer has one judge */
			indexes[i] = plan_share(planning, &derived->requests[i]);
		}
		if (derived->judged) {
			planning->requests[indexes[i]].judge = planning->case_count;
			planning->requests[indexes[i]].case_id = planned->id;
		}
	}
	planned->requests = indexes;
	planned->request_count = derived->request_count;
	if (planned->fixture)
		plan_want_fixture(planning, planned->fixture->name);
}

/** A request of a chain is not shared: it is sent when its turn has come. */
static void take_chained(struct planning *planning, struct planned *planned, const struct request *request)
{
	struct request added = *request;
	size_t *index = ARENA_NEW(planning->arena, size_t);
	plan_want_values(planning, request); /* adds requests of its own */
	if (planned->step)
		plan_want_rule_values(planning, planned->step->rules, planned->step->rule_count);
	*index = planning->request_count;
	added.key = request_key(planning->arena, request);
	added.wave = CHAIN_WAVE;
	added.judge = planning->case_count;
	added.case_id = planned->id;
	ARENA_PUSH(planning->arena, planning->requests, planning->request_count, added);
	planned->requests = index;
	planned->request_count = 1;
}

/** Raises the requests to the classes of their bytes, and the case to that of its requests. */
static void raise_classes(struct planning *planning, struct derived *derived)
{
	for (size_t i = 0; i < derived->request_count; i++) {
		struct request *request = &derived->requests[i];
		enum safety least = floor_of(planning->scratch, request);
		if (request->safety < least)
			request->safety = least;
		if (derived->planned.safety < request->safety)
			derived->planned.safety = request->safety;
	}
	arena_reset(planning->scratch);
}

/** A case that may change something is a chain of its own. */
static void take_single_chain(struct planning *planning, struct planned *planned, struct derived *derived)
{
	struct request *request = &derived->requests[0];
	request->undo = planned->endpoint->undo;
	request->undo_count = planned->endpoint->undo_count;
	take_chained(planning, planned, request);
	struct chain chain = {.format = request->format, .first = planning->case_count, .count = 1, .cleanup = NO_CASE};
	ARENA_PUSH(planning->arena, planning->chains, planning->chain_count, chain);
}

/** Copies the requests that are there; the array is large. */
static void copy_derived(struct derived *copy, const struct derived *given)
{
	copy->planned = given->planned;
	copy->request_count = given->request_count;
	copy->judged = given->judged;
	memcpy(copy->requests, given->requests, given->request_count * sizeof(struct request));
}

static void take_case(void *context, const struct derived *given)
{
	struct planning *planning = context;
	if (!is_selected(planning->options, &given->planned))
		return;
	struct derived derived;
	copy_derived(&derived, given);
	raise_classes(planning, &derived);
	struct planned planned = derived.planned;
	if (!is_below_ceiling(planning, planned.safety, asked_by_name(planning->options, &planned)))
		return;
	planned.skip = skip_reason(planning, &planned, &derived);
	bool changes = derived.judged && derived.request_count == 1 && derived.requests[0].safety >= SAFETY_NOTIFY;
	if (!planned.skip && changes)
		take_single_chain(planning, &planned, &derived);
	else if (!planned.skip)
		take_requests(planning, &planned, &derived);
	for (size_t i = 0; !planned.skip && i < derived.request_count; i++)
		plan_want_absence(planning, &derived.requests[i]);
	ARENA_PUSH(planning->arena, planning->cases, planning->case_count, planned);
}

/** A step of a scenario, or what takes the steps back, which has no request yet. */
struct gathered {
	struct planned planned;
	struct request request;
};

/** The steps of a scenario in one format, until it is decided whether they are carried out. */
struct gathering {
	struct planning *planning;
	struct gathered *items;
	size_t count;
};

static void gather(void *context, const struct derived *given)
{
	struct gathering *gathering = context;
	struct derived derived;
	assert(given->request_count <= 1);
	copy_derived(&derived, given);
	raise_classes(gathering->planning, &derived);
	struct gathered item = {.planned = derived.planned};
	if (derived.request_count)
		item.request = derived.requests[0];
	ARENA_PUSH(gathering->planning->arena, gathering->items, gathering->count, item);
}

/** Why the whole chain is left out, or NULL: its steps need each other. */
static const char *chain_reason(struct planning *planning, const struct gathering *steps, enum safety safety,
                                bool by_name)
{
	for (size_t i = 0; i < steps->count; i++) {
		const char *reason = not_offered(planning, steps->items[i].planned.endpoint);
		if (reason)
			return reason;
	}
	size_t named = 0;
	while (by_name && !asked_by_name(planning->options, &steps->items[named].planned))
		named++;
	return class_reason(planning, &steps->items[named].planned, safety, by_name);
}

static void take_chain(struct planning *planning, const struct scenario *scenario, enum format format)
{
	struct gathering steps = {.planning = planning};
	bool formats[FORMAT_NONE] = {false};
	bool selected = false;
	bool by_name = false;
	enum safety safety = SAFETY_READ;
	struct derivation derivation = planning->derivation;
	formats[format] = true;
	derivation.formats = formats;
	derivation.add = gather;
	derivation.context = &steps;
	derive_scenario(&derivation, scenario);
	for (size_t i = 0; i < steps.count; i++) {
		const struct planned *planned = &steps.items[i].planned;
		selected = selected || is_selected(planning->options, planned);
		by_name = by_name || asked_by_name(planning->options, planned);
		safety = planned->safety > safety ? planned->safety : safety;
	}
	if (!selected || !is_below_ceiling(planning, safety, by_name))
		return;
	const char *reason = chain_reason(planning, &steps, safety, by_name);
	struct chain chain = {.scenario = scenario, .format = format, .first = planning->case_count, .cleanup = NO_CASE};
	for (size_t i = 0; i < steps.count; i++) {
		struct planned planned = steps.items[i].planned;
		planned.skip = reason;
		if (planned.step)
			chain.count++;
		else
			chain.cleanup = planning->case_count;
		if (planned.step && !reason)
			take_chained(planning, &planned, &steps.items[i].request);
		if (!planned.step)
			planned.safety = safety;
		ARENA_PUSH(planning->arena, planning->cases, planning->case_count, planned);
	}
	if (!reason)
		ARENA_PUSH(planning->arena, planning->chains, planning->chain_count, chain);
}

static void take_scenarios(struct planning *planning)
{
	const struct plan_options *options = planning->options;
	for (size_t i = 0; i < options->catalogue->scenario_count; i++) {
		const struct scenario *scenario = options->catalogue->scenarios[i];
		for (size_t f = 0; f < scenario->format_count; f++)
			if (options->formats[scenario->formats[f]])
				take_chain(planning, scenario, scenario->formats[f]);
	}
}

/** A relation whose other operation the target does not offer would wait for an answer that never comes. */
static void skip_unoffered_relations(struct planning *planning)
{
	for (size_t c = 0; c < planning->case_count; c++) {
		struct planned *planned = &planning->cases[c];
		for (size_t i = 0; i < planned->request_count; i++) {
			const struct endpoint *endpoint = planning->requests[planned->requests[i]].endpoint;
			const char *reason = planned->scenario ? NULL : not_offered(planning, endpoint);
			if (reason)
				planned->skip = reason;
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

/** Cases of other endpoints need not even be derived. */
static bool may_be_selected(const struct plan_options *options, const struct endpoint *endpoint)
{
	bool all = options->select_count == 0;
	for (size_t i = 0; i < options->select_count; i++)
		if (plan_may_match(endpoint, options->select[i]))
			return true;
	return all;
}

const struct plan *plan_make(struct arena *arena, const struct plan_options *options)
{
	struct planning planning = {.arena = arena, .scratch = arena_new(), .options = options, .unknown_areas = ""};
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
		if (may_be_selected(options, catalogue->endpoints[i]))
			derive_cases(&planning.derivation);
	}
	take_scenarios(&planning);
	HASH_CLEAR(hh, planning.by_key);
	arena_free(planning.scratch);
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
		.chains = planning.chains,
		.chain_count = planning.chain_count,
		.refusal = planning.refusal,
	};
	return plan;
}
