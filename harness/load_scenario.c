// SPDX-License-Identifier: Apache-2.0
/* Scenarios and contracts: chains of requests, and the requests that take them back. */
#include "load_scenario.h"

#include <string.h>

#include "load_endpoint.h"
#include "load_rule.h"

enum {
	STEPS_MAX = 100, /**< of one scenario */
	UNDO_MAX = 8,    /**< requests that take one step back */
};

static const char *const accept_words[] = {"any", "none", NULL};

/** The words are the names of the members, too: FIXTURE.VALUE of what is no fixture. */
static const struct {
	const char *group;
	const char *const values[6];
} offered[] = {
	{"run", {"id", "user", "phone", "password", "text", NULL}},
	{"own", {"device", "user", "label", "policy", NULL}},
	{"account", {"user", "password", NULL}},
};

static bool is_long_text(const char *name)
{
	size_t length = strlen(name);
	return strncmp(name, "long.", 5) == 0 && length > 5 && length <= 10 && str_is_digits(str_of(name + 5)) &&
	       name[5] != '0';
}

static void report_value(struct load *load, const struct yaml *node, const char *what, const char *group,
                         const char *const *values, size_t count)
{
	diag_error(load->diag, node->at, "%s `%s` gives no value `%.80s`", what, group, node->text + strlen(group) + 1);
	advise_or_list(load, node->text + strlen(group) + 1, values, count);
}

/** A value of the run itself; true when the group is one of these, whether the value exists or was reported. */
static bool check_offered(struct load *load, const struct yaml *node)
{
	size_t length = strcspn(node->text, ".");
	for (size_t i = 0; i < ARRAY_LEN(offered); i++) {
		size_t count = 0;
		if (strlen(offered[i].group) != length || strncmp(offered[i].group, node->text, length) != 0)
			continue;
		for (; offered[i].values[count]; count++)
			if (node->text[length] && strcmp(node->text + length + 1, offered[i].values[count]) == 0)
				return true;
		if (node->text[length])
			report_value(load, node, "the group", offered[i].group, offered[i].values, count);
		return node->text[length] != '\0';
	}
	return is_long_text(node->text);
}

bool check_run_value(struct load *load, const struct yaml *node)
{
	size_t length = strcspn(node->text, ".");
	const char *values[64];
	size_t count = 0;
	if (check_offered(load, node))
		return true;
	for (size_t i = 0; i < load->capture_count; i++) {
		const char *name = load->captures[i];
		if (strncmp(name, node->text, length) != 0 || name[length] != '.')
			continue;
		if (strcmp(name, node->text) == 0)
			return true;
		if (count < ARRAY_LEN(values))
			values[count++] = name + length + 1;
	}
	if (count && node->text[length])
		report_value(load, node, "the step", arena_copy(load->arena, node->text, length), values, count);
	return count && node->text[length];
}

static void read_step_request(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct step *step = object;
	if (one_line(load, value))
		refer(load, NAME_OPERATION, value, &step->endpoint);
}

/** A parameter of the step's operation, which is known only when all files were read. */
static void check_step_parameter(struct load *load, const struct pending *pending)
{
	const struct step *step = pending->subject;
	struct pending there = *pending;
	if (!step->endpoint)
		return;
	memcpy(&there.subject, &step->endpoint, sizeof(step->endpoint));
	check_parameter(load, &there);
}

void refer_step_parameter(struct load *load, const struct yaml *name, struct step *step)
{
	check_in(load, PHASE_SCHEMAS, check_step_parameter, name, step);
}

/** The key of an item as if it were a text. */
static struct yaml key_of(const struct yaml *item)
{
	struct yaml name = *item;
	name.kind = YAML_TEXT;
	name.text = item->key;
	name.length = strlen(item->key);
	name.at = item->key_at;
	return name;
}

static void read_step_parameters(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_bindings(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_MAP && item; item = item->next) {
		struct yaml name = key_of(item);
		refer_step_parameter(load, &name, object);
	}
}

static void read_without(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_texts(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_LIST && item; item = item->next)
		if (item->text)
			refer_step_parameter(load, item, object);
}

/** An address that no operation has is asked to see how the server says so. */
static void read_address(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	const char *path = one_line(load, value);
	if (path && check_template(load, path, value->at))
		((struct step *)object)->path = path;
}

static void read_accept(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	if (check_word(load, value, accept_words, ARRAY_LEN(accept_words) - 1, "what a step accepts"))
		((struct step *)object)->accept = value->text;
}

static void read_undoes(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	((struct step *)object)->undoes = one_line(load, value);
}

