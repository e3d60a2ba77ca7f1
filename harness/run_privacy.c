// SPDX-License-Identifier: Apache-2.0
/* Personal values that the requests of a run hold, and values of nobody. */
#include <string.h>

#include "run_impl.h"

/** Whether what stands at the path is hidden: a path ends with the name of an element, or with the key of an entry. */
static bool is_hidden(const struct privacy *privacy, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *bracket = strchr(name, '[');
	const char *parent = name - (slash ? 1 : 0);
	while (parent > path && parent[-1] != '/')
		parent--;
	if (bracket)
		return privacy_hides(privacy, str_of("key"), (struct str){bracket + 1, strcspn(bracket + 1, "]")});
	return privacy_hides(privacy, (struct str){parent, slash ? (size_t)(slash - parent) : 0}, str_of(name));
}

void run_hide(struct run *run, const char *path, const char *value)
{
	const struct privacy *privacy = run->options->privacy;
	if (!privacy || !is_hidden(privacy, path))
		return;
	struct str plain = str_trim(str_of(value));
	mask_add_personal(run->options->mask, plain, privacy_pseudonym(privacy, run->arena, plain));
}

/** What a fixture found is hidden as it would have been found in an answer without personal values. */
static void hide_found(void *context, const struct fixture_take *take, const struct node *record, const char *value)
{
	struct run *run = context;
	const char *path = take->paths[0];
	bool hidden = strchr(path, '/') ? is_hidden(run->options->privacy, path)
	                                : privacy_hides(run->options->privacy, record->name, str_of(path));
	if (!hidden || mask_has_personal(run->options->mask, str_of(value)))
		return;
	struct arena *arena = arena_new();
	const struct node *veiled = privacy_record(run->options->privacy, arena, record);
	const char *pseudonym = fixture_taken(arena, take, veiled);
	if (pseudonym && strcmp(pseudonym, value) != 0)
		mask_add_personal(run->options->mask, str_of(value), str_of(pseudonym));
	arena_free(arena);
}

void run_hide_found(struct run *run)
{
	if (run->options->privacy)
		fixtures_each(run->fixtures, hide_found, run);
}

void run_spare_made_up(struct run *run)
{
	static const char *const names[] = {"run.id", "run.user", "run.phone"};
	for (size_t i = 0; run->options->privacy && i < ARRAY_LEN(names); i++) {
		const char *value = fixtures_value(run->fixtures, names[i]);
		if (value)
			privacy_spare(run->options->privacy, run->arena, str_of(value));
	}
}
