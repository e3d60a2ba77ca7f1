// SPDX-License-Identifier: Apache-2.0
/** How a command reaches the target: credentials of the run and of further accounts, the mask over all of them, the client. */
#ifndef EPMM_ACCESS_H
#define EPMM_ACCESS_H

#include "credentials.h"
#include "mask.h"
#include "options.h"
#include "privacy.h"
#include "run.h"

/** Everything secret that one command holds. End it with access_wipe(). */
struct access {
	struct credentials credentials;
	struct credentials *others; /**< of the target file's accounts */
	struct run_account *accounts;
	size_t account_count;
	struct mask *mask;
	const char *pretended; /**< the user of a run that sends nothing; NULL: `credentials` has it */
	char run_id[9];        /**< eight random hexadecimal digits; a caller may set another before access_find() */
};

/** Finds all credentials and registers them with the mask. False after a report to `diag`. */
bool access_find(struct access *access, struct arena *arena, const struct target *target, struct diag *diag);

/**
 * As access_find() for a run that sends nothing: the run's id and user as recorded, and in place of each password what a
 * mask leaves of one.
 */
void access_pretend(struct access *access, struct arena *arena, const struct target *target, const char *run_id,
                    const char *user);

/** Becomes another run: another id, and the password that goes with it is a secret, too. False after a report. */
bool access_new_run(struct access *access, struct arena *arena, struct diag *diag);

/** The user whose credentials the requests carry; NULL: none. */
const char *access_user(const struct access *access);

/**
 * The key of the pseudonyms: kept in $XDG_STATE_HOME/epmm-conform/privacy.key (or ~/.local/state/…), made there the first
 * time, so that runs of one person can be compared. Where no file can be kept the key is another each time. False after a
 * report to `diag`.
 */
bool access_privacy_key(unsigned char key[PRIVACY_KEY_BYTES], struct arena *arena, struct diag *diag);

/** Overwrites and frees. */
void access_wipe(struct access *access);

/** How requests are sent. Borrows from all of its arguments. */
struct http_options access_http(const struct access *access, const struct options *options, const struct target *target);

#endif
