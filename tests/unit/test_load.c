// SPDX-License-Identifier: Apache-2.0
#include "load.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pattern.h"
#include "rule.h"
#include "value_type.h"

/** The catalogue of tests/data/load/base, and what it needs. */
struct base {
	struct arena *arena;
	struct diag *diag;
	const struct catalogue *catalogue;
};

/** Goes to tests/data/load, so that messages hold short paths, and loads the base there. */
static struct base open_base(void)
{
	cr_assert_eq(chdir(EPMM_SOURCE_DIR "/tests/data/load"), 0);
	struct base base = {.arena = arena_new(), .diag = diag_new(stderr)};
	base.catalogue = load_catalogue(base.arena, "base", base.diag);
	cr_assert_not_null(base.catalogue);
	cr_assert_eq(diag_errors(base.diag), 0);
	return base;
}

static void close_base(struct base *base)
{
	load_release(base->catalogue);
	arena_free(base->arena);
	diag_free(base->diag);
}

/** What lint prints about the file; free() it. */
static char *lint(const struct catalogue *catalogue, const char *file, bool *good)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	struct diag *diag = diag_new(out);
	*good = load_lint(catalogue, file, diag);
	cr_assert_eq(*good, diag_errors(diag) == 0);
	fclose(out);
	diag_free(diag);
	return text;
}

static struct str read_file(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	cr_assert_not_null(file, "%s", path);
	char *bytes = arena_alloc(arena, 1 << 20);
	size_t length = fread(bytes, 1, (1 << 20) - 1, file);
	fclose(file);
	return (struct str){bytes, length};
}

/** Calls `check` for each *.yaml of the folder and returns how many there were. */
static size_t each_yaml(const char *folder, void (*check)(struct base *base, const char *path))
{
	struct base base = open_base();
	size_t count = 0;
	DIR *entries = opendir(folder);
	cr_assert_not_null(entries);
	for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
		size_t length = strlen(entry->d_name);
		if (length <= 5 || strcmp(entry->d_name + length - 5, ".yaml") != 0)
			continue;
		check(&base, arena_printf(base.arena, "%s/%s", folder, entry->d_name));
		count++;
	}
	closedir(entries);
	close_base(&base);
	return count;
}

static void check_good(struct base *base, const char *path)
{
	bool good;
	char *text = lint(base->catalogue, path, &good);
	cr_expect(good, "%s", text);
	free(text);
}

Test(load, accepts_the_good_files)
{
	cr_assert(each_yaml("good", check_good) >= 8);
}

static void check_bad(struct base *base, const char *path)
{
	const char *expected = arena_printf(base->arena, "%.*s.expected", (int)strlen(path) - 5, path);
	bool good;
	char *text = lint(base->catalogue, path, &good);
	cr_expect_not(good, "%s is accepted", path);
	cr_expect_str_eq(text, read_file(base->arena, expected).ptr, "%s", path);
	free(text);
}

Test(load, tells_what_is_wrong_with_the_bad_files)
{
	cr_assert(each_yaml("bad", check_bad) >= 230);
}

Test(load, fills_the_model)
{
	struct base base = open_base();
	const struct catalogue *all = base.catalogue;
	cr_assert_str_eq(all->version, "7");
	cr_assert_eq(all->endpoint_count, 3);
	cr_assert_str_eq(all->endpoints[0]->id, "get-thing");
	cr_assert_str_eq(all->endpoints[0]->area, "dm");
	const struct endpoint *list = catalogue_endpoint(all, "get-things");
	cr_assert_str_eq(list->method, "GET");
	cr_assert_str_eq(list->path, "/api/v1/dm/things");
	cr_assert_str_eq(list->guide.section, "List of Things");
	cr_assert_eq(list->guide.page, 12);
	cr_assert(list->heavy);
	cr_assert_eq(list->safety, SAFETY_READ);
	cr_assert_eq(list->format_count, 2);
	cr_assert_eq(list->formats[1], FORMAT_JSON);
	cr_assert_null(catalogue_endpoint(all, "get"));
	const struct parameter *state = endpoint_parameter(list, "state");
	cr_assert_eq(state->place, PLACE_QUERY);
	cr_assert_not(state->required);
	cr_assert_str_eq(state->default_value, "NEW");
	cr_assert_str_eq(state->values->values[1].word, "OLD");
	cr_assert(endpoint_parameter(all->endpoints[0], "uuid")->required, "a parameter in the path is required");
	const struct response *response = endpoint_response(list, 200);
	cr_assert_str_eq(response->schema->name, "thing-list");
	cr_assert_str_eq(response->record_schema->name, "thing");
	cr_assert_null(endpoint_response(list, 500));
	const struct explicit_case *one = &all->endpoints[0]->cases[0];
	cr_assert_eq(one->expect_count, 2);
	cr_assert_eq(one->expect[1], 4);
	cr_assert_str_eq(one->parameters[0].value, "${other-thing.uuid}");
	close_base(&base);
}

