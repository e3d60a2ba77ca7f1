// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_DIRECTORY_H
#define EMULATOR_DIRECTORY_H

// The LDAP directory: the users of the fleet that come from it, and some who own no device.

#include "fleet.h"

// Most matches that a search may have.
#define DIRECTORY_LIMIT 100

// One entry; must not be copied, its texts point into itself.
struct directory_entry {
	struct text principal; // login name
	struct text email;     // e-mail address
	struct text display;   // name as shown
	const char *first;     // first name
	struct text last;      // last name
	bool known;            // owns a device
	struct bytes texts;    // where composed texts are put
	char storage[256];     // their bytes
};

// Number of numbers that an entry may have; not each of them has one.
uint32_t directory_size(const struct fleet *f);

// Computes the entry with a number below directory_size(); false if there is none.
bool directory_get(const struct fleet *f, uint32_t number, struct directory_entry *out);

#endif
