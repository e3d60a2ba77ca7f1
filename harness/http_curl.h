// SPDX-License-Identifier: Apache-2.0
/**
 * The functions of libcurl that the http*.c files call. Loading libcurl and the thirty libraries behind it takes longer
 * than all the rest of a short command, and most commands send nothing; so the program is not linked with it, and the
 * first http_open() or http_is_loopback() loads it. The types are those of the header that we compile with.
 */
#ifndef EPMM_HTTP_CURL_H
#define EPMM_HTTP_CURL_H

#include <curl/curl.h>
#include <stdbool.h>

#include "diag.h"

/** Each member is the function `curl_` and its name, as <curl/curl.h> declares it. */
struct curl_functions {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_global_cleanup) *global_cleanup;
	__typeof__(curl_free) *free;
	__typeof__(curl_easy_init) *easy_init;
	__typeof__(curl_easy_setopt) *easy_setopt;
	__typeof__(curl_easy_getinfo) *easy_getinfo;
	__typeof__(curl_easy_strerror) *easy_strerror;
	__typeof__(curl_easy_cleanup) *easy_cleanup;
	__typeof__(curl_multi_init) *multi_init;
	__typeof__(curl_multi_setopt) *multi_setopt;
	__typeof__(curl_multi_add_handle) *multi_add_handle;
	__typeof__(curl_multi_remove_handle) *multi_remove_handle;
	__typeof__(curl_multi_perform) *multi_perform;
	__typeof__(curl_multi_poll) *multi_poll;
	__typeof__(curl_multi_info_read) *multi_info_read;
	__typeof__(curl_multi_cleanup) *multi_cleanup;
	__typeof__(curl_url) *url;
	__typeof__(curl_url_set) *url_set;
	__typeof__(curl_url_get) *url_get;
	__typeof__(curl_url_strerror) *url_strerror;
	__typeof__(curl_url_cleanup) *url_cleanup;
};

/** Only to be used after curl_load() was true. */
extern struct curl_functions curl;

/** Loads libcurl unless that was done; false, with a report to `diag` (which may be NULL), when it cannot be loaded. */
bool curl_load(struct diag *diag);

/** As curl_load(), from a library of any name; for the tests. */
bool curl_load_named(const char *file, struct diag *diag);

#endif
