// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum {
	FOR_RUN = 1u << COMMAND_RUN,
	FOR_PLAN = 1u << COMMAND_PLAN,
	FOR_LIST = 1u << COMMAND_LIST,
	FOR_LINT = 1u << COMMAND_LINT,
	FOR_EXPLAIN = 1u << COMMAND_EXPLAIN,
	FOR_REPORT = 1u << COMMAND_REPORT,
	FOR_COVERAGE = 1u << COMMAND_COVERAGE,
	FOR_CLEANUP = 1u << COMMAND_CLEANUP,
	FOR_DIFF = 1u << COMMAND_DIFF,
	FOR_KNOWN = 1u << COMMAND_KNOWN,
	FOR_JUDGE = 1u << COMMAND_JUDGE,
	FOR_JUDGING = FOR_RUN | FOR_JUDGE,
	FOR_TARGET = FOR_RUN | FOR_PLAN | FOR_CLEANUP,
	FOR_SELECTION = FOR_JUDGING | FOR_PLAN | FOR_LIST,
	FOR_DATA = FOR_SELECTION | FOR_LINT | FOR_EXPLAIN | FOR_COVERAGE,
	FOR_ALL = FOR_DATA | FOR_REPORT | FOR_CLEANUP | FOR_KNOWN | FOR_DIFF,
};

/** A day: as long as any step may wait. */
enum { SETTLE_MAX = 86400, SHARDS_MAX = 1000, COUNT_MAX = 1000000, ROUNDS_MAX = 1000 };

/** What a reader of option values sees. */
struct reading {
	struct options *options;
	struct arena *arena;
	struct diag *diag;
	const char *name; /**< of the option */
};

/** A command. */
static const struct {
	const char *name;
	enum command command;
	const char *operands;
	const char *summary;
} commands[] = {
	{"run", COMMAND_RUN, "", "run cases against a target and write the reports"},
	{"plan", COMMAND_PLAN, "", "show what a run would send, and what it would leave out and why; sends nothing"},
	{"list", COMMAND_LIST, "", "list the cases of a suite"},
	{"lint", COMMAND_LINT, "[FILE...]", "check case files, schemas, suites and target files; without FILE all of them"},
	{"explain", COMMAND_EXPLAIN, "CASE|RULE|REQUIREMENT",
     "say what a case sends and judges, what a rule demands, what the guide states"},
	{"report", COMMAND_REPORT, "", "make reports of an earlier run from its record"},
	{"diff", COMMAND_DIFF, "BEFORE AFTER",
     "tell what changed between two runs, by their records; exit code 1 when it matters to clients"},
	{"coverage", COMMAND_COVERAGE, "[RUN]",
     "hold the guide against what is described and, with a run record, against what that run exercised"},
	{"known", COMMAND_KNOWN, "", "print a first file of known deviations from the failures of an earlier run"},
	{"judge", COMMAND_JUDGE, "RECORDING", "judge the exchanges of an earlier run (run --record) again; sends nothing"},
	{"cleanup", COMMAND_CLEANUP, "JOURNAL", "take back what an interrupted run has changed, by its journal"},
};

static const char *number_error(const char *text, double least, double most, double *value)
{
	char *end;
	errno = 0;
	*value = strtod(text, &end);
	bool bad = errno || end == text || *end || !(*value >= least && *value <= most);
	return bad ? "a number in range" : NULL;
}

static void read_formats(struct reading *reading, const char *value)
{
	struct options *options = reading->options;
	options->formats[FORMAT_XML] = options->formats[FORMAT_JSON] = options->formats[FORMAT_CSV] = false;
	for (const char *at = value; *at;) {
		struct str word = {at, strcspn(at, ",")};
		bool known = false;
		for (enum format format = FORMAT_XML; format < FORMAT_NONE; format++)
			if (str_is_nocase(word, format_name(format)))
				known = options->formats[format] = true;
		if (!known)
			diag_error(reading->diag, (struct position){0}, "--format takes xml, json and csv, not `%.*s`",
			           (int)word.len, word.ptr);
		at += word.len + (at[word.len] == ',');
	}
	options->formats[FORMAT_CSV] = true; /* an export has no other format */
}

