// SPDX-License-Identifier: Apache-2.0
#include "load_rule.h"

#include <string.h>

#include "load_scenario.h"
#include "relation.h"

/** What a rule or a relation has in common with the other, so that one reader does for both. */
struct use {
	const char *what; /**< "rule" or "relation" */
	const char *name; /**< of the rule, once met */
	const struct argument_def *defs;
	struct argument *arguments;
	bool pairs;  /**< a relation: lists of paths may hold pairs here=there */
	bool rooted; /**< a rule of an operation: paths may begin at the root, with a `/` */
};

void check_parameter(struct load *load, const struct pending *pending)
{
	const struct endpoint *endpoint = pending->subject;
	const char *names[64];
	size_t count = 0;
	for (size_t i = 0; i < endpoint->parameter_count; i++) {
		const char *name = endpoint->parameters[i].name;
		if (name && strcmp(name, pending->text) == 0)
			return;
		if (name && count < ARRAY_LEN(names))
			names[count++] = name;
	}
	diag_error(load->diag, pending->at, "the operation has no parameter `%.80s`", pending->text);
	advise(load, pending->text, names, count);
}

/** A relation asks for every value of a parameter, so there must be a table of them. */
static void check_parameter_values(struct load *load, const struct pending *pending)
{
	const struct parameter *parameter = endpoint_parameter(pending->subject, pending->text);
	if (parameter && !parameter->values)
		diag_error(load->diag, pending->at, "the parameter `%.80s` has no value table", pending->text);
}

void refer_parameter(struct load *load, const struct yaml *node)
{
	if (load->step) {
		refer_step_parameter(load, node, load->step);
		return;
	}
	if (!load->endpoint) {
		diag_error(load->diag, node->at, "a rule of a schema knows no parameters; write it in the case file");
		return;
	}
	check_later(load, check_parameter, node, load->endpoint);
}

/** Query text: `name=value` joined by `&`, each name a parameter. */
static void check_query(struct load *load, const struct yaml *node)
{
	for (const char *at = node->text; *at;) {
		size_t length = strcspn(at, "&");
		size_t name = strcspn(at, "=&");
		struct yaml part = *node;
		part.text = arena_copy(load->arena, at, name);
		if (name && at[name] == '=')
			refer_parameter(load, &part);
		else
			diag_error(load->diag, node->at, "`%.80s` is not query text; write name=value&name=value", node->text);
		at += length + (at[length] == '&');
	}
}

static bool check_rule_path(struct load *load, const struct yaml *node, const struct use *use)
{
	return use->rooted ? check_rooted_path(load, node) : check_path(load, node);
}

static void read_path_list(struct load *load, const struct yaml *node, struct argument *argument, const struct use *use)
{
	if (!expect_kind(load, node, YAML_LIST))
		return;
	const char **items = ARENA_ARRAY(load->arena, const char *, node->count);
	for (const struct yaml *item = node->first; item; item = item->next)
		if (use->pairs ? check_path_pair(load, item) : check_rule_path(load, item, use))
			items[argument->count++] = item->text;
	argument->items = items;
	if (!node->count)
		diag_error(load->diag, node->at, "`%s` needs at least one path", node->key);
}

static void read_condition_argument(struct load *load, const struct yaml *node, struct argument *argument)
{
	struct condition *condition = ARENA_NEW(load->arena, struct condition);
	read_condition(load, node, condition);
	argument->condition = condition;
}

static void check_number(struct load *load, const struct yaml *node)
{
	if (node->length > 9 || !str_is_digits(str_of(node->text)))
		diag_error(load->diag, node->at, "`%s` takes a number of at most nine digits, not `%.60s`", node->key,
		           node->text);
}

static size_t count_words(const char *const *words)
{
	size_t count = 0;
	while (words[count])
		count++;
	return count;
}

/** A condition beside `counts` is about the elements that are counted. */
static void read_counted_condition(struct load *load, const struct yaml *node, const struct yaml *counts,
                                   struct argument *argument)
{
	struct path_base below = load->base ? *load->base : (struct path_base){0};
	below.below = counts->text;
	const struct path_base *outside = set_path_base(load, below);
	argument->given = true;
	read_condition_argument(load, node, argument);
	load->base = outside;
}

/** Reads one argument by its kind. */
static void read_argument(struct load *load, const struct yaml *node, const struct argument_def *def,
                          struct argument *argument, const struct use *use)
{
	bool is_text = def->kind != ARGUMENT_PATHS && def->kind != ARGUMENT_CONDITION;
	argument->given = true;
	if (is_text) {
		argument->text = def->kind == ARGUMENT_QUERY ? one_line_or_empty(load, node) : one_line(load, node);
		if (!argument->text)
			return;
	}
	switch (def->kind) {
	case ARGUMENT_PATH:
		check_rule_path(load, node, use);
		break;
	case ARGUMENT_PATHS:
		read_path_list(load, node, argument, use);
		break;
	case ARGUMENT_TABLE:
		refer(load, NAME_TABLE, node, &argument->table);
		break;
	case ARGUMENT_CONDITION:
		read_condition_argument(load, node, argument);
		break;
	case ARGUMENT_PARAMETER:
		refer_parameter(load, node);
		if (use->pairs)
			check_later(load, check_parameter_values, node, load->endpoint);
		break;
	case ARGUMENT_WORD:
		check_word(load, node, def->words, count_words(def->words), "a word that this argument takes");
		break;
	case ARGUMENT_OPERATION:
		refer(load, NAME_OPERATION, node, NULL);
		break;
	case ARGUMENT_FIXTURE:
		refer_fixture(load, node, true);
		break;
	case ARGUMENT_QUERY:
		check_query(load, node);
		break;
	case ARGUMENT_NUMBER:
		check_number(load, node);
		break;
	case ARGUMENT_TEXT:
		if (load->step)
			check_references(load, node);
		break;
	}
}

