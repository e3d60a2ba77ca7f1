// SPDX-License-Identifier: Apache-2.0
#include "load_fields.h"

#include <stdlib.h>
#include <string.h>

/** Most keys that one table may have; tables are ours, so this is no limit of the files. */
enum { KEYS_MAX = 40 };

static const struct key *find_key(const struct key *keys, size_t count, const char *name, size_t *place)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(keys[i].name, name) != 0)
			continue;
		*place = i;
		return &keys[i];
	}
	return NULL;
}

static void report_unknown_key(struct load *load, const struct yaml *value, const struct key *keys, size_t count)
{
	const char *names[KEYS_MAX];
	for (size_t i = 0; i < count; i++)
		names[i] = keys[i].name;
	diag_error(load->diag, value->key_at, "unknown key `%.80s`", value->key);
	advise_or_list(load, value->key, names, count);
}

bool load_fields(struct load *load, const struct yaml *node, void *object, const struct key *keys, size_t count,
                 bool (*other)(struct load *load, const struct yaml *value, void *object))
{
	assert(count <= KEYS_MAX);
	bool seen[KEYS_MAX] = {false};
	if (!expect_kind(load, node, YAML_MAP))
		return false;
	for (const struct yaml *value = node->first; value; value = value->next) {
		size_t place = 0;
		const struct key *key = find_key(keys, count, value->key, &place);
		if (key) {
			/* the second of two equal keys was reported already, and readers count on being called once */
			if (!seen[place])
				key->read(load, value, object, key);
			seen[place] = true;
		} else if (!other || !other(load, value, object)) {
			report_unknown_key(load, value, keys, count);
		}
	}
	for (size_t i = 0; i < count; i++)
		if (keys[i].required && !seen[i])
			diag_error(load->diag, node->at, "missing key `%s`", keys[i].name);
	return true;
}

/** How the value is called in a message: by its key, or as an item of a list. */
static const char *called(struct load *load, const struct yaml *node)
{
	return node->key ? arena_printf(load->arena, "`%s`", node->key) : "this item";
}

bool expect_kind(struct load *load, const struct yaml *node, enum yaml_kind kind)
{
	if (node->kind == kind)
		return true;
	if (node->kind == YAML_TEXT && node->plain && node->length == 0)
		diag_error(load->diag, node->at, "%s has no value; %s is expected", called(load, node), yaml_kind_name(kind));
	else
		diag_error(load->diag, node->at, "%s takes %s, not %s", called(load, node), yaml_kind_name(kind),
		           yaml_kind_name(node->kind));
	if (kind == YAML_LIST && node->kind == YAML_TEXT && node->length)
		diag_hint(load->diag, "write it as a list: [%.60s]", node->text);
	return false;
}

static bool is_null_word(const struct yaml *node)
{
	static const char *const words[] = {"", "~", "null", "Null", "NULL"};
	for (size_t i = 0; node->plain && i < ARRAY_LEN(words); i++)
		if (strcmp(node->text, words[i]) == 0)
			return true;
	return false;
}

const char *one_line_or_empty(struct load *load, const struct yaml *node)
{
	if (!expect_kind(load, node, YAML_TEXT))
		return NULL;
	if (is_null_word(node)) {
		diag_error(load->diag, node->at, "%s has no value", called(load, node));
		if (node->length)
			diag_hint(load->diag, "YAML reads %s as nothing; put it in quotes if you mean the text", node->text);
		return NULL;
	}
	for (size_t i = 0; i < node->length; i++) {
		if ((unsigned char)node->text[i] >= ' ' && node->text[i] != 127)
			continue;
		diag_error(load->diag, node->at, "%s holds a line end or another control character", called(load, node));
		diag_hint(load->diag, "fold a long text with `>-`");
		return NULL;
	}
	return node->text;
}

const char *one_line(struct load *load, const struct yaml *node)
{
	const char *text = one_line_or_empty(load, node);
	if (!text || *text)
		return text;
	diag_error(load->diag, node->at, "%s is empty", called(load, node));
	return NULL;
}

/** The member of the object that the key describes. */
static void *member(void *object, const struct key *key)
{
	return (char *)object + key->offset;
}

static size_t *counter(void *object, const struct key *key)
{
	assert(key->count_offset);
	return (size_t *)(void *)((char *)object + key->count_offset);
}

void key_list(void *object, const struct key *key, const void *items, size_t count)
{
	memcpy(member(object, key), &items, sizeof(items)); /* all pointers to our data have the same form */
	*counter(object, key) = count;
}

void read_text(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	*(const char **)member(object, key) = one_line(load, value);
}

void read_id(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	if (check_name(load, value))
		*(const char **)member(object, key) = value->text;
}

void read_path(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	if (check_path(load, value))
		*(const char **)member(object, key) = value->text;
}

void read_flag(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	static const char *const yes[] = {"yes", "on", "y", "1", "true", "t"};
	static const char *const no[] = {"no", "off", "n", "0", "false", "f"};
	if (value->kind != YAML_TEXT) {
		diag_error(load->diag, value->at, "`%s` takes true or false, not %s", key->name, yaml_kind_name(value->kind));
		return;
	}
	bool is_true = value->plain && strcmp(value->text, "true") == 0;
	bool is_false = value->plain && strcmp(value->text, "false") == 0;
	*(bool *)member(object, key) = is_true;
	if (is_true || is_false)
		return;
	diag_error(load->diag, value->at, "`%s` takes true or false, not `%.60s`", key->name, value->text);
	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (str_is_nocase(str_of(value->text), yes[i]))
			diag_hint(load->diag, "write true%s", value->plain ? "" : ", without quotes");
		if (str_is_nocase(str_of(value->text), no[i]))
			diag_hint(load->diag, "write false%s", value->plain ? "" : ", without quotes");
	}
}

