// SPDX-License-Identifier: Apache-2.0
/* What of a plan is left out or refused, and what patterns select; also over the case files of this repository. */
#include <criterion/criterion.h>
#include <string.h>

#include "derive.h"
#include "load.h"
#include "plan.h"

/** The real catalogue and a plan of all of it, to be changed by the test. */
struct bench {
	struct arena *arena;
	struct diag *diag;
	const struct catalogue *catalogue;
	struct target target;
	struct plan_options options;
};

static struct bench *open_bench(void)
{
	struct arena *arena = arena_new();
	struct bench *bench = ARENA_NEW(arena, struct bench);
	bench->arena = arena;
	bench->diag = diag_new(stderr);
	bench->catalogue = load_catalogue(arena, EPMM_SOURCE_DIR, bench->diag);
	cr_assert_not_null(bench->catalogue);
	bench->target = (struct target){.url = "https://epmm.example.com"};
	bench->options = (struct plan_options){
		.catalogue = bench->catalogue,
		.suite = catalogue_suite(bench->catalogue, "full"),
		.target = &bench->target,
		.permission = {.kind = TARGET_EMULATOR},
		.formats = {true, true, true},
	};
	cr_assert_not_null(bench->options.suite);
	return bench;
}

static void close_bench(struct bench *bench)
{
	load_release(bench->catalogue);
	diag_free(bench->diag);
	arena_free(bench->arena);
}

static const struct planned *find_case(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->case_count; i++)
		if (strcmp(plan->cases[i].id, id) == 0)
			return &plan->cases[i];
	cr_assert_fail("no case %s", id);
	return NULL;
}

/** So many cases with the id are in the plan. */
static void expect_count(const struct plan *plan, const char *id, size_t wanted)
{
	size_t count = 0;
	for (size_t i = 0; i < plan->case_count; i++)
		count += strcmp(plan->cases[i].id, id) == 0;
	cr_expect_eq(count, wanted, "%s: %zu", id, count);
}

static void expect_skip(const struct plan *plan, const char *id, const char *wanted)
{
	const char *skip = find_case(plan, id)->skip;
	cr_expect(skip && wanted ? strcmp(skip, wanted) == 0 : skip == wanted, "%s: %s, not: %s", id,
	          skip ? skip : "planned", wanted ? wanted : "planned");
}

/** What must hold in every plan, whoever the target is. */
static void check_soundness(const struct plan *plan, const struct permission *permission)
{
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct planned *planned = &plan->cases[i];
		for (size_t n = 0; n < i; n++)
			cr_expect_str_neq(planned->id, plan->cases[n].id);
		bool cleanup = planned->scenario && !planned->step;
		bool judges = !cleanup && !(planned->scenario && planned->scenario->informational);
		cr_expect_neq(planned->request_count == 0, planned->skip == NULL && !cleanup, "%s", planned->id);
		cr_expect_not_null(planned->because, "%s", planned->id);
		cr_expect(!judges || planned->requirement, "%s", planned->id);
		cr_expect_eq(strncmp(planned->id, planned->area, strlen(planned->area)), 0, "%s", planned->id);
		for (size_t n = 0; n < planned->request_count; n++)
			cr_expect_leq(plan->requests[planned->requests[n]].safety, planned->safety, "%s", planned->id);
	}
	for (size_t i = 0; i < plan->request_count; i++) {
		const struct request *request = &plan->requests[i];
		cr_expect(safety_permitted(permission, request->safety), "%s", request->key);
		cr_expect(strcmp(request->method, "DELETE") != 0 && strcmp(request->method, "PATCH") != 0, "%s", request->key);
		cr_expect_not_null(request->case_id, "%s", request->key);
		if (request->judge != NO_CASE)
			cr_expect_eq(plan->cases[request->judge].requests[0], i, "%s", request->key);
		for (size_t n = 0; n < i && request->wave < 3; n++) /* those of chains are sent when their turn comes */
			cr_expect(plan->requests[n].wave == 3 || strcmp(request->key, plan->requests[n].key) != 0, "%s",
			          request->key);
	}
	for (size_t i = 0; i < plan->fixture_count; i++)
		cr_expect_lt(plan->requests[plan->fixtures[i].request].wave, 2, "%s", plan->fixtures[i].fixture->name);
}

