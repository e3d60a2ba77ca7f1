// SPDX-License-Identifier: Apache-2.0
/* The body of an answer: its reader, its records, its skeleton. */
#include <string.h>

#include "answer_impl.h"

static bool is_judged(const struct answer *answer)
{
	return answer->options.findings && answer->reading == READING_DATA;
}

static void judge_record(struct answer *answer, const struct node *record, const char *prefix, size_t columns)
{
	struct str name = record_name(record);
	findings_set_records(answer->options.findings, &record, 1);
	const struct schema *schema = answer->response->csv ? answer->response->schema : answer->response->record_schema;
	if (schema) {
		struct schema_context context = {
			.findings = answer->options.findings,
			.scratch = answer->scratch,
			.path = prefix,
			.records = prefix,
			.index = answer->records,
			.record = name,
			.now_us = answer->now_us,
			.structure = answer_requirement(answer, BUILTIN_STRUCTURE),
			.presence = answer_requirement(answer, BUILTIN_PRESENCE),
			.type = answer_requirement(answer, BUILTIN_VALUE_TYPE),
		};
		schema_check(schema, record, &context);
	}
	struct rules_record at = {.node = record, .index = answer->records, .name = name, .row_columns = columns};
	rules_record(answer->rules, answer->scratch, &at);
	findings_set_records(answer->options.findings, NULL, 0);
}

static void take_record(struct answer *answer, const struct node *record, const char *prefix, size_t columns)
{
	if (is_judged(answer))
		judge_record(answer, record, prefix, columns);
	if (answer->reading == READING_DATA && answer->options.facts)
		facts_record(answer->options.facts, record);
	if (answer->reading == READING_DATA && answer->options.seen && prefix)
		answer->options.seen(answer->options.seen_context, prefix, record);
	if (answer->reading == READING_DATA && answer->options.fixtures)
		fixtures_offer(answer->options.fixtures, answer->options.request_index, record, answer->scratch);
	if (answer->reading == READING_DATA && answer->options.observer)
		observe_record(answer->options.observer, &answer->observed, record);
	answer->records++;
	arena_reset(answer->scratch);
}

static void on_record(void *context, const struct node *record, size_t index UNUSED)
{
	struct answer *answer = context;
	take_record(answer, record, answer->response->records, 0);
}

static void open_rules(struct answer *answer, const char *records, const char *prefix)
{
	const struct planned *planned = answer->options.planned;
	struct rules_context context = {
		.endpoint = answer->options.request->endpoint,
		.sent = answer->options.sent,
		.sent_count = answer->options.sent_count,
		.kind = planned->kind,
		.records = records,
		.record_prefix = prefix,
		.findings = answer->options.findings,
	};
	if (planned->explicit_case) {
		context.extra = planned->explicit_case->rules;
		context.extra_count = planned->explicit_case->rule_count;
	} else if (answer->options.rules) {
		context.extra = answer->options.rules;
		context.extra_count = answer->options.rule_count;
	}
	answer->rules = rules_open(answer->arena, &context);
}

/** A row of the CSV as a record: cells are named by the documented column of their place. */
static struct node *row_node(struct answer *answer, struct arena *arena, const struct str *fields, size_t count)
{
	const struct schema *schema = answer->response->schema;
	bool documented = schema && answer->csv_columns == schema->count;
	struct node *row = ARENA_NEW(arena, struct node);
	const struct node *header = answer->csv_header ? answer->csv_header->first : NULL;
	for (size_t i = 0; i < count; i++) {
		struct str name = documented && i < schema->count ? str_of(schema->fields[i].name)
		                  : header                        ? header->text
		                                                  : str_of("column");
		struct node *cell = node_add(arena, row, name);
		cell->text = (struct str){arena_copy(arena, fields[i].ptr, fields[i].len), fields[i].len};
		header = header ? header->next : NULL;
	}
	return row;
}

static void on_row(void *context, const struct str *fields, size_t count)
{
	struct answer *answer = context;
	if (count == 0)
		return; /* an empty line */
	if (!answer->csv_header) {
		answer->csv_header = row_node(answer, answer->arena, fields, count);
		answer->csv_columns = count;
		if (answer->rules)
			rules_header(answer->rules, answer->csv_header, count);
		return;
	}
	take_record(answer, row_node(answer, answer->scratch, fields, count), "row", count);
}

/** What the body looks like; where it looks like nothing, what was asked for; where either will do, what is declared. */
static enum media format_of(const struct answer *answer)
{
	const enum media all[] = {answer->sniffed, answer_asked(answer), answer->declared};
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (all[i] == MEDIA_XML || all[i] == MEDIA_JSON)
			return all[i];
	return MEDIA_XML;
}

