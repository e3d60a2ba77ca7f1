// SPDX-License-Identifier: Apache-2.0
/* Rules over one record (or over the root of an answer without records). */
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "rule_pass.h"
#include "schema.h"

static struct str text_at(const struct node *record, const char *path)
{
	return str_trim(node_text(record, path));
}

static const struct value *row_by_word(const struct value_table *table, struct str word)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->values[i].word && str_is_nocase(word, table->values[i].word))
			return &table->values[i];
	return NULL;
}

/** The digits without a sign, leading zeros and a fraction of zeros; what is no integer stays as it is. */
static struct str plain_integer(struct str text)
{
	const char *point = text.len ? memchr(text.ptr, '.', text.len) : NULL;
	if (point) {
		const char *at = point + 1;
		while (at < text.ptr + text.len && *at == '0')
			at++;
		if (at == text.ptr + text.len)
			text.len = (size_t)(point - text.ptr);
	}
	while (text.len > 1 && text.ptr[0] == '0' && str_is_digits(text)) {
		text.ptr++;
		text.len--;
	}
	return text;
}

static const struct value *row_by_code(const struct value_table *table, struct str code)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->values[i].code && str_is(plain_integer(code), table->values[i].code))
			return &table->values[i];
	return NULL;
}

void rule_pair(struct rule_pass *pass, const struct node *record)
{
	const struct argument *fields = rule_argument(pass, 0);
	const struct value_table *table = rule_argument(pass, 1)->table;
	struct str word = text_at(record, fields->items[0]);
	struct str code = text_at(record, fields->items[1]);
	const struct value *by_word = row_by_word(table, word);
	const struct value *by_code = row_by_code(table, code);
	if (word.len == 0 || code.len == 0 || (!by_word && !by_code) || by_word == by_code)
		return;
	const struct value *row = by_word ? by_word : by_code;
	char *actual = arena_printf(pass->scratch, "%.*s with %.*s", (int)word.len, word.ptr, (int)code.len, code.ptr);
	rule_fail_for(pass, row->requirement, fields->items[1],
	              arena_printf(pass->scratch, "%s with %s", row->word, row->code), str_of(actual),
	              arena_printf(pass->scratch, "%s and %s do not belong together", fields->items[0], fields->items[1]));
}

/** Which bits of the number the table does not have, in words; NULL when it has them all. */
static const char *unknown_bits(struct arena *arena, const struct value_table *table, struct str number)
{
	uint64_t known = 0;
	uint64_t bits;
	for (size_t i = 0; i < table->count; i++)
		known |= strtoull(table->values[i].code, NULL, 10);
	if (!digits_value(number, &bits))
		return "bits beyond the first 64 are not in the guide's table";
	if (!(bits & ~known))
		return NULL;
	return arena_printf(arena, "bits 0x%llx are not in the guide's table", (unsigned long long)(bits & ~known));
}

void rule_bitmap(struct rule_pass *pass, const struct node *record)
{
	const struct argument *fields = rule_argument(pass, 0);
	const struct value_table *table = rule_argument(pass, 1)->table;
	for (size_t i = 0; i < fields->count; i++) {
		struct str text = plain_integer(text_at(record, fields->items[i]));
		if (!str_is_digits(text))
			continue; /* that it is no decimal number is a finding of the field's type */
		const char *unknown = unknown_bits(pass->scratch, table, text);
		if (unknown && table->open)
			rule_note(pass, fields->items[i], text, unknown);
		else if (unknown)
			rule_fail(pass, fields->items[i], arena_printf(pass->scratch, "a sum of bits of the table %s", table->name),
			          text, unknown);
	}
}

void rule_implies(struct rule_pass *pass, const struct node *record)
{
	const struct condition *when = rule_argument(pass, 0)->condition;
	const struct condition *then = rule_argument(pass, 1)->condition;
	if (!condition_holds(when, record))
		return;
	for (size_t i = 0; i < then->count; i++) {
		struct condition one = {&then->terms[i], 1};
		if (condition_holds(&one, record))
			continue;
		rule_fail(pass, then->terms[i].path, condition_text(pass->scratch, &one), text_at(record, then->terms[i].path),
		          arena_printf(pass->scratch, "must hold because %s", condition_text(pass->scratch, when)));
	}
}

