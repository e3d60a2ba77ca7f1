// SPDX-License-Identifier: Apache-2.0
/**
 * Statements over the answers of two or more requests: equal sets, disjoint sets, list against single read, counts.
 * A relation is one static function and its row in relation.c.
 */
#ifndef EPMM_RELATION_H
#define EPMM_RELATION_H

#include "rule.h"

/** One relation; its evaluation belongs to relation.c and its readers. */
struct relation_def {
	const char *name;
	const char *summary;
	struct argument_def arguments[ARGUMENTS_MAX]; /**< ended by one without a name */
};

/** The relation with the name, or NULL. */
const struct relation_def *relation_find(const char *name);

/** All relations; `*count` is set. */
const struct relation_def *relation_all(size_t *count);

#endif
