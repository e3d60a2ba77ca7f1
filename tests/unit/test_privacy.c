// SPDX-License-Identifier: Apache-2.0
/* Pseudonyms, which names have them, and bodies where they stand; over the schemas of this repository. */
#include "privacy.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

#include "load.h"
#include "mask.h"
#include "scrub.h"

static struct arena *arena;
static struct diag *diag;
static const struct catalogue *catalogue;
static struct privacy *privacy;

static void open_room(void)
{
	static const unsigned char key[PRIVACY_KEY_BYTES] = "a key of these tests";
	arena = arena_new();
	diag = diag_new(stderr);
	catalogue = load_catalogue(arena, EPMM_SOURCE_DIR, diag);
	cr_assert_not_null(catalogue);
	privacy = privacy_new(arena, catalogue, key);
}

static void close_room(void)
{
	load_release(catalogue);
	diag_free(diag);
	arena_free(arena);
}

TestSuite(privacy, .init = open_room, .fini = close_room);

static const char *pseudonym(const char *value)
{
	struct str text = privacy_pseudonym(privacy, arena, str_of(value));
	return arena_copy(arena, text.ptr, text.len);
}

/** Other letters and digits, the same form. */
static void expect_same_form(const char *value)
{
	const char *other = pseudonym(value);
	cr_assert_eq(strlen(other), strlen(value), "%s: %s", value, other);
	cr_expect_str_neq(other, value);
	for (size_t i = 0; value[i]; i++) {
		unsigned char a = (unsigned char)value[i], b = (unsigned char)other[i];
		cr_expect(isdigit(a)   ? isdigit(b)
		          : isupper(a) ? isupper(b)
		          : islower(a) ? islower(b)
		                       : a == b,
		          "%s: %s", value, other);
	}
	cr_expect_str_eq(pseudonym(value), other);
}

Test(privacy, pseudonyms_keep_the_form)
{
	expect_same_form("jdoe42");
	expect_same_form("John Smith");
	expect_same_form("john.smith@example.com");
	expect_same_form("+1 (408) 555-1212");
	expect_same_form("359421047396847");
	expect_same_form("Apartment 7, Main Street");
}

static bool is_hex(const char *text)
{
	return strspn(text, "0123456789abcdefABCDEF:-") == strlen(text);
}

Test(privacy, numbers_stay_numbers_of_their_kind)
{
	cr_expect(is_hex(pseudonym("9d3c7a52-0c4f-4f5e-9b5e-2f1c3b7a0d11")));
	cr_expect(is_hex(pseudonym("38:AA:3C:BF:9A:73")));
	unsigned a, b, c, d;
	cr_expect_eq(sscanf(pseudonym("10.254.7.199"), "%u.%u.%u.%u", &a, &b, &c, &d), 4);
	cr_expect(a < 256 && b < 256 && c < 256 && d < 256);
	double place = 0;
	cr_expect_eq(sscanf(pseudonym("-87.123456"), "%lf", &place), 1);
	cr_expect(place > -90 && place < 90);
	cr_expect_neq(pseudonym("4085551212")[0], '0');
	cr_expect_str_eq(pseudonym("0.0.0.0.0"), pseudonym("0.0.0.0.0"));
}

Test(privacy, one_value_has_one_pseudonym_however_it_is_written)
{
	const char *mac = pseudonym("38:AA:3C:BF:9A:73");
	const char *bare = pseudonym("38aa3cbf9a73");
	for (size_t i = 0, k = 0; mac[i]; i++)
		if (mac[i] != ':')
			cr_expect_eq(tolower((unsigned char)mac[i]), bare[k++]);
	cr_expect_eq(strncmp(pseudonym("jdoe@example.com"), pseudonym("jdoe"), 4), 0);
	cr_expect_not_null(strstr(pseudonym("jdoe:iPhone 6s:4085551212"), pseudonym("4085551212")));
	cr_expect_eq(strcasecmp(pseudonym("JDoe"), pseudonym("jdoe")), 0);
}

Test(privacy, other_keys_give_other_pseudonyms)
{
	static const unsigned char key[PRIVACY_KEY_BYTES] = "another key";
	struct privacy *other = privacy_new(arena, catalogue, key);
	struct str text = privacy_pseudonym(other, arena, str_of("jdoe42"));
	cr_expect_not(str_is(text, pseudonym("jdoe42")));
}

