// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "judge_helper.h"
#include "pattern.h"

#define TYPE(NAME) .type = value_type_find(NAME)
#define OPTIONAL .presence = PRESENCE_OPTIONAL

/** What the one field makes of the tree. */
static const char *with_field(struct arena *arena, const struct field *field, const char *notation)
{
	struct schema schema = {.name = "test", .fields = field, .count = 1};
	return judged(arena, &schema, notation);
}

#define expect_field(NOTATION, EXPECTED, ...)                                                                          \
	expect_text(with_field(arena, &(struct field){__VA_ARGS__}, (NOTATION)), (EXPECTED))

Test(schema, presence)
{
	struct arena *arena = arena_new();
	expect_field("r{x=1}", "", .name = "x", TYPE("text"), .presence = PRESENCE_REQUIRED);
	expect_field("r", "failure presence R377 x: an element x | - | the element is missing", .name = "x", TYPE("text"),
	             .presence = PRESENCE_REQUIRED);
	expect_field("r", "failure presence R018 x: an element x | - | the element is missing", .name = "x", TYPE("text"),
	             .presence = PRESENCE_REQUIRED, .presence_requirement = REQUIREMENT("R018", STRENGTH_EXPLICIT));
	expect_field("r", "warning presence R018 x: an element x | - | the element is missing", .name = "x", TYPE("text"),
	             .presence = PRESENCE_REQUIRED, .presence_requirement = REQUIREMENT("R018", STRENGTH_INFERRED));
	expect_field("r", "warning presence R377 x: an element x | - | the element is missing", .name = "x", TYPE("text"),
	             .presence = PRESENCE_EXPECTED);
	expect_field("r", "", .name = "x", TYPE("text"), .presence = PRESENCE_OPTIONAL);
	expect_field("r", "", .name = "x", TYPE("text"), .presence = PRESENCE_FORBIDDEN);
	expect_field("r{x=''}", "", .name = "x", TYPE("text"), .presence = PRESENCE_FORBIDDEN);
	expect_field("r{x=1}", "failure presence R377 x: absent or empty | 1 | the element does not belong here",
	             .name = "x", TYPE("text"), .presence = PRESENCE_FORBIDDEN);
	expect_field("r{x{y=1}}",
	             "failure presence R377 x: absent or empty | child elements | the element does not belong here",
	             .name = "x", TYPE("any"), .presence = PRESENCE_FORBIDDEN);
	expect_field("r", "note presence R377 x: an element x | - | the element is missing", .name = "x", TYPE("text"),
	             .presence = PRESENCE_EXPECTED, .unused = true);
	arena_free(arena);
}

Test(schema, emptiness)
{
	static const char *const empties[] = {"r{x}", "r{x=' '}", "r{x[]}", "r{x{y[]}}"};
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(empties); i++) {
		expect_field(empties[i], "", .name = "x", TYPE("text"), .presence = PRESENCE_REQUIRED);
		expect_field(empties[i], "", .name = "x", TYPE("container"), .presence = PRESENCE_REQUIRED);
		expect_field(empties[i], "", .name = "x", TYPE("any"), .presence = PRESENCE_REQUIRED);
		expect_field(empties[i], "failure type R380 x: an integer |  | the element is empty", .name = "x",
		             TYPE("integer"), .presence = PRESENCE_REQUIRED);
		expect_field(empties[i], "failure type R083 x: an integer |  | the element is empty", .name = "x",
		             TYPE("integer"), .presence = PRESENCE_REQUIRED,
		             .requirement = REQUIREMENT("R083", STRENGTH_EXPLICIT));
		expect_field(empties[i], "failure type R380 x: text |  | the element is empty", .name = "x", TYPE("text"),
		             .presence = PRESENCE_REQUIRED, .constant = "1");
		expect_field(empties[i], "", .name = "x", TYPE("integer"), .presence = PRESENCE_REQUIRED, .may_be_empty = true);
		expect_field(empties[i], "", .name = "x", TYPE("text"), .presence = PRESENCE_EXPECTED);
		expect_field(empties[i], "warning type R380 x: an integer |  | the element is empty", .name = "x",
		             TYPE("integer"), .presence = PRESENCE_EXPECTED);
		expect_field(empties[i], "", .name = "x", TYPE("integer"), .presence = PRESENCE_EXPECTED, .may_be_empty = true);
		expect_field(empties[i], "", .name = "x", TYPE("integer"), .presence = PRESENCE_OPTIONAL);
		expect_field(empties[i], "", .name = "x", TYPE("integer"), .presence = PRESENCE_FORBIDDEN);
	}
	arena_free(arena);
}