static void read_allow(struct reading *reading, const char *value)
{
	for (const char *at = value; *at;) {
		size_t length = strcspn(at, ",");
		char *word = arena_copy(reading->arena, at, length);
		int safety = safety_find(word);
		if (safety < 0)
			diag_error(reading->diag, (struct position){0},
			           "--allow takes safety classes (sense, probe-write, notify, change, secure, destroy), not `%s`",
			           word);
		else
			reading->options->allow[safety] = true;
		at += length + (at[length] == ',');
	}
}

static void read_wish(struct reading *reading, const char *value)
{
	struct options *options = reading->options;
	const char *equals = strchr(value, '=');
	if (!equals || equals == value || !equals[1]) {
		diag_error(reading->diag, (struct position){0}, "--%s takes FORMAT=FILE, not `%s`", reading->name, value);
		diag_hint(reading->diag, "for example --%s junit=out.xml", reading->name);
		return;
	}
	struct report_wish wish = {arena_copy(reading->arena, value, (size_t)(equals - value)), equals + 1};
	ARENA_PUSH(reading->arena, options->reports, options->report_count, wish);
}

/** Where the next wish begins: behind a comma that a word and `=` follow, so that file names may hold commas. */
static const char *next_wish(const char *at)
{
	for (const char *comma = at; (comma = strchr(comma, ',')) != NULL; comma++) {
		size_t word = strspn(comma + 1, "abcdefghijklmnopqrstuvwxyz");
		if (word && comma[1 + word] == '=')
			return comma + 1;
	}
	return NULL;
}

static void read_report(struct reading *reading, const char *value)
{
	for (const char *next; value; value = next) {
		next = next_wish(value);
		size_t length = next ? (size_t)(next - value) - 1 : strlen(value);
		read_wish(reading, arena_copy(reading->arena, value, length));
	}
}

static void read_select(struct reading *reading, const char *value)
{
	ARENA_PUSH(reading->arena, reading->options->select, reading->options->select_count, value);
}

static void read_shard(struct reading *reading, const char *value)
{
	char *end;
	size_t digits = strspn(value, "0123456789");
	unsigned long shard = strtoul(value, &end, 10);
	unsigned long shards = *end == '/' ? strtoul(end + 1, NULL, 10) : 0;
	bool sound = digits && value[digits] == '/' && str_is_digits(str_of(value + digits + 1));
	if (!sound || shard < 1 || shard > shards || shards > SHARDS_MAX) {
		diag_error(reading->diag, (struct position){0}, "--shard takes a part and their number, 1/%d to %d/%d, not `%s`",
		           SHARDS_MAX, SHARDS_MAX, SHARDS_MAX, value);
		return;
	}
	reading->options->shard = (unsigned)shard;
	reading->options->shards = (unsigned)shards;
}

static void read_jobs(struct reading *reading, const char *value)
{
	double number;
	if (number_error(value, 1, 64, &number))
		diag_error(reading->diag, (struct position){0}, "--jobs takes a number from 1 to 64, not `%s`", value);
	else
		reading->options->jobs = (long)number;
}

static void read_max_failures(struct reading *reading, const char *value)
{
	double number;
	if (!str_is_digits(str_of(value)) || number_error(value, 1, COUNT_MAX, &number))
		diag_error(reading->diag, (struct position){0}, "--max-failures takes a number from 1 to %d, not `%s`",
		           COUNT_MAX, value);
	else
		reading->options->max_failures = (size_t)number;
}

static void read_repeat(struct reading *reading, const char *value)
{
	double number;
	if (!str_is_digits(str_of(value)) || number_error(value, 1, ROUNDS_MAX, &number))
		diag_error(reading->diag, (struct position){0}, "--repeat takes a number from 1 to %d, not `%s`", ROUNDS_MAX,
		           value);
	else
		reading->options->repeat = (size_t)number;
}

static void read_timeout(struct reading *reading, const char *value)
{
	if (number_error(value, 0.1, 86400, &reading->options->timeout))
		diag_error(reading->diag, (struct position){0}, "--timeout takes seconds from 0.1 to 86400, not `%s`", value);
}

static void read_settle(struct reading *reading, const char *value)
{
	if (number_error(value, 0, SETTLE_MAX, &reading->options->settle))
		diag_error(reading->diag, (struct position){0}, "--settle takes seconds from 0 to %d, not `%s`", SETTLE_MAX,
		           value);
}

static void read_max_bytes(struct reading *reading, const char *value)
{
	double number;
	if (number_error(value, 1024, 1e12, &number))
		diag_error(reading->diag, (struct position){0}, "--max-bytes takes bytes from 1024 on, not `%s`", value);
	else
		reading->options->max_bytes = (uint64_t)number;
}

