// SPDX-License-Identifier: Apache-2.0
/** The nouns of a recording: what a run was asked to do, and each exchange with the target. Structs only. */
#ifndef EPMM_TAPED_H
#define EPMM_TAPED_H

#include "results.h"

/** What must be known to make the same requests again; the second line of a recording, behind the run's header. */
struct tape_setup {
	const char *run_id;      /**< of the values that the run made up */
	const char *user;        /**< of the run, or NULL */
	const char *target_file; /**< its text, without secrets; NULL: the target was a URL */
	const char *const *select;
	size_t select_count;
	const char *const *allow; /**< safety classes */
	size_t allow_count;
	const char *objects; /**< those of an earlier run that were preferred, or NULL */
	bool strict;
};

/** One exchange without the answer's body. */
struct tape_exchange {
	size_t number; /**< in the order the requests were made, from 1 on */
	const char *method;
	const char *case_id;        /**< the case it was made for */
	const char *path;           /**< and query, after the base URL */
	const char *accept;         /**< or NULL */
	const char *credentials;    /**< "run", "none" or "other" */
	const char *user;           /**< of other credentials, or NULL */
	const char *body;           /**< form, or NULL */
	const char *url;            /**< as sent */
	int status;                 /**< 0: none */
	const char *const *headers; /**< "Name: value" */
	size_t header_count;
	const char *trouble; /**< http_trouble_name(); NULL: none */
	const char *trouble_text;
	const char *framing;
	bool complete;
	bool sent;
	int64_t started_us;
	int64_t duration_us;
	int64_t first_byte_us;
};

/** A piece of an answer's body; pieces of different exchanges may take turns. */
struct tape_bytes {
	size_t number;      /**< of the exchange, whose own line comes behind its last piece */
	const char *text;   /**< the piece itself, or NULL */
	const char *base64; /**< the piece where it is no text, or NULL */
};

#endif
