// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_SELECTION_H
#define EMULATOR_SELECTION_H

// Some devices of the fleet, walked through in ascending order and counted beforehand.

#include "labels.h"

// A walk; takes no memory per device unless the indexes are named one by one.
struct selection {
	const struct fleet *fleet;                               // the fleet
	bool (*takes)(const struct selection *, uint32_t index); // true for a selected device
	enum status status;                                      // wanted status, for select_status()
	struct label label;                                      // wanted label, for select_label()
	uint32_t *chosen;                                        // indexes named one by one, owned; else NULL
	size_t chosen_count;                                     // number of them
	size_t count;                                            // devices selected
	uint32_t next;                                           // where the walk goes on
};

// Selects every device.
struct selection select_all(const struct fleet *f);

// Selects the devices with a status.
struct selection select_status(const struct fleet *f, enum status status);

// Selects the registered devices of a label.
struct selection select_label(const struct fleet *f, const struct label *label);

// Selects the devices of an allocated list, sorts it, drops repetitions, and owns it from now on; NULL selects none.
struct selection select_chosen(const struct fleet *f, uint32_t *chosen, size_t count);

// Goes to the next device; false at the end.
bool selection_next(struct selection *s, uint32_t *index);

// Frees what the selection owns.
void selection_free(struct selection *s);

#endif