void read_number(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	if (!expect_kind(load, value, YAML_TEXT))
		return;
	bool leading = value->length > 1 && value->text[0] == '0';
	if (value->plain && !leading && value->length <= 9 && str_is_digits(str_of(value->text))) {
		*(unsigned *)member(object, key) = (unsigned)strtoul(value->text, NULL, 10);
		return;
	}
	diag_error(load->diag, value->at, "`%s` takes a number, not `%.60s`", key->name, value->text);
	diag_hint(load->diag, "digits only, at most nine, without quotes and leading zeros");
}

void read_decimal(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	const char *text = one_line(load, value);
	if (!text)
		return;
	const char *digits = text + (*text == '-');
	size_t whole = strspn(digits, "0123456789");
	const char *dot = digits + whole;
	size_t fraction = *dot == '.' ? strspn(dot + 1, "0123456789") : 0;
	const char *end = *dot == '.' ? dot + 1 + fraction : dot;
	if (whole && !*end && (*dot != '.' || fraction))
		*(const char **)member(object, key) = text;
	else
		diag_error(load->diag, value->at, "`%s` takes a decimal number, not `%.60s`", key->name, text);
}

static size_t count_words(const char *const *words)
{
	size_t count = 0;
	while (words[count])
		count++;
	return count;
}

void read_word(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	size_t count = count_words(key->words);
	const char *what = arena_printf(load->arena, "a value of `%s`", key->name);
	if (!check_word(load, value, key->words, count, what))
		return;
	for (size_t i = 0; i < count; i++)
		if (strcmp(key->words[i], value->text) == 0)
			*(unsigned *)member(object, key) = (unsigned)i;
}

/** Reads a list of texts; an item that `check` (may be NULL) refuses is left out. */
static void read_list(struct load *load, const struct yaml *value, void *object, const struct key *key,
                      bool (*check)(struct load *load, const struct yaml *node))
{
	if (!expect_kind(load, value, YAML_LIST))
		return;
	const char **items = ARENA_ARRAY(load->arena, const char *, value->count + 1);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next)
		if (one_line(load, item) && (!check || check(load, item)))
			items[count++] = item->text;
	*(const char *const **)member(object, key) = items;
	*counter(object, key) = count;
}

void read_texts(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_list(load, value, object, key, NULL);
}

void read_paths(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_list(load, value, object, key, check_path);
}

void read_path_or_paths(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	if (value->kind != YAML_TEXT) {
		read_paths(load, value, object, key);
		if (value->kind == YAML_LIST && !value->count)
			diag_error(load->diag, value->at, "`%s` is empty", key->name);
		return;
	}
	if (!check_path(load, value))
		return;
	const char **paths = ARENA_ARRAY(load->arena, const char *, 1);
	paths[0] = value->text;
	key_list(object, key, paths, 1);
}

static bool check_kind_word(struct load *load, const struct yaml *node)
{
	return check_word(load, node, derived_kinds, derived_kind_count, "a kind of derived cases");
}

void read_kinds(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_list(load, value, object, key, check_kind_word);
}

static bool is_erratum(const char *text)
{
	return text[0] == 'E' && strlen(text) == 4 && str_is_digits(str_of(text + 1));
}

void read_errata(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	if (!expect_kind(load, value, YAML_LIST))
		return;
	struct text joined = text_new(1024);
	for (const struct yaml *item = value->first; item; item = item->next) {
		const char *id = one_line(load, item);
		if (id && is_erratum(id)) {
			text_printf(&joined, "%s%s", joined.len ? " " : "", id);
		} else if (id) {
			diag_error(load->diag, item->at, "`%.60s` is not the id of an erratum", id);
			diag_hint(load->diag, "E and three digits, such as E037");
		}
	}
	if (!value->count)
		diag_error(load->diag, value->at, "`%s` is empty", key->name);
	if (joined.overflow)
		diag_error(load->diag, value->at, "too many errata");
	*(const char **)member(object, key) = joined.len ? arena_string(load->arena, text_str(&joined)) : NULL;
	text_free(&joined);
}

/** A reference to a thing of the kind; the pointer is filled when all files were read. */
static void read_reference(struct load *load, const struct yaml *value, void *slot, enum name_kind kind)
{
	if (one_line(load, value))
		refer(load, kind, value, slot);
}

void read_requirement(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_reference(load, value, member(object, key), NAME_REQUIREMENT);
}

void read_table(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_reference(load, value, member(object, key), NAME_TABLE);
}

void read_schema_name(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_reference(load, value, member(object, key), NAME_SCHEMA);
}

void read_operation(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_reference(load, value, NULL, NAME_OPERATION);
	*(const char **)member(object, key) = value->text;
}

void read_condition_field(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_condition(load, value, member(object, key));
}

void read_bindings(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	if (!expect_kind(load, value, YAML_MAP))
		return;
	struct binding *bindings = ARENA_ARRAY(load->arena, struct binding, value->count);
	size_t count = 0;
	for (const struct yaml *item = value->first; item; item = item->next) {
		if (!one_line_or_empty(load, item))
			continue;
		check_references(load, item);
		bindings[count++] = (struct binding){item->key, item->text};
	}
	*(const struct binding **)member(object, key) = bindings;
	*counter(object, key) = count;
}
