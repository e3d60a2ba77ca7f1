// SPDX-License-Identifier: Apache-2.0
#include "pattern.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/** Steps from one place of the text, depth of nesting and KiB of one match, after which it is given up. */
enum { STEPS_MAX = 100000, DEPTH_MAX = 20000, HEAP_MAX = 4096 };

/** PCRE2 counts steps anew at each place where a match may begin; these are for all places together, and for each. */
enum { SEARCH_STEPS_MAX = 10 * STEPS_MAX, PLACE_STEPS_MIN = 100 };

/** What was said of the last short text: fields of one device, or of one fleet, are often asked the same twice. */
struct memo {
	char text[32];
	size_t length;
	enum match said;
	bool used;
};

/*
 * The just-in-time compiler of PCRE2 stays off: it counts steps in its own way and knows no limit of depth, so that the
 * same text could pass on one machine and hit a limit on another.
 */
struct pattern {
	const char *source;
	struct memo *memo;
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *match; /**< used anew by each match, so that a match allocates nothing */
	bool anchored;           /**< a match can only begin at the beginning */
};

/** PCRE2 tells in the caller's buffer, our callers want static life: the messages that a case author meets. */
static const char *error_text(int code)
{
	static const struct {
		int code;
		const char *text;
	} errors[] = {
		{PCRE2_ERROR_END_BACKSLASH, "a backslash at the end"},
		{PCRE2_ERROR_END_BACKSLASH_C, "\\c at the end"},
		{PCRE2_ERROR_UNKNOWN_ESCAPE, "an unknown escape"},
		{PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER, "numbers out of order in {}"},
		{PCRE2_ERROR_QUANTIFIER_TOO_BIG, "a number in {} is too large"},
		{PCRE2_ERROR_MISSING_SQUARE_BRACKET, "a missing ]"},
		{PCRE2_ERROR_CLASS_RANGE_ORDER, "a range in [] is out of order"},
		{PCRE2_ERROR_QUANTIFIER_INVALID, "nothing to repeat before a quantifier"},
		{PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS, "a missing )"},
		{PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS, "a ) without its ("},
		{PCRE2_ERROR_BAD_SUBPATTERN_REFERENCE, "a reference to a group that is not there"},
		{PCRE2_ERROR_PATTERN_TOO_LARGE, "the pattern is too large"},
		{PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH, "a look-behind of no fixed length"},
		{PCRE2_ERROR_PARENTHESES_NEST_TOO_DEEP, "parentheses nest too deep"},
	};
	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (errors[i].code == code)
			return errors[i].text;
	return code < 0 ? "no valid UTF-8" : "not a regular expression (PCRE2)";
}

struct pattern *pattern_new(const char *source, const char **error)
{
	int code;
	size_t offset;
	pcre2_code *compiled =
		pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED,
	                  PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C, &code, &offset, NULL);
	if (!compiled) {
		*error = error_text(code);
		return NULL;
	}
	struct pattern *pattern = xmalloc(sizeof(*pattern));
	*pattern = (struct pattern){
		.source = source,
		.memo = xmalloc(sizeof(*pattern->memo)),
		.code = compiled,
		.limits = pcre2_match_context_create(NULL),
		.match = pcre2_match_data_create(1, NULL),
	};
	*pattern->memo = (struct memo){0};
	if (!pattern->limits || !pattern->match) {
		pattern_free(pattern);
		*error = "out of memory";
		return NULL;
	}
	uint32_t options = 0;
	pcre2_pattern_info(compiled, PCRE2_INFO_ALLOPTIONS, &options);
	pattern->anchored = options & PCRE2_ANCHORED;
	pcre2_set_match_limit(pattern->limits, STEPS_MAX);
	pcre2_set_depth_limit(pattern->limits, DEPTH_MAX);
	pcre2_set_heap_limit(pattern->limits, HEAP_MAX);
	return pattern;
}

void pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_match_data_free(pattern->match);
	pcre2_match_context_free(pattern->limits);
	pcre2_code_free(pattern->code);
	free(pattern->memo);
	free(pattern);
}

/** Steps that each place of a search may take. */
static uint32_t steps_per_place(size_t length)
{
	size_t steps = SEARCH_STEPS_MAX / (length + 1);
	if (steps < PLACE_STEPS_MIN)
		return PLACE_STEPS_MIN;
	return steps < STEPS_MAX ? (uint32_t)steps : STEPS_MAX;
}

const char *pattern_source(const struct pattern *pattern)
{
	return pattern->source;
}

static enum match search(const struct pattern *pattern, struct str text)
{
	PCRE2_SPTR subject = (PCRE2_SPTR)(text.ptr ? text.ptr : "");
	if (!pattern->anchored)
		pcre2_set_match_limit(pattern->limits, steps_per_place(text.len));
	int found = pcre2_match(pattern->code, subject, text.len, 0, 0, pattern->match, pattern->limits);
	if (found >= 0)
		return MATCH_YES;
	bool not_utf8 = found <= PCRE2_ERROR_UTF8_ERR1 && found >= PCRE2_ERROR_UTF8_ERR21;
	return found == PCRE2_ERROR_NOMATCH || not_utf8 ? MATCH_NO : MATCH_LIMIT;
}

enum match pattern_match(const struct pattern *pattern, struct str text)
{
	struct memo *memo = pattern->memo;
	if (text.len > sizeof(memo->text))
		return search(pattern, text);
	if (!memo->used || !str_equal((struct str){memo->text, memo->length}, text)) {
		memo->said = search(pattern, text);
		memo->used = true;
		memo->length = text.len;
		if (text.len)
			memcpy(memo->text, text.ptr, text.len);
	}
	return memo->said;
}
