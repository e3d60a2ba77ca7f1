// SPDX-License-Identifier: Apache-2.0
/* Recorded answers, judged as a run judges them: head, bytes, end. */
#include "answer.h"

#include <criterion/criterion.h>
#include <string.h>

#include "finding_helper.h"
#include "rule.h"
#include "value_type.h"

static const struct requirement ledger[] = {
	{.id = "R011"}, {.id = "R012"}, {.id = "R014"}, {.id = "R015"}, {.id = "R016"},
	{.id = "R017"}, {.id = "R021"}, {.id = "R023"}, {.id = "R028"}, {.id = "R034"},
	{.id = "R139"}, {.id = "R359"}, {.id = "R377"}, {.id = "R378"}, {.id = "R380"},
};
#define R017 (&ledger[5])

/** An operation with a streamed list `l/d`, a message and a CSV; built by open_bench(). */
struct bench {
	struct arena *arena;
	struct field fields[8];
	struct schema record;
	struct schema list;
	struct schema root;
	struct schema message;
	struct response responses[2];
	struct rule_use rules[1];
	struct endpoint endpoint;
	struct catalogue catalogue;
	struct request request;
	struct planned planned;
	struct answer_options options;
};

static void describe(struct bench *bench)
{
	static const char *const aliases[] = {"alias"};
	struct field *fields = bench->fields;
	fields[0] = (struct field){.name = "uuid", .type = value_type_find("text"), .presence = PRESENCE_REQUIRED};
	fields[0].presence_requirement = catalogue_requirement(&bench->catalogue, "R377");
	for (size_t i = 1; i < ARRAY_LEN(bench->fields); i++)
		fields[i].presence = PRESENCE_OPTIONAL;
	fields[1].name = "n";
	fields[1].type = value_type_find("integer");
	bench->record = (struct schema){.name = "d", .fields = fields, .count = 2};
	fields[2].name = "d";
	fields[2].type = value_type_find("container");
	fields[2].many = true;
	fields[2].schema = &bench->record;
	bench->list = (struct schema){.name = "l", .fields = &fields[2], .count = 1};
	fields[3].name = "messages";
	fields[3].type = value_type_find("any");
	fields[4].name = "l";
	fields[4].type = value_type_find("container");
	fields[4].schema = &bench->list;
	bench->root = (struct schema){.name = "list", .fields = &fields[3], .count = 2, .root = "root"};
	bench->root.root_aliases = aliases;
	bench->root.root_alias_count = 1;
	bench->message = (struct schema){.name = "error", .fields = &fields[3], .count = 1, .root = "root"};
	bench->responses[0] =
		(struct response){.status = 200, .schema = &bench->root, .records = "l/d", .record_schema = &bench->record};
	bench->responses[1] = (struct response){.status = 404, .schema = &bench->message};
}

/** An XML read whose case expects 200. */
static struct bench *open_bench(void)
{
	static const struct argument nothing[ARGUMENTS_MAX];
	struct arena *arena = arena_new();
	struct bench *bench = ARENA_NEW(arena, struct bench);
	bench->arena = arena;
	bench->catalogue = (struct catalogue){.requirements = ledger, .requirement_count = ARRAY_LEN(ledger)};
	describe(bench);
	bench->rules[0] = (struct rule_use){.def = rule_find("some-records"), .arguments = nothing, .requirement = R017};
	bench->endpoint =
		(struct endpoint){.id = "e", .area = "dm", .method = "GET", .responses = bench->responses, .response_count = 2};
	bench->endpoint.rules = bench->rules;
	bench->endpoint.rule_count = 1;
	bench->request = (struct request){.endpoint = &bench->endpoint, .method = "GET", .format = FORMAT_XML};
	bench->planned = (struct planned){.id = "dm/e:ok.xml", .kind = "ok", .endpoint = &bench->endpoint};
	bench->planned.requirement = R017;
	bench->planned.expect[0] = 200;
	bench->planned.expect_count = 1;
	bench->options = (struct answer_options){.catalogue = &bench->catalogue, .request = &bench->request};
	bench->options.planned = &bench->planned;
	return bench;
}

static void close_bench(struct bench *bench)
{
	arena_free(bench->arena);
}