Test(schema, values)
{
	struct arena *arena = arena_new();
	expect_field("r{x=1a}", "failure type R380 x: an integer | 1a | not of the type integer", .name = "x",
	             TYPE("integer"));
	expect_field("r{x=1a}", "failure type R083 x: an integer | 1a | not of the type integer", .name = "x",
	             TYPE("integer"), .requirement = REQUIREMENT("R083", STRENGTH_IMPLIED));
	expect_field("r{x=1a}", "warning type R083 x: an integer | 1a | not of the type integer", .name = "x",
	             TYPE("integer"), .requirement = REQUIREMENT("R083", STRENGTH_INFERRED));
	expect_field("r{x=1a}", "warning type R380 x: an integer | 1a | not of the type integer", .name = "x",
	             TYPE("integer"), .soft = true);
	expect_field("r{x=1a}", "note type R380 x: an integer | 1a | not of the type integer", .name = "x", TYPE("integer"),
	             .unused = true);
	expect_field("r{x=9}", "failure range R344 x: at most 3 | 9 | too large", .name = "x", TYPE("integer"),
	             .maximum = "3", .requirement = REQUIREMENT("R083", STRENGTH_EXPLICIT),
	             .range_requirement = REQUIREMENT("R344", STRENGTH_IMPLIED));
	expect_field("r{x='2026-12-01T00:00:00Z'}",
	             "failure not-future R380 x: not later than 2026-11-24T12:00:00Z | 2026-12-01T00:00:00Z | "
	             "2026-12-01T00:00:00Z lies more than a day after the answer",
	             .name = "x", TYPE("date"), .not_future = true);
	expect_field("r{x{y=1}}", "", .name = "x", TYPE("any"));
	arena_free(arena);
}

Test(schema, structure)
{
	struct arena *arena = arena_new();
	expect_field("r{x=1 x=2 x=3}",
	             "failure structure R378 x: one element | 2 | the element occurs more than once (2 times)", .name = "x",
	             TYPE("integer"));
	expect_field("r{x=1 x=2}", "", .name = "x", TYPE("integer"), .many = true);
	expect_field("r{x[] x=2}", "failure structure R378 x: one element | 2 | the element occurs more than once",
	             .name = "x", TYPE("integer"));
	expect_field("r{@x=1 x=1}", "note unknown-element - x: - | - | both an attribute and an element", .name = "x",
	             TYPE("integer"));
	expect_field("r{x=1 x=2}", "warning structure R378 x: one element | 2 | the element occurs more than once",
	             .name = "x", TYPE("integer"), .soft = true);
	expect_field("r{x=1{y=2}}", "failure structure R378 x: text | y | child elements where the guide has text",
	             .name = "x", TYPE("integer"));
	expect_field("r{x=1{@lang=en}}", "note unknown-element - x/lang: - | - | the guide has no such attribute here",
	             .name = "x", TYPE("integer"));
	expect_field("r{x='some text'}",
	             "failure structure R378 x: child elements | some text | text where the guide has elements",
	             .name = "x", TYPE("container"));
	expect_field("r='loose text'{x=1}",
	             "failure structure R378 -: child elements | loose text | text where the guide has elements",
	             .name = "x", TYPE("text"));
	expect_field("r=' '{x=1}", "", .name = "x", TYPE("text"));
	arena_free(arena);
}

