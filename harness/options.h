// SPDX-License-Identifier: Apache-2.0
/** The command line: a table of commands and a table of options, which help reads, too. */
#ifndef EPMM_OPTIONS_H
#define EPMM_OPTIONS_H

#include "arena.h"
#include "diag.h"
#include "model.h"

/** What the program was asked to do. */
enum command {
	COMMAND_NONE,
	COMMAND_RUN,
	COMMAND_LIST,
	COMMAND_PLAN,
	COMMAND_LINT,
	COMMAND_EXPLAIN,
	COMMAND_REPORT,
	COMMAND_COVERAGE,
	COMMAND_CLEANUP,
	COMMAND_DIFF,
	COMMAND_KNOWN,
	COMMAND_JUDGE,
	COMMAND_HELP,
	COMMAND_VERSION,
};

/** `--report FORMAT=FILE`. */
struct report_wish {
	const char *format;
	const char *file;
};

/** The command line, read. Strings are borrowed from argv or live in the arena. */
struct options {
	enum command command;
	const char *const *operands; /**< what is no option: files of lint, names of explain */
	size_t operand_count;
	const char *target; /**< URL or target file */
	const char *kind;   /**< NULL: as the target file says, else production */
	const char *user;
	const char *password_file;
	const char *netrc_file;
	const char *cacert;
	const char *cert;
	const char *key;
	const char *proxy;
	const char *suite; /**< name or file; NULL: readonly */
	const char **select;
	size_t select_count;
	unsigned shard;  /**< the part of the cases that is meant, from 1 on; 0: all */
	unsigned shards; /**< number of parts */
	bool formats[FORMAT_NONE];
	long jobs;          /**< 0: the kind's default */
	double timeout;     /**< seconds */
	double settle;      /**< most seconds that a step is looked at again for */
	uint64_t max_bytes; /**< 0: the defaults */
	bool allow[SAFETY_DESTROY + 1];
	const char *plan;          /**< hash of `plan --resolve` that the run is held to; NULL: none */
	bool resolve;              /**< plan: read the fixtures, too */
	size_t max_failures;       /**< 0: as many as there are */
	size_t repeat;             /**< rounds; 0 and 1: one */
	const char *fixtures_from; /**< record of the run whose objects are preferred; NULL: none */
	bool last_failed;          /**< only what failed or gave no verdict in the record of the last run */
	bool strict;
	bool insecure;
	bool allow_cleartext;
	bool bodies;
	bool privacy;    /**< personal values are hidden also where the kind of target does not ask for it */
	bool no_privacy; /**< they are shown also where it does */
	bool verbose;
	bool quiet;
	bool json;         /**< of coverage: for machines */
	bool reference;    /**< of explain: everything, as docs/reference.md */
	bool open;         /**< of coverage: only what is missing */
	bool check;        /**< of coverage: exit 1 when something is missing */
	bool ledger;       /**< of coverage: the ledger with the checks that carry its rows now */
	const char *color; /**< auto, always, never */
	struct report_wish *reports;
	size_t report_count;
	const char *report_dir;
	const char *junit_profile; /**< NULL: the default */
	const char *from;          /**< run record of the commands report and known */
	const char *record;        /**< file for the exchanges of the run, or NULL */
	const char *known;         /**< file of known deviations, or NULL */
	const char *data_dir;
	enum command topic; /**< of --help: the command it is about, or COMMAND_NONE */
};

/** Reads the command line; mistakes are told to `diag` with advice (exit 2). */
void options_read(struct options *options, struct arena *arena, int argc, char **argv, struct diag *diag);

/** Prints all commands with their options as Markdown. */
void options_reference(FILE *out);

/** Prints the help of the command, or of the program. */
void options_help(FILE *out, enum command command);

#endif
