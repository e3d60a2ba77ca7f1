// SPDX-License-Identifier: Apache-2.0
#include "load_endpoint.h"

#include <string.h>

#include "load_rule.h"
#include "load_scenario.h"

enum {
	EXPECTED_MAX = 8, /**< status codes of one explicit case, as the plan takes */
	CASES_MAX = 1000, /**< explicit cases of one operation */
};

static const char *const method_words[] = {"GET", "PUT", "POST", "DELETE"};
static const char *const weight_words[] = {"normal", "heavy"};
static const char *const case_class_words[] = {"read", "probe", NULL};

bool is_parameter_name(const char *text, size_t length)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	return length > 0 && length <= 80 && strspn(text, letters) >= length;
}

static bool path_error(struct load *load, struct position at, const char *what)
{
	diag_error(load->diag, at, "bad path: %s", what);
	diag_hint(load->diag, "such as GET /api/v1/dm/devices/{deviceuuid}");
	return false;
}

bool check_template(struct load *load, const char *path, struct position at)
{
	struct position from = at;
	if (strncmp(path, "/api/", 5) != 0)
		return path_error(load, at, "it begins with /api/");
	for (const char *c = path; *c; c++) {
		at.column = from.column + (unsigned)(c - path);
		if (*c <= ' ' || *c > '~' || strchr("?#%\\\"<>^`|", *c))
			return path_error(load, at, "a character that a template cannot hold; a query belongs under `parameters`");
		if (*c == '}')
			return path_error(load, at, "} without {");
		if (*c != '{')
			continue;
		size_t name = strcspn(c + 1, "{}");
		if (c[1 + name] != '}' || !is_parameter_name(c + 1, name))
			return path_error(load, at, "a parameter is written {name}");
		c += name + 1;
	}
	return true;
}

static void read_request(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct endpoint *endpoint = object;
	const char *text = one_line(load, value);
	if (!text)
		return;
	size_t method = strcspn(text, " ");
	struct yaml word = *value;
	word.text = arena_copy(load->arena, text, method);
	word.length = method;
	if (!check_word(load, &word, method_words, ARRAY_LEN(method_words), "a method"))
		return;
	const char *path = text + method + strspn(text + method, " ");
	struct position at = value->at;
	at.column += (unsigned)(path - text);
	if (!check_template(load, path, at))
		return;
	endpoint->method = word.text;
	endpoint->path = path;
}

static const struct key guide_keys[] = {
	KEY_REQUIRED(struct guide_ref, section, "section", read_text),
	KEY(struct guide_ref, page, "page", read_number),
};

void read_guide(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	load_fields(load, value, (char *)object + key->offset, guide_keys, ARRAY_LEN(guide_keys), NULL);
}

void read_formats(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	if (!expect_kind(load, value, YAML_LIST))
		return;
	enum format *formats = ARENA_ARRAY(load->arena, enum format, FORMAT_NONE);
	bool seen[FORMAT_NONE] = {false};
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next) {
		if (!check_word(load, item, format_words, FORMAT_NONE, "a format"))
			continue;
		enum format format = FORMAT_XML;
		while (strcmp(format_words[format], item->text) != 0)
			format++;
		if (seen[format])
			diag_error(load->diag, item->at, "the format %s occurs twice", item->text);
		else
			formats[count++] = format;
		seen[format] = true;
	}
	if (!value->count)
		diag_error(load->diag, value->at, "`formats` is empty; there is at least one");
	key_list(object, key, formats, count);
}

static const struct key response_keys[] = {
	KEY(struct response, schema, "schema", read_schema_name),
	KEY(struct response, records, "records", read_path),
	KEY(struct response, requirement, "requirement", read_requirement),
	KEY(struct response, csv, "csv", read_flag),
};

/** A status code of three digits from 100 to 599, or 0. */
static int status_code(const char *text)
{
	bool good = strlen(text) == 3 && str_is_digits(str_of(text)) && text[0] >= '1' && text[0] <= '5';
	return good ? (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0') : 0;
}

static void read_response(struct load *load, const struct yaml *item, struct response *response)
{
	response->at = item->key_at;
	response->status = status_code(item->key);
	if (!response->status)
		diag_error(load->diag, item->key_at, "`%.60s` is not a status code", item->key);
	if (!load_fields(load, item, response, response_keys, ARRAY_LEN(response_keys), NULL))
		return;
	const struct yaml *records = yaml_get(item, "records");
	const struct yaml *schema = yaml_get(item, "schema");
	if (records && response->csv)
		diag_error(load->diag, records->key_at, "`records` has no meaning for a CSV answer");
	else if (records && !schema)
		diag_error(load->diag, records->key_at, "`records` needs a `schema`");
	if (response->records && schema)
		check_in(load, PHASE_SCHEMAS, find_record_schema, records, response);
}

static void read_responses(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct endpoint *endpoint = object;
	if (!expect_kind(load, value, YAML_MAP))
		return;
	struct response *responses = ARENA_ARRAY(load->arena, struct response, value->count);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next)
		read_response(load, item, &responses[count++]);
	if (!value->count)
		diag_error(load->diag, value->at, "`responses` is empty; the guide documents at least one");
	endpoint->responses = responses;
	endpoint->response_count = count;
}

