// SPDX-License-Identifier: Apache-2.0
#include "body_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_FRAMES = 32 };

bool build_refuse(struct build *build, enum body_status status, const char *format, ...)
{
	if (build->status != BODY_OK)
		return false;
	va_list values;
	va_start(values, format);
	build->message = arena_vprintf(build->skeleton, format, values);
	va_end(values);
	build->status = status;
	return false;
}

const char *build_excerpt(struct build *build, struct str bytes, size_t most)
{
	static const char ellipsis[] = "...";
	struct text out = text_new(most);
	size_t at = 0;
	while (at < bytes.len) {
		char spelled[8];
		struct str rest = {bytes.ptr + at, bytes.len - at < 4 ? bytes.len - at : 4};
		size_t length = 1;
		while (length < rest.len && ((unsigned char)rest.ptr[length] & 0xc0) == 0x80)
			length++;
		unsigned char first = (unsigned char)rest.ptr[0];
		if (first >= 0x20 && first != 0x7f && utf8_valid_prefix((struct str){rest.ptr, length}) == length) {
			memcpy(spelled, rest.ptr, length);
			at += length;
		} else {
			length = (size_t)snprintf(spelled, sizeof(spelled), "\\x%02x", first);
			at++;
		}
		if (out.len + length > most - strlen(ellipsis)) {
			text_puts(&out, ellipsis);
			break;
		}
		text_add(&out, spelled, length);
	}
	const char *copy = arena_copy(build->skeleton, text_str(&out), out.len);
	text_free(&out);
	return copy;
}

static void read_path(struct build *build, const char *records)
{
	while (records && *records) {
		size_t length = strcspn(records, "/");
		assert(length && build->steps < RECORD_PATH_STEPS);
		build->path[build->steps++] = (struct str){arena_copy(build->skeleton, records, length), length};
		records += length + (records[length] == '/');
	}
}

void build_open(struct build *build, struct arena *arena, const char *records, const struct body_limits *limits,
                const struct body_sink *sink)
{
	*build = (struct build){.skeleton = arena, .limits = *limits};
	build->skeleton_start = arena_used(arena);
	build->scratch = arena_new();
	if (sink)
		build->sink = *sink;
	build->text = text_new(SIZE_MAX / 4);
	read_path(build, records);
	build->room = FIRST_FRAMES;
	build->frames = xmalloc(build->room * sizeof(build->frames[0]));
	build->document = ARENA_NEW(arena, struct node);
	build->document->name = build->document->text = (struct str){"", 0};
	build->frames[0] = (struct frame){.node = build->document};
	build->depth = 1;
}

void build_close(struct build *build)
{
	arena_free(build->scratch);
	text_free(&build->text);
	free(build->frames);
}

/** Text that is still being gathered counts too: it is memory of the record or the skeleton already. */
static bool within_ceiling(struct build *build)
{
	size_t used = build->text.len;
	if (build->record) {
		used += arena_used(build->scratch);
		return used <= build->limits.record ||
		       build_refuse(build, BODY_LIMIT, "a record takes more than %zu bytes of memory", build->limits.record);
	}
	used += arena_used(build->skeleton) - build->skeleton_start;
	return used <= build->limits.skeleton ||
	       build_refuse(build, BODY_LIMIT, "the body without its records takes more than %zu bytes of memory",
	                    build->limits.skeleton);
}

/** The node with its name and text in one piece of memory: one allocation for each scalar of a list. */
static struct node *new_node(struct build *build, struct str name, struct str text)
{
	struct arena *arena = build->record ? build->scratch : build->skeleton;
	struct node *node = arena_alloc(arena, sizeof(*node) + name.len + 1 + text.len + 1);
	char *bytes = (char *)(node + 1);
	if (name.len)
		memcpy(bytes, name.ptr, name.len);
	node_set_name(node, (struct str){bytes, name.len});
	bytes += name.len + 1;
	if (text.len)
		memcpy(bytes, text.ptr, text.len);
	node->text = (struct str){bytes, text.len};
	build->started = true;
	return node;
}

