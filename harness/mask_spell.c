// SPDX-License-Identifier: Apache-2.0
#include "mask_spell.h"

#include <string.h>

enum { NESTING = 2, DIGITS_MAX = 12 };

static void add_end(struct spell_ends *ends, size_t at)
{
	for (size_t i = 0; i < ends->count; i++)
		if (ends->at[i] == at)
			return;
	if (ends->count < SPELL_ENDS_MAX)
		ends->at[ends->count++] = at;
}

struct sign spell_sign(struct str view)
{
	const unsigned char *bytes = (const unsigned char *)view.ptr;
	struct sign sign = {.code = bytes[0], .length = 1};
	size_t length = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : bytes[0] >= 0xc0 ? 2 : 1;
	if (length > 1 && length <= view.len && utf8_valid_prefix((struct str){view.ptr, length}) == length) {
		sign.length = length;
		sign.code = bytes[0] & (0xffu >> (length + 1));
		for (size_t i = 1; i < length; i++)
			sign.code = (sign.code << 6) | (bytes[i] & 0x3fu);
	}
	memcpy(sign.bytes, bytes, sign.length);
	return sign;
}

bool spell_is_escape(char byte)
{
	return byte == '%' || byte == '&' || byte == '\\';
}

static int digit_value(char c, unsigned base)
{
	int value = c >= '0' && c <= '9'   ? c - '0'
	            : c >= 'a' && c <= 'f' ? c - 'a' + 10
	            : c >= 'A' && c <= 'F' ? c - 'A' + 10
	                                   : -1;
	return value < (int)base ? value : -1;
}

/** Reads up to `most` digits at `*at` and moves it behind them; false when there is none or the number is no character. */
static bool read_number(struct str text, size_t *at, unsigned base, size_t most, uint32_t *number)
{
	size_t start = *at;
	uint64_t value = 0;
	for (; *at < text.len && *at - start < most; ++*at) {
		int digit = digit_value(text.ptr[*at], base);
		if (digit < 0)
			break;
		value = value * base + (unsigned)digit;
	}
	*number = (uint32_t)value;
	return *at > start && value <= 0x10ffff;
}

static bool read_hex(struct str text, size_t *at, size_t digits, uint32_t *number)
{
	size_t start = *at;
	return read_number(text, at, 16, digits, number) && *at - start == digits;
}

/** HTML's names of the ASCII punctuation; XML knows the first five. */
static const struct {
	const char *name;
	char sign;
} names[] = {
	{"amp", '&'},    {"lt", '<'},     {"gt", '>'},     {"quot", '"'},   {"apos", '\''},    {"excl", '!'},
	{"num", '#'},    {"dollar", '$'}, {"percnt", '%'}, {"lpar", '('},   {"rpar", ')'},     {"ast", '*'},
	{"plus", '+'},   {"comma", ','},  {"period", '.'}, {"sol", '/'},    {"colon", ':'},    {"semi", ';'},
	{"equals", '='}, {"quest", '?'},  {"commat", '@'}, {"lsqb", '['},   {"lbrack", '['},   {"bsol", '\\'},
	{"rsqb", ']'},   {"rbrack", ']'}, {"Hat", '^'},    {"lowbar", '_'}, {"grave", '`'},    {"lcub", '{'},
	{"lbrace", '{'}, {"verbar", '|'}, {"vert", '|'},   {"rcub", '}'},   {"rbrace", '}'},   {"AMP", '&'},
	{"LT", '<'},     {"GT", '>'},     {"QUOT", '"'},   {"Tab", '\t'},   {"NewLine", '\n'},
};

