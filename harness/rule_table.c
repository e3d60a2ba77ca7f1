// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "rule_pass.h"

static const char *const comparisons[] = {"exact", "nocase", "phone", "mac", NULL};
static const char *const only_true[] = {"true", NULL};

static const struct rule_def rules[] = {
	{"count-message",
     "the one integer in the message equals the number of elements; no or several integers are a note",
     {{"counts", ARGUMENT_PATH, true, NULL, "path of the counted elements, from the root"}},
     NULL,
     rule_count_message},
	{"empty-message", "`messages` holds no text", {{0}}, NULL, rule_empty_message},
	{"message", "`messages` holds text", {{0}}, NULL, rule_message},
	{"pair",
     "the two fields are one row of the table",
     {{"fields", ARGUMENT_PATHS, true, NULL, "word and code"}, {"table", ARGUMENT_TABLE, true, NULL, "the rows"}},
     rule_pair,
     NULL},
	{"bitmap",
     "decimal, and only documented bits are set",
     {{"fields", ARGUMENT_PATHS, true, NULL, "the bitmaps"}, {"bits", ARGUMENT_TABLE, true, NULL, "the bits"}},
     rule_bitmap,
     NULL},
	{"implies",
     "where the first condition holds, the second does",
     {{"when", ARGUMENT_CONDITION, true, NULL, "the premise"},
      {"then", ARGUMENT_CONDITION, true, NULL, "the consequence"}},
     rule_implies,
     NULL},
	{"holds",
     "the condition holds; its words may hold ${…} in a step",
     {{"that", ARGUMENT_CONDITION, true, NULL, "what holds"}},
     rule_holds,
     NULL},
	{"contains",
     "the field holds the text somewhere, in any case; ${…} is expanded in a step",
     {{"field", ARGUMENT_PATH, true, NULL, "the field"}, {"text", ARGUMENT_TEXT, true, NULL, "what it holds"}},
     rule_contains,
     NULL},
	{"some-record",
     "the condition holds for at least one record",
     {{"where", ARGUMENT_CONDITION, true, NULL, "what is looked for"},
      {"counts", ARGUMENT_PATH, false, NULL, "path of the list from the root, where its elements are not streamed"}},
     rule_some_record,
     rule_some_record_end},
	{"no-record",
     "the condition holds for no record",
     {{"where", ARGUMENT_CONDITION, true, NULL, "what must not be there"},
      {"counts", ARGUMENT_PATH, false, NULL, "path of the list from the root, where its elements are not streamed"}},
     rule_no_record,
     rule_no_record_end},
	{"equals-parameter",
     "the field equals what was asked for, or the parameter's default",
     {{"field", ARGUMENT_PATH, true, NULL, "the field"},
      {"parameter", ARGUMENT_PARAMETER, true, NULL, "the parameter"},
      {"as", ARGUMENT_WORD, false, comparisons, "how they are compared; exact unless given"}},
     rule_equals_parameter,
     NULL},
	{"equals-field",
     "both fields are equal, or one of them is absent",
     {{"fields", ARGUMENT_PATHS, true, NULL, "the two fields"},
      {"as", ARGUMENT_WORD, false, comparisons, "how they are compared; exact unless given"},
      {"when", ARGUMENT_CONDITION, false, NULL, "only where this holds"}},
     rule_equals_field,
     NULL},
	{"unique",
     "no two records have the same values",
     {{"fields", ARGUMENT_PATHS, true, NULL, "the fields that together are unique"}},
     rule_unique,
     rule_unique_end},
	{"same-for",
     "records with an equal key have an equal field",
     {{"field", ARGUMENT_PATH, true, NULL, "the field"}, {"key", ARGUMENT_PATH, true, NULL, "the key"}},
     rule_same_for,
     rule_same_for_end},
	{"differs-from-all",
     "no record's field equals any record's key",
     {{"field", ARGUMENT_PATH, true, NULL, "the field"}, {"key", ARGUMENT_PATH, true, NULL, "the key"}},
     rule_differs,
     rule_differs_end},
	{"some-records", "a 200 has at least one record", {{0}}, NULL, rule_some_records},
	{"records",
     "the answer has at least, or at most, so many records",
     {{"least", ARGUMENT_NUMBER, false, NULL, "the smallest number"},
      {"most", ARGUMENT_NUMBER, false, NULL, "the largest number"},
      {"counts", ARGUMENT_PATH, false, NULL, "path of other elements from the root, counted instead of the records"}},
     NULL,
     rule_records},
	{"one-record",
     "exactly one element is at the path",
     {{"counts", ARGUMENT_PATH, true, NULL, "the element, from the root"},
      {"or-none", ARGUMENT_WORD, false, only_true, "no element will do, too"}},
     NULL,
     rule_one_record},
	{"absent",
     "the elements do not occur",
     {{"fields", ARGUMENT_PATHS, true, NULL, "the elements, from the root"}},
     NULL,
     rule_absent_root},
	{"present",
     "the elements occur",
     {{"fields", ARGUMENT_PATHS, true, NULL, "the elements, from the root"}},
     NULL,
     rule_present_root},
	{"at-most",
     "the number is not larger than that of the other field, if both are there",
     {{"field", ARGUMENT_PATH, true, NULL, "the smaller"}, {"limit", ARGUMENT_PATH, true, NULL, "the larger"}},
     rule_at_most,
     NULL},
	{"joined",
     "the third field is the first, a blank and the second",
     {{"fields", ARGUMENT_PATHS, true, NULL, "the two parts"}, {"to", ARGUMENT_PATH, true, NULL, "the whole"}},
     rule_joined,
     NULL},
	{"together",
     "all fields are absent or all present; with a value, all hold it or none",
     {{"fields", ARGUMENT_PATHS, true, NULL, "the fields"}, {"value", ARGUMENT_TEXT, false, NULL, "the value"}},
     rule_together,
     NULL},
	{"each",
     "every element at the path inside the record: where the first condition holds, the second does, and fields are "
     "equal",
     {{"of", ARGUMENT_PATH, true, NULL, "the repeated element"},
      {"when", ARGUMENT_CONDITION, false, NULL,
       "the premise; paths below the record, those that go through the element are of this one"},
      {"then", ARGUMENT_CONDITION, false, NULL, "the consequence"},
      {"equal", ARGUMENT_PATHS, false, NULL, "fields that hold the same where they are there"}},
     rule_each,
     NULL},
	{"unique-within",
     "no two of these elements inside one record have the same value",
     {{"of", ARGUMENT_PATH, true, NULL, "the repeated element"},
      {"field", ARGUMENT_PATH, true, NULL, "the field, below the record"},
      {"except", ARGUMENT_TEXT, false, NULL, "a value that may occur again"}},
     rule_unique_within,
     NULL},
	{"named",
     "records whose element has this name fulfil the condition",
     {{"element", ARGUMENT_TEXT, true, NULL, "name of the record's element"},
      {"then", ARGUMENT_CONDITION, true, NULL, "what holds for it"}},
     rule_named,
     NULL},
	{"named-in",
     "the element of each record has a name of the table",
     {{"table", ARGUMENT_TABLE, true, NULL, "the value table of the names"}},
     rule_named_in,
     NULL},
	{"in-array",
     "in JSON the element stands in an array, even if there is one only",
     {{"field", ARGUMENT_PATH, true, NULL, "the element"}},
     rule_in_array,
     NULL},
	{"entries",
     "each entry has one key and one value, and no key occurs twice",
     {{"field", ARGUMENT_PATH, true, NULL, "the container of the entries"}},
     rule_entries,
     NULL},
	{"csv-columns",
     "the header has the documented columns in their order",
     {{"table", ARGUMENT_TABLE, true, NULL, "the columns"}},
     NULL,
     rule_csv_columns},
	{"csv-rows", "every row has as many fields as the header", {{0}}, rule_csv_rows, NULL},
};

