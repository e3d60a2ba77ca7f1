// SPDX-License-Identifier: Apache-2.0
/**
 * One model for XML and JSON bodies (design: "Judging a body").
 *
 * An element or a member is a node with a name, the text as received and children. The XML attribute `id` and the
 * JSON member `@id` are the same child `id`. A JSON array is repeated children of one name. `""`, null, `{}`, `[""]`
 * and an empty element are the same emptiness. Members named `$` or `#text` are the text of their parent.
 * XML names lose their prefix, namespace declarations and attributes of the xsi namespace are dropped.
 */
#ifndef EPMM_NODE_H
#define EPMM_NODE_H

#include "arena.h"
#include "text.h"

/** How a scalar was written. XML knows only NODE_TEXT. */
enum node_kind {
	NODE_TEXT,    /**< XML text or a JSON string */
	NODE_NUMBER,  /**< a JSON number; `text` holds its digits as sent */
	NODE_BOOLEAN, /**< a JSON true or false; `text` holds the word */
	NODE_NULL,    /**< a JSON null; `text` is empty */
};

/** One element or member of a body. Lives in the arena it was built in. */
struct node {
	uint32_t name_hash; /**< str_hash_nocase() of `name`; node_set_name() keeps them together */
	uint32_t key_hash;  /**< name_hash() of the text of the first child named `key`; 0: not known, see node_set_key() */
	struct str name;    /**< without prefix and without `@`; the root of a JSON body without root has an empty name */
	struct str text;    /**< the text as received, blanks at both ends included; empty for containers */
	enum node_kind kind; /**< how the scalar was written */
	bool attribute;      /**< an XML attribute or a JSON member written with `@` */
	bool none;           /**< stands for the JSON empty array: the name is there, but not one element */
	bool unlisted;       /**< a JSON object that stands outside of any array; false in XML, which has none */
	struct node *first;  /**< first child, NULL for scalars and empty containers */
	struct node *last;   /**< last child */
	struct node *next;   /**< next sibling */
};

/** Gives the node a name, which it borrows. An empty name needs no call: a node of zeros has it. */
void node_set_name(struct node *node, struct str name);

/** Tells the node that this child is complete: if it is its first one named `key`, look-ups by that key are fast. */
void node_set_key(struct node *node, const struct node *child);

/** True when the node has neither children nor text (blanks and `none` children do not count). */
bool node_is_empty(const struct node *node);

/** First child whose name equals `name` without regard to case; NULL when there is none. */
const struct node *node_child(const struct node *node, const char *name);

/** Next sibling with the same name (without regard to case), or NULL. */
const struct node *node_same(const struct node *node);

/** Number of children with the name; a `none` child counts 0. */
size_t node_count(const struct node *node, const char *name);

/**
 * Follows a path `a/b/c` from the node and returns the first match or NULL. `entry[KEY]` selects the entry child
 * whose `key` child equals KEY by name_compare() and yields its `value` child (or the entry, when it has no value). A `/`
 * at the beginning of the path does not count: rules write it to mean the root.
 */
const struct node *node_find(const struct node *node, const char *path);

/** The trimmed text at the path, empty when absent. */
struct str node_text(const struct node *node, const char *path);

/** First node with the name anywhere at or below `node`, in document order, or NULL (errata E004). */
const struct node *node_search(const struct node *node, const char *name);

/** Deep copy into another arena. */
struct node *node_copy(struct arena *arena, const struct node *node);

/** Appends a new child (name copied into the arena, NUL-terminated) and returns it. */
struct node *node_add(struct arena *arena, struct node *parent, struct str name);

#endif