Test(load, reads_the_ledger)
{
	struct base base = open_base();
	const struct requirement *last = catalogue_requirement(base.catalogue, "R003");
	cr_assert_eq(base.catalogue->requirement_count, 3);
	cr_assert_str_eq(last->statement, "A quote \" may stand in a statement");
	cr_assert_eq(last->strength, STRENGTH_INFERRED);
	cr_assert_str_eq(last->errata, "E001 E002");
	cr_assert_null(catalogue_requirement(base.catalogue, "R001")->errata);
	cr_assert_null(catalogue_requirement(base.catalogue, "R004"));
	close_base(&base);
}

static const struct schema *find_schema(const struct catalogue *catalogue, const char *name)
{
	for (size_t i = 0; i < catalogue->schema_count; i++)
		if (strcmp(catalogue->schemas[i]->name, name) == 0)
			return catalogue->schemas[i];
	return NULL;
}

Test(load, schemas_take_over_what_they_extend)
{
	struct base base = open_base();
	const struct schema *thing = find_schema(base.catalogue, "thing");
	const struct schema *old = find_schema(base.catalogue, "old-thing");
	cr_assert_eq(old->count, thing->count + 1);
	cr_assert_str_eq(old->fields[2].name, "OWNER", "the replacement stands where the field stood");
	cr_assert_eq(old->fields[2].presence, PRESENCE_FORBIDDEN);
	cr_assert_eq(old->fields[0].type, value_type_find("uuid"));
	cr_assert_eq(old->fields[3].values, thing->fields[3].values);
	cr_assert_str_eq(old->fields[thing->count].minimum, "1");
	cr_assert_eq(old->rule_count, 1);
	cr_assert_eq(thing->fields[1].presence, PRESENCE_OPTIONAL);
	cr_assert_str_eq(thing->fields[1].aliases[0], "naem");
	cr_assert(thing->fields[5].soft);
	const struct schema *list = find_schema(base.catalogue, "thing-list");
	cr_assert_str_eq(list->fields[1].schema->name, "thing-list/things");
	cr_assert_str_eq(list->root, "listResponse");
	close_base(&base);
}

Test(load, tables_share_their_requirement)
{
	struct base base = open_base();
	const struct value_table *state =
		endpoint_parameter(catalogue_endpoint(base.catalogue, "get-things"), "state")->values;
	cr_assert_str_eq(state->values[0].requirement->id, "R001");
	cr_assert_str_eq(state->values[1].requirement->id, "R002");
	cr_assert(state->values[1].tolerated);
	cr_assert_not(state->nocase);
	close_base(&base);
}

Test(load, rules_of_schemas_reach_the_operations)
{
	struct base base = open_base();
	const struct endpoint *list = catalogue_endpoint(base.catalogue, "get-things");
	cr_assert_eq(list->rule_count, 3);
	cr_assert_str_eq(list->rules[2].def->name, "unique");
	cr_assert_eq(list->rules[2].below_count, 0, "a rule of the records");
	const struct endpoint *single = catalogue_endpoint(base.catalogue, "get-thing");
	cr_assert_eq(single->rule_count, 1);
	cr_assert_eq(single->rules[0].below_count, 1);
	cr_assert_str_eq(single->rules[0].below[0], "thing");
	cr_assert_eq(single->rules[0].def, rule_find("unique"));
	const struct argument *arguments = list->rules[0].arguments;
	cr_assert_eq(arguments[0].count, 2);
	cr_assert_str_eq(arguments[0].items[1], "stateCode");
	cr_assert_str_eq(arguments[1].table->name, "state");
	cr_assert_str_eq(list->rules[1].on[0], "ok");
	close_base(&base);
}

