// SPDX-License-Identifier: Apache-2.0
#include "body.h"

#include <criterion/criterion.h>
#include <string.h>

#include "body_helper.h"

/* clang-format off */
#define BYTES(literal) {(literal), sizeof(literal) - 1}
/* clang-format on */

/** A body, how it ends and a part of the message. */
struct status_row {
	enum body_format format;
	struct str bytes;
	enum body_status status;
	const char *message;
};

static const struct status_row status_rows[] = {
	{BODY_XML, BYTES("<a/>"), BODY_OK, NULL},
	{BODY_XML, BYTES(" \n<a>x</a>\n <!-- c --><?p q?>\n"), BODY_OK, NULL},
	{BODY_XML, BYTES("<a b='1 > 2'><![CDATA[</a>]]]]><!-- <b> ' \" --><?x > ?></a>"), BODY_OK, NULL},
	{BODY_XML, BYTES("<?xml version='1.1'?><a/>"), BODY_OK, NULL},
	{BODY_XML, BYTES("<a xmlns='not a uri'/>"), BODY_OK, NULL},
	{BODY_XML, BYTES(""), BODY_EMPTY, "empty"},
	{BODY_XML, BYTES(" \r\n\t "), BODY_EMPTY, "empty"},
	{BODY_XML, BYTES("\xef\xbb\xbf"), BODY_EMPTY, "empty"},
	{BODY_XML, BYTES("{\"messages\":\"\"}"), BODY_MALFORMED, "does not begin with a tag"},
	{BODY_XML, BYTES("<?xml version='1.0'?>text"), BODY_MALFORMED, "empty"},
	{BODY_XML, BYTES("<?xml version='1.0'?>"), BODY_MALFORMED, "ends before its root element"},
	{BODY_XML, BYTES(" <?xml version='1.0'?><a/>"), BODY_MALFORMED, "XML"},
	{BODY_XML, BYTES("<"), BODY_MALFORMED, "middle of a tag"},
	{BODY_XML, BYTES("<a"), BODY_MALFORMED, "middle of a tag"},
	{BODY_XML, BYTES("<a><b>x</b>"), BODY_MALFORMED, "ends before its root element"},
	{BODY_XML, BYTES("<a><b>x"), BODY_MALFORMED, "ends before its root element"},
	{BODY_XML, BYTES("<a><b>x</a>"), BODY_MALFORMED, "'b' of line 1 is closed by 'a'"},
	{BODY_XML, BYTES("<a b=1/>"), BODY_MALFORMED, "AttValue"},
	{BODY_XML, BYTES("<a b='1' b='2'/>"), BODY_MALFORMED, "redefined"},
	{BODY_XML, BYTES("<a b='<'/>"), BODY_MALFORMED, "'<' inside a tag"},
	{BODY_XML, BYTES("<a <b/>"), BODY_MALFORMED, "'<' inside a tag"},
	{BODY_XML, BYTES("<a>&#27;</a>"), BODY_MALFORMED, "invalid xmlChar value 27"},
	{BODY_XML, BYTES("<a>\x1b</a>"), BODY_MALFORMED, "Char value 27"},
	{BODY_XML, BYTES("<a>&nbsp;</a>"), BODY_MALFORMED, "nbsp"},
	{BODY_XML, BYTES("<a>a & b</a>"), BODY_MALFORMED, "'&' begins no reference"},
	{BODY_XML, BYTES("<a>]]></a>"), BODY_MALFORMED, "]]>"},
	{BODY_XML, BYTES("<a>x\0y</a>"), BODY_MALFORMED, "NUL"},
	{BODY_XML, BYTES("<a>\xef\xbf\xbf</a>"), BODY_MALFORMED, "0xFFFF"},
	{BODY_XML, BYTES("<a xsi:nil='true'/>"), BODY_MALFORMED, "xsi"},
	{BODY_XML, BYTES("<a><!-- x -- y --></a>"), BODY_MALFORMED, "omment"},
	{BODY_XML, BYTES("<!ELEMENT a ANY><a/>"), BODY_MALFORMED, "'<!'"},
	{BODY_XML, BYTES("<a><![cdata[x]]></a>"), BODY_MALFORMED, "'<!'"},
	{BODY_XML, BYTES("<a/>junk"), BODY_TRAILING, "more follows"},
	{BODY_XML, BYTES("<a/>j"), BODY_TRAILING, "more follows"},
	{BODY_XML, BYTES("<a/><a/>"), BODY_TRAILING, "more follows"},
	{BODY_XML, BYTES("<a></a></a>"), BODY_TRAILING, "more follows"},
	{BODY_XML, BYTES("<a/>\0"), BODY_TRAILING, "more follows"},
	{BODY_XML, BYTES("<a/><b"), BODY_TRAILING, "more follows"},
	{BODY_XML, BYTES("<a/><!DOCTYPE a>"), BODY_TRAILING, "more follows"},
	{BODY_XML, BYTES("<!DOCTYPE html>\n<html><head><title>Sign in</title>"), BODY_DOCTYPE, "document type"},
	{BODY_XML, BYTES("<!doctype html><html></html>"), BODY_DOCTYPE, "document type"},
	{BODY_XML, BYTES("<?xml version='1.0'?><!--c--><!DOCTYPE a SYSTEM '/etc/passwd'><a/>"), BODY_DOCTYPE, "document"},
	{BODY_XML, BYTES("<!DOCTYPE a [<!ENTITY b '1'><!ENTITY c '&b;&b;&b;'>]><a>&c;&c;</a>"), BODY_DOCTYPE, "document type"},
	{BODY_XML, BYTES("<a>\xff</a>"), BODY_ENCODING, "not valid"},
	{BODY_XML, BYTES("<a>\xc0\xaf</a>"), BODY_ENCODING, "not valid"},
	{BODY_XML, BYTES("<a>\xed\xa0\x80</a>"), BODY_ENCODING, "not valid"},
	{BODY_XML, BYTES("<a>\xf4\x90\x80\x80</a>"), BODY_ENCODING, "not valid"},
	{BODY_XML, BYTES("<a>\xe2\x82</a>"), BODY_ENCODING, "not valid"},
	{BODY_XML, BYTES("<a>\xe2\x82"), BODY_ENCODING, "middle of a character"},
	{BODY_XML, BYTES("<a/>\xff"), BODY_ENCODING, "not valid"},
	{BODY_XML, BYTES("<?xml version='1.0' encoding='UTF-7'?><a/>"), BODY_ENCODING, "UTF-7"},
	{BODY_XML, BYTES("<?xml version='1.0' encoding='windows-1252'?><a/>"), BODY_ENCODING, "windows-1252"},
	{BODY_XML, BYTES("<?xml version='1.0' encoding='UTF-16'?><a/>"), BODY_ENCODING, "UTF-16"},
	{BODY_XML, BYTES("<?xml version='1.0' encoding='US-ASCII'?><a>\xc3\xa9</a>"), BODY_ENCODING, "not valid"},
	{BODY_XML, BYTES("\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), BODY_ENCODING, "ISO-8859-1"},
	{BODY_XML, BYTES("\xff\xfe<\0?\0x\0m\0l\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0u\0'\0?\0>\0"), BODY_ENCODING, "as u"},
	{BODY_XML, BYTES("<\0a\0/\0>\0"), BODY_ENCODING, "without a byte order mark"},
	{BODY_XML, BYTES("\xff\xfe\0\0<\0\0\0a\0\0\0/\0\0\0>\0\0\0"), BODY_ENCODING, "UTF-32"},
	{BODY_XML, BYTES("\x4c\x6f\xa7\x94\x93\x40"), BODY_MALFORMED, "does not begin"}, /* EBCDIC */
	{BODY_XML, BYTES("\xfe\xff\0<\0a\0>\xd8\0\0<\0/\0a\0>"), BODY_ENCODING, "not valid"},
	{BODY_XML, BYTES("\xfe\xff\0<\0a\0/\0>\0"), BODY_ENCODING, "middle of a character"},

	{BODY_JSON, BYTES("{}"), BODY_OK, NULL},
	{BODY_JSON, BYTES(" [1, \"\\u0000\\ud834\\udd1e\", 1e999, true] \r\n"), BODY_OK, NULL},
	{BODY_JSON, BYTES("0"), BODY_OK, NULL},
	{BODY_JSON, BYTES("{\"a\":{\"b\":1},\"c\":{\"b\":1,\"a\":2,\"A\":3}}"), BODY_OK, NULL},
	{BODY_JSON, BYTES("\"\x7f\""), BODY_OK, NULL},
	{BODY_JSON, BYTES(""), BODY_EMPTY, "empty"},
	{BODY_JSON, BYTES("\n \t\r"), BODY_EMPTY, "empty"},
	{BODY_JSON, BYTES("<html></html>"), BODY_MALFORMED, "lexical error"},
	{BODY_JSON, BYTES("\xef\xbb\xbf{}"), BODY_MALFORMED, "byte order mark"},
	{BODY_JSON, BYTES("{\"a\":1"), BODY_MALFORMED, "premature EOF"},
	{BODY_JSON, BYTES("[\"a"), BODY_MALFORMED, "premature EOF"},
	{BODY_JSON, BYTES("{\"a\":1,}"), BODY_MALFORMED, "parse error"},
	{BODY_JSON, BYTES("[1,,2]"), BODY_MALFORMED, "parse error"},
	{BODY_JSON, BYTES("[01]"), BODY_MALFORMED, "parse error"},
	{BODY_JSON, BYTES("[1.]"), BODY_MALFORMED, "lexical error"},
	{BODY_JSON, BYTES("[-]"), BODY_MALFORMED, "lexical error"},
	{BODY_JSON, BYTES("[NaN]"), BODY_MALFORMED, "lexical error"},
	{BODY_JSON, BYTES("['a']"), BODY_MALFORMED, "lexical error"},
	{BODY_JSON, BYTES("[1]// c"), BODY_TRAILING, "more follows"},
	{BODY_JSON, BYTES("/* c */[1]"), BODY_MALFORMED, "lexical error"},
	{BODY_JSON, BYTES("\"\\x41\""), BODY_MALFORMED, "lexical error"},
	{BODY_JSON, BYTES("\"\\u00g0\""), BODY_MALFORMED, "hexadecimal"},
	{BODY_JSON, BYTES("\"a\nb\""), BODY_MALFORMED, "control character"},
	{BODY_JSON, BYTES("\"a\0b\""), BODY_MALFORMED, "control character"},
	{BODY_JSON, BYTES("\"\\\x01\""), BODY_MALFORMED, "lexical error"},
	{BODY_JSON, BYTES("[\f1]"), BODY_MALFORMED, "outside of strings"},
	{BODY_JSON, BYTES("[1\v]"), BODY_MALFORMED, "outside of strings"},
	{BODY_JSON, BYTES("[1,\0002]"), BODY_MALFORMED, "outside of strings"},
	{BODY_JSON, BYTES("[\xc3\xa9]"), BODY_MALFORMED, "outside of strings"},
	{BODY_JSON, BYTES("[1]]"), BODY_TRAILING, "more follows"},
	{BODY_JSON, BYTES("{}{}"), BODY_TRAILING, "more follows"},
	{BODY_JSON, BYTES("1 2"), BODY_TRAILING, "more follows"},
	{BODY_JSON, BYTES("123x"), BODY_TRAILING, "more follows"},
	{BODY_JSON, BYTES("{}\0"), BODY_TRAILING, "more follows"},
	{BODY_JSON, BYTES("\"a\"\f"), BODY_TRAILING, "more follows"},
	{BODY_JSON, BYTES("[\"\xff\"]"), BODY_ENCODING, "not valid UTF-8"},
	{BODY_JSON, BYTES("[\"\xc0\xaf\"]"), BODY_ENCODING, "not valid UTF-8"},
	{BODY_JSON, BYTES("[\"\xed\xa0\x80\"]"), BODY_ENCODING, "not valid UTF-8"},
	{BODY_JSON, BYTES("[\"\xe2\x82"), BODY_ENCODING, "middle of a character"},
	{BODY_JSON, BYTES("\xff\xfe{\0}\0"), BODY_ENCODING, "not valid UTF-8"},
	{BODY_JSON, BYTES("{\0}\0"), BODY_ENCODING, "UTF-16"},
	{BODY_JSON, BYTES("\0{\0}"), BODY_ENCODING, "UTF-16"},
	{BODY_JSON, BYTES("\"\\ud800\""), BODY_ENCODING, "surrogate"},
	{BODY_JSON, BYTES("\"\\udc00\""), BODY_ENCODING, "surrogate"},
	{BODY_JSON, BYTES("\"\\ud800\\n\""), BODY_ENCODING, "surrogate"},
	{BODY_JSON, BYTES("\"\\ud800\\u0041\""), BODY_ENCODING, "surrogate"},
	{BODY_JSON, BYTES("{\"a\":1,\"b\":2,\"a\":1}"), BODY_DUPLICATE_KEY, "'a' stands twice"},
	{BODY_JSON, BYTES("{\"x\":[{\"a\":1,\"\\u0061\":{}}]}"), BODY_DUPLICATE_KEY, "'a' stands twice"},
	{BODY_JSON, BYTES("{\"\":1,\"\":1}"), BODY_DUPLICATE_KEY, "'' stands twice"},
	{BODY_JSON, BYTES("{\"a\":{\"b\":{}},\"a\":1}"), BODY_DUPLICATE_KEY, "'a' stands twice"},
};

static void expect_status(struct arena *arena, const struct status_row *row, size_t piece)
{
	struct reading how = {.format = row->format, .piece = piece};
	struct outcome outcome = read_body(arena, &how, row->bytes);
	const char *message = outcome.body.message ? outcome.body.message : "";
	cr_expect_eq(outcome.body.status, row->status, "%.60s: %s (%s)", row->bytes.ptr,
	             body_status_name(outcome.body.status), message);
	cr_expect_eq(outcome.body.message == NULL, row->message == NULL, "%.60s", row->bytes.ptr);
	if (row->message)
		cr_expect(strstr(message, row->message), "%.60s: '%s' lacks '%s'", row->bytes.ptr, message, row->message);
	cr_expect_leq(outcome.body.offset, row->bytes.len);
}

Test(body, every_status)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(status_rows); i++) {
		expect_status(arena, &status_rows[i], 0);
		expect_status(arena, &status_rows[i], 1);
		expect_status(arena, &status_rows[i], 3);
	}
	arena_free(arena);
}

