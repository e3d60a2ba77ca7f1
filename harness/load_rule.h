// SPDX-License-Identifier: Apache-2.0
/** Rules and relations as written in a case file. */
#ifndef EPMM_LOAD_RULE_H
#define EPMM_LOAD_RULE_H

#include "load_fields.h"

/** Reads a list of rules; `in_case` when they belong to an explicit case, where `on` has no meaning. */
const struct rule_use *read_rules(struct load *load, const struct yaml *list, bool in_case, size_t *count);

/** Reads a list of relations. */
const struct relation_use *read_relations(struct load *load, const struct yaml *list, size_t *count);

/** Remembers to check that the operation being read has the parameter. */
void refer_parameter(struct load *load, const struct yaml *node);

#endif
