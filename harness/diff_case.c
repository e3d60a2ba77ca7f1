// SPDX-License-Identifier: Apache-2.0
/* Verdicts, status codes and content types, case by case; counts, sizes and times by operation. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "diff_impl.h"
#include "text.h"

/* What is beyond noise; diff_rules tells the same in words. */
enum {
	COUNT_FLOOR = 10,
	SIZE_FLOOR = 4096,
	TIME_FLOOR_US = 500000,
	TIME_SAMPLES = 3,
};

static struct change change_of(const struct one_case *one, enum change_kind kind, bool relevant)
{
	return (struct change){
		.kind = kind,
		.relevant = relevant,
		.area = one->area,
		.operation = one->operation,
		.formats = format_word(one->format),
		.example = one->id,
		.times = 1,
	};
}

static const struct flaw *find_flaw(const struct one_case *one, const struct flaw *flaw)
{
	for (size_t i = 0; i < one->flaw_count; i++)
		if (strcmp(one->flaws[i].key, flaw->key) == 0 && one->flaws[i].level == flaw->level)
			return &one->flaws[i];
	return NULL;
}

/** The kind of a finding that only one of the runs has. */
static enum change_kind flaw_kind(const struct flaw *flaw, bool is_new)
{
	if (flaw->level == LEVEL_WARNING)
		return is_new ? CHANGE_WARNING_NEW : CHANGE_WARNING_GONE;
	return is_new ? CHANGE_FINDING_NEW : CHANGE_FINDING_GONE;
}

/** Findings of `one` that `other` does not have. */
static void tell_flaws(struct comparing *comparing, const struct one_case *one, const struct one_case *other, bool is_new)
{
	for (size_t i = 0; i < one->flaw_count; i++) {
		const struct flaw *flaw = &one->flaws[i];
		if (find_flaw(other, flaw))
			continue;
		enum change_kind kind = flaw_kind(flaw, is_new);
		struct change change = change_of(one, kind, kind == CHANGE_FINDING_NEW);
		change.what = flaw->key;
		change.note = flaw->text;
		diff_add(comparing, &change);
	}
}

/** The finding that decided: the first failure, else the first of all. */
static const struct flaw *gravest(const struct one_case *one)
{
	for (size_t i = 0; i < one->flaw_count; i++)
		if (one->flaws[i].level == LEVEL_FAILURE)
			return &one->flaws[i];
	return one->flaw_count ? &one->flaws[0] : NULL;
}

/** A known deviation fails like any other. */
static bool is_bad(const struct one_case *one)
{
	return one->verdict == VERDICT_FAIL || one->verdict == VERDICT_ERROR || one->verdict == VERDICT_KNOWN;
}

static void compare_verdicts(struct comparing *comparing, const struct one_case *before, const struct one_case *after)
{
	if (is_bad(before) == is_bad(after)) {
		tell_flaws(comparing, after, before, true);
		tell_flaws(comparing, before, after, false);
		return;
	}
	bool broken = is_bad(after);
	struct change change = change_of(after, broken ? CHANGE_BROKEN : CHANGE_FIXED, broken);
	const struct flaw *flaw = gravest(broken ? after : before);
	change.before = verdict_name(before->verdict);
	change.after = verdict_name(after->verdict);
	change.what = flaw ? flaw->key : NULL;
	change.note = flaw ? flaw->text : after->reason;
	diff_add(comparing, &change);
}

/** True when no other status codes than 200 and 404 are in the set. */
static bool is_data_or_none(const char *statuses)
{
	while (strncmp(statuses, "200", 3) == 0 || strncmp(statuses, "404", 3) == 0)
		statuses += 3 + strspn(statuses + 3, " |");
	return *statuses == '\0';
}

/** Answers with data and ones that say that there is none, all judged to be right: that is the data. */
static bool is_about_data(const struct one_case *before, const struct one_case *after)
{
	bool sound = before->verdict == VERDICT_PASS && after->verdict == VERDICT_PASS;
	return sound && is_data_or_none(before->statuses) && is_data_or_none(after->statuses);
}

