// SPDX-License-Identifier: Apache-2.0
/* Logins from a netrc file. */
#include <stdlib.h>
#include <string.h>

#include "credentials_impl.h"

/** A netrc file while it is read. */
struct netrc {
	struct netrc_entry *entry;
	struct str host;
	const char *user;
	char key[16];      /**< the word before, where it waits for its value; else empty */
	bool in_macro;     /**< up to the next empty line */
	const char *fault; /**< what is wrong with the file, or NULL */
	char word[SECRET_MAX];
};

static const char blanks[] = " \t\r\n";

/** What stands behind a backslash inside quotes. */
static char unescaped(char c)
{
	return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
}

/** Takes the next word of the line into `netrc->word`; false at the end of the line, or with `fault` set. */
static bool next_word(struct netrc *netrc, const char **at)
{
	const char *from = *at + strspn(*at, blanks);
	bool quoted = *from == '"';
	size_t length = 0;
	if (!*from)
		return false;
	for (from += quoted; *from && (quoted ? *from != '"' : !strchr(blanks, *from)); from++) {
		bool escaped = quoted && *from == '\\' && from[1];
		from += escaped;
		if (length + 1 == SECRET_MAX) {
			netrc->fault = "a word is longer than 1023 bytes";
			return false;
		}
		netrc->word[length++] = escaped ? unescaped(*from) : *from;
	}
	netrc->word[length] = '\0';
	if (quoted && *from != '"')
		netrc->fault = "a quote is not closed in its line";
	*at = from + (quoted && *from);
	return !netrc->fault;
}

static bool is_complete(const struct netrc *netrc)
{
	const struct netrc_entry *entry = netrc->entry;
	return entry->matches && entry->password[0] && (!netrc->user || strcmp(netrc->user, entry->user) == 0);
}

static void take_value(struct netrc *netrc)
{
	struct netrc_entry *entry = netrc->entry;
	if (strcmp(netrc->key, "machine") == 0)
		entry->matches = str_is_nocase(netrc->host, netrc->word);
	else if (strcmp(netrc->key, "login") == 0)
		memcpy(entry->user, netrc->word, SECRET_MAX);
	else if (strcmp(netrc->key, "password") == 0)
		memcpy(entry->password, netrc->word, SECRET_MAX);
	netrc->key[0] = '\0';
}

/** A word where a key may stand; true when it ends a complete entry. */
static bool take_key(struct netrc *netrc)
{
	bool is_default = strcmp(netrc->word, "default") == 0;
	bool opens = is_default || strcmp(netrc->word, "machine") == 0;
	if (opens && is_complete(netrc))
		return true;
	if (opens)
		*netrc->entry = (struct netrc_entry){.matches = is_default};
	netrc->in_macro = strcmp(netrc->word, "macdef") == 0;
	if (!is_default && !netrc->in_macro)
		snprintf(netrc->key, sizeof(netrc->key), "%.15s", netrc->word);
	return false;
}

/** True when an entry is complete, and no more lines are needed. */
static bool take_line(struct netrc *netrc, const char *line)
{
	const char *at = line + strspn(line, blanks);
	netrc->in_macro = netrc->in_macro && *at;
	if (netrc->in_macro || (*at == '#' && !netrc->key[0]))
		return false;
	while (!netrc->in_macro && next_word(netrc, &at)) {
		if (netrc->key[0])
			take_value(netrc);
		else if (take_key(netrc))
			return true;
	}
	return false;
}

enum netrc_end netrc_find(FILE *file, const char *name, struct str host, const char *user, struct netrc_entry *entry,
                          struct diag *diag)
{
	struct netrc netrc = {.entry = entry, .host = host, .user = user};
	unsigned number = 0;
	char *line = NULL;
	size_t room = 0;
	bool found = false;
	while (!found && !netrc.fault && getline(&line, &room, file) > 0) {
		found = take_line(&netrc, line);
		number++;
	}
	if (netrc.fault)
		diag_error(diag, (struct position){.file = name, .line = number, .column = 1}, "%s", netrc.fault);
	bool complete = is_complete(&netrc);
	if (line)
		explicit_bzero(line, room);
	free(line);
	explicit_bzero(netrc.word, sizeof(netrc.word));
	return netrc.fault ? NETRC_BROKEN : found || complete ? NETRC_FOUND : NETRC_NONE;
}
