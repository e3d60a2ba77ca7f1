// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_FIELDS_H
#define EMULATOR_FIELDS_H

// The fields of a device, as rows: name, in which answers, and where the value is found.

#include "device.h"
#include "writer.h"

struct details;

// The answers that show a device, each with its own set of fields.
enum form {
	FORM_LIST = 1,   // devices by status
	FORM_SINGLE = 2, // device by uuid
	FORM_FOUND = 4,  // by phone number, user, label or MAC address
	FORM_ALL = 7
};

// What a field holds.
enum field_kind { FIELD_TEXT, FIELD_NUMBER, FIELD_FLAG, FIELD_DATE, FIELD_DETAILS };

// One field.
struct field {
	const char *name;     // element or member name
	enum field_kind kind; // type of the value
	unsigned forms;       // bits of enum form
	bool optional;        // left out if empty or below zero
	size_t at;            // offset in struct device
};

// The rows, in the order in which they are written; ends with a row without a name.
extern const struct field device_fields[];

// Finds a row by its exact name, NULL if there is none.
const struct field *field_find(const char *name);

// Writes one device as an item of the list `device`; `details` are its key-value pairs.
void field_write_device(struct writer *w, const struct device *d, const struct details *details, unsigned form);

#endif