static void read_bodies(struct reading *reading, const char *value UNUSED)
{
	reading->options->bodies = true;
}

#define TEXT_OPTION(member) .text = offsetof(struct options, member), .is_text = true
#define FLAG_OPTION(member) .flag = offsetof(struct options, member), .is_flag = true

/** An option. Exactly one of text, flag and read says what becomes of it. */
static const struct option_row {
	const char *name;
	const char *value; /**< what it takes, for the help; NULL for a flag */
	const char *summary;
	unsigned commands;
	size_t text; /**< offset of a const char * in struct options */
	size_t flag; /**< offset of a bool */
	bool is_text;
	bool is_flag;
	void (*read)(struct reading *reading, const char *value);
} rows[] = {
	{"target", "URL|FILE", "the server: base URL before /api, or a target file", FOR_TARGET, TEXT_OPTION(target)},
	{"kind", "KIND", "emulator (loopback only), lab or production; production unless said", FOR_SELECTION | FOR_CLEANUP,
     TEXT_OPTION(kind)},
	{"user", "NAME", "user name; the password comes from a file, netrc, EPMM_PASSWORD or a prompt", FOR_TARGET,
     TEXT_OPTION(user)},
	{"password-file", "F", "file whose first line is the password", FOR_TARGET, TEXT_OPTION(password_file)},
	{"netrc-file", "F", "netrc file with an entry for the host", FOR_TARGET, TEXT_OPTION(netrc_file)},
	{"cacert", "F", "PEM file with the authorities to trust", FOR_TARGET, TEXT_OPTION(cacert)},
	{"cert", "F", "client certificate (PEM)", FOR_TARGET, TEXT_OPTION(cert)},
	{"key", "F", "its key (PEM)", FOR_TARGET, TEXT_OPTION(key)},
	{"proxy", "URL", "proxy; the environment is not asked", FOR_TARGET, TEXT_OPTION(proxy)},
	{"insecure", NULL, "do not verify TLS (lab and emulator only)", FOR_TARGET, FLAG_OPTION(insecure)},
	{"allow-cleartext", NULL, "send credentials over http to other machines", FOR_TARGET, FLAG_OPTION(allow_cleartext)},
	{"suite", "NAME|FILE", "what to run; readonly unless said", FOR_SELECTION, TEXT_OPTION(suite)},
	{"select", "PATTERN", "only these cases: id with *, operation:ID, kind:NAME, area:NAME, requirement:ID; repeatable",
     FOR_SELECTION, .read = read_select},
	{"shard", "I/N", "only the I-th of N parts, which are the same everywhere; a scenario stays whole", FOR_SELECTION,
     .read = read_shard},
	{"last-failed", NULL, "only what failed or gave no verdict in the last run (its record in --report-dir); else all",
     FOR_SELECTION, FLAG_OPTION(last_failed)},
	{"format", "LIST", "xml, json; both unless said", FOR_SELECTION, .read = read_formats},
	{"allow", "CLASS,...", "second key for safety classes that the kind of target does not allow by itself", FOR_TARGET,
     .read = read_allow},
	{"resolve", NULL, "read the objects from the target and tell the plan's hash; sends reads only", FOR_PLAN,
     FLAG_OPTION(resolve)},
	{"fixtures-from", "RUN", "ask about the objects of an earlier run (its run.jsonl) where they still fit",
     FOR_RUN | FOR_PLAN, TEXT_OPTION(fixtures_from)},
	{"plan", "HASH", "run only what `plan --resolve` showed; destroying needs it outside emulators", FOR_RUN,
     TEXT_OPTION(plan)},
	{"jobs", "N", "requests at once; 8 on emulators, 1 elsewhere", FOR_RUN, .read = read_jobs},
	{"timeout", "S", "seconds per request; 30 (large lists: 20 times as much)", FOR_TARGET, .read = read_timeout},
	{"settle", "S", "most seconds to wait for what a server does later than it answers; 0 looks once", FOR_RUN,
     .read = read_settle},
	{"max-bytes", "N", "ceiling of a body; 16 MiB, lists 4 GiB", FOR_JUDGING, .read = read_max_bytes},
	{"max-failures", "N", "stop when N cases have failed; the others are skipped", FOR_JUDGING, .read = read_max_failures},
	{"repeat", "N", "run N times and tell each case once, with its gravest verdict and how often it had which", FOR_RUN,
     .read = read_repeat},
	{"strict", NULL, "warnings are failures", FOR_JUDGING, FLAG_OPTION(strict)},
	{"report", "FORMAT=FILE", "write a report: junit, html, json, text, tap, csv, github, markdown; repeatable",
     FOR_JUDGING | FOR_DIFF, .read = read_report},
	{"junit-profile", "NAME", "default, xunit (Jenkins' schema), surefire (Maven's) or ant", FOR_JUDGING | FOR_REPORT,
     TEXT_OPTION(junit_profile)},
	{"record", "FILE", "keep every exchange, without secrets, for `judge`", FOR_RUN, TEXT_OPTION(record)},
	{"known", "FILE", "failures that are accepted for some time, and why; an entry that no longer holds fails the run",
     FOR_JUDGING, TEXT_OPTION(known)},
	{"from", "F", "run record (run.jsonl) of the earlier run", FOR_REPORT | FOR_KNOWN, TEXT_OPTION(from)},
	{"to", "FORMAT=FILE,...", "the reports to make; FILE - is standard output", FOR_REPORT, .read = read_report},
	{"report-dir", "D", "where run.jsonl and junit.xml go; epmm-reports", FOR_SELECTION, TEXT_OPTION(report_dir)},
	{"bodies", NULL, "keep beginnings of bodies of failed cases on production, too", FOR_JUDGING, .read = read_bodies},
	{"privacy", NULL, "hide names, numbers, addresses and places of people and devices; so on production and lab",
     FOR_JUDGING, FLAG_OPTION(privacy)},
	{"no-privacy", NULL, "show them on production and lab, too", FOR_JUDGING, FLAG_OPTION(no_privacy)},
	{"color", "WHEN", "auto, always or never", FOR_JUDGING | FOR_REPORT | FOR_DIFF, TEXT_OPTION(color)},
	{"verbose", NULL, "tell notes, exchanges and bodies, too", FOR_JUDGING | FOR_REPORT | FOR_DIFF, FLAG_OPTION(verbose)},
	{"quiet", NULL, "tell the summary only", FOR_JUDGING, FLAG_OPTION(quiet)},
	{"json", NULL, "tell it as JSON", FOR_COVERAGE, FLAG_OPTION(json)},
	{"reference", NULL, "print commands, options, exit codes, kinds, rules and relations as Markdown (docs/reference.md)",
     FOR_EXPLAIN, FLAG_OPTION(reference)},
	{"open", NULL, "list only what is neither described nor excused", FOR_COVERAGE, FLAG_OPTION(open)},
	{"check", NULL, "as --open, with exit code 1 when there is any", FOR_COVERAGE, FLAG_OPTION(check)},
	{"ledger", NULL, "print cases/requirements.csv with the checks that carry its rows now", FOR_COVERAGE,
     FLAG_OPTION(ledger)},
	{"data-dir", "D", "where cases/, schemas/ and suites/ are", FOR_DATA | FOR_CLEANUP, TEXT_OPTION(data_dir)},
};