Test(schema, names)
{
	static const char *const aliases[] = {"easUUID", "other"};
	struct arena *arena = arena_new();
	expect_field("r{EASUUID=1}",
	             "note name - easUuid: easUuid | EASUUID | the name is documented with other letters in capitals",
	             .name = "easUuid", TYPE("text"), .presence = PRESENCE_REQUIRED);
	expect_field("r{Other=1}", "", .name = "easUuid", TYPE("text"), .presence = PRESENCE_REQUIRED, .aliases = aliases,
	             .alias_count = 2);
	expect_field("r{other=x}", "failure type R380 easUuid: an integer | x | not of the type integer", .name = "easUuid",
	             TYPE("integer"), .aliases = aliases, .alias_count = 2);
	expect_field("r{x=1 new=2 new=3}", "note unknown-element - new: - | - | the guide has no such element here (2 times)",
	             .name = "x", TYPE("text"));
	expect_field("r{eas_uuid=1}",
	             "warning presence R377 easUuid: an element easUuid | - | the element is missing; found `eas_uuid`\n"
	             "note unknown-element - eas_uuid: - | - | the guide has no such element here",
	             .name = "easUuid", TYPE("text"), .presence = PRESENCE_EXPECTED);
	expect_field("r{a{b{X=1}}}",
	             "failure structure R378 x: the element in its documented place | a/b/X | "
	             "the element is missing here and stands at a/b/X\n"
	             "note unknown-element - a: - | - | the guide has no such element here",
	             .name = "x", TYPE("text"), .presence = PRESENCE_REQUIRED);
	expect_field("r{a{b{x=1}}}",
	             "warning structure R378 x: the element in its documented place | a/b/x | "
	             "the element is missing here and stands at a/b/x\n"
	             "note unknown-element - a: - | - | the guide has no such element here",
	             .name = "x", TYPE("text"), .presence = PRESENCE_EXPECTED);
	arena_free(arena);
}

Test(schema, missing_field_stands_above)
{
	struct arena *arena = arena_new();
	const struct field inner[] = {{.name = "status", TYPE("text"), .presence = PRESENCE_REQUIRED},
	                              {.name = "name", TYPE("text"), .presence = PRESENCE_EXPECTED}};
	const struct schema device = {.name = "device", .fields = inner, .count = 2};
	const struct field outer[] = {{.name = "device", TYPE("container"), OPTIONAL, .schema = &device, .many = true},
	                              {.name = "name", TYPE("text"), OPTIONAL}};
	const struct schema list = {.name = "list", .fields = outer, .count = 2};
	expect_text(judged(arena, &list, "r{name=list status=LOST device{other=1}}"),
	            "failure structure R378 device/status: the element in its documented place | status | "
	            "the element is missing here and stands at status\n"
	            "warning presence R377 device/name: an element name | - | the element is missing\n"
	            "note unknown-element - status: - | - | the guide has no such element here\n"
	            "note unknown-element - device/other: - | - | the guide has no such element here");
	expect_text(judged(arena, &list, "r{device{status=A name=x} device{name=y}}"),
	            "failure presence R377 device/status: an element status | - | the element is missing");
	expect_text(judged(arena, &list, "r{device}"), "");
	expect_text(judged(arena, &list, "r{device[]}"), "");
	arena_free(arena);
}

Test(schema, empty_containers)
{
	struct arena *arena = arena_new();
	const struct field inner = {.name = "uuid", TYPE("uuid"), .presence = PRESENCE_REQUIRED};
	const struct schema device = {.name = "device", .fields = &inner, .count = 1};
	expect_field("r{d}", "", .name = "d", TYPE("container"), OPTIONAL, .schema = &device);
	expect_field("r{d{other=1}}",
	             "failure presence R377 d/uuid: an element uuid | - | the element is missing\n"
	             "note unknown-element - d/other: - | - | the guide has no such element here",
	             .name = "d", TYPE("container"), .schema = &device);
	expect_field("r{d}", "failure presence R377 d/uuid: an element uuid | - | the element is missing", .name = "d",
	             TYPE("container"), .schema = &device, .presence = PRESENCE_REQUIRED);
	arena_free(arena);
}

