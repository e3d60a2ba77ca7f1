// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "fault_client.h"

enum { FAULT_TIMEOUT_MS = 700, CUT_LENGTH = 500 };

/** A script of the fault server and what has to be made of it. */
struct fault_row {
	const char *script;
	int status;
	enum http_trouble trouble;
	const char *text;    /**< occurs in `trouble_text` */
	const char *framing; /**< occurs in `framing`; NULL: there is none */
};

static const struct fault_row FAULTS[] = {
	{"ok", 200, HTTP_OK, "", NULL},
	{"ok-close", 200, HTTP_OK, "", NULL},
	{"ok-chunked", 200, HTTP_OK, "", NULL},
	{"ok-until-close", 200, HTTP_OK, "", NULL},
	{"ok-204", 204, HTTP_OK, "", NULL},
	{"echo", 200, HTTP_OK, "", NULL},
	{"crowd", 200, HTTP_OK, "", NULL},
	{"landing", 200, HTTP_OK, "", NULL},
	{"empty-reply", 0, HTTP_CUT, "without an answer", NULL},
	{"reset", 0, HTTP_CUT, "connection lost", NULL},
	{"cut-header", 200, HTTP_CUT, "in the middle of the header", NULL},
	{"cut-body", 200, HTTP_LENGTH, "11 bytes remaining", NULL},
	{"reset-body", 200, HTTP_CUT, "connection lost", NULL},
	{"cut-at", 0, HTTP_CUT, "without an answer", NULL},
	{"reset-at", 0, HTTP_CUT, "connection lost", NULL},
	{"retry-on-reuse", 200, HTTP_OK, "", NULL},
	{"poison", 200, HTTP_OK, "", NULL},
	{"silence", 0, HTTP_TIMEOUT, "no complete header within 0.7 s", NULL},
	{"slow-header", 0, HTTP_TIMEOUT, "no complete header within 0.7 s", NULL},
	{"slow-body", 200, HTTP_TIMEOUT, "body not complete within 0.7 s", NULL},
	{"slow-chunks", 200, HTTP_TIMEOUT, "body not complete within 0.7 s", NULL},
	{"large-and-late", 200, HTTP_BODY_CEILING, "more body bytes", NULL},
	{"length-long", 200, HTTP_LENGTH, "83 bytes remaining", NULL},
	{"length-long-open", 200, HTTP_TIMEOUT, "body not complete within 0.7 s", NULL},
	{"length-short", 200, HTTP_LENGTH, "after the end", "bytes after the end of the answer"},
	{"length-twice", 200, HTTP_LENGTH, "different values", "Content-Length given twice with different values"},
	{"length-same-twice", 200, HTTP_OK, "", "Content-Length given twice"},
	{"length-list", 200, HTTP_LENGTH, "different values", "Content-Length given twice with different values"},
	{"length-chunked", 200, HTTP_OK, "", "Content-Length together with Transfer-Encoding"},
	{"length-negative", 200, HTTP_LENGTH, "Content-Length is not a number", NULL},
	{"length-huge", 200, HTTP_LENGTH, "Content-Length is not a number", "Content-Length is not a number"},
	{"length-letters", 200, HTTP_LENGTH, "Content-Length is not a number", NULL},
	{"length-hex", 200, HTTP_LENGTH, "Content-Length is not a number", "Content-Length is not a number"},
	{"length-plus", 200, HTTP_LENGTH, "Content-Length is not a number", "Content-Length is not a number"},
	{"chunk-bad-size", 200, HTTP_PROTOCOL, "broken chunk", NULL},
	{"chunk-negative", 200, HTTP_PROTOCOL, "broken chunk", NULL},
	{"chunk-huge", 200, HTTP_PROTOCOL, "broken chunk", NULL},
	{"chunk-missing-end", 200, HTTP_LENGTH, "before the announced end", NULL},
	{"chunk-too-long", 200, HTTP_PROTOCOL, "broken chunk", NULL},
	{"chunk-leftovers", 200, HTTP_LENGTH, "after the end", "bytes after the end of the answer"},
	{"chunk-extension-flood", 200, HTTP_OK, "", NULL}, /* libcurl drops extensions unseen; only time bounds them */
	{"trailer-flood", 200, HTTP_HEADER_CEILING, "more bytes of headers", NULL},
	{"coding-gzip", 200, HTTP_PROTOCOL, "not chunked alone", "Transfer-Encoding is not chunked alone"},
	{"header-flood", 200, HTTP_HEADER_CEILING, "more bytes of headers", NULL},
	{"header-long-line", 200, HTTP_HEADER_CEILING, "header line longer", NULL},
	{"header-folds", 200, HTTP_OK, "", "header folded over two lines"},
	{"cookies", 200, HTTP_OK, "", NULL},
	{"folded-header", 200, HTTP_OK, "", "header folded over two lines"},
	{"control-bytes-in-header", 200, HTTP_OK, "", "control byte in a header line"},
	{"nul-in-header", 200, HTTP_PROTOCOL, "Nul byte", NULL},
	{"header-no-colon", 200, HTTP_PROTOCOL, "without colon", NULL},
	{"header-name-blank", 200, HTTP_OK, "", "header name is empty or holds"},
	{"bare-lf", 200, HTTP_OK, "", "ends in LF without CR"},
	{"interim-flood", 0, HTTP_HEADER_CEILING, "more bytes of headers", NULL},
	{"interim-ok", 200, HTTP_OK, "", NULL},
	{"interim-only", 0, HTTP_CUT, "without an answer", NULL},
	{"switch-101", 101, HTTP_PROTOCOL, "no other protocol was asked for", "status 101"},
	{"continue-417", 417, HTTP_OK, "", NULL},
	{"status-99", 0, HTTP_PROTOCOL, "response code", NULL},
	{"status-999", 999, HTTP_PROTOCOL, "status code outside", "status code outside 100 to 599"},
	{"http-0.9", 0, HTTP_PROTOCOL, "HTTP/0.9", NULL},
	{"http-3.7", 0, HTTP_PROTOCOL, "3.7", NULL},
	{"body-after-204", 204, HTTP_LENGTH, "after the end", "bytes after the end of the answer"},
	{"body-after-304", 304, HTTP_LENGTH, "after the end", "bytes after the end of the answer"},
	{"redirect", 307, HTTP_OK, "", NULL},
	{"redirect-host", 307, HTTP_OK, "", NULL},
	{"redirect-loop", 307, HTTP_OK, "", NULL},
	{"redirect-file", 302, HTTP_OK, "", NULL},
	{"challenge-basic", 401, HTTP_OK, "", NULL},
	{"challenge-ntlm", 401, HTTP_OK, "", NULL},
	{"challenge-proxy", 407, HTTP_OK, "", NULL},
	{"busy-503", 503, HTTP_OK, "", NULL},
	{"gzip-bomb", 200, HTTP_PROTOCOL, "Content-Encoding", NULL},
	{"encoding-unknown", 200, HTTP_PROTOCOL, "Content-Encoding", NULL},
	{"endless-body", 200, HTTP_BODY_CEILING, "more body bytes", NULL},
	{"endless-chunks", 200, HTTP_BODY_CEILING, "more body bytes", NULL},
	{"type-wrong", 200, HTTP_OK, "", NULL},
	{"type-none", 200, HTTP_OK, "", NULL},
	{"not-json", 200, HTTP_OK, "", NULL},
};

