// SPDX-License-Identifier: Apache-2.0
/** Reads bodies for tests and writes what came out as one line. */
#ifndef EPMM_TESTS_BODY_HELPER_H
#define EPMM_TESTS_BODY_HELPER_H

#include "body.h"

/** How to read. */
struct reading {
	enum body_format format;
	const char *records;       /**< record path or NULL */
	size_t piece;              /**< bytes per feed, 0: all at once */
	struct body_limits limits; /**< all zero: the default */
	bool plain;                /**< leave out kinds and marks, trim texts: what both formats have in common */
};

/** What was read; lives in the arena. */
struct outcome {
	struct body body;
	const char *tree;    /**< name='text'{children}; @ before attributes, [] empty array, # number, ! word, 0 null */
	const char *records; /**< the records in the same notation, each followed by a semicolon */
	size_t taken;        /**< bytes fed until body_feed() said no, or all of them */
};

struct outcome read_body(struct arena *arena, const struct reading *how, struct str bytes);

/** Reads with the format and everything else by default. */
struct outcome read_simply(struct arena *arena, enum body_format format, const char *records, struct str bytes);

/** The bytes of a file below tests/data/body. */
struct str body_file(struct arena *arena, const char *name, const char *ending);

/** `count` times the same string between two others. */
struct str repeated(struct arena *arena, const char *before, const char *middle, size_t count, const char *after);

#endif