Test(schema, presence_by_condition)
{
	struct arena *arena = arena_new();
	const struct condition_term pending = {.path = "status", .predicate = PREDICATE_EQUALS, .text = "PENDING"};
	const struct condition_term active = {.path = "status", .predicate = PREDICATE_EQUALS, .text = "ACTIVE"};
	const struct condition_term lost = {.path = "status", .predicate = PREDICATE_EQUALS, .text = "LOST"};
	const struct presence_rule rules[] = {
		{{&pending, 1}, PRESENCE_FORBIDDEN, REQUIREMENT("R118", STRENGTH_EXPLICIT)},
		{{&active, 1}, PRESENCE_REQUIRED, NULL},
		{{&lost, 1}, PRESENCE_OPTIONAL, NULL},
	};
	const struct field fields[] = {
		{.name = "status", TYPE("text")},
		{.name = "details", TYPE("text"), .presence = PRESENCE_EXPECTED, .presence_rules = rules, .presence_rule_count = 3},
	};
	const struct schema schema = {.name = "test", .fields = fields, .count = 2};
	expect_text(
		judged(arena, &schema, "r{status=PENDING details=x}"),
		"failure presence R118 details: absent or empty | x | the element is filled although status is PENDING");
	expect_text(
		judged(arena, &schema, "r{status=PENDING DETAILS=x}"),
		"failure presence R118 details: absent or empty | x | the element is filled although status is PENDING\n"
		"note name - details: details | DETAILS | the name is documented with other letters in capitals");
	expect_text(judged(arena, &schema, "r{status=PENDING details}"), "");
	expect_text(judged(arena, &schema, "r{status=PENDING}"), "");
	expect_text(
		judged(arena, &schema, "r{status=ACTIVE}"),
		"failure presence R377 details: an element details | - | the element is missing although status is ACTIVE");
	expect_text(judged(arena, &schema, "r{status=LOST}"), "");
	expect_text(judged(arena, &schema, "r{status=OTHER}"),
	            "warning presence R377 details: an element details | - | the element is missing");
	arena_free(arena);
}

Test(schema, forbidden_fields_fold)
{
	struct arena *arena = arena_new();
	const struct field inner = {.name = "x", TYPE("text"), .presence = PRESENCE_FORBIDDEN};
	const struct schema part = {.name = "part", .fields = &inner, .count = 1};
	expect_field("r{p{x=1} p{x=2}}",
	             "failure presence R377 p/x: absent or empty | 1 | the element does not belong here (2 times)",
	             .name = "p", TYPE("container"), .many = true, .schema = &part);
	arena_free(arena);
}

Test(schema, either)
{
	static const char *const either[] = {"device", "devices"};
	static const char *const aliases[] = {"gadget"};
	struct arena *arena = arena_new();
	const struct field fields[] = {{.name = "device", TYPE("any"), OPTIONAL, .aliases = aliases, .alias_count = 1},
	                               {.name = "devices", TYPE("any"), OPTIONAL}};
	const struct schema schema = {.name = "test", .fields = fields, .count = 2, .either = either, .either_count = 2};
	expect_text(judged(arena, &schema, "r{gadget{x=1}}"), "");
	expect_text(judged(arena, &schema, "r{DEVICES}"),
	            "note name - devices: devices | DEVICES | the name is documented with other letters in capitals");
	expect_text(judged(arena, &schema, "r"),
	            "failure either R377 -: device or devices | - | none of the elements is there");
	arena_free(arena);
}

/** A list whose records were judged while they arrived. */
static const char *streamed(struct arena *arena, const char *path, size_t count, bool many, const char *notation)
{
	const struct field device = {.name = "device", TYPE("container"), .many = many, .presence = PRESENCE_REQUIRED};
	const struct schema devices = {.name = "devices", .fields = &device, .count = 1};
	const struct field fields[] = {
		{.name = "devices", TYPE("container"), .presence = PRESENCE_REQUIRED, .schema = &devices},
		{.name = "messages", TYPE("text"), .presence = PRESENCE_REQUIRED},
	};
	const struct schema schema = {.name = "test", .fields = fields, .count = 2};
	struct findings *findings = findings_new(arena, false);
	struct schema_context context = judging_context(arena, findings);
	context.streamed = path;
	context.streamed_count = count;
	schema_check(&schema, tree(arena, notation), &context);
	return finding_lines(arena, findings);
}

