// SPDX-License-Identifier: Apache-2.0
#include "yaml_tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/** A list or mapping that is still open. */
struct frame {
	struct yaml *node;
	struct yaml *last; /**< child added last */
	const char *key;   /**< of a mapping: read, its value not yet */
	struct position key_at;
};

/** A file being read. */
struct reader {
	struct yaml_arenas arenas;
	struct diag *diag;
	const char *file;
	struct str text;
	yaml_parser_t parser;
	struct yaml *root;
	struct frame frames[YAML_DEPTH_MAX];
	size_t depth;
	size_t events;
	size_t documents;
};

static struct position position_of(const struct reader *reader, const yaml_mark_t *mark)
{
	return (struct position){reader->file, (unsigned)mark->line + 1, (unsigned)mark->column + 1};
}

/** The position of a byte; columns count characters, as libyaml does. */
static struct position position_at(const struct reader *reader, size_t offset)
{
	struct position at = {reader->file, 1, 1};
	for (size_t i = 0; i < offset && i < reader->text.len; i++) {
		char byte = reader->text.ptr[i];
		if (byte == '\n') {
			at.line++;
			at.column = 1;
		} else {
			at.column += ((unsigned char)byte & 0xc0) != 0x80;
		}
	}
	return at;
}

/** Checks what needs no parser: size, UTF-8, NUL. */
static bool check_bytes(const struct reader *reader)
{
	struct position whole = {reader->file, 0, 0};
	if (reader->text.len > YAML_FILE_MAX) {
		diag_error(reader->diag, whole, "the file is larger than %d bytes", YAML_FILE_MAX);
		return false;
	}
	size_t valid = utf8_valid_prefix(reader->text);
	if (valid < reader->text.len) {
		diag_error(reader->diag, position_at(reader, valid), "the file is not UTF-8 (byte 0x%02x)",
		           (unsigned char)reader->text.ptr[valid]);
		return false;
	}
	const char *nul = reader->text.len ? memchr(reader->text.ptr, '\0', reader->text.len) : NULL;
	if (nul) {
		diag_error(reader->diag, position_at(reader, (size_t)(nul - reader->text.ptr)), "a NUL byte is not text");
		return false;
	}
	return true;
}

/** What libyaml's words mean for whoever wrote the file. */
static const struct {
	const char *problem;
	const char *hint;
} hints[] = {
	{"found character that cannot start any token", "indent with blanks, and quote a text that begins with @ ` or %"},
	{"found a tab character that violates indentation", "indent with blanks, not tabs"},
	{"mapping values are not allowed in this context", "a text that holds `: ` needs quotes"},
	{"could not find expected ':'", "a key is followed by a colon and a blank"},
	{"did not find expected key", "look at the indentation of this line and the one before"},
	{"did not find expected ',' or ']'",
     "a list that is opened with [ ends with ]; a text that holds [ ] , needs quotes"},
	{"did not find expected ',' or '}'",
     "a mapping that is opened with { ends with }; a text that holds { } , needs quotes"},
	{"found unexpected end of stream", "a quote is opened and not closed"},
};

static void report_syntax(const struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	struct position at = parser->error == YAML_READER_ERROR ? position_at(reader, parser->problem_offset)
	                                                        : position_of(reader, &parser->problem_mark);
	const char *problem = parser->problem ? parser->problem : "not YAML";
	if (parser->context && *parser->context)
		diag_error(reader->diag, at, "%s (%s)", problem, parser->context);
	else
		diag_error(reader->diag, at, "%s", problem);
	for (size_t i = 0; i < ARRAY_LEN(hints); i++)
		if (strcmp(problem, hints[i].problem) == 0)
			diag_hint(reader->diag, "%s", hints[i].hint);
}

/** Refuses anchors and tags; true when there is neither. */
static bool check_properties(const struct reader *reader, const yaml_event_t *event, const yaml_char_t *anchor,
                             const yaml_char_t *tag)
{
	if (anchor)
		diag_error(reader->diag, position_of(reader, &event->start_mark), "anchors (&) are not allowed");
	else if (tag)
		diag_error(reader->diag, position_of(reader, &event->start_mark), "tags (!) are not allowed");
	return !anchor && !tag;
}

