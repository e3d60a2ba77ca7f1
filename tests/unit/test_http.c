// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "fault_client.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

static double seconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- what is sent ---- */

/** A request and what its bytes must and must not hold; `echo` sends them back. */
struct sent_row {
	struct http_request request;
	const char *has[6];
	const char *lacks[8];
};

#define RUN_CREDENTIALS "Authorization: Basic dGVzdGVyOm9wZW4gc2VzYW1l\r\n"   /* tester:open sesame */
#define OTHER_CREDENTIALS "Authorization: Basic bm9ib2R5OndvcmQ6d29yZA==\r\n" /* nobody:word:word */

static const struct sent_row SENT[] = {
	{{.method = "GET", .path = "/echo/a", .case_id = "dm/x:ok"},
     {"GET /echo/a HTTP/1.1\r\n", "\r\nUser-Agent: epmm-conform/test\r\n", "\r\nX-Conformance-Case: dm/x:ok\r\n",
      "\r\nHost: 127.0.0.1:", RUN_CREDENTIALS},
     {"Accept", "Content-", "Expect", "Proxy", "Cookie", "Transfer", "Connection", "Referer"}},
	{{.method = "GET", .path = "/echo/a", .accept = "application/xml"}, {"\r\nAccept: application/xml\r\n"}, {"*/*"}},
	{{.method = "GET", .path = "/echo/a", .accept = ""}, {"\r\nAccept:\r\n"}, {"*/*"}},
	{{.method = "GET", .path = "/echo/a", .credentials = HTTP_CREDENTIALS_NONE}, {"GET "}, {"Authorization", "dGVzdGVy"}},
	{{.method = "GET", .path = "/echo/", .credentials = HTTP_CREDENTIALS_OTHER, .user = "nobody", .password = "word:word"},
     {OTHER_CREDENTIALS},
     {"dGVzdGVy"}},
	{{.method = "GET", .path = "/echo/../%2e./b//c?d=%20&e=/.;f"}, {"GET /echo/../%2e./b//c?d=%20&e=/.;f HTTP"}, {0}},
	{{.method = "GET", .path = "/echo/@example.com:1/"}, {"GET /echo/@example.com:1/ HTTP", "Host: 127.0.0.1:"}, {0}},
	{{.method = "PUT", .path = "/echo/a"},
     {"PUT /echo/a HTTP/1.1\r\n", "\r\nContent-Length: 0\r\n"},
     {"Transfer", "Expect", "Content-Type", "Accept"}},
	{{.method = "POST", .path = "/echo/a"},
     {"POST /echo/a HTTP/1.1\r\n", "\r\nContent-Length: 0\r\n"},
     {"Transfer", "Expect", "Content-Type", "Accept"}},
	{{.method = "POST", .path = "/echo/a", .content_type = "application/json", .body = {"{\"a\":1}", 7}},
     {"\r\nContent-Length: 7\r\n", "\r\nContent-Type: application/json\r\n"},
     {"Transfer", "Expect"}},
	{{.method = "PUT", .path = "/echo/a", .content_type = "text/plain", .body = {"a\0b", 3}},
     {"PUT ", "\r\nContent-Length: 3\r\n"},
     {"Transfer", "Expect", "POST"}},
};

static void expect_sent(const struct sent_row *row, const char *bytes, size_t number)
{
	for (size_t i = 0; i < ARRAY_LEN(row->has) && row->has[i]; i++)
		cr_expect(strstr(bytes, row->has[i]), "row %zu lacks %s in\n%s", number, row->has[i], bytes);
	for (size_t i = 0; i < ARRAY_LEN(row->lacks) && row->lacks[i]; i++)
		cr_expect_not(strstr(bytes, row->lacks[i]), "row %zu has %s in\n%s", number, row->lacks[i], bytes);
}

