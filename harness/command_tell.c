// SPDX-License-Identifier: Apache-2.0
/* Commands that only tell: list, plan, lint, explain. They open no socket and need no credentials. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "derive.h"
#include "relation.h"
#include "rule.h"
#include "verdict.h"

static const struct plan *plan_of(const struct command_context *context)
{
	const struct target *target = command_target(context);
	return target ? command_make_plan(context, target, NULL) : NULL;
}

int command_list(const struct command_context *context)
{
	const struct plan *plan = plan_of(context);
	if (!plan)
		return EXIT_USAGE;
	for (size_t i = 0; i < plan->case_count; i++)
		printf("%s\n", plan->cases[i].id);
	if (plan->case_count == 0)
		fputs("epmm-conform: no case matches\n", stderr);
	return plan->case_count ? EXIT_CONFORMANT : EXIT_NOTHING;
}

static void print_request(const struct request *request)
{
	static const char *const accepts[] = {"", " (Accept: */*)", " (no Accept)"};
	static const char *const whos[] = {"", " without credentials", " as an unknown user",
	                                   " as an account without the role"};
	printf("    %s %s", request->method, request->path ? request->path : request->endpoint->path);
	for (size_t i = 0; i < request->binding_count; i++)
		printf("%s%s=%s", i ? " " : "  ", request->bindings[i].name,
		       request->bindings[i].value ? request->bindings[i].value : "?");
	printf("  %s%s%s\n", format_name(request->format), accepts[request->accept], whos[request->who]);
	for (size_t i = 0; i < request->undo_count; i++) {
		const struct step *undo = &request->undo[i];
		printf("      taken back by %s %s", undo->endpoint->method, undo->endpoint->path);
		for (size_t p = 0; p < undo->parameter_count; p++)
			printf("%s%s=%s", p ? " " : "  ", undo->parameters[p].name, undo->parameters[p].value);
		putchar('\n');
	}
}

int command_plan(const struct command_context *context)
{
	const struct target *target = command_target(context);
	const struct plan *plan = target ? command_make_plan(context, target, NULL) : NULL;
	size_t skipped = 0;
	if (!plan)
		return EXIT_USAGE;
	if (context->options->resolve)
		return command_resolve(context, target, plan);
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct planned *planned = &plan->cases[i];
		printf("%-11s %s\n", planned->skip ? "skip" : safety_name(planned->safety), planned->id);
		if (planned->skip)
			printf("    %s\n", planned->skip);
		for (size_t r = 0; r < planned->request_count; r++)
			print_request(&plan->requests[planned->requests[r]]);
		skipped += planned->skip != NULL;
	}
	size_t writes = 0;
	for (size_t i = 0; i < plan->request_count; i++)
		writes += strcmp(plan->requests[i].method, "GET") != 0;
	printf("\n%zu cases (%zu skipped), %zu requests (%zu other than GET) on a target of kind %s. Nothing was sent.\n",
	       plan->case_count, skipped, plan->request_count, writes, target_kind_name(target->kind));
	if (plan->refusal) {
		fprintf(stderr, "epmm-conform: refused: %s\n", plan->refusal);
		return EXIT_REFUSED;
	}
	return plan->case_count ? EXIT_CONFORMANT : EXIT_NOTHING;
}

int command_lint(const struct command_context *context)
{
	const struct options *options = context->options;
	for (size_t i = 0; i < options->operand_count; i++)
		load_lint(context->catalogue, options->operands[i], context->diag);
	size_t errors = diag_errors(context->diag);
	if (errors) {
		fprintf(stderr, "%zu error%s\n", errors, errors == 1 ? "" : "s");
		return EXIT_USAGE;
	}
	if (options->operand_count)
		printf("%zu file%s: no mistakes\n", options->operand_count, options->operand_count == 1 ? "" : "s");
	else
		printf(
			"%zu operations, %zu scenarios, %zu schemas, %zu value tables, %zu fixtures, %zu suites, %zu requirements: "
			"no mistakes\n",
			context->catalogue->endpoint_count, context->catalogue->scenario_count, context->catalogue->schema_count,
			context->catalogue->table_count, context->catalogue->fixture_count, context->catalogue->suite_count,
			context->catalogue->requirement_count);
	return EXIT_CONFORMANT;
}

static void print_arguments(const struct argument_def *arguments)
{
	for (size_t i = 0; i < ARGUMENTS_MAX && arguments[i].name; i++) {
		printf("    %-10s %s%s", arguments[i].name, arguments[i].summary, arguments[i].required ? "" : " (optional)");
		for (size_t w = 0; arguments[i].words && arguments[i].words[w]; w++)
			printf("%s%s", w ? ", " : ": ", arguments[i].words[w]);
		putchar('\n');
	}
}

