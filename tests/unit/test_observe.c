// SPDX-License-Identifier: Apache-2.0
/* What the answers of a run looked like: fields, types, values, messages, headers; of constant size. */
#include "observe.h"

#include <criterion/criterion.h>
#include <string.h>

#include "judge_helper.h"
#include "value_type.h"

static const struct value states[] = {{.word = "ACTIVE", .code = "65"}, {.word = "LOST", .code = "76"}};
static const struct value_table state_table = {.name = "states", .values = states, .count = 2};
static const struct value flags[] = {{.word = "jailbroken", .code = "1"}, {.word = "old", .code = "4"}};
static const struct value_table flag_table = {.name = "flags", .values = flags, .count = 2};

/** An operation with a list `l/d`, and what was seen of it as lines. */
static struct bench {
	struct arena *arena;
	struct field keys[2];
	struct schema key_table;
	struct key_choice choice;
	struct field fields[10];
	struct schema record, list, root;
	struct response response;
	struct endpoint endpoint;
	struct request request;
	struct observed_answer answer;
	struct observer *observer;
	struct text lines;
} bench;

static void set_field(size_t n, const char *name, const char *type)
{
	bench.fields[n] = (struct field){.name = name, .type = value_type_find(type), .presence = PRESENCE_OPTIONAL};
}

static void describe(void)
{
	set_field(0, "name", "text");
	set_field(1, "n", "integer");
	set_field(2, "state", "enum");
	bench.fields[2].values = &state_table;
	set_field(3, "flags", "bitmap");
	bench.fields[3].values = &flag_table;
	set_field(4, "seen", "date");
	set_field(5, "mood", "enum");
	bench.fields[5].values = &state_table;
	bench.fields[5].is_volatile = true;
	set_field(6, "details", "entries");
	bench.keys[0] = (struct field){.name = "size", .type = value_type_find("decimal")};
	bench.key_table = (struct schema){.name = "keys", .fields = bench.keys, .count = 1, .keys = true};
	static const char *const alternatives[] = {"na"};
	bench.key_table.alternatives = alternatives;
	bench.key_table.alternative_count = 1;
	bench.choice = (struct key_choice){.schema = &bench.key_table};
	bench.fields[6].keys = &bench.choice;
	bench.fields[6].key_choice_count = 1;
	bench.record = (struct schema){.name = "d", .fields = bench.fields, .count = 7};
	set_field(8, "d", "container");
	bench.fields[8].schema = &bench.record;
	bench.list = (struct schema){.name = "l", .fields = &bench.fields[8], .count = 1};
	set_field(9, "l", "container");
	bench.fields[9].schema = &bench.list;
	bench.root = (struct schema){.name = "root", .fields = &bench.fields[9], .count = 1};
}

static void open_bench(void)
{
	bench = (struct bench){.arena = arena_new(), .observer = observer_new(NULL), .lines = text_new(1 << 20)};
	describe();
	bench.response =
		(struct response){.status = 200, .schema = &bench.root, .records = "l/d", .record_schema = &bench.record};
	bench.endpoint = (struct endpoint){.id = "e", .area = "dm", .responses = &bench.response, .response_count = 1};
	bench.request = (struct request){.endpoint = &bench.endpoint, .method = "GET", .format = FORMAT_XML};
	bench.answer = (struct observed_answer){.request = &bench.request, .response = &bench.response};
}

static void close_bench(void)
{
	text_free(&bench.lines);
	observer_free(bench.observer);
	arena_free(bench.arena);
}

TestSuite(observe, .init = open_bench, .fini = close_bench);

static void see(const char *notation)
{
	observe_record(bench.observer, &bench.answer, tree(bench.arena, notation));
}

static void end_answer(const char *notation)
{
	observe_root(bench.observer, &bench.answer, tree(bench.arena, notation));
}

static void add_set(const char *name, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_printf(&bench.lines, "%s%s", i ? "," : name, texts[i]);
}

