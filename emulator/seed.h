// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_SEED_H
#define EMULATOR_SEED_H

// Seed files: JSON that changes or adds devices, labels, operators and countries.

#include "fleet.h"

struct seed;

// Reads a seed file and applies it to the fleet, whose count and lists may grow. The result must live as long as the fleet;
// free it with seed_free(). On a mistake prints where it is to stderr and returns NULL.
struct seed *seed_load(const char *path, struct fleet *f);

// Frees a seed; NULL is allowed.
void seed_free(struct seed *s);

#endif
