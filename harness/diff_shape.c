// SPDX-License-Identifier: Apache-2.0
/* What the answers of an operation looked like, before and after. */
#include <string.h>
#include <strings.h>

#include "diff_impl.h"
#include "text.h"

/** So many occurrences must be expected before it says something that there was none. */
enum { EXPECTED_FLOOR = 5, PRESENCE_FLOOR = 5 };

/** Where the runs used other objects, only long lists are alike. */
enum { LIST_FLOOR = 50 };

/** An operation in one format at work. */
struct pair {
	struct comparing *comparing;
	const struct observed *sides[2];
};

static struct change change_of(const struct pair *pair, enum change_kind kind, const char *what)
{
	const struct observed *observed = pair->sides[0];
	return (struct change){
		.kind = kind,
		.area = observed->area,
		.operation = observed->operation,
		.formats = format_word(observed->format),
		.what = what,
		.times = 1,
	};
}

/** Length of the path of the parent; 0 for the root. The key of an entry may hold slashes. */
static size_t parent_length(const char *path)
{
	size_t length = strlen(path);
	size_t end = 0;
	if (length && path[length - 1] == ']') {
		for (const char *at = path; (at = strstr(at, "/entry[")) != NULL; at++)
			end = (size_t)(at - path);
		return end;
	}
	const char *slash = strrchr(path, '/');
	return slash ? (size_t)(slash - path) : 0;
}

static const struct observed_field *find_exact(const struct observed *observed, const char *path)
{
	for (size_t i = 0; i < observed->field_count; i++)
		if (strcmp(observed->fields[i].path, path) == 0)
			return &observed->fields[i];
	return NULL;
}

/** The field at the path, or one whose path differs only in capitals and that `other` does not have as well. */
static const struct observed_field *find_field(const struct observed *observed, const struct observed *other,
                                               const char *path)
{
	const struct observed_field *exact = find_exact(observed, path);
	for (size_t i = 0; !exact && i < observed->field_count; i++)
		if (strcasecmp(observed->fields[i].path, path) == 0 && !find_exact(other, observed->fields[i].path))
			return &observed->fields[i];
	return exact;
}

static bool has_type(const struct observed_field *field, const char *type)
{
	for (size_t i = 0; i < field->type_count; i++)
		if (strcmp(field->types[i], type) == 0)
			return true;
	return false;
}

/** True when what holds the field was there with anything in it. */
static bool has_parent(const struct pair *pair, int side, const char *path)
{
	size_t length = parent_length(path);
	if (length == 0)
		return true;
	const char *parent = arena_copy(pair->comparing->arena, path, length);
	const struct observed_field *field = find_field(pair->sides[side], pair->sides[!side], parent);
	return field && has_type(field, "elements");
}

/** How often the parents of the field were there with anything in them. */
static size_t parents(const struct observed *observed, const char *path)
{
	size_t length = parent_length(path);
	size_t most = 0;
	for (size_t i = 0; i < observed->field_count; i++) {
		const struct observed_field *field = &observed->fields[i];
		if (parent_length(field->path) == length && strncasecmp(field->path, path, length) == 0 && field->of > most)
			most = field->of;
	}
	return most;
}

static const char *presence(const struct observed_field *field)
{
	return field->of == 0 ? "there" : field->seen == field->of ? "always" : "sometimes";
}

/** The numbers behind it; they differ from operation to operation. */
static const char *presence_note(struct arena *arena, const struct observed_field *field)
{
	const char *unknown = field->documented ? "" : "the guide does not have it";
	if (field->of == 0)
		return *unknown ? unknown : NULL;
	return arena_printf(arena, "in %zu of %zu%s%s", field->seen, field->of, *unknown ? "; " : "", unknown);
}

/** True when the path leads through records of a list. */
static bool is_in_list(const struct observed *observed, const char *path)
{
	for (size_t i = 0; i < observed->field_count; i++) {
		const struct observed_field *field = &observed->fields[i];
		size_t length = field->repeated && field->of == 0 ? strlen(field->path) : 0;
		if (length && strncasecmp(field->path, path, length) == 0 && path[length] == '/')
			return true;
	}
	return false;
}