/** All rows one after the other on one slot, so that nothing of a request may stick to the next; then backwards. */
Test(http, sends_what_was_asked_and_nothing_else)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	options.parallel = 1;
	struct http_client *client = fault_client(&options);
	for (size_t turn = 0; turn < 2 * ARRAY_LEN(SENT); turn++) {
		size_t i = turn < ARRAY_LEN(SENT) ? turn : 2 * ARRAY_LEN(SENT) - 1 - turn;
		struct answer answer = {0};
		struct http_request request = fault_request(NULL, NULL, &answer);
		struct http_request row = SENT[i].request;
		row.timeout_ms = request.timeout_ms;
		row.body_ceiling = request.body_ceiling;
		row.body_bytes = request.body_bytes;
		row.done = request.done;
		row.context = request.context;
		row.reusable = turn % 3 == 0;
		http_submit(client, &row);
		finish_all(client);
		cr_expect_eq(answer.trouble, HTTP_OK, "%s", answer.text);
		expect_sent(&SENT[i], answer.body, i);
	}
	http_close(client);
	fault_server_stop(&server);
}

Test(http, a_large_body_is_sent_once_and_without_expect)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	struct http_client *client = fault_client(&options);
	const size_t length = 2 * 1024 * 1024;
	char *body = xmalloc(length);
	memset(body, 'a', length);
	struct answer answer = {0};
	struct http_request request = fault_request("POST", "/continue-417/", &answer);
	request.body = (struct str){body, length};
	http_submit(client, &request);
	finish_all(client);
	cr_expect_eq(answer.status, 417);
	cr_expect_eq(answer.trouble, HTTP_OK, "%s", answer.text);
	cr_expect_eq(fault_server_count(&server, "continue-417", NULL), 1);
	request.path = "/echo/";
	http_submit(client, &request);
	finish_all(client);
	cr_expect(strstr(answer.body, "\r\nContent-Length: 2097152\r\n"));
	cr_expect_not(strstr(answer.body, "Expect"));
	free(body);
	http_close(client);
	fault_server_stop(&server);
}

Test(http, environment_is_not_asked)
{
	static const char *const NAMES[] = {"http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"};
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	for (size_t i = 0; i < ARRAY_LEN(NAMES); i++)
		setenv(NAMES[i], "http://127.0.0.1:1", 1);
	setenv("SSLKEYLOGFILE", "/tmp/epmm-keylog", 1);
	struct http_client *client = fault_client(&options);
	cr_expect_null(getenv("SSLKEYLOGFILE"));
	cr_expect_eq(ask(client, "GET", "/ok/").trouble, HTTP_OK);
	http_close(client);
	fault_server_stop(&server);
}

Test(http, no_redirect_carries_credentials_anywhere)
{
	static const char *const SCRIPTS[] = {"/redirect/a", "/redirect-host/a", "/redirect-loop/a", "/redirect-file/a"};
	static const char *const METHODS[] = {"GET", "PUT", "POST"};
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	struct http_client *client = fault_client(&options);
	for (size_t i = 0; i < ARRAY_LEN(SCRIPTS); i++)
		for (size_t k = 0; k < ARRAY_LEN(METHODS); k++)
			cr_expect_eq(ask(client, METHODS[k], SCRIPTS[i]).status / 100, 3);
	cr_expect_eq(fault_server_count(&server, "landing", NULL), 0);
	cr_expect_eq(fault_server_count(&server, "redirect-loop", NULL), 3);
	http_close(client);
	fault_server_stop(&server);
}

Test(http, what_cannot_be_sent_as_it_is_is_not_sent)
{
	static const struct http_request ROWS[] = {
		{.method = "GET", .path = "/ok/\r\nX-Evil: 1"},
		{.method = "GET", .path = "/ok/a b"},
		{.method = "GET", .path = "/ok/#a"},
		{.method = "GET", .path = "ok/"},
		{.method = "GET", .path = ""},
		{.method = "GET", .path = NULL},
		{.method = "DELETE", .path = "/ok/"},
		{.method = "get", .path = "/ok/"},
		{.method = "GET / HTTP/1.1\r\nX-Evil: 1\r\n\r\nGET", .path = "/ok/"},
		{.method = NULL, .path = "/ok/"},
		{.method = "GET", .path = "/ok/", .accept = "a\r\nX-Evil: 1"},
		{.method = "GET", .path = "/ok/", .content_type = "a\nX-Evil: 1"},
		{.method = "GET", .path = "/ok/", .case_id = "a\rX-Evil: 1"},
		{.method = "GET", .path = "/ok/", .credentials = HTTP_CREDENTIALS_OTHER, .user = "a:b", .password = "c"},
		{.method = "GET", .path = "/ok/", .credentials = HTTP_CREDENTIALS_OTHER, .user = "a"},
	};
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	struct http_client *client = fault_client(&options);
	for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
		struct answer answer = {0};
		struct http_request request = ROWS[i];
		request.done = fault_request(NULL, NULL, NULL).done;
		request.context = &answer;
		http_submit(client, &request);
		cr_expect_eq(answer.calls, 0, "row %zu: no callback from http_submit()", i);
		finish_all(client);
		cr_expect_eq(answer.calls, 1, "row %zu", i);
		cr_expect_eq(answer.trouble, HTTP_INTERNAL, "row %zu: %s", i, answer.text);
		cr_expect_not(answer.sent, "row %zu", i);
	}
	cr_expect_eq(fault_server_count(&server, "ok", NULL), 0);
	cr_expect_eq(fault_server_count(&server, "-", NULL), 0);
	http_close(client);
	fault_server_stop(&server);
}

