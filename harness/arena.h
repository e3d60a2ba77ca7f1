// SPDX-License-Identifier: Apache-2.0
/**
 * Group allocation: what belongs together dies together.
 * One arena lives as long as the run, one as long as a step, one as long as a record of a list.
 * No function here returns NULL: when memory is out the program says so and ends (exit 4), in this one place.
 */
#ifndef EPMM_ARENA_H
#define EPMM_ARENA_H

#include <stdarg.h>

#include "base.h"

/** A group of allocations; opaque. */
struct arena;

/** Creates an empty arena; end it with arena_free(). */
struct arena *arena_new(void);

/** Frees the arena and everything ever allocated in it; NULL is allowed. */
void arena_free(struct arena *arena);

/** Forgets all allocations but keeps the memory for the next ones; every pointer into the arena dies. */
void arena_reset(struct arena *arena);

/** Bytes handed out since creation or the last reset. */
size_t arena_used(const struct arena *arena);

/** Returns `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/** Returns an array of `count` zeroed elements of `size` bytes; an overflowing product ends the program. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/** One zeroed object of the type. */
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/** `count` zeroed objects of the type. */
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

/** Copies `length` bytes and adds a NUL. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/** Copies a string; NULL gives NULL. */
char *arena_string(struct arena *arena, const char *string);

/** A formatted string of any length. */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/** As arena_printf(), with a va_list. */
char *arena_vprintf(struct arena *arena, const char *format, va_list values) PRINTF_LIKE(2, 0);

/**
 * Makes room for one more element in a growing array that lives in the arena and returns the array.
 * `count` is the number used so far; the array moves to a larger place at each power of two, where what follows
 * the used elements is not zeroed.
 */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t size);

/** Appends `value` to `array` (a pointer variable) whose used length is `count` (an lvalue). */
#define ARENA_PUSH(arena, array, count, value)                                                                         \
	do {                                                                                                               \
		(array) = arena_grow((arena), (array), (count), sizeof(*(array)));                                             \
		(array)[(count)++] = (value);                                                                                  \
	} while (0)

/** malloc() that ends the program when memory is out; free with free(). For buffers that outgrow an arena. */
void *xmalloc(size_t size);

/** realloc() that ends the program when memory is out. */
void *xrealloc(void *memory, size_t size);

#endif
