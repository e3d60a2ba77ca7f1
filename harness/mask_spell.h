// SPDX-License-Identifier: Apache-2.0
/**
 * All the ways in which one character of a secret may be written: as it is, percent-encoded, as an escape of JSON or as
 * a character reference of XML and HTML; escapes may be escaped once more. Only mask.c and its tests include this.
 */
#ifndef EPMM_MASK_SPELL_H
#define EPMM_MASK_SPELL_H

#include "text.h"

enum { SPELL_ENDS_MAX = 16, READINGS_MAX = 12, SPELL_DEPTH = 2 };

/** One character of a secret. */
struct sign {
	uint32_t code;          /**< code point; the byte's value where the secret is not UTF-8 */
	unsigned char bytes[4]; /**< as in the secret */
	size_t length;          /**< bytes used, at least 1 */
};

/** Offsets in a text, each once. */
struct spell_ends {
	size_t at[SPELL_ENDS_MAX];
	size_t count;
};

/** The first character of a non-empty view. */
struct sign spell_sign(struct str view);

/** True for the bytes an escaped character may start with. */
bool spell_is_escape(char byte);

/** What the text at some offset may stand for. */
struct reading {
	uint32_t code; /**< a code point, or a byte */
	size_t end;    /**< offset behind it */
	bool byte;     /**< it is a byte; of UTF-8, if it is above 127 */
};

/** All that it may stand for: the byte itself first. */
struct readings {
	struct reading all[READINGS_MAX];
	size_t count;
};

/** Adds the readings at offset `at`, with up to `depth` escapes one inside the other. */
void spell_read(struct str text, size_t at, unsigned depth, struct readings *readings);

/** Adds the offset after each way in which the sign is written at offset `at` of the text. */
void spell_match(struct str text, size_t at, const struct sign *sign, struct spell_ends *ends);

#endif
