// SPDX-License-Identifier: Apache-2.0
/* What a scenario asserts of the state it reads: conditions that hold, records that are or are not there. */
#include "condition.h"
#include "rule_pass.h"

void rule_holds(struct rule_pass *pass, const struct node *record)
{
	const struct condition *that = rule_argument(pass, 0)->condition;
	for (size_t i = 0; i < that->count; i++) {
		struct condition one = {&that->terms[i], 1};
		if (!condition_holds(&one, record))
			rule_fail(pass, that->terms[i].path, condition_text(pass->scratch, &one),
			          str_trim(node_text(record, that->terms[i].path)), "the state is not what it must be here");
	}
}

static bool holds_text(struct str text, struct str part)
{
	for (size_t i = 0; part.len <= text.len && i <= text.len - part.len; i++)
		if (str_equal_nocase((struct str){text.ptr + i, part.len}, part))
			return true;
	return false;
}

void rule_contains(struct rule_pass *pass, const struct node *record)
{
	const char *path = rule_argument(pass, 0)->text;
	const char *part = rule_argument(pass, 1)->text;
	struct str text = str_trim(node_text(record, path));
	if (!holds_text(text, str_of(part)))
		rule_fail(pass, path, arena_printf(pass->scratch, "a text that holds %s", part), text,
		          "what it is about is not named");
}

static bool is_wanted(const struct rule_pass *pass, const struct node *record)
{
	return condition_holds(rule_argument(pass, 0)->condition, record);
}

/** Elements of a list that is not streamed, where the condition holds; `*all` is how many elements there are. */
static size_t count_wanted(const struct rule_pass *pass, const struct node *root, size_t *all)
{
	size_t wanted = 0;
	*all = 0;
	const struct argument *counts = rule_argument(pass, 1);
	for (const struct node *element = counts->given ? node_find(root, counts->text) : NULL; element;
	     element = node_same(element)) {
		wanted += is_wanted(pass, element);
		++*all;
	}
	return wanted;
}

void rule_some_record(struct rule_pass *pass, const struct node *record)
{
	if (pass->records && is_wanted(pass, record))
		words_add(&pass->words[0], pass->index);
}

void rule_some_record_end(struct rule_pass *pass, const struct node *root)
{
	size_t all = pass->record_count;
	size_t wanted = pass->records ? pass->words[0].count : count_wanted(pass, root, &all);
	struct rule_pass whole = *pass; /* it is about the list, not about its last record */
	whole.records = NULL;
	if (!wanted)
		rule_fail(&whole, pass->records ? pass->records : rule_argument(pass, 1)->text,
		          condition_text(pass->scratch, rule_argument(pass, 0)->condition),
		          str_of(arena_printf(pass->scratch, "none of %zu records", all)), "the record is not there");
}

void rule_no_record(struct rule_pass *pass, const struct node *record)
{
	if (pass->records && is_wanted(pass, record))
		rule_fail(pass, NULL, "no such record", str_of(condition_text(pass->scratch, rule_argument(pass, 0)->condition)),
		          "the record must not be there");
}

void rule_no_record_end(struct rule_pass *pass, const struct node *root)
{
	size_t all;
	size_t wanted = pass->records ? 0 : count_wanted(pass, root, &all);
	if (wanted)
		rule_fail(pass, rule_argument(pass, 1)->text, "no such record",
		          str_of(condition_text(pass->scratch, rule_argument(pass, 0)->condition)),
		          "the record must not be there");
}
