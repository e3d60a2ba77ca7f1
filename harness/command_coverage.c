// SPDX-License-Identifier: Apache-2.0
/* coverage: what the guide documents, what is described, what a run exercised, what is left. */
#include <stdio.h>

#include "command.h"
#include "coverage.h"
#include "verdict.h"

static int tell(const struct command_context *context, const struct coverage *coverage)
{
	const struct options *options = context->options;
	bool open = coverage_open(coverage) > 0;
	if (options->json)
		coverage_print_json(coverage, stdout);
	else if (options->open || options->check)
		coverage_print_open(coverage, stdout);
	else
		coverage_print(coverage, stdout);
	return options->check && open ? EXIT_NONCONFORMANT : EXIT_CONFORMANT;
}

int command_coverage(const struct command_context *context)
{
	const struct options *options = context->options;
	if (options->ledger) {
		coverage_print_ledger(context->catalogue, carriers_gather(context->arena, context->catalogue), stdout);
		return EXIT_CONFORMANT;
	}
	const struct guide *guide = guide_read(context->arena, context->data_dir, context->diag);
	if (!guide)
		return EXIT_USAGE;
	const char *run = options->operand_count ? options->operands[0] : NULL;
	struct exercised *exercised = exercised_new(context->arena, guide, context->catalogue);
	if (run && !exercised_take_run(exercised, run, context->diag))
		return EXIT_USAGE;
	struct coverage *coverage = coverage_make(context->arena, context->catalogue, guide, exercised);
	coverage->run = run;
	return tell(context, coverage);
}
