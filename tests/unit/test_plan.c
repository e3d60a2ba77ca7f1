// SPDX-License-Identifier: Apache-2.0
/* From descriptions to cases and requests, held against small catalogues that are written down here. */
#include "plan.h"

#include <criterion/criterion.h>
#include <string.h>

#include "derive.h"
#include "relation.h"

static const struct requirement ledger[] = {
	{.id = "R009", .operations = "*"}, {.id = "R013", .operations = "*"}, {.id = "R014", .operations = "*"},
	{.id = "R015", .operations = "*"}, {.id = "R017", .operations = "*"}, {.id = "R018", .operations = "*"},
	{.id = "R020", .operations = "*"}, {.id = "R021", .operations = "*"}, {.id = "R022", .operations = "*"},
	{.id = "R028", .operations = "*"}, {.id = "R077", .operations = "*"}, {.id = "R142", .operations = "*"},
	{.id = "R200", .operations = "*"}, {.id = "R341", .operations = "*"}, {.id = "R346", .operations = "*"},
};
#define R077 (&ledger[10])
#define R200 (&ledger[12])
#define R346 (&ledger[14])

static const enum format both[] = {FORMAT_XML, FORMAT_JSON};
static const enum format csv[] = {FORMAT_CSV};

static const struct response list_response = {.status = 200, .records = "l/d", .requirement = R200};
static const struct response single_response = {.status = 200};
static const struct response csv_response = {.status = 200, .csv = true};

static const struct value statuses[] = {{.word = "ACTIVE"}, {.word = "OLD", .tolerated = true}, {.word = "LOST"}};
static const struct value_table status_table = {"status", statuses, ARRAY_LEN(statuses), false, false, {0}};
static const struct parameter status = {.name = "status",
                                        .place = PLACE_QUERY,
                                        .type = "enum",
                                        .values = &status_table,
                                        .default_value = "ACTIVE",
                                        .requirement = R077};
static const struct parameter uuid = {.name = "u",
                                      .place = PLACE_PATH,
                                      .type = "uuid",
                                      .required = true,
                                      .fixture = "device.uuid"};

/** GET of the path with both formats and one answer. */
#define READ_OF(id_, path_, response_)                                                                                 \
	.id = (id_), .area = "dm", .method = "GET", .path = (path_), .formats = both, .format_count = 2,                   \
	.responses = (response_), .response_count = 1

static const struct endpoint labels = {READ_OF("get-all-labels", "/api/v1/dm/labels", &list_response)};
static const struct endpoint devices = {READ_OF("get-devices", "/api/v1/dm/devices", &list_response), .heavy = true,
                                        .parameters = &status, .parameter_count = 1};
static const struct endpoint device = {READ_OF("get-device", "/api/v1/dm/devices/{u}", &single_response),
                                       .parameters = &uuid, .parameter_count = 1};

static const char *const uuid_path[] = {"uuid"};
static const struct fixture_take takes[] = {{"uuid", uuid_path, 1, NULL}};
static const struct fixture fixtures[] = {
	{.name = "device", .operation = "get-devices", .takes = takes, .take_count = 1},
	{.name = "other", .operation = "get-devices", .distinct_from = "device", .takes = takes, .take_count = 1},
};

static const char *const everything[] = {"*"};
static const struct suite full = {.name = "full", .include = everything, .include_count = 1, .ceiling = SAFETY_DESTROY};
static const struct target anything = {.url = "http://127.0.0.1"};

/** What is planned, to be changed by the test. */
struct bench {
	struct arena *arena;
	struct catalogue catalogue;
	struct plan_options options;
};

/** An emulator, the whole suite, all formats, and these operations. */
static struct bench *open_bench(const struct endpoint *const *endpoints, size_t count)
{
	struct arena *arena = arena_new();
	struct bench *bench = ARENA_NEW(arena, struct bench);
	bench->arena = arena;
	bench->catalogue = (struct catalogue){
		.requirements = ledger,
		.requirement_count = ARRAY_LEN(ledger),
		.endpoints = endpoints,
		.endpoint_count = count,
		.fixtures = fixtures,
		.fixture_count = ARRAY_LEN(fixtures),
	};
	bench->options = (struct plan_options){
		.catalogue = &bench->catalogue,
		.suite = &full,
		.target = &anything,
		.permission = {.kind = TARGET_EMULATOR},
		.formats = {true, true, true},
	};
	return bench;
}

static const struct plan *make(struct bench *bench)
{
	return plan_make(bench->arena, &bench->options);
}

