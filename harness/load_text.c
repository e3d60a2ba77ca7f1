// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "load_fields.h"
#include "load_scenario.h"
#include "pattern.h"

/** Mistakes beyond the hundredth are only counted, so advice for them would be wasted work. */
enum { ADVISED_MAX = 100 };

const char *const derived_kinds[] = {
	"ok",         "twin",       "accept",      "accept.none", "accept.any", "auth",  "role",
	"unknown-id", "invalid",    "missing",     "too-long",    "too-short",  "limit", "method",
	"method.GET", "method.PUT", "method.POST", "unsupported", NULL,
};
const size_t derived_kind_count = ARRAY_LEN(derived_kinds) - 1;

const char *const area_words[] = {"dm",          "eas",  "sm",   "alerts",    "policies",
                                  "appsettings", "apps", "wadl", "scenarios", "contracts"};
_Static_assert(ARRAY_LEN(area_words) == AREAS, "AREAS counts area_words");

bool check_name(struct load *load, const struct yaml *node)
{
	const char *text = one_line(load, node);
	if (!text)
		return false;
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
	if (length == node->length && text[0] != '-' && length <= 80)
		return true;
	diag_error(load->diag, node->at, "`%.80s` is not a name", text);
	diag_hint(load->diag, "small letters, digits and hyphens, at most 80, such as `get-devices-by-status`");
	return false;
}

/** Length of the path at the beginning of the text; 0 when there is none. */
static size_t path_length(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.- ";
	const char *at = text;
	for (;;) {
		at += *at == '*';
		size_t name = strspn(at, letters);
		if (!name || at[0] == ' ' || at[name - 1] == ' ')
			return 0;
		at += name;
		if (*at == '[') {
			size_t key = strcspn(at + 1, "[]");
			if (!key || at[1 + key] != ']')
				return 0;
			at += key + 2;
		}
		if (*at != '/')
			return (size_t)(at - text);
		at++;
	}
}

static bool check_path_after(struct load *load, const struct yaml *node, bool may_be_rooted)
{
	const char *text = one_line(load, node);
	if (!text)
		return false;
	size_t slash = may_be_rooted && text[0] == '/';
	if (node->length > slash && path_length(text + slash) == node->length - slash) {
		if (load->base)
			check_in(load, PHASE_PATHS, check_path_leads, node, (void *)load->base);
		return true;
	}
	diag_error(load->diag, node->at, "`%.80s` is not a path", text);
	diag_hint(load->diag, "names joined by `/`, such as devices/device; details/entry[KEY] is the value of an entry");
	return false;
}

bool check_path(struct load *load, const struct yaml *node)
{
	return check_path_after(load, node, false);
}

bool check_rooted_path(struct load *load, const struct yaml *node)
{
	return check_path_after(load, node, true);
}

/** True when the text is a path, or `path=path`. */
static bool is_path_pair(const char *text, size_t length)
{
	size_t left = path_length(text);
	if (left == length)
		return left > 0;
	return left && text[left] == '=' && text[left + 1] && left + 1 + path_length(text + left + 1) == length;
}

bool check_path_pair(struct load *load, const struct yaml *node)
{
	const char *text = one_line(load, node);
	if (!text)
		return false;
	if (is_path_pair(text, node->length)) {
		if (load->base)
			check_in(load, PHASE_PATHS, check_path_leads, node, (void *)load->base);
		return true;
	}
	diag_error(load->diag, node->at, "`%.80s` is neither a path nor a pair of paths", text);
	diag_hint(load->diag, "write here=there, such as userId=principal");
	return false;
}

bool check_word(struct load *load, const struct yaml *node, const char *const *words, size_t count, const char *what)
{
	const char *text = one_line(load, node);
	if (!text)
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], text) == 0)
			return true;
	diag_error(load->diag, node->at, "`%.80s` is not %s", text, what);
	advise_or_list(load, text, words, count);
	return false;
}

bool advise(struct load *load, const char *wrong, const char *const *words, size_t count)
{
	if (diag_errors(load->diag) > ADVISED_MAX)
		return true;
	const char *nearest = text_nearest(wrong, words, count);
	if (nearest)
		diag_hint(load->diag, "did you mean `%s`?", nearest);
	return nearest;
}

void advise_or_list(struct load *load, const char *wrong, const char *const *words, size_t count)
{
	if (advise(load, wrong, words, count))
		return;
	struct text allowed = text_new(1024);
	for (size_t i = 0; i < count; i++)
		text_printf(&allowed, "%s%s", i ? ", " : "", words[i]);
	diag_hint(load->diag, "allowed: %s", text_str(&allowed));
	text_free(&allowed);
}

