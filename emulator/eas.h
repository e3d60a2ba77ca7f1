// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_EAS_H
#define EMULATOR_EAS_H

// The devices that synchronise with Exchange ActiveSync: those of the fleet that do, and some that are not registered.
// The latter are computed like devices, from indexes at the end of all that an identifier can carry.

#include "fleet.h"
#include "writer.h"

// The groups of the list, in its order; rows of eas_group_rows.
enum eas_group {
	EAS_REGISTERED_ALLOWED,
	EAS_REGISTERED_BLOCKED,
	EAS_UNREGISTERED_ALLOWED,
	EAS_UNREGISTERED_BLOCKED,
	EAS_WIPED,
	EAS_GROUPS
};

// One group.
struct eas_group_row {
	const char *list; // element around the group
	const char *item; // element of each member
};

// All groups, indexed by enum eas_group.
extern const struct eas_group_row eas_group_rows[EAS_GROUPS];

// What ActiveSync knows of a device; must not be copied, its texts point into itself.
struct eas_device {
	struct device device;       // the device
	bool registered;            // it is one of the fleet, and not retired
	bool blocked;               // it must not synchronise
	bool wiped;                 // it was wiped by ActiveSync
	const char *source;         // constant that says who set that state
	const char *source_display; // the same, as the details show it
	struct text uuid;           // ActiveSync identifier
	struct text id;             // ActiveSync device identifier
	const char *type;           // kind of device
	struct text model;          // model
	int64_t first_sync;         // in seconds since 1970
	int64_t last_sync;          // in seconds since 1970, not earlier
	struct bytes texts;         // where composed texts are put
	char storage[256];          // their bytes
};

// Goes to the next index that may synchronise, from `*next` on, which starts at 0; false at the end.
bool eas_next(const struct fleet *f, uint32_t *next, uint32_t *index);

// Computes the device; `index` must come from eas_next() or eas_find().
void eas_get(const struct fleet *f, uint32_t index, struct eas_device *out);

// Finds a device by its ActiveSync identifier; false if there is none.
bool eas_find(const struct fleet *f, struct text uuid, uint32_t *index);

// The group that the device is in.
enum eas_group eas_group_of(const struct eas_device *d);

// Writes the device as a member of its group.
void eas_write(struct writer *w, const struct eas_device *d);

// Writes the key-value pairs that ActiveSync has about the device.
void eas_write_details(struct writer *w, const struct eas_device *d);

#endif