static void read_rule_list(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct endpoint *endpoint = object;
	endpoint->rules = read_rules(load, value, RULES_OF_ENDPOINT, &endpoint->rule_count);
}

static void read_relation_list(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct endpoint *endpoint = object;
	endpoint->relations = read_relations(load, value, &endpoint->relation_count);
}

static void read_requirements(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct endpoint *endpoint = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	const struct requirement **list = ARENA_ARRAY(load->arena, const struct requirement *, value->count);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next)
		if (one_line(load, item))
			refer(load, NAME_REQUIREMENT, item, &list[count++]);
	endpoint->requirements = list;
	endpoint->requirement_count = count;
}

void read_expect(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	if (!expect_kind(load, value, YAML_LIST))
		return;
	int *expect = ARENA_ARRAY(load->arena, int, value->count);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next) {
		const char *text = one_line(load, item);
		if (!text)
			continue;
		int status = strcmp(text, "4xx") == 0 ? 4 : status_code(text);
		if (status)
			expect[count++] = status;
		else
			diag_error(load->diag, item->at, "`%.60s` is not a status code; 4xx stands for all of them", text);
	}
	if (!value->count || value->count > EXPECTED_MAX)
		diag_error(load->diag, value->at, "`expect` takes one to %d status codes", EXPECTED_MAX);
	key_list(object, key, expect, count);
}

static void read_case_parameters(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_bindings(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_MAP && item; item = item->next) {
		struct yaml name = *item;
		name.text = item->key;
		name.at = item->key_at;
		refer_parameter(load, &name);
	}
}

static void read_case_rules(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct explicit_case *one = object;
	one->rules = read_rules(load, value, RULES_OF_CASE, &one->rule_count);
}

static const struct key case_keys[] = {
	KEY_REQUIRED(struct explicit_case, id, "id", read_id),
	KEY_REQUIRED(struct explicit_case, because, "because", read_text),
	KEY_LIST(struct explicit_case, parameters, parameter_count, "parameters", read_case_parameters),
	{.name = "expect",
     .read = read_expect,
     .required = true,
     .offset = offsetof(struct explicit_case, expect),
     .count_offset = offsetof(struct explicit_case, expect_count)},
	KEY_REQUIRED(struct explicit_case, requirement, "requirement", read_requirement),
	KEY_WORD(struct explicit_case, safety, "class", case_class_words),
	KEY(struct explicit_case, soft, "soft", read_flag),
	KEY(struct explicit_case, errata, "errata", read_errata),
	KEY(struct explicit_case, rules, "rules", read_case_rules),
};

static void read_cases(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct endpoint *endpoint = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	if (value->count > CASES_MAX) {
		diag_error(load->diag, value->at, "more than %d cases", CASES_MAX);
		return;
	}
	struct explicit_case *cases = ARENA_ARRAY(load->arena, struct explicit_case, value->count);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next) {
		struct explicit_case *one = &cases[count++];
		one->at = item->at;
		if (load_fields(load, item, one, case_keys, ARRAY_LEN(case_keys), NULL))
			check_weaker(load, item, "soft");
	}
	endpoint->cases = cases;
	endpoint->case_count = count;
}

static void read_weight(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	if (check_word(load, value, weight_words, ARRAY_LEN(weight_words), "a weight"))
		((struct endpoint *)object)->heavy = strcmp(value->text, "heavy") == 0;
}

static void read_endpoint_undo(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct endpoint *endpoint = object;
	endpoint->undo = read_undo_steps(load, value, &endpoint->undo_count);
}

static void read_capability(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	if (check_word(load, value, capability_words, CAPABILITIES, "a capability"))
		((struct endpoint *)object)->capability = value->text;
}

