// SPDX-License-Identifier: Apache-2.0
/** The types of scalar values, and what a schema's field says about a value beyond its type. */
#ifndef EPMM_VALUE_TYPE_H
#define EPMM_VALUE_TYPE_H

#include "arena.h"
#include "results.h"

/** A type of scalar values; a row of the table in value_type.c. */
struct value_type {
	const char *name;     /**< as in schemas: "uuid", "integer", … */
	const char *expected; /**< what a value looks like, for findings: "an integer, digits only" */
	bool container;       /**< has children instead of text: container and entries */
	bool whole;           /**< a whole number: a fraction of zeros does not count */
	/** True when the trimmed, non-empty text is of the type; `field` gives tables. NULL accepts all. */
	bool (*accepts)(const struct field *field, struct str text);
};

/** The type with the name, or NULL. */
const struct value_type *value_type_find(const char *name);

/** Names of all types, for "did you mean" and the docs; `*count` is set. */
const char *const *value_type_names(size_t *count);

/** True when the field says more about its text than that it is text; such a field must not be empty. */
bool field_is_typed(const struct field *field);

/** What is wrong with a value. */
struct complaint {
	enum level level;                      /**< a failure, or a note where an erratum or an open table tolerates it */
	const char *check;                     /**< "type", "values", "pattern", "range", "constant" or "not-future" */
	const struct requirement *requirement; /**< of the row, the range or the field; NULL: the default of types */
	const char *expected;
	const char *message;
};

/**
 * Judges a trimmed text that is not empty. True when there is something to say, with the gravest complaint.
 * `now_us` is the time of the answer (0: unknown). What is written lives in `arena`.
 */
bool value_judge(struct arena *arena, const struct field *field, struct str text, int64_t now_us,
                 struct complaint *complaint);

/** Why a text is not a value of the field, or NULL when it is one; lives in `arena`. For parameters and tests. */
const char *value_complaint(struct arena *arena, const struct field *field, struct str text);

#endif
