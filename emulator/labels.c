// SPDX-License-Identifier: Apache-2.0
#include "labels.h"

#include <stdlib.h>

#define SEED_LABEL_ID 1000 // first id of the labels of a seed file

static bool in_use(const struct fleet *f, uint32_t index)
{
	return fleet_status(f, index) != RETIRED;
}

static enum platform platform_of(const struct fleet *f, uint32_t index)
{
	return fleet_persona(f, index)->platform;
}

static bool is_android(const struct fleet *f, uint32_t index)
{
	return platform_of(f, index) == ANDROID && in_use(f, index);
}

static bool is_ios(const struct fleet *f, uint32_t index)
{
	return (platform_of(f, index) == IPHONE || platform_of(f, index) == IPAD) && in_use(f, index);
}

static bool is_macos(const struct fleet *f, uint32_t index)
{
	return platform_of(f, index) == MACOS && in_use(f, index);
}

static bool is_windows_phone(const struct fleet *f, uint32_t index)
{
	return platform_of(f, index) == WINDOWS_PHONE && in_use(f, index);
}

static bool is_smartphone(const struct fleet *f, uint32_t index)
{
	return platform_of(f, index) != MACOS && in_use(f, index);
}

static bool is_employee_owned(const struct fleet *f, uint32_t index)
{
	return (fleet_persona(f, index)->traits & EMPLOYEE) && in_use(f, index);
}

static bool is_company_owned(const struct fleet *f, uint32_t index)
{
	return !(fleet_persona(f, index)->traits & EMPLOYEE) && in_use(f, index);
}

static bool is_logged_out(const struct fleet *f, uint32_t index)
{
	return (fleet_persona(f, index)->compliance & LOGGED_OUT) && in_use(f, index);
}

static bool is_quarantined(const struct fleet *f, uint32_t index)
{
	return fleet_persona(f, index)->quarantined && in_use(f, index);
}

static bool is_ninth(const struct fleet *f, uint32_t index)
{
	(void)f;
	return index % 9 == 1;
}

static bool is_thirteenth(const struct fleet *f, uint32_t index)
{
	(void)f;
	return index % 13 == 4;
}

static bool is_seventeenth(const struct fleet *f, uint32_t index)
{
	(void)f;
	return index % 17 == 5;
}

static bool is_first(const struct fleet *f, uint32_t index)
{
	(void)f;
	return index == 0;
}

static bool is_none(const struct fleet *f, uint32_t index)
{
	(void)f;
	(void)index;
	return false;
}

#define NOT_RETIRED " AND \"common.retired\"=false"

static const struct label labels[] = {
	{-1, "All-Smartphones", "Label for all devices irrespective of OS", "\"common.platform\"!=\"macOS\"" NOT_RETIRED,
     is_smartphone, NULL},
	{-2, "Company-Owned", "Label for all company owned devices.", "\"common.owner\"=\"COMPANY\"" NOT_RETIRED,
     is_company_owned, NULL},
	{-3, "iOS", "Label for all iOS devices.", "\"common.platform\"=\"iOS\"" NOT_RETIRED, is_ios, NULL},
	{-4, "Android", "Label for all Android devices.", "\"common.platform\"=\"Android\"" NOT_RETIRED, is_android, NULL},
	{-5, "Employee-Owned", "Label for all employee owned devices.", "\"common.owner\"=\"EMPLOYEE\"" NOT_RETIRED,
     is_employee_owned, NULL},
	{-6, "macOS", "Label for all macOS devices.", "\"common.platform\"=\"macOS\"" NOT_RETIRED, is_macos, NULL},
	{-7, "Windows Phone", "Label for all Windows Phone devices.", "\"common.platform\"=\"Windows Phone\"" NOT_RETIRED,
     is_windows_phone, NULL},
	{-8, "Signed-Out", "", "\"ios.logged_out\"=true" NOT_RETIRED, is_logged_out, NULL},
	{1, "Quarantined", "Devices that lost their configurations", "\"common.quarantined\"=true" NOT_RETIRED,
     is_quarantined, NULL},
	{2, "Sales & Marketing (EU)", "Everybody in <Sales> & \"Marketing\"", NULL, is_ninth, NULL},
	{3, "C++ Team", "A name with plus signs", NULL, is_thirteenth, NULL},
	{4, "Büro Köln", "Standort Köln", NULL, is_seventeenth, NULL},
	{5, "Q1, Q2: 50% pilot", "", NULL, is_thirteenth, NULL},
	{6, "Only One", "A label with a single device", NULL, is_first, NULL},
	{7, "Not Yet Used", "A label without devices", NULL, is_none, NULL},
};

#define BUILT_IN (sizeof labels / sizeof labels[0])

size_t label_count(const struct fleet *f)
{
	return BUILT_IN + f->overrides->label_count;
}

struct label label_at(const struct fleet *f, size_t place)
{
	if (place < BUILT_IN)
		return labels[place];
	const struct label_override *extra = &f->overrides->labels[place - BUILT_IN];
	return (struct label){
		.id = SEED_LABEL_ID + (int32_t)(place - BUILT_IN),
		.name = extra->name,
		.description = extra->description,
		.chosen = extra,
	};
}

bool label_find(const struct fleet *f, struct text name, struct label *out)
{
	for (size_t i = 0; i < label_count(f); i++) {
		*out = label_at(f, i);
		if (text_same_word(text_of(out->name), name))
			return true;
	}
	return false;
}

bool label_has(const struct fleet *f, const struct label *label, uint32_t index)
{
	const struct label_override *chosen = label->chosen;
	if (!fleet_registered(f, index))
		return false;
	if (!chosen)
		return label->matches(f, index);
	return chosen->device_count &&
	       bsearch(&index, chosen->devices, chosen->device_count, sizeof *chosen->devices, order_u32);
}

uint32_t label_devices(const struct fleet *f, const struct label *label)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < f->count; i++)
		count += label_has(f, label, i);
	return count;
}

void label_write_all(struct writer *w, const struct fleet *f)
{
	writer_open(w, "labels");
	writer_list(w, "label", label_count(f));
	for (size_t i = 0; i < label_count(f); i++) {
		struct label label = label_at(f, i);
		char storage[16];
		struct bytes id;
		bytes_over(&id, storage, sizeof storage);
		bytes_i64(&id, label.id);
		writer_item(w, "label", (struct text){storage, id.len});
		writer_text(w, "name", text_of(label.name));
		writer_text(w, "description", text_of(label.description));
		writer_boolean(w, "staticLabel", label.query == NULL);
		if (label.query)
			writer_text(w, "query", text_of(label.query));
		writer_number(w, "deviceCount", label_devices(f, &label));
		writer_number(w, "isEsSearch", 't');
		writer_item_end(w, "label");
	}
	writer_list_end(w);
	writer_close(w, "labels");
}
