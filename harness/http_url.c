// SPDX-License-Identifier: Apache-2.0
#include "http_impl.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

bool http_host_is_loopback(const char *host)
{
	struct in_addr four;
	struct in6_addr six;
	if (strcasecmp(host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool http_value_is_safe(const char *value)
{
	for (const char *c = value; *c; c++)
		if (((unsigned char)*c < 0x20 && *c != '\t') || *c == 0x7f)
			return false;
	return true;
}

bool http_path_is_safe(const char *path)
{
	for (const char *c = path; *c; c++)
		if (*c <= ' ' || *c >= 0x7f || *c == '#')
			return false;
	return path[0] == '/';
}

static bool is_unreserved(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("-._~", c);
}

char *http_encode(struct arena *arena, const char *value)
{
	static const char DIGITS[] = "0123456789ABCDEF";
	char *encoded = arena_array(arena, strlen(value) + 1, 3);
	char *to = encoded;
	for (const char *from = value; *from; from++) {
		if (is_unreserved(*from)) {
			*to++ = *from;
			continue;
		}
		*to++ = '%';
		*to++ = DIGITS[(unsigned char)*from >> 4];
		*to++ = DIGITS[*from & 15];
	}
	return encoded;
}
