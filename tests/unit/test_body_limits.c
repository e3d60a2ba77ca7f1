// SPDX-License-Identifier: Apache-2.0
/** Bodies made to cost time, memory or stack. */
#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "body_helper.h"

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/** A body of `before`, many times `middle`, `after`. */
struct bomb {
	enum body_format format;
	const char *before;
	const char *middle;
	size_t count;
	const char *after;
	enum body_status status;
	const char *message; /**< part of the message, NULL for BODY_OK */
};

static const struct bomb bombs[] = {
	{BODY_XML, "<a", " bbbbbbbbbbb='c'", 100000, "/>", BODY_LIMIT, "too many attributes"},
	{BODY_XML, "<a ", "b", 70000, "='c'/>", BODY_LIMIT, "a tag is too long"},
	{BODY_XML, "<a b='", "b", 70000, "'/>", BODY_LIMIT, "a tag is too long"},
	{BODY_XML, "<", "b", 60000, "/>", BODY_LIMIT, "Name"},
	{BODY_XML, "<a>", "x", (1 << 20) + 1, "</a>", BODY_LIMIT, "run of text"},
	{BODY_XML, "<a>", "x", 1 << 20, "</a>", BODY_OK, NULL},
	{BODY_XML, "<a>", "<!---->x", (1 << 20) + 1, "</a>", BODY_LIMIT, "text of one element"},
	{BODY_XML, "<a><!--", "x", (1 << 20) + 1, "--></a>", BODY_LIMIT, "comment"},
	{BODY_XML, "<a><![CDATA[", "x", (1 << 20) + 1, "]]></a>", BODY_LIMIT, "comment"},
	{BODY_XML, "<a><?p ", "x", (1 << 20) + 1, "?></a>", BODY_LIMIT, "comment"},
	{BODY_XML, "", "<a>", 128, "", BODY_MALFORMED, "ends before"},
	{BODY_XML, "", "<a>", 129, "", BODY_LIMIT, "deeper than 128"},
	{BODY_XML, "", "<a>", 1000000, "", BODY_LIMIT, "deeper than 128"},
	{BODY_XML, "<a>", "<b/>", 600000, "</a>", BODY_LIMIT, "without its records"},
	{BODY_XML, "<r><d>", "<b/>", 600000, "</d></r>", BODY_LIMIT, "a record takes"},
	{BODY_XML, "<r><d>", "<b/>aaaaaaaaaaaaaaaaa", 45000, "</d></r>", BODY_LIMIT, "a record takes"},
	{BODY_XML, "<a>", "&#120;", (1 << 20) / 6 + 1, "</a>", BODY_LIMIT, "run of text"},
	{BODY_XML, "<a>&", "x", 1 << 20, ";</a>", BODY_LIMIT, "run of text"},
	{BODY_XML, "<!DOCTYPE a [<!ENTITY b '", "x", 1 << 20, "'>]><a>&b;</a>", BODY_DOCTYPE, "document type"},
	{BODY_XML, "<a/>", " ", (1 << 20) + 1, "", BODY_TRAILING, "more follows"},
	{BODY_JSON, "", "[", 128, "", BODY_MALFORMED, "premature"},
	{BODY_JSON, "", "[", 129, "", BODY_LIMIT, "deeper than 128"},
	{BODY_JSON, "", "[", 1000000, "", BODY_LIMIT, "deeper than 128"},
	{BODY_JSON, "", "{\"a\":", 1000000, "", BODY_LIMIT, "deeper than 128"},
	{BODY_JSON, "[", "1,", 600000, "1]", BODY_LIMIT, "without its records"},
	{BODY_JSON, "{\"d\":[[", "{\"b\":1},", 10000, "1]]}", BODY_OK, NULL},
	{BODY_JSON, "{\"d\":{\"b\":[", "1,", 600000, "1]}}", BODY_LIMIT, "a record takes"},
	{BODY_JSON, "\"", "x", 1 << 20, "\"", BODY_OK, NULL},
	{BODY_JSON, "\"", "x", (1 << 20) + 1, "\"", BODY_LIMIT, "string is too long"},
	{BODY_JSON, "\"", "\\n", (1 << 19) + 10, "\"", BODY_LIMIT, "string is too long"},
	{BODY_JSON, "{\"", "x", (1 << 20) + 1, "\":1}", BODY_LIMIT, "string is too long"},
	{BODY_JSON, "", "1", 64 * 1024, "", BODY_OK, NULL},
	{BODY_JSON, "", "1", 64 * 1024 + 1, "", BODY_LIMIT, "number is too long"},
	{BODY_JSON, "", " ", 3000000, "1", BODY_OK, NULL},
};

