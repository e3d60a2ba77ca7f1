// SPDX-License-Identifier: Apache-2.0
#include "load_schema.h"

#include <string.h>

#include "value_type.h"

static const char *const presence_words[] = {"required", "expected", "optional", "forbidden", NULL};

static void read_type(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	size_t count;
	const char *const *names = value_type_names(&count);
	if (check_word(load, value, names, count, "a type"))
		((struct field *)object)->type = value_type_find(value->text);
}

static void read_pattern(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct field *field = object;
	field->pattern_source = one_line(load, value);
	if (field->pattern_source)
		field->pattern = load_pattern(load, field->pattern_source, value->at);
}

static const struct key presence_keys[] = {
	KEY_REQUIRED(struct presence_rule, when, "if", read_condition_field),
	{.name = "presence",
     .read = read_word,
     .required = true,
     .offset = offsetof(struct presence_rule, presence),
     .words = presence_words},
	KEY(struct presence_rule, requirement, "requirement", read_requirement),
};

static void read_when(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct field *field = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	struct presence_rule *rules = ARENA_ARRAY(load->arena, struct presence_rule, value->count);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next)
		load_fields(load, item, &rules[count++], presence_keys, ARRAY_LEN(presence_keys), NULL);
	field->presence_rules = rules;
	field->presence_rule_count = count;
}

static const struct key choice_keys[] = {
	KEY(struct key_choice, when, "if", read_condition_field),
	KEY_REQUIRED(struct key_choice, schema, "schema", read_schema_name),
};

static void read_choices(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct field *field = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	struct key_choice *choices = ARENA_ARRAY(load->arena, struct key_choice, value->count);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next)
		load_fields(load, item, &choices[count++], choice_keys, ARRAY_LEN(choice_keys), NULL);
	field->keys = choices;
	field->key_choice_count = count;
}

/** Children described in place become a schema of their own, named after the way to them. */
static void read_children(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	((struct field *)object)->schema = read_schema_in_place(load, value);
}

static const struct key field_keys[] = {
	KEY_REQUIRED(struct field, name, "name", read_text),
	KEY_LIST(struct field, aliases, alias_count, "aliases", read_texts),
	KEY_REQUIRED(struct field, type, "type", read_type),
	KEY_WORD(struct field, presence, "presence", presence_words),
	KEY(struct field, presence_requirement, "presence-requirement", read_requirement),
	KEY(struct field, presence_rules, "when", read_when),
	KEY(struct field, requirement, "requirement", read_requirement),
	KEY(struct field, values, "values", read_table),
	KEY(struct field, pattern, "pattern", read_pattern),
	KEY(struct field, minimum, "min", read_decimal),
	KEY(struct field, maximum, "max", read_decimal),
	KEY(struct field, range_requirement, "range-requirement", read_requirement),
	KEY(struct field, constant, "constant", read_text),
	KEY(struct field, many, "many", read_flag),
	KEY(struct field, not_future, "not-future", read_flag),
	KEY(struct field, may_be_empty, "empty", read_flag),
	KEY(struct field, personal, "personal", read_flag),
	KEY(struct field, is_volatile, "volatile", read_flag),
	KEY(struct field, unused, "unused", read_flag),
	KEY(struct field, deprecated, "deprecated", read_flag),
	KEY(struct field, schema, "schema", read_schema_name),
	KEY(struct field, schema, "fields", read_children),
	KEY(struct field, keys, "keys", read_choices),
	KEY(struct field, errata, "errata", read_errata),
	KEY(struct field, soft, "soft", read_flag),
};

/** Keys that have a meaning for some types only. */
static const struct {
	const char *key;
	const char *types; /**< separated and surrounded by blanks */
	bool needed;       /**< a field of these types must have the key */
} type_keys[] = {
	{"values", " enum code bitmap ", true},
	{"min", " integer natural decimal code epoch-ms epoch-s ", false},
	{"max", " integer natural decimal code epoch-ms epoch-s ", false},
	{"not-future", " date epoch-ms epoch-s ", false},
	{"schema", " container ", false},
	{"fields", " container ", false},
	{"keys", " entries ", false},
};

static bool is_one_of(const char *types, const char *type)
{
	size_t length = strlen(type);
	for (const char *at = strstr(types, type); at; at = strstr(at + 1, type))
		if (at[-1] == ' ' && at[length] == ' ')
			return true;
	return false;
}

static void check_type_keys(struct load *load, const struct field *field, const struct yaml *item)
{
	for (size_t i = 0; i < ARRAY_LEN(type_keys); i++) {
		const struct yaml *value = yaml_get(item, type_keys[i].key);
		bool fits = is_one_of(type_keys[i].types, field->type->name);
		if (value && !fits) {
			diag_error(load->diag, value->key_at, "`%s` has no meaning for the type %s", type_keys[i].key,
			           field->type->name);
			diag_hint(load->diag, "it is for%.*s", (int)strlen(type_keys[i].types) - 1, type_keys[i].types);
		} else if (!value && fits && type_keys[i].needed) {
			diag_error(load->diag, item->at, "the type %s needs `%s`", field->type->name, type_keys[i].key);
		}
	}
}

static void check_field(struct load *load, const struct field *field, const struct yaml *item)
{
	const struct yaml *schema = yaml_get(item, "schema");
	const struct yaml *fields = yaml_get(item, "fields");
	check_weaker(load, item, "soft");
	if (schema && fields)
		diag_error(load->diag, fields->key_at, "`schema` and `fields` both describe the children; keep one");
	if (!field->type)
		return;
	check_type_keys(load, field, item);
	if (strcmp(field->type->name, "container") != 0 || schema || fields)
		return;
	diag_error(load->diag, item->at, "a container needs `schema` or `fields`");
	diag_hint(load->diag, "the type any takes whatever comes");
}

void read_field(struct load *load, const struct yaml *item, struct field *field)
{
	const struct yaml *name = item->kind == YAML_MAP ? yaml_get(item, "name") : NULL;
	const char *scope = load->scope;
	load->scope = arena_printf(load->arena, "%s/%s", scope, name && name->text ? name->text : "?");
	field->at = item->at;
	field->presence = PRESENCE_OPTIONAL;
	if (load_fields(load, item, field, field_keys, ARRAY_LEN(field_keys), NULL))
		check_field(load, field, item);
	load->scope = scope;
}
