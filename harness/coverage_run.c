// SPDX-License-Identifier: Apache-2.0
/* What a run record says about the guide, so that a report needs neither guide nor catalogue. */
#include <string.h>

#include "coverage.h"

static const char *kind_of(const struct coverage_item *item)
{
	return item->kind == COVERAGE_REQUIREMENT ? "requirement" : guide_kind_name((enum guide_kind)item->kind);
}

static const char *strength_of(const struct coverage_item *item)
{
	return item->requirement ? strength_name(item->requirement->strength) : NULL;
}

static bool belongs(const struct guide_share *share, const struct coverage_item *item)
{
	const char *strength = strength_of(item);
	return strcmp(share->kind, kind_of(item)) == 0 && strcmp(share->area, item->area) == 0 &&
	       (!strength || strcmp(share->strength, strength) == 0);
}

static void count_item(struct guide_share *share, const struct coverage_item *item)
{
	share->documented++;
	share->described += item->described;
	share->executed += item->executed;
	share->not_testable += item->reason != NULL;
}

void coverage_tell_run(const struct coverage *coverage, struct arena *arena, struct run_summary *summary)
{
	struct guide_share *shares = NULL;
	size_t share_count = 0;
	for (size_t i = 0; i < coverage->count; i++) {
		const struct coverage_item *item = &coverage->items[i];
		size_t at = 0;
		while (at < share_count && !belongs(&shares[at], item))
			at++;
		struct guide_share share = {.kind = kind_of(item), .area = item->area, .strength = strength_of(item)};
		if (at == share_count)
			ARENA_PUSH(arena, shares, share_count, share);
		count_item(&shares[at], item);
	}
	summary->coverage = shares;
	summary->coverage_count = share_count;
}
