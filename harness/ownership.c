// SPDX-License-Identifier: Apache-2.0
#include "ownership.h"

#include <stdlib.h>
#include <string.h>

#include "safety.h"

/** One owned object. */
struct owned {
	enum object object;
	const char *value;
};

/** An account whose password is known. */
struct login {
	const char *user;
	const char *password;
};

struct ownership {
	struct arena *arena;
	const struct target *target;
	struct owned *items;
	size_t count;
	struct owned *absent; /**< ids that a read of this run answered with 404 */
	size_t absent_count;
	struct login *logins;
	size_t login_count;
};

static void add_list(struct ownership *ownership, enum object object, const char *const *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		ownership_add(ownership, object, values[i]);
}

struct ownership *ownership_new(const struct target *target)
{
	struct ownership *ownership = xmalloc(sizeof(*ownership));
	*ownership = (struct ownership){.arena = arena_new(), .target = target};
	add_list(ownership, OBJECT_DEVICE, target->devices, target->device_count);
	add_list(ownership, OBJECT_USER, target->users, target->user_count);
	add_list(ownership, OBJECT_LABEL, target->labels, target->label_count);
	add_list(ownership, OBJECT_POLICY, target->policies, target->policy_count);
	return ownership;
}

void ownership_free(struct ownership *ownership)
{
	if (!ownership)
		return;
	arena_free(ownership->arena);
	free(ownership);
}

/** Digits of a MAC address without what stands between them, in one case. */
static size_t mac_form(const char *value, char *out, size_t room)
{
	size_t length = 0;
	for (; *value && length + 1 < room; value++)
		if (!strchr(":-.", *value))
			out[length++] = (char)(*value >= 'a' && *value <= 'f' ? *value - 'a' + 'A' : *value);
	out[length] = '\0';
	return length;
}

static bool same_mac(const char *a, const char *b)
{
	char left[64];
	char right[64];
	return mac_form(a, left, sizeof(left)) == 12 && mac_form(b, right, sizeof(right)) == 12 && strcmp(left, right) == 0;
}

/** Whether two values name the same object. */
static bool same_object(enum object object, const char *a, const char *b)
{
	if (object == OBJECT_MAC)
		return same_mac(a, b);
	if (object == OBJECT_DEVICE || object == OBJECT_EAS)
		return str_is_nocase(str_of(a), b);
	return strcmp(a, b) == 0;
}

static bool holds(const struct owned *items, size_t count, enum object object, const char *value)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].object == object && same_object(object, items[i].value, value))
			return true;
	return false;
}

void ownership_add(struct ownership *ownership, enum object object, const char *value)
{
	struct owned item = {object, value};
	if (!value || !*value || holds(ownership->items, ownership->count, object, value))
		return;
	item.value = arena_string(ownership->arena, value);
	ARENA_PUSH(ownership->arena, ownership->items, ownership->count, item);
}

void ownership_login(struct ownership *ownership, const char *user, const char *password)
{
	struct login login = {arena_string(ownership->arena, user), arena_string(ownership->arena, password)};
	ARENA_PUSH(ownership->arena, ownership->logins, ownership->login_count, login);
}

/** Numbers that nobody has: without digits, or with the area code 555. */
static bool is_nobodys_phone(const char *value)
{
	return strcspn(value, "0123456789") == strlen(value) || strncmp(value, "555", 3) == 0;
}

/** Addresses that reach nobody (RFC 2606). */
static bool is_nobodys_address(const char *value)
{
	static const char *const ends[] = {"example.com", "example.org", "example.net", ".invalid", ".test", ".example"};
	const char *at = strrchr(value, '@');
	size_t length = strlen(value);
	if (!at)
		return true; /* no address at all */
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t end = strlen(ends[i]);
		if (length < end || strcmp(value + length - end, ends[i]) != 0)
			continue;
		char before = value[length - end - 1];
		if (ends[i][0] == '.' || before == '@' || before == '.')
			return true;
	}
	return false;
}

bool ownership_has(const struct ownership *ownership, enum object object, const char *value)
{
	if (holds(ownership->items, ownership->count, object, value))
		return true;
	return (object == OBJECT_PHONE && is_nobodys_phone(value)) || (object == OBJECT_EMAIL && is_nobodys_address(value));
}

static const char *text_at(struct ownership *ownership, const struct node *node, const char *path)
{
	struct str text = str_trim(node_text(node, path));
	return text.len && text.len < 256 ? arena_copy(ownership->arena, text.ptr, text.len) : NULL;
}

