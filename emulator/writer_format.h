// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_WRITER_FORMAT_H
#define EMULATOR_WRITER_FORMAT_H

// What a format has to provide; only writer.c and the formats know it.

#include "writer.h"

// The parts of a body that the formats write differently.
struct writer_format {
	void (*begin)(struct writer *w, const char *root);
	void (*end)(struct writer *w, const char *root);
	void (*open)(struct writer *w, const char *name, bool wrapped);
	void (*close)(struct writer *w, const char *name, bool wrapped);
	void (*list)(struct writer *w, const char *item);
	void (*list_end)(struct writer *w);
	void (*item)(struct writer *w, const char *item, struct text id);
	void (*item_end)(struct writer *w, const char *item);
	void (*item_text)(struct writer *w, const char *item, struct text value);
	void (*text)(struct writer *w, const char *name, struct text value);
	void (*bare)(struct writer *w, const char *name, struct text value);
	void (*empty)(struct writer *w, const char *name, bool wrapped);
	void (*pair)(struct writer *w, const char *item, struct text key, struct text value);
};

// The format that keeps what both others need to know: XML with marks (writer_tree.c).
extern const struct writer_format tree_format;

#endif
