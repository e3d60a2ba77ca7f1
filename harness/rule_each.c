// SPDX-License-Identifier: Apache-2.0
/* Rules over the repeated elements inside one record, and over the element that a record is. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "condition.h"
#include "rule_pass.h"

enum { STEPS_MAX = 8 };

/** The way from a record down to one of its repeated elements. */
struct way {
	const char *path;                        /**< of the elements, below the record */
	const struct node *nodes[STEPS_MAX + 1]; /**< the record, then what each name of the path led to */
	size_t depth;                            /**< names of the path that are behind us */
};

/** Calls `visit` for each element at the path, in the order of the document. */
static void walk(struct rule_pass *pass, struct way *way, const char *rest,
                 void (*visit)(struct rule_pass *pass, const struct way *way))
{
	size_t length = strcspn(rest, "/");
	if (length == 0) {
		visit(pass, way);
		return;
	}
	const struct node *parent = way->nodes[way->depth];
	for (const struct node *child = parent->first; child && way->depth < STEPS_MAX; child = child->next) {
		if (child->none || !str_equal_nocase(child->name, (struct str){rest, length}))
			continue;
		way->nodes[++way->depth] = child;
		walk(pass, way, rest + length + (rest[length] == '/'), visit);
		way->depth--;
	}
}

/** Where a path is looked up. */
struct base {
	const struct node *node; /**< a node of the way, or `box` */
	const char *path;        /**< what is left of the path, below the node */
	struct node box;         /**< holds one node of the way alone, for the path of that node itself */
	struct node alone;
};

/** Follows the way as far as the path goes with it. */
static void enter(struct base *base, const struct way *way, const char *path)
{
	const char *of = way->path;
	size_t level = 0;
	for (; level < way->depth; level++) {
		size_t length = strcspn(of, "/");
		if (strncasecmp(of, path, length) != 0 || (path[length] != '/' && path[length] != '\0'))
			break;
		if (path[length] == '\0') {
			base->alone = *way->nodes[level + 1];
			base->alone.next = NULL;
			base->box = (struct node){.first = &base->alone, .last = &base->alone};
			base->node = &base->box;
			base->path = path;
			return;
		}
		of += length + (of[length] == '/');
		path += length + 1;
	}
	base->node = way->nodes[level];
	base->path = path;
}

static bool term_holds(const struct way *way, struct condition_term term)
{
	struct base base;
	enter(&base, way, term.path);
	term.path = base.path;
	return condition_holds(&(struct condition){&term, 1}, base.node);
}

static struct str text_on(const struct way *way, const char *path)
{
	struct base base;
	enter(&base, way, path);
	return str_trim(node_text(base.node, base.path));
}

static void check_each(struct rule_pass *pass, const struct way *way)
{
	const struct argument *when = rule_argument(pass, 1);
	const struct argument *then = rule_argument(pass, 2);
	const struct argument *equal = rule_argument(pass, 3);
	for (size_t i = 0; when->given && i < when->condition->count; i++)
		if (!term_holds(way, when->condition->terms[i]))
			return;
	for (size_t i = 0; then->given && i < then->condition->count; i++) {
		const struct condition_term *term = &then->condition->terms[i];
		if (!term_holds(way, *term))
			rule_fail(pass, term->path, condition_text(pass->scratch, &(struct condition){term, 1}),
			          text_on(way, term->path),
			          when->given ? arena_printf(pass->scratch, "must hold because %s",
			                                     condition_text(pass->scratch, when->condition))
			                      : "must hold for each of these elements");
	}
	for (size_t i = 1; equal->given && i < equal->count; i++) {
		struct str first = text_on(way, equal->items[0]);
		struct str other = text_on(way, equal->items[i]);
		if (first.len && other.len && !str_equal_nocase(first, other))
			rule_fail(pass, equal->items[i],
			          arena_printf(pass->scratch, "%.*s, as %s", (int)first.len, first.ptr, equal->items[0]), other,
			          "two fields of one element differ");
	}
}

void rule_each(struct rule_pass *pass, const struct node *record)
{
	struct way way = {.path = rule_argument(pass, 0)->text, .nodes = {record}};
	walk(pass, &way, way.path, check_each);
}

/** Elements with one value are few in a record; the earlier ones are remembered by hash. */
static void remember(struct rule_pass *pass, const struct way *way)
{
	const struct argument *except = rule_argument(pass, 2);
	const char *path = rule_argument(pass, 1)->text;
	struct str text = text_on(way, path);
	if (text.len == 0 || (except->given && str_is_nocase(text, except->text)))
		return;
	uint64_t hash = str_hash(text);
	struct words *seen = &pass->words[0];
	for (size_t i = 0; i < seen->count; i++)
		if (seen->items[i] == hash) {
			rule_fail(pass, path, "each value once", text, "a value occurs twice in one record");
			return;
		}
	words_add(seen, hash);
}

void rule_unique_within(struct rule_pass *pass, const struct node *record)
{
	struct way way = {.path = rule_argument(pass, 0)->text, .nodes = {record}};
	pass->words[0].count = 0;
	walk(pass, &way, way.path, remember);
}

void rule_named(struct rule_pass *pass, const struct node *record)
{
	const char *element = rule_argument(pass, 0)->text;
	const struct condition *then = rule_argument(pass, 1)->condition;
	for (size_t i = 0; str_is_nocase(record->name, element) && i < then->count; i++) {
		struct condition one = {&then->terms[i], 1};
		if (!condition_holds(&one, record))
			rule_fail(pass, one.terms->path, condition_text(pass->scratch, &one),
			          str_trim(node_text(record, one.terms->path)),
			          arena_printf(pass->scratch, "must hold for each %s", element));
	}
}

void rule_named_in(struct rule_pass *pass, const struct node *record)
{
	const struct value_table *table = rule_argument(pass, 0)->table;
	const char *names = "";
	for (size_t i = 0; i < table->count; i++) {
		if (!table->values[i].word)
			continue;
		if (str_is_nocase(record->name, table->values[i].word))
			return;
		names = arena_printf(pass->scratch, "%s%s%s", names, *names ? ", " : "", table->values[i].word);
	}
	rule_fail(pass, NULL, names, record->name, "the guide has no element of this name here");
}

void rule_in_array(struct rule_pass *pass, const struct node *record)
{
	const char *path = rule_argument(pass, 0)->text;
	const struct node *node = node_find(record, path);
	if (node && node->unlisted)
		rule_fail(pass, path, "an array", str_of("an object"),
		          "clients that take the first element of an array find none");
}
