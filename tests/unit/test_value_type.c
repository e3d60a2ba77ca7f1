// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "decimal.h"
#include "judge_helper.h"
#include "moment.h"
#include "pattern.h"
#include "table.h"

static const struct value status_rows[] = {
	{.word = "ACTIVE", .code = "97"},
	{.word = "LOST", .code = "108"},
	{.word = "BLOCKED", .code = "98", .tolerated = true},
};
static const struct value_table status = {.name = "device-status", .values = status_rows, .count = 3};
static const struct value_table open_status = {.name = "open-status", .values = status_rows, .count = 3, .open = true};
static const struct value_table any_case = {.name = "any-case", .values = status_rows, .count = 3, .nocase = true};
static const struct value bit_rows[] = {
	{.word = "compromised", .code = "1"},
	{.word = "too old", .code = "2"},
	{.word = "out of date", .code = "16", .tolerated = true},
	{.word = "top", .code = "9223372036854775808"},
};
static const struct value_table bits = {.name = "compliance-bits", .values = bit_rows, .count = 4};
static const struct value_table open_bits = {.name = "open-bits", .values = bit_rows, .count = 4, .open = true};

/** Texts of a type, and what is said about them; NULL for a good one. */
struct sample {
	const char *type;
	const char *text;
	const char *complaint;
};

