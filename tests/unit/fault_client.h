// SPDX-License-Identifier: Apache-2.0
/**
 * For tests that need the fault server: starts it as a child that dies with the test, makes requests, reads its log.
 */
#ifndef FAULT_CLIENT_H
#define FAULT_CLIENT_H

#include "http.h"

/** A running fault server. */
struct fault_server {
	int pid;
	char directory[64];
	char url[64]; /**< base URL without a script */
};

/** What came of one request, copied out of the response. */
struct answer {
	unsigned calls; /**< of `done` */
	unsigned heads; /**< of `head` */
	int status;
	enum http_trouble trouble;
	char text[256];
	char framing[256];
	char body[2048]; /**< what `body_bytes` got, its beginning */
	size_t length;   /**< how much it got */
	size_t bytes;
	bool complete;
	bool sent;
	int64_t duration_us;
};

/** The server's program: EPMM_FAULT_SERVER, else `fault-server` beside the test's own; NULL when there is none. */
const char *fault_server_program(void);

/** Starts the server; skips the test, visibly, when there is no program. */
struct fault_server fault_server_start(void);

/** Stops the server and removes its files. */
void fault_server_stop(struct fault_server *server);

/** How many requests the server got for the script; `method` NULL counts all. */
unsigned fault_server_count(const struct fault_server *server, const char *script, const char *method);

/** How many connections those requests came on. */
unsigned fault_server_connections(const struct fault_server *server, const char *script, const char *method);

/** Options for the server: user "tester", password "open sesame", eight transfers at once. */
struct http_options fault_options(const struct fault_server *server);

/** A client that must open. */
struct http_client *fault_client(const struct http_options *options);

/** A request of the method for the path, on a connection of its own, whose outcome goes to `answer`. */
struct http_request fault_request(const char *method, const char *path, struct answer *answer);

/** Steps until nothing is pending. */
void finish_all(struct http_client *client);

/** Makes one request and waits for it. */
struct answer ask(struct http_client *client, const char *method, const char *path);

#endif
