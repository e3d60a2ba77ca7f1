// SPDX-License-Identifier: Apache-2.0
#include "mask_spell.h"

#include <string.h>

enum { DIGITS_MAX = 12 };

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

static void add_reading(struct readings *readings, uint32_t code, size_t end, bool byte)
{
	if (readings->count < READINGS_MAX)
		readings->all[readings->count++] = (struct reading){code, end, byte};
}

static int digit_value(char c, unsigned base)
{
	int value = c >= '0' && c <= '9'   ? c - '0'
	            : c >= 'a' && c <= 'f' ? c - 'a' + 10
	            : c >= 'A' && c <= 'F' ? c - 'A' + 10
	                                   : -1;
	return value < (int)base ? value : -1;
}

/** Reads up to `most` digits at `*at` and moves it behind them; false without digits or beyond the last character. */
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

/** The offset after the character, which may be escaped itself; 0 when something else stands there. */
static size_t after_mark(struct str text, size_t at, char mark, unsigned depth)
{
	struct readings readings = {.count = 0};
	spell_read(text, at, depth, &readings);
	for (size_t i = 0; i < readings.count; i++)
		if (readings.all[i].code == (unsigned char)mark)
			return readings.all[i].end;
	return 0;
}

/** A reference may lack its semicolon, as HTML allows. */
static void end_reference(struct str text, size_t at, uint32_t code, unsigned depth, struct readings *readings)
{
	size_t after = after_mark(text, at, ';', depth);
	add_reading(readings, code, after ? after : at, false);
}

static void read_reference(struct str text, size_t at, unsigned depth, struct readings *readings)
{
	size_t digits = after_mark(text, at, '#', depth);
	if (digits) {
		bool hex = digits < text.len && (text.ptr[digits] == 'x' || text.ptr[digits] == 'X');
		uint32_t number;
		digits += hex;
		if (read_number(text, &digits, hex ? 16 : 10, DIGITS_MAX, &number))
			end_reference(text, digits, number, depth, readings);
		return;
	}
	for (size_t i = 0; at < text.len && i < ARRAY_LEN(names); i++) {
		size_t length = strlen(names[i].name);
		if (text.ptr[at] == names[i].name[0] && text.len - at >= length &&
		    memcmp(text.ptr + at, names[i].name, length) == 0)
			end_reference(text, at + length, (unsigned char)names[i].sign, depth, readings);
	}
}

static void read_percent(struct str text, size_t at, UNUSED unsigned depth, struct readings *readings)
{
	uint32_t number;
	if (read_hex(text, &at, 2, &number))
		add_reading(readings, number, at, true);
}

/** The second half of a character beyond U+FFFF, which JSON writes as two escapes. */
static void read_low_surrogate(struct str text, size_t at, uint32_t high, struct readings *readings)
{
	uint32_t low;
	while (at < text.len && text.ptr[at] == '\\')
		at++;
	if (at >= text.len || text.ptr[at++] != 'u' || !read_hex(text, &at, 4, &low))
		return;
	if (low >= 0xdc00 && low < 0xe000)
		add_reading(readings, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), at, false);
}

static void read_backslash(struct str text, size_t at, unsigned depth, struct readings *readings)
{
	struct readings next = {.count = 0};
	spell_read(text, at, depth, &next);
	for (size_t k = 0; k < next.count; k++)
		for (size_t i = 0; i < ARRAY_LEN(letters); i++)
			if ((unsigned char)letters[i].letter == next.all[k].code)
				add_reading(readings, (unsigned char)letters[i].sign, next.all[k].end, true);
	if (at >= text.len || (text.ptr[at] != 'u' && text.ptr[at] != 'x'))
		return;
	bool unicode = text.ptr[at++] == 'u';
	uint32_t number;
	if (!read_hex(text, &at, unicode ? 4 : 2, &number))
		return;
	if (unicode && number >= 0xd800 && number < 0xdc00)
		read_low_surrogate(text, at, number, readings);
	else
		add_reading(readings, number, at, !unicode);
}

/** An escape: a mark and how to read what follows it. */
static const struct {
	char mark;
	void (*read)(struct str text, size_t at, unsigned depth, struct readings *readings);
} escapes[] = {
	{'%', read_percent},
	{'&', read_reference},
	{'\\', read_backslash},
};

void spell_read(struct str text, size_t at, unsigned depth, struct readings *readings)
{
	if (at >= text.len)
		return;
	add_reading(readings, (unsigned char)text.ptr[at], at + 1, true);
	if (text.ptr[at] == '+')
		add_reading(readings, ' ', at + 1, true);
	if (depth == 0 || !spell_is_escape(text.ptr[at]))
		return;
	struct readings marks = {.count = 0};
	spell_read(text, at, depth - 1, &marks);
	for (size_t k = 0; k < marks.count; k++)
		for (size_t i = 0; i < ARRAY_LEN(escapes); i++)
			if (marks.all[k].code == (unsigned char)escapes[i].mark)
				escapes[i].read(text, marks.all[k].end, depth - 1, readings);
}

static void add_end(struct spell_ends *ends, size_t at)
{
	for (size_t i = 0; i < ends->count; i++)
		if (ends->at[i] == at)
			return;
	if (ends->count < SPELL_ENDS_MAX)
		ends->at[ends->count++] = at;
}

/** Adds the ends of all readings that give the code, as a byte or as a whole character. */
static void match_code(struct str text, size_t at, uint32_t code, bool byte, struct spell_ends *ends)
{
	struct readings readings = {.count = 0};
	spell_read(text, at, SPELL_DEPTH, &readings);
	for (size_t i = 0; i < readings.count; i++)
		if (readings.all[i].code == code && (readings.all[i].byte == byte || code < 0x80))
			add_end(ends, readings.all[i].end);
}

/** The bytes of the sign may each have a spelling of their own, or the character has one as a whole. */
void spell_match(struct str text, size_t at, const struct sign *sign, struct spell_ends *ends)
{
	struct spell_ends reached = {.at = {at}, .count = 1};
	for (size_t i = 0; i < sign->length; i++) {
		struct spell_ends next = {.count = 0};
		for (size_t k = 0; k < reached.count; k++)
			match_code(text, reached.at[k], sign->bytes[i], true, &next);
		reached = next;
	}
	for (size_t k = 0; k < reached.count; k++)
		add_end(ends, reached.at[k]);
	if (sign->code >= 0x80)
		match_code(text, at, sign->code, false, ends);
}