Test(load, reads_fixtures_and_suites)
{
	struct base base = open_base();
	const struct fixture *thing = catalogue_fixture(base.catalogue, "thing");
	cr_assert_eq(thing->where.count, 2);
	cr_assert_eq(thing->where.terms[0].predicate, PREDICATE_NONEMPTY);
	cr_assert_eq(thing->where.terms[1].predicate, PREDICATE_MATCHES);
	cr_assert_eq(pattern_match(thing->where.terms[1].pattern, str_of("abc")), MATCH_YES);
	cr_assert_eq(thing->takes[1].path_count, 2);
	const struct fixture *other = catalogue_fixture(base.catalogue, "other-thing");
	cr_assert_str_eq(other->distinct_from, "thing");
	cr_assert_str_eq(other->same_as, "thing.owner");
	cr_assert_str_eq(other->parameters[0].value, "OLD");
	const struct suite *suite = catalogue_suite(base.catalogue, "all");
	cr_assert_eq(suite->exclude_count, 3);
	cr_assert_eq(suite->ceiling, SAFETY_SENSE);
	cr_assert_null(catalogue_suite(base.catalogue, "none"));
	close_base(&base);
}

Test(load, reads_a_target_file)
{
	struct base base = open_base();
	const struct target *target = load_target_file(base.arena, base.catalogue, "good/target.yaml", base.diag);
	cr_assert_not_null(target);
	cr_assert_str_eq(target->url, "https://epmm.example.com:8443/mifs");
	cr_assert_eq(target->kind, TARGET_LAB);
	cr_assert_str_eq(target->password_file, "good/secret.txt");
	cr_assert_str_eq(target->cacert, "/etc/ssl/authority.pem");
	cr_assert(target->permits[SAFETY_SENSE] && target->permits[SAFETY_NOTIFY] && !target->permits[SAFETY_DESTROY]);
	cr_assert_str_eq(target->fixtures[1].value, "007");
	cr_assert_float_eq(target->rate, 2.5, 1e-9);
	cr_assert_eq(target->jobs, 4);
	cr_assert_eq(target->implement_count, 1);
	cr_assert(target->user_count == 2 && strcmp(target->users[1], "m. mustermann") == 0);
	cr_assert(target->label_count == 1 && strcmp(target->labels[0], "Test phones") == 0);
	cr_assert(target->policy_count == 2 && strcmp(target->policies[0], "-2") == 0);
	cr_assert(target->capability_count == 2 && strcmp(target->capabilities[1], "wadl") == 0);
	cr_assert(target->account_count == 3 && !target->accounts[0].lacks);
	cr_assert_str_eq(target->accounts[0].password_file, "good/tester.txt");
	cr_assert_str_eq(target->accounts[1].lacks, "api");
	cr_assert_str_eq(target->accounts[2].has, "mobile-app");
	cr_assert_not_null(load_target_file(base.arena, NULL, "good/target.yaml", base.diag));
	cr_assert_null(load_target_file(base.arena, base.catalogue, "good/suite.yaml", base.diag));
	cr_assert_null(load_target_file(base.arena, base.catalogue, "good/nothing.yaml", base.diag));
	close_base(&base);
}

Test(load, a_target_is_production_unless_it_says_otherwise)
{
	struct base base = open_base();
	const struct suite *suite = load_suite_file(base.arena, base.catalogue, "good/suite.yaml", base.diag);
	cr_assert(suite->strict);
	cr_assert_eq(suite->ceiling, SAFETY_DESTROY);
	cr_assert_null(load_suite_file(base.arena, base.catalogue, "good/target.yaml", base.diag));
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	struct diag *diag = diag_new(out);
	cr_assert_null(load_target_file(base.arena, base.catalogue, "bad/target-password.yaml", diag));
	cr_assert_null(load_target_file(base.arena, base.catalogue, "bad/target-url-user.yaml", diag));
	cr_assert_null(load_target_file(base.arena, base.catalogue, "bad/target-user.yaml", diag));
	fclose(out);
	cr_assert(length > 0);
	cr_assert_null(strstr(text, "hunter2"), "a password is never shown: %s", text);
	diag_free(diag);
	free(text);
	close_base(&base);
}

Test(load, loads_the_data_of_the_project)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(stderr);
	const struct catalogue *catalogue = load_catalogue(arena, EPMM_SOURCE_DIR, diag);
	cr_assert_not_null(catalogue);
	cr_assert(catalogue->requirement_count >= 572);
	for (size_t i = 1; i < catalogue->requirement_count; i++)
		cr_assert(strcmp(catalogue->requirements[i - 1].id, catalogue->requirements[i].id) < 0);
	load_release(catalogue);
	load_release(NULL);
	arena_free(arena);
	diag_free(diag);
}
