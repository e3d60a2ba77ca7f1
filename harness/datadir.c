// SPDX-License-Identifier: Apache-2.0
#include "datadir.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool holds_cases(struct arena *arena, const char *folder)
{
	return access(arena_printf(arena, "%s/cases", folder), R_OK | X_OK) == 0;
}

/** ../share/epmm-conform beside the program, or NULL when the system does not tell where the program is. */
static const char *beside_program(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (length <= 0)
		return NULL;
	path[length] = '\0';
	char *slash = strrchr(path, '/');
	*slash = '\0';
	return arena_printf(arena, "%s/../share/epmm-conform", path);
}

const char *datadir_find(struct arena *arena, const char *given)
{
	const char *environment = getenv("EPMM_CONFORM_DATA");
	const char *beside = beside_program(arena);
	if (given)
		return holds_cases(arena, given) ? given : NULL;
	if (environment && *environment)
		return holds_cases(arena, environment) ? environment : NULL;
	if (beside && holds_cases(arena, beside))
		return beside;
	return holds_cases(arena, EPMM_SOURCE_DIR) ? EPMM_SOURCE_DIR : NULL;
}
