// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_APPSETTINGS_H
#define EMULATOR_APPSETTINGS_H

// Application settings: what is configured on devices, at least one of each type.

#include "labels.h"

// One application setting.
struct appsetting {
	int32_t id;              // unique, never 0; negative for one of the system
	const char *type;        // application type
	const char *name;        // as shown
	const char *description; // may be empty
	const char *labels;      // names of the labels it is assigned to, divided by '|'
	const char *properties;  // key=value pairs divided by '|'
};

// How many devices have a setting in which state.
struct appsetting_counts {
	uint32_t applied;     // it is on the device
	uint32_t pending;     // it is on its way
	uint32_t quarantined; // it was taken away
};

// Number of settings.
size_t appsetting_count(void);

// The setting at a place below appsetting_count().
const struct appsetting *appsetting_at(size_t place);

// True if some setting has this type, exactly as written.
bool appsetting_is_type(struct text type);

// True if the device is assigned to a label of the setting.
bool appsetting_has(const struct fleet *f, const struct appsetting *s, uint32_t index);

// Counts the devices of the setting; one pass over the fleet.
struct appsetting_counts appsetting_devices(const struct fleet *f, const struct appsetting *s);

// Writes a setting as an item of the list `appsetting`: with its counts and labels, or for one device without.
void appsetting_write(struct writer *w, const struct fleet *f, const struct appsetting *s);
void appsetting_write_of(struct writer *w, const struct appsetting *s, uint32_t index);

#endif
