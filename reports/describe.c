// SPDX-License-Identifier: Apache-2.0
#include "describe.h"

enum { ROOM = 1 << 20 };

void describe_headline(struct text *out, const struct finding *finding)
{
	if (finding->message && *finding->message)
		text_puts(out, finding->message);
	else if (finding->level == LEVEL_NOTE)
		text_puts(out, finding->check);
	else
		text_printf(out, "the check '%s' does not hold", finding->check);
}

void describe_guide(struct text *out, const struct result *result, const struct finding *finding)
{
	const char *section = finding->section ? finding->section : result->section;
	if (section)
		text_puts(out, section);
	if (section && result->page && (!finding->section || !result->section || str_is(str_of(section), result->section)))
		text_printf(out, ", page %u", result->page);
	if (finding->requirement)
		text_printf(out, "%s%s", out->len ? " · " : "", finding->requirement);
	if (finding->strength)
		text_printf(out, "%s%s", finding->requirement ? " " : out->len ? " · " : "", finding->strength);
}

static void field_of(struct layout *layout, const char *label, struct text *value)
{
	layout_field(layout, label, value->len ? text_str(value) : NULL);
	text_clear(value);
}

void describe_finding(struct layout *layout, const struct result *result, const struct finding *finding)
{
	struct text value = text_new(ROOM);
	if (finding->level != LEVEL_FAILURE && finding->level != LEVEL_ERROR)
		text_printf(&value, "%s: ", level_name(finding->level));
	describe_headline(&value, finding);
	field_of(layout, NULL, &value);
	layout_field(layout, "at", finding->path);
	layout_field(layout, "record", finding->record);
	layout_field(layout, "expected", finding->expected);
	layout_field(layout, "actual", finding->actual);
	describe_guide(&value, result, finding);
	field_of(layout, "guide", &value);
	if (finding->times > 1)
		text_printf(&value, "%zu, of which the first is shown", finding->times);
	field_of(layout, "times", &value);
	text_free(&value);
}

static void describe_answer(struct layout *layout, const struct exchange *exchange)
{
	struct text value = text_new(ROOM);
	if (exchange->trouble)
		text_puts(&value, exchange->trouble);
	if (exchange->status)
		text_printf(&value, "%s%d", value.len ? " · " : "", exchange->status);
	if (exchange->content_type)
		text_printf(&value, " · %s", exchange->content_type);
	if (exchange->status) {
		text_puts(&value, " · ");
		layout_bytes(&value, exchange->bytes);
	}
	text_puts(&value, value.len ? " · " : "none · ");
	layout_duration(&value, exchange->duration_us);
	field_of(layout, "answer", &value);
	text_free(&value);
}

static void describe_exchange(struct layout *layout, const struct exchange *exchange, size_t excerpt)
{
	struct text value = text_new(ROOM);
	text_printf(&value, "%s %s", exchange->method, exchange->url);
	layout_verbatim(layout, "sent", text_str(&value));
	text_free(&value);
	describe_answer(layout, exchange);
	if (excerpt && exchange->excerpt && *exchange->excerpt)
		layout_lines(layout, "body", exchange->excerpt, excerpt);
	layout_verbatim(layout, "repeat", exchange->curl);
}

/** Only what decided the verdict; warnings and notes are told elsewhere. */
static void describe_findings(struct layout *layout, const struct result *result, size_t most)
{
	const struct finding *gravest = result_gravest(result);
	size_t told = 0;
	size_t left = 0;
	for (size_t i = 0; i < result->finding_count; i++) {
		const struct finding *finding = &result->findings[i];
		bool counts = finding->level == LEVEL_FAILURE || finding->level == LEVEL_ERROR || finding == gravest;
		if (!counts)
			continue;
		if (told++ >= most) {
			left++;
			continue;
		}
		layout_gap(layout);
		describe_finding(layout, result, finding);
	}
	if (!left)
		return;
	struct text value = text_new(ROOM);
	text_puts(&value, "… and ");
	layout_count(&value, left, "more finding");
	layout_gap(layout);
	field_of(layout, NULL, &value);
	text_free(&value);
}

void describe_case(struct layout *layout, const struct result *result, const struct describe_limits *limits)
{
	layout_field(layout, "because", result->because);
	layout_field(layout, "reason", result->reason);
	struct text value = text_new(ROOM);
	if (result->file)
		text_printf(&value, result->line ? "%s:%u" : "%s", result->file, result->line);
	field_of(layout, "case", &value);
	text_free(&value);
	describe_findings(layout, result, limits->findings);
	size_t first = result->exchange_count > limits->exchanges ? result->exchange_count - limits->exchanges : 0;
	for (size_t i = first; i < result->exchange_count; i++) {
		layout_gap(layout);
		describe_exchange(layout, &result->exchanges[i], limits->excerpt);
	}
}
