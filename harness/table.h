// SPDX-License-Identifier: Apache-2.0
/** Look-ups in a value table, by word, by code and by bits. */
#ifndef EPMM_TABLE_H
#define EPMM_TABLE_H

#include "arena.h"
#include "model.h"

/** The row whose word is the text, under the table's rule for case; NULL when there is none. */
const struct value *table_word(const struct value_table *table, struct str word);

/** The row whose word is the text in any case, or NULL. */
const struct value *table_word_nocase(const struct value_table *table, struct str word);

/** The row whose code is the number; fractional and leading zeros do not count. NULL when there is none. */
const struct value *table_code(const struct value_table *table, struct str code);

/** What a sum of bits consists of. */
struct bits {
	uint64_t unknown;   /**< bits without a row */
	uint64_t tolerated; /**< bits whose row is tolerated */
};

/** Takes the number apart; false when it is no number or has more than 64 bits. */
bool table_bits(const struct value_table *table, struct str number, struct bits *bits);

/** The documented words (or codes), as many as fit in one line: "ACTIVE, LOST, …". */
char *table_list(struct arena *arena, const struct value_table *table, bool codes);

/** The bits in words: "0x20000 (131072), 0x80000 (524288)". */
char *bits_text(struct arena *arena, uint64_t bits);

#endif
