// SPDX-License-Identifier: Apache-2.0
#include "safety.h"

#include <string.h>

#include "text.h"

/** Least class of one method and path. `{}` stands for one segment; `query` must then occur in the query. */
struct floor_row {
	const char *method;
	const char *path;
	const char *query; /**< "name=value" without regard to case, or NULL */
	enum safety safety;
};

/**
 * Every operation of the guide. The first row that fits counts, so rows with a query stand before those without.
 * A new row needs the guide's section beside it in the case file of the operation.
 */
static const struct floor_row floors[] = {
	{"GET", "/api/v1/dm/devices/unlock/mac/{}", NULL, SAFETY_SECURE},
	{"GET", "/api/v1/dm/devices/unlock/{}", NULL, SAFETY_SECURE},
	{"GET", "/api/v1/dm/devices/wakeup/mac/{}", NULL, SAFETY_NOTIFY},
	{"GET", "/api/v1/dm/devices/wakeup/{}", NULL, SAFETY_NOTIFY},
	{"GET", "/api/v1/dm/devices/locate/mac/{}", "locatenow=true", SAFETY_NOTIFY},
	{"GET", "/api/v1/dm/devices/locate/{}", "locatenow=true", SAFETY_NOTIFY},
	{"GET", "/api/v1/dm/devices/locate/mac/{}", NULL, SAFETY_SENSE},
	{"GET", "/api/v1/dm/devices/locate/{}", NULL, SAFETY_SENSE},
	{"GET", "/api/v1/dm/devices", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/devices.csv", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/devices/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/devices/mac/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/devices/profiles/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/phones/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/users/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/labels", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/labels/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/operators", NULL, SAFETY_READ},
	{"GET", "/api/v1/dm/countries", NULL, SAFETY_READ},
	{"GET", "/api/v1/eas/devices.csv", NULL, SAFETY_READ},
	{"GET", "/api/v1/eas/devices", NULL, SAFETY_READ},
	{"GET", "/api/v1/eas/devices/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/sm/users/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/sm/users/search/ldap/{}", NULL, SAFETY_SENSE},
	{"GET", "/api/v1/sm/users/search/ldap", NULL, SAFETY_SENSE},
	{"GET", "/api/v1/alerts", NULL, SAFETY_READ},
	{"GET", "/api/v1/alerts/phones/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/alerts/users/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/alerts/users/{}/phones/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/policies", NULL, SAFETY_READ},
	{"GET", "/api/v1/policies/devices/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/appsettings", NULL, SAFETY_READ},
	{"GET", "/api/v1/appsettings/devices/{}", NULL, SAFETY_READ},
	{"GET", "/api/v1/apps/inventory/app", NULL, SAFETY_READ},
	{"GET", "/api", NULL, SAFETY_READ},
	{"POST", "/api/v1/sm/authentication", NULL, SAFETY_SENSE},
	{"POST", "/api/v1/dm/bulk/sendmessage", NULL, SAFETY_NOTIFY},
	{"POST", "/api/v1/dm/bulk/mac/sendmessage", NULL, SAFETY_NOTIFY},
	{"POST", "/api/v1/dm/bulk/devices/WAKEUP_DEVICE", NULL, SAFETY_NOTIFY},
	{"POST", "/api/v1/dm/bulk/devices/LOCK", NULL, SAFETY_SECURE},
	{"POST", "/api/v1/dm/bulk/devices/UNLOCK", NULL, SAFETY_SECURE},
	{"PUT", "/api/v1/dm/register", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/dm/devices/enableroaming/{}", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/dm/devices/repushprofile/{}", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/policies/{}", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/alerts", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/alerts/{}", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/eas/devices", "action=REINSTATE_DEVICE", SAFETY_CHANGE},
	{"PUT", "/api/v1/dm/devices/lock/mac/{}", NULL, SAFETY_SECURE},
	{"PUT", "/api/v1/dm/devices/lock/{}", NULL, SAFETY_SECURE},
	{"PUT", "/api/v1/sm/authentication/users/{}", NULL, SAFETY_SECURE},
};

/** Writes of the class destroy need no row among the floors; their paths are known so that a GET there is a probe. */
static const char *const destroy_paths[] = {
	"/api/v1/dm/devices/retire/{}",   "/api/v1/dm/devices/retire/mac/{}", "/api/v1/dm/devices/wipe/{}",
	"/api/v1/dm/devices/wipe/mac/{}", "/api/v1/dm/bulk/devices/{}",
};

/** Values that no server has or accepts, per type of parameter. */
static const struct {
	const char *type;
	const char *impossible;
	const char *invalid;
} probe_values[] = {
	{"uuid", "00000000-0000-4000-8000-000000000000", "not-a-uuid"},
	{"mac", "000000000000", "not-a-mac"},
	{"phone", "0000000000", NULL},
	{"integer", "999999999", "not-a-number"},
	{"boolean", "maybe", "maybe"},
	{"enum", "NO_SUCH_VALUE", "NO_SUCH_VALUE"},
	{"text", "no-such-object-epmm-conform", NULL},
};

static bool is_impossible(struct str segment)
{
	for (size_t i = 0; i < ARRAY_LEN(probe_values); i++)
		if (str_is(segment, probe_values[i].impossible))
			return true;
	return false;
}

/** The path up to `?`, without slashes at its end. */
static struct str path_part(const char *path)
{
	struct str part = {path, strcspn(path, "?#")};
	while (part.len > 1 && part.ptr[part.len - 1] == '/')
		part.len--;
	return part;
}

/** A segment that a server might read as something else than one plain name: empty, dots, dots before an escaped slash. */
static bool is_deceptive(struct str segment)
{
	if (segment.len == 0 || memchr(segment.ptr, ';', segment.len))
		return true;
	if (segment.ptr[0] != '.')
		return false;
	return str_is(segment, ".") || segment.ptr[segment.len > 1] == '.' || memchr(segment.ptr, '%', segment.len);
}

static bool segment_fits(struct str row, struct str segment)
{
	bool placeholder = row.len >= 2 && row.ptr[0] == '{' && row.ptr[row.len - 1] == '}';
	return !is_deceptive(segment) && (placeholder || str_equal(row, segment));
}

static struct str next_segment(struct str *rest)
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

/** Whether the path has the shape of the row; `only_impossible`: each placeholder holds an id that no server has. */
static bool path_fits(const char *row_path, struct str path, bool only_impossible)
{
	struct str row = path_part(row_path);
	if (path.len == 0 || path.ptr[0] != '/')
		return false;
	row.ptr++, row.len--;
	path.ptr++, path.len--;
	while (row.len && path.len) {
		struct str expected = next_segment(&row);
		struct str segment = next_segment(&path);
		if (!segment_fits(expected, segment))
			return false;
		if (only_impossible && expected.ptr[0] == '{' && !is_impossible(segment))
			return false;
	}
	return row.len == 0 && path.len == 0;
}

static bool query_holds(const char *path, const char *wanted)
{
	const char *query = strchr(path, '?');
	while (query && *query) {
		query++;
		size_t length = strcspn(query, "&");
		if (str_is_nocase((struct str){query, length}, wanted))
			return true;
		query += length;
	}
	return false;
}

/** Some row of another method than GET has this path: a write lives there. */
static bool is_write_path(struct str path)
{
	for (size_t i = 0; i < ARRAY_LEN(floors); i++)
		if (strcmp(floors[i].method, "GET") != 0 && path_fits(floors[i].path, path, false))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(destroy_paths); i++)
		if (path_fits(destroy_paths[i], path, false))
			return true;
	return false;
}

