// SPDX-License-Identifier: Apache-2.0
/* What may lie in a data directory besides good files. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load.h"

static const char endpoint[] = "endpoint: GET /api/v1/dm/x\nsummary: x\nguide: { section: x }\nformats: [xml]\n"
							   "responses: { 200: {} }\n";
static const char header[] =
	"id,strength,group,section,operations,statement,errata,carried-by,not-testable,faults,no-fault\n";

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");
	cr_assert_not_null(file, "%s", path);
	fputs(text, file);
	fclose(file);
}

/** Makes an empty data directory `d` in a new room and goes there. */
static void make_room(void)
{
	char room[] = "/tmp/epmm-load-XXXXXX";
	cr_assert_not_null(mkdtemp(room));
	cr_assert_eq(chdir(room), 0);
	static const char *const folders[] = {"d", "d/cases", "d/cases/dm", "d/schemas", "d/suites"};
	for (size_t i = 0; i < ARRAY_LEN(folders); i++)
		cr_assert_eq(mkdir(folders[i], 0700), 0);
	put("d/cases/VERSION", "1\n");
	put("d/cases/requirements.csv", header);
}

static void leave_room(void)
{
	char *room = getcwd(NULL, 0);
	char command[512];
	snprintf(command, sizeof(command), "rm -rf '%s'", room);
	cr_assert(strncmp(room, "/tmp/epmm-load-", 15) == 0);
	cr_assert_eq(system(command), 0);
	free(room);
}

/** Loads `d` and compares the first lines of the messages. */
static void expect(const char *const *messages, size_t count)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(NULL);
	const struct catalogue *catalogue = load_catalogue(arena, "d", diag);
	cr_assert_eq(catalogue != NULL, count == 0, "%s", diag_errors(diag) ? diag_text(diag, 0) : "no error");
	for (size_t i = 0; i < count; i++) {
		cr_assert_not_null(diag_text(diag, i), "missing: %s", messages[i]);
		cr_assert_str_eq(diag_text(diag, i), messages[i]);
	}
	cr_assert_eq(diag_errors(diag), count, "%s", diag_text(diag, count) ? diag_text(diag, count) : "");
	load_release(catalogue);
	arena_free(arena);
	diag_free(diag);
}

#define EXPECT(...)                                                                                                    \
	do {                                                                                                               \
		static const char *const messages[] = {__VA_ARGS__};                                                           \
		expect(messages, ARRAY_LEN(messages));                                                                         \
	} while (0)

Test(load_disk, an_empty_catalogue_is_one, .init = make_room, .fini = leave_room)
{
	put("d/cases/dm/.hidden.yaml", "not read");
	put("d/cases/dm/notes.txt", "not read");
	put("d/cases/case.schema.json", "{}");
	expect(NULL, 0);
}

Test(load_disk, nothing_at_all, .init = make_room, .fini = leave_room)
{
	cr_assert_eq(rename("d", "e"), 0);
	EXPECT("d/cases/VERSION: error: No such file or directory",
	       "d/cases/requirements.csv: error: No such file or directory", "d/schemas: error: No such file or directory",
	       "d/cases: error: No such file or directory", "d/suites: error: No such file or directory");
}

Test(load_disk, only_regular_files_in_their_place, .init = make_room, .fini = leave_room)
{
	put("outside.yaml", endpoint);
	cr_assert_eq(symlink("../../../outside.yaml", "d/cases/dm/a-link.yaml"), 0);
	cr_assert_eq(mkfifo("d/cases/dm/b-fifo.yaml", 0600), 0);
	cr_assert_eq(mkdir("d/cases/dm/c.yaml", 0700), 0);
	cr_assert_eq(symlink("/dev/zero", "d/cases/dm/d-device.yaml"), 0);
	put("d/cases/dm/e.yml", endpoint);
	cr_assert_eq(symlink("/tmp", "d/cases/eas"), 0);
	cr_assert_eq(mkdir("d/schemas/more", 0700), 0);
	EXPECT("d/schemas/more: error: a folder that nothing looks into",
	       "d/cases/dm/a-link.yaml: error: a symbolic link; links are not followed here",
	       "d/cases/dm/b-fifo.yaml: error: not a regular file",
	       "d/cases/dm/c.yaml: error: a folder that nothing looks into",
	       "d/cases/dm/d-device.yaml: error: a symbolic link; links are not followed here",
	       "d/cases/dm/e.yml: error: the ending must be .yaml");
}

Test(load_disk, too_large_a_file, .init = make_room, .fini = leave_room)
{
	put("d/cases/dm/x.yaml", endpoint);
	cr_assert_eq(truncate("d/cases/dm/x.yaml", (1 << 20) + 1), 0);
	EXPECT("d/cases/dm/x.yaml: error: larger than 1 MiB");
}

Test(load_disk, each_kind_has_its_room, .init = make_room, .fini = leave_room)
{
	cr_assert_eq(mkdir("d/cases/mail", 0700), 0);
	put("d/cases/mail/x.yaml", endpoint);
	put("d/cases/dm/Get_X.yaml", endpoint);
	put("d/cases/y.yaml", endpoint);
	put("d/schemas/z.yaml", "suite: z\ntitle: z\ninclude: ['*']\n");
	put("d/suites/z.yaml", "suite: other\ntitle: z\ninclude: ['*']\n");
	EXPECT("d/schemas/z.yaml:1:1: error: no key says what this file describes",
	       "d/cases/dm/Get_X.yaml: error: `Get_X` is not a name",
	       "d/cases/mail/x.yaml: error: `mail` is not an area of the API (the file's folder)",
	       "d/cases/y.yaml:1:1: error: no key says what this file describes",
	       "d/suites/z.yaml:1:8: error: the suite `other` stands in a file of another name");
}

