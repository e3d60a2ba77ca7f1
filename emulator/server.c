// SPDX-License-Identifier: Apache-2.0
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <unistd.h>

#include "dispatch.h"
#include "negotiate.h"

#define REALM "Basic realm=\"EPMM emulator\""
#define CONNECTION_MEMORY ((size_t)256 << 10)
#define PIECE_WANTED ((size_t)64 << 10)
#define PIECE_CEILING ((size_t)4 << 20)
#define THREADS_MAX 4
#define FORM_CEILING ((size_t)4 << 20)

struct server {
	struct server_setup setup; // as given
	struct MHD_Daemon *daemon; // the HTTP library
	struct state *state;       // what requests change
};

// One request, from its first line to the end of its answer.
struct exchange {
	char *target;         // request target as received
	size_t target_len;    // bytes
	bool headers_seen;    // the first call of the handler is over
	bool answered;        // an answer is queued
	bool authorized;      // the credentials were right
	bool headless;        // HEAD: no body is sent
	unsigned status;      // HTTP status
	uint64_t sent;        // body bytes sent
	char method[16];      // HTTP method, cut if longer
	const char *op_class; // class of the request, one word
	struct bytes effect;  // what it did, empty for nothing
	bool has_form;        // the body is a form
	struct bytes form;    // the body, if it is a form
};

// A streamed body on its way.
struct flow {
	struct stream *stream;     // makes the body
	struct exchange *exchange; // whose bytes are counted; valid only while the body is read
	struct bytes piece;        // made, but not yet sent
	size_t at;                 // bytes of the piece that are sent
	bool ended;                // the stream has no more
};

// Keeps the target and then ends the library's copy after the question mark: its own table of parameters takes some
// hundred bytes for each from the connection's memory, and where that runs out the connection hangs.
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct exchange *x = calloc(1, sizeof *x);
	char *query = strchr((char *)(uintptr_t)target, '?');
	(void)cls;
	(void)connection;
	if (x && !(x->target = strdup(target))) {
		free(x);
		x = NULL;
	}
	if (x) {
		x->target_len = strlen(target);
		bytes_init(&x->form, FORM_CEILING);
	}
	if (query)
		query[1] = '\0';
	return x;
}

static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *text)
{
	(void)cls;
	(void)connection;
	return strlen(text);
}

static ssize_t read_flow(void *cls, uint64_t position, char *out, size_t room)
{
	struct flow *f = cls;
	(void)position;
	if (f->at == f->piece.len) {
		f->at = f->piece.len = 0;
		while (!f->ended && f->piece.len < PIECE_WANTED)
			f->ended = !stream_more(f->stream, &f->piece);
		if (f->piece.failed)
			return MHD_CONTENT_READER_END_WITH_ERROR;
		if (f->piece.len == 0)
			return MHD_CONTENT_READER_END_OF_STREAM;
	}
	size_t size = f->piece.len - f->at < room ? f->piece.len - f->at : room;
	memcpy(out, f->piece.data + f->at, size);
	f->at += size;
	f->exchange->sent += size;
	return (ssize_t)size;
}

static void free_flow(void *cls)
{
	struct flow *f = cls;
	stream_free(f->stream);
	bytes_free(&f->piece);
	free(f);
}

static struct MHD_Response *streamed(struct answer *a, struct exchange *x)
{
	struct flow *f = calloc(1, sizeof *f);
	if (!f)
		return NULL;
	f->stream = a->stream;
	f->exchange = x;
	bytes_init(&f->piece, PIECE_CEILING);
	a->stream = NULL;
	struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_WANTED, read_flow, f, free_flow);
	if (!r)
		free_flow(f);
	return r;
}

static struct MHD_Response *whole(struct answer *a, struct exchange *x)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(a->body.len, a->body.data, MHD_RESPMEM_MUST_COPY);
	x->sent = x->headless ? 0 : a->body.len;
	return r;
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct answer *a, struct exchange *x)
{
	struct MHD_Response *r = a->stream ? streamed(a, x) : whole(a, x);
	if (!r)
		return MHD_NO;
	if (a->content_type)
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, a->content_type);
	if (a->allow[0])
		MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, a->allow);
	if (a->challenge)
		MHD_add_response_header(r, MHD_HTTP_HEADER_WWW_AUTHENTICATE, REALM);
	for (size_t i = 0; i < a->header_count; i++)
		MHD_add_response_header(r, a->headers[i].name, a->headers[i].value);
	enum MHD_Result result = MHD_queue_response(connection, a->status, r);
	MHD_destroy_response(r);
	return result;
}

// The account of the request, NULL if there is none or the credentials are wrong.
static const struct account *account_of(const struct server *s, struct MHD_Connection *connection)
{
	char *password = NULL;
	char *user = MHD_basic_auth_get_username_password(connection, &password);
	const struct account *account = accounts_find(s->setup.accounts, user ? user : "", password ? password : "");
	MHD_free(user);
	MHD_free(password);
	return account;
}

