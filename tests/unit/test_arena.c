// SPDX-License-Identifier: Apache-2.0
#include "arena.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <string.h>

Test(arena, gives_zeroed_and_aligned_memory_of_any_size)
{
	struct arena *arena = arena_new();
	for (size_t size = 0; size < 3 << 20; size = size * 3 + 1) {
		unsigned char *memory = arena_alloc(arena, size);
		cr_assert_eq((uintptr_t)memory % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			cr_assert_eq(memory[i], 0);
		memset(memory, 0xff, size);
	}
	arena_free(arena);
	arena_free(NULL);
}

Test(arena, reset_keeps_the_memory_and_clears_it)
{
	struct arena *arena = arena_new();
	char *first = arena_copy(arena, "secret", 6);
	cr_assert(arena_used(arena) >= 7);
	arena_reset(arena);
	cr_assert_eq(arena_used(arena), 0);
	char *again = arena_alloc(arena, 7);
	cr_assert_eq(first, again, "the block is used again");
	cr_assert_eq(again[0], 0);
	for (int round = 0; round < 100; round++) {
		arena_reset(arena);
		for (int i = 0; i < 50; i++)
			memset(arena_alloc(arena, 1000), 1, 1000);
	}
	arena_free(arena);
}

Test(arena, strings)
{
	struct arena *arena = arena_new();
	cr_assert_null(arena_string(arena, NULL));
	cr_assert_str_eq(arena_string(arena, "abc"), "abc");
	cr_assert_str_eq(arena_copy(arena, "abcdef", 3), "abc");
	cr_assert_str_eq(arena_copy(arena, NULL, 0), "");
	char *text = arena_printf(arena, "%s-%0500d", "x", 7);
	cr_assert_eq(strlen(text), 502);
	cr_assert_str_eq(text + 500, "07");
	arena_free(arena);
}

Test(arena, a_growing_array_keeps_its_items)
{
	struct arena *arena = arena_new();
	size_t *items = NULL;
	size_t count = 0;
	for (size_t i = 0; i < 1000; i++)
		ARENA_PUSH(arena, items, count, i * i);
	cr_assert_eq(count, 1000);
	for (size_t i = 0; i < count; i++)
		cr_assert_eq(items[i], i * i);
	arena_free(arena);
}

Test(arena, an_overflowing_product_ends_the_program, .exit_code = 4)
{
	static struct arena *volatile arena; /* reachable when the process ends, so that it is no leak */
	arena = arena_new();
	arena_array(arena, SIZE_MAX / 2, 3);
}

Test(arena, too_much_memory_ends_the_program, .exit_code = 4)
{
	static struct arena *volatile arena;
	arena = arena_new();
	arena_alloc(arena, SIZE_MAX - 1);
}

Test(arena, a_large_array_grows_without_copies_left_behind)
{
	enum { COUNT = 300000, LEAST_BYTES = COUNT * sizeof(size_t) };
	struct arena *arena = arena_new();
	for (int round = 0; round < 2; round++) {
		size_t *left = NULL, *right = NULL;
		size_t left_count = 0, right_count = 0;
		char *between = NULL;
		for (size_t i = 0; i < COUNT; i++) {
			ARENA_PUSH(arena, left, left_count, i);
			ARENA_PUSH(arena, right, right_count, 2 * i);
			if (i % 1000 == 0)
				between = arena_string(arena, "between");
		}
		for (size_t i = 0; i < COUNT; i++)
			cr_assert(left[i] == i && right[i] == 2 * i, "%zu in round %d", i, round);
		cr_expect_str_eq(between, "between");
		cr_expect_lt(arena_used(arena), (size_t)5 * LEAST_BYTES);
		arena_reset(arena);
		cr_expect_eq(arena_used(arena), (size_t)0);
	}
	arena_free(arena);
}