/** What one object has, another need not have: then only the root and long lists can be compared. */
static bool is_comparable(const struct pair *pair, const char *path)
{
	if (pair->comparing->same_objects || parent_length(path) == 0)
		return true;
	bool lists = is_in_list(pair->sides[0], path) || is_in_list(pair->sides[1], path);
	return lists && parents(pair->sides[0], path) >= LIST_FLOOR && parents(pair->sides[1], path) >= LIST_FLOOR;
}

/** A field that is not there any more: by chance, or because the server does not send it. */
static bool is_gone_for_good(const struct pair *pair, const struct observed_field *field)
{
	size_t after = parents(pair->sides[1], field->path);
	bool always = field->of && field->seen == field->of;
	bool expected = field->of && (double)field->seen * (double)after / (double)field->of >= EXPECTED_FLOOR;
	return field->documented && (always || expected);
}

/** Enough answers to miss what some of `those` had: as many, but for a tenth. */
static bool is_as_many(size_t these, size_t those)
{
	return these >= those - those / 10;
}

static void tell_gone(const struct pair *pair, const struct observed_field *field)
{
	if (!has_parent(pair, 1, field->path) || pair->sides[1]->cut || !is_comparable(pair, field->path))
		return;
	struct change change = change_of(pair, CHANGE_FIELD_GONE, field->path);
	change.relevant = is_gone_for_good(pair, field);
	if (!change.relevant && field->seen < field->of && !is_as_many(parents(pair->sides[1], field->path), field->of))
		return;
	change.before = presence(field);
	change.after = "never";
	change.note = presence_note(pair->comparing->arena, field);
	diff_add(pair->comparing, &change);
}

static void tell_new(const struct pair *pair, const struct observed_field *field)
{
	if (!has_parent(pair, 0, field->path) || pair->sides[0]->cut || !is_comparable(pair, field->path))
		return;
	struct change change = change_of(pair, CHANGE_FIELD_NEW, field->path);
	change.before = "never";
	change.after = presence(field);
	change.note = presence_note(pair->comparing->arena, field);
	diff_add(pair->comparing, &change);
}

/* Sets of texts. */

struct set {
	const char *const *texts;
	size_t count;
};

static bool holds(struct set set, const char *text)
{
	for (size_t i = 0; i < set.count; i++)
		if (strcmp(set.texts[i], text) == 0)
			return true;
	return false;
}

/** Those of `set` that `other` does not have, joined; NULL when there are none. */
static const char *beyond(struct arena *arena, struct set set, struct set other)
{
	const char *all = NULL;
	for (size_t i = 0; i < set.count; i++)
		if (!holds(other, set.texts[i]))
			all = all ? arena_printf(arena, "%s, %s", all, set.texts[i]) : set.texts[i];
	return all;
}

static const char *joined(struct arena *arena, struct set set)
{
	const char *all = beyond(arena, set, (struct set){0});
	return all ? all : "nothing";
}

/** The words that say how nothing is written, or those that say what else there is: whether there is anything, the data decides. */
static struct set words_of(struct arena *arena, struct set words, bool nothing)
{
	const char **kept = ARENA_ARRAY(arena, const char *, words.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < words.count; i++)
		if ((strcmp(words.texts[i], "empty") == 0 || strcmp(words.texts[i], "null") == 0) == nothing)
			kept[count++] = words.texts[i];
	return (struct set){kept, count};
}

/** Returns whether there was anything to tell. */
static bool tell_types(const struct pair *pair, const struct observed_field *fields[2], struct set before,
                       struct set after)
{
	struct arena *arena = pair->comparing->arena;
	if (!before.count || !after.count || !beyond(arena, after, before))
		return false;
	bool elements = holds(before, "elements") != holds(after, "elements");
	struct change change = change_of(pair, CHANGE_TYPE, fields[0]->path);
	change.relevant = fields[0]->documented && (!fields[0]->loose || elements);
	change.before = joined(arena, before);
	change.after = joined(arena, after);
	diff_add(pair->comparing, &change);
	return true;
}

