// SPDX-License-Identifier: Apache-2.0
/** The plan once its fixtures are known: each request with its objects, and a hash that a later run is held to. */
#ifndef EPMM_RESOLVE_H
#define EPMM_RESOLVE_H

#include "fixture.h"
#include "plan.h"

/** What the hash covers besides the requests. */
struct resolve_about {
	const char *tool_version;
	const char *case_version;
	const char *target; /**< base URL */
};

/** The parameters as "name=value name=value", fixtures resolved, values of the run and of earlier answers as ${…}. In the arena. */
const char *resolve_objects(struct arena *arena, const struct fixtures *fixtures, const struct request *request);

/** 64 hexadecimal digits over everything that would be sent, in the arena. */
char *resolve_hash(struct arena *arena, const struct plan *plan, const struct fixtures *fixtures,
                   const struct resolve_about *about);

#endif
