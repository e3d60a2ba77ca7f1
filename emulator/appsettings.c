// SPDX-License-Identifier: Apache-2.0
#include "appsettings.h"

#include "messages.h"

static const struct appsetting settings[] = {
	{-4, "CERTIFICATE", " System - iOS MDM CA Certificate",
     "The authority that the device trusts when it takes MDM requests over the air.", "iOS",
     "CERT_SERIAL_NUMBER0=10863527040561121251|CERTPATH0=/mi/files/groups/9002/99415d0e64ca8708/b34aab3122e3410e|"
     "ENABLE_MIRRORING=false|SUPPORT_MULTIPLE_CONSUMERS=false"},
	{-2, "MDM", " System - iOS MDM", "Management profile of iOS devices", "iOS",
     "ENABLE_MIRRORING=true|ACCESS_RIGHTS=8191"},
	{-5, "SCEP", "System - iOS Enrollment SCEP", "Identity for enrollment", "iOS|macOS",
     "CACHE_KEYS=TRUE|SUPPORT_MULTIPLE_CONSUMERS=FALSE|KEY_SIZE=2048"},
	{101, "SCEP", "Certificate Enrollment, one consumer", "", "Android",
     "CACHE_KEYS=FALSE|SUPPORT_MULTIPLE_CONSUMERS=FALSE"},
	{102, "SCEP", "Certificate Enrollment, Exchange & VPN", "", "Sales & Marketing (EU)",
     "CACHE_KEYS=FALSE|SUPPORT_MULTIPLE_CONSUMERS=TRUE"},
	{103, "EXCHANGE", "Exchange (EU)", "Mail, calendar and contacts", "iOS|Android|Windows Phone",
     "SERVER=mail.example.com|SSL=true|PAST_DAYS=3"},
	{104, "WIFI", "Büro Köln WLAN", "WPA2 <Enterprise>", "Büro Köln|Employee-Owned", "SSID=Büro \"5 GHz\"|SECURITY=WPA2"},
	{105, "BOOKMARK", "Intranet", "", "Android", "URL=https://intranet.example.com/a?b=c&d=e"},
	{106, "EMAIL", "Mail (IMAP)", "", "macOS", "INCOMING=imap.example.com|PORT=993"},
	{107, "VPN", "VPN on demand", "", "Company-Owned", "TYPE=IKEv2|SERVER=vpn.example.com"},
	{108, "GENERAL", "General", "", "All-Smartphones", "ORGANIZATION=Example & Sons"},
	{109, "CALDAV", "Calendar", "", "iOS", "HOST=cal.example.com"},
	{110, "SUBCAL", "Holidays", "Subscribed calendar", "iOS", "URL=https://cal.example.com/holidays.ics"},
	{111, "WEBCLIP", "Help desk", "", "Only One", "URL=https://help.example.com/"},
	{112, "APN", "Access point", "", "Not Yet Used", "APN=internet.example"},
	{113, "RESTRICTION", "No camera", "", "Quarantined|Q1, Q2: 50% pilot", "ALLOW_CAMERA=false|ENABLE_MIRRORING=false"},
	{114, "PROVISIONING", "Provisioning profile", "", "C++ Team", "UUID=1f2e3d4c-5b6a-4798-8a9b-acbdcedfe0f1"},
	{115, "CARDDAV", "Contacts", "", "iOS", "HOST=cards.example.com"},
	{116, "CONFIGURATION", "Configuration profile", "", "iOS|macOS", "PAYLOAD=com.example.profile"},
	{117, "OTHER", "Something else", "", "", ""},
};

#define SETTINGS (sizeof settings / sizeof settings[0])

size_t appsetting_count(void)
{
	return SETTINGS;
}

const struct appsetting *appsetting_at(size_t place)
{
	return &settings[place];
}

bool appsetting_is_type(struct text type)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (text_same(type, text_of(settings[i].type)))
			return true;
	return false;
}