/** Tells what only the later or only the earlier set has; what only some had is missed only among as many. */
static void tell_sets(const struct pair *pair, const struct observed_field *fields[2], struct set before,
                      struct set after, const enum change_kind kinds[2], bool relevant)
{
	struct arena *arena = pair->comparing->arena;
	const char *more = beyond(arena, after, before);
	const char *less = beyond(arena, before, after);
	struct change change = change_of(pair, kinds[0], fields[0]->path);
	change.relevant = relevant;
	change.after = more;
	if (more)
		diff_add(pair->comparing, &change);
	change = change_of(pair, kinds[1], fields[0]->path);
	change.before = less;
	if (less && is_as_many(fields[1]->seen, fields[0]->seen))
		diff_add(pair->comparing, &change);
}

static void tell_forms(const struct pair *pair, const struct observed_field *b, const struct observed_field *a)
{
	struct arena *arena = pair->comparing->arena;
	struct set before = {b->forms, b->form_count};
	struct set after = {a->forms, a->form_count};
	if (!before.count || !after.count || !beyond(arena, after, before))
		return;
	struct change change = change_of(pair, CHANGE_FORM, b->path);
	change.before = joined(arena, before);
	change.after = joined(arena, after);
	diff_add(pair->comparing, &change);
}

static void tell_values(const struct pair *pair, const struct observed_field *fields[2])
{
	static const enum change_kind known[] = {CHANGE_VALUE_NEW, CHANGE_VALUE_GONE};
	static const enum change_kind unknown[] = {CHANGE_VALUE_UNKNOWN, CHANGE_VALUE_GONE};
	const struct observed_field *b = fields[0];
	const struct observed_field *a = fields[1];
	tell_sets(pair, fields, (struct set){b->values, b->value_count}, (struct set){a->values, a->value_count}, known,
	          false);
	tell_sets(pair, fields, (struct set){b->unknown, b->unknown_count}, (struct set){a->unknown, a->unknown_count},
	          unknown, !b->cut && !a->cut && !a->open);
	tell_forms(pair, b, a);
}

static void tell_presence(const struct pair *pair, const struct observed_field *fields[2])
{
	bool counted = fields[0]->of >= PRESENCE_FLOOR && fields[1]->of >= PRESENCE_FLOOR;
	bool always[] = {fields[0]->seen == fields[0]->of, fields[1]->seen == fields[1]->of};
	if (!counted || always[0] == always[1])
		return;
	if (!is_as_many(fields[always[1]]->of, fields[always[0]]->of)) // the side that has it always saw fewer
		return;
	struct change change = change_of(pair, CHANGE_PRESENCE, fields[0]->path);
	change.before = presence(fields[0]);
	change.after = presence(fields[1]);
	diff_add(pair->comparing, &change);
}

static const char *last_name(const char *path)
{
	size_t length = parent_length(path);
	return path + length + (path[length] == '/');
}

/** The name itself, not that of a parent, is spelled otherwise. */
static bool is_respelled(const struct observed_field *fields[2])
{
	return strcmp(last_name(fields[0]->path), last_name(fields[1]->path)) != 0;
}

static void compare_field(const struct pair *pair, const struct observed_field *before,
                          const struct observed_field *after)
{
	const struct observed_field *fields[] = {before, after};
	struct arena *arena = pair->comparing->arena;
	if (!is_comparable(pair, before->path))
		return;
	if (is_respelled(fields)) {
		struct change change = change_of(pair, CHANGE_FIELD_NAME, before->path);
		change.relevant = before->documented;
		change.before = last_name(before->path);
		change.after = last_name(after->path);
		diff_add(pair->comparing, &change);
	}
	struct set types[] = {{before->types, before->type_count}, {after->types, after->type_count}};
	struct set written[] = {{before->written, before->written_count}, {after->written, after->written_count}};
	/* Another kind of value is written in another way, too: told once. */
	if (!tell_types(pair, fields, words_of(arena, types[0], false), words_of(arena, types[1], false)))
		tell_types(pair, fields, words_of(arena, written[0], false), words_of(arena, written[1], false));
	tell_types(pair, fields, words_of(arena, written[0], true), words_of(arena, written[1], true));
	tell_values(pair, fields);
	tell_presence(pair, fields);
}

