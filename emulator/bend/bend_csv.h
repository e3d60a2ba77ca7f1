// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BEND_CSV_H
#define EMULATOR_BEND_CSV_H

// Comma separated values as a tree and back: <csv><head><c>..</c></head><row><c n="column">..</c></row></csv>.

#include "bend_tree.h"

// Appends the tree of a table as XML.
void csv_to_tree(struct text csv, struct bytes *xml);

// Appends a tree as a table.
void csv_from_tree(const struct tree *t, struct bytes *csv);

#endif
