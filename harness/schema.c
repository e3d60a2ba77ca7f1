// SPDX-License-Identifier: Apache-2.0
/* The walk over an element and its schema side by side. */
#include "schema.h"

#include <string.h>

#include "schema_impl.h"

static bool is_name(const struct schema *schema, const char *documented, struct str name)
{
	struct str wanted = str_of(documented);
	if (str_equal(name, wanted))
		return true;
	return schema->keys ? name_compare(name, wanted) == 0 : str_equal_nocase(name, wanted);
}

static bool is_alias(const struct schema *schema, const struct field *field, struct str name)
{
	for (size_t i = 0; i < field->alias_count; i++)
		if (is_name(schema, field->aliases[i], name))
			return true;
	return false;
}

static void index_name(uint16_t *index, size_t size, const char *name, size_t position)
{
	size_t at = name_hash(str_of(name)) & (size - 1);
	while (index[at])
		at = (at + 1) & (size - 1);
	index[at] = (uint16_t)(position + 1);
}

void schema_prepare(struct arena *arena, struct schema *schema)
{
	size_t names = 0;
	size_t size = 2;
	for (size_t i = 0; i < schema->count; i++)
		names += 1 + schema->fields[i].alias_count;
	while (size < 2 * names)
		size *= 2;
	uint16_t *index = ARENA_ARRAY(arena, uint16_t, size);
	assert(schema->count <= FIELDS_MAX);
	for (size_t i = 0; i < schema->count; i++)
		if (schema->fields[i].name)
			index_name(index, size, schema->fields[i].name, i);
	for (size_t i = 0; i < schema->count; i++)
		for (size_t n = 0; n < schema->fields[i].alias_count; n++)
			index_name(index, size, schema->fields[i].aliases[n], i);
	schema->index = index;
	schema->index_size = size;
}

static bool is_called(const struct schema *schema, size_t position, struct str name)
{
	const struct field *field = &schema->fields[position];
	return is_name(schema, field->name, name) || is_alias(schema, field, name);
}

/** Without an index, which only loaded schemas have. */
static size_t search_position(const struct schema *schema, struct str name)
{
	for (size_t i = 0; i < schema->count; i++)
		if (is_called(schema, i, name))
			return i;
	return SIZE_MAX;
}

size_t field_position(const struct schema *schema, struct str name, size_t guess)
{
	if (guess < schema->count && str_is(name, schema->fields[guess].name))
		return guess;
	if (!schema->index)
		return search_position(schema, name);
	size_t mask = schema->index_size - 1;
	for (size_t at = name_hash(name) & mask; schema->index[at]; at = (at + 1) & mask)
		if (is_called(schema, schema->index[at] - 1u, name))
			return schema->index[at] - 1u;
	return SIZE_MAX;
}

const struct field *schema_field(const struct schema *schema, struct str name)
{
	size_t position = field_position(schema, name, 0);
	return position == SIZE_MAX ? NULL : &schema->fields[position];
}

const struct schema *schema_keys(const struct field *field, const struct node *record)
{
	for (size_t i = 0; i < field->key_choice_count; i++)
		if (condition_holds(&field->keys[i].when, record))
			return field->keys[i].schema;
	return NULL;
}

static size_t path_length(const struct scope *scope)
{
	if (!scope->parent)
		return strlen(scope->context->path);
	size_t above = path_length(scope->parent);
	return above + (above > 0) + strlen(scope->name);
}

/** Writes the path of the scope so that it ends before `end`. */
static void write_path(const struct scope *scope, char *end)
{
	while (scope->parent) {
		size_t length = strlen(scope->name);
		end -= length;
		memcpy(end, scope->name, length);
		scope = scope->parent;
		if (path_length(scope))
			*--end = '/';
	}
	size_t length = strlen(scope->context->path);
	memcpy(end - length, scope->context->path, length);
}

const char *scope_path(const struct scope *scope, struct str name)
{
	size_t above = path_length(scope);
	bool slash = above && name.len;
	if (above + name.len == 0)
		return NULL;
	char *path = arena_alloc(scope->context->scratch, above + slash + name.len + 1);
	write_path(scope, path + above);
	if (slash)
		path[above] = '/';
	if (name.len)
		memcpy(path + above + slash, name.ptr, name.len);
	return path;
}

struct finding_draft scope_draft(const struct scope *scope, struct str name, const char *check,
                                 const struct requirement *requirement)
{
	const struct schema_context *context = scope->context;
	return (struct finding_draft){
		.level = LEVEL_FAILURE,
		.check = check,
		.requirement = requirement,
		.path = scope_path(scope, name),
		.records = context->records,
		.index = context->index,
		.record = context->record,
	};
}

void scope_note(const struct scope *scope, struct str name, const char *check, const char *message)
{
	struct finding_draft draft = scope_draft(scope, name, check, NULL);
	draft.level = LEVEL_NOTE;
	draft.message = message;
	findings_add(scope->context->findings, &draft);
}

const char *streamed_below(const struct scope *scope, const struct field *field)
{
	const char *path = scope->streamed;
	if (!path || scope->context->streamed_count == 0)
		return NULL;
	size_t length = strcspn(path, "/");
	struct str step = {path, length};
	if (!is_name(scope->schema, field->name, step) && !is_alias(scope->schema, field, step))
		return NULL;
	return path[length] ? path + length + 1 : path + length;
}

