// SPDX-License-Identifier: Apache-2.0
/**
 * The objects that a run's cases asked about, as its summary tells them: "device.uuid=… label.name=Windows Phone". Values may
 * hold blanks.
 */
#ifndef EPMM_OBJECTS_H
#define EPMM_OBJECTS_H

#include "text.h"

/**
 * The object at `at`, which may be NULL: its name and value are set, views of the text. Returns where the next one begins, or NULL
 * when there was none at `at`.
 */
const char *objects_next(const char *at, struct str *name, struct str *value);

/** True when the objects, which may be NULL, have one of the name; `value` is set then, a view of the text. */
bool objects_find(const char *objects, struct str name, struct str *value);

#endif
