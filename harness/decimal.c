// SPDX-License-Identifier: Apache-2.0
#include "decimal.h"

enum { EXPONENT_MAX = 1000000000 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(struct str text, size_t from)
{
	size_t at = from;
	while (at < text.len && is_digit(text.ptr[at]))
		at++;
	return at - from;
}

static bool is_sign(struct str text, size_t at)
{
	return at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '+');
}

/** Reads what follows the `e`: an optional sign and digits up to the end. */
static bool read_exponent(struct str text, size_t at, long *exponent)
{
	bool negative = is_sign(text, at) && text.ptr[at] == '-';
	at += is_sign(text, at);
	size_t count = count_digits(text, at);
	if (count == 0 || at + count != text.len)
		return false;
	long value = 0;
	for (; at < text.len; at++)
		value = value < EXPONENT_MAX / 10 ? value * 10 + (text.ptr[at] - '0') : EXPONENT_MAX;
	*exponent = negative ? -value : value;
	return true;
}

static long clamp(size_t count)
{
	return count < EXPONENT_MAX ? (long)count : EXPONENT_MAX;
}

/** Skips leading zeros of `digits`, which has `whole` digits before its point, and says where the point then is. */
static void normalize(struct decimal *decimal, size_t whole)
{
	struct str digits = decimal->digits;
	size_t skipped = 0;
	while (skipped < digits.len && (digits.ptr[skipped] == '0' || digits.ptr[skipped] == '.'))
		skipped++;
	decimal->digits = (struct str){digits.ptr + skipped, digits.len - skipped};
	decimal->exponent += skipped <= whole ? clamp(whole - skipped) : -clamp(skipped - whole - 1);
	if (decimal->digits.len == 0)
		*decimal = (struct decimal){0};
}

bool decimal_read(struct str text, struct decimal *decimal)
{
	size_t at = is_sign(text, 0);
	bool negative = at && text.ptr[0] == '-';
	size_t start = at;
	size_t whole = count_digits(text, at);
	at += whole;
	if (whole == 0)
		return false;
	if (at < text.len && text.ptr[at] == '.') {
		size_t fraction = count_digits(text, at + 1);
		if (fraction == 0)
			return false;
		at += 1 + fraction;
	}
	*decimal = (struct decimal){.negative = negative, .digits = {text.ptr + start, at - start}};
	if (at < text.len) {
		if ((text.ptr[at] | 0x20) != 'e' || !read_exponent(text, at + 1, &decimal->exponent))
			return false;
	}
	normalize(decimal, whole);
	return true;
}

/** The next digit, 0 behind the last. */
static char next_digit(struct str digits, size_t *at)
{
	if (*at < digits.len && digits.ptr[*at] == '.')
		++*at;
	return *at < digits.len ? digits.ptr[(*at)++] : '0';
}

/** Compares the distances from zero of two numbers that are not zero. */
static int compare_sizes(const struct decimal *a, const struct decimal *b)
{
	if (a->exponent != b->exponent)
		return a->exponent < b->exponent ? -1 : 1;
	size_t i = 0;
	size_t j = 0;
	while (i < a->digits.len || j < b->digits.len) {
		int difference = next_digit(a->digits, &i) - next_digit(b->digits, &j);
		if (difference != 0)
			return difference;
	}
	return 0;
}

static int sign_of(const struct decimal *decimal)
{
	if (decimal->digits.len == 0)
		return 0;
	return decimal->negative ? -1 : 1;
}

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
	int left = sign_of(a);
	int right = sign_of(b);
	if (left != right || left == 0)
		return left - right;
	return left * compare_sizes(a, b);
}

struct str decimal_plain(struct str text)
{
	text = str_trim(text);
	size_t start = is_sign(text, 0);
	size_t whole = count_digits(text, start);
	size_t point = start + whole;
	bool fraction = whole && point < text.len && text.ptr[point] == '.';
	if (fraction && point + 1 < text.len && point + 1 + count_digits(text, point + 1) == text.len) {
		while (text.ptr[text.len - 1] == '0')
			text.len--;
		if (text.len == point + 1)
			text.len = point;
	}
	if (text.len == 2 && text.ptr[0] == '-' && text.ptr[1] == '0')
		text = (struct str){text.ptr + 1, 1};
	return text;
}

bool digits_value(struct str digits, uint64_t *value)
{
	uint64_t sum = 0;
	if (!str_is_digits(digits))
		return false;
	for (size_t i = 0; i < digits.len; i++)
		if (__builtin_mul_overflow(sum, 10u, &sum) || __builtin_add_overflow(sum, (uint64_t)(digits.ptr[i] - '0'), &sum))
			return false;
	*value = sum;
	return true;
}