Test(privacy, what_is_nobody_s_stays)
{
	static const char *const words[] = {"", "na", "true", "FALSE", "(null)", "Unknown", "-1", "PDA", "---"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		cr_expect_str_eq(pseudonym(words[i]), words[i]);
	privacy_spare(privacy, arena, str_of("conform-0badcafe"));
	cr_expect_str_eq(pseudonym("Conform-0badcafe@example.com"), "Conform-0badcafe@example.com");
}

static bool hides(const char *parent, const char *name)
{
	return privacy_hides(privacy, str_of(parent), str_of(name));
}

Test(privacy, the_schemas_say_what_is_personal)
{
	cr_expect(hides("device", "principal"));
	cr_expect(hides("", "emailAddress"));
	cr_expect(hides("key", "iPhone UDID"));
	cr_expect(hides("row", "Email Address"));
	cr_expect_not(hides("device", "status"));
	cr_expect_not(hides("messages", "message"));
	cr_expect_not(hides("entry", "key"));
	cr_expect(hides("device", "anElementThatNobodyKnows"));
	cr_expect(hides("device", "name") && hides("", "name"));
	cr_expect_not(hides("label", "name"));
}

static const char *scrubbed(const char *body)
{
	struct str text = scrub_text(privacy, arena, str_of(body));
	return arena_copy(arena, text.ptr, text.len);
}

/** The body with the value in the place of `%s` comes out with its pseudonym there, in one go and byte by byte. */
static void expect_scrubbed(const char *before, const char *value, const char *behind)
{
	const char *body = arena_printf(arena, "%s%s%s", before, value, behind);
	const char *wanted = arena_printf(arena, "%s%s%s", before, pseudonym(value), behind);
	cr_expect_str_eq(scrubbed(body), wanted);
	struct text out = text_new(SIZE_MAX / 4);
	struct scrub *scrub = scrub_new(privacy);
	for (const char *at = body; *at; at++)
		scrub_feed(scrub, at, 1, &out);
	scrub_end(scrub, &out);
	cr_expect_str_eq(text_str(&out), wanted);
	text_free(&out);
}

Test(privacy, bodies_keep_all_but_the_people)
{
	expect_scrubbed("<?xml version=\"1.0\"?>\n<device id=\"7\"><status>ACTIVE</status><principal> ", "jdoe42",
	                " </principal><model>iPhone 6s</model></device>");
	expect_scrubbed("<x:device xmlns:x=\"u\"><x:principal>", "jdoe42", "</x:principal></x:device>");
	expect_scrubbed("<a><details><entry><key>imei</key><value>", "359421047396847",
	                "</value></entry><entry><key>os_version</key><value>9.3.1</value></entry></details></a>");
	expect_scrubbed("{ \"device\" : [ { \"principal\" : \"", "jdoe42", "\", \"status\":\"ACTIVE\",\"regCount\":12 } ] }");
	expect_scrubbed("{\"device\":{\"phoneNumber\":", "4085551212", ",\"mdmManaged\":true}}");
	expect_scrubbed("{\"entry\":[{\"key\":\"imei\",\"value\":\"", "359421047396847",
	                "\"},{\"key\":\"os_version\",\"value\":\"9.3.1\"}]}");
	expect_scrubbed("Status,Email Address,Model\nACTIVE,\"", "j.doe@example.com", "\",iPhone\n");
	expect_scrubbed("<device><principal><![CDATA[", "jdoe42", "]]></principal></device>");
}

Test(privacy, escapes_are_understood)
{
	const char *plain = pseudonym("O'Neil & Sons");
	cr_expect_not_null(strstr(scrubbed("<a><userDisplayName>O&#39;Neil &amp; Sons</userDisplayName></a>"),
	                          arena_printf(arena, "%.*s&amp;", (int)strcspn(plain, "&"), plain)));
	cr_expect_str_eq(scrubbed("{\"principal\":\"jd\\u006fe42\"}"), scrubbed("{\"principal\":\"jdoe42\"}"));
	cr_expect_str_eq(scrubbed("<a><!-- jdoe42 -->x</a>"), scrubbed("<a><!-- other -->x</a>"));
}

/** Wherever it breaks off, nothing of a person comes out. */
Test(privacy, broken_bodies_hide_as_well)
{
	static const char *const bodies[] = {"<device><principal>jdoe42jdoe42</principal></device>",
	                                     "{\"device\":{\"principal\":\"jdoe42jdoe42\"}}",
	                                     "Principal,Status\njdoe42jdoe42,ACTIVE\n"};
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
		for (size_t length = 0; length <= strlen(bodies[i]); length++) {
			struct str text = scrub_text(privacy, arena, (struct str){bodies[i], length});
			cr_expect_null(memmem(text.ptr, text.len, "jdoe", 4), "%zu of %s", length, bodies[i]);
		}
}

Test(privacy, texts_about_a_record_hide_its_people)
{
	struct node device = {.name = str_of("device")};
	node_add(arena, &device, str_of("principal"))->text = str_of("jdoe42");
	node_add(arena, &device, str_of("status"))->text = str_of("ACTIVE");
	const struct node *records[] = {NULL, &device};
	struct str text = privacy_hide(privacy, arena, str_of("jdoe42 is ACTIVE"), records, 2);
	cr_expect(str_is(text, arena_printf(arena, "%s is ACTIVE", pseudonym("jdoe42"))));
	const struct node *veiled = privacy_record(privacy, arena, &device);
	cr_expect(str_is(node_text(veiled, "principal"), pseudonym("jdoe42")));
	cr_expect(str_is(node_text(veiled, "status"), "ACTIVE"));
	cr_expect(str_is(node_text(&device, "principal"), "jdoe42"));
}

Test(privacy, a_mask_shows_the_pseudonym_wherever_the_value_is_spelled)
{
	struct mask *mask = mask_new();
	mask_add_personal(mask, str_of("john doe"), str_of("xyza bcd"));
	mask_add_personal(mask, str_of("john doe"), str_of("another"));
	mask_add_personal(mask, str_of("bob"), str_of("qrs"));
	mask_add_personal(mask, str_of("al"), str_of("zz"));
	cr_expect(mask_has_personal(mask, str_of("bob")) && !mask_has_personal(mask, str_of("al")));
	cr_expect_str_eq(mask_text(mask, arena, "/users/john%20doe?x=bob"), "/users/xyza bcd?x=qrs");
	cr_expect_str_eq(mask_text(mask, arena, "bobsled, kebob, %2Fbob/al"), "bobsled, kebob, %2Fqrs/al");
	mask_free(mask);
}
