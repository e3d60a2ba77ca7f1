// SPDX-License-Identifier: Apache-2.0
/** Paths as the files of safety*.c compare them; nobody else includes it. */
#ifndef EPMM_SAFETY_IMPL_H
#define EPMM_SAFETY_IMPL_H

#include "text.h"

/** The path up to `?`, without slashes at its end. */
struct str safety_path_part(const char *path);

/** A segment that a server might read as something else than one plain name: empty, dots, dots before an escaped slash. */
bool safety_is_deceptive(struct str segment);

/** The segment before the next slash; `*rest` goes on behind it. */
struct str safety_next_segment(struct str *rest);

/** Whether the path has the shape of the row: `{}` and `{name}` stand for one plain segment each. */
bool safety_path_fits(const char *row, struct str path);

/** The n-th placeholder of a row that fits: its name and the segment in its place, as sent. False when there is none. */
bool safety_path_value(const char *row, struct str path, size_t n, struct str *name, struct str *value);

/** The segment is an id that no server has. */
bool safety_is_impossible(struct str segment);

/** The text is an impossible or invalid value of the table of probes. */
bool safety_is_probe_value(struct str text);

#endif
