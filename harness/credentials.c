// SPDX-License-Identifier: Apache-2.0
#include "credentials.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "credentials_impl.h"

static const struct position command_line = {0};

/** Opens a file of secrets; anything but a regular file is refused. */
static FILE *open_secret(const char *name, struct diag *diag)
{
	struct stat stat;
	FILE *file = fopen(name, "re");
	if (!file || fstat(fileno(file), &stat) != 0 || !S_ISREG(stat.st_mode)) {
		diag_error(diag, (struct position){.file = name}, "cannot be read as a file of credentials");
		if (file)
			fclose(file);
		return NULL;
	}
	if (stat.st_mode & (S_IRWXG | S_IRWXO))
		fprintf(stderr, "epmm-conform: warning: %s can be read by others; chmod 600 it\n", name);
	return file;
}

static char *first_line(const char *name, struct diag *diag)
{
	FILE *file = open_secret(name, diag);
	if (!file)
		return NULL;
	char line[SECRET_MAX + 2] = {0};
	bool empty = !fgets(line, sizeof(line), file) || line[0] == '\n' || line[0] == '\0';
	fclose(file);
	line[strcspn(line, "\r\n")] = '\0';
	if (empty)
		diag_error(diag, (struct position){.file = name}, "the first line is empty; it should be the password");
	char *secret = empty ? NULL : strdup(line);
	explicit_bzero(line, sizeof(line));
	return secret;
}

/** The host of a URL, without port and brackets. */
static struct str host_of(const char *url)
{
	const char *start = strstr(url, "://");
	start = start ? start + 3 : url;
	if (*start == '[')
		return (struct str){start + 1, strcspn(start + 1, "]")};
	return (struct str){start, strcspn(start, ":/")};
}

static bool from_netrc(struct credentials *credentials, const struct credentials_wish *wish, struct diag *diag)
{
	FILE *file = open_secret(wish->netrc_file, diag);
	if (!file)
		return false;
	struct netrc_entry entry = {0};
	struct str host = host_of(wish->url);
	enum netrc_end end = netrc_find(file, wish->netrc_file, host, wish->user, &entry, diag);
	fclose(file);
	if (end == NETRC_FOUND) {
		credentials->user = strdup(wish->user ? wish->user : entry.user);
		credentials->password = strdup(entry.password);
	} else if (end == NETRC_NONE) {
		diag_error(diag, (struct position){.file = wish->netrc_file}, "no entry with login and password for %.*s",
		           (int)host.len, host.ptr);
	}
	explicit_bzero(&entry, sizeof(entry));
	return end == NETRC_FOUND;
}

static char *from_environment(void)
{
	char *value = getenv("EPMM_PASSWORD");
	char *secret = value && *value ? strdup(value) : NULL;
	if (value) {
		explicit_bzero(value, strlen(value));
		unsetenv("EPMM_PASSWORD");
	}
	return secret;
}

static char *from_prompt(const char *user, struct diag *diag)
{
	FILE *terminal = fopen("/dev/tty", "r+e");
	struct termios before;
	if (!terminal || tcgetattr(fileno(terminal), &before) != 0) {
		if (terminal)
			fclose(terminal);
		diag_error(diag, command_line, "there is no password for %s", user);
		diag_hint(diag, "use --password-file F, --netrc-file F or the environment variable EPMM_PASSWORD");
		return NULL;
	}
	struct termios silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(fileno(terminal), TCSAFLUSH, &silent);
	fprintf(terminal, "Password of %s: ", user);
	fflush(terminal);
	char line[SECRET_MAX + 2] = {0};
	char *got = fgets(line, sizeof(line), terminal);
	tcsetattr(fileno(terminal), TCSAFLUSH, &before);
	fputc('\n', terminal);
	fclose(terminal);
	line[strcspn(line, "\r\n")] = '\0';
	char *secret = got && line[0] ? strdup(line) : NULL;
	explicit_bzero(line, sizeof(line));
	if (!secret)
		diag_error(diag, command_line, "the password is empty");
	return secret;
}

bool credentials_find(struct credentials *credentials, const struct credentials_wish *wish, struct diag *diag)
{
	*credentials = (struct credentials){0};
	char *environment = from_environment();
	if (wish->netrc_file) {
		free(environment);
		return from_netrc(credentials, wish, diag);
	}
	if (!wish->user) {
		free(environment);
		return true;
	}
	if (strchr(wish->user, ':')) { /* perhaps user:password; not repeated */
		free(environment);
		diag_error(diag, command_line, "the user name holds a colon");
		diag_hint(diag, "the password comes from --password-file F, --netrc-file F, EPMM_PASSWORD or the prompt");
		return false;
	}
	credentials->user = strdup(wish->user);
	if (wish->password_file) {
		free(environment);
		credentials->password = first_line(wish->password_file, diag);
	} else {
		credentials->password = environment ? environment : from_prompt(wish->user, diag);
	}
	return credentials->password != NULL;
}

void credentials_wipe(struct credentials *credentials)
{
	if (credentials->password)
		explicit_bzero(credentials->password, strlen(credentials->password));
	free(credentials->password);
	free(credentials->user);
	*credentials = (struct credentials){0};
}

const char *credentials_weakness(const struct credentials *credentials)
{
	enum { SHORTEST = 8 };
	if (!credentials->password)
		return NULL;
	if (strlen(credentials->password) < SHORTEST)
		return "the password is shorter than eight characters; parts of it may occur in answers and cannot all be "
			   "masked";
	return strcmp(credentials->password, credentials->user) == 0 ? "the password equals the user name" : NULL;
}