static const char *expectation(struct arena *arena, const struct planned *planned)
{
	const char *all = "";
	for (size_t i = 0; i < planned->expect_count; i++)
		all = arena_printf(arena, "%s %d", all, planned->expect[i]);
	return planned->no_data ? arena_printf(arena, "%s/404", all) : all;
}

/** One line per case: `name class R017 200/404 soft #request,request`, or `name: why it is skipped`. */
static const char *case_lines(struct bench *bench, const struct plan *plan)
{
	const char *text = "";
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct planned *planned = &plan->cases[i];
		if (planned->skip) {
			text = arena_printf(bench->arena, "%s%s: %s\n", text, planned->name, planned->skip);
			continue;
		}
		text = arena_printf(bench->arena, "%s%s %s %s%s%s", text, planned->name, safety_name(planned->safety),
		                    planned->requirement ? planned->requirement->id : "-", expectation(bench->arena, planned),
		                    planned->soft ? " soft" : "");
		for (size_t r = 0; r < planned->request_count; r++)
			text = arena_printf(bench->arena, "%s%s%zu", text, r ? "," : " #", planned->requests[r]);
		text = arena_printf(bench->arena, "%s\n", text);
	}
	return text;
}

/** One line per request: `GET get-devices xml any unknown status=LOST wave 0 again judge CASE-NUMBER`. */
static const char *request_lines(struct bench *bench, const struct plan *plan)
{
	static const char *const accepts[] = {[ACCEPT_FORMAT] = "", [ACCEPT_ANY] = " any", [ACCEPT_NONE] = " none"};
	static const char *const whos[] = {[WHO_RUN] = "", [WHO_NONE] = " nobody", [WHO_UNKNOWN] = " unknown"};
	const char *text = "";
	for (size_t i = 0; i < plan->request_count; i++) {
		const struct request *request = &plan->requests[i];
		text = arena_printf(bench->arena, "%s%s %s %s%s%s", text, request->method, request->endpoint->id,
		                    format_name(request->format), accepts[request->accept], whos[request->who]);
		for (size_t b = 0; b < request->binding_count; b++)
			text = arena_printf(bench->arena, "%s %s=%s", text, request->bindings[b].name, request->bindings[b].value);
		text = arena_printf(bench->arena, "%s wave %u%s", text, request->wave, request->again ? " again" : "");
		text = request->judge == NO_CASE ? arena_printf(bench->arena, "%s\n", text)
		                                 : arena_printf(bench->arena, "%s judge %zu\n", text, request->judge);
	}
	return text;
}

static void check_text(const char *name, const char *found, const char *wanted)
{
	cr_expect(strcmp(found, wanted) == 0, "%s:\n found:\n%s wanted:\n%s", name, found, wanted);
}

/** Plans the operation alone and compares its cases. */
static void check_cases(const struct endpoint *endpoint, const char *wanted)
{
	const struct endpoint *endpoints[] = {endpoint};
	struct bench *bench = open_bench(endpoints, 1);
	check_text(endpoint->id, case_lines(bench, make(bench)), wanted);
	arena_free(bench->arena);
}

Test(plan, of_a_small_list)
{
	const struct endpoint *endpoints[] = {&labels};
	struct bench *bench = open_bench(endpoints, 1);
	const struct plan *plan = make(bench);
	check_text("cases", case_lines(bench, plan),
	           "ok.xml read R017 200/404 #0\n"
	           "ok.json read R017 200/404 #1\n"
	           "twin read R013 #0,1\n"
	           "accept.none read R014 200/404 soft #2\n"
	           "accept.any read R014 200/404 soft #3\n"
	           "auth.none probe R021 401 #4\n"
	           "auth.unknown-user probe R022 401 #5\n"
	           "role.none: the target file has no account that lacks the role (`accounts`)\n"
	           "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	           "method.PUT probe-write R009 405 #6\n"
	           "method.POST probe-write R009 405 #7\n");
	check_text("requests", request_lines(bench, plan),
	           "GET get-all-labels xml wave 2 judge 0\n"
	           "GET get-all-labels json wave 2 judge 1\n"
	           "GET get-all-labels none none wave 2 judge 3\n"
	           "GET get-all-labels none any wave 2 judge 4\n"
	           "GET get-all-labels xml nobody wave 2 judge 5\n"
	           "GET get-all-labels xml unknown wave 2 judge 6\n"
	           "PUT get-all-labels xml wave 2 judge 9\n"
	           "POST get-all-labels xml wave 2 judge 10\n");
	cr_assert_str_eq(plan->cases[0].id, "dm/get-all-labels:ok.xml");
	cr_assert_str_eq(plan->cases[2].id, "dm/get-all-labels:twin");
	cr_assert_str_eq(plan->cases[6].kind, "auth");
	cr_assert_str_eq(plan->requests[0].case_id, "dm/get-all-labels:ok.xml", "the judge names it, not the twin");
	cr_assert_null(plan->refusal);
	cr_assert_eq(plan->fixture_count, 0);
	arena_free(bench->arena);
}

