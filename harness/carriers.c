// SPDX-License-Identifier: Apache-2.0
#include "carriers.h"

#include <string.h>

#include "builtin.h"
#include "derive.h"
#include "rule.h"

/** The lists being made. */
struct gathering {
	struct arena *arena;
	const struct catalogue *catalogue;
	struct carriers *all; /**< parallel to the requirements */
	const struct requirement *builtins[BUILTINS];
	const struct schema **schemas; /**< those walked so far */
	size_t schema_count;
};

static struct carriers *carriers_at(const struct gathering *gathering, const struct requirement *requirement)
{
	return &gathering->all[requirement - gathering->catalogue->requirements];
}

/** Adds a name once; nothing without a statement. */
static void carry(struct gathering *gathering, const struct requirement *requirement, const char *name)
{
	if (!requirement)
		return;
	struct carriers *carriers = carriers_at(gathering, requirement);
	const char **names = (const char **)carriers->names;
	for (size_t i = 0; i < carriers->count; i++)
		if (strcmp(names[i], name) == 0)
			return;
	ARENA_PUSH(gathering->arena, names, carriers->count, name);
	carriers->names = names;
}

static void claim(struct gathering *gathering, const struct requirement *requirement)
{
	if (requirement)
		carriers_at(gathering, requirement)->claims++;
}

static void gather_builtins(struct gathering *gathering)
{
	for (enum builtin builtin = 0; builtin < BUILTINS; builtin++) {
		gathering->builtins[builtin] = builtin_requirement(gathering->catalogue, builtin);
		carry(gathering, gathering->builtins[builtin],
		      arena_printf(gathering->arena, "every answer %s", builtin_check(builtin)->check));
	}
}

static void gather_rule(struct gathering *gathering, const char *where, const struct rule_use *use)
{
	const char *name = arena_printf(gathering->arena, "%s rule %s", where, use->def->name);
	carry(gathering, use->requirement, name);
	for (size_t a = 0; a < ARGUMENTS_MAX && use->def->arguments[a].name; a++) {
		const struct value_table *table = use->arguments[a].given ? use->arguments[a].table : NULL;
		for (size_t i = 0; table && i < table->count; i++)
			carry(gathering, table->values[i].requirement, name);
	}
}

static void gather_schema(struct gathering *gathering, const struct schema *schema);

static void gather_field(struct gathering *gathering, const struct schema *schema, const struct field *field)
{
	const char *name = arena_printf(gathering->arena, "schema %s %s", schema->name, field->name);
	carry(gathering, field->requirement, name);
	carry(gathering, field->range_requirement, name);
	if (field->presence != PRESENCE_OPTIONAL)
		carry(gathering, field->presence_requirement, name);
	for (size_t i = 0; i < field->presence_rule_count; i++)
		carry(gathering, field->presence_rules[i].requirement, name);
	for (size_t i = 0; field->values && i < field->values->count; i++)
		carry(gathering, field->values->values[i].requirement, name);
	gather_schema(gathering, field->schema);
	for (size_t i = 0; i < field->key_choice_count; i++)
		gather_schema(gathering, field->keys[i].schema);
}

/** A schema that some operation answers with, once. */
static void gather_schema(struct gathering *gathering, const struct schema *schema)
{
	if (!schema)
		return;
	for (size_t i = 0; i < gathering->schema_count; i++)
		if (gathering->schemas[i] == schema)
			return;
	ARENA_PUSH(gathering->arena, gathering->schemas, gathering->schema_count, schema);
	for (size_t i = 0; i < schema->count; i++)
		gather_field(gathering, schema, &schema->fields[i]);
	for (size_t i = 0; i < schema->rule_count; i++)
		gather_rule(gathering, arena_printf(gathering->arena, "schema %s", schema->name), &schema->rules[i]);
}

/** Name of the case without its format: "unknown-id.deviceUuid". */
static const char *name_without_format(struct arena *arena, const struct planned *planned)
{
	const char *end = strrchr(planned->name, '.');
	bool format = planned->format != FORMAT_NONE && end && strcmp(end + 1, format_name(planned->format)) == 0;
	return format ? arena_copy(arena, planned->name, (size_t)(end - planned->name)) : planned->name;
}

static bool is_of_kind(const struct kind *kind, const struct requirement *requirement)
{
	return kind->requirement && requirement && strcmp(kind->requirement, requirement->id) == 0;
}

static bool is_of_every_answer(const struct gathering *gathering, const struct requirement *requirement)
{
	for (enum builtin builtin = 0; builtin < BUILTINS; builtin++)
		if (gathering->builtins[builtin] == requirement)
			return true;
	return false;
}