/** An answer as it came. */
struct recorded {
	int status;
	const char *type; /**< of the content; NULL: no such header */
	const char *body;
	const char *challenge; /**< WWW-Authenticate, or NULL */
	const char *location;
	const char *framing;
	enum http_trouble trouble;
};

static size_t headers_of(const struct recorded *recorded, struct http_header *headers)
{
	const struct {
		const char *name;
		const char *value;
	} all[] = {
		{"content-type", recorded->type},
		{"WWW-Authenticate", recorded->challenge},
		{"Location", recorded->location},
		{"Date", "Mon, 23 Nov 2026 10:00:00 GMT"},
	};
	size_t count = 0;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (all[i].value)
			headers[count++] = (struct http_header){str_of(all[i].name), str_of(all[i].value)};
	return count;
}

/** Feeds the answer in pieces of so many bytes and judges it; `records` (or NULL) is set. */
static enum answer_end feed(struct bench *bench, const struct recorded *recorded, size_t piece, size_t *records)
{
	struct http_header headers[4];
	struct http_response response = {
		.status = recorded->status,
		.headers = headers,
		.header_count = headers_of(recorded, headers),
		.framing = recorded->framing,
	};
	struct answer *answer = answer_open(bench->arena, &bench->options);
	const char *body = recorded->body ? recorded->body : "";
	size_t length = strlen(body);
	bool wanted = true;
	if (recorded->status)
		answer_head(answer, &response);
	for (size_t at = 0; at < length && wanted && recorded->status; at += piece)
		wanted = answer_body(answer, body + at, length - at < piece ? length - at : piece);
	response.trouble = recorded->trouble ? recorded->trouble : wanted ? HTTP_OK : HTTP_STOPPED;
	response.trouble_text = response.trouble ? "what the client tells" : NULL;
	enum answer_end end = answer_end(answer, &response);
	if (records)
		*records = answer_records(answer);
	return end;
}

/** Judges the answer whole and byte by byte; both must find the same. */
static enum answer_end check(struct bench *bench, const char *name, struct recorded recorded, const char *wanted)
{
	static const size_t pieces[] = {1 << 20, 1};
	enum answer_end end = ANSWER_JUDGED;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		bench->options.findings = findings_new(bench->arena, false);
		end = feed(bench, &recorded, pieces[i], NULL);
		check_findings(bench->options.findings, name, wanted);
	}
	return end;
}

#define XML "application/xml"
#define JSON "application/json"
#define GOOD "<root><messages/><l><d><uuid>u1</uuid></d></l></root>"
#define TELLS "<root><messages><message>no data</message></messages></root>"
#define REDIRECT "redirects are not followed; this one leads to /login\n"

/** A recorded answer and what is found in it. */
struct row {
	const char *name;
	struct recorded recorded;
	const char *wanted;
};

static void check_rows(struct bench *bench, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		cr_expect_eq(check(bench, rows[i].name, rows[i].recorded, rows[i].wanted), ANSWER_JUDGED, "%s", rows[i].name);
}

