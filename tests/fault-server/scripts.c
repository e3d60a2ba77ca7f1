// SPDX-License-Identifier: Apache-2.0
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fault.h"

#define BYTES(literal)                                                                                                 \
	{                                                                                                                  \
		(literal), sizeof(literal) - 1                                                                                 \
	}

#define OK_LINE "HTTP/1.1 200 OK\r\n"
#define JSON_TYPE "Content-Type: application/json\r\n"
#define CLOSE_LINE "Connection: close\r\n"
#define CHUNKED_LINE "Transfer-Encoding: chunked\r\n"
#define BODY "{\"totalCount\":0}"
#define BODY_LENGTH "Content-Length: 16\r\n"
#define ANSWER OK_LINE JSON_TYPE BODY_LENGTH CLOSE_LINE "\r\n" BODY
#define KEPT_ANSWER OK_LINE JSON_TYPE BODY_LENGTH "\r\n" BODY
#define CHUNKED_HEAD OK_LINE JSON_TYPE CHUNKED_LINE CLOSE_LINE "\r\n"
#define ONE_CHUNK "10\r\n" BODY "\r\n"
#define LINE64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define ZERO_RUN "\xa3\x60\x14\x8c\x82\x51\x30\x0a\x46\xc1\x28\x18\x05"

enum { POISON_DELAY_MS = 60, CROWD_MS = 60 };

/** The answer that `cut-at` and `reset-at` cut: 500 bytes in all. */
static const char LONG_ANSWER[] =
	OK_LINE JSON_TYPE "Content-Length: 428\r\n\r\n"
					  "{\"totalCount\":0,\"pad\":\"" LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 "abcdefghijklmnopqrs\"}";

static const char *after_slash(const char *rest)
{
	return *rest == '/' ? rest + 1 : rest;
}

/** /cut-at/N/...: the first N bytes of a correct answer. */
static bool send_until(const struct exchange *exchange)
{
	size_t length = strtoul(after_slash(exchange->rest), NULL, 10);
	size_t all = sizeof(LONG_ANSWER) - 1;
	return send_bytes(exchange->socket, (struct bytes){LONG_ANSWER, length < all ? length : all});
}

static enum fate cut_at(const struct exchange *exchange)
{
	send_until(exchange);
	return FATE_CLOSE;
}

/** A reset throws away what the peer has not read yet, so it gets a moment to read. */
static enum fate reset_at(const struct exchange *exchange)
{
	send_until(exchange);
	wait_ms(exchange->socket, 2);
	return FATE_RESET;
}

/** More than a megabyte of blanks, twice, with a rest between them in which a clock can show that time passes. */
static enum fate large_and_late(const struct exchange *exchange)
{
	enum { BLANKS = 1200000, REST_MS = 300 };
	static char blanks[BLANKS];
	memset(blanks, ' ', sizeof(blanks));
	const struct bytes half = {blanks, sizeof(blanks)};
	bool there =
		send_text(exchange->socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
	              2 * BLANKS) &&
		send_bytes(exchange->socket, half) && wait_ms(exchange->socket, REST_MS);
	if (there)
		send_bytes(exchange->socket, half);
	return FATE_CLOSE;
}

static enum fate retry_on_reuse(const struct exchange *exchange)
{
	static const struct bytes answer = BYTES(KEPT_ANSWER);
	return exchange->turn == 1 && send_bytes(exchange->socket, answer) ? FATE_KEEP : FATE_CLOSE;
}

static enum fate poison(const struct exchange *exchange)
{
	static const struct bytes answer = BYTES(KEPT_ANSWER);
	static const struct bytes second = BYTES(OK_LINE JSON_TYPE "Content-Length: 10\r\n\r\n{\"evil\":1}");
	bool there = send_bytes(exchange->socket, answer) && wait_ms(exchange->socket, POISON_DELAY_MS) &&
	             send_bytes(exchange->socket, second);
	return there ? FATE_KEEP : FATE_CLOSE;
}

