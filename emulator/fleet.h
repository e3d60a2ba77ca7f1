// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_FLEET_H
#define EMULATOR_FLEET_H

// The devices. None is stored: device i is computed from i, and an identifier is computed back to i, so memory does not
// depend on their number. Only what differs is kept. A fleet does not change: a request that changes something makes the
// next one (state.h), so a long answer shows one moment.

#include "facts.h"
#include "overrides.h"

// The time at which the fleet stands still, in seconds since 1970: 2025-10-01. Every date lies before it.
#define FLEET_NOW INT64_C(1759276800)

// How a location was found; indexes of location_words.
enum lookup { LOOKUP_FAILURE, LOOKUP_GPS, LOOKUP_CELL };

// The words of enum lookup.
extern const char *const location_words[];

// The last known location of a device.
struct location {
	enum lookup lookup;  // how it was found; nothing else is known if that failed
	int64_t latitude;    // degrees times a million
	int64_t longitude;   // degrees times a million
	uint32_t radius;     // metres
	int64_t captured_at; // milliseconds since 1970
};

// All devices of the server.
struct fleet {
	uint32_t count;                    // number of devices
	struct places places;              // countries and operators
	const struct overrides *overrides; // what differs in devices and labels; never NULL
	const struct facts *facts;         // what differs elsewhere; never NULL
};

// What kind of device it is.
const struct persona *fleet_persona(const struct fleet *f, uint32_t index);

// Computes device `index`, which must be below count.
void fleet_device(const struct fleet *f, uint32_t index, struct device *out);

// The status of a device, without computing the rest.
enum status fleet_status(const struct fleet *f, uint32_t index);

// How many devices have the status; found by arithmetic.
uint32_t fleet_status_count(const struct fleet *f, enum status status);

// True if the device has completed its registration; before that it has no label and reports no MAC address.
bool fleet_registered(const struct fleet *f, uint32_t index);

// Finds a device by uuid or Wi-Fi MAC address; false if there is none.
bool fleet_by_uuid(const struct fleet *f, struct text uuid, uint32_t *index);
bool fleet_by_mac(const struct fleet *f, struct text mac, uint32_t *index);

// Finds the next device with this phone number; `at` starts at 0. False at the end.
bool fleet_by_phone(const struct fleet *f, struct text phone, size_t *at, uint32_t *index);

// Finds the devices of a user, ascending: a list of `count` indexes that the caller frees; NULL if there are none.
uint32_t *fleet_by_user(const struct fleet *f, struct text principal, size_t *count);

// Finds any device of a user; false if there is no such user.
bool fleet_of_user(const struct fleet *f, struct text principal, uint32_t *index);

// The last known location of a device.
struct location fleet_location(const struct device *d);

// Appends degrees, given in millionths, with six decimals.
void location_degrees(struct bytes *out, int64_t millionths);

#endif