static struct observed_answer observed_of(const struct answer *answer)
{
	return (struct observed_answer){
		.request = answer->options.request,
		.response = answer->response,
		.refusal = answer->reading == READING_MESSAGE,
		.json = answer->read_as == MEDIA_JSON,
		.sent = answer->options.sent,
		.sent_count = answer->options.sent_count,
	};
}

/** The rest of an answer that is whole; one that shows no data is no answer of the operation. */
static void observe(const struct answer *answer, const struct node *root)
{
	bool told = answer->reading == READING_DATA || answer->reading == READING_MESSAGE;
	if (answer->options.observer && told && !answer->not_offered)
		observe_root(answer->options.observer, &answer->observed, root);
}

void answer_read(struct answer *answer)
{
	const char *records = answer->response ? answer->response->records : NULL;
	bool csv = answer->response && answer->response->csv && answer->reading == READING_DATA;
	answer->read_as = format_of(answer);
	answer->is_read = true;
	answer->observed = observed_of(answer);
	if (is_judged(answer))
		open_rules(answer, records, csv ? "row" : records);
	if (csv) {
		answer->csv = csv_open(&(struct csv_sink){on_row, answer, answer->arena});
		return;
	}
	if (answer->sniffed == MEDIA_HTML || (answer->reading != READING_DATA && answer->sniffed == MEDIA_OTHER))
		return; /* judged by its content type alone */
	struct body_limits limits = body_default_limits();
	struct body_sink sink = {on_record, answer};
	answer->body =
		body_open(answer->arena, answer->read_as == MEDIA_JSON ? BODY_JSON : BODY_XML, records, &limits, &sink);
}

bool answer_feed(struct answer *answer, const char *bytes, size_t length)
{
	if (answer->csv)
		return csv_feed(answer->csv, bytes, length);
	if (answer->body)
		return body_feed(answer->body, bytes, length);
	answer->stopped = true;
	return false;
}

static void judge_soundness(const struct answer *answer, const struct body *body)
{
	bool json = answer->read_as == MEDIA_JSON;
	enum builtin builtin = json ? BUILTIN_BODY_JSON : BUILTIN_BODY_XML;
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(builtin)->check,
		.requirement = answer_requirement(answer, builtin),
		.soft = answer_is_soft(answer),
		.expected = json ? "valid JSON" : "well-formed XML",
		.actual = str_of(arena_printf(answer->arena, "%s at byte %zu", body_status_name(body->status), body->offset)),
		.message = body->message,
	};
	answer_finding(answer, &draft);
}

/** What holds all the rest is one object; an array holds any number. */
static void judge_array(const struct answer *answer, const struct body *body)
{
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(BUILTIN_ROOT)->check,
		.requirement = answer_requirement(answer, BUILTIN_ROOT),
		.expected = "a JSON object",
		.actual = str_of("an array"),
		.message = "the answer stands in an array",
	};
	if (body->in_array)
		answer_finding(answer, &draft);
}

/** The name of the root element: printed in the guide, compared without case; JSON may drop it. */
static void judge_root(const struct answer *answer, const struct body *body)
{
	const struct schema *schema = answer->response ? answer->response->schema : NULL;
	if (!schema || !schema->root || !body->root_present || str_is_nocase(body->root->name, schema->root))
		return;
	for (size_t i = 0; i < schema->root_alias_count; i++)
		if (str_is_nocase(body->root->name, schema->root_aliases[i]))
			return;
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(BUILTIN_ROOT)->check,
		.requirement = answer_requirement(answer, BUILTIN_ROOT),
		.expected = schema->root,
		.actual = body->root->name,
		.message = "the answer is wrapped in another element",
	};
	answer_finding(answer, &draft);
}

static void judge_data(struct answer *answer, const struct body *body)
{
	struct schema_context context = {
		.findings = answer->options.findings,
		.scratch = answer->scratch,
		.path = "",
		.streamed = answer->response->records,
		.streamed_count = body->records,
		.now_us = answer->now_us,
		.structure = answer_requirement(answer, BUILTIN_STRUCTURE),
		.presence = answer_requirement(answer, BUILTIN_PRESENCE),
		.type = answer_requirement(answer, BUILTIN_VALUE_TYPE),
	};
	findings_set_records(answer->options.findings, (const struct node *const[]){body->root}, 1);
	judge_root(answer, body);
	if (answer->response->schema)
		schema_check(answer->response->schema, body->root, &context);
	rules_answer(answer->rules, answer->scratch, body->root, body->records);
}

static bool has_message(const struct node *root)
{
	const struct node *message = root ? node_search(root, "message") : NULL;
	const struct node *messages = root ? node_search(root, "messages") : NULL;
	return (message && !node_is_empty(message)) || (messages && str_trim(messages->text).len);
}

/** A server without an optional operation answers with a 404 of its own, not with a message of the API. */
static bool is_not_offered(const struct answer *answer, int status, const struct node *root)
{
	return status == 404 && answer->options.request->endpoint->may_be_absent && !has_message(root);
}

