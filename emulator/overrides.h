// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_OVERRIDES_H
#define EMULATOR_OVERRIDES_H

// What a seed file changes in the computed fleet.

#include "device.h"

struct field;

// One changed field of a device.
struct field_override {
	const struct field *field; // which one
	struct text text;          // new value of a text
	int64_t number;            // new value of a number, flag or date (seconds since 1970)
};

// One changed or added detail of a device.
struct detail_override {
	const char *key;   // key
	struct text value; // value
	bool remove;       // the pair is to be left out
};

// Everything changed in one device.
struct device_override {
	uint32_t index;                  // which device
	struct field_override *fields;   // changed fields
	size_t field_count;              // number of them
	struct detail_override *details; // changed details
	size_t detail_count;             // number of them
	bool has_status;                 // the status is changed
	enum status status;              // to this one
};

// A static label that the seed file names, with the devices assigned to it.
struct label_override {
	const char *name;        // unique name
	const char *description; // description
	uint32_t *devices;       // device indexes, ascending, without repetition
	size_t device_count;     // number of them
};

// All changes; devices ascend by index.
struct overrides {
	struct device_override *devices; // changed devices
	size_t device_count;             // number of them
	struct label_override *labels;   // added labels
	size_t label_count;              // number of them
};

// The changes of one device, or NULL.
const struct device_override *overrides_of(const struct overrides *o, uint32_t index);

// Applies the changes of one device to its computed record.
void overrides_apply(const struct device_override *o, struct device *d);

// The new text of a field of one device; false if it is not changed.
bool overrides_text(const struct device_override *o, const char *field, struct text *value);

#endif
