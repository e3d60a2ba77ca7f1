// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "formats.h"
#include "outfile.h"

const struct report_format report_formats[] = {
	{
		.name = "text",
		.summary = "for people: failures first, one line at the end",
		.write = write_text,
	},
	{
		.name = "junit",
		.file = "junit.xml",
		.summary = "JUnit XML for Jenkins, GitLab, GitHub and Azure",
		.write = write_junit,
		.check = check_junit,
	},
	{
		.name = "html",
		.file = "report.html",
		.summary = "one page for people: charts, matrix, failures with request and response",
		.write = write_html,
	},
	{
		.name = "json",
		.file = "run.jsonl",
		.summary = "the run record, JSON Lines: every other report is made from it",
		.write = write_json,
	},
	{
		.name = "tap",
		.file = "run.tap",
		.summary = "TAP 14",
		.write = write_tap,
	},
	{
		.name = "csv",
		.file = "findings.csv",
		.summary = "a row per finding, for spreadsheets",
		.write = write_csv,
	},
	{
		.name = "github",
		.summary = "annotations for GitHub Actions, to be printed: github=-",
		.write = write_github,
	},
	{
		.name = "markdown",
		.file = "summary.md",
		.summary = "counts and failures, for $GITHUB_STEP_SUMMARY and merge requests",
		.write = write_markdown,
	},
	{0},
};

const struct report_format *report_find(const char *name)
{
	for (const struct report_format *format = report_formats; format->name; format++)
		if (strcmp(format->name, name) == 0)
			return format;
	return NULL;
}

const struct report_format *report_require(const char *name, struct diag *diag)
{
	const struct report_format *found = report_find(name);
	if (found)
		return found;
	const char *names[ARRAY_LEN(report_formats)];
	struct text all = text_new(SIZE_MAX / 4);
	size_t count = 0;
	for (; report_formats[count].name; count++) {
		names[count] = report_formats[count].name;
		text_printf(&all, "%s%s", count ? ", " : "", names[count]);
	}
	const char *near = text_nearest(name, names, count);
	diag_error(diag, (struct position){0}, "there is no report format `%s`", name);
	if (near)
		diag_hint(diag, "did you mean `%s`?", near);
	else
		diag_hint(diag, "formats: %s", text_str(&all));
	text_free(&all);
	return NULL;
}

static bool write_and_check(const struct report_format *format, const struct run_index *index, struct outfile *file,
                            const struct report_options *options, struct diag *diag)
{
	FILE *stream = outfile_stream(file);
	if (!format->write(index, stream, options, diag) || outfile_flush(file, diag) != 0)
		return false;
	rewind(stream);
	return !format->check || format->check(stream, diag);
}

int report_write(const struct report_format *format, const struct run_index *index, const char *out,
                 const struct report_options *options, struct diag *diag)
{
	static const struct report_options plain = {0};
	struct outfile *file = outfile_create(out, diag);
	if (file && write_and_check(format, index, file, options ? options : &plain, diag))
		return outfile_commit(file, diag);
	outfile_abandon(file);
	return -1;
}

bool report_color(const char *when, FILE *stream)
{
	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	const char *terminal = getenv("TERM");
	const char *refused = getenv("NO_COLOR");
	return isatty(fileno(stream)) && terminal && strcmp(terminal, "dumb") != 0 && !(refused && *refused);
}
