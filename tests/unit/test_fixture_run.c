// SPDX-License-Identifier: Apache-2.0
/* Values that a run makes up, captures of steps, what stays open in a journal. */
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const users[] = {"owned"};
static const struct plan nothing = {0};

static void check(const struct fixtures *fixtures, const char *name, const char *wanted)
{
	const char *value = fixtures_value(fixtures, name);
	cr_expect(value && wanted ? strcmp(value, wanted) == 0 : value == wanted, "%s is %s, not %s", name,
	          value ? value : "missing", wanted ? wanted : "missing");
}

Test(fixture_run, values_of_a_run)
{
	struct target target = {.users = users, .user_count = 1};
	struct ownership *ownership = ownership_new(&target);
	struct fixtures *fixtures = fixtures_new(&nothing, &target);
	check(fixtures, "run.user", NULL);
	fixtures_set_run(fixtures, "0a1b2c3d", ownership);
	fixtures_begin_chain(fixtures, 27);
	check(fixtures, "run.id", "0a1b2c3d");
	check(fixtures, "run.user", "conform-0a1b2c3d-bb");
	check(fixtures, "run.text", "epmm-conform 0a1b2c3d");
	check(fixtures, "run.nothing", NULL);
	check(fixtures, "own.user", "owned");
	check(fixtures, "own.device", NULL);
	check(fixtures, "account.user", NULL);
	fixtures_set_account(fixtures, "tester", "secret12");
	check(fixtures, "account.password", "secret12");
	cr_expect_eq(strlen(fixtures_value(fixtures, "long.513")), 513);
	check(fixtures, "long.0", NULL);
	check(fixtures, "long.x", NULL);
	size_t length = strlen(fixtures_value(fixtures, "run.password"));
	cr_expect(length >= 8 && length <= 20, "a legal password");
	cr_expect_eq(strlen(fixtures_value(fixtures, "run.phone")), 10);
	cr_expect(ownership_has(ownership, OBJECT_USER, "conform-0a1b2c3d-bb"));
	cr_expect_not(ownership_has(ownership, OBJECT_USER, "conform-0a1b2c3d-bc"), "not handed out yet");
	fixtures_free(fixtures);
	ownership_free(ownership);
}

Test(fixture_run, captures_last_as_long_as_the_chain)
{
	struct target target = {0};
	struct fixtures *fixtures = fixtures_new(&nothing, &target);
	fixtures_capture(fixtures, "before", "code", "97");
	check(fixtures, "before.code", "97");
	fixtures_begin_chain(fixtures, 2);
	check(fixtures, "before.code", NULL);
	fixtures_free(fixtures);
}

Test(fixture_run, secrets_stay_open)
{
	struct target target = {0};
	struct arena *arena = arena_new();
	struct fixtures *fixtures = fixtures_new(&nothing, &target);
	static const char *const kept[] = {"devices", NULL};
	const char *missing = NULL;
	fixtures_set_run(fixtures, "0a1b2c3d", NULL);
	fixtures_set_account(fixtures, "tester", "secret12");
	fixtures_capture(fixtures, "before", "code", "97");
	fixtures_capture(fixtures, "devices", "uuid", "of an earlier step");
	cr_expect_str_eq(fixtures_expand_open(fixtures, arena,
	                                      "${before.code} ${devices.uuid} ${run.password} ${account.password}", kept,
	                                      &missing),
	                 "97 ${devices.uuid} ${run.password} ${account.password}");
	cr_expect_null(fixtures_expand_open(fixtures, arena, "${nobody.knows}", kept, &missing));
	cr_expect_str_eq(missing, "nobody.knows");
	fixtures_free(fixtures);
	arena_free(arena);
}
