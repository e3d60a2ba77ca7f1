// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "record.h"
#include "tape.h"

/** An exchange of the recording. */
struct take {
	const char *key; /**< equal keys are equal requests */
	const char *case_id;
	size_t number;
	long offset;  /**< of its line */
	long *pieces; /**< offsets of the lines with its body */
	size_t piece_count;
	size_t given;          /**< of the first take of a case: answers given to that case so far */
	size_t given_to_other; /**< of the first take of a key: answers given to cases that the recording does not know */
};

struct player {
	struct arena *arena;
	struct record_reader *reader;
	const struct mask *mask;
	struct run_header header;
	struct tape_setup setup;
	struct take *takes; /**< sorted by key, case and number */
	size_t count;
	bool at_end;
};

/** What a percent sign and two digits stand for is the same as the character itself: masks may have replaced either. */
static void put_decoded(struct text *out, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	for (; *text; text++) {
		const char *high = *text == '%' && text[1] ? memchr(digits, text[1] | 0x20, 16) : NULL;
		const char *low = high && text[2] ? memchr(digits, text[2] | 0x20, 16) : NULL;
		if (!low) {
			text_putc(out, *text == '+' ? ' ' : *text);
			continue;
		}
		text_putc(out, (char)((high - digits) << 4 | (low - digits)));
		text += 2;
	}
}

static const char *make_key(struct arena *arena, const struct mask *mask, const char *const *parts, size_t count)
{
	struct text key = text_new(SIZE_MAX / 4);
	for (size_t i = 0; i < count; i++) {
		if (parts[i])
			put_decoded(&key, mask_text(mask, arena, parts[i]));
		text_putc(&key, '\n');
	}
	const char *copy = arena_string(arena, text_str(&key));
	text_free(&key);
	return copy;
}

static const char *key_of_request(struct arena *arena, const struct mask *mask, const struct http_request *request)
{
	static const char *const credentials[] = {"run", "none", "other"};
	bool other = request->credentials == HTTP_CREDENTIALS_OTHER;
	const char *body = request->body.len ? arena_copy(arena, request->body.ptr, request->body.len) : NULL;
	const char *parts[] = {request->method,
	                       request->path,
	                       request->accept,
	                       credentials[request->credentials],
	                       other ? request->user : NULL,
	                       body};
	return make_key(arena, mask, parts, ARRAY_LEN(parts));
}

static const char *key_of_exchange(struct arena *arena, const struct tape_exchange *exchange)
{
	const char *parts[] = {exchange->method,      exchange->path, exchange->accept,
	                       exchange->credentials, exchange->user, exchange->body};
	return make_key(arena, NULL, parts, ARRAY_LEN(parts));
}

static int by_key(const void *left, const void *right)
{
	const struct take *a = left;
	const struct take *b = right;
	int order = strcmp(a->key, b->key);
	order = order ? order : strcmp(a->case_id, b->case_id);
	return order ? order : (a->number > b->number) - (a->number < b->number);
}

/** Offsets of pieces whose exchange has not come yet. */
struct open_take {
	size_t number;
	long *pieces;
	size_t count;
};

/** What the first reading keeps. */
struct reading {
	struct player *player;
	struct open_take *open;
	size_t open_count;
	bool has_header;
	bool has_setup;
};

static struct open_take *find_open(struct reading *reading, size_t number)
{
	for (size_t i = reading->open_count; i-- > 0;)
		if (reading->open[i].number == number)
			return &reading->open[i];
	return NULL;
}

static void take_piece(struct reading *reading, size_t number, long offset)
{
	struct arena *arena = reading->player->arena;
	struct open_take *open = find_open(reading, number);
	if (!open) {
		ARENA_PUSH(arena, reading->open, reading->open_count, (struct open_take){.number = number});
		open = &reading->open[reading->open_count - 1];
	}
	ARENA_PUSH(arena, open->pieces, open->count, offset);
}

