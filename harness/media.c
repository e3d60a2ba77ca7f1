// SPDX-License-Identifier: Apache-2.0
#include "media.h"

#include <string.h>

/** Media types by name or by the suffix after `+`. */
static const struct {
	const char *type;
	enum media media;
} types[] = {
	{"application/xml", MEDIA_XML},
	{"text/xml", MEDIA_XML},
	{"+xml", MEDIA_XML},
	{"application/json", MEDIA_JSON},
	{"text/json", MEDIA_JSON},
	{"+json", MEDIA_JSON},
	{"text/csv", MEDIA_CSV},
	{"application/csv", MEDIA_CSV},
	{"text/comma-separated-values", MEDIA_CSV},
	{"text/html", MEDIA_HTML},
	{"application/xhtml+xml", MEDIA_HTML},
};

static bool ends_with(struct str view, const char *suffix)
{
	size_t length = strlen(suffix);
	return view.len >= length && str_is_nocase((struct str){view.ptr + view.len - length, length}, suffix);
}

enum media media_declared(struct str content_type)
{
	const char *end = content_type.len ? memchr(content_type.ptr, ';', content_type.len) : NULL;
	if (end)
		content_type.len = (size_t)(end - content_type.ptr);
	struct str type = str_trim(content_type);
	if (type.len == 0)
		return MEDIA_NONE;
	for (size_t i = ARRAY_LEN(types); i > 0; i--) {
		const char *name = types[i - 1].type;
		if (name[0] == '+' ? ends_with(type, name) : str_is_nocase(type, name))
			return types[i - 1].media;
	}
	return MEDIA_OTHER;
}

static bool starts_with(struct str view, const char *prefix)
{
	size_t length = strlen(prefix);
	return view.len >= length && str_is_nocase((struct str){view.ptr, length}, prefix);
}

enum media media_sniffed(struct str beginning)
{
	static const char byte_order_marks[][4] = {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"};
	for (size_t i = 0; i < ARRAY_LEN(byte_order_marks); i++) {
		size_t length = strlen(byte_order_marks[i]);
		if (beginning.len < length || memcmp(beginning.ptr, byte_order_marks[i], length) != 0)
			continue;
		if (length == 2)
			return MEDIA_XML; /* UTF-16: no JSON is allowed to be */
		beginning.ptr += length;
		beginning.len -= length;
	}
	struct str rest = str_trim(beginning);
	if (rest.len == 0)
		return MEDIA_NONE;
	if (starts_with(rest, "<!doctype html") || starts_with(rest, "<html"))
		return MEDIA_HTML;
	if (rest.ptr[0] == '<')
		return MEDIA_XML;
	return rest.ptr[0] == '{' || rest.ptr[0] == '[' ? MEDIA_JSON : MEDIA_OTHER;
}

const char *media_name(enum media media)
{
	static const char *const names[] = {"no body", "XML", "JSON", "CSV", "HTML", "neither XML nor JSON"};
	return names[media];
}
