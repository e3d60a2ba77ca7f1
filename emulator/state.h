// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_STATE_H
#define EMULATOR_STATE_H

// What requests change. The server has one current fleet, which never changes; a request that changes something works on
// a draft of the next fleet, one request at a time, and puts it in place when it succeeds. A fleet lives until the last
// answer that shows it is sent. Safe to share between threads.

#include "fleet.h"

struct state;

// A fleet being changed.
struct draft;

// Starts with a fleet, which must outlive the state; NULL if memory is out. Free with state_free().
struct state *state_new(const struct fleet *start);

// Frees the state; no answer may be under way.
void state_free(struct state *s);

// The fleet the state started with.
const struct fleet *state_start(const struct state *s);

// The current fleet; give it back with fleet_release().
const struct fleet *state_fleet(struct state *s);

// Holds a fleet of a state once more, so that it lives until fleet_release().
void fleet_hold(const struct fleet *f);

// Gives a fleet back.
void fleet_release(const struct fleet *f);

// Begins a draft of the next fleet, waiting for other drafts to end; NULL if memory is out.
struct draft *draft_begin(struct state *s);

// Ends a draft; if `keep` and it was changed without running out of memory, its fleet becomes the current one.
// False if memory ran out on the way, nothing having changed.
bool draft_end(struct draft *d, bool keep);

// The fleet being changed; reads through it see the changes. Valid until draft_end().
const struct fleet *draft_fleet(const struct draft *d);

// The fleet as it was before the draft. Valid until draft_end().
const struct fleet *draft_before(const struct draft *d);

// Takes back all that the draft has changed.
void draft_undo(struct draft *d);

// Changes one text or number field of a device, by the name of the field (fields.c).
void draft_text(struct draft *d, uint32_t device, const char *field, struct text value);
void draft_number(struct draft *d, uint32_t device, const char *field, int64_t value);

// Changes or adds a detail of a device, or leaves it out if `value` is NULL.
void draft_detail(struct draft *d, uint32_t device, const char *key, const struct text *value);

// Changes the status of a device.
void draft_status(struct draft *d, uint32_t device, enum status status);

// Notes when "locate now" found a device, in milliseconds since 1970.
void draft_located(struct draft *d, uint32_t device, int64_t captured_at);

// Adds a device of this kind that belongs to the user with this number; false if there are too many.
bool draft_add(struct draft *d, const struct persona *persona, uint32_t user, uint32_t *device);

// Sets or forgets a fact (facts.h); the area appears in the dump of the state as it is named here.
void draft_fact(struct draft *d, const char *area, struct text object, const char *field, struct text value);
void draft_forget(struct draft *d, const char *area, struct text object, const char *field);

// Drops all that was changed since the start.
void draft_reset(struct draft *d);

#endif
