// SPDX-License-Identifier: Apache-2.0
/*
 * A catalogue of no more than some cases need. Reading the whole one takes longer than a run of one case; the id of a
 * case says in which file its operation stands, and every reference says what else is needed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load_impl.h"

/** A file of schemas/, which is parsed when something that it defines is needed. */
struct schema_file {
	const char *path;
	struct str text;
	bool parsed;
};

/** The load at hand; it is the first member, so that visits of folders find back here. */
struct narrow {
	struct load load;
	const char *data_dir;
	struct schema_file *schemas; /**< NULL until the first is needed */
	size_t schema_count;
	const struct yaml *fixtures; /**< all of them, NULL until the first is needed */
};

static bool is_plain_name(struct str name)
{
	return name.len && strspn(name.ptr, "abcdefghijklmnopqrstuvwxyz0123456789-") >= name.len;
}

/** Reads FOLDER/NAME.yaml of the data directory; false when there is none. Links are not followed here either. */
static bool fetch_file(struct narrow *narrow, const char *folder, struct str name, unsigned rooms)
{
	struct arena *arena = narrow->load.arena;
	const char *folder_path = arena_printf(arena, "%s/%s", narrow->data_dir, folder);
	const char *file = arena_printf(arena, "%.*s.yaml", (int)name.len, name.ptr);
	const char *path = arena_printf(arena, "%s/%s", folder_path, file);
	int opened = open(folder_path, O_RDONLY | O_CLOEXEC | O_DIRECTORY | (rooms == ROOM_AREA ? O_NOFOLLOW : 0));
	struct str text;
	bool found = opened >= 0 && faccessat(opened, file, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
	if (found && load_bytes(&narrow->load, opened, file, path, true, &text))
		load_in_place(&narrow->load, path, text, rooms);
	if (opened >= 0)
		close(opened);
	return found;
}

static void fetch_operation(struct narrow *narrow, struct str name)
{
	for (size_t i = 0; i < API_AREAS; i++)
		fetch_file(narrow, arena_printf(narrow->load.arena, "cases/%s", area_words[i]), name, ROOM_AREA);
}

static void visit_schema_file(struct load *load, int folder, const char *path, const char *name, bool is_folder)
{
	struct narrow *narrow = (struct narrow *)load;
	struct schema_file file = {.path = path};
	size_t length = strlen(name);
	bool yaml = !is_folder && length > 5 && strcmp(name + length - 5, ".yaml") == 0;
	if (yaml && load_bytes(load, folder, name, path, true, &file.text))
		ARENA_PUSH(load->arena, narrow->schemas, narrow->schema_count, file);
}

/** True when a line of the text defines the name: `schema: NAME` at its beginning or as the first key of an entry. */
static bool defines(struct str text, const char *key, struct str name)
{
	const char *end = text.ptr + text.len;
	size_t key_length = strlen(key);
	for (const char *at = text.ptr; (at = memmem(at, (size_t)(end - at), name.ptr, name.len)); at++) {
		const char *line = at - key_length;
		if ((size_t)(at - text.ptr) < key_length || memcmp(line, key, key_length) != 0)
			continue;
		bool begins =
			line == text.ptr || line[-1] == '\n' || (line - text.ptr >= 2 && line[-1] == ' ' && line[-2] == '-');
		if (begins && at + name.len < end && strchr(" \r\n", at[name.len]))
			return true;
	}
	return false;
}

static void fetch_defined(struct narrow *narrow, const char *key, struct str name)
{
	const char *folder = arena_printf(narrow->load.arena, "%s/schemas", narrow->data_dir);
	if (!narrow->schemas)
		each_entry(&narrow->load, AT_FDCWD, folder, folder, true, visit_schema_file);
	for (size_t i = 0; i < narrow->schema_count; i++) {
		struct schema_file *file = &narrow->schemas[i];
		if (file->parsed || !defines(file->text, key, name))
			continue;
		file->parsed = true;
		load_in_place(&narrow->load, file->path, file->text, ROOM_SCHEMAS);
	}
}

static void fetch_schema(struct narrow *narrow, struct str name)
{
	fetch_defined(narrow, "schema: ", name);
}

static void fetch_table(struct narrow *narrow, struct str name)
{
	fetch_defined(narrow, "name: ", name);
}

static const struct yaml *read_fixtures_file(struct narrow *narrow)
{
	struct load *load = &narrow->load;
	const char *path = arena_printf(load->arena, "%s/cases/fixtures.yaml", narrow->data_dir);
	struct str text;
	if (!load_bytes(load, AT_FDCWD, path, path, true, &text))
		return NULL;
	const struct yaml *root = yaml_parse((struct yaml_arenas){load->arena, load->arena}, path, text, load->diag);
	return root && root->kind == YAML_MAP ? yaml_get(root, "fixtures") : NULL;
}

static void fetch_fixture(struct narrow *narrow, struct str name)
{
	struct load_file file = {0};
	if (!narrow->fixtures)
		narrow->fixtures = read_fixtures_file(narrow);
	narrow->load.file = &file;
	for (const struct yaml *item = narrow->fixtures ? narrow->fixtures->first : NULL; item; item = item->next) {
		const struct yaml *own = item->kind == YAML_MAP ? yaml_get(item, "name") : NULL;
		if (own && own->text && str_is(name, own->text))
			load_fixture(&narrow->load, item);
	}
	narrow->load.file = NULL;
}

/** Where things that are referred to are looked for; the ledger is complete, and nothing refers to the rest. */
static void (*const fetches[NAME_KINDS])(struct narrow *narrow, struct str name) = {
	[NAME_OPERATION] = fetch_operation,
	[NAME_SCHEMA] = fetch_schema,
	[NAME_TABLE] = fetch_table,
	[NAME_FIXTURE] = fetch_fixture,
};

static bool is_defined(const struct load *load, enum name_kind kind, struct str name)
{
	for (size_t i = 0; i < load->names[kind].count; i++)
		if (str_is(name, load->names[kind].items[i].name))
			return true;
	return false;
}

/** Reads what has the name, unless it is there; link_names() tells when nothing has it. */
static void want(struct narrow *narrow, enum name_kind kind, struct str name)
{
	if (fetches[kind] && is_plain_name(name) && !is_defined(&narrow->load, kind, name))
		fetches[kind](narrow, name);
}

/** Follows the references of a load, among them those of the files that it leads to. */
static void follow_references(struct narrow *narrow, const struct load *from)
{
	for (size_t i = 0; i < from->pending_count; i++) {
		const struct pending *pending = &from->pendings[i];
		if (!pending->refers)
			continue;
		size_t length = pending->kind == NAME_FIXTURE ? strcspn(pending->text, ".") : strlen(pending->text);
		want(narrow, pending->kind, (struct str){pending->text, length});
	}
}

/** Reads the operation or scenario of a case. False for a pattern, and for cases that look at all operations. */
static bool want_case(struct narrow *narrow, const char *id)
{
	const char *slash = strchr(id, '/');
	const char *colon = slash ? strchr(slash, ':') : NULL;
	if (!colon || strpbrk(id, "*?[\\") || strncmp(colon, ":role", 5) == 0) /* which reads are the first of their area? */
		return false;
	struct str area = {id, (size_t)(slash - id)};
	struct str name = {slash + 1, (size_t)(colon - slash - 1)};
	enum name_kind kind = NAME_OPERATION;
	bool known = false;
	for (size_t i = 0; i < AREAS && !known; i++) {
		known = str_is(area, area_words[i]);
		kind = i < API_AREAS ? NAME_OPERATION : NAME_SCENARIO;
	}
	const char *folder = arena_printf(narrow->load.arena, "cases/%.*s", (int)area.len, area.ptr);
	return known && is_plain_name(name) &&
	       (is_defined(&narrow->load, kind, name) || fetch_file(narrow, folder, name, ROOM_AREA));
}

/** Reads what a file of the user refers to, and what has the names that it defines. False when it has mistakes. */
static bool want_file(struct narrow *narrow, const char *path)
{
	struct load apart = {.arena = narrow->load.arena, .trees = narrow->load.trees, .diag = narrow->load.diag};
	size_t before = diag_errors(apart.diag);
	load_apart(&apart, path);
	for (size_t kind = 0; kind < NAME_KINDS; kind++)
		for (size_t i = 0; i < apart.names[kind].count; i++)
			want(narrow, (enum name_kind)kind, str_of(apart.names[kind].items[i].name));
	follow_references(narrow, &apart);
	bool pointing = apart.endpoint_count || apart.scenario_count || apart.schema_count || apart.table_count;
	return diag_errors(apart.diag) == before && pointing;
}

static bool want_all(struct narrow *narrow, const struct load_wish *wish)
{
	bool good = wish->case_count || wish->file_count;
	for (size_t i = 0; i < wish->case_count && good; i++)
		good = want_case(narrow, wish->cases[i]);
	for (size_t i = 0; i < wish->file_count && good; i++)
		good = want_file(narrow, wish->files[i]);
	struct str suite = str_of(wish->suite ? wish->suite : "");
	return good && (!wish->suite || (is_plain_name(suite) && fetch_file(narrow, "suites", suite, ROOM_SUITES)));
}

/** Fixtures were read as they were met; their order is that of the file. */
static int compare_fixtures(const void *left, const void *right)
{
	const struct fixture *a = left;
	const struct fixture *b = right;
	return (a->at.line > b->at.line) - (a->at.line < b->at.line);
}

const struct catalogue *load_narrow(struct arena *arena, const char *data_dir, const struct load_wish *wish)
{
	struct diag *diag = diag_new(NULL);
	struct narrow narrow = {.load = {.arena = arena, .trees = arena_new(), .diag = diag, .narrow = true},
	                        .data_dir = data_dir};
	struct load *load = &narrow.load;
	const struct catalogue *catalogue = NULL;
	const char *version = NULL;
	bool good = want_all(&narrow, wish);
	if (good) {
		version = load_heads(load, data_dir);
		follow_references(&narrow, load);
	}
	sort_items(load->fixtures, load->fixture_count, sizeof(*load->fixtures), compare_fixtures);
	if (good && diag_errors(diag) == 0)
		link_names(load);
	arena_free(load->trees);
	if (good && diag_errors(diag) == 0)
		catalogue = catalogue_of(load, arena_string(arena, data_dir), version);
	else
		free_patterns(load->patterns, load->pattern_count);
	diag_free(diag);
	return catalogue;
}

bool load_target_alone(const char *file, enum target_kind *kind)
{
	struct load load = {.arena = arena_new(), .diag = diag_new(NULL)};
	load_apart(&load, file);
	bool alone = diag_errors(load.diag) == 0 && load.target && load.pending_count == 0;
	if (alone)
		*kind = load.target->kind;
	arena_free(load.arena);
	diag_free(load.diag);
	return alone;
}