static enum command find_command(struct diag *diag, const char *word)
{
	const char *names[ARRAY_LEN(commands)];
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		names[i] = commands[i].name;
		if (strcmp(word, commands[i].name) == 0)
			return commands[i].command;
	}
	diag_error(diag, (struct position){0}, "there is no command `%s`", word);
	const char *near = text_nearest(word, names, ARRAY_LEN(names));
	if (near)
		diag_hint(diag, "did you mean `%s`?", near);
	else
		diag_hint(diag, "commands: run, plan, list, lint, explain, report, diff; --help tells more");
	return COMMAND_NONE;
}

static void take(struct reading *reading, const struct option_row *row, const char *value)
{
	char *options = (char *)reading->options;
	reading->name = row->name;
	if (row->is_text)
		*(const char **)(void *)(options + row->text) = value;
	else if (row->is_flag)
		*(bool *)(void *)(options + row->flag) = true;
	else
		row->read(reading, value);
}

/** Whether the word is or begins with a name that somebody might give a password; `--password` must not abbreviate. */
static bool is_password(const char *word)
{
	static const char real[] = "--password-file";
	size_t length = strcspn(word, "=");
	return strncmp(word, "--pass", 6) == 0 && !(length == sizeof(real) - 1 && strncmp(word, real, length) == 0);
}

