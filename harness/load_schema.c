// SPDX-License-Identifier: Apache-2.0
#include "load_schema.h"

#include <string.h>
#include <strings.h>

#include "load_rule.h"
#include "schema.h"

enum {
	EXTENDS_MAX = 16,  /**< schemas that extend each other */
	FIELDS_MAX = 2000, /**< fields of one schema */
};

/** A schema being built. The schema is the first member, so that one that we made leads to its work. */
struct schema_work {
	struct schema schema;
	const struct schema *base;
	const struct yaml *node;
	enum { FLAT_NO, FLAT_OPEN, FLAT_DONE } state;
};

static void check_field_names(struct load *load, const struct field *fields, size_t count)
{
	size_t total = 0;
	for (size_t i = 0; i < count; i++)
		total += 1 + fields[i].alias_count;
	struct label *labels = ARENA_ARRAY(load->arena, struct label, total);
	total = 0;
	for (size_t i = 0; i < count; i++) {
		if (fields[i].name)
			labels[total++] = (struct label){fields[i].name, fields[i].at};
		for (size_t a = 0; a < fields[i].alias_count; a++)
			labels[total++] = (struct label){fields[i].aliases[a], fields[i].at};
	}
	report_twice(load, labels, total, "field", true);
}

static void read_field_list(struct load *load, const struct yaml *list, struct schema *schema)
{
	if (!expect_kind(load, list, YAML_LIST))
		return;
	if (list->count > FIELDS_MAX) {
		diag_error(load->diag, list->at, "more than %d fields", FIELDS_MAX);
		return;
	}
	struct field *fields = ARENA_ARRAY(load->arena, struct field, list->count);
	size_t count = 0;
	for (const struct yaml *item = list->first; item; item = item->next)
		read_field(load, item, &fields[count++]);
	check_field_names(load, fields, count);
	schema->fields = fields;
	schema->count = count;
}

static struct schema_work *new_work(struct load *load, const struct yaml *node)
{
	struct schema_work *work = ARENA_NEW(load->arena, struct schema_work);
	work->node = node;
	work->schema.at = node->at;
	return work;
}

const struct schema *read_schema_in_place(struct load *load, const struct yaml *list)
{
	struct schema_work *work = new_work(load, list);
	work->schema.name = load->scope;
	work->state = FLAT_DONE;
	read_field_list(load, list, &work->schema);
	schema_prepare(load->arena, &work->schema);
	return &work->schema;
}

static void read_fields(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	read_field_list(load, value, &((struct schema_work *)object)->schema);
}

static void read_schema_rules(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct schema *schema = &((struct schema_work *)object)->schema;
	const struct path_base *outside = set_path_base(load, (struct path_base){.schema = schema});
	schema->rules = read_rules(load, value, RULES_OF_SCHEMA, &schema->rule_count);
	load->base = outside;
}

static const struct key schema_key_table[] = {
	KEY_REQUIRED(struct schema_work, schema.name, "schema", read_id),
	KEY(struct schema_work, base, "extends", read_schema_name),
	KEY(struct schema_work, schema.root, "root", read_text),
	KEY_LIST(struct schema_work, schema.root_aliases, schema.root_alias_count, "root-aliases", read_texts),
	KEY_LIST(struct schema_work, schema.either, schema.either_count, "either", read_texts),
	KEY(struct schema_work, schema.keys, "keys", read_flag),
	KEY_LIST(struct schema_work, schema.alternatives, schema.alternative_count, "alternatives", read_texts),
	KEY(struct schema_work, schema.fields, "fields", read_fields),
	KEY(struct schema_work, schema.rules, "rules", read_schema_rules),
};

static void check_schema_keys(struct load *load, const struct yaml *item, const struct schema *schema)
{
	const struct yaml *aliases = yaml_get(item, "root-aliases");
	const struct yaml *alternatives = yaml_get(item, "alternatives");
	if (!yaml_get(item, "fields") && !yaml_get(item, "extends"))
		diag_error(load->diag, item->at, "missing key `fields`");
	if (aliases && !schema->root)
		diag_error(load->diag, aliases->key_at, "`root-aliases` without `root`");
	if (alternatives && !schema->keys)
		diag_error(load->diag, alternatives->key_at, "`alternatives` is for key tables; say `keys: true`");
}

