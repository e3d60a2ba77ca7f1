// SPDX-License-Identifier: Apache-2.0
#include "mask.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mask_spell.h"

static struct arena *arena;
static struct mask *mask;

static void set_up(void)
{
	arena = arena_new();
	mask = mask_new();
	mask_add_login(mask, "PW", "miadmin", "S3cr&t <\"'\\/+ \xc3\xa9%");
	mask_add_secret(mask, "KEY", "canary-Canary");
}

static void tear_down(void)
{
	mask_free(mask);
	arena_free(arena);
}

TestSuite(mask, .init = set_up, .fini = tear_down);

static void expect(const char *text, const char *wanted)
{
	const char *masked = mask_text(mask, arena, text);
	cr_expect_str_eq(masked, wanted, "'%s' became '%s', not '%s'", text, masked, wanted);
}

Test(mask, text_without_a_secret_is_returned_as_it_is)
{
	const char *text = "dm/get-devices-by-status:ok & 100% \\ plain";
	cr_expect_eq(mask_text(mask, arena, text), text);
	cr_expect_null(mask_text(mask, arena, NULL));
	expect("", "");
}

/** The password of set_up() as different writers spell it. */
static const char *const spellings[] = {
	"S3cr&t <\"'\\/+ \xc3\xa9%",
	"S3cr%26t%20%3C%22%27%5C%2F%2B%20%C3%A9%25",
	"S3cr%26t%20%3c%22%27%5c%2f%2b%20%c3%a9%25",
	"S3cr%26t+%3C%22%27%5C%2F%2B+%C3%A9%25",
	"S3cr&t <\\\"'\\\\/+ \xc3\xa9%",
	"S3cr&t <\\\"'\\\\\\/+ \\u00e9%",
	"S3cr\\u0026t \\u003c\\u0022\\u0027\\u005C\\u002F+ \\u00E9\\u0025",
	"S3cr&amp;t &lt;&quot;&apos;\\/+ \xc3\xa9%",
	"S3cr&amp;t &lt;\"'\\/+ \xc3\xa9%",
	"S3cr&amp;t &lt;&#34;&#39;\\/+ &#233;%",
	"S3cr&#38;t&#32;&#60;&#34;&#39;&#92;&#47;&#43;&#32;&#233;&#37;",
	"S3cr&#x26;t&#x20;&#x3c;&#x22;&#x27;&#x5c;&#x2f;&#x2b;&#x20;&#xe9;&#x25;",
	"S3cr&#X0026;t&#X20;&#X3C;&#X22;&#X27;&#X5C;&#X2F;&#X2B;&#X20;&#XE9;&#X25;",
	"&#83;&#51;&#99;&#114;&#38;&#116;&#32;&#60;&#34;&#39;&#92;&#47;&#43;&#32;&#233;&#37;",
	"S3cr&AMP;t &LT;&QUOT;&#39;&bsol;&sol;&plus; \xc3\xa9&percnt;",
	"S3cr&amp;amp;t &amp;lt;&amp;quot;&amp;apos;\\/+ \xc3\xa9%",
	"S3cr&amp;t &lt;\\\"'\\\\/+ \xc3\xa9%",
	"S3cr%2526t%2520%253C%2522%2527%255C%252F%252B%2520%25C3%25A9%2525",
	"S3cr&t <\\\\\\\"'\\\\\\\\/+ \xc3\xa9%",
	"S3cr%26amp%3Bt%20%26lt%3B%26quot%3B%26%2339%3B%5C/%2B%20%C3%A9%25",
	"\\x53\\x33\\x63\\x72\\x26\\x74\\x20\\x3c\\x22\\x27\\x5c\\x2f\\x2b\\x20\\xc3\\xa9\\x25",
};

Test(mask, finds_the_secret_however_it_is_escaped)
{
	for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
		expect(spellings[i], "[PW]");
		expect(arena_printf(arena, "a=%s&b=%s;", spellings[i], spellings[i]), "a=[PW]&b=[PW];");
	}
}

Test(mask, finds_base64_at_each_alignment)
{
	// of "canary-Canary", "xcanary-Canaryy", "xxcanary-Canary" and "miadmin:canary-Canary"
	expect("Y2FuYXJ5LUNhbmFyeQ==", "[KEY]");
	expect("<Y2FuYXJ5LUNhbmFyeQ>", "<[KEY]>");
	expect("eGNhbmFyeS1DYW5hcnl5", "e[KEY]5");
	expect("eHhjYW5hcnktQ2FuYXJ5", "eH[KEY]");
	expect("bWlhZG1pbjpjYW5hcnktQ2FuYXJ5", "bWlhZG1pbj[KEY]");
	expect("Y2FuYXJ5LUNhbmFyeQ%3D%3D", "[KEY]%3D%3D");
}

Test(mask, finds_base64_with_escaped_and_url_alphabet)
{
	struct mask *other = mask_new();
	mask_add_secret(other, "K", "\xfb\xef\xbe\xff\xfb\xef"); // ++++//vv
	cr_expect_str_eq(mask_text(other, arena, "x ++++//vv x"), "x [K] x");
	cr_expect_str_eq(mask_text(other, arena, "x %2B%2b++\\/\\/vv x"), "x [K] x");
	cr_expect_str_eq(mask_text(other, arena, "x ----__vv x"), "x [K] x");
	mask_free(other);
}

Test(mask, finds_hex)
{
	expect("63616e6172792d43616e617279", "[KEY]");
	expect("63616E6172792D43616E617279", "[KEY]");
}

