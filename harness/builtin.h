// SPDX-License-Identifier: Apache-2.0
/**
 * The checks that every answer passes without a case file asking for them, each with the statement it holds the answer
 * to. One table: the judges take the statement from it, and coverage, explain and the docs tell what is in it.
 */
#ifndef EPMM_BUILTIN_H
#define EPMM_BUILTIN_H

#include "model.h"

/** The checks, in the order in which an answer meets them. */
enum builtin {
	BUILTIN_TRANSPORT,
	BUILTIN_FRAMING,
	BUILTIN_SERVER_ERROR,
	BUILTIN_CHALLENGE,
	BUILTIN_LEAK,
	BUILTIN_TYPE_XML,
	BUILTIN_TYPE_JSON,
	BUILTIN_TYPE_EITHER,
	BUILTIN_TYPE_CSV,
	BUILTIN_DECLARED,
	BUILTIN_BODY_XML,
	BUILTIN_BODY_JSON,
	BUILTIN_BODY_CSV,
	BUILTIN_ROOT,
	BUILTIN_STRUCTURE,
	BUILTIN_NAMES,
	BUILTIN_PRESENCE,
	BUILTIN_VALUE_TYPE,
	BUILTIN_MESSAGE,
	BUILTINS,
};

/** The answers that a check looks at. */
enum builtin_reach {
	REACH_DATA = 1,    /**< a 200 with the operation's data */
	REACH_MESSAGE = 2, /**< an error answer with a message */
	REACH_REFUSAL = 4, /**< a 401 */
	REACH_OTHER = 8,   /**< any other: its status and head are all that counts */
	REACH_ALL = 15,
};

/** One check. */
struct builtin_check {
	const char *check;       /**< its name in findings: "content-type" */
	const char *requirement; /**< id of the statement; NULL: HTTP itself demands it, not the guide */
	unsigned reach;          /**< answers it looks at, ored */
	enum format format;      /**< only answers in this format; FORMAT_NONE: in every one but CSV, where it says so */
	bool csv;                /**< answers in CSV, too */
	const char *looks_at;    /**< one line for explain and the docs */
};

/** The row of the check. */
const struct builtin_check *builtin_check(enum builtin builtin);

/** The statement of the check, or NULL where it has none or the ledger does not hold it. */
const struct requirement *builtin_requirement(const struct catalogue *catalogue, enum builtin builtin);

/** True when one of the answers (reaches, ored) in the format passes the check. */
bool builtin_sees(const struct builtin_check *check, unsigned answers, enum format format);

#endif
