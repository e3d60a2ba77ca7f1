// SPDX-License-Identifier: Apache-2.0
/* The coverage in words: text, JSON and the ledger. */
#include <string.h>

#include "coverage.h"

enum { AREAS_MAX = 16 };

/** The five numbers of a row. */
struct counts {
	size_t documented, described, executed, not_testable, open;
};

static const char *const titles[COVERAGE_KINDS] = {"operations", "parameters", "status codes", "elements",
                                                   "requirements"};
static const char *const members[COVERAGE_KINDS] = {"operations", "parameters", "status_codes", "elements",
                                                    "requirements"};

static struct counts count(const struct coverage *coverage, enum coverage_kind kind, const char *area)
{
	struct counts counts = {0};
	for (size_t i = 0; i < coverage->count; i++) {
		const struct coverage_item *item = &coverage->items[i];
		if (item->kind != kind || (area && strcmp(item->area, area) != 0))
			continue;
		counts.documented++;
		counts.described += item->described;
		counts.executed += item->executed;
		counts.not_testable += item->reason != NULL;
		counts.open += item->open != NULL;
	}
	return counts;
}

/** The areas in the order in which they are met. */
static size_t find_areas(const struct coverage *coverage, const char *areas[AREAS_MAX])
{
	size_t count = 0;
	for (size_t i = 0; i < coverage->count; i++) {
		size_t at = 0;
		while (at < count && strcmp(areas[at], coverage->items[i].area) != 0)
			at++;
		if (at == count && count < AREAS_MAX)
			areas[count++] = coverage->items[i].area;
	}
	return count;
}

static void print_row(const char *name, const struct counts *counts, bool run, FILE *out)
{
	fprintf(out, "%-16s %10zu %10zu", name, counts->documented, counts->described);
	if (run)
		fprintf(out, " %10zu", counts->executed);
	fprintf(out, " %13zu %6zu\n", counts->not_testable, counts->open);
}

static void print_kind(const struct coverage *coverage, enum coverage_kind kind, FILE *out)
{
	const char *areas[AREAS_MAX];
	size_t area_count = find_areas(coverage, areas);
	bool carried = kind == COVERAGE_REQUIREMENT;
	fprintf(out, "%-16s %10s %10s", titles[kind], carried ? "stated" : "documented", carried ? "carried" : "described");
	fprintf(out, "%s %13s %6s\n", coverage->run ? "   executed" : "", "not testable", "open");
	for (size_t i = 0; i < area_count; i++) {
		struct counts counts = count(coverage, kind, areas[i]);
		char name[32];
		snprintf(name, sizeof(name), "  %s", areas[i]);
		if (counts.documented)
			print_row(name, &counts, coverage->run, out);
	}
	struct counts total = count(coverage, kind, NULL);
	print_row("  in total", &total, coverage->run, out);
}

void coverage_print(const struct coverage *coverage, FILE *out)
{
	for (enum coverage_kind kind = 0; kind < COVERAGE_KINDS; kind++) {
		print_kind(coverage, kind, out);
		fputc('\n', out);
	}
	size_t open = coverage_open(coverage);
	fprintf(out, open ? "%zu open; --open lists them\n" : "nothing is open\n", open);
}

static const char *kind_word(enum coverage_kind kind)
{
	return kind == COVERAGE_REQUIREMENT ? "requirement" : guide_kind_name((enum guide_kind)kind);
}

void coverage_print_open(const struct coverage *coverage, FILE *out)
{
	for (size_t i = 0; i < coverage->count; i++) {
		const struct coverage_item *item = &coverage->items[i];
		if (!item->open)
			continue;
		if (item->kind == COVERAGE_REQUIREMENT)
			fprintf(out, "requirement %s: %s (%s)\n", item->name, item->open, item->place);
		else if (item->kind == COVERAGE_OPERATION)
			fprintf(out, "operation %s/%s: %s\n", item->area, item->operation, item->open);
		else
			fprintf(out, "%s %s of %s/%s: %s\n", kind_word(item->kind), item->name, item->area, item->operation,
			        item->open);
	}
}

