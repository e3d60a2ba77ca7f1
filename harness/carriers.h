// SPDX-License-Identifier: Apache-2.0
/**
 * Which checks carry which statement of the guide: everything in the catalogue, the table of kinds and the checks of every
 * answer that would fail if the statement were broken. A list of ids in a case file carries nothing.
 */
#ifndef EPMM_CARRIERS_H
#define EPMM_CARRIERS_H

#include "arena.h"
#include "model.h"

/** The checks of one statement, in a stable order: of every answer, of kinds, of schemas, of operations, of scenarios. */
struct carriers {
	const char *const *names; /**< "dm/get-devices-by-status rule count-message" */
	size_t count;
	size_t claims; /**< places that name the statement without checking it */
};

/** One for each of `catalogue->requirements`, in their order; lives in the arena. */
const struct carriers *carriers_gather(struct arena *arena, const struct catalogue *catalogue);

/** The first names and how many there are besides: "kind ok; schema device status; +4". Empty when there are none. */
const char *carriers_text(struct arena *arena, const struct carriers *carriers);

#endif
