// SPDX-License-Identifier: Apache-2.0
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arena.h"

struct str str_of(const char *string)
{
	return (struct str){string ? string : "", string ? strlen(string) : 0};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str view)
{
	while (view.len && is_blank(view.ptr[0])) {
		view.ptr++;
		view.len--;
	}
	while (view.len && is_blank(view.ptr[view.len - 1]))
		view.len--;
	return view;
}

bool str_equal(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool str_equal_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	if (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0) /* nearly all that are equal are written alike */
		return true;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return false;
	return true;
}

bool str_is(struct str view, const char *string)
{
	return str_equal(view, str_of(string));
}

bool str_is_nocase(struct str view, const char *string)
{
	return str_equal_nocase(view, str_of(string));
}

bool str_is_digits(struct str view)
{
	for (size_t i = 0; i < view.len; i++)
		if (view.ptr[i] < '0' || view.ptr[i] > '9')
			return false;
	return view.len > 0;
}

static bool is_name_noise(char c)
{
	return c == ' ' || c == '_' || c == '-';
}

int name_compare(struct str a, struct str b)
{
	size_t i = 0;
	size_t j = 0;
	for (;;) {
		while (i < a.len && is_name_noise(a.ptr[i]))
			i++;
		while (j < b.len && is_name_noise(b.ptr[j]))
			j++;
		int left = i < a.len ? lower(a.ptr[i]) : -1;
		int right = j < b.len ? lower(b.ptr[j]) : -1;
		if (left != right)
			return left - right;
		if (left < 0)
			return 0;
		i++;
		j++;
	}
}

uint32_t name_hash(struct str name)
{
	uint32_t hash = 0x811c9dc5u;
	for (size_t i = 0; i < name.len; i++)
		if (!is_name_noise(name.ptr[i]))
			hash = (hash ^ (unsigned char)lower(name.ptr[i])) * 0x01000193u;
	hash ^= hash >> 15; /* tables look at the lowest bits */
	return hash ? hash : 1;
}

uint64_t str_hash(struct str view)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < view.len; i++)
		hash = (hash ^ (unsigned char)view.ptr[i]) * 0x100000001b3u;
	hash ^= hash >> 32;
	hash *= 0x9e3779b97f4a7c15u;
	return hash ^ (hash >> 29);
}

uint32_t str_hash_nocase(struct str view)
{
	const uint64_t lower_case = 0x2020202020202020u;
	uint64_t hash = view.len;
	for (size_t at = 0; at < view.len; at += sizeof(uint64_t)) {
		uint64_t eight = 0;
		size_t left = view.len - at;
		memcpy(&eight, view.ptr + at, left < sizeof(eight) ? left : sizeof(eight));
		hash = (hash ^ (eight | lower_case)) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 32;
	}
	return (uint32_t)hash;
}

enum { WORD_MAX = 63 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t edit_distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t row[WORD_MAX + 1];
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t above = row[j];
			size_t change = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
			row[j] = least(change, least(above, row[j - 1]) + 1);
			diagonal = above;
		}
	}
	return row[m];
}

const char *text_nearest(const char *wrong, const char *const *words, size_t count)
{
	size_t length = strlen(wrong);
	if (length == 0 || length > WORD_MAX)
		return NULL;
	const char *nearest = NULL;
	size_t best = least(3, length / 2) + 1;
	for (size_t i = 0; i < count; i++) {
		size_t other = strlen(words[i]);
		if (other > WORD_MAX)
			continue;
		size_t distance = edit_distance(wrong, length, words[i], other);
		if (distance < best) {
			best = distance;
			nearest = words[i];
		}
	}
	return nearest;
}

/** Length of the UTF-8 sequence at `bytes`, 0 when it is not valid (RFC 3629: no overlong form, no surrogate). */
static size_t utf8_sequence(const unsigned char *bytes, size_t left)
{
	unsigned char first = bytes[0];
	if (first < 0x80)
		return 1;
	size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || left < length)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
	bool overlong = (first == 0xe0 && bytes[1] < 0xa0) || (first == 0xf0 && bytes[1] < 0x90);
	bool surrogate = first == 0xed && bytes[1] >= 0xa0;
	bool beyond = first == 0xf4 && bytes[1] >= 0x90;
	return overlong || surrogate || beyond ? 0 : length;
}

/** Bytes before the first word that is not ASCII alone: nearly all texts are, and eight bytes at once are quick. */
static size_t ascii_run(const char *bytes, size_t length)
{
	uint64_t word;
	size_t run = 0;
	while (length - run >= sizeof(word)) {
		memcpy(&word, bytes + run, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			break;
		run += sizeof(word);
	}
	return run;
}

size_t utf8_valid_prefix(struct str view)
{
	size_t at = 0;
	while (at < view.len) {
		at += ascii_run(view.ptr + at, view.len - at);
		size_t length = at < view.len ? utf8_sequence((const unsigned char *)view.ptr + at, view.len - at) : 0;
		if (length == 0)
			break;
		at += length;
	}
	return at;
}

struct text text_new(size_t ceiling)
{
	return (struct text){.ceiling = ceiling};
}

void text_free(struct text *text)
{
	free(text->ptr);
	*text = text_new(text->ceiling);
}

void text_clear(struct text *text)
{
	text->len = 0;
	text->overflow = false;
	if (text->ptr)
		text->ptr[0] = '\0';
}

void text_add(struct text *text, const char *bytes, size_t length)
{
	if (length > text->ceiling - text->len) {
		length = text->ceiling - text->len;
		text->overflow = true;
	}
	if (text->len + length + 1 > text->room) {
		size_t room = text->room ? text->room : 64;
		while (room < text->len + length + 1)
			room *= 2;
		text->ptr = xrealloc(text->ptr, room);
		text->room = room;
	}
	if (length)
		memcpy(text->ptr + text->len, bytes, length);
	text->len += length;
	text->ptr[text->len] = '\0';
}

void text_puts(struct text *text, const char *string)
{
	text_add(text, string, strlen(string));
}

void text_putc(struct text *text, char byte)
{
	text_add(text, &byte, 1);
}

void text_printf(struct text *text, const char *format, ...)
{
	char small[256];
	va_list values;
	va_start(values, format);
	int length = vsnprintf(small, sizeof(small), format, values);
	va_end(values);
	assert(length >= 0);
	if ((size_t)length < sizeof(small)) {
		text_add(text, small, (size_t)length);
		return;
	}
	char *large = xmalloc((size_t)length + 1);
	va_start(values, format);
	vsnprintf(large, (size_t)length + 1, format, values);
	va_end(values);
	text_add(text, large, (size_t)length);
	free(large);
}

const char *text_str(const struct text *text)
{
	return text->ptr ? text->ptr : "";
}

const char *utf8_visible(struct arena *arena, const char *text)
{
	struct str left = str_of(text);
	size_t valid = utf8_valid_prefix(left);
	if (valid == left.len)
		return text;
	struct text out = text_new(SIZE_MAX / 8);
	for (; left.len; valid = utf8_valid_prefix(left)) {
		text_add(&out, left.ptr, valid);
		left.ptr += valid;
		left.len -= valid;
		if (!left.len)
			break;
		text_printf(&out, "\\x%02X", (unsigned char)*left.ptr);
		left.ptr++;
		left.len--;
	}
	const char *copy = arena_copy(arena, out.ptr, out.len);
	text_free(&out);
	return copy;
}
