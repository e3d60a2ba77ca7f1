// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "load_fields.h"

/** Words that stand for a predicate without text. */
static const struct {
	const char *word;
	enum predicate predicate;
} predicates[] = {
	{"present", PREDICATE_PRESENT},   {"absent", PREDICATE_ABSENT}, {"empty", PREDICATE_EMPTY},
	{"nonempty", PREDICATE_NONEMPTY}, {"zero", PREDICATE_ZERO},     {"nonzero", PREDICATE_NONZERO},
};

/** A quoted word is a text to compare with, so that "empty" can be asked for. */
static void read_predicate(struct load *load, const struct yaml *node, struct condition_term *term)
{
	for (size_t i = 0; node->plain && i < ARRAY_LEN(predicates); i++) {
		if (strcmp(node->text, predicates[i].word) != 0)
			continue;
		term->predicate = predicates[i].predicate;
		return;
	}
	term->predicate = PREDICATE_EQUALS;
	term->text = node->text;
	if (node->text[0] == '^') {
		term->predicate = PREDICATE_MATCHES;
		term->pattern = load_pattern(load, node->text, node->at);
	} else if (strncmp(node->text, "not ", 4) == 0) {
		term->predicate = PREDICATE_DIFFERS;
		term->text = str_trim(str_of(node->text + 4)).ptr;
	}
	if (load->step && term->predicate != PREDICATE_MATCHES)
		check_references(load, node);
}

void read_condition(struct load *load, const struct yaml *node, struct condition *condition)
{
	if (!expect_kind(load, node, YAML_MAP))
		return;
	struct condition_term *terms = ARENA_ARRAY(load->arena, struct condition_term, node->count);
	size_t count = 0;
	for (const struct yaml *child = node->first; child; child = child->next) {
		struct yaml key = {.text = child->key, .length = strlen(child->key), .at = child->key_at};
		if (!check_path(load, &key) || !one_line(load, child))
			continue;
		struct condition_term *term = &terms[count++];
		term->path = child->key;
		read_predicate(load, child, term);
	}
	if (!node->count)
		diag_error(load->diag, node->at, "a condition needs at least one path");
	*condition = (struct condition){terms, count};
}
