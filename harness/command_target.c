// SPDX-License-Identifier: Apache-2.0
/* From the command line to a target, a suite and a plan. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "http.h"

static const struct position command_line = {0};

bool command_target_is_url(const char *text)
{
	return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

static bool set_kind(const struct command_context *context, struct target *target, const char *name)
{
	for (enum target_kind kind = TARGET_PRODUCTION; kind <= TARGET_EMULATOR; kind++) {
		if (strcmp(name, target_kind_name(kind)) != 0)
			continue;
		target->kind = kind;
		return true;
	}
	diag_error(context->diag, command_line, "--kind is emulator, lab or production, not `%s`", name);
	return false;
}

/** An emulator is on this machine: the kind alone opens writes, so it must not be said of anything else. */
static bool check_kind(const struct command_context *context, const struct target *target)
{
	if (target->kind != TARGET_EMULATOR || !target->url || http_is_loopback(target->url))
		return true;
	diag_error(context->diag, command_line, "kind emulator is for loopback addresses only, not for %s", target->url);
	diag_hint(context->diag, "use --kind lab for a test server on another machine");
	return false;
}

const struct target *command_target(const struct command_context *context)
{
	const struct options *options = context->options;
	struct target *target = ARENA_NEW(context->arena, struct target);
	if (options->target && !command_target_is_url(options->target)) {
		const struct target *file = load_target_file(context->arena, context->catalogue, options->target, context->diag);
		if (!file)
			return NULL;
		*target = *file;
	} else if (options->target) {
		char *url = arena_string(context->arena, options->target);
		size_t length = strlen(url);
		while (length && url[length - 1] == '/')
			url[--length] = '\0';
		target->url = url;
	}
	if (options->kind && !set_kind(context, target, options->kind))
		return NULL;
	if (options->user) {
		target->user = options->user;
		target->password_file = NULL;
	}
	target->password_file = options->password_file ? options->password_file : target->password_file;
	target->netrc_file = options->netrc_file ? options->netrc_file : target->netrc_file;
	target->cacert = options->cacert ? options->cacert : target->cacert;
	return check_kind(context, target) ? target : NULL;
}

struct permission command_permission(const struct command_context *context, const struct target *target)
{
	struct permission permission = {.kind = target->kind};
	memcpy(permission.permits, target->permits, sizeof(permission.permits));
	memcpy(permission.allow, context->options->allow, sizeof(permission.allow));
	return permission;
}

static const struct suite *find_suite(const struct command_context *context)
{
	const char *name = context->options->suite ? context->options->suite : "readonly";
	const struct suite *suite = catalogue_suite(context->catalogue, name);
	if (suite)
		return suite;
	if (strchr(name, '/') || strstr(name, ".yaml"))
		return load_suite_file(context->arena, context->catalogue, name, context->diag);
	const char **names = ARENA_ARRAY(context->arena, const char *, context->catalogue->suite_count + 1);
	for (size_t i = 0; i < context->catalogue->suite_count; i++)
		names[i] = context->catalogue->suites[i]->name;
	diag_error(context->diag, command_line, "there is no suite `%s`", name);
	const char *near = text_nearest(name, names, context->catalogue->suite_count);
	if (near)
		diag_hint(context->diag, "did you mean `%s`?", near);
	return NULL;
}

const struct plan *command_make_plan(const struct command_context *context, const struct target *target,
                                     const struct suite **suite)
{
	const struct suite *found = find_suite(context);
	if (!found)
		return NULL;
	if (suite)
		*suite = found;
	const char **only = NULL;
	size_t only_count = 0;
	if (context->options->last_failed && !command_last_failed(context, &only, &only_count))
		return NULL;
	struct plan_options options = {
		.catalogue = context->catalogue,
		.suite = found,
		.target = target,
		.permission = command_permission(context, target),
		.select = context->options->select,
		.select_count = context->options->select_count,
		.only = only,
		.only_count = only_count,
		.shard = context->options->shard,
		.shards = context->options->shards,
	};
	memcpy(options.formats, context->options->formats, sizeof(options.formats));
	return plan_make(context->arena, &options);
}

const struct plan *command_whole_plan(const struct command_context *context)
{
	static const char *const everything[] = {"*"};
	struct target *target = ARENA_NEW(context->arena, struct target);
	struct suite *suite = ARENA_NEW(context->arena, struct suite);
	target->kind = TARGET_EMULATOR;
	*suite = (struct suite){.name = "all", .include = everything, .include_count = 1, .ceiling = SAFETY_DESTROY};
	struct plan_options options = {
		.catalogue = context->catalogue,
		.suite = suite,
		.target = target,
		.permission = {.kind = TARGET_EMULATOR},
		.formats = {true, true, true},
	};
	for (enum safety safety = SAFETY_READ; safety <= SAFETY_DESTROY; safety++)
		options.permission.allow[safety] = true;
	return plan_make(context->arena, &options);
}
