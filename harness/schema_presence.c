// SPDX-License-Identifier: Apache-2.0
/* What is missing, what is empty, and what should not be there. */
#include <string.h>

#include "schema_impl.h"

/** Unknown neighbours that may be a misspelt field; an answer with more is beyond spelling. */
enum { NEIGHBOURS_MAX = 100, MEMBERS_SHOWN = 400 };

/** How strictly a field must be there in this record, and why. */
struct demand {
	enum presence presence;
	const struct requirement *requirement;
	const struct condition *because; /**< NULL when it does not depend */
};

static struct demand demand_of(const struct scope *scope, const struct field *field)
{
	struct demand demand = {.presence = field->presence, .requirement = field->presence_requirement};
	for (size_t i = 0; i < field->presence_rule_count; i++) {
		const struct presence_rule *rule = &field->presence_rules[i];
		if (!condition_holds(&rule->when, scope->node))
			continue;
		demand.presence = rule->presence;
		demand.because = &rule->when;
		if (rule->requirement)
			demand.requirement = rule->requirement;
		break;
	}
	if (!demand.requirement)
		demand.requirement = scope->context->presence;
	return demand;
}

static const char *because(const struct scope *scope, const struct demand *demand)
{
	struct arena *scratch = scope->context->scratch;
	return demand->because ? arena_printf(scratch, " although %s", condition_text(scratch, demand->because)) : "";
}

static struct finding_draft draft_at(const struct scope *scope, const struct field *field, const struct demand *demand,
                                     const char *check, const struct requirement *requirement)
{
	struct finding_draft draft = scope_draft(scope, str_of(field->name), check, requirement);
	draft.level = field->unused ? LEVEL_NOTE : LEVEL_FAILURE;
	draft.soft = demand->presence == PRESENCE_EXPECTED;
	return draft;
}

/** The unknown element of the scope whose name is nearest to that of the field, or NULL. */
static const char *misspelt(const struct scope *scope, const struct field *field)
{
	struct arena *scratch = scope->context->scratch;
	const char *names[NEIGHBOURS_MAX];
	size_t count = 0;
	for (const struct node *child = scope->node->first; child && count < NEIGHBOURS_MAX; child = child->next)
		if (!schema_field(scope->schema, child->name))
			names[count++] = arena_copy(scratch, child->name.ptr, child->name.len);
	return text_nearest(field->name, names, count);
}

static const struct scope *top_of(const struct scope *scope)
{
	while (scope->parent)
		scope = scope->parent;
	return scope;
}

/** The field stands somewhere else: a finding about the structure, with the place. */
static bool report_stray(const struct scope *scope, const struct field *field, const struct demand *demand)
{
	struct arena *scratch = scope->context->scratch;
	const struct scope *top = top_of(scope);
	const char *stray = stray_path(scratch, top->schema, top->node, field->name);
	if (!stray)
		return false;
	const struct requirement *structure = scope->context->structure;
	struct finding_draft draft = draft_at(scope, field, demand, "structure", structure ? structure : demand->requirement);
	const char *found = scope_path(top, str_of(stray));
	draft.expected = "the element in its documented place";
	draft.actual = str_of(found);
	draft.message = arena_printf(scratch, "the element is missing here and stands at %s", found);
	findings_add(scope->context->findings, &draft);
	return true;
}

static void report_missing(const struct scope *scope, const struct field *field, const struct demand *demand)
{
	struct arena *scratch = scope->context->scratch;
	struct finding_draft draft = draft_at(scope, field, demand, "presence", demand->requirement);
	if (findings_repeat(scope->context->findings, &draft) || report_stray(scope, field, demand))
		return;
	const char *near = misspelt(scope, field);
	const char *hint = near ? arena_printf(scratch, "; found `%s`", near) : "";
	draft.expected = arena_printf(scratch, "an element %s", field->name);
	draft.message = arena_printf(scratch, "the element is missing%s%s", because(scope, demand), hint);
	findings_add(scope->context->findings, &draft);
}