Test(body, status_names)
{
	cr_expect_str_eq(body_status_name(BODY_OK), "ok");
	cr_expect_str_eq(body_status_name(BODY_DUPLICATE_KEY), "duplicate key");
	cr_expect_str_eq(body_status_name(BODY_LIMIT), "limit");
}

/** The same thing in both formats, as files below tests/data/body. */
static const struct {
	const char *name;
	const char *records;
	size_t count;
} pairs[] = {
	{"list-of-two", "devices/device", 2},
	{"list-of-one", "devices/device", 1},
	{"rooted", "devices/device", 1},
	{"rooted", "DEVICES/Device", 1},
	{"list-of-two", NULL, 0},
	{"list-of-two", "devices/none", 0},
	{"labels", "labels/label", 2},
	{"labels", "labels", 1},
	{"empty", "devices/device", 0},
	{"pending", NULL, 0},
	{"scalars", NULL, 0},
	{"escapes", NULL, 0},
	{"escapes", "roles", 2},
};

/** Only the root has different names: XML's is always written. */
static const char *below_root(const char *tree)
{
	const char *brace = strchr(tree, '{');
	return brace ? brace : "";
}

Test(body, both_formats_give_the_same_tree)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		struct reading how = {.records = pairs[i].records, .plain = true};
		struct outcome xml = read_body(arena, &how, body_file(arena, pairs[i].name, "xml"));
		how.format = BODY_JSON;
		struct outcome json = read_body(arena, &how, body_file(arena, pairs[i].name, "json"));
		cr_expect_eq(xml.body.status, BODY_OK, "%s: %s", pairs[i].name, xml.body.message);
		cr_expect_eq(json.body.status, BODY_OK, "%s: %s", pairs[i].name, json.body.message);
		cr_expect_eq(xml.body.records, pairs[i].count, "%s", pairs[i].name);
		cr_expect_eq(json.body.records, pairs[i].count, "%s", pairs[i].name);
		cr_expect_str_eq(xml.records, json.records, "%s", pairs[i].name);
		cr_expect_str_eq(below_root(xml.tree), below_root(json.tree), "%s", pairs[i].name);
	}
	arena_free(arena);
}

