// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_WRITER_H
#define EMULATOR_WRITER_H

// One way to say a body, two ways to write it. The JSON side has the shape of a "mapped" Jettison body: no root, an
// attribute is the member "@id", one child is an object and several are an array, an empty element is "", and each text
// becomes a number or a boolean only if it reads back the same.

#include "bytes.h"

// The two formats of a body, and a third that is bent before it becomes one of them (bend_body.h).
enum format { FORMAT_JSON, FORMAT_XML, FORMAT_TREE };

struct writer_format;

// What is being written and where; plain data, so that it can rest between two pieces of a stream.
struct writer {
	const struct writer_format *format; // how each part is written
	struct bytes *out;                  // where it goes; may be exchanged between two calls
	bool follows;                       // JSON: a member or item precedes at this level
	bool many;                          // JSON: the list being written is an array
	uint32_t outer_many;                // JSON: what `many` was outside of the innermost list, one bit for each level
};

// Starts a body with this root element.
void writer_begin(struct writer *w, enum format format, struct bytes *out, const char *root);

// Ends the body.
void writer_end(struct writer *w, const char *root);

// Opens an element that has children; it is never a list item.
void writer_open(struct writer *w, const char *name);

// Closes what writer_open() opened.
void writer_close(struct writer *w, const char *name);

// Opens an element that JSON always shows as an array of one object.
void writer_open_wrapped(struct writer *w, const char *name);

// Closes what writer_open_wrapped() opened.
void writer_close_wrapped(struct writer *w, const char *name);

// Announces `count` (at least one) items with the same name; lists nest at most 32 times.
void writer_list(struct writer *w, const char *item, size_t count);

// Ends the list.
void writer_list_end(struct writer *w);

// Opens one item of the list, with the attribute `id` unless that is empty.
void writer_item(struct writer *w, const char *item, struct text id);

// Writes one item of the list that holds a text and nothing else.
void writer_item_text(struct writer *w, const char *item, struct text value);

// Closes the item.
void writer_item_end(struct writer *w, const char *item);

// Writes an element that holds a text.
void writer_text(struct writer *w, const char *name, struct text value);

// Writes an element that holds a whole number.
void writer_number(struct writer *w, const char *name, int64_t value);

// Writes an element that holds true or false.
void writer_boolean(struct writer *w, const char *name, bool value);

// Writes one key and value pair as an item named `item`.
void writer_pair(struct writer *w, const char *item, const char *key, struct text value);

// Writes an element with nothing in it; JSON shows [""] if `wrapped`, else "".
void writer_empty(struct writer *w, const char *name, bool wrapped);

// Appends a JSON string with its quotes.
void writer_json_string(struct bytes *out, struct text value);

// Appends a text as JSON: a number or a boolean if it reads back the same, else a string.
void writer_json_value(struct bytes *out, struct text value);

// Appends a text with what XML does not allow in one escaped.
void writer_xml_escaped(struct bytes *out, struct text value);

#endif
