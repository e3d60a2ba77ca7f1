// SPDX-License-Identifier: Apache-2.0
#include "yaml_tree.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct yaml *parse(struct arena *arena, struct diag *diag, const char *text, size_t length)
{
	return yaml_parse((struct yaml_arenas){arena, arena}, "t.yaml", (struct str){text, length}, diag);
}

Test(yaml, keeps_order_texts_and_places)
{
	static const char text[] = "\xef\xbb\xbf# comment\nb: [x, 'y z', \"\"]\na:\n  d: |\n    two\n    lines\n  c: no\n";
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(NULL);
	const struct yaml *root = parse(arena, diag, text, strlen(text));
	cr_assert_eq(root->kind, YAML_MAP);
	cr_assert_eq(root->count, 2);
	const struct yaml *b = root->first;
	cr_assert_str_eq(b->key, "b");
	cr_assert_eq(b->key_at.line, 2);
	cr_assert_eq(b->key_at.column, 1);
	cr_assert_eq(b->at.column, 4);
	cr_assert_eq(b->kind, YAML_LIST);
	cr_assert_eq(b->count, 3);
	cr_assert(b->first->plain);
	cr_assert_null(b->first->key);
	cr_assert_str_eq(b->first->next->text, "y z");
	cr_assert_not(b->first->next->plain);
	cr_assert_eq(b->first->next->next->length, 0);
	const struct yaml *a = yaml_get(root, "a");
	cr_assert_str_eq(yaml_get(a, "d")->text, "two\nlines\n");
	cr_assert_str_eq(yaml_get(a, "c")->text, "no");
	cr_assert_eq(yaml_get(a, "c")->at.line, 7);
	cr_assert_eq(yaml_get(a, "c")->at.column, 6);
	cr_assert_null(yaml_get(a, "e"));
	cr_assert_null(yaml_get(b, "e"));
	cr_assert_eq(diag_errors(diag), 0);
	diag_free(diag);
	arena_free(arena);
}

Test(yaml, columns_count_characters)
{
	static const char text[] = "\xc3\xa4\xc3\xb6: &x 1\n";
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(NULL);
	cr_assert_null(parse(arena, diag, text, strlen(text)));
	cr_assert_str_eq(diag_text(diag, 0), "t.yaml:1:5: error: anchors (&) are not allowed");
	diag_free(diag);
	arena_free(arena);
}

/** A text repeated, as the hostile inputs are. */
static char *repeat(const char *piece, size_t times)
{
	size_t length = strlen(piece);
	char *text = malloc(length * times + 1);
	for (size_t i = 0; i < times; i++)
		memcpy(text + i * length, piece, length);
	text[length * times] = '\0';
	return text;
}

static const struct {
	const char *piece;
	size_t times;
	const char *message;
} bombs[] = {
	{"[", 100000, "more than 64 lists and mappings inside each other"},
	{"{", 50000, "a key must be text, not a mapping"},
	{"{a: ", 20000, "more than 64 lists and mappings inside each other"},
	{"- ", 50000, "more than 64 lists and mappings inside each other"},
	{"? ", 50000, "a key must be text, not a mapping"},
	{"[\n", 100000, "more than 64 lists and mappings inside each other"},
	{"- &a x\n", 20000, "anchors (&) are not allowed"},
	{"- *a\n", 20000, "aliases (*) are not allowed"},
	{"--- x\n", 10000, "a file holds one document; here begins a second"},
	{"- x\n", 200000, "the file has more than 200000 parts"},
	{"- x\n", 300000, "the file is larger than 1048576 bytes"},
	{"xxxxxxxx", 40000, "the text is longer than 262144 bytes"},
	{"\n", 1000000, "the file is empty"},
};

Test(yaml, bombs_are_refused_at_once)
{
	for (size_t i = 0; i < ARRAY_LEN(bombs); i++) {
		struct arena *arena = arena_new();
		struct diag *diag = diag_new(NULL);
		char *text = repeat(bombs[i].piece, bombs[i].times);
		struct timespec start;
		struct timespec end;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
		cr_assert_null(parse(arena, diag, text, strlen(text)), "row %zu", i);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
		cr_assert(strstr(diag_text(diag, 0), bombs[i].message), "row %zu: %s", i, diag_text(diag, 0));
		cr_assert_eq(diag_errors(diag), 1);
		double seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
		cr_expect(seconds < 2, "row %zu took %.1f s", i, seconds); /* 0.1 s without sanitizers */
		free(text);
		diag_free(diag);
		arena_free(arena);
	}
}

Test(yaml, many_keys_of_one_mapping_are_no_quadratic_work)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(NULL);
	struct text text = text_new(YAML_FILE_MAX);
	for (int i = 0; i < 60000; i++)
		text_printf(&text, "k%d:\n", i);
	text_puts(&text, "k7:\n");
	const struct yaml *root = parse(arena, diag, text.ptr, text.len);
	cr_assert_eq(root->count, 60001);
	cr_assert_eq(diag_errors(diag), 1);
	cr_assert_str_eq(diag_text(diag, 0), "t.yaml:60001:1: error: the key `k7` occurs twice");
	text_free(&text);
	diag_free(diag);
	arena_free(arena);
}

Test(yaml, survives_every_prefix_of_a_file)
{
	static const char text[] = "a: { b: [1, 'x', \"\\u00e4\"], c: >-\n  d\n}\n? e\n: - f\n  - |\n    g\n...\n";
	for (size_t length = 0; length < strlen(text); length++) {
		struct arena *arena = arena_new();
		struct diag *diag = diag_new(NULL);
		const struct yaml *root = parse(arena, diag, text, length);
		cr_assert(root || diag_errors(diag) == 1, "at %zu", length);
		diag_free(diag);
		arena_free(arena);
	}
}