const struct rule_def *rule_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
	return NULL;
}

static size_t count_rooted(const struct argument *argument)
{
	size_t rooted = argument->text && argument->text[0] == '/';
	for (size_t i = 0; i < argument->count; i++)
		rooted += argument->items[i][0] == '/';
	return rooted;
}

enum rule_base rule_base(const struct rule_use *use)
{
	size_t paths = 0;
	size_t rooted = 0;
	for (size_t i = 0; i < ARGUMENTS_MAX && use->def->arguments[i].name; i++) {
		enum argument_kind kind = use->def->arguments[i].kind;
		const struct argument *argument = &use->arguments[i];
		if (!argument->given || (kind != ARGUMENT_PATH && kind != ARGUMENT_PATHS && kind != ARGUMENT_CONDITION))
			continue;
		paths += kind == ARGUMENT_PATHS ? argument->count : 1;
		rooted += kind == ARGUMENT_CONDITION ? 0 : count_rooted(argument);
	}
	if (rooted == 0)
		return RULE_BASE_RECORD;
	return rooted == paths ? RULE_BASE_ROOT : RULE_BASE_MIXED;
}

const struct rule_def *rule_all(size_t *count)
{
	*count = ARRAY_LEN(rules);
	return rules;
}

const struct argument *rule_argument(const struct rule_pass *pass, size_t n)
{
	return &pass->use->arguments[n];
}

