// SPDX-License-Identifier: Apache-2.0
/*
 * The bare YAML reader: libyaml's events of all named files, of which nothing is kept. "-" reads the names, one a line,
 * from the standard input. Prints the number of files and of events.
 *
 *   limit-yaml FILE… | -
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static size_t files;
static size_t events;

static void fail(const char *what, const char *file)
{
	fprintf(stderr, "limit-yaml: %s: %s\n", file, what);
	exit(1);
}

static void read_file(const char *name)
{
	FILE *file = fopen(name, "r");
	yaml_parser_t parser;
	yaml_event_t event;
	yaml_event_type_t type;
	if (!file || !yaml_parser_initialize(&parser))
		fail("cannot be read", name);
	yaml_parser_set_input_file(&parser, file);
	do {
		if (!yaml_parser_parse(&parser, &event))
			fail(parser.problem ? parser.problem : "no YAML", name);
		type = event.type;
		yaml_event_delete(&event);
		events++;
	} while (type != YAML_STREAM_END_EVENT);
	yaml_parser_delete(&parser);
	fclose(file);
	files++;
}

int main(int argc, char **argv)
{
	char line[4096];
	if (argc == 2 && strcmp(argv[1], "-") == 0) {
		while (fgets(line, sizeof line, stdin)) {
			line[strcspn(line, "\n")] = '\0';
			read_file(line);
		}
	} else {
		for (int i = 1; i < argc; i++)
			read_file(argv[i]);
	}
	printf("%zu files %zu events\n", files, events);
	return 0;
}