static void take_exchange(struct reading *reading, const struct tape_exchange *exchange, long offset)
{
	struct player *player = reading->player;
	struct take take = {
		.key = key_of_exchange(player->arena, exchange),
		.case_id = arena_string(player->arena, exchange->case_id ? exchange->case_id : ""),
		.number = exchange->number,
		.offset = offset,
	};
	struct open_take *open = find_open(reading, exchange->number);
	if (open) {
		take.pieces = open->pieces;
		take.piece_count = open->count;
		*open = reading->open[--reading->open_count];
	}
	ARENA_PUSH(player->arena, player->takes, player->count, take);
}

/** True when the recording could be read to its end; whoever sees it cut knows that from what is missing. */
static bool read_all(struct player *player, struct diag *diag, const char *name)
{
	struct reading reading = {.player = player};
	struct arena *arena = arena_new();
	struct arena *kept = player->arena;
	struct record_line line;
	enum record_kind kind = RECORD_HEADER;
	while (kind != RECORD_END && kind != RECORD_BROKEN) {
		bool first = !reading.has_header || !reading.has_setup;
		kind = record_next(player->reader, first ? kept : arena, &line);
		if (kind == RECORD_HEADER) {
			player->header = line.header;
			reading.has_header = true;
		} else if (kind == RECORD_SETUP) {
			player->setup = line.setup;
			reading.has_setup = true;
		} else if (kind == RECORD_BYTES) {
			take_piece(&reading, line.bytes.number, line.offset);
		} else if (kind == RECORD_EXCHANGE) {
			take_exchange(&reading, &line.exchange, line.offset);
		}
		arena_reset(arena);
	}
	arena_free(arena);
	if (kind == RECORD_END && reading.has_header && reading.has_setup)
		return true;
	if (kind == RECORD_END) {
		diag_error(diag, (struct position){.file = name}, "not a recording");
		diag_hint(diag, "`run --record FILE` makes one");
	}
	return false;
}

struct player *player_open(const char *name, struct diag *diag)
{
	struct record_reader *reader = record_open(name, diag);
	if (!reader)
		return NULL;
	struct arena *arena = arena_new();
	struct player *player = ARENA_NEW(arena, struct player);
	*player = (struct player){.arena = arena, .reader = reader};
	if (!read_all(player, diag, name)) {
		player_close(player);
		return NULL;
	}
	if (player->count)
		qsort(player->takes, player->count, sizeof(*player->takes), by_key);
	return player;
}

void player_set_mask(struct player *player, const struct mask *mask)
{
	player->mask = mask;
}

const struct run_header *player_header(const struct player *player)
{
	return &player->header;
}

const struct tape_setup *player_setup(const struct player *player)
{
	return &player->setup;
}

