// SPDX-License-Identifier: Apache-2.0
#include "body_encoding.h"

#include <stdio.h>
#include <string.h>

/** The bytes that may follow a first byte from `first` to `last` (RFC 3629: no overlong form, no surrogate). */
struct utf8_lead {
	unsigned char first;
	unsigned char last;
	unsigned char needed;
	unsigned char low;
	unsigned char high;
};

static const struct utf8_lead utf8_leads[] = {
	{0xc2, 0xdf, 1, 0x80, 0xbf}, {0xe0, 0xe0, 2, 0xa0, 0xbf}, {0xe1, 0xec, 2, 0x80, 0xbf}, {0xed, 0xed, 2, 0x80, 0x9f},
	{0xee, 0xef, 2, 0x80, 0xbf}, {0xf0, 0xf0, 3, 0x90, 0xbf}, {0xf1, 0xf3, 3, 0x80, 0xbf}, {0xf4, 0xf4, 3, 0x80, 0x8f},
};

static bool utf8_begin(struct utf8 *utf8, unsigned char byte)
{
	for (size_t i = 0; i < ARRAY_LEN(utf8_leads); i++) {
		const struct utf8_lead *lead = &utf8_leads[i];
		if (byte >= lead->first && byte <= lead->last) {
			*utf8 = (struct utf8){lead->needed, lead->low, lead->high};
			return true;
		}
	}
	return false;
}

static bool utf8_continue(struct utf8 *utf8, unsigned char byte)
{
	if (byte < utf8->low || byte > utf8->high)
		return false;
	*utf8 = (struct utf8){(unsigned char)(utf8->needed - 1), 0x80, 0xbf};
	return true;
}

/** Bytes before the first that is not ASCII. */
static size_t ascii_prefix(const char *bytes, size_t length)
{
	size_t at = 0;
	for (uint64_t word; at + sizeof(word) <= length; at += sizeof(word)) {
		memcpy(&word, bytes + at, sizeof(word));
		if (word & 0x8080808080808080u)
			break;
	}
	while (at < length && !((unsigned char)bytes[at] & 0x80))
		at++;
	return at;
}

size_t utf8_take(struct utf8 *utf8, const char *bytes, size_t length)
{
	size_t at = 0;
	while (at < length) {
		unsigned char byte = (unsigned char)bytes[at];
		if (utf8->needed) {
			if (!utf8_continue(utf8, byte))
				return at;
			at++;
		} else if (byte & 0x80) {
			if (!utf8_begin(utf8, byte))
				return at;
			at++;
		} else {
			at += ascii_prefix(bytes + at, length - at);
		}
	}
	return at;
}

/** Byte order marks, the longer first where one begins like another. */
static const struct {
	const char *bytes;
	size_t length;
	enum encoding encoding;
	const char *name;
} marks[] = {
	{"\xff\xfe\0\0", 4, ENCODING_REFUSED, "UTF-32"}, {"\0\0\xfe\xff", 4, ENCODING_REFUSED, "UTF-32"},
	{"\xef\xbb\xbf", 3, ENCODING_UTF8, "UTF-8"},     {"\xff\xfe", 2, ENCODING_UTF16LE, "UTF-16"},
	{"\xfe\xff", 2, ENCODING_UTF16BE, "UTF-16"},
};

/** The names that an XML declaration may give. A declared UTF-16 needs its byte order mark. */
static const struct {
	const char *name;
	enum encoding encoding;
} names[] = {
	{"UTF-8", ENCODING_UTF8},    {"UTF8", ENCODING_UTF8},         {"US-ASCII", ENCODING_ASCII},
	{"ASCII", ENCODING_ASCII},   {"ISO-8859-1", ENCODING_LATIN1}, {"ISO_8859-1", ENCODING_LATIN1},
	{"latin1", ENCODING_LATIN1},
};

/** The XML declaration as ASCII, so that one reader serves all encodings. */
struct declaration {
	char text[ENCODING_HEAD + 1];
	size_t length;
};

/** Only the bytes that matter for the declaration; a character beyond ASCII ends it. */
static void narrow(struct declaration *to, enum encoding encoding, const char *bytes, size_t length)
{
	size_t width = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE ? 2 : 1;
	size_t low = encoding == ENCODING_UTF16BE ? 1 : 0;
	for (size_t i = 0; i + width <= length && to->length < ENCODING_HEAD; i += width) {
		bool wide = width == 2 && bytes[i + 1 - low] != '\0';
		char ascii = bytes[i + low];
		if (wide)
			ascii = '?';
		to->text[to->length++] = ascii;
	}
	to->text[to->length] = '\0';
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

/** The value of the encoding pseudo-attribute, empty when there is none. */
static struct str declared_encoding(const char *text)
{
	const char *at = strstr(text, "encoding");
	if (!at)
		return (struct str){"", 0};
	at = skip_blanks(at + strlen("encoding"));
	if (*at != '=')
		return (struct str){"", 0};
	at = skip_blanks(at + 1);
	if (*at != '"' && *at != '\'')
		return (struct str){"", 0};
	const char *end = strchr(at + 1, *at);
	return end ? (struct str){at + 1, (size_t)(end - at - 1)} : (struct str){"", 0};
}

static enum encoding encoding_named(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is_nocase(name, names[i].name))
			return names[i].encoding;
	return ENCODING_REFUSED;
}

static void refuse(struct encoding_guess *guess, struct str name)
{
	int length = (int)(name.len < ENCODING_NAME ? name.len : ENCODING_NAME - 1);
	guess->encoding = ENCODING_REFUSED;
	snprintf(guess->name, sizeof(guess->name), "%.*s", length, name.ptr);
}

