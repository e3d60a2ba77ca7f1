// SPDX-License-Identifier: Apache-2.0
#include "actions.h"

#include "idcode.h"

// Salts for idcode_mix().
enum { SALT_PASSCODE = 300, SALT_CHOSEN };

const struct action_row action_rows[ACTIONS] = {
	[ACTION_LOCK] = {"LOCK", "lock", CLASS_SECURE, "Device is locked successfully."},
	[ACTION_UNLOCK] = {"UNLOCK", "unlock", CLASS_SECURE, NULL},
	[ACTION_WAKEUP] = {"WAKEUP_DEVICE", "wakeup", CLASS_NOTIFY, NULL},
	[ACTION_RETIRE] = {"RETIRE", "retire", CLASS_DESTROY, "Device is retired successfully."},
	[ACTION_WIPE] = {"WIPE", "wipe", CLASS_DESTROY, "Device is wiped successfully."},
};

void action_target(const struct call *c, uint32_t index, struct target_device *t)
{
	fleet_device(c->fleet, index, &t->device);
	details_collect(&t->details, c->fleet->overrides, &t->device);
}

static bool has_status(const struct device *d, enum status status)
{
	return d->status_code == status_rows[status].code;
}

static bool has_no_unlock(const struct device *d)
{
	return d->persona->platform == MACOS || d->persona->platform == WINDOWS_PHONE;
}

const char *action_refusal(enum action action, const struct device *d)
{
	if (has_status(d, WIPED) && action != ACTION_RETIRE)
		return "The device is wiped. The only valid action is to retire it.";
	if (has_status(d, RETIRED) || has_status(d, RETIRE_PENDING))
		return "The device is retired. No action is valid.";
	if (action == ACTION_UNLOCK && has_no_unlock(d))
		return "The platform of the device does not support unlocking.";
	return NULL;
}

// --- passcodes ---

static bool is_cleared(const struct call *c, const struct device *d)
{
	struct text value;
	return facts_get(c->fleet->facts, "passcodes", d->uuid, "cleared", &value);
}

static void put_passcode(const struct device *d, struct bytes *out)
{
	bytes_u64(out, 10000 + idcode_mix(d->index, SALT_PASSCODE) % 90000);
}

// On other platforms than Android and iOS every third device has a passcode that its user chose.
static bool is_chosen(const struct device *d)
{
	return idcode_mix(d->index, SALT_CHOSEN) % 3 == 0;
}

void action_passcode(const struct device *d, struct bytes *out)
{
	if (d->persona->platform != ANDROID && !device_is_ios(d) && !is_chosen(d))
		put_passcode(d, out);
}

static const char *ios_value(const struct call *c, const struct target_device *t)
{
	if (!t->device.mdm_managed)
		return "NA";
	bool present = text_same(details_value(&t->details, "PasscodePresent"), TEXT("true"));
	return present && !is_cleared(c, &t->device) ? "Q" : "F";
}

// A device that has not completed its registration has no client that could unlock it.
static const char *android_value(const struct call *c, const struct device *d)
{
	if (has_status(d, VERIFICATION_PENDING))
		return "NA";
	return device_has(d, FREE_PASSWORD) || is_cleared(c, d) ? "F" : "Q";
}

void action_unlock_value(const struct call *c, const struct target_device *t, struct bytes *out)
{
	if (device_is_ios(&t->device))
		bytes_str(out, ios_value(c, t));
	else if (t->device.persona->platform == ANDROID)
		bytes_str(out, android_value(c, &t->device));
	else
		action_passcode(&t->device, out);
}

void action_write_passcode(struct writer *w, const struct device *d, struct text value)
{
	writer_item(w, "passcode", TEXT(""));
	writer_text(w, "uuid", d->uuid);
	writer_text(w, "name", d->name);
	writer_text(w, "value", value);
	writer_item_end(w, "passcode");
}

// --- changes ---

static void unlock(const struct call *c, const struct target_device *t)
{
	char storage[PASSCODE_MAX];
	struct bytes value;
	bytes_over(&value, storage, sizeof storage);
	action_unlock_value(c, t, &value);
	if (!text_same((struct text){storage, value.len}, TEXT("Q")))
		return;
	draft_fact(c->draft, "passcodes", t->device.uuid, "cleared", TEXT("true"));
	if (device_is_ios(&t->device))
		draft_detail(c->draft, t->device.index, "PasscodePresent", &TEXT("false"));
}

// The client of a device that was woken connects, after anything else that happened.
static void wake(const struct call *c, const struct device *d)
{
	int64_t next = d->last_connected < FLEET_NOW ? FLEET_NOW : d->last_connected + 60;
	if (!has_status(d, VERIFICATION_PENDING))
		draft_number(c->draft, d->index, "lastConnectedAt", next);
}

static void change(const struct call *c, enum action action, const struct target_device *t)
{
	switch (action) {
	case ACTION_UNLOCK:
		unlock(c, t);
		break;
	case ACTION_WAKEUP:
		wake(c, &t->device);
		break;
	case ACTION_RETIRE:
		draft_status(c->draft, t->device.index, RETIRED);
		break;
	case ACTION_WIPE:
		draft_status(c->draft, t->device.index, WIPED);
		draft_number(c->draft, t->device.index, "wipeReason", 1);
		break;
	case ACTION_LOCK:
	case ACTIONS:
		break;
	}
}

void action_perform(const struct call *c, struct answer *a, enum action action, const struct target_device *t,
                    struct text reason)
{
	change(c, action, t);
	draft_fact(c->draft, "actions", t->device.uuid, action_rows[action].verb, reason);
	answer_effect(a, action_rows[action].verb, t->device.uuid);
}
