// SPDX-License-Identifier: Apache-2.0
#include "fault.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 64 * 1024, IDLE_MS = 10000, TURNS_MAX = 1000000 };

bool send_bytes(int socket, struct bytes bytes)
{
	while (bytes.len) {
		ssize_t sent = send(socket, bytes.ptr, bytes.len, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		bytes = (struct bytes){bytes.ptr + sent, bytes.len - (size_t)sent};
	}
	return true;
}

bool send_text(int socket, const char *format, ...)
{
	char text[HEAD_MAX + 1024];
	va_list values;
	va_start(values, format);
	int length = vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	return length >= 0 && (size_t)length < sizeof(text) && send_bytes(socket, (struct bytes){text, (size_t)length});
}

bool wait_ms(int socket, int ms)
{
	struct pollfd peer = {.fd = socket, .events = POLLRDHUP};
	return poll(&peer, 1, ms) == 0;
}

static bool send_paced(int socket, struct bytes bytes, unsigned pace_ms)
{
	for (size_t i = 0; i < bytes.len; i++)
		if (!send_bytes(socket, (struct bytes){bytes.ptr + i, 1}) || !wait_ms(socket, (int)pace_ms))
			return false;
	return true;
}

/** Floods go out in large pieces: many units copied together. */
static bool send_many(int socket, struct bytes unit, unsigned times)
{
	static char piece[HEAD_MAX];
	size_t per_piece = unit.len && unit.len <= sizeof(piece) ? sizeof(piece) / unit.len : 0;
	if (per_piece > times)
		per_piece = times;
	for (size_t i = 0; i < per_piece; i++)
		memcpy(piece + i * unit.len, unit.ptr, unit.len);
	for (size_t left = per_piece ? times : 0; left;) {
		size_t now = left < per_piece ? left : per_piece;
		if (!send_bytes(socket, (struct bytes){piece, now * unit.len}))
			return false;
		left -= now;
	}
	return true;
}

static bool send_slowly(int socket, struct bytes unit, unsigned times, unsigned pace_ms)
{
	for (unsigned i = 0; i < times; i++)
		if (!send_bytes(socket, unit) || !wait_ms(socket, (int)pace_ms))
			return false;
	return true;
}

static enum fate play(const struct exchange *exchange)
{
	const struct script *script = exchange->script;
	int socket = exchange->socket;
	if (!script) {
		send_text(socket, "HTTP/1.1 404 No such script\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		return FATE_CLOSE;
	}
	if (script->act)
		return script->act(exchange);
	bool slow_units = script->pace_ms && script->times;
	bool there = script->pace_ms && !slow_units ? send_paced(socket, script->first, script->pace_ms)
	                                            : send_bytes(socket, script->first);
	there = there && (slow_units ? send_slowly(socket, script->unit, script->times, script->pace_ms)
	                             : send_many(socket, script->unit, script->times));
	there = there && send_bytes(socket, script->last);
	return there ? script->fate : FATE_CLOSE;
}

/** Reads up to and with the empty line; returns the length of the head or 0, `got` is all that was read. */
static size_t read_head(int socket, char *buffer, size_t *got)
{
	*got = 0;
	while (*got < HEAD_MAX) {
		struct pollfd peer = {.fd = socket, .events = POLLIN};
		if (poll(&peer, 1, IDLE_MS) <= 0)
			return 0;
		ssize_t length = recv(socket, buffer + *got, HEAD_MAX - *got, 0);
		if (length <= 0)
			return 0;
		*got += (size_t)length;
		buffer[*got] = '\0';
		const char *end = strstr(buffer, "\r\n\r\n");
		if (end)
			return (size_t)(end - buffer) + 4;
	}
	return 0;
}

static size_t body_length(const char *head)
{
	static const char NAME[] = "\r\nContent-Length:";
	const char *at = strcasestr(head, NAME);
	return at ? strtoul(at + sizeof(NAME) - 1, NULL, 10) : 0;
}

static void skip_body(int socket, size_t left)
{
	char bytes[4096];
	while (left) {
		struct pollfd peer = {.fd = socket, .events = POLLIN};
		ssize_t length = poll(&peer, 1, IDLE_MS) > 0 ? recv(socket, bytes, sizeof(bytes), 0) : 0;
		if (length <= 0)
			return;
		left -= (size_t)length < left ? (size_t)length : left;
	}
}

static const struct script *find_script(const char *name, size_t length)
{
	for (size_t i = 0; i < SCRIPT_COUNT; i++)
		if (strlen(SCRIPTS[i].name) == length && memcmp(SCRIPTS[i].name, name, length) == 0)
			return &SCRIPTS[i];
	return NULL;
}

/** Splits "PUT /script/rest HTTP/1.1" and logs it. */
static void read_request_line(struct exchange *exchange, int log, unsigned connection)
{
	const char *blank = strchr(exchange->head, ' ');
	const char *name = blank && blank[1] == '/' ? blank + 2 : "";
	size_t length = strcspn(name, "/ ?");
	exchange->script = find_script(name, length);
	exchange->rest = name + length;
	char line[128];
	int method = blank && blank - exchange->head < 16 ? (int)(blank - exchange->head) : 0;
	int written = snprintf(line, sizeof(line), "%s %.*s %u\n", exchange->script ? exchange->script->name : "-", method,
	                       exchange->head, connection);
	if (log >= 0 && write(log, line, (size_t)written) != written)
		perror("fault-server: log");
}

static void end_connection(int socket, enum fate fate)
{
	if (fate == FATE_HOLD)
		wait_ms(socket, IDLE_MS);
	if (fate == FATE_RESET) {
		struct linger now = {1, 0};
		setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	}
	close(socket);
}

void serve_connection(int socket, int log, int port, unsigned connection, struct gauge *gauge)
{
	static char buffer[HEAD_MAX + 1];
	enum fate fate = FATE_KEEP;
	for (unsigned turn = 1; fate == FATE_KEEP && turn <= TURNS_MAX; turn++) {
		size_t got;
		size_t length = read_head(socket, buffer, &got);
		if (length == 0)
			break;
		size_t body = body_length(buffer);
		size_t here = got - length;
		skip_body(socket, body > here ? body - here : 0);
		buffer[length] = '\0';
		struct exchange exchange = {.socket = socket, .head = buffer, .gauge = gauge, .port = port, .turn = turn};
		read_request_line(&exchange, log, connection);
		fate = play(&exchange);
	}
	end_connection(socket, fate);
}
