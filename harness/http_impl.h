// SPDX-License-Identifier: Apache-2.0
/**
 * Inside the HTTP module: what needs no socket (judging header lines, outcomes, options, URLs).
 * Only the http*.c files and their tests include it.
 */
#ifndef EPMM_HTTP_IMPL_H
#define EPMM_HTTP_IMPL_H

#include "http.h"

/** The head of one answer, taken apart. */
struct http_head {
	int status;                  /**< 0 when the first line is not a status line */
	struct http_header *headers; /**< in order; a folded line is joined to its header by a blank */
	size_t header_count;
	enum http_trouble trouble; /**< not HTTP_OK when the end of the body cannot be known or trusted */
	const char *framing;       /**< every violation found, joined by "; ", or NULL */
};

/** Takes apart raw header lines: status line, header lines, with or without the empty line at the end. */
struct http_head http_head_parse(struct arena *arena, struct str raw);

/** True for 100 to 199 except 101: another answer follows. */
bool http_head_is_interim(int status);

/** The value of the first header with the name, or an empty view. */
struct str http_head_find(const struct http_header *headers, size_t count, const char *name);

/** What a CURLcode with libcurl's message means, in a few words; `told`: the message adds nothing to them. */
enum http_trouble http_outcome(int code, const char *message, const char **text, bool *told);

/** The base URL, checked. */
struct http_base {
	const char *url;       /**< as libcurl writes it, without a slash at the end; lives in the arena */
	bool tls;              /**< https */
	bool may_authenticate; /**< credentials would not travel in clear text, or that was allowed */
};

/** Reports what cannot work to `diag`; true when nothing was reported. Opens no socket and never shows a secret. */
bool http_options_check(const struct http_options *options, struct arena *arena, struct diag *diag,
                        struct http_base *base);

/** True for a host (without brackets or port) that is a loopback address or "localhost"; nothing is looked up. */
bool http_host_is_loopback(const char *host);

/** True when the text can be sent as a header value: no control byte but the tab. */
bool http_value_is_safe(const char *value);

/** True when the text starts with `/` and libcurl sends it unchanged: visible ASCII without `#`. */
bool http_path_is_safe(const char *path);

#endif