/** A finding about the shape of the tree. */
static void fail_structure(const struct scope *scope, const struct field *field, const char *expected,
                           struct str actual, const char *message)
{
	struct finding_draft draft = scope_draft(scope, str_of(field->name), "structure", scope->context->structure);
	draft.level = field->unused ? LEVEL_NOTE : LEVEL_FAILURE;
	draft.soft = field->soft;
	draft.expected = expected;
	draft.actual = actual;
	draft.message = message;
	findings_add(scope->context->findings, &draft);
}

static void note_case(const struct scope *scope, const struct field *field, const struct node *child)
{
	if (str_is(child->name, field->name) || !str_is_nocase(child->name, field->name))
		return;
	struct finding_draft draft = scope_draft(scope, str_of(field->name), "name", NULL);
	draft.level = LEVEL_NOTE;
	draft.expected = field->name;
	draft.actual = child->name;
	draft.message = "the name is documented with other letters in capitals";
	findings_add(scope->context->findings, &draft);
}

static void check_children(const struct scope *scope);

static void check_container(const struct scope *scope, const struct field *field, const struct node *child)
{
	struct str text = str_trim(child->text);
	if (text.len)
		fail_structure(scope, field, "child elements", text, "text where the guide has elements");
	if (strcmp(field->type->name, "entries") == 0) {
		check_entries(scope, field, child);
		return;
	}
	bool counts_as_absent = node_is_empty(child) && field->presence == PRESENCE_OPTIONAL;
	struct scope inner = {
		.context = scope->context,
		.schema = field->schema,
		.node = child,
		.parent = scope,
		.name = field->name,
		.streamed = streamed_below(scope, field),
	};
	if (field->schema && (!counts_as_absent || inner.streamed))
		check_children(&inner);
}

static void check_scalar(const struct scope *scope, const struct field *field, const struct node *child)
{
	const struct scope inner = {.context = scope->context, .node = child, .parent = scope, .name = field->name};
	const struct node *element = NULL;
	for (const struct node *below = child->first; below; below = below->next) {
		if (below->attribute)
			scope_note(&inner, below->name, "unknown-element", "the guide has no such attribute here");
		else if (!below->none && !element)
			element = below;
	}
	struct str text = str_trim(child->text);
	if (element)
		fail_structure(scope, field, "text", element->name, "child elements where the guide has text");
	else if (text.len)
		check_value(scope, field, str_of(field->name), text);
}

static void check_child(const struct scope *scope, const struct field *field, const struct node *child)
{
	if (field->type->container)
		check_container(scope, field, child);
	else if (strcmp(field->type->name, "any") != 0)
		check_scalar(scope, field, child);
}

/** The same name again: an attribute beside an element of its name is odd, more elements than documented are wrong. */
static void check_again(const struct scope *scope, const struct field *field, const struct node *child)
{
	const struct node *first = node_child(scope->node, field->name);
	if (field->many)
		return;
	if (first && first->attribute != child->attribute)
		scope_note(scope, str_of(field->name), "unknown-element", "both an attribute and an element");
	else
		fail_structure(scope, field, "one element", str_trim(child->text), "the element occurs more than once");
}

/** Records that were judged while they arrived count as seen. */
static void mark_streamed(const struct scope *scope, struct seen *seen)
{
	for (size_t i = 0; i < scope->schema->count; i++) {
		const struct field *field = &scope->schema->fields[i];
		const char *below = streamed_below(scope, field);
		if (!below)
			continue;
		mark(seen->present, i);
		mark(seen->filled, i);
		if (!*below && !field->many && scope->context->streamed_count > 1)
			fail_structure(scope, field, "one element", (struct str){0}, "the element occurs more than once");
	}
}

static void check_children(const struct scope *scope)
{
	const struct schema *schema = scope->schema;
	struct seen seen;
	size_t guess = 0;
	assert(schema->count <= FIELDS_MAX);
	memset(seen.present, 0, (schema->count + 63) / 64 * sizeof(uint64_t));
	memset(seen.filled, 0, (schema->count + 63) / 64 * sizeof(uint64_t));
	for (const struct node *child = scope->node->first; child; child = child->next) {
		size_t position = field_position(schema, child->name, guess);
		if (position == SIZE_MAX) {
			scope_note(scope, child->name, "unknown-element", "the guide has no such element here");
			continue;
		}
		const struct field *field = &schema->fields[position];
		note_case(scope, field, child);
		if (is_marked(seen.present, position) && !child->none)
			check_again(scope, field, child);
		mark(seen.present, position);
		if (!node_is_empty(child))
			mark(seen.filled, position);
		if (!child->none)
			check_child(scope, field, child);
		guess = position + !field->many;
	}
	if (scope->streamed)
		mark_streamed(scope, &seen);
	check_presence(scope, &seen);
}

void schema_check(const struct schema *schema, const struct node *node, const struct schema_context *context)
{
	struct scope scope = {.context = context, .schema = schema, .node = node, .streamed = context->streamed};
	struct str text = str_trim(node->text);
	if (text.len) {
		struct finding_draft draft = scope_draft(&scope, (struct str){0}, "structure", context->structure);
		draft.expected = "child elements";
		draft.actual = text;
		draft.message = "text where the guide has elements";
		findings_add(context->findings, &draft);
	}
	check_children(&scope);
}
