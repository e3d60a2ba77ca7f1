// SPDX-License-Identifier: Apache-2.0
/* What a field says about its value: type, value table, constant, pattern, range, future. */
#include <string.h>

#include "decimal.h"
#include "moment.h"
#include "pattern.h"
#include "table.h"
#include "value_type.h"

/** Digits of seconds that are milliseconds and the other way round. */
enum { SECONDS_DIGITS = 10, MILLISECONDS_DIGITS = 13 };

/** A value at its field. */
struct judging {
	struct arena *arena;
	const struct field *field;
	struct str text;
	int64_t now_us;
	struct complaint *complaint;
};

static bool is_type(const struct judging *judging, const char *name)
{
	return strcmp(judging->field->type->name, name) == 0;
}

/** Says that the value is wrong; always true, so that a check can end with it. */
static bool complain(const struct judging *judging, const char *check, const char *expected, const char *message)
{
	*judging->complaint = (struct complaint){
		.level = LEVEL_FAILURE,
		.check = check,
		.requirement = judging->field->requirement,
		.expected = expected,
		.message = message,
	};
	return true;
}

/** Takes the requirement of the row at hand, if it has one. */
static bool for_row(const struct judging *judging, const struct value *row)
{
	if (row && row->requirement)
		judging->complaint->requirement = row->requirement;
	return true;
}

static bool note(const struct judging *judging, const struct value *row, const char *message)
{
	complain(judging, "values", NULL, message);
	judging->complaint->level = LEVEL_NOTE;
	return for_row(judging, row);
}

/** The documented word that is meant, for a text short enough to be a word. */
static const char *nearest_word(const struct judging *judging)
{
	const struct value_table *table = judging->field->values;
	const char **words = ARENA_ARRAY(judging->arena, const char *, table->count);
	size_t count = 0;
	for (size_t i = 0; i < table->count; i++)
		if (table->values[i].word)
			words[count++] = table->values[i].word;
	return text_nearest(arena_copy(judging->arena, judging->text.ptr, judging->text.len), words, count);
}

static bool wrong_word(const struct judging *judging)
{
	const struct value_table *table = judging->field->values;
	const struct value *row = table_word_nocase(table, judging->text);
	const char *expected = arena_printf(judging->arena, "one of %s", table_list(judging->arena, table, false));
	if (row) {
		complain(judging, "values", row->word, arena_printf(judging->arena, "%s in another case of letters", row->word));
		return for_row(judging, row);
	}
	const char *nearest = nearest_word(judging);
	return complain(judging, "values", expected,
	                nearest ? arena_printf(judging->arena, "not a value of %s; the nearest is %s", table->name, nearest)
	                        : arena_printf(judging->arena, "not a value of %s", table->name));
}

static bool wrong_code(const struct judging *judging)
{
	const struct value_table *table = judging->field->values;
	const struct value *row = table_word_nocase(table, judging->text);
	const char *expected = arena_printf(judging->arena, "one of %s", table_list(judging->arena, table, true));
	if (row && row->code) {
		complain(judging, "values", row->code,
		         arena_printf(judging->arena, "a word where the code %s belongs", row->code));
		return for_row(judging, row);
	}
	return complain(judging, "values", expected, arena_printf(judging->arena, "not a code of %s", table->name));
}

static bool wrong_bits(const struct judging *judging)
{
	const struct value_table *table = judging->field->values;
	struct bits bits;
	const char *expected = arena_printf(judging->arena, "a sum of bits of %s", table->name);
	if (table_bits(table, judging->text, &bits))
		return complain(judging, "values", expected,
		                arena_printf(judging->arena, "bits that %s does not have: %s", table->name,
		                             bits_text(judging->arena, bits.unknown)));
	if (str_is_digits(decimal_plain(judging->text)))
		return complain(judging, "values", expected, "a number of more than 64 bits");
	return complain(judging, "type", judging->field->type->expected, "not a decimal number without sign");
}

/** A moment in the other unit is the likeliest mistake. */
static const char *epoch_hint(const struct judging *judging)
{
	size_t digits = decimal_plain(judging->text).len;
	bool ms = is_type(judging, "epoch-ms");
	if (!str_is_digits(decimal_plain(judging->text)))
		return "not digits only";
	if (ms && digits == SECONDS_DIGITS)
		return "these are seconds; milliseconds are documented";
	if (!ms && digits == MILLISECONDS_DIGITS)
		return "these are milliseconds; seconds are documented";
	return "not between the years 2000 and 2100";
}

static bool wrong_type(const struct judging *judging)
{
	static const struct {
		const char *type;
		bool (*tell)(const struct judging *judging);
	} tellers[] = {{"enum", wrong_word}, {"code", wrong_code}, {"bitmap", wrong_bits}};
	const struct value_type *type = judging->field->type;
	for (size_t i = 0; judging->field->values && i < ARRAY_LEN(tellers); i++)
		if (is_type(judging, tellers[i].type))
			return tellers[i].tell(judging);
	if (is_type(judging, "epoch-ms") || is_type(judging, "epoch-s"))
		return complain(judging, "type", type->expected, epoch_hint(judging));
	return complain(judging, "type", type->expected, arena_printf(judging->arena, "not of the type %s", type->name));
}

/** The text as constants, patterns and ranges see it. */
static struct str plain_text(const struct judging *judging)
{
	return judging->field->type->whole ? decimal_plain(judging->text) : judging->text;
}

static bool wrong_constant(const struct judging *judging)
{
	const char *constant = judging->field->constant;
	if (!constant || str_equal(decimal_plain(judging->text), decimal_plain(str_of(constant))))
		return false;
	if (is_type(judging, "boolean") && str_is_nocase(judging->text, constant))
		return false;
	return complain(judging, "constant", constant, "not the only value that is documented");
}

