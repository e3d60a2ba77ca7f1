// SPDX-License-Identifier: Apache-2.0
/* What changed between two runs: hand-made records, compared; what matters, what informs, what is noise. */
#include "diff.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "diff_report.h"
#include "hostile.h"
#include "judge_helper.h"
#include "record.h"
#include "report_room.h"

/** One of the two runs, to be changed by the test. */
struct side {
	struct run_header header;
	struct run_summary summary;
	struct result cases[40];
	size_t case_count;
	struct observed shapes[4];
	size_t shape_count;
	struct finding findings[4];
	struct exchange exchanges[4];
	struct observed_field fields[8];
	size_t field_count;
};

static struct side before, after;
static const char *files[2];

static const char *const text_type[] = {"text"};
static const char *const number_type[] = {"integer"};
static const char *const elements_type[] = {"elements"};
static const char *const string_kind[] = {"string"};
static const char *const number_kind[] = {"number"};

static void set_side(struct side *side)
{
	*side = (struct side){.header = sample_run()->header, .summary = sample_run()->summary};
	side->exchanges[0] = (struct exchange){.method = "GET", .url = "u", .credentials = "run", .status = 200};
	side->exchanges[0].content_type = "application/xml";
	side->exchanges[0].duration_us = 1000;
	side->cases[0] = (struct result){
		.id = "dm/get:ok.xml",
		.area = "dm",
		.operation = "get",
		.kind = "ok",
		.name = "ok.xml",
		.format = "xml",
		.findings = side->findings,
		.exchanges = side->exchanges,
		.exchange_count = 1,
	};
	side->case_count = 1;
	side->fields[0] = (struct observed_field){.path = "l", .documented = true, .loose = true, .seen = 1, .of = 1};
	side->fields[1] = (struct observed_field){.path = "l/d", .documented = true, .loose = true, .repeated = true};
	side->fields[2] = (struct observed_field){.path = "l/d/n", .documented = true, .seen = 90, .of = 90};
	for (int i = 0; i < 3; i++) {
		side->fields[i].types = i < 2 ? elements_type : number_type;
		side->fields[i].type_count = 1;
	}
	side->field_count = 3;
	side->shapes[0] =
		(struct observed){.area = "dm", .operation = "get", .format = "xml", .answer = "data", .answers = 1};
	side->shapes[0].fields = side->fields;
	side->shape_count = 1;
}

static void open_sides(void)
{
	room_open();
	set_side(&before);
	set_side(&after);
	files[0] = arena_printf(room.arena, "%s/before.jsonl", room.directory);
	files[1] = arena_printf(room.arena, "%s/after.jsonl", room.directory);
}

TestSuite(diff, .init = open_sides, .fini = room_close);

static void write_side(struct side *side, const char *file)
{
	struct record *record = record_create(file, NULL, room.diag);
	record_header(record, &side->header);
	for (size_t i = 0; i < side->case_count; i++)
		record_result(record, &side->cases[i]);
	for (size_t i = 0; i < side->shape_count; i++) {
		side->shapes[i].field_count = side->field_count;
		record_observed(record, &side->shapes[i]);
	}
	record_summary(record, &side->summary);
	cr_assert_eq(record_close(record), 0);
}

static const struct diff *compared(void)
{
	write_side(&before, files[0]);
	write_side(&after, files[1]);
	const struct diff *diff = diff_runs(room.arena, files[0], files[1], room.diag);
	cr_assert_not_null(diff);
	return diff;
}

/** The changes, a line each: "! kind WHAT: BEFORE → AFTER". */
static const char *changes(void)
{
	const struct diff *diff = compared();
	struct text lines = text_new(1 << 20);
	for (size_t i = 0; i < diff->change_count; i++) {
		text_printf(&lines, "%s %s ", diff->changes[i].relevant ? "!" : "-", change_name(diff->changes[i].kind));
		diff_describe(&lines, &diff->changes[i]);
		text_putc(&lines, '\n');
	}
	const char *copy = arena_string(room.arena, text_str(&lines));
	text_free(&lines);
	return copy;
}

