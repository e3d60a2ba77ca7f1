// SPDX-License-Identifier: Apache-2.0
/**
 * The gate: what a request may do to a target, and whether this run may send it. The least class of every method and
 * path is compiled in; case files can only raise it. The method says nothing: unlock, wakeup and locate are GETs.
 */
#ifndef EPMM_SAFETY_H
#define EPMM_SAFETY_H

#include "model.h"

/**
 * The least class of a request, judged by the bytes that would be sent: `path` is percent-encoded, with query, after the
 * base URL. What the table does not list is destroy, but for a GET where only a write is documented (probe) and a PUT or
 * POST on the path of a read that names no existing object (probe-write).
 */
enum safety safety_of_request(const char *method, const char *path);

/** Whether the path (up to `?`) has the shape of the row, where `{}` stands for one plain segment. */
bool safety_is_path(const char *row, const char *path);

/** The least class of an operation by its template ("/api/v1/dm/devices/{deviceuuid}"). */
enum safety safety_of_template(const char *method, const char *template_path);

/** What this run may do. */
struct permission {
	enum target_kind kind;
	bool permits[SAFETY_DESTROY + 1]; /**< first key: the target file */
	bool allow[SAFETY_DESTROY + 1];   /**< second key: --allow */
};

/** True when the class needs nothing but the kind of target: read and probe anywhere, sense on lab, … */
bool safety_by_default(enum target_kind kind, enum safety safety);

/** True when the run may send requests of the class. */
bool safety_permitted(const struct permission *permission, enum safety safety);

/** Why not, as a reason for a skip; static text. */
const char *safety_reason(const struct permission *permission, enum safety safety);

/** An id of the type that no server has ("uuid", "mac", "phone", "integer"; anything else is taken as text). */
const char *safety_impossible_id(const char *type);

/** A text that is not a value of the type, for invalid.P; NULL when every text is one. */
const char *safety_invalid_value(const char *type);

#endif
