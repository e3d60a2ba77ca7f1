// SPDX-License-Identifier: Apache-2.0
/* Scenarios, contracts and cases that may change something, as plans. */
#include <criterion/criterion.h>
#include <string.h>

#include "plan.h"
#include "rule.h"

static const struct requirement ledger[] = {{.id = "R155", .operations = "*"}, {.id = "R165", .operations = "*"}};
static const enum format both[] = {FORMAT_XML, FORMAT_JSON};
static const struct parameter uuid = {.name = "u",
                                      .place = PLACE_PATH,
                                      .type = "uuid",
                                      .required = true,
                                      .value = "${run.id}"};
static const struct parameter lock_parameters[] = {
	{.name = "u", .place = PLACE_PATH, .type = "uuid", .required = true, .value = "${own.device}"},
	{.name = "Reason", .place = PLACE_QUERY, .type = "text", .required = true, .value = "why", .max_length = 512},
};

#define ENDPOINT(id_, method_, path_, class_)                                                                          \
	.id = (id_), .area = "dm", .method = (method_), .path = (path_), .safety = (class_), .formats = both,              \
	.format_count = 2

static const struct endpoint read_device = {ENDPOINT("get-device", "GET", "/api/v1/dm/devices/{u}", SAFETY_READ),
                                            .parameters = &uuid, .parameter_count = 1};
static const struct endpoint lock = {ENDPOINT("lock", "PUT", "/api/v1/dm/devices/lock/{u}", SAFETY_SECURE),
                                     .parameters = lock_parameters, .parameter_count = 2, .capability = "eas"};
static const struct endpoint wakeup = {ENDPOINT("wakeup", "GET", "/api/v1/dm/devices/wakeup/{u}", SAFETY_NOTIFY),
                                       .parameters = lock_parameters, .parameter_count = 1};

static const int ok[] = {200};
static const struct step undo[] = {{.id = "unlock", .endpoint = &lock, .expect = ok, .expect_count = 1}};
static const char *const no_reason[] = {"Reason"};
static const struct step steps[] = {
	{.id = "before", .because = "b", .endpoint = &read_device, .expect = ok, .expect_count = 1, .requirement = ledger},
	{.id = "lock",
     .because = "l",
     .endpoint = &lock,
     .expect = ok,
     .expect_count = 1,
     .requirement = &ledger[1],
     .without = no_reason,
     .without_count = 1,
     .undo = undo,
     .undo_count = 1},
};
static const struct scenario chain =
	{.name = "lock-it", .area = "scenarios", .formats = both, .format_count = 2, .steps = steps, .step_count = 2};
static const struct scenario contract = {.name = "reader",
                                         .area = "contracts",
                                         .formats = both,
                                         .format_count = 1,
                                         .steps = steps,
                                         .step_count = 1,
                                         .informational = true};
static const struct scenario *const scenarios[] = {&contract, &chain};
static const char *const everything[] = {"*"};
static const struct suite full = {.name = "full", .include = everything, .include_count = 1, .ceiling = SAFETY_DESTROY};

/** What is planned, to be changed by the test. */
struct bench {
	struct arena *arena;
	struct catalogue catalogue;
	struct target target;
	struct plan_options options;
};

static void open_bench(struct bench *bench)
{
	static const struct endpoint *const none[] = {&wakeup};
	*bench = (struct bench){
		.arena = arena_new(),
		.catalogue = {.requirements = ledger,
	                  .requirement_count = ARRAY_LEN(ledger),
	                  .endpoints = none,
	                  .scenarios = scenarios,
	                  .scenario_count = ARRAY_LEN(scenarios)},
		.target = {.url = "http://127.0.0.1"},
	};
	bench->options = (struct plan_options){
		.catalogue = &bench->catalogue,
		.suite = &full,
		.target = &bench->target,
		.permission = {.kind = TARGET_EMULATOR, .allow = {[SAFETY_NOTIFY] = true, [SAFETY_SECURE] = true}},
		.formats = {true, true, true},
	};
}

static const struct planned *case_named(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->case_count; i++)
		if (strcmp(plan->cases[i].id, id) == 0)
			return &plan->cases[i];
	return NULL;
}

