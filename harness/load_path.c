// SPDX-License-Identifier: Apache-2.0
#include <string.h>
#include <strings.h>

#include "load_impl.h"

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

void find_record_schema(struct load *load, const struct pending *pending)
{
	struct response *response = pending->subject;
	const struct schema *schema = response->schema;
	const struct field *field = NULL;
	for (const char *at = pending->text; schema; at += strcspn(at, "/") + 1) {
		size_t length = strcspn(at, "/");
		field = find_field(schema, at, length);
		if (!field) {
			diag_error(load->diag, pending->at, "the schema `%s` has no field `%.*s`", schema->name, (int)length, at);
			return;
		}
		schema = field->schema;
		if (!at[length])
			break;
	}
	response->record_schema = schema;
	if (field && !field->many) {
		diag_error(load->diag, pending->at, "records repeat, but the field `%s` is not `many: true`", field->name);
		diag_hint(load->diag, "it is described at %s:%u", field->at.file, field->at.line);
	}
}
