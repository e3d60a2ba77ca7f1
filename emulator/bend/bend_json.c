// SPDX-License-Identifier: Apache-2.0
#include "bend_json.h"

#include "writer.h"
#include "writer_tree.h"

#define TEXT_CEILING ((size_t)16 << 20)

// Where a body is written.
struct json {
	struct bytes *out;              // where it goes
	const struct bend_style *style; // how
	unsigned depth;                 // open objects
};

static void put_value(struct json *j, const struct tree_node *n);

static bool marked(const struct tree_node *n, const char *as)
{
	const char *mark = tree_mark(n, MARK_AS);
	return mark && strcmp(mark, as) == 0;
}

static void put_line(struct json *j)
{
	if (!j->style->json_pretty)
		return;
	bytes_char(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		bytes_str(j->out, "  ");
}

static void put_name(struct json *j, bool *follows, bool attribute, const char *name)
{
	char storage[256];
	struct bytes whole;
	bytes_over(&whole, storage, sizeof storage);
	if (attribute && !j->style->json_plain_id)
		bytes_char(&whole, '@');
	bytes_str(&whole, name);
	if (*follows)
		bytes_char(j->out, ',');
	*follows = true;
	put_line(j);
	writer_json_string(j->out, (struct text){whole.data, whole.len});
	bytes_str(j->out, j->style->json_pretty ? ": " : ":");
}

static void put_text(struct json *j, const struct tree_node *n)
{
	struct bytes text;
	bytes_init(&text, TEXT_CEILING);
	tree_content(n, &text);
	struct text value = {text.data, text.len};
	if (marked(n, "string") || j->style->json_strings)
		writer_json_string(j->out, value);
	else if (tree_mark(n, MARK_BARE))
		bytes_text(j->out, value);
	else
		writer_json_value(j->out, value);
	bytes_free(&text);
}

// The first sibling with this name, if `n` is not it.
static bool came_before(const struct tree_node *first, const struct tree_node *n)
{
	for (; first != n; first = tree_next(first))
		if (strcmp(tree_name(first), tree_name(n)) == 0)
			return true;
	return false;
}

static const struct tree_node *next_same(const struct tree_node *n)
{
	const struct tree_node *next = tree_next(n);
	while (next && strcmp(tree_name(next), tree_name(n)) != 0)
		next = tree_next(next);
	return next;
}

static bool is_array(const struct json *j, const struct tree_node *n)
{
	return next_same(n) || marked(n, "list") || (tree_mark(n, MARK_ITEM) && j->style->json_lists) ||
	       (tree_mark(n, MARK_WRAPPED) && !j->style->json_unwrapped);
}

// True if there is nothing to say about an element; the root always is.
static bool is_empty(const struct tree_node *n)
{
	const char *name;
	struct bytes text;
	bytes_init(&text, TEXT_CEILING);
	bool attribute = tree_attribute(n, 0, &name, &text);
	tree_content(n, &text);
	bool empty = !attribute && text.len == 0 && !tree_child(n);
	bytes_free(&text);
	return empty;
}

// True if an element is left out because there is nothing in it.
static bool is_omitted(const struct json *j, const struct tree_node *n)
{
	return j->style->json_empty && strcmp(j->style->json_empty, "omit") == 0 && is_empty(n);
}

static void put_members(struct json *j, const struct tree_node *first, bool follows)
{
	for (const struct tree_node *n = first; n; n = tree_next(n)) {
		if (came_before(first, n) || is_omitted(j, n))
			continue;
		bool array = is_array(j, n);
		put_name(j, &follows, false, tree_name(n));
		if (array)
			bytes_char(j->out, '[');
		for (const struct tree_node *item = n; item; item = next_same(item)) {
			if (item != n)
				bytes_char(j->out, ',');
			put_value(j, item);
		}
		if (array)
			bytes_char(j->out, ']');
	}
}

// False if there were none.
static bool put_attributes(struct json *j, const struct tree_node *n)
{
	bool follows = false;
	const char *name;
	struct bytes value;
	bytes_init(&value, TEXT_CEILING);
	for (size_t i = 0; tree_attribute(n, i, &name, &value); i++, value.len = 0) {
		put_name(j, &follows, true, name);
		if (j->style->json_number_id)
			writer_json_value(j->out, (struct text){value.data, value.len});
		else
			writer_json_string(j->out, (struct text){value.data, value.len});
	}
	bytes_free(&value);
	return follows;
}

static void put_object(struct json *j, const struct tree_node *n)
{
	bytes_char(j->out, '{');
	j->depth++;
	bool follows = put_attributes(j, n);
	if (tree_child(n)) {
		put_members(j, tree_child(n), follows);
	} else if (follows) {
		put_name(j, &follows, false, "$");
		put_text(j, n);
	}
	j->depth--;
	put_line(j);
	bytes_char(j->out, '}');
}

// Fixed words that stand for a whole element.
static const char *fixed(const struct json *j, const struct tree_node *n)
{
	static const struct {
		const char *as, *written;
	} words[] = {{"null", "null"}, {"object", "{}"}, {"array", "[]"}};
	const char *as = tree_mark(n, MARK_AS);
	if (!as && j->style->json_empty && is_empty(n))
		as = j->style->json_empty;
	for (size_t i = 0; as && i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i].as, as) == 0)
			return words[i].written;
	return NULL;
}

static void put_value(struct json *j, const struct tree_node *n)
{
	const char *word = fixed(j, n), *name;
	char storage[1];
	struct bytes none;
	bytes_over(&none, storage, 0);
	if (word)
		bytes_str(j->out, word);
	else if (tree_child(n) || tree_attribute(n, 0, &name, &none))
		put_object(j, n);
	else
		put_text(j, n);
}

void tree_write_json(const struct tree *t, const struct bend_style *style, struct bytes *out)
{
	struct json j = {.out = out, .style = style};
	const struct tree_node *root = tree_root(t);
	bool follows = false;
	if (!root)
		return;
	if (style->json_root) {
		bytes_char(out, '{');
		j.depth++;
		put_name(&j, &follows, false, tree_name(root));
	}
	put_object(&j, root);
	if (style->json_root)
		bytes_char(out, '}');
}
