// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "judge_helper.h"
#include "pattern.h"

static enum match try(const char *source, struct str text)
{
	const char *error = NULL;
	struct pattern *pattern = pattern_new(source, &error);
	cr_assert_not_null(pattern, "%s: %s", source, error);
	enum match match = pattern_match(pattern, text);
	pattern_free(pattern);
	return match;
}

Test(pattern, matches)
{
	static const struct {
		const char *source;
		const char *text;
		enum match match;
	} cases[] = {
		{"^a$", "a", MATCH_YES},
		{"^a$", "a\n", MATCH_NO},
		{"^a$", "b\na", MATCH_NO},
		{"b", "abc", MATCH_YES},
		{"^b", "abc", MATCH_NO},
		{"^(?i)android", "ANDROID 4.4", MATCH_YES},
		{"^.$", "ä", MATCH_YES},
		{"^..$", "ä", MATCH_NO},
		{"^.$", "\xe4", MATCH_NO},
		{"", "\xff", MATCH_NO},
		{"", "", MATCH_YES},
		{"^$", "", MATCH_YES},
		{"^.$", "\xed\xa0\x80", MATCH_NO},
		{"^(?!x).", "y", MATCH_YES},
		{"^a|b", "xb", MATCH_YES},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_eq(try(cases[i].source, str_of(cases[i].text)), cases[i].match, "%s on %s", cases[i].source,
		             cases[i].text);
	cr_expect_eq(try("^$", (struct str){0}), MATCH_YES);
	cr_expect_eq(try("^a.b$", (struct str){"a\0b", 3}), MATCH_YES);
}

Test(pattern, one_pattern_serves_many_texts)
{
	const char *error;
	struct pattern *pattern = pattern_new("^[0-9]+$", &error);
	for (int i = 0; i < 1000; i++)
		cr_assert_eq(pattern_match(pattern, str_of(i % 2 ? "12" : "1x")), i % 2 ? MATCH_YES : MATCH_NO);
	pattern_free(pattern);
	pattern_free(NULL);
}

Test(pattern, bad_patterns_say_why)
{
	static const char *const cases[][2] = {
		{"(a", "a missing )"},
		{"a)", "a ) without its ("},
		{"[a", "a missing ]"},
		{"*a", "nothing to repeat before a quantifier"},
		{"[z-a]", "a range in [] is out of order"},
		{"a{3,2}", "numbers out of order in {}"},
		{"a{99999}", "a number in {} is too large"},
		{"a\\", "a backslash at the end"},
		{"\\1(", "a missing )"},
		{"\\g{7}", "a reference to a group that is not there"},
		{"(?<=a*)b", "a look-behind of no fixed length"},
		{"\\j", "an unknown escape"},
		{"(?z)", "not a regular expression (PCRE2)"},
		{"\\C", "not a regular expression (PCRE2)"},
		{"\xff", "no valid UTF-8"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *error = NULL;
		cr_expect_null(pattern_new(cases[i][0], &error), "%s", cases[i][0]);
		expect_text(error, cases[i][1]);
	}
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/** Each of these needs exponential or quadratic time, or memory without end, when nothing limits it. */
Test(pattern, hostile_texts_are_bounded)
{
	static const char *const sources[] = {
		"^(a+)+$",           "^(a|a)*$", "^(a|b|ab)*c$", "(a+)+$",        "(a*)*[bc]",
		"^(?:a?){40}a{40}$", "^(.*)*x$", "([a-z]+)*=",   "a.*b.*c.*d.*e", "^((a{1,10}){1,10}){1,10}x",
	};
	enum { LENGTH = 1 << 20 };
	char *text = malloc(LENGTH);
	memset(text, 'a', LENGTH);
	for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
		double start = seconds();
		for (size_t length = 30; length <= LENGTH; length *= 32)
			try(sources[i], (struct str){text, length});
		cr_expect_lt(seconds() - start, 10.0, "%s took %.1f s", sources[i], seconds() - start);
	}
	cr_expect_eq(try("^(a+)+$", str_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")), MATCH_LIMIT);
	cr_expect_eq(try("(a*)*[bc]", (struct str){text, 4096}), MATCH_LIMIT);
	free(text);
}

Test(pattern, a_long_plain_text_is_no_trouble)
{
	enum { LENGTH = 1 << 20 };
	char *text = malloc(LENGTH);
	memset(text, '7', LENGTH);
	cr_expect_eq(try("^[0-9]+$", (struct str){text, LENGTH}), MATCH_YES);
	cr_expect_eq(try("^.*$", (struct str){text, LENGTH}), MATCH_YES);
	cr_expect_eq(try("x", (struct str){text, LENGTH}), MATCH_NO);
	free(text);
}
