// SPDX-License-Identifier: Apache-2.0
/* Journals read back. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body.h"
#include "journal.h"

/** A journal being read. */
struct reader {
	struct arena *arena;
	struct diag *diag;
	const char *file;
	unsigned line;
	struct journal_record *record;
};

static const char *text_of(struct reader *reader, const struct node *node, const char *name)
{
	const struct node *child = node ? node_child(node, name) : NULL;
	return child ? arena_copy(reader->arena, child->text.ptr, child->text.len) : "";
}

static unsigned number_of(struct reader *reader, const struct node *node, const char *name)
{
	const char *text = text_of(reader, node, name);
	return strlen(text) < 9 && str_is_digits(str_of(text)) ? (unsigned)strtoul(text, NULL, 10) : 0;
}

/** The members of one JSON object, or NULL. */
static const struct node *parse(struct reader *reader, struct str line)
{
	struct body_limits limits = body_default_limits();
	struct body_reader *body = body_open(reader->arena, BODY_JSON, NULL, &limits, NULL);
	body_feed(body, line.ptr, line.len);
	struct body read = body_close(body);
	return read.status == BODY_OK ? read.root : NULL;
}

static size_t count_children(const struct node *node, const char *name)
{
	return node_count(node, name);
}

static const struct fixture_take *read_takes(struct reader *reader, const struct node *node, size_t *count)
{
	struct fixture_take *takes = ARENA_ARRAY(reader->arena, struct fixture_take, count_children(node, "take") + 1);
	*count = 0;
	for (const struct node *at = node_child(node, "take"); at; at = node_same(at)) {
		struct fixture_take *take = &takes[*count];
		const char *form = text_of(reader, at, "as");
		const char **paths = ARENA_ARRAY(reader->arena, const char *, count_children(at, "path") + 1);
		*take = (struct fixture_take){.name = text_of(reader, at, "name"), .paths = paths, .form = *form ? form : NULL};
		for (const struct node *path = node_child(at, "path"); path; path = node_same(path))
			if (!path->none)
				paths[take->path_count++] = arena_copy(reader->arena, path->text.ptr, path->text.len);
		*count += !at->none;
	}
	return takes;
}

static struct undo_request read_undo(struct reader *reader, const struct node *node)
{
	struct undo_request undo = {.id = text_of(reader, node, "id"), .operation = text_of(reader, node, "operation")};
	const char *format = text_of(reader, node, "format");
	struct binding *bindings = ARENA_ARRAY(reader->arena, struct binding, count_children(node, "parameters") + 1);
	int *expect = ARENA_ARRAY(reader->arena, int, count_children(node, "expect") + 1);
	undo.format = strcmp(format, "json") == 0 ? FORMAT_JSON : strcmp(format, "xml") == 0 ? FORMAT_XML : FORMAT_NONE;
	for (const struct node *at = node_child(node, "parameters"); at; at = node_same(at))
		if (!at->none)
			bindings[undo.parameter_count++] =
				(struct binding){text_of(reader, at, "name"), text_of(reader, at, "value")};
	for (const struct node *at = node_child(node, "expect"); at; at = node_same(at))
		if (!at->none && at->text.len < 4 && str_is_digits(at->text))
			expect[undo.expect_count++] = (int)strtol(arena_copy(reader->arena, at->text.ptr, at->text.len), NULL, 10);
	undo.parameters = bindings;
	undo.expect = expect;
	undo.takes = read_takes(reader, node, &undo.take_count);
	return undo;
}

static void read_header(struct reader *reader, const struct node *node)
{
	reader->record->header = (struct journal_header){
		.tool_version = text_of(reader, node, "tool"),
		.case_version = text_of(reader, node, "cases"),
		.run_id = text_of(reader, node, "run"),
		.target = text_of(reader, node, "target"),
		.kind = text_of(reader, node, "kind"),
		.started = text_of(reader, node, "started"),
	};
}

static void read_sending(struct reader *reader, const struct node *node)
{
	struct journal_entry entry = {
		.seq = number_of(reader, node, "seq"),
		.chain = number_of(reader, node, "chain"),
		.case_id = text_of(reader, node, "case"),
		.method = text_of(reader, node, "method"),
		.path = text_of(reader, node, "path"),
	};
	struct undo_request *undo = ARENA_ARRAY(reader->arena, struct undo_request, count_children(node, "undo") + 1);
	for (const struct node *at = node_child(node, "undo"); at; at = node_same(at))
		if (!at->none)
			undo[entry.undo_count++] = read_undo(reader, at);
	entry.undo = undo;
	ARENA_PUSH(reader->arena, reader->record->entries, reader->record->entry_count, entry);
}

static struct journal_entry *entry_of(struct reader *reader, const struct node *node)
{
	unsigned seq = number_of(reader, node, "seq");
	for (size_t i = 0; i < reader->record->entry_count; i++)
		if (reader->record->entries[i].seq == seq)
			return &reader->record->entries[i];
	return NULL;
}

static bool read_line(struct reader *reader, struct str line)
{
	const struct node *node = parse(reader, line);
	const char *kind = text_of(reader, node, "journal");
	struct journal_entry *entry = node ? entry_of(reader, node) : NULL;
	if (strcmp(kind, "header") == 0) {
		read_header(reader, node);
	} else if (strcmp(kind, "sending") == 0 && !entry) {
		read_sending(reader, node);
	} else if (strcmp(kind, "outcome") == 0 && entry) {
		entry->answered = true;
		entry->status = (int)number_of(reader, node, "status");
	} else if (strcmp(kind, "undone") == 0 && entry) {
		entry->undone = true;
	} else {
		return false;
	}
	return true;
}

static bool check_header(const struct reader *reader)
{
	const struct journal_header *header = &reader->record->header;
	if (header->run_id && strlen(header->run_id) == 8 && strspn(header->run_id, "0123456789abcdef") == 8 &&
	    *header->target)
		return true;
	diag_error(reader->diag, (struct position){.file = reader->file}, "is no journal of a run");
	return false;
}

const struct journal_record *journal_read(struct arena *arena, const char *file, struct diag *diag)
{
	FILE *in = fopen(file, "re");
	if (!in) {
		diag_error(diag, (struct position){.file = file}, "cannot be read: %s", strerror(errno));
		return NULL;
	}
	struct reader reader = {arena, diag, file, 0, ARENA_NEW(arena, struct journal_record)};
	*reader.record = (struct journal_record){0};
	char *line = NULL;
	size_t room = 0;
	bool good = true;
	for (ssize_t length; good && (length = getline(&line, &room, in)) > 0;) {
		reader.line++;
		bool whole = line[length - 1] == '\n';
		if (!read_line(&reader, (struct str){line, (size_t)length}) && whole) {
			diag_error(diag, (struct position){.file = file, .line = reader.line}, "is no line of a journal");
			good = false;
		}
	}
	free(line);
	fclose(in);
	return good && check_header(&reader) ? reader.record : NULL;
}
