// SPDX-License-Identifier: Apache-2.0
/**
 * A server that answers wrongly on purpose. The first segment of the request path names a script of the table in
 * scripts.c; what follows it does not matter, so that `http://127.0.0.1:PORT/SCRIPT` can be given as a base URL.
 */
#ifndef FAULT_H
#define FAULT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/** Bytes that may hold NUL. */
struct bytes {
	const char *ptr;
	size_t len;
};

/** What happens to the connection after the bytes of a script. */
enum fate {
	FATE_CLOSE, /**< closed in order */
	FATE_RESET, /**< reset */
	FATE_HOLD,  /**< left open and silent until the peer goes, ten seconds at most */
	FATE_KEEP,  /**< the next request is awaited */
};

struct exchange;

/** One wrong behaviour. */
struct script {
	const char *name;
	const char *what;   /**< one line for people */
	struct bytes first; /**< sent once */
	struct bytes unit;  /**< then sent `times` times */
	unsigned times;
	struct bytes last; /**< then sent once */
	unsigned pace_ms;  /**< pause after each byte of `first` or each `unit`, where there is one; 0 for none */
	enum fate fate;
	/** Does what bytes cannot say; the bytes are not sent then. */
	enum fate (*act)(const struct exchange *exchange);
};

/** Shared by all processes of the server. */
struct gauge {
	atomic_int now;  /**< requests of the script `crowd` being answered */
	atomic_int most; /**< the highest value of `now` so far */
};

/** One request as it came in. */
struct exchange {
	int socket;
	const struct script *script; /**< NULL: no such script */
	const char *head;            /**< request line and headers, NUL-terminated */
	const char *rest;            /**< path after the script's name */
	struct gauge *gauge;
	int port;      /**< of this server */
	unsigned turn; /**< 1 for the first request of the connection */
};

extern const struct script SCRIPTS[];
extern const size_t SCRIPT_COUNT;

/** Sends all bytes; false when the peer has gone. */
bool send_bytes(int socket, struct bytes bytes);

/** Sends a formatted text. */
bool send_text(int socket, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Waits; false when the peer goes meanwhile. */
bool wait_ms(int socket, int ms);

/** Serves the requests of one connection and closes it; `log` gets a line per request. */
void serve_connection(int socket, int log, int port, unsigned connection, struct gauge *gauge);

#endif
