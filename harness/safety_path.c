// SPDX-License-Identifier: Apache-2.0
/* Paths of requests against rows of tables. */
#include <string.h>

#include "safety_impl.h"

struct str safety_path_part(const char *path)
{
	struct str part = {path, strcspn(path, "?#")};
	while (part.len > 1 && part.ptr[part.len - 1] == '/')
		part.len--;
	return part;
}

bool safety_is_deceptive(struct str segment)
{
	if (segment.len == 0 || memchr(segment.ptr, ';', segment.len))
		return true;
	if (segment.ptr[0] != '.')
		return false;
	return str_is(segment, ".") || segment.ptr[segment.len > 1] == '.' || memchr(segment.ptr, '%', segment.len);
}

static bool is_placeholder(struct str segment)
{
	return segment.len >= 2 && segment.ptr[0] == '{' && segment.ptr[segment.len - 1] == '}';
}

struct str safety_next_segment(struct str *rest)
{
	struct str segment = *rest;
	const char *slash = rest->len ? memchr(rest->ptr, '/', rest->len) : NULL;
	if (!slash) {
		*rest = (struct str){0};
		return segment;
	}
	segment.len = (size_t)(slash - segment.ptr);
	rest->len -= segment.len + 1;
	rest->ptr = slash + 1;
	return segment;
}

/** Both without the slash they begin with; false when one has none. */
static bool strip(struct str *row, struct str *path)
{
	if (path->len == 0 || path->ptr[0] != '/')
		return false;
	row->ptr++, row->len--;
	path->ptr++, path->len--;
	return true;
}

/** False when the two differ before the row's first placeholder: most rows need no closer look. */
static bool begin_alike(const char *row_path, struct str path)
{
	size_t literal = strcspn(row_path, "{?#");
	return memcmp(row_path, path.ptr, literal < path.len ? literal : path.len) == 0;
}

bool safety_path_fits(const char *row_path, struct str path)
{
	if (!path.len || !begin_alike(row_path, path))
		return false;
	struct str row = safety_path_part(row_path);
	if (!strip(&row, &path))
		return false;
	while (row.len && path.len) {
		struct str expected = safety_next_segment(&row);
		struct str segment = safety_next_segment(&path);
		if (safety_is_deceptive(segment) || !(is_placeholder(expected) || str_equal(expected, segment)))
			return false;
	}
	return row.len == 0 && path.len == 0;
}

bool safety_path_value(const char *row_path, struct str path, size_t n, struct str *name, struct str *value)
{
	struct str row = safety_path_part(row_path);
	if (!strip(&row, &path))
		return false;
	while (row.len && path.len) {
		struct str expected = safety_next_segment(&row);
		struct str segment = safety_next_segment(&path);
		if (!is_placeholder(expected) || n--)
			continue;
		*name = (struct str){expected.ptr + 1, expected.len - 2};
		*value = segment;
		return true;
	}
	return false;
}
