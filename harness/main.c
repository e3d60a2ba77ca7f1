// SPDX-License-Identifier: Apache-2.0
/*
 * epmm-conform: is this server an Ivanti EPMM v1 Web Service API as the guide describes it?
 *
 * The way of the data, and the files of each stage:
 *
 *   options    the command line                     options credentials* datadir access*
 *   command    what each command does               command command_target command_run command_tell command_report
 *                                                   command_earlier command_resolve command_cleanup command_known
 *                                                   command_judge command_reference command_session
 *                                                   command_prepare command_catalogue
 *   load       YAML and CSV to the model            load* yaml_tree csv model
 *   derive     descriptions to cases                derive* bindings planned safety safety_path safety_impl
 *   plan       cases to ordered requests, skips     plan* fixture objects resolve
 *   gate       what may leave, and how it comes back   gate safety_objects ownership journal* undo
 *   run        requests to answers to results       run run_impl run_job run_case run_chain run_privacy
 *                                                run_requirements
 *                                                   address exchange
 *     wire       the target, or a recording           wire tape* taped
 *       http       requests over libcurl                http*
 *     answer     one answer while it arrives          answer answer_impl answer_body builtin media
 *       body       bytes to nodes                       body* node
 *       schema     nodes against what is promised       schema* value_type* table decimal moment condition pattern
 *       rules      semantic rules                       rules rule rule_pass rule_table rule_record rule_each rule_list
 *                                                   rule_answer rule_state rule_expand
 *       findings   what did not hold                    findings
 *     relate     several answers                      relate* relation facts compare words
 *     observe    what the answers looked like         observe*
 *   results    what is kept and told                verdict results record* rounds mask* digest curl_line outfile
 *   diff       what changed between two runs         diff* command_diff
 *   privacy    what stands for personal values      privacy scrub
 *   coverage   what is described and was exercised   coverage* exercised carriers guide
 *                                                command_coverage
 *   known      failures that are accepted            known
 *   base       everybody's tools                    arena text diag
 *
 * Reports are made from the run record by the library in reports/.
 */
#include <malloc.h>
#include <stdio.h>
#include <sys/resource.h>

#include "command.h"
#include "datadir.h"
#include "verdict.h"

/** The commands that need the catalogue, by enum command. */
static int (*const commands[])(const struct command_context *) = {
	[COMMAND_RUN] = command_run,           [COMMAND_LIST] = command_list,   [COMMAND_PLAN] = command_plan,
	[COMMAND_CLEANUP] = command_cleanup,   [COMMAND_LINT] = command_lint,   [COMMAND_EXPLAIN] = command_explain,
	[COMMAND_COVERAGE] = command_coverage, [COMMAND_JUDGE] = command_judge,
};

/** Large arrays go back to the system when they are freed; the memory of a long list is not kept for the next one. */
static void return_large_blocks(void)
{
	enum { LARGE = 128 * 1024 };
	mallopt(M_MMAP_THRESHOLD, LARGE);
}

/** A core dump would hold the password. */
static void forbid_core_dumps(void)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

static int perform(struct command_context *context)
{
	if (context->options->command == COMMAND_REPORT)
		return command_report(context);
	if (context->options->command == COMMAND_DIFF)
		return command_diff(context);
	if (context->options->command == COMMAND_KNOWN)
		return command_known(context);
	context->data_dir = datadir_find(context->arena, context->options->data_dir);
	if (!context->data_dir) {
		diag_error(context->diag, (struct position){0}, "the case files were not found");
		diag_hint(context->diag, "--data-dir names the folder that holds cases/, schemas/ and suites/");
		return EXIT_USAGE;
	}
	context->catalogue = command_catalogue(context);
	int code = context->catalogue ? commands[context->options->command](context) : EXIT_USAGE;
	load_release(context->catalogue);
	return code;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new(stderr);
	struct options options;
	struct command_context context = {.arena = arena, .diag = diag, .options = &options};
	int code = EXIT_USAGE;
	forbid_core_dumps();
	return_large_blocks();
	options_read(&options, arena, argc, argv, diag);
	if (options.command == COMMAND_HELP) {
		options_help(stdout, options.topic);
		code = EXIT_CONFORMANT;
	} else if (options.command == COMMAND_VERSION) {
		puts("epmm-conform " EPMM_VERSION);
		code = EXIT_CONFORMANT;
	} else if (diag_errors(diag) == 0) {
		code = perform(&context);
	}
	diag_free(diag);
	arena_free(arena);
	return fflush(stdout) == 0 ? code : EXIT_HARNESS;
}