Test(body, pieces_of_any_size_read_the_same)
{
	static const char *const endings[] = {"xml", "json"};
	static const size_t sizes[] = {1, 2, 3, 7, 64};
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		for (size_t format = 0; format < ARRAY_LEN(endings); format++) {
			struct str bytes = body_file(arena, pairs[i].name, endings[format]);
			struct reading how = {.format = (enum body_format)format, .records = pairs[i].records};
			struct outcome whole = read_body(arena, &how, bytes);
			for (size_t s = 0; s < ARRAY_LEN(sizes); s++) {
				how.piece = sizes[s];
				struct outcome pieces = read_body(arena, &how, bytes);
				cr_expect_str_eq(pieces.tree, whole.tree);
				cr_expect_str_eq(pieces.records, whole.records);
				cr_expect_eq(pieces.body.bytes, bytes.len);
			}
		}
	}
	arena_free(arena);
}

/** A body and the tree and records it gives. */
struct shape_row {
	const char *bytes;
	const char *tree;
	bool root_present;
	const char *path;
	const char *records;
};

static void expect_shape(enum body_format format, const struct shape_row *row)
{
	struct arena *arena = arena_new();
	struct outcome outcome = read_simply(arena, format, row->path, str_of(row->bytes));
	cr_expect_eq(outcome.body.status, BODY_OK, "%s: %s", row->bytes, outcome.body.message);
	cr_expect_str_eq(outcome.tree, row->tree, "%s gives %s", row->bytes, outcome.tree);
	cr_expect_str_eq(outcome.records, row->records ? row->records : "", "%s streams %s", row->bytes, outcome.records);
	cr_expect_eq(outcome.body.root_present, row->root_present, "%s", row->bytes);
	arena_free(arena);
}

