// SPDX-License-Identifier: Apache-2.0
#include "rounds.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

struct rounds {
	struct arena *arena;
	const char *name;
	const struct mask *mask;
	struct diag *diag;
	const char **files;
	size_t count;
	struct record *record; /**< of the round at hand */
};

struct rounds *rounds_new(const char *name, const struct mask *mask, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct rounds *rounds = ARENA_NEW(arena, struct rounds);
	*rounds = (struct rounds){.arena = arena, .name = name, .mask = mask, .diag = diag};
	return rounds;
}

bool rounds_begin(struct rounds *rounds)
{
	const char *file = arena_printf(rounds->arena, "%s.round-%zu", rounds->name, rounds->count + 1);
	rounds->record = record_create(file, rounds->mask, rounds->diag);
	if (!rounds->record)
		return false;
	ARENA_PUSH(rounds->arena, rounds->files, rounds->count, file);
	return true;
}

void rounds_take(struct rounds *rounds, const struct result *result)
{
	record_result(rounds->record, result);
}

bool rounds_end(struct rounds *rounds)
{
	struct record *record = rounds->record;
	rounds->record = NULL;
	return record_close(record) == 0;
}

/** How much a verdict weighs among those of other rounds. */
static const int weights[] = {
	[VERDICT_SKIP] = 0, [VERDICT_PASS] = 1, [VERDICT_KNOWN] = 2, [VERDICT_ERROR] = 3, [VERDICT_FAIL] = 4,
};

/** "failed in 2 of 5 rounds, passed in 3". */
static const char *describe(struct arena *arena, const size_t counts[VERDICTS], size_t rounds)
{
	static const struct {
		enum verdict verdict;
		const char *words;
	} order[] = {
		{VERDICT_FAIL, "failed"}, {VERDICT_ERROR, "no verdict"}, {VERDICT_KNOWN, "a known deviation"},
		{VERDICT_PASS, "passed"}, {VERDICT_SKIP, "skipped"},
	};
	struct text text = text_new(SIZE_MAX / 4);
	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		size_t count = counts[order[i].verdict];
		if (count && text.len)
			text_printf(&text, ", %s in %zu", order[i].words, count);
		else if (count)
			text_printf(&text, "%s in %zu of %zu rounds", order[i].words, count, rounds);
	}
	const char *copy = arena_string(arena, text_str(&text));
	text_free(&text);
	return copy;
}

/** The case as its gravest round had it, the first of several. */
static struct result fold(struct arena *arena, const struct result *results, size_t count)
{
	size_t counts[VERDICTS] = {0};
	size_t gravest = 0;
	for (size_t i = 0; i < count; i++) {
		counts[results[i].verdict]++;
		if (weights[results[i].verdict] > weights[results[gravest].verdict])
			gravest = i;
	}
	struct result result = results[gravest];
	if (counts[result.verdict] == count)
		return result;
	const char *rounds = describe(arena, counts, count);
	result.reason = result.reason ? arena_printf(arena, "%s; %s", result.reason, rounds) : rounds;
	return result;
}

/** The next case of each round; false at the end, or after a report. */
static bool read_case(struct rounds *rounds, struct record_reader *const *readers, struct arena *arena,
                      struct result *results, bool *whole)
{
	for (size_t i = 0; i < rounds->count; i++) {
		struct record_line line;
		enum record_kind kind = record_next(readers[i], arena, &line);
		*whole = kind != RECORD_BROKEN && (i == 0 || kind == RECORD_RESULT);
		if (kind != RECORD_RESULT)
			return false;
		results[i] = line.result;
		assert(strcmp(results[i].id, results[0].id) == 0);
	}
	return true;
}

bool rounds_tell(struct rounds *rounds, void (*take)(void *context, const struct result *result), void *context)
{
	struct record_reader **readers = ARENA_ARRAY(rounds->arena, struct record_reader *, rounds->count + 1);
	struct result *results = ARENA_ARRAY(rounds->arena, struct result, rounds->count + 1);
	bool whole = true;
	for (size_t i = 0; i < rounds->count; i++) {
		readers[i] = record_open(rounds->files[i], rounds->diag);
		whole = whole && readers[i];
	}
	struct arena *arena = arena_new();
	while (whole && rounds->count && read_case(rounds, readers, arena, results, &whole)) {
		struct result result = fold(arena, results, rounds->count);
		take(context, &result);
		arena_reset(arena);
	}
	arena_free(arena);
	for (size_t i = 0; i < rounds->count; i++)
		record_done(readers[i]);
	return whole;
}

void rounds_free(struct rounds *rounds)
{
	if (!rounds)
		return;
	record_abandon(rounds->record);
	for (size_t i = 0; i < rounds->count; i++)
		unlink(rounds->files[i]);
	arena_free(rounds->arena);
}

void rounds_add(struct arena *arena, struct run_summary *all, const struct run_summary *round)
{
	all->requests += round->requests;
	all->writes += round->writes;
	all->bytes += round->bytes;
	all->duration_us += round->duration_us;
	if (all->unknown && round->unknown)
		all->unknown = arena_printf(arena, "%s, %s", all->unknown, round->unknown);
	else if (round->unknown)
		all->unknown = round->unknown;
	all->trouble = round->trouble;
	all->fixtures = round->fixtures;
	all->residue = round->residue ? round->residue : all->residue;
	all->left = round->left;
	all->journal = round->journal;
}
