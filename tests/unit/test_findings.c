// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "judge_helper.h"

static const struct requirement explicit_one = {.id = "R001", .strength = STRENGTH_EXPLICIT, .section = "Devices"};
static const struct requirement implied_one = {.id = "R002", .strength = STRENGTH_IMPLIED};
static const struct requirement inferred_one = {.id = "R003", .strength = STRENGTH_INFERRED};

/** How heavy a finding becomes. */
struct weight {
	enum level level;
	const struct requirement *requirement;
	bool soft;
	bool strict;
	enum level expected;
};

static const struct weight weights[] = {
	{LEVEL_FAILURE, NULL, false, false, LEVEL_FAILURE},
	{LEVEL_FAILURE, &explicit_one, false, false, LEVEL_FAILURE},
	{LEVEL_FAILURE, &implied_one, false, false, LEVEL_FAILURE},
	{LEVEL_FAILURE, &inferred_one, false, false, LEVEL_WARNING},
	{LEVEL_FAILURE, &explicit_one, true, false, LEVEL_WARNING},
	{LEVEL_FAILURE, NULL, true, false, LEVEL_WARNING},
	{LEVEL_FAILURE, &inferred_one, false, true, LEVEL_FAILURE},
	{LEVEL_FAILURE, &explicit_one, true, true, LEVEL_FAILURE},
	{LEVEL_WARNING, NULL, false, false, LEVEL_WARNING},
	{LEVEL_WARNING, NULL, false, true, LEVEL_FAILURE},
	{LEVEL_NOTE, &inferred_one, true, true, LEVEL_NOTE},
	{LEVEL_NOTE, NULL, false, false, LEVEL_NOTE},
	{LEVEL_ERROR, &inferred_one, true, false, LEVEL_ERROR},
	{LEVEL_ERROR, NULL, false, true, LEVEL_ERROR},
};

Test(findings, strength_softness_and_strictness)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
		struct findings *findings = findings_new(arena, weights[i].strict);
		size_t count;
		findings_add(findings, &(struct finding_draft){.level = weights[i].level,
		                                               .check = "x",
		                                               .soft = weights[i].soft,
		                                               .requirement = weights[i].requirement});
		const struct finding *all = findings_all(findings, &count);
		cr_assert_eq(count, 1);
		cr_expect_eq(all[0].level, weights[i].expected, "row %zu gave %s", i, level_name(all[0].level));
		cr_expect_eq(findings_count(findings, weights[i].expected), 1);
		cr_expect_eq(findings_count(findings, LEVEL_NOTE), 1);
		if (weights[i].expected < LEVEL_ERROR)
			cr_expect_eq(findings_count(findings, weights[i].expected + 1), 0);
	}
	arena_free(arena);
}

Test(findings, requirement_is_told)
{
	struct arena *arena = arena_new();
	struct findings *findings = findings_new(arena, false);
	size_t count;
	findings_add(findings, &(struct finding_draft){.level = LEVEL_FAILURE, .check = "a", .requirement = &explicit_one});
	const struct finding *all = findings_all(findings, &count);
	expect_text(all[0].requirement, "R001");
	expect_text(all[0].strength, "explicit");
	expect_text(all[0].section, "Devices");
	arena_free(arena);
}

