// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_OVERRIDES_H
#define EMULATOR_OVERRIDES_H

// What differs from the computed fleet: first what a seed file says, later what requests changed. A change of one device
// is shared between the states of the server that have it and is written only while nobody else holds it.

#include <stdatomic.h>

#include "device.h"

struct field;

// One changed field of a device.
struct field_override {
	const struct field *field; // which one
	struct text text;          // new value of a text, owned
	int64_t number;            // new value of a number, flag or date (seconds since 1970)
};

// One changed or added detail of a device.
struct detail_override {
	char *key;         // key, owned
	struct text value; // value, owned
	bool remove;       // the pair is to be left out
};

// Everything changed in one device.
struct device_override {
	atomic_uint holders;             // how many hold it
	uint32_t index;                  // which device
	struct field_override *fields;   // changed fields
	size_t field_count;              // number of them
	struct detail_override *details; // changed details
	size_t detail_count;             // number of them
	bool has_status;                 // the status is changed
	enum status status;              // to this one
	bool has_persona;                // it was registered, so the kind of device is not that of its place
	struct persona persona;          // but this one
	bool has_user;                   // it was registered for another user than that of its place
	uint32_t user;                   // this one
	int64_t located_at;              // when "locate now" found it, in milliseconds since 1970; 0 if it never did
	bool renamed;                    // uuid, phone number or principal are among the changed fields
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
	struct device_override **devices; // changed devices
	size_t device_count;              // number of them
	size_t renamed;                   // how many of them are renamed
	struct label_override *labels;    // added labels
	size_t label_count;               // number of them
};

// The changes of one device, or NULL.
const struct device_override *overrides_of(const struct overrides *o, uint32_t index);

// Applies the changes of one device to its computed record.
void overrides_apply(const struct device_override *o, struct device *d);

// The new text of a field of one device; false if it is not changed.
bool overrides_text(const struct device_override *o, const char *field, struct text *value);

// Copies the list of devices, holding each; the labels stay shared. False if memory is out, the copy then being empty.
bool overrides_copy(struct overrides *to, const struct overrides *from);

// Lets go of all devices and frees the list; the labels are left alone.
void overrides_drop(struct overrides *o);

// The changes of one device for writing, added or copied first if need be; NULL if memory is out.
struct device_override *overrides_edit(struct overrides *o, uint32_t index);

// Changes a text field; false if memory is out.
bool override_set_text(struct overrides *o, struct device_override *d, const char *field, struct text value);

// Changes a number, flag or date; false if memory is out.
bool override_set_number(struct device_override *d, const char *field, int64_t value);

// Changes or adds a detail, or leaves it out if `value` is NULL; false if memory is out.
bool override_set_detail(struct device_override *d, const char *key, const struct text *value);

// Changes the status word and its code.
void override_set_status(struct device_override *d, enum status status);

#endif
