// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BYTES_H
#define EMULATOR_BYTES_H

// The one byte buffer of the emulator. Every buffer is born with a ceiling; passing it, or running out of memory,
// sets `failed` and drops what follows, so that callers check once, at the end.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Text that belongs to somebody else; not terminated by a NUL.
struct text {
	const char *ptr; // first byte, NULL only if len is 0
	size_t len;      // bytes
};

// A struct text over a string literal.
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})

// Bytes that grow up to a ceiling, or a fixed piece of somebody's storage.
struct bytes {
	char *data;     // the bytes, not terminated
	size_t len;     // bytes in use
	size_t room;    // bytes allocated
	size_t ceiling; // most bytes that it may ever hold
	bool owned;     // data is ours to free
	bool failed;    // something did not fit; the content is incomplete
};

// Starts an empty growing buffer that holds at most `ceiling` bytes; free with bytes_free().
void bytes_init(struct bytes *b, size_t ceiling);

// Starts an empty buffer over the caller's storage of `size` bytes; needs no bytes_free().
void bytes_over(struct bytes *b, char *storage, size_t size);

// Frees what bytes_init() and growing took and leaves an empty buffer.
void bytes_free(struct bytes *b);

// Makes room for `more` bytes; false (and failed set) if the ceiling or the memory does not allow it.
bool bytes_grow(struct bytes *b, size_t more);

// Appends an unsigned number in decimal.
void bytes_u64(struct bytes *b, uint64_t value);

// Appends a signed number in decimal.
void bytes_i64(struct bytes *b, int64_t value);

// Appends `value` in decimal, zero padded on the left to `width` digits.
void bytes_padded(struct bytes *b, uint64_t value, unsigned width);

// Appends the low `digits` hexadecimal digits of `value`, in lower case or, if `upper`, in upper case.
void bytes_hex(struct bytes *b, uint64_t value, unsigned digits, bool upper);

// Appends seconds since 1970 as YYYY-MM-DDThh:mm:ss+00:00.
void bytes_iso(struct bytes *b, int64_t seconds);

// The text of a NUL-terminated string.
struct text text_of(const char *s);

// True if both texts have the same bytes.
bool text_same(struct text a, struct text b);

// True if both texts are equal when ASCII letters are compared without case.
bool text_same_word(struct text a, struct text b);

// Takes the part of `rest` before the first `stop`, or all of it, away from it together with that byte.
struct text text_cut(struct text *rest, char stop);

// Orders uint32_t numbers ascending, for qsort() and bsearch().
int order_u32(const void *a, const void *b);

// Appends `n` bytes.
static inline void bytes_add(struct bytes *b, const char *p, size_t n)
{
	if (n > b->room - b->len && !bytes_grow(b, n))
		return;
	if (n)
		memcpy(b->data + b->len, p, n);
	b->len += n;
}

// Appends one byte.
static inline void bytes_char(struct bytes *b, char c)
{
	if (b->len == b->room && !bytes_grow(b, 1))
		return;
	b->data[b->len++] = c;
}

// Appends a text.
static inline void bytes_text(struct bytes *b, struct text t)
{
	bytes_add(b, t.ptr, t.len);
}

// Appends a NUL-terminated string.
static inline void bytes_str(struct bytes *b, const char *s)
{
	bytes_add(b, s, strlen(s));
}

#endif
