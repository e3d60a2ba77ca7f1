// SPDX-License-Identifier: Apache-2.0
/**
 * Which objects a request names, by compiled rows: one for each operation that may change something. Case files have no say
 * in it. A parameter that the row does not list makes the request unreadable, and an unreadable request is not sent.
 */
#ifndef EPMM_SAFETY_OBJECTS_H
#define EPMM_SAFETY_OBJECTS_H

#include "arena.h"
#include "text.h"

/** What a segment or a parameter names. */
enum object {
	OBJECT_NONE, /**< nothing that belongs to somebody: a reason, a flag, a text */
	OBJECT_DEVICE,
	OBJECT_MAC,
	OBJECT_EAS, /**< an ActiveSync device */
	OBJECT_USER,
	OBJECT_ALERT,
	OBJECT_POLICY,
	OBJECT_LABEL,
	OBJECT_PHONE,    /**< a number that a message may go to */
	OBJECT_EMAIL,    /**< an address that a message may go to */
	OBJECT_LOGIN,    /**< a user who is logged in; a wrong password can lock the account */
	OBJECT_PASSWORD, /**< the password that goes with it */
	OBJECT_KINDS,
};

/** One object as named, percent-decoded. */
struct named_object {
	enum object object;
	const char *value;
};

/** What a request names. */
struct named_objects {
	const struct named_object *items;
	size_t count;
	bool known;          /**< the request is one of the rows */
	bool guarded;        /**< it is looked at whatever its class */
	bool missing;        /**< the row has objects in its parameters, and one of these kinds is not named */
	const char *trouble; /**< why it cannot be read for certain, or NULL */
};

/** Reads a request as it would be sent; `body` holds a form, or is empty. Lives in the arena. */
struct named_objects safety_objects(struct arena *arena, const char *method, const char *path, struct str body);

/** "device", "user", … for messages. */
const char *object_name(enum object object);

/** True for a value of the table of probes: impossible or invalid ids, which name nothing. */
bool object_is_probe(const char *value);

#endif
