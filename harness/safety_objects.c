// SPDX-License-Identifier: Apache-2.0
#include "safety_objects.h"

#include <string.h>

#include "safety_impl.h"

enum { PARAMETERS_MAX = 14 };

/** A parameter of a query or form. */
struct object_parameter {
	const char *name; /**< compared without regard to case */
	enum object object;
};

/** An operation that may change something; placeholders of the path are named after their object. */
struct object_row {
	const char *method;
	const char *path;
	bool form;    /**< parameters may come in a body, too */
	bool guarded; /**< looked at although its class is below notify */
	struct object_parameter parameters[PARAMETERS_MAX];
};

#define REASON                                                                                                         \
	{                                                                                                                  \
		{                                                                                                              \
			"Reason", OBJECT_NONE                                                                                      \
		}                                                                                                              \
	}
#define LOCATE_NOW                                                                                                     \
	{                                                                                                                  \
		{                                                                                                              \
			"locatenow", OBJECT_NONE                                                                                   \
		}                                                                                                              \
	}

static const struct object_row rows[] = {
	{"PUT", "/api/v1/dm/register",
     .parameters = {{"userId", OBJECT_USER},
                    {"phoneNumber", OBJECT_PHONE},
                    {"userEmailAddress", OBJECT_EMAIL},
                    {"operator", OBJECT_NONE},
                    {"isEmployeeOwned", OBJECT_NONE},
                    {"platform", OBJECT_NONE},
                    {"deviceType", OBJECT_NONE},
                    {"importUserFromLdap", OBJECT_NONE},
                    {"userFirstName", OBJECT_NONE},
                    {"userLastName", OBJECT_NONE},
                    {"notifyUser", OBJECT_NONE},
                    {"notifyuserbysms", OBJECT_NONE},
                    {"countryCode", OBJECT_NONE}}},
	{"PUT", "/api/v1/dm/devices/retire/mac/{mac}", .parameters = REASON},
	{"PUT", "/api/v1/dm/devices/retire/{device}", .parameters = REASON},
	{"PUT", "/api/v1/dm/devices/lock/mac/{mac}", .parameters = REASON},
	{"PUT", "/api/v1/dm/devices/lock/{device}", .parameters = REASON},
	{"GET", "/api/v1/dm/devices/unlock/mac/{mac}", .parameters = REASON},
	{"GET", "/api/v1/dm/devices/unlock/{device}", .parameters = REASON},
	{"PUT", "/api/v1/dm/devices/wipe/mac/{mac}", .parameters = REASON},
	{"PUT", "/api/v1/dm/devices/wipe/{device}", .parameters = REASON},
	{"GET", "/api/v1/dm/devices/wakeup/mac/{mac}", .form = false},
	{"GET", "/api/v1/dm/devices/wakeup/{device}", .form = false},
	{"GET", "/api/v1/dm/devices/locate/mac/{mac}", .parameters = LOCATE_NOW},
	{"GET", "/api/v1/dm/devices/locate/{device}", .parameters = LOCATE_NOW},
	{"PUT", "/api/v1/dm/devices/enableroaming/{device}", .parameters = {{"voice", OBJECT_NONE}, {"data", OBJECT_NONE}}},
	{"PUT", "/api/v1/dm/devices/repushprofile/{device}", .parameters = {{"id", OBJECT_NONE}, {"type", OBJECT_NONE}}},
	{"POST", "/api/v1/dm/bulk/devices/{}", .parameters = {{"deviceUuids", OBJECT_DEVICE}, {"Reason", OBJECT_NONE}}},
	{"POST", "/api/v1/dm/bulk/sendmessage",
     .parameters =
         {{"deviceUuid", OBJECT_DEVICE}, {"message", OBJECT_NONE}, {"subject", OBJECT_NONE}, {"mode", OBJECT_NONE}}},
	{"POST", "/api/v1/dm/bulk/mac/sendmessage",
     .parameters = {{"deviceWiFiMacAddress", OBJECT_MAC},
                    {"message", OBJECT_NONE},
                    {"subject", OBJECT_NONE},
                    {"mode", OBJECT_NONE}}},
	{"PUT", "/api/v1/policies/{policy}", .parameters = {{"label", OBJECT_LABEL}, {"action", OBJECT_NONE}}},
	{"PUT", "/api/v1/alerts", .parameters = {{"id", OBJECT_ALERT}, {"isRead", OBJECT_NONE}, {"Comments", OBJECT_NONE}}},
	{"PUT", "/api/v1/alerts/{alert}", .parameters = {{"isRead", OBJECT_NONE}, {"Comments", OBJECT_NONE}}},
	{"PUT", "/api/v1/eas/devices", .parameters = {{"uuids", OBJECT_EAS}, {"action", OBJECT_NONE}}},
	{"PUT", "/api/v1/sm/authentication/users/{user}", .form = true,
     .parameters = {{"oldpassword", OBJECT_NONE}, {"newpassword", OBJECT_NONE}}},
	{"POST", "/api/v1/sm/authentication", .form = true, .guarded = true,
     .parameters = {{"username", OBJECT_LOGIN}, {"Password", OBJECT_PASSWORD}}},
};

static const char *const names[OBJECT_KINDS] = {
	[OBJECT_NONE] = "value",    [OBJECT_DEVICE] = "device",
	[OBJECT_MAC] = "mac",       [OBJECT_EAS] = "ActiveSync device",
	[OBJECT_USER] = "user",     [OBJECT_ALERT] = "alert",
	[OBJECT_POLICY] = "policy", [OBJECT_LABEL] = "label",
	[OBJECT_PHONE] = "phone",   [OBJECT_EMAIL] = "e-mail",
	[OBJECT_LOGIN] = "login",   [OBJECT_PASSWORD] = "password",
};

