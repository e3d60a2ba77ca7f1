// SPDX-License-Identifier: Apache-2.0
#include "alerts.h"

#include "idcode.h"
#include "messages.h"

#define SALT_ALERT 400

// What an alert is about, and what its text says about that.
struct subject {
	const char *type;         // value of alertDefnName
	const char *subscription; // name of the event
	const char *before;       // text before the phone number and the user
	const char *after;        // text after them
};

static const struct subject subjects[] = {
	{"MEMORY_SIZE_EXCEEDED_ALERT", "m1", "Memory size exceeded 1% for ",
     ", Total Memory Size: 154.86MB, Free Memory Size: 133.59MB"},
	{"INTERNATIONAL_ROAMING_ALERT", "abroad", "International roaming detected for ", ", Country: Germany"},
	{"THRESHOLD_REACHED_ALERT", "minutes & messages", "Threshold of 80% reached for ", ", Voice: 412 minutes"},
	{"SIM_CHANGED_ALERT", "sim", "SIM changed for ", ""},
	{"SYSTEM_ALERT", "system", "System event for ", ", MDM <check-in> is late"},
	{"POLICY_VIOLATIONS_ALERT", "policy", "Policy violation for ", ", Passcode is not compliant"},
};

static const char *const severities[] = {"WARNING", "INFORMATION", "CRITICAL"};

// How far an alert got and how many attempts that took.
static const struct {
	const char *word; // value of status
	unsigned retries; // attempts
} stages[] = {
	{"DISPATCHED", 0}, {"DISPATCHED", 2},  {"CREATED", 0},         {"PROCESSED", 0},
	{"DISPATCHED", 0}, {"DISPATCHING", 1}, {"DISPATCH_FAILED", 3}, {"DISPATCH_PENDING", 0},
};

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

uint32_t alert_count(const struct fleet *f)
{
	uint64_t count = (uint64_t)f->count * 6 / 5;
	return count < ALERTS_MAX ? (uint32_t)count : ALERTS_MAX;
}

static uint32_t place_of(const struct alert *alert)
{
	return alert->id - ALERT_FIRST_ID;
}

static bool changed(const struct fleet *f, uint32_t id, const char *field, struct text *value)
{
	char storage[16];
	struct bytes digits;
	if (!f->facts->count)
		return false;
	bytes_over(&digits, storage, sizeof storage);
	bytes_u64(&digits, id);
	return facts_get(f->facts, "alerts", (struct text){storage, digits.len}, field, value);
}

static int64_t number(struct text digits)
{
	int64_t value = 0;
	for (size_t i = 0; i < digits.len; i++)
		value = value * 10 + (digits.ptr[i] - '0');
	return value;
}

void alert_get(const struct fleet *f, uint32_t place, struct alert *out)
{
	uint64_t mixed = idcode_mix(place, SALT_ALERT);
	struct text value;
	fleet_device(f, place % f->count, &out->device);
	int64_t span = FLEET_NOW - out->device.registered_at - 7200;
	out->id = ALERT_FIRST_ID + place;
	out->date = out->device.registered_at + (span > 0 ? (int64_t)(mixed % (uint64_t)span) : 0);
	out->updated = out->date + 60 + (int64_t)(mixed >> 40) % 600;
	out->updater = TEXT("alertprocessor");
	out->read = place % 3 == 0;
	if (changed(f, out->id, "isRead", &value))
		out->read = text_same(value, TEXT("true"));
	if (changed(f, out->id, "updatedAt", &value))
		out->updated = number(value);
	if (changed(f, out->id, "updateBy", &value))
		out->updater = value;
}

bool alert_find(const struct fleet *f, struct text id, uint32_t *place)
{
	int64_t value;
	if (id.len == 0 || id.len > 9 || id.ptr[0] == '0')
		return false;
	for (size_t i = 0; i < id.len; i++)
		if (id.ptr[i] < '0' || id.ptr[i] > '9')
			return false;
	value = number(id);
	if (value < ALERT_FIRST_ID || value - ALERT_FIRST_ID >= (int64_t)alert_count(f))
		return false;
	*place = (uint32_t)(value - ALERT_FIRST_ID);
	return true;
}

// --- what is written ---

// The label by which the device was chosen: that of its platform.
static int32_t label_id(const struct device *d)
{
	static const int32_t ids[PLATFORMS] = {
		[ANDROID] = -4, [IPHONE] = -3, [IPAD] = -3, [MACOS] = -6, [WINDOWS_PHONE] = -7, [BLACKBERRY] = -1,
	};
	return ids[d->persona->platform];
}

// Push messages are for iOS, short messages for devices with a number.
static const char *transport(const struct alert *alert)
{
	unsigned turn = place_of(alert) / 2 % 3;
	if (turn == 1 && device_is_ios(&alert->device))
		return "APNS";
	return turn == 2 && alert->device.carrier ? "SMS" : "EMAIL";
}

static void write_text(struct writer *w, const struct alert *alert, const char *severity, const struct subject *subject)
{
	const struct device *d = &alert->device;
	char storage[1024];
	struct bytes text;
	bytes_over(&text, storage, sizeof storage);
	bytes_str(&text, severity);
	bytes_str(&text, "::");
	bytes_str(&text, subject->before);
	bytes_str(&text, "Phone #: ");
	if (d->carrier)
		bytes_i64(&text, d->country_code);
	bytes_text(&text, d->phone);
	bytes_str(&text, " (");
	bytes_text(&text, d->principal);
	bytes_char(&text, ')');
	bytes_str(&text, subject->after);
	writer_text(w, "alertText", (struct text){storage, text.len});
}

static void write_date(struct writer *w, const char *name, int64_t date)
{
	char storage[32];
	struct bytes text;
	bytes_over(&text, storage, sizeof storage);
	bytes_iso(&text, date);
	writer_text(w, name, (struct text){storage, text.len});
}

void alert_write(struct writer *w, const struct alert *alert, bool id_element)
{
	uint32_t place = place_of(alert);
	const struct subject *subject = &subjects[place % ROWS(subjects)];
	const char *severity = severities[(place + place / 6) % ROWS(severities)];
	if (id_element) {
		writer_item(w, "alert", TEXT(""));
		writer_number(w, "id", alert->id);
	} else {
		message_item(w, "alert", alert->id);
	}
	writer_text(w, "deviceUuid", alert->device.uuid);
	writer_text(w, "dispatchDeviceUuid", alert->device.uuid);
	writer_text(w, "userUuid", alert->device.user_uuid);
	writer_number(w, "labelId", label_id(&alert->device));
	writer_text(w, "eventSubscriptionName", text_of(subject->subscription));
	write_date(w, "alertDate", alert->date);
	write_text(w, alert, severity, subject);
	writer_boolean(w, "isActive", !alert->read);
	writer_number(w, "retries", stages[place % ROWS(stages)].retries);
	writer_text(w, "updateBy", alert->updater);
	write_date(w, "updatedAt", alert->updated);
	writer_text(w, "userName", alert->device.principal);
	writer_text(w, "alertDefnName", text_of(subject->type));
	writer_text(w, "severity", text_of(severity));
	writer_text(w, "transport", text_of(transport(alert)));
	writer_text(w, "status", text_of(stages[place % ROWS(stages)].word));
	writer_boolean(w, "isAlertRead", true);
	writer_item_end(w, "alert");
}