static void expect_bomb(const struct bomb *bomb, size_t piece)
{
	struct arena *arena = arena_new();
	struct str bytes = repeated(arena, bomb->before, bomb->middle, bomb->count, bomb->after);
	struct reading how = {.format = bomb->format, .records = "d", .piece = piece};
	double start = cpu_seconds();
	struct outcome outcome = read_body(arena, &how, bytes);
	double seconds = cpu_seconds() - start;
	const char *message = outcome.body.message ? outcome.body.message : "";
	cr_expect_eq(outcome.body.status, bomb->status, "%s%s...: %s (%s)", bomb->before, bomb->middle,
	             body_status_name(outcome.body.status), message);
	cr_expect(!bomb->message || strstr(message, bomb->message), "%s%s...: %s", bomb->before, bomb->middle, message);
	cr_expect_lt(seconds, 1.0, "%s%s... took %.2f s", bomb->before, bomb->middle, seconds);
	arena_free(arena);
}

/** As little stack as a thread of the program may have. */
static void on_small_stack(void *(*function)(void *))
{
	enum { STACK = 256 * 1024 };
	pthread_attr_t attributes;
	pthread_t thread;
	pthread_attr_init(&attributes);
	cr_assert_eq(pthread_attr_setstacksize(&attributes, STACK), 0);
	cr_assert_eq(pthread_create(&thread, &attributes, function, NULL), 0);
	pthread_join(thread, NULL);
	pthread_attr_destroy(&attributes);
}

static void *set_off_bombs(UNUSED void *nothing)
{
	for (size_t i = 0; i < ARRAY_LEN(bombs); i++) {
		expect_bomb(&bombs[i], 0);
		expect_bomb(&bombs[i], 16 * 1024);
	}
	return NULL;
}

Test(body_limits, bombs_cost_little)
{
	on_small_stack(set_off_bombs);
}

