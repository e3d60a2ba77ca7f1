// SPDX-License-Identifier: Apache-2.0
/**
 * Which members of which struct a run record holds, under which names: one table that writer and reader share.
 * A member added to results.h becomes part of the record by one row here and one in reports/run-record.schema.json.
 */
#ifndef EPMM_RECORD_SHAPE_H
#define EPMM_RECORD_SHAPE_H

#include "results.h"

/** How a member of a struct travels. */
enum member_type {
	TEXT, /**< NULL is left out */
	INT,
	UNSIGNED,
	SIZE,
	INT64,
	UINT64,
	BOOL,
	VERDICT,
	LEVEL,
	TEXTS,   /**< array of texts */
	OBJECTS, /**< array of structs */
	SET,     /**< a set of requirements, by name; NULL is left out */
};

struct shape;

/** One member. */
struct member {
	const char *name; /**< in the line and in the struct */
	enum member_type type;
	bool required;             /**< a line without it is broken */
	size_t offset;             /**< in the struct */
	size_t count_offset;       /**< of the length of an array */
	const struct shape *shape; /**< of the elements of OBJECTS */
};

/** The members of one struct. */
struct shape {
	const struct member *members;
	size_t count;
	size_t size; /**< of the struct */
	bool sparse; /**< what is false or has no elements is left out */
};

extern const struct shape header_shape;   /**< struct run_header */
extern const struct shape result_shape;   /**< struct result, its findings and exchanges */
extern const struct shape set_shape;      /**< struct requirement_set */
extern const struct shape summary_shape;  /**< struct run_summary */
extern const struct shape observed_shape; /**< struct observed, its fields */
extern const struct shape setup_shape;    /**< struct tape_setup */
extern const struct shape taped_shape;    /**< struct tape_exchange */
extern const struct shape bytes_shape;    /**< struct tape_bytes */

#endif
