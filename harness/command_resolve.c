// SPDX-License-Identifier: Apache-2.0
/* plan --resolve: what a run would send to which objects, and the hash that a run can be held to. */
#include <stdio.h>
#include <string.h>

#include "access.h"
#include "command.h"
#include "resolve.h"
#include "run.h"

/** What is printed when the fixtures are found. */
struct showing {
	const struct command_context *context;
	const struct target *target;
	const struct plan *plan;
	bool shown;
};

static void show_request(const struct showing *showing, const struct fixtures *fixtures, const struct request *request)
{
	const struct endpoint *endpoint = request->endpoint;
	printf("    %s %s  %s\n        guide: %s", request->method, request->path ? request->path : endpoint->path,
	       resolve_objects(showing->context->arena, fixtures, request), endpoint->guide.section);
	if (endpoint->guide.page)
		printf(", page %u", endpoint->guide.page);
	putchar('\n');
}

static const char *show(void *user, const struct fixtures *fixtures)
{
	struct showing *showing = user;
	const struct plan *plan = showing->plan;
	struct resolve_about about = {EPMM_VERSION, showing->context->catalogue->version, showing->target->url};
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct planned *planned = &plan->cases[i];
		printf("%-11s %s\n", planned->skip ? "skip" : safety_name(planned->safety), planned->id);
		if (planned->skip)
			printf("    %s\n", planned->skip);
		for (size_t r = 0; !planned->skip && r < planned->request_count; r++)
			show_request(showing, fixtures, &plan->requests[planned->requests[r]]);
	}
	printf("\nplan hash: %s\n", resolve_hash(showing->context->arena, plan, fixtures, &about));
	showing->shown = true;
	return "";
}

static void ignore(void *user UNUSED, const struct result *result UNUSED)
{
}

static int read_fixtures(const struct command_context *context, struct showing *showing, const struct access *access)
{
	static const volatile sig_atomic_t never = 0;
	struct run_options options = {
		.catalogue = context->catalogue,
		.plan = showing->plan,
		.target = showing->target,
		.permission = {.kind = TARGET_PRODUCTION}, /* reads and probes */
		.http = access_http(access, context->options, showing->target),
		.mask = access->mask,
		.timeout_ms = (long)(context->options->timeout * 1000),
		.interrupted = &never,
		.run_id = access->run_id,
		.accounts = access->accounts,
		.account_count = access->account_count,
		.resolved = show,
		.result = ignore,
		.context = showing,
	};
	if (!command_earlier_objects(context, &options.objects))
		return EXIT_USAGE;
	struct run_summary summary = {0};
	struct run_end end = {0};
	if (!run_plan(context->arena, &options, &summary, &end, context->diag))
		return EXIT_USAGE;
	if (showing->shown && !end.unreachable)
		return EXIT_CONFORMANT;
	fprintf(stderr, "epmm-conform: %s\n", summary.trouble ? summary.trouble : "the target could not be read");
	return EXIT_UNREACHABLE;
}

int command_resolve(const struct command_context *context, const struct target *target, const struct plan *plan)
{
	struct access access = {0};
	struct showing showing = {.context = context, .target = target, .plan = plan};
	if (!target->url) {
		diag_error(context->diag, (struct position){0}, "plan --resolve needs --target URL or --target FILE");
		return EXIT_USAGE;
	}
	if (plan->refusal) {
		fprintf(stderr, "epmm-conform: refused: %s\n", plan->refusal);
		return EXIT_REFUSED;
	}
	int code = access_find(&access, context->arena, target, context->diag) ? read_fixtures(context, &showing, &access)
	                                                                       : EXIT_USAGE;
	access_wipe(&access);
	return code;
}
