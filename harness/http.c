// SPDX-License-Identifier: Apache-2.0
#include "http.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http_impl.h"
#include "http_slot.h"

enum {
	HEADER_CEILING = 64 * 1024,
	CONNECT_TIMEOUT_MS = 10000,
	TIMEOUT_MS = 30000,
	SILENCE_LEAST_S = 30,
	QUEUE_FIRST = 64,
};

static const char POISON_TEXT[] =
	"an earlier answer on the kept connection was followed by bytes that no request asked "
	"for; this request went out on a new one";

static int64_t clock_us(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- what libcurl reports ---- */

static void fail(struct slot *slot, enum http_trouble trouble, const char *text)
{
	slot->response.trouble = trouble;
	slot->response.trouble_text = text;
}

static int64_t easy_time(const struct slot *slot, CURLINFO info)
{
	curl_off_t value = 0;
	curl.easy_getinfo(slot->easy, info, &value);
	return value;
}

/** A deadline means different things before and after the connection and the head. */
static void fail_by_deadline(struct slot *slot)
{
	const long connect_ms = slot->client->options.connect_timeout_ms;
	const bool connected = slot->response.sent || slot->connected;
	const char *what = slot->head_done ? "body not complete" : "no complete header";
	long limit_ms = slot->timeout_ms;
	if (!slot->response.sent) {
		what = connected ? "TLS handshake not complete" : "no connection";
		limit_ms = connect_ms < limit_ms ? connect_ms : limit_ms;
	}
	const char *text = arena_printf(slot->arena, "%s within %.1f s", what, (double)limit_ms / 1000);
	if (strstr(slot->error, "too slow"))
		text = arena_printf(slot->arena, "%s; the target was silent for %ld s", what, slot->silence_s);
	fail(slot, connected ? HTTP_TIMEOUT : HTTP_UNREACHABLE, text);
}

/** libcurl's message with words of the target in it; what is not printable is not shown. */
static const char *printable(struct slot *slot)
{
	char *text = arena_string(slot->arena, slot->error);
	for (char *c = text; *c; c++)
		if (*c < ' ' || *c == 0x7f)
			*c = '?';
	return text;
}

static void fail_by_code(struct slot *slot, CURLcode code)
{
	if (code == CURLE_OPERATION_TIMEDOUT) {
		fail_by_deadline(slot);
		return;
	}
	const char *text = NULL;
	bool told = false;
	long os_error = 0;
	enum http_trouble trouble = http_outcome((int)code, slot->error, &text, &told);
	const char *detail = slot->error[0] ? printable(slot) : curl.easy_strerror(code);
	if (code == CURLE_COULDNT_CONNECT)
		curl.easy_getinfo(slot->easy, CURLINFO_OS_ERRNO, &os_error);
	if (os_error)
		text = arena_printf(slot->arena, "%s: %s (%s)", text, strerror((int)os_error), detail);
	else if (!told)
		text = arena_printf(slot->arena, "%s: %s", text, detail);
	fail(slot, trouble, text);
}

/* ---- one request ---- */

/** Why a request must not be sent, or NULL. */
static const char *refusal(const struct http_client *client, const struct http_request *request)
{
	static const char *const METHODS[] = {"GET", "PUT", "POST"};
	const char *const values[] = {request->accept, request->content_type, request->case_id};
	bool known = false;
	for (size_t i = 0; i < ARRAY_LEN(METHODS); i++)
		known |= request->method && strcmp(request->method, METHODS[i]) == 0;
	if (!known)
		return "the method is not GET, PUT or POST";
	if (!request->path || !http_path_is_safe(request->path))
		return "the path does not start with / or is not percent-encoded";
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		if (values[i] && !http_value_is_safe(values[i]))
			return "a header value holds a control byte";
	if (request->credentials != HTTP_CREDENTIALS_OTHER)
		return NULL;
	if (!request->user || !request->password || strchr(request->user, ':'))
		return "user or password missing, or a colon in the user";
	return client->base.may_authenticate ? NULL : "credentials do not go over http to a host that is not loopback";
}

/** Hands the answer to the caller and takes the slot back. */
static void deliver(struct slot *slot)
{
	struct http_client *client = slot->client;
	struct http_response *response = &slot->response;
	response->kept = slot->kept.len ? (struct str){slot->kept.ptr, slot->kept.len} : str_of("");
	response->duration_us = clock_us(CLOCK_MONOTONIC) - slot->start_us;
	if (slot->request.done)
		slot->request.done(slot->request.context, response);
	client->active--;
	slot->next_free = client->free;
	client->free = slot;
}

static void finish(struct slot *slot, CURLcode code)
{
	struct http_response *response = &slot->response;
	bool clean = code == CURLE_OK && !slot->stop;
	response->complete = clean && slot->head_done;
	if (!slot->head_done && slot->head.len) /* for the report: as much of the head as came */
		slot_read_head(slot);
	response->first_byte_us = slot->head_bytes ? easy_time(slot, CURLINFO_STARTTRANSFER_TIME_T) : 0;
	if (slot->poisoned)
		slot_add_framing(slot, POISON_TEXT);
	if (clean && slot->excess)
		slot_add_framing(slot, "bytes after the end of the answer");
	if (slot->stop)
		fail(slot, slot->stop, slot->stop_text);
	else if (code)
		fail_by_code(slot, code);
	else if (!slot->head_done)
		fail(slot, HTTP_CUT, "connection closed in the middle of the header");
	else if (slot->excess)
		fail(slot, HTTP_LENGTH, "bytes after the end of the answer");
	deliver(slot);
}

static void begin(struct slot *slot, const struct http_request *request)
{
	struct http_client *client = slot->client;
	arena_reset(slot->arena);
	text_clear(&slot->head);
	text_clear(&slot->kept);
	slot->request = *request;
	slot->kept.ceiling = request->keep;
	slot->header_lines = 0;
	slot->timeout_ms = request->timeout_ms > 0 ? request->timeout_ms : TIMEOUT_MS;
	slot->silence_s = slot->timeout_ms / 2000 > SILENCE_LEAST_S ? slot->timeout_ms / 2000 : SILENCE_LEAST_S;
	slot->head_bytes = 0;
	slot->head_done = slot->connected = slot->stale = slot->poisoned = slot->excess = slot->encoded = false;
	slot->alone = !request->reusable || strcmp(request->method, "GET") != 0;
	slot->stop = HTTP_OK;
	slot->stop_text = NULL;
	slot->error[0] = '\0';
	slot->start_us = clock_us(CLOCK_MONOTONIC);
	slot->response = (struct http_response){.request = &slot->request, .started_us = clock_us(CLOCK_REALTIME)};
	client->active++;
}

static void start(struct slot *slot, const struct http_request *request)
{
	begin(slot, request);
	const char *reason = refusal(slot->client, &slot->request);
	slot->response.url = arena_printf(slot->arena, "%s%s", slot->client->base.url, request->path ? request->path : "");
	if (reason)
		fail(slot, HTTP_INTERNAL, reason);
	else if (slot_set_request(slot) || curl.multi_add_handle(slot->client->multi, slot->easy))
		fail(slot, HTTP_INTERNAL, "libcurl does not take the request");
	else
		return;
	deliver(slot);
}

/** Nothing was sent on the kept connection, so this is not a repetition. */
static bool restart(struct slot *slot)
{
	slot->stale = false;
	slot->error[0] = '\0';
	return curl.easy_setopt(slot->easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
	       curl.multi_add_handle(slot->client->multi, slot->easy) == CURLM_OK;
}

/* ---- the client ---- */

static void start_library(void)
{
	/* libcurl would write the keys of every TLS connection to the file that this variable names */
	unsetenv("SSLKEYLOGFILE");
	struct sigaction action;
	if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
		signal(SIGPIPE, SIG_IGN); /* OpenSSL writes to closed sockets */
	curl.global_init(CURL_GLOBAL_DEFAULT);
}

static bool prepare(struct http_client *client)
{
	client->multi = curl.multi_init();
	client->slots = ARENA_ARRAY(client->arena, struct slot, client->slot_count);
	bool good = client->multi != NULL;
	for (size_t i = 0; i < client->slot_count; i++)
		good = slot_prepare(client, &client->slots[i]) && good;
	return good && curl.multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, (long)client->slot_count) == CURLM_OK;
}

static void apply_defaults(struct http_client *client)
{
	struct http_options *options = &client->options;
	options->header_ceiling = options->header_ceiling ? options->header_ceiling : HEADER_CEILING;
	options->connect_timeout_ms = options->connect_timeout_ms > 0 ? options->connect_timeout_ms : CONNECT_TIMEOUT_MS;
	client->slot_count = options->parallel ? options->parallel : 1;
	client->interval_us = options->rate > 0 ? (int64_t)(1e6 / options->rate) : 0;
	client->opaque = client->base.tls || (options->proxy && options->proxy[0]);
}

struct http_client *http_open(const struct http_options *options, struct diag *diag)
{
	if (!curl_load(diag))
		return NULL;
	struct arena *arena = arena_new();
	struct http_client *client = ARENA_NEW(arena, struct http_client);
	client->arena = arena;
	client->options = *options;
	start_library();
	if (!http_options_check(options, arena, diag, &client->base)) {
		http_close(client);
		return NULL;
	}
	apply_defaults(client);
	if (!prepare(client)) {
		diag_error(diag, (struct position){NULL, 0, 0}, "this libcurl lacks an option that is needed");
		http_close(client);
		return NULL;
	}
	return client;
}

/** A socket that was still connecting is closed by libcurl without asking us. */
static void forget_connections(struct http_client *client)
{
	while (client->connections) {
		struct connection *next = client->connections->next;
		free(client->connections);
		client->connections = next;
	}
}

void http_close(struct http_client *client)
{
	if (!client)
		return;
	assert(!client->stepping);
	for (size_t i = 0; client->slots && i < client->slot_count; i++) {
		if (client->multi && client->slots[i].easy)
			curl.multi_remove_handle(client->multi, client->slots[i].easy);
		curl.easy_cleanup(client->slots[i].easy);
	}
	curl.multi_cleanup(client->multi);
	forget_connections(client);
	for (size_t i = 0; client->slots && i < client->slot_count; i++) {
		text_free(&client->slots[i].head);
		text_free(&client->slots[i].kept);
		arena_free(client->slots[i].arena);
	}
	free(client->queue);
	arena_free(client->arena);
	curl.global_cleanup();
}

void http_submit(struct http_client *client, const struct http_request *request)
{
	if (client->queued == client->queue_room) {
		size_t room = client->queue_room ? client->queue_room * 2 : QUEUE_FIRST;
		struct http_request *queue = xmalloc(room * sizeof(*queue));
		for (size_t i = 0; i < client->queued; i++)
			queue[i] = client->queue[(client->queue_first + i) % client->queue_room];
		free(client->queue);
		client->queue = queue;
		client->queue_room = room;
		client->queue_first = 0;
	}
	client->queue[(client->queue_first + client->queued++) % client->queue_room] = *request;
}

size_t http_pending(const struct http_client *client)
{
	return client->queued + client->active;
}

/** Starts what the limits allow; returns the milliseconds until the next may start, `wait_ms` at most. */
static long start_due(struct http_client *client, long wait_ms)
{
	while (client->queued && client->free) {
		int64_t now = clock_us(CLOCK_MONOTONIC);
		if (client->interval_us && now < client->next_start_us) {
			long until_ms = (long)((client->next_start_us - now + 999) / 1000);
			return until_ms < wait_ms ? until_ms : wait_ms;
		}
		struct slot *slot = client->free;
		client->free = slot->next_free;
		struct http_request request = client->queue[client->queue_first];
		client->queue_first = (client->queue_first + 1) % client->queue_room;
		client->queued--;
		client->next_start_us = (now > client->next_start_us ? now : client->next_start_us) + client->interval_us;
		start(slot, &request);
	}
	return wait_ms;
}

/** Lets libcurl work and delivers what is finished; returns how many that were. */
static size_t collect(struct http_client *client)
{
	int running;
	int left;
	size_t finished = 0;
	curl.multi_perform(client->multi, &running);
	for (CURLMsg *message; (message = curl.multi_info_read(client->multi, &left));) {
		char *private = NULL;
		CURLcode code = message->data.result;
		curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
		struct slot *slot = (struct slot *)(void *)private;
		curl.multi_remove_handle(client->multi, slot->easy);
		if (slot->stale && restart(slot))
			continue;
		finish(slot, code);
		finished++;
	}
	return finished;
}

size_t http_step(struct http_client *client, long wait_ms)
{
	assert(!client->stepping);
	client->stepping = true;
	size_t before = client->queued;
	long wait = start_due(client, wait_ms > 0 ? wait_ms : 0);
	bool news = collect(client) > 0 || client->queued < before;
	if (!news && http_pending(client)) {
		curl.multi_poll(client->multi, NULL, 0, (int)wait, NULL);
		start_due(client, 0);
		collect(client);
	}
	client->stepping = false;
	return http_pending(client);
}

struct str http_header(const struct http_response *response, const char *name)
{
	return http_head_find(response->headers, response->header_count, name);
}
