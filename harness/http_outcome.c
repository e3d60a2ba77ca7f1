// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>
#include <string.h>

#include "http_impl.h"

/** How a code of libcurl is told; the first row whose code and words match counts. */
struct outcome {
	CURLcode code;
	const char *words; /**< must occur in libcurl's message; NULL matches any */
	enum http_trouble trouble;
	const char *text;
};

static const struct outcome OUTCOMES[] = {
	{CURLE_COULDNT_RESOLVE_HOST, NULL, HTTP_UNREACHABLE, "host name not found"},
	{CURLE_COULDNT_RESOLVE_PROXY, NULL, HTTP_UNREACHABLE, "name of the proxy not found"},
	{CURLE_COULDNT_CONNECT, NULL, HTTP_UNREACHABLE, "no connection"},
	{CURLE_PROXY, NULL, HTTP_UNREACHABLE, "the proxy refused"},
	{CURLE_PEER_FAILED_VERIFICATION, NULL, HTTP_TLS, "certificate refused (its authority can be given as CA file)"},
	{CURLE_SSL_CONNECT_ERROR, NULL, HTTP_TLS, "TLS handshake failed"},
	{CURLE_SSL_CIPHER, NULL, HTTP_TLS, "no common TLS cipher"},
	{CURLE_SSL_ISSUER_ERROR, NULL, HTTP_TLS, "issuer of the certificate refused"},
	{CURLE_SSL_INVALIDCERTSTATUS, NULL, HTTP_TLS, "certificate status refused"},
	{CURLE_SSL_CLIENTCERT, NULL, HTTP_TLS, "the target asks for a client certificate"},
	{CURLE_USE_SSL_FAILED, NULL, HTTP_TLS, "no TLS"},
	{CURLE_GOT_NOTHING, NULL, HTTP_CUT, "connection closed without an answer"},
	{CURLE_SEND_ERROR, NULL, HTTP_CUT, "connection lost while the request was sent"},
	{CURLE_RECV_ERROR, "alert", HTTP_TLS, "TLS refused by the target"},
	{CURLE_RECV_ERROR, "CONNECT", HTTP_UNREACHABLE, "the proxy refused"},
	{CURLE_RECV_ERROR, "too large", HTTP_HEADER_CEILING, "more header bytes than libcurl allows"},
	{CURLE_RECV_ERROR, "Too large", HTTP_HEADER_CEILING, "more header bytes than libcurl allows"},
	{CURLE_RECV_ERROR, "chunk", HTTP_PROTOCOL, "broken chunk"},
	{CURLE_RECV_ERROR, "Chunk", HTTP_PROTOCOL, "broken chunk"},
	{CURLE_RECV_ERROR, "Illegal or missing hexadecimal", HTTP_PROTOCOL, "broken chunk"},
	{CURLE_RECV_ERROR, NULL, HTTP_CUT, "connection lost while the answer was read"},
	{CURLE_PARTIAL_FILE, NULL, HTTP_LENGTH, "connection closed before the announced end of the body"},
	{CURLE_FILESIZE_EXCEEDED, NULL, HTTP_LENGTH, "Content-Length overflows"},
	{CURLE_WEIRD_SERVER_REPLY, "Content-Length", HTTP_LENGTH, "Content-Length is not a number from 0 to 2^63-1"},
	{CURLE_WEIRD_SERVER_REPLY, NULL, HTTP_PROTOCOL, "not a valid HTTP answer"},
	{CURLE_UNSUPPORTED_PROTOCOL, NULL, HTTP_PROTOCOL, "not a valid HTTP answer"},
	{CURLE_BAD_CONTENT_ENCODING, NULL, HTTP_PROTOCOL, "content encoding cannot be decoded"},
	{CURLE_OUT_OF_MEMORY, NULL, HTTP_HEADER_CEILING, "header line longer than libcurl allows"},
	{CURLE_SSL_CACERT_BADFILE, NULL, HTTP_INTERNAL, "CA file cannot be used"},
	{CURLE_SSL_CERTPROBLEM, NULL, HTTP_INTERNAL, "client certificate or key cannot be used"},
};

static const char *const TROUBLE_NAMES[] = {
	[HTTP_OK] = "ok",
	[HTTP_UNREACHABLE] = "unreachable",
	[HTTP_TLS] = "TLS",
	[HTTP_TIMEOUT] = "timeout",
	[HTTP_CUT] = "answer cut off",
	[HTTP_LENGTH] = "wrong length",
	[HTTP_PROTOCOL] = "not valid HTTP",
	[HTTP_HEADER_CEILING] = "header ceiling",
	[HTTP_BODY_CEILING] = "body ceiling",
	[HTTP_STOPPED] = "stopped",
	[HTTP_INTERNAL] = "internal",
};

const char *http_trouble_name(enum http_trouble trouble)
{
	return TROUBLE_NAMES[trouble];
}

enum http_trouble http_outcome(int code, const char *message, const char **text)
{
	for (size_t i = 0; i < ARRAY_LEN(OUTCOMES); i++) {
		if ((int)OUTCOMES[i].code != code || (OUTCOMES[i].words && !strstr(message, OUTCOMES[i].words)))
			continue;
		*text = OUTCOMES[i].text;
		return OUTCOMES[i].trouble;
	}
	*text = "libcurl cannot go on";
	return HTTP_INTERNAL;
}