static void report_empty(const struct scope *scope, const struct field *field, const struct demand *demand)
{
	struct finding_draft draft =
		draft_at(scope, field, demand, "type", field->requirement ? field->requirement : scope->context->type);
	draft.expected = field->type->expected;
	draft.actual = str_of("");
	draft.message = "the element is empty";
	findings_add(scope->context->findings, &draft);
}

/** The filled element of the field, by its name or an alias. */
static const struct node *filled_node(const struct scope *scope, const struct field *field)
{
	const struct node *child = scope->node->first;
	while (child && (node_is_empty(child) || schema_field(scope->schema, child->name) != field))
		child = child->next;
	return child;
}

static void report_forbidden(const struct scope *scope, const struct field *field, const struct demand *demand)
{
	struct finding_draft draft = draft_at(scope, field, demand, "presence", demand->requirement);
	if (findings_repeat(scope->context->findings, &draft))
		return;
	struct arena *scratch = scope->context->scratch;
	const struct node *node = filled_node(scope, field);
	draft.expected = "absent or empty";
	draft.actual = node && node->first ? str_of("child elements") : node ? str_trim(node->text) : (struct str){0};
	draft.message = demand->because ? arena_printf(scratch, "the element is filled%s", because(scope, demand))
	                                : "the element does not belong here";
	findings_add(scope->context->findings, &draft);
}

static void check_field(const struct scope *scope, const struct field *field, bool present, bool filled)
{
	struct demand demand = demand_of(scope, field);
	bool wanted = demand.presence == PRESENCE_REQUIRED || demand.presence == PRESENCE_EXPECTED;
	if (wanted && !present)
		report_missing(scope, field, &demand);
	else if (wanted && !filled && field_is_typed(field) && !field->may_be_empty)
		report_empty(scope, field, &demand);
	else if (demand.presence == PRESENCE_FORBIDDEN && filled)
		report_forbidden(scope, field, &demand);
}

static void check_either(const struct scope *scope, const struct seen *seen)
{
	struct text names = text_new(MEMBERS_SHOWN);
	for (size_t i = 0; i < scope->schema->either_count; i++) {
		size_t position = field_position(scope->schema, str_of(scope->schema->either[i]), 0);
		if (position != SIZE_MAX && is_marked(seen->present, position))
			goto out;
		text_printf(&names, "%s%s", i ? " or " : "", scope->schema->either[i]);
	}
	struct finding_draft draft = scope_draft(scope, (struct str){0}, "either", scope->context->presence);
	draft.expected = text_str(&names);
	draft.message = "none of the elements is there";
	findings_add(scope->context->findings, &draft);
out:
	text_free(&names);
}

void check_presence(const struct scope *scope, const struct seen *seen)
{
	const struct schema *schema = scope->schema;
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		bool filled = is_marked(seen->filled, i);
		bool quiet = filled ? field->presence != PRESENCE_FORBIDDEN : field->presence == PRESENCE_OPTIONAL;
		if (!quiet || field->presence_rule_count)
			check_field(scope, field, is_marked(seen->present, i), filled);
	}
	if (schema->either_count)
		check_either(scope, seen);
}

const char *stray_path(struct arena *arena, const struct schema *schema, const struct node *node, const char *name)
{
	for (const struct node *child = node->first; child; child = child->next) {
		const struct field *field = schema ? schema_field(schema, child->name) : NULL;
		if (!field && str_is_nocase(child->name, name))
			return arena_copy(arena, child->name.ptr, child->name.len);
		if (field && !field->schema)
			continue; /* its children are somebody else's, such as entries */
		const char *below = child->first ? stray_path(arena, field ? field->schema : NULL, child, name) : NULL;
		if (below)
			return arena_printf(arena, "%.*s/%s", (int)child->name.len, child->name.ptr, below);
	}
	return NULL;
}