static void load_one(struct load *load, const struct yaml *item)
{
	const struct yaml *name = item->kind == YAML_MAP ? yaml_get(item, "schema") : NULL;
	struct schema_work *work = new_work(load, item);
	load->scope = name && name->text ? name->text : "?";
	load->endpoint = NULL;
	if (!load_fields(load, item, work, schema_key_table, ARRAY_LEN(schema_key_table), NULL))
		return;
	check_schema_keys(load, item, &work->schema);
	if (!work->schema.name)
		return;
	name_add(load, NAME_SCHEMA, work->schema.name, &work->schema, name->at);
	ARENA_PUSH(load->arena, load->schemas, load->schema_count, &work->schema);
}

static void read_schema_list(struct load *load, const struct yaml *value, void *object UNUSED,
                             const struct key *key UNUSED)
{
	if (!expect_kind(load, value, YAML_LIST))
		return;
	for (const struct yaml *item = value->first; item; item = item->next)
		load_one(load, item);
}

void load_schemas(struct load *load, const struct yaml *root)
{
	static const struct key keys[] = {{.name = "schemas", .read = read_schema_list, .required = true}};
	if (yaml_get(root, "schemas"))
		load_fields(load, root, NULL, keys, ARRAY_LEN(keys), NULL);
	else
		load_one(load, root);
}

static bool has_name(const struct schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->count; i++)
		if (schema->fields[i].name && strcasecmp(schema->fields[i].name, name) == 0)
			return true;
	return false;
}

/** The base's rules hold here, too. */
static void take_over_rules(struct load *load, struct schema *schema, const struct schema *base)
{
	struct rule_use *rules = ARENA_ARRAY(load->arena, struct rule_use, base->rule_count + schema->rule_count);
	if (base->rule_count)
		memcpy(rules, base->rules, base->rule_count * sizeof(*rules));
	if (schema->rule_count)
		memcpy(rules + base->rule_count, schema->rules, schema->rule_count * sizeof(*rules));
	schema->rules = rules;
	schema->rule_count += base->rule_count;
}

/** Own fields stand where the base had theirs; new ones follow behind. */
static void take_over(struct load *load, struct schema_work *work)
{
	const struct schema *base = work->base;
	struct schema *schema = &work->schema;
	struct field *fields = ARENA_ARRAY(load->arena, struct field, base->count + schema->count);
	size_t count = base->count;
	if (count)
		memcpy(fields, base->fields, count * sizeof(*fields));
	for (size_t i = 0; i < schema->count; i++) {
		size_t at = 0;
		while (at < base->count &&
		       (!schema->fields[i].name || !fields[at].name || strcasecmp(fields[at].name, schema->fields[i].name) != 0))
			at++;
		fields[at < base->count ? at : count++] = schema->fields[i];
	}
	schema->fields = fields;
	schema->count = count;
	take_over_rules(load, schema, base);
	if (base->keys != schema->keys)
		diag_error(load->diag, yaml_get(work->node, "extends")->at,
		           "a key table and another schema cannot extend each other");
}

/** Gives the schema its base's fields, and its base first. */
static void flatten(struct load *load, struct schema_work *work)
{
	struct schema_work *chain[EXTENDS_MAX];
	size_t depth = 0;
	bool good = true;
	for (; good && work && work->state != FLAT_DONE; work = (struct schema_work *)work->base) {
		good = depth < EXTENDS_MAX && work->state == FLAT_NO;
		if (!good)
			diag_error(load->diag, yaml_get(chain[0]->node, "extends")->at,
			           work->state == FLAT_OPEN ? "`%s` extends itself" : "`%s` extends too many others",
			           chain[0]->schema.name);
		if (!good)
			break;
		work->state = FLAT_OPEN;
		chain[depth++] = work;
	}
	while (depth > 0) {
		struct schema_work *next = chain[--depth];
		if (good && next->base)
			take_over(load, next);
		next->state = FLAT_DONE;
	}
}

static void check_either(struct load *load, const struct schema_work *work)
{
	const struct yaml *list = yaml_get(work->node, "either");
	for (const struct yaml *item = list ? list->first : NULL; item; item = item->next)
		if (item->text && !has_name(&work->schema, item->text))
			diag_error(load->diag, item->at, "the schema has no field `%.80s`", item->text);
}

void finish_schemas(struct load *load)
{
	for (size_t i = 0; i < load->schema_count; i++)
		flatten(load, (struct schema_work *)load->schemas[i]);
	for (size_t i = 0; i < load->schema_count; i++)
		schema_prepare(load->arena, &((struct schema_work *)load->schemas[i])->schema);
	for (size_t i = 0; i < load->schema_count; i++)
		check_either(load, (const struct schema_work *)load->schemas[i]);
}
