// SPDX-License-Identifier: Apache-2.0
/* What changed between two runs: the parts put together, in the order in which they are told. */
#include "diff_impl.h"

#include <stdlib.h>
#include <string.h>

#include "objects.h"
#include "text.h"

enum { CHANGES_MAX = 20000 };

static const struct {
	const char *name, *title;
} kinds[CHANGE_KINDS] = {
	[CHANGE_BROKEN] = {"broken", "broken"},
	[CHANGE_FINDING_NEW] = {"finding-new", "fails anew"},
	[CHANGE_NOT_OFFERED] = {"not-offered", "not offered"},
	[CHANGE_STATUS] = {"status", "status code"},
	[CHANGE_MEDIA_TYPE] = {"media-type", "content type"},
	[CHANGE_FIELD_GONE] = {"field-gone", "field gone"},
	[CHANGE_FIELD_NAME] = {"field-name", "field renamed"},
	[CHANGE_TYPE] = {"type", "type"},
	[CHANGE_VALUE_UNKNOWN] = {"value-unknown", "unknown value"},
	[CHANGE_FIELD_NEW] = {"field-new", "field new"},
	[CHANGE_PRESENCE] = {"presence", "presence"},
	[CHANGE_VALUE_NEW] = {"value-new", "value new"},
	[CHANGE_VALUE_GONE] = {"value-gone", "value gone"},
	[CHANGE_ROOT] = {"root", "root element"},
	[CHANGE_FORM] = {"form", "date form"},
	[CHANGE_MESSAGE_NEW] = {"message-new", "message new"},
	[CHANGE_MESSAGE_GONE] = {"message-gone", "message gone"},
	[CHANGE_HEADER_NEW] = {"header-new", "header new"},
	[CHANGE_HEADER_GONE] = {"header-gone", "header gone"},
	[CHANGE_COUNT] = {"count", "count"},
	[CHANGE_SIZE] = {"size", "size"},
	[CHANGE_TIME] = {"time", "time"},
	[CHANGE_FIXED] = {"fixed", "fixed"},
	[CHANGE_FINDING_GONE] = {"finding-gone", "finding gone"},
	[CHANGE_WARNING_NEW] = {"warning-new", "warning new"},
	[CHANGE_WARNING_GONE] = {"warning-gone", "warning gone"},
	[CHANGE_ONLY_BEFORE] = {"only-before", "not run after"},
	[CHANGE_ONLY_AFTER] = {"only-after", "not run before"},
};

const char *const diff_rules[] = {
	"Relevant: a verdict got worse or fails for a further reason; an operation is not offered any more; another"
	" status code or media type; a documented field vanished, is spelled otherwise or has another type; a value"
	" or bit appeared that a closed table of the guide does not have.",
	"A field that was there sometimes vanished when at least five were to be expected; what only some had is "
	"missed only among nine tenths as many. Where the runs used other objects, only long lists are compared "
	"field by field.",
	"A status code that changes between 200 and 404 in a case that passes in both runs says whether there is "
	"data.",
	"Counts of records differ by half and by 10; sizes by half and by 4096 bytes (256 a record); the medians of"
	" times by half and by 0.5 s, from three answers on.",
	"Left out: values of fields that the schemas call volatile, free texts but messages, numbers and names in "
	"messages, and headers that come and go with size and connection.",
	NULL,
};

const char *change_name(enum change_kind kind)
{
	assert(kind < CHANGE_KINDS);
	return kinds[kind].name;
}