static enum fate redirect_to(const struct exchange *exchange, const char *host, const char *script)
{
	int length = (int)strcspn(exchange->rest, " ");
	bool there = send_text(exchange->socket,
	                       "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://%s:%d/%s%.*s\r\n"
	                       "Content-Length: 0\r\n\r\n",
	                       host, exchange->port, script, length, exchange->rest);
	return there ? FATE_KEEP : FATE_CLOSE;
}

static enum fate redirect_path(const struct exchange *exchange)
{
	return redirect_to(exchange, "127.0.0.1", "landing");
}

static enum fate redirect_host(const struct exchange *exchange)
{
	return redirect_to(exchange, "localhost", "landing");
}

static enum fate redirect_loop(const struct exchange *exchange)
{
	return redirect_to(exchange, "127.0.0.1", "redirect-loop");
}

/** The request comes back as the body, so that a test can see what was sent. */
static enum fate echo(const struct exchange *exchange)
{
	bool there = send_text(exchange->socket, OK_LINE "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s",
	                       strlen(exchange->head), exchange->head);
	return there ? FATE_KEEP : FATE_CLOSE;
}

/** Tells how many requests of this script were being answered at once, at most so far. */
static enum fate crowd(const struct exchange *exchange)
{
	struct gauge *gauge = exchange->gauge;
	int now = atomic_fetch_add(&gauge->now, 1) + 1;
	int most = atomic_load(&gauge->most);
	while (now > most && !atomic_compare_exchange_weak(&gauge->most, &most, now))
		continue;
	wait_ms(exchange->socket, CROWD_MS);
	atomic_fetch_sub(&gauge->now, 1);
	bool there = send_text(exchange->socket, OK_LINE "Content-Type: text/plain\r\nContent-Length: 6\r\n\r\n%6d",
	                       atomic_load(&gauge->most));
	return there ? FATE_KEEP : FATE_CLOSE;
}