static bool owns_text(const struct ownership *ownership, enum object object, const struct node *node, const char *path)
{
	struct str text = str_trim(node_text(node, path));
	char value[256];
	if (text.len == 0 || text.len >= sizeof(value))
		return false;
	memcpy(value, text.ptr, text.len);
	value[text.len] = '\0';
	return holds(ownership->items, ownership->count, object, value);
}

/** True for a user that this run made, not for one that the target file lists: those may have devices in use. */
static bool is_made_user(const struct ownership *ownership, const struct node *node, const char *path)
{
	struct str text = str_trim(node_text(node, path));
	for (size_t i = 0; i < ownership->target->user_count; i++)
		if (str_is(text, ownership->target->users[i]))
			return false;
	return owns_text(ownership, OBJECT_USER, node, path);
}

static void learn_device(struct ownership *ownership, const struct node *node)
{
	static const char *const addresses[] = {"details/entry[wifi_mac_addr]", "details/entry[WiFiMAC]"};
	bool made = is_made_user(ownership, node, "principal");
	if (!made && !owns_text(ownership, OBJECT_DEVICE, node, "uuid"))
		return;
	if (made)
		ownership_add(ownership, OBJECT_DEVICE, text_at(ownership, node, "uuid"));
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++)
		ownership_add(ownership, OBJECT_MAC, text_at(ownership, node, addresses[i]));
}

static void learn_eas(struct ownership *ownership, const struct node *node)
{
	if (owns_text(ownership, OBJECT_DEVICE, node, "miDeviceUuid"))
		ownership_add(ownership, OBJECT_EAS, text_at(ownership, node, "uuid"));
}

static void learn_alert(struct ownership *ownership, const struct node *node)
{
	if (owns_text(ownership, OBJECT_DEVICE, node, "deviceUuid") || owns_text(ownership, OBJECT_USER, node, "userName"))
		ownership_add(ownership, OBJECT_ALERT, text_at(ownership, node, "id"));
}

/** Reads that tell about objects, and the name of their records. */
static const struct {
	const char *path;
	const char *record; /**< NULL: any element */
	void (*learn)(struct ownership *ownership, const struct node *node);
} lessons[] = {
	{"/api/v1/dm/devices", "device", learn_device},
	{"/api/v1/dm/devices/{}", "device", learn_device},
	{"/api/v1/dm/devices/mac/{}", "device", learn_device},
	{"/api/v1/dm/phones/{}", "device", learn_device},
	{"/api/v1/dm/users/{}", "device", learn_device},
	{"/api/v1/dm/labels/{}", "device", learn_device},
	{"/api/v1/eas/devices", NULL, learn_eas},
	{"/api/v1/alerts", "alert", learn_alert},
	{"/api/v1/alerts/phones/{}", "alert", learn_alert},
	{"/api/v1/alerts/users/{}", "alert", learn_alert},
	{"/api/v1/alerts/users/{}/phones/{}", "alert", learn_alert},
};

void ownership_learn(struct ownership *ownership, const char *path, const struct node *node)
{
	enum { DEEPEST = 3 };
	const struct node *line[DEEPEST + 1] = {node};
	size_t depth = 0;
	size_t lesson = 0;
	while (lesson < ARRAY_LEN(lessons) && !safety_is_path(lessons[lesson].path, path))
		lesson++;
	if (lesson == ARRAY_LEN(lessons))
		return;
	for (;;) {
		const struct node *at = line[depth];
		if (at && (!lessons[lesson].record || str_is_nocase(at->name, lessons[lesson].record)))
			lessons[lesson].learn(ownership, at);
		if (at && depth < DEEPEST && at->first) {
			line[++depth] = at->first;
			continue;
		}
		while (depth && !(line[depth] && line[depth]->next))
			depth--;
		if (depth == 0)
			return;
		line[depth] = line[depth]->next;
	}
}

/** Lists whose records are objects, and where the records name themselves. */
static const struct {
	const char *path;
	enum object object;
	const char *name;
} described[] = {
	{"/api/v1/dm/devices", OBJECT_DEVICE, "uuid"},   {"/api/v1/dm/devices/{}", OBJECT_DEVICE, "uuid"},
	{"/api/v1/dm/users/{}", OBJECT_DEVICE, "uuid"},  {"/api/v1/dm/labels/{}", OBJECT_DEVICE, "uuid"},
	{"/api/v1/dm/phones/{}", OBJECT_DEVICE, "uuid"}, {"/api/v1/dm/labels", OBJECT_LABEL, "name"},
	{"/api/v1/eas/devices", OBJECT_EAS, "uuid"},     {"/api/v1/alerts", OBJECT_ALERT, "id"},
	{"/api/v1/alerts/users/{}", OBJECT_ALERT, "id"}, {"/api/v1/policies", OBJECT_POLICY, "id"},
};

