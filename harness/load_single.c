// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "load_impl.h"

/** Tells whether a definition stands in the file that is being checked, whatever the two paths look like. */
struct own_file {
	struct stat info;
	bool known;
	const char *last; /**< path asked for last: definitions come file by file */
	bool last_is_own;
};

static bool is_own(struct own_file *own, const char *path)
{
	if (!own->known || !path)
		return false;
	if (own->last && strcmp(own->last, path) == 0)
		return own->last_is_own;
	struct stat info;
	own->last = path;
	own->last_is_own = stat(path, &info) == 0 && info.st_dev == own->info.st_dev && info.st_ino == own->info.st_ino;
	return own->last_is_own;
}

static void add_known(struct load *load, struct own_file *own, enum name_kind kind, const char *name, const void *thing,
                      struct position at)
{
	if (is_own(own, at.file))
		return;
	name_add(load, kind, name, thing, at);
	load->names[kind].items[load->names[kind].count - 1].known = true;
}

/** Makes the catalogue's names known, but for those that the file itself defines. */
static void add_catalogue(struct load *load, const struct catalogue *all, const char *path)
{
	struct own_file own = {0};
	own.known = stat(path, &own.info) == 0;
	struct position nowhere = {0};
	for (size_t i = 0; i < all->requirement_count; i++)
		add_known(load, &own, NAME_REQUIREMENT, all->requirements[i].id, &all->requirements[i], nowhere);
	for (size_t i = 0; i < all->table_count; i++)
		add_known(load, &own, NAME_TABLE, all->tables[i].name, &all->tables[i], all->tables[i].at);
	for (size_t i = 0; i < all->schema_count; i++)
		add_known(load, &own, NAME_SCHEMA, all->schemas[i]->name, all->schemas[i], all->schemas[i]->at);
	for (size_t i = 0; i < all->endpoint_count; i++)
		add_known(load, &own, NAME_OPERATION, all->endpoints[i]->id, all->endpoints[i], all->endpoints[i]->at);
	for (size_t i = 0; i < all->fixture_count; i++)
		add_known(load, &own, NAME_FIXTURE, all->fixtures[i].name, &all->fixtures[i], all->fixtures[i].at);
	for (size_t i = 0; i < all->scenario_count; i++)
		add_known(load, &own, NAME_SCENARIO, all->scenarios[i]->name, all->scenarios[i], all->scenarios[i]->at);
	for (size_t i = 0; i < all->suite_count; i++)
		add_known(load, &own, NAME_SUITE, all->suites[i]->name, all->suites[i], all->suites[i]->at);
}

/** True when a key `url` seems to be there: a target file, whose lines are never shown, since one may hold a password. */
static bool is_target(struct str text)
{
	for (size_t i = 0; i + 3 < text.len; i++) {
		if (memcmp(text.ptr + i, "url", 3) != 0 || (i > 0 && !strchr("\n\r\t {,\"'?", text.ptr[i - 1])))
			continue;
		size_t colon = i + 3;
		while (colon < text.len && text.ptr[colon] && strchr("\n\r\t \"'", text.ptr[colon]))
			colon++;
		if (colon < text.len && text.ptr[colon] == ':')
			return true;
	}
	return false;
}

/** Reads the text of one file. */
static void load_text_alone(struct load *load, const struct catalogue *catalogue, const char *path, struct str text,
                            bool hidden)
{
	struct load_file file = load_file_named(load, path, false);
	if (!hidden && !is_target(text))
		diag_source(load->diag, path, text.ptr, text.len);
	const struct yaml *root = yaml_parse((struct yaml_arenas){load->arena, load->arena}, path, text, load->diag);
	if (!root)
		return;
	if (catalogue)
		add_catalogue(load, catalogue, path);
	load->file = &file;
	load_document(load, root, ROOM_ANY);
	if (catalogue)
		link_names(load);
	free_patterns(load->patterns, load->pattern_count);
}

/** Reads one file of the user. */
static void load_alone(struct load *load, const struct catalogue *catalogue, const char *path, bool hidden)
{
	struct str text;
	if (load_bytes(load, AT_FDCWD, path, path, false, &text))
		load_text_alone(load, catalogue, path, text, hidden);
}

void load_apart(struct load *load, const char *path)
{
	load_alone(load, NULL, path, true);
}

bool load_lint(const struct catalogue *catalogue, const char *file, struct diag *diag)
{
	struct load load = {.arena = arena_new(), .diag = diag};
	size_t before = diag_errors(diag);
	load_alone(&load, catalogue, arena_string(load.arena, file), false);
	diag_source(diag, file, "", 0);
	arena_free(load.arena);
	return diag_errors(diag) == before;
}

const struct suite *load_suite_file(struct arena *arena, const struct catalogue *catalogue, const char *file,
                                    struct diag *diag)
{
	struct load load = {.arena = arena, .diag = diag};
	size_t before = diag_errors(diag);
	load_alone(&load, catalogue, arena_string(arena, file), false);
	if (diag_errors(diag) == before && !load.suite_count)
		diag_error(diag, (struct position){file, 0, 0}, "not a suite");
	return diag_errors(diag) == before ? load.suites[0] : NULL;
}

const struct known_file *load_known_file(struct arena *arena, const struct catalogue *catalogue, const char *file,
                                         struct diag *diag)
{
	struct load load = {.arena = arena, .diag = diag};
	size_t before = diag_errors(diag);
	load_alone(&load, catalogue, arena_string(arena, file), false);
	if (diag_errors(diag) == before && !load.known)
		diag_error(diag, (struct position){file, 0, 0}, "not a file of known deviations");
	return diag_errors(diag) == before ? load.known : NULL;
}

const struct target *load_target_file(struct arena *arena, const struct catalogue *catalogue, const char *file,
                                      struct diag *diag)
{
	struct load load = {.arena = arena, .diag = diag};
	size_t before = diag_errors(diag);
	load_alone(&load, catalogue, arena_string(arena, file), true);
	if (diag_errors(diag) == before && !load.target)
		diag_error(diag, (struct position){file, 0, 0}, "not a target file");
	return diag_errors(diag) == before ? load.target : NULL;
}

const struct target *load_target_text(struct arena *arena, const struct catalogue *catalogue, const char *name,
                                      const char *text, struct diag *diag)
{
	struct load load = {.arena = arena, .diag = diag};
	size_t before = diag_errors(diag);
	load_text_alone(&load, catalogue, arena_string(arena, name), str_of(arena_string(arena, text)), true);
	return diag_errors(diag) == before ? load.target : NULL;
}

const char *load_file_text(struct arena *arena, const char *file, struct diag *diag)
{
	struct load load = {.arena = arena, .diag = diag};
	struct str text;
	return load_bytes(&load, AT_FDCWD, file, file, false, &text) ? arena_copy(arena, text.ptr, text.len) : NULL;
}