static const struct sample samples[] = {
	{"text", "", NULL},
	{"text", "anything \xff", NULL},
	{"any", "", NULL},
	{"integer", "0", NULL},
	{"integer", " -12\n", NULL},
	{"integer", "+12", NULL},
	{"integer", "1.0", NULL},
	{"integer", "-7.000", NULL},
	{"integer", "99999999999999999999999999999999", NULL},
	{"integer", "007", NULL},
	{"integer", "", "empty"},
	{"integer", "1.5", "not of the type integer"},
	{"integer", "1e3", "not of the type integer"},
	{"integer", "1.", "not of the type integer"},
	{"integer", ".0", "not of the type integer"},
	{"integer", "-", "not of the type integer"},
	{"integer", "0x10", "not of the type integer"},
	{"integer", "1 2", "not of the type integer"},
	{"integer", "true", "not of the type integer"},
	{"natural", "0", NULL},
	{"natural", "3.0", NULL},
	{"natural", "-0.0", NULL},
	{"natural", "-1", "not of the type natural"},
	{"natural", "+1", "not of the type natural"},
	{"natural", "64,8192", "not of the type natural"},
	{"decimal", "-122.056339", NULL},
	{"decimal", "15053996032.000000536870912", NULL},
	{"decimal", "1.0E-4", NULL},
	{"decimal", "5", NULL},
	{"decimal", "- 1.0", "not of the type decimal"},
	{"decimal", "1,5", "not of the type decimal"},
	{"decimal", "NaN", "not of the type decimal"},
	{"decimal", "1e", "not of the type decimal"},
	{"decimal", "1.", "not of the type decimal"},
	{"decimal", ".5", "not of the type decimal"},
	{"decimal", "1.0e+0x", "not of the type decimal"},
	{"boolean", "true", NULL},
	{"boolean", "False", NULL},
	{"boolean", "TRUE", NULL},
	{"boolean", "1", "not of the type boolean"},
	{"boolean", "yes", "not of the type boolean"},
	{"uuid", "de398fcb-a3a4-412c-a1dd-9be8bd46e728", NULL},
	{"uuid", "DE398FCB-A3A4-412C-A1DD-9BE8BD46E728", NULL},
	{"uuid", "de398fcba3a4412ca1dd9be8bd46e728", "not of the type uuid"},
	{"uuid", "{de398fcb-a3a4-412c-a1dd-9be8bd46e728}", "not of the type uuid"},
	{"uuid", "ge398fcb-a3a4-412c-a1dd-9be8bd46e728", "not of the type uuid"},
	{"uuid", "fe816c9-4c68-3850-83b3-d10ae93a1356", "not of the type uuid"},
	{"enum", "ACTIVE", NULL},
	{"enum", "BLOCKED", NULL},
	{"enum", "Active", "ACTIVE in another case of letters"},
	{"enum", "ACTVE", "not a value of device-status; the nearest is ACTIVE"},
	{"enum", "stolen", "not a value of device-status"},
	{"enum", "", "empty"},
	{"code", "97", NULL},
	{"code", "97.0", NULL},
	{"code", "097", NULL},
	{"code", "96", "not a code of device-status"},
	{"code", "-97", "not a code of device-status"},
	{"code", "ACTIVE", "a word where the code 97 belongs"},
	{"code", "a", "not a code of device-status"},
	{"bitmap", "0", NULL},
	{"bitmap", "3", NULL},
	{"bitmap", "3.0", NULL},
	{"bitmap", "9223372036854775809", NULL},
	{"bitmap", "16", NULL},
	{"bitmap", "13", "bits that compliance-bits does not have: 0x4 (4), 0x8 (8)"},
	{"bitmap", "131072", "bits that compliance-bits does not have: 0x20000 (131072)"},
	{"bitmap", "18446744073709551616", "a number of more than 64 bits"},
	{"bitmap", "0x3", "not a decimal number without sign"},
	{"bitmap", "-1", "not a decimal number without sign"},
	{"date", "2011-07-08T01:52:33+00:00", NULL},
	{"date", "2011-07-08T01:52:33.123456789+0530", NULL},
	{"date", "2011-07-08T01:52:33Z", NULL},
	{"date", "2024-02-29T23:59:59-14:00", NULL},
	{"date", "2000-02-29T00:00:00Z", NULL},
	{"date", "2023-02-29T00:00:00Z", "not of the type date"},
	{"date", "1900-02-29T00:00:00Z", "not of the type date"},
	{"date", "2011-04-31T00:00:00Z", "not of the type date"},
	{"date", "2011-13-01T00:00:00Z", "not of the type date"},
	{"date", "2011-00-01T00:00:00Z", "not of the type date"},
	{"date", "2011-07-08T24:00:00Z", "not of the type date"},
	{"date", "2011-07-08T23:60:00Z", "not of the type date"},
	{"date", "2011-07-08T23:00:60Z", "not of the type date"},
	{"date", "2011-07-08T01:52:33", "not of the type date"},
	{"date", "2011-07-08 01:52:33Z", "not of the type date"},
	{"date", "2011-07-08T01:52:33.Z", "not of the type date"},
	{"date", "2011-07-08T01:52:33+15:00", "not of the type date"},
	{"date", "2011-07-08T01:52:33+00:00x", "not of the type date"},
	{"date", "2011-07-08T01:52:33+0", "not of the type date"},
	{"date", "7/6/2010 11:29:33 AM", "not of the type date"},
	{"date", "1310090000000", "not of the type date"},
	{"date", "2", "not of the type date"},
	{"epoch-ms", "1310090000000", NULL},
	{"epoch-ms", "1310090000000.0", NULL},
	{"epoch-ms", "946684800000", NULL},
	{"epoch-ms", "946684799999", "not between the years 2000 and 2100"},
	{"epoch-ms", "4102444800000", "not between the years 2000 and 2100"},
	{"epoch-ms", "1310090000", "these are seconds; milliseconds are documented"},
	{"epoch-ms", "0", "not between the years 2000 and 2100"},
	{"epoch-ms", "-1310090000000", "not digits only"},
	{"epoch-ms", "2011-07-08T01:52:33Z", "not digits only"},
	{"epoch-s", "1310090000", NULL},
	{"epoch-s", "1310090000000", "these are milliseconds; seconds are documented"},
	{"epoch-s", "99999999999999999999999999", "not between the years 2000 and 2100"},
	{"phone", "14085551212", NULL},
	{"phone", "+491718169911", NULL},
	{"phone", "PDA", NULL},
	{"phone", "12", "not of the type phone"},
	{"phone", "1234567890123456", "not of the type phone"},
	{"phone", "+", "not of the type phone"},
	{"phone", "(408) 555-1212", "not of the type phone"},
	{"mac", "38AA3C62BFAD", NULL},
	{"mac", "b8:ff:61:7f:79:26", NULL},
	{"mac", "b8-ff-61-7f-79-26", NULL},
	{"mac", "b8:ff:61-7f-79-26", "not of the type mac"},
	{"mac", "38AA3C62BFA", "not of the type mac"},
	{"mac", "38AA3C62BFAG", "not of the type mac"},
	{"email", "jdoe@example.com", NULL},
	{"email", "jdoe", "not of the type email"},
	{"email", "@example.com", "not of the type email"},
	{"email", "jdoe@", "not of the type email"},
	{"email", "j@doe@example.com", "not of the type email"},
	{"email", "j doe@example.com", "not of the type email"},
};

static const struct value_table *table_of(const char *type)
{
	if (strcmp(type, "bitmap") == 0)
		return &bits;
	return strcmp(type, "enum") == 0 || strcmp(type, "code") == 0 ? &status : NULL;
}

