// SPDX-License-Identifier: Apache-2.0
/*
 * JSON by yajl's event parser, behind the scanner of body_tokens.c and a check of UTF-8 by the book (yajl's own lets
 * overlong forms and surrogates pass). What yajl does not look for at all, a key that stands twice, is found here.
 *
 * The logical root is decided on the first key of the top-level object, before anything is streamed: when it names a
 * WebServiceResponse, that member is the root and the record path begins below it. Should other members follow it, the
 * target did not send a root but an object that looks like one at first: the result is the top-level object then.
 */
#include "body_build.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "body_encoding.h"
#include "body_keys.h"
#include "body_tokens.h"

enum { KEY_EXCERPT = 80, FIRST_LEVELS = 32 };

/** An object or array whose end was not met yet. */
struct level {
	bool array;
	bool any; /**< the array has an element */
};

struct json {
	struct build *build;
	yajl_handle parser;
	struct utf8 utf8;
	struct tokens tokens;
	struct text held; /**< what is kept from the parser until its token is complete */
	size_t parsed;    /**< bytes given to the parser in earlier calls */
	size_t read;      /**< bytes of the body seen */
	bool complete;    /**< the top-level value has ended */
	bool keyed;       /**< a key was met */
	struct keys *keys;
	struct level *levels;
	size_t depth;
	size_t room;
};

/** The name of the value that begins here: the last key met, since the keys of what has ended are forgotten. */
static struct str current_key(const struct json *json)
{
	return keys_last(json->keys);
}

static bool names_text(struct str key)
{
	return (key.len == 1 && key.ptr[0] == '$') || (key.len == 5 && key.ptr[0] == '#' && str_is(key, "#text"));
}

static bool names_root(struct str key)
{
	/* one operation's answer is a record without a wrapper (E195) */
	static const char *const endings[] = {"WebServiceResponse", "WebServiceReponse", "easDevice"};
	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		size_t length = strlen(endings[i]);
		if (key.len >= length && str_is_nocase((struct str){key.ptr + key.len - length, length}, endings[i]))
			return true;
	}
	return false;
}

static struct level *innermost(struct json *json)
{
	return json->depth ? &json->levels[json->depth - 1] : NULL;
}

static bool enter(struct json *json, bool array)
{
	if (json->depth >= json->build->limits.depth)
		return build_refuse(json->build, BODY_LIMIT, "nested deeper than %zu levels", json->build->limits.depth);
	if (json->depth == json->room) {
		json->room *= 2;
		json->levels = xrealloc(json->levels, json->room * sizeof(json->levels[0]));
	}
	json->levels[json->depth++] = (struct level){.array = array};
	json->build->started = true;
	return true;
}

/** Ends the innermost level; a value is complete, which makes an array around it one that has elements. */
static void leave(struct json *json, bool any)
{
	json->depth--;
	struct level *around = innermost(json);
	if (around)
		around->any = around->any || any;
	else
		json->complete = true;
}

static bool add_scalar(struct json *json, struct str text, enum node_kind kind)
{
	struct build *build = json->build;
	struct level *around = innermost(json);
	struct str key = current_key(json);
	build->started = true;
	if (around)
		around->any = true;
	else
		json->complete = true;
	if (!around || names_text(key)) {
		build->frames[build->depth - 1].node->kind = kind;
		return build_text(build, text);
	}
	bool attribute = key.len > 1 && key.ptr[0] == '@';
	struct str name = {key.ptr + attribute, key.len - attribute};
	return build_leaf(build, name, text, kind, attribute);
}

static int on_null(void *context)
{
	return add_scalar(context, (struct str){"", 0}, NODE_NULL);
}

static int on_boolean(void *context, int value)
{
	return add_scalar(context, str_of(value ? "true" : "false"), NODE_BOOLEAN);
}

static int on_number(void *context, const char *digits, size_t length)
{
	return add_scalar(context, (struct str){digits, length}, NODE_NUMBER);
}

static int on_string(void *context, const unsigned char *bytes, size_t length)
{
	return add_scalar(context, (struct str){(const char *)bytes, length}, NODE_TEXT);
}

static int on_object(void *context)
{
	struct json *json = context;
	bool top = json->depth == 0;
	bool listed = !top && innermost(json)->array;
	struct str name = current_key(json);
	if (!enter(json, false))
		return false;
	keys_push(json->keys);
	if (!top && !build_push(json->build, name))
		return false;
	json->build->frames[json->build->depth - 1].node->unlisted = !top && !listed;
	return true;
}

static int on_key(void *context, const unsigned char *bytes, size_t length)
{
	struct json *json = context;
	struct str key = {(const char *)bytes, length};
	if (!keys_add(json->keys, key))
		return build_refuse(json->build, BODY_DUPLICATE_KEY, "the key '%s' stands twice in one object",
		                    build_excerpt(json->build, key, KEY_EXCERPT));
	if (!json->keyed && json->depth == 1 && names_root(key))
		json->build->base = 1;
	json->keyed = true;
	return true;
}

static int on_object_end(void *context)
{
	struct json *json = context;
	keys_pop(json->keys);
	leave(json, true);
	return json->depth == 0 || build_pop(json->build);
}

