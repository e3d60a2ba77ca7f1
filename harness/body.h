// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a body while it arrives. Records (the repeated elements at `records`, for example `devices/device`) are
 * built one at a time, handed to the sink and forgotten; everything else becomes the skeleton tree.
 * Memory therefore does not grow with the number of records. The body is hostile input: see enum body_status.
 */
#ifndef EPMM_BODY_H
#define EPMM_BODY_H

#include "node.h"

/** The formats a body may have. */
enum body_format {
	BODY_XML,
	BODY_JSON,
};

/** Why reading ended. Everything but BODY_OK is a finding about the target, never a crash and never a pass. */
enum body_status {
	BODY_OK,
	BODY_EMPTY,         /**< not one byte, or blanks only */
	BODY_MALFORMED,     /**< not well-formed XML or not valid JSON (RFC 8259), truncation included */
	BODY_TRAILING,      /**< bytes other than blanks after the end of the document */
	BODY_DOCTYPE,       /**< an XML document type declaration; refused at once */
	BODY_ENCODING,      /**< invalid UTF-8, or an encoding other than UTF-8, UTF-16, ISO-8859-1 */
	BODY_DUPLICATE_KEY, /**< the same key twice in one JSON object (case-sensitive) */
	BODY_LIMIT,         /**< one of the ceilings of struct body_limits */
};

/** Ceilings; all in bytes but `depth`. */
struct body_limits {
	size_t depth;    /**< nesting of elements, or of objects and arrays */
	size_t tag;      /**< one XML tag, or one JSON number */
	size_t text;     /**< text of one element or member; one run of XML text or markup, one JSON string, as sent */
	size_t record;   /**< memory of one record */
	size_t skeleton; /**< memory of everything outside records */
};

/** depth 128, tag 64 KiB, text 1 MiB, record 4 MiB, skeleton 32 MiB. */
struct body_limits body_default_limits(void);

/** Takes the records as they become complete. */
struct body_sink {
	/** Called for each record, in document order; `index` counts from 0. The record dies when the call returns. */
	void (*record)(void *context, const struct node *record, size_t index);
	void *context; /**< given back in each call */
};

/** What was read. */
struct body {
	enum body_status status;
	const char *message; /**< unless BODY_OK: what is wrong, one line, of the body at most 80 bytes in one piece */
	size_t offset;       /**< bytes read when the trouble was met; a few bytes off where a parser saw it later */
	/**
	 * The logical root: the XML root element, the JSON root member, or (root dropped) the top-level object; NULL unless
	 * something was read. On errors what was built so far. Records are not in it, their containers are.
	 */
	const struct node *root;
	bool root_present; /**< JSON: a root member was there; XML: always true */
	bool in_array;     /**< JSON: all of it stands in an array, where an object is wanted */
	size_t records;    /**< complete records handed to the sink */
	size_t bytes;      /**< body bytes fed */
};

/** A reader at work; opaque. */
struct body_reader;

/**
 * Starts reading. `records` is the path of the repeated element below the logical root ("devices/device"), or NULL
 * when nothing is streamed; names are compared without regard to case. At most eight names.
 * A JSON top-level object whose only member is named `…WebServiceResponse`, `…WebServiceReponse` or `…easDevice` (any
 * case) has its root present. Since records are streamed before the end is seen, the path counts from the first member when that has
 * such a name; should other members follow, root_present is false and the root is the top-level object all the same.
 * The skeleton lives in `arena`; `sink` may be NULL when `records` is NULL.
 */
struct body_reader *body_open(struct arena *arena, enum body_format format, const char *records,
                              const struct body_limits *limits, const struct body_sink *sink);

/**
 * Feeds the next bytes, in pieces of any size. Returns false when the body is refused; further bytes are then
 * ignored (the caller may end the transfer).
 */
bool body_feed(struct body_reader *reader, const char *bytes, size_t length);

/** Ends the body and frees the reader; the result and its root live in the arena given to body_open(). */
struct body body_close(struct body_reader *reader);

/** A word for the status ("malformed", "duplicate key", …), for findings. */
const char *body_status_name(enum body_status status);

#endif
