// SPDX-License-Identifier: Apache-2.0
#include "address.h"

#include <string.h>

#include "http.h"

const char address_form_type[] = "application/x-www-form-urlencoded";

bool address_is_secret(const char *name)
{
	return strcasestr(name, "password") != NULL;
}

/** A path segment; values of a repeatable parameter keep the commas between them. */
static const char *segment(struct arena *arena, const struct parameter *parameter, const char *value)
{
	if (!parameter || !parameter->repeatable)
		return http_encode(arena, value);
	const char *all = "";
	for (;;) {
		size_t length = strcspn(value, ",");
		all = arena_printf(arena, "%s%s", all, http_encode(arena, arena_copy(arena, value, length)));
		value += length;
		if (*value++ == '\0')
			return all;
		all = arena_printf(arena, "%s,", all);
	}
}

/** name=value, once for each value of a repeatable parameter; appended to `before`. */
static const char *pairs(struct arena *arena, const char *before, const char *name, const char *value, bool repeatable)
{
	struct text text = text_new(SIZE_MAX / 4);
	const char *encoded = http_encode(arena, name);
	text_puts(&text, before);
	for (bool more = true; more;) {
		size_t length = repeatable ? strcspn(value, ",") : strlen(value);
		text_printf(&text, "%s%s=", text.len ? "&" : "", encoded);
		text_puts(&text, http_encode(arena, arena_copy(arena, value, length)));
		more = value[length] == ',';
		value += length + more;
	}
	const char *all = arena_copy(arena, text.ptr, text.len);
	text_free(&text);
	return all;
}

const char *address_path(struct arena *arena, const struct endpoint *endpoint, const char *pattern,
                         const struct binding *bindings, size_t count)
{
	const char *path = pattern ? pattern : endpoint->path;
	const char *query = "";
	for (size_t i = 0; i < count; i++) {
		const struct parameter *parameter = endpoint_parameter(endpoint, bindings[i].name);
		char *placeholder = arena_printf(arena, "{%s}", bindings[i].name);
		const char *at = strstr(path, placeholder);
		if (at)
			path = arena_printf(arena, "%.*s%s%s", (int)(at - path), path, segment(arena, parameter, bindings[i].value),
			                    at + strlen(placeholder));
		else if (!parameter || parameter->place == PLACE_QUERY || (parameter->place == PLACE_PATH && !pattern))
			query = pairs(arena, query, bindings[i].name, bindings[i].value, parameter && parameter->repeatable);
	}
	return *query ? arena_printf(arena, "%s%c%s", path, strchr(path, '?') ? '&' : '?', query) : path;
}

const char *address_form(struct arena *arena, const struct endpoint *endpoint, const struct binding *bindings,
                         size_t count, bool shown)
{
	const char *form = "";
	bool any = false;
	for (size_t i = 0; i < count; i++) {
		const struct parameter *parameter = endpoint_parameter(endpoint, bindings[i].name);
		if (!parameter || parameter->place != PLACE_FORM)
			continue;
		any = true;
		if (shown && address_is_secret(bindings[i].name))
			form = arena_printf(arena, "%s%s%s=***", form, *form ? "&" : "", http_encode(arena, bindings[i].name));
		else
			form = pairs(arena, form, bindings[i].name, bindings[i].value, parameter->repeatable);
	}
	return any ? form : NULL;
}