Test(plan_chains, a_scenario_is_a_chain_in_each_format)
{
	struct bench bench;
	open_bench(&bench);
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	cr_assert_eq(plan->chain_count, 3);
	const struct chain *xml = &plan->chains[1];
	cr_expect_eq(xml->scenario, &chain);
	cr_expect_eq(xml->format, FORMAT_XML);
	cr_assert_eq(xml->count, 2);
	cr_expect_str_eq(plan->cases[xml->first].id, "scenarios/lock-it:before.xml");
	cr_expect_str_eq(plan->cases[xml->first + 1].id, "scenarios/lock-it:lock.xml");
	cr_expect_str_eq(plan->cases[xml->cleanup].id, "scenarios/lock-it:cleanup.xml");
	cr_expect_eq(plan->cases[xml->cleanup].request_count, 0);
	cr_expect_eq(plan->cases[xml->cleanup].safety, SAFETY_SECURE, "it may do what the strongest step does");
	cr_expect_eq(plan->chains[2].format, FORMAT_JSON);
	arena_free(bench.arena);
}

Test(plan_chains, a_step_has_a_request_of_its_own)
{
	struct bench bench;
	open_bench(&bench);
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	const struct planned *planned = case_named(plan, "scenarios/lock-it:lock.json");
	cr_assert(planned && planned->request_count == 1);
	const struct request *request = &plan->requests[planned->requests[0]];
	cr_expect_eq(request->wave, 3);
	cr_expect_eq(&plan->cases[request->judge], planned);
	cr_expect_eq(request->undo, undo);
	cr_expect_eq(request->safety, SAFETY_SECURE);
	cr_assert_eq(request->binding_count, 1, "Reason is left out");
	cr_expect_str_eq(request->bindings[0].value, "${own.device}", "the working value");
	cr_expect_eq(planned->requirement, &ledger[1]);
	cr_expect_str_eq(planned->group, "lock-it");
	arena_free(bench.arena);
}

Test(plan_chains, a_contract_needs_no_cleanup)
{
	struct bench bench;
	open_bench(&bench);
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	cr_expect_eq(plan->chains[0].scenario, &contract);
	cr_expect_eq(plan->chains[0].cleanup, NO_CASE);
	cr_expect_null(case_named(plan, "contracts/reader:cleanup.xml"));
	cr_expect_not_null(case_named(plan, "contracts/reader:before.xml"));
	arena_free(bench.arena);
}

/** The steps need each other: what stops one stops all, with the reason at each. */
static void expect_all_skipped(struct bench *bench, const char *reason)
{
	static const char *const ids[] = {"before.xml", "lock.xml", "cleanup.xml", "before.json"};
	const struct plan *plan = plan_make(bench->arena, &bench->options);
	cr_expect_eq(plan->chain_count, 1, "the contract alone");
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		const struct planned *planned = case_named(plan, arena_printf(bench->arena, "scenarios/lock-it:%s", ids[i]));
		cr_assert_not_null(planned);
		cr_expect(planned->skip && strcmp(planned->skip, reason) == 0, "%s: %s", ids[i], planned->skip);
		cr_expect_eq(planned->request_count, 0);
	}
	arena_free(bench->arena);
}

Test(plan_chains, without_the_second_key_no_step_is_sent)
{
	struct bench bench;
	open_bench(&bench);
	bench.options.permission.allow[SAFETY_SECURE] = false;
	expect_all_skipped(&bench, "class secure: its safety class needs --allow on this kind of target");
}

Test(plan_chains, above_the_ceiling_there_is_no_chain)
{
	struct bench bench;
	open_bench(&bench);
	struct suite low = full;
	low.ceiling = SAFETY_PROBE;
	bench.options.suite = &low;
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	cr_expect_null(case_named(plan, "scenarios/lock-it:before.xml"), "it is no part of the suite");
	cr_expect_not_null(case_named(plan, "contracts/reader:before.xml"));
	arena_free(bench.arena);
}

Test(plan_chains, what_the_target_does_not_offer)
{
	struct bench bench;
	open_bench(&bench);
	static const char *const capabilities[] = {"ldap"};
	bench.target.capabilities = capabilities;
	bench.target.capability_count = 1;
	expect_all_skipped(&bench, "not offered: `capabilities` of the target file does not list eas");
	open_bench(&bench);
	static const char *const implements[] = {"get-device"};
	bench.target.implements = implements;
	bench.target.implement_count = 1;
	expect_all_skipped(&bench, "not offered: `implements` of the target file does not list the operation");
}