/** Some read has this path and no write, and no object that exists is named in it. */
static bool is_harmless_read_path(struct str path)
{
	if (is_write_path(path))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(floors); i++)
		if (floors[i].safety == SAFETY_READ && path_fits(floors[i].path, path, true))
			return true;
	return false;
}

enum safety safety_of_request(const char *method, const char *path)
{
	struct str part = path_part(path);
	bool get = strcmp(method, "GET") == 0;
	for (size_t i = 0; i < ARRAY_LEN(floors); i++) {
		const struct floor_row *row = &floors[i];
		if (strcmp(row->method, method) == 0 && path_fits(row->path, part, false) &&
		    (!row->query || query_holds(path, row->query)))
			return row->safety;
	}
	if (get && is_write_path(part))
		return SAFETY_PROBE;
	bool documented_method = get || strcmp(method, "PUT") == 0 || strcmp(method, "POST") == 0;
	return !get && documented_method && is_harmless_read_path(part) ? SAFETY_PROBE_WRITE : SAFETY_DESTROY;
}

enum safety safety_of_template(const char *method, const char *template_path)
{
	return safety_of_request(method, template_path);
}

/** What a kind of target allows without being asked. */
static const enum safety default_ceiling[] = {
	[TARGET_PRODUCTION] = SAFETY_PROBE,
	[TARGET_LAB] = SAFETY_SENSE,
	[TARGET_EMULATOR] = SAFETY_PROBE_WRITE,
};

bool safety_by_default(enum target_kind kind, enum safety safety)
{
	return safety <= default_ceiling[kind];
}

static bool first_key(const struct permission *permission, enum safety safety)
{
	return permission->kind == TARGET_EMULATOR || permission->permits[safety];
}

bool safety_permitted(const struct permission *permission, enum safety safety)
{
	if (safety_by_default(permission->kind, safety))
		return true;
	return first_key(permission, safety) && permission->allow[safety];
}

const char *safety_reason(const struct permission *permission, enum safety safety)
{
	if (!first_key(permission, safety))
		return "its safety class is not in `permits` of the target file";
	return "its safety class needs --allow on this kind of target";
}

const char *safety_impossible_id(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(probe_values); i++)
		if (strcmp(probe_values[i].type, type) == 0)
			return probe_values[i].impossible;
	return "no-such-object-epmm-conform";
}

const char *safety_invalid_value(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(probe_values); i++)
		if (strcmp(probe_values[i].type, type) == 0)
			return probe_values[i].invalid;
	return NULL;
}