/** `name: path` or `name: [paths]`, paths from the root of the answer. */
static void read_takes(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct step *step = object;
	static const struct key path_key = {
		.name = "take",
		.offset = offsetof(struct fixture_take, paths),
		.count_offset = offsetof(struct fixture_take, path_count),
	};
	if (!expect_kind(load, value, YAML_MAP))
		return;
	struct fixture_take *takes = ARENA_ARRAY(load->arena, struct fixture_take, value->count);
	for (const struct yaml *item = value->first; item; item = item->next) {
		struct yaml name = key_of(item);
		if (!check_name(load, &name))
			continue;
		struct fixture_take *take = &takes[step->take_count++];
		take->name = item->key;
		read_path_or_paths(load, item, take, &path_key);
	}
	step->takes = takes;
}

static void read_step_rules(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct step *step = object;
	step->rules = read_rules(load, value, RULES_OF_STEP, &step->rule_count);
}

static void read_undo(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct step *step = object;
	step->undo = read_undo_steps(load, value, &step->undo_count);
}

#define STEP_KEYS                                                                                                      \
	KEY_REQUIRED(struct step, id, "id", read_id), KEY_REQUIRED(struct step, endpoint, "request", read_step_request),   \
		KEY_LIST(struct step, parameters, parameter_count, "parameters", read_step_parameters),                        \
		KEY_LIST(struct step, without, without_count, "without", read_without),                                        \
		KEY_LIST(struct step, expect, expect_count, "expect", read_expect), KEY(struct step, takes, "take", read_takes)

static const struct key undo_keys[] = {STEP_KEYS};

static const struct key step_keys[] = {
	STEP_KEYS,
	KEY_REQUIRED(struct step, because, "because", read_text),
	KEY(struct step, path, "path", read_address),
	KEY(struct step, accept, "accept", read_accept),
	KEY(struct step, requirement, "requirement", read_requirement),
	KEY(struct step, rules, "rules", read_step_rules),
	KEY(struct step, refusals, "refusals", read_flag),
	KEY(struct step, undo, "undo", read_undo),
	KEY(struct step, undoes, "undoes", read_undoes),
	KEY(struct step, until, "until", read_number),
	KEY(struct step, soft, "soft", read_flag),
	KEY(struct step, errata, "errata", read_errata),
};

/** What the keys of a step ask of each other; those that name operations wait until all files were read. */
static void check_step_request(struct load *load, const struct pending *pending)
{
	const struct step *step = pending->subject;
	bool get = step->endpoint && strcmp(step->endpoint->method, "GET") == 0;
	if (step->endpoint && step->path && !get)
		diag_error(load->diag, pending->at, "`path` is for GETs only");
	if (step->endpoint && step->until && !get)
		diag_error(load->diag, pending->at, "`until` is for reads only; nothing else is sent twice");
}

/** Remembers what the step gives to later ones. */
static void offer_takes(struct load *load, const struct step *step)
{
	for (size_t i = 0; step->id && i < step->take_count; i++) {
		const char *name = arena_printf(load->arena, "%s.%s", step->id, step->takes[i].name);
		ARENA_PUSH(load->arena, load->captures, load->capture_count, name);
	}
}

static bool read_step(struct load *load, const struct yaml *item, struct step *step, const struct key *keys, size_t count)
{
	const struct yaml *request = item->kind == YAML_MAP ? yaml_get(item, "request") : NULL;
	const struct path_base *outside = load->base;
	step->at = item->at;
	if (request && request->text)
		set_path_base(load, (struct path_base){.operation = request->text});
	load->step = step;
	bool is_map = load_fields(load, item, step, keys, count, NULL);
	load->step = NULL;
	load->base = outside;
	if (is_map && request && request->text)
		check_in(load, PHASE_SCHEMAS, check_step_request, request, step);
	return is_map;
}

const struct step *read_undo_steps(struct load *load, const struct yaml *list, size_t *count)
{
	*count = 0;
	if (!expect_kind(load, list, YAML_LIST))
		return NULL;
	if (!list->count || list->count > UNDO_MAX) {
		diag_error(load->diag, list->at, "`undo` takes one to %d requests", UNDO_MAX);
		return NULL;
	}
	struct step *undo = ARENA_ARRAY(load->arena, struct step, list->count);
	struct step *outer = load->step;
	size_t known = load->capture_count;
	for (const struct yaml *item = list->first; item; item = item->next) {
		struct step *step = &undo[(*count)++];
		if (read_step(load, item, step, undo_keys, ARRAY_LEN(undo_keys)))
			offer_takes(load, step);
	}
	load->step = outer;
	load->capture_count = known;
	return undo;
}

/** A step of such a name would hide values of the run from the steps that follow. */
static bool names_group(const char *id)
{
	for (size_t i = 0; i < ARRAY_LEN(offered); i++)
		if (strcmp(offered[i].group, id) == 0)
			return true;
	return strcmp(id, "long") == 0;
}