static void fail_case(struct side *side, const char *check, const char *path)
{
	side->cases[0].verdict = VERDICT_FAIL;
	side->findings[0] =
		(struct finding){.level = LEVEL_FAILURE, .check = check, .path = path, .message = "wrong", .times = 1};
	side->cases[0].finding_count = 1;
}

Test(diff, equal_runs_have_no_changes)
{
	expect_text(changes(), "");
	cr_expect_eq(compared()->cases, (size_t)1);
	cr_expect_eq(compared()->note_count, (size_t)0);
	cr_expect_eq(compared()->difference_count, (size_t)0);
}

Test(diff, a_case_that_breaks_matters)
{
	fail_case(&after, "type", "l/d[3]/n");
	expect_text(changes(), "! broken type l/d/n: pass → fail; wrong [dm/get:ok.xml]\n");
}

Test(diff, a_case_that_cannot_be_judged_any_more_matters)
{
	after.cases[0].verdict = VERDICT_ERROR;
	after.cases[0].reason = "not reached";
	after.exchanges[0].status = 0;
	expect_text(changes(), "! broken pass → error; not reached [dm/get:ok.xml]\n");
}

Test(diff, a_case_that_is_mended_informs)
{
	fail_case(&before, "type", "l/d[3]/n");
	expect_text(changes(), "- fixed type l/d/n: fail → pass; wrong [dm/get:ok.xml]\n");
}

Test(diff, another_reason_to_fail_matters_and_another_record_does_not)
{
	fail_case(&before, "type", "l/d[3]/n");
	fail_case(&after, "type", "l/d[17]/n");
	expect_text(changes(), "");
	fail_case(&after, "values", "l/d[3]/n");
	expect_text(changes(), "! finding-new values l/d/n; wrong [dm/get:ok.xml]\n"
	                       "- finding-gone type l/d/n; wrong [dm/get:ok.xml]\n");
}

Test(diff, a_known_deviation_fails_like_any_other)
{
	fail_case(&before, "type", "n");
	fail_case(&after, "type", "n");
	after.cases[0].verdict = VERDICT_KNOWN;
	expect_text(changes(), "");
	before.cases[0].verdict = VERDICT_PASS;
	before.cases[0].finding_count = 0;
	expect_text(changes(), "! broken type n: pass → known; wrong [dm/get:ok.xml]\n");
}

Test(diff, warnings_inform)
{
	after.findings[0] = (struct finding){.level = LEVEL_WARNING, .check = "w", .message = "odd", .times = 1};
	after.findings[1] = (struct finding){.level = LEVEL_NOTE, .check = "n", .message = "note", .times = 1};
	after.cases[0].finding_count = 2;
	expect_text(changes(), "- warning-new w; odd [dm/get:ok.xml]\n");
}

Test(diff, a_status_code_matters_unless_it_is_about_data)
{
	before.exchanges[0].status = 400;
	after.exchanges[0].status = 404;
	expect_text(changes(), "! status 400 → 404 [dm/get:ok.xml]\n");
	before.exchanges[0].status = 200;
	expect_text(changes(), "- status 200 → 404; whether there is data; the guide allows both [dm/get:ok.xml]\n");
}

Test(diff, of_several_answers_too_only_other_codes_matter)
{
	before.exchanges[1] = after.exchanges[1] = before.exchanges[0];
	before.cases[0].exchange_count = after.cases[0].exchange_count = 2;
	after.exchanges[1].status = 404;
	expect_text(changes(), "- status 200 → 200 | 404; whether there is data; the guide allows both [dm/get:ok.xml]\n");
	after.exchanges[1].status = 400;
	expect_text(changes(), "! status 200 → 200 | 400 [dm/get:ok.xml]\n");
}

Test(diff, a_case_that_had_nothing_to_send_has_no_status_code)
{
	before.cases[0].exchange_count = 0;
	expect_text(changes(), "");
	before.cases[0].exchange_count = 1;
	after.cases[0].exchange_count = 0;
	expect_text(changes(), "");
}

Test(diff, a_media_type_matters_and_its_parameters_do_not)
{
	after.exchanges[0].content_type = "Application/XML; charset=utf-8";
	expect_text(changes(), "- media-type application/xml → Application/XML; charset=utf-8 [dm/get:ok.xml]\n");
	after.exchanges[0].content_type = "text/html";
	expect_text(changes(), "! media-type application/xml → text/html [dm/get:ok.xml]\n");
}