static void compare_roots(const struct pair *pair)
{
	struct arena *arena = pair->comparing->arena;
	struct set before = {pair->sides[0]->roots, pair->sides[0]->root_count};
	struct set after = {pair->sides[1]->roots, pair->sides[1]->root_count};
	if (!before.count || !after.count || !beyond(arena, after, before))
		return;
	struct change change = change_of(pair, CHANGE_ROOT, NULL);
	change.before = joined(arena, before);
	change.after = joined(arena, after);
	diff_add(pair->comparing, &change);
}

static void compare_fields(const struct pair *pair)
{
	const struct observed *before = pair->sides[0];
	const struct observed *after = pair->sides[1];
	for (size_t i = 0; i < before->field_count; i++) {
		const struct observed_field *match = find_field(after, before, before->fields[i].path);
		if (match)
			compare_field(pair, &before->fields[i], match);
		else
			tell_gone(pair, &before->fields[i]);
	}
	for (size_t i = 0; i < after->field_count; i++)
		if (!find_field(before, after, after->fields[i].path))
			tell_new(pair, &after->fields[i]);
}

/** Messages and headers: a change for each. */
static void compare_lines(const struct pair *pair, struct set before, struct set after, const enum change_kind kinds[2])
{
	for (size_t i = 0; i < after.count; i++) {
		struct change change = change_of(pair, kinds[0], after.texts[i]);
		if (!holds(before, after.texts[i]))
			diff_add(pair->comparing, &change);
	}
	for (size_t i = 0; i < before.count; i++) {
		struct change change = change_of(pair, kinds[1], before.texts[i]);
		if (!holds(after, before.texts[i]))
			diff_add(pair->comparing, &change);
	}
}

/** Which messages and headers come depends on what was asked for. */
static void compare_observed(const struct pair *pair, bool same_requests)
{
	static const enum change_kind messages[] = {CHANGE_MESSAGE_NEW, CHANGE_MESSAGE_GONE};
	static const enum change_kind headers[] = {CHANGE_HEADER_NEW, CHANGE_HEADER_GONE};
	const struct observed *b = pair->sides[0];
	const struct observed *a = pair->sides[1];
	compare_roots(pair);
	compare_fields(pair);
	if (b->cut || a->cut || !same_requests)
		return;
	compare_lines(pair, (struct set){b->messages, b->message_count}, (struct set){a->messages, a->message_count},
	              messages);
	compare_lines(pair, (struct set){b->headers, b->header_count}, (struct set){a->headers, a->header_count}, headers);
}

static const struct observed *counterpart(const struct one_run *run, const struct observed *observed)
{
	for (size_t i = 0; i < run->shape_count; i++) {
		const struct observed *other = &run->shapes[i];
		if (strcmp(other->operation, observed->operation) == 0 && strcmp(other->format, observed->format) == 0 &&
		    strcmp(other->answer, observed->answer) == 0 && strcmp(other->area, observed->area) == 0)
			return other;
	}
	return NULL;
}

/** A number for the set of cases of the operation and format that were executed. */
static uint64_t cases_of(const struct one_run *run, const struct observed *observed)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < run->case_count; i++) {
		const struct one_case *one = &run->cases[i];
		if (was_executed(one) && strcmp(one->operation, observed->operation) == 0 &&
		    strcmp(one->format, observed->format) == 0)
			sum += str_hash(str_of(one->id)) | 1;
	}
	return sum;
}

void diff_shapes(struct comparing *comparing)
{
	const struct one_run *runs = comparing->runs;
	for (size_t i = 0; i < runs[0].shape_count; i++) {
		const struct observed *before = &runs[0].shapes[i];
		const struct observed *after = counterpart(&runs[1], before);
		if (!after)
			continue;
		bool same_requests =
			before->answers == after->answers && cases_of(&runs[0], before) == cases_of(&runs[1], before);
		struct pair pair = {comparing, {before, after}};
		if (same_requests || comparing->same_settings)
			compare_observed(&pair, same_requests);
		else
			comparing->uncompared += strcmp(before->answer, "data") == 0;
	}
}