Test(schema, streamed_records_are_not_missing)
{
	static const char missing[] =
		"failure presence R377 devices/device: an element device | - | the element is missing";
	struct arena *arena = arena_new();
	expect_text(streamed(arena, "devices/device", 3, true, "r{devices messages=x}"), "");
	expect_text(streamed(arena, "DEVICES/Device", 1, false, "r{devices messages=x}"), "");
	expect_text(streamed(arena, "devices/device", 1, false, "r{messages=x}"), "");
	expect_text(streamed(arena, "devices/device", 0, true, "r{devices messages=x}"), missing);
	expect_text(streamed(arena, NULL, 0, true, "r{devices messages=x}"), missing);
	expect_text(streamed(arena, "devices/other", 3, true, "r{devices messages=x}"), missing);
	expect_text(streamed(arena, "devices/device", 2, false, "r{devices messages=x}"),
	            "failure structure R378 devices/device: one element | - | the element occurs more than once");
	expect_text(streamed(arena, "devices/device", 3, true, "r{devices}"),
	            "failure presence R377 messages: an element messages | - | the element is missing");
	arena_free(arena);
}

Test(schema, records_have_a_place_and_a_name)
{
	struct arena *arena = arena_new();
	const struct field inner = {.name = "model", TYPE("integer")};
	const struct schema part = {.name = "part", .fields = &inner, .count = 1};
	const struct field fields[] = {{.name = "uuid", TYPE("uuid")}, {.name = "part", TYPE("container"), .schema = &part}};
	const struct schema schema = {.name = "test", .fields = fields, .count = 2};
	struct findings *findings = findings_new(arena, false);
	struct schema_context context = judging_context(arena, findings);
	context.path = context.records = "devices/device";
	for (context.index = 4; context.index < 7; context.index++) {
		context.record = str_of(context.index == 4 ? "u-4" : "u-5");
		schema_check(&schema, tree(arena, "device{uuid=u-4 part{model=x}}"), &context);
	}
	expect_text(finding_lines(arena, findings),
	            "failure type R380 devices/device[5]/uuid: a uuid: 8-4-4-4-12 hexadecimal digits | u-4 | "
	            "not of the type uuid (3 times) (record u-4)\n"
	            "failure type R380 devices/device[5]/part/model: an integer | x | not of the type integer (3 times) "
	            "(record u-4)");
	arena_free(arena);
}

/** Key tables for two platforms. */
struct keyed {
	struct field android[4];
	struct schema android_table;
	struct condition_term is_android;
	struct key_choice choice;
	struct field fields[2];
	struct schema schema;
};

static const char *const alternatives[] = {"na", "(null)"};
static const struct requirement user_name_requirement = {.id = "R406"};
static const char *const user_name_aliases[] = {"prv_exchange_Userivame"};

static struct keyed *keyed(struct arena *arena)
{
	struct keyed *keyed = ARENA_NEW(arena, struct keyed);
	keyed->android[0] = (struct field){.name = "battery_life", TYPE("decimal"), .maximum = "100", .may_be_empty = true};
	keyed->android[1] = (struct field){.name = "admin_activated", TYPE("boolean"), .soft = true};
	keyed->android[2] = (struct field){.name = "board", TYPE("text")};
	keyed->android[3] = (struct field){.name = "prv_exchange_UserName",
	                                   TYPE("email"),
	                                   .aliases = user_name_aliases,
	                                   .alias_count = 1,
	                                   .requirement = &user_name_requirement};
	keyed->android_table = (struct schema){.name = "android",
	                                       .fields = keyed->android,
	                                       .count = 4,
	                                       .keys = true,
	                                       .alternatives = alternatives,
	                                       .alternative_count = 2};
	keyed->is_android = (struct condition_term){.path = "platform", .predicate = PREDICATE_EQUALS, .text = "Android"};
	keyed->choice = (struct key_choice){{&keyed->is_android, 1}, &keyed->android_table};
	keyed->fields[0] = (struct field){.name = "platform", TYPE("text")};
	keyed->fields[1] = (struct field){.name = "details", TYPE("entries"), .keys = &keyed->choice, .key_choice_count = 1};
	keyed->schema = (struct schema){.name = "device", .fields = keyed->fields, .count = 2};
	return keyed;
}

