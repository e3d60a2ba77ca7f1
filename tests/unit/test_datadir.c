// SPDX-License-Identifier: Apache-2.0
#include "datadir.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define BASE TEST_DATA_DIR "/load/base"

Test(datadir, given_counts_first_and_alone)
{
	struct arena *arena = arena_new();
	setenv("EPMM_CONFORM_DATA", EPMM_SOURCE_DIR, 1);
	cr_expect_str_eq(datadir_find(arena, BASE), BASE);
	cr_expect_null(datadir_find(arena, "/nowhere"), "a wrong folder is not replaced by another");
	arena_free(arena);
}

Test(datadir, then_the_environment)
{
	struct arena *arena = arena_new();
	setenv("EPMM_CONFORM_DATA", BASE, 1);
	cr_expect_str_eq(datadir_find(arena, NULL), BASE);
	setenv("EPMM_CONFORM_DATA", "/nowhere", 1);
	cr_expect_null(datadir_find(arena, NULL));
	arena_free(arena);
}

Test(datadir, then_the_sources)
{
	struct arena *arena = arena_new();
	unsetenv("EPMM_CONFORM_DATA");
	cr_expect_str_eq(datadir_find(arena, NULL), EPMM_SOURCE_DIR);
	setenv("EPMM_CONFORM_DATA", "", 1);
	cr_expect_str_eq(datadir_find(arena, NULL), EPMM_SOURCE_DIR);
	arena_free(arena);
}