static enum MHD_Result add_accept(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	if (value && text_same_word(text_of(name), TEXT("Accept")))
		accept_add(cls, text_of(value));
	return MHD_YES;
}

static struct text header(struct MHD_Connection *connection, const char *name)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
	return value ? text_of(value) : TEXT("");
}

static void make_answer(struct server *s, struct exchange *x, struct MHD_Connection *connection, struct answer *a)
{
	struct accept accept = {.ranges = 0};
	struct dispatcher d = {s->setup.fleet, s->setup.accounts, s->state, s->setup.bend};
	MHD_get_connection_values(connection, MHD_HEADER_KIND, add_accept, &accept);
	struct incoming in = {
		.method = x->method,
		.target = {x->target, x->target_len},
		.form = {x->form.data, x->form.len},
		.too_large = x->form.failed,
		.format = accept_format(&accept),
		.format_named = accept_named(&accept),
		.account = account_of(s, connection),
	};
	in.stranger = !in.account && header(connection, "Authorization").len;
	x->authorized = dispatch(&d, &in, a);
}

// The guide's sample of POST sm/authentication has a form without a content type.
static bool is_form(struct MHD_Connection *connection)
{
	struct text type = header(connection, "Content-Type");
	struct text media = text_cut(&type, ';');
	while (media.len && media.ptr[media.len - 1] == ' ')
		media.len--;
	return media.len == 0 || text_same_word(media, TEXT("application/x-www-form-urlencoded"));
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **context)
{
	struct server *s = cls;
	struct exchange *x = *context;
	struct answer a;
	(void)url;
	(void)version;
	if (!x)
		return MHD_NO;
	if (!x->headers_seen) {
		x->headers_seen = true;
		x->has_form = is_form(connection);
		return MHD_YES;
	}
	if (*upload_size) {
		if (x->has_form)
			bytes_add(&x->form, upload, *upload_size);
		*upload_size = 0;
		return MHD_YES;
	}
	memcpy(x->method, method, strnlen(method, sizeof x->method - 1));
	x->headless = strcmp(method, "HEAD") == 0;
	answer_init(&a);
	make_answer(s, x, connection, &a);
	x->status = a.status;
	x->op_class = op_class_words[a.op_class];
	x->effect = a.effect; // moved
	bytes_init(&a.effect, 0);
	x->answered = true;
	enum MHD_Result result = send_answer(connection, &a, x);
	answer_free(&a);
	return result;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
	struct server *s = cls;
	struct exchange *x = *context;
	(void)code;
	if (!x)
		return;
	if (x->answered) {
		const char *query = memchr(x->target, '?', x->target_len);
		size_t path = query ? (size_t)(query - x->target) : x->target_len;
		struct access_entry entry = {
			.method = x->method,
			.path = {x->target, path},
			.query = {query ? query + 1 : x->target, query ? x->target_len - path - 1 : 0},
			.status = x->status,
			.bytes = x->sent,
			.op_class = x->op_class,
			.effect = x->effect.len ? (struct text){x->effect.data, x->effect.len} : TEXT("none"),
			.case_id = header(connection, "X-Conformance-Case"),
			.user_agent = header(connection, "User-Agent"),
			.authorized = x->authorized,
		};
		access_log_write(s->setup.log, &entry);
	}
	bytes_free(&x->form);
	bytes_free(&x->effect);
	free(x->target);
	free(x);
	*context = NULL;
}

static unsigned threads(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	return processors < 2 ? 2 : processors > THREADS_MAX ? THREADS_MAX : (unsigned)processors;
}

struct server *server_start(const struct server_setup *setup)
{
	struct server *s = calloc(1, sizeof *s);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(setup->port)};
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | (setup->certificate ? MHD_USE_TLS : 0U);
	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)setup->certificate},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)setup->key},
		{MHD_OPTION_END, 0, NULL},
	};
	struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
	if (!s)
		return NULL;
	s->setup = *setup;
	s->state = state_new(setup->fleet);
	if (!s->state) {
		free(s);
		return NULL;
	}
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	errno = 0;
	s->daemon = MHD_start_daemon(flags, setup->port, NULL, NULL, on_request, s, // the address below wins over the port
	                             MHD_OPTION_URI_LOG_CALLBACK, on_target, s,     // before anything is decoded
	                             MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
	                             s, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_CONNECTION_TIMEOUT,
	                             30U, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U,
	                             MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_THREAD_POOL_SIZE,
	                             threads(), MHD_OPTION_ARRAY, setup->certificate ? tls : none, MHD_OPTION_END);
	if (!s->daemon) {
		state_free(s->state);
		free(s);
		return NULL;
	}
	return s;
}

uint16_t server_port(const struct server *s)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
	return info ? info->port : 0;
}

void server_stop(struct server *s)
{
	MHD_stop_daemon(s->daemon);
	state_free(s->state);
	free(s);
}