/** Short escapes of JSON and of most programming languages. */
static const struct {
	char letter;
	char sign;
} letters[] = {
	{'"', '"'}, {'\\', '\\'}, {'/', '/'}, {'\'', '\''}, {'b', '\b'}, {'f', '\f'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'},
};

static void spell_byte(struct str text, size_t at, unsigned char byte, unsigned depth, struct spell_ends *ends);

/** The offset after the byte, which may be escaped itself; 0 when something else stands there. */
static size_t after_mark(struct str text, size_t at, char mark, unsigned depth)
{
	struct spell_ends ends = {0};
	spell_byte(text, at, (unsigned char)mark, depth, &ends);
	return ends.count ? ends.at[0] : 0;
}

/** A reference may lack its semicolon, as HTML allows. */
static void end_reference(struct str text, size_t at, unsigned depth, struct spell_ends *ends)
{
	size_t after = after_mark(text, at, ';', depth);
	add_end(ends, after ? after : at);
}

static void match_reference(struct str text, size_t at, uint32_t code, unsigned depth, struct spell_ends *ends)
{
	size_t digits = after_mark(text, at, '#', depth);
	if (digits) {
		bool hex = digits < text.len && (text.ptr[digits] == 'x' || text.ptr[digits] == 'X');
		uint32_t number;
		digits += hex;
		if (read_number(text, &digits, hex ? 16 : 10, DIGITS_MAX, &number) && number == code)
			end_reference(text, digits, depth, ends);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t length = strlen(names[i].name);
		if ((unsigned char)names[i].sign == code && at <= text.len && text.len - at >= length &&
		    memcmp(text.ptr + at, names[i].name, length) == 0)
			end_reference(text, at + length, depth, ends);
	}
}

static void match_percent(struct str text, size_t at, uint32_t code, UNUSED unsigned depth, struct spell_ends *ends)
{
	uint32_t number;
	if (code < 0x100 && read_hex(text, &at, 2, &number) && number == code)
		add_end(ends, at);
}

/** The second half of a character beyond U+FFFF, which JSON writes as two escapes. */
static void match_low_surrogate(struct str text, size_t at, uint32_t code, uint32_t high, struct spell_ends *ends)
{
	uint32_t low;
	while (at < text.len && text.ptr[at] == '\\')
		at++;
	if (at >= text.len || text.ptr[at++] != 'u' || !read_hex(text, &at, 4, &low))
		return;
	if (low >= 0xdc00 && low < 0xe000 && 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00) == code)
		add_end(ends, at);
}

static void match_backslash(struct str text, size_t at, uint32_t code, unsigned depth, struct spell_ends *ends)
{
	if (at >= text.len)
		return;
	char letter = text.ptr[at];
	for (size_t i = 0; i < ARRAY_LEN(letters); i++)
		if ((unsigned char)letters[i].sign == code)
			spell_byte(text, at, (unsigned char)letters[i].letter, depth, ends);
	if (letter != 'u' && letter != 'x')
		return;
	uint32_t number;
	at++;
	if (!read_hex(text, &at, letter == 'u' ? 4 : 2, &number))
		return;
	if (number == code)
		add_end(ends, at);
	else if (number >= 0xd800 && number < 0xdc00)
		match_low_surrogate(text, at, code, number, ends);
}

/** An escape: a mark and what may follow it. */
static const struct {
	char mark;
	void (*match)(struct str text, size_t at, uint32_t code, unsigned depth, struct spell_ends *ends);
} escapes[] = {
	{'%', match_percent},
	{'&', match_reference},
	{'\\', match_backslash},
};

static void spell_code(struct str text, size_t at, uint32_t code, unsigned depth, struct spell_ends *ends)
{
	if (depth == 0 || at >= text.len || !spell_is_escape(text.ptr[at]))
		return;
	for (size_t i = 0; i < ARRAY_LEN(escapes); i++) {
		struct spell_ends marks = {0};
		spell_byte(text, at, (unsigned char)escapes[i].mark, depth - 1, &marks);
		for (size_t k = 0; k < marks.count; k++)
			escapes[i].match(text, marks.at[k], code, depth - 1, ends);
	}
}

static void spell_byte(struct str text, size_t at, unsigned char byte, unsigned depth, struct spell_ends *ends)
{
	if (at >= text.len)
		return;
	if ((unsigned char)text.ptr[at] == byte || (byte == ' ' && text.ptr[at] == '+'))
		add_end(ends, at + 1);
	spell_code(text, at, byte, depth, ends);
}

void spell_match(struct str text, size_t at, const struct sign *sign, struct spell_ends *ends)
{
	struct spell_ends reached = {{at}, 1};
	for (size_t i = 0; i < sign->length; i++) {
		struct spell_ends next = {0};
		for (size_t k = 0; k < reached.count; k++)
			spell_byte(text, reached.at[k], sign->bytes[i], NESTING, &next);
		reached = next;
	}
	for (size_t k = 0; k < reached.count; k++)
		add_end(ends, reached.at[k]);
	if (sign->length > 1)
		spell_code(text, at, sign->code, NESTING, ends);
}
