// SPDX-License-Identifier: Apache-2.0
/* Texts of answers: how a value is written, which value of the table it is, what of a message is always the same. */
#include <string.h>

#include "decimal.h"
#include "moment.h"
#include "observe_impl.h"
#include "table.h"

enum closeness observe_closeness(const struct field *field)
{
	static const struct {
		const char *type;
		enum closeness closeness;
	} rows[] = {
		{"integer", LOOK_LEXICAL}, {"natural", LOOK_LEXICAL}, {"decimal", LOOK_LEXICAL}, {"boolean", LOOK_LEXICAL},
		{"date", LOOK_DATES},      {"epoch-ms", LOOK_DATES},  {"epoch-s", LOOK_DATES},   {"enum", LOOK_WORDS},
		{"code", LOOK_CODES},      {"bitmap", LOOK_BITS},
	};
	if (!field)
		return LOOK_LEXICAL;
	if (field->personal)
		return LOOK_PLAIN;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].type, field->type->name) == 0)
			return (field->is_volatile || !field->values) && rows[i].closeness >= LOOK_WORDS ? LOOK_LEXICAL
			                                                                                 : rows[i].closeness;
	return LOOK_PLAIN;
}

bool observe_add(struct arena *arena, const char **list, size_t *count, size_t most, const char *text)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	if (*count == most)
		return false;
	list[(*count)++] = arena_string(arena, text);
	return true;
}

/* How a value is written. */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/** Digits with at most one point inside, perhaps behind a sign. */
static unsigned number_type(struct str text)
{
	size_t points = 0;
	size_t start = *text.ptr == '-' && text.len > 1;
	for (size_t i = start; i < text.len; i++) {
		if (is_digit(text.ptr[i]))
			continue;
		if (text.ptr[i] != '.' || points++ || i == start || i + 1 == text.len)
			return SEEN_TEXT;
	}
	return points ? SEEN_DECIMAL : SEEN_INTEGER;
}

static unsigned type_of(const struct spot *spot, struct str text)
{
	int64_t us;
	unsigned type = is_digit(*text.ptr) || *text.ptr == '-' ? number_type(text) : SEEN_TEXT;
	if (type == SEEN_INTEGER && spot->field && strcmp(spot->field->type->name, "decimal") == 0)
		return SEEN_DECIMAL; /* a number without a fraction by chance */
	if (type != SEEN_TEXT)
		return type;
	if (str_is_nocase(text, "true") || str_is_nocase(text, "false"))
		return SEEN_BOOLEAN;
	return text.len > 10 && text.ptr[4] == '-' && moment_read(text, &us) ? SEEN_DATE : SEEN_TEXT;
}

/** A text of the target, masked and cut. */
static const char *safe_text(struct observer *observer, struct str text)
{
	struct str masked = mask_view(observer->mask, observer->scratch, text);
	size_t length = masked.len < OBSERVED_TEXT_MAX ? masked.len : OBSERVED_TEXT_MAX;
	while (length < masked.len && length && ((unsigned char)masked.ptr[length] & 0xc0) == 0x80)
		length--; /* no half character */
	return arena_printf(observer->scratch, "%.*s%s", (int)length, masked.ptr, length < masked.len ? "…" : "");
}

static void keep(struct observer *observer, struct word_set *set, const char *word)
{
	if (!observe_add(observer->arena, set->words, &set->count, OBSERVED_WORDS_MAX, word))
		set->cut = true;
	arena_reset(observer->scratch);
}

/** True when the text has the form: `#` stands for a digit. */
static bool has_form(struct str text, const char *form)
{
	for (size_t i = 0; i < text.len; i++)
		if (form[i] == '#' ? !is_digit(text.ptr[i]) : form[i] != text.ptr[i])
			return false;
	return form[text.len] == '\0';
}

static void take_form(struct observer *observer, struct spot *spot, struct str text)
{
	for (size_t i = 0; i < spot->forms.count; i++)
		if (has_form(text, spot->forms.words[i]))
			return;
	char *form = arena_copy(observer->scratch, text.ptr, text.len < 64 ? text.len : 64);
	for (char *c = form; *c; c++)
		if (is_digit(*c))
			*c = '#';
	keep(observer, &spot->forms, form);
}

/* Which value of the table it is. */

