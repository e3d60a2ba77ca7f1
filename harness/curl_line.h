// SPDX-License-Identifier: Apache-2.0
/**
 * The one line of shell that repeats a request by hand. The password stands there as $EPMM_PASSWORD.
 */
#ifndef EPMM_CURL_LINE_H
#define EPMM_CURL_LINE_H

#include "arena.h"

/** What the line has to repeat. Strings may hold any bytes; each becomes exactly one word of the shell. */
struct curl_request {
	const char *method;       /**< "GET", "PUT", … */
	const char *url;          /**< as sent, without credentials */
	const char *accept;       /**< value of Accept; NULL sends none */
	const char *content_type; /**< value of Content-Type; NULL sends none */
	const char *credentials;  /**< "run", "none" or "unknown-user" */
	const char *user;         /**< the run's user, or the unknown one; NULL sends none */
	const char *body;         /**< request body, or NULL */
	const char *cacert;       /**< PEM file, or NULL */
	bool insecure;            /**< TLS is not verified */
};

/** The line, without a line end of its own. */
char *curl_line(struct arena *arena, const struct curl_request *request);

/** The text as one word of a POSIX shell, in single quotes. */
char *shell_word(struct arena *arena, const char *text);

#endif
