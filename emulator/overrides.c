// SPDX-License-Identifier: Apache-2.0
#include "overrides.h"

#include <assert.h>
#include <stdlib.h>

#include "fields.h"

// Fields by which a device is found; changing one of them makes the computed value void.
static const char *const names[] = {"uuid", "phoneNumber", "principal"};

// The place of a device in the list, or where it would have to be inserted.
static size_t place_of(const struct overrides *o, uint32_t index)
{
	size_t low = 0, high = o->device_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (o->devices[middle]->index < index)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct device_override *overrides_of(const struct overrides *o, uint32_t index)
{
	size_t place = o->device_count ? place_of(o, index) : 0;
	return place < o->device_count && o->devices[place]->index == index ? o->devices[place] : NULL;
}

void overrides_apply(const struct device_override *o, struct device *d)
{
	for (size_t i = 0; i < o->field_count; i++) {
		const struct field_override *change = &o->fields[i];
		void *at = (char *)d + change->field->at;
		switch (change->field->kind) {
		case FIELD_TEXT:
			*(struct text *)at = change->text;
			break;
		case FIELD_NUMBER:
		case FIELD_DATE:
			*(int64_t *)at = change->number;
			break;
		case FIELD_FLAG:
			*(bool *)at = change->number != 0;
			break;
		case FIELD_DETAILS:
			break;
		}
	}
}

bool overrides_text(const struct device_override *o, const char *field, struct text *value)
{
	for (size_t i = 0; i < o->field_count; i++)
		if (strcmp(o->fields[i].field->name, field) == 0) {
			*value = o->fields[i].text;
			return true;
		}
	return false;
}

// --- memory ---

static bool copy_text(struct text *to, struct text from)
{
	char *copy = malloc(from.len + 1);
	if (!copy)
		return false;
	if (from.len)
		memcpy(copy, from.ptr, from.len);
	copy[from.len] = '\0';
	*to = (struct text){copy, from.len};
	return true;
}

static void free_text(struct text *t)
{
	free((char *)(uintptr_t)t->ptr);
	*t = (struct text){NULL, 0};
}

static void let_go(struct device_override *d)
{
	if (!d || atomic_fetch_sub(&d->holders, 1) > 1)
		return;
	for (size_t i = 0; i < d->field_count; i++)
		free_text(&d->fields[i].text);
	for (size_t i = 0; i < d->detail_count; i++) {
		free(d->details[i].key);
		free_text(&d->details[i].value);
	}
	free(d->fields);
	free(d->details);
	free(d);
}

// Makes room for one more row in an array of `count` rows, which doubles, so only a power of two is full.
static bool one_more(void *rows, size_t count, size_t size)
{
	void *larger;
	if (count & (count - 1))
		return true;
	memcpy(&larger, rows, sizeof larger);
	larger = realloc(larger, (count ? 2 * count : 1) * size);
	if (larger)
		memcpy(rows, &larger, sizeof larger);
	return larger != NULL;
}

static struct device_override *copy_of(const struct device_override *from)
{
	struct device_override *d = malloc(sizeof *d);
	bool good = true;
	if (!d)
		return NULL;
	*d = *from;
	atomic_init(&d->holders, 1);
	d->fields = NULL;
	d->details = NULL;
	d->field_count = d->detail_count = 0;
	for (size_t i = 0; good && i < from->field_count; i++) {
		good = one_more(&d->fields, i, sizeof d->fields[0]);
		if (!good)
			break;
		d->fields[d->field_count] = from->fields[i];
		good = copy_text(&d->fields[i].text, from->fields[i].text);
		d->field_count += good;
	}
	for (size_t i = 0; good && i < from->detail_count; i++)
		good = override_set_detail(d, from->details[i].key, from->details[i].remove ? NULL : &from->details[i].value);
	if (good)
		return d;
	let_go(d);
	return NULL;
}

bool overrides_copy(struct overrides *to, const struct overrides *from)
{
	size_t room = 1;
	*to = *from;
	while (room < from->device_count)
		room *= 2;
	to->devices = malloc(room * sizeof to->devices[0]);
	if (!to->devices) {
		to->device_count = 0;
		return false;
	}
	for (size_t i = 0; i < from->device_count; i++) {
		to->devices[i] = from->devices[i];
		atomic_fetch_add(&to->devices[i]->holders, 1);
	}
	return true;
}

void overrides_drop(struct overrides *o)
{
	for (size_t i = 0; i < o->device_count; i++)
		let_go(o->devices[i]);
	free(o->devices);
	o->devices = NULL;
	o->device_count = 0;
}

static struct device_override *add(struct overrides *o, size_t place, uint32_t index)
{
	struct device_override *d = calloc(1, sizeof *d);
	if (!d || !one_more(&o->devices, o->device_count, sizeof o->devices[0])) {
		free(d);
		return NULL;
	}
	atomic_init(&d->holders, 1);
	d->index = index;
	memmove(&o->devices[place + 1], &o->devices[place], (o->device_count - place) * sizeof o->devices[0]);
	o->devices[place] = d;
	o->device_count++;
	return d;
}

struct device_override *overrides_edit(struct overrides *o, uint32_t index)
{
	size_t place = place_of(o, index);
	if (place == o->device_count || o->devices[place]->index != index)
		return add(o, place, index);
	if (atomic_load(&o->devices[place]->holders) > 1) {
		struct device_override *own = copy_of(o->devices[place]);
		if (!own)
			return NULL;
		let_go(o->devices[place]);
		o->devices[place] = own;
	}
	return o->devices[place];
}

// --- changes ---

static struct field_override *change_of(struct device_override *d, const char *name)
{
	const struct field *field = field_find(name);
	assert(field);
	for (size_t i = 0; i < d->field_count; i++)
		if (d->fields[i].field == field)
			return &d->fields[i];
	if (!one_more(&d->fields, d->field_count, sizeof d->fields[0]))
		return NULL;
	d->fields[d->field_count] = (struct field_override){.field = field};
	return &d->fields[d->field_count++];
}

bool override_set_text(struct overrides *o, struct device_override *d, const char *field, struct text value)
{
	struct field_override *change = change_of(d, field);
	struct text copy;
	if (!change || !copy_text(&copy, value))
		return false;
	free_text(&change->text);
	change->text = copy;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (!d->renamed && strcmp(names[i], field) == 0) {
			d->renamed = true;
			o->renamed++;
		}
	return true;
}

bool override_set_number(struct device_override *d, const char *field, int64_t value)
{
	struct field_override *change = change_of(d, field);
	if (change)
		change->number = value;
	return change != NULL;
}

bool override_set_detail(struct device_override *d, const char *key, const struct text *value)
{
	size_t at = 0;
	struct text name, copy;
	while (at < d->detail_count && strcmp(d->details[at].key, key) != 0)
		at++;
	if (!copy_text(&copy, value ? *value : TEXT("")))
		return false;
	if (at == d->detail_count) {
		if (!one_more(&d->details, at, sizeof d->details[0]) || !copy_text(&name, text_of(key))) {
			free_text(&copy);
			return false;
		}
		d->details[d->detail_count++] = (struct detail_override){.key = (char *)(uintptr_t)name.ptr};
	}
	free_text(&d->details[at].value);
	d->details[at].value = copy;
	d->details[at].remove = value == NULL;
	return true;
}

void override_set_status(struct device_override *d, enum status status)
{
	d->has_status = true;
	d->status = status;
	// A word or code that a seed file gave would hide the new one.
	for (size_t i = 0; i < d->field_count;)
		if (strcmp(d->fields[i].field->name, "status") == 0 || strcmp(d->fields[i].field->name, "statusCode") == 0) {
			free_text(&d->fields[i].text);
			d->fields[i] = d->fields[--d->field_count];
		} else {
			i++;
		}
}
