// SPDX-License-Identifier: Apache-2.0
#include "verdict.h"

#include <criterion/criterion.h>

static enum verdict fold(bool strict, enum level a, enum level b)
{
	const struct finding findings[] = {{.level = a}, {.level = b}};
	return verdict_fold(findings, 2, strict);
}

Test(verdict, names)
{
	cr_expect_str_eq(verdict_name(VERDICT_PASS), "pass");
	cr_expect_str_eq(verdict_name(VERDICT_FAIL), "fail");
	cr_expect_str_eq(verdict_name(VERDICT_ERROR), "error");
	cr_expect_str_eq(verdict_name(VERDICT_SKIP), "skip");
	cr_expect_str_eq(verdict_name(VERDICT_KNOWN), "known");
	cr_expect_str_eq(level_name(LEVEL_NOTE), "note");
	cr_expect_str_eq(level_name(LEVEL_WARNING), "warning");
	cr_expect_str_eq(level_name(LEVEL_FAILURE), "failure");
	cr_expect_str_eq(level_name(LEVEL_ERROR), "error");
}

Test(verdict, fail_outweighs_error_outweighs_pass)
{
	cr_expect_eq(verdict_fold(NULL, 0, true), VERDICT_PASS);
	cr_expect_eq(fold(false, LEVEL_NOTE, LEVEL_WARNING), VERDICT_PASS);
	cr_expect_eq(fold(false, LEVEL_ERROR, LEVEL_WARNING), VERDICT_ERROR);
	cr_expect_eq(fold(false, LEVEL_ERROR, LEVEL_FAILURE), VERDICT_FAIL);
	cr_expect_eq(fold(false, LEVEL_FAILURE, LEVEL_ERROR), VERDICT_FAIL);
}

Test(verdict, strict_makes_warnings_fail)
{
	cr_expect_eq(fold(true, LEVEL_NOTE, LEVEL_WARNING), VERDICT_FAIL);
	cr_expect_eq(fold(true, LEVEL_ERROR, LEVEL_WARNING), VERDICT_FAIL);
	cr_expect_eq(fold(true, LEVEL_NOTE, LEVEL_NOTE), VERDICT_PASS);
}

Test(verdict, the_gravest_finding_is_the_first_failure)
{
	const struct finding findings[] = {{.level = LEVEL_NOTE},
	                                   {.level = LEVEL_ERROR},
	                                   {.level = LEVEL_FAILURE},
	                                   {.level = LEVEL_FAILURE}};
	const struct result result = {.findings = findings, .finding_count = 4};
	cr_expect_eq(result_gravest(&result), &findings[2]);
	const struct result none = {0};
	cr_expect_null(result_gravest(&none));
}

Test(verdict, counts_cases_and_warnings)
{
	const struct finding findings[] = {{.level = LEVEL_WARNING}, {.level = LEVEL_NOTE}, {.level = LEVEL_WARNING}};
	struct run_summary summary = {0};
	for (int i = VERDICT_PASS; i < VERDICTS; i++)
		verdict_count(&summary, &(struct result){.verdict = (enum verdict)i, .findings = findings, .finding_count = 3});
	verdict_count(&summary, &(struct result){.verdict = VERDICT_SKIP});
	cr_expect(summary.passed == 1 && summary.failed == 1 && summary.errors == 1 && summary.skipped == 2);
	cr_expect_eq(summary.known, (size_t)1);
	cr_expect_eq(summary.warnings, (size_t)10);
}

Test(verdict, exit_codes_and_their_precedence)
{
	static const struct {
		struct run_summary summary;
		struct run_end end;
		int code;
		const char *word;
	} rows[] = {
		{{.passed = 1}, {0}, 0, "conformant"},
		{{.passed = 1, .warnings = 3, .skipped = 2}, {0}, 0, "conformant"},
		{{.known = 1}, {0}, 0, "conformant"},
		{{.passed = 1, .failed = 1}, {0}, 1, "non-conformant"},
		{{.passed = 1, .errors = 1}, {0}, 3, "unreachable"},
		{{.passed = 1}, {.unreachable = true}, 3, "unreachable"},
		{{.failed = 1, .errors = 1}, {.unreachable = true}, 1, "non-conformant"},
		{{.skipped = 9}, {0}, 5, "nothing ran"},
		{{0}, {.unreachable = true}, 3, "unreachable"},
		{{.failed = 1}, {.refused = true}, 6, "refused"},
		{{.failed = 1}, {.refused = true, .broken = true}, 4, "harness error"},
		{{.passed = 1}, {.broken = true}, 4, "harness error"},
		{{.failed = 1}, {.refused = true, .broken = true, .interrupted = true}, 130, "interrupted"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int code = (int)verdict_exit(&rows[i].summary, &rows[i].end);
		cr_expect_eq(code, rows[i].code, "row %zu: %d", i, code);
		cr_expect_str_eq(exit_word(code), rows[i].word);
	}
	cr_expect_str_eq(exit_word(EXIT_USAGE), "usage");
	cr_expect_str_eq(exit_word(77), "unknown");
}
