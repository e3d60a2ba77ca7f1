// SPDX-License-Identifier: Apache-2.0
#include "privacy.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "text.h"

/** Shorter values say nothing about anybody, and occur in every text; of unknown elements only longer ones count. */
enum { LEAST = 3, LEAST_UNKNOWN = 5, LEAST_DIGITS = 7, NAME_ROOM = 64, NESTED_MAX = 6 };

/** A name as it is spelled everywhere: letters and digits, in lower case. */
struct bare {
	char text[NAME_ROOM];
};

/** A field of some schema, below the elements that have the schema. */
struct entry {
	struct bare name;
	struct bare parent;
	bool personal;
};

struct privacy {
	unsigned char key[PRIVACY_KEY_BYTES];
	struct entry *entries; /**< sorted by name */
	size_t count;
	struct str *spared; /**< bare values of nobody */
	size_t spared_count;
};

static struct bare bare(struct str name)
{
	struct bare bare = {.text = ""};
	size_t length = 0;
	for (size_t i = 0; i < name.len && length < NAME_ROOM - 1; i++)
		if (isalnum((unsigned char)name.ptr[i]))
			bare.text[length++] = (char)tolower((unsigned char)name.ptr[i]);
	bare.text[length] = '\0';
	return bare;
}

/** By name, parent and standing. */
static int by_all(const void *left, const void *right)
{
	return memcmp(left, right, sizeof(struct entry));
}

static int by_name(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;
	return strcmp(a->name.text, b->name.text);
}

/** The fields of a schema below an element of the name. */
static void add_fields(struct arena *arena, struct privacy *privacy, const struct schema *schema, const char *parent)
{
	for (size_t f = 0; f < schema->count; f++) {
		const struct field *field = &schema->fields[f];
		for (size_t i = 0; i <= field->alias_count; i++) {
			struct entry entry = {bare(str_of(i ? field->aliases[i - 1] : field->name)), bare(str_of(parent)),
			                      field->personal};
			ARENA_PUSH(arena, privacy->entries, privacy->count, entry);
		}
	}
}

/** The schemas that the fields of a schema lead to; those that stand inside of others are in no list. */
static void add_below(struct arena *arena, struct privacy *privacy, const struct schema *schema, unsigned depth)
{
	for (size_t f = 0; f < schema->count; f++) {
		const struct field *field = &schema->fields[f];
		for (size_t i = 0; field->schema && i <= field->alias_count; i++)
			add_fields(arena, privacy, field->schema, i ? field->aliases[i - 1] : field->name);
		for (size_t i = 0; i < field->key_choice_count; i++)
			add_fields(arena, privacy, field->keys[i].schema, "key");
		if (field->schema && depth < NESTED_MAX)
			add_below(arena, privacy, field->schema, depth + 1);
	}
}

static void add_responses(struct arena *arena, struct privacy *privacy, const struct endpoint *endpoint)
{
	for (size_t i = 0; i < endpoint->response_count; i++) {
		const struct response *response = &endpoint->responses[i];
		const char *slash = response->records ? strrchr(response->records, '/') : NULL;
		if (response->record_schema && response->records)
			add_fields(arena, privacy, response->record_schema, slash ? slash + 1 : response->records);
		if (response->schema)
			add_fields(arena, privacy, response->schema, response->csv ? "row" : response->schema->root);
	}
}

/** Schemas are reached in many ways; each field counts once. */
static void sort_once(struct privacy *privacy)
{
	size_t kept = 0;
	if (privacy->count == 0)
		return;
	qsort(privacy->entries, privacy->count, sizeof(*privacy->entries), by_all);
	for (size_t i = 1; i < privacy->count; i++)
		if (by_all(&privacy->entries[i], &privacy->entries[kept]) != 0)
			privacy->entries[++kept] = privacy->entries[i];
	privacy->count = kept + 1;
}

struct privacy *privacy_new(struct arena *arena, const struct catalogue *catalogue,
                            const unsigned char key[PRIVACY_KEY_BYTES])
{
	struct privacy *privacy = ARENA_NEW(arena, struct privacy);
	memcpy(privacy->key, key, PRIVACY_KEY_BYTES);
	for (size_t i = 0; i < catalogue->endpoint_count; i++)
		add_responses(arena, privacy, catalogue->endpoints[i]);
	for (size_t i = 0; i < catalogue->schema_count; i++)
		add_below(arena, privacy, catalogue->schemas[i], 0);
	sort_once(privacy);
	return privacy;
}

