// SPDX-License-Identifier: Apache-2.0
#include "curl_line.h"

#include <string.h>

#include "text.h"

static void put_word(struct text *line, const char *word)
{
	text_putc(line, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			text_puts(line, "'\\''");
		else
			text_putc(line, *word);
	}
	text_putc(line, '\'');
}

char *shell_word(struct arena *arena, const char *text)
{
	struct text line = text_new(SIZE_MAX / 4);
	put_word(&line, text);
	char *word = arena_copy(arena, line.ptr, line.len);
	text_free(&line);
	return word;
}

static void put_option(struct text *line, const char *option, const char *word)
{
	text_puts(line, option);
	put_word(line, word);
}

/** Without a value the header is removed, as curl would send one of its own. */
static void put_header(struct text *line, struct arena *arena, const char *name, const char *value)
{
	put_option(line, " -H ", value ? arena_printf(arena, "%s: %s", name, value) : arena_printf(arena, "%s:", name));
}

static void put_credentials(struct text *line, struct arena *arena, const struct curl_request *request)
{
	if (!request->user || strcmp(request->credentials, "none") == 0)
		return;
	if (strcmp(request->credentials, "run") != 0) {
		put_option(line, " -u ", arena_printf(arena, "%s:unknown", request->user));
		return;
	}
	put_option(line, " -u ", request->user);
	text_puts(line, ":\"$EPMM_PASSWORD\"");
}

static void put_method(struct text *line, const char *method)
{
	if (strcmp(method, "HEAD") == 0)
		text_puts(line, " -I");
	else if (strcmp(method, "GET") != 0 && strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(method))
		text_printf(line, " -X %s", method);
	else if (strcmp(method, "GET") != 0)
		put_option(line, " -X ", method);
}

char *curl_line(struct arena *arena, const struct curl_request *request)
{
	struct text line = text_new(SIZE_MAX / 4);
	bool sends = strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0;
	text_puts(&line, "curl -sS -g --path-as-is");
	if (request->insecure)
		text_puts(&line, " -k");
	put_method(&line, request->method);
	put_credentials(&line, arena, request);
	if (request->cacert)
		put_option(&line, " --cacert ", request->cacert);
	put_header(&line, arena, "Accept", request->accept);
	if (sends || request->body) {
		put_header(&line, arena, "Content-Type", request->content_type);
		put_option(&line, request->body ? " --data-raw " : " -d ", request->body ? request->body : "");
	}
	put_option(&line, " ", request->url);
	char *copy = arena_copy(arena, line.ptr, line.len);
	text_free(&line);
	return copy;
}