/** The name cannot exist, so that a mistake here would not reach anybody. */
Test(http, other_credentials_are_not_sent_in_clear_text_either)
{
	struct http_options options = {.base_url = "http://emm.invalid", .parallel = 1};
	struct http_client *client = fault_client(&options);
	struct answer answer = {0};
	struct http_request request = fault_request("GET", "/x", &answer);
	request.credentials = HTTP_CREDENTIALS_OTHER;
	request.user = "nobody";
	request.password = "word";
	http_submit(client, &request);
	finish_all(client);
	cr_expect_eq(answer.trouble, HTTP_INTERNAL, "%s", answer.text);
	cr_expect(strstr(answer.text, "credentials"), "%s", answer.text);
	http_close(client);
}

/* ---- connections, pace ---- */

Test(http, only_reads_that_allow_it_share_a_connection)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	options.parallel = 1;
	struct http_client *client = fault_client(&options);
	static struct answer answers[30];
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		static const char *const METHODS[] = {"GET", "PUT", "POST"};
		struct http_request request = fault_request(METHODS[i % 3], "/ok/", &answers[i]);
		request.reusable = true;
		http_submit(client, &request);
	}
	struct answer alone = {0};
	struct http_request request = fault_request("GET", "/landing/", &alone);
	http_submit(client, &request);
	http_submit(client, &request);
	finish_all(client);
	cr_expect_eq(fault_server_connections(&server, "ok", "GET"), 1);
	cr_expect_eq(fault_server_connections(&server, "ok", "PUT"), 10);
	cr_expect_eq(fault_server_connections(&server, "ok", "POST"), 10);
	cr_expect_eq(fault_server_connections(&server, "ok", NULL), 21);
	cr_expect_eq(fault_server_connections(&server, "landing", NULL), 2);
	http_close(client);
	fault_server_stop(&server);
}

Test(http, no_more_transfers_at_once_than_allowed)
{
	for (size_t parallel = 1; parallel <= 5; parallel += 2) {
		struct fault_server server = fault_server_start();
		struct http_options options = fault_options(&server);
		options.parallel = parallel;
		struct http_client *client = fault_client(&options);
		static struct answer answers[20];
		memset(answers, 0, sizeof(answers));
		for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
			struct http_request request = fault_request("GET", "/crowd/", &answers[i]);
			request.reusable = i % 2 == 0;
			http_submit(client, &request);
		}
		cr_expect_eq(http_pending(client), ARRAY_LEN(answers));
		finish_all(client);
		cr_expect_eq(strtoul(answers[ARRAY_LEN(answers) - 1].body, NULL, 10), parallel);
		http_close(client);
		fault_server_stop(&server);
	}
}

Test(http, requests_start_at_the_given_rate)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	options.rate = 25;
	struct http_client *client = fault_client(&options);
	static struct answer answers[11];
	double start = seconds_now();
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		struct http_request request = fault_request("GET", "/ok/", &answers[i]);
		http_submit(client, &request);
	}
	finish_all(client);
	double spent = seconds_now() - start;
	cr_expect_geq(spent, 0.4, "%.3f s", spent);
	cr_expect_lt(spent, 3, "%.3f s", spent);
	http_close(client);
	fault_server_stop(&server);
}

/** A log of the order in which requests ended. */
struct order {
	struct http_client *client;
	const struct fault_server *server;
	unsigned done;
	unsigned wanted;
};

static void submit_next(struct order *order);

