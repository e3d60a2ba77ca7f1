// SPDX-License-Identifier: Apache-2.0
// The key-value pairs of ActiveSync.
#include <time.h>

#include "eas.h"
#include "idcode.h"

#define SALT_GUID 601

// One pair: its key and what appends its value, or a constant.
struct row {
	const char *key;                                        // key
	const char *constant;                                   // value, or NULL
	void (*say)(const struct eas_device *, struct bytes *); // appends the value
};

static void say_source(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, d->source_display);
}

static void say_id(const struct eas_device *d, struct bytes *out)
{
	bytes_text(out, d->id);
}

static void say_type(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, d->type);
}

static void say_model(const struct eas_device *d, struct bytes *out)
{
	bytes_text(out, d->model);
}

// Appends a time as M/D/YYYY h:mm:ss AM or PM.
static void put_time(struct bytes *out, int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm t;
	gmtime_r(&when, &t);
	bytes_i64(out, t.tm_mon + 1);
	bytes_char(out, '/');
	bytes_i64(out, t.tm_mday);
	bytes_char(out, '/');
	bytes_i64(out, t.tm_year + 1900);
	bytes_char(out, ' ');
	bytes_i64(out, t.tm_hour % 12 ? t.tm_hour % 12 : 12);
	bytes_char(out, ':');
	bytes_padded(out, (uint64_t)t.tm_min, 2);
	bytes_char(out, ':');
	bytes_padded(out, (uint64_t)t.tm_sec, 2);
	bytes_str(out, t.tm_hour < 12 ? " AM" : " PM");
}

static void say_first_sync(const struct eas_device *d, struct bytes *out)
{
	put_time(out, d->first_sync);
}

static void say_last_sync(const struct eas_device *d, struct bytes *out)
{
	put_time(out, d->last_sync);
}

static void say_policy_update(const struct eas_device *d, struct bytes *out)
{
	put_time(out, d->first_sync < d->last_sync ? d->first_sync + 1 : d->last_sync);
}

static void say_application(const struct eas_device *d, struct bytes *out)
{
	static const char *const words[] = {"AppliedInFull", "AppliedInFull", "PartiallyApplied", "NotApplied"};
	bytes_str(out, words[d->device.index / 2 % 4]);
}

static void say_folders(const struct eas_device *d, struct bytes *out)
{
	bytes_u64(out, 2 + d->device.index % 17);
}

static void say_agent(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, device_is_ios(&d->device) ? "Apple-" : "");
	bytes_str(out, d->device.model_row->product);
	bytes_char(out, '/');
	bytes_str(out, d->device.model_row->version);
}

static void say_status(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, d->wiped ? "DeviceWipeSucceeded" : "DeviceOk");
}

static void say_guid(const struct eas_device *d, struct bytes *out)
{
	uint64_t head = idcode_mix(d->device.index, SALT_GUID), tail = idcode_mix(head, SALT_GUID);
	bytes_hex(out, head >> 32, 8, false);
	bytes_char(out, '-');
	bytes_hex(out, head >> 16, 4, false);
	bytes_add(out, "-4", 2);
	bytes_hex(out, head, 3, false);
	bytes_add(out, "-8", 2);
	bytes_hex(out, tail >> 48, 3, false);
	bytes_char(out, '-');
	bytes_hex(out, tail, 12, false);
}

static void say_access(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, d->blocked || d->wiped ? "Blocked" : "Allowed");
}

static void say_sms(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, d->device.persona->platform == WINDOWS_PHONE ? "True" : "False");
}

static void say_identity(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, "exchdomain.com/Users/");
	bytes_text(out, d->device.display_name);
	bytes_str(out, "/ExchangeActiveSyncDevices/");
	bytes_str(out, d->type);
	bytes_str(out, "§");
	bytes_text(out, d->id);
}

static void say_reason(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, strcmp(d->source, "EXCHANGE") == 0 ? "Global" : "Individual");
}

static void say_wipe_support(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, d->device.persona->platform == MACOS ? "False" : "True");
}

static void say_protocol(const struct eas_device *d, struct bytes *out)
{
	bytes_str(out, d->device.index % 2 ? "14.1" : "12.1");
}

static const struct row rows[] = {
	{"ActionSource", NULL, say_source},
	{"LastPingHeartbeat", "600", NULL},
	{"DeviceID", NULL, say_id},
	{"FirstSyncTime", NULL, say_first_sync},
	{"DevicePolicyApplicationStatus", NULL, say_application},
	{"LastSyncAttemptTime", NULL, say_last_sync},
	{"NumberOfFoldersSynced", NULL, say_folders},
	{"DeviceType", NULL, say_type},
	{"DeviceModel", NULL, say_model},
	{"DeviceUserAgent", NULL, say_agent},
	{"Status", NULL, say_status},
	{"Guid", NULL, say_guid},
	{"DeviceAccessState", NULL, say_access},
	{"DeviceEnableOutboundSMS", NULL, say_sms},
	{"Identity", NULL, say_identity},
	{"DeviceAccessStateReason", NULL, say_reason},
	{"DevicePolicyApplied", "Default", NULL},
	{"LastPolicyUpdateTime", NULL, say_policy_update},
	{"IsRemoteWipeSupported", NULL, say_wipe_support},
	{"LastSuccessSync", NULL, say_last_sync},
	{"RecoveryPassword", "******", NULL},
	{"DeviceActiveSyncVersion", NULL, say_protocol},
};

#define ROWS (sizeof rows / sizeof rows[0])

void eas_write_details(struct writer *w, const struct eas_device *d)
{
	char storage[1024];
	struct bytes value;
	writer_open_wrapped(w, "details");
	writer_list(w, "entry", ROWS);
	for (size_t i = 0; i < ROWS; i++) {
		bytes_over(&value, storage, sizeof storage);
		if (rows[i].say)
			rows[i].say(d, &value);
		else
			bytes_str(&value, rows[i].constant);
		writer_pair(w, "entry", rows[i].key, (struct text){storage, value.len});
	}
	writer_list_end(w);
	writer_close_wrapped(w, "details");
}