static void add_lines(void *context UNUSED, const struct observed *observed)
{
	text_printf(&bench.lines, "%s/%s %s %s %zu%s", observed->area, observed->operation, observed->format,
	            observed->answer, observed->answers, observed->cut ? " cut" : "");
	add_set(" roots=", observed->roots, observed->root_count);
	add_set(" messages=", observed->messages, observed->message_count);
	add_set(" headers=", observed->headers, observed->header_count);
	for (size_t i = 0; i < observed->field_count; i++) {
		const struct observed_field *field = &observed->fields[i];
		text_printf(&bench.lines, "\n%s %zu/%zu%s%s", field->path, field->seen, field->of,
		            field->documented ? "" : " unknown", field->repeated ? " many" : "");
		add_set(" types=", field->types, field->type_count);
		add_set(" written=", field->written, field->written_count);
		add_set(" values=", field->values, field->value_count);
		add_set(" other=", field->unknown, field->unknown_count);
		add_set(" forms=", field->forms, field->form_count);
		text_puts(&bench.lines, field->cut ? " cut" : "");
	}
	text_putc(&bench.lines, '\n');
}

static const char *seen(void)
{
	text_clear(&bench.lines);
	observer_tell(bench.observer, add_lines, NULL);
	return text_str(&bench.lines);
}

Test(observe, fields_with_types_and_presence)
{
	see("d{name=a n=1}");
	see("d{name=b n=1.5 more=x}");
	see("d{name='' n=many}");
	end_answer("r{l}");
	expect_text(seen(), "dm/e xml data 1 roots=r\n"
	                    "l 1/1 types=empty\n"
	                    "l/d 0/0 many types=elements\n"
	                    "l/d/more 1/3 unknown types=text\n"
	                    "l/d/n 3/3 types=text,integer,decimal\n"
	                    "l/d/name 3/3 types=empty,text\n");
}

Test(observe, values_and_bits_only_where_there_is_a_table)
{
	see("d{name=Miller state=LOST flags=5 mood=ACTIVE}");
	see("d{name=Smith state=GONE flags=9 mood=LOST}");
	see("d{state=ACTIVE}");
	expect_text(seen(), "dm/e xml data 0\n"
	                    "l/d 0/0 many types=elements\n"
	                    "l/d/flags 2/3 types=integer values=1 (jailbroken),4 (old) other=8\n"
	                    "l/d/mood 2/3 types=text\n"
	                    "l/d/name 2/3 types=text\n"
	                    "l/d/state 3/3 types=text values=ACTIVE,LOST other=GONE\n");
}

Test(observe, forms_of_dates)
{
	see("d{seen='2026-11-23T10:11:12+00:00'}");
	see("d{seen='2025-01-02T03:04:05+00:00'}");
	see("d{seen='2025-01-02T03:04:05Z'}");
	cr_expect(strstr(seen(), "l/d/seen 3/3 types=date forms=####-##-##T##:##:##+##:##,####-##-##T##:##:##Z\n"), "%s",
	          seen());
}

Test(observe, entries_by_their_key)
{
	see("d{details{entry{key=size value=3} entry{key=size value=na} entry{key=odd value=x}}}");
	cr_expect(strstr(seen(), "l/d/details/entry[odd] 1/1 unknown types=text\n"
	                         "l/d/details/entry[size] 1/1 many types=empty,decimal\n"),
	          "%s", seen());
}

Test(observe, json_tells_how_a_value_is_written)
{
	struct node *record = tree(bench.arena, "d{name=a n=1}");
	bench.answer.json = true;
	record->last->kind = NODE_NUMBER;
	observe_record(bench.observer, &bench.answer, record);
	cr_expect(strstr(seen(), "l/d/n 1/1 types=integer written=number\nl/d/name 1/1 types=text\n"), "%s", seen());
}

Test(observe, json_tells_how_nothing_is_written)
{
	struct node *record = tree(bench.arena, "d{name= n=1}");
	bench.answer.json = true;
	record->last->kind = NODE_NULL;
	observe_record(bench.observer, &bench.answer, record);
	cr_expect(strstr(seen(), "l/d/n 1/1 types=empty written=null\nl/d/name 1/1 types=empty written=empty\n"), "%s",
	          seen());
}