static void on_link_done(void *context, const struct http_response *response)
{
	struct order *order = context;
	cr_expect_eq(response->trouble, HTTP_OK, "%s", response->trouble_text);
	order->done++;
	if (order->done < order->wanted)
		submit_next(order);
}

static void submit_next(struct order *order)
{
	struct http_request request = fault_request("GET", "/ok/", NULL);
	request.reusable = true;
	request.head = NULL;
	request.body_bytes = NULL;
	request.done = on_link_done;
	request.context = order;
	http_submit(order->client, &request);
}

static void submit_at_head(void *context, const struct http_response *response)
{
	struct order *order = context;
	cr_expect_eq(response->status, 200);
	cr_expect(str_is(http_header(response, "content-type"), "application/json"));
	submit_next(order);
}

Test(http, callbacks_may_submit_further_requests)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	struct order order = {.client = fault_client(&options), .server = &server, .wanted = 200};
	struct http_request request = fault_request("GET", "/ok/", NULL);
	request.head = submit_at_head;
	request.body_bytes = NULL;
	request.done = on_link_done;
	request.context = &order;
	http_submit(order.client, &request);
	finish_all(order.client);
	cr_expect_geq(order.done, 200);
	cr_expect_eq(order.done, fault_server_count(&server, "ok", NULL));
	http_close(order.client);
	fault_server_stop(&server);
}

Test(http, many_requests_are_all_answered)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	struct http_client *client = fault_client(&options);
	struct order order = {.client = client, .server = &server, .wanted = 0};
	for (int i = 0; i < 3000; i++)
		submit_next(&order);
	finish_all(client);
	cr_expect_eq(order.done, 3000);
	cr_expect_leq(fault_server_connections(&server, "ok", NULL), options.parallel);
	http_close(client);
	fault_server_stop(&server);
}

Test(http, closing_with_work_left_calls_nobody)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	struct http_client *client = fault_client(&options);
	static struct answer answers[30];
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		struct http_request request = fault_request("GET", i % 2 ? "/silence/" : "/slow-body/", &answers[i]);
		http_submit(client, &request);
	}
	for (int i = 0; i < 20; i++)
		http_step(client, 5);
	cr_expect_eq(http_pending(client), ARRAY_LEN(answers));
	http_close(client);
	http_close(NULL);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		cr_expect_eq(answers[i].calls, 0);
	fault_server_stop(&server);
}

/* ---- limits ---- */

static bool refuse_bytes(void *context, const char *bytes UNUSED, size_t length)
{
	((struct answer *)context)->length += length;
	return false;
}

static void expect_kept(void *context, const struct http_response *response)
{
	((struct answer *)context)->calls++;
	cr_expect(str_is(response->kept, "{\"tot"), "%.*s", (int)response->kept.len, response->kept.ptr);
	cr_expect_eq(response->bytes, 10);
	cr_expect_eq(response->trouble, HTTP_BODY_CEILING);
	cr_expect_not(response->complete);
	cr_expect_gt(response->first_byte_us, 0);
	cr_expect_leq(response->first_byte_us, response->duration_us);
	cr_expect_gt(response->started_us, INT64_C(1500000000000000));
	cr_expect(strstr(response->url, "/ok/") && !strstr(response->url, "tester"));
}

Test(http, ceilings_and_the_reader_end_a_transfer)
{
	struct fault_server server = fault_server_start();
	struct http_options options = fault_options(&server);
	options.header_ceiling = 200;
	struct http_client *client = fault_client(&options);
	struct answer answer = {0};
	struct http_request request = fault_request("GET", "/endless-body/", &answer);
	request.body_bytes = refuse_bytes;
	http_submit(client, &request);
	finish_all(client);
	cr_expect_eq(answer.trouble, HTTP_STOPPED);
	cr_expect_eq(ask(client, "GET", "/cookies/").trouble, HTTP_HEADER_CEILING);
	struct answer kept = {0};
	request = fault_request("GET", "/ok/", &kept);
	request.body_ceiling = 10;
	request.keep = 5;
	request.done = expect_kept;
	http_submit(client, &request);
	finish_all(client);
	cr_expect_eq(kept.calls, 1);
	request = fault_request("GET", "/ok/", &answer);
	request.body_ceiling = 16;
	http_submit(client, &request);
	finish_all(client);
	cr_expect_eq(answer.trouble, HTTP_OK, "a body of exactly the ceiling is accepted");
	http_close(client);
	fault_server_stop(&server);
}