bool ownership_record(struct ownership *ownership, const char *path, const struct node *record)
{
	ownership_learn(ownership, path, record);
	for (size_t i = 0; i < ARRAY_LEN(described); i++)
		if (safety_is_path(described[i].path, path))
			return owns_text(ownership, described[i].object, record, described[i].name);
	return false;
}

/** Reads whose 404 says that an id is nobody's. */
static const struct {
	const char *path;
	enum object object;
} proofs[] = {
	{"/api/v1/dm/devices/mac/", OBJECT_MAC},
	{"/api/v1/dm/devices/", OBJECT_DEVICE},
	{"/api/v1/dm/users/", OBJECT_USER},
	{"/api/v1/sm/users/", OBJECT_USER},
};

void ownership_absent(struct ownership *ownership, const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(proofs); i++) {
		size_t length = strlen(proofs[i].path);
		const char *rest = path + length;
		if (strncmp(path, proofs[i].path, length) != 0 || strcspn(rest, "/?") != strlen(rest) || !object_is_probe(rest))
			continue;
		struct owned item = {proofs[i].object, arena_string(ownership->arena, rest)};
		if (!holds(ownership->absent, ownership->absent_count, item.object, item.value))
			ARENA_PUSH(ownership->arena, ownership->absent, ownership->absent_count, item);
	}
}

/** A log-in with a known password, of a user that this run made, or of nobody. */
static const char *login_refusal(const struct ownership *ownership, struct arena *arena,
                                 const struct named_objects *named)
{
	const char *password = "";
	const char *user = NULL;
	for (size_t i = 0; i < named->count; i++) {
		if (named->items[i].object == OBJECT_PASSWORD)
			password = named->items[i].value;
		else if (named->items[i].object == OBJECT_LOGIN && user)
			return "it names two users";
		else if (named->items[i].object == OBJECT_LOGIN)
			user = named->items[i].value;
	}
	if (!user || object_is_probe(user) || ownership->target->kind == TARGET_EMULATOR)
		return NULL;
	for (size_t i = 0; i < ownership->login_count; i++)
		if (strcmp(ownership->logins[i].user, user) == 0 && strcmp(ownership->logins[i].password, password) == 0)
			return NULL;
	return arena_printf(arena, "a wrong password could lock the account of %s", user);
}

static const char *objects_refusal(const struct ownership *ownership, struct arena *arena,
                                   const struct named_objects *named)
{
	for (size_t i = 0; i < named->count; i++) {
		const struct named_object *item = &named->items[i];
		if (!object_is_probe(item->value) && !ownership_has(ownership, item->object, item->value))
			return arena_printf(arena, "the run may not act on the %s %s", object_name(item->object), item->value);
	}
	if (named->missing && ownership->target->kind != TARGET_EMULATOR)
		return "it names no object, which may mean all of them";
	return NULL;
}

/** Impossible ids on the path of a write are sent when a read said that nobody has them. */
static const char *probe_refusal(const struct ownership *ownership, struct arena *arena,
                                 const struct named_objects *named)
{
	if (ownership->target->kind == TARGET_EMULATOR)
		return NULL;
	for (size_t i = 0; i < named->count; i++)
		if (!holds(ownership->absent, ownership->absent_count, named->items[i].object, named->items[i].value))
			return arena_printf(arena, "no read of this run said that there is no %s %s",
			                    object_name(named->items[i].object), named->items[i].value);
	return NULL;
}

const char *ownership_refusal(const struct ownership *ownership, struct arena *arena, enum safety safety,
                              const char *method, const char *path, struct str body)
{
	struct named_objects named = safety_objects(arena, method, path, body);
	if (named.guarded)
		return named.trouble ? named.trouble : login_refusal(ownership, arena, &named);
	if (safety < SAFETY_PROBE_WRITE || (safety == SAFETY_PROBE_WRITE && !named.known))
		return NULL;
	if (!named.known)
		return "nobody knows what it acts on";
	if (named.trouble)
		return named.trouble;
	if (safety == SAFETY_PROBE_WRITE)
		return probe_refusal(ownership, arena, &named);
	return objects_refusal(ownership, arena, &named);
}
