// SPDX-License-Identifier: Apache-2.0
/* Two run records, as far as they are compared. */
#include <stdlib.h>
#include <string.h>

#include "diff_impl.h"
#include "record.h"

/** "devices/device[3]/status" without the position, which the next run may find elsewhere; keys of entries stay. */
static const char *without_positions(struct arena *arena, const char *path)
{
	if (!path)
		return "";
	char *copy = arena_string(arena, path);
	char *out = copy;
	for (const char *at = path; *at;) {
		size_t digits = *at == '[' ? strspn(at + 1, "0123456789") : 0;
		if (digits && at[1 + digits] == ']')
			at += digits + 2;
		else
			*out++ = *at++;
	}
	*out = '\0';
	return copy;
}

static struct flaw make_flaw(struct arena *arena, const struct finding *finding)
{
	const char *path = without_positions(arena, finding->path);
	const char *text = arena_string(arena, finding->message ? finding->message : finding->check);
	return (struct flaw){
		.key = arena_printf(arena, "%s%s%s%s%s", finding->check, finding->requirement ? " " : "",
	                        finding->requirement ? finding->requirement : "", *path ? " " : "", path),
		.text = finding->expected && finding->actual
	                ? arena_printf(arena, "%s (expected %s, got %s)", text, finding->expected, finding->actual)
	                : text,
		.level = finding->level,
	};
}

static void take_flaws(struct arena *arena, const struct result *result, struct one_case *one)
{
	struct flaw *flaws = ARENA_ARRAY(arena, struct flaw, result->finding_count + 1);
	for (size_t i = 0; i < result->finding_count; i++)
		if (result->findings[i].level != LEVEL_NOTE)
			flaws[one->flaw_count++] = make_flaw(arena, &result->findings[i]);
	one->flaws = flaws;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** The different texts in order, joined. */
static const char *joined_set(struct arena *arena, const char **texts, size_t count)
{
	const char *all = "";
	qsort(texts, count, sizeof(texts[0]), compare_texts);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(texts[i], texts[i - 1]) != 0)
			all = arena_printf(arena, "%s%s%s", all, *all ? " | " : "", texts[i]);
	return all;
}

static void take_exchanges(struct arena *arena, const struct result *result, struct one_case *one)
{
	size_t count = result->exchange_count;
	const char **statuses = ARENA_ARRAY(arena, const char *, count + 1);
	const char **types = ARENA_ARRAY(arena, const char *, count + 1);
	int64_t *durations = ARENA_ARRAY(arena, int64_t, count + 1);
	size_t typed = 0;
	for (size_t i = 0; i < count; i++) {
		const struct exchange *exchange = &result->exchanges[i];
		statuses[i] = exchange->status ? arena_printf(arena, "%d", exchange->status) : "none";
		if (exchange->content_type)
			types[typed++] = arena_string(arena, exchange->content_type);
		durations[i] = exchange->duration_us;
		one->bytes += exchange->bytes;
		one->records += exchange->records;
	}
	one->exchange_count = count;
	one->durations = durations;
	one->statuses = joined_set(arena, statuses, count);
	one->types = joined_set(arena, types, typed);
}

static struct one_case take_case(struct arena *arena, const struct result *result)
{
	struct one_case one = {
		.id = arena_string(arena, result->id),
		.area = arena_string(arena, result->area),
		.operation = arena_string(arena, result->operation),
		.format = arena_string(arena, result->format ? result->format : "none"),
		.verdict = result->verdict,
		.reason = arena_string(arena, result->reason),
	};
	take_flaws(arena, result, &one);
	take_exchanges(arena, result, &one);
	return one;
}

static int compare_cases(const void *a, const void *b)
{
	return strcmp(((const struct one_case *)a)->id, ((const struct one_case *)b)->id);
}

/** Lines that are needed whole are read again, into the arena that lives on. */
struct places {
	long header, summary;
	long *shapes;
	size_t shape_count;
};

static void read_again(struct arena *arena, struct record_reader *reader, const struct places *places,
                       struct one_run *run)
{
	struct record_line line;
	struct observed *shapes = ARENA_ARRAY(arena, struct observed, places->shape_count + 1);
	record_seek(reader, places->header);
	record_next(reader, arena, &line);
	run->about.header = line.header;
	record_seek(reader, places->summary);
	record_next(reader, arena, &line);
	run->about.summary = line.summary;
	for (size_t i = 0; i < places->shape_count; i++) {
		record_seek(reader, places->shapes[i]);
		record_next(reader, arena, &line);
		shapes[i] = line.observed;
	}
	run->shapes = shapes;
	run->shape_count = places->shape_count;
}

static bool read_lines(struct arena *arena, struct record_reader *reader, struct one_run *run, struct diag *diag)
{
	struct places places = {.header = -1, .summary = -1};
	struct arena *scratch = arena_new();
	struct record_line line;
	while (record_next(reader, scratch, &line) != RECORD_END && line.kind != RECORD_BROKEN) {
		if (line.kind == RECORD_HEADER)
			places.header = line.offset;
		else if (line.kind == RECORD_SUMMARY)
			places.summary = line.offset;
		else if (line.kind == RECORD_OBSERVED)
			ARENA_PUSH(arena, places.shapes, places.shape_count, line.offset);
		else if (line.kind == RECORD_RESULT)
			ARENA_PUSH(arena, run->cases, run->case_count, take_case(arena, &line.result));
		arena_reset(scratch);
	}
	arena_free(scratch);
	if (line.kind == RECORD_BROKEN)
		return false;
	struct position at = {run->about.file, line.number, 1};
	if (places.header < 0)
		diag_error(diag, at, "not a run record: it has no header");
	else if (places.summary < 0)
		diag_error(diag, at, "the record ends without a summary: the run was killed, or the file is cut");
	else
		read_again(arena, reader, &places, run);
	return places.header >= 0 && places.summary >= 0;
}

bool diff_read(struct arena *arena, const char *file, struct one_run *run, struct diag *diag)
{
	*run = (struct one_run){.about.file = file};
	struct record_reader *reader = record_open(file, diag);
	if (!reader)
		return false;
	bool read = read_lines(arena, reader, run, diag);
	record_done(reader);
	if (run->case_count)
		qsort(run->cases, run->case_count, sizeof(run->cases[0]), compare_cases);
	return read;
}
