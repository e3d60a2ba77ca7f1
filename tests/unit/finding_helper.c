// SPDX-License-Identifier: Apache-2.0
#include "finding_helper.h"

#include <criterion/criterion.h>
#include <string.h>

#include "body_helper.h"

static const char *shown(const char *text)
{
	return text && *text ? text : "-";
}

const char *findings_text(struct arena *arena, struct findings *findings)
{
	size_t count;
	const struct finding *all = findings_all(findings, &count);
	const char *text = "";
	for (size_t i = 0; i < count; i++) {
		const struct finding *one = &all[i];
		text = arena_printf(arena, "%s%s %s %s %s <%s> | %s | %s | %s", text, level_name(one->level), one->check,
		                    shown(one->requirement), shown(one->path), one->record ? one->record : "",
		                    shown(one->expected), shown(one->actual), shown(one->message));
		text = one->times > 1 ? arena_printf(arena, "%s x%zu\n", text, one->times) : arena_printf(arena, "%s\n", text);
	}
	return text;
}

void check_findings(struct findings *findings, const char *row, const char *wanted)
{
	struct arena *arena = arena_new();
	const char *text = findings_text(arena, findings);
	cr_expect(strcmp(text, wanted) == 0, "%s:\n found:\n%s wanted:\n%s", row, text, wanted);
	arena_free(arena);
}

const struct node *root_of(struct arena *arena, const char *text)
{
	enum body_format format = *text == '{' ? BODY_JSON : BODY_XML;
	struct outcome outcome = read_simply(arena, format, NULL, str_of(text));
	cr_assert_eq(outcome.body.status, BODY_OK, "%s: %s", text, outcome.body.message);
	return outcome.body.root;
}

void take_records(struct facts *facts, struct arena *arena, const char *body, const char *path)
{
	const struct node *root = root_of(arena, body);
	for (const struct node *record = node_find(root, path); record; record = node_same(record))
		if (!record->none)
			facts_record(facts, record);
}
