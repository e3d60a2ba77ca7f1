// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ACCOUNTS_H
#define EMULATOR_ACCOUNTS_H

// Who may use the API. Either of two roles lets a user in; a user with neither is known, but refused.

#include "bytes.h"

// Longest password of an account, in bytes, with its NUL.
#define ACCOUNT_PASSWORD 256

// The roles of an account.
enum role { ROLE_API, ROLE_MOBILE_APP, ROLE_NEITHER };

// One account.
struct account {
	const char *user;                // user name, NULL for an unused row
	enum role role;                  // what it may do
	char password[ACCOUNT_PASSWORD]; // its password
};

// The account of the run, and further ones.
#define ACCOUNTS 4

// All accounts; the first one is that of the run.
struct accounts {
	struct account rows[ACCOUNTS];
};

// Finds the account with this name and password, comparing passwords in constant time; NULL if there is none.
const struct account *accounts_find(const struct accounts *a, const char *user, const char *password);

#endif
