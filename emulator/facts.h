// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_FACTS_H
#define EMULATOR_FACTS_H

// What requests changed outside of the device records: one text for each field of an object of an area, such as
// ("alerts", "12", "isRead") = "true". A fact never changes, so states of the server share it.

#include "bytes.h"

struct fact;

// A sorted list of facts: by area, object and field.
struct facts {
	struct fact **items; // the facts
	size_t count;        // number of them
};

// The parts of a fact; borrowed from it.
struct fact_view {
	const char *area;   // what part of the API it is about, such as "alerts"
	const char *object; // which object of the area
	const char *field;  // what about it
	struct text value;  // its value, terminated by a NUL
};

// The value of a fact; false if nothing is known.
bool facts_get(const struct facts *f, const char *area, struct text object, const char *field, struct text *value);

// The fact at a place below count.
struct fact_view facts_at(const struct facts *f, size_t place);

// The place of the first fact of an area, or of the first of a later one; the others of the area follow it.
size_t facts_area(const struct facts *f, const char *area);

// Sets the value of a fact; false if memory is out. Area, object and field must not hold a NUL.
bool facts_set(struct facts *f, const char *area, struct text object, const char *field, struct text value);

// Forgets a fact, if there is one.
void facts_forget(struct facts *f, const char *area, struct text object, const char *field);

// Copies the list, sharing the facts; false if memory is out, the copy then being empty.
bool facts_copy(struct facts *to, const struct facts *from);

// Lets go of all facts and frees the list.
void facts_drop(struct facts *f);

#endif
