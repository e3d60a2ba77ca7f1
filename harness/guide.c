// SPDX-License-Identifier: Apache-2.0
#include "guide.h"

#include <errno.h>
#include <string.h>

#include "csv.h"

static const char *const columns[] = {"area", "operation", "kind", "name", "place", "reason"};

enum column { AREA, OPERATION, KIND, NAME, PLACE, REASON };

static const char *const kind_names[] = {"operation", "parameter", "status", "element"};

/** The file being read. */
struct reading {
	struct arena *arena;
	struct diag *diag;
	const char *path;
	struct csv_reader *reader;
	struct guide_item *items;
	size_t count;
	bool header; /**< the first row was met */
};

const char *guide_kind_name(enum guide_kind kind)
{
	return kind_names[kind];
}

static int find_kind(struct str word)
{
	for (int i = 0; i < GUIDE_KINDS; i++)
		if (str_is(word, kind_names[i]))
			return i;
	return -1;
}

static bool is_header(const struct str *fields, size_t count)
{
	bool good = count == ARRAY_LEN(columns);
	for (size_t i = 0; good && i < count; i++)
		good = str_is(fields[i], columns[i]);
	return good;
}

static void add_item(struct reading *reading, struct position at, const struct str *fields)
{
	int kind = find_kind(fields[KIND]);
	if (kind < 0 || !fields[AREA].len || !fields[OPERATION].len || !fields[NAME].len) {
		diag_error(reading->diag, at, "a row needs an area, an operation, a name, and as kind %s, %s, %s or %s",
		           kind_names[0], kind_names[1], kind_names[2], kind_names[3]);
		return;
	}
	const char *texts[ARRAY_LEN(columns)];
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		texts[i] = arena_copy(reading->arena, fields[i].ptr, fields[i].len);
	struct guide_item item = {(enum guide_kind)kind,
	                          texts[AREA],
	                          texts[OPERATION],
	                          texts[NAME],
	                          texts[PLACE],
	                          *texts[REASON] ? texts[REASON] : NULL,
	                          at};
	ARENA_PUSH(reading->arena, reading->items, reading->count, item);
}

static void take_row(void *context, const struct str *fields, size_t count)
{
	struct reading *reading = context;
	struct position at = {reading->path, (unsigned)csv_line(reading->reader), 1};
	if (!reading->header && !is_header(fields, count))
		diag_error(reading->diag, at, "the first row does not name the columns");
	else if (reading->header && count != ARRAY_LEN(columns))
		diag_error(reading->diag, at, "%zu fields instead of %zu", count, ARRAY_LEN(columns));
	else if (reading->header)
		add_item(reading, at, fields);
	reading->header = true;
}

static void read_stream(struct reading *reading, FILE *stream)
{
	char bytes[8192];
	const char *message;
	reading->reader = csv_open(&(struct csv_sink){.row = take_row, .context = reading, .arena = reading->arena});
	for (size_t length; (length = fread(bytes, 1, sizeof(bytes), stream)) > 0;)
		csv_feed(reading->reader, bytes, length);
	unsigned line = (unsigned)csv_line(reading->reader);
	if (!csv_close(reading->reader, &message))
		diag_error(reading->diag, (struct position){reading->path, line, 1}, "%s", message);
	else if (!reading->header)
		diag_error(reading->diag, (struct position){reading->path, 0, 0}, "the file is empty");
}

const struct guide *guide_read(struct arena *arena, const char *data_dir, struct diag *diag)
{
	struct reading reading = {.arena = arena, .diag = diag};
	reading.path = arena_printf(arena, "%s/cases/guide.csv", data_dir);
	size_t before = diag_errors(diag);
	FILE *stream = fopen(reading.path, "re");
	if (!stream) {
		diag_error(diag, (struct position){reading.path, 0, 0}, "cannot be read: %s", strerror(errno));
		return NULL;
	}
	read_stream(&reading, stream);
	fclose(stream);
	struct guide *guide = ARENA_NEW(arena, struct guide);
	*guide = (struct guide){reading.items, reading.count};
	return diag_errors(diag) == before ? guide : NULL;
}

/** The path of a URL, query included. */
static const char *path_of(const char *url)
{
	const char *host = strstr(url, "://");
	const char *path = host ? strchr(host + 3, '/') : url;
	return path ? path : "";
}

/** How many characters of the template are the path's own; -1 when they do not fit. A slash at the end does not count. */
static int fit(const char *template, const char *path)
{
	int literal = 1;
	while (*template && *path && *path != '?') {
		if (*template == '{') {
			template += strcspn(template, "}");
			template += *template == '}';
			path += strcspn(path, "/?");
		} else if (*template ++ == *path++) {
			literal++;
		} else {
			return -1;
		}
	}
	template += *template == '/';
	path += *path == '/';
	return (*template == '\0' || *template == '?') && (*path == '\0' || *path == '?') ? literal : -1;
}

const struct guide_item *guide_operation(const struct guide *guide, const char *method, const char *url)
{
	const struct guide_item *best = NULL;
	int most = -1;
	size_t length = strlen(method);
	for (size_t i = 0; i < guide->count; i++) {
		const struct guide_item *item = &guide->items[i];
		if (item->kind != GUIDE_OPERATION || strncmp(item->name, method, length) != 0 || item->name[length] != ' ')
			continue;
		int literal = fit(item->name + length + 1, path_of(url));
		if (literal > most) {
			most = literal;
			best = item;
		}
	}
	return best;
}
