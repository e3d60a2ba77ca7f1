// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <string.h>

#include "load_fields.h"

enum { JOBS_MAX = 64 };

/** A URL whose text may hold a password, so it is never repeated in a message. */
static void read_url(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	const char *text = one_line(load, value);
	if (!text)
		return;
	const char *host = strstr(text, "://");
	size_t length = value->length;
	while (length && text[length - 1] == '/')
		length--;
	if (!host || (strncmp(text, "https://", 8) != 0 && strncmp(text, "http://", 7) != 0) || !host[3] || host[3] == '/') {
		diag_error(load->diag, value->at, "`url` takes the base URL of the server");
		diag_hint(load->diag, "such as https://epmm.example.com");
	} else if (memchr(host + 3, '@', strcspn(host + 3, "/?#"))) {
		diag_error(load->diag, value->at, "`url` holds a user or a password");
		diag_hint(load->diag, "credentials come from a file: `user` and `password-file`, or `netrc-file`");
	} else if (strpbrk(text, "?# \\")) {
		diag_error(load->diag, value->at, "`url` holds a query, a fragment or a blank");
	} else {
		((struct target *)object)->url = arena_copy(load->arena, text, length);
	}
}

/** A path that counts from the folder of the target file. */
static void read_file_name(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_text(load, value, object, key);
	const char **name = (const char **)(void *)((char *)object + key->offset);
	const char *slash = strrchr(load->file->path, '/');
	if (*name && **name != '/' && slash)
		*name = arena_printf(load->arena, "%.*s/%s", (int)(slash - load->file->path), load->file->path, *name);
}

static void read_permits(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	if (!expect_kind(load, value, YAML_LIST))
		return;
	for (const struct yaml *item = value->first; item; item = item->next)
		if (check_word(load, item, safety_words, SAFETY_DESTROY + 1, "a safety class"))
			((struct target *)object)->permits[safety_find(item->text)] = true;
}

static bool is_uuid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	if (strlen(text) != sizeof(form) - 1)
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '-' ? text[i] != '-' : !strchr("0123456789abcdefABCDEF", text[i]))
			return false;
	return true;
}

static void read_devices(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_texts(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_LIST && item; item = item->next) {
		if (!item->text || is_uuid(item->text))
			continue;
		diag_error(load->diag, item->at, "`%.60s` is not the uuid of a device", item->text);
		diag_hint(load->diag, "unsafe requests act on the devices listed here and on no others");
	}
}

static void read_implements(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_texts(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_LIST && item; item = item->next)
		if (item->text)
			refer(load, NAME_OPERATION, item, NULL);
}

static void read_fixture_values(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct target *target = object;
	if (!expect_kind(load, value, YAML_MAP))
		return;
	struct binding *bindings = ARENA_ARRAY(load->arena, struct binding, value->count);
	for (const struct yaml *item = value->first; item; item = item->next) {
		struct yaml name = {.text = item->key, .length = strlen(item->key), .at = item->key_at};
		if (!one_line(load, item))
			continue;
		refer_fixture(load, &name, false);
		bindings[target->fixture_count++] = (struct binding){item->key, item->text};
	}
	target->fixtures = bindings;
}

/** Digits with a fraction; not strtod(), whose decimal point depends on the locale. */
static double decimal(const char *text)
{
	double value = 0;
	double unit = 1;
	for (bool fraction = false; *text; text++) {
		if (*text == '.') {
			fraction = true;
			continue;
		}
		unit /= fraction ? 10 : 1;
		value = fraction ? value + (*text - '0') * unit : value * 10 + (*text - '0');
	}
	return value;
}

static void read_rate(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	struct {
		const char *text;
	} place = {0};
	struct key inner = {.name = key->name};
	read_decimal(load, value, &place, &inner);
	if (!place.text)
		return;
	double rate = place.text[0] == '-' || value->length > 9 ? 0 : decimal(place.text);
	if (rate > 0)
		((struct target *)object)->rate = rate;
	else
		diag_error(load->diag, value->at, "`rate` takes requests per second, more than 0");
}

static void read_jobs(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	unsigned jobs = 1;
	struct key inner = {.name = key->name};
	size_t errors = diag_errors(load->diag);
	read_number(load, value, &jobs, &inner);
	if (errors == diag_errors(load->diag) && (jobs < 1 || jobs > JOBS_MAX))
		diag_error(load->diag, value->at, "`jobs` takes 1 to %d", JOBS_MAX);
	((struct target *)object)->jobs = (long)jobs;
}

static void read_user(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	const char *text = one_line(load, value);
	if (text && strchr(text, ':')) {
		diag_error(load->diag, value->at, "`user` holds a colon; a password does not belong in a target file");
		diag_hint(load->diag, "credentials come from a file: `password-file` or `netrc-file`");
	} else {
		((struct target *)object)->user = text;
	}
}

