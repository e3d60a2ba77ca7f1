// SPDX-License-Identifier: Apache-2.0
/* Requests that no case has, but that cases need: reads that find fixtures, and reads that show that an id is nobody's. */
#include <string.h>

#include "address.h"
#include "bindings.h"
#include "plan_impl.h"
#include "rule.h"
#include "safety_objects.h"

static unsigned fixture_rank(const struct fixture *fixture)
{
	return fixture->distinct_from || fixture->same_as || fixture->several ? 1 : 0;
}

/** The request that reads the fixture's list in wave `rank`: one of that wave, or one that is not tied to a wave yet. */
static size_t want_source(struct planning *planning, const struct fixture *fixture, unsigned rank)
{
	struct request source = derive_source(&planning->derivation, fixture, rank);
	size_t request = plan_share(planning, &source);
	while (planning->requests[request].wave < 2 && planning->requests[request].wave != rank) {
		source.again++;
		request = plan_share(planning, &source);
	}
	planning->requests[request].wave = rank;
	if (!planning->requests[request].case_id)
		planning->requests[request].case_id = "fixtures";
	return request;
}

void plan_want_fixture(struct planning *planning, const char *name)
{
	char *plain = arena_copy(planning->arena, name, strcspn(name, "."));
	for (size_t i = 0; i < planning->fixture_count; i++)
		if (strcmp(planning->fixtures[i].fixture->name, plain) == 0)
			return;
	const struct fixture *fixture = catalogue_fixture(planning->options->catalogue, plain);
	if (!fixture)
		return;
	if (fixture->distinct_from)
		plan_want_fixture(planning, fixture->distinct_from);
	if (fixture->same_as)
		plan_want_fixture(planning, fixture->same_as);
	struct wanted_fixture wanted = {fixture, NO_CASE, NO_CASE, NO_CASE};
	if (fixture->several)
		wanted.counted_in = want_source(planning, fixture, 0);
	wanted.request = want_source(planning, fixture, fixture_rank(fixture));
	if (fixture_rank(fixture) == 0 && derive_format_count(&planning->derivation, fixture) > 1)
		wanted.other = want_source(planning, fixture, 1);
	ARENA_PUSH(planning->arena, planning->fixtures, planning->fixture_count, wanted);
}

/** The fixtures in a text; NULL is allowed. */
static void want_text(struct planning *planning, const char *text)
{
	for (const char *at = text; at && (at = strstr(at, "${")); at += 2)
		plan_want_fixture(planning, arena_copy(planning->arena, at + 2, strcspn(at + 2, "}")));
}

static void want_bindings(struct planning *planning, const struct binding *bindings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		want_text(planning, bindings[i].value);
}

void plan_want_values(struct planning *planning, const struct request *request)
{
	want_bindings(planning, request->bindings, request->binding_count);
	for (size_t i = 0; i < request->undo_count; i++) {
		size_t count;
		const struct binding *bindings = step_bindings(planning->arena, &request->undo[i], &count);
		want_bindings(planning, bindings, count);
	}
}

void plan_want_rule_values(struct planning *planning, const struct rule_use *rules, size_t rule_count)
{
	for (size_t i = 0; i < rule_count; i++) {
		for (size_t a = 0; a < ARGUMENTS_MAX && rules[i].def->arguments[a].name; a++) {
			const struct argument *argument = &rules[i].arguments[a];
			const struct condition *condition = argument->condition;
			want_text(planning, argument->text);
			for (size_t t = 0; condition && t < condition->count; t++)
				if (condition->terms[t].predicate != PREDICATE_MATCHES)
					want_text(planning, condition->terms[t].text);
		}
	}
}

/** Reads that say whether an id is nobody's. */
static const struct {
	enum object object;
	const char *operation;
} absence_reads[] = {
	{OBJECT_DEVICE, "get-device-by-uuid"},
	{OBJECT_MAC, "get-device-by-mac"},
	{OBJECT_USER, "find-user"},
};

void plan_want_absence(struct planning *planning, const struct request *request)
{
	struct arena *arena = planning->arena;
	if (planning->options->permission.kind == TARGET_EMULATOR || request->safety != SAFETY_PROBE_WRITE)
		return;
	struct named_objects named = safety_objects(arena, request->method, plan_floor_path(arena, request), (struct str){0});
	for (size_t i = 0; i < named.count; i++) {
		const struct endpoint *endpoint = NULL;
		for (size_t r = 0; r < ARRAY_LEN(absence_reads); r++)
			if (absence_reads[r].object == named.items[i].object)
				endpoint = catalogue_endpoint(planning->options->catalogue, absence_reads[r].operation);
		if (!endpoint || endpoint->parameter_count == 0 || !object_is_probe(named.items[i].value))
			continue;
		struct binding *binding = ARENA_NEW(arena, struct binding);
		*binding = (struct binding){endpoint->parameters[0].name, named.items[i].value};
		struct request read = {
			.endpoint = endpoint,
			.method = "GET",
			.format = endpoint->format_count ? endpoint->formats[0] : FORMAT_XML,
			.bindings = binding,
			.binding_count = 1,
			.safety = SAFETY_PROBE,
			.case_id = "absence",
			.proof = true,
		};
		size_t index = plan_share(planning, &read);
		planning->requests[index].proof = true;
	}
}
