// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "formats.h"

enum {
	WIDTH = 100,
	FULL_CASES = 100,
	WARNING_LINES = 20,
	REASON_LINES = 40,
	PIECE_LINES = 5,
	GROUPS_MAX = 1000,
	ID_MAX = 200
};

/** What the report needs while it is written. */
struct telling {
	const struct run_index *index;
	const struct report_options *options;
	struct arena *arena; /**< of one case */
	struct text text;
	struct layout layout;
	FILE *out;
};

static void flush(struct telling *telling)
{
	if (telling->text.len)
		fwrite(telling->text.ptr, 1, telling->text.len, telling->out);
	text_clear(&telling->text);
}

static void put_title(struct telling *telling, enum style style, const char *title, size_t count)
{
	char line[64];
	snprintf(line, sizeof(line), "%s (%zu)", title, count);
	text_putc(&telling->text, '\n');
	layout_styled(&telling->layout, style, line);
	text_puts(&telling->text, "\n");
}

static void put_part(struct telling *telling, const char *before, const char *value)
{
	if (!value || !*value)
		return;
	text_puts(&telling->text, before);
	layout_foreign(&telling->layout, STYLE_PLAIN, value, ID_MAX);
}

static void put_target(struct telling *telling)
{
	const struct run_header *header = &telling->index->header;
	bool known = header->product_version && *header->product_version;
	layout_field(&telling->layout, "target",
	             arena_printf(telling->arena, "%s · %s%s%s", header->target, header->target_kind,
	                          known ? " · version " : "", known ? header->product_version : ""));
}

static void put_head(struct telling *telling)
{
	const struct run_header *header = &telling->index->header;
	layout_styled(&telling->layout, STYLE_TITLE, "epmm-conform");
	put_part(telling, " ", header->tool_version);
	put_part(telling, " · cases ", header->case_version);
	put_part(telling, " · suite ", header->suite);
	put_part(telling, " · select ", header->select);
	text_puts(&telling->text, header->strict ? " · strict" : "");
	text_puts(&telling->text, header->privacy ? " · privacy" : "");
	text_putc(&telling->text, '\n');
	put_target(telling);
	layout_field(&telling->layout, "started", header->started);
	const char *fixtures = telling->index->summary.fixtures;
	if (telling->options->verbose)
		layout_field(&telling->layout, "fixtures", fixtures && *fixtures ? fixtures : NULL);
	layout_field(&telling->layout, "WARNING", header->warnings);
}

static void put_case(struct telling *telling, const struct result *result, bool full)
{
	const struct describe_limits brief = {.findings = 5, .exchanges = 3};
	const struct describe_limits all = {.findings = SIZE_MAX, .exchanges = SIZE_MAX, .excerpt = 40};
	bool failed = result->verdict == VERDICT_FAIL;
	if (full)
		text_putc(&telling->text, '\n');
	layout_styled(&telling->layout, STYLE_BAD, failed ? "FAIL  " : "ERROR ");
	layout_foreign(&telling->layout, STYLE_TITLE, result->id, ID_MAX);
	text_putc(&telling->text, '\n');
	if (full)
		describe_case(&telling->layout, result, telling->options->verbose ? &all : &brief);
}

/** The cases of one verdict, in the order of their ids; after the first hundred only their names. */
static bool put_cases(struct telling *telling, enum verdict verdict, const char *title, size_t count)
{
	const struct run_index *index = telling->index;
	size_t told = 0;
	if (count)
		put_title(telling, STYLE_BAD, title, count);
	for (size_t i = 0; i < index->count; i++) {
		if (index->cases[i].verdict != verdict)
			continue;
		const struct result *result = run_index_case(index, i, telling->arena);
		if (!result)
			return false;
		put_case(telling, result, telling->options->verbose || told < FULL_CASES);
		told++;
		flush(telling);
		arena_reset(telling->arena);
	}
	return true;
}

/** Equal lines told once, with their number and the first case. */
struct group {
	const char *key;
	const char *text;
	const char *first;
	size_t count;
};

struct groups {
	struct arena *arena;
	struct group *rows;
	size_t count;
	size_t beyond; /**< lines that found no room */
};

static void add_to_groups(struct groups *groups, const char *key, const char *text, const char *first)
{
	for (size_t i = 0; i < groups->count; i++) {
		if (strcmp(groups->rows[i].key, key) == 0) {
			groups->rows[i].count++;
			return;
		}
	}
	if (groups->count >= GROUPS_MAX) {
		groups->beyond++;
		return;
	}
	struct group row = {
		.key = arena_string(groups->arena, key),
		.text = arena_string(groups->arena, text),
		.first = arena_string(groups->arena, first),
		.count = 1,
	};
	ARENA_PUSH(groups->arena, groups->rows, groups->count, row);
}

static int compare_groups(const void *a, const void *b)
{
	const struct group *left = a;
	const struct group *right = b;
	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return strcmp(left->key, right->key);
}