static const struct shape_row xml_shapes[] = {
	{"<a/>", "a", true, NULL, NULL},
	{"<a>\n <b> x </b>\n</a>", "a{b=' x '}", true, NULL, NULL},
	{"<a>one<b/>two</a>", "a='onetwo'{b}", true, NULL, NULL},
	{"<a id='7'> x </a>", "a=' x '{@id='7'}", true, NULL, NULL},
	{"<p:a xmlns:p='u' p:id='7' xml:lang='en'><p:b/></p:a>", "a{@id='7' @lang='en' b}", true, NULL, NULL},
	{"<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><b xsi:nil='true'/></a>", "a{b}", true, NULL, NULL},
	{"<a>x&amp;<!-- c -->y<![CDATA[<z>]]>&#233;</a>", "a='x&y<z>\xc3\xa9'", true, NULL, NULL},
	{"<a>\r\nx\ry</a>", "a='\nx\ny'", true, NULL, NULL},
	{"<a b=' &lt; \n'/>", "a{@b=' <  '}", true, NULL, NULL},
	{"<r><l><d>1</d>, <d id='2'/></l><e><d/></e></r>", "r{l=', ' e{d}}", true, "l/d", "d='1';d{@id='2'};"},
	{"<r><L><D/></L><l><d/></l></r>", "r{L l}", true, "l/d", "D;d;"},
	{"<r><x><l><d/></l></x></r>", "r{x{l{d}}}", true, "l/d", NULL},
	{"<r><l><d><l><d>in</d></l></d></l></r>", "r{l}", true, "l/d", "d{l{d='in'}};"},
	{"<l><d/></l>", "l{d}", true, "l/d", NULL},
	{"<r d='1'><d/></r>", "r{@d='1'}", true, "d", "d;"},
	{"<r><l><x/><d/></l></r>", "r{l{x}}", true, "l/d", "d;"},
};

