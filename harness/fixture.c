// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "schema.h"

/** One fixture and the best record so far. */
struct slot {
	const struct wanted_fixture *wanted;
	struct arena *arena; /**< of the record and its values; replaced with each better record */
	const struct node *record;
	fact_key key;
	bool several;         /**< the chosen record's value occurs more than once in the list */
	struct words counted; /**< hashes of the values in the earlier read */
	uint32_t *order;      /**< of `counted`, made when the list was read */
	const char **values;  /**< parallel to the fixture's takes; NULL where empty */
};

struct fixtures {
	struct slot *slots;
	size_t count;
	const struct target *target;
};

struct fixtures *fixtures_new(const struct plan *plan, const struct target *target)
{
	struct fixtures *fixtures = xmalloc(sizeof(*fixtures));
	*fixtures = (struct fixtures){.count = plan->fixture_count, .target = target};
	fixtures->slots = xmalloc(plan->fixture_count * sizeof(*fixtures->slots));
	for (size_t i = 0; i < plan->fixture_count; i++)
		fixtures->slots[i] = (struct slot){.wanted = &plan->fixtures[i], .arena = arena_new()};
	return fixtures;
}

static void free_slot(struct slot *slot)
{
	arena_free(slot->arena);
	words_free(&slot->counted);
	free(slot->order);
}

void fixtures_free(struct fixtures *fixtures)
{
	if (!fixtures)
		return;
	for (size_t i = 0; i < fixtures->count; i++)
		free_slot(&fixtures->slots[i]);
	free(fixtures->slots);
	free(fixtures);
}

static const struct slot *slot_named(const struct fixtures *fixtures, struct str name)
{
	for (size_t i = 0; i < fixtures->count; i++)
		if (str_is(name, fixtures->slots[i].wanted->fixture->name))
			return &fixtures->slots[i];
	return NULL;
}

static char *national(struct arena *arena, struct str text, const struct node *record)
{
	char *digits = arena_alloc(arena, text.len + 1);
	size_t length = 0;
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			digits[length++] = text.ptr[i];
	struct str code = str_trim(node_text(record, "countryCode"));
	bool has_code = length > 10 && code.len && code.len < length && memcmp(digits, code.ptr, code.len) == 0;
	const char *number = has_code ? digits + code.len : digits;
	return strlen(number) >= 7 ? arena_string(arena, number) : NULL;
}

static char *mac_digits(struct arena *arena, struct str text, const struct node *record UNUSED)
{
	char *digits = arena_alloc(arena, text.len + 1);
	size_t length = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c != ':' && c != '-' && c != '.')
			digits[length++] = (char)(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
	}
	return length == 12 && strspn(digits, "0123456789ABCDEF") == 12 ? digits : NULL;
}

/** How a value is brought into the form that the guide asks for in requests (errata E009, E079). */
static const struct {
	const char *name;
	char *(*convert)(struct arena *arena, struct str text, const struct node *record);
} forms[] = {
	{"national", national},
	{"mac", mac_digits},
};

static char *formed(struct arena *arena, const char *form, struct str text, const struct node *record)
{
	for (size_t i = 0; form && i < ARRAY_LEN(forms); i++)
		if (strcmp(forms[i].name, form) == 0)
			return forms[i].convert(arena, text, record);
	return arena_copy(arena, text.ptr, text.len);
}

static const char *take_value(struct arena *arena, const struct fixture_take *take, const struct node *record)
{
	for (size_t i = 0; i < take->path_count; i++) {
		struct str text = str_trim(node_text(record, take->paths[i]));
		if (text.len)
			return formed(arena, take->form, text, record);
	}
	return NULL;
}

/** Every value that the fixture takes can be had from the record. */
static bool gives_values(const struct fixture *fixture, const struct node *record, struct arena *scratch)
{
	for (size_t i = 0; i < fixture->take_count; i++)
		if (!take_value(scratch, &fixture->takes[i], record))
			return false;
	return true;
}