static const struct fault_row *find_fault(const char *script)
{
	for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++)
		if (strcmp(FAULTS[i].script, script) == 0)
			return &FAULTS[i];
	return NULL;
}

static void expect_fault(const struct fault_row *row, const struct answer *answer, const char *method)
{
	cr_expect_eq(answer->calls, 1, "%s %s: %u calls of done", method, row->script, answer->calls);
	cr_expect_leq(answer->heads, 1, "%s %s: %u calls of head", method, row->script, answer->heads);
	/* when the second, unasked answer arrives is chance: with the first one it is seen, later it is not */
	if (strcmp(row->script, "poison") == 0 && answer->framing[0]) {
		cr_expect(strstr(answer->framing, "bytes after the end"), "%s %s: framing %s", method, row->script,
		          answer->framing);
		return;
	}
	cr_expect_eq(answer->trouble, row->trouble, "%s %s: %s", method, row->script, answer->text);
	cr_expect(strstr(answer->text, row->text), "%s %s: text %s", method, row->script, answer->text);
	cr_expect_eq(answer->framing[0] != '\0', row->framing != NULL, "%s %s: framing %s", method, row->script,
	             answer->framing);
	cr_expect(!row->framing || strstr(answer->framing, row->framing), "%s %s: framing %s", method, row->script,
	          answer->framing);
	/* how many slow bytes arrive before the deadline is chance */
	if (row->trouble != HTTP_TIMEOUT)
		cr_expect_eq(answer->status, row->status, "%s %s: status %d", method, row->script, answer->status);
	cr_expect(answer->sent, "%s %s", method, row->script);
	cr_expect(answer->complete || answer->trouble != HTTP_OK, "%s %s", method, row->script);
	cr_expect_eq(answer->bytes, answer->length, "%s %s", method, row->script);
}

