// SPDX-License-Identifier: Apache-2.0
#include "words.h"

#include <stdlib.h>

#include "arena.h"

void words_add(struct words *words, uint64_t word)
{
	if (words->count == words->room) {
		words->room += words->room / 4 + 16;
		words->items = xrealloc(words->items, words->room * sizeof(*words->items));
	}
	words->items[words->count++] = word;
}

void words_free(struct words *words)
{
	free(words->items);
	*words = (struct words){0};
}

bool words_differ(const struct words *words)
{
	enum { SLOTS = 8192 }; /* with fifty words, two of them share a slot in one of seven lists */
	uint8_t taken[SLOTS / 8] = {0};
	for (size_t i = 0; i < words->count; i++) {
		size_t slot = words->items[i] % SLOTS;
		if (taken[slot / 8] & 1u << slot % 8)
			return false;
		taken[slot / 8] |= (uint8_t)(1u << slot % 8);
	}
	return true;
}

static int compare_places(const void *left, const void *right, void *items)
{
	uint32_t a = *(const uint32_t *)left;
	uint32_t b = *(const uint32_t *)right;
	const uint64_t *words = items;
	if (words[a] != words[b])
		return words[a] < words[b] ? -1 : 1;
	return (a > b) - (a < b);
}

uint32_t *words_order(const struct words *words)
{
	assert(words->count <= UINT32_MAX);
	uint32_t *order = xmalloc(words->count * sizeof(*order));
	for (size_t i = 0; i < words->count; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, words->count, sizeof(*order), compare_places, words->items);
	return order;
}

/** Place in `order` of the first item that is not smaller than the value. */
static size_t lower_bound(const struct words *words, const uint32_t *order, uint64_t word)
{
	size_t low = 0;
	size_t high = words->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (words->items[order[middle]] < word)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t words_count(const struct words *words, const uint32_t *order, uint64_t word)
{
	size_t first = lower_bound(words, order, word);
	size_t end = first;
	while (end < words->count && words->items[order[end]] == word)
		end++;
	return end - first;
}

size_t words_find(const struct words *words, const uint32_t *order, uint64_t word)
{
	size_t at = lower_bound(words, order, word);
	return at < words->count && words->items[order[at]] == word ? order[at] : SIZE_MAX;
}

bool words_contain(const struct words *words, const uint32_t *order, uint64_t word)
{
	return words_find(words, order, word) != SIZE_MAX;
}