Test(value_type, every_type_takes_and_refuses)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		struct field field = {.type = value_type_find(samples[i].type), .values = table_of(samples[i].type)};
		cr_assert_not_null(field.type, "%s", samples[i].type);
		const char *complaint = value_complaint(arena, &field, str_of(samples[i].text));
		const char *expected = samples[i].complaint;
		cr_expect((!complaint && !expected) || (complaint && expected && strcmp(complaint, expected) == 0),
		          "%s `%s`: %s, expected %s", samples[i].type, samples[i].text, complaint, expected);
	}
	arena_free(arena);
}

Test(value_type, without_a_table_any_number_will_do)
{
	struct arena *arena = arena_new();
	struct field code = {.type = value_type_find("code")};
	struct field bitmap = {.type = value_type_find("bitmap")};
	struct field word = {.type = value_type_find("enum")};
	expect_text(value_complaint(arena, &code, str_of("-5")), NULL);
	expect_text(value_complaint(arena, &code, str_of("x")), "not of the type code");
	expect_text(value_complaint(arena, &bitmap, str_of("5")), NULL);
	expect_text(value_complaint(arena, &bitmap, str_of("-5")), "not of the type bitmap");
	expect_text(value_complaint(arena, &word, str_of("anything")), NULL);
	arena_free(arena);
}

Test(value_type, names_are_those_of_the_rows)
{
	size_t count;
	const char *const *names = value_type_names(&count);
	cr_assert_eq(count, 18);
	for (size_t i = 0; i < count; i++) {
		const struct value_type *type = value_type_find(names[i]);
		cr_assert_not_null(type, "%s", names[i]);
		expect_text(type->name, names[i]);
		cr_expect_not_null(type->expected, "%s", names[i]);
	}
	cr_expect_null(value_type_find("string"));
	cr_expect(value_type_find("container")->container);
	cr_expect(value_type_find("entries")->container);
	cr_expect_not(value_type_find("any")->container);
}

/** A field, a text, and the complaint in full. */
struct judgement {
	struct field field;
	const char *type;
	const char *text;
	const char *complaint;
};

static const struct requirement field_requirement = {.id = "R063"};
static const struct requirement range_requirement = {.id = "R344"};
static const struct requirement row_requirement = {.id = "R065"};
static const struct value own_rows[] = {
	{.word = "ACTIVE", .code = "97", .requirement = &row_requirement},
	{.word = "RETIRE_PENDING", .code = "117", .requirement = &row_requirement, .tolerated = true},
	{.code = "1"},
};
static const struct value_table own = {.name = "own", .values = own_rows, .count = 3};

static const struct judgement judgements[] = {
	{{.minimum = "-90", .maximum = "90"}, "decimal", "90.000", NULL},
	{{.minimum = "-90", .maximum = "90"},
     "decimal",
     "90.0000000000000000000001",
     "failure range R063: at most 90 | too large"},
	{{.minimum = "-90", .maximum = "90"}, "decimal", "-90.5", "failure range R063: at least -90 | too small"},
	{{.minimum = "-90", .range_requirement = &range_requirement},
     "decimal",
     "-9.1E1",
     "failure range R344: at least -90 | too small"},
	{{.maximum = "3"}, "natural", "4.0", "failure range R063: at most 3 | too large"},
	{{.maximum = "3"}, "natural", "3.0", NULL},
	{{.constant = "Apple"}, "text", "Apple", NULL},
	{{.constant = "Apple"}, "text", "apple", "failure constant R063: Apple | not the only value that is documented"},
	{{.constant = "0"}, "integer", "0.0", NULL},
	{{.constant = "false"}, "boolean", "False", NULL},
	{{.constant = "false"}, "boolean", "True", "failure constant R063: false | not the only value that is documented"},
	{{.values = &status}, "text", "LOST", NULL},
	{{.values = &status}, "text", "FOUND", "failure values R063: one of ACTIVE, LOST | not a value of device-status"},
	{{.values = &status}, "enum", "lost", "failure values R063: LOST | LOST in another case of letters"},
	{{.values = &own}, "enum", "active", "failure values R065: ACTIVE | ACTIVE in another case of letters"},
	{{.values = &own}, "enum", "RETIRE_PENDING", "note values R065: - | tolerated: not documented for this field"},
	{{.values = &own}, "code", "117", "note values R065: - | tolerated: not documented for this field"},
	{{.values = &own}, "code", "active", "failure values R065: 97 | a word where the code 97 belongs"},
	{{.values = &own}, "code", "2", "failure values R063: one of 97, 1 | not a code of own"},
	{{.values = &open_status},
     "enum",
     "NEW",
     "note values R063: - | open-status does not have this value, later versions may"},
	{{.values = &open_status},
     "code",
     "500",
     "note values R063: - | open-status does not have this value, later versions may"},
	{{.values = &open_status}, "code", "x", "failure values R063: one of 97, 108 | not a code of open-status"},
	{{.values = &any_case}, "enum", "lost", NULL},
	{{.values = &bits}, "bitmap", "17", "note values R063: - | tolerated bits, not documented for this field: 0x10 (16)"},
	{{.values = &bits},
     "bitmap",
     "4",
     "failure values R063: a sum of bits of compliance-bits | bits that compliance-bits does not have: 0x4 (4)"},
	{{.values = &open_bits},
     "bitmap",
     "5",
     "note values R063: - | bits that open-bits does not have, later versions may: 0x4 (4)"},
	{{.values = &open_bits},
     "bitmap",
     "x",
     "failure type R063: a sum of documented bits, decimal digits only | not a decimal number without sign"},
	{{.not_future = true}, "date", "2026-11-24T12:00:00Z", NULL},
	{{.not_future = true, .range_requirement = &range_requirement},
     "date",
     "2026-11-24T14:00:01+02:00",
     "failure not-future R344: not later than 2026-11-24T12:00:00Z | 2026-11-24T12:00:01Z lies more than a day after "
     "the answer"},
	{{.not_future = true}, "epoch-ms", "1795521600000", NULL},
	{{.not_future = true},
     "epoch-ms",
     "1795521601000",
     "failure not-future R063: not later than 2026-11-24T12:00:00Z | 2026-11-24T12:00:01Z lies more than a day after "
     "the answer"},
	{{.not_future = true},
     "epoch-s",
     "1795521601",
     "failure not-future R063: not later than 2026-11-24T12:00:00Z | 2026-11-24T12:00:01Z lies more than a day after "
     "the answer"},
};

