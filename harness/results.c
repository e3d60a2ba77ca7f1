// SPDX-License-Identifier: Apache-2.0
#include "results.h"

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_PASS] = "pass", [VERDICT_FAIL] = "fail",   [VERDICT_ERROR] = "error",
		[VERDICT_SKIP] = "skip", [VERDICT_KNOWN] = "known",
	};
	assert((size_t)verdict < ARRAY_LEN(names));
	return names[verdict];
}

const char *level_name(enum level level)
{
	static const char *const names[] = {
		[LEVEL_NOTE] = "note",
		[LEVEL_WARNING] = "warning",
		[LEVEL_FAILURE] = "failure",
		[LEVEL_ERROR] = "error",
	};
	assert((size_t)level < ARRAY_LEN(names));
	return names[level];
}

enum verdict verdict_fold(const struct finding *findings, size_t count, bool strict)
{
	bool unknown = false;
	for (size_t i = 0; i < count; i++) {
		if (findings[i].level == LEVEL_FAILURE || (strict && findings[i].level == LEVEL_WARNING))
			return VERDICT_FAIL;
		unknown = unknown || findings[i].level == LEVEL_ERROR;
	}
	return unknown ? VERDICT_ERROR : VERDICT_PASS;
}

const char *result_requirement(const struct result *result, size_t index)
{
	if (index < result->requirement_count)
		return result->requirements[index];
	index -= result->requirement_count;
	return result->shared && index < result->shared->requirement_count ? result->shared->requirements[index] : NULL;
}

const struct finding *result_gravest(const struct result *result)
{
	static const int weight[] = {[LEVEL_NOTE] = 0, [LEVEL_WARNING] = 1, [LEVEL_ERROR] = 2, [LEVEL_FAILURE] = 3};
	const struct finding *gravest = NULL;
	for (size_t i = 0; i < result->finding_count; i++)
		if (!gravest || weight[result->findings[i].level] > weight[gravest->level])
			gravest = &result->findings[i];
	return gravest;
}
