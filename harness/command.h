// SPDX-License-Identifier: Apache-2.0
/** The commands of the program; each gives its exit code. */
#ifndef EPMM_COMMAND_H
#define EPMM_COMMAND_H

#include "load.h"
#include "options.h"
#include "plan.h"

/** What every command needs. */
struct command_context {
	struct arena *arena;
	struct diag *diag;
	const struct options *options;
	const char *data_dir;
	const struct catalogue *catalogue;
};

int command_run(const struct command_context *context);
int command_plan(const struct command_context *context);
int command_list(const struct command_context *context);
int command_judge(const struct command_context *context);
int command_cleanup(const struct command_context *context);
int command_lint(const struct command_context *context);
int command_explain(const struct command_context *context);
/** explain --reference. */
void command_reference(void);

int command_coverage(const struct command_context *context);

/** Prints a first file of known deviations from the failures of a run; needs no catalogue. */
int command_known(const struct command_context *context);

/** Makes reports of an earlier run; needs no catalogue. */
int command_report(const struct command_context *context);

/** Compares two run records; needs no catalogue. */
int command_diff(const struct command_context *context);

/** The catalogue, or as much of it as the command can ask for; NULL after a report to `diag`. */
const struct catalogue *command_catalogue(const struct command_context *context);

/**
 * The target of the command line: a URL, or a target file, with --kind, --user and --cacert on top. Without --target an
 * unnamed production target. NULL after a report to `diag`.
 */
const struct target *command_target(const struct command_context *context);

/** The file of a report: as --report wishes it, else `name` in --report-dir. */
const char *command_report_file(const struct command_context *context, const char *format, const char *name);

/**
 * Appends the ids of the cases that failed or gave no verdict in the record of the last run. False after a report to
 * `diag`: there is no record, or it cannot be read.
 */
bool command_last_failed(const struct command_context *context, const char ***ids, size_t *count);

/**
 * The objects of the run that --fixtures-from names, as `fixtures_choices()` told them; left alone without the option. False after a
 * report to `diag`.
 */
bool command_earlier_objects(const struct command_context *context, const char **objects);

/** Whether what --target names is a URL; otherwise it is a file. */
bool command_target_is_url(const char *text);

/** The plan of the command line for the target, or NULL after a report to `diag`. `suite` may be NULL. */
const struct plan *command_make_plan(const struct command_context *context, const struct target *target,
                                     const struct suite **suite);

/** Every case of every suite, as if all of it were permitted, for look-ups; nobody carries it out. */
const struct plan *command_whole_plan(const struct command_context *context);

/** `plan --resolve`: reads the fixtures and prints every request with its objects, and the hash of all of them. */
int command_resolve(const struct command_context *context, const struct target *target, const struct plan *plan);

/** The two keys: what the target file permits and the command line allows. */
struct permission command_permission(const struct command_context *context, const struct target *target);

#endif