Test(observe, json_tells_what_stands_in_an_array)
{
	struct node *record = tree(bench.arena, "d{x{a=1} y{a=1}}");
	bench.answer.json = true;
	record->first->unlisted = true;
	observe_record(bench.observer, &bench.answer, record);
	struct node *root = tree(bench.arena, "r{n=1}");
	root->name.len = 0;
	observe_root(bench.observer, &bench.answer, root);
	cr_expect(strstr(seen(), "xml data 1 roots=(none)\n"), "%s", seen());
	cr_expect(strstr(seen(), "l/d/x 1/1 unknown types=elements written=object\n"), "%s", seen());
	cr_expect(strstr(seen(), "l/d/y 1/1 unknown types=elements written=array\n"), "%s", seen());
}

Test(observe, a_star_of_the_record_path_is_what_came)
{
	bench.response.records = "*s/*";
	see("d{n=1}");
	cr_expect(strstr(seen(), "\nds/d/n 1/1"), "%s", seen());
}

Test(observe, messages_without_what_differs)
{
	static const struct binding sent[] = {{"userId", "jdoe"}};
	bench.answer.refusal = true;
	bench.answer.sent = sent;
	bench.answer.sent_count = 1;
	end_answer("r{messages{message='User jdoe was not found: 3 of 12 devices.'}}");
	end_answer("r{messages{message='User jdoe was not found: 7 of 9 devices.'}}");
	end_answer("r{messages{message='No device \"Paul Smith\" with x7@example.com, 4C4F.'}}");
	cr_expect(
		strstr(seen(),
	           "dm/e xml refusal 3 roots=r messages=No device … with …, ….,User … was not found: # of # devices.\n"),
		"%s", seen());
}

Test(observe, headers_that_say_something_about_the_server)
{
	static const struct http_header headers[] = {
		{{"Server", 6}, {"Apache", 6}},
		{{"Date", 4}, {"Mon", 3}},
		{{"X-Request", 9}, {"17", 2}},
	};
	struct http_response response = {.status = 200, .headers = headers, .header_count = 3};
	observe_head(bench.observer, &bench.request, &response);
	observe_head(bench.observer, &bench.request, &response);
	expect_text(seen(), "dm/e xml head 2 headers=Server: Apache,X-Request\n");
}

Test(observe, names_that_are_data_are_one)
{
	see("d{a1234567=x b1234568=y}");
	cr_expect(strstr(seen(), "\nl/d/… 1/1 unknown many types=text\n"), "%s", seen());
}

Test(observe, ceilings_hold_and_are_told)
{
	struct node *record = tree(bench.arena, "d");
	for (unsigned i = 0; i < 2 * OBSERVED_FIELDS_MAX; i++)
		node_add(bench.arena, record, str_of(arena_printf(bench.arena, "f%u", i)));
	observe_record(bench.observer, &bench.answer, record);
	for (unsigned i = 0; i < 2 * OBSERVED_WORDS_MAX; i++)
		see(arena_printf(bench.arena, "d{state=S%u}", i));
	const char *told = seen();
	cr_expect(strstr(told, "dm/e xml data 0 cut\n"), "%.200s", told);
	size_t lines = 0;
	for (const char *at = told; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	cr_expect_leq(lines, OBSERVED_FIELDS_MAX + 2);
}

Test(observe, unknown_values_are_few)
{
	for (unsigned i = 0; i < 2 * OBSERVED_WORDS_MAX; i++)
		see(arena_printf(bench.arena, "d{state=S%u}", i));
	cr_expect(strstr(seen(), " other=S0,S1,S2,S3,S4,S5,S6,S7 cut\n"), "%s", seen());
}

Test(observe, deep_elements_are_left_out)
{
	struct node *root = tree(bench.arena, "d");
	struct node *at = root;
	for (int i = 0; i < 100; i++)
		at = node_add(bench.arena, at, str_of("x"));
	observe_record(bench.observer, &bench.answer, root);
	cr_expect(strstr(seen(), "dm/e xml data 0 cut\n"), "%.200s", seen());
}

Test(observe, secrets_are_masked_before_they_are_cut)
{
	struct mask *mask = mask_new();
	mask_add_secret(mask, "password", "correct-horse-battery");
	observer_free(bench.observer);
	bench.observer = observer_new(mask);
	bench.answer.refusal = true;
	see("d{state='correct-horse-battery'}");
	end_answer("r{messages{message='it is correct-horse-battery'}}");
	cr_expect_not(strstr(seen(), "horse"), "%s", seen());
	cr_expect(strstr(seen(), "[password]"), "%s", seen());
	mask_free(mask);
}