static void refuse_password(struct diag *diag)
{
	diag_error(diag, (struct position){0}, "a password is never an argument");
	diag_hint(diag, "use --password-file F, --netrc-file F, the environment variable EPMM_PASSWORD or the prompt");
}

static void complain(struct reading *reading, char **argv, int option)
{
	const char *word = argv[optind - 1];
	if (option == '?' && optopt > ' ' && optopt <= '~') { /* a short option, perhaps with a value in the same word */
		diag_error(reading->diag, (struct position){0}, "there is no option -%c", optopt);
		return;
	}
	const char *names[ARRAY_LEN(rows)];
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		names[i] = rows[i].name;
	if (option == ':') {
		diag_error(reading->diag, (struct position){0}, "%s needs a value", word);
		return;
	}
	size_t length = strcspn(word, "=");
	if (option == '?' && optopt) {
		diag_error(reading->diag, (struct position){0}, "%.*s takes no value", (int)length, word);
		return;
	}
	diag_error(reading->diag, (struct position){0}, "there is no option %.*s", (int)length, word);
	const char *near =
		length > 2 ? text_nearest(arena_copy(reading->arena, word + 2, length - 2), names, ARRAY_LEN(rows)) : NULL;
	if (near)
		diag_hint(reading->diag, "did you mean --%s?", near);
}

/** Options that the command does not know are mistakes, not wishes to be ignored. */
static void check_command(const struct options *options, const bool *given, struct diag *diag)
{
	for (size_t i = 0; options->command != COMMAND_NONE && i < ARRAY_LEN(rows); i++)
		if (given[i] && !(rows[i].commands & 1u << options->command))
			diag_error(diag, (struct position){0}, "--%s means nothing to this command", rows[i].name);
	bool takes_operands = options->command == COMMAND_LINT || options->command == COMMAND_EXPLAIN ||
	                      options->command == COMMAND_CLEANUP || options->command == COMMAND_COVERAGE ||
	                      options->command == COMMAND_JUDGE || options->command == COMMAND_DIFF;
	if (options->operand_count && !takes_operands && options->command != COMMAND_NONE)
		diag_error(diag, (struct position){0}, "unexpected argument `%s`", options->operands[0]);
	if (options->command == COMMAND_EXPLAIN && options->operand_count == 0 && !options->reference)
		diag_error(diag, (struct position){0}, "explain needs a case id, a rule or a requirement");
	if (options->command == COMMAND_CLEANUP && options->operand_count != 1)
		diag_error(diag, (struct position){0}, "cleanup needs one journal: epmm-reports/journal-….jsonl");
	if (options->command == COMMAND_DIFF && options->operand_count != 2)
		diag_error(diag, (struct position){0}, "diff needs two run records: diff before/run.jsonl after/run.jsonl");
	if (options->command == COMMAND_COVERAGE && options->operand_count > 1)
		diag_error(diag, (struct position){0}, "coverage takes one run record: epmm-reports/run.jsonl");
	if (options->command == COMMAND_JUDGE && options->operand_count != 1)
		diag_error(diag, (struct position){0}, "judge needs one recording, as `run --record FILE` makes it");
	if (options->repeat > 1 && options->record)
		diag_error(diag, (struct position){0}, "--record keeps one round; --repeat asks for several");
	if (options->privacy && options->no_privacy)
		diag_error(diag, (struct position){0}, "--privacy and --no-privacy cannot both hold");
	if (options->command == COMMAND_KNOWN && !options->from)
		diag_error(diag, (struct position){0}, "known needs --from RECORD: epmm-reports/run.jsonl");
	if (options->command == COMMAND_REPORT && (!options->from || !options->report_count))
		diag_error(diag, (struct position){0}, "report needs --from RECORD and --to FORMAT=FILE");
}

static void defaults(struct options *options)
{
	*options = (struct options){
		.report_dir = "epmm-reports",
		.timeout = 30,
		.settle = SETTLE_MAX,
		.color = "auto",
		.formats = {[FORMAT_XML] = true, [FORMAT_JSON] = true, [FORMAT_CSV] = true},
	};
}

