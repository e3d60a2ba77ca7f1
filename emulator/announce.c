// SPDX-License-Identifier: Apache-2.0
#include "announce.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "permitted.h"

#define PASSWORD_LETTERS 20 // the most that the guide allows
#define TARGET_CEILING 32768

static bool complain(const char *what, const char *path)
{
	fprintf(stderr, "epmm-emulator: cannot %s '%s': %s\n", what, path, strerror(errno));
	return false;
}

bool password_read(const char *path, char password[PASSWORD_ROOM])
{
	FILE *in = fopen(path, "re");
	if (!in)
		return complain("read the password file", path);
	char *line = fgets(password, PASSWORD_ROOM, in);
	fclose(in);
	if (line)
		line[strcspn(line, "\r\n")] = '\0';
	if (line && line[0] && strlen(line) < PASSWORD_ROOM - 2)
		return true;
	fprintf(stderr, "epmm-emulator: the first line of '%s' is no password of 1 to %d bytes\n", path, PASSWORD_ROOM - 3);
	return false;
}

bool password_make(char password[PASSWORD_ROOM])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char random[PASSWORD_LETTERS];
	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		return complain("make up", "a password");
	for (size_t i = 0; i < sizeof random; i++)
		password[i] = letters[random[i] & 63];
	password[PASSWORD_LETTERS] = '\0';
	return true;
}

bool absolute_path(const char *path, char out[PATH_ROOM])
{
	char *real = realpath(path, NULL);
	bool good = real && strlen(real) < PATH_ROOM;
	if (good)
		memcpy(out, real, strlen(real) + 1);
	free(real);
	return good ? true : complain("find", path);
}

static bool write_all(int fd, struct text content)
{
	for (size_t at = 0; at < content.len;) {
		ssize_t written = write(fd, content.ptr + at, content.len - at);
		if (written <= 0)
			return false;
		at += (size_t)written;
	}
	return true;
}

// Fills a new file and, unless `to` is NULL, moves it there, so that nobody ever reads half of it.
static bool fill(char *draft, struct text content, bool secret, const char *to)
{
	int fd = mkstemp(draft);
	if (fd < 0)
		return complain("create", draft);
	bool good = fchmod(fd, secret ? 0600 : 0644) == 0 && write_all(fd, content);
	good = close(fd) == 0 && good;
	if (good && to)
		good = rename(draft, to) == 0;
	if (good)
		return true;
	complain("write", to ? to : draft);
	unlink(draft);
	return false;
}

bool announce_file(const char *beside, const char *suffix, struct text content, bool secret, char path[PATH_ROOM])
{
	char final[PATH_ROOM], draft[PATH_ROOM];
	const char *directory = getenv("TMPDIR");
	if (!beside) {
		int size = snprintf(draft, sizeof draft, "%s/epmm-emulator.XXXXXX", directory && *directory ? directory : "/tmp");
		if (size < 0 || size >= PATH_ROOM || !fill(draft, content, secret, NULL) || !absolute_path(draft, path))
			return false;
		fprintf(stderr, "epmm-emulator: wrote %s\n", path);
		return true;
	}
	int size = snprintf(final, sizeof final, "%s%s", beside, suffix);
	int room = snprintf(draft, sizeof draft, "%s%s.XXXXXX", beside, suffix);
	if (size < 0 || room < 0 || room >= PATH_ROOM) {
		errno = ENAMETOOLONG;
		return complain("write", beside);
	}
	return fill(draft, content, secret, final) && absolute_path(final, path);
}

// A YAML scalar in single quotes, in which only the quote itself is special.
static void put_quoted(struct bytes *out, struct text value)
{
	bytes_char(out, '\'');
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '\'')
			bytes_char(out, '\'');
		bytes_char(out, value.ptr[i]);
	}
	bytes_char(out, '\'');
}

static void put_scalar(struct bytes *out, const char *name, const char *value)
{
	bytes_str(out, name);
	bytes_str(out, ": ");
	put_quoted(out, text_of(value));
	bytes_char(out, '\n');
}

// The devices that may be acted on.
static void put_devices(struct bytes *out, const struct fleet *f)
{
	uint32_t devices[PERMITTED_MAX];
	struct device device;
	size_t count = permitted_devices(f, devices);
	bytes_str(out, count ? "devices:\n" : "devices: []\n");
	for (size_t i = 0; i < count; i++) {
		fleet_device(f, devices[i], &device);
		bytes_str(out, "  - ");
		put_quoted(out, device.uuid);
		bytes_str(out, " # ");
		bytes_str(out, platform_rows[device.persona->platform].type);
		bytes_char(out, '\n');
	}
}

static void put_accounts(struct bytes *out, const struct target *t)
{
	bytes_str(out, "accounts:\n");
	for (size_t i = 1; i < ACCOUNTS; i++) {
		const struct account *row = &t->accounts->rows[i];
		bytes_str(out, "  - { user: ");
		put_quoted(out, text_of(row->user));
		bytes_str(out, ", password-file: ");
		put_quoted(out, text_of(t->account_files[i]));
		bytes_str(out, row->role == ROLE_NEITHER      ? ", lacks: api"
		               : row->role == ROLE_MOBILE_APP ? ", has: mobile-app"
		                                              : "");
		bytes_str(out, " }\n");
	}
}

bool announce_target(const char *path, const struct target *t)
{
	struct bytes text;
	char written[PATH_ROOM];
	bytes_init(&text, TARGET_CEILING);
	put_scalar(&text, "url", t->url);
	bytes_str(&text, "kind: emulator\n");
	put_scalar(&text, "user", t->user);
	put_scalar(&text, "password-file", t->password_file);
	if (t->certificate)
		put_scalar(&text, "cacert", t->certificate);
	bytes_str(&text, "permits: [read, probe, sense, probe-write, notify, change, secure, destroy]\n");
	put_devices(&text, t->fleet);
	put_accounts(&text, t);
	bytes_str(&text, "users: ['visitor']\n");
	bytes_str(&text, "labels: ['Only One', 'Not Yet Used']\n");
	bytes_str(&text, "capabilities: [ldap, eas, inventory, wadl]\n");
	bytes_str(&text, "policies: [26, 27, 29]\n"); // on no label at the start
	bool good = !text.failed && announce_file(path, "", (struct text){text.data, text.len}, false, written);
	bytes_free(&text);
	return good;
}
