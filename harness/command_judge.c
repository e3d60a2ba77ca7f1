// SPDX-License-Identifier: Apache-2.0
/* judge: the exchanges of an earlier run, judged again by the cases of today. */
#include "command_judge.h"

#include <string.h>

#include "verdict.h"

struct tape_setup judge_setup(const struct command_context *context, const char *run_id, const char *user)
{
	const struct options *options = context->options;
	struct tape_setup setup = {
		.run_id = run_id,
		.user = user,
		.select = options->select,
		.select_count = options->select_count,
		.strict = options->strict,
	};
	if (!command_target_is_url(options->target))
		setup.target_file = load_file_text(context->arena, options->target, context->diag);
	const char **allow = NULL;
	for (enum safety safety = SAFETY_READ; safety <= SAFETY_DESTROY; safety++)
		if (options->allow[safety])
			ARENA_PUSH(context->arena, allow, setup.allow_count, safety_name(safety));
	setup.allow = allow;
	return setup;
}

const struct target *judge_target(const struct command_context *context, const struct player *player)
{
	const struct tape_setup *setup = player_setup(player);
	if (!setup->target_file)
		return command_target(context);
	struct target *target = ARENA_NEW(context->arena, struct target);
	const struct target *read = load_target_text(context->arena, context->catalogue, context->options->operands[0],
	                                             setup->target_file, context->diag);
	if (!read)
		return NULL;
	*target = *read;
	target->url = player_header(player)->target;
	for (enum target_kind kind = TARGET_PRODUCTION; kind <= TARGET_EMULATOR; kind++)
		if (strcmp(player_header(player)->target_kind, target_kind_name(kind)) == 0)
			target->kind = kind;
	return target;
}

/** What the command line leaves open is as it was in the recorded run. */
static void complete(struct options *options, const struct player *player)
{
	const struct run_header *header = player_header(player);
	const struct tape_setup *setup = player_setup(player);
	options->target = header->target;
	options->kind = header->target_kind;
	options->suite = options->suite ? options->suite : header->suite;
	if (options->select_count == 0) {
		options->select = (const char **)setup->select;
		options->select_count = setup->select_count;
	}
	for (size_t i = 0; i < setup->allow_count; i++) {
		int safety = safety_find(setup->allow[i]);
		if (safety >= 0)
			options->allow[safety] = true;
	}
	options->formats[FORMAT_XML] = options->formats[FORMAT_XML] && strstr(header->formats, "xml");
	options->formats[FORMAT_JSON] = options->formats[FORMAT_JSON] && strstr(header->formats, "json");
	options->strict = options->strict || setup->strict;
}

int command_judge(const struct command_context *context)
{
	struct player *player = player_open(context->options->operands[0], context->diag);
	if (!player)
		return EXIT_USAGE;
	struct options options = *context->options;
	struct command_context own = *context;
	complete(&options, player);
	own.options = &options;
	int code = command_carry_out(&own, player);
	player_close(player);
	return code;
}
