// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_USERS_H
#define EMULATOR_USERS_H

// The users as Security Management shows them: the accounts of the server and whoever owns a device.

#include "answers.h"

// One user; must not be copied, its texts point into itself.
struct user {
	struct text principal;         // login name
	struct text uuid;              // identifier of the user
	struct text email;             // e-mail address
	struct text display;           // name as shown
	struct text first;             // first name
	struct text last;              // last name, may be a blank
	int64_t id;                    // internal id
	int64_t created;               // when the user was made, in milliseconds since 1970
	int64_t login;                 // last login to the admin portal in milliseconds since 1970, 0 for never
	bool directory;                // comes from LDAP
	const struct account *account; // may ask the API, or NULL
	struct device device;          // a device of the user, if there is no account
	struct bytes texts;            // where composed texts are put
	char storage[512];             // their bytes
};

// Finds a user by login name or by e-mail address, exactly; false if there is none.
bool user_find(const struct call *c, struct text name, struct user *out);

// True if this is the user's password, as it was changed last.
bool user_has_password(const struct call *c, const struct user *user, struct text password);

// Writes `user` with its roles.
void user_write(struct writer *w, const struct user *user);

#endif
