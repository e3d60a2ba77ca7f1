// SPDX-License-Identifier: Apache-2.0
#include "table.h"

#include <inttypes.h>
#include <string.h>

#include "decimal.h"

enum { LIST_MAX = 160 };

const struct value *table_word_nocase(const struct value_table *table, struct str word)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->values[i].word && str_is_nocase(word, table->values[i].word))
			return &table->values[i];
	return NULL;
}

const struct value *table_word(const struct value_table *table, struct str word)
{
	if (table->nocase)
		return table_word_nocase(table, word);
	for (size_t i = 0; i < table->count; i++)
		if (table->values[i].word && str_is(word, table->values[i].word))
			return &table->values[i];
	return NULL;
}

/** Digits without fractional and leading zeros, so that equal numbers are equal texts. */
static struct str plain_digits(struct str number)
{
	struct str digits = decimal_plain(number);
	while (digits.len > 1 && digits.ptr[0] == '0') {
		digits.ptr++;
		digits.len--;
	}
	return digits;
}

const struct value *table_code(const struct value_table *table, struct str code)
{
	struct str wanted = plain_digits(code);
	for (size_t i = 0; i < table->count; i++)
		if (table->values[i].code && str_equal(wanted, plain_digits(str_of(table->values[i].code))))
			return &table->values[i];
	return NULL;
}

bool table_bits(const struct value_table *table, struct str number, struct bits *bits)
{
	uint64_t sum;
	uint64_t code;
	*bits = (struct bits){0};
	if (!digits_value(decimal_plain(number), &sum))
		return false;
	bits->unknown = sum;
	for (size_t i = 0; i < table->count; i++) {
		if (!table->values[i].code || !digits_value(str_of(table->values[i].code), &code))
			continue;
		bits->unknown &= ~code;
		if (table->values[i].tolerated)
			bits->tolerated |= sum & code;
	}
	return true;
}

char *table_list(struct arena *arena, const struct value_table *table, bool codes)
{
	struct text list = text_new(LIST_MAX + 64);
	for (size_t i = 0; i < table->count; i++) {
		const char *item = codes ? table->values[i].code : table->values[i].word;
		if (!item || table->values[i].tolerated)
			continue;
		if (list.len + strlen(item) > LIST_MAX) {
			text_puts(&list, ", …");
			break;
		}
		text_printf(&list, "%s%s", list.len ? ", " : "", item);
	}
	char *copy = arena_string(arena, text_str(&list));
	text_free(&list);
	return copy;
}

char *bits_text(struct arena *arena, uint64_t bits)
{
	struct text list = text_new(64 * 48);
	for (uint64_t bit = 1; bit; bit <<= 1)
		if (bits & bit)
			text_printf(&list, "%s0x%" PRIx64 " (%" PRIu64 ")", list.len ? ", " : "", bit, bit);
	char *copy = arena_string(arena, text_str(&list));
	text_free(&list);
	return copy;
}
