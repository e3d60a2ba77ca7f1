// SPDX-License-Identifier: Apache-2.0
/**
 * The keys of all JSON objects that are open, to find a key that stands twice in one object. Objects end in the
 * reverse order of their beginning, so this is a stack with an index.
 * Internal to the body reader.
 */
#ifndef EPMM_BODY_KEYS_H
#define EPMM_BODY_KEYS_H

#include "text.h"

/** The open objects and their keys; opaque. */
struct keys;

/** No object is open. */
struct keys *keys_open(void);

/** Frees. */
void keys_close(struct keys *keys);

/** An object begins. */
void keys_push(struct keys *keys);

/** The innermost object ends; its keys are forgotten. */
void keys_pop(struct keys *keys);

/** Adds a key to the innermost object. False when it is there already, byte by byte. */
bool keys_add(struct keys *keys, struct str key);

/** The key added last and not forgotten yet; empty when there is none. Valid until the next is added. */
struct str keys_last(const struct keys *keys);

#endif
