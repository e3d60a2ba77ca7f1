// SPDX-License-Identifier: Apache-2.0
// Actions on one device: retire, lock, unlock, wipe, wakeup, roaming, profiles pushed again.
#include "actions.h"
#include "profiles.h"

#define REASON_MAX 512 // characters

typedef bool find_device(const struct fleet *f, struct text id, uint32_t *index);

static size_t characters(struct text t)
{
	size_t count = 0;
	for (size_t i = 0; i < t.len; i++)
		count += ((unsigned char)t.ptr[i] & 0xc0) != 0x80;
	return count;
}

// Finds the device of the path and the reason; answers why not if that fails. The reason may be left out, because
// clients do so even where the guide calls it required.
static bool find(const struct call *c, struct answer *a, find_device *by, struct target_device *t, struct text *reason)
{
	uint32_t index;
	*reason = TEXT("");
	request_parameter(c->request, "Reason", reason);
	if (!by(c->fleet, c->values[0], &index)) {
		answer_message(a, c, 404, "No devices found.");
		return false;
	}
	if (characters(*reason) > REASON_MAX) {
		answer_message(a, c, 400, "The reason is longer than 512 characters.");
		return false;
	}
	action_target(c, index, t);
	return true;
}

static void write_message(struct writer *w, struct text message)
{
	writer_open(w, "messages");
	writer_text(w, "message", message);
	writer_close(w, "messages");
}

static bool is_phone(const struct device *d)
{
	return d->persona->platform == ANDROID || device_is_ios(d);
}

static void answer_done(const struct call *c, struct answer *a, enum action action, const struct device *d)
{
	struct writer w;
	answer_begin(&w, a, c, DM_ROOT);
	write_message(&w, text_of(action_rows[action].done));
	writer_text(&w, "deviceUuid", d->uuid);
	writer_end(&w, DM_ROOT);
}

// Neither the uuid nor the passcode is shown for Android and iOS.
static void answer_lock(const struct call *c, struct answer *a, enum action action, const struct device *d)
{
	char storage[PASSCODE_MAX];
	struct bytes passcode;
	struct writer w;
	bytes_over(&passcode, storage, sizeof storage);
	action_passcode(d, &passcode);
	answer_begin(&w, a, c, DM_ROOT);
	write_message(&w, text_of(action_rows[action].done));
	if (!is_phone(d))
		writer_text(&w, "deviceUuid", d->uuid);
	if (passcode.len)
		writer_text(&w, "unlockPasscode", (struct text){storage, passcode.len});
	writer_end(&w, DM_ROOT);
}

static void answer_wakeup(const struct call *c, struct answer *a, enum action action, const struct device *d)
{
	char storage[128];
	struct bytes message;
	struct writer w;
	(void)action;
	bytes_over(&message, storage, sizeof storage);
	bytes_str(&message, "Wake up request sent to device with uuid:");
	bytes_text(&message, d->uuid);
	answer_begin(&w, a, c, DM_ROOT);
	write_message(&w, (struct text){storage, message.len});
	writer_text(&w, "deviceUuid", d->uuid);
	writer_end(&w, DM_ROOT);
}

static void answer_unlock(const struct call *c, struct answer *a, const struct device *d, struct text value)
{
	struct writer w;
	answer_begin(&w, a, c, DM_ROOT);
	write_message(&w, TEXT("1 passcode(s) sent."));
	writer_open(&w, "passcodes");
	writer_list(&w, "passcode", 1);
	action_write_passcode(&w, d, value);
	writer_list_end(&w);
	writer_close(&w, "passcodes");
	writer_end(&w, DM_ROOT);
}

static void act(const struct call *c, struct answer *a, find_device *by, enum action action,
                void (*say)(const struct call *, struct answer *, enum action, const struct device *))
{
	struct target_device t;
	struct text reason;
	if (!find(c, a, by, &t, &reason))
		return;
	const char *refusal = action_refusal(action, &t.device);
	if (refusal) {
		answer_message(a, c, 400, refusal);
		return;
	}
	action_perform(c, a, action, &t, reason);
	say(c, a, action, &t.device);
}

static void unlock(const struct call *c, struct answer *a, find_device *by)
{
	char storage[PASSCODE_MAX];
	struct target_device t;
	struct bytes value;
	struct text reason;
	if (!find(c, a, by, &t, &reason))
		return;
	const char *refusal = action_refusal(ACTION_UNLOCK, &t.device);
	if (refusal) {
		answer_message(a, c, 400, refusal);
		return;
	}
	bytes_over(&value, storage, sizeof storage);
	action_unlock_value(c, &t, &value); // before the passcode is cleared
	action_perform(c, a, ACTION_UNLOCK, &t, reason);
	answer_unlock(c, a, &t.device, (struct text){storage, value.len});
}

void serve_retire_by_uuid(const struct call *c, struct answer *a)
{
	act(c, a, fleet_by_uuid, ACTION_RETIRE, answer_done);
}