static bool is_integer(const char *text)
{
	text += *text == '-';
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static void read_policies(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_texts(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_LIST && item; item = item->next)
		if (item->text && !is_integer(item->text))
			diag_error(load->diag, item->at, "`%.60s` is not the id of a policy, which is a number", item->text);
}

static void read_capabilities(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_texts(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_LIST && item; item = item->next)
		check_word(load, item, capability_words, CAPABILITIES, "a capability");
	if (value->kind == YAML_LIST && value->count == 0) /* none is not the same as not said */
		((struct target *)object)->capabilities = ARENA_ARRAY(load->arena, const char *, 1);
}

static void read_lacks(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	static const char *const words[] = {"api"};
	if (check_word(load, value, words, ARRAY_LEN(words), "a role"))
		((struct account *)object)->lacks = value->text;
}

static void read_has(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	static const char *const words[] = {"mobile-app"};
	if (check_word(load, value, words, ARRAY_LEN(words), "a role"))
		((struct account *)object)->has = value->text;
}

static void read_account_user(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	const char *text = one_line(load, value);
	if (text && strchr(text, ':')) {
		diag_error(load->diag, value->at, "`user` holds a colon; a password does not belong in a target file");
		diag_hint(load->diag, "credentials come from a file: `password-file`");
	} else {
		((struct account *)object)->user = text;
	}
}

static bool refuse_secret(struct load *load, const struct yaml *value, void *object);

static const struct key account_keys[] = {
	KEY_REQUIRED(struct account, user, "user", read_account_user),
	KEY_REQUIRED(struct account, password_file, "password-file", read_file_name),
	KEY(struct account, lacks, "lacks", read_lacks),
	KEY(struct account, has, "has", read_has),
};

static void read_accounts(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct target *target = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	struct account *accounts = ARENA_ARRAY(load->arena, struct account, value->count + 1);
	for (const struct yaml *item = value->first; item; item = item->next) {
		struct account *account = &accounts[target->account_count];
		*account = (struct account){.at = item->at};
		target->account_count +=
			load_fields(load, item, account, account_keys, ARRAY_LEN(account_keys), refuse_secret) && account->user;
	}
	target->accounts = accounts;
}

static const struct key target_keys[] = {
	KEY_REQUIRED(struct target, url, "url", read_url),
	KEY_WORD(struct target, kind, "kind", target_kind_words),
	KEY(struct target, user, "user", read_user),
	KEY(struct target, password_file, "password-file", read_file_name),
	KEY(struct target, netrc_file, "netrc-file", read_file_name),
	KEY(struct target, cacert, "cacert", read_file_name),
	KEY(struct target, product_version, "product-version", read_text),
	KEY(struct target, permits, "permits", read_permits),
	KEY_LIST(struct target, devices, device_count, "devices", read_devices),
	KEY_LIST(struct target, users, user_count, "users", read_texts),
	KEY_LIST(struct target, labels, label_count, "labels", read_texts),
	KEY_LIST(struct target, policies, policy_count, "policies", read_policies),
	KEY_LIST(struct target, capabilities, capability_count, "capabilities", read_capabilities),
	KEY(struct target, accounts, "accounts", read_accounts),
	KEY_LIST(struct target, implements, implement_count, "implements", read_implements),
	KEY_LIST(struct target, roles, role_count, "roles", read_texts),
	KEY(struct target, fixtures, "fixtures", read_fixture_values),
	KEY(struct target, rate, "rate", read_rate),
	KEY(struct target, jobs, "jobs", read_jobs),
};

/** Keys that look like credentials get advice instead of "unknown key"; their value is not shown. */
static bool refuse_secret(struct load *load, const struct yaml *value, void *object UNUSED)
{
	static const char *const words[] = {"pass", "pwd", "secret", "token", "credential"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!strcasestr(value->key, words[i]))
			continue;
		diag_error(load->diag, value->key_at, "`%.60s` does not belong in a target file", value->key);
		diag_hint(load->diag, "credentials come from a file: `password-file` or `netrc-file`, or from the environment");
		return true;
	}
	return false;
}

void load_target(struct load *load, const struct yaml *root)
{
	struct target *target = ARENA_NEW(load->arena, struct target);
	target->at = root->at;
	if (!load_fields(load, root, target, target_keys, ARRAY_LEN(target_keys), refuse_secret))
		return;
	if (target->password_file && target->netrc_file)
		diag_error(load->diag, root->at, "`password-file` and `netrc-file` both give the password; keep one");
	if (target->password_file && !target->user)
		diag_error(load->diag, root->at, "`password-file` needs `user`");
	load->target = target;
}