static size_t argument_count(const struct argument_def *defs)
{
	size_t count = 0;
	while (count < ARGUMENTS_MAX && defs[count].name)
		count++;
	return count;
}

static void report_unknown_argument(struct load *load, const struct yaml *value, const struct use *use, size_t count)
{
	const char *names[ARGUMENTS_MAX];
	for (size_t i = 0; i < count; i++)
		names[i] = use->defs[i].name;
	diag_error(load->diag, value->key_at, "the %s `%s` has no argument `%.80s`", use->what, use->name, value->key);
	if (count)
		advise_or_list(load, value->key, names, count);
	else
		diag_hint(load->diag, "it has no arguments; write {}");
}

/** Reads the mapping of arguments; a rule without arguments is written with `{}`. */
static void read_arguments(struct load *load, const struct yaml *node, const struct use *use)
{
	size_t count = argument_count(use->defs);
	if (!expect_kind(load, node, YAML_MAP)) {
		diag_hint(load->diag, count ? "its arguments are a mapping" : "it has no arguments; write {}");
		return;
	}
	for (const struct yaml *value = node->first; value; value = value->next) {
		size_t i = 0;
		while (i < count && strcmp(use->defs[i].name, value->key) != 0)
			i++;
		if (i < count && use->arguments[i].given)
			continue; /* a key that occurs twice was reported already */
		const struct yaml *counts =
			i < count && use->defs[i].kind == ARGUMENT_CONDITION ? yaml_get(node, "counts") : NULL;
		if (counts && counts->text)
			read_counted_condition(load, value, counts, &use->arguments[i]);
		else if (i < count)
			read_argument(load, value, &use->defs[i], &use->arguments[i], use);
		else
			report_unknown_argument(load, value, use, count);
	}
	for (size_t i = 0; i < count; i++)
		if (use->defs[i].required && !use->arguments[i].given)
			diag_error(load->diag, node->at, "the %s `%s` needs the argument `%s`", use->what, use->name,
			           use->defs[i].name);
}

/** The names of all rules or relations, and the keys that stand beside them, for advice. */
struct known {
	const char **names;
	size_t count;
};

static void add_name(struct load *load, struct known *known, const char *name)
{
	ARENA_PUSH(load->arena, known->names, known->count, name);
}

/** A key that is neither one of the table nor the name of a rule or relation. */
static void report_unknown_use(struct load *load, const struct yaml *value, const char *what, struct known *known,
                               const struct key *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_name(load, known, keys[i].name);
	diag_error(load->diag, value->key_at, "there is no %s `%.80s`", what, value->key);
	if (!advise(load, value->key, known->names, known->count))
		diag_hint(load->diag, "docs/case-language.md lists them; a new one is a function and a row in C");
}

static void report_second(struct load *load, const struct yaml *value, const char *what)
{
	diag_error(load->diag, value->key_at, "a second %s in one item: `%.80s`", what, value->key);
	diag_hint(load->diag, "begin a new item with `-`");
}

static bool is_derived_kind(const char *word)
{
	for (size_t i = 0; i < derived_kind_count; i++)
		if (strcmp(derived_kinds[i], word) == 0)
			return true;
	return false;
}

/** `on` names derived kinds or explicit cases of the operation. */
static void check_on(struct load *load, const struct pending *pending)
{
	const struct endpoint *endpoint = pending->subject;
	for (size_t i = 0; i < endpoint->case_count; i++)
		if (endpoint->cases[i].id && strcmp(endpoint->cases[i].id, pending->text) == 0)
			return;
	if (is_derived_kind(pending->text))
		return;
	diag_error(load->diag, pending->at, "`%.80s` is neither a derived kind nor a case of this operation", pending->text);
}

static void read_on(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_texts(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_LIST && item; item = item->next)
		if (item->text)
			check_later(load, check_on, item, load->endpoint);
}

static const struct key rule_keys[] = {
	KEY_REQUIRED(struct rule_use, requirement, "requirement", read_requirement),
	KEY(struct rule_use, errata, "errata", read_errata),
	KEY(struct rule_use, soft, "soft", read_flag),
	KEY_LIST(struct rule_use, on, on_count, "on", read_on),
};

/** `on` comes last in the table and is left out where it has no meaning. */
static bool refuse_on(struct load *load, const struct yaml *value)
{
	if (strcmp(value->key, "on") != 0)
		return false;
	diag_error(load->diag, value->key_at, "`on` has no meaning here; only rules of an operation can be limited");
	return true;
}

