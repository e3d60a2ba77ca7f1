// SPDX-License-Identifier: Apache-2.0
/* Relations over the answers for the values of one parameter, and over a whole and its parts. */
#include <string.h>

#include "relate_impl.h"

static const char *asked_for(const struct relation_pass *pass, size_t side, const char *parameter)
{
	const struct request *request = pass->requests[side];
	for (size_t i = 0; i < request->binding_count; i++)
		if (strcmp(request->bindings[i].name, parameter) == 0)
			return request->bindings[i].value;
	return "";
}

void relate_disjoint(struct relation_pass *pass)
{
	const char *parameter = relate_argument(pass->planned, 0)->text;
	for (size_t a = 0; a < pass->side_count; a++)
		for (size_t i = 0; i < facts_count(pass->sides[a]); i++)
			for (size_t b = a + 1; b < pass->side_count; b++) {
				if (facts_find(pass->sides[b], facts_key(pass->sides[a], i)) == SIZE_MAX)
					continue;
				struct deviation deviation = {
					.has_key = true,
					.key = facts_key(pass->sides[a], i),
					.expected = arena_printf(pass->arena, "only in %s=%s", parameter, asked_for(pass, a, parameter)),
					.actual =
						str_of(arena_printf(pass->arena, "also in %s=%s", parameter, asked_for(pass, b, parameter))),
					.message = "one record is in the answers for two values",
				};
				relate_deviate(pass, &deviation);
				if (!pass->findings && pass->suspect_count == SUSPECTS_MAX)
					return;
			}
}

/** Position of the first side from `side` on that holds the record, or the number of sides. */
static size_t holder(const struct relation_pass *pass, size_t side, fact_key key)
{
	while (side < pass->side_count && facts_find(pass->sides[side], key) == SIZE_MAX)
		side++;
	return side;
}

void relate_union(struct relation_pass *pass)
{
	const char *parameter = relate_argument(pass->planned, 1)->text;
	for (size_t s = 0; s < pass->side_count; s++)
		for (size_t i = 0; i < facts_count(pass->sides[s]); i++) {
			fact_key key = facts_key(pass->sides[s], i);
			if (s ? holder(pass, 0, key) == 0 : holder(pass, 1, key) < pass->side_count)
				continue;
			struct deviation deviation = {
				.has_key = true,
				.key = key,
				.expected =
					arena_printf(pass->arena, "in the answer without %s and in that for one of its values", parameter),
				.actual = str_of(s ? arena_printf(pass->arena, "only in %s=%s", parameter, asked_for(pass, s, parameter))
			                       : "in that for none of its values"),
				.message = "the whole and its parts hold different records",
			};
			relate_deviate(pass, &deviation);
			if (!pass->findings && pass->suspect_count == SUSPECTS_MAX)
				return;
		}
}

static void deviate_at(struct relation_pass *pass, size_t side, size_t n, const char *expected, const char *actual,
                       const char *message)
{
	struct deviation deviation = {
		.has_key = true,
		.key = facts_key(pass->sides[side], n),
		.expected = expected,
		.actual = str_of(actual),
		.message = message,
	};
	relate_deviate(pass, &deviation);
}

/** The sides are the whole and its parts, each asked for as the argument of the same place says. */
void relate_parts(struct relation_pass *pass)
{
	for (size_t s = 0; s < pass->side_count; s++)
		for (size_t i = 0; i < facts_count(pass->sides[s]); i++) {
			fact_key key = facts_key(pass->sides[s], i);
			const char *asked = relate_argument(pass->planned, s)->text;
			size_t other = s ? holder(pass, s + 1, key) : holder(pass, 1, key);
			if (s && other < pass->side_count)
				deviate_at(pass, s, i, arena_printf(pass->arena, "only in the answer to %s", asked),
				           arena_printf(pass->arena, "also in that to %s", relate_argument(pass->planned, other)->text),
				           "one record is in two parts");
			else if (s ? holder(pass, 0, key) != 0 : other == pass->side_count)
				deviate_at(pass, s, i,
				           arena_printf(pass->arena, "in the answer to %s and in that to one of its parts",
				                        relate_argument(pass->planned, 0)->text),
				           arena_printf(pass->arena, "only in that to %s", asked),
				           "the whole and its parts hold different records");
			if (!pass->findings && pass->suspect_count == SUSPECTS_MAX)
				return;
		}
}