/** A pattern that stands in several places is compiled once. */
const struct pattern *load_pattern(struct load *load, const char *source, struct position at)
{
	for (size_t i = 0; i < load->pattern_count; i++)
		if (strcmp(pattern_source(load->patterns[i]), source) == 0)
			return load->patterns[i];
	const char *message = "not a pattern";
	struct pattern *pattern = pattern_new(source, &message);
	if (!pattern)
		diag_error(load->diag, at, "bad pattern: %s", message);
	else
		ARENA_PUSH(load->arena, load->patterns, load->pattern_count, pattern);
	return pattern;
}

static const struct fixture_take *find_take(const struct fixture *fixture, const char *name)
{
	for (size_t i = 0; i < fixture->take_count; i++)
		if (fixture->takes[i].name && strcmp(fixture->takes[i].name, name) == 0)
			return &fixture->takes[i];
	return NULL;
}

static void check_fixture(struct load *load, const struct pending *pending)
{
	size_t length = strcspn(pending->text, ".");
	const char *name = arena_copy(load->arena, pending->text, length);
	const char *value = pending->text[length] ? pending->text + length + 1 : NULL;
	const struct fixture *fixture = name_find(load, NAME_FIXTURE, name);
	if (!fixture) {
		name_unknown(load, NAME_FIXTURE, name, pending->at);
		return;
	}
	if (!value || find_take(fixture, value))
		return;
	diag_error(load->diag, pending->at, "the fixture `%s` gives no value `%.80s`", name, value);
	struct text takes = text_new(1024);
	for (size_t i = 0; i < fixture->take_count; i++)
		text_printf(&takes, "%s%s", i ? ", " : "", fixture->takes[i].name ? fixture->takes[i].name : "?");
	diag_hint(load->diag, "it gives: %s", text_str(&takes));
	text_free(&takes);
}

/** True for "name.value", or with `bare` for "name". */
static bool is_fixture_value(const char *text, bool bare)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t name = strspn(text, letters);
	if (!name)
		return false;
	if (!text[name])
		return bare;
	size_t value = text[name] == '.' ? strspn(text + name + 1, letters) : 0;
	return value && !text[name + 1 + value];
}

void refer_fixture(struct load *load, const struct yaml *node, bool bare)
{
	const char *text = one_line(load, node);
	if (!text)
		return;
	if (is_fixture_value(text, bare)) {
		check_later(load, check_fixture, node, NULL);
		load->pendings[load->pending_count - 1].kind = NAME_FIXTURE;
		load->pendings[load->pending_count - 1].refers = true;
		return;
	}
	diag_error(load->diag, node->at, "`%.80s` is not %s", text, bare ? "a fixture" : "a value of a fixture");
	diag_hint(load->diag, "write FIXTURE.VALUE, such as device.uuid");
}

void check_references(struct load *load, const struct yaml *node)
{
	for (const char *at = strstr(node->text, "${"); at; at = strstr(at, "${")) {
		size_t length = strcspn(at + 2, "}");
		bool closed = at[2 + length] == '}';
		struct yaml part = *node;
		part.text = arena_copy(load->arena, at + 2, length);
		part.length = length;
		part.plain = false;
		if (closed && !check_run_value(load, &part))
			refer_fixture(load, &part, false);
		else if (!closed)
			diag_error(load->diag, node->at, "${ is not closed by }");
		at += 2 + length;
	}
}

static int compare_labels(const struct label *a, const struct label *b, int order)
{
	if (order)
		return order;
	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	return (a->at.column > b->at.column) - (a->at.column < b->at.column);
}

static int compare_exact(const void *left, const void *right)
{
	const struct label *a = left;
	const struct label *b = right;
	return compare_labels(a, b, strcmp(a->text, b->text));
}

static int compare_nocase(const void *left, const void *right)
{
	const struct label *a = left;
	const struct label *b = right;
	return compare_labels(a, b, strcasecmp(a->text, b->text));
}

void report_twice(struct load *load, struct label *labels, size_t count, const char *what, bool nocase)
{
	if (count)
		qsort(labels, count, sizeof(*labels), nocase ? compare_nocase : compare_exact);
	for (size_t i = 1; i < count; i++) {
		const struct label *last = &labels[i - 1];
		if (nocase ? strcasecmp(last->text, labels[i].text) : strcmp(last->text, labels[i].text))
			continue;
		diag_error(load->diag, labels[i].at, "the %s `%.80s` occurs twice", what, labels[i].text);
		diag_hint(load->diag, "the other one is on line %u", last->at.line);
	}
}

void check_weaker(struct load *load, const struct yaml *node, const char *key)
{
	const struct yaml *value = yaml_get(node, key);
	if (value && !yaml_get(node, "errata"))
		diag_error(load->diag, value->key_at,
		           "`%s` needs `errata`: the contradiction of the guide that weakens the check", key);
}
