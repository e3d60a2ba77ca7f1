// SPDX-License-Identifier: Apache-2.0
/** What the files of load*.c share; nobody else includes it. */
#ifndef EPMM_LOAD_IMPL_H
#define EPMM_LOAD_IMPL_H

#include "load.h"
#include "yaml_tree.h"

struct load;
struct pattern;

/** The kinds of things that have names and are referred to by them. */
enum name_kind {
	NAME_REQUIREMENT,
	NAME_TABLE,
	NAME_SCHEMA,
	NAME_OPERATION,
	NAME_FIXTURE,
	NAME_SUITE,
	NAME_SCENARIO,
	NAME_KINDS,
};

/** A name that was defined. */
struct name {
	const char *name;
	const void *thing;  /**< struct requirement, value_table, schema, endpoint, fixture or suite */
	struct position at; /**< of the definition */
	bool known;         /**< from the catalogue that a single file is checked against */
};

/** All names of one kind, in the order of definition until names_close() sorts them. */
struct names {
	struct name *items;
	size_t count;
};

/** When a check is made; each waits for what the one before completes. */
enum phase {
	PHASE_NAMES,   /**< all names are known */
	PHASE_SCHEMAS, /**< schemas have the fields of those they extend */
	PHASE_PATHS,   /**< every response knows the schema of its records */
};

/** Something to be looked at when all files have been read, in the order in which it was met. */
struct pending {
	void (*check)(struct load *load, const struct pending *pending);
	const char *text;    /**< as written */
	struct position at;  /**< where */
	void *subject;       /**< what it is about; the pointer to fill, for plain references */
	enum name_kind kind; /**< for references */
	enum phase phase;    /**< what it waits for */
	bool refers;         /**< the text names a thing of the kind; behind a dot, if there is one, stands a value of it */
};

/** A file being read. */
struct load_file {
	const char *path; /**< as shown in messages */
	const char *stem; /**< its name without folders and ending */
	const char *area; /**< name of its folder */
	bool in_place;    /**< found in the data directory, so that folder and name have a meaning */
};

/** Where the paths that are being read begin; they are held against the schemas there. */
struct path_base {
	const struct endpoint *endpoint;     /**< the answers of the operation being read, their records first */
	const struct schema *schema;         /**< or the elements of a schema */
	const char *operation;               /**< or the records of the operation with this id */
	const struct relation_use *relation; /**< with `endpoint`: also those of the other operation that it names */
	const char *below;                   /**< path of the elements that the paths are below, or NULL */
};

/** Everything that one load gathers. */
struct load {
	struct arena *arena;
	struct arena *trees; /**< nodes of the file being read, forgotten when nothing points to them any more */
	struct diag *diag;
	const struct load_file *file; /**< the one being read */
	struct endpoint *endpoint;    /**< the one being read, for its rules and relations */
	const struct path_base *base; /**< of the paths being read; NULL: anything is a path */
	const char *scope;            /**< name of the schema being read, for those written in place */
	struct names names[NAME_KINDS];
	struct pending *pendings;
	size_t pending_count;
	struct pattern **patterns;
	size_t pattern_count;
	struct requirement *requirements;
	size_t requirement_count;
	struct value_table *tables;
	size_t table_count;
	struct schema **schemas; /**< those with a name and those written in place */
	size_t schema_count;
	struct endpoint **endpoints;
	size_t endpoint_count;
	struct fixture *fixtures;
	size_t fixture_count;
	struct scenario **scenarios;
	size_t scenario_count;
	struct step *step;     /**< the one being read, for the parameters that its rules name */
	const char **captures; /**< "step.name": what earlier steps of the scenario being read took */
	size_t capture_count;
	struct suite **suites;
	size_t suite_count;
	struct known_file *known;
	struct target *target;
	bool narrow; /**< only what some cases need is read; suites may name what is not there */
};

/* load_name.c: definitions and references */

/** As qsort(), and quick when everything is in order, as what is read from the sorted files of a folder mostly is. */
void sort_items(void *items, size_t count, size_t size, int (*compare)(const void *, const void *));

/** Defines a name; `thing` may be given later by name_bind(). */
void name_add(struct load *load, enum name_kind kind, const char *name, const void *thing, struct position at);

/** Gives a name its thing, once that has its final place. Only after names_close(). */
void name_bind(struct load *load, enum name_kind kind, const char *name, const void *thing);

/** Sorts the names of every kind and reports those that are defined twice. */
void names_close(struct load *load);

/** The thing with the name, or NULL. Only after names_close(). */
const void *name_find(const struct load *load, enum name_kind kind, const char *name);

/** Reports that nothing of the kind has the name, with the nearest one as advice. */
void name_unknown(struct load *load, enum name_kind kind, const char *name, struct position at);

/** Remembers to point `*slot` (a pointer to the thing's type; NULL: only check) at the thing with the name. */
void refer(struct load *load, enum name_kind kind, const struct yaml *name, void *slot);

/** Remembers to call `check` when all names are known. */
void check_later(struct load *load, void (*check)(struct load *, const struct pending *), const struct yaml *node,
                 void *subject);

/** As check_later(), in the phase. */
void check_in(struct load *load, enum phase phase, void (*check)(struct load *, const struct pending *),
              const struct yaml *node, void *subject);

/** Calls what was remembered for the phase. */
void run_checks(struct load *load, enum phase phase);

/* load_text.c: what single texts must look like */

/** True for names of files, schemas, tables, cases: small letters, digits and hyphens; otherwise reports. */
bool check_name(struct load *load, const struct yaml *node);