static size_t parts_of(const char *list)
{
	size_t count = *list != '\0';
	for (; *list; list++)
		count += *list == '|';
	return count;
}

bool appsetting_has(const struct fleet *f, const struct appsetting *s, uint32_t index)
{
	struct text rest = text_of(s->labels);
	struct label label;
	while (rest.len)
		if (label_find(f, text_cut(&rest, '|'), &label) && label_has(f, &label, index))
			return true;
	return false;
}

struct appsetting_counts appsetting_devices(const struct fleet *f, const struct appsetting *s)
{
	struct appsetting_counts counts = {0, 0, 0};
	for (uint32_t i = 0; i < f->count; i++) {
		if (!appsetting_has(f, s, i))
			continue;
		const struct persona *persona = fleet_persona(f, i);
		if (persona->quarantined)
			counts.quarantined++;
		else if (persona->compliance & POLICY_OUT_OF_DATE)
			counts.pending++;
		else
			counts.applied++;
	}
	return counts;
}

// --- what is written ---

static void write_head(struct writer *w, const struct appsetting *s, const struct appsetting_counts *counts)
{
	message_item(w, "appsetting", s->id);
	writer_text(w, "name", text_of(s->name));
	writer_text(w, "description", text_of(s->description));
	writer_text(w, "appType", text_of(s->type));
	writer_number(w, "deviceCount", counts->applied);
	writer_number(w, "pendingCount", counts->pending);
}

static void write_tail(struct writer *w, const struct appsetting *s)
{
	struct text rest = text_of(s->properties);
	writer_boolean(w, "clearCertificateCacheForScepSetting", false);
	if (!rest.len) {
		writer_empty(w, "properties", false);
		writer_item_end(w, "appsetting");
		return;
	}
	writer_open(w, "properties");
	writer_list(w, "entry", parts_of(s->properties));
	while (rest.len) {
		struct text value = text_cut(&rest, '|'), name = text_cut(&value, '=');
		char key[64] = "";
		memcpy(key, name.ptr, name.len < sizeof key ? name.len : sizeof key - 1);
		writer_pair(w, "entry", key, value);
	}
	writer_list_end(w);
	writer_close(w, "properties");
	writer_item_end(w, "appsetting");
}

static const char *origin(const struct appsetting *s)
{
	return s->id < 0 ? "SYSTEM" : "ADMIN";
}

static void write_labels(struct writer *w, const struct fleet *f, const struct appsetting *s, bool names)
{
	const char *element = names ? "labelNames" : "labels";
	struct text rest = text_of(s->labels);
	struct label label;
	if (!rest.len)
		return;
	writer_list(w, element, parts_of(s->labels));
	while (rest.len) {
		char storage[16];
		struct bytes id;
		if (!label_find(f, text_cut(&rest, '|'), &label))
			continue;
		bytes_over(&id, storage, sizeof storage);
		bytes_i64(&id, label.id);
		writer_item_text(w, element, names ? text_of(label.name) : (struct text){storage, id.len});
	}
	writer_list_end(w);
}

void appsetting_write(struct writer *w, const struct fleet *f, const struct appsetting *s)
{
	struct appsetting_counts counts = appsetting_devices(f, s);
	write_head(w, s, &counts);
	writer_number(w, "quarantinedCount", counts.quarantined);
	writer_text(w, "type", text_of(origin(s)));
	write_labels(w, f, s, false);
	write_labels(w, f, s, true);
	write_tail(w, s);
}

void appsetting_write_of(struct writer *w, const struct appsetting *s, uint32_t index)
{
	static const struct appsetting_counts none = {0, 0, 0};
	bool deleted = (index + (uint32_t)s->id) % 11 == 0; // some settings are being taken away
	write_head(w, s, &none);
	writer_text(w, "type", text_of(origin(s)));
	writer_number(w, "state", deleted ? 'D' : 'C');
	write_tail(w, s);
}
