// SPDX-License-Identifier: Apache-2.0
#include "rule_expand.h"

#include <string.h>

#include "rule.h"

static bool is_open(const struct condition_term *term)
{
	bool word = term->predicate == PREDICATE_EQUALS || term->predicate == PREDICATE_DIFFERS;
	return word && term->text && strstr(term->text, "${");
}

static const struct condition *expanded(struct arena *arena, const struct condition *condition, rule_expand_fn *expand,
                                        void *context)
{
	struct condition_term *terms = ARENA_ARRAY(arena, struct condition_term, condition->count + 1);
	memcpy(terms, condition->terms, condition->count * sizeof(*terms));
	for (size_t i = 0; i < condition->count; i++) {
		const char *text = is_open(&terms[i]) ? expand(context, terms[i].text) : NULL;
		if (text)
			terms[i].text = text;
	}
	struct condition *copy = ARENA_NEW(arena, struct condition);
	*copy = (struct condition){terms, condition->count};
	return copy;
}

const struct rule_use *rules_expand(struct arena *arena, const struct rule_use *rules, size_t count,
                                    rule_expand_fn *expand, void *context)
{
	struct rule_use *copies = ARENA_ARRAY(arena, struct rule_use, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct argument *arguments = ARENA_ARRAY(arena, struct argument, ARGUMENTS_MAX);
		copies[i] = rules[i];
		memcpy(arguments, rules[i].arguments, ARGUMENTS_MAX * sizeof(*arguments));
		for (size_t a = 0; a < ARGUMENTS_MAX; a++) {
			bool text = rules[i].def->arguments[a].kind == ARGUMENT_TEXT && arguments[a].text;
			const char *value = text && strstr(arguments[a].text, "${") ? expand(context, arguments[a].text) : NULL;
			if (value)
				arguments[a].text = value;
			if (arguments[a].condition && arguments[a].condition->count)
				arguments[a].condition = expanded(arena, arguments[a].condition, expand, context);
		}
		copies[i].arguments = arguments;
	}
	return copies;
}