Test(body, xml_shapes)
{
	for (size_t i = 0; i < ARRAY_LEN(xml_shapes); i++)
		expect_shape(BODY_XML, &xml_shapes[i]);
}

static const struct shape_row json_shapes[] = {
	{"{}", "", false, NULL, NULL},
	{"[]", "[]", false, NULL, NULL},
	{"\"x\"", "='x'", false, NULL, NULL},
	{"12", "='12'#", false, NULL, NULL},
	{"null", "0", false, NULL, NULL},
	{"[1,[2,\"x\"],{}]", "{='1'# ='2'# ='x' }", false, NULL, NULL},
	{"{\"a\":[1,\"2\",true,null,{},\"\"]}", "{a='1'# a='2' a='true'! a0 a a}", false, NULL, NULL},
	{"{\"a\":[[1,2],[],[[3]]]}", "{a='1'# a='2'# a='3'#}", false, NULL, NULL},
	{"{\"a\":[],\"b\":[[],[[]]]}", "{a[] b[]}", false, NULL, NULL},
	{"{\"a\":[{\"b\":[1]},{\"c\":2}]}", "{a{b='1'#} a{c='2'#}}", false, NULL, NULL},
	{"{\"a\":{\"@id\":\"7\",\"id\":8,\"@\":1}}", "{a{@id='7' id='8'# @='1'#}}", false, NULL, NULL},
	{"{\"a\":{\"@id\":7,\"$\":\"x\"},\"b\":{\"#text\":1}}", "{a='x'{@id='7'#} b='1'#}", false, NULL, NULL},
	{"{\"a\":9007199254740993,\"b\":1e999,\"c\":-0.10}", "{a='9007199254740993'# b='1e999'# c='-0.10'#}", false, NULL,
     NULL},
	{"{\"xWebServiceResponse\":{\"a\":1}}", "xWebServiceResponse{a='1'#}", true, NULL, NULL},
	{"{\"easwebserviceREPONSE\":\"\"}", "easwebserviceREPONSE", true, NULL, NULL},
	{"{\"WebServiceResponse\":[{\"a\":1}]}", "WebServiceResponse{a='1'#}", true, NULL, NULL},
	{"{\"xWebServiceResponse\":{\"a\":1},\"b\":2}", "{xWebServiceResponse{a='1'#} b='2'#}", false, NULL, NULL},
	{"{\"b\":2,\"xWebServiceResponse\":{\"a\":1}}", "{b='2'# xWebServiceResponse{a='1'#}}", false, NULL, NULL},
	{"{\"xWebServiceResponses\":{\"a\":1}}", "{xWebServiceResponses{a='1'#}}", false, NULL, NULL},
	{"{\"l\":{\"d\":[{\"a\":1},{\"a\":2}]}}", "{l}", false, "l/d", "d{a='1'#};d{a='2'#};"},
	{"{\"l\":{\"d\":{\"a\":1}}}", "{l}", false, "l/d", "d{a='1'#};"},
	{"{\"l\":{\"d\":[]}}", "{l}", false, "l/d", NULL},
	{"{\"l\":{\"d\":[\"x\",5,null]}}", "{l}", false, "l/d", "d='x';d='5'#;d0;"},
	{"{\"l\":[],\"m\":\"\"}", "{l[] m}", false, "l/d", NULL},
	{"{\"l\":\"\"}", "{l}", false, "l/d", NULL},
	{"{\"L\":[{\"D\":1},{\"d\":[[2]]}]}", "{L L}", false, "l/d", "D='1'#;d='2'#;"},
	{"{\"xWebServiceResponse\":{\"l\":{\"d\":{}}}}", "xWebServiceResponse{l}", true, "l/d", "d;"},
	{"{\"x\":{\"l\":{\"d\":{}}}}", "{x{l{d}}}", false, "l/d", NULL},
	{"{\"d\":[{\"d\":[1]},2]}", "", false, "d", "d{d='1'#};d='2'#;"},
	{"{\"d\":[],\"xWebServiceResponse\":1}", "{xWebServiceResponse='1'#}", false, "d", NULL},
};

