// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "csv.h"
#include "describe.h"
#include "escape.h"
#include "formats.h"

enum { ROOM = 1 << 20, FIELD_MAX = 4000 };

static const char header[] =
	"case,area,operation,verdict,level,check,requirement,strength,section,path,record,expected,"
	"actual,message,times,status,url\r\n";

/**
 * One field. A spreadsheet takes what begins with one of these for a formula; an apostrophe makes it text.
 */
static void field(FILE *out, const char *value, bool last)
{
	struct text line = text_new(ROOM);
	if (value && *value && strchr("=+-@", *value))
		text_putc(&line, '\'');
	escape_line(&line, value, FIELD_MAX);
	csv_put(out, (struct str){text_str(&line), line.len});
	fputs(last ? "\r\n" : ",", out);
	text_free(&line);
}

static void write_row(FILE *out, const struct result *result, const struct finding *finding)
{
	const struct exchange *exchange =
		result->exchange_count ? &result->exchanges[result->exchange_count - 1] : &(struct exchange){0};
	struct text message = text_new(ROOM);
	char times[24], status[24];
	describe_headline(&message, finding);
	snprintf(times, sizeof(times), "%zu", finding->times);
	snprintf(status, sizeof(status), "%d", exchange->status);
	const char *const values[] = {
		result->id,
		result->area,
		result->operation,
		verdict_name(result->verdict),
		level_name(finding->level),
		finding->check,
		finding->requirement,
		finding->strength,
		finding->section ? finding->section : result->section,
		finding->path,
		finding->record,
		finding->expected,
		finding->actual,
		text_str(&message),
		times,
		status,
		exchange->url,
	};
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		field(out, values[i], i + 1 == ARRAY_LEN(values));
	text_free(&message);
}

/** A case that was not reached has no finding; its reason stands for one. */
static void write_rows(void *out, UNUSED size_t n, UNUSED const struct indexed_case *indexed, const struct result *result)
{
	for (size_t i = 0; i < result->finding_count; i++)
		write_row(out, result, &result->findings[i]);
	if (result->finding_count || !result->reason)
		return;
	enum level level = result->verdict == VERDICT_SKIP || result->verdict == VERDICT_KNOWN ? LEVEL_NOTE : LEVEL_ERROR;
	struct finding reason = {.level = level, .check = "reason", .message = result->reason, .times = 1};
	write_row(out, result, &reason);
}

bool write_csv(const struct run_index *run, FILE *out, UNUSED const struct report_options *options, struct diag *diag)
{
	fputs(header, out);
	return run_index_each(run, write_rows, out, diag);
}
