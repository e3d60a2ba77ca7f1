// SPDX-License-Identifier: Apache-2.0
/* Recordings: what comes out is what went in, but for the secrets. */
#include "tape.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "sample_run.h"
#include "wire.h"

/** A view of a literal. */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

static struct arena *arena;
static struct diag *diag;
static struct mask *mask;
static const char *directory;
static const char *file;

static void open_room(void)
{
	arena = arena_new();
	diag = diag_new(NULL);
	mask = mask_new();
	mask_add_login(mask, "password", "miadmin", "correct horse");
	directory = sample_directory(arena);
	file = arena_printf(arena, "%s/some.rec", directory);
}

static void close_room(void)
{
	sample_remove(directory);
	mask_free(mask);
	diag_free(diag);
	arena_free(arena);
}

TestSuite(tape, .init = open_room, .fini = close_room);

static struct tape *begin(void)
{
	static const char *const allow[] = {"notify"};
	struct tape_setup setup = {.run_id = "0badcafe", .user = "miadmin", .allow = allow, .allow_count = 1, .strict = true};
	struct tape_veils veils = {.mask = mask};
	struct tape *tape = tape_create(file, &sample_run()->header, &setup, &veils, diag);
	cr_assert_not_null(tape);
	return tape;
}

/** Keeps one exchange whose body arrives in pieces of the size. */
static void keep(struct tape *tape, const struct http_request *request, int status, struct str body, size_t size)
{
	const struct http_header headers[] = {{STR("Content-Type"), STR("application/xml")},
	                                      {STR("Set-Cookie"), STR("JSESSIONID=abc")}};
	struct http_response response = {
		.request = request,
		.url = "https://epmm.example.com/api/v1/x",
		.status = status,
		.headers = headers,
		.header_count = 2,
		.complete = true,
		.sent = true,
		.duration_us = 1234,
	};
	struct text pending = text_new(SIZE_MAX / 4);
	size_t number = tape_begin(tape);
	for (size_t at = 0; at < body.len; at += size) {
		text_add(&pending, body.ptr + at, body.len - at < size ? body.len - at : size);
		tape_body(tape, number, &pending, false);
	}
	tape_body(tape, number, &pending, true);
	tape_end(tape, number, &response);
	text_free(&pending);
}

/** What a player gave. */
struct given {
	int status;
	enum http_trouble trouble;
	struct text body;
	size_t kept;
	bool cookie;
	bool ended;
	size_t most; /**< bytes after which it has enough; 0: never */
};

static bool on_bytes(void *context, const char *bytes, size_t length)
{
	struct given *given = context;
	text_add(&given->body, bytes, length);
	return !given->most || given->body.len < given->most;
}

static void on_done(void *context, const struct http_response *response)
{
	struct given *given = context;
	given->status = response->status;
	given->trouble = response->trouble;
	given->kept = response->kept.len;
	given->cookie = str_is(http_header(response, "set-cookie"), "[masked]");
	given->ended = true;
}

static struct given ask(struct player *player, struct http_request request, size_t most)
{
	struct given given = {.body = text_new(SIZE_MAX / 4), .most = most};
	request.body_bytes = on_bytes;
	request.done = on_done;
	request.context = &given;
	player_answer(player, &request);
	cr_assert(given.ended);
	return given;
}

/** The body of the next answer is the text. */
static void expect_answer(struct player *player, struct http_request request, const char *body)
{
	struct given given = ask(player, request, 0);
	cr_expect_str_eq(text_str(&given.body), body);
	text_free(&given.body);
}

static const struct http_request get = {.method = "GET",
                                        .path = "/api/v1/x?a=b%20c",
                                        .accept = "application/xml",
                                        .keep = 4};

Test(tape, an_exchange_comes_back_without_its_secrets)
{
	struct tape *tape = begin();
	keep(tape, &get, 200, STR("<a>correct horse</a>"), 3);
	cr_assert_eq(tape_close(tape), 0);
	struct player *player = player_open(file, diag);
	cr_assert_not_null(player);
	cr_expect_str_eq(player_header(player)->target, sample_run()->header.target);
	cr_expect_str_eq(player_setup(player)->run_id, "0badcafe");
	cr_expect_str_eq(player_setup(player)->allow[0], "notify");
	cr_expect(player_setup(player)->strict);
	struct given given = ask(player, get, 0);
	cr_expect_str_eq(text_str(&given.body), "<a>[password]</a>");
	cr_expect(given.status == 200 && given.trouble == HTTP_OK && given.kept == 4 && given.cookie);
	text_free(&given.body);
	player_close(player);
}

Test(tape, bytes_that_are_no_text_come_back)
{
	static const char bytes[] = "a\0b\xff\xfe c";
	struct tape *tape = begin();
	keep(tape, &get, 200, (struct str){bytes, sizeof(bytes) - 1}, 100);
	cr_assert_eq(tape_close(tape), 0);
	struct player *player = player_open(file, diag);
	struct given given = ask(player, get, 0);
	cr_expect(given.body.len == sizeof(bytes) - 1 && memcmp(given.body.ptr, bytes, given.body.len) == 0);
	text_free(&given.body);
	player_close(player);
}