const char *rule_sent(const struct rule_pass *pass, const char *parameter)
{
	for (size_t i = 0; i < pass->sent_count; i++)
		if (strcmp(pass->sent[i].name, parameter) == 0)
			return pass->sent[i].value;
	const struct parameter *known = endpoint_parameter(pass->endpoint, parameter);
	return known ? known->default_value : NULL;
}

/** The draft of a finding of this rule; `path` is joined to the record's. */
static struct finding_draft draft_of(const struct rule_pass *pass, const char *path)
{
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = pass->use->def->name,
		.requirement = pass->use->requirement,
		.soft = pass->use->soft,
		.path = path && path[0] == '/' ? path + 1 : path,
	};
	if (pass->below && path)
		draft.path = arena_printf(pass->scratch, "%s/%s", pass->below, path);
	if (pass->records && pass->use->def->record && !pass->below) {
		draft.path = path ? arena_printf(pass->scratch, "%s/%s", pass->records, path) : pass->records;
		draft.records = pass->records;
		draft.index = pass->index;
		draft.record = pass->record;
	}
	return draft;
}

void rule_fail_for(const struct rule_pass *pass, const struct requirement *requirement, const char *path,
                   const char *expected, struct str actual, const char *message)
{
	struct finding_draft draft = draft_of(pass, path);
	if (requirement)
		draft.requirement = requirement;
	draft.expected = expected;
	draft.actual = actual;
	draft.message = message;
	findings_add(pass->findings, &draft);
}

void rule_fail(const struct rule_pass *pass, const char *path, const char *expected, struct str actual,
               const char *message)
{
	rule_fail_for(pass, NULL, path, expected, actual, message);
}

void rule_fail_at(const struct rule_pass *pass, size_t index, const char *path, const char *expected, struct str actual,
                  const char *message)
{
	struct finding_draft draft = draft_of(pass, path);
	draft.index = index;
	draft.record = (struct str){0};
	draft.expected = expected;
	draft.actual = actual;
	draft.message = message;
	findings_add(pass->findings, &draft);
}

void rule_note(const struct rule_pass *pass, const char *path, struct str actual, const char *message)
{
	struct finding_draft draft = draft_of(pass, path);
	draft.level = LEVEL_NOTE;
	draft.actual = actual;
	draft.message = message;
	findings_add(pass->findings, &draft);
}
