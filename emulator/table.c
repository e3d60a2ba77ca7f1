// SPDX-License-Identifier: Apache-2.0
#include "table.h"

// Where a cell comes from.
enum source { TEXT_OF, NUMBER_OF, FLAG_OF, DATE_OF, DETAIL };

// One column.
struct column {
	const char *title;   // in the header row
	enum source source;  // where the cells come from
	size_t at;           // offset in struct device
	const char *keys[3]; // for DETAIL: the first of these keys that the device reports
};

#define AT(member) offsetof(struct device, member)

static const struct column columns[] = {
	{"Operator", TEXT_OF, AT(operator_name), {NULL}},
	{"Country", TEXT_OF, AT(country_name), {NULL}},
	{"Device UUID", TEXT_OF, AT(uuid), {NULL}},
	{"Phone Number", TEXT_OF, AT(phone), {NULL}},
	{"Principal", TEXT_OF, AT(principal), {NULL}},
	{"Name", TEXT_OF, AT(name), {NULL}},
	{"Platform", TEXT_OF, AT(platform), {NULL}},
	{"Manufacturer", TEXT_OF, AT(manufacturer), {NULL}},
	{"Model", TEXT_OF, AT(model), {NULL}},
	{"Email Address", TEXT_OF, AT(email), {NULL}},
	{"Status Code", NUMBER_OF, AT(status_code), {NULL}},
	{"Employee Owned", FLAG_OF, AT(employee_owned), {NULL}},
	{"Compliance", NUMBER_OF, AT(compliance), {NULL}},
	{"Quarantine Status", NUMBER_OF, AT(quarantined), {NULL}},
	{"IMSI", DETAIL, 0, {"imsi"}},
	{"IMEI", DETAIL, 0, {"imei"}},
	{"UDID", DETAIL, 0, {"iPhone UDID"}},
	{"Client Version", DETAIL, 0, {"client_version", "Client_version"}},
	{"MDM Enabled", FLAG_OF, AT(mdm_managed), {NULL}},
	{"Serial Number", DETAIL, 0, {"SerialNumber"}},
	{"Last Connected At", DATE_OF, AT(last_connected), {NULL}},
	{"Active Sync UUID", TEXT_OF, AT(eas_uuid), {NULL}},
	{"Active Sync Last Sync Attempt", DATE_OF, AT(eas_last_sync), {NULL}},
	{"Wi-Fi MAC Address", DETAIL, 0, {"wifi_mac_addr", "WiFiMAC"}},
	{"Device Encryption", DETAIL, 0, {"prv_device_encryption", "HardwareEncryptionCaps"}},
	{"Last MDM Check-In", DATE_OF, AT(mdm_check_in), {NULL}},
	{"Last Security State Changed On", DATE_OF, AT(security_changed), {NULL}},
	{"Registered On", DATE_OF, AT(registered_at), {NULL}},
};

#define COLUMNS (sizeof columns / sizeof columns[0])

static void put_cell(struct bytes *out, struct text value)
{
	static const bool special[256] = {[','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true};
	bool quote = false;
	for (size_t i = 0; i < value.len && !quote; i++)
		quote = special[(unsigned char)value.ptr[i]];
	if (!quote) {
		bytes_text(out, value);
		return;
	}
	bytes_char(out, '"');
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '"')
			bytes_char(out, '"');
		bytes_char(out, value.ptr[i]);
	}
	bytes_char(out, '"');
}

static void put_column(const struct stream *s, const struct column *c, struct bytes *out)
{
	const void *at = (const char *)&s->device + c->at;
	struct text value = TEXT("");
	switch (c->source) {
	case TEXT_OF:
		put_cell(out, *(const struct text *)at);
		break;
	case NUMBER_OF:
		bytes_i64(out, *(const int64_t *)at);
		break;
	case FLAG_OF:
		bytes_str(out, *(const bool *)at ? "true" : "false");
		break;
	case DATE_OF:
		if (*(const int64_t *)at >= 0)
			bytes_iso(out, *(const int64_t *)at);
		break;
	case DETAIL:
		for (size_t i = 0; i < 3 && c->keys[i] && !value.len; i++)
			value = details_value(&s->details, c->keys[i]);
		put_cell(out, value);
		break;
	}
}

static void begin_table(struct stream *s, struct bytes *out)
{
	(void)s;
	for (size_t i = 0; i < COLUMNS; i++) {
		if (i)
			bytes_char(out, ',');
		bytes_str(out, columns[i].title);
	}
	bytes_add(out, "\r\n", 2);
}

static void table_row(struct stream *s, struct bytes *out)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (i)
			bytes_char(out, ',');
		put_column(s, &columns[i], out);
	}
	bytes_add(out, "\r\n", 2);
}

static void end_table(struct stream *s, struct bytes *out)
{
	(void)s;
	(void)out;
}

const struct stream_kind device_table = {begin_table, table_row, end_table};