/** A case of the plan: what its kind demands, and what stands in the case file about it. */
static void gather_case(void *context, const struct derived *derived)
{
	struct gathering *gathering = context;
	const struct planned *planned = &derived->planned;
	const char *kind = arena_printf(gathering->arena, "kind %s", planned->derived->name);
	const char *name = arena_printf(gathering->arena, "%s/%s %s", planned->endpoint->area, planned->endpoint->id,
	                                name_without_format(gathering->arena, planned));
	carry(gathering, planned->requirement, is_of_kind(planned->derived, planned->requirement) ? kind : name);
	for (size_t i = 0; i < planned->carried_count; i++)
		if (!is_of_every_answer(gathering, planned->carried[i]))
			carry(gathering, planned->carried[i], kind);
	for (size_t i = 0; planned->explicit_case && i < planned->explicit_case->rule_count; i++)
		gather_rule(gathering, name, &planned->explicit_case->rules[i]);
}

/**
 * The effect of a parameter is seen in the documented request: of one that is always sent, and of each word of a table.
 * What other parameters do is for rules and explicit cases to say.
 */
static void gather_parameter(struct gathering *gathering, const struct endpoint *endpoint,
                             const struct parameter *parameter)
{
	if (parameter->required || parameter->place == PLACE_PATH || parameter->values)
		carry(gathering, parameter->requirement,
		      arena_printf(gathering->arena, "%s/%s ok.%s", endpoint->area, endpoint->id, parameter->name));
	else
		claim(gathering, parameter->requirement);
}

static void gather_endpoint(struct gathering *gathering, const struct endpoint *endpoint)
{
	const struct response *response = endpoint_response(endpoint, 200);
	const char *where = arena_printf(gathering->arena, "%s/%s", endpoint->area, endpoint->id);
	for (size_t i = 0; i < endpoint->requirement_count; i++)
		claim(gathering, endpoint->requirements[i]);
	for (size_t i = 0; i < endpoint->response_count; i++)
		claim(gathering, endpoint->responses[i].requirement);
	for (size_t i = 0; i < endpoint->parameter_count && !endpoint->unsupported; i++)
		gather_parameter(gathering, endpoint, &endpoint->parameters[i]);
	if (!response || endpoint->unsupported)
		return;
	gather_schema(gathering, response->schema);
	gather_schema(gathering, response->record_schema);
	/* the loader adds the rules of the schemas; they are told with the schema */
	for (size_t i = 0; i < endpoint->rule_count; i++)
		if (strcmp(endpoint->rules[i].at.file, endpoint->at.file) == 0)
			gather_rule(gathering, where, &endpoint->rules[i]);
}

static void gather_derived(struct gathering *gathering)
{
	static const bool formats[FORMAT_NONE] = {true, true, true};
	struct arena *cases = arena_new(); /* only names are kept of them */
	struct derivation derivation = {
		.arena = cases,
		.catalogue = gathering->catalogue,
		.formats = formats,
		.add = gather_case,
		.context = gathering,
	};
	for (size_t i = 0; i < gathering->catalogue->endpoint_count; i++) {
		derivation.endpoint = gathering->catalogue->endpoints[i];
		derive_cases(&derivation);
		arena_reset(cases);
	}
	arena_free(cases);
}

static void gather_scenario(struct gathering *gathering, const struct scenario *scenario)
{
	for (size_t s = 0; s < scenario->step_count; s++) {
		const struct step *step = &scenario->steps[s];
		const char *name = arena_printf(gathering->arena, "%s/%s %s", scenario->area, scenario->name, step->id);
		carry(gathering, step->requirement, name);
		for (size_t i = 0; i < step->rule_count; i++)
			gather_rule(gathering, name, &step->rules[i]);
	}
}

const struct carriers *carriers_gather(struct arena *arena, const struct catalogue *catalogue)
{
	struct gathering gathering = {.arena = arena, .catalogue = catalogue};
	gathering.all = ARENA_ARRAY(arena, struct carriers, catalogue->requirement_count + 1);
	gather_builtins(&gathering);
	for (size_t i = 0; i < catalogue->endpoint_count; i++)
		gather_endpoint(&gathering, catalogue->endpoints[i]);
	gather_derived(&gathering);
	for (size_t i = 0; i < catalogue->scenario_count; i++)
		gather_scenario(&gathering, catalogue->scenarios[i]);
	return gathering.all;
}

const char *carriers_text(struct arena *arena, const struct carriers *carriers)
{
	enum { NAMED = 3 };
	const char *text = "";
	for (size_t i = 0; i < carriers->count && i < NAMED; i++)
		text = arena_printf(arena, "%s%s%s", text, i ? "; " : "", carriers->names[i]);
	return carriers->count > NAMED ? arena_printf(arena, "%s; +%zu", text, carriers->count - NAMED) : text;
}
