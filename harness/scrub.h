// SPDX-License-Identifier: Apache-2.0
/**
 * Bodies without personal values, byte by byte as they arrive: XML, JSON and CSV keep their form, and what stands in a place
 * that is personal, or that nothing is known about, is replaced by its pseudonym. Also for bodies that are broken.
 */
#ifndef EPMM_SCRUB_H
#define EPMM_SCRUB_H

#include "privacy.h"
#include "text.h"

/** One body being scrubbed; opaque. */
struct scrub;

/** Begins a body. */
struct scrub *scrub_new(const struct privacy *privacy);

/** Takes bytes and appends what is decided of them to `out`. */
void scrub_feed(struct scrub *scrub, const char *bytes, size_t length, struct text *out);

/** Appends what was not decided yet, hidden, and ends the body. */
void scrub_end(struct scrub *scrub, struct text *out);

/** All of a body, or its beginning; in `arena`. */
struct str scrub_text(const struct privacy *privacy, struct arena *arena, struct str body);

#endif
