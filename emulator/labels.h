// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_LABELS_H
#define EMULATOR_LABELS_H

// Labels: the default ones have negative ids, those of an administrator positive ones.

#include "fleet.h"
#include "writer.h"

// A label.
struct label {
	int32_t id;                                            // unique, never 0
	const char *name;                                      // unique
	const char *description;                               // may be empty
	const char *query;                                     // search criteria, NULL for a static label
	bool (*matches)(const struct fleet *, uint32_t index); // rule of a built-in label
	const struct label_override *chosen;                   // devices of a label from a seed file, else NULL
};

// Number of labels of the server, those of the seed file included.
size_t label_count(const struct fleet *f);

// The label at a place below label_count().
struct label label_at(const struct fleet *f, size_t place);

// Finds a label by name, without regard to the case of ASCII letters; false if there is none.
bool label_find(const struct fleet *f, struct text name, struct label *out);

// True if the device is registered and assigned to the label.
bool label_has(const struct fleet *f, const struct label *label, uint32_t index);

// How many devices label_has() is true for; one pass over the fleet.
uint32_t label_devices(const struct fleet *f, const struct label *label);

// Writes the list of all labels.
void label_write_all(struct writer *w, const struct fleet *f);

#endif