Test(findings, fold_by_check_requirement_path_and_level)
{
	struct arena *arena = arena_new();
	struct findings *findings = findings_new(arena, false);
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = "type",
		.requirement = &explicit_one,
		.path = "devices/device/status",
		.records = "devices/device",
		.expected = "a uuid",
		.message = "first",
	};
	for (draft.index = 6; draft.index < 10; draft.index++) {
		draft.record = str_of("u-1");
		draft.actual = str_of("x");
		findings_add(findings, &draft);
		draft.message = "later ones are not kept";
	}
	draft.path = "devices/device/uuid";
	findings_add(findings, &draft);
	draft.requirement = &implied_one;
	findings_add(findings, &draft);
	draft.check = "pattern";
	findings_add(findings, &draft);
	draft.soft = true;
	findings_add(findings, &draft);
	draft.path = NULL;
	draft.level = LEVEL_NOTE;
	findings_add(findings, &draft);
	findings_add(findings, &draft);
	expect_text(finding_lines(arena, findings),
	            "failure type R001 devices/device[7]/status: a uuid | x | first (4 times) (record u-1)\n"
	            "failure type R001 devices/device[11]/uuid: a uuid | x | later ones are not kept (record u-1)\n"
	            "failure type R002 devices/device[11]/uuid: a uuid | x | later ones are not kept (record u-1)\n"
	            "failure pattern R002 devices/device[11]/uuid: a uuid | x | later ones are not kept (record u-1)\n"
	            "warning pattern R002 devices/device[11]/uuid: a uuid | x | later ones are not kept (record u-1)\n"
	            "note pattern R002 -: a uuid | x | later ones are not kept (2 times) (record u-1)");
	arena_free(arena);
}

Test(findings, gravest_first_and_else_in_order)
{
	static const enum level levels[] = {LEVEL_NOTE,    LEVEL_FAILURE, LEVEL_ERROR,
	                                    LEVEL_WARNING, LEVEL_FAILURE, LEVEL_NOTE};
	static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
	struct arena *arena = arena_new();
	struct findings *findings = findings_new(arena, false);
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		findings_add(findings, &(struct finding_draft){.level = levels[i], .check = names[i]});
	expect_text(finding_lines(arena, findings), "error c - -: - | - | -\n"
	                                            "failure b - -: - | - | -\n"
	                                            "failure e - -: - | - | -\n"
	                                            "warning d - -: - | - | -\n"
	                                            "note a - -: - | - | -\n"
	                                            "note f - -: - | - | -");
	cr_expect_eq(findings_count(findings, LEVEL_WARNING), 4);
	arena_free(arena);
}

Test(findings, repeat_counts_only_what_is_known)
{
	struct arena *arena = arena_new();
	struct findings *findings = findings_new(arena, false);
	struct finding_draft draft = {.level = LEVEL_FAILURE, .check = "presence", .path = "a"};
	cr_expect_not(findings_repeat(findings, &draft));
	cr_expect_eq(findings_count(findings, LEVEL_NOTE), 0);
	draft.message = "told once";
	findings_add(findings, &draft);
	draft.message = NULL;
	cr_expect(findings_repeat(findings, &draft));
	expect_text(finding_lines(arena, findings), "failure presence - a: - | - | told once (2 times)");
	arena_free(arena);
}

Test(findings, a_flood_has_a_ceiling)
{
	struct arena *arena = arena_new();
	struct findings *findings = findings_new(arena, false);
	struct finding_draft draft = {.level = LEVEL_NOTE, .check = "unknown-element"};
	char path[32];
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 10000; i++) {
			snprintf(path, sizeof(path), "x%d", i);
			draft.path = path;
			findings_add(findings, &draft);
		}
	draft = (struct finding_draft){.level = LEVEL_FAILURE, .check = "type"};
	findings_add(findings, &draft);
	size_t count;
	const struct finding *all = findings_all(findings, &count);
	cr_assert_eq(count, 82);
	cr_expect_eq(all[0].level, LEVEL_FAILURE);
	expect_text(all[1].path, "x0");
	cr_expect_eq(all[1].times, 2);
	expect_text(all[81].check, "ceiling");
	expect_text(all[81].message, "19840 more findings are left out");
	cr_expect_lt(arena_used(arena), 200000);
	arena_free(arena);
}

/** What a target sent, and how it is shown. */
static const char *const shown[][2] = {
	{"plain", "plain"},
	{"", ""},
	{"tab\tline\r\n", "tab\\x09line\\x0d\\x0a"},
	{"\x1b[31mred", "\\x1b[31mred"},
	{"del\x7f", "del\\x7f"},
	{"größe — 鍵", "größe — 鍵"},
	{"\xff\xfe", "\\xff\\xfe"},
	{"a\xc3", "a\\xc3"},
	{"a\xc3z\xc3\xa4", "a\\xc3zä"},
	{"csi \xc2\x9b"
     "31m",
     "csi \\xc2\\x9b31m"},
	{"nbsp \xc2\xa0.", "nbsp \xc2\xa0."},
	{"\xed\xa0\x80", "\\xed\\xa0\\x80"},
	{"cut \xe9\x8d", "cut \\xe9\\x8d"},
};