/** The letters and digits that count under a way of comparing: all, or hex digits of a MAC, or digits of a phone number. */
static struct str essence(struct arena *arena, struct str text, const char *as)
{
	bool phone = strcmp(as, "phone") == 0;
	if (!phone && strcmp(as, "mac") != 0)
		return text;
	char *kept = arena_alloc(arena, text.len + 1);
	size_t length = 0;
	for (size_t i = 0; i < text.len; i++) {
		bool digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
		bool separator = text.ptr[i] == ':' || text.ptr[i] == '-' || text.ptr[i] == '.';
		if (phone ? digit : !separator)
			kept[length++] = text.ptr[i];
	}
	return length ? (struct str){kept, length} : text; /* the word PDA has no digits */
}

/** A phone number is the same with and without its country code (errata E009). */
static bool is_suffix(struct str whole, struct str part)
{
	return part.len >= 7 && part.len <= whole.len && memcmp(whole.ptr + whole.len - part.len, part.ptr, part.len) == 0;
}

static bool equal_as(struct arena *arena, struct str left, struct str right, const struct argument *how)
{
	const char *as = how->given ? how->text : "exact";
	if (str_equal(left, right)) /* the word PDA stands for a number that is not there */
		return true;
	left = essence(arena, left, as);
	right = essence(arena, right, as);
	if (strcmp(as, "phone") == 0)
		return is_suffix(left, right) || is_suffix(right, left);
	return strcmp(as, "exact") == 0 ? str_equal(left, right) : str_equal_nocase(left, right);
}

void rule_equals_parameter(struct rule_pass *pass, const struct node *record)
{
	const char *path = rule_argument(pass, 0)->text;
	const char *parameter = rule_argument(pass, 1)->text;
	const char *sent = rule_sent(pass, parameter);
	const struct node *field = node_find(record, path);
	if (!sent || !field)
		return;
	struct str text = str_trim(field->text);
	if (!equal_as(pass->scratch, text, str_of(sent), rule_argument(pass, 2)))
		rule_fail(pass, path, sent, text, arena_printf(pass->scratch, "asked for %s=%s", parameter, sent));
}

void rule_equals_field(struct rule_pass *pass, const struct node *record)
{
	const struct argument *fields = rule_argument(pass, 0);
	const struct argument *when = rule_argument(pass, 2);
	struct str left = text_at(record, fields->items[0]);
	struct str right = text_at(record, fields->items[1]);
	if (when->given && !condition_holds(when->condition, record))
		return;
	if (left.len == 0 || right.len == 0 || equal_as(pass->scratch, left, right, rule_argument(pass, 1)))
		return;
	rule_fail(pass, fields->items[1],
	          arena_printf(pass->scratch, "%.*s, as in %s", (int)left.len, left.ptr, fields->items[0]), right,
	          "the two fields must be equal");
}

/** A decimal number from short text; false when the text is none. Good enough to compare sizes with a wide margin. */
static bool read_size(struct str text, long double *value)
{
	char copy[64];
	char *end;
	if (text.len == 0 || text.len >= sizeof(copy))
		return false;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	*value = strtold(copy, &end);
	return *end == '\0' || strcmp(end, "M") == 0;
}

void rule_at_most(struct rule_pass *pass, const struct node *record)
{
	const char *path = rule_argument(pass, 0)->text;
	const char *limit_path = rule_argument(pass, 1)->text;
	struct str text = text_at(record, path);
	struct str limit_text = text_at(record, limit_path);
	long double value;
	long double limit;
	if (!read_size(text, &value) || !read_size(limit_text, &limit) || value <= limit)
		return;
	rule_fail(pass, path, arena_printf(pass->scratch, "at most %.*s", (int)limit_text.len, limit_text.ptr), text,
	          arena_printf(pass->scratch, "larger than %s", limit_path));
}

void rule_joined(struct rule_pass *pass, const struct node *record)
{
	const struct argument *parts = rule_argument(pass, 0);
	const char *path = rule_argument(pass, 1)->text;
	struct str first = text_at(record, parts->items[0]);
	struct str second = text_at(record, parts->items[1]);
	if (!node_find(record, path) || (first.len == 0 && second.len == 0))
		return;
	const char *between = first.len && second.len ? " " : "";
	const char *joined = arena_printf(pass->scratch, "%.*s%s%.*s", (int)first.len, first.ptr ? first.ptr : "", between,
	                                  (int)second.len, second.ptr ? second.ptr : "");
	if (!str_is(text_at(record, path), joined))
		rule_fail(pass, path, joined, text_at(record, path),
		          arena_printf(pass->scratch, "%s and %s joined", parts->items[0], parts->items[1]));
}

