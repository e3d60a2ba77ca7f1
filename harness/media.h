// SPDX-License-Identifier: Apache-2.0
/** Media types: what a Content-Type declares, and what the first bytes of a body look like. */
#ifndef EPMM_MEDIA_H
#define EPMM_MEDIA_H

#include "text.h"

/** What a body is declared to be, or looks like. */
enum media {
	MEDIA_NONE, /**< no Content-Type, or an empty body */
	MEDIA_XML,  /**< application/xml, text/xml, …+xml */
	MEDIA_JSON, /**< application/json, text/json, …+json */
	MEDIA_CSV,  /**< text/csv and its relatives */
	MEDIA_HTML,
	MEDIA_OTHER,
};

/** The kind of a Content-Type value; parameters (charset) do not matter. */
enum media media_declared(struct str content_type);

/**
 * What the body looks like from its first bytes: `<` is XML (`<!doctype html` and `<html` HTML), `{` and `[` JSON. MEDIA_NONE while
 * only blanks were seen.
 */
enum media media_sniffed(struct str beginning);

/** "XML", "JSON", … for findings. */
const char *media_name(enum media media);

#endif