static bool read_rule_key(struct load *load, const struct yaml *value, void *object)
{
	struct rule_use *use = object;
	const struct rule_def *def = rule_find(value->key);
	if (!def && refuse_on(load, value))
		return true;
	if (!def) {
		struct known known = {0};
		size_t count;
		const struct rule_def *all = rule_all(&count);
		for (size_t i = 0; i < count; i++)
			add_name(load, &known, all[i].name);
		report_unknown_use(load, value, "rule", &known, rule_keys, ARRAY_LEN(rule_keys));
		return true;
	}
	if (use->def) {
		report_second(load, value, "rule");
		return true;
	}
	struct argument *arguments = ARENA_ARRAY(load->arena, struct argument, ARGUMENTS_MAX);
	use->def = def;
	use->arguments = arguments;
	bool rooted = load->endpoint != NULL || load->step != NULL;
	read_arguments(load, value, &(struct use){"rule", def->name, def->arguments, arguments, false, rooted});
	return true;
}

/** Paths that begin at the root are for rules that look at one record, and else say nothing new. */
static void check_base(struct load *load, const struct yaml *item, const struct rule_use *use)
{
	enum rule_base base = use->def ? rule_base(use) : RULE_BASE_RECORD;
	if (base == RULE_BASE_MIXED)
		diag_error(load->diag, item->at, "the paths of one rule all begin with `/`, or none does; conditions never do");
	else if (base == RULE_BASE_ROOT && (!use->def->record || use->def->answer))
		diag_error(load->diag, item->at, "`/` has no meaning here: `%s` looks at the whole answer anyway",
		           use->def->name);
}

const struct rule_use *read_rules(struct load *load, const struct yaml *list, enum rule_owner owner, size_t *count)
{
	*count = 0;
	if (!expect_kind(load, list, YAML_LIST))
		return NULL;
	struct rule_use *uses = ARENA_ARRAY(load->arena, struct rule_use, list->count);
	const struct path_base *outside = load->base;
	if (load->endpoint && owner != RULES_OF_STEP)
		set_path_base(load, (struct path_base){.endpoint = load->endpoint});
	for (const struct yaml *item = list->first; item; item = item->next) {
		struct rule_use *use = &uses[*count];
		use->at = item->at;
		size_t errors = diag_errors(load->diag);
		if (!load_fields(load, item, use, rule_keys, ARRAY_LEN(rule_keys) - (owner != RULES_OF_ENDPOINT), read_rule_key))
			continue;
		check_weaker(load, item, "soft");
		if (!use->def && errors == diag_errors(load->diag))
			diag_error(load->diag, item->at, "this item names no rule");
		check_base(load, item, use);
		*count += use->def != NULL;
	}
	load->base = outside;
	return uses;
}

static const struct key relation_keys[] = {
	KEY_REQUIRED(struct relation_use, id, "id", read_id),
	KEY_REQUIRED(struct relation_use, because, "because", read_text),
	KEY_REQUIRED(struct relation_use, requirement, "requirement", read_requirement),
	KEY(struct relation_use, errata, "errata", read_errata),
	KEY(struct relation_use, soft, "soft", read_flag),
};

static bool read_relation_key(struct load *load, const struct yaml *value, void *object)
{
	struct relation_use *use = object;
	const struct relation_def *def = relation_find(value->key);
	if (!def) {
		struct known known = {0};
		size_t count;
		const struct relation_def *all = relation_all(&count);
		for (size_t i = 0; i < count; i++)
			add_name(load, &known, all[i].name);
		report_unknown_use(load, value, "relation", &known, relation_keys, ARRAY_LEN(relation_keys));
		return true;
	}
	if (use->def) {
		report_second(load, value, "relation");
		return true;
	}
	struct argument *arguments = ARENA_ARRAY(load->arena, struct argument, ARGUMENTS_MAX);
	use->def = def;
	use->arguments = arguments;
	read_arguments(load, value, &(struct use){"relation", def->name, def->arguments, arguments, true, false});
	return true;
}

const struct relation_use *read_relations(struct load *load, const struct yaml *list, size_t *count)
{
	*count = 0;
	if (!expect_kind(load, list, YAML_LIST))
		return NULL;
	struct relation_use *uses = ARENA_ARRAY(load->arena, struct relation_use, list->count);
	for (const struct yaml *item = list->first; item; item = item->next) {
		struct relation_use *use = &uses[*count];
		use->at = item->at;
		size_t errors = diag_errors(load->diag);
		const struct path_base *outside =
			set_path_base(load, (struct path_base){.endpoint = load->endpoint, .relation = use});
		bool is_map = load_fields(load, item, use, relation_keys, ARRAY_LEN(relation_keys), read_relation_key);
		load->base = outside;
		if (!is_map)
			continue;
		check_weaker(load, item, "soft");
		if (!use->def && errors == diag_errors(load->diag))
			diag_error(load->diag, item->at, "this item names no relation");
		*count += use->def != NULL;
	}
	return uses;
}
