// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_OPTIONS_H
#define EMULATOR_OPTIONS_H

// The command line.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// Most names that one option may be given.
#define OPTION_NAMES 16

// The names that an option was given.
struct option_names {
	const char *names[OPTION_NAMES]; // in the order of the command line
	size_t count;                    // number of them
};

// What was asked for; texts belong to argv.
struct options {
	uint32_t port;                  // TCP port, 0 for any free one
	bool has_port;                  // --port was given
	uint32_t devices;               // size of the fleet
	const char *ready_file;         // where the base URL goes, or NULL
	const char *target_file;        // where the target file goes, or NULL
	const char *seed;               // seed file, or NULL
	const char *access_log;         // log file, or NULL
	const char *user;               // user name
	const char *password_file;      // file with the password in its first line, or NULL
	bool tls;                       // serve TLS
	struct option_names faults;     // faults to switch on
	struct option_names variations; // variations to switch on
	bool list_faults;               // only print the faults
	bool list_variations;           // only print the variations
	bool help;                      // only print the help
	bool version;                   // only print the version
};

// Reads the command line; on a mistake prints it to stderr and returns false.
bool options_read(struct options *o, int argc, char **argv);

// Prints the help, made from the option table.
void options_help(FILE *out);

#endif
