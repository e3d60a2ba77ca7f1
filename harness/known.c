// SPDX-License-Identifier: Apache-2.0
#include "known.h"

#include <fnmatch.h>
#include <string.h>

#include "plan.h"

static bool matches(const struct known_entry *entry, const struct planned *planned)
{
	for (size_t i = 0; i < entry->case_count; i++)
		if (plan_matches(planned, entry->cases[i]))
			return true;
	return false;
}

bool known_matches(const struct known_entry *entry, const struct plan *plan)
{
	for (size_t i = 0; i < plan->case_count; i++)
		if (matches(entry, &plan->cases[i]))
			return true;
	return false;
}

void known_begin(const struct known_run *run, const struct plan *plan)
{
	for (size_t e = 0; e < run->file->count; e++) {
		run->states[e] = (struct known_state){0};
		for (size_t i = 0; i < plan->case_count; i++)
			run->states[e].planned += matches(&run->file->entries[e], &plan->cases[i]);
	}
}

/** Dates of this form have the order of their bytes. */
static bool is_over(const struct known_entry *entry, const char *today)
{
	return strcmp(entry->expires, today) < 0;
}

static bool is_for_version(const struct known_entry *entry, const char *version)
{
	for (size_t i = 0; version && i < entry->version_count; i++)
		if (fnmatch(entry->versions[i], version, 0) == 0)
			return true;
	return entry->version_count == 0;
}

/** An entry without requirements accepts whatever the case fails for. */
static bool accepts(const struct known_entry *entry, const struct finding *finding)
{
	for (size_t i = 0; i < entry->requirement_count; i++)
		if (finding->requirement && strcmp(entry->requirements[i], finding->requirement) == 0)
			return true;
	return entry->requirement_count == 0;
}

static bool is_in_force(const struct known_run *run, const struct known_entry *entry)
{
	return !is_over(entry, run->today) && is_for_version(entry, run->version);
}

/** The first entry in force that accepts the finding; NULL when none does. All of them are marked. */
static const struct known_entry *find(const struct known_run *run, const struct planned *planned,
                                      const struct finding *finding)
{
	const struct known_entry *found = NULL;
	for (size_t e = 0; e < run->file->count; e++) {
		const struct known_entry *entry = &run->file->entries[e];
		if (!is_in_force(run, entry) || !matches(entry, planned) || !accepts(entry, finding))
			continue;
		run->states[e].held = true;
		found = found ? found : entry;
	}
	return found;
}

void known_judge(const struct known_run *run, const struct planned *planned, struct result *result)
{
	if (!run->file || result->verdict == VERDICT_SKIP || result->verdict == VERDICT_ERROR)
		return;
	for (size_t e = 0; e < run->file->count; e++)
		run->states[e].reached = run->states[e].reached || matches(&run->file->entries[e], planned);
	const struct known_entry *first = NULL;
	bool all = result->verdict == VERDICT_FAIL;
	for (size_t i = 0; i < result->finding_count; i++) {
		if (result->findings[i].level != LEVEL_FAILURE)
			continue;
		const struct known_entry *entry = find(run, planned, &result->findings[i]);
		all = all && entry;
		first = first ? first : entry;
	}
	if (!all || !first)
		return;
	result->verdict = VERDICT_KNOWN;
	result->reason =
		arena_printf(run->arena, "known deviation: %s (%s, until %s)", first->reason, first->owner, first->expires);
}

/** The first of them, for people. */
static const char *joined(struct arena *arena, const char *const *words, size_t count)
{
	enum { TOLD = 3 };
	const char *all = words[0];
	for (size_t i = 1; i < count && i < TOLD; i++)
		all = arena_printf(arena, "%s, %s", all, words[i]);
	return count > TOLD ? arena_printf(arena, "%s and %zu more", all, count - TOLD) : all;
}

/** What is wrong with the n-th entry; NULL when nothing is. `skip` is why that cannot be said. */
static const char *find_rot(const struct known_run *run, size_t n, struct known_end end, const char **skip)
{
	const struct known_entry *entry = &run->file->entries[n];
	const struct known_state *state = &run->states[n];
	*skip = NULL;
	if (!is_for_version(entry, run->version)) {
		*skip = arena_printf(run->arena, "it is for version %s; the target file says %s",
		                     joined(run->arena, entry->versions, entry->version_count),
		                     run->version ? run->version : "none");
		return NULL;
	}
	if (is_over(entry, run->today))
		return arena_printf(run->arena, "it expired on %s: decide again, or remove the entry", entry->expires);
	if (state->held)
		return NULL;
	if (state->planned == 0 && !end.left_out)
		return "no case has such an id: remove the entry, or correct it";
	if (state->planned == 0)
		*skip = "this run leaves its cases out";
	else if (!state->reached)
		*skip = "none of its cases was judged in this run";
	else if (end.cut_short)
		*skip = "the run ended early; none of its cases has failed so far";
	return *skip ? NULL : "its cases no longer fail that way: remove the entry";
}

struct result known_conclude(const struct known_run *run, size_t n, struct known_end end)
{
	const struct known_entry *entry = &run->file->entries[n];
	struct arena *arena = run->arena;
	const char *cases = joined(arena, entry->cases, entry->case_count);
	struct result result = {
		.id = arena_printf(arena, "known/deviations:%zu", n + 1),
		.area = "known",
		.operation = "deviations",
		.kind = "known",
		.name = arena_printf(arena, "%zu", n + 1),
		.format = "none",
		.because =
			arena_printf(arena, "%s is accepted: %s (%s, until %s)", cases, entry->reason, entry->owner, entry->expires),
		.safety = "read",
		.file = entry->at.file,
		.line = entry->at.line,
		.verdict = VERDICT_PASS,
	};
	const char *rot = find_rot(run, n, end, &result.reason);
	if (result.reason)
		result.verdict = VERDICT_SKIP;
	if (!rot)
		return result;
	struct finding *finding = ARENA_NEW(arena, struct finding);
	*finding = (struct finding){
		.level = LEVEL_FAILURE,
		.check = "known",
		.expected = "an entry that matches a case, is in force and describes what still fails",
		.actual = cases,
		.message = arena_printf(arena, "the known deviation `%s`: %s", entry->reason, rot),
		.times = 1,
	};
	result.verdict = VERDICT_FAIL;
	result.findings = finding;
	result.finding_count = 1;
	return result;
}