/** An error answer says why, in the format asked for. */
static void judge_message(const struct answer *answer, const struct node *root)
{
	if (has_message(root))
		return;
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(BUILTIN_MESSAGE)->check,
		.requirement = answer_requirement(answer, BUILTIN_MESSAGE),
		.soft = answer_is_soft(answer),
		.path = "messages/message",
		.expected = "a message that explains the error, in the format asked for",
		.message = "the error answer holds no message",
	};
	answer_finding(answer, &draft);
}

/** A step that waits for a refusal, or says so, has rules about its words; those of the operation are about data. */
static void judge_refusal(struct answer *answer, const struct node *root)
{
	const struct planned *planned = answer->options.planned;
	struct endpoint bare = *answer->options.request->endpoint;
	bool judged = planned->step && planned->step->refusals;
	for (size_t i = 0; i < planned->expect_count && !judged; i++)
		if (planned->expect[i] == 200)
			return;
	bare.rule_count = 0;
	struct rules_context context = {
		.endpoint = &bare,
		.sent = answer->options.sent,
		.sent_count = answer->options.sent_count,
		.kind = planned->kind,
		.extra = answer->options.rules,
		.extra_count = answer->options.rule_count,
		.findings = answer->options.findings,
	};
	struct rules *rules = rules_open(answer->arena, &context);
	rules_answer(rules, answer->scratch, root, 0);
	rules_close(rules);
}

/** A 401 must not carry what only an authorised user may see. */
static void judge_leak(const struct answer *answer, const struct body *body)
{
	bool single = body->root && (node_search(body->root, "uuid") || node_search(body->root, "principal"));
	if (body->records == 0 && !single)
		return;
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(BUILTIN_LEAK)->check,
		.requirement = answer_requirement(answer, BUILTIN_LEAK),
		.expected = "no data",
		.actual = str_of(arena_printf(answer->arena, "%zu records", body->records)),
		.message = "the answer refuses access, and gives the data all the same",
	};
	answer_finding(answer, &draft);
}

static bool conclude_csv(struct answer *answer)
{
	const char *message = NULL;
	size_t line = csv_line(answer->csv);
	bool sound = csv_close(answer->csv, &message);
	answer->csv = NULL;
	if (answer->rules)
		rules_answer(answer->rules, answer->scratch, answer->csv_header, answer->records);
	if (!sound) {
		struct finding_draft draft = {
			.level = LEVEL_FAILURE,
			.check = builtin_check(BUILTIN_BODY_CSV)->check,
			.requirement = answer_requirement(answer, BUILTIN_BODY_CSV),
			.expected = "CSV (RFC 4180)",
			.actual = str_of(arena_printf(answer->arena, "line %zu", line)),
			.message = message,
		};
		answer_finding(answer, &draft);
	}
	return sound;
}

static void judge_body(struct answer *answer, const struct body *body)
{
	if (answer->reading == READING_LEAK) {
		judge_leak(answer, body);
		return;
	}
	if (body->status != BODY_OK)
		judge_soundness(answer, body);
	judge_array(answer, body);
	if (answer->reading == READING_MESSAGE) {
		judge_root(answer, body);
		judge_message(answer, body->root);
		if (body->status == BODY_OK && answer->options.findings && answer->options.planned && answer->options.rule_count)
			judge_refusal(answer, body->root);
	} else if (body->status == BODY_OK && is_judged(answer)) {
		judge_data(answer, body);
	}
}

bool answer_conclude(struct answer *answer, int status)
{
	bool sound = true;
	const struct node *root = NULL;
	if (!answer->is_read && status && answer->reading != READING_NOTHING) {
		answer_read(answer); /* little came, or nothing */
		answer_feed(answer, answer->beginning, answer->beginning_length);
	}
	if (answer->csv) {
		sound = conclude_csv(answer);
	} else if (answer->body) {
		struct body body = body_close(answer->body);
		answer->body = NULL;
		sound = body.status == BODY_OK;
		root = body.root;
		if (sound && root && answer->reading == READING_DATA && answer->options.seen)
			answer->options.seen(answer->options.seen_context, NULL, root);
		answer->not_offered = is_not_offered(answer, status, root);
		if (status && !answer->not_offered)
			judge_body(answer, &body);
		if (status && sound)
			observe(answer, root);
	} else if (answer->reading == READING_MESSAGE || answer->reading == READING_DATA) {
		sound = false;
		answer->not_offered = is_not_offered(answer, status, NULL);
		if (status && !answer->not_offered && answer->reading == READING_MESSAGE)
			judge_message(answer, NULL);
	}
	if (answer->options.facts)
		facts_end(answer->options.facts, root, status, sound);
	if (answer->rules)
		rules_close(answer->rules);
	answer->rules = NULL;
	return sound;
}