Test(plan_chains, one_selected_step_brings_its_chain)
{
	struct bench bench;
	open_bench(&bench);
	static const char *const select[] = {"scenarios/lock-it:lock.json"};
	bench.options.select = select;
	bench.options.select_count = 1;
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	cr_assert_eq(plan->chain_count, 1);
	cr_expect_eq(plan->chains[0].format, FORMAT_JSON);
	cr_expect_eq(plan->case_count, 3, "two steps and the clean-up");
	arena_free(bench.arena);
}

Test(plan_chains, asked_for_by_name_without_the_key_the_run_is_refused)
{
	struct bench bench;
	open_bench(&bench);
	static const char *const select[] = {"scenarios/lock-it:lock.json"};
	bench.options.select = select;
	bench.options.select_count = 1;
	bench.options.permission.allow[SAFETY_SECURE] = false;
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	cr_assert_not_null(plan->refusal);
	cr_expect(strstr(plan->refusal, "scenarios/lock-it:lock.json is of class secure"), "%s", plan->refusal);
	arena_free(bench.arena);
}

Test(plan_chains, a_case_that_may_change_something_is_a_chain_of_its_own)
{
	struct bench bench;
	open_bench(&bench);
	bench.catalogue.scenario_count = 0;
	bench.catalogue.endpoint_count = 1;
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	const struct planned *planned = case_named(plan, "dm/wakeup:ok.xml");
	cr_assert(planned && planned->request_count == 1);
	cr_expect_eq(plan->requests[planned->requests[0]].wave, 3);
	bool found = false;
	for (size_t i = 0; i < plan->chain_count; i++)
		found = found || (&plan->cases[plan->chains[i].first] == planned && plan->chains[i].count == 1 &&
		                  plan->chains[i].cleanup == NO_CASE && !plan->chains[i].scenario);
	cr_expect(found);
	cr_expect_null(case_named(plan, "dm/wakeup:twin"), "nothing is asked twice that is no read");
	cr_expect_null(case_named(plan, "dm/wakeup:accept.none"));
	arena_free(bench.arena);
}

static const char *kinds_of(struct bench *bench, const struct endpoint *endpoint)
{
	const struct endpoint *endpoints[] = {endpoint};
	const char *all = "";
	bench->catalogue.scenario_count = 0;
	bench->catalogue.endpoints = endpoints;
	bench->catalogue.endpoint_count = 1;
	const struct plan *plan = plan_make(bench->arena, &bench->options);
	for (size_t i = 0; i < plan->case_count; i++)
		all = arena_printf(bench->arena, "%s%s %s\n", all, plan->cases[i].name, safety_name(plan->cases[i].safety));
	return all;
}

/** Ids in the path that nobody has make the refusals harmless; what bends the rest has the operation's class. */
Test(plan_chains, standard_cases_of_a_write)
{
	struct bench bench;
	open_bench(&bench);
	cr_expect_str_eq(kinds_of(&bench, &lock), "auth.none probe-write\n"
	                                          "auth.unknown-user probe-write\n"
	                                          "unknown-id.u.xml probe-write\n"
	                                          "unknown-id.u.json probe-write\n"
	                                          "invalid.u.xml secure\n"
	                                          "invalid.u.json secure\n"
	                                          "missing.Reason.xml secure\n"
	                                          "too-long.Reason.xml secure\n"
	                                          "method.GET probe\n");
	struct endpoint undone = lock;
	undone.undo = undo;
	undone.undo_count = 1;
	cr_expect(strstr(kinds_of(&bench, &undone), "limit.Reason=512.xml secure\n"),
	          "a text of just the length is accepted, so it must be known how to take it back");
	arena_free(bench.arena);
}