/* clang-format off */
Test(answer, status)
{
	static const struct row rows[] = {
		{"good", {.status = 200, .type = XML, .body = GOOD}, ""},
		{"another", {.status = 204},
		 "failure status R017 - <> | 200 | 204 | the status code is another than the guide's\n"},
		{"a server error is one whatever was asked", {.status = 500, .type = "text/html", .body = "<html>"},
		 "failure status R023 - <> | 200 | 500 | a server error is no answer to a request that the guide describes\n"},
		{"a redirect", {.status = 302, .location = "/login"}, "failure status R017 - <> | 200 | 302 | " REDIRECT},
		{"a redirect to nowhere", {.status = 302},
		 "failure status R017 - <> | 200 | 302 | the status code is another than the guide's\n"},
		{"no data where there must be some", {.status = 404, .type = XML, .body = TELLS},
		 "failure status R017 - <> | 200 | 404 | the status code is another than the guide's\n"},
		{"credentials refused", {.status = 401},
		 "failure status R017 - <> | 200 | 401 | the status code is another than the guide's\n"},
	};
	struct bench *bench = open_bench();
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

Test(answer, status_classes_and_softness)
{
	static const struct row rows[] = {
		{"one of the class", {.status = 418}, ""},
		{"one besides it", {.status = 200}, ""},
		{"another", {.status = 301},
		 "warning status R017 - <> | 4xx or 200 | 301 | the status code is another than the guide's\n"},
		{"a server error is never soft", {.status = 503},
		 "failure status R023 - <> | 4xx or 200 | 503 | a server error is no answer to a request that the guide "
		 "describes\n"},
	};
	struct bench *bench = open_bench();
	bench->endpoint.response_count = 0;
	bench->planned.expect[0] = 4;
	bench->planned.expect[1] = 200;
	bench->planned.expect_count = 2;
	bench->planned.soft = true;
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

Test(answer, no_data)
{
	static const char unlikely[] = "warning no-data R017 - <> | 200 with at least one record | 404 | the list is "
	"complete "
		"and unfiltered; that it is empty is allowed, but unlikely\n";
	struct bench *bench = open_bench();
	struct parameter parameter = {.name = "p"};
	bench->planned.no_data = true;
	check(bench, "unfiltered", (struct recorded){.status = 404, .type = XML, .body = TELLS}, unlikely);
	check(bench, "empty 200", (struct recorded){.status = 200, .type = XML, .body = "<root><messages/><l/></root>"},
	      "failure some-records R017 l/d <> | at least one record, or a 404 | 200 without records | no data is "
	      "answered with "
	      "404, not with an empty 200\n");
	check(bench, "another status", (struct recorded){.status = 403},
	      "failure status R017 - <> | 200, or 404 when there is no data | 403 | the status code is another than the "
	      "guide's\n");
	bench->endpoint.parameters = &parameter;
	bench->endpoint.parameter_count = 1;
	check(bench, "filtered", (struct recorded){.status = 404, .type = XML, .body = TELLS}, "");
	check(bench, "without a message", (struct recorded){.status = 404, .type = XML, .body = "<root><messages/></root>"},
	      "failure message R015 messages/message <> | a message that explains the error, in the format asked for | - "
	      "| the "
	      "error answer holds no message\n");
	close_bench(bench);
}

Test(answer, media_types)
{
	static const struct row rows[] = {
		{"with a character set", {.status = 200, .type = "Application/XML;charset=UTF-8", .body = GOOD}, ""},
		{"as text", {.status = 200, .type = "text/xml", .body = GOOD}, ""},
		{"not declared", {.status = 200, .body = GOOD},
		 "failure content-type R011 - <> | application/xml | - | the answer is declared to be something else than "
		 "what was "
		 "asked for\n"},
		{"declared as JSON", {.status = 200, .type = JSON, .body = GOOD},
		 "failure content-type R011 - <> | application/xml | application/json | the answer is declared to be "
		 "something else "
		 "than what was asked for\n"
		 "failure format R014 - <> | JSON | XML | the body is not what its Content-Type declares\n"},
		{"JSON, declared as "
		"XML", {.status = 200, .type = XML, .body = "{\"l\":{\"d\":{\"uuid\":1}},\"messages\":\"\"}"},
		 "failure format R014 - <> | XML | JSON | the body is not what its Content-Type declares\n"},
		{"HTML", {.status = 404, .type = "text/html", .body = "<html><body>Not found</body></html>"},
		 "failure message R015 messages/message <> | a message that explains the error, in the format asked for | - "
		 "| the "
		 "error answer holds no message\n"
		 "failure status R017 - <> | 200 | 404 | the status code is another than the guide's\n"
		 "failure content-type R011 - <> | application/xml | text/html | the answer is declared to be something else "
		 "than "
		 "what was asked for\n"},
	};
	struct bench *bench = open_bench();
	check_rows(bench, rows, ARRAY_LEN(rows));
	bench->request.format = FORMAT_JSON;
	check(bench, "JSON with its root dropped", (struct recorded){.status = 200, .type = JSON,
	      .body = "{\"messages\":\"\",\"l\":{\"d\":[{\"uuid\":\"u\"}]}}"}, "");
	check(bench, "XML instead", (struct recorded){.status = 200, .type = XML, .body = GOOD},
	      "failure content-type R012 - <> | application/json | application/xml | the answer is declared to be "
	      "something else "
	      "than what was asked for\n");
	bench->request.format = FORMAT_NONE;
	check(bench, "either", (struct recorded){.status = 200, .type = XML, .body = GOOD}, "");
	check(bench, "neither", (struct recorded){.status = 200, .type = "text/plain", .body = GOOD},
	      "failure content-type R014 - <> | XML or JSON | text/plain | the answer is declared to be something else "
	      "than what "
	      "was asked for\n");
	close_bench(bench);
}

Test(answer, root)
{
	static const struct row rows[] = {
		{"in another "
		"case", {.status = 200, .type = XML, .body = "<Root><messages/><l><d><uuid>u</uuid></d></l></Root>"}, ""},
		{"by another name that is known", {.status = 200, .type = XML,
		 .body = "<alias><messages/><l><d><uuid>u</uuid></d></l></alias>"}, ""},
		{"by another "
		"name", {.status = 200, .type = XML, .body = "<other><messages/><l><d><uuid>u</uuid></d></l></other>"},
		 "failure root R016 - <> | root | other | the answer is wrapped in another element\n"},
		{"of a message", {.status = 400, .type = XML,
		 .body = "<other><messages><message>m</message></messages></other>"},
		 "failure root R016 - <> | root | other | the answer is wrapped in another element\n"
		 "failure status R017 - <> | 200 | 400 | the status code is another than the guide's\n"},
	};
	struct bench *bench = open_bench();
	check_rows(bench, rows, ARRAY_LEN(rows));
	close_bench(bench);
}

Test(answer, records_and_schema)
{
	struct bench *bench = open_bench();
	struct recorded recorded = {.status = 200, .type = XML,
	                            .body = "<root><messages/><l><d><uuid>u1</uuid><n>1</n></d>"
	                                    "<d><uuid>u2</uuid><n>x</n></d>"
	                                    "<d><n>3</n></d></l></root>"};
	check(bench, "a field of the second, one missing in the third", recorded,
	      "failure type R380 l/d[2]/n <u2> | an integer | x | not of the type integer\n"
	      "failure presence R377 l/d[3]/uuid <> | an element uuid | - | the element is missing\n");
	size_t records;
	struct facts *facts = facts_new();
	bench->options.facts = facts;
	cr_expect_eq(feed(bench, &recorded, 7, &records), ANSWER_JUDGED);
	cr_expect_eq(records, 3);
	cr_expect_eq(facts_count(facts), 3);
	cr_expect(facts->usable && facts->status == 200);
	cr_expect_not_null(node_child(facts->root, "messages"));
	facts_free(facts);
	close_bench(bench);
}

Test(answer, what_leaves_the_status_open_does_not_leave_the_message_open)
{
	struct bench *bench = open_bench();
	bench->planned.expect[0] = 4;
	bench->planned.soft = true;
	check(bench, "no message", (struct recorded){.status = 404, .type = XML, .body = "<root/>"},
	      "failure message R015 messages/message <> | a message that explains the error, in the format asked for | - | the "
	      "error answer holds no message\n");
	check(bench, "another format", (struct recorded){.status = 404, .type = JSON, .body = "{\"message\":\"none\"}"},
	      "failure content-type R011 - <> | application/xml | application/json | the answer is declared to be something "
	      "else than what was asked for\n");
	check(bench, "malformed", (struct recorded){.status = 404, .type = XML, .body = "<root><message>none</message>"},
	      "failure body R011 - <> | well-formed XML | malformed at byte 29 | ends before its root element does\n");
	bench->planned.expect[0] = 200;
	check(bench, "data", (struct recorded){.status = 200, .type = JSON, .body = GOOD},
	      "warning content-type R011 - <> | application/xml | application/json | the answer is declared to be something "
	      "else than what was asked for\nwarning format R014 - <> | JSON | XML | the body is not what its Content-Type "
	      "declares\n");
	close_bench(bench);
}

Test(answer, where_no_operation_is_the_container_answers)
{
	static const struct recorded page = {.status = 404, .type = "text/html", .body = "<html><body>Not found</body></html>"};
	static const char note[] = "note content-type - - <> | - | text/html | no operation is at this address; the body of the "
							   "answer is not judged\n";
	struct bench *bench = open_bench();
	bench->planned.expect[0] = 404;
	bench->endpoint.unsupported = true;
	check(bench, "not supported", page, note);
	check(bench, "not supported, in XML", (struct recorded){.status = 404, .type = XML, .body = "<root/>"}, "");
	bench->endpoint.unsupported = false;
	bench->request.path = "/api/v1/nothing";
	check(bench, "an address of no operation", page, note);
	close_bench(bench);
}

Test(answer, a_wrong_method)
{
	static const char why[] = "the method is refused in another way than the guide's: a server error\n";
	struct bench *bench = open_bench();
	bench->request.method = "PUT";
	bench->planned.expect[0] = 405;
	check(bench, "not implemented", (struct recorded){.status = 501},
	      arena_printf(bench->arena, "failure status R017 - <> | 405 | 501 | %s", why));
	close_bench(bench);
}

Test(answer, a_rule_of_the_root_sees_what_follows_the_records)
{
	static const struct argument arguments[ARGUMENTS_MAX] = {
		{.given = true, .text = "/messages"},
		{.given = true, .text = "said"},
	};
	static const struct binding sent = {"said", "hello"};
	struct bench *bench = open_bench();
	bench->rules[0] = (struct rule_use){.def = rule_find("equals-parameter"), .arguments = arguments, .requirement = R017};
	bench->options.sent = &sent;
	bench->options.sent_count = 1;
	check(bench, "as sent", (struct recorded){.status = 200, .type = XML,
	      .body = "<root><l><d><uuid>a</uuid></d><d><uuid>b</uuid></d></l><messages>hello</messages></root>"}, "");
	check(bench, "not as sent", (struct recorded){.status = 200, .type = XML,
	      .body = "<root><l><d><uuid>a</uuid></d><d><uuid>b</uuid></d></l><messages>bye</messages></root>"},
	      "failure equals-parameter R017 messages <> | hello | bye | asked for said=hello\n");
	close_bench(bench);
}

Test(answer, refused_access)
{
	static const char challenge[] = "failure challenge R028 - <> | WWW-Authenticate: Basic realm=… | ";
	static const char why[] = "a 401 names the scheme; clients that wait for the challenge never log in without it\n";
	static const char basic[] = "basic realm=\"x\"";
	static const char leak[] = "failure leak R034 - <> | no data | ";
	static const char leaks[] = "the answer refuses access, and gives the data all the same\n";
	struct bench *bench = open_bench();
	struct arena *arena = bench->arena;
	bench->request.who = WHO_NONE;
	bench->planned.expect[0] = 401;
	check(bench, "good", (struct recorded){.status = 401, .challenge = basic, .type = "text/html", .body = "<html>"},
	      "");
	check(bench, "without a body", (struct recorded){.status = 401, .challenge = basic}, "");
	check(bench, "no challenge", (struct recorded){.status = 401}, arena_printf(arena, "%s- | %s", challenge, why));
	check(bench, "the second of two", (struct recorded){.status = 401,
	      .challenge = "Digest realm=\"a, Basic b\", nonce=\"n\\\"\", qop=auth ,Basic realm=\"x\""}, "");
	check(bench, "the first of two", (struct recorded){.status = 401, .challenge = "BASIC, Negotiate"}, "");
	check(bench, "in quotes", (struct recorded){.status = 401, .challenge = "Digest realm=\"\\\", Basic x\""},
	      arena_printf(arena, "%sDigest realm=\"\\\", Basic x\" | %s", challenge, why));
	check(bench, "a parameter", (struct recorded){.status = 401, .challenge = "Custom a=1, basic=2"},
	      arena_printf(arena, "%sCustom a=1, basic=2 | %s", challenge, why));
	check(bench, "a longer name", (struct recorded){.status = 401, .challenge = "Basics"},
	      arena_printf(arena, "%sBasics | %s", challenge, why));
	check(bench, "another scheme", (struct recorded){.status = 401, .challenge = "Bearer"},
	      arena_printf(arena, "%sBearer | %s", challenge, why));
	check(bench, "records", (struct recorded){.status = 401, .challenge = basic, .type = XML, .body = GOOD},
	      arena_printf(arena, "%s1 records | %s", leak, leaks));
	check(bench, "a single one", (struct recorded){.status = 401, .challenge = basic, .type = JSON,
	      .body = "{\"device\":{\"principal\":\"jd\"}}"}, arena_printf(arena, "%s0 records | %s", leak, leaks));
	check(bench, "let in", (struct recorded){.status = 200, .type = XML, .body = GOOD},
	      "failure status R017 - <> | 401 | 200 | the status code is another than the guide's\n");
	close_bench(bench);
}

Test(answer, an_account_with_fewer_rights)
{
	struct bench *bench = open_bench();
	bench->options.limited = true;
	cr_expect_eq(check(bench, "403", (struct recorded){.status = 403}, ""), ANSWER_NO_ACCESS);
	cr_expect_eq(check(bench, "401", (struct recorded){.status = 401}, ""), ANSWER_NO_ACCESS);
	cr_expect_eq(check(bench, "200", (struct recorded){.status = 200, .type = XML, .body = GOOD}, ""), ANSWER_JUDGED);
	bench->request.who = WHO_NONE;
	cr_expect_eq(check(bench, "without credentials", (struct recorded){.status = 403},
	             "failure status R017 - <> | 200 | 403 | the status code is another than the "
	             "guide's\n"), ANSWER_JUDGED);
	close_bench(bench);
}

Test(answer, unsound_bodies)
{
	static const struct {
		const char *name;
		const char *body;
		const char *beginning; /**< of the finding */
	} rows[] = {
		{"empty", "", "failure body R011 - <> | well-formed XML | empty at byte 0 | "},
		{"blanks", " \n", "failure body R011 - <> | well-formed XML | empty at byte 2 | "},
		{"cut", "<root><l>", "failure body R011 - <> | well-formed XML | malformed at byte 9 | "},
		{"trailing", "<root/>x", "failure body R011 - <> | well-formed XML | trailing bytes at byte "},
		{"document type", "<!DOCTYPE x><root/>", "failure body R011 - <> | well-formed XML | document type "
		"declaration at byte "},
		{"encoding", "<root>\xff</root>", "failure body R011 - <> | well-formed XML | encoding at byte "},
		{"JSON cut", "{\"l\":", "failure body R012 - <> | valid JSON | malformed at byte 5 | "},
		{"key twice", "{\"l\":1,\"l\":2}", "failure body R012 - <> | valid JSON | duplicate key at byte "},
		{"text", "nothing", "failure body R011 - <> | well-formed XML | malformed at byte "},
		{"comments before JSON", "/*{*/ {\"l\":{}}", "failure body R012 - <> | valid JSON | malformed at byte 0 | "},
	};
	struct bench *bench = open_bench();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		bool json = strchr(rows[i].body, '{') != NULL;
		struct recorded recorded = {.status = 200, .type = json ? JSON : XML, .body = rows[i].body};
		bench->request.format = json ? FORMAT_JSON : FORMAT_XML;
		bench->options.findings = findings_new(bench->arena, false);
		bench->options.facts = facts_new();
		cr_expect_eq(feed(bench, &recorded, 4096, NULL), ANSWER_JUDGED);
		const char *text = findings_text(bench->arena, bench->options.findings);
		cr_expect_eq(strncmp(text, rows[i].beginning, strlen(rows[i].beginning)), 0, "%s: %s", rows[i].name, text);
		cr_expect_null(strstr(text, "R014"), "%s: %s", rows[i].name, text);
		cr_expect_not(bench->options.facts->usable, "%s", rows[i].name);
		facts_free(bench->options.facts);
	}
	close_bench(bench);
}

Test(answer, troubles_of_the_transport)
{
	static const struct {
		enum http_trouble trouble;
		int status;
		enum level level;
		enum answer_end end;
	} rows[] = {
		{HTTP_UNREACHABLE, 0, LEVEL_ERROR, ANSWER_NOT_REACHED}, {HTTP_TLS, 0, LEVEL_ERROR, ANSWER_NOT_REACHED},
		{HTTP_TIMEOUT, 0, LEVEL_ERROR, ANSWER_NOT_REACHED},     {HTTP_TIMEOUT, 200, LEVEL_ERROR, ANSWER_NOT_REACHED},
		{HTTP_INTERNAL, 0, LEVEL_ERROR, ANSWER_NOT_REACHED},    {HTTP_CUT, 0, LEVEL_FAILURE, ANSWER_JUDGED},
		{HTTP_CUT, 200, LEVEL_FAILURE, ANSWER_JUDGED},          {HTTP_LENGTH, 200, LEVEL_FAILURE, ANSWER_JUDGED},
		{HTTP_PROTOCOL, 0, LEVEL_FAILURE, ANSWER_JUDGED},       {HTTP_HEADER_CEILING, 0, LEVEL_FAILURE, ANSWER_JUDGED},
		{HTTP_BODY_CEILING, 200, LEVEL_FAILURE, ANSWER_JUDGED},
	};
	struct bench *bench = open_bench();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *name = http_trouble_name(rows[i].trouble);
		struct recorded recorded = {.status = rows[i].status, .type = XML, .body = GOOD, .trouble = rows[i].trouble};
		bench->options.facts = facts_new();
		bench->options.findings = findings_new(bench->arena, false);
		cr_expect_eq(feed(bench, &recorded, 4096, NULL), rows[i].end, "%s", name);
		check_findings(bench->options.findings, name,
		               arena_printf(bench->arena, "%s transport - - <> | a complete HTTP answer | %s | what the "
		               "client tells\n",
		                            level_name(rows[i].level), name));
		cr_expect_not(bench->options.facts->usable, "%s", name);
		facts_free(bench->options.facts);
	}
	close_bench(bench);
}