static struct yaml *new_node(const struct reader *reader, const yaml_event_t *event, enum yaml_kind kind)
{
	struct yaml *node = ARENA_NEW(reader->arenas.nodes, struct yaml);
	node->kind = kind;
	node->at = position_of(reader, &event->start_mark);
	return node;
}

/** Puts the node where it belongs: under the waiting key, at the end of the list, or at the root. */
static void attach(struct reader *reader, struct yaml *node)
{
	if (reader->depth == 0) {
		reader->root = node;
		return;
	}
	struct frame *frame = &reader->frames[reader->depth - 1];
	node->key = frame->key;
	node->key_at = frame->key_at;
	frame->key = NULL;
	if (frame->last)
		frame->last->next = node;
	else
		frame->node->first = node;
	frame->last = node;
	frame->node->count++;
}

static bool waits_for_key(const struct reader *reader)
{
	const struct frame *frame = reader->depth ? &reader->frames[reader->depth - 1] : NULL;
	return frame && frame->node->kind == YAML_MAP && !frame->key;
}

static bool take_key(struct reader *reader, const struct yaml *node)
{
	struct frame *frame = &reader->frames[reader->depth - 1];
	if (node->plain && strcmp(node->text, "<<") == 0) {
		diag_error(reader->diag, node->at, "merge keys (<<) are not allowed");
		return false;
	}
	frame->key = node->text;
	frame->key_at = node->at;
	return true;
}

static bool on_scalar(struct reader *reader, const yaml_event_t *event)
{
	struct yaml *node = new_node(reader, event, YAML_TEXT);
	const char *value = (const char *)event->data.scalar.value;
	node->length = event->data.scalar.length;
	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (!check_properties(reader, event, event->data.scalar.anchor, event->data.scalar.tag))
		return false;
	if (node->length > YAML_SCALAR_MAX) {
		diag_error(reader->diag, node->at, "the text is longer than %d bytes", YAML_SCALAR_MAX);
		return false;
	}
	if (memchr(value, '\0', node->length)) {
		diag_error(reader->diag, node->at, "the text holds a NUL character");
		return false;
	}
	node->text = arena_copy(reader->arenas.texts, value, node->length);
	if (waits_for_key(reader))
		return take_key(reader, node);
	attach(reader, node);
	return true;
}

static bool open_node(struct reader *reader, const yaml_event_t *event, enum yaml_kind kind)
{
	struct yaml *node = new_node(reader, event, kind);
	if (waits_for_key(reader)) {
		diag_error(reader->diag, node->at, "a key must be text, not %s", yaml_kind_name(kind));
		return false;
	}
	if (reader->depth == YAML_DEPTH_MAX) {
		diag_error(reader->diag, node->at, "more than %d lists and mappings inside each other", YAML_DEPTH_MAX);
		return false;
	}
	attach(reader, node);
	reader->frames[reader->depth++] = (struct frame){.node = node};
	return true;
}

static bool on_list(struct reader *reader, const yaml_event_t *event)
{
	return check_properties(reader, event, event->data.sequence_start.anchor, event->data.sequence_start.tag) &&
	       open_node(reader, event, YAML_LIST);
}

static bool on_map(struct reader *reader, const yaml_event_t *event)
{
	return check_properties(reader, event, event->data.mapping_start.anchor, event->data.mapping_start.tag) &&
	       open_node(reader, event, YAML_MAP);
}

static bool on_end(struct reader *reader, const yaml_event_t *event UNUSED)
{
	reader->depth--;
	return true;
}

/** Orders children by key, equal keys by their place in the file. */
static int compare_keys(const void *left, const void *right)
{
	const struct yaml *a = *(const struct yaml *const *)left;
	const struct yaml *b = *(const struct yaml *const *)right;
	int order = strcmp(a->key, b->key);
	if (order)
		return order;
	if (a->key_at.line != b->key_at.line)
		return a->key_at.line < b->key_at.line ? -1 : 1;
	return a->key_at.column < b->key_at.column ? -1 : 1;
}

