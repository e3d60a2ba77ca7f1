// SPDX-License-Identifier: Apache-2.0
#include "digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

void digest_base64(char *out, const void *bytes, size_t length)
{
	EVP_EncodeBlock((unsigned char *)out, bytes, (int)length);
}

struct str digest_base64_decode(struct arena *arena, const char *text)
{
	size_t length = strlen(text);
	char *bytes = arena_alloc(arena, length / 4 * 3 + 1);
	int decoded = EVP_DecodeBlock((unsigned char *)bytes, (const unsigned char *)text, (int)length);
	size_t padding = length >= 2 && text[length - 1] == '=' ? (text[length - 2] == '=' ? 2 : 1) : 0;
	return (struct str){bytes, decoded > 0 ? (size_t)decoded - padding : 0};
}

void digest_keyed(unsigned char out[DIGEST_BYTES], const void *key, size_t key_length, struct str text)
{
	unsigned length = DIGEST_BYTES;
	unsigned char *good = HMAC(EVP_sha256(), key, (int)key_length, (const unsigned char *)(text.ptr ? text.ptr : ""),
	                           text.len, out, &length);
	assert(good && length == DIGEST_BYTES);
	(void)good;
}

static unsigned hash_text(unsigned char hash[EVP_MAX_MD_SIZE], struct str text)
{
	unsigned length = 0;
	int good = EVP_Digest(text.ptr ? text.ptr : "", text.len, hash, &length, EVP_sha256(), NULL);
	assert(good == 1);
	(void)good;
	return length;
}

char *digest_policy(struct arena *arena, struct str text)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	char base64[2 * EVP_MAX_MD_SIZE];
	digest_base64(base64, hash, hash_text(hash, text));
	return arena_printf(arena, "sha256-%s", base64);
}

char *digest_hex(struct arena *arena, struct str text)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned length = hash_text(hash, text);
	char *hex = arena_alloc(arena, 2 * (size_t)length + 1);
	for (unsigned i = 0; i < length; i++) {
		hex[2 * i] = digits[hash[i] >> 4];
		hex[2 * i + 1] = digits[hash[i] & 15];
	}
	hex[2 * length] = '\0';
	return hex;
}
