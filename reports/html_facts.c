// SPDX-License-Identifier: Apache-2.0
/* What the HTML report knows of a run before it writes: counts, the matrix, groups of findings, durations. */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "html.h"

enum { MATTERS_MAX = 500, ROOM = 1 << 16 };

const int64_t html_bucket_ends[HTML_BUCKETS] = {1000,   3000,    10000,   30000,    100000,
                                                300000, 1000000, 3000000, 10000000, INT64_MAX};

const char *const html_columns[HTML_COLUMNS] = {"ok",         "twin",   "accept", "missing", "invalid",
                                                "unknown-id", "method", "auth",   "role",    "other"};

const char *const html_formats[HTML_FORMATS] = {"xml", "json", "csv", "none"};

/** How grave a verdict is, for the cell of several cases. */
static const int gravity[HTML_VERDICTS] =
	{[VERDICT_SKIP] = 0, [VERDICT_PASS] = 1, [VERDICT_KNOWN] = 2, [VERDICT_ERROR] = 3, [VERDICT_FAIL] = 4};

static size_t find_word(const char *const *words, size_t count, struct str word)
{
	for (size_t i = 0; i + 1 < count; i++)
		if (str_is(word, words[i]))
			return i;
	return count - 1;
}

static void count_case(struct html_counts *counts, const struct indexed_case *indexed, const struct result *result)
{
	counts->verdicts[indexed->verdict]++;
	counts->warnings += indexed->warnings;
	counts->duration_us += result->duration_us;
}

static void take_place(struct html_page *page, size_t n, const struct result *result)
{
	const struct indexed_case *cases = page->run->cases;
	bool new_operation = n == 0 || cases[n].group != cases[n - 1].group;
	bool new_area = !page->area_count || strcmp(page->areas[page->area_count - 1].name, result->area) != 0;
	if (new_area) {
		struct html_area area = {.name = arena_string(page->arena, result->area), .first = page->operation_count};
		ARENA_PUSH(page->arena, page->areas, page->area_count, area);
	}
	struct html_area *area = &page->areas[page->area_count - 1];
	if (new_operation || new_area) {
		struct html_operation operation = {.area = area->name,
		                                   .name = arena_string(page->arena, result->operation),
		                                   .first = n};
		ARENA_PUSH(page->arena, page->operations, page->operation_count, operation);
		area->operations++;
	}
	struct html_operation *operation = &page->operations[page->operation_count - 1];
	operation->count++;
	count_case(&operation->counts, &cases[n], result);
	count_case(&area->counts, &cases[n], result);
}

static void take_cell(struct html_page *page, size_t n, const struct result *result)
{
	struct html_operation *operation = &page->operations[page->operation_count - 1];
	struct str kind = {result->kind, strcspn(result->kind, ".")};
	size_t column = find_word(html_columns, HTML_COLUMNS, kind);
	size_t format = find_word(html_formats, HTML_FORMATS, str_of(result->format));
	struct html_cell *cell = &operation->cells[column][format];
	size_t before = 0;
	for (size_t i = 0; i < HTML_VERDICTS; i++)
		before += cell->verdicts[i];
	cell->verdicts[result->verdict]++;
	if (!before || gravity[result->verdict] > gravity[page->run->cases[cell->worst].verdict])
		cell->worst = n;
}

static void add_matter(struct html_page *page, struct html_matters *matters, const struct html_matter *matter)
{
	for (size_t i = 0; i < matters->count; i++) {
		struct html_matter *row = &matters->rows[i];
		if (strcmp(row->key, matter->key) != 0)
			continue;
		row->cases += row->last != matter->last;
		row->last = matter->last;
		row->times += matter->times;
		return;
	}
	if (matters->count >= MATTERS_MAX) {
		matters->beyond++;
		return;
	}
	struct html_matter row = *matter;
	row.key = arena_string(page->arena, matter->key);
	row.text = arena_string(page->arena, matter->text);
	row.requirement = arena_string(page->arena, matter->requirement);
	row.strength = arena_string(page->arena, matter->strength);
	row.path = arena_string(page->arena, matter->path);
	ARENA_PUSH(page->arena, matters->rows, matters->count, row);
}

/** A path without the numbers of records: "alerts/alert/userName". */
static void add_general_path(struct text *key, const char *path)
{
	for (const char *at = path ? path : ""; *at; at++) {
		if (*at == '[' && at[1] != '\0' && strchr("0123456789", at[1]))
			at += strcspn(at, "]");
		if (!*at)
			return;
		if (*at != ']')
			text_putc(key, *at);
	}
}

