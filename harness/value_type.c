// SPDX-License-Identifier: Apache-2.0
#include "value_type.h"

#include <string.h>

#include "decimal.h"
#include "moment.h"
#include "table.h"

/** Milliseconds and seconds of 2000-01-01 and 2100-01-01, between which a moment of a fleet lies. */
#define YEAR_2000 INT64_C(946684800)
#define YEAR_2100 INT64_C(4102444800)

static bool is_integer(const struct field *field UNUSED, struct str text)
{
	struct str digits = decimal_plain(text);
	size_t sign = digits.len && (digits.ptr[0] == '-' || digits.ptr[0] == '+');
	return str_is_digits((struct str){digits.ptr + sign, digits.len - sign});
}

static bool is_natural(const struct field *field UNUSED, struct str text)
{
	return str_is_digits(decimal_plain(text));
}

static bool is_decimal(const struct field *field UNUSED, struct str text)
{
	struct decimal decimal;
	return decimal_read(text, &decimal);
}

static bool is_boolean(const struct field *field UNUSED, struct str text)
{
	return str_is_nocase(text, "true") || str_is_nocase(text, "false");
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/** True when the text has the form: `x` stands for a hexadecimal digit, everything else for itself. */
static bool has_form(struct str text, const char *form)
{
	if (strlen(form) != text.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (form[i] == 'x' ? !is_hex(text.ptr[i]) : text.ptr[i] != form[i])
			return false;
	return true;
}

static bool is_uuid(const struct field *field UNUSED, struct str text)
{
	return has_form(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

static bool is_mac(const struct field *field UNUSED, struct str text)
{
	return has_form(text, "xxxxxxxxxxxx") || has_form(text, "xx:xx:xx:xx:xx:xx") || has_form(text, "xx-xx-xx-xx-xx-xx");
}

static bool is_word(const struct field *field, struct str text)
{
	return !field->values || field->values->open || table_word(field->values, text);
}

static bool is_code(const struct field *field, struct str text)
{
	if (!field->values)
		return is_integer(field, text);
	return table_code(field->values, text) || (field->values->open && is_integer(field, text));
}

static bool is_bitmap(const struct field *field, struct str text)
{
	struct bits bits;
	if (!field->values)
		return is_natural(field, text);
	return table_bits(field->values, text, &bits) && (bits.unknown == 0 || field->values->open);
}

static bool is_date(const struct field *field UNUSED, struct str text)
{
	int64_t us;
	return moment_read(text, &us);
}

static bool is_between(struct str text, uint64_t least, uint64_t most)
{
	uint64_t value;
	return digits_value(decimal_plain(text), &value) && value >= least && value < most;
}

static bool is_epoch_ms(const struct field *field UNUSED, struct str text)
{
	return is_between(text, YEAR_2000 * 1000, YEAR_2100 * 1000);
}

static bool is_epoch_s(const struct field *field UNUSED, struct str text)
{
	return is_between(text, YEAR_2000, YEAR_2100);
}

/** The guide prints PDA for a device without a number. */
static bool is_phone(const struct field *field UNUSED, struct str text)
{
	size_t plus = text.len && text.ptr[0] == '+';
	struct str digits = {text.ptr + plus, text.len - plus};
	return (str_is_digits(digits) && digits.len >= 3 && digits.len <= 15) || str_is(text, "PDA");
}

static bool is_email(const struct field *field UNUSED, struct str text)
{
	const char *at = memchr(text.ptr, '@', text.len);
	const char *end = text.ptr + text.len;
	if (!at || at == text.ptr || at + 1 == end || memchr(at + 1, '@', (size_t)(end - at - 1)))
		return false;
	for (const char *c = text.ptr; c < end; c++)
		if ((unsigned char)*c <= ' ')
			return false;
	return true;
}

static const struct value_type types[] = {
	{.name = "text", .expected = "text"},
	{.name = "integer", .expected = "an integer", .whole = true, .accepts = is_integer},
	{.name = "natural", .expected = "an integer without sign, digits only", .whole = true, .accepts = is_natural},
	{.name = "decimal", .expected = "a decimal number", .accepts = is_decimal},
	{.name = "boolean", .expected = "true or false", .accepts = is_boolean},
	{.name = "uuid", .expected = "a uuid: 8-4-4-4-12 hexadecimal digits", .accepts = is_uuid},
	{.name = "enum", .expected = "a documented word", .accepts = is_word},
	{.name = "code", .expected = "a documented code", .whole = true, .accepts = is_code},
	{.name = "bitmap", .expected = "a sum of documented bits, decimal digits only", .whole = true, .accepts = is_bitmap},
	{.name = "date", .expected = "a date such as 2026-11-23T10:11:12+00:00", .accepts = is_date},
	{.name = "epoch-ms", .expected = "milliseconds since 1970, 13 digits", .whole = true, .accepts = is_epoch_ms},
	{.name = "epoch-s", .expected = "seconds since 1970, 10 digits", .whole = true, .accepts = is_epoch_s},
	{.name = "phone", .expected = "a phone number: 3 to 15 digits, perhaps a leading +", .accepts = is_phone},
	{.name = "mac", .expected = "a MAC address: 12 hexadecimal digits", .accepts = is_mac},
	{.name = "email", .expected = "an e-mail address", .accepts = is_email},
	{.name = "container", .expected = "an element with children", .container = true},
	{.name = "entries", .expected = "an element with key-value entries", .container = true},
	{.name = "any", .expected = "anything"},
};

static const char *const names[] = {
	"text", "integer",  "natural", "decimal", "boolean", "uuid",  "enum",      "code",    "bitmap",
	"date", "epoch-ms", "epoch-s", "phone",   "mac",     "email", "container", "entries", "any",
};

_Static_assert(ARRAY_LEN(names) == ARRAY_LEN(types), "every type has a name");

const struct value_type *value_type_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

const char *const *value_type_names(size_t *count)
{
	*count = ARRAY_LEN(names);
	return names;
}

bool field_is_typed(const struct field *field)
{
	return field->type->accepts || field->pattern || field->constant || field->values;
}
