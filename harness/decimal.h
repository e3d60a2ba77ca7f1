// SPDX-License-Identifier: Apache-2.0
/** Numbers as the text they are: nothing here passes through a double, and nothing is too long. */
#ifndef EPMM_DECIMAL_H
#define EPMM_DECIMAL_H

#include "text.h"

/** A decimal number, borrowed from its text: 0.digits × 10^exponent. */
struct decimal {
	bool negative;     /**< never set for zero */
	struct str digits; /**< from the first digit that counts on, a point inside; empty for zero */
	long exponent;     /**< clamped to a billion either way */
};

/** Reads `[+-]digits[.digits][e[+-]digits]`, all of the text; false when it is something else. */
bool decimal_read(struct str text, struct decimal *decimal);

/** Compares two numbers: <0, 0 or >0. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

/**
 * The text without blanks at both ends and, when it is a plain decimal, without fractional zeros: "1.0" is "1" and
 * "2.20" is "2.2", because a server may print one number in both ways. "-0.0" and "-0" are "0". Anything else is only
 * trimmed.
 */
struct str decimal_plain(struct str text);

/** The value of one or more digits; false when there are other characters or more than 64 bits. */
bool digits_value(struct str digits, uint64_t *value);

#endif
