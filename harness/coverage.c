// SPDX-License-Identifier: Apache-2.0
#include "coverage.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "builtin.h"
#include "derive.h"
#include "value_type.h"

enum { STATUS_MAX = 600 };

/** What the items are held against. */
struct comparison {
	struct arena *arena;
	const struct catalogue *catalogue;
	bool expected[STATUS_MAX]; /**< status codes that some derived case waits for */
	struct coverage *coverage;
};

static void note_expected(void *context, const struct derived *derived)
{
	struct comparison *comparison = context;
	for (size_t i = 0; i < derived->planned.expect_count; i++)
		comparison->expected[derived->planned.expect[i] % STATUS_MAX] = true;
}

static void find_expected(struct comparison *comparison)
{
	static const bool formats[FORMAT_NONE] = {true, true, true};
	struct derivation derivation = {
		.arena = arena_new(), /* only status codes are kept of the cases */
		.catalogue = comparison->catalogue,
		.formats = formats,
		.add = note_expected,
		.context = comparison,
	};
	for (size_t i = 0; i < comparison->catalogue->endpoint_count; i++) {
		derivation.endpoint = comparison->catalogue->endpoints[i];
		derive_cases(&derivation);
		arena_reset(derivation.arena);
	}
	arena_free(derivation.arena);
}

/** Templates are equal but for the names in braces, letters' case and a slash at the end. */
static bool same_template(const char *left, const char *right)
{
	while (*left && *right) {
		if (*left == '{' && *right == '{') {
			left += strcspn(left, "}");
			right += strcspn(right, "}");
		} else if (tolower((unsigned char)*left) != tolower((unsigned char)*right)) {
			return false;
		}
		left++;
		right++;
	}
	left += *left == '/';
	right += *right == '/';
	return (*left == '\0' || *left == '?') && (*right == '\0' || *right == '?');
}

static const char *judge_operation(const struct endpoint *endpoint, const struct guide_item *item)
{
	size_t method = strcspn(item->name, " ");
	bool same = strlen(endpoint->method) == method && strncmp(endpoint->method, item->name, method) == 0;
	return same && same_template(item->name + method + 1, endpoint->path) ? NULL
	                                                                      : "described with another method or path";
}

static const char *judge_parameter(const struct endpoint *endpoint, const struct guide_item *item)
{
	for (size_t i = 0; i < endpoint->parameter_count; i++)
		if (name_compare(str_of(endpoint->parameters[i].name), str_of(item->name)) == 0)
			return NULL;
	const char *query = strchr(endpoint->path, '?');
	return query && strstr(query, item->name) ? NULL : "not described";
}

/** True when the schema, or one below it, has a field of the name; keys of entries are names, too. */
static bool has_field(const struct schema *schema, struct str name, unsigned depth)
{
	enum { DEEPEST = 8 };
	if (!schema || depth > DEEPEST)
		return false;
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		if (name_compare(str_of(field->name), name) == 0 || has_field(field->schema, name, depth + 1))
			return true;
		for (size_t a = 0; a < field->alias_count; a++)
			if (name_compare(str_of(field->aliases[a]), name) == 0)
				return true;
		for (size_t k = 0; k < field->key_choice_count; k++)
			if (has_field(field->keys[k].schema, name, depth + 1))
				return true;
	}
	return false;
}

/** The key and the value of entries are described by the type of the field around them. */
static bool is_part_of_entries(const struct schema *schema, const struct guide_item *item, unsigned depth)
{
	enum { DEEPEST = 8 };
	if (!schema || depth > DEEPEST)
		return false;
	bool part = strcasecmp(item->name, "entry") == 0 ||
	            (strcasecmp(item->place, "entry") == 0 &&
	             (strcasecmp(item->name, "key") == 0 || strcasecmp(item->name, "value") == 0));
	for (size_t i = 0; part && i < schema->count; i++)
		if (schema->fields[i].key_choice_count || strcmp(schema->fields[i].type->name, "entries") == 0 ||
		    is_part_of_entries(schema->fields[i].schema, item, depth + 1))
			return true;
	return false;
}

static const char *judge_element(const struct endpoint *endpoint, const struct guide_item *item)
{
	for (size_t i = 0; i < endpoint->response_count; i++)
		if (has_field(endpoint->responses[i].schema, str_of(item->name), 0) ||
		    is_part_of_entries(endpoint->responses[i].schema, item, 0))
			return NULL;
	return "no schema of its answers has it";
}

