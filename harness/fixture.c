// SPDX-License-Identifier: Apache-2.0
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "objects.h"
#include "schema.h"

/** One fixture and the best record so far. */
struct slot {
	const struct wanted_fixture *wanted;
	struct arena *arena; /**< of the record and its values; replaced with each better record */
	const struct node *record;
	fact_key key;
	struct str earlier;   /**< what the first value was in an earlier run; empty: nothing is known of it */
	bool same;            /**< the chosen record is that of the earlier run */
	bool several;         /**< the chosen record's value occurs more than once in the list */
	struct words counted; /**< hashes of the values in the earlier read */
	uint32_t *order;      /**< of `counted`, made when the list was read */
	const char **values;  /**< parallel to the fixture's takes; NULL where empty */
};

/** A value of a step's answer. */
struct capture {
	const char *name; /**< "step.name" */
	const char *value;
};

struct fixtures {
	struct slot *slots;
	size_t count;
	const struct plan *plan;
	const struct target *target;
	struct ownership *ownership; /**< NULL: the run owns nothing */
	struct arena *arena;         /**< of what follows */
	const char *run_id;          /**< NULL: there are no values of a run */
	const char *run_user;        /**< of the chain */
	const char *run_phone;       /**< of the chain */
	const char *account_user;
	const char *account_password;
	struct capture *captures;
	size_t capture_count;
};

struct fixtures *fixtures_new(const struct plan *plan, const struct target *target)
{
	struct fixtures *fixtures = xmalloc(sizeof(*fixtures));
	*fixtures = (struct fixtures){.count = plan->fixture_count, .plan = plan, .target = target};
	fixtures->arena = arena_new();
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
	arena_free(fixtures->arena);
	free(fixtures->slots);
	free(fixtures);
}

void fixtures_set_run(struct fixtures *fixtures, const char *run_id, struct ownership *ownership)
{
	fixtures->run_id = arena_string(fixtures->arena, run_id);
	fixtures->ownership = ownership;
	fixtures_begin_chain(fixtures, 0);
}

void fixtures_prefer(struct fixtures *fixtures, const char *objects)
{
	const char *kept = arena_string(fixtures->arena, objects);
	for (size_t i = 0; i < fixtures->count; i++) {
		struct slot *slot = &fixtures->slots[i];
		const struct fixture *fixture = slot->wanted->fixture;
		if (fixture->take_count)
			objects_find(kept, str_of(arena_printf(fixtures->arena, "%s.%s", fixture->name, fixture->takes[0].name)),
			             &slot->earlier);
	}
}

void fixtures_set_account(struct fixtures *fixtures, const char *user, const char *password)
{
	fixtures->account_user = arena_string(fixtures->arena, user);
	fixtures->account_password = arena_string(fixtures->arena, password);
}

void fixtures_begin_chain(struct fixtures *fixtures, unsigned number)
{
	enum { LETTERS = 26, NUMBERS = 10000000, STEP = 7919 };
	fixtures->capture_count = 0;
	fixtures->captures = NULL;
	if (!fixtures->run_id)
		return;
	unsigned long seed = strtoul(fixtures->run_id, NULL, 16);
	fixtures->run_user = arena_printf(fixtures->arena, "conform-%s-%c%c", fixtures->run_id,
	                                  (int)('a' + number / LETTERS % LETTERS), (int)('a' + number % LETTERS));
	fixtures->run_phone = arena_printf(fixtures->arena, "555%07lu", (seed + (unsigned long)number * STEP) % NUMBERS);
	if (!fixtures->ownership)
		return;
	ownership_add(fixtures->ownership, OBJECT_USER, fixtures->run_user);
	ownership_add(fixtures->ownership, OBJECT_PHONE, fixtures->run_phone);
}