static const char *matter_text(struct arena *arena, const struct finding *finding)
{
	struct text text = text_new(4096);
	if (finding->requirement)
		text_printf(&text, "%s  ", finding->requirement);
	describe_headline(&text, finding);
	if (finding->path)
		text_printf(&text, " (%s)", finding->path);
	const char *copy = arena_string(arena, text_str(&text));
	text_free(&text);
	return copy;
}

/** The element that a path leads to, without the record's number: "regCount" of "devices/device[3]/regCount". */
static struct str element_of(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	const char *name = slash ? slash + 1 : path ? path : "";
	return (struct str){name, strcspn(name, "[")};
}

/** Findings of the same requirement, check and element are one matter, whatever the record or the case. */
static void group_findings(struct groups *groups, struct arena *arena, const struct result *result, enum level level)
{
	for (size_t i = 0; i < result->finding_count; i++) {
		const struct finding *finding = &result->findings[i];
		if (finding->level != level)
			continue;
		const char *text = matter_text(arena, finding);
		struct str element = element_of(finding->path);
		const char *key = finding->requirement ? arena_printf(arena, "%s %s %.*s", finding->requirement, finding->check,
		                                                      (int)element.len, element.ptr)
		                                       : text;
		add_to_groups(groups, key, text, result->id);
	}
}

static void group_warnings(struct groups *groups, struct arena *arena, const struct result *result)
{
	group_findings(groups, arena, result, LEVEL_WARNING);
}

static void group_failures(struct groups *groups, struct arena *arena, const struct result *result)
{
	group_findings(groups, arena, result, LEVEL_FAILURE);
}

static void group_reasons(struct groups *groups, const struct result *result, enum verdict verdict)
{
	const char *reason = result->reason ? result->reason : "no reason given";
	if (result->verdict == verdict)
		add_to_groups(groups, reason, reason, result->id);
}

static void group_skips(struct groups *groups, UNUSED struct arena *arena, const struct result *result)
{
	group_reasons(groups, result, VERDICT_SKIP);
}

static void group_known(struct groups *groups, UNUSED struct arena *arena, const struct result *result)
{
	group_reasons(groups, result, VERDICT_KNOWN);
}

/** A section of grouped lines. */
struct section {
	const char *title;
	enum style style;
	bool (*wanted)(const struct indexed_case *indexed);
	void (*group)(struct groups *groups, struct arena *arena, const struct result *result);
	size_t lines;
	bool names_first; /**< the first case is told below the line */
};

static bool has_warnings(const struct indexed_case *indexed)
{
	return indexed->warnings > 0;
}

static bool is_failed(const struct indexed_case *indexed)
{
	return indexed->verdict == VERDICT_FAIL;
}

static bool is_known(const struct indexed_case *indexed)
{
	return indexed->verdict == VERDICT_KNOWN;
}

static bool is_skipped(const struct indexed_case *indexed)
{
	return indexed->verdict == VERDICT_SKIP;
}

static void put_group(struct telling *telling, const struct section *section, const struct group *row)
{
	struct layout *layout = &telling->layout;
	text_printf(&telling->text, "%6zu× ", row->count);
	layout_foreign(layout, STYLE_PLAIN, row->text, WIDTH);
	text_putc(&telling->text, '\n');
	if (!section->names_first)
		return;
	text_puts(&telling->text, row->count > 1 ? "        first in " : "        in ");
	layout_foreign(layout, STYLE_FAINT, row->first, ID_MAX);
	text_putc(&telling->text, '\n');
}

static void put_groups(struct telling *telling, const struct section *section, struct groups *groups, size_t count)
{
	size_t most = telling->options->verbose ? SIZE_MAX : section->lines;
	put_title(telling, section->style, section->title, count);
	text_putc(&telling->text, '\n');
	qsort(groups->rows, groups->count, sizeof(*groups->rows), compare_groups);
	for (size_t i = 0; i < groups->count && i < most; i++)
		put_group(telling, section, &groups->rows[i]);
	size_t left = groups->beyond + (groups->count > most ? groups->count - most : 0);
	if (left)
		text_printf(&telling->text, "        … and %zu more, in the run record\n", left);
	flush(telling);
}

static bool put_section(struct telling *telling, const struct section *section)
{
	const struct run_index *index = telling->index;
	struct groups groups = {.arena = arena_new()};
	bool read = true;
	for (size_t i = 0; i < index->count && read; i++) {
		if (!section->wanted(&index->cases[i]))
			continue;
		const struct result *result = run_index_case(index, i, telling->arena);
		read = result != NULL;
		if (read)
			section->group(&groups, telling->arena, result);
		arena_reset(telling->arena);
	}
	size_t count = groups.beyond;
	for (size_t i = 0; i < groups.count; i++)
		count += groups.rows[i].count;
	if (count)
		put_groups(telling, section, &groups, count);
	arena_free(groups.arena);
	return read;
}

