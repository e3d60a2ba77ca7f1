// SPDX-License-Identifier: Apache-2.0
#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "decimal.h"
#include "schema.h"

/** Elements that identify a record, the first being the best name for it. */
static const char *const identity[] = {"uuid",        "Device UUID",      "id",         "profileType", "name",
                                       "countryName", "carrierShortName", "countryCode"};

struct facts *facts_new(void)
{
	struct facts *facts = xmalloc(sizeof(*facts));
	*facts = (struct facts){.arena = arena_new()};
	return facts;
}

void facts_free(struct facts *facts)
{
	if (!facts)
		return;
	for (size_t i = 0; i < facts->column_count; i++)
		free(facts->values[i]);
	words_free(&facts->keys);
	free(facts->order);
	arena_free(facts->arena);
	free(facts);
}

static bool same_paths(const struct column *a, const struct column *b)
{
	if (a->path_count != b->path_count || a->where != b->where)
		return false;
	for (size_t i = 0; i < a->path_count; i++)
		if (strcmp(a->paths[i], b->paths[i]) != 0)
			return false;
	return true;
}

size_t facts_column(struct facts *facts, struct column column)
{
	for (size_t i = 0; i < facts->column_count; i++)
		if (same_paths(&facts->columns[i], &column))
			return i;
	assert(facts->column_count < COLUMNS_MAX);
	facts->columns[facts->column_count] = column;
	return facts->column_count++;
}

void facts_keep(struct facts *facts, fact_key key)
{
	if (facts->wanted_count < KEPT_MAX)
		facts->wanted[facts->wanted_count++] = key;
}

/** Hash of a trimmed value without regard to case and to a number's fractional zeros; 0 when it is empty. */
static uint64_t value_hash(struct str text)
{
	char canonical[128];
	text = decimal_plain(text);
	if (text.len == 0)
		return 0;
	if (text.len > sizeof(canonical))
		return str_hash(text);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		canonical[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	return str_hash((struct str){canonical, text.len});
}

/** Four bytes are enough: a difference goes unseen once in four thousand million, and none is invented. */
static uint32_t shorten(uint64_t hash)
{
	uint32_t value = (uint32_t)(hash ^ hash >> 32);
	return value ? value : 1;
}

static uint32_t column_value(const struct facts *facts, const struct column *column, const struct node *record)
{
	if (column->where && !condition_holds(column->where, record))
		return 0;
	if (column->path_count == 0)
		return shorten(node_digest(facts->schema, record));
	uint64_t value = 1;
	for (size_t i = 0; i < column->path_count; i++) {
		uint64_t one = node_digest_below(facts->schema, record, column->paths[i]);
		if (one == 0)
			one = value_hash(node_text(record, column->paths[i]));
		if (one == 0)
			return 0;
		value = (value ^ one) * 0x9e3779b97f4a7c15u;
	}
	return shorten(value);
}

/** Makes room by a quarter: these columns are what memory of a long list goes into. */
static void make_room(struct facts *facts)
{
	if (facts->keys.count < facts->room)
		return;
	facts->room += facts->room / 4 + 16;
	for (size_t i = 0; i < facts->column_count; i++)
		facts->values[i] = xrealloc(facts->values[i], facts->room * sizeof(*facts->values[i]));
}

void facts_record(struct facts *facts, const struct node *record)
{
	fact_key key = fact_key_of(record);
	make_room(facts);
	for (size_t i = 0; i < facts->column_count; i++)
		facts->values[i][facts->keys.count] = column_value(facts, &facts->columns[i], record);
	words_add(&facts->keys, key);
	for (size_t i = 0; i < facts->wanted_count && facts->kept_count < KEPT_MAX; i++)
		if (facts->wanted[i] == key)
			facts->kept[facts->kept_count++] = (struct kept_record){key, node_copy(facts->arena, record)};
}

void facts_end(struct facts *facts, const struct node *root, int status, bool usable)
{
	facts->root = root ? node_copy(facts->arena, root) : NULL;
	facts->status = status;
	facts->usable = usable;
}

size_t facts_count(const struct facts *facts)
{
	return facts->keys.count;
}

fact_key facts_key(const struct facts *facts, size_t n)
{
	return facts->keys.items[n];
}

uint32_t facts_value(const struct facts *facts, size_t column, size_t n)
{
	assert(column < facts->column_count && n < facts->keys.count);
	return facts->values[column][n];
}

size_t facts_find(struct facts *facts, fact_key key)
{
	if (facts_count(facts) == 0)
		return SIZE_MAX;
	if (!facts->order)
		facts->order = words_order(&facts->keys);
	return words_find(&facts->keys, facts->order, key);
}

const struct node *facts_kept(const struct facts *facts, fact_key key)
{
	for (size_t i = 0; i < facts->kept_count; i++)
		if (facts->kept[i].key == key)
			return facts->kept[i].node;
	return NULL;
}

fact_key fact_key_of(const struct node *record)
{
	uint64_t key = value_hash(node_text(record, "uuid"));
	if (key == 0)
		key = value_hash(node_text(record, "Device UUID"));
	if (key)
		return key;
	for (size_t i = 0; i < ARRAY_LEN(identity); i++)
		key = (key ^ value_hash(node_text(record, identity[i]))) * 0x9e3779b97f4a7c15u;
	return key;
}

struct str record_name(const struct node *record)
{
	for (size_t i = 0; i < ARRAY_LEN(identity); i++) {
		struct str text = node_text(record, identity[i]);
		if (text.len)
			return text;
	}
	return (struct str){0};
}
