// SPDX-License-Identifier: Apache-2.0
#include "body_keys.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "arena.h"

enum { FIRST_ENTRIES = 128, FIRST_BYTES = 4096, FIRST_OBJECTS = 16 };

/** A key; its bytes are in the common store. */
struct entry {
	uint64_t hash;
	size_t object; /**< how many objects enclose it */
	size_t offset;
	size_t length;
	size_t slot; /**< its place in the index */
};

/**
 * The index is an open-addressed table of entry numbers plus one, with linear probing. The youngest entry is always
 * the first to go, so that clearing its slot breaks no chain.
 */
struct keys {
	struct entry *entries;
	size_t count;
	size_t room; /**< entries allocated; the index has twice as many slots, a power of two */
	uint32_t *slots;
	char *bytes;
	size_t bytes_room;
	size_t *objects; /**< of each open object, how many entries there were at its beginning */
	size_t depth;
	size_t objects_room;
	uint64_t seed[2]; /**< a target must not know which keys collide */
};

struct keys *keys_open(void)
{
	struct keys *keys = xmalloc(sizeof(*keys));
	*keys = (struct keys){.room = FIRST_ENTRIES, .bytes_room = FIRST_BYTES, .objects_room = FIRST_OBJECTS};
	keys->entries = xmalloc(keys->room * sizeof(keys->entries[0]));
	keys->slots = xmalloc(2 * keys->room * sizeof(keys->slots[0]));
	memset(keys->slots, 0, 2 * keys->room * sizeof(keys->slots[0]));
	keys->bytes = xmalloc(keys->bytes_room);
	keys->objects = xmalloc(keys->objects_room * sizeof(keys->objects[0]));
	/* Without random bytes the addresses still differ from run to run. */
	if (getrandom(keys->seed, sizeof(keys->seed), GRND_NONBLOCK) != (ssize_t)sizeof(keys->seed)) {
		keys->seed[0] = (uint64_t)(uintptr_t)keys;
		keys->seed[1] = (uint64_t)(uintptr_t)keys->bytes;
	}
	return keys;
}

void keys_close(struct keys *keys)
{
	free(keys->entries);
	free(keys->slots);
	free(keys->bytes);
	free(keys->objects);
	free(keys);
}

static size_t slots_of(const struct keys *keys)
{
	return 2 * keys->room;
}

void keys_push(struct keys *keys)
{
	if (keys->depth == keys->objects_room) {
		keys->objects_room *= 2;
		keys->objects = xrealloc(keys->objects, keys->objects_room * sizeof(keys->objects[0]));
	}
	keys->objects[keys->depth++] = keys->count;
}

void keys_pop(struct keys *keys)
{
	assert(keys->depth);
	size_t count = keys->objects[--keys->depth];
	while (keys->count > count)
		keys->slots[keys->entries[--keys->count].slot] = 0;
}

/** Multiplies to 128 bits and folds, so that every bit of the key and the seed reaches every bit of the hash. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_key(const struct keys *keys, struct str key)
{
	uint64_t hash = keys->seed[0] ^ (keys->depth * 0x9e3779b97f4a7c15u);
	size_t at = 0;
	for (uint64_t word; at + sizeof(word) <= key.len; at += sizeof(word)) {
		memcpy(&word, key.ptr + at, sizeof(word));
		hash = fold(hash ^ word, keys->seed[1] | 1);
	}
	uint64_t rest = 0;
	if (at < key.len)
		memcpy(&rest, key.ptr + at, key.len - at);
	hash = fold(hash ^ rest, keys->seed[1] | 1);
	return fold(hash ^ key.len, keys->seed[0] | 1);
}

/** The slot of the equal key, or the empty one where it belongs. */
static size_t find_slot(const struct keys *keys, uint64_t hash, struct str key)
{
	size_t mask = slots_of(keys) - 1;
	size_t slot = hash & mask;
	for (; keys->slots[slot]; slot = (slot + 1) & mask) {
		const struct entry *entry = &keys->entries[keys->slots[slot] - 1];
		struct str other = {keys->bytes + entry->offset, entry->length};
		if (entry->hash == hash && entry->object == keys->depth && str_equal(other, key))
			break;
	}
	return slot;
}

/** Oldest first, so that the order of the chains is that of the stack again. */
static void index_again(struct keys *keys)
{
	size_t mask = slots_of(keys) - 1;
	memset(keys->slots, 0, slots_of(keys) * sizeof(keys->slots[0]));
	for (size_t i = 0; i < keys->count; i++) {
		size_t slot = keys->entries[i].hash & mask;
		while (keys->slots[slot])
			slot = (slot + 1) & mask;
		keys->slots[slot] = (uint32_t)(i + 1);
		keys->entries[i].slot = slot;
	}
}

static void grow(struct keys *keys, size_t bytes)
{
	if (keys->count == keys->room) {
		assert(keys->room < UINT32_MAX / 2);
		keys->room *= 2;
		keys->entries = xrealloc(keys->entries, keys->room * sizeof(keys->entries[0]));
		keys->slots = xrealloc(keys->slots, slots_of(keys) * sizeof(keys->slots[0]));
		index_again(keys);
	}
	while (bytes > keys->bytes_room) {
		keys->bytes_room *= 2;
		keys->bytes = xrealloc(keys->bytes, keys->bytes_room);
	}
}

static size_t bytes_used(const struct keys *keys)
{
	if (!keys->count)
		return 0;
	const struct entry *last = &keys->entries[keys->count - 1];
	return last->offset + last->length;
}

bool keys_add(struct keys *keys, struct str key)
{
	size_t offset = bytes_used(keys);
	grow(keys, offset + key.len);
	uint64_t hash = hash_key(keys, key);
	size_t slot = find_slot(keys, hash, key);
	if (keys->slots[slot])
		return false;
	if (key.len)
		memcpy(keys->bytes + offset, key.ptr, key.len);
	keys->entries[keys->count++] = (struct entry){hash, keys->depth, offset, key.len, slot};
	keys->slots[slot] = (uint32_t)keys->count;
	return true;
}

struct str keys_last(const struct keys *keys)
{
	if (!keys->count)
		return (struct str){"", 0};
	const struct entry *last = &keys->entries[keys->count - 1];
	return (struct str){keys->bytes + last->offset, last->length};
}
