// SPDX-License-Identifier: Apache-2.0
/**
 * Semantic rules over one answer: the table of them, and how they are evaluated while the answer arrives.
 * A rule is one static function and its row in rule_table.c; lint, explain and the docs read the same rows.
 */
#ifndef EPMM_RULE_H
#define EPMM_RULE_H

#include "model.h"

/** What an argument of a rule or relation may be. */
enum argument_kind {
	ARGUMENT_PATH,      /**< a path below the record (record rules) or the root (answer rules) */
	ARGUMENT_PATHS,     /**< a list of paths */
	ARGUMENT_TABLE,     /**< name of a value table */
	ARGUMENT_CONDITION, /**< a mapping of paths to predicates */
	ARGUMENT_PARAMETER, /**< name of a parameter of the endpoint */
	ARGUMENT_WORD,      /**< one of `words` */
	ARGUMENT_OPERATION, /**< id of another operation */
	ARGUMENT_FIXTURE,   /**< "name" or "name.value" */
	ARGUMENT_QUERY,     /**< a request of the operation as query text: "", "status=ACTIVE" */
	ARGUMENT_NUMBER,    /**< decimal digits, as text */
	ARGUMENT_TEXT,      /**< free text */
};

/** Declares an argument. */
struct argument_def {
	const char *name;
	enum argument_kind kind;
	bool required;
	const char *const *words; /**< for ARGUMENT_WORD, NULL-terminated */
	const char *summary;      /**< one line for explain and the docs */
};

enum { ARGUMENTS_MAX = 4 };

struct node;
struct rule_pass;

/** One rule. Exactly one of the functions is set, or both for rules that gather per record and conclude at the end. */
struct rule_def {
	const char *name;
	const char *summary;                          /**< one line for explain and the docs */
	struct argument_def arguments[ARGUMENTS_MAX]; /**< ended by one without a name */
	/** Called for each record, or once with the root when the answer has no records. May be NULL. */
	void (*record)(struct rule_pass *pass, const struct node *record);
	/** Called once when the answer is complete, with the skeleton's root. May be NULL. */
	void (*answer)(struct rule_pass *pass, const struct node *root);
};

/** Where the paths of a rule begin. */
enum rule_base {
	RULE_BASE_RECORD, /**< at one record, or at the root where there are no records */
	RULE_BASE_ROOT,   /**< at the root of the answer: they are written with a leading `/` */
	RULE_BASE_MIXED,  /**< some here, some there: the loader refuses it */
};

struct rule_use;

/** Where the paths of the rule begin; a condition counts as a path below the record. */
enum rule_base rule_base(const struct rule_use *use);

/** The rule with the name, or NULL. */
const struct rule_def *rule_find(const char *name);

/** All rules, in the order of the docs; `*count` is set. */
const struct rule_def *rule_all(size_t *count);

#endif
