// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_NEGOTIATE_H
#define EMULATOR_NEGOTIATE_H

// Which format the Accept header asks for.

#include "writer.h"

// What the Accept headers of one request say; starts zeroed.
struct accept {
	struct wish {
		unsigned weight;      // q times 1000
		unsigned specificity; // 0 nothing said, 1 any type, 2 any subtype, 3 the type itself
		unsigned order;       // place among the ranges
	} json, xml;              // for each format
	unsigned ranges;          // media ranges seen
};

// Takes in one Accept header.
void accept_add(struct accept *a, struct text header);

// The format wanted: JSON unless XML is wanted more, or both equally by name and XML first.
enum format accept_format(const struct accept *a);

// True if one of the formats is asked for by its name, not only by a range such as */*.
bool accept_named(const struct accept *a);

// The media type of a format.
const char *format_media_type(enum format format);

#endif
