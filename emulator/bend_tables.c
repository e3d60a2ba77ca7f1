// SPDX-License-Identifier: Apache-2.0
// The list of all tables of faults and variations.
#include "bend.h"

// Declares a table; enter it below as ROWS(area, allowed, rows), where `allowed` tells variations from faults.
#define TABLE(rows)                                                                                                    \
	extern const struct bend_row rows[];                                                                               \
	extern const size_t rows##_count
#define ROWS(area, allowed, rows)                                                                                      \
	{                                                                                                                  \
		(area), (allowed), (rows), &rows##_count                                                                       \
	}

const struct bend_table bend_tables[] = {
	{NULL, false, NULL, NULL},
};