/** True for a path of names with `/` and `entry[KEY]`; otherwise reports. Held against the schemas of `load->base`. */
bool check_path(struct load *load, const struct yaml *node);

/** As check_path(); the path may begin with a `/`, and is then held against the whole answer. */
bool check_rooted_path(struct load *load, const struct yaml *node);

/** True for a path, or for a pair `here=there`; otherwise reports. */
bool check_path_pair(struct load *load, const struct yaml *node);

/** True when one of the words; otherwise reports with the nearest as advice. `what` names them: "a derived kind". */
bool check_word(struct load *load, const struct yaml *node, const char *const *words, size_t count, const char *what);

/** Adds the word nearest to the wrong one as advice to the last error; false when none is near. */
bool advise(struct load *load, const char *wrong, const char *const *words, size_t count);

/** As advise(), but lists the words when none is near. */
void advise_or_list(struct load *load, const char *wrong, const char *const *words, size_t count);

/** Compiles a pattern that the catalogue owns; reports and returns NULL when it is bad. */
const struct pattern *load_pattern(struct load *load, const char *source, struct position at);

/** Looks for ${fixture.value} in a text and remembers to check them. */
void check_references(struct load *load, const struct yaml *node);

/** Remembers to check "fixture.value"; with `bare` also "fixture" alone. */
void refer_fixture(struct load *load, const struct yaml *node, bool bare);

/** Reports a key that weakens a check (soft, soften, mute) where no `errata` give the reason. */
void check_weaker(struct load *load, const struct yaml *node, const char *key);

/** A text with its place, to find those that occur twice. */
struct label {
	const char *text;
	struct position at;
};

/** Reports labels that occur twice ("the field `x` occurs twice"); sorts them. `nocase` as the field's names. */
void report_twice(struct load *load, struct label *labels, size_t count, const char *what, bool nocase);

/** The families of derived cases and what may be muted, ended by NULL; derive.h has the table itself. */
extern const char *const derived_kinds[];
extern const size_t derived_kind_count;

/** First parts of case ids: the areas of the API, and behind those the folders of scenarios and contracts. */
extern const char *const area_words[];
enum { API_AREAS = 8, AREAS = 10 };

/* load_condition.c */

/** Reads a mapping of paths to predicates. */
void read_condition(struct load *load, const struct yaml *node, struct condition *condition);

/* load_disk.c: files and folders */

/** Reads a regular file; `folder` is an open directory or AT_FDCWD. With `strict` a symbolic link is refused. */
bool load_bytes(struct load *load, int folder, const char *name, const char *shown, bool strict, struct str *text);

/** What the path says about a file. */
struct load_file load_file_named(struct load *load, const char *path, bool in_place);

/** What to do with each entry of a folder. */
typedef void entry_fn(struct load *load, int folder, const char *path, const char *name, bool is_folder);

/** Calls `visit` for the entries of a folder in the order of their bytes; names that begin with a dot are left out. */
void each_entry(struct load *load, int folder, const char *name, const char *path, bool follow, entry_fn *visit);

/* One function for each kind of file, and load_fixture() for a part of one. */
void load_endpoint(struct load *load, const struct yaml *root);
void load_schemas(struct load *load, const struct yaml *root);
void load_values(struct load *load, const struct yaml *root);
void load_fixtures(struct load *load, const struct yaml *root);
void load_scenario(struct load *load, const struct yaml *root);
void load_suite(struct load *load, const struct yaml *root);
void load_target(struct load *load, const struct yaml *root);
void load_known(struct load *load, const struct yaml *root);
void load_requirements(struct load *load, const char *path, struct str text);

/** Reads one entry of a file of fixtures. */
void load_fixture(struct load *load, const struct yaml *item);

/** Reads a file of the user alone, without following its references; errors are reported. */
void load_apart(struct load *load, const char *path);

/** Once the schemas are complete: gives the operations the rules of the schemas they answer with. */
void bind_schema_rules(struct load *load);

/** Once all names are known: reports fixtures that wait for themselves. */
void finish_fixtures(struct load *load);

/** Once all names are known: gives each schema the fields of the one it extends. */
void finish_schemas(struct load *load);

/* load.c */

/** The rooms in which a kind of file may stand. */
enum room {
	ROOM_CASES = 1,
	ROOM_AREA = 2,
	ROOM_SCHEMAS = 4,
	ROOM_SUITES = 8,
	ROOM_ANY = 15, /**< a single file: of any kind, target files included */
};

/** Reads a file by the key that marks its kind, which must be one of the room. */
void load_document(struct load *load, const struct yaml *root, unsigned rooms);

/** Binds names to things that have found their place, follows every reference and completes what needs others. */
void link_names(struct load *load);

/** Reads the text of a file of the data directory. */
void load_in_place(struct load *load, const char *path, struct str text, unsigned rooms);

/** Reads cases/VERSION and the ledger; gives the version, or NULL after a report. */
const char *load_heads(struct load *load, const char *data_dir);

/** Puts what was read, linked and without errors, together. */
const struct catalogue *catalogue_of(struct load *load, const char *data_dir, const char *version);

/** Frees compiled patterns. */
void free_patterns(struct pattern *const *patterns, size_t count);

/* load_path.c: paths against schemas */

/** Sets where the following paths begin and returns what was set before. */
const struct path_base *set_path_base(struct load *load, struct path_base base);

/** For PHASE_PATHS: the path (or pair) in `pending->text` leads somewhere from the base in `pending->subject`. */
void check_path_leads(struct load *load, const struct pending *pending);

/** For PHASE_SCHEMAS: the path in `pending->text` leads from the response's schema to its records; sets `record_schema`. */
void find_record_schema(struct load *load, const struct pending *pending);

#endif
