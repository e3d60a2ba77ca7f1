// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>
#include <string.h>

#include "http_impl.h"

/** How a code of libcurl is told; the first row whose code and words match counts. */
struct outcome {
	CURLcode code;
	const char *words; /**< must occur in libcurl's message in any case; NULL matches any */
	enum http_trouble trouble;
	bool told; /**< the text says it all; libcurl's message would add nothing or mislead */
	const char *text;
};

static const struct outcome OUTCOMES[] = {
	{CURLE_COULDNT_RESOLVE_HOST, NULL, HTTP_UNREACHABLE, false, "host name not found"},
	{CURLE_COULDNT_RESOLVE_PROXY, NULL, HTTP_UNREACHABLE, false, "name of the proxy not found"},
	{CURLE_COULDNT_CONNECT, NULL, HTTP_UNREACHABLE, false, "no connection"},
	{CURLE_PROXY, NULL, HTTP_UNREACHABLE, false, "the proxy refused"},
	{CURLE_PEER_FAILED_VERIFICATION, "subject name", HTTP_TLS, false, "certificate is for another host"},
	{CURLE_PEER_FAILED_VERIFICATION, "expired", HTTP_TLS, false, "certificate refused"},
	{CURLE_PEER_FAILED_VERIFICATION, "not yet valid", HTTP_TLS, false, "certificate refused"},
	{CURLE_PEER_FAILED_VERIFICATION, NULL, HTTP_TLS, false, "certificate refused; --cacert names its authority"},
	{CURLE_SSL_CONNECT_ERROR, NULL, HTTP_TLS, false, "TLS handshake failed"},
	{CURLE_SSL_CIPHER, NULL, HTTP_TLS, false, "no common TLS cipher"},
	{CURLE_SSL_ISSUER_ERROR, NULL, HTTP_TLS, false, "issuer of the certificate refused"},
	{CURLE_SSL_INVALIDCERTSTATUS, NULL, HTTP_TLS, false, "certificate status refused"},
	{CURLE_SSL_CLIENTCERT, NULL, HTTP_TLS, false, "the target asks for a client certificate"},
	{CURLE_USE_SSL_FAILED, NULL, HTTP_TLS, false, "no TLS"},
	{CURLE_GOT_NOTHING, NULL, HTTP_CUT, true, "connection closed without an answer"},
	{CURLE_SEND_ERROR, NULL, HTTP_CUT, false, "connection lost while the request was sent"},
	{CURLE_RECV_ERROR, "alert", HTTP_TLS, false, "TLS refused by the target"},
	{CURLE_RECV_ERROR, "CONNECT tunnel", HTTP_UNREACHABLE, false, "the proxy refused"},
	{CURLE_RECV_ERROR, "too large", HTTP_HEADER_CEILING, true, "more header bytes than libcurl allows"},
	{CURLE_RECV_ERROR, "chunk", HTTP_PROTOCOL, false, "broken chunk"},
	{CURLE_RECV_ERROR, NULL, HTTP_CUT, false, "connection lost while the answer was read"},
	{CURLE_PARTIAL_FILE, NULL, HTTP_LENGTH, false, "connection closed before the announced end of the body"},
	{CURLE_FILESIZE_EXCEEDED, NULL, HTTP_LENGTH, true, "Content-Length overflows"},
	{CURLE_WEIRD_SERVER_REPLY, "Content-Length", HTTP_LENGTH, true, "Content-Length is not a number from 0 to 2^63-1"},
	{CURLE_WEIRD_SERVER_REPLY, NULL, HTTP_PROTOCOL, false, "not a valid HTTP answer"},
	{CURLE_UNSUPPORTED_PROTOCOL, NULL, HTTP_PROTOCOL, false, "not a valid HTTP answer"},
	{CURLE_BAD_CONTENT_ENCODING, NULL, HTTP_PROTOCOL, false, "content encoding cannot be decoded"},
	{CURLE_OUT_OF_MEMORY, NULL, HTTP_HEADER_CEILING, true, "header line longer than libcurl allows"},
	{CURLE_SSL_CACERT_BADFILE, NULL, HTTP_INTERNAL, false, "CA file cannot be used"},
	{CURLE_SSL_CERTPROBLEM, NULL, HTTP_INTERNAL, false, "client certificate or key cannot be used"},
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
	[HTTP_NOT_RECORDED] = "not recorded",
	[HTTP_INTERNAL] = "internal",
};

const char *http_trouble_name(enum http_trouble trouble)
{
	return TROUBLE_NAMES[trouble];
}

enum http_trouble http_outcome(int code, const char *message, const char **text, bool *told)
{
	for (size_t i = 0; i < ARRAY_LEN(OUTCOMES); i++) {
		if ((int)OUTCOMES[i].code != code || (OUTCOMES[i].words && !strcasestr(message, OUTCOMES[i].words)))
			continue;
		*text = OUTCOMES[i].text;
		*told = OUTCOMES[i].told;
		return OUTCOMES[i].trouble;
	}
	*text = "libcurl cannot go on";
	*told = false;
	return HTTP_INTERNAL;
}
