// SPDX-License-Identifier: Apache-2.0
#include "seed.h"
struct seed { int unused; };
struct seed *seed_load(const char *path, struct fleet *f) { (void)path; (void)f; return NULL; }
void seed_free(struct seed *s) { (void)s; }
