// SPDX-License-Identifier: Apache-2.0
#include "mask.h"

#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "mask_spell.h"

enum { LEAST = 4, LEAST_PERSONAL = 3, LEAST_WITHIN_WORDS = 6, SECRET_MAX = 1 << 20 };

/** One way in which a secret may appear. */
struct form {
	struct form *next;
	struct form *next_alike; /**< begins with the same byte */
	char *label;             /**< "[EPMM_PASSWORD]" */
	struct sign *signs;
	size_t count;
	bool base64;         /**< the characters at both ends hold a part of the secret and are masked too */
	bool word;           /**< only where no letter or digit stands beside it */
	struct str personal; /**< the value that the label is the pseudonym of; points into `label` */
};

struct mask {
	struct form *forms;
	struct form *alike[256]; /**< by the byte they begin with, written as it is */
	bool first[256];         /**< bytes a hit may start with */
};

struct mask *mask_new(void)
{
	struct mask *mask = xmalloc(sizeof(*mask));
	*mask = (struct mask){0};
	return mask;
}

void mask_free(struct mask *mask)
{
	if (!mask)
		return;
	for (struct form *form = mask->forms; form;) {
		struct form *next = form->next;
		explicit_bzero(form->signs, form->count * sizeof(*form->signs));
		free(form->signs);
		free(form->label);
		free(form);
		form = next;
	}
	explicit_bzero(mask, sizeof(*mask));
	free(mask);
}

/** A form without its label. */
static struct form *new_form(struct mask *mask, struct str value)
{
	struct form *form = xmalloc(sizeof(*form));
	*form = (struct form){.next = mask->forms};
	form->signs = xmalloc(value.len * sizeof(*form->signs));
	for (struct str left = value; left.len;) {
		struct sign sign = spell_sign(left);
		form->signs[form->count++] = sign;
		left.ptr += sign.length;
		left.len -= sign.length;
	}
	mask->forms = form;
	unsigned char byte = form->signs[0].bytes[0];
	form->next_alike = mask->alike[byte];
	mask->alike[byte] = form;
	mask->first[byte] = true;
	if (form->signs[0].code == ' ')
		mask->first['+'] = true;
	mask->first['%'] = mask->first['&'] = mask->first['\\'] = true;
	return form;
}

static void add_form(struct mask *mask, const char *name, struct str value, bool base64)
{
	if (value.len < LEAST)
		return;
	struct form *form = new_form(mask, value);
	form->base64 = base64;
	form->label = xmalloc(strlen(name) + 3);
	stpcpy(stpcpy(stpcpy(form->label, "["), name), "]");
}

bool mask_has_personal(const struct mask *mask, struct str value)
{
	for (const struct form *form = mask->forms; form; form = form->next)
		if (form->personal.len && str_equal(form->personal, value))
			return true;
	return false;
}

void mask_add_personal(struct mask *mask, struct str value, struct str pseudonym)
{
	if (value.len < LEAST_PERSONAL || mask_has_personal(mask, value))
		return;
	struct form *form = new_form(mask, value);
	form->word = value.len < LEAST_WITHIN_WORDS;
	form->label = xmalloc(pseudonym.len + 1 + value.len);
	memcpy(form->label, pseudonym.ptr, pseudonym.len);
	form->label[pseudonym.len] = '\0';
	form->personal = (struct str){form->label + pseudonym.len + 1, value.len};
	memcpy(form->label + pseudonym.len + 1, value.ptr, value.len);
}

/** The alphabet of RFC 4648 section 5, which URLs use. */
static void to_url_alphabet(char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		text[i] = (char)(text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i]);
}

/** The base64 characters that depend on the secret alone when `shift` unknown bytes stand before it. */
static void add_base64(struct mask *mask, const char *name, struct str value, size_t shift)
{
	size_t bytes = shift + value.len;
	size_t room = (bytes + 2) / 3 * 4 + 1;
	unsigned char *plain = xmalloc(bytes);
	char *coded = xmalloc(room);
	memset(plain, 0, shift);
	memcpy(plain + shift, value.ptr, value.len);
	digest_base64(coded, plain, bytes);
	size_t start = (shift * 8 + 5) / 6;
	size_t end = bytes * 8 / 6;
	if (end > start) {
		struct str core = {coded + start, end - start};
		add_form(mask, name, core, true);
		if (memchr(core.ptr, '+', core.len) || memchr(core.ptr, '/', core.len)) {
			to_url_alphabet(coded, room);
			add_form(mask, name, core, true);
		}
	}
	explicit_bzero(plain, bytes);
	explicit_bzero(coded, room);
	free(plain);
	free(coded);
}