Test(diff, a_case_that_is_not_offered_any_more_matters)
{
	after.cases[0].verdict = VERDICT_SKIP;
	after.cases[0].reason = "not offered";
	expect_text(changes(), "- only-before not offered [dm/get:ok.xml]\n");
	after.exchanges[0].status = 404;
	expect_text(changes(), "! not-offered not offered [dm/get:ok.xml]\n");
}

Test(diff, cases_that_were_not_asked_for_are_left_out)
{
	after.case_count = 0;
	after.shape_count = 0;
	after.header.suite = "smoke";
	expect_text(changes(), "");
	const struct diff *diff = compared();
	cr_assert_eq(diff->note_count, (size_t)3);
	cr_expect(strstr(diff->notes[1], "1 cases ran in the first only"));
	cr_expect(strstr(diff->notes[2], "nothing is compared"));
	cr_expect_str_eq(diff->differences[0].name, "suite");
}

Test(diff, a_documented_field_that_vanishes_matters)
{
	after.field_count = 2;
	expect_text(changes(), "! field-gone l/d/n (xml): always → never; in 90 of 90\n");
	before.fields[2].documented = false;
	expect_text(changes(), "- field-gone l/d/n (xml): always → never; in 90 of 90; the guide does not have it\n");
	before.fields[2].documented = true;
	before.fields[2].seen = 2;
	after.fields[2] = (struct observed_field){.path = "l/d/m", .documented = true, .seen = 90, .of = 90};
	after.field_count = 3;
	before.fields[3] = after.fields[2];
	before.field_count = 4;
	expect_text(changes(), "- field-gone l/d/n (xml): sometimes → never; in 2 of 90\n");
	before.fields[2].seen = 30;
	expect_text(changes(), "! field-gone l/d/n (xml): sometimes → never; in 30 of 90\n");
}

Test(diff, what_is_in_a_field_that_vanishes_goes_with_it)
{
	after.field_count = 0;
	expect_text(changes(), "! field-gone l (xml): always → never; in 1 of 1\n");
}

Test(diff, an_empty_list_says_nothing_about_its_records)
{
	after.field_count = 1;
	after.fields[0].types = text_type;
	after.fields[0].type_count = 0;
	expect_text(changes(), "");
}

Test(diff, a_new_field_informs)
{
	after.fields[3] = (struct observed_field){.path = "l/d/x", .seen = 90, .of = 90};
	after.field_count = 4;
	expect_text(changes(), "- field-new l/d/x (xml): never → always; in 90 of 90; the guide does not have it\n");
}

Test(diff, capitals_of_a_name_matter)
{
	after.fields[2].path = "l/d/N";
	expect_text(changes(), "! field-name l/d/n (xml): n → N\n");
}

Test(diff, another_type_matters_unless_the_field_is_free_text)
{
	after.fields[2].types = text_type;
	expect_text(changes(), "! type l/d/n (xml): integer → text\n");
	before.fields[2].loose = after.fields[2].loose = true;
	expect_text(changes(), "- type l/d/n (xml): integer → text\n");
}

Test(diff, how_json_writes_a_value_matters)
{
	before.fields[2].written = number_kind;
	after.fields[2].written = string_kind;
	before.fields[2].written_count = after.fields[2].written_count = 1;
	expect_text(changes(), "! type l/d/n (xml): number → string\n");
}

Test(diff, how_json_writes_nothing_matters)
{
	static const char *const null_word[] = {"number", "null"};
	static const char *const empty_word[] = {"number", "empty"};
	before.fields[2].written = number_kind;
	before.fields[2].written_count = 1;
	after.fields[2].written = null_word;
	after.fields[2].written_count = 2;
	expect_text(changes(), ""); /* before, there was always something */
	before.fields[2].written = empty_word;
	before.fields[2].written_count = 2;
	expect_text(changes(), "! type l/d/n (xml): empty → null\n");
}

Test(diff, another_type_is_told_once_although_json_writes_it_otherwise)
{
	after.fields[2].types = text_type;
	before.fields[2].written = number_kind;
	after.fields[2].written = string_kind;
	before.fields[2].written_count = after.fields[2].written_count = 1;
	expect_text(changes(), "! type l/d/n (xml): integer → text\n");
}