static bool wrong_pattern(const struct judging *judging)
{
	const struct field *field = judging->field;
	enum match match = field->pattern ? pattern_match(field->pattern, plain_text(judging)) : MATCH_YES;
	if (match == MATCH_YES)
		return false;
	const char *source = field->pattern_source ? field->pattern_source : "the documented form";
	const char *expected = arena_printf(judging->arena, "text that matches %s", source);
	if (match == MATCH_NO)
		return complain(judging, "pattern", expected, "not of the documented form");
	return complain(judging, "pattern", expected,
	                arena_printf(judging->arena,
	                             "whether %zu bytes match could not be found out within the limits of matching",
	                             judging->text.len));
}

static bool complain_range(const struct judging *judging, const char *check, const char *expected, const char *message)
{
	complain(judging, check, expected, message);
	if (judging->field->range_requirement)
		judging->complaint->requirement = judging->field->range_requirement;
	return true;
}

static bool wrong_range(const struct judging *judging)
{
	const struct field *field = judging->field;
	struct decimal value;
	struct decimal limit;
	if ((!field->minimum && !field->maximum) || !decimal_read(judging->text, &value))
		return false;
	if (field->minimum && decimal_read(str_of(field->minimum), &limit) && decimal_compare(&value, &limit) < 0)
		return complain_range(judging, "range", arena_printf(judging->arena, "at least %s", field->minimum), "too small");
	if (field->maximum && decimal_read(str_of(field->maximum), &limit) && decimal_compare(&value, &limit) > 0)
		return complain_range(judging, "range", arena_printf(judging->arena, "at most %s", field->maximum), "too large");
	return false;
}

/** The moment that the value stands for; false for other types, and for text that is none. */
static bool read_moment(const struct judging *judging, int64_t *us)
{
	if (is_type(judging, "date"))
		return moment_read(judging->text, us);
	int64_t unit = is_type(judging, "epoch-s") ? SECOND_US : SECOND_US / 1000;
	uint64_t value;
	if (!digits_value(decimal_plain(judging->text), &value) || value > INT64_MAX / SECOND_US)
		return false;
	*us = (int64_t)value * unit;
	return true;
}

static bool wrong_future(const struct judging *judging)
{
	int64_t us;
	char latest[MOMENT_ROOM];
	char given[MOMENT_ROOM];
	int64_t limit = judging->now_us + DAY_US;
	if (!judging->field->not_future || judging->now_us == 0 || !read_moment(judging, &us) || us <= limit)
		return false;
	moment_write(limit, latest);
	moment_write(us, given);
	return complain_range(judging, "not-future", arena_printf(judging->arena, "not later than %s", latest),
	                      arena_printf(judging->arena, "%s lies more than a day after the answer", given));
}

/** Values that pass and are worth telling: tolerated rows, and what an open table does not have. */
static bool noteworthy_word(const struct judging *judging)
{
	const struct value_table *table = judging->field->values;
	const struct value *row =
		is_type(judging, "code") ? table_code(table, judging->text) : table_word(table, judging->text);
	if (row && !row->tolerated)
		return false;
	if (row)
		return note(judging, row, arena_printf(judging->arena, "tolerated: not documented for this field"));
	return note(judging, NULL,
	            arena_printf(judging->arena, "%s does not have this value, later versions may", table->name));
}

static bool noteworthy_bits(const struct judging *judging)
{
	struct bits bits;
	if (!table_bits(judging->field->values, judging->text, &bits) || (bits.unknown | bits.tolerated) == 0)
		return false;
	const char *which = bits_text(judging->arena, bits.unknown ? bits.unknown : bits.tolerated);
	return note(judging, NULL,
	            bits.unknown ? arena_printf(judging->arena, "bits that %s does not have, later versions may: %s",
	                                        judging->field->values->name, which)
	                         : arena_printf(judging->arena, "tolerated bits, not documented for this field: %s", which));
}

static bool is_noteworthy(const struct judging *judging)
{
	if (!judging->field->values)
		return false;
	return is_type(judging, "bitmap") ? noteworthy_bits(judging) : noteworthy_word(judging);
}

/** A table at a field of another type than enum, code and bitmap holds its words. */
static bool wrong_value(const struct judging *judging)
{
	const struct field *field = judging->field;
	if (!field->values || field->values->open || table_word(field->values, judging->text))
		return false;
	return !is_type(judging, "enum") && !is_type(judging, "code") && !is_type(judging, "bitmap") && wrong_word(judging);
}

bool value_judge(struct arena *arena, const struct field *field, struct str text, int64_t now_us,
                 struct complaint *complaint)
{
	static bool (*const checks[])(const struct judging *judging) = {
		wrong_value, wrong_constant, wrong_pattern, wrong_range, wrong_future, is_noteworthy,
	};
	struct judging judging = {arena, field, text, now_us, complaint};
	if (field->type->accepts && !field->type->accepts(field, text))
		return wrong_type(&judging);
	if (!field->values && !field->constant && !field->pattern && !field->minimum && !field->maximum && !field->not_future)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		if (checks[i](&judging))
			return true;
	return false;
}

const char *value_complaint(struct arena *arena, const struct field *field, struct str text)
{
	struct complaint complaint;
	text = str_trim(text);
	if (text.len == 0)
		return field_is_typed(field) && !field->may_be_empty ? "empty" : NULL;
	if (!value_judge(arena, field, text, 0, &complaint) || complaint.level == LEVEL_NOTE)
		return NULL;
	return complaint.message;
}
