// SPDX-License-Identifier: Apache-2.0
/**
 * Objects of the target that cases need, found in the answers of reads (or given by the target file), and the
 * expansion of ${fixture.value} in requests.
 */
#ifndef EPMM_FIXTURE_H
#define EPMM_FIXTURE_H

#include "facts.h"
#include "model.h"
#include "planned.h"

/** The fixtures of a run; opaque. */
struct fixtures;

/** The fixtures that the plan wants; values of the target file are set at once. Free with fixtures_free(). */
struct fixtures *fixtures_new(const struct plan *plan, const struct target *target);

/** Frees the fixtures; NULL is allowed. */
void fixtures_free(struct fixtures *fixtures);

/** Offers a record of the answer to request `request`; the matching record with the smallest id is remembered. */
void fixtures_offer(struct fixtures *fixtures, size_t request, const struct node *record, struct arena *scratch);

/** The record that was chosen for the fixture, or NULL. */
const struct node *fixtures_record(const struct fixtures *fixtures, const struct fixture *fixture);

/** The value of "device.uuid", or NULL when the fixture or the value was not found. */
const char *fixtures_value(const struct fixtures *fixtures, const char *name);

/**
 * Expands ${…} in the text, in the arena. On NULL, `*missing` is the fixture or value that was not found.
 */
const char *fixtures_expand(const struct fixtures *fixtures, struct arena *arena, const char *text, const char **missing);

/** All choices as "device.uuid=…" joined by blanks, for the run record; in the arena. */
const char *fixtures_choices(const struct fixtures *fixtures, struct arena *arena);

#endif