/** A port of loopback where nothing listens: bound, so that nobody else takes it. */
static int dead_port(int *fd)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t length = sizeof(address);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(*fd, (struct sockaddr *)&address, length), 0);
	cr_assert_eq(getsockname(*fd, (struct sockaddr *)&address, &length), 0);
	return ntohs(address.sin_port);
}

Test(http, nobody_there)
{
	int fd;
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/base", dead_port(&fd));
	struct http_options options = {.base_url = url, .user = "tester", .password = "open sesame", .parallel = 1};
	struct http_client *client = fault_client(&options);
	struct answer answer = ask(client, "PUT", "/x");
	cr_expect_eq(answer.trouble, HTTP_UNREACHABLE);
	cr_expect(strstr(answer.text, "Connection refused"), "%s", answer.text);
	cr_expect_not(strstr(answer.text, "sesame"));
	cr_expect_not(answer.sent);
	http_close(client);
	close(fd);
}

Test(http, no_descriptor_left_is_our_own_trouble)
{
	int fd;
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", dead_port(&fd));
	struct http_options options = {.base_url = url, .parallel = 1};
	struct http_client *client = fault_client(&options);
	struct rlimit limit;
	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	const rlim_t before = limit.rlim_cur;
	limit.rlim_cur = 0;
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	struct answer answer = ask(client, "PUT", "/x");
	limit.rlim_cur = before;
	setrlimit(RLIMIT_NOFILE, &limit);
	cr_expect_eq(answer.trouble, HTTP_INTERNAL, "%s", answer.text);
	cr_expect_str_eq(answer.text, "no file descriptor is free");
	cr_expect_not(answer.sent);
	http_close(client);
	close(fd);
}

Test(http, a_target_that_never_speaks_tls)
{
	int listener;
	char url[64];
	snprintf(url, sizeof(url), "https://127.0.0.1:%d", dead_port(&listener));
	cr_assert_eq(listen(listener, 1), 0);
	struct http_options options = {.base_url = url, .parallel = 1, .connect_timeout_ms = 300};
	struct http_client *client = fault_client(&options);
	struct answer answer = ask(client, "PUT", "/x");
	cr_expect_eq(answer.trouble, HTTP_TIMEOUT, "%s", answer.text);
	cr_expect_str_eq(answer.text, "TLS handshake not complete within 0.3 s");
	cr_expect_not(answer.sent);
	http_close(client);
	close(listener);
}

Test(http, bytes_before_the_request_are_never_its_answer)
{
	static const char EARLY[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	int listener;
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", dead_port(&listener));
	cr_assert_eq(listen(listener, 1), 0);
	struct http_options options = {.base_url = url, .parallel = 1};
	struct http_client *client = fault_client(&options);
	struct answer answer = {0};
	struct http_request request = fault_request("PUT", "/x", &answer);
	http_submit(client, &request);
	http_step(client, 0); /* begins to connect */
	int fd = accept(listener, NULL, NULL);
	cr_assert_eq(write(fd, EARLY, sizeof(EARLY) - 1), (ssize_t)sizeof(EARLY) - 1);
	finish_all(client);
	cr_expect_eq(answer.trouble, HTTP_PROTOCOL, "%s", answer.text);
	cr_expect_not(answer.sent);
	close(fd);
	close(listener);
	http_close(client);
}

/** libcurl closes such a socket by itself; that nothing of ours is left of it is for LeakSanitizer to see. */
Test(http, closing_while_connecting_calls_nobody_and_leaves_nothing)
{
	int listener;
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", dead_port(&listener));
	cr_assert_eq(listen(listener, 1), 0);
	struct http_options options = {.base_url = url, .parallel = 1};
	struct http_client *client = fault_client(&options);
	struct answer answer = {0};
	struct http_request request = fault_request("GET", "/x", &answer);
	http_submit(client, &request);
	http_step(client, 0); /* begins to connect */
	http_close(client);
	cr_expect_eq(answer.calls, 0);
	close(listener);
#ifdef __SANITIZE_ADDRESS__
	cr_expect_eq(__lsan_do_recoverable_leak_check(), 0);
#endif
}
