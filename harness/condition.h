// SPDX-License-Identifier: Apache-2.0
/** Conditions of the case language: paths and predicates, all of which must hold. */
#ifndef EPMM_CONDITION_H
#define EPMM_CONDITION_H

#include "model.h"
#include "node.h"

/** True when all terms hold for the node. Numbers are equal whatever their fractional zeros, words in any case. */
bool condition_holds(const struct condition *condition, const struct node *node);

/** The condition in words, for findings: "status is ACTIVE and platform matches ^Android". */
char *condition_text(struct arena *arena, const struct condition *condition);

#endif