static void print_requirement(const struct requirement *requirement)
{
	printf("%s (%s, %s): %s\n    section: %s\n", requirement->id, strength_name(requirement->strength),
	       requirement->group, requirement->statement, requirement->section);
}

static void print_case(const struct command_context *context, const struct plan *plan, const struct planned *planned)
{
	const struct requirement **list = NULL;
	size_t count = 0;
	plan_requirements(context->arena, planned, &list, &count);
	bool own = planned->scenario && planned->scenario->guide.section;
	const struct guide_ref *guide = own ? &planned->scenario->guide : &planned->endpoint->guide;
	printf("%s\n  because: %s\n  class:   %s\n  guide:   %s", planned->id, planned->because,
	       safety_name(planned->safety), guide->section);
	if (guide->page)
		printf(", page %u", guide->page);
	printf("\n  sends:\n");
	for (size_t i = 0; i < planned->request_count; i++)
		print_request(&plan->requests[planned->requests[i]]);
	printf("  accepts: %s", planned->derived->accepted);
	for (size_t i = 0; planned->step && i < planned->expect_count; i++)
		printf("%s%d%s", i ? " or " : ": ", planned->expect[i], planned->expect[i] == 4 ? "xx" : "");
	puts(planned->soft ? " (a deviation is a warning)" : "");
	for (size_t i = 0; planned->scenario && i < planned->scenario->residue_count; i++)
		printf("  stays:   %s\n", planned->scenario->residue[i]);
	printf("  judges %zu statements:", count);
	for (size_t i = 0; i < count; i++)
		printf(" %s", list[i]->id);
	putchar('\n');
}

static bool explain_rule(const char *name)
{
	const struct rule_def *rule = rule_find(name);
	const struct relation_def *relation = relation_find(name);
	size_t count;
	const struct kind *kinds = kind_all(&count);
	if (rule) {
		printf("rule %s: %s\n", rule->name, rule->summary);
		print_arguments(rule->arguments);
	}
	if (relation) {
		printf("relation %s: %s\n", relation->name, relation->summary);
		print_arguments(relation->arguments);
	}
	for (size_t i = 0; i < count; i++)
		if (strcmp(kinds[i].name, name) == 0)
			printf("kind %s: sends %s; accepts %s%s\n", kinds[i].name, kinds[i].sent, kinds[i].accepted,
			       kinds[i].inferred ? " (inferred: a deviation is a warning)" : "");
	bool kind = false;
	for (size_t i = 0; i < count; i++)
		kind = kind || strcmp(kinds[i].name, name) == 0;
	return rule || relation || kind;
}

static bool explain_requirement(const struct command_context *context, const struct plan *plan, const char *name)
{
	const struct requirement *requirement = catalogue_requirement(context->catalogue, name);
	size_t carried = 0;
	if (!requirement)
		return false;
	print_requirement(requirement);
	const char *pattern = arena_printf(context->arena, "requirement:%s", name);
	for (size_t i = 0; i < plan->case_count; i++) {
		if (!plan_matches(&plan->cases[i], pattern))
			continue;
		if (carried++ == 0)
			printf("    judged by:\n");
		printf("      %s\n", plan->cases[i].id);
	}
	if (carried == 0)
		printf("    judged by no case yet\n");
	return true;
}

static bool explain_case(const struct command_context *context, const struct plan *plan, const char *name)
{
	bool found = false;
	for (size_t i = 0; i < plan->case_count; i++) {
		if (!plan_matches(&plan->cases[i], name))
			continue;
		if (found)
			putchar('\n');
		print_case(context, plan, &plan->cases[i]);
		found = true;
	}
	return found;
}

int command_explain(const struct command_context *context)
{
	if (context->options->reference)
		command_reference();
	const struct plan *plan = command_whole_plan(context);
	for (size_t i = 0; i < context->options->operand_count; i++) {
		const char *name = context->options->operands[i];
		if (explain_rule(name) || explain_requirement(context, plan, name) || explain_case(context, plan, name))
			continue;
		diag_error(context->diag, (struct position){0}, "`%s` is no case, rule, relation, kind or requirement", name);
		diag_hint(context->diag, "`epmm-conform list` prints the ids; * stands for any text");
	}
	return diag_errors(context->diag) ? EXIT_USAGE : EXIT_CONFORMANT;
}