static int on_array(void *context)
{
	struct json *json = context;
	json->build->in_array = json->build->in_array || json->depth == 0;
	return enter(context, true);
}

/** An array in an array adds its elements to the outer one, so only the outermost can stand for emptiness. */
static int on_array_end(void *context)
{
	struct json *json = context;
	bool any = json->levels[json->depth - 1].any;
	leave(json, any);
	struct level *around = innermost(json);
	if (any || (around && around->array))
		return true;
	if (around)
		return build_none(json->build, current_key(json));
	json->build->document->none = true;
	return true;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_object_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_array_end,
};

static void *allocate(UNUSED void *context, size_t size)
{
	return xmalloc(size);
}

static void *reallocate(UNUSED void *context, void *memory, size_t size)
{
	return xrealloc(memory, size);
}

static void release(UNUSED void *context, void *memory)
{
	free(memory);
}

static void *json_open(struct build *build)
{
	yajl_alloc_funcs memory = {allocate, reallocate, release, NULL};
	struct json *json = xmalloc(sizeof(*json));
	*json = (struct json){.build = build, .room = FIRST_LEVELS, .held = text_new(SIZE_MAX / 4)};
	json->tokens = (struct tokens){.word_ceiling = build->limits.tag, .string_ceiling = build->limits.text};
	json->levels = xmalloc(json->room * sizeof(json->levels[0]));
	json->keys = keys_open();
	json->parser = yajl_alloc(&callbacks, &memory, json);
	yajl_config(json->parser, yajl_dont_validate_strings, 1);
	return json;
}

static void json_close(void *parser)
{
	struct json *json = parser;
	yajl_free(json->parser);
	keys_close(json->keys);
	free(json->levels);
	text_free(&json->held);
	free(json);
}

static void refuse_at(struct json *json, enum body_status status, const char *message, size_t offset)
{
	if (json->build->status != BODY_OK)
		return;
	if (json->complete && status != BODY_ENCODING) {
		status = BODY_TRAILING;
		message = "more follows after the end of the JSON text";
	}
	build_refuse(json->build, status, "%s", message);
	json->build->offset = offset;
}

/** Either a callback refused, then only the offset is missing, or yajl did. */
static void settle_error(struct json *json, const char *bytes, size_t length)
{
	size_t offset = json->parsed + yajl_get_bytes_consumed(json->parser);
	if (json->build->status != BODY_OK) {
		json->build->offset = offset;
		return;
	}
	unsigned char *message = yajl_get_error(json->parser, 0, (const unsigned char *)bytes, length);
	struct str line = str_trim(str_of((const char *)message));
	refuse_at(json, BODY_MALFORMED, build_excerpt(json->build, line, KEY_EXCERPT), offset);
	yajl_free_error(json->parser, message);
}

static void parse(struct json *json, const char *bytes, size_t length)
{
	if (json->build->status != BODY_OK)
		return;
	if (yajl_parse(json->parser, (const unsigned char *)bytes, length) != yajl_status_ok)
		settle_error(json, bytes, length);
	json->parsed += length;
}

/** Gives the parser what is complete and holds back the rest. */
static void parse_up_to(struct json *json, struct str bytes, size_t cut)
{
	if (cut == TOKENS_NO_CUT) {
		text_add(&json->held, bytes.ptr, bytes.len);
		return;
	}
	if (json->held.len) {
		text_add(&json->held, bytes.ptr, cut);
		parse(json, text_str(&json->held), json->held.len);
		text_clear(&json->held);
	} else if (cut) {
		parse(json, bytes.ptr, cut);
	}
	text_add(&json->held, bytes.ptr + cut, bytes.len - cut);
}

/** What comes before the trouble goes to the parser first, which may find an earlier one. */
static void json_feed(void *parser, const char *bytes, size_t length)
{
	struct json *json = parser;
	size_t cut;
	size_t valid = utf8_take(&json->utf8, bytes, length);
	size_t passed = tokens_scan(&json->tokens, bytes, valid, &cut);
	parse_up_to(json, (struct str){bytes, passed}, cut);
	if (json->tokens.status != BODY_OK)
		refuse_at(json, json->tokens.status, json->tokens.message, json->read + passed);
	if (valid < length)
		refuse_at(json, BODY_ENCODING, "a byte that is not valid UTF-8", json->read + valid);
	json->read += length;
}

static void json_finish(void *parser)
{
	struct json *json = parser;
	if (!json->tokens.begun && !json->utf8.needed)
		refuse_at(json, BODY_EMPTY, "an empty body", json->read);
	parse(json, text_str(&json->held), json->held.len);
	if (json->utf8.needed)
		refuse_at(json, BODY_ENCODING, "ends in the middle of a character", json->read);
	if (json->build->status == BODY_OK && yajl_complete_parse(json->parser) != yajl_status_ok) {
		settle_error(json, "", 0);
		/* yajl counts the blank that it adds to end the last number. */
		json->build->offset = json->read;
	}
}

const struct body_parser body_parser_json = {json_open, json_feed, json_finish, json_close};