Test(load_disk, scenarios_and_contracts_have_their_rooms, .init = make_room, .fini = leave_room)
{
	cr_assert_eq(mkdir("d/cases/scenarios", 0700), 0);
	cr_assert_eq(mkdir("d/cases/contracts", 0700), 0);
	put("d/cases/dm/x.yaml", endpoint);
	put("d/cases/scenarios/c.yaml", "contract: c\nconsumer: C\nsummary: C\nformats: [xml]\nsteps:\n"
	                                "  - { id: a, because: b, request: x }\n");
	put("d/cases/contracts/t.yaml", "contract: s\nconsumer: C\nsummary: C\nformats: [xml]\nsteps:\n"
	                                "  - { id: a, because: b, request: x }\n");
	EXPECT("d/cases/contracts/t.yaml:1:1: error: `s` is not the name of the file",
	       "d/cases/scenarios/c.yaml:1:1: error: the folder of this file is `cases/contracts`");
}

Test(load_disk, names_are_unique_over_all_files, .init = make_room, .fini = leave_room)
{
	cr_assert_eq(mkdir("d/cases/eas", 0700), 0);
	put("d/cases/dm/x.yaml", endpoint);
	put("d/cases/eas/x.yaml", endpoint);
	put("d/schemas/a.yaml", "schema: s\nfields: []\n");
	put("d/schemas/b.yaml",
	    "tables:\n  - { name: t, values: [{ word: w }] }\n  - { name: t, values: [{ word: w }] }\n");
	put("d/schemas/c.yaml", "schema: s\nfields: []\n");
	EXPECT("d/schemas/b.yaml:3:5: error: the value table `t` is defined twice",
	       "d/schemas/c.yaml:1:9: error: the schema `s` is defined twice",
	       "d/cases/eas/x.yaml:1:1: error: the operation `x` is defined twice");
}

static const struct {
	const char *rows;
	const char *message;
} ledgers[] = {
	{"R001,explicit,g,s,*,x,,,,,\nR001,explicit,g,s,*,x,,,,,\n", "3:1: error: the requirement `R001` is defined twice"},
	{"R1,explicit,g,s,*,x,,,,,\n", "2:1: error: `R1` is not the id of a requirement; R and three digits"},
	{"R001,strong,g,s,*,x,,,,,\n", "2:1: error: `strong` is not a strength"},
	{"R001,explicit,,s,*,x,,,,,\n", "2:1: error: `group` is empty"},
	{"R001,explicit,g,s,Get Things,x,,,,,\n", "2:1: error: `operations` takes ids separated by blanks, or *"},
	{"R001,explicit,g,s,*,x,,,,\n", "2:1: error: 10 fields instead of 11"},
	{"\"R001\nR002\",explicit,g,s,*,x,,,,,\nR003,explicit\n", "4:1: error: 2 fields instead of 11"},
	{"R001,explicit,g,s,*,\"x,,,,,\n", "2:1: error: the text ends inside quotes"},
	{"R001,explicit,g,s,*,\xff,,,,,\n", "2:1: error: `statement` is not UTF-8 text"},
	{"R001,explicit,g,s,*,x,,kind ok,nobody knows,,\n",
     "2:1: error: R001 has both checks and a reason why there can be none"},
	{"R001,explicit,g,s,*,x,,kind ok,,labels-404,nobody knows\n",
     "2:1: error: R001 has both faults that prove it and a reason why there can be none"},
};

Test(load_disk, a_bad_ledger, .init = make_room, .fini = leave_room)
{
	for (size_t i = 0; i < ARRAY_LEN(ledgers); i++) {
		char text[512];
		snprintf(text, sizeof(text), "%s%s", header, ledgers[i].rows);
		put("d/cases/requirements.csv", text);
		struct arena *arena = arena_new();
		struct diag *diag = diag_new(NULL);
		cr_assert_null(load_catalogue(arena, "d", diag));
		const char *last = diag_text(diag, diag_errors(diag) - 1);
		cr_assert_str_eq(last + strlen("d/cases/requirements.csv:"), ledgers[i].message);
		arena_free(arena);
		diag_free(diag);
	}
	put("d/cases/requirements.csv", "id,strength\nR001,explicit\n");
	EXPECT("d/cases/requirements.csv:1:1: error: the first row does not name the columns");
	put("d/cases/requirements.csv", "");
	EXPECT("d/cases/requirements.csv: error: the file is empty");
}

Test(load_disk, a_bad_version, .init = make_room, .fini = leave_room)
{
	put("d/cases/VERSION", "1\n2\n");
	EXPECT("d/cases/VERSION:1:1: error: one line with the version of the cases is expected");
	put("d/cases/VERSION", "");
	EXPECT("d/cases/VERSION:1:1: error: one line with the version of the cases is expected");
}

Test(load_disk, lint_of_a_file_of_the_directory_replaces_it, .init = make_room, .fini = leave_room)
{
	put("d/cases/dm/x.yaml", endpoint);
	put("d/schemas/a.yaml", "schema: s\nfields: []\n");
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(NULL);
	const struct catalogue *catalogue = load_catalogue(arena, "d", diag);
	cr_assert_not_null(catalogue);
	cr_assert(load_lint(catalogue, "d/cases/dm/x.yaml", diag));
	cr_assert(load_lint(catalogue, "d/../d/schemas/a.yaml", diag), "%s", diag_text(diag, 0));
	put("y.yaml", "schema: s\nfields: []\n");
	cr_assert_not(load_lint(catalogue, "y.yaml", diag));
	cr_assert_str_eq(diag_text(diag, 0), "y.yaml:1:9: error: the schema `s` is defined twice");
	load_release(catalogue);
	arena_free(arena);
	diag_free(diag);
}
