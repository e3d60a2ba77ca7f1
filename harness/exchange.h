// SPDX-License-Identifier: Apache-2.0
/** One request as sent and what came back, for the reports. */
#ifndef EPMM_EXCHANGE_H
#define EPMM_EXCHANGE_H

#include "arena.h"
#include "http.h"
#include "results.h"

/** What the response does not tell. */
struct exchange_facts {
	const struct http_options *http;
	const char *accept;       /**< NULL: none was sent */
	const char *credentials;  /**< "run", "none", "unknown-user" or "account" */
	const char *user;         /**< who stands in the curl line; NULL for none */
	const char *body;         /**< the form as shown, passwords as stars; NULL for none */
	const char *content_type; /**< of the body, or NULL */
};

/** The exchange, without records and excerpt; lives in the arena. */
struct exchange exchange_make(struct arena *arena, const struct http_response *response,
                              const struct exchange_facts *facts);

/** UTC as "2026-11-23T10:11:12.345Z". */
const char *exchange_time(struct arena *arena, int64_t us);

/** The value of Accept that asks for the format. */
const char *exchange_accept(enum format format);

#endif