static void add_hex(struct mask *mask, const char *name, struct str value, const char *digits)
{
	char *hex = xmalloc(value.len * 2);
	for (size_t i = 0; i < value.len; i++) {
		hex[2 * i] = digits[(unsigned char)value.ptr[i] >> 4];
		hex[2 * i + 1] = digits[value.ptr[i] & 15];
	}
	add_form(mask, name, (struct str){hex, value.len * 2}, false);
	explicit_bzero(hex, value.len * 2);
	free(hex);
}

static void add_all_forms(struct mask *mask, const char *name, struct str value)
{
	assert(value.len < SECRET_MAX);
	add_form(mask, name, value, false);
	for (size_t shift = 0; shift < 3; shift++)
		add_base64(mask, name, value, shift);
	add_hex(mask, name, value, "0123456789abcdef");
	add_hex(mask, name, value, "0123456789ABCDEF");
}

void mask_add_secret(struct mask *mask, const char *name, const char *value)
{
	struct str secret = str_of(value);
	if (secret.len >= LEAST)
		add_all_forms(mask, name, secret);
}

void mask_add_login(struct mask *mask, const char *name, const char *user, const char *password)
{
	if (!password || !*password)
		return;
	mask_add_secret(mask, name, password);
	struct str left = str_of(user);
	struct str right = str_of(password);
	size_t length = left.len + 1 + right.len;
	char *pair = xmalloc(length + 1);
	stpcpy(stpcpy(stpcpy(pair, left.ptr), ":"), right.ptr);
	add_all_forms(mask, name, (struct str){pair, length});
	explicit_bzero(pair, length);
	free(pair);
}

/** A place in a text that must not be shown. */
struct hit {
	size_t start;
	size_t end; /**< 0: no hit */
	const char *label;
};

/** Walks over signs that are written as they are, as nearly all are, up to a byte that may stand for something else. */
static bool match_plain(const struct form *form, struct str text, size_t *at, size_t *done)
{
	for (; *done < form->count && *at < text.len; ++*done, ++*at) {
		const struct sign *sign = &form->signs[*done];
		if (sign->length > 1 || text.ptr[*at] == '+' || spell_is_escape(text.ptr[*at]))
			return true;
		if ((unsigned char)text.ptr[*at] != sign->bytes[0])
			return false;
	}
	return true;
}

/** The longest text at `at` that spells the form; 0 when none does. A set of ends, as the ways multiply. */
static size_t match_form(const struct form *form, struct str text, size_t at)
{
	size_t i = 0;
	if (!match_plain(form, text, &at, &i))
		return 0;
	struct spell_ends reached = {.at = {at}, .count = 1};
	for (; i < form->count && reached.count; i++) {
		struct spell_ends next = {.count = 0};
		for (size_t k = 0; k < reached.count; k++)
			spell_match(text, reached.at[k], &form->signs[i], &next);
		reached = next;
	}
	size_t longest = 0;
	for (size_t k = 0; k < reached.count; k++)
		if (reached.at[k] > longest)
			longest = reached.at[k];
	return longest;
}

static bool is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr("+/-_", c));
}

/** Takes in the neighbours that hold some bits of the secret, and the padding. */
static void widen(struct str text, size_t from, struct hit *hit)
{
	if (hit->start > from && is_base64(text.ptr[hit->start - 1]))
		hit->start--;
	if (hit->end < text.len && is_base64(text.ptr[hit->end]))
		hit->end++;
	while (hit->end < text.len && text.ptr[hit->end] == '=')
		hit->end++;
}

