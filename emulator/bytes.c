// SPDX-License-Identifier: Apache-2.0
#include "bytes.h"

#include <stdlib.h>

void bytes_init(struct bytes *b, size_t ceiling)
{
	*b = (struct bytes){.ceiling = ceiling, .owned = true};
}

void bytes_over(struct bytes *b, char *storage, size_t size)
{
	*b = (struct bytes){.data = storage, .room = size, .ceiling = size};
}

void bytes_free(struct bytes *b)
{
	if (b->owned)
		free(b->data);
	*b = (struct bytes){.ceiling = b->ceiling, .owned = b->owned};
}

bool bytes_grow(struct bytes *b, size_t more)
{
	if (!b->owned || b->failed || more > b->ceiling - b->len) {
		b->failed = true;
		return false;
	}
	size_t room = b->room ? b->room : 256;
	while (room - b->len < more)
		room = room > b->ceiling / 2 ? b->ceiling : room * 2;
	char *data = realloc(b->data, room);
	if (!data) {
		b->failed = true;
		return false;
	}
	b->data = data;
	b->room = room;
	return true;
}

void bytes_u64(struct bytes *b, uint64_t value)
{
	char digits[20];
	size_t at = sizeof digits;
	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	bytes_add(b, digits + at, sizeof digits - at);
}

void bytes_i64(struct bytes *b, int64_t value)
{
	if (value < 0)
		bytes_char(b, '-');
	bytes_u64(b, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void bytes_padded(struct bytes *b, uint64_t value, unsigned width)
{
	char digits[20];
	if (width > sizeof digits)
		width = sizeof digits;
	for (unsigned at = width; at-- > 0; value /= 10)
		digits[at] = (char)('0' + value % 10);
	bytes_add(b, digits, width);
}

void bytes_hex(struct bytes *b, uint64_t value, unsigned digits, bool upper)
{
	const char *alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char out[16];
	if (digits > sizeof out)
		digits = sizeof out;
	for (unsigned at = digits; at-- > 0; value >>= 4)
		out[at] = alphabet[value & 15];
	bytes_add(b, out, digits);
}

void bytes_iso(struct bytes *b, int64_t seconds)
{
	// Days to civil date, counting years from March so that the leap day comes last.
	int64_t day = seconds / 86400, second = seconds % 86400;
	if (second < 0) {
		second += 86400;
		day--;
	}
	int64_t z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t shifted = (5 * of_year + 2) / 153;
	int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
	bytes_padded(b, (uint64_t)(year + era * 400 + (month <= 2)), 4);
	bytes_char(b, '-');
	bytes_padded(b, (uint64_t)month, 2);
	bytes_char(b, '-');
	bytes_padded(b, (uint64_t)(of_year - (153 * shifted + 2) / 5 + 1), 2);
	bytes_char(b, 'T');
	bytes_padded(b, (uint64_t)(second / 3600), 2);
	bytes_char(b, ':');
	bytes_padded(b, (uint64_t)(second / 60 % 60), 2);
	bytes_char(b, ':');
	bytes_padded(b, (uint64_t)(second % 60), 2);
	bytes_add(b, "+00:00", 6);
}

struct text text_of(const char *s)
{
	return (struct text){s, strlen(s)};
}

bool text_same(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_same_word(struct text a, struct text b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return false;
	return true;
}

struct text text_cut(struct text *rest, char stop)
{
	const char *end = rest->len ? memchr(rest->ptr, stop, rest->len) : NULL;
	struct text part = {rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len};
	size_t taken = part.len + (end != NULL);
	rest->ptr += taken;
	rest->len -= taken;
	return part;
}

int order_u32(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	return left < right ? -1 : left > right;
}
