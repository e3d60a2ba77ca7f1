// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>

#include "idcode.h"

enum kind { TEXT_VALUE, NUMBER_VALUE, FLAG, NAME };

struct option_row {
	const char *name;     // long name
	const char *argument; // name of the argument, NULL for a flag
	enum kind kind;       // type of the argument
	size_t at;            // offset in struct options
	uint32_t most;        // largest number allowed
	const char *help;     // one sentence
};

#define AT(member) offsetof(struct options, member)

static const struct option_row rows[] = {
	{"port", "N", NUMBER_VALUE, AT(port), 65535, "listen on this port of 127.0.0.1, 0 for any free one (required)"},
	{"devices", "N", NUMBER_VALUE, AT(devices), IDCODE_INDEXES, "serve a fleet of N devices (default 100)"},
	{"seed", "FILE", TEXT_VALUE, AT(seed), 0, "change or add devices and labels as this JSON file says"},
	{"ready-file", "FILE", TEXT_VALUE, AT(ready_file), 0, "write the base URL here once requests are served"},
	{"target-file", "FILE", TEXT_VALUE, AT(target_file), 0, "write a target file for the conformance suite here"},
	{"access-log", "FILE", TEXT_VALUE, AT(access_log), 0, "append one JSON line for each request"},
	{"user", "NAME", TEXT_VALUE, AT(user), 0, "let this user in (default miadmin)"},
	{"password-file", "FILE", TEXT_VALUE, AT(password_file), 0, "take the password from the first line of this file"},
	{"tls", NULL, FLAG, AT(tls), 0, "serve HTTPS with a certificate made for this run"},
	{"fault", "NAME", NAME, AT(faults), 0, "break one statement of the guide; may be given several times"},
	{"variation", "NAME", NAME, AT(variations), 0, "differ in one way that the guide allows; may be given several times"},
	{"list-faults", NULL, FLAG, AT(list_faults), 0, "print the faults as a table and exit"},
	{"list-variations", NULL, FLAG, AT(list_variations), 0, "print the variations as a table and exit"},
	{"help", NULL, FLAG, AT(help), 0, "print this help and exit"},
	{"version", NULL, FLAG, AT(version), 0, "print the version and exit"},
};

#define ROWS (sizeof rows / sizeof rows[0])

void options_help(FILE *out)
{
	fputs("Usage: epmm-emulator --port N [OPTION]...\n"
	      "Serves the documented v1 Web Service API over a made-up fleet of devices, on 127.0.0.1 only.\n\n",
	      out);
	for (size_t i = 0; i < ROWS; i++) {
		int width = fprintf(out, "  --%s%s%s", rows[i].name, rows[i].argument ? " " : "",
		                    rows[i].argument ? rows[i].argument : "");
		fprintf(out, "%*s%s\n", width < 28 ? 28 - width : 1, "", rows[i].help);
	}
	fputs("\nPrints the base URL. Without --password-file a password is made up and written beside the target file or\n"
	      "the ready file. SIGINT or SIGTERM ends it.\n",
	      out);
}

static bool read_number(const struct option_row *row, const char *argument, uint32_t *out)
{
	char *end;
	errno = 0;
	unsigned long value = strtoul(argument, &end, 10);
	if (errno || end == argument || *end || argument[0] == '-' || argument[0] == '+' || value > row->most) {
		fprintf(stderr, "epmm-emulator: --%s takes a number up to %lu, not '%s'\n", row->name, (unsigned long)row->most,
		        argument);
		return false;
	}
	*out = (uint32_t)value;
	return true;
}

static bool add_name(const struct option_row *row, struct option_names *names, const char *argument)
{
	if (names->count == OPTION_NAMES) {
		fprintf(stderr, "epmm-emulator: --%s may be given %d times\n", row->name, OPTION_NAMES);
		return false;
	}
	names->names[names->count++] = argument;
	return true;
}

static bool take(struct options *o, const struct option_row *row, const char *argument)
{
	void *at = (char *)o + row->at;
	switch (row->kind) {
	case TEXT_VALUE:
		*(const char **)at = argument;
		return true;
	case NUMBER_VALUE:
		o->has_port |= row->at == AT(port);
		return read_number(row, argument, at);
	case FLAG:
		*(bool *)at = true;
		return true;
	case NAME:
		return add_name(row, at, argument);
	}
	return false;
}

static bool complain(const char *what)
{
	fprintf(stderr, "epmm-emulator: %s\nTry 'epmm-emulator --help'.\n", what);
	return false;
}

bool options_read(struct options *o, int argc, char **argv)
{
	struct option list[ROWS + 1] = {{0}};
	int chosen;
	*o = (struct options){.devices = 100, .user = "miadmin"};
	for (size_t i = 0; i < ROWS; i++)
		list[i] = (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, (int)i + 256};
	while ((chosen = getopt_long(argc, argv, "", list, NULL)) != -1) {
		if (chosen < 256)
			return complain("the command line is wrong");
		if (!take(o, &rows[chosen - 256], optarg))
			return false;
	}
	if (o->help || o->version || o->list_faults || o->list_variations)
		return true;
	if (optind < argc)
		return complain("no other arguments are expected");
	if (!o->has_port)
		return complain("--port is required");
	if (!o->user[0] || strchr(o->user, ':'))
		return complain("the user name must not be empty or contain a colon");
	return true;
}
