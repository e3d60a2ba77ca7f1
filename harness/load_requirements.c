// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "load_impl.h"

static const char *const columns[] = {"id",     "strength",   "group",        "section", "operations", "statement",
                                      "errata", "carried-by", "not-testable", "faults",  "no-fault"};

/** Those from ERRATA on may be empty. */
enum column { ID, STRENGTH, GROUP, SECTION, OPERATIONS, STATEMENT, ERRATA, CARRIED_BY, NOT_TESTABLE, FAULTS, NO_FAULT };

/** The ledger being read. */
struct ledger {
	struct load *load;
	const char *path;
	struct csv_reader *reader;
	bool header; /**< the first row was met */
	bool bad;    /**< it does not name the columns: nothing below it can be read */
};

static void check_header(struct ledger *ledger, struct position at, const struct str *fields, size_t count)
{
	bool good = count == ARRAY_LEN(columns);
	for (size_t i = 0; good && i < count; i++)
		good = str_is(fields[i], columns[i]);
	ledger->header = true;
	ledger->bad = !good;
	if (good)
		return;
	diag_error(ledger->load->diag, at, "the first row does not name the columns");
	diag_hint(ledger->load->diag,
	          "id,strength,group,section,operations,statement,errata,carried-by,not-testable,faults,no-fault");
}

static bool is_requirement_id(struct str id)
{
	return id.len == 4 && id.ptr[0] == 'R' && str_is_digits((struct str){id.ptr + 1, 3});
}

/** Checks the fields of a row; errors are reported. */
static void check_row(struct ledger *ledger, struct position at, const struct str *fields)
{
	struct diag *diag = ledger->load->diag;
	if (!is_requirement_id(fields[ID]))
		diag_error(diag, at, "`%.60s` is not the id of a requirement; R and three digits", fields[ID].ptr);
	for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
		if (!fields[i].len && i < ERRATA)
			diag_error(diag, at, "`%s` is empty", columns[i]);
		if (utf8_valid_prefix(fields[i]) != fields[i].len || memchr(fields[i].ptr, '\0', fields[i].len))
			diag_error(diag, at, "`%s` is not UTF-8 text", columns[i]);
	}
	if (fields[CARRIED_BY].len && fields[NOT_TESTABLE].len) {
		diag_error(diag, at, "%.60s has both checks and a reason why there can be none", fields[ID].ptr);
		diag_hint(diag, "`epmm-conform coverage --ledger` writes `carried-by` anew; `not-testable` is written by hand");
	}
	if (fields[FAULTS].len && fields[NO_FAULT].len) {
		diag_error(diag, at, "%.60s has both faults that prove it and a reason why there can be none", fields[ID].ptr);
		diag_hint(diag, "`ci/check-ledger --update` writes `faults` anew; `no-fault` is written by hand");
	}
}

static int find_strength(struct str word)
{
	for (int i = 0; strength_words[i]; i++)
		if (str_is(word, strength_words[i]))
			return i;
	return -1;
}

/** Ids separated by blanks, or `*` for all. The ledger is complete before the case files are, so they need not exist. */
static void check_operations(struct ledger *ledger, struct position at, const char *list)
{
	if (strcmp(list, "*") == 0 || strspn(list, "abcdefghijklmnopqrstuvwxyz0123456789- ") == strlen(list))
		return;
	diag_error(ledger->load->diag, at, "`operations` takes ids separated by blanks, or *");
}

/** Copies the fields of a row; an empty one becomes NULL behind those that must be there. */
static void copy_fields(struct ledger *ledger, const struct str *fields, const char *copies[ARRAY_LEN(columns)])
{
	size_t length = 0;
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		length += fields[i].len + 1;
	char *place = arena_alloc(ledger->load->arena, length);
	for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
		copies[i] = fields[i].len || i < ERRATA ? place : NULL;
		if (fields[i].len)
			memcpy(place, fields[i].ptr, fields[i].len);
		place += fields[i].len + 1;
	}
}

static void add_row(struct ledger *ledger, struct position at, const struct str *fields)
{
	struct load *load = ledger->load;
	check_row(ledger, at, fields);
	int strength = find_strength(fields[STRENGTH]);
	if (strength < 0) {
		diag_error(load->diag, at, "`%.60s` is not a strength", fields[STRENGTH].ptr);
		diag_hint(load->diag, "explicit, implied or inferred");
		return;
	}
	const char *copies[ARRAY_LEN(columns)];
	copy_fields(ledger, fields, copies);
	struct requirement requirement = {
		.id = copies[ID],
		.strength = (enum strength)strength,
		.group = copies[GROUP],
		.section = copies[SECTION],
		.statement = copies[STATEMENT],
		.operations = copies[OPERATIONS],
		.errata = copies[ERRATA],
		.carried_by = copies[CARRIED_BY],
		.not_testable = copies[NOT_TESTABLE],
		.faults = copies[FAULTS],
		.no_fault = copies[NO_FAULT],
	};
	check_operations(ledger, at, requirement.operations);
	name_add(load, NAME_REQUIREMENT, requirement.id, NULL, at);
	ARENA_PUSH(load->arena, load->requirements, load->requirement_count, requirement);
}

static void take_row(void *context, const struct str *fields, size_t count)
{
	struct ledger *ledger = context;
	struct position at = {ledger->path, (unsigned)csv_line(ledger->reader), 1};
	if (!ledger->header)
		check_header(ledger, at, fields, count);
	else if (count != ARRAY_LEN(columns) && !ledger->bad)
		diag_error(ledger->load->diag, at, "%zu fields instead of %zu", count, ARRAY_LEN(columns));
	else if (!ledger->bad)
		add_row(ledger, at, fields);
}

void load_requirements(struct load *load, const char *path, struct str text)
{
	struct ledger ledger = {.load = load, .path = path};
	const char *message;
	diag_source(load->diag, path, text.ptr, text.len);
	ledger.reader = csv_open(&(struct csv_sink){.row = take_row, .context = &ledger});
	csv_feed(ledger.reader, text.ptr, text.len);
	unsigned line = (unsigned)csv_line(ledger.reader);
	if (!csv_close(ledger.reader, &message))
		diag_error(load->diag, (struct position){path, line, 1}, "%s", message);
	else if (!ledger.header)
		diag_error(load->diag, (struct position){path, 0, 0}, "the file is empty");
}
