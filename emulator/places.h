// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_PLACES_H
#define EMULATOR_PLACES_H

// The countries and the mobile operators that the server knows, used or not.

#include "bytes.h"

// One row of List of Countries.
struct country {
	const char *name;  // country name, UTF-8
	const char *iso;   // ISO 3166 alpha-2 code
	uint32_t code;     // calling code
	uint32_t id;       // id that devices and operators refer to
	uint32_t mcc;      // mobile country code, three digits
	bool registration; // enabled for registration
};

// One row of List of Operators.
struct carrier {
	const char *name;      // short name, unique
	const char *mail_gate; // e-mail domain that turns mails into short messages
	const char *network;   // mobile network code, two or three digits
	const char *cdma;      // abbreviation that a CDMA phone reports instead of a network code, or NULL
	uint32_t id;           // operator id, unique
	uint32_t country;      // index of its country
	bool fixed;            // offers fixed, not mobile, services
	bool enabled;          // shown in the registration screen
};

// The lists as served: the built-in rows followed by those of a seed file.
struct places {
	const struct country *countries; // rows
	size_t country_count;            // number of countries
	const struct carrier *carriers;  // rows
	size_t carrier_count;            // number of operators
};

// The built-in rows; they live as long as the program.
struct places places_built_in(void);

// How many of the first built-in operators devices are spread over; all are mobile and enabled.
#define CARRIERS_IN_USE 12

#endif
