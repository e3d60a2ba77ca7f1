// SPDX-License-Identifier: Apache-2.0
/**
 * Which objects of a target a run may act on: those the target file lists, users made by this run, and what reads told
 * about these. The answer of a write is never believed.
 */
#ifndef EPMM_OWNERSHIP_H
#define EPMM_OWNERSHIP_H

#include "model.h"
#include "node.h"
#include "safety_objects.h"

/** What a run owns; opaque. */
struct ownership;

/** What the target file lists. Free with ownership_free(). The target is borrowed. */
struct ownership *ownership_new(const struct target *target);

/** Frees it; NULL is allowed. */
void ownership_free(struct ownership *ownership);

/** Adds a user or a phone number that this run made up, or another object. Copies the value. */
void ownership_add(struct ownership *ownership, enum object object, const char *value);

/** Adds an account whose password is known. Copies both. */
void ownership_login(struct ownership *ownership, const char *user, const char *password);

/** True when the run may act on the object; case and separators count as the kind of object has it. */
bool ownership_has(const struct ownership *ownership, enum object object, const char *value);

/** Learns from a piece of a 200 answer to a GET of `path`: one record, or the answer as a whole. */
void ownership_learn(struct ownership *ownership, const char *path, const struct node *node);

/** Learns from a record of the operation with the path, and tells whether the run may act on what the record describes. */
bool ownership_record(struct ownership *ownership, const char *path, const struct node *record);

/** Learns that a GET of `path` was answered with 404. */
void ownership_absent(struct ownership *ownership, const char *path);

/**
 * Why the request may not be sent, or NULL: names an object that the run does not own, leaves it out where it may mean
 * all, or cannot be read for certain. Text in the arena. `safety` is the class of its bytes.
 */
const char *ownership_refusal(const struct ownership *ownership, struct arena *arena, enum safety safety,
                              const char *method, const char *path, struct str body);

#endif
