// SPDX-License-Identifier: Apache-2.0
/* What the cases of a run judge. The statements of an operation, some hundred for a device, are gathered once. */
#include "run_impl.h"

struct run_shared {
	const struct endpoint *endpoint;
	const struct requirement **list;
	struct requirement_set set;
	struct run_shared *next;
};

static const char **ids_of(struct arena *arena, const struct requirement *const *list, size_t count)
{
	const char **ids = ARENA_ARRAY(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = list[i]->id;
	return ids;
}

static const struct run_shared *shared_of(struct run *run, const struct endpoint *endpoint)
{
	for (const struct run_shared *shared = run->shared; shared; shared = shared->next)
		if (shared->endpoint == endpoint)
			return shared;
	struct run_shared *shared = ARENA_NEW(run->arena, struct run_shared);
	*shared = (struct run_shared){.endpoint = endpoint, .next = run->shared};
	shared->set.name = arena_printf(run->arena, "%s/%s", endpoint->area, endpoint->id);
	plan_shared_requirements(run->arena, endpoint, &shared->list, &shared->set.requirement_count);
	shared->set.requirements = ids_of(run->arena, shared->list, shared->set.requirement_count);
	run->shared = shared;
	return shared;
}

static bool has(const struct run_shared *shared, const struct requirement *requirement)
{
	for (size_t i = 0; i < shared->set.requirement_count; i++)
		if (shared->list[i] == requirement)
			return true;
	return false;
}

void run_requirements(struct run *run, struct arena *arena, const struct planned *planned, struct result *result)
{
	const struct run_shared *shared = plan_expects_data(planned) ? shared_of(run, planned->endpoint) : NULL;
	const struct requirement **list = NULL;
	size_t count = 0;
	plan_own_requirements(arena, planned, &list, &count);
	size_t own = 0;
	for (size_t i = 0; i < count; i++)
		if (!shared || !has(shared, list[i]))
			list[own++] = list[i];
	result->requirements = ids_of(arena, list, own);
	result->requirement_count = own;
	result->shared = shared ? &shared->set : NULL;
}
