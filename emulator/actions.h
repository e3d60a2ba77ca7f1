// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ACTIONS_H
#define EMULATOR_ACTIONS_H

// What can be done to a device, one at a time or in bulk: when it is refused and what it changes.

#include "answers.h"
#include "details.h"

// The actions; rows of action_rows.
enum action { ACTION_LOCK, ACTION_UNLOCK, ACTION_WAKEUP, ACTION_RETIRE, ACTION_WIPE, ACTIONS };

// One action.
struct action_row {
	const char *bulk;       // name of the action in a bulk request
	const char *verb;       // word for the access log and the dump of the state
	enum op_class op_class; // its class
	const char *done;       // message of success, NULL if it is not a constant
};

// All actions, indexed by enum action.
extern const struct action_row action_rows[ACTIONS];

// A device with its details, as an action needs it.
struct target_device {
	struct device device;   // the record
	struct details details; // what it reports
};

// Computes a device of the call's fleet with its details.
void action_target(const struct call *c, uint32_t index, struct target_device *t);

// Why the action is refused in the state that the device is in, or NULL if it is not.
const char *action_refusal(enum action action, const struct device *d);

// Does the action and notes it for the access log; `reason` is kept.
void action_perform(const struct call *c, struct answer *a, enum action action, const struct target_device *t,
                    struct text reason);

// Longest text that action_unlock_value() and action_passcode() append, in bytes.
#define PASSCODE_MAX 8

// Appends what an unlock answers for the device before it is done: Q, F or NA, or a passcode where the platform has one.
void action_unlock_value(const struct call *c, const struct target_device *t, struct bytes *out);

// Appends the passcode that locking made up; nothing for a platform that has none or where the user chose it.
void action_passcode(const struct device *d, struct bytes *out);

// Writes one passcode of an unlock as an item of the list `passcode`.
void action_write_passcode(struct writer *w, const struct device *d, struct text value);

#endif
