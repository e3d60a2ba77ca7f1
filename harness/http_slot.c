// SPDX-License-Identifier: Apache-2.0
#include "http_slot.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_BYTES = 64 * 1024 };

void slot_add_framing(struct slot *slot, const char *text)
{
	const char *before = slot->response.framing;
	slot->response.framing = before ? arena_printf(slot->arena, "%s; %s", before, text) : text;
}

/* ---- callbacks of libcurl ---- */

/** Ends the transfer from inside a callback; returns what such a callback has to return. */
static size_t stop(struct slot *slot, enum http_trouble trouble, const char *text)
{
	slot->stop = trouble;
	slot->stop_text = text;
	return 0;
}

/** A body in an encoding that was not asked for cannot be judged, and unpacking it could be a trap. */
static bool has_encoding(const struct slot *slot)
{
	struct str encoding = http_header(&slot->response, "Content-Encoding");
	return encoding.len && !str_is_nocase(encoding, "identity");
}

bool slot_read_head(struct slot *slot)
{
	struct http_response *response = &slot->response;
	struct http_head head = http_head_parse(slot->arena, (struct str){slot->head.ptr, slot->head.len});
	text_clear(&slot->head);
	if (http_head_is_interim(head.status))
		return false;
	response->status = head.status;
	response->headers = head.headers;
	response->header_count = head.header_count;
	if (head.framing)
		slot_add_framing(slot, head.framing);
	if (head.trouble && !slot->stop)
		stop(slot, head.trouble, head.framing);
	return true;
}

/** False when the answer cannot be read any further. */
static bool finish_head(struct slot *slot)
{
	if (!slot_read_head(slot))
		return true;
	slot->head_done = true;
	slot->encoded = has_encoding(slot);
	if (slot->request.head)
		slot->request.head(slot->request.context, &slot->response);
	return slot->stop == HTTP_OK;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *user)
{
	struct slot *slot = user;
	size_t length = size * count;
	slot->head_bytes += length;
	if (slot->head_bytes > slot->client->options.header_ceiling)
		return stop(slot, HTTP_HEADER_CEILING, "more bytes of headers and trailers than allowed");
	if (slot->head_done) /* a trailer: counted, nothing else */
		return length;
	text_add(&slot->head, bytes, length);
	bool end = length == 1 || (length == 2 && bytes[0] == '\r');
	return !end || finish_head(slot) ? length : 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *user)
{
	struct slot *slot = user;
	const struct http_request *request = &slot->request;
	size_t length = size * count;
	size_t room = request->body_ceiling - slot->response.bytes;
	size_t accepted = length < room ? length : room;
	if (slot->encoded)
		return stop(slot, HTTP_PROTOCOL, "the body has a Content-Encoding although none was asked for");
	slot->response.bytes += accepted;
	text_add(&slot->kept, bytes, accepted);
	if (accepted && request->body_bytes && !request->body_bytes(request->context, bytes, accepted))
		return stop(slot, HTTP_STOPPED, "ended by the reader of the body");
	return accepted == length ? length : stop(slot, HTTP_BODY_CEILING, "more body bytes than allowed");
}

/** libcurl drops bytes behind the end of an answer and only mentions it in its log. */
static int on_log(CURL *easy UNUSED, curl_infotype type, char *bytes, size_t size, void *user)
{
	static const char *const WORDS[] = {"Excess found", "Leftovers after chunking"};
	struct slot *slot = user;
	for (size_t i = 0; type == CURLINFO_TEXT && i < ARRAY_LEN(WORDS); i++)
		if (size > strlen(WORDS[i]) && memcmp(bytes, WORDS[i], strlen(WORDS[i])) == 0)
			slot->excess = true;
	return 0;
}

static curl_socket_t on_open(void *user, curlsocktype purpose UNUSED, struct curl_sockaddr *address)
{
	struct slot *slot = user;
	curl_socket_t fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	if (fd == CURL_SOCKET_BAD) {
		if (errno == EMFILE || errno == ENFILE)
			stop(slot, HTTP_INTERNAL, "no file descriptor is free");
		return fd;
	}
	struct connection *connection = xmalloc(sizeof(*connection));
	*connection = (struct connection){slot->client->connections, fd, 0, slot, slot->alone, false};
	slot->client->connections = connection;
	return fd;
}

