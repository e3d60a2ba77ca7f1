// SPDX-License-Identifier: Apache-2.0
#include "escape.h"

#include <string.h>

/** Characters that a reader would not see, or that change how he sees others. */
static const struct {
	uint32_t first;
	uint32_t last;
} hidden[] = {
	{0x00, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c}, {0x200b, 0x200f}, {0x2028, 0x202e},
	{0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe007f},
};

/** Beginnings of orders to CI servers that work in the middle of a line or text; the second character is escaped. */
static const char *const orders[] = {"##[", "##vso[", "##teamcity[", "[[ATTACHMENT|"};

/** The code point at the start of a view of valid UTF-8 and its length. */
static uint32_t decode(struct str in, size_t *length)
{
	const unsigned char *bytes = (const unsigned char *)in.ptr;
	*length = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : bytes[0] >= 0xc0 ? 2 : 1;
	uint32_t code = *length == 1 ? bytes[0] : bytes[0] & (0xffu >> (*length + 1));
	for (size_t i = 1; i < *length; i++)
		code = (code << 6) | (bytes[i] & 0x3fu);
	return code;
}

static bool is_hidden(uint32_t code)
{
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		if (code >= hidden[i].first && code <= hidden[i].last)
			return true;
	return false;
}

static void put_hidden(struct text *out, uint32_t code)
{
	if (code == '\n')
		text_puts(out, "\\n");
	else if (code == '\t')
		text_puts(out, "\\t");
	else if (code == '\r')
		text_puts(out, "\\r");
	else if (code < 0x80)
		text_printf(out, "\\x%02x", code);
	else
		text_printf(out, "\\u%04x", code);
}

static bool starts_order(struct str in)
{
	if (in.ptr[0] != '#' && in.ptr[0] != '[')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
		size_t length = strlen(orders[i]);
		if (in.len >= length && str_is_nocase((struct str){in.ptr, length}, orders[i]))
			return true;
	}
	return false;
}

/** Bytes at the start that need no look: printable ASCII that starts no order. */
static size_t plain_prefix(struct str in)
{
	size_t length = 0;
	while (length < in.len && in.ptr[length] >= ' ' && in.ptr[length] < 0x7f && in.ptr[length] != '#' &&
	       in.ptr[length] != '[')
		length++;
	return length;
}

static void escape_valid(struct text *out, struct str in, enum escape_mode mode)
{
	size_t length;
	for (; in.len; in.ptr += length, in.len -= length) {
		length = plain_prefix(in);
		text_add(out, in.ptr, length);
		if (length)
			continue;
		uint32_t code = decode(in, &length);
		bool kept = mode == ESCAPE_LINES && (code == '\n' || code == '\t');
		if (is_hidden(code) && !kept) {
			put_hidden(out, code);
		} else if (starts_order(in)) {
			text_printf(out, "%c\\x%02x", in.ptr[0], (unsigned char)in.ptr[1]);
			length = 2;
		} else {
			text_add(out, in.ptr, length);
		}
	}
}

void escape_text(struct text *out, struct str in, enum escape_mode mode)
{
	while (in.len) {
		size_t valid = utf8_valid_prefix(in);
		escape_valid(out, (struct str){in.ptr, valid}, mode);
		in.ptr += valid;
		in.len -= valid;
		if (!in.len)
			break;
		text_printf(out, "\\x%02x", (unsigned char)*in.ptr);
		in.ptr++;
		in.len--;
	}
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t escape_columns(struct str text)
{
	size_t columns = 0;
	for (size_t i = 0; i < text.len; i++)
		columns += !is_continuation(text.ptr[i]);
	return columns;
}

size_t escape_cut(struct str text, size_t most)
{
	if (text.len <= most)
		return text.len;
	size_t cut = most;
	while (cut && most - cut < 3 && is_continuation(text.ptr[cut]))
		cut--;
	return cut;
}

void escape_line(struct text *out, const char *foreign, size_t most)
{
	struct str whole = str_of(foreign);
	struct str shown = {whole.ptr, escape_cut(whole, most)};
	escape_text(out, shown, ESCAPE_LINE);
	if (shown.len < whole.len)
		text_puts(out, "…");
}
