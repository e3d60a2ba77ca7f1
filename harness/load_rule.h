// SPDX-License-Identifier: Apache-2.0
/** Rules and relations as written in a case file. */
#ifndef EPMM_LOAD_RULE_H
#define EPMM_LOAD_RULE_H

#include "load_fields.h"

/** To what a list of rules belongs. */
enum rule_owner {
	RULES_OF_ENDPOINT, /**< only here `on` has a meaning */
	RULES_OF_CASE,
	RULES_OF_STEP,   /**< of a scenario; the operation is the step's */
	RULES_OF_SCHEMA, /**< no operation yet, and so no parameters */
};

/** Reads a list of rules. */
const struct rule_use *read_rules(struct load *load, const struct yaml *list, enum rule_owner owner, size_t *count);

/** Reads a list of relations. */
const struct relation_use *read_relations(struct load *load, const struct yaml *list, size_t *count);

/** For a pending check: `text` must be a parameter of the operation `subject`. */
void check_parameter(struct load *load, const struct pending *pending);

/** Remembers to check that the operation being read has the parameter; an error where there is no operation. */
void refer_parameter(struct load *load, const struct yaml *node);

#endif