static const char *tell(struct arena *arena, const struct field *field, struct str text, int64_t now_us)
{
	struct complaint complaint;
	if (!value_judge(arena, field, text, now_us, &complaint))
		return NULL;
	return arena_printf(arena, "%s %s %s: %s | %s", level_name(complaint.level), complaint.check,
	                    complaint.requirement ? complaint.requirement->id : "-",
	                    complaint.expected ? complaint.expected : "-", complaint.message);
}

Test(value_type, every_keyword_of_a_field)
{
	struct arena *arena = arena_new();
	int64_t now_us;
	cr_assert(moment_read(str_of("2026-11-23T12:00:00Z"), &now_us));
	for (size_t i = 0; i < ARRAY_LEN(judgements); i++) {
		struct field field = judgements[i].field;
		field.type = value_type_find(judgements[i].type);
		field.requirement = &field_requirement;
		expect_text(tell(arena, &field, str_of(judgements[i].text), now_us), judgements[i].complaint);
	}
	arena_free(arena);
}

Test(value_type, without_a_time_nothing_lies_in_the_future)
{
	struct arena *arena = arena_new();
	struct field field = {.type = value_type_find("date"), .not_future = true};
	cr_expect_null(tell(arena, &field, str_of("2999-01-01T00:00:00Z"), 0));
	arena_free(arena);
}

Test(value_type, patterns_are_tried_on_plain_numbers)
{
	struct arena *arena = arena_new();
	const char *error;
	struct pattern *pattern = pattern_new("^(-1|[012])$", &error);
	struct field field = {.type = value_type_find("integer"), .pattern = pattern, .pattern_source = "^(-1|[012])$"};
	expect_text(tell(arena, &field, str_of("-1.0"), 0), NULL);
	expect_text(tell(arena, &field, str_of("3"), 0),
	            "failure pattern -: text that matches ^(-1|[012])$ | not of the documented form");
	field = (struct field){.type = value_type_find("text"), .pattern = pattern};
	expect_text(tell(arena, &field, str_of("2.0"), 0),
	            "failure pattern -: text that matches the documented form | not of the documented form");
	expect_text(value_complaint(arena, &field, str_of(" ")), "empty");
	field.may_be_empty = true;
	expect_text(value_complaint(arena, &field, str_of(" ")), NULL);
	pattern_free(pattern);
	arena_free(arena);
}