Test(plan_policy, every_plan_is_sound)
{
	struct bench *bench = open_bench();
	for (enum target_kind kind = TARGET_PRODUCTION; kind <= TARGET_EMULATOR; kind++)
		for (size_t i = 0; i < bench->catalogue->suite_count; i++) {
			bench->options.permission.kind = kind;
			bench->options.suite = bench->catalogue->suites[i];
			const struct plan *plan = plan_make(bench->arena, &bench->options);
			cr_expect_gt(plan->case_count, 0, "%s", bench->options.suite->name);
			cr_expect_null(plan->refusal, "%s", bench->options.suite->name);
			check_soundness(plan, &bench->options.permission);
		}
	close_bench(bench);
}

Test(plan_policy, classes_by_kind_of_target)
{
	struct bench *bench = open_bench();
	bench->options.permission.kind = TARGET_PRODUCTION;
	const struct plan *plan = plan_make(bench->arena, &bench->options);
	expect_skip(plan, "dm/get-all-labels:ok.xml", NULL);
	expect_skip(plan, "dm/get-all-labels:auth.none", NULL);
	cr_assert_not_null(strstr(find_case(plan, "dm/get-all-labels:method.PUT")->skip, "class probe-write: "));
	cr_assert_not_null(strstr(find_case(plan, "dm/locate-device-by-uuid:ok.xml")->skip, "class sense: "));
	cr_assert_null(plan->refusal, "nobody asked for these by name");
	bench->options.permission.kind = TARGET_LAB;
	plan = plan_make(bench->arena, &bench->options);
	expect_skip(plan, "dm/locate-device-by-uuid:ok.xml", NULL);
	cr_assert_not_null(find_case(plan, "dm/get-all-labels:method.PUT")->skip);
	bench->options.permission.permits[SAFETY_PROBE_WRITE] = true;
	bench->options.permission.allow[SAFETY_PROBE_WRITE] = true;
	plan = plan_make(bench->arena, &bench->options);
	expect_skip(plan, "dm/get-all-labels:method.PUT", NULL);
	close_bench(bench);
}

Test(plan_policy, patterns_narrow_the_suite_and_names_reach_beyond_it)
{
	static const char *const include[] = {"dm/get-all-labels:*", "kind:twin"};
	static const char *const exclude[] = {"*:accept.any"};
	static const char *const patterns[] = {"*:accept.*", "*:method.PUT", "dm/get-all-labels:method.POST",
	                                       "dm/list-countries:ok.xml"};
	struct bench *bench = open_bench();
	struct suite suite = {.name = "s", .include = include, .include_count = 2, .exclude = exclude, .exclude_count = 1};
	suite.ceiling = SAFETY_PROBE;
	bench->options.suite = &suite;
	const struct plan *plan = plan_make(bench->arena, &bench->options);
	expect_count(plan, "dm/get-all-labels:method.PUT", 0);
	expect_skip(plan, "dm/get-all-labels:auth.none", NULL);
	expect_skip(plan, "dm/list-operators:twin", NULL);
	expect_count(plan, "dm/list-operators:ok.xml", 0);
	expect_count(plan, "dm/get-all-labels:accept.any", 0);
	bench->options.select = patterns;
	bench->options.select_count = ARRAY_LEN(patterns);
	plan = plan_make(bench->arena, &bench->options);
	expect_count(plan, "dm/get-all-labels:method.PUT", 0);
	expect_skip(plan, "dm/get-all-labels:method.POST", NULL);
	expect_skip(plan, "dm/list-countries:ok.xml", NULL);
	expect_skip(plan, "dm/get-all-labels:accept.none", NULL);
	expect_count(plan, "dm/get-all-labels:accept.any", 0);
	expect_count(plan, "dm/list-operators:accept.none", 0);
	cr_expect_eq(plan->case_count, 3);
	close_bench(bench);
}

