// SPDX-License-Identifier: Apache-2.0
/* Rules of schemas become rules of the operations that answer with them. */
#include <string.h>
#include <strings.h>

#include "load_impl.h"
#include "rule.h"

enum {
	DEPTH_MAX = 16,    /**< containers inside each other that are looked into */
	VISITS_MAX = 5000, /**< schemas of one answer that are looked into; they may refer to each other */
};

/** A schema with rules, and where its elements stand in one answer. */
struct ruled {
	const struct schema *schema;
	const char **paths; /**< below the root; none for records and rows */
	size_t count;
	bool streamed;
};

/** The search through the schemas of one answer. */
struct search {
	struct load *load;
	const struct response *response;
	struct ruled *found;
	size_t count;
	size_t visits;
};

static struct ruled *found_of(struct search *search, const struct schema *schema, bool streamed)
{
	for (size_t i = 0; i < search->count; i++)
		if (search->found[i].schema == schema && search->found[i].streamed == streamed)
			return &search->found[i];
	struct ruled ruled = {.schema = schema, .streamed = streamed};
	ARENA_PUSH(search->load->arena, search->found, search->count, ruled);
	return &search->found[search->count - 1];
}

/** Inside a record only the record's own rules are judged. */
static bool is_inside_record(const struct search *search, const char *path)
{
	const char *records = search->response->records;
	size_t length = records ? strlen(records) : 0;
	return records && strncasecmp(path, records, length) == 0 && path[length] == '/';
}

/** True when the path is that of the records; stars stand for any text. */
static bool is_records_path(const char *records, const char *path)
{
	while (*records && *path) {
		size_t here = strcspn(records, "/");
		size_t there = strcspn(path, "/");
		size_t star = *records == '*';
		if (here - star > there || (!star && here != there) ||
		    strncasecmp(records + star, path + there - (here - star), here - star) != 0)
			return false;
		records += here + (records[here] == '/');
		path += there + (path[there] == '/');
	}
	return !*records && !*path;
}

static void look_into(struct search *search, const struct schema *schema, const char *path, size_t depth)
{
	struct arena *arena = search->load->arena;
	const char *records = search->response->records;
	bool streamed = search->response->csv || (records && is_records_path(records, path));
	if (depth > DEPTH_MAX || search->visits++ > VISITS_MAX)
		return;
	if (schema->rule_count && is_inside_record(search, path)) {
		diag_error(search->load->diag, search->response->at, "the schema `%s` has rules, but stands inside the records",
		           schema->name);
		diag_hint(search->load->diag, "write them for the schema of the records, with the path to `%s`", path);
	} else if (schema->rule_count && records && !*path) {
		diag_error(search->load->diag, search->response->at,
		           "the schema `%s` has rules, but what is judged is its records", schema->name);
		diag_hint(search->load->diag, "write them for the schema of the records, or in the case file");
	} else if (schema->rule_count) {
		struct ruled *ruled = found_of(search, schema, streamed);
		if (!streamed && *path)
			ARENA_PUSH(arena, ruled->paths, ruled->count, path);
	}
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		if (field->schema && field->name)
			look_into(search, field->schema, arena_printf(arena, "%s%s%s", path, *path ? "/" : "", field->name),
			          depth + 1);
	}
}

static void bind(struct load *load, struct endpoint *endpoint, const struct search *search)
{
	size_t total = endpoint->rule_count;
	for (size_t i = 0; i < search->count; i++)
		total += search->found[i].schema->rule_count;
	if (total == endpoint->rule_count)
		return;
	struct rule_use *rules = ARENA_ARRAY(load->arena, struct rule_use, total);
	size_t count = endpoint->rule_count;
	if (count)
		memcpy(rules, endpoint->rules, count * sizeof(*rules));
	for (size_t i = 0; i < search->count; i++) {
		const struct ruled *ruled = &search->found[i];
		for (size_t r = 0; r < ruled->schema->rule_count; r++) {
			struct rule_use *rule = &rules[count++];
			*rule = ruled->schema->rules[r];
			rule->below = ruled->paths;
			rule->below_count = ruled->count;
		}
	}
	endpoint->rules = rules;
	endpoint->rule_count = count;
}

void bind_schema_rules(struct load *load)
{
	for (size_t i = 0; i < load->endpoint_count; i++) {
		const struct response *response = endpoint_response(load->endpoints[i], 200);
		if (!response || !response->schema || (response->records && !response->record_schema))
			continue;
		struct search search = {.load = load, .response = response};
		look_into(&search, response->schema, "", 0);
		bind(load, load->endpoints[i], &search);
	}
}