Test(value_type, a_pattern_at_its_limit_is_a_failure)
{
	struct arena *arena = arena_new();
	const char *error;
	struct pattern *pattern = pattern_new("^(a+)+$", &error);
	struct field field = {.type = value_type_find("text"), .pattern = pattern, .pattern_source = "^(a+)+$"};
	expect_text(
		tell(arena, &field, str_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"), 0),
		"failure pattern -: text that matches ^(a+)+$ | whether 37 bytes match could not be found out within the "
		"limits of matching");
	pattern_free(pattern);
	arena_free(arena);
}

/** Numbers in rising order; equal ones share a line. */
static const char *const rising[][4] = {
	{"-1e1000000000000"},
	{"-123456789012345678901234567890.5"},
	{"-123456789012345678901234567890"},
	{"-1", "-1.0", "-0.1e1", "-10e-1"},
	{"-0.5", "-00.50"},
	{"0", "-0", "0.000", "0e99"},
	{"1e-1000000000000"},
	{"0.05", "5e-2", "00.05", "0.5E-1"},
	{"0.06"},
	{"1", "+1", "1.000"},
	{"1.0000000000000000000000000000000000001"},
	{"9.99"},
	{"10", "1e1", "1E+1", "0010"},
	{"18446744073709551616"},
	{"18446744073709551617"},
};

Test(decimal, order_is_exact)
{
	for (size_t i = 0; i < ARRAY_LEN(rising); i++)
		for (size_t j = 0; j < ARRAY_LEN(rising); j++)
			for (size_t m = 0; m < 4 && rising[i][m]; m++)
				for (size_t n = 0; n < 4 && rising[j][n]; n++) {
					struct decimal a;
					struct decimal b;
					cr_assert(decimal_read(str_of(rising[i][m]), &a), "%s", rising[i][m]);
					cr_assert(decimal_read(str_of(rising[j][n]), &b), "%s", rising[j][n]);
					int order = decimal_compare(&a, &b);
					cr_expect((order > 0) - (order < 0) == (i > j) - (i < j), "%s %d %s", rising[i][m], order,
					          rising[j][n]);
				}
}

Test(decimal, plain_text_of_numbers)
{
	static const char *const pairs[][2] = {
		{"1.0", "1"},   {" 2.20 ", "2.2"}, {"-0.0", "0"},      {"-0", "0"},       {"0.0", "0"},       {"+1.0", "+1"},
		{"007", "007"}, {"100", "100"},    {"1.", "1."},       {".0", ".0"},      {"2.3.0", "2.3.0"}, {"1.0x", "1.0x"},
		{"", ""},       {"-", "-"},        {"1.0e1", "1.0e1"}, {"-1.50", "-1.5"}, {"a 1.0", "a 1.0"}, {"10.0", "10"},
	};
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		struct str plain = decimal_plain(str_of(pairs[i][0]));
		cr_expect(str_is(plain, pairs[i][1]), "%s gave %.*s", pairs[i][0], (int)plain.len, plain.ptr);
	}
}

Test(moment, microseconds_since_1970)
{
	static const struct {
		const char *text;
		int64_t us;
		const char *written;
	} moments[] = {
		{"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
		{"1969-12-31T23:59:59.5Z", -500000, "1969-12-31T23:59:59Z"},
		{"2000-02-29T12:00:00.000001+00:00", INT64_C(951825600000001), "2000-02-29T12:00:00Z"},
		{"2011-07-08T01:52:33+01:30", INT64_C(1310084553000000), "2011-07-08T00:22:33Z"},
		{"2100-03-01T00:00:00-0100", INT64_C(4107546000000000), "2100-03-01T01:00:00Z"},
		{"0001-01-01T00:00:00Z", INT64_C(-62135596800000000), NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(moments); i++) {
		int64_t us;
		char written[MOMENT_ROOM];
		cr_assert(moment_read(str_of(moments[i].text), &us), "%s", moments[i].text);
		cr_expect_eq(us, moments[i].us, "%s gave %lld", moments[i].text, (long long)us);
		moment_write(us, written);
		if (moments[i].written)
			expect_text(written, moments[i].written);
	}
}

Test(table, long_lists_are_cut)
{
	struct arena *arena = arena_new();
	struct value rows[100] = {0};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		rows[i].word = "A_RATHER_LONG_WORD";
	struct value_table table = {.name = "long", .values = rows, .count = ARRAY_LEN(rows)};
	expect_text(table_list(arena, &table, false),
	            "A_RATHER_LONG_WORD, A_RATHER_LONG_WORD, A_RATHER_LONG_WORD, A_RATHER_LONG_WORD, A_RATHER_LONG_WORD, "
	            "A_RATHER_LONG_WORD, A_RATHER_LONG_WORD, A_RATHER_LONG_WORD, …");
	expect_text(table_list(arena, &table, true), "");
	arena_free(arena);
}