static void append(struct node *parent, struct node *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

static struct frame *top(struct build *build)
{
	return &build->frames[build->depth - 1];
}

/** True when the name of the path is that name; a star stands for any text, but for the same in all names. */
static bool is_step(const struct build *build, struct str step, struct str name)
{
	if (step.len == 0 || step.ptr[0] != '*')
		return str_equal_nocase(step, name);
	size_t tail = step.len - 1;
	if (tail > name.len ||
	    !str_equal_nocase((struct str){step.ptr + 1, tail}, (struct str){name.ptr + name.len - tail, tail}))
		return false;
	return build->star.len == 0 || str_equal_nocase(build->star, (struct str){name.ptr, name.len - tail});
}

/** How many steps of the record path would match with a node of this name opened now; 0 when it leads nowhere. */
static size_t steps_with(const struct build *build, struct str name)
{
	size_t level = build->depth - build->base;
	if (level != build->matched + 1 || level > build->steps)
		return 0;
	return is_step(build, build->path[level - 1], name) ? level : 0;
}

bool build_push(struct build *build, struct str name)
{
	if (build->depth > build->limits.depth)
		return build_refuse(build, BODY_LIMIT, "nested deeper than %zu levels", build->limits.depth);
	if (build->depth == build->room) {
		build->room *= 2;
		build->frames = xrealloc(build->frames, build->room * sizeof(build->frames[0]));
	}
	size_t matched = steps_with(build, name);
	if (matched)
		build->matched = matched;
	bool record = matched && matched == build->steps;
	if (record)
		build->record = build->depth;
	struct node *node = new_node(build, name, (struct str){"", 0});
	if (matched == 1 && build->path[0].ptr[0] == '*')
		build->star = (struct str){node->name.ptr, name.len - (build->path[0].len - 1)};
	top(build)->container = true;
	if (!record)
		append(top(build)->node, node);
	build->frames[build->depth++] = (struct frame){.node = node, .text = build->text.len};
	return within_ceiling(build);
}

bool build_text(struct build *build, struct str text)
{
	if (build->text.len - top(build)->text + text.len > build->limits.text)
		return build_refuse(build, BODY_LIMIT, "the text of one element is longer than %zu bytes", build->limits.text);
	text_add(&build->text, text.ptr, text.len);
	return within_ceiling(build);
}

/** Blanks between the children of a container are layout; any other text is kept. */
static void settle_text(struct build *build, const struct frame *frame)
{
	if (build->text.len == frame->text)
		return;
	struct str text = {build->text.ptr + frame->text, build->text.len - frame->text};
	build->text.len = frame->text;
	if (frame->container && str_trim(text).len == 0)
		return;
	struct arena *arena = build->record ? build->scratch : build->skeleton;
	frame->node->text = (struct str){arena_copy(arena, text.ptr, text.len), text.len};
}

void build_finish(struct build *build)
{
	if (build->record) {
		build->text.len = build->frames[build->record].text;
		build->depth = build->record;
		build->record = 0;
	}
	while (build->depth)
		settle_text(build, &build->frames[--build->depth]);
}

static void deliver(struct build *build, const struct node *record)
{
	if (build->sink.record)
		build->sink.record(build->sink.context, record, build->records);
	build->records++;
	build->record = 0;
	arena_reset(build->scratch);
}

bool build_pop(struct build *build)
{
	struct frame *frame = top(build);
	settle_text(build, frame);
	if (!within_ceiling(build))
		return false;
	build->depth--;
	if (build->depth)
		node_set_key(top(build)->node, frame->node);
	if (build->matched && build->matched == build->depth - build->base)
		build->matched--;
	if (build->matched == 0)
		build->star = (struct str){0};
	if (build->record && build->record == build->depth)
		deliver(build, frame->node);
	return true;
}

bool build_leaf(struct build *build, struct str name, struct str text, enum node_kind kind, bool attribute)
{
	if (text.len > build->limits.text)
		return build_refuse(build, BODY_LIMIT, "the text of one member is longer than %zu bytes", build->limits.text);
	if (!attribute && steps_with(build, name)) {
		if (!build_push(build, name) || !build_text(build, text))
			return false;
		top(build)->node->kind = kind;
		return build_pop(build);
	}
	struct node *node = new_node(build, name, text);
	node->kind = kind;
	node->attribute = attribute;
	if (!attribute)
		top(build)->container = true;
	append(top(build)->node, node);
	node_set_key(top(build)->node, node);
	return within_ceiling(build);
}

bool build_none(struct build *build, struct str name)
{
	if (build->steps && steps_with(build, name) == build->steps)
		return true;
	struct node *node = new_node(build, name, (struct str){"", 0});
	node->none = true;
	top(build)->container = true;
	append(top(build)->node, node);
	return within_ceiling(build);
}
