// SPDX-License-Identifier: Apache-2.0
#include "load_endpoint.h"

#include <string.h>
#include <strings.h>

enum { PARAMETERS_MAX = 100 };

static const char *const place_words[] = {"path", "query", "form", NULL};
static const char *const type_words[] = {"enum", "uuid", "mac", "phone", "text", "boolean", "integer"};

static void read_parameter_type(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	if (check_word(load, value, type_words, ARRAY_LEN(type_words), "a type of parameters"))
		((struct parameter *)object)->type = value->text;
}

static void read_fixture(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	refer_fixture(load, value, false);
	((struct parameter *)object)->fixture = value->text;
}

static void read_value(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_text(load, value, object, key);
	if (value->text)
		check_references(load, value);
}

static void read_parameter_name(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	const char *text = one_line(load, value);
	if (!text)
		return;
	if (is_parameter_name(text, value->length)) {
		((struct parameter *)object)->name = text;
		return;
	}
	diag_error(load->diag, value->at, "`%.80s` is not the name of a parameter", text);
	diag_hint(load->diag, "letters, digits, underscores and hyphens");
}

static const struct key parameter_keys[] = {
	KEY_REQUIRED(struct parameter, name, "name", read_parameter_name),
	{.name = "in", .read = read_word, .required = true, .offset = offsetof(struct parameter, place), .words = place_words},
	KEY_REQUIRED(struct parameter, type, "type", read_parameter_type),
	KEY(struct parameter, required, "required", read_flag),
	KEY(struct parameter, repeatable, "repeatable", read_flag),
	KEY(struct parameter, values, "values", read_table),
	KEY(struct parameter, default_value, "default", read_text),
	KEY(struct parameter, fixture, "fixture", read_fixture),
	KEY(struct parameter, value, "value", read_value),
	KEY(struct parameter, min_length, "min-length", read_number),
	KEY(struct parameter, max_length, "max-length", read_number),
	KEY(struct parameter, length_requirement, "length-requirement", read_requirement),
	KEY(struct parameter, requirement, "requirement", read_requirement),
	KEY(struct parameter, unknown_requirement, "unknown-requirement", read_requirement),
	KEY(struct parameter, missing_requirement, "missing-requirement", read_requirement),
	KEY(struct parameter, errata, "errata", read_errata),
	KEY_LIST(struct parameter, mute, mute_count, "mute", read_kinds),
	KEY_LIST(struct parameter, soften, soften_count, "soften", read_kinds),
};

/** The default must be a word of the table. */
static void check_default(struct load *load, const struct pending *pending)
{
	const struct parameter *parameter = pending->subject;
	const struct value_table *table = parameter->values;
	if (!table || !parameter->default_value)
		return;
	const char *words[64];
	size_t count = 0;
	for (size_t i = 0; i < table->count; i++) {
		const char *word = table->values[i].word;
		if (word && (table->nocase ? strcasecmp(word, pending->text) : strcmp(word, pending->text)) == 0)
			return;
		if (word && count < ARRAY_LEN(words))
			words[count++] = word;
	}
	diag_error(load->diag, pending->at, "`%.80s` is not a word of the table `%s`", pending->text, table->name);
	advise(load, pending->text, words, count);
}

static void check_lengths(struct load *load, const struct yaml *item, const struct parameter *parameter)
{
	const struct yaml *least = yaml_get(item, "min-length");
	const struct yaml *most = yaml_get(item, "max-length");
	const struct yaml *requirement = yaml_get(item, "length-requirement");
	if (least && most && parameter->min_length > parameter->max_length)
		diag_error(load->diag, least->at, "`min-length` is larger than `max-length`");
	if (requirement && !least && !most)
		diag_error(load->diag, requirement->key_at, "`length-requirement` without `min-length` or `max-length`");
}

/** What the keys of one parameter ask of each other. */
static void check_parameter_keys(struct load *load, const struct yaml *item, struct parameter *parameter)
{
	const struct yaml *values = yaml_get(item, "values");
	const struct yaml *required = yaml_get(item, "required");
	const struct yaml *word = yaml_get(item, "default");
	bool is_enum = parameter->type && strcmp(parameter->type, "enum") == 0;
	if (is_enum && !values)
		diag_error(load->diag, item->at, "the type enum needs `values`");
	if (!is_enum && values && parameter->type)
		diag_error(load->diag, values->key_at, "`values` is for the type enum; this one is %s", parameter->type);
	if (required && parameter->place == PLACE_PATH && !parameter->required)
		diag_error(load->diag, required->at, "a parameter in the path is always required");
	bool needed = parameter->place == PLACE_PATH || parameter->required;
	if (needed && !yaml_get(item, "fixture") && !yaml_get(item, "value") && !word && !values) {
		diag_error(load->diag, item->at, "a parameter %s needs a value that works",
		           parameter->place == PLACE_PATH ? "in the path" : "that is required");
		diag_hint(load->diag, "`fixture`, `value`, `default` or `values`; without one the request would be another");
	}
	check_lengths(load, item, parameter);
	check_weaker(load, item, "soften");
	check_weaker(load, item, "mute");
	if (!required)
		parameter->required = parameter->place == PLACE_PATH;
	if (is_enum && word && word->text)
		check_later(load, check_default, word, parameter);
}

void read_parameters(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct endpoint *endpoint = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	if (value->count > PARAMETERS_MAX) {
		diag_error(load->diag, value->at, "more than %d parameters", PARAMETERS_MAX);
		return;
	}
	struct parameter *parameters = ARENA_ARRAY(load->arena, struct parameter, value->count);
	struct label *labels = ARENA_ARRAY(load->arena, struct label, value->count);
	size_t count = 0;
	size_t named = 0;
	for (const struct yaml *item = value->first; item; item = item->next) {
		struct parameter *parameter = &parameters[count++];
		parameter->at = item->at;
		parameter->place = PLACE_QUERY; /* unless it says otherwise, so that a bad `in` is one mistake and not two */
		if (!load_fields(load, item, parameter, parameter_keys, ARRAY_LEN(parameter_keys), NULL))
			continue;
		check_parameter_keys(load, item, parameter);
		if (parameter->name)
			labels[named++] = (struct label){parameter->name, item->at};
	}
	report_twice(load, labels, named, "parameter", false);
	endpoint->parameters = parameters;
	endpoint->parameter_count = count;
}
