// SPDX-License-Identifier: Apache-2.0
/**
 * Follows the tokens of a JSON body ahead of the parser. It refuses what yajl lets pass (form feeds between tokens,
 * halves of surrogate pairs) or would gather without end, and tells where the bytes may be cut so that the parser
 * never meets half a token: it would read that again from the start with every piece.
 * Internal to the body reader.
 */
#ifndef EPMM_BODY_TOKENS_H
#define EPMM_BODY_TOKENS_H

#include "body.h"

#define TOKENS_NO_CUT SIZE_MAX

/** Where the scanner stands. */
enum tokens_state {
	TOKENS_OUTSIDE,     /**< between tokens */
	TOKENS_WORD,        /**< in a number, true, false or null */
	TOKENS_STRING,      /**< in a string */
	TOKENS_ESCAPE,      /**< after a backslash */
	TOKENS_HEX,         /**< in the digits of an escaped character */
	TOKENS_PAIR,        /**< after a high surrogate, where a backslash must follow */
	TOKENS_PAIR_ESCAPE, /**< and then, where `u` must follow */
};

/** A scanner; set the two ceilings, leave the rest zero. */
struct tokens {
	size_t word_ceiling;   /**< bytes of one number or word */
	size_t string_ceiling; /**< bytes of one string as sent */
	enum tokens_state state;
	size_t length;           /**< bytes of the open token */
	size_t read;             /**< bytes scanned so far */
	unsigned digits;         /**< TOKENS_HEX: how many were met */
	unsigned code;           /**< TOKENS_HEX: their value */
	bool paired;             /**< TOKENS_HEX: the second half of a surrogate pair */
	bool begun;              /**< something other than blanks was met */
	enum body_status status; /**< BODY_OK, or why the body is refused */
	const char *message;     /**< in that case: what is wrong */
};

/**
 * Scans the next bytes and returns how many passed; less than `length` when the body is refused at that byte.
 * `*cut` receives where the last complete token ends within these bytes; that may be at their beginning, when they
 * show that the bytes before were complete. TOKENS_NO_CUT when all these bytes belong to one incomplete token.
 */
size_t tokens_scan(struct tokens *tokens, const char *bytes, size_t length, size_t *cut);

#endif
