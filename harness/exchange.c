// SPDX-License-Identifier: Apache-2.0
#include "exchange.h"

#include <time.h>

#include "curl_line.h"

const char *exchange_time(struct arena *arena, int64_t us)
{
	time_t seconds = (time_t)(us / 1000000);
	struct tm tm;
	char date[32];
	gmtime_r(&seconds, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
	return arena_printf(arena, "%s.%03dZ", date, (int)(us / 1000 % 1000));
}

const char *exchange_accept(enum format format)
{
	static const char *const types[] =
		{[FORMAT_XML] = "application/xml", [FORMAT_JSON] = "application/json", [FORMAT_CSV] = "*/*", [FORMAT_NONE] = "*/*"};
	return types[format];
}

struct exchange exchange_make(struct arena *arena, const struct http_response *response,
                              const struct exchange_facts *facts)
{
	struct str type = http_header(response, "Content-Type");
	const char *url = arena_string(arena, response->url);
	bool quiet = response->trouble == HTTP_OK || response->trouble == HTTP_STOPPED;
	struct curl_request line = {
		.method = response->request->method,
		.url = url,
		.accept = facts->accept,
		.content_type = facts->content_type,
		.credentials = facts->credentials,
		.user = facts->user,
		.body = facts->body,
		.cacert = facts->http->cacert,
		.insecure = facts->http->insecure,
	};
	return (struct exchange){
		.method = response->request->method,
		.url = url,
		.accept = facts->accept,
		.credentials = facts->credentials,
		.body = facts->body,
		.status = response->status,
		.content_type = type.len ? arena_copy(arena, type.ptr, type.len) : NULL,
		.trouble = quiet ? NULL : http_trouble_name(response->trouble),
		.started = exchange_time(arena, response->started_us),
		.duration_us = response->duration_us,
		.bytes = response->bytes,
		.curl = curl_line(arena, &line),
	};
}
