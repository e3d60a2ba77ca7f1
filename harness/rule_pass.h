// SPDX-License-Identifier: Apache-2.0
/** What the functions of the rules see; only the rule*.c files and rules.c include it. */
#ifndef EPMM_RULE_PASS_H
#define EPMM_RULE_PASS_H

#include "findings.h"
#include "node.h"
#include "rule.h"
#include "words.h"

enum { RULE_WORDS = 2 };

/** One rule at work on one answer. */
struct rule_pass {
	const struct rule_use *use;
	struct findings *findings;
	struct arena *scratch;      /**< dies with the record */
	const struct binding *sent; /**< the parameters as sent, values resolved */
	size_t sent_count;
	const struct endpoint *endpoint;
	const char *records;       /**< the streamed path, or NULL when the rule looks at the root */
	bool rooted;               /**< its paths begin at the root: it is judged once, at the end of the answer */
	const char *below;         /**< path of the element at hand where it is neither a record nor the root, or NULL */
	size_t index;              /**< of the record at hand */
	struct str record;         /**< what names the record at hand */
	size_t record_count;       /**< in answer(): how many records there were */
	const struct node *header; /**< CSV: the header row as children in order; else NULL */
	size_t header_columns;     /**< CSV: cells of the header */
	size_t row_columns;        /**< CSV: cells of the row at hand */
	struct words words[RULE_WORDS]; /**< what the rule remembers of each record; freed by rules_close() */
};

/** The n-th argument of the rule. */
const struct argument *rule_argument(const struct rule_pass *pass, size_t n);

/** The value sent for the parameter, else its documented default; NULL when there is neither. */
const char *rule_sent(const struct rule_pass *pass, const char *parameter);

/** Reports that the rule does not hold at `path` (below the record or the root; NULL: the answer as a whole). */
void rule_fail(const struct rule_pass *pass, const char *path, const char *expected, struct str actual,
               const char *message);

/** As rule_fail(), about an earlier record. */
void rule_fail_at(const struct rule_pass *pass, size_t index, const char *path, const char *expected, struct str actual,
                  const char *message);

/** A note, whatever the requirement's strength. */
void rule_note(const struct rule_pass *pass, const char *path, struct str actual, const char *message);

/** As rule_fail(), with the requirement of a table's row when it has one. */
void rule_fail_for(const struct rule_pass *pass, const struct requirement *requirement, const char *path,
                   const char *expected, struct str actual, const char *message);

/** The functions of the rules, by file. */
void rule_pair(struct rule_pass *pass, const struct node *record);
void rule_bitmap(struct rule_pass *pass, const struct node *record);
void rule_implies(struct rule_pass *pass, const struct node *record);
void rule_equals_parameter(struct rule_pass *pass, const struct node *record);
void rule_equals_field(struct rule_pass *pass, const struct node *record);
void rule_each(struct rule_pass *pass, const struct node *record);
void rule_unique_within(struct rule_pass *pass, const struct node *record);
void rule_named(struct rule_pass *pass, const struct node *record);
void rule_in_array(struct rule_pass *pass, const struct node *record);
void rule_named_in(struct rule_pass *pass, const struct node *record);
void rule_absent_root(struct rule_pass *pass, const struct node *root);
void rule_present_root(struct rule_pass *pass, const struct node *root);
void rule_at_most(struct rule_pass *pass, const struct node *record);
void rule_joined(struct rule_pass *pass, const struct node *record);
void rule_together(struct rule_pass *pass, const struct node *record);
void rule_entries(struct rule_pass *pass, const struct node *record);

void rule_holds(struct rule_pass *pass, const struct node *record);
void rule_contains(struct rule_pass *pass, const struct node *record);
void rule_some_record(struct rule_pass *pass, const struct node *record);
void rule_some_record_end(struct rule_pass *pass, const struct node *root);
void rule_no_record(struct rule_pass *pass, const struct node *record);
void rule_no_record_end(struct rule_pass *pass, const struct node *root);

void rule_unique(struct rule_pass *pass, const struct node *record);
void rule_unique_end(struct rule_pass *pass, const struct node *root);
void rule_same_for(struct rule_pass *pass, const struct node *record);
void rule_same_for_end(struct rule_pass *pass, const struct node *root);
void rule_differs(struct rule_pass *pass, const struct node *record);
void rule_differs_end(struct rule_pass *pass, const struct node *root);

void rule_count_message(struct rule_pass *pass, const struct node *root);
void rule_empty_message(struct rule_pass *pass, const struct node *root);
void rule_message(struct rule_pass *pass, const struct node *root);
void rule_some_records(struct rule_pass *pass, const struct node *root);
void rule_records(struct rule_pass *pass, const struct node *root);
void rule_one_record(struct rule_pass *pass, const struct node *root);
void rule_csv_columns(struct rule_pass *pass, const struct node *root);
void rule_csv_rows(struct rule_pass *pass, const struct node *record);

#endif