Test(plan_policy, what_is_asked_for_by_name_is_refused_not_skipped)
{
	static const char *const by_name[] = {"dm/get-all-labels:method.PUT"};
	static const char *const by_pattern[] = {"dm/get-all-labels:method.PU?"};
	struct bench *bench = open_bench();
	bench->options.permission.kind = TARGET_PRODUCTION;
	bench->options.select = by_name;
	bench->options.select_count = 1;
	const struct plan *plan = plan_make(bench->arena, &bench->options);
	cr_assert_eq(plan->case_count, 1);
	cr_assert(plan->cases[0].refused);
	cr_assert_not_null(strstr(plan->refusal, "dm/get-all-labels:method.PUT is of class probe-write: "));
	bench->options.select = by_pattern;
	plan = plan_make(bench->arena, &bench->options);
	cr_assert_not(plan->cases[0].refused);
	cr_assert_null(plan->refusal);
	bench->options.permission.allow[SAFETY_PROBE_WRITE] = true;
	plan = plan_make(bench->arena, &bench->options);
	cr_assert_eq(strncmp(plan->refusal, "--allow probe-write: ", 21), 0, "half of a pair of keys: %s", plan->refusal);
	close_bench(bench);
}

/** The compiled class of the bytes counts, whatever the file says. */
Test(plan_policy, floors_are_compiled_in)
{
	static const enum format xml[] = {FORMAT_XML};
	static const struct parameter flag = {.name = "locatenow",
	                                      .place = PLACE_QUERY,
	                                      .type = "boolean",
	                                      .required = true,
	                                      .default_value = "true"};
	static const struct parameter id = {.name = "id",
	                                    .place = PLACE_PATH,
	                                    .type = "uuid",
	                                    .required = true,
	                                    .default_value = "7"};
	static const struct endpoint reads[] = {
		{.id = "unlock",
	     .area = "dm",
	     .method = "GET",
	     .path = "/api/v1/dm/devices/unlock/{id}",
	     .formats = xml,
	     .format_count = 1,
	     .parameters = &id,
	     .parameter_count = 1},
		{.id = "locate",
	     .area = "dm",
	     .method = "GET",
	     .path = "/api/v1/dm/devices/locate/7",
	     .formats = xml,
	     .format_count = 1,
	     .parameters = &flag,
	     .parameter_count = 1},
		{.id = "unknown", .area = "dm", .method = "GET", .path = "/api/v2/devices", .formats = xml, .format_count = 1},
	};
	const struct endpoint *endpoints[] = {&reads[0], &reads[1], &reads[2]};
	struct bench *bench = open_bench();
	struct catalogue catalogue = {.endpoints = endpoints, .endpoint_count = 3};
	bench->options.catalogue = &catalogue;
	const struct plan *plan = plan_make(bench->arena, &bench->options);
	cr_expect_eq(find_case(plan, "dm/unlock:ok.xml")->safety, SAFETY_SECURE);
	cr_expect_eq(find_case(plan, "dm/unlock:auth.none")->safety, SAFETY_SECURE);
	cr_expect_eq(find_case(plan, "dm/locate:ok.xml")->safety, SAFETY_NOTIFY, "with locatenow=true it turns on a GPS");
	cr_expect_eq(find_case(plan, "dm/locate:missing.locatenow.xml")->safety, SAFETY_SENSE);
	cr_expect_eq(find_case(plan, "dm/unknown:ok.xml")->safety, SAFETY_DESTROY);
	expect_skip(plan, "dm/locate:missing.locatenow.xml", NULL);
	for (size_t i = 0; i < plan->request_count; i++)
		cr_expect_leq(plan->requests[i].safety, SAFETY_PROBE_WRITE, "%s", plan->requests[i].key);
	close_bench(bench);
}