Test(diff, what_some_had_is_missed_only_among_as_many)
{
	static const char *const few[] = {"ACTIVE"};
	static const char *const more[] = {"ACTIVE", "LOST"};
	before.fields[2].values = more;
	before.fields[2].value_count = 2;
	after.fields[2].values = few;
	after.fields[2].value_count = 1;
	after.fields[2].seen = after.fields[2].of = 81;
	expect_text(changes(), "- value-gone l/d/n (xml): LOST\n");
	after.fields[2].seen = after.fields[2].of = 80;
	expect_text(changes(), "");

	before.fields[2].value_count = after.fields[2].value_count = 0;
	before.fields[2].seen = 89;
	expect_text(changes(), "");
	after.fields[2].seen = after.fields[2].of = 81;
	expect_text(changes(), "- presence l/d/n (xml): sometimes → always\n");
}

Test(diff, a_rare_field_is_missed_only_among_as_many)
{
	before.fields[3] = after.fields[2];
	before.fields[3].path = "l/d/rare";
	before.fields[3].seen = 1;
	before.field_count = 4;
	after.fields[2].seen = after.fields[2].of = 81;
	expect_text(changes(), "- field-gone l/d/rare (xml): sometimes → never; in 1 of 90\n");
	after.fields[2].seen = after.fields[2].of = 80;
	expect_text(changes(), "");
}

Test(diff, values_that_the_guide_has_inform_and_others_matter)
{
	static const char *const few[] = {"ACTIVE"};
	static const char *const more[] = {"ACTIVE", "LOST"};
	static const char *const other[] = {"GONE"};
	before.fields[2].values = few;
	before.fields[2].value_count = 1;
	after.fields[2].values = more;
	after.fields[2].value_count = 2;
	after.fields[2].unknown = other;
	after.fields[2].unknown_count = 1;
	expect_text(changes(), "! value-unknown l/d/n (xml): GONE\n"
	                       "- value-new l/d/n (xml): LOST\n");
	after.fields[2].open = true;
	expect_text(changes(), "- value-unknown l/d/n (xml): GONE\n"
	                       "- value-new l/d/n (xml): LOST\n");
}

Test(diff, presence_and_forms_inform)
{
	static const char *const zone[] = {"##+##:##"};
	static const char *const zulu[] = {"##Z"};
	after.fields[2].seen = 60;
	before.fields[2].forms = zone;
	after.fields[2].forms = zulu;
	before.fields[2].form_count = after.fields[2].form_count = 1;
	expect_text(changes(), "- presence l/d/n (xml): always → sometimes\n"
	                       "- form l/d/n (xml): ##+##:## → ##Z\n");
}

Test(diff, the_root_element_informs)
{
	static const char *const old[] = {"r"};
	static const char *const new[] = {"(none)"};
	before.shapes[0].roots = old;
	after.shapes[0].roots = new;
	before.shapes[0].root_count = after.shapes[0].root_count = 1;
	expect_text(changes(), "- root (xml): r → (none)\n");
}

Test(diff, messages_and_headers_inform)
{
	static const char *const old[] = {"No devices."};
	static const char *const new[] = {"No devices!"};
	before.shapes[0].messages = before.shapes[0].headers = old;
	after.shapes[0].messages = after.shapes[0].headers = new;
	before.shapes[0].message_count = after.shapes[0].message_count = 1;
	before.shapes[0].header_count = after.shapes[0].header_count = 1;
	expect_text(changes(), "- message-new No devices! (xml)\n"
	                       "- message-gone No devices. (xml)\n"
	                       "- header-new No devices! (xml)\n"
	                       "- header-gone No devices. (xml)\n");
	after.shapes[0].answers = 2;
	expect_text(changes(), "");
}

