// SPDX-License-Identifier: Apache-2.0
/* The elements of the answers, each at its spot. This runs for each element of each record. */
#include <stdlib.h>
#include <string.h>

#include "observe_impl.h"

static size_t place_of(const struct observer *observer, const struct spot *parent, bool entry, struct str name)
{
	uint64_t hash = str_hash(name) ^ ((uint64_t)(uintptr_t)parent >> 4) * UINT64_C(0x9e3779b97f4a7c15) ^ entry;
	return (size_t)(hash ^ hash >> 29) & (observer->index_size - 1);
}

static bool is_spot(const struct spot *spot, const struct spot *parent, bool entry, struct str name)
{
	return spot->parent == parent && spot->entry == entry && spot->name.len == name.len &&
	       memcmp(spot->name.ptr, name.ptr, name.len) == 0;
}

static struct spot *find(const struct observer *observer, const struct spot *parent, bool entry, struct str name)
{
	if (!observer->index_size)
		return NULL;
	size_t at = place_of(observer, parent, entry, name);
	while (observer->index[at] && !is_spot(observer->index[at], parent, entry, name))
		at = (at + 1) & (observer->index_size - 1);
	return observer->index[at];
}

static void put(struct observer *observer, struct spot *spot)
{
	size_t at = place_of(observer, spot->parent, spot->entry, spot->name);
	while (observer->index[at])
		at = (at + 1) & (observer->index_size - 1);
	observer->index[at] = spot;
}

static void make_room(struct observer *observer)
{
	enum { FIRST = 256 };
	if (observer->index_count * 2 < observer->index_size)
		return;
	struct spot **old = observer->index;
	size_t size = observer->index_size;
	observer->index_size = size ? size * 2 : FIRST;
	observer->index = xmalloc(observer->index_size * sizeof(struct spot *));
	memset(observer->index, 0, observer->index_size * sizeof(struct spot *));
	for (size_t i = 0; i < size; i++)
		if (old[i])
			put(observer, old[i]);
	free(old);
}

static struct spot *new_spot(struct observer *observer, struct observed_slot *slot, struct spot *parent, struct str name)
{
	if (slot->spot_count == OBSERVED_FIELDS_MAX) {
		slot->cut = true;
		return NULL;
	}
	struct spot *spot = ARENA_NEW(observer->arena, struct spot);
	spot->name = (struct str){arena_copy(observer->arena, name.ptr, name.len), name.len};
	spot->parent = parent;
	spot->listed = slot->spots;
	slot->spots = spot;
	slot->spot_count++;
	return spot;
}

/** The documented key in any of the tables, so that it does not matter which platform came first. */
static const struct field *key_field(const struct field *entries, struct str key)
{
	for (size_t i = 0; entries && i < entries->key_choice_count; i++) {
		const struct schema *table = entries->keys[i].schema;
		const struct field *field = table ? schema_field(table, key) : NULL;
		if (field)
			return field;
	}
	return NULL;
}

/** A name that is rather a value: an address, a number, or endless. */
static bool is_datum(struct str name)
{
	size_t digits = 0;
	for (size_t i = 0; i < name.len; i++) {
		digits = name.ptr[i] >= '0' && name.ptr[i] <= '9' ? digits + 1 : 0;
		if (digits == 6 || name.ptr[i] == '@')
			return true;
	}
	return name.len == 0 || name.len > OBSERVED_TEXT_MAX;
}

static bool is_message(const struct spot *parent, struct str name)
{
	if (!parent->parent)
		return str_is_nocase(name, "message") || str_is_nocase(name, "messages");
	return !parent->parent->parent && str_is_nocase(parent->name, "messages") && str_is_nocase(name, "message");
}

/** A spot that is not there yet; NULL when there are too many. */
static struct spot *add(struct observer *observer, struct observed_slot *slot, struct spot *parent, bool entry,
                        struct str name)
{
	static const struct str datum = {"…", sizeof("…") - 1};
	const struct field *field = entry            ? key_field(parent->field, name)
	                            : parent->schema ? schema_field(parent->schema, name)
	                                             : NULL;
	if (!field && is_datum(name)) {
		struct spot *known = find(observer, parent, entry, datum);
		if (known)
			return known;
		name = datum;
	}
	struct spot *spot = new_spot(observer, slot, parent, name);
	if (!spot)
		return NULL;
	spot->field = field;
	spot->schema = field ? field->schema : NULL;
	spot->entry = entry;
	spot->message = is_message(parent, name);
	spot->closeness = observe_closeness(field);
	if (spot->closeness == LOOK_WORDS || spot->closeness == LOOK_CODES)
		spot->rows = ARENA_ARRAY(observer->arena, uint64_t, field->values->count / 64 + 1);
	make_room(observer);
	observer->index_count++;
	put(observer, spot);
	return spot;
}

static struct spot *spot_below(struct observer *observer, struct observed_slot *slot, struct spot *parent, bool entry,
                               struct str name)
{
	struct spot *spot = find(observer, parent, entry, name);
	return spot ? spot : add(observer, slot, parent, entry, name);
}

struct spot *observe_root_spot(struct observer *observer, struct observed_slot *slot,
                               const struct observed_answer *answer)
{
	if (!slot->root) {
		slot->root = new_spot(observer, slot, NULL, (struct str){"", 0});
		slot->root->schema = answer->response ? answer->response->schema : NULL;
	}
	return slot->root;
}

