// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "load_fields.h"

static const char *const form_words[] = {"national", "mac"};

static void read_form(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	if (check_word(load, value, form_words, ARRAY_LEN(form_words), "a form of values"))
		((struct fixture_take *)object)->form = value->text;
}

static const struct key take_keys[] = {
	KEY_REQUIRED(struct fixture_take, name, "name", read_id),
	{.name = "path",
     .read = read_path_or_paths,
     .required = true,
     .offset = offsetof(struct fixture_take, paths),
     .count_offset = offsetof(struct fixture_take, path_count)},
	KEY(struct fixture_take, form, "as", read_form),
};

static void read_takes(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct fixture *fixture = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	struct fixture_take *takes = ARENA_ARRAY(load->arena, struct fixture_take, value->count);
	struct label *labels = ARENA_ARRAY(load->arena, struct label, value->count);
	size_t count = 0;
	size_t named = 0;
	for (const struct yaml *item = value->first; item; item = item->next) {
		struct fixture_take *take = &takes[count++];
		if (load_fields(load, item, take, take_keys, ARRAY_LEN(take_keys), NULL) && take->name)
			labels[named++] = (struct label){take->name, item->at};
	}
	report_twice(load, labels, named, "value", false);
	fixture->takes = takes;
	fixture->take_count = count;
}

static void read_distinct(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	((struct fixture *)object)->distinct_from = one_line(load, value);
	if (value->text)
		refer(load, NAME_FIXTURE, value, NULL);
}

static void read_same_as(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	((struct fixture *)object)->same_as = value->text;
	refer_fixture(load, value, false);
}

static const struct key same_keys[] = {
	KEY_REQUIRED(struct fixture, same_path, "path", read_path),
	KEY_REQUIRED(struct fixture, same_as, "as", read_same_as),
};

static void read_same(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	load_fields(load, value, object, same_keys, ARRAY_LEN(same_keys), NULL);
}

static const struct key fixture_keys[] = {
	KEY_REQUIRED(struct fixture, name, "name", read_id),
	KEY_REQUIRED(struct fixture, operation, "operation", read_operation),
	KEY_LIST(struct fixture, parameters, parameter_count, "parameters", read_bindings),
	KEY(struct fixture, where, "where", read_condition_field),
	KEY(struct fixture, distinct_from, "distinct-from", read_distinct),
	KEY(struct fixture, same_path, "same", read_same),
	KEY(struct fixture, permitted, "permitted", read_flag),
	KEY(struct fixture, several, "several", read_path),
	KEY_REQUIRED(struct fixture, takes, "take", read_takes),
};

void load_fixture(struct load *load, const struct yaml *item)
{
	struct fixture fixture = {.at = item->at};
	const struct yaml *operation = item->kind == YAML_MAP ? yaml_get(item, "operation") : NULL;
	if (operation && operation->text)
		set_path_base(load, (struct path_base){.operation = operation->text});
	bool is_map = load_fields(load, item, &fixture, fixture_keys, ARRAY_LEN(fixture_keys), NULL);
	load->base = NULL;
	if (!is_map || !fixture.name)
		return;
	name_add(load, NAME_FIXTURE, fixture.name, NULL, item->at);
	ARENA_PUSH(load->arena, load->fixtures, load->fixture_count, fixture);
}

static void read_fixtures(struct load *load, const struct yaml *value, void *object UNUSED, const struct key *key UNUSED)
{
	if (!expect_kind(load, value, YAML_LIST))
		return;
	for (const struct yaml *item = value->first; item; item = item->next)
		load_fixture(load, item);
}

void load_fixtures(struct load *load, const struct yaml *root)
{
	static const struct key keys[] = {{.name = "fixtures", .read = read_fixtures, .required = true}};
	load_fields(load, root, NULL, keys, ARRAY_LEN(keys), NULL);
}

/** What a fixture waits for: those it differs from, equals, or whose values its request holds. */
struct visit {
	struct load *load;
	unsigned char *state; /**< parallel to the fixtures: 0 new, 1 open, 2 done */
};

enum { NEEDS_MAX = 64, CHAIN_MAX = 200 };

static const struct fixture *named(const struct load *load, const char *text)
{
	char name[128];
	size_t length = strcspn(text, ".}");
	if (length >= sizeof(name))
		return NULL;
	memcpy(name, text, length);
	name[length] = '\0';
	return name_find(load, NAME_FIXTURE, name);
}

static size_t needs(const struct load *load, const struct fixture *fixture, const struct fixture *list[NEEDS_MAX])
{
	size_t count = 0;
	if (fixture->distinct_from)
		list[count++] = named(load, fixture->distinct_from);
	if (fixture->same_as)
		list[count++] = named(load, fixture->same_as);
	for (size_t i = 0; i < fixture->parameter_count; i++)
		for (const char *at = strstr(fixture->parameters[i].value, "${"); at && count < NEEDS_MAX;
		     at = strstr(at + 2, "${"))
			list[count++] = named(load, at + 2);
	return count;
}

static void visit(struct visit *all, const struct fixture *fixture, size_t depth)
{
	const struct load *load = all->load;
	bool own = fixture >= load->fixtures && fixture < load->fixtures + load->fixture_count;
	unsigned char *state = own ? &all->state[fixture - load->fixtures] : NULL;
	if (!state || *state == 2)
		return;
	if (*state == 1 || depth > CHAIN_MAX) {
		diag_error(load->diag, fixture->at,
		           *state ? "the fixture `%s` waits for itself" : "the fixture `%s` is waited for by too many others",
		           fixture->name);
		*state = 2;
		return;
	}
	*state = 1;
	const struct fixture *list[NEEDS_MAX];
	size_t count = needs(load, fixture, list);
	for (size_t i = 0; i < count; i++)
		if (list[i])
			visit(all, list[i], depth + 1);
	*state = 2;
}

void finish_fixtures(struct load *load)
{
	struct visit all = {load, arena_alloc(load->arena, load->fixture_count + 1)};
	for (size_t i = 0; i < load->fixture_count; i++)
		visit(&all, &load->fixtures[i], 0);
}
