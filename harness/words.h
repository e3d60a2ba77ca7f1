// SPDX-License-Identifier: Apache-2.0
/** A growing array of 64-bit words: what rules and relations remember of each record, in as few bytes as they can. */
#ifndef EPMM_WORDS_H
#define EPMM_WORDS_H

#include "base.h"

/** The array; all zero is empty. Free with words_free(). */
struct words {
	uint64_t *items;
	size_t count;
	size_t room;
};

/** Appends a word. Grows by a quarter, because these arrays are what memory of a long list goes into. */
void words_add(struct words *words, uint64_t word);

/** Frees the memory; the array is empty afterwards. */
void words_free(struct words *words);

/** True when it is certain, by a quick look, that no two words are equal; false says nothing. For short arrays. */
bool words_differ(const struct words *words);

/** Positions of the items in rising order of their value (equal values by position); free() the result. */
uint32_t *words_order(const struct words *words);

/** How often the value occurs, given the order of words_order(). */
size_t words_count(const struct words *words, const uint32_t *order, uint64_t word);

/** A position of the value, or SIZE_MAX. */
size_t words_find(const struct words *words, const uint32_t *order, uint64_t word);

/** True when the value occurs, given the order of words_order(). */
bool words_contain(const struct words *words, const uint32_t *order, uint64_t word);

#endif
