// SPDX-License-Identifier: Apache-2.0
/* The slots, the heads of answers, and what is handed over at the end. */
#include "observe.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "observe_impl.h"

/** Headers whose value says something about the server and not about the moment. */
static const char *const telling[] = {
	"Allow",       "Cache-Control",    "Content-Encoding", "Content-Language",
	"Deprecation", "Pragma",           "Server",           "Sunset",
	"Vary",        "WWW-Authenticate", "X-Powered-By",     "Strict-Transport-Security",
};

/** Headers that come and go with the size of an answer or the age of a connection. */
static const char *const passing[] = {"Age",  "Connection", "Content-Length", "Content-Type",
                                      "Date", "Keep-Alive", "Retry-After",    "Transfer-Encoding"};

struct observer *observer_new(const struct mask *mask)
{
	struct arena *arena = arena_new();
	struct observer *observer = ARENA_NEW(arena, struct observer);
	*observer = (struct observer){.arena = arena, .scratch = arena_new(), .mask = mask};
	return observer;
}

void observer_free(struct observer *observer)
{
	if (!observer)
		return;
	free(observer->index);
	arena_free(observer->scratch);
	arena_free(observer->arena);
}

static bool is_slot(const struct observed_slot *slot, const struct request *request, const char *answer)
{
	return slot->request->endpoint == request->endpoint && slot->request->format == request->format &&
	       slot->answer == answer;
}

struct observed_slot *observer_slot(struct observer *observer, const struct request *request, const char *answer)
{
	if (observer->last_slot && is_slot(observer->last_slot, request, answer))
		return observer->last_slot;
	struct observed_slot *slot = observer->slots;
	while (slot && !is_slot(slot, request, answer))
		slot = slot->next;
	if (!slot) {
		slot = ARENA_NEW(observer->arena, struct observed_slot);
		*slot = (struct observed_slot){.next = observer->slots, .request = request, .answer = answer};
		observer->slots = slot;
	}
	observer->last_slot = slot;
	return slot;
}

/* Kinds of answers; compared by address. */
static const char head_answer[] = "head";
static const char data_answer[] = "data";
static const char refusal_answer[] = "refusal";

static bool is_listed(const char *const *names, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_is_nocase(name, names[i]))
			return true;
	return false;
}

void observe_head(struct observer *observer, const struct request *request, const struct http_response *response)
{
	if (!observer)
		return;
	struct observed_slot *slot = observer_slot(observer, request, head_answer);
	slot->answers++;
	for (size_t i = 0; i < response->header_count; i++) {
		const struct http_header *header = &response->headers[i];
		if (is_listed(passing, ARRAY_LEN(passing), header->name))
			continue;
		const char *value = is_listed(telling, ARRAY_LEN(telling), header->name)
		                        ? observe_pattern(observer, header->value, NULL, 0)
		                        : NULL;
		int length = (int)(header->name.len < 64 ? header->name.len : 64);
		const char *text =
			arena_printf(observer->scratch, "%.*s%s%s", length, header->name.ptr, value ? ": " : "", value ? value : "");
		if (!observe_add(observer->arena, slot->headers, &slot->header_count, OBSERVED_HEADERS_MAX, text))
			slot->cut = true;
	}
	arena_reset(observer->scratch);
}

static struct observed_slot *slot_of(struct observer *observer, const struct observed_answer *answer)
{
	return observer_slot(observer, answer->request, answer->refusal ? refusal_answer : data_answer);
}

void observe_record(struct observer *observer, const struct observed_answer *answer, const struct node *record)
{
	struct observed_slot *slot = slot_of(observer, answer);
	struct spot *spot = observe_record_spot(observer, slot, answer, record);
	if (spot)
		observe_element(observer, slot, answer, spot, record, 1);
}

