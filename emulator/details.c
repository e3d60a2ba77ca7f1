// SPDX-License-Identifier: Apache-2.0
#include "details.h"

#include "idcode.h"

// Salts for idcode_mix(); the rows of a table use ROW_SALT and the numbers that follow.
enum { SALT_IMSI = 100, SALT_IMEI, SALT_MEMORY, SALT_FREE, ROW_SALT = 200 };

// What phones that run neither Android nor iOS report.
static const struct detail_row other_details[] = {
	{"client_version", "8.0.2.11|7.5.0.0|9.1.0.1", say_one_of, NULL},
	{"device_model", "", say_model, NULL},
	{"locale", "en-US|en|de-DE", say_one_of, NULL},
	{"wifi_mac_addr", "", say_mac_lower, NULL},
	{NULL, NULL, NULL, NULL},
};

// All that a device with the trait SPARSE reports.
static const struct detail_row sparse_details[] = {
	{"wifi_mac_addr", "", say_mac_lower, NULL},
	{NULL, NULL, NULL, NULL},
};

static const struct detail_row *rows_of(const struct device *d)
{
	static const struct detail_row *const by_platform[PLATFORMS] = {
		[ANDROID] = android_details, [IPHONE] = ios_details,          [IPAD] = ios_details,
		[MACOS] = other_details,     [WINDOWS_PHONE] = other_details, [BLACKBERRY] = other_details,
	};
	return device_has(d, SPARSE) ? sparse_details : by_platform[d->persona->platform];
}

static void apply(struct details *out, const struct detail_override *change)
{
	size_t at = 0;
	while (at < out->count && strcmp(out->items[at].key, change->key) != 0)
		at++;
	if (change->remove) {
		if (at < out->count)
			memmove(&out->items[at], &out->items[at + 1], (--out->count - at) * sizeof out->items[0]);
		return;
	}
	if (at == out->count && out->count == DETAILS_MAX)
		return;
	out->items[at] = (struct detail){change->key, change->value};
	out->count += at == out->count;
}

void details_collect(struct details *out, const struct overrides *overrides, const struct device *device)
{
	const struct device_override *changes = overrides_of(overrides, device->index);
	const struct detail_row *rows = rows_of(device);
	struct detail_source source = {.device = device};
	out->count = 0;
	bytes_over(&out->texts, out->storage, sizeof out->storage);
	if (device->status_code == status_rows[VERIFICATION_PENDING].code)
		return;
	for (const struct detail_row *row = rows; row->key; row++) {
		source.mixed = idcode_mix(device->index, ROW_SALT + (uint64_t)(row - rows));
		source.argument = row->argument;
		if (row->when && !row->when(&source))
			continue;
		size_t from = out->texts.len;
		row->say(&source, &out->texts);
		out->items[out->count++] = (struct detail){row->key, {out->storage + from, out->texts.len - from}};
	}
	for (size_t i = 0; changes && i < changes->detail_count; i++)
		apply(out, &changes->details[i]);
}

struct text details_value(const struct details *details, const char *key)
{
	for (size_t i = 0; i < details->count; i++)
		if (details->items[i].key[0] == key[0] && strcmp(details->items[i].key, key) == 0)
			return details->items[i].value;
	return TEXT("");
}

// --- values ---

void say_constant(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->argument);
}

void say_one_of(const struct detail_source *s, struct bytes *out)
{
	size_t words = 1;
	for (const char *p = s->argument; *p; p++)
		words += *p == '|';
	const char *word = s->argument;
	for (size_t skip = s->mixed % words; skip > 0; skip--)
		word = strchr(word, '|') + 1;
	bytes_add(out, word, strcspn(word, "|"));
}

static uint64_t number_at(const char *digits)
{
	uint64_t value = 0;
	for (; *digits >= '0' && *digits <= '9'; digits++)
		value = value * 10 + (uint64_t)(*digits - '0');
	return value;
}

void say_number(const struct detail_source *s, struct bytes *out)
{
	uint64_t low = number_at(s->argument), high = number_at(strchr(s->argument, '|') + 1);
	bytes_u64(out, low + s->mixed % (high - low + 1));
}

