// SPDX-License-Identifier: Apache-2.0
/** Points in time as the guide prints them, exact to the microsecond and without the C library's time zones. */
#ifndef EPMM_MOMENT_H
#define EPMM_MOMENT_H

#include "text.h"

/** Microseconds in a second and in a day. */
#define SECOND_US INT64_C(1000000)
#define DAY_US (86400 * SECOND_US)

/**
 * Reads `YYYY-MM-DDThh:mm:ss[.fraction](Z|+hh:mm|+hhmm)` with a real calendar date, all of the text, as microseconds
 * since 1970; false when it is something else.
 */
bool moment_read(struct str text, int64_t *us);

enum { MOMENT_ROOM = 40 };

/** Writes the moment as "2026-11-23T10:11:12Z", cut to the second. */
void moment_write(int64_t us, char text[MOMENT_ROOM]);

#endif