/** The content types without parameters, in small letters. */
static const char *bare_types(struct arena *arena, const char *types)
{
	char *copy = arena_string(arena, types);
	char *out = copy;
	bool parameter = false;
	for (const char *at = copy; *at; at++) {
		parameter = *at == ';' || (parameter && *at != '|');
		if (!parameter && *at != ' ')
			*out++ = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
	}
	*out = '\0';
	return copy;
}

static void compare_answers(struct comparing *comparing, const struct one_case *before, const struct one_case *after)
{
	if (!*before->statuses || !*after->statuses)
		return; /* nothing was sent, as by a clean-up that was not needed, or no answer came, which the verdict tells */
	if (strcmp(before->statuses, after->statuses) != 0) {
		struct change change = change_of(after, CHANGE_STATUS, !is_about_data(before, after));
		change.before = before->statuses;
		change.after = after->statuses;
		change.note = change.relevant ? NULL : "whether there is data; the guide allows both";
		diff_add(comparing, &change);
		return;
	}
	if (strcmp(before->types, after->types) == 0 || before->exchange_count > 1 || after->exchange_count > 1)
		return; /* of several answers there are cases for each */
	bool other = strcmp(bare_types(comparing->arena, before->types), bare_types(comparing->arena, after->types)) != 0;
	struct change change = change_of(after, CHANGE_MEDIA_TYPE, other);
	change.before = before->types;
	change.after = after->types;
	diff_add(comparing, &change);
}

/** A case that only one of the runs executed; where the settings differ, that was wanted. */
static void tell_only(struct comparing *comparing, const struct one_case *one, const struct one_case *other,
                      bool is_after)
{
	comparing->only[is_after]++;
	bool refused = !is_after && other && other->exchange_count > 0 && !strstr(other->statuses, "200");
	if (!comparing->same_settings && !refused)
		return;
	enum change_kind kind = refused ? CHANGE_NOT_OFFERED : is_after ? CHANGE_ONLY_AFTER : CHANGE_ONLY_BEFORE;
	struct change change = change_of(one, kind, refused);
	change.note = other ? other->reason : "the other run does not have the case";
	diff_add(comparing, &change);
}

static void compare_pair(struct comparing *comparing, const struct one_case *before, const struct one_case *after)
{
	bool ran[] = {before && was_executed(before), after && was_executed(after)};
	if (ran[0] && ran[1]) {
		comparing->cases++;
		compare_verdicts(comparing, before, after);
		if (is_bad(before) == is_bad(after))
			compare_answers(comparing, before, after);
	} else if (ran[0]) {
		tell_only(comparing, before, after, false);
	} else if (ran[1]) {
		tell_only(comparing, after, before, true);
	}
}

void diff_cases(struct comparing *comparing)
{
	const struct one_run *runs = comparing->runs;
	size_t b = 0, a = 0;
	while (b < runs[0].case_count || a < runs[1].case_count) {
		const struct one_case *before = b < runs[0].case_count ? &runs[0].cases[b] : NULL;
		const struct one_case *after = a < runs[1].case_count ? &runs[1].cases[a] : NULL;
		int order = !before ? 1 : !after ? -1 : strcmp(before->id, after->id);
		compare_pair(comparing, order <= 0 ? before : NULL, order >= 0 ? after : NULL);
		b += order <= 0;
		a += order >= 0;
	}
}

/* Counts, sizes and times. */

/** What is measured of the cases of an operation in a format that both runs executed. */
struct measure {
	const struct one_case *one;
	int64_t *times[2];
	size_t time_count[2];
	uint64_t bytes[2];
	size_t records[2];
};

static int compare_numbers(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return left < right ? -1 : left > right;
}

static bool is_beyond(uint64_t before, uint64_t after, uint64_t floor)
{
	uint64_t less = before < after ? before : after;
	uint64_t more = before < after ? after : before;
	return more - less >= floor && more >= 2 * less;
}

static const char *in_words(struct arena *arena, int64_t us)
{
	return arena_printf(arena, "%.3f s", (double)us / 1e6);
}

