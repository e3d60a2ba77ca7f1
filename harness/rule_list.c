// SPDX-License-Identifier: Apache-2.0
/* Rules that span the records of a list: a few bytes a record are remembered, and the end of the answer concludes. */
#include <stdlib.h>

#include "rule_pass.h"

/** Hash of the values at the paths; 0 when one is empty. */
static uint64_t values_hash(const struct node *record, const char *const *paths, size_t count)
{
	struct text all = text_new(4096);
	bool complete = true;
	for (size_t i = 0; i < count; i++) {
		struct str text = str_trim(node_text(record, paths[i]));
		complete = complete && text.len;
		text_add(&all, text.ptr, text.len);
		text_putc(&all, '\n');
	}
	uint64_t hash = str_hash((struct str){all.ptr, all.len});
	text_free(&all);
	return complete ? (hash ? hash : 1) : 0;
}

static uint64_t value_hash(const struct rule_pass *pass, const struct node *record, size_t argument)
{
	const char *path = rule_argument(pass, argument)->text;
	return values_hash(record, &path, 1);
}

void rule_unique(struct rule_pass *pass, const struct node *record)
{
	const struct argument *fields = rule_argument(pass, 0);
	words_add(&pass->words[0], values_hash(record, fields->items, fields->count));
}

void rule_unique_end(struct rule_pass *pass, const struct node *root UNUSED)
{
	const struct words *words = &pass->words[0];
	const char *path = rule_argument(pass, 0)->items[0];
	uint32_t *order = words_order(words);
	for (size_t i = 1; i < words->count; i++) {
		if (words->items[order[i]] == 0 || words->items[order[i]] != words->items[order[i - 1]])
			continue;
		rule_fail_at(pass, order[i], path, "a value that no other record has",
		             str_of(arena_printf(pass->scratch, "the value of record %u", order[i - 1] + 1)),
		             "two records have the same value");
	}
	free(order);
}

void rule_same_for(struct rule_pass *pass, const struct node *record)
{
	words_add(&pass->words[0], value_hash(pass, record, 1));
	words_add(&pass->words[1], value_hash(pass, record, 0));
}

void rule_same_for_end(struct rule_pass *pass, const struct node *root UNUSED)
{
	const struct words *keys = &pass->words[0];
	const struct words *fields = &pass->words[1];
	uint32_t *order = words_order(keys);
	size_t first = 0;
	for (size_t i = 1; i < keys->count; i++) {
		if (keys->items[order[i]] != keys->items[order[first]])
			first = i;
		uint64_t here = fields->items[order[i]];
		uint64_t there = fields->items[order[first]];
		if (keys->items[order[i]] && here && there && here != there)
			rule_fail_at(pass, order[i], rule_argument(pass, 0)->text,
			             arena_printf(pass->scratch, "the value of record %u, which has the same %s", order[first] + 1,
			                          rule_argument(pass, 1)->text),
			             str_of("another value"), "records with an equal key differ");
	}
	free(order);
}

void rule_differs(struct rule_pass *pass, const struct node *record)
{
	rule_same_for(pass, record);
}

void rule_differs_end(struct rule_pass *pass, const struct node *root UNUSED)
{
	const struct words *keys = &pass->words[0];
	const struct words *fields = &pass->words[1];
	uint32_t *order = words_order(keys);
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i] && words_contain(keys, order, fields->items[i]))
			rule_fail_at(pass, i, rule_argument(pass, 0)->text,
			             arena_printf(pass->scratch, "a value that is no record's %s", rule_argument(pass, 1)->text),
			             str_of("a value that one has"), "two kinds of ids are mixed up");
	free(order);
}
