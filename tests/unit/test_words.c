// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdlib.h>

#include "words.h"

Test(words, order_and_look_up)
{
	struct words words = {0};
	static const uint64_t items[] = {7, 3, 9, 3, 0, UINT64_MAX, 3};
	for (size_t i = 0; i < ARRAY_LEN(items); i++)
		words_add(&words, items[i]);
	uint32_t *order = words_order(&words);
	for (size_t i = 1; i < words.count; i++)
		cr_assert(words.items[order[i - 1]] <= words.items[order[i]]);
	cr_assert(words_contain(&words, order, UINT64_MAX));
	cr_assert(words_contain(&words, order, 0));
	cr_assert_not(words_contain(&words, order, 8));
	cr_assert_eq(words_count(&words, order, 3), 3);
	cr_assert_eq(words_count(&words, order, 8), 0);
	free(order);
	words_free(&words);
	cr_assert_eq(words.count, 0);
}

Test(words, grows_by_a_quarter_only)
{
	struct words words = {0};
	for (uint64_t i = 0; i < 100000; i++)
		words_add(&words, i);
	cr_assert(words.room < words.count + words.count / 4 + 32,
	          "memory of long lists must stay close to what they hold");
	words_free(&words);
}
