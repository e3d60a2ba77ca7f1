// SPDX-License-Identifier: Apache-2.0
#include "request.h"

#include <stdlib.h>

static int digit(char c)
{
	static const char alphabet[] = "0123456789abcdefABCDEF";
	const char *at = c ? strchr(alphabet, c) : NULL;
	if (!at)
		return -1;
	return at - alphabet < 16 ? (int)(at - alphabet) : (int)(at - alphabet) - 6;
}

// Appends the decoded form to the storage, which is already large enough, so that texts into it stay valid.
static struct text decode(struct request *r, struct text raw, bool plus_is_space)
{
	size_t from = r->decoded.len;
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];
		if (c == '%') {
			int high = raw.len - i > 2 ? digit(raw.ptr[i + 1]) : -1;
			int low = raw.len - i > 2 ? digit(raw.ptr[i + 2]) : -1;
			if (high < 0 || low < 0 || (high == 0 && low == 0)) {
				r->malformed = true;
				return TEXT("");
			}
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		bytes_char(&r->decoded, c);
	}
	return (struct text){r->decoded.data + from, r->decoded.len - from};
}

static void parse_path(struct request *r)
{
	struct text rest = r->path;
	while (rest.len && rest.ptr[rest.len - 1] == '/')
		rest.len--;
	if (rest.len)
		text_cut(&rest, '/');
	while (rest.len) {
		struct text segment = text_cut(&rest, '/');
		if (r->segment_count == REQUEST_SEGMENTS) {
			r->too_long = true;
			return;
		}
		r->segments[r->segment_count++] = decode(r, segment, false);
	}
}

static size_t most_parameters(struct text t)
{
	size_t most = 1;
	for (size_t i = 0; i < t.len; i++)
		most += t.ptr[i] == '&';
	return most;
}

static void parse_parameters(struct request *r, struct text rest, bool form)
{
	while (rest.len) {
		struct text value = text_cut(&rest, '&');
		struct text name = text_cut(&value, '=');
		struct parameter p = {decode(r, name, true), decode(r, value, true), form};
		if (p.name.len)
			r->parameters[r->parameter_count++] = p;
	}
}

// Drops the scheme and the authority of a target in absolute form.
static struct text origin_form(struct text target)
{
	static const char *const schemes[] = {"http://", "https://"};
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		size_t size = strlen(schemes[i]);
		if (target.len < size || !text_same_word((struct text){target.ptr, size}, text_of(schemes[i])))
			continue;
		const char *path = memchr(target.ptr + size, '/', target.len - size);
		return path ? (struct text){path, target.len - (size_t)(path - target.ptr)} : TEXT("/");
	}
	return target;
}

void request_parse(struct request *r, struct text target, struct text form)
{
	struct text rest = origin_form(target);
	*r = (struct request){.malformed = false};
	bytes_init(&r->decoded, target.len + form.len + 1);
	if (!bytes_grow(&r->decoded, target.len + form.len + 1)) {
		r->malformed = true;
		return;
	}
	r->path = text_cut(&rest, '?');
	r->query = rest;
	parse_path(r);
	r->parameters = calloc(most_parameters(r->query) + most_parameters(form), sizeof *r->parameters);
	if (!r->parameters) {
		r->malformed = true;
		return;
	}
	parse_parameters(r, r->query, false);
	parse_parameters(r, form, true);
}

void request_free(struct request *r)
{
	free(r->parameters);
	bytes_free(&r->decoded);
}

bool request_parameter(const struct request *r, const char *name, struct text *value)
{
	for (size_t i = 0; i < r->parameter_count; i++)
		if (text_same_word(r->parameters[i].name, text_of(name))) {
			*value = r->parameters[i].value;
			return true;
		}
	return false;
}

bool request_flag(const struct request *r, const char *name, bool *value)
{
	struct text word;
	if (!request_parameter(r, name, &word))
		return false;
	*value = text_same_word(word, TEXT("true"));
	return *value || text_same_word(word, TEXT("false"));
}

void request_drop(struct request *r, const char *name)
{
	size_t kept = 0;
	for (size_t i = 0; i < r->parameter_count; i++)
		if (!text_same_word(r->parameters[i].name, text_of(name)))
			r->parameters[kept++] = r->parameters[i];
	r->parameter_count = kept;
}

bool request_set(struct request *r, const char *name, struct text value)
{
	struct parameter *more = realloc(r->parameters, (r->parameter_count + 1) * sizeof *more);
	if (!more)
		return false;
	r->parameters = more;
	request_drop(r, name);
	more[r->parameter_count++] = (struct parameter){text_of(name), value, false};
	return true;
}

static struct text without_blanks(struct text t)
{
	while (t.len && strchr(" \t\r\n", t.ptr[0])) {
		t.ptr++;
		t.len--;
	}
	while (t.len && strchr(" \t\r\n", t.ptr[t.len - 1]))
		t.len--;
	return t;
}

bool request_next(const struct request *r, const char *name, struct values *at, struct text *value)
{
	for (;;) {
		while (at->rest.len) {
			*value = without_blanks(text_cut(&at->rest, ','));
			if (value->len)
				return true;
		}
		while (at->next < r->parameter_count && !text_same_word(r->parameters[at->next].name, text_of(name)))
			at->next++;
		if (at->next == r->parameter_count)
			return false;
		at->rest = r->parameters[at->next++].value;
	}
}