static bool has_bytes(curl_socket_t fd)
{
	char byte;
	return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

static bool is_connected(curl_socket_t fd)
{
	struct sockaddr_storage peer;
	socklen_t length = sizeof(peer);
	return getpeername(fd, (struct sockaddr *)&peer, &length) == 0;
}

static int on_close(void *user, curl_socket_t fd)
{
	struct http_client *client = user;
	struct connection **link = &client->connections;
	while (*link && (*link)->fd != fd)
		link = &(*link)->next;
	struct connection *connection = *link;
	if (connection) {
		if (!connection->used && is_connected(fd))
			connection->owner->connected = true;
		if (connection->alone && connection->used && !client->opaque && has_bytes(fd))
			connection->owner->excess = true;
		*link = connection->next;
		free(connection);
	}
	return close(fd);
}

static int port_of(curl_socket_t fd)
{
	struct sockaddr_storage name;
	socklen_t length = sizeof(name);
	if (getsockname(fd, (struct sockaddr *)&name, &length) != 0)
		return 0;
	return ntohs(name.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&name)->sin6_port
	                                        : ((struct sockaddr_in *)&name)->sin_port);
}

/** libcurl tells which connection it took by our side's port only. */
static struct connection *find_connection(const struct http_client *client, int port)
{
	for (struct connection *at = client->connections; at; at = at->next) {
		if (!at->port)
			at->port = port_of(at->fd);
		if (at->port == port)
			return at;
	}
	return NULL;
}

/** What lies in a kept connection before the request is sent would be taken for its answer. */
static bool is_stale(struct slot *slot, const struct connection *connection)
{
	char byte;
	ssize_t got = recv(connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	slot->poisoned = got > 0 && !slot->client->opaque;
	return got >= 0 || (errno != EAGAIN && errno != EINTR);
}

/** Called by libcurl each time it is about to send a request: the last place to keep it from doing so. */
static int on_request(void *user, char *remote UNUSED, char *local UNUSED, int remote_port UNUSED, int local_port)
{
	struct slot *slot = user;
	struct connection *connection = find_connection(slot->client, local_port);
	if (slot->response.sent && slot->alone) {
		stop(slot, HTTP_CUT, "no usable answer; libcurl would have sent the request again");
		return CURL_PREREQFUNC_ABORT;
	}
	if (connection && connection->used && is_stale(slot, connection)) {
		slot->stale = true;
		return CURL_PREREQFUNC_ABORT;
	}
	if (connection && !connection->used && !slot->client->opaque && has_bytes(connection->fd)) {
		stop(slot, HTTP_PROTOCOL, "bytes came before the request was sent");
		return CURL_PREREQFUNC_ABORT;
	}
	if (connection)
		connection->used = true;
	slot->response.sent = true;
	return CURL_PREREQFUNC_OK;
}

/* ---- how libcurl is set up ---- */

/** Options that are the same for every request. libcurl's own defaults are listed too where safety hangs on them. */
static const struct {
	CURLoption option;
	long value;
} PROFILE[] = {
	{CURLOPT_FOLLOWLOCATION, 0},
	{CURLOPT_MAXREDIRS, 0},
	{CURLOPT_UNRESTRICTED_AUTH, 0},
	{CURLOPT_HTTPAUTH, CURLAUTH_BASIC},
	{CURLOPT_PROXYAUTH, CURLAUTH_BASIC},
	{CURLOPT_HEADEROPT, CURLHEADER_SEPARATE},
	{CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
	{CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
	{CURLOPT_NETRC, CURL_NETRC_IGNORED},
	{CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
	{CURLOPT_HTTP09_ALLOWED, 0},
	{CURLOPT_PATH_AS_IS, 1},
	{CURLOPT_NOSIGNAL, 1},
	{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
	{CURLOPT_BUFFERSIZE, BUFFER_BYTES},
	{CURLOPT_LOW_SPEED_LIMIT, 1},
	{CURLOPT_VERBOSE, 1}, /* only to learn of dropped bytes, see on_log() */
};

static CURLcode set_profile(CURL *easy, bool verify)
{
	CURLcode code = CURLE_OK;
	for (size_t i = 0; i < ARRAY_LEN(PROFILE) && !code; i++)
		code = curl.easy_setopt(easy, PROFILE[i].option, PROFILE[i].value);
	if (!code)
		code = curl.easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
	return code ? code : curl.easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
}

/** Text options; NULL keeps libcurl's default, which is "none" for all of them but CAPATH. */
static CURLcode set_texts(CURL *easy, const struct http_options *options, bool tls)
{
	const struct {
		CURLoption option;
		const char *value;
	} texts[] = {
		{CURLOPT_PROTOCOLS_STR, tls ? "https" : "http"},
		{CURLOPT_REDIR_PROTOCOLS_STR, tls ? "https" : "http"},
		{CURLOPT_PROXY, options->proxy ? options->proxy : ""},
		{CURLOPT_NOPROXY, ""}, /* the environment is not asked */
		{CURLOPT_ACCEPT_ENCODING, NULL},
		{CURLOPT_USERAGENT, options->user_agent},
		{CURLOPT_SSLCERT, options->cert},
		{CURLOPT_SSLKEY, options->key},
	};
	CURLcode code = CURLE_OK;
	for (size_t i = 0; i < ARRAY_LEN(texts) && !code; i++)
		code = curl.easy_setopt(easy, texts[i].option, texts[i].value);
	if (options->cacert && !code)
		code = curl.easy_setopt(easy, CURLOPT_CAINFO, options->cacert);
	if (options->cacert && !code) /* otherwise the system's authorities would be accepted as well */
		code = curl.easy_setopt(easy, CURLOPT_CAPATH, NULL);
	return code;
}

static CURLcode set_callbacks(struct slot *slot)
{
	CURL *easy = slot->easy;
	bool bad = curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, slot->error) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_PRIVATE, slot) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_HEADERDATA, slot) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_WRITEDATA, slot) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_log) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_DEBUGDATA, slot) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_OPENSOCKETDATA, slot) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, slot->client) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_request) != CURLE_OK;
	bad |= curl.easy_setopt(easy, CURLOPT_PREREQDATA, slot) != CURLE_OK;
	return bad ? CURLE_UNKNOWN_OPTION : CURLE_OK;
}

