// SPDX-License-Identifier: Apache-2.0
#include "judge_helper.h"

#include <criterion/criterion.h>
#include <string.h>

#include "moment.h"

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \n");
}

/** Reads a text in quotes, or up to the next sign of the notation. */
static const char *read_text(struct arena *arena, const char *at, struct str *text)
{
	bool quoted = *at == '\'';
	at += quoted;
	text->len = strcspn(at, quoted ? "'" : " \n{}[]'");
	text->ptr = arena_copy(arena, at, text->len);
	cr_assert(!quoted || at[text->len] == '\'', "a quote is not closed in the tree: %s", at);
	return at + text->len + quoted;
}

static const char *read_node(struct arena *arena, struct node *parent, const char *at)
{
	bool attribute = *at == '@';
	at += attribute;
	struct str name = {at, strcspn(at, "= \n{}['")};
	cr_assert(name.len > 0, "a name is missing in the tree: %s", at);
	struct node *node = node_add(arena, parent, name);
	node->attribute = attribute;
	at += name.len;
	if (*at == '=')
		at = read_text(arena, at + 1, &node->text);
	if (strncmp(at, "[]", 2) == 0) {
		node->none = true;
		at += 2;
	}
	if (*at != '{')
		return skip_blanks(at);
	for (at = skip_blanks(at + 1); *at != '}'; at = skip_blanks(at)) {
		cr_assert(*at, "a brace is not closed in the tree");
		at = read_node(arena, node, at);
	}
	return skip_blanks(at + 1);
}

struct node *tree(struct arena *arena, const char *notation)
{
	struct node *above = ARENA_NEW(arena, struct node);
	const char *end = read_node(arena, above, skip_blanks(notation));
	cr_assert(*end == '\0', "something follows the tree: %s", end);
	return above->first;
}

const char *finding_lines(struct arena *arena, struct findings *findings)
{
	struct text out = text_new(1 << 20);
	size_t count;
	const struct finding *all = findings_all(findings, &count);
	for (size_t i = 0; i < count; i++) {
		const struct finding *one = &all[i];
		text_printf(&out, "%s%s %s %s %s: %s | %s | %s", i ? "\n" : "", level_name(one->level), one->check,
		            one->requirement ? one->requirement : "-", one->path ? one->path : "-",
		            one->expected ? one->expected : "-", one->actual ? one->actual : "-",
		            one->message ? one->message : "-");
		if (one->times > 1)
			text_printf(&out, " (%zu times)", one->times);
		if (one->record)
			text_printf(&out, " (record %s)", one->record);
	}
	char *copy = arena_string(arena, text_str(&out));
	text_free(&out);
	return copy;
}

struct schema_context judging_context(struct arena *arena, struct findings *findings)
{
	static const struct requirement structure = {.id = "R378"};
	static const struct requirement presence = {.id = "R377"};
	static const struct requirement type = {.id = "R380"};
	struct schema_context context = {
		.findings = findings,
		.scratch = arena,
		.path = "",
		.structure = &structure,
		.presence = &presence,
		.type = &type,
	};
	cr_assert(moment_read(str_of("2026-11-23T12:00:00Z"), &context.now_us));
	return context;
}

const char *judged(struct arena *arena, const struct schema *schema, const char *notation)
{
	struct findings *findings = findings_new(arena, false);
	struct schema_context context = judging_context(arena, findings);
	schema_check(schema, tree(arena, notation), &context);
	return finding_lines(arena, findings);
}

void expect_text_at(const char *file, int line, const char *actual, const char *expected)
{
	bool equal = actual && expected ? strcmp(actual, expected) == 0 : actual == expected;
	cr_expect(equal, "%s:%d\n--- expected\n%s\n--- actual\n%s\n---", file, line, expected ? expected : "(null)",
	          actual ? actual : "(null)");
}
