// SPDX-License-Identifier: Apache-2.0
/*
 * JSON by yajl's event parser. Ahead of it a scanner checks what yajl does not: UTF-8 by the book, control characters
 * and form feeds between tokens, halves of surrogate pairs; and it cuts the bytes so that yajl never meets half a
 * token, which it would read again from the start with each piece.
 */
#include "body_build.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "body_encoding.h"
#include "body_keys.h"

enum { KEY_EXCERPT = 80 };

/** Where the scanner stands. */
enum place {
	OUTSIDE,     /**< between tokens */
	WORD,        /**< in a number, true, false or null */
	STRING,      /**< in a string */
	ESCAPE,      /**< after a backslash */
	HEX,         /**< in the digits of \u */
	PAIR,        /**< after a high surrogate, where a backslash must follow */
	PAIR_ESCAPE, /**< and after that, where `u` must follow */
};

/** What stands between two brackets, reduced to what we must remember. */
struct level {
	bool array;
	bool any; /**< the array has an element */
};

struct json {
	struct build *build;
	yajl_handle parser;
	struct utf8 utf8;
	struct text held;    /**< what is kept from the parser until its token is complete */
	enum place place;
	size_t token;        /**< bytes of the token so far */
	unsigned digits;     /**< HEX: how many were met */
	unsigned code;       /**< HEX: their value */
	bool pair;           /**< HEX: must be a low surrogate */
	bool begun;          /**< something other than blanks was met */
	enum body_status trouble; /**< what the scanner found */
	const char *message;
	size_t parsed;       /**< bytes given to the parser */
	size_t read;         /**< bytes of the body seen */
	bool complete;       /**< the top-level value has ended */
	struct level *levels;
	size_t depth;
	size_t room;
	struct keys *keys;
};

/* ---- the scanner ---- */

enum { BLANK = 1, SIGN = 2, QUOTE = 4, LETTER = 8 };

/** Characters that may stand outside of strings; yajl judges whether a letter makes sense. */
static unsigned char_class(unsigned char byte)
{
	switch (byte) {
	case ' ':
	case '\t':
	case '\n':
	case '\r':
		return BLANK;
	case '{':
	case '}':
	case '[':
	case ']':
	case ':':
	case ',':
		return SIGN;
	case '"':
		return QUOTE;
	default:
		return byte > 0x20 && byte < 0x7f ? LETTER : 0;
	}
}
