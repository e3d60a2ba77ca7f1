// SPDX-License-Identifier: Apache-2.0
#include "safety.h"

#include <string.h>

#include "safety_impl.h"

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
	{"GET", "/api/v1/dm/devices/unlock/mac/{mac}", NULL, SAFETY_SECURE},
	{"GET", "/api/v1/dm/devices/unlock/{device}", NULL, SAFETY_SECURE},
	{"GET", "/api/v1/dm/devices/wakeup/mac/{mac}", NULL, SAFETY_NOTIFY},
	{"GET", "/api/v1/dm/devices/wakeup/{device}", NULL, SAFETY_NOTIFY},
	{"GET", "/api/v1/dm/devices/locate/mac/{mac}", "locatenow=true", SAFETY_NOTIFY},
	{"GET", "/api/v1/dm/devices/locate/{device}", "locatenow=true", SAFETY_NOTIFY},
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
	{"PUT", "/api/v1/dm/devices/enableroaming/{device}", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/dm/devices/repushprofile/{device}", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/policies/{}", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/alerts", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/alerts/{}", NULL, SAFETY_CHANGE},
	{"PUT", "/api/v1/eas/devices", "action=REINSTATE_DEVICE", SAFETY_CHANGE},
	{"PUT", "/api/v1/dm/devices/lock/mac/{mac}", NULL, SAFETY_SECURE},
	{"PUT", "/api/v1/dm/devices/lock/{device}", NULL, SAFETY_SECURE},
	{"PUT", "/api/v1/sm/authentication/users/{user}", NULL, SAFETY_SECURE},
};

/** Writes of the class destroy need no row among the floors; their paths are known so that a GET there is a probe. */
static const char *const destroy_paths[] = {
	"/api/v1/dm/devices/retire/{device}", "/api/v1/dm/devices/retire/mac/{mac}", "/api/v1/dm/devices/wipe/{device}",
	"/api/v1/dm/devices/wipe/mac/{mac}",  "/api/v1/dm/bulk/devices/{}",
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

bool safety_is_impossible(struct str segment)
{
	for (size_t i = 0; i < ARRAY_LEN(probe_values); i++)
		if (str_is(segment, probe_values[i].impossible))
			return true;
	return false;
}

bool safety_is_probe_value(struct str text)
{
	for (size_t i = 0; i < ARRAY_LEN(probe_values); i++)
		if (probe_values[i].invalid && str_is(text, probe_values[i].invalid))
			return true;
	return safety_is_impossible(text);
}

/** The path has the shape of the row, and each placeholder holds an id that no server has. */
static bool names_nothing(const char *row, struct str path)
{
	struct str name;
	struct str value;
	if (!safety_path_fits(row, path))
		return false;
	for (size_t n = 0; safety_path_value(row, path, n, &name, &value); n++)
		if (!safety_is_impossible(value))
			return false;
	return true;
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
		if (strcmp(floors[i].method, "GET") != 0 && safety_path_fits(floors[i].path, path))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(destroy_paths); i++)
		if (safety_path_fits(destroy_paths[i], path))
			return true;
	return false;
}

/** Some read has this path and no write, and no object that exists is named in it. */
static bool is_harmless_read_path(struct str path)
{
	if (is_write_path(path))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(floors); i++)
		if (floors[i].safety == SAFETY_READ && names_nothing(floors[i].path, path))
			return true;
	return false;
}

/** A path whose only objects are devices or users, and all of them ids that no server has. */
static bool names_no_object(const char *row, struct str path)
{
	static const char *const kinds[] = {"device", "mac", "user"};
	struct str name;
	struct str value;
	size_t n = 0;
	for (; safety_path_value(row, path, n, &name, &value); n++) {
		bool known = false;
		for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
			known = known || str_is(name, kinds[i]);
		if (!known || !safety_is_impossible(value))
			return false;
	}
	return n > 0;
}

/** The class of a row, for this path: what names no object must be refused. */
static enum safety row_class(const char *row, struct str path, enum safety safety)
{
	return safety >= SAFETY_NOTIFY && names_no_object(row, path) ? SAFETY_PROBE_WRITE : safety;
}

/** An address below /api/v1/ that no operation has, and no server. */
static bool is_no_address(struct str path)
{
	static const char base[] = "/api/v1/";
	if (path.len < sizeof(base) || memcmp(path.ptr, base, sizeof(base) - 1) != 0)
		return false;
	struct str segment = {0};
	struct str rest = {path.ptr + 1, path.len - 1};
	while (rest.len) {
		segment = safety_next_segment(&rest);
		if (safety_is_deceptive(segment))
			return false;
	}
	return str_is(segment, "no-such-address-epmm-conform");
}

/** The destroy_paths are those of PUT, but for the bulk action. */
static bool is_destroy_method(const char *method, const char *row)
{
	return strcmp(method, strstr(row, "/bulk/") ? "POST" : "PUT") == 0;
}

enum safety safety_of_request(const char *method, const char *path)
{
	struct str part = safety_path_part(path);
	bool get = strcmp(method, "GET") == 0;
	for (size_t i = 0; i < ARRAY_LEN(floors); i++) {
		const struct floor_row *row = &floors[i];
		if (strcmp(row->method, method) == 0 && safety_path_fits(row->path, part) &&
		    (!row->query || query_holds(path, row->query)))
			return row_class(row->path, part, row->safety);
	}
	for (size_t i = 0; i < ARRAY_LEN(destroy_paths); i++)
		if (is_destroy_method(method, destroy_paths[i]) && safety_path_fits(destroy_paths[i], part))
			return row_class(destroy_paths[i], part, SAFETY_DESTROY);
	if (get && (is_write_path(part) || is_no_address(part)))
		return SAFETY_PROBE;
	bool documented_method = get || strcmp(method, "PUT") == 0 || strcmp(method, "POST") == 0;
	return !get && documented_method && is_harmless_read_path(part) ? SAFETY_PROBE_WRITE : SAFETY_DESTROY;
}

bool safety_is_path(const char *row, const char *path)
{
	return safety_path_fits(row, safety_path_part(path));
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