static void take_root_name(struct observer *observer, struct observed_slot *slot, const struct node *root)
{
	int length = (int)(root->name.len < OBSERVED_TEXT_MAX ? root->name.len : OBSERVED_TEXT_MAX);
	const char *name = length ? arena_printf(observer->scratch, "%.*s", length, root->name.ptr) : "(none)";
	if (!observe_add(observer->arena, slot->roots, &slot->root_count, OBSERVED_ROOTS_MAX, name))
		slot->cut = true;
}

void observe_root(struct observer *observer, const struct observed_answer *answer, const struct node *root)
{
	struct observed_slot *slot = slot_of(observer, answer);
	slot->answers++;
	if (root) {
		take_root_name(observer, slot, root);
		observe_element(observer, slot, answer, observe_root_spot(observer, slot, answer), root, 0);
	}
	arena_reset(observer->scratch);
}

/* What is handed over. */

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** A sorted copy; concurrent requests are answered in any order. */
static const char *const *sorted(struct arena *arena, const char *const *texts, size_t count)
{
	const char **copy = ARENA_ARRAY(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		copy[i] = texts[i];
	qsort(copy, count, sizeof(copy[0]), compare_texts);
	return copy;
}

static const char *const *type_words(struct arena *arena, unsigned types, size_t *count)
{
	static const char *const names[SEEN_TYPES] = {"empty", "text", "integer", "decimal", "boolean", "date", "elements"};
	const char **words = ARENA_ARRAY(arena, const char *, SEEN_TYPES);
	for (size_t i = 0; i < SEEN_TYPES; i++)
		if (types & 1u << i)
			words[(*count)++] = names[i];
	return words;
}

static const char *const *kind_words(struct arena *arena, unsigned written, size_t *count)
{
	static const char *const names[] = {
		[NODE_TEXT] = "string",      [NODE_NUMBER] = "number",  [NODE_BOOLEAN] = "boolean", [NODE_NULL] = "null",
		[WRITTEN_OBJECT] = "object", [WRITTEN_ARRAY] = "array", [WRITTEN_EMPTY] = "empty",
	};
	_Static_assert(NODE_NULL < (int)WRITTEN_OBJECT, "the bits differ");
	const char **words = ARENA_ARRAY(arena, const char *, ARRAY_LEN(names));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (written & 1u << i)
			words[(*count)++] = names[i];
	return words;
}

static const char *bit_word(struct arena *arena, const struct value_table *table, uint64_t bit)
{
	const char *digits = arena_printf(arena, "%" PRIu64, bit);
	for (size_t i = 0; i < table->count; i++)
		if (table->values[i].code && strcmp(table->values[i].code, digits) == 0)
			return table->values[i].word ? arena_printf(arena, "%s (%s)", digits, table->values[i].word) : digits;
	return NULL;
}

static void tell_bits(struct arena *arena, const struct spot *spot, struct observed_field *field)
{
	const char **known = ARENA_ARRAY(arena, const char *, 64);
	const char **unknown = ARENA_ARRAY(arena, const char *, 64);
	for (unsigned i = 0; i < 64; i++) {
		uint64_t bit = UINT64_C(1) << i;
		const char *word = spot->bits & bit ? bit_word(arena, spot->field->values, bit) : NULL;
		if (word)
			known[field->value_count++] = word;
		else if (spot->bits & bit)
			unknown[field->unknown_count++] = arena_printf(arena, "%" PRIu64, bit);
	}
	field->values = known;
	field->unknown = unknown;
}

static void tell_rows(struct arena *arena, const struct spot *spot, struct observed_field *field)
{
	const struct value_table *table = spot->field->values;
	const char **words = ARENA_ARRAY(arena, const char *, table->count + 1);
	for (size_t i = 0; i < table->count; i++)
		if (spot->rows[i / 64] >> (i % 64) & 1)
			words[field->value_count++] = spot->closeness == LOOK_WORDS ? table->values[i].word : table->values[i].code;
	field->values = sorted(arena, words, field->value_count);
	field->unknown = sorted(arena, spot->unknown.words, spot->unknown.count);
	field->unknown_count = spot->unknown.count;
}

static const char *path_of(struct arena *arena, const struct spot *spot)
{
	if (!spot->parent)
		return "";
	const char *above = path_of(arena, spot->parent);
	return arena_printf(arena, spot->entry ? "%s%sentry[%.*s]" : "%s%s%.*s", above, *above ? "/" : "",
	                    (int)spot->name.len, spot->name.ptr);
}

static struct observed_field tell_field(struct arena *arena, const struct spot *spot)
{
	struct observed_field field = {
		.path = path_of(arena, spot),
		.documented = spot->field != NULL,
		.loose = spot->closeness == LOOK_PLAIN || !spot->field,
		.open = spot->field && spot->field->values && spot->field->values->open,
		.repeated = spot->repeated,
		.seen = spot->in,
		.of = spot->parent->filled,
		.cut = spot->unknown.cut || spot->forms.cut,
	};
	field.types = type_words(arena, spot->types, &field.type_count);
	field.written = kind_words(arena, spot->written, &field.written_count);
	field.forms = sorted(arena, spot->forms.words, spot->forms.count);
	field.form_count = spot->forms.count;
	if (spot->closeness == LOOK_BITS)
		tell_bits(arena, spot, &field);
	else if (spot->rows)
		tell_rows(arena, spot, &field);
	return field;
}

static int compare_fields(const void *a, const void *b)
{
	return strcmp(((const struct observed_field *)a)->path, ((const struct observed_field *)b)->path);
}

static struct observed tell_slot(struct arena *arena, const struct observed_slot *slot)
{
	struct observed_field *fields = ARENA_ARRAY(arena, struct observed_field, slot->spot_count + 1);
	size_t count = 0;
	for (const struct spot *spot = slot->spots; spot; spot = spot->listed)
		if (spot->parent && spot->in + spot->types)
			fields[count++] = tell_field(arena, spot);
	qsort(fields, count, sizeof(fields[0]), compare_fields);
	return (struct observed){
		.area = slot->request->endpoint->area,
		.operation = slot->request->endpoint->id,
		.format = format_name(slot->request->format),
		.answer = slot->answer,
		.answers = slot->answers,
		.fields = fields,
		.field_count = count,
		.roots = sorted(arena, slot->roots, slot->root_count),
		.root_count = slot->root_count,
		.messages = sorted(arena, slot->messages, slot->message_count),
		.message_count = slot->message_count,
		.headers = sorted(arena, slot->headers, slot->header_count),
		.header_count = slot->header_count,
		.cut = slot->cut,
	};
}

static int compare_slots(const void *a, const void *b)
{
	const struct observed_slot *left = *(const struct observed_slot *const *)a;
	const struct observed_slot *right = *(const struct observed_slot *const *)b;
	int areas = strcmp(left->request->endpoint->area, right->request->endpoint->area);
	int ids = strcmp(left->request->endpoint->id, right->request->endpoint->id);
	if (areas || ids)
		return areas ? areas : ids;
	if (left->request->format != right->request->format)
		return left->request->format < right->request->format ? -1 : 1;
	return strcmp(left->answer, right->answer);
}

void observer_tell(const struct observer *observer, void (*take)(void *context, const struct observed *observed),
                   void *context)
{
	size_t count = 0;
	for (const struct observed_slot *slot = observer->slots; slot; slot = slot->next)
		count++;
	struct arena *arena = arena_new();
	const struct observed_slot **slots = xmalloc((count + 1) * sizeof(const struct observed_slot *));
	count = 0;
	for (const struct observed_slot *slot = observer->slots; slot; slot = slot->next)
		slots[count++] = slot;
	qsort(slots, count, sizeof(const struct observed_slot *), compare_slots);
	for (size_t i = 0; i < count; i++) {
		struct observed observed = tell_slot(arena, slots[i]);
		take(context, &observed);
		arena_reset(arena);
	}
	free(slots);
	arena_free(arena);
}
