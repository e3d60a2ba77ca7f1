// SPDX-License-Identifier: Apache-2.0
/**
 * Brings a body to UTF-8 while it arrives and finds the first byte that is none of its encoding.
 * Internal to the body reader.
 */
#ifndef EPMM_BODY_ENCODING_H
#define EPMM_BODY_ENCODING_H

#include "text.h"

/** A UTF-8 sequence that is not complete yet; all zero at the start. */
struct utf8 {
	unsigned char needed; /**< bytes still missing */
	unsigned char low;    /**< least value of the next one */
	unsigned char high;   /**< greatest value of the next one */
};

/** Takes the next bytes and returns how many are valid; less than `length` at the first byte that is not. */
size_t utf8_take(struct utf8 *utf8, const char *bytes, size_t length);

/** The encodings an XML body may have, and the two ways not to know. */
enum encoding {
	ENCODING_UNKNOWN, /**< more bytes are needed */
	ENCODING_REFUSED, /**< none of ours */
	ENCODING_UTF8,
	ENCODING_ASCII,
	ENCODING_LATIN1,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
};

enum { ENCODING_HEAD = 1024, ENCODING_NAME = 60 };

/** What the first bytes of an XML body say about its encoding. */
struct encoding_guess {
	enum encoding encoding;
	size_t mark;              /**< bytes of the byte order mark */
	char name[ENCODING_NAME]; /**< what is refused, as text for a message */
};

/**
 * Looks at the first bytes of an XML body. With ENCODING_HEAD bytes, or `complete` set, the answer is never
 * ENCODING_UNKNOWN.
 */
struct encoding_guess encoding_guess(const char *head, size_t length, bool complete);

/** A body on its way to UTF-8. */
struct decoder {
	enum encoding encoding;
	struct utf8 utf8;
	bool half;          /**< UTF-16: `byte` is the first half of a unit */
	unsigned char byte; /**< UTF-16: that half */
	uint32_t surrogate; /**< UTF-16: a high surrogate that waits for its low one, or 0 */
	struct text out;    /**< what was transcoded last */
};

/** Starts; end with decoder_close(). `piece` is the most that will be given in one call. */
struct decoder decoder_open(enum encoding encoding, size_t piece);

/** Frees. */
void decoder_close(struct decoder *decoder);

/**
 * Decodes the next bytes. `*taken` receives how many were valid, less than `length` at the first that is not. The
 * result is `bytes` itself where nothing needs changing, else a buffer that lives until the next call.
 */
struct str decoder_take(struct decoder *decoder, const char *bytes, size_t length, size_t *taken);

/** True when the body may end here, false in the middle of a character. */
bool decoder_complete(const struct decoder *decoder);

#endif
