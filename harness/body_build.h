// SPDX-License-Identifier: Apache-2.0
/**
 * The one place where nodes of a body are made, whatever the format: opens and closes nodes as the parser meets them,
 * keeps the ceilings, cuts out the records of the path and hands them to the sink.
 * Internal to the body reader.
 */
#ifndef EPMM_BODY_BUILD_H
#define EPMM_BODY_BUILD_H

#include "body.h"

/** Steps of a record path, and the most bytes a parser is given at once. */
enum { RECORD_PATH_STEPS = 8, BODY_PIECE = 64 * 1024 };

/** A node whose end was not met yet. */
struct frame {
	struct node *node;
	size_t text;    /**< where its text begins in the text that is being gathered */
	bool container; /**< it has children other than attributes */
};

/** A tree in the making. */
struct build {
	struct arena *skeleton; /**< the caller's arena */
	size_t skeleton_start;  /**< what was in it before us */
	struct arena *scratch;  /**< the open record and nothing else */
	struct body_limits limits;
	struct body_sink sink;
	struct str path[RECORD_PATH_STEPS]; /**< names from the logical root down to a record */
	struct str star;       /**< what the star of the path stands for in the matched names; inside a name of `frames` */
	size_t steps;          /**< how many; 0 when nothing is streamed */
	size_t matched;        /**< steps that the open nodes match */
	size_t base;           /**< open nodes above the children of the document that the path leaves out: 0 or 1 */
	struct frame *frames;  /**< the open nodes; the first is the document, which no format names */
	size_t depth;          /**< how many are open, the document counted */
	size_t room;           /**< frames allocated */
	size_t record;         /**< index of the frame of the open record, 0 when none is open */
	size_t records;        /**< records handed to the sink */
	struct text text;      /**< text of the open nodes, one after the other */
	struct node *document; /**< parent of everything */
	bool in_array;         /**< JSON: the whole body stands in an array */
	bool started;          /**< something was built */
	enum body_status status; /**< stays with the first trouble */
	const char *message;
	size_t offset; /**< set by the parser when it met the trouble */
};

/** A parser of one format. It looks at build->status, which only build_refuse() changes. */
struct body_parser {
	/** Starts; the result is handed to the other functions. */
	void *(*open)(struct build *build);
	/** Takes the next bytes; called only while nothing was refused. */
	void (*feed)(void *parser, const char *bytes, size_t length);
	/** Judges the end of the body; called only while nothing was refused. */
	void (*finish)(void *parser);
	/** Frees the parser. */
	void (*close)(void *parser);
};

extern const struct body_parser body_parser_xml;
extern const struct body_parser body_parser_json;

/** Prepares an empty document. */
void build_open(struct build *build, struct arena *arena, const char *records, const struct body_limits *limits,
                const struct body_sink *sink);

/** Gives the nodes that are still open the text gathered for them; an unfinished record is lost. */
void build_finish(struct build *build);

/** Frees what is not the caller's. */
void build_close(struct build *build);

/** Opens an element or an object below the open node. False when a ceiling is hit, as with all that follow. */
bool build_push(struct build *build, struct str name);

/** Adds to the text of the open node. */
bool build_text(struct build *build, struct str text);

/** Closes the open node; a record goes to the sink. */
bool build_pop(struct build *build);

/** Adds a scalar or an attribute below the open node. */
bool build_leaf(struct build *build, struct str name, struct str text, enum node_kind kind, bool attribute);

/** Adds the stand-in of an empty array below the open node; an empty array of records leaves no trace. */
bool build_none(struct build *build, struct str name);

/** Notes why the body is refused, unless something was noted before. Always false. */
bool build_refuse(struct build *build, enum body_status status, const char *format, ...) PRINTF_LIKE(3, 4);

/** The bytes as one line of at most `most` bytes, what is not plain text escaped; lives in the skeleton's arena. */
const char *build_excerpt(struct build *build, struct str bytes, size_t most);

#endif