const char *object_name(enum object object)
{
	return names[object];
}

bool object_is_probe(const char *value)
{
	return safety_is_probe_value(str_of(value));
}

/** A request being read. */
struct reading {
	struct arena *arena;
	const struct object_row *row;
	struct named_object *items;
	size_t count;
	bool found[OBJECT_KINDS];
	const char *trouble;
};

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
	return at ? (int)(at - digits) : -1;
}

/** The text without percent escapes; NULL when an escape is broken or stands for a NUL. */
static char *decoded(struct arena *arena, struct str text, bool plus)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t length = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i] == '+' && plus ? ' ' : text.ptr[i];
		if (c == '%') {
			int high = i + 2 < text.len ? digit(text.ptr[i + 1]) : -1;
			int low = i + 2 < text.len ? digit(text.ptr[i + 2]) : -1;
			if (high < 0 || low < 0 || high + low == 0)
				return NULL;
			c = (char)(high * 16 + low);
			i += 2;
		}
		out[length++] = c;
	}
	out[length] = '\0';
	return out;
}

static void add(struct reading *reading, enum object object, const char *value)
{
	struct named_object item = {object, value};
	if (object == OBJECT_NONE || !*value)
		return;
	reading->found[object] = true;
	ARENA_PUSH(reading->arena, reading->items, reading->count, item);
}

/** Several values may stand between commas; a password and a login are one value whatever they hold. */
static void add_values(struct reading *reading, enum object object, char *value)
{
	bool whole = object == OBJECT_LOGIN || object == OBJECT_PASSWORD;
	for (char *next; value; value = next) {
		next = whole ? NULL : strchr(value, ',');
		if (next)
			*next++ = '\0';
		add(reading, object, value);
	}
}

static void read_path(struct reading *reading, struct str path)
{
	struct str name;
	struct str value;
	for (size_t n = 0; safety_path_value(reading->row->path, path, n, &name, &value); n++) {
		char *text = decoded(reading->arena, value, false);
		if (!text)
			reading->trouble = "its path cannot be decoded";
		for (enum object object = OBJECT_DEVICE; text && object < OBJECT_KINDS; object++)
			if (str_is(name, names[object]))
				add_values(reading, object, text);
	}
}

static const struct object_parameter *parameter_named(const struct object_row *row, const char *name)
{
	for (size_t i = 0; i < PARAMETERS_MAX && row->parameters[i].name; i++)
		if (str_is_nocase(str_of(name), row->parameters[i].name))
			return &row->parameters[i];
	return NULL;
}

static void read_pair(struct reading *reading, struct str pair, bool form)
{
	const char *equals = memchr(pair.ptr, '=', pair.len);
	size_t length = equals ? (size_t)(equals - pair.ptr) : pair.len;
	struct str rest = {pair.ptr + length, pair.len - length};
	char *name = decoded(reading->arena, (struct str){pair.ptr, length}, true);
	char *value = decoded(reading->arena, equals ? (struct str){rest.ptr + 1, rest.len - 1} : rest, true);
	const struct object_parameter *parameter = name ? parameter_named(reading->row, name) : NULL;
	if (!name || !value || (!form && memchr(pair.ptr, ';', pair.len)))
		reading->trouble = "a parameter cannot be decoded";
	else if (!parameter)
		reading->trouble = arena_printf(reading->arena, "nobody knows what its parameter `%.40s` does", name);
	else if (parameter->object != OBJECT_NONE && !form && memchr(rest.ptr, '+', rest.len))
		reading->trouble = "a + in the name of an object means two things";
	else
		add_values(reading, parameter->object, value);
}

static void read_pairs(struct reading *reading, struct str text, bool form)
{
	while (text.len && !reading->trouble) {
		const char *end = memchr(text.ptr, '&', text.len);
		size_t length = end ? (size_t)(end - text.ptr) : text.len;
		if (length)
			read_pair(reading, (struct str){text.ptr, length}, form);
		size_t step = length + (end != NULL);
		text.ptr += step;
		text.len -= step;
	}
}

/** Phones and addresses may be left out; an object that the request acts on may not. */
static bool lacks_object(const struct reading *reading)
{
	for (size_t i = 0; i < PARAMETERS_MAX && reading->row->parameters[i].name; i++) {
		enum object object = reading->row->parameters[i].object;
		bool needed = object != OBJECT_NONE && object < OBJECT_PHONE;
		if (needed && !reading->found[object])
			return true;
	}
	return false;
}

struct named_objects safety_objects(struct arena *arena, const char *method, const char *path, struct str body)
{
	struct reading reading = {.arena = arena};
	struct str part = safety_path_part(path);
	for (size_t i = 0; !reading.row && i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].method, method) == 0 && safety_path_fits(rows[i].path, part))
			reading.row = &rows[i];
	if (!reading.row)
		return (struct named_objects){0};
	read_path(&reading, part);
	const char *query = strchr(path, '?');
	if (query)
		read_pairs(&reading, str_of(query + 1), false);
	if (body.len && reading.row->form)
		read_pairs(&reading, body, true);
	else if (body.len)
		reading.trouble = "it has a body, which this operation does not take";
	return (struct named_objects){
		.items = reading.items,
		.count = reading.count,
		.known = true,
		.guarded = reading.row->guarded,
		.missing = lacks_object(&reading),
		.trouble = reading.trouble,
	};
}
