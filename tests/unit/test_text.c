// SPDX-License-Identifier: Apache-2.0
#include "text.h"

#include <criterion/criterion.h>
#include <string.h>

Test(text, views)
{
	cr_assert_eq(str_of(NULL).len, 0);
	cr_assert(str_is(str_trim(str_of(" \t\r\n a b \n")), "a b"));
	cr_assert_eq(str_trim(str_of(" \n ")).len, 0);
	cr_assert(str_equal((struct str){NULL, 0}, str_of("")));
	cr_assert_not(str_equal(str_of("a"), str_of("A")));
	cr_assert(str_is_nocase(str_of("aBz-Ä"), "AbZ-Ä"));
	cr_assert_not(str_is_nocase(str_of("ä"), "Ä"), "only ASCII letters have a case here");
	cr_assert_not(str_is_nocase(str_of("["), "{"));
}

Test(text, digits)
{
	cr_assert(str_is_digits(str_of("0123456789")));
	cr_assert_not(str_is_digits(str_of("")));
	cr_assert_not(str_is_digits(str_of("-1")));
	cr_assert_not(str_is_digits(str_of("1 ")));
	cr_assert_not(str_is_digits(str_of("1a")));
}

Test(text, names_are_compared_without_case_blanks_underscores_and_hyphens)
{
	static const char *const same[] = {"deviceName", "device_name", "Device Name", "device-name ", "_DEVICENAME"};
	for (size_t i = 0; i < ARRAY_LEN(same); i++)
		cr_assert_eq(name_compare(str_of(same[0]), str_of(same[i])), 0, "%s", same[i]);
	cr_assert(name_compare(str_of("a"), str_of("a b")) < 0);
	cr_assert(name_compare(str_of("b"), str_of("A_b")) > 0);
	cr_assert_eq(name_compare(str_of(" "), str_of("")), 0);
}

Test(text, hashes_are_the_same_on_every_machine)
{
	cr_assert_eq(str_hash(str_of("")), UINT64_C(0x8570e250fe4c2473));
	cr_assert_eq(str_hash(str_of("device")), UINT64_C(0xcc215452123b483c));
	cr_assert_neq(str_hash(str_of("ab")), str_hash(str_of("ba")));
}

Test(text, nearest)
{
	static const char *const words[] = {"summary", "guide", "formats", "id"};
	cr_assert_str_eq(text_nearest("sumary", words, ARRAY_LEN(words)), "summary");
	cr_assert_str_eq(text_nearest("SUMMARY", words, ARRAY_LEN(words)), "summary");
	cr_assert_str_eq(text_nearest("format", words, ARRAY_LEN(words)), "formats");
	cr_assert_null(text_nearest("zzzz", words, ARRAY_LEN(words)));
	cr_assert_null(text_nearest("xy", words, ARRAY_LEN(words)), "half of a short word is not near");
	cr_assert_null(text_nearest("", words, ARRAY_LEN(words)));
	char long_word[200];
	memset(long_word, 'a', sizeof(long_word) - 1);
	long_word[sizeof(long_word) - 1] = '\0';
	cr_assert_null(text_nearest(long_word, words, ARRAY_LEN(words)));
	const char *const only_long[] = {long_word};
	cr_assert_null(text_nearest("aaaa", only_long, 1));
}

/** Bytes that are valid before the first that is not. */
static const struct {
	const char *bytes;
	size_t valid;
} sequences[] = {
	{"plain", 5},
	{"\xc3\xa4", 2},
	{"\xe2\x82\xac", 3},
	{"\xf0\x9f\x98\x80", 4},
	{"\xf4\x8f\xbf\xbf", 4},
	{"a\xff", 1},
	{"a\x80", 1},
	{"\xc3", 0},
	{"\xc3(", 0},
	{"\xc0\xaf", 0},         /* overlong */
	{"\xe0\x80\xaf", 0},     /* overlong */
	{"\xf0\x80\x80\xaf", 0}, /* overlong */
	{"\xed\xa0\x80", 0},     /* surrogate */
	{"\xf4\x90\x80\x80", 0}, /* beyond U+10FFFF */
	{"\xf5\x80\x80\x80", 0},
	{"ab\xe2\x82", 2},
};

Test(text, utf8)
{
	for (size_t i = 0; i < ARRAY_LEN(sequences); i++)
		cr_assert_eq(utf8_valid_prefix(str_of(sequences[i].bytes)), sequences[i].valid, "row %zu", i);
	cr_assert_eq(utf8_valid_prefix((struct str){"a\0b", 3}), 3);
}

Test(text, grows_up_to_its_ceiling)
{
	struct text text = text_new(100);
	cr_assert_str_eq(text_str(&text), "");
	for (int i = 0; i < 30; i++)
		text_printf(&text, "%d,", i);
	cr_assert_not(text.overflow);
	cr_assert_eq(text.len, 80);
	text_puts(&text, "a text that is longer than what is left");
	cr_assert(text.overflow);
	cr_assert_eq(text.len, 100);
	cr_assert_eq(text_str(&text)[100], '\0');
	text_putc(&text, 'x');
	cr_assert_eq(text.len, 100);
	text_clear(&text);
	cr_assert_not(text.overflow);
	cr_assert_str_eq(text_str(&text), "");
	text_free(&text);
	text_puts(&text, "usable again");
	cr_assert_str_eq(text_str(&text), "usable again");
	text_free(&text);
}

Test(text, prints_more_than_its_small_buffer_holds)
{
	struct text text = text_new(10000);
	text_printf(&text, "%01000d", 7);
	cr_assert_eq(text.len, 1000);
	cr_assert_eq(text_str(&text)[999], '7');
	text_free(&text);
}
