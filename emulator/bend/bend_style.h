// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BEND_STYLE_H
#define EMULATOR_BEND_STYLE_H

// Other ways to write the same body, all of them allowed by the formats.

#include "bytes.h"

// How a body is written; all zero is the emulator's own way.
struct bend_style {
	const char *json_root;      // the root is a member around everything
	const char *json_plain_id;  // attributes are called as they are, without the at sign
	const char *json_number_id; // attributes that read as numbers are numbers
	const char *json_strings;   // every value is a string
	const char *json_lists;     // a list of one is an array
	const char *json_empty;     // what stands for an empty element: null, object, array, or omit
	const char *json_unwrapped; // nothing stands in an array for being what it is
	const char *json_pretty;    // a member a line
	const char *xml_pretty;     // an element a line
	const char *xml_namespace;  // all elements are in this default namespace
	const char *xml_prefixed;   // all elements are in this namespace, by a prefix
	const char *xml_cdata;      // texts stand in CDATA sections
	const char *xml_comments;   // a comment stands before each element of the second level
	const char *xml_encoding;   // written in this encoding, and declared so
	const char *xml_bare;       // no XML declaration
};

// Switches a style on by its name, with hyphens for underscores; false if there is none. A style without an argument
// takes NULL.
bool bend_style_set(struct bend_style *style, const char *name, const char *value);

#endif
