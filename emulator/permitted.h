// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_PERMITTED_H
#define EMULATOR_PERMITTED_H

// The devices of the fleet that a conformance run may act on; the target file lists them.

#include "fleet.h"

// Most devices that are listed.
#define PERMITTED_MAX 12

// Chooses active, compliant devices of several kinds, several of the kinds that most actions are for, taken from the end
// of the fleet so that reads rather use others. Returns how many there are.
size_t permitted_devices(const struct fleet *f, uint32_t devices[PERMITTED_MAX]);

#endif
