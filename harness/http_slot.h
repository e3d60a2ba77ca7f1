// SPDX-License-Identifier: Apache-2.0
/**
 * Inside the HTTP module: a transfer, its connection and the client, shared by http.c (queue, limits, outcome)
 * and http_slot.c (how libcurl is set up and called back).
 */
#ifndef EPMM_HTTP_SLOT_H
#define EPMM_HTTP_SLOT_H

#include "http_curl.h"
#include "http_impl.h"

enum { HTTP_HEADER_LINES = 4 };

/** A socket that libcurl holds open. */
struct connection {
	struct connection *next;
	curl_socket_t fd;
	int port;           /**< our side's, 0 until it was asked for */
	struct slot *owner; /**< the transfer it was opened for */
	bool alone;         /**< only that transfer uses it */
	bool used;          /**< a request was sent on it */
};

/** A transfer: one easy handle and what it needs, used for one request after the other. */
struct slot {
	struct slot *next_free;
	struct http_client *client;
	CURL *easy;
	struct arena *arena; /**< URL, headers, texts; emptied for each request */
	struct http_request request;
	struct http_response response;
	struct curl_slist headers[HTTP_HEADER_LINES];
	size_t header_lines;
	struct text head;  /**< raw lines of the answer whose head is being read */
	struct text kept;  /**< the beginning of the body */
	size_t head_bytes; /**< status lines, headers and trailers of all answers so far */
	bool head_done;
	bool alone;             /**< on a connection of its own */
	bool connected;         /**< known only of connections that were closed without being used */
	bool stale;             /**< the kept connection was found unusable before anything was sent on it */
	bool poisoned;          /**< … because bytes that nobody asked for lay in it */
	bool excess;            /**< bytes came after the end of the answer */
	bool encoded;           /**< the body has an encoding that was not asked for */
	enum http_trouble stop; /**< why a callback ended the transfer */
	const char *stop_text;
	long silence_s;   /**< after which a target that sends nothing is given up: half of the deadline, 30 s at least */
	long timeout_ms;  /**< for the whole transfer */
	int64_t start_us; /**< monotonic */
	char error[CURL_ERROR_SIZE];
};

struct http_client {
	struct http_options options;
	struct arena *arena;
	struct http_base base;
	bool opaque; /**< TLS or a proxy lies between the socket and the target's own bytes */
	CURLM *multi;
	struct slot *slots; /**< as many as transfers at once */
	size_t slot_count;
	struct slot *free;
	struct connection *connections;
	struct http_request *queue; /**< a ring */
	size_t queue_room;
	size_t queue_first;
	size_t queued;
	size_t active;
	int64_t interval_us; /**< between two starts; 0 for no limit */
	int64_t next_start_us;
	bool stepping;
};

/** Creates the easy handle of a slot with everything that is the same for all requests; false when libcurl refuses. */
bool slot_prepare(struct http_client *client, struct slot *slot);

/** Gives the easy handle the request of the slot; `response.url` is set before. */
CURLcode slot_set_request(struct slot *slot);

/** Takes what is there of the head into the response; false for an interim answer, which is forgotten. */
bool slot_read_head(struct slot *slot);

/** Adds a violation of framing to the response. */
void slot_add_framing(struct slot *slot, const char *text);

#endif
