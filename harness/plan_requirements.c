// SPDX-License-Identifier: Apache-2.0
/* Every statement of the guide that a case judges. */
#include "plan.h"
#include "rule.h"

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
	if (field->presence != PRESENCE_OPTIONAL)
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

void plan_shared_requirements(struct arena *arena, const struct endpoint *endpoint, const struct requirement ***list,
                              size_t *count)
{
	const struct response *response = endpoint_response(endpoint, 200);
	if (response) {
		add_requirement(arena, response->requirement, list, count);
		add_schema(arena, response->schema, list, count, 0);
		add_schema(arena, response->record_schema, list, count, 0);
	}
	for (size_t i = 0; i < endpoint->parameter_count; i++)
		if (endpoint->parameters[i].required || endpoint->parameters[i].place == PLACE_PATH)
			add_requirement(arena, endpoint->parameters[i].requirement, list, count);
	add_rules(arena, endpoint->rules, endpoint->rule_count, list, count);
	for (size_t i = 0; i < endpoint->requirement_count; i++)
		add_requirement(arena, endpoint->requirements[i], list, count);
}

bool plan_expects_data(const struct planned *planned)
{
	return planned->expect_count && planned->expect[0] == 200;
}

void plan_own_requirements(struct arena *arena, const struct planned *planned, const struct requirement ***list,
                           size_t *count)
{
	add_requirement(arena, planned->requirement, list, count);
	for (size_t i = 0; i < planned->carried_count; i++)
		add_requirement(arena, planned->carried[i], list, count);
	if (planned->parameter && plan_expects_data(planned))
		add_requirement(arena, planned->parameter->requirement, list, count);
	if (planned->step)
		add_rules(arena, planned->step->rules, planned->step->rule_count, list, count);
	if (planned->explicit_case)
		add_rules(arena, planned->explicit_case->rules, planned->explicit_case->rule_count, list, count);
}

void plan_requirements(struct arena *arena, const struct planned *planned, const struct requirement ***list,
                       size_t *count)
{
	plan_own_requirements(arena, planned, list, count);
	if (plan_expects_data(planned))
		plan_shared_requirements(arena, planned->endpoint, list, count);
}