/** Findings of the same requirement, in the same place and in the same words are one matter. */
static void add_finding(struct html_page *page, size_t n, struct html_matters *matters, const struct finding *finding)
{
	struct text text = text_new(ROOM);
	struct text key = text_new(ROOM);
	describe_headline(&text, finding);
	text_printf(&key, "%s|%s|%s|", finding->requirement ? finding->requirement : "", finding->check, text_str(&text));
	add_general_path(&key, finding->path);
	struct html_matter matter = {
		.key = text_str(&key),
		.text = text_str(&text),
		.requirement = finding->requirement,
		.strength = finding->strength,
		.path = finding->path,
		.first = n,
		.last = n,
		.cases = 1,
		.times = finding->times ? finding->times : 1,
	};
	add_matter(page, matters, &matter);
	text_free(&text);
	text_free(&key);
}

static void add_reason(struct html_page *page, size_t n, struct html_matters *matters, const char *reason)
{
	const char *text = reason ? reason : "no reason given";
	struct html_matter matter = {.key = text, .text = text, .first = n, .last = n, .cases = 1, .times = 1};
	add_matter(page, matters, &matter);
}

static void take_matters(struct html_page *page, size_t n, const struct result *result)
{
	bool known = result->verdict == VERDICT_KNOWN;
	struct html_matters *by_level[] = {
		[LEVEL_NOTE] = &page->notes,
		[LEVEL_WARNING] = &page->warnings,
		[LEVEL_FAILURE] = &page->failures,
		[LEVEL_ERROR] = &page->failures,
	};
	for (size_t i = 0; i < result->finding_count; i++)
		if (!known || result->findings[i].level < LEVEL_FAILURE)
			add_finding(page, n, by_level[result->findings[i].level], &result->findings[i]);
	if (known)
		add_reason(page, n, &page->known, result->reason);
	if (result->verdict == VERDICT_SKIP)
		add_reason(page, n, &page->skips, result->reason);
	if (result->verdict == VERDICT_ERROR && !result->finding_count)
		add_reason(page, n, &page->failures, result->reason);
}

static void take_duration(struct html_page *page, size_t n, const struct result *result)
{
	const struct indexed_case *cases = page->run->cases;
	if (!result->exchange_count)
		return;
	size_t bucket = 0;
	while (result->duration_us >= html_bucket_ends[bucket] && bucket + 1 < HTML_BUCKETS)
		bucket++;
	page->buckets[bucket]++;
	page->timed++;
	size_t at = page->slowest_count;
	while (at && cases[page->slowest[at - 1]].duration_ms < cases[n].duration_ms)
		at--;
	if (at == HTML_SLOWEST)
		return;
	page->slowest_count += page->slowest_count < HTML_SLOWEST;
	memmove(&page->slowest[at + 1], &page->slowest[at], (page->slowest_count - at - 1) * sizeof(page->slowest[0]));
	page->slowest[at] = n;
}

static void take_case(void *context, size_t n, UNUSED const struct indexed_case *indexed, const struct result *result)
{
	struct html_page *page = context;
	take_place(page, n, result);
	take_cell(page, n, result);
	take_matters(page, n, result);
	take_duration(page, n, result);
}

static int compare_matters(const void *a, const void *b)
{
	const struct html_matter *left = a;
	const struct html_matter *right = b;
	if (left->cases != right->cases)
		return left->cases < right->cases ? 1 : -1;
	return strcmp(left->key, right->key);
}

static void sort_matters(struct html_matters *matters)
{
	if (matters->count)
		qsort(matters->rows, matters->count, sizeof(*matters->rows), compare_matters);
}

/** Which cases are told in full: the first of those that failed or have no verdict but were reached. */
static void choose_articles(struct html_page *page)
{
	static const enum verdict grave[] = {VERDICT_FAIL, VERDICT_ERROR};
	size_t left = HTML_ARTICLES;
	page->told = ARENA_ARRAY(page->arena, bool, page->run->count + 1);
	for (size_t g = 0; g < ARRAY_LEN(grave); g++)
		for (size_t i = 0; i < page->run->count && left; i++)
			if (page->run->cases[i].verdict == grave[g]) {
				page->told[i] = true;
				left--;
			}
}

bool html_gather(struct html_page *page, struct diag *diag)
{
	if (!run_index_each(page->run, take_case, page, diag))
		return false;
	sort_matters(&page->failures);
	sort_matters(&page->warnings);
	sort_matters(&page->notes);
	sort_matters(&page->skips);
	sort_matters(&page->known);
	choose_articles(page);
	return true;
}

const struct guide_statement *html_statement(const struct html_page *page, const char *id)
{
	const struct run_summary *summary = &page->run->summary;
	for (size_t i = 0; id && i < summary->statement_count; i++)
		if (strcmp(summary->statements[i].id, id) == 0)
			return &summary->statements[i];
	return NULL;
}
