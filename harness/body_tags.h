// SPDX-License-Identifier: Apache-2.0
/**
 * Follows the markup of an XML body ahead of the parser: tags, comments, CDATA sections, processing instructions.
 * It does not judge XML; it keeps from the parser what would cost it minutes (a tag of 100,000 attributes) or lead it
 * into a DTD, and tells where the bytes may be cut so that the parser never meets half a tag.
 * Internal to the body reader.
 */
#ifndef EPMM_BODY_TAGS_H
#define EPMM_BODY_TAGS_H

#include "body.h"

/** Where the scanner stands. */
enum tags_state {
	TAGS_TEXT,   /**< between tags */
	TAGS_OPEN,   /**< after `<` */
	TAGS_BANG,   /**< after `<!` */
	TAGS_HEAD,   /**< in the middle of `<!--`, `<![CDATA[` or `<!DOCTYPE` */
	TAGS_TAG,    /**< in a start or end tag */
	TAGS_QUOTED, /**< in an attribute value */
	TAGS_UNTIL,  /**< in a comment, CDATA section or processing instruction */
};

/** A scanner; set the two ceilings, leave the rest zero. */
struct tags {
	size_t tag_ceiling;  /**< bytes of one tag */
	size_t text_ceiling; /**< bytes of one run of text, comment, CDATA section or processing instruction */
	enum tags_state state;
	size_t length;           /**< bytes since the state began, for the tag states since `<` */
	size_t attributes;       /**< values met in this tag */
	const char *expect;      /**< TAGS_HEAD: what must follow */
	char quote;              /**< TAGS_QUOTED: the quote that ends the value */
	char closer;             /**< TAGS_UNTIL: the character that stands before the final `>` */
	size_t needed;           /**< TAGS_UNTIL: how often */
	size_t seen;             /**< TAGS_UNTIL: how many stand before this place */
	bool reference;          /**< TAGS_TEXT: after an `&` whose `;` was not met yet */
	bool begun;              /**< the first `<` was met */
	enum body_status status; /**< BODY_OK, or why the body is refused */
	const char *message;     /**< in that case: what is wrong */
};

/**
 * Scans the next bytes and returns how many passed; less than `length` when the body is refused at that byte.
 * `*cut` receives where the last complete tag (or other markup) ends within these bytes, 0 when none does.
 */
size_t tags_scan(struct tags *tags, const char *bytes, size_t length, size_t *cut);

#endif