const char *change_title(enum change_kind kind)
{
	assert(kind < CHANGE_KINDS);
	return kinds[kind].title;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same(const struct change *a, const struct change *b)
{
	return a->kind == b->kind && a->relevant == b->relevant && same_text(a->operation, b->operation) &&
	       same_text(a->what, b->what) && same_text(a->before, b->before) && same_text(a->after, b->after) &&
	       same_text(a->area, b->area);
}

/** True when the format is one of the list. */
static bool has_format(const char *formats, const char *format)
{
	size_t length = strlen(format);
	for (const char *at = formats; at && *at; at += strspn(at, ", ")) {
		size_t word = strcspn(at, ",");
		if (word == length && strncmp(at, format, length) == 0)
			return true;
		at += word;
	}
	return false;
}

void diff_add(struct comparing *comparing, const struct change *change)
{
	for (size_t i = comparing->change_count; i > 0; i--) {
		struct change *known = &comparing->changes[i - 1];
		if (!is_same(known, change))
			continue;
		known->times++;
		if (!has_format(known->formats, change->formats))
			known->formats = arena_printf(comparing->arena, "%s, %s", known->formats, change->formats);
		return;
	}
	if (comparing->change_count == CHANGES_MAX)
		comparing->cut = true;
	else
		ARENA_PUSH(comparing->arena, comparing->changes, comparing->change_count, *change);
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a;
	const struct change *right = b;
	int order = strcmp(left->area, right->area);
	if (!order)
		order = strcmp(left->operation, right->operation);
	if (!order)
		order = right->relevant - left->relevant;
	if (!order)
		order = (int)left->kind - (int)right->kind;
	if (!order)
		order = strcmp(left->what ? left->what : "", right->what ? right->what : "");
	if (!order)
		order = strcmp(left->after ? left->after : "", right->after ? right->after : "");
	return order ? order : strcmp(left->before ? left->before : "", right->before ? right->before : "");
}

static int compare_maybe(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/** Orders changes by what they say, whatever the operation. */
static int compare_words(const void *a, const void *b)
{
	const struct change *left = *(struct change *const *)a;
	const struct change *right = *(struct change *const *)b;
	int order = (int)left->kind - (int)right->kind;
	if (!order)
		order = left->relevant - right->relevant;
	if (!order)
		order = compare_maybe(left->what, right->what);
	if (!order)
		order = compare_maybe(left->before, right->before);
	return order ? order : compare_maybe(left->after, right->after);
}

/** Counts the operations in which a change is the same. */
static void count_spread(struct comparing *comparing)
{
	size_t count = comparing->change_count;
	struct change **order = ARENA_ARRAY(comparing->arena, struct change *, count + 1);
	for (size_t i = 0; i < count; i++)
		order[i] = &comparing->changes[i];
	qsort(order, count, sizeof(order[0]), compare_words);
	for (size_t first = 0, last; first < count; first = last) {
		for (last = first; last < count && compare_words(&order[first], &order[last]) == 0; last++)
			;
		for (size_t i = first; i < last; i++)
			order[i]->spread = last - first;
	}
}

/* Operations. */

static int compare_operations(const void *a, const void *b)
{
	const struct diff_operation *left = a;
	const struct diff_operation *right = b;
	int areas = strcmp(left->area, right->area);
	return areas ? areas : strcmp(left->operation, right->operation);
}

/** Adds the operations of a run: of cases that were executed, and of requests of scenarios. */
static void add_operations(struct arena *arena, const struct one_run *run, bool counted, struct diff_operation **all,
                           size_t *count)
{
	for (size_t i = 0; i < run->case_count; i++) {
		const struct one_case *one = &run->cases[i];
		struct diff_operation operation = {.area = one->area, .operation = one->operation, .cases = counted};
		if (was_executed(one))
			ARENA_PUSH(arena, *all, *count, operation);
	}
	for (size_t i = 0; i < run->shape_count; i++) {
		struct diff_operation operation = {.area = run->shapes[i].area, .operation = run->shapes[i].operation};
		ARENA_PUSH(arena, *all, *count, operation);
	}
}

/** Each operation once, with the number of cases that the second run executed. */
static size_t collect_operations(struct arena *arena, const struct one_run runs[2], struct diff_operation **operations)
{
	struct diff_operation *all = NULL;
	size_t count = 0, kept = 0;
	add_operations(arena, &runs[0], false, &all, &count);
	add_operations(arena, &runs[1], true, &all, &count);
	if (count)
		qsort(all, count, sizeof(all[0]), compare_operations);
	for (size_t i = 0; i < count; i++) {
		if (kept && compare_operations(&all[kept - 1], &all[i]) == 0)
			all[kept - 1].cases += all[i].cases;
		else
			all[kept++] = all[i];
	}
	*operations = all;
	return kept;
}

/** Gives each operation its part of the changes; both are sorted. */
static void share_changes(struct diff *diff, struct diff_operation *operations)
{
	size_t at = 0;
	for (size_t i = 0; i < diff->operation_count; i++) {
		struct diff_operation *operation = &operations[i];
		operation->first = at;
		for (; at < diff->change_count; at++) {
			const struct change *change = &diff->changes[at];
			if (strcmp(change->area, operation->area) != 0 || strcmp(change->operation, operation->operation) != 0)
				break;
			operation->changes++;
			operation->relevant += change->relevant;
		}
		diff->relevant += operation->relevant;
		diff->changed_operations += operation->relevant > 0;
	}
	diff->operations = operations;
}

/* The runs themselves. */

/** The time of its last change is no part of what an object is. */
static bool is_moment(struct str name)
{
	static const char end[] = ".updated";
	size_t length = strlen(end);
	return name.len > length && memcmp(name.ptr + name.len - length, end, length) == 0;
}

/** The next object that both runs have and that is another; gives where to go on, NULL at the end. */
static const char *next_object(struct arena *arena, const struct diff *diff, const char *at, struct difference *object)
{
	struct str name;
	struct str before;
	struct str after;
	while ((at = objects_next(at, &name, &before)) != NULL) {
		bool both = objects_find(diff->runs[1].summary.fixtures, name, &after);
		if (!both || is_moment(name) || str_equal(before, after))
			continue;
		*object = (struct difference){arena_copy(arena, name.ptr, name.len), arena_copy(arena, before.ptr, before.len),
		                              arena_copy(arena, after.ptr, after.len)};
		return at;
	}
	return NULL;
}

static bool has_same_objects(struct arena *arena, const struct one_run runs[2])
{
	struct diff diff = {.runs = {runs[0].about, runs[1].about}};
	struct difference object;
	return !next_object(arena, &diff, diff.runs[0].summary.fixtures, &object);
}

static void tell_differences(struct arena *arena, struct diff *diff)
{
	const struct run_header *b = &diff->runs[0].header;
	const struct run_header *a = &diff->runs[1].header;
	const struct difference rows[] = {
		{"target", b->target, a->target},
		{"kind of target", b->target_kind, a->target_kind},
		{"product version", b->product_version, a->product_version},
		{"program", b->tool_version, a->tool_version},
		{"case set", b->case_version, a->case_version},
		{"suite", b->suite, a->suite},
		{"selection", b->select, a->select},
		{"formats", b->formats, a->formats},
		{"strict", b->strict ? "yes" : "no", a->strict ? "yes" : "no"},
		{"run came to", diff->runs[0].summary.word, diff->runs[1].summary.word},
		{"ended early", diff->runs[0].summary.trouble, diff->runs[1].summary.trouble},
	};
	struct difference *found = NULL;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!same_text(rows[i].before, rows[i].after))
			ARENA_PUSH(arena, found, diff->difference_count, rows[i]);
	struct difference object;
	for (const char *at = diff->runs[0].summary.fixtures; (at = next_object(arena, diff, at, &object)) != NULL;)
		ARENA_PUSH(arena, found, diff->difference_count, object);
	diff->differences = found;
}

static void tell_notes(struct comparing *comparing, struct diff *diff)
{
	struct arena *arena = comparing->arena;
	const char **notes = NULL;
	static const char *const names[] = {"first", "second"};
	for (int side = 0; side < 2; side++)
		if (comparing->runs[side].shape_count == 0)
			ARENA_PUSH(
				arena, notes, diff->note_count,
				arena_printf(arena,
			                 "the %s record does not say what the answers looked like (an older program wrote it, or "
			                 "nothing was answered): verdicts, status codes, content types and times are compared, "
			                 "fields are not",
			                 names[side]));
	if (!comparing->same_settings && comparing->only[0] + comparing->only[1])
		ARENA_PUSH(arena, notes, diff->note_count,
		           arena_printf(arena,
		                        "the runs had other settings: %zu cases ran in the first only, %zu in the second only; "
		                        "they are left out",
		                        comparing->only[0], comparing->only[1]));
	if (comparing->uncompared)
		ARENA_PUSH(arena, notes, diff->note_count,
		           arena_printf(arena, "fields are not compared where other cases ran: %zu times an operation in a format",
		                        comparing->uncompared));
	if (!comparing->same_objects)
		ARENA_PUSH(arena, notes, diff->note_count,
		           "the runs used other objects, so that answers about single objects are not compared field by field; "
		           "--fixtures-from RUN takes those of the one for the other");
	if (comparing->cut)
		ARENA_PUSH(arena, notes, diff->note_count, "there are more changes than are told");
	if (comparing->cases == 0)
		ARENA_PUSH(arena, notes, diff->note_count, "no case was executed in both runs: nothing is compared");
	diff->notes = notes;
}

static bool has_same_settings(const struct run_header *b, const struct run_header *a)
{
	return same_text(b->suite, a->suite) && same_text(b->select, a->select) && same_text(b->formats, a->formats) &&
	       same_text(b->case_version, a->case_version);
}

const struct diff *diff_runs(struct arena *arena, const char *before, const char *after, struct diag *diag)
{
	struct one_run runs[2];
	if (!diff_read(arena, before, &runs[0], diag) || !diff_read(arena, after, &runs[1], diag))
		return NULL;
	const struct run_header *headers[] = {&runs[0].about.header, &runs[1].about.header};
	struct comparing comparing = {
		.arena = arena,
		.runs = runs,
		.same_settings = has_same_settings(headers[0], headers[1]),
		.same_objects = has_same_objects(arena, runs),
	};
	diff_cases(&comparing);
	diff_measures(&comparing);
	diff_shapes(&comparing);
	if (comparing.change_count)
		qsort(comparing.changes, comparing.change_count, sizeof(comparing.changes[0]), compare_changes);
	count_spread(&comparing);
	struct diff *diff = ARENA_NEW(arena, struct diff);
	*diff = (struct diff){
		.runs = {runs[0].about, runs[1].about},
		.cases = comparing.cases,
		.changes = comparing.changes,
		.change_count = comparing.change_count,
	};
	struct diff_operation *operations;
	diff->operation_count = collect_operations(arena, runs, &operations);
	share_changes(diff, operations);
	tell_differences(arena, diff);
	tell_notes(&comparing, diff);
	return diff;
}
