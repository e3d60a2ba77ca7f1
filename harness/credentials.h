// SPDX-License-Identifier: Apache-2.0
/** Where the password comes from: a file, netrc, the environment or a prompt; never the command line. */
#ifndef EPMM_CREDENTIALS_H
#define EPMM_CREDENTIALS_H

#include "arena.h"
#include "diag.h"

/** What was asked for; NULL where not. */
struct credentials_wish {
	const char *url; /**< of the target; its host selects the netrc entry */
	const char *user;
	const char *password_file; /**< its first line is the password */
	const char *netrc_file;
};

/** A login. Wipe it with credentials_wipe(). */
struct credentials {
	char *user;     /**< NULL: none are sent */
	char *password; /**< of malloc(), NULL together with the user */
};

/**
 * Finds user and password. A password in EPMM_PASSWORD is taken out of the environment. False after a report to `diag`.
 * Without a user and without a netrc file there are none.
 */
bool credentials_find(struct credentials *credentials, const struct credentials_wish *wish, struct diag *diag);

/** Overwrites and frees. */
void credentials_wipe(struct credentials *credentials);

/** What is weak about the password, or NULL: shorter than eight characters, or equal to the user. Static text. */
const char *credentials_weakness(const struct credentials *credentials);

#endif
