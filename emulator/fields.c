// SPDX-License-Identifier: Apache-2.0
#include "fields.h"

#include "details.h"

#define AT(member) offsetof(struct device, member)

// `uuid` and `principal` first, then by name; the extras that the guide does not print are marked.
const struct field device_fields[] = {
	{"uuid", FIELD_TEXT, FORM_ALL, false, AT(uuid)},
	{"principal", FIELD_TEXT, FORM_ALL, false, AT(principal)},
	{"blockReason", FIELD_NUMBER, FORM_ALL, false, AT(block_reason)},
	{"clientId", FIELD_NUMBER, FORM_ALL, false, AT(client_id)},
	{"comment", FIELD_TEXT, FORM_LIST, false, AT(comment)},
	{"compliance", FIELD_NUMBER, FORM_ALL, false, AT(compliance)},
	{"countryCode", FIELD_NUMBER, FORM_ALL, false, AT(country_code)},
	{"countryId", FIELD_NUMBER, FORM_LIST | FORM_FOUND, false, AT(country_id)},
	{"countryName", FIELD_TEXT, FORM_LIST | FORM_FOUND, false, AT(country_name)},
	{"createdAt", FIELD_DATE, FORM_ALL, false, AT(created_at)}, // extra
	{"currentPhoneNumber", FIELD_TEXT, FORM_SINGLE, false, AT(phone)},
	{"details", FIELD_DETAILS, FORM_ALL, false, 0},
	{"deviceCount", FIELD_NUMBER, FORM_ALL, false, AT(device_count)},
	{"easLastSyncAttempt", FIELD_DATE, FORM_LIST, true, AT(eas_last_sync)},
	{"easUuid", FIELD_TEXT, FORM_LIST, true, AT(eas_uuid)},
	{"emailAddress", FIELD_TEXT, FORM_ALL, false, AT(email)},
	{"emailDomain", FIELD_TEXT, FORM_LIST | FORM_FOUND, false, AT(email_domain)},
	{"employeeOwned", FIELD_FLAG, FORM_ALL, false, AT(employee_owned)},
	{"homeOperator", FIELD_TEXT, FORM_LIST | FORM_FOUND, false, AT(home_operator)},
	{"iPhoneVersion", FIELD_TEXT, FORM_LIST, true, AT(iphone_version)},
	{"languageCountryId", FIELD_NUMBER, FORM_ALL, false, AT(language_country_id)},
	{"languageId", FIELD_NUMBER, FORM_ALL, false, AT(language_id)},
	{"lastConnectedAt", FIELD_DATE, FORM_ALL, false, AT(last_connected)},
	{"manufacturer", FIELD_TEXT, FORM_ALL, false, AT(manufacturer)},
	{"mdmManaged", FIELD_FLAG, FORM_ALL, false, AT(mdm_managed)},
	{"mdmProfileUrlId", FIELD_NUMBER, FORM_ALL, true, AT(mdm_profile_url_id)},
	{"model", FIELD_TEXT, FORM_ALL, false, AT(model)},
	{"name", FIELD_TEXT, FORM_ALL, false, AT(name)},
	{"notifyUser", FIELD_FLAG, FORM_ALL, false, AT(notify_user)},
	{"operator", FIELD_TEXT, FORM_ALL, false, AT(operator_name)},
	{"operatorId", FIELD_NUMBER, FORM_ALL, false, AT(operator_id)},
	{"phoneNumber", FIELD_TEXT, FORM_LIST | FORM_FOUND, false, AT(phone)},
	{"pin", FIELD_TEXT, FORM_LIST, true, AT(pin)},
	{"platform", FIELD_TEXT, FORM_ALL, false, AT(platform)},
	{"platformType", FIELD_TEXT, FORM_ALL, false, AT(platform_type)}, // extra
	{"quarantinedStatus", FIELD_NUMBER, FORM_ALL, false, AT(quarantined)},
	{"regCount", FIELD_NUMBER, FORM_ALL, false, AT(reg_count)},
	{"regType", FIELD_TEXT, FORM_ALL, false, AT(reg_type)},
	{"registeredAt", FIELD_DATE, FORM_FOUND, false, AT(registered_at)},
	{"status", FIELD_TEXT, FORM_ALL, false, AT(status)},
	{"statusCode", FIELD_NUMBER, FORM_ALL, false, AT(status_code)},
	{"userDisplayName", FIELD_TEXT, FORM_ALL, false, AT(display_name)},
	{"userFirstName", FIELD_TEXT, FORM_ALL, false, AT(first_name)},
	{"userId", FIELD_NUMBER, FORM_ALL, false, AT(user_id)}, // extra
	{"userLastName", FIELD_TEXT, FORM_ALL, false, AT(last_name)},
	{"userSource", FIELD_NUMBER, FORM_LIST | FORM_SINGLE, false, AT(user_source)},
	{"userUUID", FIELD_TEXT, FORM_ALL, false, AT(user_uuid)},
	{"wipeReason", FIELD_NUMBER, FORM_ALL, false, AT(wipe_reason)}, // extra
	{NULL, FIELD_TEXT, 0, false, 0},
};

const struct field *field_find(const char *name)
{
	for (const struct field *f = device_fields; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static void write_text(struct writer *w, const struct field *f, const struct device *d)
{
	const struct text *value = (const void *)((const char *)d + f->at);
	if (value->len || !f->optional)
		writer_text(w, f->name, *value);
}

static void write_number(struct writer *w, const struct field *f, const struct device *d)
{
	const int64_t *value = (const void *)((const char *)d + f->at);
	if (*value >= 0 || !f->optional)
		writer_number(w, f->name, *value);
}

static void write_flag(struct writer *w, const struct field *f, const struct device *d)
{
	const bool *value = (const void *)((const char *)d + f->at);
	writer_boolean(w, f->name, *value);
}

static void write_date(struct writer *w, const struct field *f, const struct device *d)
{
	const int64_t *value = (const void *)((const char *)d + f->at);
	char storage[32];
	struct bytes date;
	if (*value < 0 && f->optional)
		return;
	bytes_over(&date, storage, sizeof storage);
	bytes_iso(&date, *value);
	writer_text(w, f->name, (struct text){storage, date.len});
}

static void (*const write_kind[])(struct writer *, const struct field *, const struct device *) = {
	[FIELD_TEXT] = write_text,
	[FIELD_NUMBER] = write_number,
	[FIELD_FLAG] = write_flag,
	[FIELD_DATE] = write_date,
};

static void write_details(struct writer *w, const struct field *f, const struct details *details)
{
	if (details->count == 0) {
		writer_empty(w, f->name, true);
		return;
	}
	writer_open_wrapped(w, f->name);
	writer_list(w, "entry", details->count);
	for (size_t i = 0; i < details->count; i++)
		writer_pair(w, "entry", details->items[i].key, details->items[i].value);
	writer_list_end(w);
	writer_close_wrapped(w, f->name);
}

void field_write_device(struct writer *w, const struct device *d, const struct details *details, unsigned form)
{
	writer_item(w, "device", d->id);
	for (const struct field *f = device_fields; f->name; f++) {
		if (!(f->forms & form))
			continue;
		if (f->kind == FIELD_DETAILS)
			write_details(w, f, details);
		else
			write_kind[f->kind](w, f, d);
	}
	writer_item_end(w, "device");
}
