// SPDX-License-Identifier: Apache-2.0
#include "body_tokens.h"

static const char half_pair[] = "half of a surrogate pair";

static const char *refuse(struct tokens *tokens, enum body_status status, const char *message, const char *at)
{
	tokens->status = status;
	tokens->message = message;
	return at;
}

static const char *enter(struct tokens *tokens, enum tokens_state state, const char *at)
{
	tokens->state = state;
	return at;
}

/** What the characters that mean something to JSON are; the first three may stand in a string as they are. */
enum { OTHER, SPACE, SIGN, LINE, CONTROL, QUOTE, BACKSLASH };

/* clang-format off */
static const unsigned char classes[256] = {
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	CONTROL, LINE,    LINE,    CONTROL, CONTROL, LINE,    CONTROL, CONTROL,
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	[' '] = SPACE, [','] = SIGN, [':'] = SIGN, ['{'] = SIGN, ['}'] = SIGN, ['['] = SIGN, [']'] = SIGN,
	['"'] = QUOTE, ['\\'] = BACKSLASH,
};
/* clang-format on */

static unsigned char class_of(char c)
{
	return classes[(unsigned char)c];
}

/** Whether a letter makes sense here is the parser's business. */
static bool is_word(char c)
{
	return class_of(c) == OTHER && c > ' ' && c < 0x7f;
}

/** Zero bytes at the very beginning are the sign of wide characters. */
static const char *refuse_outside(struct tokens *tokens, size_t offset, const char *at)
{
	if (*at == '\0' && offset <= 1)
		return refuse(tokens, BODY_ENCODING, "encoded as UTF-16 or UTF-32", at);
	if ((unsigned char)*at == 0xef && offset == 0)
		return refuse(tokens, BODY_MALFORMED, "a byte order mark before the JSON text", at);
	return refuse(tokens, BODY_MALFORMED, "a character that no JSON text has outside of strings", at);
}

static const char *scan_outside(struct tokens *tokens, const char *at, const char *end)
{
	const char *start = at;
	unsigned char class = OTHER;
	for (; at < end; at++) {
		class = class_of(*at);
		if (class == SIGN)
			tokens->begun = true;
		else if (class != SPACE && class != LINE)
			break;
	}
	tokens->length = 0;
	if (at == end)
		return at;
	if (class != QUOTE && !is_word(*at))
		return refuse_outside(tokens, tokens->read + (size_t)(at - start), at);
	tokens->begun = true;
	return class == QUOTE ? enter(tokens, TOKENS_STRING, at + 1) : enter(tokens, TOKENS_WORD, at);
}

static const char *limit_of(size_t ceiling, size_t length, const char *at, const char *end)
{
	size_t left = ceiling > length ? ceiling - length : 0;
	return (size_t)(end - at) > left ? at + left : end;
}

static const char *scan_word(struct tokens *tokens, const char *at, const char *end)
{
	const char *limit = limit_of(tokens->word_ceiling, tokens->length, at, end);
	while (at < limit && is_word(*at))
		at++;
	if (at == end)
		return at;
	if (!is_word(*at))
		return enter(tokens, TOKENS_OUTSIDE, at);
	return refuse(tokens, BODY_LIMIT, "a number is too long", at);
}

static const char *scan_string(struct tokens *tokens, const char *at, const char *end)
{
	const char *limit = limit_of(tokens->string_ceiling, tokens->length, at, end);
	while (at < limit && class_of(*at) <= SIGN)
		at++;
	if (at == end)
		return at;
	if (*at == '"')
		return enter(tokens, TOKENS_OUTSIDE, at + 1);
	if (at == limit)
		return refuse(tokens, BODY_LIMIT, "a string is too long", at);
	if (*at == '\\')
		return enter(tokens, TOKENS_ESCAPE, at + 1);
	return refuse(tokens, BODY_MALFORMED, "a control character in a string", at);
}

static const char *enter_hex(struct tokens *tokens, bool paired, const char *at)
{
	tokens->digits = 0;
	tokens->code = 0;
	tokens->paired = paired;
	return enter(tokens, TOKENS_HEX, at);
}

static const char *scan_escape(struct tokens *tokens, const char *at, UNUSED const char *end)
{
	return *at == 'u' ? enter_hex(tokens, false, at + 1) : enter(tokens, TOKENS_STRING, at + 1);
}

static const char *scan_pair(struct tokens *tokens, const char *at, UNUSED const char *end)
{
	if (*at != '\\')
		return refuse(tokens, BODY_ENCODING, half_pair, at);
	return enter(tokens, TOKENS_PAIR_ESCAPE, at + 1);
}

static const char *scan_pair_escape(struct tokens *tokens, const char *at, UNUSED const char *end)
{
	if (*at != 'u')
		return refuse(tokens, BODY_ENCODING, half_pair, at);
	return enter_hex(tokens, true, at + 1);
}

/** The value of a hexadecimal digit, 16 for anything else. */
static unsigned hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	char lower = (char)(c | 0x20);
	return lower >= 'a' && lower <= 'f' ? (unsigned)(lower - 'a') + 10 : 16;
}

static const char *scan_hex(struct tokens *tokens, const char *at, UNUSED const char *end)
{
	unsigned value = hex_value(*at);
	if (value > 15)
		return refuse(tokens, BODY_MALFORMED, "an escape without four hexadecimal digits", at);
	tokens->code = tokens->code << 4 | value;
	if (++tokens->digits < 4)
		return at + 1;
	bool low = tokens->code >= 0xdc00 && tokens->code <= 0xdfff;
	bool high = tokens->code >= 0xd800 && tokens->code <= 0xdbff;
	if (low != tokens->paired)
		return refuse(tokens, BODY_ENCODING, half_pair, at);
	return enter(tokens, high ? TOKENS_PAIR : TOKENS_STRING, at + 1);
}

/** One function for each state; each takes at least one byte, changes the state or refuses. */
static const char *(*const scanners[])(struct tokens *, const char *, const char *) = {
	[TOKENS_OUTSIDE] = scan_outside,         [TOKENS_WORD] = scan_word, [TOKENS_STRING] = scan_string,
	[TOKENS_ESCAPE] = scan_escape,           [TOKENS_HEX] = scan_hex,   [TOKENS_PAIR] = scan_pair,
	[TOKENS_PAIR_ESCAPE] = scan_pair_escape,
};

size_t tokens_scan(struct tokens *tokens, const char *bytes, size_t length, size_t *cut)
{
	const char *end = bytes + length;
	const char *at = bytes;
	*cut = TOKENS_NO_CUT;
	while (at < end && tokens->status == BODY_OK) {
		bool outside = tokens->state == TOKENS_OUTSIDE;
		const char *next = scanners[tokens->state](tokens, at, end);
		if (outside)
			*cut = (size_t)((tokens->state == TOKENS_STRING ? next - 1 : next) - bytes);
		else
			tokens->length += (size_t)(next - at);
		tokens->read += (size_t)(next - at);
		at = next;
	}
	if (tokens->state == TOKENS_OUTSIDE)
		*cut = (size_t)(at - bytes);
	return (size_t)(at - bytes);
}