/** Numbers by size, anything else by text, so that the choice is the same in every run. */
static int compare_ids(struct str a, struct str b)
{
	if (str_is_digits(a) && str_is_digits(b) && a.len != b.len)
		return a.len < b.len ? -1 : 1;
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static struct str id_of(const struct node *record)
{
	struct str id = str_trim(node_text(record, "id"));
	return id.len ? id : record_name(record);
}

static bool fits_others(const struct fixtures *fixtures, const struct fixture *fixture, const struct node *record)
{
	if (fixture->distinct_from) {
		const struct slot *other = slot_named(fixtures, str_of(fixture->distinct_from));
		fact_key key = fact_key_of(record);
		if (!other || !other->record || key == other->key)
			return false;
	}
	if (!fixture->same_as)
		return true;
	const char *value = fixtures_value(fixtures, fixture->same_as);
	return value && str_is_nocase(str_trim(node_text(record, fixture->same_path)), value);
}

static void choose(struct slot *slot, const struct node *record)
{
	const struct fixture *fixture = slot->wanted->fixture;
	arena_reset(slot->arena);
	slot->record = node_copy(slot->arena, record);
	slot->key = fact_key_of(record);
	slot->values = ARENA_ARRAY(slot->arena, const char *, fixture->take_count + 1);
	for (size_t i = 0; i < fixture->take_count; i++)
		slot->values[i] = take_value(slot->arena, &fixture->takes[i], slot->record);
}

static uint64_t several_hash(const struct fixture *fixture, const struct node *record)
{
	return str_hash(str_trim(node_text(record, fixture->several)));
}

/** True when the record's value at the fixture's `several` path occurs at least twice in the earlier read. */
static bool occurs_again(struct slot *slot, const struct node *record)
{
	if (!slot->wanted->fixture->several)
		return false;
	if (!slot->order)
		slot->order = words_order(&slot->counted);
	return words_count(&slot->counted, slot->order, several_hash(slot->wanted->fixture, record)) > 1;
}

static bool is_better(const struct slot *slot, const struct node *record, bool several)
{
	if (!slot->record || several != slot->several)
		return !slot->record || several;
	return compare_ids(id_of(record), id_of(slot->record)) < 0;
}

static void offer(const struct fixtures *fixtures, struct slot *slot, const struct node *record, struct arena *scratch)
{
	const struct fixture *fixture = slot->wanted->fixture;
	bool several = occurs_again(slot, record);
	if (!is_better(slot, record, several) || !condition_holds(&fixture->where, record) ||
	    !gives_values(fixture, record, scratch) || !fits_others(fixtures, fixture, record))
		return;
	choose(slot, record);
	slot->several = several;
}

void fixtures_offer(struct fixtures *fixtures, size_t request, const struct node *record, struct arena *scratch)
{
	for (size_t i = 0; i < fixtures->count; i++) {
		struct slot *slot = &fixtures->slots[i];
		if (slot->wanted->counted_in == request)
			words_add(&slot->counted, several_hash(slot->wanted->fixture, record));
		if (slot->wanted->request == request || slot->wanted->other == request)
			offer(fixtures, slot, record, scratch);
	}
}

const struct node *fixtures_record(const struct fixtures *fixtures, const struct fixture *fixture)
{
	const struct slot *slot = slot_named(fixtures, str_of(fixture->name));
	return slot ? slot->record : NULL;
}

const char *fixtures_value(const struct fixtures *fixtures, const char *name)
{
	for (size_t i = 0; fixtures->target && i < fixtures->target->fixture_count; i++)
		if (strcmp(fixtures->target->fixtures[i].name, name) == 0)
			return fixtures->target->fixtures[i].value;
	size_t length = strcspn(name, ".");
	const struct slot *slot = slot_named(fixtures, (struct str){name, length});
	if (!slot || !slot->record || name[length] != '.')
		return NULL;
	const struct fixture *fixture = slot->wanted->fixture;
	for (size_t i = 0; i < fixture->take_count; i++)
		if (strcmp(fixture->takes[i].name, name + length + 1) == 0)
			return slot->values[i];
	return NULL;
}

const char *fixtures_expand(const struct fixtures *fixtures, struct arena *arena, const char *text, const char **missing)
{
	const char *start = strstr(text, "${");
	const char *end = start ? strchr(start, '}') : NULL;
	if (!end)
		return text;
	const char *name = arena_copy(arena, start + 2, (size_t)(end - start - 2));
	const char *value = fixtures_value(fixtures, name);
	if (!value) {
		*missing = name;
		return NULL;
	}
	const char *rest = fixtures_expand(fixtures, arena, end + 1, missing);
	return rest ? arena_printf(arena, "%.*s%s%s", (int)(start - text), text, value, rest) : NULL;
}

const char *fixtures_choices(const struct fixtures *fixtures, struct arena *arena)
{
	const char *all = "";
	for (size_t i = 0; i < fixtures->count; i++) {
		const struct slot *slot = &fixtures->slots[i];
		const struct fixture *fixture = slot->wanted->fixture;
		for (size_t t = 0; slot->record && t < fixture->take_count; t++)
			all = arena_printf(arena, "%s%s%s.%s=%s", all, *all ? " " : "", fixture->name, fixture->takes[t].name,
			                   slot->values[t]);
	}
	return all;
}