static const struct key endpoint_keys[] = {
	KEY_REQUIRED(struct endpoint, method, "endpoint", read_request),
	KEY_REQUIRED(struct endpoint, summary, "summary", read_text),
	KEY_REQUIRED(struct endpoint, guide, "guide", read_guide),
	KEY_WORD(struct endpoint, safety, "class", safety_words),
	{.name = "formats",
     .read = read_formats,
     .required = true,
     .offset = offsetof(struct endpoint, formats),
     .count_offset = offsetof(struct endpoint, format_count)},
	KEY(struct endpoint, heavy, "weight", read_weight),
	KEY(struct endpoint, unsupported, "unsupported", read_flag),
	KEY(struct endpoint, may_be_absent, "may-be-absent", read_flag),
	KEY(struct endpoint, no_data, "no-data", read_flag),
	KEY(struct endpoint, parameters, "parameters", read_parameters),
	KEY_REQUIRED(struct endpoint, responses, "responses", read_responses),
	KEY(struct endpoint, rules, "rules", read_rule_list),
	KEY(struct endpoint, relations, "relations", read_relation_list),
	KEY(struct endpoint, cases, "cases", read_cases),
	KEY(struct endpoint, requirements, "requirements", read_requirements),
	KEY_LIST(struct endpoint, mute, mute_count, "mute", read_kinds),
	KEY_LIST(struct endpoint, aliases, alias_count, "aliases", read_texts),
	KEY(struct endpoint, errata, "errata", read_errata),
	KEY(struct endpoint, undo, "undo", read_endpoint_undo),
	KEY(struct endpoint, capability, "capability", read_capability),
};

/** Each {name} of the path has a row with `in: path`, and each such row its {name}. */
static void check_path_parameters(struct load *load, const struct endpoint *endpoint, const struct yaml *root)
{
	const struct yaml *request = yaml_get(root, "endpoint");
	for (const char *at = strchr(endpoint->path, '{'); at; at = strchr(at + 1, '{')) {
		char *name = arena_copy(load->arena, at + 1, strcspn(at + 1, "}"));
		const struct parameter *parameter = NULL;
		for (size_t i = 0; i < endpoint->parameter_count && !parameter; i++)
			if (endpoint->parameters[i].name && strcmp(endpoint->parameters[i].name, name) == 0)
				parameter = &endpoint->parameters[i];
		struct position place = request->at;
		place.column += (unsigned)(at - request->text);
		if (!parameter)
			diag_error(load->diag, place, "`parameters` has no row for {%s}", name);
		else if (parameter->place != PLACE_PATH)
			diag_error(load->diag, parameter->at, "`%s` stands in the path; it needs `in: path`", name);
	}
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const struct parameter *parameter = &endpoint->parameters[i];
		if (!parameter->name || parameter->place != PLACE_PATH)
			continue;
		if (!strstr(endpoint->path, arena_printf(load->arena, "{%s}", parameter->name)))
			diag_error(load->diag, parameter->at, "the path has no {%s}", parameter->name);
	}
}

/** Explicit cases and relations share one space of ids with the derived kinds. */
static void check_case_ids(struct load *load, const struct endpoint *endpoint)
{
	size_t total = endpoint->case_count + endpoint->relation_count;
	struct label *labels = ARENA_ARRAY(load->arena, struct label, total);
	size_t count = 0;
	for (size_t i = 0; i < endpoint->case_count; i++)
		if (endpoint->cases[i].id)
			labels[count++] = (struct label){endpoint->cases[i].id, endpoint->cases[i].at};
	for (size_t i = 0; i < endpoint->relation_count; i++)
		if (endpoint->relations[i].id)
			labels[count++] = (struct label){endpoint->relations[i].id, endpoint->relations[i].at};
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < derived_kind_count; k++)
			if (strcmp(labels[i].text, derived_kinds[k]) == 0)
				diag_error(load->diag, labels[i].at, "`%s` is the id of derived cases; choose another", labels[i].text);
	report_twice(load, labels, count, "case id", false);
}

static void check_location(struct load *load)
{
	struct position whole = {load->file->path, 0, 0};
	struct yaml stem = {.text = load->file->stem, .length = strlen(load->file->stem), .at = whole};
	struct yaml area = {.text = load->file->area, .length = strlen(load->file->area), .at = whole};
	if (!load->file->in_place)
		return;
	check_name(load, &stem);
	check_word(load, &area, area_words, API_AREAS, "an area of the API (the file's folder)");
}

void load_endpoint(struct load *load, const struct yaml *root)
{
	struct endpoint *endpoint = ARENA_NEW(load->arena, struct endpoint);
	endpoint->id = load->file->stem;
	endpoint->area = load->file->area;
	endpoint->at = root->at;
	load->endpoint = endpoint;
	check_location(load);
	load_fields(load, root, endpoint, endpoint_keys, ARRAY_LEN(endpoint_keys), NULL);
	if (endpoint->path)
		check_path_parameters(load, endpoint, root);
	check_case_ids(load, endpoint);
	name_add(load, NAME_OPERATION, endpoint->id, endpoint, root->at);
	ARENA_PUSH(load->arena, load->endpoints, load->endpoint_count, endpoint);
}
