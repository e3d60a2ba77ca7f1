// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ALERTS_H
#define EMULATOR_ALERTS_H

// Alerts; computed from their number, as devices are. Only what an update changed is kept.

#include "fleet.h"
#include "writer.h"

// Most alerts, whatever the size of the fleet.
#define ALERTS_MAX 2000

// One alert; must not be copied, its texts point into itself.
struct alert {
	uint32_t id;          // unique, from ALERT_FIRST_ID on
	struct device device; // what it is about
	int64_t date;         // when it was made, in seconds since 1970
	int64_t updated;      // when it was changed last, in seconds since 1970
	struct text updater;  // who did that
	bool read;            // it is marked read
};

// The id of the first alert.
#define ALERT_FIRST_ID 3001

// Number of alerts: two for each of the first devices, one for most.
uint32_t alert_count(const struct fleet *f);

// Computes the alert at a place below alert_count().
void alert_get(const struct fleet *f, uint32_t place, struct alert *out);

// Finds the place of an alert by its id in decimal; false if there is none.
bool alert_find(const struct fleet *f, struct text id, uint32_t *place);

// Writes an alert as an item of the list `alert`, its id as an attribute or as an element.
void alert_write(struct writer *w, const struct alert *alert, bool id_element);

#endif
