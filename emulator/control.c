// SPDX-License-Identifier: Apache-2.0
// The emulator's own addresses, outside of the API: what requests changed, and back to the start.
#include "answers.h"
#include "fields.h"

// A piece of the dump; commas are put between the members of each object.
struct dump {
	struct bytes *out; // where it goes
	bool follows;      // a member precedes in this object
};

static void put_name(struct dump *d, struct text name)
{
	if (d->follows)
		bytes_char(d->out, ',');
	writer_json_string(d->out, name);
	bytes_char(d->out, ':');
	d->follows = true;
}

static void open_object(struct dump *d, struct text name)
{
	put_name(d, name);
	bytes_char(d->out, '{');
	d->follows = false;
}

static void close_object(struct dump *d)
{
	bytes_char(d->out, '}');
	d->follows = true;
}

static void put_text(struct dump *d, const char *name, struct text value)
{
	put_name(d, text_of(name));
	writer_json_string(d->out, value);
}

static void put_number(struct dump *d, const char *name, int64_t value)
{
	put_name(d, text_of(name));
	bytes_i64(d->out, value);
}

static bool same_field(const struct field_override *a, const struct device_override *before)
{
	for (size_t i = 0; before && i < before->field_count; i++)
		if (before->fields[i].field == a->field)
			return before->fields[i].number == a->number && text_same(before->fields[i].text, a->text);
	return false;
}

static void put_fields(struct dump *d, const struct device_override *now, const struct device_override *before)
{
	for (const struct field *row = device_fields; row->name; row++)
		for (size_t i = 0; i < now->field_count; i++) {
			const struct field_override *change = &now->fields[i];
			if (change->field != row || same_field(change, before))
				continue;
			if (row->kind == FIELD_TEXT)
				put_text(d, row->name, change->text);
			else
				put_number(d, row->name, change->number);
		}
}

static bool same_detail(const struct detail_override *a, const struct device_override *before)
{
	for (size_t i = 0; before && i < before->detail_count; i++)
		if (strcmp(before->details[i].key, a->key) == 0)
			return before->details[i].remove == a->remove && text_same(before->details[i].value, a->value);
	return false;
}

static void put_details(struct dump *d, const struct device_override *now, const struct device_override *before)
{
	open_object(d, TEXT("details"));
	for (size_t i = 0; i < now->detail_count; i++)
		if (!same_detail(&now->details[i], before))
			put_text(d, now->details[i].key, now->details[i].value);
	close_object(d);
}

static void put_device(struct dump *d, const struct fleet *f, const struct fleet *start, uint32_t index)
{
	const struct device_override *now = overrides_of(f->overrides, index),
								 *before = overrides_of(start->overrides, index);
	struct device device;
	if (now == before)
		return;
	fleet_device(f, index, &device);
	open_object(d, device.uuid);
	if (index >= start->count)
		put_text(d, "added", device.platform);
	if (now->has_status && !(before && before->has_status && before->status == now->status))
		put_text(d, "status", text_of(status_rows[now->status].word));
	if (now->located_at)
		put_number(d, "locatedAt", now->located_at);
	put_fields(d, now, before);
	put_details(d, now, before);
	close_object(d);
}

static bool same_fact(const struct fact_view *a, const struct facts *before)
{
	struct text value;
	return facts_get(before, a->area, text_of(a->object), a->field, &value) && text_same(value, a->value);
}

// Closes the objects of the last fact that differ from those of the next one and opens the next one's.
static void put_steps(struct dump *d, const struct fact_view *last, const struct fact_view *next)
{
	bool same_area = last->area && next->area && strcmp(last->area, next->area) == 0;
	bool same_object = same_area && strcmp(last->object, next->object) == 0;
	if (last->area && !same_object)
		close_object(d);
	if (last->area && !same_area)
		close_object(d);
	if (next->area && !same_area)
		open_object(d, text_of(next->area));
	if (next->area && !same_object)
		open_object(d, text_of(next->object));
}

static void put_facts(struct dump *d, const struct facts *facts, const struct facts *before)
{
	struct fact_view last = {.area = NULL}, end = {.area = NULL};
	for (size_t i = 0; i < facts->count; i++) {
		struct fact_view fact = facts_at(facts, i);
		if (same_fact(&fact, before))
			continue;
		put_steps(d, &last, &fact);
		put_text(d, fact.field, strcmp(fact.field, "password") == 0 ? TEXT("***") : fact.value);
		last = fact;
	}
	put_steps(d, &last, &end);
}

void serve_state(const struct call *c, struct answer *a)
{
	struct dump d = {.out = &a->body};
	const struct overrides *overrides = c->fleet->overrides;
	a->content_type = "application/json";
	bytes_char(d.out, '{');
	open_object(&d, TEXT("devices"));
	for (size_t i = 0; i < overrides->device_count; i++)
		put_device(&d, c->fleet, c->start, overrides->devices[i]->index);
	close_object(&d);
	put_facts(&d, c->fleet->facts, c->start->facts);
	bytes_str(d.out, "}\n");
}

void serve_reset(const struct call *c, struct answer *a)
{
	draft_reset(c->draft);
	answer_effect(a, "reset", TEXT(""));
	a->content_type = "application/json";
	bytes_str(&a->body, "{}\n");
}