/** What is known about a name. */
enum standing {
	STANDING_SHOWN,
	STANDING_PERSONAL,
	STANDING_UNKNOWN,
};

/** A name that is personal below one element and not below another is judged by the element; without one, as personal. */
static enum standing standing_of(const struct privacy *privacy, struct str parent, struct str name)
{
	struct entry wanted = {.name = bare(name), .parent = bare(parent)};
	const struct entry *at =
		privacy->count ? bsearch(&wanted, privacy->entries, privacy->count, sizeof(wanted), by_name) : NULL;
	size_t personal = 0, shown = 0, personal_here = 0, shown_here = 0;
	if (!at)
		return strcmp(wanted.name.text, "key") == 0 ? STANDING_SHOWN
		                                            : STANDING_UNKNOWN; /* keys name what is beside them */
	while (at > privacy->entries && by_name(at - 1, &wanted) == 0)
		at--;
	for (; at < privacy->entries + privacy->count && by_name(at, &wanted) == 0; at++) {
		bool here = strcmp(at->parent.text, wanted.parent.text) == 0;
		personal += at->personal;
		shown += !at->personal;
		personal_here += at->personal && here;
		shown_here += !at->personal && here;
	}
	if (personal && shown)
		return personal_here || !shown_here ? STANDING_PERSONAL : STANDING_SHOWN;
	return personal ? STANDING_PERSONAL : STANDING_SHOWN;
}

bool privacy_hides(const struct privacy *privacy, struct str parent, struct str name)
{
	return standing_of(privacy, parent, name) != STANDING_SHOWN;
}

/* Pseudonyms. */

/** Random numbers that follow from the key and from the letters and digits of the value, however it is written. */
struct stream {
	const struct privacy *privacy;
	struct str bare;
	unsigned char bytes[DIGEST_BYTES];
	size_t used;
	unsigned char block;
};

static unsigned next(struct stream *stream, unsigned below)
{
	if (stream->block == 0 || stream->used + 2 > sizeof(stream->bytes)) {
		unsigned char key[PRIVACY_KEY_BYTES + 1];
		memcpy(key, stream->privacy->key, PRIVACY_KEY_BYTES);
		key[PRIVACY_KEY_BYTES] = stream->block++;
		digest_keyed(stream->bytes, key, sizeof(key), stream->bare);
		stream->used = 0;
	}
	unsigned number = (unsigned)stream->bytes[stream->used] << 8 | stream->bytes[stream->used + 1];
	stream->used += 2;
	return number % below;
}

/** The forms that are more than letters and digits in some order. */
enum form {
	FORM_TEXT,
	FORM_HEX,        /**< both digits and letters up to f, no others */
	FORM_ADDRESS,    /**< four numbers up to 255 */
	FORM_COORDINATE, /**< a number with a fraction */
};

static bool is_address(struct str value)
{
	unsigned parts = 0;
	unsigned number = 0;
	size_t digits = 0;
	for (size_t i = 0; i <= value.len; i++) {
		if (i < value.len && isdigit((unsigned char)value.ptr[i])) {
			number = number * 10 + (unsigned)(value.ptr[i] - '0');
			if (++digits > 3)
				return false;
			continue;
		}
		if (digits == 0 || number > 255 || (i < value.len && value.ptr[i] != '.'))
			return false;
		parts++;
		number = 0;
		digits = 0;
	}
	return parts == 4;
}

static bool is_coordinate(struct str value)
{
	size_t dots = 0;
	for (size_t i = 0; i < value.len; i++) {
		bool sign = i == 0 && value.ptr[i] == '-';
		dots += value.ptr[i] == '.';
		if (!sign && value.ptr[i] != '.' && !isdigit((unsigned char)value.ptr[i]))
			return false;
	}
	return dots == 1;
}

