// SPDX-License-Identifier: Apache-2.0
#include "facts.h"

#include <stdatomic.h>
#include <stdlib.h>

struct fact {
	atomic_uint holders; // how many lists hold it
	size_t object;       // offset of the object in `texts`
	size_t field;        // offset of the field
	size_t value;        // offset of the value
	size_t value_len;    // bytes of the value
	char texts[];        // area, object, field and value, each ended by a NUL
};

static int compare_text(struct text a, const char *b)
{
	size_t size = strlen(b), common = a.len < size ? a.len : size;
	int order = common ? memcmp(a.ptr, b, common) : 0;
	return order ? order : a.len < size ? -1 : a.len > size;
}

static int compare(const char *area, struct text object, const char *field, const struct fact *b)
{
	int order = strcmp(area, b->texts);
	if (!order)
		order = compare_text(object, b->texts + b->object);
	return order ? order : strcmp(field, b->texts + b->field);
}

// Finds a fact; false with the place where it would have to be inserted if there is none.
static bool find(const struct facts *f, const char *area, struct text object, const char *field, size_t *place)
{
	size_t low = 0, high = f->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare(area, object, field, f->items[middle]);
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	*place = low;
	return low < f->count && compare(area, object, field, f->items[low]) == 0;
}

bool facts_get(const struct facts *f, const char *area, struct text object, const char *field, struct text *value)
{
	size_t place;
	if (!find(f, area, object, field, &place))
		return false;
	*value = facts_at(f, place).value;
	return true;
}

struct fact_view facts_at(const struct facts *f, size_t place)
{
	const struct fact *fact = f->items[place];
	return (struct fact_view){
		.area = fact->texts,
		.object = fact->texts + fact->object,
		.field = fact->texts + fact->field,
		.value = {fact->texts + fact->value, fact->value_len},
	};
}

size_t facts_area(const struct facts *f, const char *area)
{
	size_t place;
	find(f, area, TEXT(""), "", &place);
	return place;
}

static struct fact *make(const char *area, struct text object, const char *field, struct text value)
{
	size_t object_at = strlen(area) + 1, field_at = object_at + object.len + 1, value_at = field_at + strlen(field) + 1;
	struct fact *fact = calloc(1, sizeof *fact + value_at + value.len + 1);
	if (!fact)
		return NULL;
	atomic_init(&fact->holders, 1);
	fact->object = object_at;
	fact->field = field_at;
	fact->value = value_at;
	fact->value_len = value.len;
	memcpy(fact->texts, area, strlen(area));
	if (object.len)
		memcpy(fact->texts + object_at, object.ptr, object.len);
	memcpy(fact->texts + field_at, field, strlen(field));
	if (value.len)
		memcpy(fact->texts + value_at, value.ptr, value.len);
	return fact;
}

static void let_go(struct fact *fact)
{
	if (atomic_fetch_sub(&fact->holders, 1) == 1)
		free(fact);
}

bool facts_set(struct facts *f, const char *area, struct text object, const char *field, struct text value)
{
	size_t place;
	bool known = find(f, area, object, field, &place);
	struct fact *fact = make(area, object, field, value);
	if (!fact)
		return false;
	if (known) {
		let_go(f->items[place]);
		f->items[place] = fact;
		return true;
	}
	if ((f->count & (f->count - 1)) == 0) { // the list doubles, so only a power of two is full
		struct fact **larger = realloc(f->items, (f->count ? 2 * f->count : 1) * sizeof *larger);
		if (!larger) {
			free(fact);
			return false;
		}
		f->items = larger;
	}
	memmove(&f->items[place + 1], &f->items[place], (f->count - place) * sizeof f->items[0]);
	f->items[place] = fact;
	f->count++;
	return true;
}

void facts_forget(struct facts *f, const char *area, struct text object, const char *field)
{
	size_t place;
	if (!find(f, area, object, field, &place))
		return;
	let_go(f->items[place]);
	memmove(&f->items[place], &f->items[place + 1], (--f->count - place) * sizeof f->items[0]);
}

bool facts_copy(struct facts *to, const struct facts *from)
{
	size_t room = 1;
	while (room < from->count)
		room *= 2;
	*to = (struct facts){.items = malloc(room * sizeof to->items[0])};
	if (!to->items)
		return false;
	for (to->count = 0; to->count < from->count; to->count++) {
		to->items[to->count] = from->items[to->count];
		atomic_fetch_add(&to->items[to->count]->holders, 1);
	}
	return true;
}

void facts_drop(struct facts *f)
{
	for (size_t i = 0; i < f->count; i++)
		let_go(f->items[i]);
	free(f->items);
	*f = (struct facts){NULL, 0};
}
