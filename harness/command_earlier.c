// SPDX-License-Identifier: Apache-2.0
/* What the record of an earlier run tells: the cases that failed or gave no verdict (--last-failed), and the objects (--fixtures-from). */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "record.h"

const char *command_report_file(const struct command_context *context, const char *format, const char *name)
{
	const struct options *options = context->options;
	for (size_t i = 0; i < options->report_count; i++)
		if (strcmp(options->reports[i].format, format) == 0)
			return options->reports[i].file;
	return arena_printf(context->arena, "%s/%s", options->report_dir, name);
}

bool command_last_failed(const struct command_context *context, const char ***ids, size_t *count)
{
	const char *file = command_report_file(context, "json", "run.jsonl");
	struct record_reader *reader = record_open(file, context->diag);
	if (!reader) {
		diag_hint(context->diag,
		          "--last-failed reads the record of a run that came before; --report-dir says where it is");
		return false;
	}
	struct arena *arena = arena_new();
	struct record_line line;
	enum record_kind kind;
	while ((kind = record_next(reader, arena, &line)) != RECORD_END && kind != RECORD_BROKEN) {
		bool again =
			kind == RECORD_RESULT && (line.result.verdict == VERDICT_FAIL || line.result.verdict == VERDICT_ERROR);
		if (again)
			ARENA_PUSH(context->arena, *ids, *count, arena_string(context->arena, line.result.id));
		arena_reset(arena);
	}
	arena_free(arena);
	record_done(reader);
	if (kind == RECORD_END && *count == 0)
		fprintf(stderr, "epmm-conform: nothing failed in the last run; all cases are taken\n");
	return kind == RECORD_END;
}

bool command_earlier_objects(const struct command_context *context, const char **objects)
{
	const char *file = context->options->fixtures_from;
	if (!file)
		return true;
	struct record_reader *reader = record_open(file, context->diag);
	if (!reader)
		return false;
	struct arena *arena = arena_new();
	struct record_line line;
	enum record_kind kind;
	bool ended = false;
	while ((kind = record_next(reader, arena, &line)) != RECORD_END && kind != RECORD_BROKEN) {
		if (kind == RECORD_SUMMARY) {
			ended = true;
			*objects = arena_string(context->arena, line.summary.fixtures);
		}
		arena_reset(arena);
	}
	arena_free(arena);
	record_done(reader);
	if (kind == RECORD_END && !ended)
		diag_error(context->diag, (struct position){.file = file}, "the record has no summary: the run did not end");
	return kind == RECORD_END && ended;
}