Test(plan, of_a_large_list_with_an_enumeration)
{
	const struct endpoint *endpoints[] = {&devices};
	struct bench *bench = open_bench(endpoints, 1);
	const struct plan *plan = make(bench);
	check_text("cases", case_lines(bench, plan),
	           "ok.xml read R017 200/404 #0\n"
	           "ok.json read R017 200/404 #1\n"
	           "ok.status=ACTIVE.xml read R017 200/404 #2\n"
	           "ok.status=ACTIVE.json read R017 200/404 #3\n"
	           "ok.status=LOST.xml read R017 200/404 #4\n"
	           "ok.status=LOST.json read R017 200/404 #5\n"
	           "twin read R013 #0,1\n"
	           "twin.status=ACTIVE read R013 #2,3\n"
	           "twin.status=LOST read R013 #4,5\n"
	           "auth.none probe R021 401 #6\n"
	           "auth.unknown-user probe R022 401 #7\n"
	           "role.none: the target file has no account that lacks the role (`accounts`)\n"
	           "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	           "invalid.status.xml probe R341 404 400 soft #8\n"
	           "invalid.status.json probe R341 404 400 soft #9\n"
	           "method.PUT probe-write R009 405 #10\n"
	           "method.POST probe-write R009 405 #11\n");
	cr_assert_str_eq(plan->requests[4].bindings[0].value, "LOST");
	cr_assert_str_eq(plan->requests[8].bindings[0].value, "NO_SUCH_VALUE");
	cr_assert_str_eq(plan->cases[4].because, "the guide lists LOST as a value of status");
	cr_assert_eq(plan->cases[4].parameter, &status);
	arena_free(bench->arena);
}

Test(plan, shards_are_parts_of_the_whole)
{
	const struct endpoint *endpoints[] = {&device, &devices};
	struct bench *bench = open_bench(endpoints, 2);
	const struct plan *whole = make(bench);
	size_t count = 0;
	size_t largest = 0;
	bench->options.shards = 3;
	for (bench->options.shard = 1; bench->options.shard <= 3; bench->options.shard++) {
		const struct plan *part = make(bench);
		count += part->case_count;
		largest = part->case_count > largest ? part->case_count : largest;
		for (size_t i = 0; i < part->case_count; i++) {
			bool found = false;
			for (size_t w = 0; w < whole->case_count; w++)
				found = found || strcmp(part->cases[i].id, whole->cases[w].id) == 0;
			cr_assert(found, "%s is not in the whole", part->cases[i].id);
		}
	}
	cr_assert_eq(count, whole->case_count);
	cr_assert_lt(largest, whole->case_count, "one part has all");
	arena_free(bench->arena);
}

