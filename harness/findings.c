// SPDX-License-Identifier: Apache-2.0
#include "findings.h"

#include <string.h>

/** Bytes of the target's and of our own text that a finding shows. */
enum { ACTUAL_MAX = 200, OWN_MAX = 600, PATH_MAX_BYTES = 300, RECORD_MAX = 100 };

/** Different findings that are kept of each level, so that a flood of notes does not push out a failure. */
static const size_t ceilings[] = {
	[LEVEL_NOTE] = 80,
	[LEVEL_WARNING] = 80,
	[LEVEL_FAILURE] = 200,
	[LEVEL_ERROR] = 40,
};

enum { LEVELS = ARRAY_LEN(ceilings), ITEMS_MAX = 400 };

/** A finding with what it is recognised by. */
struct kept {
	struct finding finding;
	uint64_t hash;
	const char *path; /**< as drafted */
};

/** Where a finding is, by its hash. */
struct spot {
	uint64_t hash;
	size_t item;
};

struct findings {
	struct arena *arena;
	const struct mask *mask;
	const struct privacy *privacy;
	const struct node *records[FINDINGS_RECORDS_MAX]; /**< what the findings at hand are about */
	size_t record_count;
	bool strict;
	bool informational;
	struct kept *items;
	size_t count;
	size_t left_out;
	size_t per_level[LEVELS];
	struct spot places[ITEMS_MAX]; /**< of all items, in rising order of their hash */
};

struct findings *findings_new(struct arena *arena, bool strict)
{
	struct findings *findings = ARENA_NEW(arena, struct findings);
	findings->arena = arena;
	findings->strict = strict;
	return findings;
}

void findings_inform(struct findings *findings)
{
	findings->informational = true;
}

void findings_set_mask(struct findings *findings, const struct mask *mask)
{
	findings->mask = mask;
}

void findings_set_privacy(struct findings *findings, const struct privacy *privacy)
{
	findings->privacy = privacy;
}

void findings_set_records(struct findings *findings, const struct node *const *records, size_t count)
{
	assert(count <= FINDINGS_RECORDS_MAX);
	findings->record_count = 0;
	for (size_t i = 0; i < count; i++)
		findings->records[findings->record_count++] = records[i];
}

static enum level weigh(const struct findings *findings, const struct finding_draft *draft)
{
	bool inferred = draft->requirement && draft->requirement->strength == STRENGTH_INFERRED;
	enum level level = draft->level;
	if (level == LEVEL_FAILURE && (draft->soft || inferred || findings->informational))
		level = LEVEL_WARNING;
	if (level == LEVEL_WARNING && findings->strict && !findings->informational)
		level = LEVEL_FAILURE;
	return level;
}