void rule_together(struct rule_pass *pass, const struct node *record)
{
	const struct argument *fields = rule_argument(pass, 0);
	const struct argument *value = rule_argument(pass, 1);
	size_t present = 0;
	size_t equal = 0;
	const char *odd = fields->items[0];
	for (size_t i = 0; i < fields->count; i++) {
		const struct node *field = node_find(record, fields->items[i]);
		present += field != NULL;
		equal += field && value->given && str_is_nocase(str_trim(field->text), value->text);
		if (!field)
			odd = fields->items[i];
	}
	if (present != 0 && present != fields->count)
		rule_fail(pass, odd, "all of these fields or none", str_of(""),
		          arena_printf(pass->scratch, "%zu of %zu fields that belong together are present", present,
		                       fields->count));
	else if (equal != 0 && equal != fields->count)
		rule_fail(pass, odd, arena_printf(pass->scratch, "%s in all of these fields or in none", value->text),
		          str_of(""), arena_printf(pass->scratch, "%zu of %zu fields hold it", equal, fields->count));
}

static bool is_only(const struct node *child)
{
	return child && !child->none && !node_same(child);
}

/** The usual entry: a key, then a value, and nothing else. */
static bool is_usual(const struct node *entry)
{
	const struct node *key = entry->first;
	const struct node *value = key ? key->next : NULL;
	return value && !value->next && !key->none && !value->none && str_is(key->name, "key") &&
	       str_is(value->name, "value");
}

/** Returns the key of the entry, empty when it has none. */
static struct str check_entry(struct rule_pass *pass, const char *path, const struct node *entry)
{
	if (is_usual(entry) && str_trim(entry->first->text).len)
		return str_trim(entry->first->text);
	const struct node *key = node_child(entry, "key");
	struct str text = key ? str_trim(key->text) : (struct str){"", 0};
	if (text.len && is_only(key) && is_only(node_child(entry, "value")))
		return text;
	rule_fail(pass, path, "one key and one value in each entry", text,
	          arena_printf(pass->scratch, "an entry has %zu keys and %zu values", node_count(entry, "key"),
	                       node_count(entry, "value")));
	return text;
}

/** The first of these entries, itself included, that is one: the JSON empty array stands for none. */
static const struct node *next_entry(const struct node *entry)
{
	while (entry && entry->none)
		entry = node_same(entry);
	return entry;
}

/** Other elements may stand beside the entries (errata E030), but data without any entry has another structure. */
static void check_others(struct rule_pass *pass, const char *path, const struct node *container)
{
	bool has_entries = next_entry(node_child(container, "entry")) != NULL;
	for (const struct node *child = container->first; child; child = child->next) {
		if (child->attribute || child->none || str_is_nocase(child->name, "entry"))
			continue;
		if (has_entries || node_is_empty(child)) {
			rule_note(pass, path, child->name, "an element that is no entry");
			continue;
		}
		rule_fail(pass, path, "elements named entry", child->name, "none of the elements with data is an entry");
		return;
	}
}

/** Tells of each key that is equal to an earlier one; the words are the hashes of the keys, in the entries' order. */
static void find_twice(struct rule_pass *pass, const char *path, const struct node *first, const struct words *keys)
{
	uint32_t *order = words_order(keys);
	for (size_t i = 1; i < keys->count; i++) {
		if (keys->items[order[i]] != keys->items[order[i - 1]])
			continue;
		const struct node *twice = first;
		for (uint32_t n = order[i]; n > 0; n--)
			twice = next_entry(node_same(twice));
		rule_fail(pass, path, "no key twice", node_text(twice, "key"), "a key occurs twice in one device");
	}
	free(order);
}

void rule_entries(struct rule_pass *pass, const struct node *record)
{
	const char *path = rule_argument(pass, 0)->text;
	const struct node *container = node_find(record, path);
	struct words seen = {0};
	if (!container)
		return;
	check_others(pass, path, container);
	const struct node *first = next_entry(node_child(container, "entry"));
	for (const struct node *entry = first; entry; entry = next_entry(node_same(entry)))
		words_add(&seen, str_hash(check_entry(pass, path, entry)));
	if (!words_differ(&seen))
		find_twice(pass, path, first, &seen);
	words_free(&seen);
}