/** Every script once with the method; afterwards each was asked for exactly once. */
static void run_all_faults(const char *method, bool reusable)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	options.parallel = 16;
	struct http_client *client = fault_client(&options);
	static struct answer answers[ARRAY_LEN(FAULTS)];
	static char paths[ARRAY_LEN(FAULTS)][64];
	for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++) {
		snprintf(paths[i], sizeof(paths[i]), "/%s/api/v1/dm/devices", FAULTS[i].script);
		struct http_request request = fault_request(method, paths[i], &answers[i]);
		request.reusable = reusable;
		request.timeout_ms = FAULTS[i].trouble == HTTP_TIMEOUT ? FAULT_TIMEOUT_MS : request.timeout_ms;
		http_submit(client, &request);
	}
	finish_all(client);
	for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++) {
		unsigned requests = fault_server_count(&server, FAULTS[i].script, NULL);
		expect_fault(&FAULTS[i], &answers[i], method);
		cr_expect_eq(requests, 1, "%s %s came %u times", method, FAULTS[i].script, requests);
	}
	http_close(client);
	fault_server_stop(&server);
}

Test(http_faults, each_script_with_get)
{
	run_all_faults("GET", false);
}

Test(http_faults, each_script_with_put)
{
	run_all_faults("PUT", false);
}

Test(http_faults, each_script_with_post)
{
	run_all_faults("POST", true); /* `reusable` is for GETs; on others it must change nothing */
}

Test(http_faults, every_script_has_a_row)
{
	const char *program = fault_server_program();
	if (!program)
		cr_skip_test("no fault server");
	char command[4200];
	char line[256];
	size_t rows = 0;
	snprintf(command, sizeof(command), "'%s' --list", program);
	FILE *list = popen(command, "r");
	cr_assert_not_null(list);
	while (fgets(line, sizeof(line), list)) {
		line[strcspn(line, "\t")] = '\0';
		cr_expect_not_null(find_fault(line), "%s", line);
		rows++;
	}
	pclose(list);
	cr_expect_eq(rows, ARRAY_LEN(FAULTS));
}