/** A device with one entry, and what is found; NULL for nothing. */
static const char *const entries[][2] = {
	{"entry{key=battery_life value=100}", ""},
	{"entry{key='Battery Life' value='100.0'}", ""},
	{"entry{value=99 key=BATTERY-LIFE}", ""},
	{"entry{key=battery_life value}", ""},
	{"entry{key=battery_life value=NA}", ""},
	{"entry{key=battery_life value='(null)'}", ""},
	{"entry{key=admin_activated value=True}", ""},
	{"entry{key=board value}", ""},
	{"entry{key=board}", ""},
	{"entry{value=1}", ""},
	{"entry{key value=1}", ""},
	{"entry", ""},
	{"entry[]", ""},
	{"other=1", ""},
	{"entry{key=prv_exchange_Userivame value=j@example.com}", ""},
	{"entry{key=board value=x} entry{key=board value=x}", ""},
	{"entry{key=battery_life value=101}",
     "failure range R380 details/entry[battery_life]: at most 100 | 101 | too large"},
	{"entry{key='battery life' value=full} entry{key=battery_life value=empty}",
     "failure type R380 details/entry[battery_life]: a decimal number | full | not of the type decimal (2 times)"},
	{"entry{key=admin_activated value=1}",
     "warning type R380 details/entry[admin_activated]: true or false | 1 | not of the type boolean"},
	{"entry{key=admin_activated value}",
     "note empty - details/entry[admin_activated]: - | - | "
     "a key that does not apply is left out as a rule; this one has an empty value"},
	{"entry{key=prv_exchange_Userivame value=jdoe}",
     "failure type R406 details/entry[prv_exchange_UserName]: an e-mail address | jdoe | not of the type email"},
	{"entry{key=colour value=red}",
     "note unknown-key - details/entry[colour]: - | - | the guide has no such key for this platform"},
	{"entry{key=board value{x=1}}",
     "failure structure R378 details/entry[board]: text | x | child elements where the guide has text"},
};

Test(schema, entries)
{
	struct arena *arena = arena_new();
	const struct keyed *device = keyed(arena);
	for (size_t i = 0; i < ARRAY_LEN(entries); i++)
		expect_text(judged(arena, &device->schema, arena_printf(arena, "d{platform=Android details{%s}}", entries[i][0])),
		            entries[i][1]);
	expect_text(judged(arena, &device->schema, "d{platform=iOS details{entry{key=battery_life value=x}}}"), "");
	expect_text(judged(arena, &device->schema, "d{platform=Android details}"), "");
	expect_text(judged(arena, &device->schema, "d{platform=Android details='text'}"),
	            "failure structure R378 details: child elements | text | text where the guide has elements");
	arena_free(arena);
}

Test(schema, a_long_key_is_cut)
{
	struct arena *arena = arena_new();
	const struct keyed *device = keyed(arena);
	struct node *record = tree(arena, "d{platform=Android details{entry{key value=1}}}");
	enum { LENGTH = 10000 };
	char *key = arena_alloc(arena, LENGTH);
	memset(key, 'k', LENGTH);
	record->last->first->first->text = (struct str){key, LENGTH};
	struct findings *findings = findings_new(arena, false);
	struct schema_context context = judging_context(arena, findings);
	schema_check(&device->schema, record, &context);
	size_t count;
	const struct finding *all = findings_all(findings, &count);
	cr_assert_eq(count, 1);
	cr_expect_eq(strspn(all[0].path + strlen("details/entry["), "k"), 300 - strlen("details/entry["));
	expect_text(all[0].path + 300, "… (4111 bytes)");
	arena_free(arena);
}