static const char *requirement_id(const struct finding_draft *draft)
{
	return draft->requirement ? draft->requirement->id : NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static uint64_t draft_hash(const struct finding_draft *draft, enum level level)
{
	uint64_t hash = str_hash(str_of(draft->path));
	hash = hash * 31 + str_hash(str_of(draft->check));
	hash = hash * 31 + str_hash(str_of(requirement_id(draft)));
	return hash * 31 + level;
}

static bool is_same(const struct kept *kept, const struct finding_draft *draft, enum level level)
{
	return kept->finding.level == level && same_text(kept->finding.check, draft->check) &&
	       same_text(kept->finding.requirement, requirement_id(draft)) && same_text(kept->path, draft->path);
}

/** Number of places whose hash is smaller. */
static size_t places_before(const struct findings *findings, uint64_t hash)
{
	size_t low = 0;
	size_t high = findings->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (findings->places[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/** The equal finding that is there already, or NULL. */
static struct kept *find_equal(struct findings *findings, const struct finding_draft *draft, enum level level,
                               uint64_t hash)
{
	size_t at = places_before(findings, hash);
	for (; at < findings->count && findings->places[at].hash == hash; at++) {
		struct kept *kept = &findings->items[findings->places[at].item];
		if (is_same(kept, draft, level))
			return kept;
	}
	return NULL;
}

/** True for bytes that a terminal or a report could take for a command: C0, DEL, and C1 as UTF-8. */
static bool is_control(struct str text, size_t at)
{
	unsigned char c = (unsigned char)text.ptr[at];
	bool c1 = c == 0xc2 && at + 1 < text.len && (unsigned char)text.ptr[at + 1] < 0xa0;
	return c < ' ' || c == 0x7f || c1;
}

/** Appends valid and visible text: control characters and invalid UTF-8 as \xNN. */
static void add_visible(struct text *out, struct str text)
{
	size_t valid = 0; /* everything before it is valid UTF-8 */
	for (size_t at = 0; at < text.len; at++) {
		if (at >= valid)
			valid = at + utf8_valid_prefix((struct str){text.ptr + at, text.len - at});
		unsigned char c = (unsigned char)text.ptr[at];
		bool second_of_c1 = at > 0 && c < 0xa0 && c >= 0x80 && (unsigned char)text.ptr[at - 1] == 0xc2;
		if (at >= valid || is_control(text, at) || second_of_c1)
			text_printf(out, "\\x%02x", c);
		else
			text_putc(out, (char)c);
	}
}

/** The beginning of the text, cut between characters. */
static struct str beginning(struct str text, size_t most)
{
	if (text.len <= most)
		return text;
	size_t length = most;
	while (length > most - 4 && ((unsigned char)text.ptr[length] & 0xc0) == 0x80)
		length--;
	return (struct str){text.ptr, length};
}

/** Text of any origin made fit for reports; NULL stays NULL. */
static char *presentable(const struct findings *findings, struct str text, size_t most)
{
	enum { SECRET_MAX = 4096 }; /* a secret must not escape the mask because it was cut in two */
	if (!text.ptr)
		return NULL;
	struct arena *arena = findings->arena;
	struct text out = text_new(4 * most + 64);
	struct str masked = mask_view(findings->mask, arena, beginning(text, most + SECRET_MAX));
	if (findings->privacy)
		masked = privacy_hide(findings->privacy, arena, masked, findings->records, findings->record_count);
	struct str shown = beginning(masked, most);
	add_visible(&out, shown);
	if (shown.len < masked.len || text.len > most + SECRET_MAX)
		text_printf(&out, "… (%zu bytes)", text.len);
	char *copy = arena_string(arena, text_str(&out));
	text_free(&out);
	return copy;
}

static char *own_text(const struct findings *findings, const char *text)
{
	return presentable(findings, (struct str){text, text ? strlen(text) : 0}, OWN_MAX);
}

/** The path with the record's index, counted from 1 as in XPath. */
static char *shown_path(const struct findings *findings, const struct finding_draft *draft)
{
	const char *path = draft->path;
	size_t prefix = draft->records ? strlen(draft->records) : 0;
	if (path && prefix && strncmp(path, draft->records, prefix) == 0)
		path = arena_printf(findings->arena, "%s[%zu]%s", draft->records, draft->index + 1, path + prefix);
	return presentable(findings, (struct str){path, path ? strlen(path) : 0}, PATH_MAX_BYTES);
}

static struct kept keep(struct findings *findings, const struct finding_draft *draft, enum level level, uint64_t hash)
{
	struct arena *arena = findings->arena;
	const struct requirement *requirement = draft->requirement;
	struct kept kept = {
		.finding =
			{
				.level = level,
				.check = arena_string(arena, draft->check),
				.requirement = requirement_id(draft),
				.strength = requirement ? strength_name(requirement->strength) : NULL,
				.section = requirement ? requirement->section : NULL,
				.path = shown_path(findings, draft),
				.record = draft->record.len ? presentable(findings, draft->record, RECORD_MAX) : NULL,
				.expected = own_text(findings, draft->expected),
				.actual = presentable(findings, draft->actual, ACTUAL_MAX),
				.message = own_text(findings, draft->message),
				.times = 1,
			},
		.hash = hash,
		.path = arena_string(arena, draft->path),
	};
	return kept;
}

/** Counts the finding on an equal one, or on those left out; false when it is to be kept. */
static bool fold(struct findings *findings, const struct finding_draft *draft, enum level level, uint64_t hash)
{
	struct kept *equal = find_equal(findings, draft, level, hash);
	if (equal) {
		equal->finding.times++;
		return true;
	}
	if (findings->per_level[level] < ceilings[level])
		return false;
	findings->left_out++;
	return true;
}

bool findings_repeat(struct findings *findings, const struct finding_draft *draft)
{
	enum level level = weigh(findings, draft);
	return fold(findings, draft, level, draft_hash(draft, level));
}

void findings_add(struct findings *findings, const struct finding_draft *draft)
{
	enum level level = weigh(findings, draft);
	uint64_t hash = draft_hash(draft, level);
	if (fold(findings, draft, level, hash))
		return;
	assert(findings->count < ITEMS_MAX);
	size_t at = places_before(findings, hash);
	memmove(&findings->places[at + 1], &findings->places[at], (findings->count - at) * sizeof(findings->places[0]));
	findings->places[at] = (struct spot){hash, findings->count};
	ARENA_PUSH(findings->arena, findings->items, findings->count, keep(findings, draft, level, hash));
	findings->per_level[level]++;
}

const struct finding *findings_all(struct findings *findings, size_t *count)
{
	struct finding *all = ARENA_ARRAY(findings->arena, struct finding, findings->count + 1);
	size_t used = 0;
	for (size_t level = LEVELS; level-- > 0;)
		for (size_t i = 0; i < findings->count; i++)
			if (findings->items[i].finding.level == level)
				all[used++] = findings->items[i].finding;
	if (findings->left_out)
		all[used++] = (struct finding){
			.level = LEVEL_NOTE,
			.check = "ceiling",
			.message = arena_printf(findings->arena, "%zu more findings are left out", findings->left_out),
			.times = 1,
		};
	*count = used;
	return all;
}

size_t findings_count(const struct findings *findings, enum level least)
{
	size_t count = 0;
	for (size_t level = least; level < LEVELS; level++)
		count += findings->per_level[level];
	return count;
}