/** A long body is written in pieces; wherever one ends, no half of a secret remains. */
Test(tape, a_secret_across_two_pieces_is_masked)
{
	enum { LENGTH = 900000, EVERY = 37 };
	struct text body = text_new(SIZE_MAX / 4);
	while (body.len < LENGTH)
		text_puts(&body, "correct horse and \xc3\xa4 battery, staple. ");
	struct tape *tape = begin();
	keep(tape, &get, 200, (struct str){body.ptr, body.len}, 16 * 1024 + EVERY);
	cr_assert_eq(tape_close(tape), 0);
	struct str written = sample_read(arena, file);
	cr_expect_not(sample_contains(written, "correct hors"));
	cr_expect_not(sample_contains(written, "orrect horse"));
	cr_expect_not(sample_contains(written, "base64"));
	struct player *player = player_open(file, diag);
	struct given given = ask(player, get, 0);
	struct str masked = mask_view(mask, arena, (struct str){body.ptr, body.len});
	cr_expect(str_equal((struct str){given.body.ptr, given.body.len}, masked));
	text_free(&given.body);
	given = ask(player, get, 1000);
	cr_expect(given.trouble == HTTP_STOPPED && given.body.len < LENGTH);
	text_free(&given.body);
	text_free(&body);
	player_close(player);
}

Test(tape, equal_requests_of_a_case_take_turns)
{
	struct http_request one = get, two = get, put = get, other = get;
	one.case_id = "one";
	two.case_id = "two";
	other.case_id = "new";
	put.method = "PUT";
	struct tape *tape = begin();
	keep(tape, &one, 200, STR("1"), 9);
	keep(tape, &two, 200, STR("2"), 9);
	keep(tape, &one, 200, STR("3"), 9);
	keep(tape, &put, 200, STR("4"), 9);
	cr_assert_eq(tape_close(tape), 0);
	struct player *player = player_open(file, diag);
	expect_answer(player, one, "1");
	cr_expect_not(player_at_end(player));
	expect_answer(player, two, "2");
	expect_answer(player, one, "3");
	cr_expect(player_at_end(player));
	expect_answer(player, one, "3");
	expect_answer(player, other, "1");
	expect_answer(player, other, "3");
	expect_answer(player, put, "4");
	struct given given = ask(player, put, 0); /* what may change something is never answered twice */
	cr_expect_eq(given.trouble, HTTP_NOT_RECORDED);
	text_free(&given.body);
	player_close(player);
}

/** What makes two requests different. */
Test(tape, other_requests_have_no_answer)
{
	struct http_request others[] = {get, get, get, get, get};
	others[0].path = "/api/v1/x?a=b%20d";
	others[1].accept = NULL;
	others[2].credentials = HTTP_CREDENTIALS_NONE;
	others[3].body = STR("a=b");
	others[4].method = "POST";
	struct tape *tape = begin();
	keep(tape, &get, 200, STR("1"), 9);
	cr_assert_eq(tape_close(tape), 0);
	struct player *player = player_open(file, diag);
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct given given = ask(player, others[i], 0);
		cr_expect_eq(given.trouble, HTTP_NOT_RECORDED, "%zu", i);
		text_free(&given.body);
	}
	player_close(player);
}

Test(tape, a_password_in_the_request_is_found_again)
{
	struct http_request request = get;
	request.path = "/api/v1/x?password=correct%20horse";
	struct tape *tape = begin();
	keep(tape, &request, 200, STR("1"), 9);
	cr_assert_eq(tape_close(tape), 0);
	cr_expect_not(sample_contains(sample_read(arena, file), "horse"));
	struct player *player = player_open(file, diag);
	player_set_mask(player, mask);
	expect_answer(player, request, "1");
	request.path = "/api/v1/x?password=%5Bpassword%5D"; /* as it is when the password is no longer known */
	expect_answer(player, request, "1");
	player_close(player);
}

Test(tape, a_run_record_is_no_recording)
{
	sample_write(sample_run(), file, NULL);
	cr_expect_null(player_open(file, diag));
	cr_expect_null(player_open(arena_printf(arena, "%s/none", directory), diag));
	cr_expect_eq(diag_errors(diag), (size_t)2);
}

/** Requests on a wire with a player, one of them given up. */
Test(tape, a_wire_answers_in_the_order_of_the_requests)
{
	struct tape *tape = begin();
	keep(tape, &get, 200, STR("1"), 9);
	keep(tape, &get, 200, STR("2"), 9);
	cr_assert_eq(tape_close(tape), 0);
	struct player *player = player_open(file, diag);
	struct wire *wire = wire_open(NULL, (struct wire_ends){.player = player}, diag);
	struct given first = {.body = text_new(9)}, second = {.body = text_new(9)}, third = {.body = text_new(9)};
	struct given *const all[] = {&first, &second, &third};
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct http_request request = get;
		request.body_bytes = on_bytes;
		request.done = on_done;
		request.context = all[i];
		wire_submit(wire, &request);
	}
	cr_expect(wire_is_recorded(wire) && !first.ended);
	wire_step(wire, 0);
	cr_expect(first.ended && !second.ended);
	wire_step(wire, 0);
	cr_expect_str_eq(text_str(&first.body), "1");
	cr_expect_str_eq(text_str(&second.body), "2");
	wire_close(wire);
	cr_expect_not(third.ended);
	text_free(&first.body);
	text_free(&second.body);
	text_free(&third.body);
	player_close(player);
}