void serve_retire_by_mac(const struct call *c, struct answer *a)
{
	act(c, a, fleet_by_mac, ACTION_RETIRE, answer_done);
}

void serve_lock_by_uuid(const struct call *c, struct answer *a)
{
	act(c, a, fleet_by_uuid, ACTION_LOCK, answer_lock);
}

void serve_lock_by_mac(const struct call *c, struct answer *a)
{
	act(c, a, fleet_by_mac, ACTION_LOCK, answer_lock);
}

void serve_unlock_by_uuid(const struct call *c, struct answer *a)
{
	unlock(c, a, fleet_by_uuid);
}

void serve_unlock_by_mac(const struct call *c, struct answer *a)
{
	unlock(c, a, fleet_by_mac);
}

void serve_wipe_by_uuid(const struct call *c, struct answer *a)
{
	act(c, a, fleet_by_uuid, ACTION_WIPE, answer_done);
}

void serve_wipe_by_mac(const struct call *c, struct answer *a)
{
	act(c, a, fleet_by_mac, ACTION_WIPE, answer_done);
}

void serve_wakeup_by_uuid(const struct call *c, struct answer *a)
{
	act(c, a, fleet_by_uuid, ACTION_WAKEUP, answer_wakeup);
}

void serve_wakeup_by_mac(const struct call *c, struct answer *a)
{
	act(c, a, fleet_by_mac, ACTION_WAKEUP, answer_wakeup);
}

// --- roaming ---

// A setting is changed only where the device reports it; the answer is a success all the same.
static void set_roaming(const struct call *c, const struct target_device *t, const char *key, bool on)
{
	struct text value = on ? TEXT("true") : TEXT("false");
	if (details_value(&t->details, key).len)
		draft_detail(c->draft, t->device.index, key, &value);
}

static void write_roaming(const struct call *c, struct answer *a, const struct device *d)
{
	struct writer w;
	answer_begin(&w, a, c, DM_ROOT);
	writer_text(&w, "deviceUuid", d->uuid);
	writer_open(&w, "messages");
	writer_list(&w, "message", 2);
	writer_item_text(
		&w, "message",
		TEXT("Device voice roaming settings updated successfully. The voice roaming setting is available only on "
	         "certain carriers. Disabling voice roaming also disables data roaming."));
	writer_item_text(&w, "message", TEXT("Device data roaming settings updated successfully."));
	writer_list_end(&w);
	writer_close(&w, "messages");
	writer_end(&w, DM_ROOT);
}

void serve_roaming(const struct call *c, struct answer *a)
{
	struct target_device t;
	struct text reason;
	bool voice, data;
	if (!find(c, a, fleet_by_uuid, &t, &reason))
		return;
	const char *refusal = action_refusal(ACTION_LOCK, &t.device);
	if (refusal) {
		answer_message(a, c, 400, refusal);
		return;
	}
	if (!request_flag(c->request, "voice", &voice) || !request_flag(c->request, "data", &data)) {
		answer_message(a, c, 400, "The parameters voice and data are required and must be true or false.");
		return;
	}
	data = data && voice;
	set_roaming(c, &t, "Voice Roaming Enabled", voice);
	set_roaming(c, &t, "DataRoamingEnabled", data);
	answer_effect(a, voice ? data ? "enable-roaming" : "enable-voice-roaming" : "disable-roaming", t.device.uuid);
	write_roaming(c, a, &t.device);
}

// --- profiles ---

static bool is_profile_type(struct text type)
{
	return text_same(type, TEXT("APP")) || text_same(type, TEXT("POLICY"));
}

// Ids of configurations and policies overlap, so one without the other means nothing; without both all are pushed.
static bool names_profile(const struct call *c, struct answer *a, const struct device *d, struct text *id,
                          struct text *type)
{
	bool has_id = request_parameter(c->request, "id", id), has_type = request_parameter(c->request, "type", type);
	if (has_id != has_type)
		answer_message(a, c, 400, "The parameters id and type are given together.");
	else if (has_type && !is_profile_type(*type))
		answer_message(a, c, 400, "The type must be APP or POLICY.");
	else if (has_id && !profile_exists(d, *id, *type))
		answer_message(a, c, 404, "No profiles found.");
	return a->status < 400;
}

void serve_repush(const struct call *c, struct answer *a)
{
	struct target_device t;
	struct text reason, id = TEXT(""), type = TEXT("");
	struct writer w;
	if (!find(c, a, fleet_by_uuid, &t, &reason))
		return;
	const char *refusal = action_refusal(ACTION_LOCK, &t.device);
	if (refusal) {
		answer_message(a, c, 400, refusal);
		return;
	}
	if (!names_profile(c, a, &t.device, &id, &type))
		return;
	draft_fact(c->draft, "actions", t.device.uuid, "repush", id);
	answer_effect(a, "repush", t.device.uuid);
	answer_begin(&w, a, c, DM_ROOT);
	writer_empty(&w, "messages", false);
	writer_end(&w, DM_ROOT);
}
