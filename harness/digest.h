// SPDX-License-Identifier: Apache-2.0
/** Base64 and SHA-256. The only module that knows libcrypto. */
#ifndef EPMM_DIGEST_H
#define EPMM_DIGEST_H

#include "arena.h"
#include "text.h"

/** Base64 of the bytes, NUL-terminated; `out` has room for 4 bytes for each 3 begun, and one more. */
void digest_base64(char *out, const void *bytes, size_t length);

/** The bytes that the base64 text stands for, in the arena; what is no base64 gives no bytes. */
struct str digest_base64_decode(struct arena *arena, const char *text);

enum { DIGEST_BYTES = 32 };

/** HMAC-SHA-256 of the text under a key. */
void digest_keyed(unsigned char out[DIGEST_BYTES], const void *key, size_t key_length, struct str text);

/** SHA-256 of the text as a content security policy names it: "sha256-" and Base64; in the arena. */
char *digest_policy(struct arena *arena, struct str text);

/** SHA-256 of the text as 64 hexadecimal digits, in the arena. */
char *digest_hex(struct arena *arena, struct str text);

#endif
