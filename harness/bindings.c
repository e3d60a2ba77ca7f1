// SPDX-License-Identifier: Apache-2.0
#include "bindings.h"

#include <string.h>

const char *working_value(struct arena *arena, const struct parameter *parameter)
{
	if (parameter->value)
		return parameter->value;
	if (parameter->fixture)
		return arena_printf(arena, "${%s}", parameter->fixture);
	if (parameter->default_value)
		return parameter->default_value;
	return parameter->values && parameter->values->count ? parameter->values->values[0].word : NULL;
}

static const struct binding *named_binding(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->parameter_count; i++)
		if (strcmp(step->parameters[i].name, name) == 0)
			return &step->parameters[i];
	return NULL;
}

static bool is_left_out(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->without_count; i++)
		if (strcmp(step->without[i], name) == 0)
			return true;
	return false;
}

const struct binding *step_bindings(struct arena *arena, const struct step *step, size_t *count)
{
	const struct endpoint *endpoint = step->endpoint;
	struct binding *bindings = ARENA_ARRAY(arena, struct binding, endpoint->parameter_count + 1);
	*count = 0;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		const struct binding *named = named_binding(step, parameter->name);
		bool needed = parameter->required || parameter->place == PLACE_PATH;
		if (is_left_out(step, parameter->name) || (!named && !needed))
			continue;
		bindings[(*count)++] = named ? *named : (struct binding){parameter->name, working_value(arena, parameter)};
	}
	return bindings;
}