static void put_counts(struct text *line, const struct run_summary *summary)
{
	text_printf(line, "%zu passed, %zu failed, ", summary->passed, summary->failed);
	layout_count(line, summary->errors, "error");
	if (summary->known)
		text_printf(line, ", %zu known", summary->known);
	text_printf(line, ", %zu skipped, ", summary->skipped);
	layout_count(line, summary->warnings, "warning");
	text_puts(line, " · ");
	layout_count(line, summary->requests, "request");
	text_puts(line, " (");
	layout_count(line, summary->writes, "write");
	text_puts(line, ") · ");
	layout_bytes(line, summary->bytes);
	text_puts(line, " · ");
	layout_duration(line, summary->duration_us);
	text_printf(line, " · %s · exit code %d", summary->word ? summary->word : "", summary->exit_code);
}

void report_summary_line(char *buffer, size_t size, const struct run_summary *summary)
{
	struct text line = text_new(4096);
	put_counts(&line, summary);
	snprintf(buffer, size, "%s", text_str(&line));
	text_free(&line);
}

/** A line with its title, or a title with a line for each of several pieces; without --verbose only the first of many. */
static void put_pieces(struct telling *telling, enum style style, const char *title, const char *pieces)
{
	size_t most = telling->options->verbose ? SIZE_MAX : PIECE_LINES;
	size_t told = 0;
	size_t left = 0;
	layout_styled(&telling->layout, style, title);
	text_puts(&telling->text, strstr(pieces, "; ") ? ":\n" : ": ");
	for (const char *at = pieces; *at;) {
		const char *end = strstr(at, "; ");
		struct str piece = {at, end ? (size_t)(end - at) : strlen(at)};
		at += piece.len + (end ? 2 : 0);
		if (told++ >= most) {
			left++;
			continue;
		}
		text_puts(&telling->text, strstr(pieces, "; ") ? "    " : "");
		layout_foreign(&telling->layout, STYLE_PLAIN, arena_copy(telling->arena, piece.ptr, piece.len), ID_MAX);
		text_putc(&telling->text, '\n');
	}
	if (left)
		text_printf(&telling->text, "    … and %zu more; --verbose tells all\n", left);
}

static void put_end(struct telling *telling)
{
	const struct run_summary *summary = &telling->index->summary;
	struct text line = text_new(4096);
	put_counts(&line, summary);
	text_putc(&telling->text, '\n');
	const struct {
		const char *title;
		const char *text;
		enum style style;
	} lines[] = {
		{"outcome unknown", summary->unknown, STYLE_BAD},
		{"not taken back", summary->left, STYLE_BAD},
		{"take it back with epmm-conform cleanup", summary->left ? summary->journal : NULL, STYLE_BAD},
		{"left behind on purpose", summary->residue, STYLE_FAINT},
		{"ended early", summary->trouble, STYLE_BAD},
	};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		if (lines[i].text)
			put_pieces(telling, lines[i].style, lines[i].title, lines[i].text);
	layout_foreign(&telling->layout, summary->exit_code ? STYLE_BAD : STYLE_GOOD, text_str(&line), line.len);
	text_putc(&telling->text, '\n');
	text_free(&line);
	flush(telling);
}

static bool put_body(struct telling *telling)
{
	static const struct section sections[] = {
		{"Warnings", STYLE_WARN, has_warnings, group_warnings, WARNING_LINES, true},
		{"Known deviations", STYLE_WARN, is_known, group_known, REASON_LINES, true},
		{"Skipped", STYLE_FAINT, is_skipped, group_skips, REASON_LINES, false},
		{"What is broken", STYLE_BAD, is_failed, group_failures, WARNING_LINES, true}, // last: where a reader looks first
	};
	size_t counts[VERDICTS] = {0};
	for (size_t i = 0; i < telling->index->count; i++)
		counts[telling->index->cases[i].verdict]++;
	bool read = put_cases(telling, VERDICT_FAIL, "Failures", counts[VERDICT_FAIL]) &&
	            put_cases(telling, VERDICT_ERROR, "Errors", counts[VERDICT_ERROR]);
	size_t wanted = ARRAY_LEN(sections) - (counts[VERDICT_FAIL] < 2); // a single failure was told just above
	for (size_t i = 0; i < wanted && read; i++)
		read = put_section(telling, &sections[i]);
	return read;
}

bool write_text(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag)
{
	struct telling telling = {.index = run, .options = options, .arena = arena_new(), .out = out};
	telling.text = text_new(SIZE_MAX / 4);
	telling.layout = (struct layout){
		.out = &telling.text,
		.bar = "  │ ",
		.width = options->width ? options->width : WIDTH,
		.field_max = options->verbose ? 65536 : 1000,
		.color = options->color,
	};
	put_head(&telling);
	bool read = put_body(&telling);
	if (read)
		put_end(&telling);
	else
		diag_error(diag, (struct position){0}, "the run record changed while it was read");
	text_free(&telling.text);
	arena_free(telling.arena);
	return read;
}