/** Parsers that read a token again from its start with each piece would need hours here. */
Test(body_limits, single_bytes_cost_little)
{
	static const struct bomb slow[] = {
		{BODY_JSON, "\"", "x", 200000, "\"", BODY_OK, NULL},
		{BODY_XML, "<a>", "x", 200000, "</a>", BODY_OK, NULL},
		{BODY_XML, "<a><!--", "x", 200000, "--></a>", BODY_OK, NULL},
		{BODY_XML, "<a b='", "x", 60000, "'/>", BODY_OK, NULL},
		{BODY_XML, "<a", "x", 40000, "/>", BODY_OK, NULL},
		{BODY_XML, "<?xml version='1.0'", " ", 200000, "?><a/>", BODY_OK, NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(slow); i++)
		expect_bomb(&slow[i], 1);
}

/** Each namespace in scope costs each name a look, so few are allowed. */
Test(body_limits, namespace_flood)
{
	struct arena *arena = arena_new();
	struct text text = text_new(1 << 20);
	text_puts(&text, "<r>");
	for (size_t i = 0; i < 60; i++)
		text_printf(&text, "<a xmlns:n%zu='u'/>", i);
	for (size_t i = 0; i < 65; i++)
		text_printf(&text, "<a xmlns:n%zu='u'>", i);
	struct outcome outcome = read_simply(arena, BODY_XML, NULL, (struct str){text.ptr, text.len});
	cr_expect_eq(outcome.body.status, BODY_LIMIT);
	cr_expect(strstr(outcome.body.message, "namespaces"), "%s", outcome.body.message);
	text_free(&text);
	arena_free(arena);
}

/** Numbered keys: all different, or the last equal to the first. */
static struct str many_keys(struct arena *arena, size_t count, bool twice)
{
	struct text text = text_new(16 << 20);
	text_puts(&text, "{");
	for (size_t i = 0; i < count; i++)
		text_printf(&text, "\"k%zu\":{\"k\":%zu},", i, i);
	text_printf(&text, "\"%s\":1}", twice ? "k0" : "end");
	struct str copy = {arena_copy(arena, text.ptr, text.len), text.len};
	text_free(&text);
	return copy;
}

Test(body_limits, a_hundred_thousand_keys)
{
	struct arena *arena = arena_new();
	double start = cpu_seconds();
	struct outcome apart = read_simply(arena, BODY_JSON, NULL, many_keys(arena, 100000, false));
	struct outcome twice = read_simply(arena, BODY_JSON, NULL, many_keys(arena, 100000, true));
	double seconds = cpu_seconds() - start;
	cr_expect_eq(apart.body.status, BODY_OK, "%s", apart.body.message);
	cr_expect_eq(twice.body.status, BODY_DUPLICATE_KEY);
	cr_expect_lt(seconds, 2.0, "%.2f s", seconds);
	arena_free(arena);
}

/** What a list leaves behind and where its records lie. */
struct list {
	struct arena *arena;
	size_t records;
	size_t used;
	const struct node *place; /**< of the first record; all others are to lie there too */
	bool moved;
};

static void note_record(void *context, const struct node *record, size_t index)
{
	struct list *list = context;
	cr_assert_eq(index, list->records);
	if (index == 0)
		list->place = record;
	list->moved = list->moved || record != list->place;
	list->records++;
}

static const char *const list_pieces[][3] = {
	[BODY_XML] = {"<r><messages/><l>", "<d id='1'><u>abc</u><e><k>a</k><v>b</v></e></d>", "</l></r>"},
	[BODY_JSON] = {"{\"messages\":\"\",\"l\":{\"d\":[0", ",{\"@id\":1,\"u\":\"abc\",\"e\":{\"k\":\"a\",\"v\":\"b\"}}",
                   "]}}"},
};

static struct list read_list(enum body_format format, size_t count)
{
	struct list list = {.arena = arena_new()};
	struct body_limits limits = body_default_limits();
	struct body_sink sink = {note_record, &list};
	struct body_reader *reader = body_open(list.arena, format, "l/d", &limits, &sink);
	const char *const *pieces = list_pieces[format];
	body_feed(reader, pieces[0], strlen(pieces[0]));
	for (size_t i = 0; i < count; i++)
		body_feed(reader, pieces[1], strlen(pieces[1]));
	body_feed(reader, pieces[2], strlen(pieces[2]));
	struct body body = body_close(reader);
	cr_expect_eq(body.status, BODY_OK, "%s", body.message);
	cr_expect_eq(body.records, list.records);
	list.used = arena_used(list.arena);
	arena_free(list.arena);
	return list;
}

Test(body_limits, memory_does_not_grow_with_the_records)
{
	for (size_t format = 0; format < ARRAY_LEN(list_pieces); format++) {
		struct list few = read_list((enum body_format)format, 10);
		struct list many = read_list((enum body_format)format, 200000);
		cr_expect_geq(many.records, 200000);
		cr_expect_eq(many.used, few.used);
		cr_expect(!many.moved);
	}
}

/** A caller's own ceilings hold, whatever the format. */
Test(body_limits, own_ceilings)
{
	struct arena *arena = arena_new();
	struct body_limits limits = {.depth = 2, .tag = 20, .text = 10, .record = 300, .skeleton = 2000};
	static const struct {
		enum body_format format;
		const char *bytes;
		enum body_status status;
	} rows[] = {
		{BODY_XML, "<a><b/></a>", BODY_OK},
		{BODY_XML, "<a><b><c/></b></a>", BODY_LIMIT},
		{BODY_XML, "<a>0123456789</a>", BODY_OK},
		{BODY_XML, "<a>01234567890</a>", BODY_LIMIT},
		{BODY_XML, "<a b='0123456789'/>", BODY_OK},
		{BODY_XML, "<a b='01234567890'/>", BODY_LIMIT},
		{BODY_XML, "<a b='0123' c='0123456'/>", BODY_LIMIT},
		{BODY_JSON, "{\"a\":{}}", BODY_OK},
		{BODY_JSON, "{\"a\":{\"b\":{}}}", BODY_LIMIT},
		{BODY_JSON, "[[[]]]", BODY_LIMIT},
		{BODY_JSON, "{\"a\":\"0123456789\"}", BODY_OK},
		{BODY_JSON, "{\"a\":\"01234567890\"}", BODY_LIMIT},
		{BODY_JSON, "{\"a\":1234567890.12345}", BODY_LIMIT},
		{BODY_JSON, "{\"$\":[\"012345\",\"012345\"]}", BODY_LIMIT},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (size_t piece = 0; piece < 3; piece++) {
			struct reading how = {.format = rows[i].format, .piece = piece, .limits = limits};
			struct outcome outcome = read_body(arena, &how, str_of(rows[i].bytes));
			cr_expect_eq(outcome.body.status, rows[i].status, "%s: %s", rows[i].bytes, outcome.body.message);
		}
	}
	arena_free(arena);
}
