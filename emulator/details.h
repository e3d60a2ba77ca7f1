// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_DETAILS_H
#define EMULATOR_DETAILS_H

// The key-value pairs that a device reports.

#include "fleet.h"

// Most pairs of one device.
#define DETAILS_MAX 128

// Bytes that the composed values of one device may need.
#define DETAILS_STORAGE 8192

// One pair.
struct detail {
	const char *key;   // key as reported
	struct text value; // value as reported
};

// The pairs of one device; values point into literals, into the device, the fleet or the own storage.
struct details {
	size_t count;                     // pairs in use
	struct detail items[DETAILS_MAX]; // the pairs
	struct bytes texts;               // where composed values are put
	char storage[DETAILS_STORAGE];    // their bytes
};

struct detail_row;

// What a row may look at to say its value.
struct detail_source {
	const struct device *device; // the device
	uint64_t mixed;              // pseudo-random bits of this row and this device
	const char *argument;        // the row's argument
};

// One key that devices of a platform may report.
struct detail_row {
	const char *key;                                           // key as reported
	const char *argument;                                      // a constant, or words divided by '|', as `say` wants it
	void (*say)(const struct detail_source *, struct bytes *); // appends the value
	bool (*when)(const struct detail_source *);                // true if the key is reported; NULL means always
};

// The keys of Android and of iOS devices; each ends with a row without a key.
extern const struct detail_row android_details[];
extern const struct detail_row ios_details[];

// Collects the pairs of a device; none while its registration is pending.
void details_collect(struct details *out, const struct overrides *overrides, const struct device *device);

// The value of a key, or an empty text.
struct text details_value(const struct details *details, const char *key);

// Appends the argument.
void say_constant(const struct detail_source *s, struct bytes *out);

// Appends one of the words of the argument, chosen by the mixed bits.
void say_one_of(const struct detail_source *s, struct bytes *out);

// Appends a number between the two that the argument names, as in "10|99".
void say_number(const struct detail_source *s, struct bytes *out);

// Appends as many pseudo-random lower-case hexadecimal digits as the argument says.
void say_hex(const struct detail_source *s, struct bytes *out);

// Appends the phone number in international form, or the argument if there is none.
void say_phone(const struct detail_source *s, struct bytes *out);

// Appends the International Mobile Subscriber Identity, or the argument for a device without a SIM card.
void say_imsi(const struct detail_source *s, struct bytes *out);

// Appends an equipment identity of 15 digits.
void say_imei(const struct detail_source *s, struct bytes *out);

// Appends the name of the operator, or the argument if there is none.
void say_operator(const struct detail_source *s, struct bytes *out);

// Appends the latitude, longitude or time (milliseconds since 1970) of the last known location.
void say_latitude(const struct detail_source *s, struct bytes *out);
void say_longitude(const struct detail_source *s, struct bytes *out);
void say_located_at(const struct detail_source *s, struct bytes *out);

// Appends the three digits of the home country's mobile country code.
void say_mcc(const struct detail_source *s, struct bytes *out);

// Appends the Wi-Fi MAC address: 12 digits in lower case, 12 in upper case, or in pairs with colons.
void say_mac_lower(const struct detail_source *s, struct bytes *out);
void say_mac_upper(const struct detail_source *s, struct bytes *out);
void say_mac_colons(const struct detail_source *s, struct bytes *out);

// Appends GSM, or CDMA for a device of a CDMA operator.
void say_technology(const struct detail_source *s, struct bytes *out);

// Appends a size of memory, storage or media card. The argument is one letter each for what (r, s, c), total or free
// (t, f) and the unit (M for megabytes with two decimals and an M, b for bytes).
void say_size(const struct detail_source *s, struct bytes *out);

// Appends a field of the device's model.
void say_maker(const struct detail_source *s, struct bytes *out);
void say_model(const struct detail_source *s, struct bytes *out);
void say_product(const struct detail_source *s, struct bytes *out);
void say_version(const struct detail_source *s, struct bytes *out);
void say_build(const struct detail_source *s, struct bytes *out);

// True if the device has a SIM card.
bool has_sim(const struct detail_source *s);

// True if the device's location is known.
bool has_location(const struct detail_source *s);

// True if the device's operator uses CDMA.
bool has_cdma(const struct detail_source *s);

#endif
