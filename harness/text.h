// SPDX-License-Identifier: Apache-2.0
/**
 * Byte strings: a view (struct str) and a buffer that grows up to a ceiling given at birth (struct text),
 * and the few comparisons that the field needs everywhere.
 */
#ifndef EPMM_TEXT_H
#define EPMM_TEXT_H

#include <stdarg.h>

#include "base.h"

struct arena;

/** A view of bytes owned by somebody else; `ptr` is never NULL when `len` is not 0. */
struct str {
	const char *ptr; /**< the bytes; also followed by a NUL where they come from an arena */
	size_t len;      /**< how many, a NUL inside counted */
};

/** The view of a C string; NULL gives the empty view. */
struct str str_of(const char *string);

/** The view without blanks, tabs and line ends at both ends. */
struct str str_trim(struct str view);

/** True when both hold the same bytes. */
bool str_equal(struct str a, struct str b);

/** True when both are equal but for the case of ASCII letters. */
bool str_equal_nocase(struct str a, struct str b);

/** True when the view equals the C string byte by byte. */
bool str_is(struct str view, const char *string);

/** As str_is(), without regard to the case of ASCII letters. */
bool str_is_nocase(struct str view, const char *string);

/** True when the view consists of one or more decimal digits. */
bool str_is_digits(struct str view);

/**
 * Compares two names as the guide's conversion demands: without regard to case, blanks, underscores and
 * hyphens (errata E001, E083). Returns <0, 0 or >0.
 */
int name_compare(struct str a, struct str b);

/** A hash that is equal for names that name_compare() calls equal; never 0; in memory only. */
uint32_t name_hash(struct str name);

/** 64-bit hash of the bytes, the same on every machine and in every run; not for adversaries. */
uint64_t str_hash(struct str view);

/** 32-bit hash that is equal for texts that str_equal_nocase() calls equal; 0 for the empty text; in memory only. */
uint32_t str_hash_nocase(struct str view);

/** The word of `words` nearest to `wrong` (edit distance at most 3 and less than half of its length), or NULL. */
const char *text_nearest(const char *wrong, const char *const *words, size_t count);

/** Bytes of the longest valid UTF-8 prefix of the view; equals `len` when all of it is valid. */
size_t utf8_valid_prefix(struct str view);

/** The text with bytes that are no UTF-8 made visible, as \xE9; itself when there are none, else in the arena. */
const char *utf8_visible(struct arena *arena, const char *text);

/** A growing byte string; always NUL-terminated after the first append. */
struct text {
	char *ptr;      /**< the bytes, or NULL while nothing was appended */
	size_t len;     /**< bytes used, without the NUL */
	size_t room;    /**< bytes allocated */
	size_t ceiling; /**< bytes it may never exceed */
	bool overflow;  /**< something was left out because of the ceiling */
};

/** An empty text that may grow up to `ceiling` bytes. */
struct text text_new(size_t ceiling);

/** Frees the bytes; the text is empty and usable afterwards. */
void text_free(struct text *text);

/** Empties the text and keeps its memory. */
void text_clear(struct text *text);

/** Appends bytes; what exceeds the ceiling is dropped and `overflow` set. */
void text_add(struct text *text, const char *bytes, size_t length);

/** Appends a C string. */
void text_puts(struct text *text, const char *string);

/** Appends one byte. */
void text_putc(struct text *text, char byte);

/** Appends formatted text. */
void text_printf(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);

/** The text as a C string, "" while empty; borrowed, valid until the next change. */
const char *text_str(const struct text *text);

#endif
