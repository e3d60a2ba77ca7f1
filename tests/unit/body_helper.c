// SPDX-License-Identifier: Apache-2.0
#include "body_helper.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const char kind_signs[] = {[NODE_TEXT] = '\0', [NODE_NUMBER] = '#', [NODE_BOOLEAN] = '!', [NODE_NULL] = '0'};

/** Recurses: the default ceiling of depth holds for everything that is printed. */
static void print_node(struct text *out, const struct node *node, bool plain)
{
	struct str text = plain ? str_trim(node->text) : node->text;
	text_printf(out, "%s%.*s", node->attribute && !plain ? "@" : "", (int)node->name.len, node->name.ptr);
	if (node->none && !plain)
		text_puts(out, "[]");
	if (text.len) {
		text_puts(out, "='");
		text_add(out, text.ptr, text.len);
		text_puts(out, "'");
	}
	if (kind_signs[node->kind] && !plain)
		text_putc(out, kind_signs[node->kind]);
	if (!node->first)
		return;
	text_putc(out, '{');
	for (const struct node *child = node->first; child; child = child->next) {
		print_node(out, child, plain);
		text_puts(out, child->next ? " " : "}");
	}
}

struct printer {
	struct text text;
	bool plain;
};

static void print_record(void *context, const struct node *record, UNUSED size_t index)
{
	struct printer *printer = context;
	print_node(&printer->text, record, printer->plain);
	text_putc(&printer->text, ';');
}

static const char *keep(struct arena *arena, struct text *text)
{
	const char *copy = arena_copy(arena, text_str(text), text->len);
	text_free(text);
	return copy;
}

struct outcome read_body(struct arena *arena, const struct reading *how, struct str bytes)
{
	struct body_limits limits = how->limits.depth ? how->limits : body_default_limits();
	struct printer records = {text_new(64 << 20), how->plain};
	struct text tree = text_new(64 << 20);
	struct body_sink sink = {print_record, &records};
	struct body_reader *reader = body_open(arena, how->format, how->records, &limits, &sink);
	size_t piece = how->piece ? how->piece : bytes.len + 1;
	struct outcome outcome = {.taken = bytes.len};
	for (size_t at = 0; at < bytes.len; at += piece) {
		size_t length = bytes.len - at < piece ? bytes.len - at : piece;
		if (body_feed(reader, bytes.ptr + at, length))
			continue;
		outcome.taken = at + length;
		break;
	}
	outcome.body = body_close(reader);
	if (outcome.body.root)
		print_node(&tree, outcome.body.root, how->plain);
	outcome.tree = keep(arena, &tree);
	outcome.records = keep(arena, &records.text);
	return outcome;
}

struct outcome read_simply(struct arena *arena, enum body_format format, const char *records, struct str bytes)
{
	struct reading how = {.format = format, .records = records};
	return read_body(arena, &how, bytes);
}

struct str body_file(struct arena *arena, const char *name, const char *ending)
{
	enum { CEILING = 1 << 20 };
	char *path = arena_printf(arena, "%s/body/%s.%s", TEST_DATA_DIR, name, ending);
	FILE *file = fopen(path, "rb");
	cr_assert_not_null(file, "%s", path);
	char *bytes = arena_alloc(arena, CEILING);
	size_t length = fread(bytes, 1, CEILING, file);
	fclose(file);
	return (struct str){bytes, length};
}

struct str repeated(struct arena *arena, const char *before, const char *middle, size_t count, const char *after)
{
	size_t each = strlen(middle);
	size_t length = strlen(before) + count * each + strlen(after);
	char *bytes = arena_alloc(arena, length + 1);
	char *at = stpcpy(bytes, before);
	for (size_t i = 0; i < count; i++, at += each)
		memcpy(at, middle, each);
	memcpy(at, after, strlen(after));
	return (struct str){bytes, length};
}
