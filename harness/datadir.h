// SPDX-License-Identifier: Apache-2.0
/** Where cases/, schemas/ and suites/ are. */
#ifndef EPMM_DATADIR_H
#define EPMM_DATADIR_H

#include "arena.h"

/**
 * The folder: `given` (--data-dir), else EPMM_CONFORM_DATA, else ../share/epmm-conform beside the program, else (in a
 * build tree) the sources. NULL when none of them holds cases.
 */
const char *datadir_find(struct arena *arena, const char *given);

#endif
