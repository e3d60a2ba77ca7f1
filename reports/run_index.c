// SPDX-License-Identifier: Apache-2.0
#include "run_index.h"

#include <stdlib.h>
#include <string.h>

#include "verdict.h"

struct run_index_making {
	struct run_index *index;
	const struct mask *mask; /**< of results that did not come out of a record; or NULL */
	struct arena *scratch;
	struct indexed_case *cases;
	size_t count;
	struct run_summary counted;
	long header;  /**< offset of the line, or -1 */
	long summary; /**< offset of the line, or -1 */
};

enum { PREFIX = sizeof("epmm.") - 1 };

/** Cases of an operation follow each other in a record and share the name. */
static const char *make_group(const struct run_index_making *making, const struct result *result)
{
	const char *last = making->count ? making->cases[making->count - 1].group : NULL;
	size_t area = strlen(result->area);
	bool same = last && strncmp(last + PREFIX, result->area, area) == 0 && last[PREFIX + area] == '.' &&
	            strcmp(last + PREFIX + area + 1, result->operation) == 0;
	return same ? last : arena_printf(making->index->arena, "epmm.%s.%s", result->area, result->operation);
}

static void add_case(struct run_index_making *making, const struct result *result, long offset)
{
	struct run_summary before = making->counted;
	verdict_count(&making->counted, result);
	making->counted.requests += result->exchange_count;
	struct indexed_case indexed = {
		.group = make_group(making, result),
		.name = arena_string(making->index->arena, result->name),
		.offset = offset,
		.verdict = result->verdict,
		.warnings = making->counted.warnings - before.warnings,
		.duration_ms = result->duration_us > 0 ? (result->duration_us + 500) / 1000 : 0,
	};
	ARENA_PUSH(making->index->arena, making->cases, making->count, indexed);
}

void run_index_take(struct run_index_making *making, const struct result *result, long offset)
{
	struct result masked = *result;
	masked.area = mask_text(making->mask, making->scratch, result->area);
	masked.operation = mask_text(making->mask, making->scratch, result->operation);
	masked.name = mask_text(making->mask, making->scratch, result->name);
	add_case(making, &masked, offset);
	arena_reset(making->scratch);
}

static void take_line(struct run_index_making *making, const struct record_line *line)
{
	if (line->kind == RECORD_HEADER)
		making->header = line->offset;
	else if (line->kind == RECORD_SUMMARY)
		making->summary = line->offset;
	else if (line->kind == RECORD_RESULT)
		add_case(making, &line->result, line->offset);
}

static int compare_cases(const void *a, const void *b)
{
	const struct indexed_case *left = a;
	const struct indexed_case *right = b;
	int order = left->group == right->group ? 0 : strcmp(left->group, right->group);
	if (!order)
		order = strcmp(left->name, right->name);
	return order ? order : (left->offset > right->offset) - (left->offset < right->offset);
}

/** GitLab shows only the first of several cases of the same name. */
static void make_names_unique(struct run_index_making *making)
{
	const char *base = NULL;
	size_t copies = 1;
	for (size_t i = 1; i < making->count; i++) {
		struct indexed_case *before = &making->cases[i - 1];
		struct indexed_case *here = &making->cases[i];
		if (strcmp(before->group, here->group) == 0)
			here->group = before->group;
		base = copies > 1 ? base : before->name;
		if (here->group != before->group || strcmp(base, here->name) != 0) {
			copies = 1;
			continue;
		}
		here->name = arena_printf(making->index->arena, "%s (%zu)", base, ++copies);
	}
}

/** Header and summary are read again, into the arena that lives as long as the index. */
static void take_ends(struct run_index_making *making)
{
	struct run_index *index = making->index;
	struct record_line line;
	record_seek(index->reader, making->header);
	if (record_next(index->reader, index->arena, &line) == RECORD_HEADER)
		index->header = line.header;
	index->complete = making->summary >= 0;
	if (index->complete) {
		record_seek(index->reader, making->summary);
		if (record_next(index->reader, index->arena, &line) == RECORD_SUMMARY)
			index->summary = line.summary;
		return;
	}
	index->summary = making->counted;
	index->summary.exit_code = EXIT_INTERRUPTED;
	index->summary.word = exit_word(EXIT_INTERRUPTED);
	index->summary.trouble = "the run record has no summary: the run was killed";
}

static void finish(struct run_index_making *making)
{
	if (making->count)
		qsort(making->cases, making->count, sizeof(*making->cases), compare_cases);
	make_names_unique(making);
	making->index->cases = making->cases;
	making->index->count = making->count;
	take_ends(making);
}

struct run_index_making *run_index_begin(const struct mask *mask)
{
	struct run_index_making *making = xmalloc(sizeof(*making));
	struct run_index *index = xmalloc(sizeof(*index));
	*index = (struct run_index){.arena = arena_new()};
	*making =
		(struct run_index_making){.index = index, .mask = mask, .scratch = arena_new(), .header = -1, .summary = -1};
	return making;
}

/** Ends the making; the index remains. */
static struct run_index *end_making(struct run_index_making *making)
{
	struct run_index *index = making->index;
	arena_free(making->scratch);
	free(making);
	return index;
}

struct run_index *run_index_end(struct run_index_making *making, const char *record, long summary, struct diag *diag)
{
	making->index->reader = record ? record_open(record, diag) : NULL;
	making->header = 0;
	making->summary = summary;
	bool open = making->index->reader != NULL;
	if (open) {
		record_read_sets(making->index->reader);
		finish(making);
	}
	struct run_index *index = end_making(making);
	if (open)
		return index;
	run_index_close(index);
	return NULL;
}

static void read_lines(struct run_index_making *making, const char *record, struct diag *diag)
{
	struct record_line line;
	while (record_next(making->index->reader, making->scratch, &line) != RECORD_END && line.kind != RECORD_BROKEN) {
		take_line(making, &line);
		arena_reset(making->scratch);
	}
	if (line.kind == RECORD_BROKEN)
		making->header = -1;
	else if (making->header < 0)
		diag_error(diag, (struct position){.file = record}, "not a run record: it has no header");
}

struct run_index *run_index_open(const char *record, struct diag *diag)
{
	struct record_reader *reader = record_open(record, diag);
	if (!reader)
		return NULL;
	struct run_index_making *making = run_index_begin(NULL);
	making->index->reader = reader;
	read_lines(making, record, diag);
	bool whole = making->header >= 0;
	if (whole)
		finish(making);
	struct run_index *index = end_making(making);
	if (whole)
		return index;
	run_index_close(index);
	return NULL;
}

const struct result *run_index_case(const struct run_index *index, size_t n, struct arena *arena)
{
	struct record_line *line = ARENA_NEW(arena, struct record_line);
	record_seek(index->reader, index->cases[n].offset);
	return record_next(index->reader, arena, line) == RECORD_RESULT ? &line->result : NULL;
}

bool run_index_each(const struct run_index *index, run_index_visit *visit, void *context, struct diag *diag)
{
	struct arena *arena = arena_new();
	bool whole = true;
	for (size_t i = 0; i < index->count && whole; i++) {
		const struct result *result = run_index_case(index, i, arena);
		whole = result != NULL;
		if (whole)
			visit(context, i, &index->cases[i], result);
		arena_reset(arena);
	}
	arena_free(arena);
	if (!whole)
		diag_error(diag, (struct position){0}, "the run record changed while a report was made from it");
	return whole;
}

void run_index_close(struct run_index *index)
{
	if (!index)
		return;
	record_done(index->reader);
	arena_free(index->arena);
	free(index);
}