Test(plan, of_a_single_read_and_its_fixture)
{
	const struct endpoint *endpoints[] = {&device, &devices};
	static const char *const select[] = {"operation:get-device"};
	struct bench *bench = open_bench(endpoints, 2);
	bench->options.select = select;
	bench->options.select_count = 1;
	const struct plan *plan = make(bench);
	check_text("cases", case_lines(bench, plan),
	           "ok.xml read R017 200 #2\n"
	           "ok.json read R017 200 #3\n"
	           "twin read R013 #2,3\n"
	           "accept.none read R014 200 soft #4\n"
	           "accept.any read R014 200 soft #5\n"
	           "auth.none probe R021 401 #6\n"
	           "auth.unknown-user probe R022 401 #7\n"
	           "role.none: the target file has no account that lacks the role (`accounts`)\n"
	           "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	           "unknown-id.u.xml probe R018 404 #8\n"
	           "unknown-id.u.json probe R018 404 #9\n"
	           "invalid.u.xml probe R020 404 400 soft #10\n"
	           "invalid.u.json probe R020 404 400 soft #11\n"
	           "method.PUT probe-write R009 405 #12\n"
	           "method.POST probe-write R009 405 #13\n");
	check_text("requests", request_lines(bench, plan),
	           "GET get-devices xml wave 0\n"
	           "GET get-devices json wave 1\n"
	           "GET get-device xml u=${device.uuid} wave 2 judge 0\n"
	           "GET get-device json u=${device.uuid} wave 2 judge 1\n"
	           "GET get-device none none u=${device.uuid} wave 2 judge 3\n"
	           "GET get-device none any u=${device.uuid} wave 2 judge 4\n"
	           "GET get-device xml nobody u=${device.uuid} wave 2 judge 5\n"
	           "GET get-device xml unknown u=${device.uuid} wave 2 judge 6\n"
	           "GET get-device xml u=00000000-0000-4000-8000-000000000000 wave 2 judge 9\n"
	           "GET get-device json u=00000000-0000-4000-8000-000000000000 wave 2 judge 10\n"
	           "GET get-device xml u=not-a-uuid wave 2 judge 11\n"
	           "GET get-device json u=not-a-uuid wave 2 judge 12\n"
	           "PUT get-device xml u=00000000-0000-4000-8000-000000000000 wave 2 judge 13\n"
	           "POST get-device xml u=00000000-0000-4000-8000-000000000000 wave 2 judge 14\n");
	cr_assert_eq(plan->fixture_count, 1);
	cr_assert_eq(plan->fixtures[0].request, 0);
	cr_assert_eq(plan->fixtures[0].other, 1, "the other format, should the first be unusable");
	cr_assert_str_eq(plan->requests[0].case_id, "fixtures");
	arena_free(bench->arena);
}

Test(plan, formats_not_wanted_are_left_out)
{
	const struct endpoint *endpoints[] = {&labels, &device};
	struct bench *bench = open_bench(endpoints, 1);
	bench->options.formats[FORMAT_XML] = false;
	const struct plan *plan = make(bench);
	check_text("JSON only", case_lines(bench, plan),
	           "ok.json read R017 200/404 #0\n"
	           "accept.none read R014 200/404 soft #1\n"
	           "accept.any read R014 200/404 soft #2\n"
	           "auth.none probe R021 401 #3\n"
	           "auth.unknown-user probe R022 401 #4\n"
	           "role.none: the target file has no account that lacks the role (`accounts`)\n"
	           "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	           "method.PUT probe-write R009 405 #5\n"
	           "method.POST probe-write R009 405 #6\n");
	cr_assert_eq(plan->requests[3].format, FORMAT_JSON);
	arena_free(bench->arena);
}

Test(plan, of_an_export)
{
	struct endpoint export = {.id = "export", .area = "dm", .method = "GET", .path = "/api/v1/dm/devices.csv"};
	export.formats = csv;
	export.format_count = 1;
	export.responses = &csv_response;
	export.response_count = 1;
	check_cases(&export,
	            "ok.csv read R017 200 #0\n"
	            "auth.none probe R021 401 #1\n"
	            "auth.unknown-user probe R022 401 #2\n"
	            "role.none: the target file has no account that lacks the role (`accounts`)\n"
	            "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	            "method.PUT probe-write R009 405 #3\n"
	            "method.POST probe-write R009 405 #4\n");
	const struct endpoint *endpoints[] = {&export};
	struct bench *bench = open_bench(endpoints, 1);
	cr_assert_eq(make(bench)->requests[0].accept, ACCEPT_ANY, "an export has no format to ask for");
	arena_free(bench->arena);
	export.unsupported = true;
	check_cases(&export, "unsupported probe R142 4 #0\n");
}

