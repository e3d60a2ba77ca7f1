// SPDX-License-Identifier: Apache-2.0
#include "condition.h"

#include "decimal.h"
#include "pattern.h"

/** What the path leads to. */
struct found {
	const struct node *node; /**< NULL when absent */
	struct str text;         /**< trimmed */
};

static bool is_present(const struct condition_term *term UNUSED, struct found found)
{
	return found.node != NULL;
}

static bool is_absent(const struct condition_term *term UNUSED, struct found found)
{
	return found.node == NULL;
}

static bool is_empty(const struct condition_term *term UNUSED, struct found found)
{
	return !found.node || node_is_empty(found.node);
}

static bool is_nonempty(const struct condition_term *term UNUSED, struct found found)
{
	return found.node && !node_is_empty(found.node);
}

/** The sign of the integer; false when the text is none. */
static bool read_integer(struct found found, bool *zero)
{
	struct str plain = decimal_plain(found.text);
	struct decimal decimal;
	bool whole = true;
	for (size_t i = 0; i < plain.len; i++)
		whole = whole && (i == 0 || (plain.ptr[i] >= '0' && plain.ptr[i] <= '9'));
	if (!whole || !decimal_read(plain, &decimal))
		return false;
	*zero = decimal.digits.len == 0;
	return true;
}

static bool is_zero(const struct condition_term *term UNUSED, struct found found)
{
	bool zero;
	return read_integer(found, &zero) && zero;
}

static bool is_nonzero(const struct condition_term *term UNUSED, struct found found)
{
	bool zero;
	return read_integer(found, &zero) && !zero;
}

static bool equals(const struct condition_term *term, struct found found)
{
	struct str wanted = str_of(term->text);
	return found.node && (str_equal_nocase(found.text, str_trim(wanted)) ||
	                      str_equal(decimal_plain(found.text), decimal_plain(wanted)));
}

static bool differs(const struct condition_term *term, struct found found)
{
	return !equals(term, found);
}

static bool matches(const struct condition_term *term, struct found found)
{
	return found.node && pattern_match(term->pattern, found.text) == MATCH_YES;
}

static const struct {
	bool (*holds)(const struct condition_term *term, struct found found);
	const char *words; /**< between the path and the term's text, if it has one */
} predicates[] = {
	[PREDICATE_PRESENT] = {is_present, "is present"},
	[PREDICATE_ABSENT] = {is_absent, "is absent"},
	[PREDICATE_EMPTY] = {is_empty, "is empty"},
	[PREDICATE_NONEMPTY] = {is_nonempty, "is not empty"},
	[PREDICATE_ZERO] = {is_zero, "is 0"},
	[PREDICATE_NONZERO] = {is_nonzero, "is a number other than 0"},
	[PREDICATE_EQUALS] = {equals, "is"},
	[PREDICATE_DIFFERS] = {differs, "is not"},
	[PREDICATE_MATCHES] = {matches, "matches"},
};

bool condition_holds(const struct condition *condition, const struct node *node)
{
	for (size_t i = 0; i < condition->count; i++) {
		const struct condition_term *term = &condition->terms[i];
		struct found found = {.node = node_find(node, term->path)};
		if (found.node)
			found.text = str_trim(found.node->text);
		if (!predicates[term->predicate].holds(term, found))
			return false;
	}
	return true;
}

char *condition_text(struct arena *arena, const struct condition *condition)
{
	struct text text = text_new(2000);
	for (size_t i = 0; i < condition->count; i++) {
		const struct condition_term *term = &condition->terms[i];
		text_printf(&text, "%s%s %s", i ? " and " : "", term->path, predicates[term->predicate].words);
		if (term->text)
			text_printf(&text, " %s", term->text);
	}
	char *copy = arena_string(arena, condition->count ? text_str(&text) : "always");
	text_free(&text);
	return copy;
}
