// SPDX-License-Identifier: Apache-2.0
/** What the guide documents, in names: operations, parameters, status codes, elements (cases/guide.csv). */
#ifndef EPMM_GUIDE_H
#define EPMM_GUIDE_H

#include "arena.h"
#include "diag.h"
#include "text.h"

/** What a row is about. */
enum guide_kind {
	GUIDE_OPERATION,
	GUIDE_PARAMETER,
	GUIDE_STATUS,
	GUIDE_ELEMENT,
	GUIDE_KINDS,
};

/** One row. */
struct guide_item {
	enum guide_kind kind;
	const char *area;      /**< "dm"; "all" for what holds for every operation */
	const char *operation; /**< id, or "*" */
	const char *name;      /**< "GET /api/v1/dm/devices", "status", "404", "uuid" */
	const char *place;     /**< section; path, query or form; nothing much; name of the element around it */
	const char *reason;    /**< why no description can hold it; NULL for nearly all */
	struct position at;
};

/** All rows in their order. */
struct guide {
	const struct guide_item *items;
	size_t count;
};

/** Reads cases/guide.csv of the data directory; NULL after a report to `diag`. Lives in the arena. */
const struct guide *guide_read(struct arena *arena, const char *data_dir, struct diag *diag);

/** The operation whose method and path template the request fits best, or NULL. `url` may begin with scheme and host. */
const struct guide_item *guide_operation(const struct guide *guide, const char *method, const char *url);

/** "operation", "parameter", "status", "element". */
const char *guide_kind_name(enum guide_kind kind);

#endif