bool slot_prepare(struct http_client *client, struct slot *slot)
{
	const struct http_options *options = &client->options;
	*slot = (struct slot){.client = client, .easy = curl.easy_init(), .arena = arena_new()};
	slot->head = text_new(options->header_ceiling);
	slot->kept = text_new(0);
	if (!slot->easy)
		return false;
	CURLcode code = set_profile(slot->easy, !options->insecure);
	code = code ? code : set_texts(slot->easy, options, client->base.tls);
	code = code ? code : curl.easy_setopt(slot->easy, CURLOPT_CONNECTTIMEOUT_MS, options->connect_timeout_ms);
	code = code ? code : set_callbacks(slot);
	slot->next_free = client->free;
	client->free = slot;
	return code == CURLE_OK;
}

/* ---- what differs from request to request ---- */

/** A header that libcurl sends; an empty value needs its own spelling, no value takes out libcurl's own header. */
static void add_header(struct slot *slot, const char *name, const char *value)
{
	struct curl_slist *line = &slot->headers[slot->header_lines];
	const char *between = !value ? ":" : value[0] ? ": " : ";";
	assert(slot->header_lines < HTTP_HEADER_LINES);
	line->data = arena_printf(slot->arena, "%s%s%s", name, between, value ? value : "");
	line->next = NULL;
	if (slot->header_lines++)
		line[-1].next = line;
}

static CURLcode set_method(struct slot *slot)
{
	const struct http_request *request = &slot->request;
	CURL *easy = slot->easy;
	if (strcmp(request->method, "GET") == 0) {
		CURLcode code = curl.easy_setopt(easy, CURLOPT_CUSTOMREQUEST, NULL);
		return code ? code : curl.easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	}
	CURLcode code = curl.easy_setopt(easy, CURLOPT_POST, 1L);
	const char *body = request->body.len ? request->body.ptr : "";
	code = code ? code : curl.easy_setopt(easy, CURLOPT_POSTFIELDS, body);
	code = code ? code : curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
	return code ? code : curl.easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
}

static CURLcode set_credentials(struct slot *slot)
{
	const struct http_options *options = &slot->client->options;
	const struct http_request *request = &slot->request;
	const char *user = NULL;
	const char *password = NULL;
	if (request->credentials == HTTP_CREDENTIALS_RUN && options->user) {
		user = options->user;
		password = options->password ? options->password : "";
	} else if (request->credentials == HTTP_CREDENTIALS_OTHER) {
		user = request->user;
		password = request->password;
	}
	CURLcode code = curl.easy_setopt(slot->easy, CURLOPT_USERNAME, user);
	return code ? code : curl.easy_setopt(slot->easy, CURLOPT_PASSWORD, password);
}

CURLcode slot_set_request(struct slot *slot)
{
	const struct http_request *request = &slot->request;
	CURL *easy = slot->easy;
	add_header(slot, "Expect", NULL);
	add_header(slot, "Accept", request->accept);
	add_header(slot, "Content-Type", request->content_type);
	add_header(slot, "X-Conformance-Case", request->case_id ? request->case_id : "-");
	CURLcode code = curl.easy_setopt(easy, CURLOPT_HTTPHEADER, slot->headers);
	code = code ? code : curl.easy_setopt(easy, CURLOPT_URL, slot->response.url);
	code = code ? code : curl.easy_setopt(easy, CURLOPT_TIMEOUT_MS, slot->timeout_ms);
	code = code ? code : curl.easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, slot->silence_s);
	code = code ? code : curl.easy_setopt(easy, CURLOPT_FRESH_CONNECT, slot->alone ? 1L : 0L);
	code = code ? code : curl.easy_setopt(easy, CURLOPT_FORBID_REUSE, slot->alone ? 1L : 0L);
	code = code ? code : set_method(slot);
	return code ? code : set_credentials(slot);
}