/** True when the form may start with one of the readings; the rest is then worth a look. */
static bool may_start(const struct form *form, const struct readings *readings)
{
	for (size_t i = 0; i < readings->count; i++)
		if (readings->all[i].code == form->signs[0].code || readings->all[i].code == form->signs[0].bytes[0])
			return true;
	return false;
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/** A percent escape in front of the place is no letter. */
static bool is_within_word(struct str text, size_t start, size_t end)
{
	bool before = start && is_word_byte(text.ptr[start - 1]) && !(start >= 3 && text.ptr[start - 3] == '%');
	return before || (end < text.len && is_word_byte(text.ptr[end]));
}

/** False when the second character rules the form out, as it does nearly always; escapes are left to the whole match. */
static bool may_go_on(const struct form *form, struct str text, size_t at)
{
	if (form->count < 2 || form->signs[1].length > 1 || at + 1 >= text.len)
		return true;
	char next = text.ptr[at + 1];
	return (unsigned char)next == form->signs[1].bytes[0] || next == '+' || spell_is_escape(next);
}

/** Takes the form's hit at the place if it is longer than the best so far. */
static void try_form(const struct form *form, struct str text, size_t from, size_t at, struct hit *best)
{
	struct hit hit = {at, match_form(form, text, at), form->label};
	if (hit.end && form->word && is_within_word(text, hit.start, hit.end))
		return;
	if (hit.end && form->base64)
		widen(text, from, &hit);
	if (hit.end > best->end)
		*best = hit;
}

static struct hit find_secret(const struct mask *mask, struct str text, size_t from, size_t at)
{
	struct hit best = {0};
	unsigned char byte = (unsigned char)text.ptr[at];
	if (!mask->first[byte])
		return best;
	if (byte != '+' && !spell_is_escape(text.ptr[at])) {
		for (const struct form *form = mask->alike[byte]; form; form = form->next_alike)
			if (may_go_on(form, text, at))
				try_form(form, text, from, at, &best);
		return best;
	}
	struct readings readings = {.count = 0};
	spell_read(text, at, SPELL_DEPTH, &readings);
	for (const struct form *form = mask->forms; form; form = form->next)
		if (may_start(form, &readings))
			try_form(form, text, from, at, &best);
	return best;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t skip(struct str text, size_t at, const char *set)
{
	while (at < text.len && text.ptr[at] && strchr(set, text.ptr[at]))
		at++;
	return at;
}

/** The quote that surrounds a header at `at` ("X: y" and "X": "y" alike), or 0. */
static char quote_before(struct str text, size_t at)
{
	if (at && (text.ptr[at - 1] == '"' || text.ptr[at - 1] == '\''))
		return text.ptr[at - 1];
	return '\0';
}

/** The end of a header's value: that of the line, or the closing quote when the header stood in quotes. */
static size_t value_end(struct str text, size_t at, char quote, bool escaped)
{
	for (; at < text.len && text.ptr[at] != '\r' && text.ptr[at] != '\n'; at++) {
		if (!quote || text.ptr[at] != quote)
			continue;
		if (escaped || text.ptr[at - 1] != '\\')
			return at - (escaped && text.ptr[at - 1] == '\\');
	}
	return at;
}

/** Keeps the scheme in "Basic dXNlcg==", which is no secret. */
static size_t skip_scheme(struct str text, size_t at, size_t end)
{
	size_t word = at;
	while (word < end && is_letter(text.ptr[word]))
		word++;
	return word > at && word < end && text.ptr[word] == ' ' ? word + 1 : at;
}

/** Headers whose values are masked without knowing them; Set-Cookie and Proxy-Authorization end with these names. */
static const struct {
	const char *name;
	bool scheme; /**< the value starts with a word that is not secret */
} headers[] = {
	{"authorization", true},
	{"cookie", false},
};

static struct hit find_header(struct str text, size_t at)
{
	if (at && is_letter(text.ptr[at - 1]))
		return (struct hit){0};
	for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
		size_t length = strlen(headers[i].name);
		if (text.len - at <= length || !str_is_nocase((struct str){text.ptr + at, length}, headers[i].name))
			continue;
		size_t start = at;
		while (start && (is_letter(text.ptr[start - 1]) || text.ptr[start - 1] == '-'))
			start--;
		char quote = quote_before(text, start);
		bool escaped = quote && start > 1 && text.ptr[start - 2] == '\\';
		size_t colon = skip(text, at + length, "\\\"' \t");
		if (colon >= text.len || text.ptr[colon] != ':')
			continue;
		size_t value = skip(text, colon + 1, quote ? "\\\"' \t" : " \t");
		size_t end = value_end(text, value, quote, escaped);
		if (headers[i].scheme)
			value = skip_scheme(text, value, end);
		if (end > value)
			return (struct hit){value, end, "[masked]"};
	}
	return (struct hit){0};
}

static bool begins_header(char c)
{
	return c == 'a' || c == 'A' || c == 'c' || c == 'C';
}

static struct hit find_hit(const struct mask *mask, struct str text, size_t from, size_t at)
{
	struct hit hit = mask ? find_secret(mask, text, from, at) : (struct hit){0};
	if (hit.end)
		return hit;
	return begins_header(text.ptr[at]) ? find_header(text, at) : hit;
}

/** The next byte that a hit may start with. */
static size_t find_start(const struct mask *mask, struct str text, size_t at)
{
	while (at < text.len && !begins_header(text.ptr[at]) && !(mask && mask->first[(unsigned char)text.ptr[at]]))
		at++;
	return at;
}

struct str mask_view(const struct mask *mask, struct arena *arena, struct str text)
{
	struct text out = text_new(SIZE_MAX / 4);
	size_t from = 0;
	for (size_t at = find_start(mask, text, 0); at < text.len; at = find_start(mask, text, at)) {
		struct hit hit = find_hit(mask, text, from, at);
		if (!hit.end) {
			at++;
			continue;
		}
		text_add(&out, text.ptr + from, hit.start - from);
		text_puts(&out, hit.label);
		at = from = hit.end;
	}
	if (from == 0)
		return text;
	text_add(&out, text.ptr + from, text.len - from);
	struct str masked = {arena_copy(arena, out.ptr, out.len), out.len};
	text_free(&out);
	return masked;
}

const char *mask_text(const struct mask *mask, struct arena *arena, const char *text)
{
	return text ? mask_view(mask, arena, str_of(text)).ptr : NULL;
}
