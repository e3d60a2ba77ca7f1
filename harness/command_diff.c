// SPDX-License-Identifier: Apache-2.0
/* diff: what changed between two runs, by their records. */
#include <string.h>

#include "command.h"
#include "diff_report.h"
#include "report.h"
#include "verdict.h"

static bool write_report(const struct command_context *context, const struct diff *diff, const struct report_wish *wish)
{
	struct diff_look look = {
		.verbose = context->options->verbose,
		.color = report_color(context->options->color, stdout) && wish->file[0] == '-' && !wish->file[1],
	};
	return diff_report_write(diff_format_require(wish->format, context->diag), diff, wish->file, &look, context->diag) ==
	       0;
}

/** The text is for the screen, unless it goes into a file or something else is to be printed. */
static bool takes_screen(const struct options *options)
{
	for (size_t i = 0; i < options->report_count; i++)
		if (strcmp(options->reports[i].format, "text") == 0 || strcmp(options->reports[i].file, "-") == 0)
			return true;
	return false;
}

int command_diff(const struct command_context *context)
{
	static const struct report_wish screen = {"text", "-"};
	const struct options *options = context->options;
	for (size_t i = 0; i < options->report_count; i++)
		diff_format_require(options->reports[i].format, context->diag);
	if (diag_errors(context->diag))
		return EXIT_USAGE;
	const struct diff *diff = diff_runs(context->arena, options->operands[0], options->operands[1], context->diag);
	if (!diff)
		return EXIT_USAGE;
	bool written = takes_screen(options) || write_report(context, diff, &screen);
	for (size_t i = 0; i < options->report_count; i++)
		written = write_report(context, diff, &options->reports[i]) && written;
	if (!written)
		return EXIT_HARNESS;
	return diff->relevant ? EXIT_NONCONFORMANT : EXIT_CONFORMANT;
}
