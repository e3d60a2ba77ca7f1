// SPDX-License-Identifier: Apache-2.0
/**
 * A YAML document as a small tree with positions. Only the part of YAML that the case language allows: one document,
 * no anchors, aliases, tags, merge keys or directives, no key twice, valid UTF-8 without NUL, and ceilings on size,
 * depth and events. Nothing is typed here: a scalar is its text, and whether it was quoted.
 */
#ifndef EPMM_YAML_TREE_H
#define EPMM_YAML_TREE_H

#include "arena.h"
#include "diag.h"
#include "text.h"

/** Ceilings of one file. */
enum {
	YAML_FILE_MAX = 1 << 20,     /**< bytes of the file */
	YAML_DEPTH_MAX = 64,         /**< lists and mappings inside each other */
	YAML_EVENTS_MAX = 200000,    /**< parser events */
	YAML_SCALAR_MAX = 256 << 10, /**< bytes of one scalar */
};

/** What a node is. */
enum yaml_kind {
	YAML_TEXT,
	YAML_LIST,
	YAML_MAP,
};

/** A node; the children of a list or mapping are linked in the order of the file. */
struct yaml {
	const struct yaml *next;  /**< the next child of the same parent, or NULL */
	const struct yaml *first; /**< first child, or NULL */
	size_t count;             /**< number of children */
	const char *text;         /**< of a scalar, NUL-terminated, no NUL inside; NULL for the others */
	size_t length;            /**< bytes of the text */
	const char *key;          /**< under which it stands in a mapping, or NULL */
	struct position key_at;   /**< where the key begins */
	struct position at;       /**< where the node itself begins */
	enum yaml_kind kind;
	bool plain; /**< a scalar without quotes and not a block */
};

/** Where a tree is put: its texts may outlive its nodes. Both may be the same arena. */
struct yaml_arenas {
	struct arena *nodes;
	struct arena *texts; /**< keys and scalars */
};

/**
 * Reads a document. NULL when something is wrong that hides the rest; keys that occur twice are reported and the
 * tree is still returned. `file` names the text in messages and must live as long as the tree.
 */
const struct yaml *yaml_parse(struct yaml_arenas arenas, const char *file, struct str text, struct diag *diag);

/** The value under the key of a mapping, or NULL. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);

/** "text", "a list" or "a mapping", for messages. */
const char *yaml_kind_name(enum yaml_kind kind);

#endif
