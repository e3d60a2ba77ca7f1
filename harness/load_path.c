// SPDX-License-Identifier: Apache-2.0
#include <string.h>
#include <strings.h>

#include "load_impl.h"
#include "relation.h"

static bool is_called(const struct field *field, const char *name, size_t length)
{
	if (field->name && strlen(field->name) == length && strncasecmp(field->name, name, length) == 0)
		return true;
	for (size_t i = 0; i < field->alias_count; i++)
		if (strlen(field->aliases[i]) == length && strncasecmp(field->aliases[i], name, length) == 0)
			return true;
	return false;
}

static const struct field *find_field(const struct schema *schema, const char *name, size_t length)
{
	for (size_t i = 0; i < schema->count; i++)
		if (is_called(&schema->fields[i], name, length))
			return &schema->fields[i];
	return NULL;
}

/** As find_field(); a star at the beginning stands for any text. */
static const struct field *find_any(const struct schema *schema, const char *name, size_t length)
{
	if (*name != '*')
		return find_field(schema, name, length);
	for (size_t i = 0; i < schema->count; i++) {
		size_t known = schema->fields[i].name ? strlen(schema->fields[i].name) : 0;
		if (known >= length && strncasecmp(schema->fields[i].name + known - (length - 1), name + 1, length - 1) == 0)
			return &schema->fields[i];
	}
	return NULL;
}

const struct path_base *set_path_base(struct load *load, struct path_base base)
{
	const struct path_base *before = load->base;
	struct path_base *copy = ARENA_NEW(load->arena, struct path_base);
	*copy = base;
	load->base = copy;
	return before;
}

/** How far a path leads. */
struct walk {
	const struct schema *stuck; /**< the schema that lacks the next name; NULL: the path leads somewhere */
	const char *at;             /**< that name */
	size_t length;              /**< of that name */
	bool key;                   /**< it is the key of an entry */
};

static bool has_key(const struct field *field, struct str key)
{
	for (size_t i = 0; i < field->key_choice_count; i++) {
		const struct schema *table = field->keys[i].schema;
		for (size_t f = 0; table && f < table->count; f++) {
			const struct field *known = &table->fields[f];
			if (known->name && name_compare(str_of(known->name), key) == 0)
				return true;
			for (size_t a = 0; a < known->alias_count; a++)
				if (name_compare(str_of(known->aliases[a]), key) == 0)
					return true;
		}
	}
	return field->key_choice_count == 0;
}

/** Below a field of entries only `entry[KEY]` with a documented key is held against the tables. */
static struct walk walk_entry(const struct field *field, const char *path)
{
	const char *open = strchr(path, '[');
	const char *close = open ? strchr(open, ']') : NULL;
	if (!close || has_key(field, (struct str){open + 1, (size_t)(close - open - 1)}))
		return (struct walk){0};
	const struct schema *table = field->keys[0].schema;
	return (struct walk){table, open + 1, (size_t)(close - open - 1), true};
}

/** Follows the path as far as schemas describe the way; `end` is where it ends. */
static struct walk follow(const struct schema *schema, const char *path, const char *end)
{
	for (const char *at = path; schema && at < end;) {
		size_t length = strcspn(at, "/[=");
		const struct field *field = find_field(schema, at, length);
		if (!field)
			return (struct walk){schema, at, length, false};
		if (field->keys)
			return walk_entry(field, at + length);
		schema = field->schema;
		at += length + 1;
	}
	return (struct walk){0};
}

/** Follows the path in every answer of the operation, after a `/` from the root; the walk that came farthest counts. */
static struct walk follow_answers(const struct endpoint *endpoint, const char *path, const char *end)
{
	struct walk best = {0};
	bool rooted = path[0] == '/';
	path += rooted;
	for (size_t i = 0; i < endpoint->response_count; i++) {
		if (endpoint->responses[i].records && strcmp(endpoint->responses[i].records, path) == 0)
			return best;
		const struct schema *starts[] = {endpoint->responses[i].record_schema, endpoint->responses[i].schema};
		for (size_t s = 0; s < ARRAY_LEN(starts); s++) {
			if (!starts[s] || (rooted && starts[s] != endpoint->responses[i].schema))
				continue;
			struct walk walk = follow(starts[s], path, end);
			if (!walk.stuck)
				return walk;
			if (!best.stuck || walk.at > best.at)
				best = walk;
		}
	}
	return best;
}

