// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ANNOUNCE_H
#define EMULATOR_ANNOUNCE_H

// The small files by which others find the emulator: password, certificate, ready file, target file. Every function prints
// to stderr why it failed.

#include "accounts.h"
#include "fleet.h"

// Room for a path, in bytes.
#define PATH_ROOM 4096

// Room for a password, in bytes, with its NUL.
#define PASSWORD_ROOM ACCOUNT_PASSWORD

// Reads the password from the first line of a file.
bool password_read(const char *path, char password[PASSWORD_ROOM]);

// Makes up a password.
bool password_make(char password[PASSWORD_ROOM]);

// Writes a file in one step, readable by its owner only if `secret`. It goes to `beside` plus `suffix`; if `beside` is NULL
// to a new file in the directory for temporary files, whose path is printed to stderr. `path` becomes absolute.
bool announce_file(const char *beside, const char *suffix, struct text content, bool secret, char path[PATH_ROOM]);

// What a target file says; paths are absolute.
struct target {
	const char *url;                        // base URL
	const char *user;                       // user name
	const char *password_file;              // where the password is
	const char *certificate;                // where the certificate is, or NULL
	const struct fleet *fleet;              // whose devices may be acted on
	const struct accounts *accounts;        // the first is that of the run
	const char (*account_files)[PATH_ROOM]; // where the passwords of the others are, by their place
};

// Writes a target file for the conformance suite.
bool announce_target(const char *path, const struct target *t);

// Makes a path absolute; the file must exist.
bool absolute_path(const char *path, char out[PATH_ROOM]);

#endif