static enum form form_of(struct str value)
{
	size_t digits = 0;
	size_t letters = 0;
	size_t others = 0;
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];
		digits += isdigit(c) != 0;
		letters += isxdigit(c) && !isdigit(c);
		others += (isalpha(c) && !isxdigit(c)) || c >= 0x80;
	}
	if (others == 0 && digits && letters)
		return FORM_HEX;
	if (is_address(value))
		return FORM_ADDRESS;
	return is_coordinate(value) ? FORM_COORDINATE : FORM_TEXT;
}

static void put_letter(struct text *out, struct stream *stream, unsigned char c, enum form form)
{
	unsigned letters = form == FORM_HEX ? 6 : 26;
	text_putc(out, (char)((isupper(c) ? 'A' : 'a') + next(stream, letters)));
}

static void put_character(struct text *out, struct stream *stream, unsigned char c, enum form form, bool leads)
{
	if (isdigit(c) && leads && c != '0')
		text_putc(out, (char)('1' + next(stream, 9)));
	else if (isdigit(c) && leads)
		text_putc(out, '0');
	else if (isdigit(c))
		text_putc(out, (char)('0' + next(stream, 10)));
	else if (isalpha(c))
		put_letter(out, stream, c, form);
	else if (c >= 0xc0) /* one letter for a character beyond ASCII; its other bytes are left out */
		put_letter(out, stream, 'a', form);
	else if (c < 0x80)
		text_putc(out, (char)c);
}

/** A number in the place of another; `below` is the limit of the form. */
static size_t put_number(struct text *out, struct stream *stream, struct str rest, unsigned below)
{
	size_t length = 0;
	while (length < rest.len && isdigit((unsigned char)rest.ptr[length]))
		length++;
	text_printf(out, "%u", next(stream, below));
	return length;
}

/** What servers write where there is no value; it says nothing about anybody, and checks look for it. */
static bool is_word(struct str value)
{
	static const char *const words[] = {"true", "false",   "null",        "(null)",    "n/a",
	                                    "none", "unknown", "unsupported", "undefined", "pda"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_is_nocase(value, words[i]))
			return true;
	return value.len < LEAST;
}

/** Whether a value of nobody is part of it, as a number is of the same one with its country's digits. */
static bool is_spared(const struct privacy *privacy, struct str bare)
{
	for (size_t i = 0; i < privacy->spared_count; i++)
		if (memmem(bare.ptr, bare.len, privacy->spared[i].ptr, privacy->spared[i].len))
			return true;
	return false;
}

/** The letters and digits of a value in lower case, so that two ways of writing it have one pseudonym. */
static struct str bare_value(struct arena *arena, struct str value)
{
	char *copy = arena_alloc(arena, value.len + 1);
	size_t length = 0;
	for (size_t i = 0; i < value.len; i++)
		if (isalnum((unsigned char)value.ptr[i]) || (unsigned char)value.ptr[i] >= 0x80)
			copy[length++] = (char)tolower((unsigned char)value.ptr[i]);
	return (struct str){copy, length};
}

void privacy_spare(struct privacy *privacy, struct arena *arena, struct str value)
{
	struct str bare = bare_value(arena, value);
	if (!is_spared(privacy, bare))
		ARENA_PUSH(arena, privacy->spared, privacy->spared_count, bare);
}

static bool is_letter_or_digit(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool is_word_start(struct str value, size_t at)
{
	return is_letter_or_digit(value.ptr[at]) && (at == 0 || !is_letter_or_digit(value.ptr[at - 1]));
}

static bool has_letters(struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		if (isalpha((unsigned char)value.ptr[i]) || (unsigned char)value.ptr[i] >= 0x80)
			return true;
	return false;
}

/** Words of a text have pseudonyms of their own: what holds a name holds its pseudonym afterwards. */
static void begin_word(struct stream *stream, struct arena *arena, struct str rest)
{
	size_t length = 0;
	while (length < rest.len && is_letter_or_digit(rest.ptr[length]))
		length++;
	*stream = (struct stream){.privacy = stream->privacy, .bare = bare_value(arena, (struct str){rest.ptr, length})};
}

struct str privacy_pseudonym(const struct privacy *privacy, struct arena *arena, struct str value)
{
	if (is_word(value))
		return value;
	enum form form = form_of(value);
	struct stream stream = {.privacy = privacy, .bare = bare_value(arena, value)};
	if (is_spared(privacy, stream.bare))
		return value;
	struct text out = text_new(SIZE_MAX / 4);
	bool words = form == FORM_TEXT && has_letters(value);
	bool fraction = false;
	bool leads = true;
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];
		if (words && is_word_start(value, i)) {
			begin_word(&stream, arena, (struct str){value.ptr + i, value.len - i});
			leads = true;
		}
		bool numbers = form == FORM_ADDRESS || (form == FORM_COORDINATE && !fraction);
		fraction = fraction || c == '.';
		if (numbers && isdigit(c))
			i += put_number(&out, &stream, (struct str){value.ptr + i, value.len - i}, form == FORM_ADDRESS ? 256 : 90) -
			     1;
		else
			put_character(&out, &stream, c, form, leads && form == FORM_TEXT);
		leads = leads && !isalnum(c);
	}
	struct str copy = {arena_copy(arena, out.ptr, out.len), out.len};
	text_free(&out);
	return copy;
}