static void tell_times(struct comparing *comparing, struct measure *measure)
{
	const char *words[2];
	int64_t medians[2];
	for (int side = 0; side < 2; side++) {
		size_t count = measure->time_count[side];
		if (count < TIME_SAMPLES)
			return;
		qsort(measure->times[side], count, sizeof(int64_t), compare_numbers);
		medians[side] = measure->times[side][count / 2];
		words[side] =
			arena_printf(comparing->arena, "median %s, 95%% within %s", in_words(comparing->arena, medians[side]),
		                 in_words(comparing->arena, measure->times[side][(count - 1) * 95 / 100]));
	}
	if (!is_beyond((uint64_t)medians[0], (uint64_t)medians[1], TIME_FLOOR_US))
		return;
	struct change change = change_of(measure->one, CHANGE_TIME, false);
	change.example = NULL;
	change.before = words[0];
	change.after = words[1];
	diff_add(comparing, &change);
}

static void tell_number(struct comparing *comparing, const struct measure *measure, enum change_kind kind,
                        const uint64_t numbers[2], const char *unit)
{
	struct change change = change_of(measure->one, kind, false);
	change.example = NULL;
	change.before = arena_printf(comparing->arena, "%" PRIu64 " %s", numbers[0], unit);
	change.after = arena_printf(comparing->arena, "%" PRIu64 " %s", numbers[1], unit);
	diff_add(comparing, &change);
}

static void tell_measure(struct comparing *comparing, struct measure *measure)
{
	const uint64_t records[] = {measure->records[0], measure->records[1]};
	bool vanished = !records[0] != !records[1];
	if (vanished || is_beyond(records[0], records[1], COUNT_FLOOR))
		tell_number(comparing, measure, CHANGE_COUNT, records, "records");
	uint64_t bytes[2];
	for (int side = 0; side < 2; side++)
		bytes[side] = measure->bytes[side] / (records[side] ? records[side] : 1);
	if (!vanished && is_beyond(bytes[0], bytes[1], records[0] ? SIZE_FLOOR / 16 : SIZE_FLOOR))
		tell_number(comparing, measure, CHANGE_SIZE, bytes, records[0] ? "bytes a record" : "bytes");
	tell_times(comparing, measure);
}

static void add_times(struct arena *arena, struct measure *measure, int side, const struct one_case *one)
{
	for (size_t i = 0; i < one->exchange_count; i++)
		ARENA_PUSH(arena, measure->times[side], measure->time_count[side], one->durations[i]);
	measure->bytes[side] += one->bytes;
	measure->records[side] += one->records;
}

static bool same_place(const struct one_case *a, const struct one_case *b)
{
	return strcmp(a->operation, b->operation) == 0 && strcmp(a->area, b->area) == 0 && strcmp(a->format, b->format) == 0;
}

/** The measure for the case's operation and format; made when it is not there. */
static struct measure *measure_for(struct arena *arena, struct measure **measures, size_t *count,
                                   const struct one_case *one)
{
	for (size_t i = *count; i > 0; i--)
		if (same_place((*measures)[i - 1].one, one))
			return &(*measures)[i - 1];
	ARENA_PUSH(arena, *measures, *count, ((struct measure){.one = one}));
	return &(*measures)[*count - 1];
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct one_case *)a)->id, ((const struct one_case *)b)->id);
}

void diff_measures(struct comparing *comparing)
{
	const struct one_run *runs = comparing->runs;
	struct measure *measures = NULL;
	size_t count = 0;
	for (size_t i = 0; i < runs[0].case_count; i++) {
		const struct one_case *before = &runs[0].cases[i];
		const struct one_case *after =
			runs[1].case_count ? bsearch(before, runs[1].cases, runs[1].case_count, sizeof(*before), by_id) : NULL;
		bool alike =
			after && was_executed(before) && was_executed(after) && strcmp(before->statuses, after->statuses) == 0;
		if (!alike)
			continue; /* another status code is a change of its own */
		struct measure *measure = measure_for(comparing->arena, &measures, &count, before);
		add_times(comparing->arena, measure, 0, before);
		add_times(comparing->arena, measure, 1, after);
	}
	for (size_t i = 0; i < count; i++)
		tell_measure(comparing, &measures[i]);
}