Test(mask, masks_the_pair_of_user_and_password)
{
	struct mask *other = mask_new();
	mask_add_login(other, "PW", "miadmin", "abc");
	cr_expect_str_eq(mask_text(other, arena, "miadmin:abc abc"), "[PW] abc", "a short password alone is ordinary text");
	cr_expect_str_eq(mask_text(other, arena, "bWlhZG1pbjphYmM="), "[PW]");
	cr_expect_str_eq(mask_text(other, arena, "6d6961646d696e3a616263"), "[PW]");
	mask_free(other);
}

Test(mask, ignores_what_is_no_secret)
{
	struct mask *other = mask_new();
	mask_add_secret(other, "A", NULL);
	mask_add_secret(other, "B", "");
	mask_add_secret(other, "C", "abc");
	mask_add_login(other, "D", "user", NULL);
	mask_add_login(other, "D", "user", "");
	cr_expect_str_eq(mask_text(other, arena, "abc user: YWJj"), "abc user: YWJj");
	mask_free(other);
	mask_free(NULL);
}

Test(mask, masks_headers_without_knowing_their_values)
{
	expect("Authorization: Basic Zm9vOmJhcg==\r\nHost: x", "Authorization: Basic [masked]\r\nHost: x");
	expect("authorization:Bearer abc", "authorization:Bearer [masked]");
	expect("Proxy-Authorization: abc", "Proxy-Authorization: [masked]");
	expect("Set-Cookie: JSESSIONID=1; Path=/\nX: y", "Set-Cookie: [masked]\nX: y");
	expect("{\"Cookie\": \"a=1; b=2\", \"X\": 1}", "{\"Cookie\": \"[masked]\", \"X\": 1}");
	expect("{\"Set-Cookie\":\"a=\\\"1\\\"\", \"X\": 1}", "{\"Set-Cookie\":\"[masked]\", \"X\": 1}");
	expect("-H 'Authorization: Basic Zm9v' -d x", "-H 'Authorization: Basic [masked]' -d x");
	expect("\\\"Authorization\\\":\\\"Basic Zm9v\\\",\\\"x\\\":1",
	       "\\\"Authorization\\\":\\\"Basic [masked]\\\",\\\"x\\\":1");
	expect("no Authorization header was sent", "no Authorization header was sent");
	expect("WWW-Authenticate: Basic realm=\"x\"", "WWW-Authenticate: Basic realm=\"x\"");
	expect("Cookie:", "Cookie:");
	expect("reauthorization: later", "reauthorization: later");
	cr_expect_str_eq(mask_text(NULL, arena, "Cookie: a=1"), "Cookie: [masked]");
}

Test(mask, masking_twice_changes_nothing)
{
	const char *once = mask_text(mask, arena, "Authorization: Basic canary-Canary and canary-Canary\nx canary-Canary");
	cr_expect_str_eq(once, "Authorization: Basic [masked]\nx [KEY]");
	expect(once, once);
}

Test(mask, takes_bytes_with_nuls)
{
	struct str masked = mask_view(mask, arena, (struct str){"a\0canary-Canary\0b", 17});
	cr_expect(str_equal(masked, (struct str){"a\0[KEY]\0b", 9}));
}

Test(mask, finds_characters_beyond_the_basic_plane)
{
	struct mask *other = mask_new();
	mask_add_secret(other, "K", "key\xf0\x9f\x98\x80!");
	cr_expect_str_eq(mask_text(other, arena, "key\\ud83d\\ude00!"), "[K]");
	cr_expect_str_eq(mask_text(other, arena, "key\\\\ud83d\\\\ude00!"), "[K]");
	cr_expect_str_eq(mask_text(other, arena, "key&#128512;!"), "[K]");
	cr_expect_str_eq(mask_text(other, arena, "key%F0%9F%98%80!"), "[K]");
	cr_expect_str_eq(mask_text(other, arena, "key\\ud83d!"), "key\\ud83d!");
	mask_free(other);
}

/** A secret of escapes against a text of escapes: the number of ways to read it must not explode. */
Test(mask, hostile_text_takes_no_time)
{
	static const char *const pieces[] = {"\\", "&", "%25", "&amp;", "&#", "%", "\\u005c", "canary-Canar", "%26%23"};
	clock_t start = clock();
	struct mask *other = mask_new();
	mask_add_secret(other, "K", "\\\\\\\\%%%%&&&&x");
	mask_add_login(other, "K", "user", "++++++++++++++++");
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		struct text text = text_new(1 << 20);
		while (text.len + 16 < 1 << 15)
			text_puts(&text, pieces[i]);
		cr_expect_eq(mask_text(other, arena, text.ptr), text.ptr);
		text_free(&text);
	}
	mask_free(other);
	cr_expect_lt((clock() - start) / CLOCKS_PER_SEC, 20);
}

Test(mask, every_cut_of_an_escape_is_safe)
{
	for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
		size_t length = strlen(spellings[i]);
		for (size_t cut = 0; cut < length; cut++) {
			char *exact = xmalloc(cut ? cut : 1);
			memcpy(exact, spellings[i], cut);
			mask_view(mask, arena, (struct str){exact, cut});
			free(exact);
		}
	}
}

Test(mask, a_set_of_ends_has_a_ceiling)
{
	struct sign sign = spell_sign(str_of("\\"));
	struct spell_ends ends = {.count = SPELL_ENDS_MAX};
	memset(ends.at, 0xff, sizeof(ends.at));
	spell_match(str_of("\\\\\\\\"), 0, &sign, &ends);
	cr_expect_eq(ends.count, (size_t)SPELL_ENDS_MAX);
}