/** The first take with the key, or NULL. */
static struct take *find_first(const struct player *player, const char *key)
{
	size_t low = 0;
	for (size_t high = player->count; low < high;) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(player->takes[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < player->count && strcmp(player->takes[low].key, key) == 0 ? &player->takes[low] : NULL;
}

/** How many takes from here on have the key of the first, and its case where `same_case`. */
static size_t count_alike(const struct player *player, const struct take *first, bool same_case)
{
	const struct take *at = first;
	while (at < player->takes + player->count && strcmp(at->key, first->key) == 0 &&
	       (!same_case || strcmp(at->case_id, first->case_id) == 0))
		at++;
	return (size_t)(at - first);
}

/** The take whose turn it is: those of the same case in their order, or of all cases; only a read is answered twice alike. */
static struct take *choose(struct player *player, const char *key, const char *case_id, bool read)
{
	struct take *first = find_first(player, key);
	if (!first)
		return NULL;
	size_t all = count_alike(player, first, false);
	struct take *own = first;
	while (own < first + all && strcmp(own->case_id, case_id) != 0)
		own++;
	bool known = own < first + all;
	struct take *start = known ? own : first;
	size_t alike = known ? count_alike(player, own, true) : all;
	size_t turn = known ? own->given++ : first->given_to_other++;
	player->at_end = turn + 1 >= alike;
	if (turn < alike)
		return &start[turn];
	return read ? &start[alike - 1] : NULL;
}

static void put_header(struct http_header *header, const char *line)
{
	size_t name = strcspn(line, ":");
	header->name = (struct str){line, name};
	header->value = str_trim(str_of(line + name + (line[name] != '\0')));
}

/** Plays one piece of a body; false when the receiver has had enough, or the recording has changed under us. */
static bool play_piece(struct player *player, struct arena *arena, long offset, const struct http_request *request,
                       struct http_response *response)
{
	struct record_line line;
	record_seek(player->reader, offset);
	if (record_next(player->reader, arena, &line) != RECORD_BYTES)
		return false;
	struct str piece = str_of(line.bytes.text ? line.bytes.text : "");
	if (line.bytes.base64)
		piece = digest_base64_decode(arena, line.bytes.base64);
	response->bytes += piece.len;
	size_t room = request->keep > response->kept.len ? request->keep - response->kept.len : 0;
	size_t kept = piece.len < room ? piece.len : room;
	if (kept) {
		char *both = arena_alloc(arena, response->kept.len + kept);
		memcpy(both, response->kept.ptr, response->kept.len);
		memcpy(both + response->kept.len, piece.ptr, kept);
		response->kept = (struct str){both, response->kept.len + kept};
	}
	return !request->body_bytes || request->body_bytes(request->context, piece.ptr, piece.len);
}

/** The trouble with the name; a name that only a later writer knows is one of ours. */
static enum http_trouble find_trouble(const char *name)
{
	enum http_trouble trouble = HTTP_OK;
	while (name && trouble < HTTP_INTERNAL && strcmp(http_trouble_name(trouble), name) != 0)
		trouble++;
	return trouble;
}

static void play(struct player *player, struct arena *arena, const struct take *take, const struct http_request *request)
{
	struct record_line line;
	record_seek(player->reader, take->offset);
	bool good = record_next(player->reader, arena, &line) == RECORD_EXCHANGE;
	assert(good); /* we have read it before */
	(void)good;
	const struct tape_exchange *exchange = &line.exchange;
	struct http_header *headers = ARENA_ARRAY(arena, struct http_header, exchange->header_count + 1);
	for (size_t i = 0; i < exchange->header_count; i++)
		put_header(&headers[i], exchange->headers[i]);
	struct http_response response = {
		.request = request,
		.url = exchange->url ? exchange->url : "",
		.status = exchange->status,
		.headers = headers,
		.header_count = exchange->header_count,
		.framing = exchange->framing,
		.kept = {"", 0},
		.sent = exchange->sent,
		.started_us = exchange->started_us,
		.duration_us = exchange->duration_us,
		.first_byte_us = exchange->first_byte_us,
	};
	bool wanted = true;
	if (request->head && exchange->status)
		request->head(request->context, &response);
	for (size_t i = 0; i < take->piece_count && wanted; i++)
		wanted = play_piece(player, arena, take->pieces[i], request, &response);
	response.trouble = wanted ? find_trouble(exchange->trouble) : HTTP_STOPPED;
	response.trouble_text = exchange->trouble_text;
	response.complete = wanted && exchange->complete;
	request->done(request->context, &response);
}

void player_answer(struct player *player, const struct http_request *request)
{
	struct arena *arena = arena_new();
	bool read = strcmp(request->method, "GET") == 0;
	const char *case_id = request->case_id ? request->case_id : "";
	player->at_end = true;
	const struct take *take = choose(player, key_of_request(arena, player->mask, request), case_id, read);
	struct http_response nothing = {.request = request,
	                                .url = "",
	                                .trouble = HTTP_NOT_RECORDED,
	                                .trouble_text = "the recording has no answer to this request",
	                                .kept = {"", 0}};
	if (take)
		play(player, arena, take, request);
	else
		request->done(request->context, &nothing);
	arena_free(arena);
}

bool player_at_end(const struct player *player)
{
	return player->at_end;
}

void player_close(struct player *player)
{
	if (!player)
		return;
	record_done(player->reader);
	arena_free(player->arena);
}