/** A code of the general section: some case must wait for it, or a check of every answer look at it. */
static const char *judge_general_status(const struct comparison *comparison, int status)
{
	bool looked_at = status == 500 && builtin_requirement(comparison->catalogue, BUILTIN_SERVER_ERROR);
	return looked_at || comparison->expected[status % STATUS_MAX] ? NULL : "no case waits for it";
}

static const char *judge_item(const struct comparison *comparison, const struct guide_item *item)
{
	const struct endpoint *endpoint = catalogue_endpoint(comparison->catalogue, item->operation);
	int status = item->kind == GUIDE_STATUS ? (int)strtol(item->name, NULL, 10) : 0;
	if (strcmp(item->operation, "*") == 0)
		return judge_general_status(comparison, status);
	if (!endpoint)
		return "no case file describes the operation";
	switch (item->kind) {
	case GUIDE_OPERATION:
		return judge_operation(endpoint, item);
	case GUIDE_PARAMETER:
		return judge_parameter(endpoint, item);
	case GUIDE_STATUS:
		return endpoint_response(endpoint, status) ? NULL : "not among the responses";
	default:
		return judge_element(endpoint, item);
	}
}

static void add_item(struct comparison *comparison, const struct guide_item *item, bool executed)
{
	const char *missing = judge_item(comparison, item);
	struct coverage_item added = {
		.kind = (enum coverage_kind)item->kind,
		.area = item->area,
		.operation = item->operation,
		.name = item->name,
		.place = item->place,
		.reason = item->reason,
		.described = !missing,
		.executed = executed,
		.open = item->reason ? NULL : missing,
	};
	if (item->reason && !missing)
		added.open = "described, although there is a reason why it cannot be";
	ARENA_PUSH(comparison->arena, comparison->coverage->items, comparison->coverage->count, added);
}

static const char *area_of(const struct guide *guide, struct str operation)
{
	for (size_t i = 0; i < guide->count; i++)
		if (guide->items[i].kind == GUIDE_OPERATION && str_is(operation, guide->items[i].operation))
			return guide->items[i].area;
	return NULL;
}

/** The area of all operations of a statement, or "several"; those that were removed from the guide have none. */
static const char *requirement_area(const struct guide *guide, const char *operations)
{
	const char *area = NULL;
	if (strcmp(operations, "*") == 0)
		return "all";
	for (const char *at = operations; *at;) {
		struct str id = {at, strcspn(at, " ")};
		const char *own = area_of(guide, id);
		if (area && own && strcmp(area, own) != 0)
			return "several";
		area = own ? own : area;
		at += id.len + (at[id.len] == ' ');
	}
	return area ? area : "all";
}

static void add_requirement(struct comparison *comparison, const struct guide *guide, const struct carriers *carriers,
                            const struct requirement *requirement, bool executed)
{
	struct coverage_item added = {
		.kind = COVERAGE_REQUIREMENT,
		.area = requirement_area(guide, requirement->operations),
		.operation = requirement->operations,
		.name = requirement->id,
		.requirement = requirement,
		.place = requirement->statement,
		.reason = requirement->not_testable,
		.carried = carriers_text(comparison->arena, carriers),
		.described = carriers->count > 0,
		.executed = executed && carriers->count > 0,
	};
	if (added.described && added.reason)
		added.open = "has a check and a reason why there can be none";
	else if (!added.described && !added.reason)
		added.open = carriers->claims ? "named, but checked nowhere; no reason" : "neither check nor reason";
	ARENA_PUSH(comparison->arena, comparison->coverage->items, comparison->coverage->count, added);
}

struct coverage *coverage_make(struct arena *arena, const struct catalogue *catalogue, const struct guide *guide,
                               const struct exercised *exercised)
{
	struct comparison *comparison = ARENA_NEW(arena, struct comparison);
	*comparison = (struct comparison){.arena = arena, .catalogue = catalogue};
	comparison->coverage = ARENA_NEW(arena, struct coverage);
	const struct carriers *carriers = carriers_gather(arena, catalogue);
	find_expected(comparison);
	for (enum guide_kind kind = 0; kind < GUIDE_KINDS; kind++)
		for (size_t i = 0; i < guide->count; i++)
			if (guide->items[i].kind == kind)
				add_item(comparison, &guide->items[i], exercised && exercised_item(exercised, i));
	for (size_t i = 0; i < catalogue->requirement_count; i++)
		add_requirement(comparison, guide, &carriers[i], &catalogue->requirements[i],
		                exercised && exercised_statement(exercised, i));
	return comparison->coverage;
}

size_t coverage_open(const struct coverage *coverage)
{
	size_t open = 0;
	for (size_t i = 0; i < coverage->count; i++)
		open += coverage->items[i].open != NULL;
	return open;
}
