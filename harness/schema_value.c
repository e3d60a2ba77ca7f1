// SPDX-License-Identifier: Apache-2.0
/* Values of fields and of key-value entries. */
#include <string.h>

#include "schema_impl.h"

/** Longer keys are cut, far behind what a finding shows, so that the mask still sees secrets. */
enum { KEY_MAX = 4096 };

static void report(const struct scope *scope, const struct field *field, struct str path, struct str text,
                   const struct complaint *complaint)
{
	const struct requirement *requirement = complaint->requirement ? complaint->requirement : scope->context->type;
	struct finding_draft draft = scope_draft(scope, path, complaint->check, requirement);
	draft.level = field->unused ? LEVEL_NOTE : complaint->level;
	draft.soft = field->soft;
	draft.expected = complaint->expected;
	draft.actual = text;
	draft.message = complaint->message;
	findings_add(scope->context->findings, &draft);
}

void check_value(const struct scope *scope, const struct field *field, struct str path, struct str text)
{
	struct complaint complaint;
	if (value_judge(scope->context->scratch, field, text, scope->context->now_us, &complaint))
		report(scope, field, path, text, &complaint);
}

/** A value that the guide allows for every key, such as na. */
static bool is_alternative(const struct schema *table, struct str text)
{
	for (size_t i = 0; i < table->alternative_count; i++)
		if (str_is_nocase(text, table->alternatives[i]))
			return true;
	return false;
}

/** "details/entry[KEY]", below the record. */
static struct str entry_path(const struct scope *scope, const struct field *field, struct str key)
{
	if (key.len > KEY_MAX)
		key.len = KEY_MAX;
	return str_of(arena_printf(scope->context->scratch, "%s/entry[%.*s]", field->name, (int)key.len, key.ptr));
}

/** One pair; the documented name of the key makes the path, so that findings of other spellings fold. */
static void check_pair(const struct scope *scope, const struct field *details, const struct schema *table,
                       const struct field *field, const struct node *value)
{
	struct str text = str_trim(value->text);
	struct complaint complaint;
	if (value->first && !node_is_empty(value)) {
		struct finding_draft draft =
			scope_draft(scope, entry_path(scope, details, str_of(field->name)), "structure", scope->context->structure);
		draft.expected = "text";
		draft.actual = value->first->name;
		draft.message = "child elements where the guide has text";
		findings_add(scope->context->findings, &draft);
	} else if (text.len == 0) {
		if (field_is_typed(field) && !field->may_be_empty)
			scope_note(scope, entry_path(scope, details, str_of(field->name)), "empty",
			           "a key that does not apply is left out as a rule; this one has an empty value");
	} else if (value_judge(scope->context->scratch, field, text, scope->context->now_us, &complaint) &&
	           !is_alternative(table, text)) {
		report(scope, field, entry_path(scope, details, str_of(field->name)), text, &complaint);
	}
}

/** The first child of the name, without the cost of a general look-up. */
static const struct node *part_of(const struct node *entry, const char *name, size_t length)
{
	for (const struct node *child = entry->first; child; child = child->next)
		if (child->name.len == length && (memcmp(child->name.ptr, name, length) == 0 || str_is_nocase(child->name, name)))
			return child;
	return NULL;
}

void check_entries(const struct scope *scope, const struct field *field, const struct node *container)
{
	const struct schema *table = container->first ? schema_keys(field, scope->node) : NULL;
	size_t guess = 0;
	if (!table)
		return;
	for (const struct node *entry = container->first; entry; entry = entry->next) {
		const struct node *key = part_of(entry, "key", strlen("key"));
		const struct node *value = part_of(entry, "value", strlen("value"));
		struct str name = key ? str_trim(key->text) : (struct str){0};
		if (name.len == 0 || !value)
			continue; /* the structure of entries is a rule of its own */
		size_t position = field_position(table, name, guess);
		if (position == SIZE_MAX) {
			scope_note(scope, entry_path(scope, field, name), "unknown-key",
			           "the guide has no such key for this platform");
			continue;
		}
		check_pair(scope, field, table, &table->fields[position], value);
		guess = position + 1;
	}
}
