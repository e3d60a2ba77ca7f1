// SPDX-License-Identifier: Apache-2.0
/**
 * Requests over libcurl: bounded parallel transfers, one event loop, no thread. The only module that knows libcurl.
 *
 * A response is not stored: its head and its bytes are handed to the caller as they arrive, so that a body of
 * 300 MB is judged on the way. Nothing is ever repeated by this module; no redirect is followed; no proxy is used
 * unless given; anything that is not a GET marked `reusable` gets a fresh connection and leaves it closed (libcurl
 * re-sends requests on reused connections by itself).
 */
#ifndef EPMM_HTTP_H
#define EPMM_HTTP_H

#include "arena.h"
#include "diag.h"
#include "text.h"

/** How the requests of a run reach the target. Strings are borrowed for the life of the client. */
struct http_options {
	const char *base_url;    /**< scheme, host, port and path before `/api`, without a slash at the end */
	const char *user;        /**< basic auth, or NULL */
	const char *password;    /**< basic auth, or NULL */
	const char *cacert;      /**< PEM file with the accepted authorities, or NULL for the system's */
	const char *cert;        /**< client certificate, PEM, or NULL */
	const char *key;         /**< its key, or NULL */
	const char *proxy;       /**< proxy URL, or NULL for none (the environment is not asked) */
	bool insecure;           /**< do not verify TLS */
	bool allow_cleartext;    /**< credentials over http to a host that is not loopback */
	size_t parallel;         /**< transfers at once, at least 1 */
	double rate;             /**< requests started per second, 0 for no limit */
	long connect_timeout_ms; /**< 0 for 10 s */
	size_t header_ceiling;   /**< bytes of status line, headers and trailers together; 0 for 64 KiB */
	const char *user_agent;  /**< "epmm-conform/VERSION" */
};

/** Whose credentials a request carries. */
enum http_credentials {
	HTTP_CREDENTIALS_RUN,  /**< those of struct http_options */
	HTTP_CREDENTIALS_NONE, /**< no Authorization header */
	HTTP_CREDENTIALS_OTHER /**< `user` and `password` of the request */
};

/** One header; names are compared without regard to case. */
struct http_header {
	struct str name;
	struct str value; /**< without blanks at both ends */
};

/** What went wrong below HTTP. */
enum http_trouble {
	HTTP_OK = 0,
	HTTP_UNREACHABLE,    /**< no address, refused, unroutable, connect timeout */
	HTTP_TLS,            /**< certificate or handshake refused */
	HTTP_TIMEOUT,        /**< deadline before the header was complete or in mid-body */
	HTTP_CUT,            /**< closed or reset before the answer was complete, or no answer at all */
	HTTP_LENGTH,         /**< fewer or more bytes than Content-Length or chunking announced, conflicting lengths */
	HTTP_PROTOCOL,       /**< not HTTP, bad status line, bad chunk, bad header, undecodable content encoding */
	HTTP_HEADER_CEILING, /**< more header bytes than allowed */
	HTTP_BODY_CEILING,   /**< more body bytes than allowed */
	HTTP_STOPPED,        /**< the caller's `body` callback asked to stop */
	HTTP_NOT_RECORDED,   /**< a recording is asked for an answer that it does not have; see tape.h */
	HTTP_INTERNAL,       /**< our side: out of descriptors, bad file given as CA, … */
};

struct http_response;

/** One request to make. Strings are borrowed until `done` was called. */
struct http_request {
	const char *method;       /**< "GET", "PUT", "POST" */
	const char *path;         /**< path and query after the base URL, percent-encoded, starts with `/`; sent as is */
	const char *accept;       /**< value of Accept; NULL sends no Accept header */
	const char *content_type; /**< value of Content-Type, or NULL */
	struct str body;          /**< request body; PUT and POST without one send Content-Length: 0 */
	const char *case_id;      /**< value of X-Conformance-Case */
	enum http_credentials credentials;
	const char *user;     /**< for HTTP_CREDENTIALS_OTHER */
	const char *password; /**< for HTTP_CREDENTIALS_OTHER */
	bool reusable;        /**< may share a kept-alive connection: GETs of class read and probe only */
	long timeout_ms;      /**< for the whole transfer; 0 for 30 s */
	size_t body_ceiling;  /**< bytes of decoded body accepted */
	size_t keep;          /**< bytes of the body's beginning kept in the response, for reports */
	/** The head is complete; called once before any body byte. May be NULL. */
	void (*head)(void *context, const struct http_response *response);
	/** Body bytes; returning false ends the transfer with HTTP_STOPPED. May be NULL. */
	bool (*body_bytes)(void *context, const char *bytes, size_t length);
	/** The exchange is over, well or not; called exactly once. The response dies when the call returns unless copied. */
	void (*done)(void *context, const struct http_response *response);
	void *context; /**< given back in each call */
};

/** What came back. Lives until `done` returns. */
struct http_response {
	const struct http_request *request;
	const char *url;                   /**< the URL as sent, without credentials */
	int status;                        /**< 0 when no status line was read */
	const struct http_header *headers; /**< of the final answer, as received, in order */
	size_t header_count;
	enum http_trouble trouble;
	const char *trouble_text; /**< one line for people when `trouble` is not HTTP_OK; may name the certificate's fault */
	/** Violations that libcurl hides (Content-Length twice, bytes after a 204, …), joined by "; ", or NULL. */
	const char *framing;
	size_t bytes;          /**< body bytes received, after decoding */
	struct str kept;       /**< the first `keep` bytes of the body */
	bool complete;         /**< the whole answer arrived */
	bool sent;             /**< the request may have reached the target */
	int64_t started_us;    /**< UTC, microseconds since 1970 */
	int64_t duration_us;   /**< monotonic, from start to end of the transfer */
	int64_t first_byte_us; /**< monotonic, from start to the first byte of the answer; 0 when none came */
};

/** A client: connections, their limits and a queue; opaque. */
struct http_client;

/**
 * Creates a client. Options that cannot work (a URL that is not http or https, credentials in the URL, cleartext
 * credentials to a host that is not loopback, unreadable CA file) are reported to `diag`, and NULL is returned; nothing
 * is sent or looked up. Takes SSLKEYLOGFILE out of the environment and ignores SIGPIPE where it would end the program.
 */
struct http_client *http_open(const struct http_options *options, struct diag *diag);

/** Ends open transfers without calling their `done` and frees the client; NULL is allowed. Not from a callback. */
void http_close(struct http_client *client);

/**
 * Queues a request; copies the struct. Callbacks come from http_step() only, and may submit further requests.
 * What cannot be sent as it is (another method, a path that is not percent-encoded, a control byte in a header, a colon
 * in a user) is never sent: its `done` gets HTTP_INTERNAL.
 */
void http_submit(struct http_client *client, const struct http_request *request);

/** Requests queued or in flight. */
size_t http_pending(const struct http_client *client);

/** Waits at most `wait_ms` for something to happen and makes the callbacks that are due. Returns http_pending(). */
size_t http_step(struct http_client *client, long wait_ms);

/** The first header with the name, or an empty view. */
struct str http_header(const struct http_response *response, const char *name);

/** "unreachable", "TLS", … for reports. */
const char *http_trouble_name(enum http_trouble trouble);

/** True when the URL's host is a loopback address (127.0.0.0/8, ::1, localhost). */
bool http_is_loopback(const char *url);

/** Percent-encodes one path segment or query value: everything but unreserved characters. */
char *http_encode(struct arena *arena, const char *value);

#endif
