// SPDX-License-Identifier: Apache-2.0
/* explain --reference: the tables of the program as Markdown, from which docs/reference.md is made. */
#include <stdio.h>

#include "command.h"
#include "derive.h"
#include "relation.h"
#include "rule.h"
#include "verdict.h"

static void print_exit_codes(void)
{
	size_t count;
	const struct exit_row *rows = exit_all(&count);
	puts("\n## Exit codes\n\n| exit code | meaning |\n|---|---|");
	for (size_t i = 0; i < count; i++)
		printf("| %d | %s |\n", rows[i].code, rows[i].meaning);
	puts("\nOf several that hold, the first of 130, 4, 6, 1, 3, 5 counts.");
}

static void print_kinds(void)
{
	size_t count;
	const struct kind *kinds = kind_all(&count);
	puts("\n## Derived cases\n\n| kind | sends | accepts |\n|---|---|---|");
	for (size_t i = 0; i < count; i++)
		printf("| `%s` | %s | %s%s |\n", kinds[i].name, kinds[i].sent, kinds[i].accepted,
		       kinds[i].inferred ? " (inferred: a deviation is a warning)" : "");
}

/** The arguments in one cell. */
static void print_arguments(const struct argument_def *arguments)
{
	for (size_t i = 0; i < ARGUMENTS_MAX && arguments[i].name; i++) {
		printf("%s`%s`%s: %s", i ? "; " : "", arguments[i].name, arguments[i].required ? "" : " (optional)",
		       arguments[i].summary);
		for (size_t w = 0; arguments[i].words && arguments[i].words[w]; w++)
			printf("%s`%s`", w ? ", " : ": ", arguments[i].words[w]);
	}
	puts(" |");
}

static void print_rules(void)
{
	size_t count;
	const struct rule_def *rules = rule_all(&count);
	puts("\n## Rules\n\n| rule | holds when | arguments |\n|---|---|---|");
	for (size_t i = 0; i < count; i++) {
		printf("| `%s` | %s | ", rules[i].name, rules[i].summary);
		print_arguments(rules[i].arguments);
	}
}

static void print_relations(void)
{
	size_t count;
	const struct relation_def *relations = relation_all(&count);
	puts("\n## Relations\n\n| relation | holds when | arguments |\n|---|---|---|");
	for (size_t i = 0; i < count; i++) {
		printf("| `%s` | %s | ", relations[i].name, relations[i].summary);
		print_arguments(relations[i].arguments);
	}
}

void command_reference(void)
{
	puts("# Reference\n\n<!-- Written by ci/check-docs --update from the tables of the program. -->\n");
	options_reference(stdout);
	print_exit_codes();
	print_kinds();
	print_rules();
	print_relations();
}