/* One script, one entry: kept as compact as it can be read. */
/* clang-format off */
const struct script SCRIPTS[] = {
	/* well-behaved, for comparison */
	{.name = "ok", .what = "a correct JSON answer, connection kept", .first = BYTES(KEPT_ANSWER), .fate = FATE_KEEP},
	{.name = "ok-close", .what = "a correct JSON answer, connection closed", .first = BYTES(ANSWER)},
	{.name = "ok-chunked", .what = "a correct chunked answer", .first = BYTES(CHUNKED_HEAD ONE_CHUNK "0\r\n\r\n")},
	{.name = "ok-until-close", .what = "a body that ends with the connection",
	 .first = BYTES(OK_LINE JSON_TYPE CLOSE_LINE "\r\n" BODY)},
	{.name = "ok-204", .what = "a correct 204", .first = BYTES("HTTP/1.1 204 No Content\r\n\r\n"), .fate = FATE_KEEP},
	{.name = "echo", .what = "the request as the body", .act = echo},
	{.name = "crowd", .what = "the highest number of requests at once, as the body", .act = crowd},
	{.name = "landing", .what = "target of the redirects", .first = BYTES(KEPT_ANSWER), .fate = FATE_KEEP},

	/* connection */
	{.name = "empty-reply", .what = "closed without an answer"},
	{.name = "reset", .what = "reset without an answer", .fate = FATE_RESET},
	{.name = "cut-header", .what = "closed in the header", .first = BYTES(OK_LINE "Content-Ty")},
	{.name = "cut-body", .what = "closed in the body", .first = BYTES(OK_LINE JSON_TYPE BODY_LENGTH "\r\n{\"tot")},
	{.name = "reset-body", .what = "reset in the body",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 4000\r\n\r\n"), .unit = BYTES("abcdefgh"), .times = 3,
	 .pace_ms = 5, .fate = FATE_RESET},
	{.name = "cut-at", .what = "/cut-at/N/: closed after N bytes of a correct answer", .act = cut_at},
	{.name = "reset-at", .what = "/reset-at/N/: reset after N bytes of a correct answer", .act = reset_at},
	{.name = "retry-on-reuse", .what = "second request of a connection: closed without an answer",
	 .act = retry_on_reuse},
	{.name = "poison", .what = "a second answer that nobody asked for, a moment after the first", .act = poison},

	/* time */
	{.name = "silence", .what = "no byte", .fate = FATE_HOLD},
	{.name = "slow-header", .what = "a byte of the header each 100 ms", .first = BYTES(ANSWER), .pace_ms = 100},
	{.name = "slow-body", .what = "a byte of the body each 100 ms",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 100\r\n\r\n"), .unit = BYTES(" "), .times = 100, .pace_ms = 100},
	{.name = "large-and-late", .what = "2.4 MB of blanks with a rest of 300 ms in the middle", .act = large_and_late},
	{.name = "slow-chunks", .what = "a chunk of one byte each 100 ms", .first = BYTES(CHUNKED_HEAD),
	 .unit = BYTES("1\r\n \r\n"), .times = 100, .pace_ms = 100, .last = BYTES("0\r\n\r\n")},

	/* length */
	{.name = "length-long", .what = "Content-Length larger than the body, closed",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 99\r\n\r\n" BODY)},
	{.name = "length-long-open", .what = "Content-Length larger than the body, left open",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 99\r\n\r\n" BODY), .fate = FATE_HOLD},
	{.name = "length-short", .what = "Content-Length smaller than the body",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 10\r\n\r\n" BODY), .fate = FATE_KEEP},
	{.name = "length-twice", .what = "Content-Length twice, different",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 5\r\n" BODY_LENGTH "\r\n" BODY), .fate = FATE_HOLD},
	{.name = "length-same-twice", .what = "Content-Length twice, the same",
	 .first = BYTES(OK_LINE JSON_TYPE BODY_LENGTH BODY_LENGTH "\r\n" BODY)},
	{.name = "length-list", .what = "Content-Length with two values in one line",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 16, 5\r\n\r\n" BODY), .fate = FATE_HOLD},
	{.name = "length-chunked", .what = "Content-Length and chunking together",
	 .first = BYTES(OK_LINE JSON_TYPE BODY_LENGTH CHUNKED_LINE "\r\n" ONE_CHUNK "0\r\n\r\n")},
	{.name = "length-negative", .what = "negative Content-Length",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: -16\r\n\r\n" BODY)},
	{.name = "length-huge", .what = "Content-Length of 10^22",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 10000000000000000000000\r\n\r\n" BODY)},
	{.name = "length-letters", .what = "Content-Length of letters",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: many\r\n\r\n" BODY)},
	{.name = "length-hex", .what = "Content-Length 0x10",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 0x10\r\n\r\n" BODY)},
	{.name = "length-plus", .what = "Content-Length +16",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: +16\r\n\r\n" BODY)},

	/* chunks and trailers */
	{.name = "chunk-bad-size", .what = "chunk size ZZ", .first = BYTES(CHUNKED_HEAD "ZZ\r\n" BODY "\r\n0\r\n\r\n")},
	{.name = "chunk-negative", .what = "chunk size -10", .first = BYTES(CHUNKED_HEAD "-10\r\n" BODY "\r\n0\r\n\r\n")},
	{.name = "chunk-huge", .what = "chunk size 2^72",
	 .first = BYTES(CHUNKED_HEAD "1000000000000000000\r\n" BODY "\r\n0\r\n\r\n")},
	{.name = "chunk-missing-end", .what = "no last chunk, closed", .first = BYTES(CHUNKED_HEAD ONE_CHUNK)},
	{.name = "chunk-too-long", .what = "a chunk longer than its size",
	 .first = BYTES(CHUNKED_HEAD "4\r\n" BODY "\r\n0\r\n\r\n")},
	{.name = "chunk-leftovers", .what = "bytes after the last chunk",
	 .first = BYTES(CHUNKED_HEAD ONE_CHUNK "0\r\n\r\nmore")},
	{.name = "chunk-extension-flood", .what = "8 MiB of chunk extension", .first = BYTES(CHUNKED_HEAD "10"),
	 .unit = BYTES(";name=value12345"), .times = 512 * 1024, .last = BYTES("\r\n" BODY "\r\n0\r\n\r\n")},
	{.name = "trailer-flood", .what = "16 MiB of trailers", .first = BYTES(CHUNKED_HEAD ONE_CHUNK "0\r\n"),
	 .unit = BYTES("X-Trailer: 1234567890123456789\r\n"), .times = 512 * 1024, .last = BYTES("\r\n")},
	{.name = "coding-gzip", .what = "Transfer-Encoding gzip, which nobody asked for",
	 .first = BYTES(OK_LINE JSON_TYPE "Transfer-Encoding: gzip, chunked\r\n\r\n" ONE_CHUNK "0\r\n\r\n")},

	/* header */
	{.name = "header-flood", .what = "16 MiB of headers", .first = BYTES(OK_LINE),
	 .unit = BYTES("X-Header: 12345678901234567890\r\n"), .times = 512 * 1024, .last = BYTES(BODY_LENGTH "\r\n" BODY)},
	{.name = "header-long-line", .what = "one header of 8 MiB", .first = BYTES(OK_LINE "X-Long: "),
	 .unit = BYTES("0123456789abcdef"), .times = 512 * 1024, .last = BYTES("\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "header-folds", .what = "a header folded 3,000 times", .first = BYTES(OK_LINE JSON_TYPE "X-Fold: a\r\n"),
	 .unit = BYTES(" b\r\n"), .times = 3000, .last = BYTES(BODY_LENGTH "\r\n" BODY)},
	{.name = "cookies", .what = "500 cookies", .first = BYTES(OK_LINE JSON_TYPE BODY_LENGTH),
	 .unit = BYTES("Set-Cookie: a=b; Path=/\r\n"), .times = 500, .last = BYTES("\r\n" BODY), .fate = FATE_KEEP},
	{.name = "folded-header", .what = "a header folded over two lines",
	 .first = BYTES(OK_LINE "Content-Type: application/json;\r\n charset=UTF-8\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "control-bytes-in-header", .what = "ESC and DEL in a header",
	 .first = BYTES(OK_LINE JSON_TYPE "X-Bell: a\033[31m\177b\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "nul-in-header", .what = "NUL in a header",
	 .first = BYTES(OK_LINE JSON_TYPE "X-Nul: a\0b\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "header-no-colon", .what = "a header line without a colon",
	 .first = BYTES(OK_LINE JSON_TYPE "No colon here\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "header-name-blank", .what = "a blank before the colon",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length : 16\r\n\r\n" BODY)},
	{.name = "bare-lf", .what = "lines that end in LF",
	 .first = BYTES("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 16\n\n" BODY)},

	/* status */
	{.name = "interim-flood", .what = "16 MiB of 103 answers", .unit = BYTES("HTTP/1.1 103 Early Hints\r\n\r\n"),
	 .times = 600 * 1024, .last = BYTES(ANSWER)},
	{.name = "interim-ok", .what = "100 and 103, then a correct answer",
	 .first = BYTES("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" KEPT_ANSWER),
	 .fate = FATE_KEEP},
	{.name = "interim-only", .what = "100 and nothing more", .first = BYTES("HTTP/1.1 100 Continue\r\n\r\n")},
	{.name = "switch-101", .what = "101 unasked, then silence",
	 .first = BYTES("HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\n\r\n"), .fate = FATE_HOLD},
	{.name = "continue-417", .what = "417, which lets libcurl try again",
	 .first = BYTES("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n"), .fate = FATE_KEEP},
	{.name = "status-99", .what = "status 99", .first = BYTES("HTTP/1.1 99 Low\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "status-999", .what = "status 999", .first = BYTES("HTTP/1.1 999 High\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "http-0.9", .what = "a body without status line", .first = BYTES(BODY)},
	{.name = "http-3.7", .what = "HTTP/3.7", .first = BYTES("HTTP/3.7 200 OK\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "body-after-204", .what = "204 with a body",
	 .first = BYTES("HTTP/1.1 204 No Content\r\n" JSON_TYPE BODY_LENGTH "\r\n" BODY), .fate = FATE_KEEP},
	{.name = "body-after-304", .what = "304 with a body",
	 .first = BYTES("HTTP/1.1 304 Not Modified\r\n" JSON_TYPE BODY_LENGTH "\r\n" BODY), .fate = FATE_KEEP},

	/* things that tempt a client to send again or elsewhere */
	{.name = "redirect", .what = "307 to another path", .act = redirect_path},
	{.name = "redirect-host", .what = "307 to another host name", .act = redirect_host},
	{.name = "redirect-loop", .what = "307 to itself", .act = redirect_loop},
	{.name = "redirect-file", .what = "302 to a file",
	 .first = BYTES("HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\n\r\n"),
	 .fate = FATE_KEEP},
	{.name = "challenge-basic", .what = "401 with a Basic challenge",
	 .first = BYTES("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n"),
	 .fate = FATE_KEEP},
	{.name = "challenge-ntlm", .what = "401 that offers NTLM and Negotiate",
	 .first = BYTES("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n"
	                "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\nContent-Length: 0\r\n\r\n"),
	 .fate = FATE_KEEP},
	{.name = "challenge-proxy", .what = "407 although there is no proxy",
	 .first = BYTES("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"a\"\r\n"
	                "Content-Length: 0\r\n\r\n"),
	 .fate = FATE_KEEP},
	{.name = "busy-503", .what = "503 with Retry-After",
	 .first = BYTES("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"),
	 .fate = FATE_KEEP},

	/* body */
	{.name = "gzip-bomb", .what = "200 MB of zeros as 1.3 MB of gzip, which nobody asked for",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Encoding: gzip\r\n" CLOSE_LINE "\r\n"
	                                  "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x63\x18\x05"),
	 .unit = BYTES(ZERO_RUN), .times = 100000, .last = BYTES("\0\0\0\0\0\0\0\0\0")},
	{.name = "encoding-unknown", .what = "an encoding that does not exist",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Encoding: x-none\r\n" BODY_LENGTH "\r\n" BODY)},
	{.name = "endless-body", .what = "1 GiB without length", .first = BYTES(OK_LINE JSON_TYPE "\r\n"),
	 .unit = BYTES(LINE64), .times = 16 * 1024 * 1024},
	{.name = "endless-chunks", .what = "1 GiB in chunks", .first = BYTES(CHUNKED_HEAD),
	 .unit = BYTES("40\r\n" LINE64 "\r\n"), .times = 16 * 1024 * 1024, .last = BYTES("0\r\n\r\n")},
	{.name = "type-wrong", .what = "JSON sent as text/html",
	 .first = BYTES(OK_LINE "Content-Type: text/html\r\n" BODY_LENGTH "\r\n" BODY), .fate = FATE_KEEP},
	{.name = "type-none", .what = "no Content-Type", .first = BYTES(OK_LINE BODY_LENGTH "\r\n" BODY),
	 .fate = FATE_KEEP},
	{.name = "not-json", .what = "an HTML page sent as JSON",
	 .first = BYTES(OK_LINE JSON_TYPE "Content-Length: 33\r\n\r\n<!DOCTYPE html><html>Login</html>"),
	 .fate = FATE_KEEP},
};
/* clang-format on */

const size_t SCRIPT_COUNT = sizeof(SCRIPTS) / sizeof(SCRIPTS[0]);
