// SPDX-License-Identifier: Apache-2.0
#include "verdict.h"

void verdict_count(struct run_summary *summary, const struct result *result)
{
	size_t *const counters[] = {
		[VERDICT_PASS] = &summary->passed,  [VERDICT_FAIL] = &summary->failed, [VERDICT_ERROR] = &summary->errors,
		[VERDICT_SKIP] = &summary->skipped, [VERDICT_KNOWN] = &summary->known,
	};
	++*counters[result->verdict];
	for (size_t i = 0; i < result->finding_count; i++)
		summary->warnings += result->findings[i].level == LEVEL_WARNING;
}

enum exit_code verdict_exit(const struct run_summary *summary, const struct run_end *end)
{
	const struct {
		bool holds;
		enum exit_code code;
	} order[] = {
		{end->interrupted, EXIT_INTERRUPTED},
		{end->broken, EXIT_HARNESS},
		{end->refused, EXIT_REFUSED},
		{summary->failed > 0, EXIT_NONCONFORMANT},
		{end->unreachable || summary->errors > 0, EXIT_UNREACHABLE},
		{summary->passed + summary->known == 0, EXIT_NOTHING},
	};
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		if (order[i].holds)
			return order[i].code;
	return EXIT_CONFORMANT;
}

const char *exit_word(int code)
{
	static const struct {
		int code;
		const char *word;
	} words[] = {
		{EXIT_CONFORMANT, "conformant"},   {EXIT_NONCONFORMANT, "non-conformant"}, {EXIT_USAGE, "usage"},
		{EXIT_UNREACHABLE, "unreachable"}, {EXIT_HARNESS, "harness error"},        {EXIT_NOTHING, "nothing ran"},
		{EXIT_REFUSED, "refused"},         {EXIT_INTERRUPTED, "interrupted"},
	};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (words[i].code == code)
			return words[i].word;
	return "unknown";
}
