// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_POLICY_RULES_H
#define EMULATOR_POLICY_RULES_H

// The rules of each kind of policy and the values that they take in turn.

#include "policies.h"

// How a rule is written.
enum rule_form {
	RULE_VALUE,       // a value; of several between bars the policy's turn chooses
	RULE_OPTIONAL,    // the same, but an empty one is left out
	RULE_SECONDS,     // minutes whose deprecated clientValue is in seconds
	RULE_RESOURCES,   // a list of resourceDTOs: name=value pairs between bars, the resource type being the name
	RULE_DIRECTORIES, // the same, the resource type being DIR
};

// When a rule is part of a policy.
enum rule_need {
	NEEDS_NOTHING,  // always
	NEEDS_PASSWORD, // if the password is mandatory
	NEEDS_NO_LIMIT, // if, in addition, there is no limit to inactivity
};

// One rule.
struct policy_rule {
	const char *type;    // name
	const char *values;  // values as `form` wants them
	enum rule_form form; // how it is written
	enum rule_need need; // when it is there
};

// The rules of each kind; each list ends with a row without a type.
extern const struct policy_rule *const policy_rules[POLICY_KINDS];

// The value of a rule in the policy with this turn.
struct text policy_rule_value(const struct policy_rule *rule, uint32_t turn);

// True if the rule is part of the policy.
bool policy_rule_applies(const struct policy_rule *rule, const struct policy *p);

#endif
