// SPDX-License-Identifier: Apache-2.0
/** What the files of credentials*.c share; nobody else includes it. */
#ifndef EPMM_CREDENTIALS_IMPL_H
#define EPMM_CREDENTIALS_IMPL_H

#include <stdio.h>

#include "diag.h"
#include "text.h"

/** Room for a user name or a password, with the zero at its end. */
enum { SECRET_MAX = 1024 };

/** A login of a netrc file. Wiped by who asked for it. */
struct netrc_entry {
	bool matches; /**< the machine is ours, or this is the default */
	char user[SECRET_MAX];
	char password[SECRET_MAX];
};

/** What reading a netrc file came to. */
enum netrc_end {
	NETRC_FOUND,
	NETRC_NONE,   /**< no entry of the host has the login asked for (or any) and a password */
	NETRC_BROKEN, /**< reported to `diag`, without a word of the file */
};

/**
 * Reads words up to the first complete entry of the host, as curl does: words in double quotes may hold blanks, and
 * `\"` and `\\`; a line that begins with `#` is a comment; the lines of a macdef up to an empty one are passed over.
 * `user` is the login to find, or NULL; `name` is the file's, for messages.
 */
enum netrc_end netrc_find(FILE *file, const char *name, struct str host, const char *user, struct netrc_entry *entry,
                          struct diag *diag);

#endif
