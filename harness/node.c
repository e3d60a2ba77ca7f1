// SPDX-License-Identifier: Apache-2.0
#include "node.h"

#include <stdlib.h>
#include <string.h>

/** A node still to be seen to and, while copying, its copy. */
struct pair {
	const struct node *node;
	struct node *copy;
};

/** What is still to be seen to; trees are as deep as the target likes, so nothing here recurses over them. */
struct pending {
	struct pair *pairs;
	size_t count;
	size_t room;
};

static void pending_push(struct pending *pending, const struct node *node, struct node *copy)
{
	if (pending->count == pending->room) {
		pending->room = pending->room ? pending->room * 2 : 32;
		pending->pairs = xrealloc(pending->pairs, pending->room * sizeof(pending->pairs[0]));
	}
	pending->pairs[pending->count++] = (struct pair){node, copy};
}

bool node_is_empty(const struct node *node)
{
	const struct node *child = node->first;
	while (child && child->none)
		child = child->next;
	return !child && str_trim(node->text).len == 0;
}

/** A name that is looked for: hashed once, however many nodes it is held against. */
struct wanted {
	struct str name;
	uint32_t hash;
};

static struct wanted wanted_of(struct str name)
{
	return (struct wanted){name, str_hash_nocase(name)};
}

/** Every rule looks for names in every record; nearly all comparisons end at the hash. */
static inline bool is_named(const struct node *node, const struct wanted *wanted)
{
	return node->name_hash == wanted->hash && str_equal_nocase(node->name, wanted->name);
}

static const struct node *named(const struct node *node, const struct wanted *wanted)
{
	while (node && !is_named(node, wanted))
		node = node->next;
	return node;
}

void node_set_name(struct node *node, struct str name)
{
	node->name = name;
	node->name_hash = str_hash_nocase(name);
}

void node_set_key(struct node *node, const struct node *child)
{
	if (!node->key_hash && child->name.len == 3 && str_is_nocase(child->name, "key"))
		node->key_hash = name_hash(str_trim(child->text));
}

const struct node *node_child(const struct node *node, const char *name)
{
	struct wanted wanted = wanted_of(str_of(name));
	return named(node->first, &wanted);
}

const struct node *node_same(const struct node *node)
{
	return named(node->next, &(struct wanted){node->name, node->name_hash});
}

size_t node_count(const struct node *node, const char *name)
{
	size_t count = 0;
	for (const struct node *child = node_child(node, name); child; child = node_same(child))
		count += !child->none;
	return count;
}

/** One step of a path: a name, or a name with a key in brackets. */
struct path_step {
	struct wanted name;
	struct str key;
	uint32_t key_hash;
	struct wanted key_name;   /**< of the child of an entry that holds its key; set when there is a key */
	struct wanted value_name; /**< of the child that holds its value */
	bool keyed;
	const char *rest; /**< what follows the slash, NULL at the end */
};

/** A key may contain slashes, so the brackets are looked for first. */
static struct path_step read_step(const char *path)
{
	struct path_step step = {.name = wanted_of((struct str){path, strcspn(path, "/[")})};
	const char *end = path + step.name.name.len;
	if (*end == '[') {
		const char *close = strchr(end, ']');
		size_t length = close ? (size_t)(close - end - 1) : strlen(end + 1);
		step.key = (struct str){end + 1, length};
		step.key_hash = name_hash(step.key);
		step.key_name = wanted_of(str_of("key"));
		step.value_name = wanted_of(str_of("value"));
		step.keyed = true;
		end = close ? close + 1 : end + 1 + length;
	}
	step.rest = *end == '/' ? end + 1 : NULL;
	return step;
}

/** Most of a device is entries, and most entries are passed over: by the hashes of their keys. */
static inline bool may_have_key(const struct path_step *step, const struct node *child)
{
	return !child->key_hash || child->key_hash == step->key_hash;
}

/** What the step selects when it is applied to this child, NULL when the child does not match. */
static inline const struct node *apply_step(const struct path_step *step, const struct node *child)
{
	if (child->name_hash != step->name.hash || (step->keyed && !may_have_key(step, child)))
		return NULL;
	if (!str_equal_nocase(child->name, step->name.name))
		return NULL;
	if (!step->keyed)
		return child;
	const struct node *key = named(child->first, &step->key_name);
	if (!key || name_compare(str_trim(key->text), step->key) != 0)
		return NULL;
	const struct node *value = named(child->first, &step->value_name);
	return value ? value : child;
}

/** Recurses over the steps of the path, which a case file writes and a target cannot lengthen. */
const struct node *node_find(const struct node *node, const char *path)
{
	struct path_step step = read_step(path + (*path == '/'));
	for (const struct node *child = node->first; child; child = child->next) {
		const struct node *match = apply_step(&step, child);
		if (match && step.rest)
			match = node_find(match, step.rest);
		if (match)
			return match;
	}
	return NULL;
}

struct str node_text(const struct node *node, const char *path)
{
	const struct node *match = node_find(node, path);
	return match ? str_trim(match->text) : (struct str){"", 0};
}

const struct node *node_search(const struct node *node, const char *name)
{
	struct wanted wanted = wanted_of(str_of(name));
	if (is_named(node, &wanted))
		return node;
	struct pending parents = {0};
	const struct node *at = node->first;
	while (at && !is_named(at, &wanted)) {
		const struct node *next = at->first;
		if (next)
			pending_push(&parents, at, NULL);
		else
			next = at->next;
		while (!next && parents.count)
			next = parents.pairs[--parents.count].node->next;
		at = next;
	}
	free(parents.pairs);
	return at;
}

static void append(struct node *parent, struct node *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

static struct node *copy_one(struct arena *arena, const struct node *node)
{
	struct node *copy = ARENA_NEW(arena, struct node);
	*copy = *node;
	copy->name.ptr = arena_copy(arena, node->name.ptr, node->name.len);
	copy->text.ptr = arena_copy(arena, node->text.ptr, node->text.len);
	copy->first = copy->last = copy->next = NULL;
	return copy;
}

struct node *node_copy(struct arena *arena, const struct node *node)
{
	struct node *top = copy_one(arena, node);
	struct pending pending = {0};
	pending_push(&pending, node, top);
	while (pending.count) {
		struct pair pair = pending.pairs[--pending.count];
		for (const struct node *child = pair.node->first; child; child = child->next) {
			struct node *copy = copy_one(arena, child);
			append(pair.copy, copy);
			if (child->first)
				pending_push(&pending, child, copy);
		}
	}
	free(pending.pairs);
	return top;
}

struct node *node_add(struct arena *arena, struct node *parent, struct str name)
{
	struct node *child = ARENA_NEW(arena, struct node);
	node_set_name(child, (struct str){arena_copy(arena, name.ptr, name.len), name.len});
	child->text = (struct str){"", 0};
	append(parent, child);
	return child;
}