Test(plan, muted_kinds)
{
	static const char *const mute[] = {"method.POST", "accept.none", "auth", "ok"};
	struct endpoint quiet = labels;
	quiet.mute = mute;
	quiet.mute_count = 4;
	check_cases(&quiet,
	            "twin read R013 #0,1\n"
	            "accept.any read R014 200/404 soft #2\n"
	            "role.none: the target file has no account that lacks the role (`accounts`)\n"
	            "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	            "method.PUT probe-write R009 405 #3\n");
	static const char *const family[] = {"method", "accept", "auth", "twin"};
	quiet.mute = family;
	check_cases(&quiet,
	            "ok.xml read R017 200/404 #0\n"
	            "ok.json read R017 200/404 #1\n"
	            "role.none: the target file has no account that lacks the role (`accounts`)\n"
	            "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n");
}

Test(plan, muted_and_softened_parameters)
{
	static const char *const words[] = {"unknown-id"};
	static const char *const mute[] = {"auth", "accept", "method", "ok", "twin"};
	struct parameter parameter = uuid;
	struct endpoint endpoint = device;
	endpoint.parameters = &parameter;
	endpoint.mute = mute;
	endpoint.mute_count = 5;
	parameter.unknown_requirement = R346;
	check_cases(&endpoint,
	            "role.none: the target file has no account that lacks the role (`accounts`)\n"
	            "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	            "unknown-id.u.xml probe R346 404 #0\n"
	            "unknown-id.u.json probe R346 404 #1\n"
	            "invalid.u.xml probe R020 404 400 soft #2\n"
	            "invalid.u.json probe R020 404 400 soft #3\n");
	parameter.soften = words;
	parameter.soften_count = 1;
	parameter.type = "text";
	check_cases(&endpoint,
	            "role.none: the target file has no account that lacks the role (`accounts`)\n"
	            "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	            "unknown-id.u.xml probe R346 404 soft #0\n"
	            "unknown-id.u.json probe R346 404 soft #1\n");
	parameter.mute = words;
	parameter.mute_count = 1;
	parameter.type = "mac";
	check_cases(&endpoint,
	            "role.none: the target file has no account that lacks the role (`accounts`)\n"
	            "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	            "invalid.u.xml probe R020 404 400 soft #0\n"
	            "invalid.u.json probe R020 404 400 soft #1\n");
}

Test(plan, a_required_parameter_is_left_out)
{
	static const char *const mute[] = {"auth", "accept", "method", "twin", "invalid"};
	struct parameter parameter = status;
	struct endpoint endpoint = devices;
	parameter.required = true;
	endpoint.parameters = &parameter;
	endpoint.mute = mute;
	endpoint.mute_count = 5;
	const struct endpoint *endpoints[] = {&endpoint};
	struct bench *bench = open_bench(endpoints, 1);
	const struct plan *plan = make(bench);
	check_text("cases", case_lines(bench, plan),
	           "ok.status=ACTIVE.xml read R017 200/404 #0\n"
	           "ok.status=ACTIVE.json read R017 200/404 #1\n"
	           "ok.status=LOST.xml read R017 200/404 #2\n"
	           "ok.status=LOST.json read R017 200/404 #3\n"
	           "role.none: the target file has no account that lacks the role (`accounts`)\n"
	           "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	           "missing.status.xml probe R020 4 soft #4\n");
	check_text("requests", request_lines(bench, plan),
	           "GET get-devices xml status=ACTIVE wave 2 judge 0\n"
	           "GET get-devices json status=ACTIVE wave 2 judge 1\n"
	           "GET get-devices xml status=LOST wave 2 judge 2\n"
	           "GET get-devices json status=LOST wave 2 judge 3\n"
	           "GET get-devices xml wave 2 judge 6\n");
	arena_free(bench->arena);
}

static const struct binding two_ids[] = {{"u", "${device.uuid},${other.uuid}"}};
static const int client_error[] = {4, 200};
static const struct explicit_case explicit_cases[] = {
	{.id = "two",
     .parameters = two_ids,
     .parameter_count = 1,
     .expect = client_error,
     .expect_count = 2,
     .requirement = R077,
     .safety = SAFETY_PROBE,
     .soft = true},
	{.id = "same-as-ok", .expect = &client_error[1], .expect_count = 1, .requirement = R077},
};

Test(plan, explicit_cases_and_dependent_fixtures)
{
	static const char *const mute[] = {"auth", "accept", "method", "twin", "invalid", "unknown-id"};
	struct endpoint endpoint = device;
	endpoint.cases = explicit_cases;
	endpoint.case_count = 2;
	endpoint.mute = mute;
	endpoint.mute_count = 6;
	const struct endpoint *endpoints[] = {&endpoint, &devices};
	static const char *const select[] = {"operation:get-device"};
	struct bench *bench = open_bench(endpoints, 2);
	bench->options.select = select;
	bench->options.select_count = 1;
	bench->options.formats[FORMAT_JSON] = false;
	const struct plan *plan = make(bench);
	check_text("cases", case_lines(bench, plan),
	           "ok.xml read R017 200 #1\n"
	           "role.none: the target file has no account that lacks the role (`accounts`)\n"
	           "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	           "two.xml probe R077 4 200 soft #3\n"
	           "same-as-ok.xml read R077 200 #4\n");
	check_text("requests", request_lines(bench, plan),
	           "GET get-devices xml wave 0\n"
	           "GET get-device xml u=${device.uuid} wave 2 judge 0\n"
	           "GET get-devices xml wave 1 again\n"
	           "GET get-device xml u=${device.uuid},${other.uuid} wave 2 judge 3\n"
	           "GET get-device xml u=${device.uuid} wave 2 again judge 4\n");
	cr_assert_eq(plan->fixture_count, 2);
	cr_assert_str_eq(plan->fixtures[0].fixture->name, "device");
	cr_assert_eq(plan->fixtures[1].request, 2, "what is distinct from another is looked for after it");
	arena_free(bench->arena);
}

static const struct argument left_right[ARGUMENTS_MAX] = {{.given = true, .text = ""},
                                                          {.given = true, .text = "status=ACTIVE&x=1"}};
static const struct argument of_status[ARGUMENTS_MAX] = {{.given = true, .text = "status"}};
static const struct argument of_device[ARGUMENTS_MAX] = {{.given = true, .text = "device"}};
static const char *const one_pair[] = {"a=b"};
static const struct argument other_list[ARGUMENTS_MAX] = {{.given = true, .text = "get-all-labels"},
                                                          {.given = true, .items = one_pair, .count = 1}};

Test(plan, relations)
{
	static const char *const mute[] = {"auth", "accept", "method", "twin", "invalid", "ok"};
	struct relation_use uses[] = {
		{.def = relation_find("same-records"), .id = "default", .arguments = left_right, .requirement = R077},
		{.def = relation_find("disjoint"), .id = "apart", .arguments = of_status, .requirement = R077, .soft = true},
		{.def = relation_find("joins"), .id = "joined", .arguments = other_list, .requirement = R077},
		{.def = relation_find("counted"), .id = "number", .arguments = of_device, .requirement = R077},
	};
	struct endpoint endpoint = devices;
	endpoint.relations = uses;
	endpoint.relation_count = 4;
	endpoint.mute = mute;
	endpoint.mute_count = 6;
	const struct endpoint *endpoints[] = {&endpoint, &labels};
	static const char *const select[] = {"operation:get-devices"};
	struct bench *bench = open_bench(endpoints, 2);
	bench->options.select = select;
	bench->options.select_count = 1;
	const struct plan *plan = make(bench);
	check_text("cases", case_lines(bench, plan),
	           "role.none: the target file has no account that lacks the role (`accounts`)\n"
	           "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	           "default read R077 #0,1\n"
	           "apart read R077 soft #2,3\n"
	           "joined read R077 #0,4\n"
	           "number read R077 #0,0\n");
	check_text("requests", request_lines(bench, plan),
	           "GET get-devices xml wave 0\n"
	           "GET get-devices xml status=ACTIVE x=1 wave 2\n"
	           "GET get-devices xml status=ACTIVE wave 2\n"
	           "GET get-devices xml status=LOST wave 2\n"
	           "GET get-all-labels xml wave 2\n"
	           "GET get-devices json wave 1\n");
	cr_assert_str_eq(plan->cases[3].kind, "apart");
	arena_free(bench->arena);
}

Test(plan, an_operation_the_target_does_not_offer)
{
	struct relation_use use = {.id = "joined", .arguments = other_list, .requirement = R077};
	use.def = relation_find("joins");
	static const char *const mute[] = {"auth", "accept", "method", "twin", "invalid"};
	struct endpoint endpoint = device;
	endpoint.relations = &use;
	endpoint.relation_count = 1;
	endpoint.mute = mute;
	endpoint.mute_count = 5;
	const struct endpoint *endpoints[] = {&endpoint, &devices, &labels};
	static const char *const implements[] = {"get-device", "get-devices"};
	static const char *const select[] = {"operation:get-device", "dm/get-all-labels:ok.xml"};
	struct target partial = {.implements = implements, .implement_count = 2};
	struct bench *bench = open_bench(endpoints, 3);
	bench->options.target = &partial;
	bench->options.select = select;
	bench->options.select_count = 2;
	bench->options.formats[FORMAT_JSON] = false;
	check_text("cases", case_lines(bench, make(bench)),
	           "ok.xml read R017 200 #1\n"
	           "role.none: the target file has no account that lacks the role (`accounts`)\n"
	           "role.mobile-app: the target file has no account that has only the Mobile App role (`accounts`)\n"
	           "unknown-id.u.xml probe R018 404 #2\n"
	           "joined: not offered: `implements` of the target file does not list the operation\n"
	           "ok.xml: not offered: `implements` of the target file does not list the operation\n");
	arena_free(bench->arena);
}