/** Compares what the declaration says with what the mark says. */
static void heed_declaration(struct encoding_guess *guess, struct str name)
{
	if (guess->encoding == ENCODING_UTF16LE || guess->encoding == ENCODING_UTF16BE) {
		struct str prefix = {name.ptr, name.len < 6 ? name.len : 6};
		if (!str_is_nocase(prefix, "UTF-16"))
			refuse(guess, name);
		return;
	}
	enum encoding named = encoding_named(name);
	if (named == ENCODING_REFUSED || (guess->mark && named != ENCODING_UTF8))
		refuse(guess, name);
	else
		guess->encoding = named;
}

/** Looks for a byte order mark, or for the zero bytes that betray wide characters without one. */
static void heed_mark(struct encoding_guess *guess, const char *head, size_t length)
{
	guess->encoding = ENCODING_UTF8;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (length < marks[i].length || memcmp(head, marks[i].bytes, marks[i].length) != 0)
			continue;
		guess->mark = marks[i].length;
		guess->encoding = marks[i].encoding;
		if (guess->encoding == ENCODING_REFUSED)
			refuse(guess, str_of(marks[i].name));
		return;
	}
	if (memchr(head, '\0', length < 4 ? length : 4))
		refuse(guess, str_of("UTF-16 or UTF-32 without a byte order mark"));
}

struct encoding_guess encoding_guess(const char *head, size_t length, bool complete)
{
	static const char opening[] = "<?xml";
	struct encoding_guess guess = {0};
	complete = complete || length >= ENCODING_HEAD;
	if (length < 4 && !complete)
		return guess;
	heed_mark(&guess, head, length);
	if (guess.encoding == ENCODING_REFUSED)
		return guess;
	struct declaration declaration = {.length = 0};
	narrow(&declaration, guess.encoding, head + guess.mark, length - guess.mark);
	size_t known = declaration.length < strlen(opening) ? declaration.length : strlen(opening);
	if (strncmp(declaration.text, opening, known) != 0)
		return guess;
	char *end = strstr(declaration.text, "?>");
	if (!end) {
		if (!complete)
			guess.encoding = ENCODING_UNKNOWN;
		return guess;
	}
	*end = '\0';
	struct str name = declared_encoding(declaration.text);
	if (name.len)
		heed_declaration(&guess, name);
	return guess;
}

struct decoder decoder_open(enum encoding encoding, size_t piece)
{
	return (struct decoder){.encoding = encoding, .out = text_new(2 * piece + 4)};
}

void decoder_close(struct decoder *decoder)
{
	text_free(&decoder->out);
}

/** Appends one code point, never a surrogate. */
static void put_utf8(struct text *out, uint32_t code)
{
	char bytes[4];
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char leads[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
	for (size_t i = length - 1; i > 0; i--) {
		bytes[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	bytes[0] = (char)(leads[length] | code);
	text_add(out, bytes, length);
}

static size_t take_latin1(struct decoder *decoder, const char *bytes, size_t length)
{
	size_t at = 0;
	while (at < length) {
		size_t plain = ascii_prefix(bytes + at, length - at);
		text_add(&decoder->out, bytes + at, plain);
		at += plain;
		if (at < length)
			put_utf8(&decoder->out, (unsigned char)bytes[at++]);
	}
	return at;
}

/** Takes one UTF-16 unit; false for half a surrogate pair. */
static bool take_unit(struct decoder *decoder, uint32_t unit)
{
	bool low = unit >= 0xdc00 && unit <= 0xdfff;
	if ((decoder->surrogate != 0) != low)
		return false;
	if (low) {
		put_utf8(&decoder->out, 0x10000 + ((decoder->surrogate & 0x3ff) << 10) + (unit & 0x3ff));
		decoder->surrogate = 0;
	} else if (unit >= 0xd800 && unit <= 0xdbff) {
		decoder->surrogate = unit;
	} else {
		put_utf8(&decoder->out, unit);
	}
	return true;
}

static size_t take_utf16(struct decoder *decoder, const char *bytes, size_t length)
{
	for (size_t at = 0; at < length; at++) {
		unsigned char byte = (unsigned char)bytes[at];
		decoder->half = !decoder->half;
		if (decoder->half) {
			decoder->byte = byte;
			continue;
		}
		bool big = decoder->encoding == ENCODING_UTF16BE;
		unsigned char high = big ? decoder->byte : byte;
		unsigned char low = big ? byte : decoder->byte;
		if (!take_unit(decoder, (uint32_t)high << 8 | low))
			return at;
	}
	return length;
}

struct str decoder_take(struct decoder *decoder, const char *bytes, size_t length, size_t *taken)
{
	text_clear(&decoder->out);
	switch (decoder->encoding) {
	case ENCODING_ASCII:
		*taken = ascii_prefix(bytes, length);
		return (struct str){bytes, *taken};
	case ENCODING_LATIN1:
		*taken = take_latin1(decoder, bytes, length);
		return (struct str){text_str(&decoder->out), decoder->out.len};
	case ENCODING_UTF16LE:
	case ENCODING_UTF16BE:
		*taken = take_utf16(decoder, bytes, length);
		return (struct str){text_str(&decoder->out), decoder->out.len};
	default:
		*taken = utf8_take(&decoder->utf8, bytes, length);
		return (struct str){bytes, *taken};
	}
}

bool decoder_complete(const struct decoder *decoder)
{
	return !decoder->utf8.needed && !decoder->half && !decoder->surrogate;
}
