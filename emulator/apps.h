// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_APPS_H
#define EMULATOR_APPS_H

// Which applications devices have installed; computed from the number of the device.

#include "fleet.h"

// An application.
struct app {
	const char *name;    // as installed
	bool android, ios;   // for which platforms there is one
	uint32_t installers; // one of so many devices has it
};

// Finds an application by its exact name; NULL if no device has it.
const struct app *app_find(struct text name);

// True if the device has it installed; a retired device, or one that is not registered yet, has nothing.
bool app_installed(const struct fleet *f, const struct app *app, uint32_t index);

#endif
