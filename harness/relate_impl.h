// SPDX-License-Identifier: Apache-2.0
/** What the functions of the relations share; only relate*.c include it. */
#ifndef EPMM_RELATE_IMPL_H
#define EPMM_RELATE_IMPL_H

#include "relate.h"

/** Something differs: a suspect in the first round, a finding in the second if it was one. */
struct deviation {
	bool has_key;
	fact_key key;
	const struct node *left, *right; /**< what was compared, where that is no record with a key; or NULL */
	const char *path;
	const char *expected;
	struct str actual;
	const char *message;
};

/** Takes a deviation: remembered in the first round, reported in the second if the first had it, too. */
void relate_deviate(struct relation_pass *pass, const struct deviation *deviation);

/** The n-th argument of the relation. */
const struct argument *relate_argument(const struct planned *planned, size_t n);

/** The paths on one side of pairs `here=there`; the column holds only where the condition (or NULL) does. */
struct column relate_pair_column(struct arena *arena, const struct argument *pairs, bool there,
                                 const struct condition *where);

/** The relations `agrees`, `covers` and `counted`. */
void relate_agrees(struct relation_pass *pass);
void relate_covers(struct relation_pass *pass);
void relate_counted(struct relation_pass *pass);

/** The relations `disjoint`, `union` and `parts`. */
void relate_disjoint(struct relation_pass *pass);
void relate_parts(struct relation_pass *pass);
void relate_union(struct relation_pass *pass);

#endif
