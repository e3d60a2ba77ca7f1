// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <criterion/criterion.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/** A command line that was read, and what was said about it. */
struct reading {
	struct arena *arena;
	struct options options;
	char *said;
	size_t length;
	size_t errors;
};

/** Reads the line, whose words are separated by single blanks. */
static struct reading *read_line(const char *line)
{
	enum { WORDS_MAX = 32 };
	struct arena *arena = arena_new();
	struct reading *reading = ARENA_NEW(arena, struct reading);
	char **words = ARENA_ARRAY(arena, char *, WORDS_MAX);
	int count = 0;
	char *save = NULL;
	char *copy = arena_printf(arena, "epmm-conform %s", line);
	for (char *word = strtok_r(copy, " ", &save); word && count < WORDS_MAX - 1; word = strtok_r(NULL, " ", &save))
		words[count++] = word;
	reading->arena = arena;
	FILE *out = open_memstream(&reading->said, &reading->length);
	struct diag *diag = diag_new(out);
	optind = 0; /* getopt_long() begins anew */
	options_read(&reading->options, arena, count, words, diag);
	reading->errors = diag_errors(diag);
	diag_free(diag);
	fclose(out);
	return reading;
}

static void close_reading(struct reading *reading)
{
	free(reading->said);
	arena_free(reading->arena);
}

Test(options, unless_said_otherwise)
{
	struct reading *reading = read_line("run");
	const struct options *options = &reading->options;
	cr_expect_eq(reading->errors, 0, "%s", reading->said);
	cr_expect_eq(options->command, COMMAND_RUN);
	cr_expect_null(options->target);
	cr_expect_null(options->kind, "the target file decides, else production");
	cr_expect_null(options->suite, "judge takes the recorded one, the others readonly");
	cr_expect_str_eq(options->report_dir, "epmm-reports");
	cr_expect_str_eq(options->color, "auto");
	cr_expect(options->formats[FORMAT_XML] && options->formats[FORMAT_JSON] && options->formats[FORMAT_CSV]);
	cr_expect_eq(options->jobs, 0);
	cr_expect_eq(options->timeout, 30);
	cr_expect_not(options->strict || options->insecure || options->allow_cleartext || options->bodies);
	for (enum safety safety = SAFETY_READ; safety <= SAFETY_DESTROY; safety++)
		cr_expect_not(options->allow[safety]);
	close_reading(reading);
}

/** Reads an option after `run` and compares the text at the offset. */
static void check_text(const char *option, size_t offset)
{
	struct arena *arena = arena_new();
	static const char *const forms[] = {"run --%s VALUE", "run --%s=VALUE", "--%s VALUE run"};
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const char *gap = strstr(forms[i], "%s");
		const char *line = arena_printf(arena, "%.*s%s%s", (int)(gap - forms[i]), forms[i], option, gap + 2);
		struct reading *reading = read_line(line);
		const char *value = *(const char *const *)(const void *)((const char *)&reading->options + offset);
		cr_expect(value && strcmp(value, "VALUE") == 0, "%s: %s", line, value);
		cr_expect_eq(reading->errors, 0, "%s: %s", line, reading->said);
		cr_expect_eq(reading->options.command, COMMAND_RUN, "%s", line);
		close_reading(reading);
	}
	arena_free(arena);
}

Test(options, texts)
{
	check_text("target", offsetof(struct options, target));
	check_text("kind", offsetof(struct options, kind));
	check_text("user", offsetof(struct options, user));
	check_text("password-file", offsetof(struct options, password_file));
	check_text("netrc-file", offsetof(struct options, netrc_file));
	check_text("cacert", offsetof(struct options, cacert));
	check_text("cert", offsetof(struct options, cert));
	check_text("key", offsetof(struct options, key));
	check_text("suite", offsetof(struct options, suite));
	check_text("report-dir", offsetof(struct options, report_dir));
	check_text("data-dir", offsetof(struct options, data_dir));
}