static bool on_map_end(struct reader *reader, const yaml_event_t *event UNUSED)
{
	const struct yaml *map = reader->frames[--reader->depth].node;
	if (map->count < 2)
		return true;
	const struct yaml **children = xmalloc(map->count * sizeof(struct yaml *));
	size_t count = 0;
	for (const struct yaml *child = map->first; child; child = child->next)
		children[count++] = child;
	qsort(children, count, sizeof(*children), compare_keys);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(children[i - 1]->key, children[i]->key) != 0)
			continue;
		diag_error(reader->diag, children[i]->key_at, "the key `%s` occurs twice", children[i]->key);
		diag_hint(reader->diag, "it stands on line %u already", children[i - 1]->key_at.line);
	}
	free(children);
	return true;
}

static bool on_alias(struct reader *reader, const yaml_event_t *event)
{
	diag_error(reader->diag, position_of(reader, &event->start_mark), "aliases (*) are not allowed");
	diag_hint(reader->diag, "a text that begins with * needs quotes");
	return false;
}

static bool on_document(struct reader *reader, const yaml_event_t *event)
{
	const yaml_tag_directive_t *tags = event->data.document_start.tag_directives.start;
	if (reader->documents++ > 0) {
		diag_error(reader->diag, position_of(reader, &event->start_mark),
		           "a file holds one document; here begins a second");
		return false;
	}
	if (event->data.document_start.version_directive || tags != event->data.document_start.tag_directives.end) {
		diag_error(reader->diag, position_of(reader, &event->start_mark), "directives (%%YAML, %%TAG) are not allowed");
		return false;
	}
	return true;
}

static bool on_nothing(struct reader *reader UNUSED, const yaml_event_t *event UNUSED)
{
	return true;
}

static bool (*const handlers[])(struct reader *, const yaml_event_t *) = {
	[YAML_NO_EVENT] = on_nothing,           [YAML_STREAM_START_EVENT] = on_nothing,
	[YAML_STREAM_END_EVENT] = on_nothing,   [YAML_DOCUMENT_START_EVENT] = on_document,
	[YAML_DOCUMENT_END_EVENT] = on_nothing, [YAML_ALIAS_EVENT] = on_alias,
	[YAML_SCALAR_EVENT] = on_scalar,        [YAML_SEQUENCE_START_EVENT] = on_list,
	[YAML_SEQUENCE_END_EVENT] = on_end,     [YAML_MAPPING_START_EVENT] = on_map,
	[YAML_MAPPING_END_EVENT] = on_map_end,
};

/** Handles one event; false ends the reading, with `*done` when the stream is complete. */
static bool read_event(struct reader *reader, bool *done)
{
	yaml_event_t event;
	if (!yaml_parser_parse(&reader->parser, &event)) {
		report_syntax(reader);
		return false;
	}
	bool good = ++reader->events <= YAML_EVENTS_MAX;
	if (!good)
		diag_error(reader->diag, position_of(reader, &event.start_mark), "the file has more than %d parts",
		           YAML_EVENTS_MAX);
	else
		good = handlers[event.type](reader, &event);
	*done = event.type == YAML_STREAM_END_EVENT;
	yaml_event_delete(&event);
	return good;
}

const struct yaml *yaml_parse(struct yaml_arenas arenas, const char *file, struct str text, struct diag *diag)
{
	struct reader reader = {.arenas = arenas, .diag = diag, .file = file, .text = text};
	if (!check_bytes(&reader))
		return NULL;
	if (!yaml_parser_initialize(&reader.parser)) {
		diag_error(diag, (struct position){file, 0, 0}, "not enough memory to read the file");
		return NULL;
	}
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text.ptr, text.len);
	bool done = false;
	bool good = true;
	while (good && !done)
		good = read_event(&reader, &done);
	yaml_parser_delete(&reader.parser);
	if (good && !reader.root)
		diag_error(diag, (struct position){file, 0, 0}, "the file is empty");
	return good ? reader.root : NULL;
}

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	for (const struct yaml *child = map->first; child; child = child->next)
		if (child->key && strcmp(child->key, key) == 0)
			return child;
	return NULL;
}

const char *yaml_kind_name(enum yaml_kind kind)
{
	static const char *const names[] = {"text", "a list", "a mapping"};
	return names[kind];
}
