// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "load_fields.h"
#include "pattern.h"

/** A catalogue with what load_release() must free; the catalogue is the first member. */
struct loaded {
	struct catalogue catalogue;
	struct pattern **patterns;
	size_t pattern_count;
};

/** Kinds of files by the key that marks them. */
static const struct {
	const char *key;
	void (*load)(struct load *load, const struct yaml *root);
	unsigned rooms;
} file_kinds[] = {
	{"endpoint", load_endpoint, ROOM_AREA},  {"url", load_target, 0},
	{"suite", load_suite, ROOM_SUITES},      {"schema", load_schemas, ROOM_SCHEMAS},
	{"schemas", load_schemas, ROOM_SCHEMAS}, {"tables", load_values, ROOM_SCHEMAS},
	{"fixtures", load_fixtures, ROOM_CASES}, {"scenario", load_scenario, ROOM_AREA},
	{"contract", load_scenario, ROOM_AREA},  {"known", load_known, 0},
};

static void report_no_kind(struct load *load, const struct yaml *root, unsigned rooms)
{
	const char *keys[ARRAY_LEN(file_kinds)];
	size_t count = 0;
	for (size_t i = 0; i < ARRAY_LEN(file_kinds); i++)
		if (rooms == ROOM_ANY || file_kinds[i].rooms & rooms)
			keys[count++] = file_kinds[i].key;
	if (root->kind != YAML_MAP)
		diag_error(load->diag, root->at, "the file is %s; a mapping of keys is expected", yaml_kind_name(root->kind));
	else
		diag_error(load->diag, root->at, "no key says what this file describes");
	advise_or_list(load, root->first && root->first->key ? root->first->key : "", keys, count);
}

void load_document(struct load *load, const struct yaml *root, unsigned rooms)
{
	for (size_t i = 0; root->kind == YAML_MAP && i < ARRAY_LEN(file_kinds); i++) {
		if (rooms != ROOM_ANY && !(file_kinds[i].rooms & rooms))
			continue;
		if (!yaml_get(root, file_kinds[i].key))
			continue;
		file_kinds[i].load(load, root);
		return;
	}
	report_no_kind(load, root, rooms);
}

void load_in_place(struct load *load, const char *path, struct str text, unsigned rooms)
{
	struct load_file file = load_file_named(load, path, true);
	diag_source(load->diag, path, text.ptr, text.len);
	/* Schemas come back to their nodes when all names are known; the many case files do not. */
	struct arena *nodes = rooms == ROOM_AREA ? load->trees : load->arena;
	const struct yaml *root = yaml_parse((struct yaml_arenas){nodes, load->arena}, path, text, load->diag);
	load->file = &file;
	if (root)
		load_document(load, root, rooms);
	load->file = NULL;
	arena_reset(load->trees);
}

/** Reads a file of the data directory. */
static void load_file(struct load *load, int folder, const char *path, const char *name, unsigned rooms)
{
	struct str text;
	if (load_bytes(load, folder, name, path, true, &text))
		load_in_place(load, path, text, rooms);
}

static bool has_ending(const char *name, const char *ending)
{
	size_t length = strlen(name);
	return length > strlen(ending) && strcmp(name + length - strlen(ending), ending) == 0;
}

/** Takes *.yaml; a file that looks like one and would be overlooked is an error. */
static void visit_file(struct load *load, int folder, const char *path, const char *name, bool is_folder, unsigned rooms)
{
	if (is_folder || has_ending(name, ".yml"))
		diag_error(load->diag, (struct position){path, 0, 0},
		           is_folder ? "a folder that nothing looks into" : "the ending must be .yaml");
	else if (has_ending(name, ".yaml"))
		load_file(load, folder, path, name, rooms);
}

static void visit_area(struct load *load, int folder, const char *path, const char *name, bool is_folder)
{
	visit_file(load, folder, path, name, is_folder, ROOM_AREA);
}

static void visit_schema(struct load *load, int folder, const char *path, const char *name, bool is_folder)
{
	visit_file(load, folder, path, name, is_folder, ROOM_SCHEMAS);
}

static void visit_suite(struct load *load, int folder, const char *path, const char *name, bool is_folder)
{
	visit_file(load, folder, path, name, is_folder, ROOM_SUITES);
}

static void visit_case(struct load *load, int folder, const char *path, const char *name, bool is_folder)
{
	if (is_folder)
		each_entry(load, folder, name, path, false, visit_area);
	else
		visit_file(load, folder, path, name, false, ROOM_CASES);
}

/** cases/VERSION: one line that names the version of the case set. */
static const char *read_version(struct load *load, const char *data_dir)
{
	const char *path = arena_printf(load->arena, "%s/cases/VERSION", data_dir);
	struct str text;
	if (!load_bytes(load, AT_FDCWD, path, path, true, &text))
		return NULL;
	struct str line = str_trim(text);
	if (!line.len || line.len > 40 || strcspn(line.ptr, "\n") < line.len || utf8_valid_prefix(line) < line.len) {
		diag_error(load->diag, (struct position){path, 1, 1}, "one line with the version of the cases is expected");
		return NULL;
	}
	return arena_copy(load->arena, line.ptr, line.len);
}

