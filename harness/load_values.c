// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "load_fields.h"

/** A table being read, with what its rows share. */
struct table_work {
	struct value_table table;
	struct value *values;
	const struct requirement *requirement;
};

static void read_code(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_decimal(load, value, object, key);
	struct value *row = object;
	if (!row->code || str_is_digits(str_of(row->code)))
		return;
	diag_error(load->diag, value->at, "`code` takes digits only, not `%.60s`", row->code);
	row->code = NULL;
}

static const struct key value_keys[] = {
	KEY(struct value, word, "word", read_text),
	KEY(struct value, code, "code", read_code),
	KEY(struct value, meaning, "meaning", read_text),
	KEY(struct value, requirement, "requirement", read_requirement),
	KEY(struct value, tolerated, "tolerated", read_flag),
};

/** Rows are the same when word and code are: a word may stand with two codes (errata). */
static void check_rows(struct load *load, const struct value *values, const struct yaml *list)
{
	struct label *labels = ARENA_ARRAY(load->arena, struct label, list->count);
	size_t count = 0;
	for (const struct yaml *item = list->first; item; item = item->next, values++) {
		if (item->kind == YAML_MAP && !yaml_get(item, "word") && !yaml_get(item, "code"))
			diag_error(load->diag, item->at, "a value needs a `word`, a `code` or both");
		if (!values->word && !values->code)
			continue;
		const char *text =
			arena_printf(load->arena, "%s %s", values->word ? values->word : "-", values->code ? values->code : "-");
		labels[count++] = (struct label){text, item->at};
	}
	report_twice(load, labels, count, "value", false);
}

static void read_values(struct load *load, const struct yaml *value, void *object, const struct key *key UNUSED)
{
	struct table_work *work = object;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	if (!value->count)
		diag_error(load->diag, value->at, "a table needs at least one value");
	work->values = ARENA_ARRAY(load->arena, struct value, value->count);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next)
		load_fields(load, item, &work->values[count++], value_keys, ARRAY_LEN(value_keys), NULL);
	check_rows(load, work->values, value);
	work->table.values = work->values;
	work->table.count = count;
}

static const struct key table_keys[] = {
	KEY_REQUIRED(struct table_work, table.name, "name", read_id),
	KEY(struct table_work, table.nocase, "nocase", read_flag),
	KEY(struct table_work, table.open, "open", read_flag),
	KEY(struct table_work, requirement, "requirement", read_requirement),
	KEY_REQUIRED(struct table_work, values, "values", read_values),
};

/** Gives the table's requirement to the rows without their own. */
static void share_requirement(struct load *load UNUSED, const struct pending *pending)
{
	struct table_work *work = pending->subject;
	for (size_t i = 0; i < work->table.count; i++)
		if (!work->values[i].requirement)
			work->values[i].requirement = work->requirement;
}

static void read_table_item(struct load *load, const struct yaml *item)
{
	struct table_work *work = ARENA_NEW(load->arena, struct table_work);
	work->table.at = item->at;
	if (!load_fields(load, item, work, table_keys, ARRAY_LEN(table_keys), NULL))
		return;
	check_later(load, share_requirement, item, work);
	if (!work->table.name)
		return;
	name_add(load, NAME_TABLE, work->table.name, NULL, item->at);
	ARENA_PUSH(load->arena, load->tables, load->table_count, work->table);
}

static void read_tables(struct load *load, const struct yaml *value, void *object UNUSED, const struct key *key UNUSED)
{
	if (!expect_kind(load, value, YAML_LIST))
		return;
	for (const struct yaml *item = value->first; item; item = item->next)
		read_table_item(load, item);
}

void load_values(struct load *load, const struct yaml *root)
{
	static const struct key keys[] = {{.name = "tables", .read = read_tables, .required = true}};
	load_fields(load, root, NULL, keys, ARRAY_LEN(keys), NULL);
}
