// SPDX-License-Identifier: Apache-2.0
#include "users.h"

#include "idcode.h"
#include "messages.h"
#include "people.h"

#define SALT_USER 500
#define ACCOUNT_ID 8000   // id of the first account; those of the owners of devices begin at 9000
#define MILLISECONDS 1000 // of a second

static struct text composed(struct user *u, size_t from)
{
	return (struct text){u->texts.data + from, u->texts.len - from};
}

// --- finding one ---

static void from_account(const struct call *c, const struct account *account, struct user *out)
{
	uint32_t place = (uint32_t)(account - c->accounts->rows);
	size_t from = out->texts.len;
	idcode_uuid(&out->texts, ID_USER, IDCODE_INDEXES / 2 + place); // beyond the owners of devices
	out->uuid = composed(out, from);
	from = out->texts.len;
	bytes_str(&out->texts, account->user);
	bytes_str(&out->texts, "@example.com");
	out->email = composed(out, from);
	out->principal = out->display = out->first = text_of(account->user);
	out->last = TEXT(" ");
	out->id = ACCOUNT_ID + place;
	out->created = INT64_C(1374085200000) + place * INT64_C(86400000);
	out->login = place > 1 ? 0 : (FLEET_NOW - 3600) * MILLISECONDS + 915;
	out->directory = false;
	out->account = account;
}

static void from_device(const struct call *c, uint32_t index, struct user *out)
{
	struct device *d = &out->device;
	fleet_device(c->fleet, index, d);
	out->principal = d->principal;
	out->uuid = d->user_uuid;
	out->email = d->email;
	out->display = d->display_name;
	out->first = d->first_name;
	out->last = d->last_name;
	out->id = d->user_id;
	out->created = (FLEET_NOW - 1200 * INT64_C(86400)) * MILLISECONDS + d->user_id * 61;
	out->login = 0;
	out->directory = d->user_source == 'D';
	out->account = NULL;
}

static const struct account *account_named(const struct call *c, struct text name)
{
	for (size_t i = 0; i < ACCOUNTS; i++)
		if (c->accounts->rows[i].user && text_same(name, text_of(c->accounts->rows[i].user)))
			return &c->accounts->rows[i];
	return NULL;
}

// The account whose e-mail address this is.
static const struct account *account_mailed(const struct call *c, struct text email)
{
	struct text name = text_cut(&email, '@');
	return text_same(email, TEXT("example.com")) ? account_named(c, name) : NULL;
}

// The number of the user whose computed e-mail address this is: the digits before the at sign.
static bool mailed_user(struct text email, uint32_t *user)
{
	char storage[128];
	struct bytes whole;
	uint64_t number = 0, unit = 1;
	struct text name = text_cut(&email, '@');
	for (size_t i = name.len; i > 0 && name.ptr[i - 1] >= '0' && name.ptr[i - 1] <= '9' && unit < 1000000000; i--) {
		number += (uint64_t)(name.ptr[i - 1] - '0') * unit;
		unit *= 10;
	}
	*user = (uint32_t)number;
	bytes_over(&whole, storage, sizeof storage);
	people_email(&whole, *user);
	return whole.len == name.len + 1 + email.len && memcmp(storage, name.ptr, name.len) == 0 &&
	       storage[name.len] == '@' && memcmp(storage + name.len + 1, email.ptr, email.len) == 0;
}

// A device whose owner has this e-mail address.
static bool device_mailed(const struct fleet *f, struct text email, uint32_t *index)
{
	const struct overrides *o = f->overrides;
	uint32_t devices[USER_DEVICES_MAX], user;
	struct text other;
	for (size_t i = 0; i < o->device_count; i++)
		if (overrides_text(o->devices[i], "emailAddress", &other) && text_same(other, email)) {
			*index = o->devices[i]->index;
			return true;
		}
	size_t count = mailed_user(email, &user) ? people_devices(user, devices) : 0;
	for (size_t i = 0; i < count; i++) {
		const struct device_override *changes = overrides_of(o, devices[i]);
		*index = devices[i];
		if (devices[i] < f->count && !(changes && overrides_text(changes, "emailAddress", &other)))
			return true;
	}
	return false;
}

