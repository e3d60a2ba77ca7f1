// SPDX-License-Identifier: Apache-2.0
#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "schema.h"

/** Elements that identify a record, the first being the best name for it. */
static const char *const identity[] = {"uuid", "Device UUID", "id", "profileType", "name", "countryName", "carrierShortName", "countryCode"};

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
		words_free(&facts->values[i]);
	words_free(&facts->high);
	words_free(&facts->low);
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

void facts_keep(struct facts *facts, struct fact_key key)
{
	if (facts->wanted_count < KEPT_MAX)
		facts->wanted[facts->wanted_count++] = key;
}

/** Hash of a trimmed value without regard to case; 0 when it is empty. */
static uint64_t value_hash(struct str text)
{
	char canonical[128];
	text = str_trim(text);
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

static uint64_t column_value(const struct facts *facts, const struct column *column, const struct node *record)
{
	if (column->where && !condition_holds(column->where, record))
		return 0;
	if (column->path_count == 0)
		return node_digest(facts->schema, record);
	uint64_t value = 1;
	for (size_t i = 0; i < column->path_count; i++) {
		uint64_t one = value_hash(node_text(record, column->paths[i]));
		if (one == 0)
			return 0;
		value = (value ^ one) * 0x9e3779b97f4a7c15u;
	}
	return value ? value : 1;
}

static bool same_key(struct fact_key a, struct fact_key b)
{
	return a.high == b.high && a.low == b.low;
}

void facts_record(struct facts *facts, const struct node *record)
{
	struct fact_key key = fact_key_of(record);
	words_add(&facts->high, key.high);
	words_add(&facts->low, key.low);
	for (size_t i = 0; i < facts->column_count; i++)
		words_add(&facts->values[i], column_value(facts, &facts->columns[i], record));
	for (size_t i = 0; i < facts->wanted_count && facts->kept_count < KEPT_MAX; i++)
		if (same_key(facts->wanted[i], key))
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
	return facts->low.count;
}

struct fact_key facts_key(const struct facts *facts, size_t n)
{
	return (struct fact_key){facts->high.items[n], facts->low.items[n]};
}

size_t facts_find(struct facts *facts, struct fact_key key)
{
	if (facts_count(facts) == 0)
		return SIZE_MAX;
	if (!facts->order)
		facts->order = words_order(&facts->low);
	size_t low = 0;
	size_t high = facts_count(facts);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (facts->low.items[facts->order[middle]] < key.low)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < facts_count(facts) && facts->low.items[facts->order[low]] == key.low; low++)
		if (facts->high.items[facts->order[low]] == key.high)
			return facts->order[low];
	return SIZE_MAX;
}

const struct node *facts_kept(const struct facts *facts, struct fact_key key)
{
	for (size_t i = 0; i < facts->kept_count; i++)
		if (same_key(facts->kept[i].key, key))
			return facts->kept[i].node;
	return NULL;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/** The 32 digits of a uuid as two words; false when the text is no uuid. */
static bool uuid_words(struct str text, struct fact_key *key)
{
	uint64_t words[2] = {0};
	size_t digits = 0;
	if (text.len != 36)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		int digit = hex_digit(text.ptr[i]);
		if (dash ? text.ptr[i] != '-' : digit < 0)
			return false;
		if (!dash) {
			words[digits / 16] = words[digits / 16] << 4 | (uint64_t)digit;
			digits++;
		}
	}
	*key = (struct fact_key){words[0], words[1]};
	return true;
}

/** High word of keys that are hashes; a uuid whose first half is all ones would only lose its printed form. */
#define HASHED UINT64_MAX

struct fact_key fact_key_of(const struct node *record)
{
	struct fact_key key = {HASHED, 1};
	if (uuid_words(node_text(record, "uuid"), &key) || uuid_words(node_text(record, "Device UUID"), &key))
		return key;
	for (size_t i = 0; i < ARRAY_LEN(identity); i++)
		key.low = (key.low ^ value_hash(node_text(record, identity[i]))) * 0x9e3779b97f4a7c15u;
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

char *fact_key_text(struct arena *arena, struct fact_key key)
{
	if (key.high == HASHED)
		return arena_printf(arena, "#%016llx", (unsigned long long)key.low);
	return arena_printf(arena, "%08llx-%04llx-%04llx-%04llx-%012llx", (unsigned long long)(key.high >> 32),
	                    (unsigned long long)(key.high >> 16 & 0xffff), (unsigned long long)(key.high & 0xffff),
	                    (unsigned long long)(key.low >> 48), (unsigned long long)(key.low & 0xffffffffffffu));
}