static void json_text(const char *text, FILE *out)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else if ((unsigned char)*text < ' ')
			fprintf(out, "\\u%04x", (unsigned)(unsigned char)*text);
		else
			fputc(*text, out);
	}
	fputc('"', out);
}

static void json_member(const char *name, const char *text, FILE *out)
{
	if (!text)
		return;
	fprintf(out, ",\"%s\":", name);
	json_text(text, out);
}

static void json_counts(const struct coverage *coverage, const char *area, FILE *out)
{
	for (enum coverage_kind kind = 0; kind < COVERAGE_KINDS; kind++) {
		struct counts counts = count(coverage, kind, area);
		fprintf(out, ",\"%s\":{\"documented\":%zu,\"described\":%zu", members[kind], counts.documented, counts.described);
		if (coverage->run)
			fprintf(out, ",\"executed\":%zu", counts.executed);
		fprintf(out, ",\"not_testable\":%zu,\"open\":%zu}", counts.not_testable, counts.open);
	}
}

static void json_item(const struct coverage *coverage, const struct coverage_item *item, FILE *out)
{
	fprintf(out, "{\"kind\":\"%s\"", kind_word(item->kind));
	json_member("area", item->area, out);
	json_member("operation", item->operation, out);
	json_member("name", item->name, out);
	json_member("place", item->kind == COVERAGE_REQUIREMENT ? NULL : item->place, out);
	json_member("statement", item->kind == COVERAGE_REQUIREMENT ? item->place : NULL, out);
	fprintf(out, ",\"described\":%s", item->described ? "true" : "false");
	if (coverage->run)
		fprintf(out, ",\"executed\":%s", item->executed ? "true" : "false");
	json_member("carried_by", item->carried, out);
	json_member("not_testable", item->reason, out);
	json_member("open", item->open, out);
	fputc('}', out);
}

void coverage_print_json(const struct coverage *coverage, FILE *out)
{
	const char *areas[AREAS_MAX];
	size_t area_count = find_areas(coverage, areas);
	fputs("{\"version\":1", out);
	json_member("run", coverage->run, out);
	fputs(",\"areas\":[", out);
	for (size_t i = 0; i < area_count; i++) {
		fprintf(out, "%s\n{\"area\":\"%s\"", i ? "," : "", areas[i]);
		json_counts(coverage, areas[i], out);
		fputc('}', out);
	}
	fprintf(out, "],\n\"total\":{\"open\":%zu", coverage_open(coverage));
	json_counts(coverage, NULL, out);
	fputs("},\n\"items\":[", out);
	for (size_t i = 0; i < coverage->count; i++) {
		fputs(i ? ",\n" : "\n", out);
		json_item(coverage, &coverage->items[i], out);
	}
	fputs("]}\n", out);
}

/** A field, in quotes where it must be. */
static void csv_field(const char *text, char end, FILE *out)
{
	bool quoted = strpbrk(text, "\",\r\n") != NULL;
	if (quoted)
		fputc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	if (quoted)
		fputc('"', out);
	fputc(end, out);
}

void coverage_print_ledger(const struct catalogue *catalogue, const struct carriers *carriers, FILE *out)
{
	struct arena *arena = arena_new();
	fputs("id,strength,group,section,operations,statement,errata,carried-by,not-testable,faults,no-fault\n", out);
	for (size_t i = 0; i < catalogue->requirement_count; i++) {
		const struct requirement *row = &catalogue->requirements[i];
		csv_field(row->id, ',', out);
		csv_field(strength_name(row->strength), ',', out);
		csv_field(row->group, ',', out);
		csv_field(row->section, ',', out);
		csv_field(row->operations, ',', out);
		csv_field(row->statement, ',', out);
		csv_field(row->errata ? row->errata : "", ',', out);
		csv_field(carriers_text(arena, &carriers[i]), ',', out);
		csv_field(row->not_testable ? row->not_testable : "", ',', out);
		csv_field(row->faults ? row->faults : "", ',', out);
		csv_field(row->no_fault ? row->no_fault : "", '\n', out);
	}
	arena_free(arena);
}
