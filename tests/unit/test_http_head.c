// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "http_impl.h"

/** A head and what is to be found in it. */
struct head_row {
	const char *raw;
	int status;
	size_t headers;
	enum http_trouble trouble;
	const char *framing; /**< NULL: none */
};

#define LENGTH_BAD "Content-Length is not a number from 0 to 2^63-1"
#define LENGTH_DIFFERS "Content-Length given twice with different values"
#define NAME_BAD "header name is empty or holds a byte that no name may hold"

static const struct head_row HEADS[] = {
	{"HTTP/1.1 200 OK\r\nA: 1\r\n\r\n", 200, 1, HTTP_OK, NULL},
	{"HTTP/1.1 200\r\n\r\n", 200, 0, HTTP_OK, NULL},
	{"HTTP/1.0 404 Not Found\r\nA: 1\r\nB:2\r\n", 404, 2, HTTP_OK, NULL},
	{"", 0, 0, HTTP_OK, NULL},
	{"hello\r\n\r\n", 0, 0, HTTP_OK, NULL},
	{"HTTP/1.1 20 OK\r\n\r\n", 0, 0, HTTP_OK, NULL},
	{"HTTP/1.1 2000 OK\r\n\r\n", 0, 0, HTTP_OK, NULL},
	{"HTTP/1.1 999 High\r\n\r\n", 999, 0, HTTP_PROTOCOL, "status code outside 100 to 599"},
	{"HTTP/1.1 600 High\r\n\r\n", 600, 0, HTTP_PROTOCOL, "status code outside 100 to 599"},
	{"HTTP/1.1 099 Low\r\n\r\n", 99, 0, HTTP_PROTOCOL, "status code outside 100 to 599"},
	{"HTTP/1.1 101 Go\r\n\r\n", 101, 0, HTTP_PROTOCOL, "status 101 although no other protocol was asked for"},
	{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, 1, HTTP_OK, NULL},
	{"HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n", 200, 1, HTTP_OK, NULL},
	{"HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\n", 200, 1, HTTP_LENGTH, LENGTH_BAD},
	{"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", 200, 1, HTTP_LENGTH, LENGTH_BAD},
	{"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", 200, 1, HTTP_LENGTH, LENGTH_BAD},
	{"HTTP/1.1 200 OK\r\nContent-Length: 1 2\r\n\r\n", 200, 1, HTTP_LENGTH, LENGTH_BAD},
	{"HTTP/1.1 200 OK\r\nContent-Length: 5,\r\n\r\n", 200, 1, HTTP_LENGTH, LENGTH_BAD},
	{"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nContent-Length: 6\r\n\r\n", 200, 2, HTTP_LENGTH, LENGTH_DIFFERS},
	{"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n", 200, 1, HTTP_LENGTH, LENGTH_DIFFERS},
	{"HTTP/1.1 200 OK\r\nContent-Length: 5, 05\r\n\r\n", 200, 1, HTTP_OK, "Content-Length given twice"},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n", 200, 1, HTTP_OK, NULL},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 200, 2, HTTP_OK,
     "Content-Length together with Transfer-Encoding"},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 200, 2, HTTP_PROTOCOL,
     "Transfer-Encoding is not chunked alone"},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 200, 1, HTTP_PROTOCOL,
     "Transfer-Encoding is not chunked alone"},
	{"HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\n\t3\r\n\r\n", 200, 1, HTTP_OK, "header folded over two lines"},
	{"HTTP/1.1 200 OK\r\n folded\r\nA: 1\r\n\r\n", 200, 1, HTTP_OK, "header folded over two lines"},
	{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n 2\r\n\r\n", 200, 1, HTTP_LENGTH,
     LENGTH_BAD "; header folded over two lines"},
	{"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", 200, 0, HTTP_OK, "header line without a colon"},
	{"HTTP/1.1 200 OK\r\n: empty\r\n\r\n", 200, 1, HTTP_OK, NAME_BAD},
	{"HTTP/1.1 200 OK\r\nA : 1\r\n\r\n", 200, 1, HTTP_OK, NAME_BAD},
	{"HTTP/1.1 200 OK\r\nA: \x1b[1m\r\n\r\n", 200, 1, HTTP_OK, "control byte in a header line"},
	{"HTTP/1.1 200 OK\r\nA: 1\rB: 2\r\n\r\n", 200, 1, HTTP_OK, "control byte in a header line"},
	{"HTTP/1.1 200 OK\r\nA: tab\there \xc3\xa9\r\n\r\n", 200, 1, HTTP_OK, NULL},
	{"HTTP/1.1 200 OK\nA: 1\n\n", 200, 1, HTTP_OK, "header line ends in LF without CR"},
};

