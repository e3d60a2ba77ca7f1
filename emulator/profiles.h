// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_PROFILES_H
#define EMULATOR_PROFILES_H

// The policies and configurations on a device.

#include "device.h"
#include "writer.h"

// How many profiles the device has.
size_t profile_count(const struct device *d);

// Writes the list of the device's profiles; there must be one.
void profile_write_all(struct writer *w, const struct device *d);

// True if the device has a profile with this id and this type, POLICY or APP.
bool profile_exists(const struct device *d, struct text id, struct text type);

#endif
