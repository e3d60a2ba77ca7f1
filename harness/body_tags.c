// SPDX-License-Identifier: Apache-2.0
#include "body_tags.h"

#include <string.h>

/** The API writes one attribute; the parser compares each with each. */
enum { MOST_ATTRIBUTES = 256 };

static const char expect_comment[] = "-";
static const char expect_cdata[] = "CDATA[";
static const char expect_doctype[] = "DOCTYPE";

static const char *refuse(struct tags *tags, enum body_status status, const char *message, const char *at)
{
	tags->status = status;
	tags->message = message;
	return at;
}

static void enter(struct tags *tags, enum tags_state state)
{
	tags->state = state;
	tags->length = 0;
}

/** Where the ceiling ends what may still be read. */
static const char *limit_of(size_t ceiling, size_t length, const char *at, const char *end)
{
	size_t left = ceiling > length ? ceiling - length : 0;
	return (size_t)(end - at) > left ? at + left : end;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/** The parser waits for the semicolon of a reference, however far away; XML wants it before the next tag. */
static bool check_references(struct tags *tags, const char *at, const char *stop, bool last)
{
	while (at < stop) {
		char wanted = tags->reference ? ';' : '&';
		const char *found = memchr(at, wanted, (size_t)(stop - at));
		if (!found)
			break;
		tags->reference = !tags->reference;
		at = found + 1;
	}
	return !(last && tags->reference);
}

static const char *scan_text(struct tags *tags, const char *at, const char *end)
{
	if (!tags->begun) {
		while (at < end && is_blank(*at))
			at++;
		if (at == end)
			return at;
		if (*at != '<')
			return refuse(tags, BODY_MALFORMED, "does not begin with a tag", at);
		tags->begun = true;
	}
	const char *tag = memchr(at, '<', (size_t)(end - at));
	const char *stop = tag ? tag : end;
	const char *limit = limit_of(tags->text_ceiling, tags->length, at, end);
	if (stop > limit)
		return refuse(tags, BODY_LIMIT, "a run of text is too long", limit);
	if (!check_references(tags, at, stop, tag != NULL))
		return refuse(tags, BODY_MALFORMED, "'&' begins no reference", stop);
	tags->length += (size_t)(stop - at);
	if (!tag)
		return end;
	enter(tags, TAGS_OPEN);
	tags->attributes = 0;
	return tag + 1;
}

static const char *scan_until(struct tags *tags, const char *at, const char *end)
{
	const char *limit = limit_of(tags->text_ceiling, tags->length, at, end);
	const char *start = at;
	for (; at < limit; at++) {
		if (*at == tags->closer) {
			tags->seen++;
		} else if (*at == '>' && tags->seen >= tags->needed) {
			enter(tags, TAGS_TEXT);
			return at + 1;
		} else {
			tags->seen = 0;
		}
	}
	tags->length += (size_t)(at - start);
	return at == end ? at : refuse(tags, BODY_LIMIT, "a comment, CDATA section or instruction is too long", at);
}

static void enter_until(struct tags *tags, char closer, size_t needed)
{
	enter(tags, TAGS_UNTIL);
	tags->closer = closer;
	tags->needed = needed;
	tags->seen = 0;
}

static void expect(struct tags *tags, const char *word)
{
	enter(tags, TAGS_HEAD);
	tags->expect = word;
}

static const char *scan_open(struct tags *tags, const char *at, UNUSED const char *end)
{
	switch (*at) {
	case '!':
		tags->state = TAGS_BANG;
		return at + 1;
	case '?':
		enter_until(tags, '?', 1);
		return at + 1;
	default:
		tags->state = TAGS_TAG;
		return at;
	}
}

static const char *scan_bang(struct tags *tags, const char *at, UNUSED const char *end)
{
	switch (*at) {
	case '-':
		expect(tags, expect_comment);
		return at + 1;
	case '[':
		expect(tags, expect_cdata);
		return at + 1;
	default:
		expect(tags, expect_doctype);
		return at;
	}
}

/** HTML writes its DOCTYPE in any case; it is to be named as such too. */
static bool meets(const char *word, size_t at, char byte)
{
	return byte == word[at] || (word == expect_doctype && (byte & ~0x20) == word[at]);
}

static const char *scan_head(struct tags *tags, const char *at, const char *end)
{
	const char *word = tags->expect;
	for (; at < end && word[tags->length]; at++, tags->length++)
		if (!meets(word, tags->length, *at))
			return refuse(tags, BODY_MALFORMED, "markup that begins with '<!' and is neither comment nor CDATA", at);
	if (word[tags->length])
		return at;
	if (word == expect_doctype)
		return refuse(tags, BODY_DOCTYPE, "a document type declaration", at);
	enter_until(tags, word == expect_comment ? '-' : ']', 2);
	return at;
}

static const bool ends_tag_text[256] = {['>'] = true, ['<'] = true, ['"'] = true, ['\''] = true};

static const char *scan_tag(struct tags *tags, const char *at, const char *end)
{
	const char *limit = limit_of(tags->tag_ceiling, tags->length, at, end);
	const char *start = at;
	while (at < limit && !ends_tag_text[(unsigned char)*at])
		at++;
	tags->length += (size_t)(at - start);
	if (at == end)
		return at;
	if (at == limit)
		return refuse(tags, BODY_LIMIT, "a tag is too long", at);
	if (*at == '<')
		return refuse(tags, BODY_MALFORMED, "'<' inside a tag", at);
	if (*at == '>') {
		enter(tags, TAGS_TEXT);
		return at + 1;
	}
	if (++tags->attributes > MOST_ATTRIBUTES)
		return refuse(tags, BODY_LIMIT, "too many attributes in one tag", at);
	tags->quote = *at;
	tags->length++;
	tags->state = TAGS_QUOTED;
	return at + 1;
}

static const char *scan_quoted(struct tags *tags, const char *at, const char *end)
{
	const char *limit = limit_of(tags->tag_ceiling, tags->length, at, end);
	const char *start = at;
	while (at < limit && *at != tags->quote && *at != '<')
		at++;
	tags->length += (size_t)(at - start);
	if (at == end)
		return at;
	if (at == limit)
		return refuse(tags, BODY_LIMIT, "a tag is too long", at);
	if (*at == '<')
		return refuse(tags, BODY_MALFORMED, "'<' inside a tag", at);
	tags->length++;
	tags->state = TAGS_TAG;
	return at + 1;
}

/** One function for each state; each takes at least one byte, changes the state or refuses. */
static const char *(*const scanners[])(struct tags *, const char *, const char *) = {
	[TAGS_TEXT] = scan_text, [TAGS_OPEN] = scan_open,     [TAGS_BANG] = scan_bang,   [TAGS_HEAD] = scan_head,
	[TAGS_TAG] = scan_tag,   [TAGS_QUOTED] = scan_quoted, [TAGS_UNTIL] = scan_until,
};

size_t tags_scan(struct tags *tags, const char *bytes, size_t length, size_t *cut)
{
	const char *end = bytes + length;
	const char *at = bytes;
	*cut = 0;
	while (at < end && tags->status == BODY_OK) {
		bool inside = tags->state != TAGS_TEXT;
		at = scanners[tags->state](tags, at, end);
		if (inside && tags->state == TAGS_TEXT)
			*cut = (size_t)(at - bytes);
	}
	return (size_t)(at - bytes);
}