Test(http_head, judges_each_violation)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(HEADS); i++) {
		const struct head_row *row = &HEADS[i];
		struct http_head head = http_head_parse(arena, str_of(row->raw));
		cr_expect_eq(head.status, row->status, "row %zu: status %d", i, head.status);
		cr_expect_eq(head.header_count, row->headers, "row %zu: %zu headers", i, head.header_count);
		cr_expect_eq(head.trouble, row->trouble, "row %zu: %s", i, http_trouble_name(head.trouble));
		cr_expect_str_eq(head.framing ? head.framing : "", row->framing ? row->framing : "", "row %zu: %s", i,
		                 head.framing ? head.framing : "");
	}
	arena_free(arena);
}

Test(http_head, finds_headers_in_any_case_and_joins_folds)
{
	struct arena *arena = arena_new();
	struct http_head head =
		http_head_parse(arena,
	                    str_of("HTTP/1.1 200 OK\r\nContent-Type:  a/b;\r\n  c=d  \r\nX: 1\r\nx: 2\r\nE:\r\n\r\n"));
	struct str type = http_head_find(head.headers, head.header_count, "content-type");
	cr_expect(str_is(type, "a/b;    c=d"), "%.*s", (int)type.len, type.ptr);
	cr_expect(str_is(http_head_find(head.headers, head.header_count, "X"), "1"), "the first one counts");
	cr_expect_eq(http_head_find(head.headers, head.header_count, "E").len, 0);
	cr_expect_eq(http_head_find(head.headers, head.header_count, "absent").len, 0);
	arena_free(arena);
}

Test(http_head, memory_does_not_grow_with_the_square_of_the_folds)
{
	struct arena *arena = arena_new();
	struct text raw = text_new(1 << 20);
	text_puts(&raw, "HTTP/1.1 200 OK\r\nA: 1\r\n");
	for (int i = 0; i < 16000; i++)
		text_puts(&raw, " b\r\n");
	struct http_head head = http_head_parse(arena, (struct str){raw.ptr, raw.len});
	cr_expect_eq(head.header_count, 1);
	cr_expect_lt(arena_used(arena), 4 * raw.len);
	text_free(&raw);
	arena_free(arena);
}

Test(http_head, no_prefix_of_an_answer_is_read_beyond_its_end)
{
	static const char RAW[] = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: 1\r\n 2\r\n\r\n";
	for (size_t length = 0; length < sizeof(RAW); length++) {
		struct arena *arena = arena_new();
		char *exact = xmalloc(length);
		memcpy(exact, RAW, length);
		http_head_parse(arena, (struct str){exact, length});
		free(exact);
		arena_free(arena);
	}
}

Test(http_head, interim_answers)
{
	cr_expect(http_head_is_interim(100));
	cr_expect(http_head_is_interim(103));
	cr_expect_not(http_head_is_interim(101));
	cr_expect_not(http_head_is_interim(200));
	cr_expect_not(http_head_is_interim(0));
}