bool user_find(const struct call *c, struct text name, struct user *out)
{
	bool mail = name.len && memchr(name.ptr, '@', name.len);
	const struct account *account = account_named(c, name);
	uint32_t index;
	bytes_over(&out->texts, out->storage, sizeof out->storage);
	if (!account && mail)
		account = account_mailed(c, name);
	if (account)
		from_account(c, account, out);
	else if (fleet_of_user(c->fleet, name, &index) || (mail && device_mailed(c->fleet, name, &index)))
		from_device(c, index, out);
	else
		return false;
	return true;
}

// --- passwords ---

// At first each owner of a device has a password made of the user's number.
static struct text first_password(const struct user *user, char storage[32])
{
	struct bytes password;
	if (user->account)
		return text_of(user->account->password);
	bytes_over(&password, storage, 32);
	bytes_str(&password, "pw-");
	bytes_hex(&password, idcode_mix((uint64_t)user->id, SALT_USER), 12, false);
	return (struct text){storage, password.len};
}

bool user_has_password(const struct call *c, const struct user *user, struct text password)
{
	char storage[32];
	struct text right;
	if (!facts_get(c->fleet->facts, "passwords", user->principal, "password", &right))
		right = first_password(user, storage);
	return text_same(password, right);
}

// --- what is written ---

static const char *const admin_roles[] = {
	"ROLE_MPW_LOCK",
	"ROLE_USER_MANAGEMENT_RW",
	"ROLE_MAI_RW",
	"ROLE_APPS_AND_FILES_RW",
	"ROLE_SENTRY_FOR_IPAD",
	"ROLE_ADMIN_LOCATE",
	"ROLE_LOG_R",
	"ROLE_TROUBLESHOOTING_RW",
	"ROLE_EVENT_CENTER_RW",
	"ROLE_ADMIN_WIPE",
	"ROLE_SELECTIVE_WIPE",
	"ROLE_MPW_REG",
	"ROLE_API",
	"ROLE_SECURITY_AND_POLICIES_RW",
	"ROLE_MPW_LOCATE",
	"ROLE_MPW_WIPE",
	"ROLE_SMARTPHONES_AND_DEVICES_RW",
	"ROLE_USER_PORTAL_RW",
	"ROLE_CONNECTOR",
	"ROLE_SETTINGS_RW",
};
static const char *const user_roles[] = {"ROLE_USER_PORTAL_RW", "ROLE_MPW_LOCK", "ROLE_MPW_LOCATE"};
static const char *const api_roles[] = {"ROLE_API"};
static const char *const app_roles[] = {"ROLE_MOBILE_APP"};
static const char *const visitor_roles[] = {"ROLE_USER_PORTAL_RW"};

// Some roles.
struct roles {
	const char *const *names; // the names
	size_t count;             // number of them
};

#define ROLES(array) ((struct roles){array, sizeof(array) / sizeof((array)[0])})

static struct roles roles_of(const struct user *user)
{
	if (!user->account)
		return ROLES(user_roles);
	if (user->login)
		return ROLES(admin_roles);
	switch (user->account->role) {
	case ROLE_API:
		return ROLES(api_roles);
	case ROLE_MOBILE_APP:
		return ROLES(app_roles);
	case ROLE_NEITHER:
		break;
	}
	return ROLES(visitor_roles);
}

static void write_roles(struct writer *w, struct roles roles)
{
	writer_list(w, "roles", roles.count);
	for (size_t i = 0; i < roles.count; i++)
		writer_item_text(w, "roles", text_of(roles.names[i]));
	writer_list_end(w);
}

void user_write(struct writer *w, const struct user *user)
{
	writer_list(w, "user", 1);
	message_item(w, "user", user->id);
	writer_text(w, "uuid", user->uuid);
	writer_text(w, "principal", user->principal);
	writer_number(w, "createdAt", user->created);
	writer_text(w, "displayName", user->display);
	writer_text(w, "email", user->email);
	writer_boolean(w, "enabled", true);
	writer_text(w, "firstName", user->first);
	writer_boolean(w, "forcePasswordChange", false);
	writer_number(w, "googleAppsEncryptionAlgVersion", 0);
	if (user->login)
		writer_number(w, "lastAdminPortalLoginTime", user->login);
	writer_text(w, "lastName", user->last);
	writer_boolean(w, "opaque", true);
	write_roles(w, roles_of(user));
	writer_number(w, "userSource", user->directory ? 'D' : 'L');
	writer_item_end(w, "user");
	writer_list_end(w);
}