void fixtures_capture(struct fixtures *fixtures, const char *step, const char *name, const char *value)
{
	struct capture capture = {arena_printf(fixtures->arena, "%s.%s", step, name), arena_string(fixtures->arena, value)};
	ARENA_PUSH(fixtures->arena, fixtures->captures, fixtures->capture_count, capture);
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

char *fixture_formed(struct arena *arena, const char *form, struct str text, const struct node *record)
{
	for (size_t i = 0; form && i < ARRAY_LEN(forms); i++)
		if (strcmp(forms[i].name, form) == 0)
			return forms[i].convert(arena, text, record);
	return arena_copy(arena, text.ptr, text.len);
}

const char *fixture_taken(struct arena *arena, const struct fixture_take *take, const struct node *record)
{
	for (size_t i = 0; i < take->path_count; i++) {
		struct str text = str_trim(node_text(record, take->paths[i]));
		if (text.len)
			return fixture_formed(arena, take->form, text, record);
	}
	return NULL;
}

/** Every value that the fixture takes can be had from the record. */
static bool gives_values(const struct fixture *fixture, const struct node *record, struct arena *scratch)
{
	for (size_t i = 0; i < fixture->take_count; i++)
		if (!fixture_taken(scratch, &fixture->takes[i], record))
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
		slot->values[i] = fixture_taken(slot->arena, &fixture->takes[i], slot->record);
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

/** The record is the one that the earlier run chose: the first value, which names it, is the same. */
static bool is_earlier(const struct slot *slot, const struct node *record, struct arena *scratch)
{
	if (!slot->earlier.len)
		return false;
	const char *value = fixture_taken(scratch, &slot->wanted->fixture->takes[0], record);
	return value && str_is(slot->earlier, value);
}

/** The run may act on the record's object; `path` is that of the operation that told of it. */
static bool may_act_on(const struct fixtures *fixtures, const char *path, const struct node *record)
{
	return fixtures->ownership && ownership_record(fixtures->ownership, path, record);
}

static void offer(const struct fixtures *fixtures, struct slot *slot, const struct node *record, struct arena *scratch)
{
	const struct fixture *fixture = slot->wanted->fixture;
	const char *path = fixture->permitted ? fixtures->plan->requests[slot->wanted->request].endpoint->path : NULL;
	if (path && !may_act_on(fixtures, path, record))
		return;
	bool several = occurs_again(slot, record);
	bool same = is_earlier(slot, record, scratch);
	if ((!same && !is_better(slot, record, several)) || slot->same || !condition_holds(&fixture->where, record) ||
	    !gives_values(fixture, record, scratch) || !fits_others(fixtures, fixture, record))
		return;
	choose(slot, record);
	slot->several = several;
	slot->same = same;
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

/** First of the objects that the target file lists, by the name behind `own.`. */
static const char *own_value(const struct target *target, const char *name)
{
	const struct {
		const char *name;
		const char *const *values;
		size_t count;
	} lists[] = {
		{"device", target->devices, target->device_count},
		{"user", target->users, target->user_count},
		{"label", target->labels, target->label_count},
		{"policy", target->policies, target->policy_count},
	};
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		if (strcmp(lists[i].name, name) == 0)
			return lists[i].count ? lists[i].values[0] : NULL;
	return NULL;
}

char *fixtures_run_password(struct arena *arena, const char *run_id)
{
	return arena_printf(arena, "Pw-%s-x9", run_id);
}

/** Values that the run makes up, by the name behind `run.`. */
static const char *run_value(const struct fixtures *fixtures, const char *name)
{
	const char *id = fixtures->run_id;
	if (!id)
		return NULL;
	const struct {
		const char *name;
		const char *value;
	} values[] = {
		{"id", id},
		{"user", fixtures->run_user},
		{"phone", fixtures->run_phone},
		{"password", fixtures_run_password(fixtures->arena, id)},
		{"text", arena_printf(fixtures->arena, "epmm-conform %s", id)},
	};
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		if (strcmp(values[i].name, name) == 0)
			return values[i].value;
	return NULL;
}

static const char *account_value(const struct fixtures *fixtures, const char *name)
{
	if (strcmp(name, "user") == 0)
		return fixtures->account_user;
	return strcmp(name, "password") == 0 ? fixtures->account_password : NULL;
}

/** A text of exactly so many letters. */
static const char *long_value(const struct fixtures *fixtures, const char *digits)
{
	enum { LONGEST = 1 << 20 };
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	size_t length = strlen(digits) < 8 && str_is_digits(str_of(digits)) ? strtoul(digits, NULL, 10) : 0;
	if (length == 0 || length > LONGEST)
		return NULL;
	char *text = arena_alloc(fixtures->arena, length + 1);
	for (size_t i = 0; i < length; i++)
		text[i] = letters[i % (sizeof(letters) - 1)];
	text[length] = '\0';
	return text;
}

static const char *made_value(const struct fixtures *fixtures, const char *name)
{
	if (strncmp(name, "run.", 4) == 0)
		return run_value(fixtures, name + 4);
	if (strncmp(name, "long.", 5) == 0)
		return long_value(fixtures, name + 5);
	if (strncmp(name, "own.", 4) == 0 && fixtures->target)
		return own_value(fixtures->target, name + 4);
	if (strncmp(name, "account.", 8) == 0)
		return account_value(fixtures, name + 8);
	return NULL;
}

static const char *captured(const struct fixtures *fixtures, const char *name)
{
	for (size_t i = fixtures->capture_count; i-- > 0;)
		if (strcmp(fixtures->captures[i].name, name) == 0)
			return fixtures->captures[i].value;
	return NULL;
}

static const char *found_value(const struct fixtures *fixtures, const char *name)
{
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

const char *fixtures_value(const struct fixtures *fixtures, const char *name)
{
	for (size_t i = 0; fixtures->target && i < fixtures->target->fixture_count; i++)
		if (strcmp(fixtures->target->fixtures[i].name, name) == 0)
			return fixtures->target->fixtures[i].value;
	const char *value = captured(fixtures, name);
	if (!value)
		value = made_value(fixtures, name);
	return value ? value : found_value(fixtures, name);
}

/** A secret, or what is not known before the requests that take something back are sent. */
static bool stays_open(const char *name, const char *const *kept)
{
	if (strncmp(name, "run.", 4) == 0 || strncmp(name, "account.", 8) == 0)
		return true;
	size_t length = strcspn(name, ".");
	for (; *kept; kept++)
		if (strlen(*kept) == length && strncmp(*kept, name, length) == 0)
			return true;
	return false;
}

/** `kept` NULL: everything is expanded. */
static const char *expand(const struct fixtures *fixtures, struct arena *arena, const char *text,
                          const char *const *kept, const char **missing)
{
	const char *start = strstr(text, "${");
	const char *end = start ? strchr(start, '}') : NULL;
	if (!end)
		return text;
	const char *name = arena_copy(arena, start + 2, (size_t)(end - start - 2));
	const char *value =
		kept && stays_open(name, kept) ? arena_printf(arena, "${%s}", name) : fixtures_value(fixtures, name);
	if (!value) {
		*missing = name;
		return NULL;
	}
	const char *rest = expand(fixtures, arena, end + 1, kept, missing);
	return rest ? arena_printf(arena, "%.*s%s%s", (int)(start - text), text, value, rest) : NULL;
}

const char *fixtures_expand(const struct fixtures *fixtures, struct arena *arena, const char *text, const char **missing)
{
	return expand(fixtures, arena, text, NULL, missing);
}

const char *fixtures_expand_open(const struct fixtures *fixtures, struct arena *arena, const char *text,
                                 const char *const *kept, const char **missing)
{
	return expand(fixtures, arena, text, kept, missing);
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

void fixtures_each(const struct fixtures *fixtures,
                   void (*visit)(void *context, const struct fixture_take *take, const struct node *record,
                                 const char *value),
                   void *context)
{
	for (size_t i = 0; i < fixtures->count; i++) {
		const struct slot *slot = &fixtures->slots[i];
		const struct fixture *fixture = slot->wanted->fixture;
		for (size_t t = 0; slot->record && t < fixture->take_count; t++)
			if (slot->values[t])
				visit(context, &fixture->takes[t], slot->record, slot->values[t]);
	}
}
