// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "load_fields.h"

/** What stands behind the prefix of a pattern. */
static struct yaml rest_of(const struct yaml *pattern, const char *rest)
{
	struct yaml name = *pattern;
	name.text = rest;
	name.length = strlen(rest);
	name.at.column += (unsigned)(rest - pattern->text);
	return name;
}

static void check_operation(struct load *load, const struct yaml *pattern, const char *rest)
{
	struct yaml name = rest_of(pattern, rest);
	if (!strchr(rest, '*'))
		refer(load, NAME_OPERATION, &name, NULL);
}

static void check_scenario(struct load *load, const struct yaml *pattern, const char *rest)
{
	struct yaml name = rest_of(pattern, rest);
	refer(load, NAME_SCENARIO, &name, NULL);
}

static void check_area(struct load *load, const struct yaml *pattern, const char *rest)
{
	struct yaml name = rest_of(pattern, rest);
	check_word(load, &name, area_words, AREAS, "an area");
}

static void check_requirement(struct load *load, const struct yaml *pattern, const char *rest)
{
	struct yaml name = rest_of(pattern, rest);
	refer(load, NAME_REQUIREMENT, &name, NULL);
}

/** True when some scenario has a step with the id, or it is what ends them. */
static bool is_step_id(const struct load *load, const char *id)
{
	const struct names *names = &load->names[NAME_SCENARIO];
	for (size_t i = 0; i < names->count; i++) {
		const struct scenario *scenario = names->items[i].thing;
		for (size_t s = 0; s < scenario->step_count; s++)
			if (scenario->steps[s].id && strcmp(scenario->steps[s].id, id) == 0)
				return true;
	}
	return strcmp(id, "cleanup") == 0;
}

/** True when some operation has an explicit case or a relation with the id. */
static bool is_case_id(const struct load *load, const char *id)
{
	const struct names *names = &load->names[NAME_OPERATION];
	for (size_t i = 0; i < names->count; i++) {
		const struct endpoint *endpoint = names->items[i].thing;
		for (size_t c = 0; c < endpoint->case_count; c++)
			if (endpoint->cases[c].id && strcmp(endpoint->cases[c].id, id) == 0)
				return true;
		for (size_t r = 0; r < endpoint->relation_count; r++)
			if (endpoint->relations[r].id && strcmp(endpoint->relations[r].id, id) == 0)
				return true;
	}
	return false;
}

static void check_kind_exists(struct load *load, const struct pending *pending)
{
	for (size_t i = 0; i < derived_kind_count; i++)
		if (strcmp(derived_kinds[i], pending->text) == 0)
			return;
	if (is_case_id(load, pending->text) || is_step_id(load, pending->text))
		return;
	diag_error(load->diag, pending->at, "no derived kind, case, relation or step is called `%.80s`", pending->text);
	advise(load, pending->text, derived_kinds, derived_kind_count);
}

static void check_kind(struct load *load, const struct yaml *pattern, const char *rest)
{
	struct yaml name = rest_of(pattern, rest);
	check_later(load, check_kind_exists, &name, NULL);
}

/** What a select pattern may begin with; anything else is a case id, in which `*` stands for any text. */
static const struct {
	const char *prefix;
	void (*check)(struct load *load, const struct yaml *pattern, const char *rest);
} prefixes[] = {
	{"operation:", check_operation}, {"requirement:", check_requirement}, {"kind:", check_kind},
	{"area:", check_area},           {"scenario:", check_scenario},
};

static void check_select(struct load *load, const struct yaml *pattern)
{
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		size_t length = strlen(prefixes[i].prefix);
		if (strncmp(pattern->text, prefixes[i].prefix, length) != 0)
			continue;
		prefixes[i].check(load, pattern, pattern->text + length);
		return;
	}
	if (strchr(pattern->text, '*') || (strchr(pattern->text, '/') && strchr(pattern->text, ':')))
		return;
	diag_error(load->diag, pattern->at, "`%.80s` selects nothing", pattern->text);
	diag_hint(load->diag, "a case id with *, operation:ID, requirement:R018, kind:twin, area:dm or scenario:NAME");
}

void read_selects(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_texts(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_LIST && item && !load->narrow; item = item->next)
		if (item->text)
			check_select(load, item);
	if (value->kind == YAML_LIST && !value->count && key->required)
		diag_error(load->diag, value->at, "`%s` is empty; it selects nothing", key->name);
}

static const struct key suite_keys[] = {
	KEY_REQUIRED(struct suite, name, "suite", read_id),
	KEY_REQUIRED(struct suite, title, "title", read_text),
	{.name = "include",
     .read = read_selects,
     .required = true,
     .offset = offsetof(struct suite, include),
     .count_offset = offsetof(struct suite, include_count)},
	KEY_LIST(struct suite, exclude, exclude_count, "exclude", read_selects),
	KEY_WORD(struct suite, ceiling, "ceiling", safety_words),
	KEY(struct suite, strict, "strict", read_flag),
};

void load_suite(struct load *load, const struct yaml *root)
{
	struct suite *suite = ARENA_NEW(load->arena, struct suite);
	suite->at = root->at;
	suite->ceiling = SAFETY_PROBE;
	load_fields(load, root, suite, suite_keys, ARRAY_LEN(suite_keys), NULL);
	if (!suite->name)
		return;
	name_add(load, NAME_SUITE, suite->name, suite, root->at);
	ARENA_PUSH(load->arena, load->suites, load->suite_count, suite);
	if (load->file->in_place && strcmp(suite->name, load->file->stem) != 0)
		diag_error(load->diag, root->first->at, "the suite `%s` stands in a file of another name", suite->name);
}
