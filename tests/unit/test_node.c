// SPDX-License-Identifier: Apache-2.0
#include "node.h"

#include <criterion/criterion.h>

static struct node *add(struct arena *arena, struct node *parent, const char *name, const char *text)
{
	struct node *node = node_add(arena, parent, str_of(name));
	node->text = str_of(text);
	return node;
}

/** device{id=7 uuid=" u-1 " labels(none) details{entry{key="free storage" value=9} entry{key=x}} details{deep}} */
static struct node *sample(struct arena *arena)
{
	static struct node root;
	root = (struct node){0};
	node_set_name(&root, str_of("device"));
	add(arena, &root, "id", "7")->attribute = true;
	add(arena, &root, "uuid", " u-1\n");
	add(arena, &root, "labels", "")->none = true;
	struct node *details = add(arena, &root, "details", "");
	struct node *entry = add(arena, details, "entry", "");
	add(arena, entry, "key", " Free_Storage ");
	add(arena, entry, "value", "9");
	entry = add(arena, details, "entry", "");
	add(arena, entry, "key", "a/b");
	details = add(arena, &root, "Details", "");
	add(arena, details, "deep", "found");
	return &root;
}

Test(node, child_and_same_ignore_case)
{
	struct arena *arena = arena_new();
	struct node *root = sample(arena);
	const struct node *details = node_child(root, "DETAILS");
	cr_assert_not_null(details);
	cr_expect(str_is(details->name, "details"));
	const struct node *second = node_same(details);
	cr_assert_not_null(second);
	cr_expect(str_is(second->name, "Details"));
	cr_expect_null(node_same(second));
	cr_expect_null(node_child(root, "detail"));
	arena_free(arena);
}

Test(node, count_leaves_out_the_empty_array)
{
	struct arena *arena = arena_new();
	struct node *root = sample(arena);
	cr_expect_eq(node_count(root, "details"), 2);
	cr_expect_eq(node_count(root, "labels"), 0);
	cr_expect_not_null(node_child(root, "labels"));
	cr_expect_eq(node_count(root, "absent"), 0);
	arena_free(arena);
}

Test(node, emptiness_is_neither_text_nor_children)
{
	struct arena *arena = arena_new();
	struct node *root = sample(arena);
	cr_expect(node_is_empty(node_child(root, "labels")));
	cr_expect(!node_is_empty(node_child(root, "uuid")));
	cr_expect(!node_is_empty(root));
	struct node blank = {.text = str_of(" \t\r\n")};
	cr_expect(node_is_empty(&blank));
	arena_free(arena);
}

static const struct {
	const char *path;
	const char *text; /**< NULL: nothing there */
} paths[] = {
	{"uuid", "u-1"},
	{"UUID", "u-1"},
	{"id", "7"},
	{"details/deep", "found"}, /* the first details has none */
	{"details/entry/value", "9"},
	{"details/entry[free storage]", "9"},
	{"details/entry[FREE-STORAGE]", "9"},
	{"details/entry[a/b]", ""}, /* no value, so the entry itself */
	{"details/entry[a/b]/key", "a/b"},
	{"details/entry[absent]", NULL},
	{"details/entry[free storage", "9"},
	{"details/absent", NULL},
	{"uuid/deeper", NULL},
	{"", NULL},
};

Test(node, paths)
{
	struct arena *arena = arena_new();
	struct node *root = sample(arena);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		const struct node *found = node_find(root, paths[i].path);
		cr_expect_eq(found != NULL, paths[i].text != NULL, "path '%s'", paths[i].path);
		const char *expected = paths[i].text ? paths[i].text : "";
		cr_expect(str_is(node_text(root, paths[i].path), expected), "text of '%s'", paths[i].path);
	}
	arena_free(arena);
}

Test(node, search_goes_in_document_order)
{
	struct arena *arena = arena_new();
	struct node *root = sample(arena);
	cr_expect_eq(node_search(root, "Device"), root);
	cr_expect(str_is(node_search(root, "KEY")->text, " Free_Storage "));
	cr_expect(str_is(node_search(root, "deep")->text, "found"));
	cr_expect_null(node_search(root, "absent"));
	struct node alone = {.name = str_of("x")};
	cr_expect_null(node_search(&alone, "y"));
	arena_free(arena);
}

Test(node, search_stays_below_its_node)
{
	struct arena *arena = arena_new();
	struct node *root = sample(arena);
	cr_expect_null(node_search(node_child(root, "uuid"), "deep"));
	cr_expect_null(node_search(node_child(root, "details"), "deep"));
	arena_free(arena);
}

static void expect_equal(const struct node *a, const struct node *b)
{
	cr_assert(str_equal(a->name, b->name) && str_equal(a->text, b->text));
	cr_expect(a->name.ptr != b->name.ptr && a->text.ptr != b->text.ptr, "the copy borrows");
	cr_expect(a->kind == b->kind && a->attribute == b->attribute && a->none == b->none);
	const struct node *left = a->first;
	const struct node *right = b->first;
	for (; left && right; left = left->next, right = right->next) {
		expect_equal(left, right);
		cr_expect((left->next == NULL) == (b->last == right));
	}
	cr_expect(!left && !right);
}

Test(node, copy_shares_nothing)
{
	struct arena *arena = arena_new();
	struct arena *other = arena_new();
	struct node *root = sample(arena);
	root->next = root;
	struct node *copy = node_copy(other, root);
	cr_expect_null(copy->next);
	expect_equal(root, copy);
	arena_free(arena);
	arena_free(other);
}

/** As deep as no stack is: whatever walks the tree must not recurse. */
Test(node, a_million_levels)
{
	struct arena *arena = arena_new();
	struct node root = {.name = str_of("root"), .text = str_of("")};
	struct node *at = &root;
	for (size_t i = 0; i < 1000000; i++)
		at = node_add(arena, at, str_of("n"));
	node_add(arena, at, str_of("bottom"));
	cr_expect_not_null(node_search(&root, "bottom"));
	cr_expect_null(node_search(&root, "absent"));
	struct arena *other = arena_new();
	cr_expect_not_null(node_search(node_copy(other, &root), "bottom"));
	arena_free(other);
	arena_free(arena);
}

Test(node, added_names_end_with_nul)
{
	struct arena *arena = arena_new();
	struct node root = {0};
	struct node *child = node_add(arena, &root, (struct str){"abcdef", 3});
	cr_expect_str_eq(child->name.ptr, "abc");
	cr_expect_eq(child->name.len, 3);
	cr_expect_eq(root.first, child);
	cr_expect_eq(root.last, child);
	arena_free(arena);
}
