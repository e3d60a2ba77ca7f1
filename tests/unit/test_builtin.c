// SPDX-License-Identifier: Apache-2.0
// The checks that every answer passes: which answers each looks at, and the statement it stands for.
#include <criterion/criterion.h>

#include "builtin.h"

Test(builtin, every_row_is_whole)
{
	for (enum builtin i = 0; i < BUILTINS; i++) {
		const struct builtin_check *check = builtin_check(i);
		cr_assert_not_null(check->check, "check %d has no name", i);
		cr_assert_not_null(check->looks_at, "%s says nothing", check->check);
		cr_assert_neq(check->reach & REACH_ALL, 0, "%s looks at no answer", check->check);
	}
}

static const struct {
	enum builtin builtin;
	unsigned answers;
	enum format format;
	bool sees;
} looks[] = {
	{BUILTIN_LEAK, REACH_REFUSAL, FORMAT_XML, true},
	{BUILTIN_LEAK, REACH_DATA | REACH_MESSAGE, FORMAT_XML, false},
	{BUILTIN_BODY_XML, REACH_DATA, FORMAT_XML, true},
	{BUILTIN_BODY_XML, REACH_DATA, FORMAT_JSON, false},
	{BUILTIN_BODY_XML, REACH_DATA, FORMAT_NONE, true},
	{BUILTIN_BODY_XML, REACH_DATA, FORMAT_CSV, false},
	{BUILTIN_BODY_CSV, REACH_DATA, FORMAT_CSV, true},
	{BUILTIN_BODY_CSV, REACH_DATA, FORMAT_NONE, false},
	{BUILTIN_BODY_CSV, REACH_MESSAGE, FORMAT_CSV, false},
	{BUILTIN_MESSAGE, REACH_MESSAGE | REACH_OTHER, FORMAT_JSON, true},
	{BUILTIN_MESSAGE, REACH_OTHER, FORMAT_JSON, false},
	{BUILTIN_SERVER_ERROR, REACH_OTHER, FORMAT_CSV, true},
};

Test(builtin, sees_what_it_reaches)
{
	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		cr_assert_eq(builtin_sees(builtin_check(looks[i].builtin), looks[i].answers, looks[i].format), looks[i].sees,
		             "row %zu", i);
}

Test(builtin, the_statement_is_that_of_the_ledger)
{
	static const struct requirement requirements[] = {{.id = "R028"}, {.id = "R034"}};
	struct catalogue catalogue = {.requirements = requirements, .requirement_count = ARRAY_LEN(requirements)};
	cr_assert_eq(builtin_requirement(&catalogue, BUILTIN_LEAK), &requirements[1]);
	cr_assert_eq(builtin_requirement(&catalogue, BUILTIN_CHALLENGE), &requirements[0]);
	cr_assert_null(builtin_requirement(&catalogue, BUILTIN_BODY_CSV), "the ledger does not hold R139");
	cr_assert_null(builtin_requirement(&catalogue, BUILTIN_TRANSPORT), "HTTP demands it, not the guide");
}