Test(body, json_shapes)
{
	for (size_t i = 0; i < ARRAY_LEN(json_shapes); i++)
		expect_shape(BODY_JSON, &json_shapes[i]);
}

Test(body, a_nul_in_a_string_is_kept)
{
	struct arena *arena = arena_new();
	struct outcome outcome = read_simply(arena, BODY_JSON, NULL, str_of("{\"a\":\"x\\u0000y\"}"));
	struct str text = node_child(outcome.body.root, "a")->text;
	cr_expect(str_equal(text, (struct str){"x\0y", 3}));
	arena_free(arena);
}

/** One text in every encoding that is allowed. */
static const struct str encoded[] = {
	BYTES("<?xml version='1.0' encoding='utf-8'?><a>\xc3\xa9\xf0\x9f\x98\x80</a>"),
	BYTES("\xef\xbb\xbf<a>\xc3\xa9\xf0\x9f\x98\x80</a>"),
	BYTES("\xff\xfe<\0a\0>\0\xe9\0\x3d\xd8\x00\xde<\0/\0a\0>\0"),
	BYTES("\xfe\xff\0<\0a\0>\0\xe9\xd8\x3d\xde\x00\0<\0/\0a\0>"),
	BYTES("<?xml version='1.0' encoding = \"ISO-8859-1\" ?><a>\xe9&#x1f600;</a>"),
	BYTES("<?xml version='1.0' encoding='us-ascii'?><a>&#233;&#128512;</a>"),
};