static void read_ledger(struct load *load, const char *data_dir)
{
	const char *path = arena_printf(load->arena, "%s/cases/requirements.csv", data_dir);
	struct str text;
	if (load_bytes(load, AT_FDCWD, path, path, true, &text))
		load_requirements(load, path, text);
}

const char *load_heads(struct load *load, const char *data_dir)
{
	const char *version = read_version(load, data_dir);
	read_ledger(load, data_dir);
	return version;
}

static int compare_requirements(const void *left, const void *right)
{
	return strcmp(((const struct requirement *)left)->id, ((const struct requirement *)right)->id);
}

static int compare_endpoints(const void *left, const void *right)
{
	const struct endpoint *a = *(const struct endpoint *const *)left;
	const struct endpoint *b = *(const struct endpoint *const *)right;
	int areas = strcmp(a->area, b->area);
	return areas ? areas : strcmp(a->id, b->id);
}

static int compare_scenarios(const void *left, const void *right)
{
	const struct scenario *a = *(const struct scenario *const *)left;
	const struct scenario *b = *(const struct scenario *const *)right;
	int areas = strcmp(a->area, b->area);
	return areas ? areas : strcmp(a->name, b->name);
}

static int compare_ids(const void *left, const void *right)
{
	return strcmp((*(const struct endpoint *const *)left)->id, (*(const struct endpoint *const *)right)->id);
}

void link_names(struct load *load)
{
	sort_items(load->requirements, load->requirement_count, sizeof(*load->requirements), compare_requirements);
	names_close(load);
	for (size_t i = 0; i < load->requirement_count; i++)
		name_bind(load, NAME_REQUIREMENT, load->requirements[i].id, &load->requirements[i]);
	for (size_t i = 0; i < load->table_count; i++)
		name_bind(load, NAME_TABLE, load->tables[i].name, &load->tables[i]);
	for (size_t i = 0; i < load->fixture_count; i++)
		name_bind(load, NAME_FIXTURE, load->fixtures[i].name, &load->fixtures[i]);
	run_checks(load, PHASE_NAMES);
	finish_schemas(load);
	run_checks(load, PHASE_SCHEMAS);
	run_checks(load, PHASE_PATHS);
	bind_schema_rules(load);
	finish_fixtures(load);
}

const struct catalogue *catalogue_of(struct load *load, const char *data_dir, const char *version)
{
	struct loaded *loaded = ARENA_NEW(load->arena, struct loaded);
	size_t count = load->endpoint_count;
	const struct endpoint **by_id = ARENA_ARRAY(load->arena, const struct endpoint *, count + 1);
	if (count)
		memcpy(by_id, load->endpoints, count * sizeof(const struct endpoint *));
	sort_items(by_id, count, sizeof(const struct endpoint *), compare_ids);
	sort_items(load->endpoints, count, sizeof(struct endpoint *), compare_endpoints);
	sort_items(load->scenarios, load->scenario_count, sizeof(struct scenario *), compare_scenarios);
	loaded->patterns = load->patterns;
	loaded->pattern_count = load->pattern_count;
	loaded->catalogue = (struct catalogue){
		.requirements = load->requirements,
		.requirement_count = load->requirement_count,
		.tables = load->tables,
		.table_count = load->table_count,
		.schemas = (const struct schema *const *)load->schemas,
		.schema_count = load->schema_count,
		.endpoints = (const struct endpoint *const *)load->endpoints,
		.endpoints_by_id = by_id,
		.endpoint_count = count,
		.fixtures = load->fixtures,
		.fixture_count = load->fixture_count,
		.scenarios = (const struct scenario *const *)load->scenarios,
		.scenario_count = load->scenario_count,
		.suites = (const struct suite *const *)load->suites,
		.suite_count = load->suite_count,
		.data_dir = data_dir,
		.version = version,
	};
	return &loaded->catalogue;
}

void free_patterns(struct pattern *const *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pattern_free(patterns[i]);
}

const struct catalogue *load_catalogue(struct arena *arena, const char *data_dir, struct diag *diag)
{
	struct load load = {.arena = arena, .trees = arena_new(), .diag = diag};
	size_t before = diag_errors(diag);
	const char *version = load_heads(&load, data_dir);
	each_entry(&load, AT_FDCWD, arena_printf(arena, "%s/schemas", data_dir),
	           arena_printf(arena, "%s/schemas", data_dir), true, visit_schema);
	each_entry(&load, AT_FDCWD, arena_printf(arena, "%s/cases", data_dir), arena_printf(arena, "%s/cases", data_dir),
	           true, visit_case);
	each_entry(&load, AT_FDCWD, arena_printf(arena, "%s/suites", data_dir), arena_printf(arena, "%s/suites", data_dir),
	           true, visit_suite);
	arena_free(load.trees);
	link_names(&load);
	if (diag_errors(diag) == before)
		return catalogue_of(&load, arena_string(arena, data_dir), version);
	free_patterns(load.patterns, load.pattern_count);
	return NULL;
}

void load_release(const struct catalogue *catalogue)
{
	const struct loaded *loaded = (const struct loaded *)catalogue;
	if (loaded)
		free_patterns(loaded->patterns, loaded->pattern_count);
}
