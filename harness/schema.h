// SPDX-License-Identifier: Apache-2.0
/**
 * Compares a node with a schema: presence, type, value, structure. One notation for XML and JSON, see
 * docs/case-language.md. What does not hold becomes a finding; unknown elements and other case of names become notes.
 */
#ifndef EPMM_SCHEMA_H
#define EPMM_SCHEMA_H

#include "condition.h"
#include "findings.h"
#include "value_type.h"

/** Surroundings of one comparison. */
struct schema_context {
	struct findings *findings; /**< takes what does not hold */
	struct arena *scratch;     /**< dies with the record or the answer */
	const char *path;          /**< of the node: "" for the root, "devices/device" for a record */
	const char *records;   /**< as in struct finding_draft: the streamed path when the node is a record, else NULL */
	size_t index;          /**< of the record */
	struct str record;     /**< what names the record */
	const char *streamed;  /**< when the node is the root: path of the elements judged while they arrived; they are
	                                not in the tree any more, and are not missing */
	size_t streamed_count; /**< how many of them there were */
	int64_t now_us;        /**< the answer's Date header (or our clock), microseconds since 1970, for not-future */
	const struct requirement *structure; /**< R378: of misplaced or ill-structured elements */
	const struct requirement *presence;  /**< R377: default requirement of required fields */
	const struct requirement *type;      /**< R380: default requirement of types */
};

/**
 * Judges `node` by `schema`. A required field that is missing while an unknown element of nearly the same name, or
 * the field in another place, is there is reported with that hint. Repetition of a field that is not `many` fails.
 */
void schema_check(const struct schema *schema, const struct node *node, const struct schema_context *context);

/** Makes look-ups of names fast; to be called when the fields are complete. The index lives in the arena. */
void schema_prepare(struct arena *arena, struct schema *schema);

/** The field of the schema for the child's name (aliases included), or NULL. */
const struct field *schema_field(const struct schema *schema, struct str name);

/** The key table for the entries of `field` in the record, or NULL when no condition holds. */
const struct schema *schema_keys(const struct field *field, const struct node *record);

#endif
