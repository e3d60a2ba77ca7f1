// SPDX-License-Identifier: Apache-2.0
/* Patterns that select cases. */
#include <fnmatch.h>
#include <string.h>

#include "plan.h"

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
		return strcmp(planned->area, rest) == 0;
	if (prefixed(pattern, "scenario:", &rest))
		return planned->scenario && strcmp(planned->scenario->name, rest) == 0;
	if (prefixed(pattern, "requirement:", &rest))
		return carries_requirement(planned, rest);
	if (fnmatch(pattern, planned->id, 0) == 0)
		return true;
	for (size_t i = 0; !planned->scenario && i < planned->endpoint->alias_count; i++) {
		const char *alias = planned->endpoint->aliases[i];
		size_t length = strlen(alias);
		if (strncmp(pattern, alias, length) == 0 && pattern[length] == ':' &&
		    fnmatch(pattern + length + 1, planned->name, 0) == 0)
			return true;
	}
	return false;
}

bool plan_may_match(const struct endpoint *endpoint, const char *pattern)
{
	const char *parts[] = {endpoint->area, "/", endpoint->id, ":"};
	size_t literal = strcspn(pattern, "*?[\\");
	if (!memchr(pattern, '/', literal) || endpoint->alias_count)
		return true; /* it is no beginning of an id, or the endpoint has more names */
	for (size_t i = 0; i < ARRAY_LEN(parts) && literal; i++) {
		size_t length = strlen(parts[i]);
		size_t compared = length < literal ? length : literal;
		if (strncmp(pattern, parts[i], compared) != 0)
			return false;
		pattern += compared;
		literal -= compared;
	}
	return true;
}

bool plan_names_operation(const char *pattern)
{
	const char *rest;
	size_t literal = strcspn(pattern, "*?[\\");
	const char *slash = memchr(pattern, '/', literal);
	return prefixed(pattern, "operation:", &rest) || (slash && memchr(slash, ':', literal - (size_t)(slash - pattern)));
}
