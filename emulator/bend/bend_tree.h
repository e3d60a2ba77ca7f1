// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BEND_TREE_H
#define EMULATOR_BEND_TREE_H

// A body as a tree that XPath finds its way in; the only part of the emulator that knows the XML library.

#include "bend.h"
#include "bend_style.h"
#include "request.h"

// What the functions of the expressions look at; everything may be empty.
struct bend_context {
	const struct request *request; // param('name'), query()
	const struct text *values;     // segment(1), segment(2)
	const char *account;           // account(): who asks; "" without credentials, "?" with those of nobody
	uint64_t reads;                // reads(): how many came before
	bool named;                    // named(): the request asks for a format by its name
};

struct tree;

// An element of a tree.
struct tree_node;

// Parses XML; NULL if it is none or memory is out. The context must outlive the tree; free with tree_free().
struct tree *tree_parse(struct text xml, const struct bend_context *context);

// Frees a tree; NULL is allowed.
void tree_free(struct tree *t);

// True if the expression holds for the tree.
bool tree_holds(struct tree *t, const char *expression);

// Appends the text of the expression.
void tree_text(struct tree *t, const char *expression, struct bytes *out);

// Does one of the steps on a body as a tree; others are left alone. False if there was nothing to do it to.
bool tree_bend(struct tree *t, const struct bend_step *step);

// Appends the tree as XML without marks, which are gone from the tree then.
void tree_write_xml(struct tree *t, const struct bend_style *style, struct bytes *out);

// A walk over the elements: the root, the first child and the next sibling of an element; NULL if there is none.
const struct tree_node *tree_root(const struct tree *t);
const struct tree_node *tree_child(const struct tree_node *n);
const struct tree_node *tree_next(const struct tree_node *n);

// The name of an element.
const char *tree_name(const struct tree_node *n);

// Appends the text that stands in an element.
void tree_content(const struct tree_node *n, struct bytes *out);

// The value of a mark (writer_tree.h) of an element, NULL if it has none.
const char *tree_mark(const struct tree_node *n, const char *mark);

// The attribute at a place, marks left out, counted from 0; false beyond the last. Appends the value.
bool tree_attribute(const struct tree_node *n, size_t place, const char **name, struct bytes *value);

// True if the expression can be read, and knows its functions; for tests.
bool tree_expression(const char *expression);

#endif
