// SPDX-License-Identifier: Apache-2.0
#include "objects.h"

#include <string.h>

/** Length of "device.uuid=…" up to the next one. */
static size_t object_length(const char *text)
{
	const char *at = text;
	while ((at = strchr(at, ' ')) != NULL) {
		size_t name = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz0123456789.-");
		if (name && at[1 + name] == '=')
			return (size_t)(at - text);
		at++;
	}
	return strlen(text);
}

const char *objects_next(const char *at, struct str *name, struct str *value)
{
	if (!at || !*at)
		return NULL;
	size_t whole = object_length(at);
	*name = (struct str){at, strcspn(at, "=")};
	*value = name->len < whole ? (struct str){at + name->len + 1, whole - name->len - 1} : (struct str){at + whole, 0};
	if (name->len > whole)
		name->len = whole;
	return at + whole + (at[whole] == ' ');
}

bool objects_find(const char *objects, struct str name, struct str *value)
{
	struct str other;
	struct str found;
	for (const char *at = objects; (at = objects_next(at, &other, &found)) != NULL;)
		if (str_equal(name, other)) {
			*value = found;
			return true;
		}
	return false;
}
