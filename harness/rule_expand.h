// SPDX-License-Identifier: Apache-2.0
/** Rules of scenarios whose conditions hold ${…}: the values are known only when the step is carried out. */
#ifndef EPMM_RULE_EXPAND_H
#define EPMM_RULE_EXPAND_H

#include "arena.h"
#include "model.h"

/** Gives the text with its ${…} filled in, or NULL when a value is not known. */
typedef const char *rule_expand_fn(void *context, const char *text);

/**
 * The rules with the words of their conditions filled in, in the arena; rules without ${…} are taken as they are. Where a
 * value is not known its ${…} stays.
 */
const struct rule_use *rules_expand(struct arena *arena, const struct rule_use *rules, size_t count,
                                    rule_expand_fn *expand, void *context);

#endif