static void take_row(struct observer *observer, struct spot *spot, struct str text)
{
	const struct value_table *table = spot->field->values;
	const struct value *last = spot->last_row;
	bool words = spot->closeness == LOOK_WORDS;
	if (last && str_is(text, words ? last->word : last->code))
		return;
	const struct value *row = words ? table_word(table, text) : table_code(table, text);
	if (!row) {
		keep(observer, &spot->unknown, safe_text(observer, text));
		return;
	}
	spot->last_row = row;
	size_t at = (size_t)(row - table->values);
	spot->rows[at / 64] |= UINT64_C(1) << (at % 64);
}

static bool is_alternative(const struct schema *table, struct str text)
{
	for (size_t i = 0; table && i < table->alternative_count; i++)
		if (str_is_nocase(text, table->alternatives[i]))
			return true;
	return false;
}

/** A word that says that a key does not apply, such as na. */
static bool is_void(const struct spot *spot, struct str text)
{
	const struct field *entries = spot->entry ? spot->parent->field : NULL;
	for (size_t i = 0; entries && i < entries->key_choice_count; i++)
		if (is_alternative(entries->keys[i].schema, text))
			return true;
	return false;
}

void observe_value(struct observer *observer, struct spot *spot, struct str text)
{
	uint64_t sum;
	unsigned type = type_of(spot, text);
	if (type == SEEN_TEXT && is_void(spot, text)) {
		spot->types |= SEEN_EMPTY;
		return;
	}
	spot->types |= type;
	if (spot->closeness == LOOK_DATES && type != SEEN_TEXT)
		take_form(observer, spot, text);
	else if (spot->closeness == LOOK_BITS && digits_value(decimal_plain(text), &sum))
		spot->bits |= sum;
	else if (spot->rows)
		take_row(observer, spot, text);
}

/* What of a message is always the same. */

/** Whether the word holds a digit or an @: a name, a number or an address rather than a word of a sentence. */
static bool is_datum(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (is_digit(word.ptr[i]) || word.ptr[i] == '@')
			return true;
	return false;
}

static void add_word(struct text *out, struct str word)
{
	bool digits = true;
	for (size_t i = 0; i < word.len; i++)
		digits = digits && (is_digit(word.ptr[i]) || strchr(".,:;()", word.ptr[i]));
	if (!is_datum(word))
		text_add(out, word.ptr, word.len);
	else
		text_puts(out, digits ? "#" : "…");
	char last = word.ptr[word.len - 1];
	if (is_datum(word) && strchr(".,:;)", last))
		text_putc(out, last);
}

/** Length of what stands in quotes from here on, quotes included; 0 when there is nothing or no end. */
static size_t quoted(struct str rest)
{
	char quote = *rest.ptr;
	const char *end = quote == '\'' || quote == '"' ? memchr(rest.ptr + 1, quote, rest.len - 1) : NULL;
	return end ? (size_t)(end - rest.ptr) + 1 : 0;
}

/** Length of a value that was sent and stands here, 0 for none; one of two bytes is no name. */
static size_t sent_here(struct str rest, const struct binding *sent, size_t count)
{
	size_t longest = 0;
	for (size_t i = 0; i < count; i++) {
		struct str value = str_of(sent[i].value);
		if (value.len > 2 && value.len > longest && value.len <= rest.len &&
		    str_equal_nocase(value, (struct str){rest.ptr, value.len}))
			longest = value.len;
	}
	return longest;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/** Appends what stands at the beginning, blanks, a datum or a word, and gives its length. */
static size_t add_piece(struct text *out, struct str rest, const struct binding *sent, size_t sent_count)
{
	size_t length = 0;
	while (length < rest.len && is_blank(rest.ptr[length]))
		length++;
	if (length) {
		text_putc(out, ' ');
		return length;
	}
	length = quoted(rest);
	if (!length)
		length = sent_here(rest, sent, sent_count);
	if (length) {
		text_puts(out, "…");
		return length;
	}
	do
		length++;
	while (length < rest.len && !is_blank(rest.ptr[length]) && rest.ptr[length] != '"');
	add_word(out, (struct str){rest.ptr, length});
	return length;
}

const char *observe_pattern(struct observer *observer, struct str text, const struct binding *sent, size_t sent_count)
{
	struct str rest = str_trim(mask_view(observer->mask, observer->scratch, text));
	struct text out = text_new(SIZE_MAX / 8);
	while (rest.len && out.len <= (size_t)OBSERVED_TEXT_MAX) {
		size_t length = add_piece(&out, rest, sent, sent_count);
		rest = (struct str){rest.ptr + length, rest.len - length};
	}
	const char *pattern = safe_text(observer, (struct str){text_str(&out), out.len});
	text_free(&out);
	return pattern;
}
