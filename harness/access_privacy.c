// SPDX-License-Identifier: Apache-2.0
/* Where the key of the pseudonyms is kept. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"

/** The file, its folders made; NULL when there is no place for it. */
static const char *key_file(struct arena *arena)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	if (!state || *state != '/')
		state = home && *home == '/' ? arena_printf(arena, "%s/.local/state", home) : NULL;
	if (!state)
		return NULL;
	char *folder = arena_printf(arena, "%s/epmm-conform", state);
	for (char *slash = folder + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		mkdir(folder, 0700);
		*slash = '/';
	}
	mkdir(folder, 0700);
	return arena_printf(arena, "%s/privacy.key", folder);
}

static bool read_key(const char *file, unsigned char key[PRIVACY_KEY_BYTES])
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool good = fd >= 0 && read(fd, key, PRIVACY_KEY_BYTES) == PRIVACY_KEY_BYTES;
	if (fd >= 0)
		close(fd);
	return good;
}

/** Another run may be making the file, too; whoever is first has made the key. */
static bool make_key(const char *file, const unsigned char key[PRIVACY_KEY_BYTES])
{
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool good = fd >= 0 && write(fd, key, PRIVACY_KEY_BYTES) == PRIVACY_KEY_BYTES && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

bool access_privacy_key(unsigned char key[PRIVACY_KEY_BYTES], struct arena *arena, struct diag *diag)
{
	const char *file = key_file(arena);
	if (file && read_key(file, key))
		return true;
	if (getrandom(key, PRIVACY_KEY_BYTES, 0) != PRIVACY_KEY_BYTES) {
		diag_error(diag, (struct position){0}, "the system gives no random number");
		return false;
	}
	if (file && !make_key(file, key) && errno == EEXIST)
		read_key(file, key);
	return true;
}