Test(plan_policy, unknown_users_are_few)
{
	static const enum format xml[] = {FORMAT_XML};
	static const char *const areas[] = {"dm", "dm", "eas", "m", "sm", "alerts", "policies", "apps"};
	static const bool planned[] = {true, false, true, true, true, true, false, false};
	struct bench *bench = open_bench();
	const struct endpoint *endpoints[ARRAY_LEN(areas)];
	for (size_t i = 0; i < ARRAY_LEN(areas); i++) {
		struct endpoint *endpoint = ARENA_NEW(bench->arena, struct endpoint);
		*endpoint = (struct endpoint){.id = arena_printf(bench->arena, "read-%zu", i),
		                              .area = areas[i],
		                              .method = "GET",
		                              .path = "/api/v1/dm/labels",
		                              .formats = xml,
		                              .format_count = 1};
		endpoints[i] = endpoint;
	}
	struct catalogue catalogue = {.endpoints = endpoints, .endpoint_count = ARRAY_LEN(areas)};
	bench->options.catalogue = &catalogue;
	for (enum target_kind kind = TARGET_PRODUCTION; kind <= TARGET_EMULATOR; kind++) {
		bench->options.permission.kind = kind;
		const struct plan *plan = plan_make(bench->arena, &bench->options);
		for (size_t i = 0; i < ARRAY_LEN(areas); i++) {
			const char *id = arena_printf(bench->arena, "%s/read-%zu:auth.", areas[i], i);
			expect_skip(plan, arena_printf(bench->arena, "%snone", id), NULL);
			expect_skip(
				plan, arena_printf(bench->arena, "%sunknown-user", id),
				planned[i] || kind == TARGET_EMULATOR
					? NULL
					: "credentials of an unknown user are sent at most once per area and five times per run here");
		}
	}
	close_bench(bench);
}

static const char *const aliases[] = {"dm/old-name"};
static const struct requirement r077 = {.id = "R077"};
static const struct endpoint renamed = {.id = "get-devices", .area = "dm", .aliases = aliases, .alias_count = 1};
static const struct scenario a_chain = {.name = "lock-and-unlock", .area = "scenarios"};
static const struct planned a_step = {.id = "scenarios/lock-and-unlock:lock.xml",
                                      .kind = "lock",
                                      .name = "lock.xml",
                                      .area = "scenarios",
                                      .scenario = &a_chain,
                                      .endpoint = &renamed,
                                      .requirement = &r077};
static const struct planned a_case = {.id = "dm/get-devices:ok.status=LOST.xml",
                                      .kind = "ok",
                                      .area = "dm",
                                      .name = "ok.status=LOST.xml",
                                      .endpoint = &renamed,
                                      .requirement = &r077};