Test(findings, text_is_valid_and_visible)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
		struct findings *findings = findings_new(arena, false);
		size_t count;
		struct str text = str_of(shown[i][0]);
		findings_add(findings, &(struct finding_draft){.check = "x",
		                                               .actual = text,
		                                               .path = text.ptr,
		                                               .record = text,
		                                               .expected = text.ptr,
		                                               .message = text.ptr});
		const struct finding *all = findings_all(findings, &count);
		expect_text(all[0].actual, shown[i][1]);
		expect_text(all[0].path, shown[i][1]);
		expect_text(all[0].expected, shown[i][1]);
		expect_text(all[0].message, shown[i][1]);
		expect_text(all[0].record, text.len ? shown[i][1] : NULL);
	}
	arena_free(arena);
}

static const char *actual_of(struct arena *arena, struct str actual)
{
	struct findings *findings = findings_new(arena, false);
	size_t count;
	findings_add(findings, &(struct finding_draft){.check = "x", .actual = actual});
	return findings_all(findings, &count)[0].actual;
}

Test(findings, long_text_is_cut_between_characters)
{
	struct arena *arena = arena_new();
	char bytes[70001];
	memset(bytes, 'a', sizeof(bytes));
	expect_text(actual_of(arena, (struct str){bytes, 200}), arena_copy(arena, bytes, 200));
	const char *cut = actual_of(arena, (struct str){bytes, 201});
	cr_expect_eq(strncmp(cut, bytes, 200), 0);
	expect_text(cut + 200, "… (201 bytes)");
	expect_text(actual_of(arena, (struct str){bytes, 70000}) + 200, "… (70000 bytes)");
	memcpy(bytes + 199, "ä", 2);
	expect_text(actual_of(arena, (struct str){bytes, 300}) + 199, "… (300 bytes)");
	memcpy(bytes + 197, "𝄞", 4);
	expect_text(actual_of(arena, (struct str){bytes, 300}) + 197, "… (300 bytes)");
	memcpy(bytes + 196, "𝄞a", 5);
	expect_text(actual_of(arena, (struct str){bytes, 300}) + 196, "𝄞… (300 bytes)");
	cr_expect_null(actual_of(arena, (struct str){0}));
	arena_free(arena);
}

Test(findings, secrets_are_masked_before_text_is_cut)
{
	struct arena *arena = arena_new();
	struct mask *mask = mask_new();
	struct findings *findings = findings_new(arena, false);
	char text[6000];
	size_t count;
	mask_add_secret(mask, "password", "tr0ub4dor&3");
	findings_set_mask(findings, mask);
	memset(text, 'a', sizeof(text));
	memcpy(text + 195, "tr0ub4dor&3", 11);
	findings_add(findings,
	             &(struct finding_draft){.check = "x", .path = "a/tr0ub4dor&3", .actual = {text, sizeof(text)}});
	const struct finding *all = findings_all(findings, &count);
	expect_text(all[0].path, "a/[password]");
	expect_text(all[0].actual + 190, "aaaaa[pass… (6000 bytes)");
	mask_free(mask);
	arena_free(arena);
}

Test(findings, what_is_handed_in_may_die)
{
	struct arena *arena = arena_new();
	struct findings *findings = findings_new(arena, false);
	char text[] = "words";
	findings_add(findings, &(struct finding_draft){.check = text,
	                                               .path = text,
	                                               .expected = text,
	                                               .message = text,
	                                               .actual = str_of(text),
	                                               .record = str_of(text)});
	memset(text, 'x', sizeof(text) - 1);
	expect_text(finding_lines(arena, findings), "note words - words: words | words | words (record words)");
	arena_free(arena);
}