Test(body, every_allowed_encoding_becomes_utf8)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(encoded); i++) {
		for (size_t piece = 0; piece < 4; piece++) {
			struct reading how = {.format = BODY_XML, .piece = piece};
			struct outcome outcome = read_body(arena, &how, encoded[i]);
			cr_expect_eq(outcome.body.status, BODY_OK, "%zu: %s", i, outcome.body.message);
			cr_expect_str_eq(outcome.tree, "a='\xc3\xa9\xf0\x9f\x98\x80'", "%zu", i);
		}
	}
	arena_free(arena);
}

/** A refused body, and the byte where the trouble was met. */
static const struct {
	enum body_format format;
	const char *bytes;
	size_t offset;
} offsets[] = {
	{BODY_XML, "<a>\xff</a>", 3},         {BODY_XML, "<a><b></a>", 10},       {BODY_XML, "<a/>  <!DOCTYPE a>", 15},
	{BODY_XML, "<!DOCTYPE html>", 9},     {BODY_JSON, "{\"a\":\"\xff\"}", 6}, {BODY_JSON, "[1,\f]", 3},
	{BODY_JSON, "{\"a\":1,\"a\":2}", 10}, {BODY_JSON, "[\"\\ud800\"]", 8},    {BODY_JSON, "[1", 2},
};