/* Texts about records. */

/** The personal values of the records, each once. */
struct values {
	const struct privacy *privacy;
	struct arena *arena;
	struct str *all;
	size_t count;
};

static void add_value(struct values *values, struct str parent, struct str name, struct str text)
{
	struct str value = str_trim(text);
	enum standing standing = standing_of(values->privacy, parent, name);
	bool number = str_is_digits(value);
	size_t least = standing == STANDING_PERSONAL ? LEAST : number ? LEAST_DIGITS : LEAST_UNKNOWN;
	if (standing == STANDING_SHOWN || value.len < least || is_word(value))
		return;
	for (size_t i = 0; i < values->count; i++)
		if (str_equal(values->all[i], value))
			return;
	ARENA_PUSH(values->arena, values->all, values->count, value);
}

/** Entries of a key and a value are named by the key. */
static void collect(struct values *values, const struct node *node)
{
	const struct node *key = node_child(node, "key");
	for (const struct node *child = node->first; child; child = child->next) {
		bool value = key && !key->first && str_is_nocase(child->name, "value");
		if (child->first)
			collect(values, child);
		else
			add_value(values, value ? str_of("key") : node->name, value ? str_trim(key->text) : child->name, child->text);
	}
}

/** The longest value that stands at the place, or an empty view. */
static struct str value_at(const struct values *values, struct str text, size_t at)
{
	struct str best = {0};
	for (size_t i = 0; i < values->count; i++) {
		struct str value = values->all[i];
		if (value.len > best.len && value.len <= text.len - at && memcmp(text.ptr + at, value.ptr, value.len) == 0)
			best = value;
	}
	return best;
}

/** Replaces the personal values of the tree. */
static void veil(const struct privacy *privacy, struct arena *arena, struct node *node)
{
	const struct node *key = node_child(node, "key");
	for (struct node *child = node->first; child; child = child->next) {
		bool value = key && !key->first && str_is_nocase(child->name, "value");
		struct str parent = value ? str_of("key") : node->name;
		if (child->first)
			veil(privacy, arena, child);
		else if (privacy_hides(privacy, parent, value ? str_trim(key->text) : child->name))
			child->text = privacy_pseudonym(privacy, arena, str_trim(child->text));
	}
}

const struct node *privacy_record(const struct privacy *privacy, struct arena *arena, const struct node *record)
{
	struct node *copy = node_copy(arena, record);
	veil(privacy, arena, copy);
	return copy;
}

struct str privacy_hide(const struct privacy *privacy, struct arena *arena, struct str text,
                        const struct node *const *records, size_t count)
{
	struct arena *scratch = arena_new();
	struct values values = {.privacy = privacy, .arena = scratch};
	struct text out = text_new(SIZE_MAX / 4);
	for (size_t i = 0; i < count; i++)
		if (records[i])
			collect(&values, records[i]);
	bool changed = false;
	for (size_t at = 0; at < text.len;) {
		struct str value = value_at(&values, text, at);
		if (value.len) {
			struct str instead = privacy_pseudonym(privacy, scratch, value);
			text_add(&out, instead.ptr, instead.len);
			at += value.len;
			changed = true;
		} else {
			text_putc(&out, text.ptr[at++]);
		}
	}
	struct str shown = changed ? (struct str){arena_copy(arena, out.ptr, out.len), out.len} : text;
	text_free(&out);
	arena_free(scratch);
	return shown;
}