Test(options, flags)
{
	struct reading *reading = read_line("run --strict --insecure --allow-cleartext --bodies --verbose --quiet");
	const struct options *options = &reading->options;
	cr_expect_eq(reading->errors, 0, "%s", reading->said);
	cr_expect(options->strict && options->insecure && options->allow_cleartext);
	cr_expect(options->bodies && options->verbose && options->quiet);
	close_reading(reading);
}

Test(options, lists_and_numbers)
{
	struct reading *reading =
		read_line("run --select a:b --select kind:ok --format JSON --allow sense,probe-write --shard 2/3 --jobs 4 "
	              "--timeout 0.5 --max-bytes 1e6 --report junit=a.xml --report text=b=c");
	const struct options *options = &reading->options;
	cr_assert_eq(reading->errors, 0, "%s", reading->said);
	cr_assert_eq(options->select_count, 2);
	cr_expect_str_eq(options->select[1], "kind:ok");
	cr_expect(!options->formats[FORMAT_XML] && options->formats[FORMAT_JSON] && options->formats[FORMAT_CSV]);
	cr_expect(options->allow[SAFETY_SENSE] && options->allow[SAFETY_PROBE_WRITE] && !options->allow[SAFETY_PROBE]);
	cr_expect_eq(options->shard, 2);
	cr_expect_eq(options->shards, 3);
	cr_expect_eq(options->jobs, 4);
	cr_expect_eq(options->timeout, 0.5);
	cr_expect_eq(options->max_bytes, 1000000);
	cr_assert_eq(options->report_count, 2);
	cr_expect_str_eq(options->reports[0].format, "junit");
	cr_expect_str_eq(options->reports[1].file, "b=c");
	close_reading(reading);
}

Test(options, several_reports_in_one_word)
{
	struct reading *reading = read_line("report --from run.jsonl --to tap=a,b.tap,csv=c.csv --to github=-");
	const struct options *options = &reading->options;
	cr_assert_eq(reading->errors, 0, "%s", reading->said);
	cr_assert_eq(options->report_count, 3);
	cr_expect_str_eq(options->from, "run.jsonl");
	cr_expect_str_eq(options->reports[0].file, "a,b.tap", "a comma belongs to the name unless FORMAT= follows");
	cr_expect_str_eq(options->reports[1].format, "csv");
	cr_expect_str_eq(options->reports[2].file, "-");
	close_reading(reading);
}

Test(options, commands_and_operands)
{
	struct reading *reading = read_line("lint a.yaml -- --b.yaml");
	cr_expect_eq(reading->options.command, COMMAND_LINT);
	cr_assert_eq(reading->options.operand_count, 2, "%s", reading->said);
	cr_expect_str_eq(reading->options.operands[1], "--b.yaml");
	close_reading(reading);
	reading = read_line("explain pair");
	cr_expect_eq(reading->errors, 0);
	cr_expect_str_eq(reading->options.operands[0], "pair");
	close_reading(reading);
	reading = read_line("--help plan");
	cr_expect_eq(reading->options.command, COMMAND_HELP);
	cr_expect_eq(reading->options.topic, COMMAND_PLAN);
	close_reading(reading);
	reading = read_line("--version");
	cr_expect_eq(reading->options.command, COMMAND_VERSION);
	cr_expect_eq(reading->errors, 0);
	close_reading(reading);
}

