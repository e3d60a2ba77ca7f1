// SPDX-License-Identifier: Apache-2.0
// Labels, operators, countries, profiles and locations.
#include <time.h>

#include "answers.h"
#include "labels.h"
#include "profiles.h"

static void write_count(struct writer *w, size_t count, const char *words)
{
	char storage[64];
	struct bytes message;
	bytes_over(&message, storage, sizeof storage);
	bytes_u64(&message, count);
	bytes_str(&message, words);
	writer_open(w, "messages");
	writer_text(w, "message", (struct text){storage, message.len});
	writer_close(w, "messages");
}

void serve_labels(const struct call *c, struct answer *a)
{
	struct writer w;
	answer_begin(&w, a, c, DM_ROOT);
	write_count(&w, label_count(c->fleet), " Label (s) returned");
	label_write_all(&w, c->fleet);
	writer_end(&w, DM_ROOT);
}

void serve_operators(const struct call *c, struct answer *a)
{
	const struct places *places = &c->fleet->places;
	struct writer w;
	answer_begin(&w, a, c, DM_ROOT);
	write_count(&w, places->carrier_count, " Operator (s) returned");
	writer_open(&w, "operators");
	writer_list(&w, "operator", places->carrier_count);
	for (size_t i = 0; i < places->carrier_count; i++) {
		const struct carrier *carrier = &places->carriers[i];
		const struct country *country = &places->countries[carrier->country];
		writer_item(&w, "operator", TEXT(""));
		writer_text(&w, "carrierShortName", text_of(carrier->name));
		writer_text(&w, "carrierType", carrier->fixed ? TEXT("Fixed") : TEXT("Mobile"));
		writer_number(&w, "countryCode", country->code);
		writer_number(&w, "countryId", country->id);
		writer_text(&w, "countryName", text_of(country->name));
		writer_boolean(&w, "enabled", carrier->enabled);
		writer_number(&w, "id", carrier->id);
		writer_item_end(&w, "operator");
	}
	writer_list_end(&w);
	writer_close(&w, "operators");
	writer_end(&w, DM_ROOT);
}

void serve_countries(const struct call *c, struct answer *a)
{
	const struct places *places = &c->fleet->places;
	struct writer w;
	answer_begin(&w, a, c, DM_ROOT);
	write_count(&w, places->country_count, " Countries returned");
	writer_open(&w, "countries");
	writer_list(&w, "country", places->country_count);
	for (size_t i = 0; i < places->country_count; i++) {
		const struct country *country = &places->countries[i];
		writer_item(&w, "country", TEXT(""));
		writer_text(&w, "countryName", text_of(country->name));
		writer_number(&w, "countryCode", country->code);
		writer_text(&w, "isoAlpha2Code", text_of(country->iso));
		writer_number(&w, "enabledForRegistration", country->registration ? 't' : 'f');
		writer_item_end(&w, "country");
	}
	writer_list_end(&w);
	writer_close(&w, "countries");
	writer_end(&w, DM_ROOT);
}

void serve_profiles(const struct call *c, struct answer *a)
{
	uint32_t index;
	struct device device;
	struct writer w;
	if (!fleet_by_uuid(c->fleet, c->values[0], &index)) {
		answer_message(a, c, 404, "No devices found.");
		return;
	}
	fleet_device(c->fleet, index, &device);
	if (profile_count(&device) == 0) {
		answer_message(a, c, 404, "No profiles found.");
		return;
	}
	answer_begin(&w, a, c, DM_ROOT);
	writer_empty(&w, "messages", false);
	profile_write_all(&w, &device);
	writer_end(&w, DM_ROOT);
}

static void write_degrees(struct writer *w, const char *name, int64_t millionths)
{
	char storage[24];
	struct bytes degrees;
	bytes_over(&degrees, storage, sizeof storage);
	location_degrees(&degrees, millionths);
	writer_text(w, name, (struct text){storage, degrees.len});
}

static void write_location(struct writer *w, const struct device *d, const struct location *place)
{
	writer_open(w, "locations");
	writer_list(w, "location", 1);
	writer_item(w, "location", TEXT(""));
	writer_text(w, "uuid", d->uuid);
	writer_text(w, "lookupResult", text_of(location_words[place->lookup]));
	if (place->lookup != LOOKUP_FAILURE) {
		write_degrees(w, "latitude", place->latitude);
		write_degrees(w, "longitude", place->longitude);
		writer_number(w, "radius", place->radius);
		writer_number(w, "capturedAt", place->captured_at);
	}
	writer_item_end(w, "location");
	writer_list_end(w);
	writer_close(w, "locations");
}

// A fresh location is only asked for where it can be had: not from iOS, and not from a device that cannot be found.
static bool ask_for_fix(const struct call *c, const struct device *d, const struct location *place)
{
	struct timespec now;
	if (device_is_ios(d) || place->lookup == LOOKUP_FAILURE)
		return false;
	clock_gettime(CLOCK_REALTIME, &now);
	draft_located(c->draft, d->index, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
	return true;
}

static void locate(const struct call *c, struct answer *a, uint32_t index)
{
	struct device device;
	struct writer w;
	struct text now = TEXT("false");
	request_parameter(c->request, "locatenow", &now);
	bool fresh = text_same_word(now, TEXT("true")) && strcmp(c->method, "HEAD") != 0;
	fleet_device(c->fleet, index, &device);
	if (device.status_code == status_rows[WIPED].code) {
		answer_message(a, c, 400, "The device is wiped. The only valid action is to retire it.");
		return;
	}
	struct location place = fleet_location(&device);
	const struct device_override *changes = overrides_of(c->fleet->overrides, index);
	if (changes && changes->located_at)
		place.captured_at = changes->located_at;
	answer_begin(&w, a, c, DM_ROOT);
	writer_text(&w, "deviceUuid", device.uuid);
	writer_empty(&w, "messages", false);
	write_location(&w, &device, &place);
	writer_boolean(&w, "locateNow", fresh);
	writer_end(&w, DM_ROOT);
	if (fresh) {
		a->op_class = CLASS_NOTIFY;
		if (ask_for_fix(c, &device, &place))
			answer_effect(a, "locate", device.uuid);
	}
}

void serve_locate_by_uuid(const struct call *c, struct answer *a)
{
	uint32_t index;
	if (fleet_by_uuid(c->fleet, c->values[0], &index))
		locate(c, a, index);
	else
		answer_message(a, c, 404, "No devices found.");
}

void serve_locate_by_mac(const struct call *c, struct answer *a)
{
	uint32_t index;
	if (fleet_by_mac(c->fleet, c->values[0], &index))
		locate(c, a, index);
	else
		answer_message(a, c, 404, "No devices found.");
}
