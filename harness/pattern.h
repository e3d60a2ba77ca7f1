// SPDX-License-Identifier: Apache-2.0
/** Regular expressions over hostile text: PCRE2 with limits on matching steps, depth and memory. */
#ifndef EPMM_PATTERN_H
#define EPMM_PATTERN_H

#include "arena.h"
#include "text.h"

/** A compiled pattern; lives until the arena dies (the arena only holds the handle: call pattern_free()). */
struct pattern;

/** What a match said. */
enum match {
	MATCH_NO,
	MATCH_YES,
	MATCH_LIMIT, /**< gave up at a limit; never a pass */
};

/** Compiles; NULL on a bad pattern, with a message of static life in `*error`. Borrows the source. Free with pattern_free(). */
struct pattern *pattern_new(const char *source, const char **error);

/** What the pattern was made of. */
const char *pattern_source(const struct pattern *pattern);

/** Frees a pattern; NULL is allowed. */
void pattern_free(struct pattern *pattern);

/** Searches the text for the pattern (anchor with ^ and $ to match all of it); UTF-8, `$` only at the very end. */
enum match pattern_match(const struct pattern *pattern, struct str text);

#endif
