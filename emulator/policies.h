// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_POLICIES_H
#define EMULATOR_POLICIES_H

// Policies, their rules and the labels they are applied to.

#include "labels.h"

// The kinds of policies; indexes of policy_kind_words.
enum policy_kind { POLICY_PRIVACY, POLICY_SECURITY, POLICY_LOCKDOWN, POLICY_SYNC, POLICY_KINDS };

// A policy. Policies of one kind have the same rules with other values.
struct policy {
	int32_t id;            // unique, never 0; negative for a default policy
	const char *name;      // as shown
	enum policy_kind kind; // which rules it has
	uint32_t turn;         // place among the policies of its kind, which chooses the values of its rules
	bool inactive;         // is not applied to any device
	const char *labels;    // names of the labels it is applied to at the start, divided by '|'
};

// Number of policies.
size_t policy_count(void);

// The policy at a place below policy_count().
const struct policy *policy_at(size_t place);

// Finds a policy by its id in decimal; NULL if there is none.
const struct policy *policy_find(struct text id);

// True if the policy is applied to the label.
bool policy_on_label(const struct fleet *f, const struct policy *p, const struct label *label);

// True if the policy is applied to the label at the start.
bool policy_starts_on(const struct policy *p, const char *label);

// True if the device has the policy: every registered device has the default ones and those of its labels.
bool policy_has(const struct fleet *f, const struct policy *p, uint32_t index);

// Writes one policy as an item of the list `policy`, with these counts of devices.
void policy_write(struct writer *w, const struct policy *p, uint32_t devices, uint32_t pending);

#endif