void options_read(struct options *options, struct arena *arena, int argc, char **argv, struct diag *diag)
{
	enum { HELP = 1000, VERSION };
	struct option table[ARRAY_LEN(rows) + 3] = {0};
	bool given[ARRAY_LEN(rows)] = {false};
	struct reading reading = {options, arena, diag, NULL};
	defaults(options);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		table[i] = (struct option){rows[i].name, rows[i].value ? required_argument : no_argument, NULL, (int)i};
	table[ARRAY_LEN(rows)] = (struct option){"help", no_argument, NULL, HELP};
	table[ARRAY_LEN(rows) + 1] = (struct option){"version", no_argument, NULL, VERSION};
	opterr = 0;
	bool help = false;
	bool version = false;
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (is_password(argv[i])) {
			refuse_password(diag);
			return;
		}
	for (int option; (option = getopt_long(argc, argv, ":h", table, NULL)) != -1;) {
		if (option == HELP || option == 'h') {
			help = true;
		} else if (option == VERSION) {
			version = true;
		} else if (option == '?' || option == ':') {
			complain(&reading, argv, option);
			return; /* what follows might be its value, and a secret */
		} else {
			given[option] = true;
			take(&reading, &rows[option], optarg);
		}
	}
	if (optind < argc)
		options->command = find_command(diag, argv[optind++]);
	options->operands = (const char *const *)(argv + optind);
	options->operand_count = (size_t)(argc - optind);
	if (help || version) {
		options->topic = options->command;
		options->command = help ? COMMAND_HELP : COMMAND_VERSION;
		return;
	}
	if (options->command == COMMAND_NONE && diag_errors(diag) == 0)
		diag_error(diag, (struct position){0},
		           "what shall I do? (run, plan, list, lint, explain, report or diff; --help tells more)");
	check_command(options, given, diag);
}

static void print_options(FILE *out, unsigned command)
{
	fputs("\nOptions:\n", out);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char left[48];
		if (!(rows[i].commands & command))
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", rows[i].name, rows[i].value ? " " : "",
		         rows[i].value ? rows[i].value : "");
		fprintf(out, "  %-24s %s\n", left, rows[i].summary);
	}
}

/** A cell of a Markdown table: a bar would end it. */
static void print_cell(FILE *out, const char *text)
{
	for (; *text; text++)
		fprintf(out, *text == '|' ? "\\%c" : "%c", *text);
}

void options_reference(FILE *out)
{
	fputs("## Commands\n\n| command | |\n|---|---|\n", out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		fprintf(out, "| `%s%s", commands[i].name, *commands[i].operands ? " " : "");
		print_cell(out, commands[i].operands);
		fprintf(out, "` | %s |\n", commands[i].summary);
	}
	fputs("\n## Options\n\n| option | of | |\n|---|---|---|\n", out);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		fprintf(out, "| `--%s%s", rows[i].name, rows[i].value ? " " : "");
		print_cell(out, rows[i].value ? rows[i].value : "");
		fputs("` | ", out);
		for (size_t c = 0, told = 0; c < ARRAY_LEN(commands); c++)
			if (rows[i].commands & 1u << commands[c].command)
				fprintf(out, "%s%s", told++ ? ", " : "", commands[c].name);
		fputs(" | ", out);
		print_cell(out, rows[i].summary);
		fputs(" |\n", out);
	}
}

static bool has_target(enum command command)
{
	return command == COMMAND_RUN || command == COMMAND_CLEANUP;
}

void options_help(FILE *out, enum command command)
{
	fputs("epmm-conform: is this server an Ivanti EPMM v1 Web Service API as the guide describes it?\n\n", out);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (command == COMMAND_NONE || commands[i].command == command)
			fprintf(out, "  epmm-conform %s%s%s%s\n      %s\n", commands[i].name,
			        has_target(commands[i].command) ? " --target URL|FILE" : "", *commands[i].operands ? " " : "",
			        commands[i].operands, commands[i].summary);
	fputs("  epmm-conform --version | --help [COMMAND]\n", out);
	print_options(out, command == COMMAND_NONE ? FOR_ALL : 1u << command);
	fputs("\nExit codes: 0 conformant, 1 non-conformant, 2 usage or bad case file (nothing sent), 3 unreachable or "
	      "refused\n"
	      "credentials, 4 harness error or report not written, 5 nothing ran, 6 refused by the safety policy, 130 "
	      "interrupted.\n"
	      "A target is production unless --kind or its target file says otherwise: only reads and harmless GETs are "
	      "sent.\n",
	      out);
}
