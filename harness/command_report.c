// SPDX-License-Identifier: Apache-2.0
/* report: the reports of an earlier run, made from its record. */
#include "command.h"
#include "report.h"
#include "run_index.h"
#include "verdict.h"

int command_report(const struct command_context *context)
{
	const struct options *options = context->options;
	for (size_t i = 0; i < options->report_count; i++)
		report_require(options->reports[i].format, context->diag);
	junit_profile_known(options->junit_profile, context->diag);
	if (diag_errors(context->diag))
		return EXIT_USAGE;
	struct run_index *index = run_index_open(options->from, context->diag);
	if (!index)
		return EXIT_HARNESS;
	bool failed = false;
	for (size_t i = 0; i < options->report_count; i++) {
		const struct report_wish *wish = &options->reports[i];
		struct report_options look = {
			.verbose = options->verbose,
			.color = report_color(options->color, stdout),
			.junit_profile = options->junit_profile,
		};
		failed |= report_write(report_find(wish->format), index, wish->file, &look, context->diag) != 0;
	}
	run_index_close(index);
	return failed ? EXIT_HARNESS : EXIT_CONFORMANT;
}
