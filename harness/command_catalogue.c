// SPDX-License-Identifier: Apache-2.0
/* How much of the catalogue a command needs: a look at single cases or files does not read all others. */
#include <string.h>

#include "command.h"

/** A run or plan for real servers needs all schemas: privacy asks them, and some reads prove that an id is nobody's. */
static bool is_for_emulator(const struct options *options)
{
	enum target_kind kind = TARGET_PRODUCTION;
	bool file = options->target && !command_target_is_url(options->target);
	if (file && !load_target_alone(options->target, &kind))
		return false;
	return options->kind ? strcmp(options->kind, target_kind_name(TARGET_EMULATOR)) == 0 : kind == TARGET_EMULATOR;
}

/** list only names the cases; what the target file says of operations would still be looked up. */
static bool is_unrestricted(const struct options *options)
{
	enum target_kind kind;
	return !options->target || command_target_is_url(options->target) || load_target_alone(options->target, &kind);
}

/** Options that look at cases or schemas beyond those that --select names. */
static bool looks_further(const struct options *options)
{
	return options->last_failed || options->known || options->privacy || options->resolve || options->plan;
}

static bool is_about_cases(const struct options *options)
{
	if (!options->select_count || looks_further(options))
		return false;
	return options->command == COMMAND_LIST
	           ? is_unrestricted(options)
	           : (options->command == COMMAND_RUN || options->command == COMMAND_PLAN) && is_for_emulator(options);
}

/** True when the files have no mistakes in this catalogue, which is enough: they refer to nothing that it lacks. */
static bool are_good(const struct command_context *context, const struct catalogue *catalogue)
{
	struct diag *diag = diag_new(NULL);
	bool good = true;
	for (size_t i = 0; i < context->options->operand_count && good; i++)
		good = load_lint(catalogue, context->options->operands[i], diag);
	diag_free(diag);
	return good;
}

const struct catalogue *command_catalogue(const struct command_context *context)
{
	const struct options *options = context->options;
	const struct catalogue *catalogue = NULL;
	struct load_wish wish = {0};
	if (is_about_cases(options)) {
		wish = (struct load_wish){.cases = options->select,
		                          .case_count = options->select_count,
		                          .suite = options->suite ? options->suite : "readonly"};
		catalogue = load_narrow(context->arena, context->data_dir, &wish);
	} else if (options->command == COMMAND_LINT && options->operand_count) {
		wish = (struct load_wish){.files = options->operands, .file_count = options->operand_count};
		catalogue = load_narrow(context->arena, context->data_dir, &wish);
		if (catalogue && !are_good(context, catalogue)) {
			load_release(catalogue);
			catalogue = NULL;
		}
	}
	return catalogue ? catalogue : load_catalogue(context->arena, context->data_dir, context->diag);
}