Test(plan_policy, select_patterns)
{
	static const struct {
		const char *pattern;
		bool matches;
	} rows[] = {
		{"*", true},
		{"dm/get-devices:ok.status=LOST.xml", true},
		{"dm/get-devices:ok.status=LOST.json", false},
		{"dm/get-devices:ok.status=LOST", false},
		{"dm/get-devices:*.xml", true},
		{"dm/*:ok.*", true},
		{"get-devices", false},
		{"dm/old-name:ok.*", true},
		{"dm/old-name:ok.status=WIPED.*", false},
		{"dm/old-names:ok.*", false},
		{"dm/old-name", false},
		{"dm/old-name-ok.*", false},
		{"operation:get-devices", true},
		{"operation:get-device", false},
		{"area:dm", true},
		{"area:d", false},
		{"kind:ok", true},
		{"kind:ok.status=LOST.xml", true},
		{"kind:ok.*", true},
		{"kind:twin", false},
		{"requirement:R077", true},
		{"requirement:R07", false},
		{"", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		cr_expect_eq(plan_matches(&a_case, rows[i].pattern), rows[i].matches, "%s", rows[i].pattern);
}

Test(plan_policy, patterns_that_name_another_operation)
{
	static const struct endpoint endpoint = {.area = "dm", .id = "get-devices"};
	static const struct {
		const char *pattern;
		bool may_match;
	} rows[] = {
		{"dm/get-devices:ok.xml", true},
		{"dm/get-*:ok.xml", true},
		{"d?/get-devices:*", true},
		{"*/*:ok.xml", true},
		{"kind:ok", true},
		{"dm/[g]et-devices:*", true},
		{"dm/get-device:ok.xml", false},
		{"dm/get-devices2:*", false},
		{"sm/get-devices:*", false},
		{"dm/lock*", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		cr_expect_eq(plan_may_match(&endpoint, rows[i].pattern), rows[i].may_match, "%s", rows[i].pattern);
	cr_expect(plan_may_match(&renamed, "dm/old-name:ok.xml"), "an operation with an alias may be meant by it");
}

Test(plan_policy, patterns_that_name_one_operation)
{
	static const char *const one[] = {"operation:get-devices", "dm/get-devices:*", "dm/get-devices:ok.xml"};
	static const char *const several[] = {"*",          "dm/*",         "dm/get-*:ok.xml", "d?/get-devices:ok.xml",
	                                      "area:dm",    "kind:a/b",     "dm/get-devices",  "[d]m/get-devices:*",
	                                      "scenario:x", "requirement:R"};
	for (size_t i = 0; i < ARRAY_LEN(one); i++)
		cr_expect(plan_names_operation(one[i]), "%s", one[i]);
	for (size_t i = 0; i < ARRAY_LEN(several); i++)
		cr_expect_not(plan_names_operation(several[i]), "%s", several[i]);
}

Test(plan_policy, select_patterns_of_steps)
{
	cr_expect(plan_matches(&a_step, "scenarios/*"));
	cr_expect(plan_matches(&a_step, "area:scenarios"));
	cr_expect(plan_matches(&a_step, "scenario:lock-and-unlock"));
	cr_expect(plan_matches(&a_step, "operation:get-devices"));
	cr_expect(plan_matches(&a_step, "kind:lock"));
	cr_expect_not(plan_matches(&a_step, "scenario:lock"));
	cr_expect_not(plan_matches(&a_step, "area:dm"));
	cr_expect_not(plan_matches(&a_step, "dm/old-name:*"), "the alias is that of the operation");
	cr_expect_not(plan_matches(&a_case, "scenario:lock-and-unlock"));
}

/** Number of cases that the pattern selects from everything. */
static size_t selected(struct bench *bench, const char *pattern)
{
	bench->options.select = &pattern;
	bench->options.select_count = 1;
	return plan_make(bench->arena, &bench->options)->case_count;
}

Test(plan_policy, patterns_over_the_real_cases)
{
	struct bench *bench = open_bench();
	cr_expect_eq(selected(bench, "dm/get-all-labels:ok.*"), 2);
	cr_expect_eq(selected(bench, "kind:same-as-in-the-list"), selected(bench, "*:same-as-in-the-list"));
	cr_expect_gt(selected(bench, "requirement:R054"), 3, "rules and relations carry it");
	cr_expect_eq(selected(bench, "requirement:R999"), 0);
	static const char *const areas[] = {"dm",          "eas",  "sm",   "alerts",    "policies",
	                                    "appsettings", "apps", "wadl", "scenarios", "contracts"};
	size_t in_areas = 0;
	for (size_t i = 0; i < ARRAY_LEN(areas); i++) {
		size_t here = selected(bench, arena_printf(bench->arena, "%s/*", areas[i]));
		cr_expect_gt(here, 0, "%s", areas[i]);
		cr_expect_eq(here, selected(bench, arena_printf(bench->arena, "area:%s", areas[i])), "%s", areas[i]);
		in_areas += here;
	}
	cr_expect_eq(in_areas, selected(bench, "*"));
	close_bench(bench);
}

Test(plan_policy, a_case_carries_what_it_judges)
{
	struct bench *bench = open_bench();
	const struct plan *plan = plan_make(bench->arena, &bench->options);
	const struct planned *ok = find_case(plan, "dm/get-all-labels:ok.xml");
	const struct planned *refused = find_case(plan, "dm/get-all-labels:auth.none");
	static const char *const of_ok[] = {"R017", "R016", "R196", "R019", "R193", "R198", "R197"};
	for (size_t i = 0; i < ARRAY_LEN(of_ok); i++) {
		const char *pattern = arena_printf(bench->arena, "requirement:%s", of_ok[i]);
		cr_expect(plan_matches(ok, pattern), "%s", of_ok[i]);
		cr_expect_not(plan_matches(refused, pattern), "%s", of_ok[i]);
	}
	cr_expect(plan_matches(refused, "requirement:R028"));
	const struct requirement **list = NULL;
	size_t count = 0;
	plan_requirements(bench->arena, ok, &list, &count);
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < i; n++)
			cr_expect_neq(list[i], list[n], "%s is there twice", list[i]->id);
	close_bench(bench);
}
