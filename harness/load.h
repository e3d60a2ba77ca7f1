// SPDX-License-Identifier: Apache-2.0
/**
 * From files to the model: case files, schemas, value tables, fixtures, suites, requirements and target files
 * (docs/case-language.md). Nothing is sent. Every mistake becomes a diagnostic with file, line, column and advice;
 * reading goes on behind it, so that one call reports them all.
 */
#ifndef EPMM_LOAD_H
#define EPMM_LOAD_H

#include "arena.h"
#include "model.h"

/**
 * Loads cases/, schemas/ and suites/ of the data directory. NULL when there were errors. The catalogue and all texts
 * live in `arena`; give it back with load_release() before the arena dies.
 */
const struct catalogue *load_catalogue(struct arena *arena, const char *data_dir, struct diag *diag);

/** What a command needs of the catalogue: cases by their whole ids, a suite, and what files of the user name. */
struct load_wish {
	const char *const *cases;
	size_t case_count;
	const char *suite;        /**< name, or NULL */
	const char *const *files; /**< their references are followed as well */
	size_t file_count;
};

/**
 * Loads no more of the data directory than the wish needs: the operations and scenarios of the cases, and the
 * operations, schemas, value tables and fixtures that they lead to. NULL, without any report, when the wish is about
 * more than single cases or when something is wrong: load_catalogue() then has the whole, and tells of every mistake.
 * Mistakes in files that are not needed are not seen.
 */
const struct catalogue *load_narrow(struct arena *arena, const char *data_dir, const struct load_wish *wish);

/** True for a target file that can be read without the catalogue, since it names nothing of it; sets its kind. */
bool load_target_alone(const char *file, enum target_kind *kind);

/** Frees what the arena cannot: the compiled patterns. The catalogue must not be used afterwards; NULL is allowed. */
void load_release(const struct catalogue *catalogue);

/**
 * Checks one file of any kind, recognised by its top-level key; its names are looked up in the file itself and in
 * the catalogue. True when it has no mistakes.
 */
bool load_lint(const struct catalogue *catalogue, const char *file, struct diag *diag);

/** Reads a suite from a file of the user; its names are checked against the catalogue. NULL on errors. */
const struct suite *load_suite_file(struct arena *arena, const struct catalogue *catalogue, const char *file,
                                    struct diag *diag);

/** Reads a file of known deviations; its patterns and requirements are checked against the catalogue. NULL on errors. */
const struct known_file *load_known_file(struct arena *arena, const struct catalogue *catalogue, const char *file,
                                         struct diag *diag);

/** Reads a target file. Paths in it are resolved against its folder, names against the catalogue. NULL on errors. */
const struct target *load_target_file(struct arena *arena, const struct catalogue *catalogue, const char *file,
                                      struct diag *diag);

/** As load_target_file(), from the text of such a file; `name` is for messages. */
const struct target *load_target_text(struct arena *arena, const struct catalogue *catalogue, const char *name,
                                      const char *text, struct diag *diag);

/** The text of a file, in `arena`; NULL after a report to `diag`. */
const char *load_file_text(struct arena *arena, const char *file, struct diag *diag);

#endif