/** A correct answer of 500 bytes, cut after each of them. */
static void run_all_cuts(const char *script, const char *method)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	struct http_client *client = fault_client(&options);
	static struct answer answers[CUT_LENGTH + 1];
	static char paths[CUT_LENGTH + 1][64];
	for (size_t i = 0; i <= CUT_LENGTH; i++) {
		snprintf(paths[i], sizeof(paths[i]), "/%s/%zu/api/v1/dm/wipe", script, i);
		struct http_request request = fault_request(method, paths[i], &answers[i]);
		http_submit(client, &request);
	}
	finish_all(client);
	for (size_t i = 0; i < CUT_LENGTH; i++) {
		enum http_trouble trouble = answers[i].trouble;
		cr_expect_eq(answers[i].calls, 1);
		cr_expect(answers[i].sent);
		/* a few bytes may be the beginning of anything, or of HTTP/0.9 */
		cr_expect(trouble == HTTP_CUT || trouble == HTTP_LENGTH || (i < 16 && trouble == HTTP_PROTOCOL), "%s %zu: %s",
		          script, i, answers[i].text);
	}
	if (strcmp(script, "cut-at") == 0)
		cr_expect_eq(answers[CUT_LENGTH].trouble, HTTP_OK, "%s", answers[CUT_LENGTH].text);
	cr_expect_eq(fault_server_count(&server, script, NULL), CUT_LENGTH + 1);
	http_close(client);
	fault_server_stop(&server);
}

Test(http_faults, closed_after_each_byte_of_an_answer_to_get)
{
	run_all_cuts("cut-at", "GET");
}

Test(http_faults, closed_after_each_byte_of_an_answer_to_post)
{
	run_all_cuts("cut-at", "POST");
}

Test(http_faults, reset_after_each_byte_of_an_answer_to_put)
{
	run_all_cuts("reset-at", "PUT");
}

static struct answer ask_reusable(struct http_client *client, const char *path)
{
	struct answer answer = {0};
	struct http_request request = fault_request("GET", path, &answer);
	request.reusable = true;
	http_submit(client, &request);
	finish_all(client);
	return answer;
}

/** Time passes at the server, while requests that have nothing to do with it are answered as ever. */
static void let_time_pass(struct http_client *client)
{
	for (int i = 0; i < 2; i++) {
		struct answer answer = ask(client, "GET", "/crowd/");
		cr_expect_eq(answer.trouble, HTTP_OK, "%s", answer.text);
		cr_expect_str_eq(answer.framing, "");
	}
}

Test(http_faults, answers_pushed_into_a_kept_connection_are_never_taken)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	options.parallel = 1;
	struct http_client *client = fault_client(&options);
	int told = 0;
	for (int i = 0; i < 10; i++) {
		struct answer answer = ask_reusable(client, "/poison/");
		/* with which answer the pushed bytes are noticed is chance; whose body is handed out is not */
		cr_expect(strstr(answer.body, "evil") == NULL, "%d: %s", i, answer.body);
		cr_expect(answer.trouble == HTTP_OK || answer.framing[0], "%d: %s", i, answer.text);
		told += answer.framing[0] != '\0';
		let_time_pass(client);
	}
	cr_expect_gt(told, 0, "the pushed bytes were never noticed");
	cr_expect_eq(fault_server_count(&server, "poison", "GET"), 10);
	http_close(client);
	fault_server_stop(&server);
}

Test(http_faults, only_reads_are_sent_again_when_a_kept_connection_dies)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	struct http_client *client = fault_client(&options);
	for (int i = 0; i < 3; i++) {
		cr_expect_eq(ask_reusable(client, "/retry-on-reuse/").trouble, HTTP_OK);
		cr_expect_eq(ask(client, "PUT", "/retry-on-reuse/").trouble, HTTP_OK);
		cr_expect_eq(ask(client, "POST", "/retry-on-reuse/").trouble, HTTP_OK);
	}
	cr_expect_eq(fault_server_count(&server, "retry-on-reuse", "PUT"), 3);
	cr_expect_eq(fault_server_count(&server, "retry-on-reuse", "POST"), 3);
	cr_expect_geq(fault_server_count(&server, "retry-on-reuse", "GET"), 3);
	http_close(client);
	fault_server_stop(&server);
}