/** The name at a step of the path: a star stands for what the record's name has in its place. */
static struct str step_name(struct arena *arena, struct str step, struct str record, size_t star)
{
	if (!step.len || *step.ptr != '*')
		return step;
	char *name = arena_printf(arena, "%.*s%.*s", (int)star, record.ptr, (int)step.len - 1, step.ptr + 1);
	return str_of(name);
}

/** The last step is the record itself, whose name is known. */
static struct spot *make_record_spot(struct observer *observer, struct observed_slot *slot, const char *path,
                                     struct spot *root, const struct node *record)
{
	struct spot *spot = root;
	const char *last = strrchr(path, '/');
	size_t tail = strlen(last ? last + 2 : path + 1); /* behind the star */
	size_t star = record->name.len > tail ? record->name.len - tail : 0;
	while (last && path < last && spot) {
		struct str step = {path, strcspn(path, "/")};
		spot = spot_below(observer, slot, spot, false, step_name(observer->scratch, step, record->name, star));
		path += step.len + 1;
	}
	return spot ? spot_below(observer, slot, spot, false, record->name) : NULL;
}

struct spot *observe_record_spot(struct observer *observer, struct observed_slot *slot,
                                 const struct observed_answer *answer, const struct node *record)
{
	static const char row[] = "row";
	const struct response *response = answer->response;
	struct spot *root = observe_root_spot(observer, slot, answer);
	struct spot *spot = slot->record;
	if (spot && (response->csv || is_spot(spot, spot->parent, false, record->name)))
		return spot;
	if (response->csv) {
		spot = spot_below(observer, slot, root, false, str_of(row));
		if (spot)
			spot->schema = response->schema;
	} else {
		spot = make_record_spot(observer, slot, response->records, root, record);
	}
	if (spot)
		spot->repeated = true;
	if (spot && !spot->schema)
		spot->schema = response->record_schema;
	slot->record = spot;
	return spot;
}

static bool is_called(const struct node *node, const char *name, size_t length)
{
	return node->name.len == length && (memcmp(node->name.ptr, name, length) == 0 || str_is_nocase(node->name, name));
}

/** The value of a key-value entry whose first child is the key; NULL for anything else. */
static const struct node *entry_value(const struct node *node)
{
	const struct node *key = node->first;
	if (!is_called(node, "entry", 5) || !key || !key->next || !is_called(key, "key", 3) || key->first)
		return NULL;
	return is_called(key->next, "value", 5) ? key->next : NULL;
}

static void take_scalar(struct observer *observer, struct observed_slot *slot, const struct observed_answer *answer,
                        struct spot *spot, const struct node *node)
{
	struct str text = str_trim(node->text);
	if (text.len == 0 || node->kind == NODE_NULL) {
		spot->types |= SEEN_EMPTY;
		if (answer->json)
			spot->written |= 1u << (node->kind == NODE_NULL ? NODE_NULL : WRITTEN_EMPTY);
		return;
	}
	if (spot->message) {
		const char *pattern = observe_pattern(observer, text, answer->sent, answer->sent_count);
		if (!observe_add(observer->arena, slot->messages, &slot->message_count, OBSERVED_MESSAGES_MAX, pattern))
			slot->cut = true;
	}
	if (spot->closeness == LOOK_PLAIN) {
		spot->types |= SEEN_TEXT;
		return;
	}
	if (answer->json)
		spot->written |= 1u << node->kind;
	observe_value(observer, spot, text);
}

/** A child and what it is: an element of its name, or the value of the entry of its key. */
struct part {
	const struct node *node;
	struct str name;
	bool entry;
};

static struct part part_of(const struct node *child)
{
	const struct node *value = entry_value(child);
	if (value)
		return (struct part){value, str_trim(child->first->text), true};
	return (struct part){child, child->name, false};
}

/** Children come in the same order most of the time: each spot remembers what came behind it. */
static struct spot *spot_at(struct observer *observer, struct observed_slot *slot, struct spot *parent,
                            struct spot **guess, const struct part *part)
{
	if (!*guess || !is_spot(*guess, parent, part->entry, part->name))
		*guess = spot_below(observer, slot, parent, part->entry, part->name);
	return *guess;
}

static void take_children(struct observer *observer, struct observed_slot *slot, const struct observed_answer *answer,
                          struct spot *spot, const struct node *node, unsigned depth)
{
	struct spot **guess = &spot->first;
	size_t stamp = ++spot->filled;
	for (const struct node *child = node->first; child; child = child->next) {
		struct part part = part_of(child);
		struct spot *at = spot_at(observer, slot, spot, guess, &part);
		if (!at)
			continue;
		if (at->stamp == stamp)
			at->repeated = true;
		at->in += at->stamp != stamp;
		at->stamp = stamp;
		observe_element(observer, slot, answer, at, part.node, depth + 1);
		guess = &at->follow;
	}
}

void observe_element(struct observer *observer, struct observed_slot *slot, const struct observed_answer *answer,
                     struct spot *spot, const struct node *node, unsigned depth)
{
	if (node->first && depth >= OBSERVED_DEPTH_MAX) {
		slot->cut = true;
		return;
	}
	if (node->first) {
		spot->types |= SEEN_ELEMENTS;
		if (answer->json && spot->parent)
			spot->written |= 1u << (node->unlisted ? WRITTEN_OBJECT : WRITTEN_ARRAY);
		take_children(observer, slot, answer, spot, node, depth);
		if (str_trim(node->text).len == 0)
			return;
	}
	take_scalar(observer, slot, answer, spot, node);
}