/** The texts that just fit and just do not are made when they are sent. */
Test(plan_chains, lengths)
{
	struct bench bench;
	open_bench(&bench);
	struct parameter name = {.name = "n", .place = PLACE_QUERY, .type = "text", .min_length = 2, .max_length = 9};
	struct endpoint search = read_device;
	struct parameter parameters[] = {uuid, name};
	search.parameters = parameters;
	search.parameter_count = 2;
	const struct endpoint *endpoints[] = {&search};
	bench.catalogue.scenario_count = 0;
	bench.catalogue.endpoints = endpoints;
	bench.catalogue.endpoint_count = 1;
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	static const struct {
		const char *id;
		const char *value;
		int expect;
	} rows[] = {
		{"dm/get-device:too-long.n.xml", "${long.10}", 4},
		{"dm/get-device:too-short.n.xml", "${long.1}", 4},
		{"dm/get-device:limit.n=2.xml", "${long.2}", 200},
		{"dm/get-device:limit.n=9.xml", "${long.9}", 200},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct planned *planned = case_named(plan, rows[i].id);
		cr_assert_not_null(planned, "%s", rows[i].id);
		const struct request *request = &plan->requests[planned->requests[0]];
		cr_expect_str_eq(request->bindings[1].value, rows[i].value, "%s", rows[i].id);
		cr_expect_eq(planned->expect[0], rows[i].expect, "%s", rows[i].id);
	}
	arena_free(bench.arena);
}

static bool is_wanted(const struct plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->fixture_count; i++)
		if (strcmp(plan->fixtures[i].fixture->name, name) == 0)
			return true;
	return false;
}

/** Also what only a rule or a request that takes back names: it must be known before the chain begins. */
Test(plan_chains, fixtures_of_rules_and_undos_are_looked_for)
{
	struct bench bench;
	open_bench(&bench);
	const struct response list = {.status = 200, .records = "l/d"};
	struct endpoint all = {ENDPOINT("all", "GET", "/api/v1/dm/devices", SAFETY_READ), .responses = &list,
	                       .response_count = 1};
	struct parameter mine = uuid;
	mine.value = NULL;
	mine.fixture = "undone.uuid";
	struct endpoint back = lock;
	back.parameters = &mine;
	back.parameter_count = 1;
	const struct step take_back = {.id = "back", .endpoint = &back};
	const struct fixture fixtures[] = {{.name = "undone", .operation = "all"},
	                                   {.name = "text", .operation = "all"},
	                                   {.name = "word", .operation = "all"},
	                                   {.name = "pattern", .operation = "all"}};
	const struct condition_term terms[] = {{.path = "a", .predicate = PREDICATE_EQUALS, .text = "${word.x}"},
	                                       {.path = "a", .predicate = PREDICATE_MATCHES, .text = "^${pattern.x}"}};
	const struct condition condition = {terms, ARRAY_LEN(terms)};
	const struct argument holds[ARGUMENTS_MAX] = {{.given = true, .condition = &condition}};
	const struct argument contains[ARGUMENTS_MAX] = {{.given = true, .text = "a"}, {.given = true, .text = "${text.x}"}};
	const struct rule_use rules[] = {{.def = rule_find("holds"), .arguments = holds},
	                                 {.def = rule_find("contains"), .arguments = contains}};
	struct step step = steps[1];
	step.undo = &take_back;
	step.rules = rules;
	step.rule_count = ARRAY_LEN(rules);
	struct scenario one = chain;
	one.steps = &step;
	one.step_count = 1;
	const struct scenario *const only[] = {&one};
	const struct endpoint *endpoints[] = {&all};
	bench.catalogue.scenarios = only;
	bench.catalogue.scenario_count = 1;
	bench.catalogue.endpoints = endpoints;
	bench.catalogue.endpoint_count = 1;
	bench.catalogue.fixtures = fixtures;
	bench.catalogue.fixture_count = ARRAY_LEN(fixtures);
	static const char *const select[] = {"scenario:lock-it"};
	bench.options.select = select;
	bench.options.select_count = 1;
	const struct plan *plan = plan_make(bench.arena, &bench.options);
	cr_expect(is_wanted(plan, "undone"), "the working value of what takes the step back");
	cr_expect(is_wanted(plan, "word"));
	cr_expect(is_wanted(plan, "text"));
	cr_expect_not(is_wanted(plan, "pattern"), "patterns are not expanded");
	arena_free(bench.arena);
}
