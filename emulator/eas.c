// SPDX-License-Identifier: Apache-2.0
#include "eas.h"

#include "idcode.h"

#define SALT_EAS 600
#define HOUR 3600

const struct eas_group_row eas_group_rows[EAS_GROUPS] = {
	[EAS_REGISTERED_ALLOWED] = {"registeredAllowedDevices", "registeredAllowedDevice"},
	[EAS_REGISTERED_BLOCKED] = {"registeredBlockedDevices", "registeredBlockedDevice"},
	[EAS_UNREGISTERED_ALLOWED] = {"unregisteredAllowedDevices", "unregisteredAllowedDevice"},
	[EAS_UNREGISTERED_BLOCKED] = {"unregisteredBlockedDevices", "unregisteredBlockedDevice"},
	[EAS_WIPED] = {"wipedDevices", "wipedDevice"},
};

// Who set the state of a device.
struct source {
	uint32_t reasons;    // bits of enum reason that this source sets
	const char *word;    // constant
	const char *display; // word of the details
};

static const struct source sources[] = {
	{MANUAL_BLOCK, "MANUAL", "Manual"},
	{EXCHANGE_REPORTED, "EXCHANGE", "Exchange"},
	{MAILBOX_LIMIT | NOT_REGISTERED, "AUTOBLOCK", "Auto"},
	{UNKNOWN_REASON, "UNKNOWN", "Unknown"},
	{UINT32_MAX, "POLICY", "Policy"},
};

// --- which devices ---

// Unregistered devices: one for each ten of the fleet.
static uint32_t strangers(const struct fleet *f)
{
	uint32_t count = f->count / 10, left = IDCODE_INDEXES - f->count;
	return count < left ? count : left;
}

static bool synchronises(const struct fleet *f, uint32_t index)
{
	const struct device_override *changes = overrides_of(f->overrides, index);
	struct text uuid;
	if (changes && overrides_text(changes, "easUuid", &uuid))
		return uuid.len > 0;
	return (fleet_persona(f, index)->traits & EAS) != 0;
}

bool eas_next(const struct fleet *f, uint32_t *next, uint32_t *index)
{
	while (*next < f->count)
		if (synchronises(f, (*next)++)) {
			*index = *next - 1;
			return true;
		}
	if (*next - f->count >= strangers(f))
		return false;
	*index = IDCODE_INDEXES - 1 - ((*next)++ - f->count);
	return true;
}

static bool is_stranger(const struct fleet *f, uint32_t index)
{
	return index >= IDCODE_INDEXES - strangers(f);
}

bool eas_find(const struct fleet *f, struct text uuid, uint32_t *index)
{
	struct text other;
	for (size_t i = 0; i < f->overrides->device_count; i++)
		if (overrides_text(f->overrides->devices[i], "easUuid", &other) && other.len && text_same(other, uuid)) {
			*index = f->overrides->devices[i]->index;
			return true;
		}
	if (!idcode_uuid_index(uuid, ID_EAS, index))
		return false;
	if (is_stranger(f, *index))
		return true;
	const struct device_override *changes = overrides_of(f->overrides, *index);
	return *index < f->count && synchronises(f, *index) && !(changes && overrides_text(changes, "easUuid", &other));
}

// --- one device ---

static struct text composed(struct eas_device *d, size_t from)
{
	return (struct text){d->texts.data + from, d->texts.len - from};
}

static void set_names(struct eas_device *d)
{
	uint64_t mixed = idcode_mix(d->device.index, SALT_EAS);
	bool ios = device_is_ios(&d->device);
	size_t from = d->texts.len;
	if (d->device.eas_uuid.len)
		bytes_text(&d->texts, d->device.eas_uuid);
	else
		idcode_uuid(&d->texts, ID_EAS, d->device.index);
	d->uuid = composed(d, from);
	from = d->texts.len;
	bytes_str(&d->texts, ios ? "Appl" : d->device.persona->platform == ANDROID ? "androidc" : "EAS");
	bytes_hex(&d->texts, mixed, 11, true);
	d->id = composed(d, from);
	d->type = d->device.persona->platform == IPAD ? "iPad"
	          : ios                               ? "iPhone"
	                                              : platform_rows[d->device.persona->platform].type;
	d->model = ios ? text_of(d->type) : d->device.model;
}

