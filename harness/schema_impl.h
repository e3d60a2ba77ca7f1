// SPDX-License-Identifier: Apache-2.0
/** What the parts of the comparison with a schema share; only the schema*.c files include it. */
#ifndef EPMM_SCHEMA_IMPL_H
#define EPMM_SCHEMA_IMPL_H

#include "schema.h"

/** Fields of one schema; the loader allows half of it in one list. */
enum { FIELDS_MAX = 4096, FIELD_WORDS = FIELDS_MAX / 64 };

/** An element at work: where it stands and what it is held against. */
struct scope {
	const struct schema_context *context;
	const struct schema *schema;
	const struct node *node;
	const struct scope *parent; /**< NULL for the node that schema_check() was given */
	const char *name;           /**< documented name, NULL where the parent is */
	const char *streamed;       /**< what is left of the streamed path from here on, or NULL */
};

/** Which fields of the schema were seen, by position. */
struct seen {
	uint64_t present[FIELD_WORDS];
	uint64_t filled[FIELD_WORDS]; /**< with text or children */
};

/** Position of the field for the name, SIZE_MAX when it is unknown. `guess` is tried first. */
size_t field_position(const struct schema *schema, struct str name, size_t guess);

/** The streamed path behind its first step, "" at its end; NULL when that step is not the field or nothing was streamed. */
const char *streamed_below(const struct scope *scope, const struct field *field);

/** The path of an element below the scope (an empty name: of the scope itself); NULL for the root. In the scratch. */
const char *scope_path(const struct scope *scope, struct str name);

/** A draft at an element below the scope, of the level failure. */
struct finding_draft scope_draft(const struct scope *scope, struct str name, const char *check,
                                 const struct requirement *requirement);

/** Hands in a note about an element below the scope; the message is one for all. */
void scope_note(const struct scope *scope, struct str name, const char *check, const char *message);

/** Judges the text of a field. `path` is where it stands. */
void check_value(const struct scope *scope, const struct field *field, struct str path, struct str text);

/** Judges the key-value pairs below `container`; the scope is the record's. */
void check_entries(const struct scope *scope, const struct field *field, const struct node *container);

/** Judges what is missing, empty or should not be there, once all children were seen. */
void check_presence(const struct scope *scope, const struct seen *seen);

/** Where an element of the name stands that the schema does not know there: a path below the node, or NULL. */
const char *stray_path(struct arena *arena, const struct schema *schema, const struct node *node, const char *name);

/** Sets and asks for one position. */
static inline void mark(uint64_t *set, size_t position)
{
	set[position / 64] |= UINT64_C(1) << (position % 64);
}

static inline bool is_marked(const uint64_t *set, size_t position)
{
	return (set[position / 64] >> (position % 64)) & 1;
}

#endif