Test(schema, look_ups_with_and_without_an_index)
{
	struct arena *arena = arena_new();
	static const char *const aliases[] = {"two", "Deux"};
	const struct field fields[] = {{.name = "one"},
	                               {.name = "zwei", .aliases = aliases, .alias_count = 2},
	                               {.name = "thr_ee"}};
	static const struct {
		const char *name;
		size_t element; /* position by the rules of elements */
		size_t key;     /* and of key tables */
	} cases[] = {
		{"one", 0, 0},    {"ONE", 0, 0},   {"two", 1, 1}, {"deux", 1, 1}, {"thr_ee", 2, 2}, {"three", 9, 2},
		{"TH REE", 9, 2}, {"o-n-e", 9, 0}, {"on", 9, 9},  {"onee", 9, 9}, {"", 9, 9},       {" ", 9, 9},
	};
	for (int indexed = 0; indexed < 2; indexed++)
		for (int keys = 0; keys < 2; keys++) {
			struct schema schema = {.fields = fields, .count = 3, .keys = keys};
			if (indexed)
				schema_prepare(arena, &schema);
			for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
				size_t wanted = keys ? cases[i].key : cases[i].element;
				const struct field *field = schema_field(&schema, str_of(cases[i].name));
				cr_expect_eq(field, wanted == 9 ? NULL : &fields[wanted], "%s keys %d index %d", cases[i].name, keys,
				             indexed);
			}
			cr_expect_null(schema_field(&schema, (struct str){"one\0x", 5}));
		}
	arena_free(arena);
}

Test(schema, any_order_and_many_fields)
{
	enum { FIELDS = 300 };
	struct arena *arena = arena_new();
	struct field *fields = ARENA_ARRAY(arena, struct field, FIELDS);
	struct node *record = tree(arena, "r");
	for (size_t i = 0; i < FIELDS; i++) {
		fields[i] =
			(struct field){.name = arena_printf(arena, "field%zu", i), TYPE("natural"), .presence = PRESENCE_REQUIRED};
		size_t shuffled = i * 7 % FIELDS;
		if (shuffled != 123)
			node_add(arena, record, str_of(arena_printf(arena, "field%zu", shuffled)))->text = str_of("1");
	}
	struct schema schema = {.name = "wide", .fields = fields, .count = FIELDS};
	for (int indexed = 0; indexed < 2; indexed++) {
		struct findings *findings = findings_new(arena, false);
		struct schema_context context = judging_context(arena, findings);
		schema_check(&schema, record, &context);
		expect_text(finding_lines(arena, findings),
		            "failure presence R377 field123: an element field123 | - | the element is missing");
		schema_prepare(arena, &schema);
	}
	arena_free(arena);
}

Test(schema, hostile_breadth_and_depth_are_bounded)
{
	struct arena *arena = arena_new();
	struct node *root = tree(arena, "r");
	for (size_t i = 0; i < 50000; i++)
		node_add(arena, root, str_of(arena_printf(arena, "missing-field-%zu", i)));
	struct node *deep = root;
	for (size_t i = 0; i < 128; i++)
		deep = node_add(arena, deep, str_of("deep"));
	struct field *fields = ARENA_ARRAY(arena, struct field, 100);
	for (size_t i = 0; i < 100; i++)
		fields[i] = (struct field){.name = arena_printf(arena, "missingField%zu", i * 1000),
		                           TYPE("text"),
		                           .presence = PRESENCE_REQUIRED};
	struct schema schema = {.name = "wide", .fields = fields, .count = 100};
	schema_prepare(arena, &schema);
	struct findings *findings = findings_new(arena, false);
	struct schema_context context = judging_context(arena, findings);
	schema_check(&schema, root, &context);
	cr_expect_eq(findings_count(findings, LEVEL_FAILURE), 100);
	cr_expect_eq(findings_count(findings, LEVEL_NOTE), 180);
	arena_free(arena);
}