Test(http_url, loopback)
{
	static const struct {
		const char *url;
		bool loopback;
	} URLS[] = {
		{"http://127.0.0.1", true},
		{"https://127.255.0.9:8443/base", true},
		{"http://[::1]:80/", true},
		{"http://localhost", true},
		{"http://LOCALHOST:8080", true},
		{"http://128.0.0.1", false},
		{"http://localhost.example.com", false},
		{"http://127.0.0.1.example.com", false},
		{"http://127.0.0.1@example.com", false},
		{"http://example.com#127.0.0.1", false},
		{"http://example.com/127.0.0.1", false},
		{"http://[::2]", false},
		{"http://0.0.0.0", false},
		{"localhost", false},
		{"", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(URLS); i++)
		cr_expect_eq(http_is_loopback(URLS[i].url), URLS[i].loopback, "%s", URLS[i].url);
}

Test(http_url, encodes_everything_but_unreserved_characters)
{
	struct arena *arena = arena_new();
	cr_expect_str_eq(http_encode(arena, "aZ09-._~"), "aZ09-._~");
	cr_expect_str_eq(http_encode(arena, "../a b?c=d&e#f%2f@:"), "..%2Fa%20b%3Fc%3Dd%26e%23f%252f%40%3A");
	cr_expect_str_eq(http_encode(arena, "\xc3\xa9\r\n\x7f"), "%C3%A9%0D%0A%7F");
	cr_expect_str_eq(http_encode(arena, ""), "");
	arena_free(arena);
}

Test(http_url, what_may_be_sent)
{
	static const char *const BAD_PATHS[] = {"",     "api",   "http://h/", "/a b",  "/a\r\nX: 1", "/a\n",
	                                        "/a#b", "/\x7f", "/\xc3\xa9", "/a\tb", "?a"};
	static const char *const BAD_VALUES[] = {"a\r\nb", "a\nb", "a\rb", "\x01", "\x7f"};
	for (size_t i = 0; i < ARRAY_LEN(BAD_PATHS); i++)
		cr_expect_not(http_path_is_safe(BAD_PATHS[i]), "%zu", i);
	for (size_t i = 0; i < ARRAY_LEN(BAD_VALUES); i++)
		cr_expect_not(http_value_is_safe(BAD_VALUES[i]), "%zu", i);
	cr_expect(http_path_is_safe("/api/v1/../%2e?a=b&c=%20//"));
	cr_expect(http_value_is_safe("text/xml; q=0.5,\t*/*"));
	cr_expect(http_value_is_safe(""));
}

Test(http_outcome, codes_of_libcurl)
{
	static const struct {
		int code;
		const char *message;
		enum http_trouble trouble;
		const char *text;
	} ROWS[] = {
		{6, "Could not resolve host: h", HTTP_UNREACHABLE, "host name not found"},
		{60, "SSL certificate problem: self-signed certificate", HTTP_TLS,
	     "certificate refused; --cacert names its authority"},
		{60, "SSL certificate problem: certificate has expired", HTTP_TLS, "certificate refused"},
		{60, "SSL: no alternative certificate subject name matches target host name 'h'", HTTP_TLS,
	     "certificate is for another host"},
		{35, "unsupported protocol", HTTP_TLS, "TLS handshake failed"},
		{56, "OpenSSL SSL_read: tlsv13 alert certificate required", HTTP_TLS, "TLS refused by the target"},
		{56, "CONNECT tunnel failed, response 407", HTTP_UNREACHABLE, "the proxy refused"},
		{56, "Recv failure: Connection reset by peer", HTTP_CUT, "connection lost while the answer was read"},
		{56, "Too large response headers: 307201 > 307200", HTTP_HEADER_CEILING, "more header bytes than libcurl allows"},
		{77, "error setting certificate file", HTTP_INTERNAL, "CA file cannot be used"},
		{2, "", HTTP_INTERNAL, "libcurl cannot go on"},
		{9999, "", HTTP_INTERNAL, "libcurl cannot go on"},
	};
	for (size_t i = 0; i < ARRAY_LEN(ROWS); i++) {
		const char *text = NULL;
		bool told;
		enum http_trouble trouble = http_outcome(ROWS[i].code, ROWS[i].message, &text, &told);
		cr_expect_eq(trouble, ROWS[i].trouble, "row %zu: %s", i, http_trouble_name(trouble));
		cr_expect_str_eq(text, ROWS[i].text);
	}
}