static void check_step_keys(struct load *load, const struct yaml *item, const struct scenario *scenario,
                            const struct step *step)
{
	const struct yaml *undoes = yaml_get(item, "undoes");
	bool found = false;
	for (const struct step *earlier = scenario->steps; earlier < step; earlier++)
		found = found || (earlier->id && step->undoes && strcmp(earlier->id, step->undoes) == 0 && earlier->undo_count);
	if (undoes && step->undoes && !found)
		diag_error(load->diag, undoes->at, "no earlier step `%.80s` has an `undo`", step->undoes);
	if (step->id && strcmp(step->id, "cleanup") == 0)
		diag_error(load->diag, yaml_get(item, "id")->at, "`cleanup` is the id of what takes the steps back");
	if (step->id && names_group(step->id))
		diag_error(load->diag, yaml_get(item, "id")->at, "`%s` begins values of the run: ${%s.…}", step->id, step->id);
	if (!scenario->informational && !yaml_get(item, "requirement"))
		diag_error(load->diag, item->at, "the step needs `requirement`: the statement of the guide that it judges");
	check_weaker(load, item, "soft");
}

static void read_steps(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct scenario *scenario = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	if (!value->count || value->count > STEPS_MAX) {
		diag_error(load->diag, value->at, "`steps` takes one to %d steps", STEPS_MAX);
		return;
	}
	struct step *steps = ARENA_ARRAY(load->arena, struct step, value->count);
	struct label *labels = ARENA_ARRAY(load->arena, struct label, value->count);
	size_t named = 0;
	scenario->steps = steps;
	for (const struct yaml *item = value->first; item; item = item->next) {
		struct step *step = &steps[scenario->step_count++];
		if (!read_step(load, item, step, step_keys, ARRAY_LEN(step_keys)))
			continue;
		check_step_keys(load, item, scenario, step);
		offer_takes(load, step);
		if (step->id)
			labels[named++] = (struct label){step->id, item->at};
	}
	report_twice(load, labels, named, "step", false);
}

static const struct key scenario_keys[] = {
	KEY(struct scenario, name, "scenario", read_id),
	KEY(struct scenario, name, "contract", read_id),
	KEY(struct scenario, consumer, "consumer", read_text),
	KEY_REQUIRED(struct scenario, summary, "summary", read_text),
	KEY(struct scenario, guide, "guide", read_guide),
	KEY_LIST(struct scenario, formats, format_count, "formats", read_formats),
	KEY_LIST(struct scenario, residue, residue_count, "residue", read_texts),
	KEY_REQUIRED(struct scenario, steps, "steps", read_steps),
};

/** A contract looks; it must not change anything, and so has nothing to take back. */
static void check_reads_only(struct load *load, const struct pending *pending)
{
	const struct scenario *contract = pending->subject;
	for (size_t i = 0; i < contract->step_count; i++) {
		const struct endpoint *endpoint = contract->steps[i].endpoint;
		if (endpoint && strcmp(endpoint->method, "GET") != 0)
			diag_error(load->diag, contract->steps[i].at, "a contract only reads; `%s` is a %s", endpoint->id,
			           endpoint->method);
	}
}

/** What belongs to the one kind only. */
static void check_scenario_keys(struct load *load, const struct yaml *root, struct scenario *scenario)
{
	const char *wrong = scenario->informational ? "residue" : "consumer";
	const struct yaml *extra = yaml_get(root, wrong);
	if (yaml_get(root, "scenario") && yaml_get(root, "contract"))
		diag_error(load->diag, root->at, "the file is a scenario or a contract, not both");
	if (extra)
		diag_error(load->diag, extra->key_at, "`%s` has no meaning for a %s", wrong,
		           scenario->informational ? "contract, which only reads" : "scenario");
	if (scenario->informational && !scenario->consumer)
		diag_error(load->diag, root->at, "a contract needs `consumer`: who depends on it");
	if (!scenario->format_count)
		diag_error(load->diag, root->at, "`formats` is missing; a %s is carried out once in each",
		           scenario->informational ? "contract" : "scenario");
	if (scenario->informational)
		check_in(load, PHASE_SCHEMAS, check_reads_only, yaml_get(root, "contract"), scenario);
	if (load->file->in_place && scenario->name && strcmp(scenario->name, load->file->stem) != 0)
		diag_error(load->diag, root->at, "`%s` is not the name of the file", scenario->name);
	if (load->file->in_place && strcmp(scenario->area, load->file->area) != 0)
		diag_error(load->diag, root->at, "the folder of this file is `cases/%s`", scenario->area);
}

void load_scenario(struct load *load, const struct yaml *root)
{
	struct scenario *scenario = ARENA_NEW(load->arena, struct scenario);
	scenario->at = root->at;
	scenario->informational = yaml_get(root, "contract") != NULL;
	scenario->area = scenario->informational ? "contracts" : "scenarios";
	load->captures = NULL;
	load->capture_count = 0;
	load_fields(load, root, scenario, scenario_keys, ARRAY_LEN(scenario_keys), NULL);
	check_scenario_keys(load, root, scenario);
	load->capture_count = 0;
	if (!scenario->name)
		return;
	name_add(load, NAME_SCENARIO, scenario->name, scenario, root->at);
	ARENA_PUSH(load->arena, load->scenarios, load->scenario_count, scenario);
}
