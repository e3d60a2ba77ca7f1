// SPDX-License-Identifier: Apache-2.0
#include "exercised.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "record.h"

/** The rows of the guide that requests of one operation can exercise. */
struct rows {
	const struct guide_item *operation; /**< NULL: those that hold for every operation */
	size_t *indexes;
	size_t count;
};

struct exercised {
	struct arena *arena;
	const struct guide *guide;
	const struct catalogue *catalogue;
	bool *items;       /**< parallel to the rows of the guide */
	bool *judged;      /**< parallel to the ledger: a case with a verdict judged it */
	bool *named;       /**< parallel to the ledger: a finding names it */
	struct rows *rows; /**< of the operations that were seen so far */
	size_t row_count;
	const char **sets; /**< names of the shared requirements that were taken, the last at the end */
	size_t set_count;
};

struct exercised *exercised_new(struct arena *arena, const struct guide *guide, const struct catalogue *catalogue)
{
	struct exercised *exercised = ARENA_NEW(arena, struct exercised);
	*exercised = (struct exercised){.arena = arena, .guide = guide, .catalogue = catalogue};
	exercised->items = guide ? ARENA_ARRAY(arena, bool, guide->count + 1) : NULL;
	exercised->judged = ARENA_ARRAY(arena, bool, catalogue->requirement_count + 1);
	exercised->named = ARENA_ARRAY(arena, bool, catalogue->requirement_count + 1);
	return exercised;
}

/** Gathered when the first request of the operation is seen. */
static const struct rows *rows_of(struct exercised *exercised, const struct guide_item *operation)
{
	for (size_t i = exercised->row_count; i-- > 0;)
		if (exercised->rows[i].operation == operation)
			return &exercised->rows[i];
	const char *name = operation ? operation->operation : "*";
	struct rows rows = {.operation = operation};
	for (size_t i = 0; i < exercised->guide->count; i++)
		if (strcmp(exercised->guide->items[i].operation, name) == 0)
			ARENA_PUSH(exercised->arena, rows.indexes, rows.count, i);
	ARENA_PUSH(exercised->arena, exercised->rows, exercised->row_count, rows);
	return &exercised->rows[exercised->row_count - 1];
}

/** True when the parameter stands in the query or the form. */
static bool is_sent(const char *text, const char *name)
{
	size_t length = strlen(name);
	for (const char *at = text; at && *at; at++)
		if ((at == text || at[-1] == '?' || at[-1] == '&') && strncasecmp(at, name, length) == 0 && at[length] == '=')
			return true;
	return false;
}

static bool is_exercised(const struct guide_item *item, const struct exchange *exchange)
{
	switch (item->kind) {
	case GUIDE_OPERATION:
		return true;
	case GUIDE_PARAMETER:
		return strcmp(item->place, "path") == 0 || is_sent(exchange->url, item->name) ||
		       is_sent(exchange->body, item->name);
	case GUIDE_STATUS:
		return exchange->status == strtol(item->name, NULL, 10);
	default:
		return exchange->status == 200;
	}
}

static void take_rows(struct exercised *exercised, const struct rows *rows, const struct exchange *exchange)
{
	for (size_t i = 0; i < rows->count; i++) {
		bool *taken = &exercised->items[rows->indexes[i]];
		*taken = *taken || is_exercised(&exercised->guide->items[rows->indexes[i]], exchange);
	}
}

static void take_exchange(struct exercised *exercised, const struct exchange *exchange)
{
	const struct guide_item *operation = guide_operation(exercised->guide, exchange->method, exchange->url);
	take_rows(exercised, rows_of(exercised, NULL), exchange);
	if (operation)
		take_rows(exercised, rows_of(exercised, operation), exchange);
}

static void mark(const struct exercised *exercised, bool *marks, const char *id)
{
	const struct requirement *requirement = id ? catalogue_requirement(exercised->catalogue, id) : NULL;
	if (requirement)
		marks[requirement - exercised->catalogue->requirements] = true;
}

static void take_shared(struct exercised *exercised, const struct requirement_set *set)
{
	for (size_t i = exercised->set_count; i-- > 0;)
		if (strcmp(exercised->sets[i], set->name) == 0)
			return;
	const char *name = arena_string(exercised->arena, set->name);
	ARENA_PUSH(exercised->arena, exercised->sets, exercised->set_count, name);
	for (size_t i = 0; i < set->requirement_count; i++)
		mark(exercised, exercised->judged, set->requirements[i]);
}

void exercised_take(struct exercised *exercised, const struct result *result)
{
	for (size_t i = 0; i < result->finding_count; i++)
		mark(exercised, exercised->named, result->findings[i].requirement);
	if (result->verdict != VERDICT_PASS && result->verdict != VERDICT_FAIL)
		return;
	for (size_t i = 0; exercised->guide && i < result->exchange_count; i++)
		take_exchange(exercised, &result->exchanges[i]);
	for (size_t i = 0; i < result->requirement_count; i++)
		mark(exercised, exercised->judged, result->requirements[i]);
	if (result->shared)
		take_shared(exercised, result->shared);
}

bool exercised_take_run(struct exercised *exercised, const char *record, struct diag *diag)
{
	struct record_reader *reader = record_open(record, diag);
	if (!reader)
		return false;
	struct arena *scratch = arena_new();
	struct record_line line;
	enum record_kind kind;
	while ((kind = record_next(reader, scratch, &line)) != RECORD_END && kind != RECORD_BROKEN) {
		if (kind == RECORD_RESULT)
			exercised_take(exercised, &line.result);
		arena_reset(scratch);
	}
	arena_free(scratch);
	record_done(reader);
	return kind == RECORD_END;
}

bool exercised_item(const struct exercised *exercised, size_t index)
{
	return exercised->items[index];
}

bool exercised_statement(const struct exercised *exercised, size_t index)
{
	return exercised->judged[index];
}

void exercised_tell(const struct exercised *exercised, struct run_summary *summary)
{
	struct guide_statement *statements = NULL;
	size_t count = 0;
	for (size_t i = 0; i < exercised->catalogue->requirement_count; i++) {
		const struct requirement *named = &exercised->catalogue->requirements[i];
		if (!exercised->named[i])
			continue;
		struct guide_statement statement = {named->id, strength_name(named->strength), named->section, named->statement,
		                                    named->errata};
		ARENA_PUSH(exercised->arena, statements, count, statement);
	}
	summary->statements = statements;
	summary->statement_count = count;
}
