// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BEND_JSON_H
#define EMULATOR_BEND_JSON_H

#include "bend_tree.h"

// Appends a tree as JSON: without its root, attributes as "@name", what has the same name as an array.
void tree_write_json(const struct tree *t, const struct bend_style *style, struct bytes *out);

#endif