Test(answer, framing)
{
	struct bench *bench = open_bench();
	check(bench, "framing", (struct recorded){.status = 200, .type = XML, .body = GOOD, .framing = "Content-Length "
	"twice"},
	      "failure framing - - <> | an answer framed as HTTP/1.1 demands | Content-Length twice | clients read such "
	      "an answer "
	      "in different ways\n");
	close_bench(bench);
}

Test(answer, nobody_judges_but_facts_are_taken)
{
	struct bench *bench = open_bench();
	struct recorded recorded = {.status = 200, .type = JSON, .body = GOOD};
	bench->options.planned = NULL;
	bench->options.facts = facts_new();
	cr_expect_eq(feed(bench, &recorded, 3, NULL), ANSWER_JUDGED);
	cr_expect(bench->options.facts->usable);
	cr_expect_eq(facts_count(bench->options.facts), 1);
	facts_free(bench->options.facts);
	bench->options.facts = facts_new();
	recorded = (struct recorded){.status = 404, .type = XML, .body = TELLS};
	feed(bench, &recorded, 3, NULL);
	cr_expect(bench->options.facts->usable && bench->options.facts->status == 404);
	facts_free(bench->options.facts);
	bench->options.facts = facts_new();
	recorded = (struct recorded){.status = 500, .type = XML, .body = GOOD};
	feed(bench, &recorded, 3, NULL);
	cr_expect_not(bench->options.facts->usable);
	facts_free(bench->options.facts);
	close_bench(bench);
}

