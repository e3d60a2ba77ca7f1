// SPDX-License-Identifier: Apache-2.0
#include "rules.h"

#include <string.h>

#include "rule_pass.h"

struct rules {
	struct rules_context context;
	struct rule_pass *passes;
	size_t count;
};

static bool is_bound(const struct rule_use *use, const char *kind)
{
	bool only_some = use->on_count > 0;
	for (size_t i = 0; i < use->on_count; i++)
		if (strcmp(use->on[i], kind) == 0)
			return true;
	return !only_some;
}

static void bind(struct rules *rules, struct arena *arena, const struct rule_use *use)
{
	const struct rules_context *context = &rules->context;
	struct rule_pass pass = {
		.use = use,
		.findings = context->findings,
		.sent = context->sent,
		.sent_count = context->sent_count,
		.endpoint = context->endpoint,
		.rooted = rule_base(use) == RULE_BASE_ROOT,
	};
	pass.records = pass.rooted ? NULL : context->record_prefix;
	ARENA_PUSH(arena, rules->passes, rules->count, pass);
}

struct rules *rules_open(struct arena *arena, const struct rules_context *context)
{
	struct rules *rules = ARENA_NEW(arena, struct rules);
	rules->context = *context;
	for (size_t i = 0; i < context->endpoint->rule_count; i++)
		if (is_bound(&context->endpoint->rules[i], context->kind))
			bind(rules, arena, &context->endpoint->rules[i]);
	for (size_t i = 0; i < context->extra_count; i++)
		bind(rules, arena, &context->extra[i]);
	return rules;
}

void rules_header(struct rules *rules, const struct node *header, size_t columns)
{
	for (size_t i = 0; i < rules->count; i++) {
		rules->passes[i].header = header;
		rules->passes[i].header_columns = columns;
	}
}

void rules_record(struct rules *rules, struct arena *scratch, const struct rules_record *record)
{
	for (size_t i = 0; i < rules->count; i++) {
		struct rule_pass *pass = &rules->passes[i];
		if (!pass->use->def->record || pass->use->below_count || pass->rooted)
			continue;
		pass->scratch = scratch;
		pass->index = record->index;
		pass->record = record->name;
		pass->row_columns = record->row_columns;
		pass->use->def->record(pass, record->node);
	}
}

/** The elements with the last name of the path, in all parents that the rest of the path leads to first. */
static void judge_below(struct rule_pass *pass, const struct node *root, const char *path)
{
	const struct node *element = node_find(root, path);
	pass->below = path;
	for (; element; element = node_same(element))
		if (!element->none)
			pass->use->def->record(pass, element);
	pass->below = NULL;
}

/** Rules whose paths begin at the root see it when it is complete: what they look at may follow the records. */
static void judge_rooted(struct rules *rules, struct arena *scratch, const struct node *root)
{
	for (size_t i = 0; i < rules->count; i++) {
		struct rule_pass *pass = &rules->passes[i];
		pass->scratch = scratch;
		if (pass->rooted)
			pass->use->def->record(pass, root);
	}
}

static void judge_elements(struct rules *rules, struct arena *scratch, const struct node *root)
{
	for (size_t i = 0; i < rules->count; i++) {
		struct rule_pass *pass = &rules->passes[i];
		pass->scratch = scratch;
		for (size_t b = 0; pass->use->def->record && b < pass->use->below_count; b++)
			judge_below(pass, root, pass->use->below[b]);
	}
}

void rules_answer(struct rules *rules, struct arena *scratch, const struct node *root, size_t record_count)
{
	if (!rules->context.record_prefix) {
		struct rules_record whole = {.node = root};
		rules_record(rules, scratch, &whole);
	}
	judge_rooted(rules, scratch, root);
	judge_elements(rules, scratch, root);
	for (size_t i = 0; i < rules->count; i++) {
		struct rule_pass *pass = &rules->passes[i];
		if (!pass->use->def->answer)
			continue;
		pass->scratch = scratch;
		pass->record_count = record_count;
		pass->use->def->answer(pass, root);
	}
}

void rules_close(struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		for (size_t w = 0; w < RULE_WORDS; w++)
			words_free(&rules->passes[i].words[w]);
}
