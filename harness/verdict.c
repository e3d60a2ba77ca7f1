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

static const struct exit_row exit_rows[] = {
	{EXIT_CONFORMANT, "conformant", "conformant"},
	{EXIT_NONCONFORMANT, "non-conformant", "not conformant: the target broke a promise"},
	{EXIT_USAGE, "usage", "the command line or a case file is wrong; nothing was sent"},
	{EXIT_UNREACHABLE, "unreachable", "no verdict: target unreachable, TLS or credentials refused"},
	{EXIT_HARNESS, "harness error", "error of the harness, or a report was not written"},
	{EXIT_NOTHING, "nothing ran", "nothing ran"},
	{EXIT_REFUSED, "refused", "refused by the safety policy"},
	{EXIT_INTERRUPTED, "interrupted", "interrupted; cleanup is done and the reports are written"},
};

const struct exit_row *exit_all(size_t *count)
{
	*count = ARRAY_LEN(exit_rows);
	return exit_rows;
}

const char *exit_word(int code)
{
	for (size_t i = 0; i < ARRAY_LEN(exit_rows); i++)
		if (exit_rows[i].code == code)
			return exit_rows[i].word;
	return "unknown";
}