Test(answer, csv)
{
	static const struct argument nothing[ARGUMENTS_MAX];
	struct bench *bench = open_bench();
	bench->request.format = FORMAT_CSV;
	bench->rules[0] = (struct rule_use){.def = rule_find("csv-rows"), .arguments = nothing, .requirement = R017};
	bench->responses[0] = (struct response){.status = 200, .schema = &bench->record, .csv = true};
	check(bench, "good", (struct recorded){.status = 200, .type = "text/csv", .body = "UUID,N\nu1,1\n\n\"u,2\",2\n"},
	      "");
	check(bench, "a row too short, a word where a number "
	"is", (struct recorded){.status = 200, .body = "a,b\nu1\nu2,x\n"},
	      "failure csv-rows R017 row[1] <u1> | 2 fields, as in the header | 1 fields | a row has another number of "
	      "fields\n"
	      "failure type R380 row[2]/n <u2> | an integer | x | not of the type integer\n");
	check(bench, "an open quote", (struct recorded){.status = 200, .body = "a,b\n\"u1"},
	      "failure body R139 - <> | CSV (RFC 4180) | line 2 | row 2: the text ends inside quotes\n");
	check(bench, "XML", (struct recorded){.status = 200, .type = XML, .body = "<root/>"},
	      "failure format R359 - <> | CSV | XML | the export is CSV, whatever is asked for\n");
	close_bench(bench);
}
/* clang-format on */