Test(body, offsets)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(offsets); i++) {
		for (size_t piece = 0; piece < 2; piece++) {
			struct reading how = {.format = offsets[i].format, .piece = piece};
			struct outcome outcome = read_body(arena, &how, str_of(offsets[i].bytes));
			cr_expect_eq(outcome.body.offset, offsets[i].offset, "%s: %zu (%s)", offsets[i].bytes, outcome.body.offset,
			             outcome.body.message);
		}
	}
	arena_free(arena);
}

Test(body, a_refused_body_keeps_what_was_built)
{
	struct arena *arena = arena_new();
	struct outcome xml = read_simply(arena, BODY_XML, "l/d", str_of("<r><m>x</m><l><d>1</d><d><e>2</e></l>"));
	cr_expect_str_eq(xml.tree, "r{m='x' l}");
	cr_expect_str_eq(xml.records, "d='1';");
	struct outcome json = read_simply(arena, BODY_JSON, "l/d", str_of("{\"m\":\"x\",\"l\":{\"d\":[1,{\"e\":2,]"));
	cr_expect_str_eq(json.tree, "{m='x' l}");
	cr_expect_str_eq(json.records, "d='1'#;");
	struct outcome nothing = read_simply(arena, BODY_JSON, NULL, str_of("?"));
	cr_expect_null(nothing.body.root);
	arena_free(arena);
}

Test(body, after_a_refusal_nothing_is_read)
{
	struct arena *arena = arena_new();
	struct body_limits limits = body_default_limits();
	struct body_reader *reader = body_open(arena, BODY_JSON, NULL, &limits, NULL);
	cr_expect(body_feed(reader, "[1", 2));
	cr_expect(!body_feed(reader, "\f", 1));
	cr_expect(!body_feed(reader, "]", 1));
	struct body body = body_close(reader);
	cr_expect_eq(body.status, BODY_MALFORMED);
	cr_expect_eq(body.offset, 2);
	cr_expect_eq(body.bytes, 4);
	arena_free(arena);
}

Test(body, messages_are_one_short_printable_line)
{
	struct arena *arena = arena_new();
	struct str key = repeated(arena, "{\"\\u001b[31m\\n\\u007f\xc3\xa9", "k", 500, "\":1");
	struct str twice = repeated(arena, key.ptr, "", 0, repeated(arena, ",", key.ptr + 1, 1, "}").ptr);
	struct outcome outcome = read_simply(arena, BODY_JSON, NULL, twice);
	cr_expect_eq(outcome.body.status, BODY_DUPLICATE_KEY);
	cr_expect_leq(strlen(outcome.body.message), 120);
	cr_expect(strstr(outcome.body.message, "\\x1b[31m\\x0a\\x7f\xc3\xa9kkk"), "%s", outcome.body.message);
	cr_expect(strstr(outcome.body.message, "k...' stands twice"), "%s", outcome.body.message);
	struct str tag = repeated(arena, "<a>&", "n", 500, ";</a>");
	outcome = read_simply(arena, BODY_XML, NULL, tag);
	cr_expect_eq(outcome.body.status, BODY_MALFORMED);
	cr_expect_leq(strlen(outcome.body.message), 80, "%s", outcome.body.message);
	arena_free(arena);
}

Test(body, a_star_stands_for_the_same_text_in_all_names)
{
	struct arena *arena = arena_new();
	struct outcome xml =
		read_simply(arena, BODY_XML, "*Devices/*Device",
	                str_of("<r><aDevices><aDevice>1</aDevice><bDevice>2</bDevice></aDevices>"
	                       "<bdevices><bDevice>3</bDevice></bdevices><other><aDevice>4</aDevice></other></r>"));
	cr_expect_str_eq(xml.records, "aDevice='1';bDevice='3';");
	struct outcome json = read_simply(arena, BODY_JSON, "*Devices/*Device",
	                                  str_of("{\"aDevices\":{\"aDevice\":[\"1\",\"2\"],\"Device\":\"3\"}}"));
	cr_expect_str_eq(json.records, "aDevice='1';aDevice='2';");
	arena_free(arena);
}