Test(options, mistakes)
{
	static const struct {
		const char *line;
		const char *said; /**< a part of it */
	} rows[] = {
		{"", "what shall I do? (run, plan, list, lint, explain, report or diff"},
		{"rum", "there is no command `rum`"},
		{"rum", "did you mean `run`?"},
		{"dance", "commands: run, plan, list, lint, explain, report, diff"},
		{"run --taget x", "there is no option --taget"},
		{"run --taget x", "did you mean --target?"},
		{"run --zzz=secret", "there is no option --zzz"},
		{"run -x", "there is no option -x"},
		{"run --target", "--target needs a value"},
		{"run --strict=yes", "--strict takes no value"},
		{"run extra", "unexpected argument `extra`"},
		{"explain", "explain needs a case id, a rule or a requirement"},
		{"list --user x", "--user means nothing to this command"},
		{"lint --target x", "--target means nothing to this command"},
		{"plan --report junit=x", "--report means nothing to this command"},
		{"run --format yaml", "--format takes xml, json and csv, not `yaml`"},
		{"run --format xml,,json", "--format takes xml, json and csv, not ``"},
		{"run --allow everything", "not `everything`"},
		{"run --jobs 0", "--jobs takes a number from 1 to 64, not `0`"},
		{"run --jobs 65", "--jobs takes a number from 1 to 64, not `65`"},
		{"run --shard 0/3", "--shard takes a part and their number, 1/1000 to 1000/1000, not `0/3`"},
		{"run --shard 4/3", "--shard takes a part and their number, 1/1000 to 1000/1000, not `4/3`"},
		{"run --shard 1/1001", "--shard takes a part and their number, 1/1000 to 1000/1000, not `1/1001`"},
		{"run --shard 1/", "--shard takes a part and their number, 1/1000 to 1000/1000, not `1/`"},
		{"run --shard 2", "--shard takes a part and their number, 1/1000 to 1000/1000, not `2`"},
		{"run --shard -1/2", "--shard takes a part and their number, 1/1000 to 1000/1000, not `-1/2`"},
		{"run --jobs 4x", "--jobs takes a number from 1 to 64, not `4x`"},
		{"run --jobs nan", "--jobs takes a number from 1 to 64, not `nan`"},
		{"run --timeout 0", "--timeout takes seconds from 0.1 to 86400, not `0`"},
		{"run --timeout 1e9", "--timeout takes seconds from 0.1 to 86400, not `1e9`"},
		{"run --max-bytes 1023", "--max-bytes takes bytes from 1024 on, not `1023`"},
		{"run --report junit", "--report takes FORMAT=FILE, not `junit`"},
		{"run --report =x", "--report takes FORMAT=FILE, not `=x`"},
		{"run --report junit=", "for example --report junit=out.xml"},
		{"report --to tap=x", "report needs --from RECORD and --to FORMAT=FILE"},
		{"report --from run.jsonl", "report needs --from RECORD and --to FORMAT=FILE"},
		{"report --from run.jsonl --to tap", "--to takes FORMAT=FILE, not `tap`"},
		{"report --from run.jsonl --to tap=x --suite smoke", "--suite means nothing to this command"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct reading *reading = read_line(rows[i].line);
		cr_expect_gt(reading->errors, 0, "%s", rows[i].line);
		cr_expect_not_null(strstr(reading->said, rows[i].said), "%s: %s", rows[i].line, reading->said);
		cr_expect_null(strstr(reading->said, "secret"), "%s: %s", rows[i].line, reading->said);
		close_reading(reading);
	}
}

Test(options, a_password_is_refused_and_not_repeated)
{
	static const char *const lines[] = {
		"run --password=hunter2",        "run --password hunter2", "run --pass=hunter2",  "run --passwd hunter2",
		"run --passphrase hunter2 -- x", "--password=hunter2",     "run --passw=hunter2", "run --password-fil=hunter2",
	};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct reading *reading = read_line(lines[i]);
		cr_expect_eq(reading->errors, 1, "%s: %s", lines[i], reading->said);
		cr_expect_not_null(strstr(reading->said, "a password is never an argument"), "%s: %s", lines[i], reading->said);
		cr_expect_not_null(strstr(reading->said, "EPMM_PASSWORD"), "%s", lines[i]);
		cr_expect_null(strstr(reading->said, "hunter2"), "%s: %s", lines[i], reading->said);
		close_reading(reading);
	}
}

Test(options, help_names_what_the_command_takes)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	options_help(out, COMMAND_LIST);
	fclose(out);
	cr_expect_not_null(strstr(text, "epmm-conform list"));
	cr_expect_not_null(strstr(text, "--suite NAME|FILE"));
	cr_expect_null(strstr(text, "--user"), "nothing is sent");
	cr_expect_null(strstr(text, "epmm-conform lint"));
	cr_expect_not_null(strstr(text, "6 refused by the safety policy"));
	free(text);
}