static void set_source(struct eas_device *d, uint32_t reasons)
{
	const struct source *source = &sources[1]; // what was never changed is as Exchange set it
	if (reasons)
		for (source = sources; !(source->reasons & reasons); source++)
			;
	d->source = source->word;
	d->source_display = source->display;
}

// The state before requests changed it. A stranger has one of its own; every fourth is blocked, every fifth wiped.
static void set_state(struct eas_device *d, bool stranger)
{
	uint32_t reasons = (uint32_t)d->device.block_reason;
	if (stranger)
		reasons = d->device.index % 4 == 2 ? MAILBOX_LIMIT : 0;
	d->registered = !stranger && d->device.status_code != status_rows[RETIRED].code;
	d->wiped = stranger && d->device.index % 5 == 0;
	d->blocked = reasons != 0 || d->device.status_code == status_rows[BLOCKED].code;
	set_source(d, reasons);
}

static void set_changed_state(const struct fleet *f, struct eas_device *d)
{
	struct text state;
	if (!f->facts->count || !facts_get(f->facts, "eas", d->uuid, "state", &state))
		return;
	d->wiped = text_same(state, TEXT("wiped"));
	d->blocked = !text_same(state, TEXT("allowed"));
	set_source(d, MANUAL_BLOCK);
}

void eas_get(const struct fleet *f, uint32_t index, struct eas_device *out)
{
	struct device *d = &out->device;
	fleet_device(f, index, d);
	bytes_over(&out->texts, out->storage, sizeof out->storage);
	set_names(out);
	set_state(out, is_stranger(f, index));
	set_changed_state(f, out);
	out->last_sync = d->eas_last_sync >= 0 ? d->eas_last_sync : d->last_connected;
	out->first_sync = d->registered_at + HOUR < out->last_sync ? d->registered_at + HOUR : out->last_sync;
}

enum eas_group eas_group_of(const struct eas_device *d)
{
	if (d->wiped)
		return EAS_WIPED;
	if (d->registered)
		return d->blocked ? EAS_REGISTERED_BLOCKED : EAS_REGISTERED_ALLOWED;
	return d->blocked ? EAS_UNREGISTERED_BLOCKED : EAS_UNREGISTERED_ALLOWED;
}

// --- what is written ---

// An operating system as ActiveSync records it.
static const struct {
	const char *name; // platform
	int code;         // platformCode
} systems[PLATFORMS] = {
	[ANDROID] = {"Android", 10},
	[IPHONE] = {"iOS", 11},
	[IPAD] = {"iOS", 11},
	[MACOS] = {"macOS", 14},
	[WINDOWS_PHONE] = {"Windows Phone", 12},
	[BLACKBERRY] = {"BlackBerry", 1},
};

static const char *access_state(const struct eas_device *d)
{
	return d->wiped ? "Wiped" : d->blocked ? "Blocked" : "Allowed";
}

void eas_write(struct writer *w, const struct eas_device *d)
{
	const char *item = eas_group_rows[eas_group_of(d)].item;
	enum platform platform = d->device.persona->platform;
	writer_item(w, item, TEXT(""));
	writer_text(w, "uuid", d->uuid);
	writer_text(w, "domain", TEXT("exchdomain.com"));
	writer_text(w, "deviceId", d->id);
	writer_text(w, "mailboxId", d->device.principal);
	writer_text(w, "userName", d->device.principal);
	if (d->registered && d->device.carrier)
		writer_text(w, "phoneNumber", d->device.phone);
	writer_text(w, "model", d->model);
	writer_text(w, "platform", text_of(systems[platform].name));
	writer_number(w, "platformCode", systems[platform].code);
	writer_text(w, "status", d->registered ? TEXT("Registered") : TEXT("Unregistered"));
	writer_text(w, "activeSyncStatus", text_of(access_state(d)));
	writer_number(w, "firstSyncTime", d->first_sync * 1000);
	writer_number(w, "lastSyncTime", d->last_sync * 1000);
	if (d->registered)
		writer_text(w, "miDeviceUuid", d->device.uuid);
	writer_text(w, "actionSource", text_of(d->source));
	writer_item_end(w, item);
}