/** The other operation of a relation: the one it names, or that of the fixture it names. */
static const struct endpoint *other_operation(const struct load *load, const struct relation_use *use)
{
	for (size_t i = 0; use->def && i < ARGUMENTS_MAX && use->def->arguments[i].name; i++) {
		const char *text = use->arguments[i].text;
		const struct fixture *fixture = NULL;
		if (text && use->def->arguments[i].kind == ARGUMENT_OPERATION)
			return name_find(load, NAME_OPERATION, text);
		if (text && use->def->arguments[i].kind == ARGUMENT_FIXTURE)
			fixture = name_find(load, NAME_FIXTURE, arena_copy(load->arena, text, strcspn(text, ".")));
		if (fixture && fixture->operation)
			return name_find(load, NAME_OPERATION, fixture->operation);
	}
	return NULL;
}

static struct walk follow_base(const struct load *load, const struct path_base *base, const char *path, const char *end)
{
	if (base->below) {
		path = arena_printf(load->arena, "%s/%.*s", base->below, (int)(end - path), path);
		end = path + strlen(path);
	}
	const struct endpoint *source = base->operation ? name_find(load, NAME_OPERATION, base->operation) : base->endpoint;
	if (base->schema)
		return follow(base->schema, path, end);
	return source ? follow_answers(source, path, end) : (struct walk){0};
}

static void report_stuck(struct load *load, const struct pending *pending, const struct walk *walk)
{
	const char *name = arena_copy(load->arena, walk->at, walk->length);
	diag_error(load->diag, pending->at, "the schema `%s` has no %s `%s`", walk->stuck->name,
	           walk->key ? "key" : "field", name);
	const char **names = ARENA_ARRAY(load->arena, const char *, walk->stuck->count);
	size_t count = 0;
	for (size_t i = 0; i < walk->stuck->count; i++)
		if (walk->stuck->fields[i].name)
			names[count++] = walk->stuck->fields[i].name;
	advise(load, name, names, count);
}

void check_path_leads(struct load *load, const struct pending *pending)
{
	const struct path_base *base = pending->subject;
	const struct endpoint *other = base->relation ? other_operation(load, base->relation) : NULL;
	const char *equals = strchr(pending->text, '=');
	const char *end = equals ? equals : pending->text + strlen(pending->text);
	struct walk here = follow_base(load, base, pending->text, end);
	if (here.stuck && other && !equals)
		here = follow_answers(other, pending->text, end);
	if (here.stuck)
		report_stuck(load, pending, &here);
	if (!equals || !other)
		return;
	struct walk there = follow_answers(other, equals + 1, equals + strlen(equals));
	if (there.stuck)
		report_stuck(load, pending, &there);
}

void find_record_schema(struct load *load, const struct pending *pending)
{
	struct response *response = pending->subject;
	const struct schema *schema = response->schema;
	const struct field *field = NULL;
	for (const char *at = pending->text; schema; at += strcspn(at, "/") + 1) {
		size_t length = strcspn(at, "/");
		field = find_any(schema, at, length);
		if (!field) {
			diag_error(load->diag, pending->at, "the schema `%s` has no field `%.*s`", schema->name, (int)length, at);
			return;
		}
		schema = field->schema;
		if (!at[length])
			break;
	}
	if (!field || field->many) {
		response->record_schema = schema;
	} else {
		diag_error(load->diag, pending->at, "records repeat, but the field `%s` is not `many: true`", field->name);
		diag_hint(load->diag, "it is described at %s:%u", field->at.file, field->at.line);
	}
}
