// SPDX-License-Identifier: Apache-2.0
/* --known FILE, and known: a first file of known deviations from the failures of a run. */
#include "command_known.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "record.h"
#include "text.h"
#include "verdict.h"

enum { DAY = 24 * 60 * 60, GRACE_DAYS = 90, REASON_MAX = 200 };

static const char *day_in(struct arena *arena, int days)
{
	char text[16];
	time_t then = time(NULL) + (time_t)days * DAY;
	struct tm tm;
	gmtime_r(&then, &tm);
	strftime(text, sizeof(text), "%Y-%m-%d", &tm);
	return arena_string(arena, text);
}

bool command_known_open(struct known_run *known, const struct command_context *context, const struct target *target,
                        const struct plan *plan)
{
	const char *file = context->options->known;
	if (!file)
		return true;
	known->file = load_known_file(context->arena, context->catalogue, file, context->diag);
	if (!known->file)
		return false;
	known->states = ARENA_ARRAY(context->arena, struct known_state, known->file->count + 1);
	known->arena = context->arena;
	known->today = day_in(context->arena, 0);
	known->version = target->product_version;
	known_begin(known, plan);
	return true;
}

void command_known_close(const struct known_run *known, const struct command_context *context, bool cut_short,
                         void (*take)(void *user, const struct result *result), void *user)
{
	const struct plan *everything = NULL;
	for (size_t i = 0; known->file && i < known->file->count; i++) {
		struct known_end end = {.cut_short = cut_short};
		if (known->states[i].planned == 0) {
			everything = everything ? everything : command_whole_plan(context);
			end.left_out = known_matches(&known->file->entries[i], everything);
		}
		struct result result = known_conclude(known, i, end);
		take(user, &result);
	}
}

/** Failures of one operation that break the same requirements: one entry. */
struct proposal {
	const char *operation;
	const char **requirements;
	size_t requirement_count;
	const char **cases;
	size_t case_count;
	const char *reason; /**< message of the first failure */
	bool whole;         /**< a failure names no requirement: the entry must accept all */
};

/** All proposals; they live in the arena. */
struct proposals {
	struct arena *arena;
	struct proposal *all;
	size_t count;
};

static bool has(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

/** What the failures of one case ask for. */
static struct proposal propose(struct arena *arena, const struct result *result)
{
	struct proposal proposal = {.operation = result->operation};
	for (size_t i = 0; i < result->finding_count; i++) {
		const struct finding *finding = &result->findings[i];
		if (finding->level != LEVEL_FAILURE)
			continue;
		proposal.whole = proposal.whole || !finding->requirement;
		if (!proposal.reason)
			proposal.reason =
				finding->path ? arena_printf(arena, "%s: %s", finding->path, finding->message) : finding->message;
		if (finding->requirement && !has(proposal.requirements, proposal.requirement_count, finding->requirement))
			ARENA_PUSH(arena, proposal.requirements, proposal.requirement_count,
			           arena_string(arena, finding->requirement));
	}
	if (proposal.whole)
		proposal.requirement_count = 0;
	return proposal;
}

static bool is_same(const struct proposal *left, const struct proposal *right)
{
	if (strcmp(left->operation, right->operation) != 0 || left->requirement_count != right->requirement_count)
		return false;
	for (size_t i = 0; i < left->requirement_count; i++)
		if (!has(right->requirements, right->requirement_count, left->requirements[i]))
			return false;
	return true;
}

static void add_proposal(struct proposals *proposals, const struct result *result)
{
	struct arena *arena = proposals->arena;
	struct proposal new = propose(arena, result);
	struct proposal *found = NULL;
	for (size_t i = 0; i < proposals->count && !found; i++)
		if (is_same(&proposals->all[i], &new))
			found = &proposals->all[i];
	if (!found) {
		new.operation = arena_string(arena, new.operation);
		new.reason = arena_string(arena, new.reason ? new.reason : "it fails");
		ARENA_PUSH(arena, proposals->all, proposals->count, new);
		found = &proposals->all[proposals->count - 1];
	}
	ARENA_PUSH(arena, found->cases, found->case_count, arena_string(arena, result->id));
}

/** A pattern takes `*`, `?`, `[` and `\\` for more than themselves, and an id may hold them. */
static const char *as_pattern(struct arena *arena, const char *id)
{
	struct text text = text_new(SIZE_MAX / 4);
	for (const char *at = id; *at; at++) {
		if (strchr("*?[\\", *at))
			text_putc(&text, '\\');
		text_putc(&text, *at);
	}
	const char *pattern = arena_string(arena, text_str(&text));
	text_free(&text);
	return pattern;
}

/** A YAML scalar in double quotes, cut where people stop reading. */
static void put_quoted(struct text *out, const char *value)
{
	size_t length = strlen(value) < REASON_MAX ? strlen(value) : REASON_MAX;
	while (length && ((unsigned char)value[length] & 0xc0) == 0x80)
		length--;
	text_putc(out, '"');
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)value[i];
		if (c == '"' || c == '\\')
			text_printf(out, "\\%c", c);
		else if (c < ' ' || c == 0x7f)
			text_printf(out, "\\x%02x", c);
		else
			text_putc(out, (char)c);
	}
	text_putc(out, '"');
}

static void put_list(struct text *out, const char *key, const char *const *words, size_t count)
{
	text_printf(out, "    %s:\n", key);
	for (size_t i = 0; i < count; i++) {
		text_puts(out, "      - ");
		put_quoted(out, words[i]);
		text_putc(out, '\n');
	}
}

static void put_proposal(struct text *out, struct arena *arena, const struct proposal *proposal)
{
	for (size_t i = 0; i < proposal->case_count; i++)
		proposal->cases[i] = as_pattern(arena, proposal->cases[i]);
	text_puts(out, "\n  - reason: ");
	put_quoted(out, proposal->reason);
	text_printf(out, "\n    owner: nobody yet\n    expires: %s\n", day_in(arena, GRACE_DAYS));
	if (proposal->requirement_count)
		put_list(out, "requirements", proposal->requirements, proposal->requirement_count);
	put_list(out, "cases", proposal->cases, proposal->case_count);
}

int command_known(const struct command_context *context)
{
	struct record_reader *reader = record_open(context->options->from, context->diag);
	if (!reader)
		return EXIT_USAGE;
	struct proposals proposals = {.arena = context->arena};
	struct arena *arena = arena_new();
	struct record_line line;
	enum record_kind kind;
	while ((kind = record_next(reader, arena, &line)) != RECORD_END && kind != RECORD_BROKEN) {
		if (kind == RECORD_RESULT && line.result.verdict == VERDICT_FAIL && strcmp(line.result.area, "known") != 0)
			add_proposal(&proposals, &line.result);
		arena_reset(arena);
	}
	arena_free(arena);
	record_done(reader);
	if (kind == RECORD_BROKEN)
		return EXIT_USAGE;
	struct text out = text_new(SIZE_MAX / 4);
	text_puts(
		&out,
		"# Known deviations, as one run had them. Each entry needs its reason, its owner and its last day.\nknown:");
	text_puts(&out, proposals.count ? "" : " []\n");
	for (size_t i = 0; i < proposals.count; i++)
		put_proposal(&out, context->arena, &proposals.all[i]);
	fputs(text_str(&out), stdout);
	text_free(&out);
	return EXIT_CONFORMANT;
}
