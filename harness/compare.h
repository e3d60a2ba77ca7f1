// SPDX-License-Identifier: Apache-2.0
/**
 * Are two nodes the same data? Used for XML against JSON, for list against single read and for reading again.
 * Order does not matter; absent equals empty; names are compared without regard to case; a number's fractional zeros and blanks at
 * both ends do not count (XML `1.0`, JSON `1`), nor do capitals in true and false (fields of the type boolean, values of entries), nor
 * how a date writes its offset; fields marked volatile in the schema, and elements and attributes unknown to it, are left out.
 */
#ifndef EPMM_COMPARE_H
#define EPMM_COMPARE_H

#include "model.h"
#include "node.h"

/** One difference. Views are borrowed from the nodes. */
struct difference {
	const char *path; /**< below the compared nodes, "details/entry[imei]" for key-value entries */
	struct str left;  /**< text of the left side, empty when absent */
	struct str right;
	bool left_absent;
	bool right_absent;
};

/** What to compare. */
enum compare_scope {
	COMPARE_ALL,    /**< a field on one side only is a difference unless empty */
	COMPARE_SHARED, /**< only fields that both sides have */
};

/** A digest that is equal for the same data in any order and format; volatile fields are left out. Never 0. */
uint64_t node_digest(const struct schema *schema, const struct node *node);

/** The digest of all that stands in the child of that name, 0 when it is absent, empty or a text. */
uint64_t node_digest_below(const struct schema *schema, const struct node *record, const char *name);

/**
 * Lists the differences, at most `ceiling`, in the arena; `*count` is set. `schema` says which fields are volatile and which
 * are key-value entries; it may be NULL. Two nodes with equal digests have no difference.
 */
const struct difference *node_compare(struct arena *arena, const struct schema *schema, const struct node *left,
                                      const struct node *right, enum compare_scope scope, size_t ceiling, size_t *count);

/** True when two scalar texts are the same value under the rules above. */
bool scalar_equal(struct str left, struct str right);

#endif