void say_hex(const struct detail_source *s, struct bytes *out)
{
	uint64_t left = number_at(s->argument);
	for (uint64_t bits = s->mixed; left > 0; bits = idcode_mix(bits, left)) {
		unsigned digits = left > 16 ? 16 : (unsigned)left;
		bytes_hex(out, bits, digits, false);
		left -= digits;
	}
}

void say_phone(const struct detail_source *s, struct bytes *out)
{
	if (!has_sim(s)) {
		bytes_str(out, s->argument);
		return;
	}
	bytes_char(out, '+');
	bytes_u64(out, s->device->country->code);
	bytes_u64(out, idcode_phone(s->device->index));
}

void say_imsi(const struct detail_source *s, struct bytes *out)
{
	size_t from = out->len;
	if (!has_sim(s)) {
		bytes_str(out, s->argument);
		return;
	}
	bytes_padded(out, s->device->country->mcc, 3);
	bytes_str(out, s->device->carrier->network);
	bytes_padded(out, idcode_mix(s->device->index, SALT_IMSI), 15 - (unsigned)(out->len - from));
}

void say_imei(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, "01");
	bytes_padded(out, idcode_mix(s->device->index, SALT_IMEI), 13);
}

void say_operator(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, has_sim(s) ? s->device->carrier->name : s->argument);
}

void say_latitude(const struct detail_source *s, struct bytes *out)
{
	location_degrees(out, fleet_location(s->device).latitude);
}

void say_longitude(const struct detail_source *s, struct bytes *out)
{
	location_degrees(out, fleet_location(s->device).longitude);
}

void say_located_at(const struct detail_source *s, struct bytes *out)
{
	bytes_i64(out, fleet_location(s->device).captured_at);
}

void say_mcc(const struct detail_source *s, struct bytes *out)
{
	bytes_padded(out, s->device->country->mcc, 3);
}

void say_mac_lower(const struct detail_source *s, struct bytes *out)
{
	bytes_hex(out, s->device->mac, 12, false);
}

void say_mac_upper(const struct detail_source *s, struct bytes *out)
{
	bytes_hex(out, s->device->mac, 12, true);
}

void say_mac_colons(const struct detail_source *s, struct bytes *out)
{
	for (unsigned shift = 48; shift > 0; shift -= 8) {
		if (shift < 48)
			bytes_char(out, ':');
		bytes_hex(out, s->device->mac >> (shift - 8), 2, false);
	}
}

void say_technology(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, has_cdma(s) ? "CDMA" : "GSM");
}

void say_size(const struct detail_source *s, struct bytes *out)
{
	// Hundredths of a megabyte; what is free is a part of the total in either unit.
	uint64_t salt = SALT_MEMORY + 2 * (uint64_t)s->argument[0];
	uint64_t limit = s->argument[0] == 'r' ? 800000 : 6000000;
	uint64_t size = 40000 + idcode_mix(s->device->index, salt) % limit;
	if (s->argument[1] == 'f')
		size = size * (idcode_mix(s->device->index, salt + 1) % 97) / 100;
	if (s->argument[2] == 'b') {
		bytes_u64(out, size * 1048576 / 100);
		return;
	}
	bytes_u64(out, size / 100);
	bytes_char(out, '.');
	bytes_padded(out, size % 100, 2);
	bytes_char(out, 'M');
}

void say_maker(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->device->model_row->maker);
}

void say_model(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->device->model_row->name);
}

void say_product(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->device->model_row->product);
}

void say_version(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->device->model_row->version);
}

void say_build(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->device->model_row->build);
}

// --- conditions ---

bool has_sim(const struct detail_source *s)
{
	return s->device->carrier != NULL;
}

bool has_location(const struct detail_source *s)
{
	return fleet_location(s->device).lookup != LOOKUP_FAILURE;
}

bool has_cdma(const struct detail_source *s)
{
	return s->device->carrier && s->device->carrier->cdma;
}
