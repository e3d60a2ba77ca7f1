// SPDX-License-Identifier: Apache-2.0
#include "arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, LARGE_ARRAY = 1 << 16 };

/** A piece of memory from malloc(); the bytes follow the header. */
struct block {
	struct block *next;
	size_t size;
	size_t used;
	bool array; /**< holds one large array that is growing, and nothing else */
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *first;
	struct block *current;
	size_t used;
};

static _Noreturn void out_of_memory(size_t size)
{
	fprintf(stderr, "epmm-conform: out of memory (%zu bytes asked for)\n", size);
	exit(4);
}

void *xmalloc(size_t size)
{
	void *memory = malloc(size ? size : 1);
	if (!memory)
		out_of_memory(size);
	return memory;
}

void *xrealloc(void *memory, size_t size)
{
	void *moved = realloc(memory, size ? size : 1);
	if (!moved)
		out_of_memory(size);
	return moved;
}

struct arena *arena_new(void)
{
	struct arena *arena = xmalloc(sizeof(*arena));
	*arena = (struct arena){0};
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	for (struct block *block = arena->first; block;) {
		struct block *next = block->next;
		free(block);
		block = next;
	}
	free(arena);
}

void arena_reset(struct arena *arena)
{
	for (struct block *block = arena->first; block; block = block->next) {
		block->used = 0;
		block->array = false;
	}
	arena->current = arena->first;
	arena->used = 0;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}

static struct block *add_block(struct arena *arena, size_t least)
{
	size_t size = arena->current ? arena->current->size * 2 : FIRST_BLOCK;
	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	if (size < least)
		size = least;
	struct block *block = xmalloc(sizeof(*block) + size);
	*block = (struct block){.size = size};
	if (!arena->current) {
		block->next = NULL;
		arena->first = block;
	} else {
		block->next = arena->current->next;
		arena->current->next = block;
	}
	return block;
}

/** The next block that has room; after a reset the old ones are used again before new ones are made. */
static struct block *block_with_room(struct arena *arena, size_t size)
{
	struct block *block = arena->current;
	while (block && block->size - block->used < size)
		block = block->next;
	if (!block)
		block = add_block(arena, size);
	arena->current = block;
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = alignof(max_align_t);
	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	size_t rounded = (size + align - 1) / align * align;
	if (rounded == 0)
		rounded = align;
	struct block *block = arena->current;
	if (!block || block->size - block->used < rounded)
		block = block_with_room(arena, rounded);
	void *memory = block->bytes + block->used;
	block->used += rounded;
	arena->used += rounded;
	return memset(memory, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(count, size, &total))
		out_of_memory(SIZE_MAX);
	return arena_alloc(arena, total);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);
	if (length)
		memcpy(copy, bytes, length);
	return copy;
}

char *arena_string(struct arena *arena, const char *string)
{
	return string ? arena_copy(arena, string, strlen(string)) : NULL;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list values)
{
	char short_text[256]; /* most are: they are formatted once */
	va_list again;
	va_copy(again, values);
	int length = vsnprintf(short_text, sizeof(short_text), format, values);
	assert(length >= 0);
	char *text = arena_alloc(arena, (size_t)length + 1);
	if ((size_t)length < sizeof(short_text))
		memcpy(text, short_text, (size_t)length);
	else
		vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	char *text = arena_vprintf(arena, format, values);
	va_end(values);
	return text;
}

/** The link to the block that holds nothing but the array, or NULL. */
static struct block **find_array(struct arena *arena, const void *array)
{
	for (struct block **link = &arena->first; *link; link = &(*link)->next)
		if ((*link)->array && (*link)->bytes == array)
			return link;
	return NULL;
}

/** A large array has a block of its own, which realloc() lets grow without leaving a copy of it behind. */
static void *grow_large(struct arena *arena, void *array, size_t used, size_t size)
{
	struct block **link = find_array(arena, array);
	struct block *block = link ? *link : NULL;
	bool current = block && block == arena->current;
	size_t before = block ? block->used : 0;
	struct block *grown = xrealloc(block, sizeof(*grown) + size);
	if (!block) {
		*grown = (struct block){.next = arena->first, .array = true};
		memcpy(grown->bytes, array, used);
		link = &arena->first;
		if (!arena->current)
			arena->current = grown;
	}
	grown->size = grown->used = size;
	arena->used += size - before;
	*link = grown;
	if (current)
		arena->current = grown;
	return grown->bytes;
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t size)
{
	bool full = (count & (count - 1)) == 0;
	size_t total;
	if (!full)
		return array;
	if (count && !__builtin_mul_overflow(count * 2, size, &total) && total >= LARGE_ARRAY)
		return grow_large(arena, array, count * size, total);
	void *larger = arena_array(arena, count ? count * 2 : 1, size);
	if (count)
		memcpy(larger, array, count * size);
	return larger;
}