Test(diff, other_objects_make_no_noise)
{
	before.summary.fixtures = "device.uuid=a b label.name=x alert.updated=1";
	after.summary.fixtures = "device.uuid=a c label.name=x more=y alert.updated=2";
	before.fields[2].of = before.fields[2].seen = 40;
	after.fields[2].types = text_type;
	expect_text(changes(), "");
	const struct diff *diff = compared();
	cr_assert_eq(diff->difference_count, (size_t)1);
	cr_expect_str_eq(diff->differences[0].name, "device.uuid");
	cr_expect_str_eq(diff->differences[0].before, "a b");
	cr_expect_str_eq(diff->differences[0].after, "a c");
	before.fields[2].of = before.fields[2].seen = 90;
	expect_text(changes(), "! type l/d/n (xml): integer → text\n");
}

Test(diff, counts_sizes_and_times_beyond_noise)
{
	before.exchanges[0].records = 19;
	after.exchanges[0].records = 10;
	expect_text(changes(), "");
	before.exchanges[0].records = 30;
	expect_text(changes(), "- count (xml): 30 records → 10 records\n");
	before.exchanges[0].records = after.exchanges[0].records = 1;
	before.exchanges[0].bytes = 300;
	after.exchanges[0].bytes = 500;
	expect_text(changes(), "");
	after.exchanges[0].bytes = 700;
	expect_text(changes(), "- size (xml): 300 bytes a record → 700 bytes a record\n");
	after.exchanges[0].bytes = 300;
	for (size_t i = 1; i < 3; i++)
		before.exchanges[i] = after.exchanges[i] = before.exchanges[0];
	before.cases[0].exchange_count = after.cases[0].exchange_count = 3;
	after.exchanges[0].duration_us = after.exchanges[1].duration_us = 490000;
	expect_text(changes(), "");
	after.exchanges[0].duration_us = after.exchanges[1].duration_us = 700000;
	expect_text(changes(), "- time (xml): median 0.001 s, 95% within 0.001 s → median 0.700 s, 95% within 0.700 s\n");
}

Test(diff, equal_changes_of_cases_and_formats_are_one)
{
	after.exchanges[0].status = 500;
	for (size_t i = 1; i < 30; i++) {
		before.cases[i] = before.cases[0];
		before.cases[i].id = arena_printf(room.arena, "dm/get:ok.%zu", i);
		before.cases[i].format = i % 2 ? "json" : "xml";
		after.cases[i] = before.cases[i];
		after.cases[i].exchanges = after.exchanges;
	}
	before.case_count = after.case_count = 30;
	const struct diff *diff = compared();
	cr_assert_eq(diff->change_count, (size_t)1);
	cr_expect_eq(diff->changes[0].times, (size_t)30);
	cr_expect_str_eq(diff->changes[0].formats, "json, xml");
}

Test(diff, a_record_of_an_older_program_is_compared_by_its_cases)
{
	before.shape_count = 0;
	fail_case(&after, "type", "n");
	expect_text(changes(), "! broken type n: pass → fail; wrong [dm/get:ok.xml]\n");
	cr_assert_eq(compared()->note_count, (size_t)1);
	cr_expect(strstr(compared()->notes[0], "the first record does not say"));
}

static void expect_refused(const char *content, const char *where)
{
	write_side(&before, files[0]);
	FILE *file = fopen(files[1], "w");
	fputs(content, file);
	fclose(file);
	size_t errors = diag_errors(room.diag);
	cr_expect_null(diff_runs(room.arena, files[0], files[1], room.diag));
	cr_expect_eq(diag_errors(room.diag), errors + 1);
	const char *told = diag_text(room.diag, errors);
	cr_expect(strstr(told, where), "%s: %s", where, told);
}

Test(diff, broken_records_are_refused_with_their_place)
{
	static const char header[] = "{\"record\":\"header\",\"version\":1,\"tool_version\":\"1\",\"case_version\":\"1\","
								 "\"started\":\"\",\"target\":\"t\",\"target_kind\":\"lab\"}\n";
	expect_refused("", "after.jsonl:1:1: error: not a run record: it has no header");
	expect_refused(header, "after.jsonl:2:1: error: the record ends without a summary");
	expect_refused(arena_printf(room.arena, "%s{\"record\":\"ca", header), "after.jsonl:2:1: error: the record ends");
	expect_refused(arena_printf(room.arena, "%sgarbage\n", header), "after.jsonl:2:1: error: not a run record");
	expect_refused(arena_printf(room.arena, "%s{\"record\":\"shape\",\"area\":7}\n", header), "after.jsonl:2:1: error");
	cr_expect_null(diff_runs(room.arena, "/nowhere/run.jsonl", files[0], room.diag));
}

/* Reports. */

static struct str report_of(const struct diff *diff, const char *format, bool verbose)
{
	const char *out = arena_printf(room.arena, "%s/out.%s", room.directory, format);
	struct diff_look look = {.verbose = verbose};
	cr_assert_eq(diff_report_write(diff_format_require(format, room.diag), diff, out, &look, room.diag), 0);
	return sample_read(room.arena, out);
}

Test(diff, the_text_begins_with_what_came_of_it)
{
	struct str text = report_of(compared(), "text", false);
	cr_expect(strncmp(text.ptr, "nothing conformance-relevant changed in 1 operation\n1 cases", 58) == 0, "%s", text.ptr);
	fail_case(&after, "type", "n");
	text = report_of(compared(), "text", false);
	cr_expect(strncmp(text.ptr, "CHANGED: 1 conformance-relevant change in 1 of 1 operation\n", 58) == 0, "%s", text.ptr);
	cr_expect(sample_contains(text, "\ndm/get\n  ! broken         type n: pass → fail; wrong [dm/get:ok.xml]\n"));
	cr_expect(sample_contains(text, "The rules:\n  - Relevant: "));
}

Test(diff, many_changes_of_a_kind_are_counted)
{
	static const char *names[16];
	for (size_t i = 0; i < 16; i++)
		names[i] = arena_printf(room.arena, "X-%zu", i);
	after.shapes[0].headers = names;
	after.shapes[0].header_count = 16;
	const struct diff *diff = compared();
	cr_expect(sample_contains(report_of(diff, "text", false), "header new     … and 10 more of this kind"));
	cr_expect_not(sample_contains(report_of(diff, "text", true), "more of this kind"));
}

Test(diff, what_is_the_same_in_many_operations_is_told_once)
{
	for (size_t i = 0; i < 5; i++) {
		before.cases[i] = before.cases[0];
		after.cases[i] = after.cases[0];
		before.cases[i].id = after.cases[i].id = arena_printf(room.arena, "dm/get%zu:ok", i);
		before.cases[i].operation = after.cases[i].operation = arena_printf(room.arena, "get%zu", i);
	}
	before.case_count = after.case_count = 5;
	after.exchanges[0].status = 500;
	const struct diff *diff = compared();
	cr_expect_eq(diff->relevant, (size_t)5);
	cr_expect_eq(diff->changed_operations, (size_t)5);
	struct str text = report_of(diff, "text", false);
	cr_expect_eq(count_of(text, "200 → 500"), (size_t)1);
	cr_expect(sample_contains(text, "in 5 operations, first in get0\n"), "%s", text.ptr);
	cr_expect_eq(count_of(report_of(diff, "html", false), "200 → 500"), (size_t)1);
	cr_expect_eq(count_of(report_of(diff, "junit", false), "<failure"), (size_t)5);
}

Test(diff, hostile_text_stays_text)
{
	for (size_t i = 0; i < hostile_count; i++) {
		const char *foreign = hostile_texts[i];
		fail_case(&after, foreign, foreign);
		after.findings[0].message = after.findings[0].expected = after.findings[0].actual = foreign;
		after.header.target = after.exchanges[0].content_type = after.summary.trouble = foreign;
		before.cases[0].id = after.cases[0].id = before.cases[0].operation = after.cases[0].operation = foreign;
		const struct diff *diff = compared();
		expect_harmless(report_of(diff, "text", true), foreign);
		struct str html = report_of(diff, "html", false);
		expect_harmless(html, foreign);
		cr_expect_not(sample_contains(html, "<script") || sample_contains(html, "<img"), "%s", foreign);
		expect_harmless(report_of(diff, "json", false), foreign);
		report_of(diff, "junit", false);
		cr_expect_eq(room_lint(arena_printf(room.arena, "%s/out.junit", room.directory), "junit.xsd"), 0, "%s", foreign);
	}
}

Test(diff, an_unknown_format_is_refused)
{
	cr_expect_null(diff_format_require("pdf", room.diag));
	cr_expect(strstr(diag_text(room.diag, 0), "diff has no report format `pdf`"));
}
