// SPDX-License-Identifier: Apache-2.0
/**
 * What is remembered of an answer after its records are gone: a key of 8 bytes per record, columns of 4 bytes that
 * relations asked for beforehand, the skeleton, and the few records that somebody wants to see whole.
 */
#ifndef EPMM_FACTS_H
#define EPMM_FACTS_H

#include "model.h"
#include "node.h"
#include "words.h"

/** Names a record: a hash of its uuid, else of what identifies it. Two of 100,000 are equal once in ten thousand million lists. */
typedef uint64_t fact_key;

/** What a column holds of each record; 0 where nothing applies. */
struct column {
	const char *const *paths;      /**< hash of the values at these paths, all of which must be there */
	size_t path_count;             /**< 0: the digest of the whole record (compare.h) */
	const struct condition *where; /**< only of records that fulfil it; NULL: of all */
};

enum { COLUMNS_MAX = 16, KEPT_MAX = 16 };

/** A record that was kept whole. */
struct kept_record {
	fact_key key;
	const struct node *node;
};

/** The facts of one answer. */
struct facts {
	struct arena *arena;         /**< holds skeleton and kept records */
	const struct schema *schema; /**< of the records, for the digest; may be NULL */
	bool usable; /**< the answer was whole and well-formed, and its status one that the guide documents for success or no data */
	int status;
	struct words keys; /**< of the records, in their order */
	struct column columns[COLUMNS_MAX];
	uint32_t *values[COLUMNS_MAX]; /**< parallel to the records */
	size_t column_count;
	size_t room; /**< elements that the columns have room for */
	fact_key wanted[KEPT_MAX];
	size_t wanted_count;
	struct kept_record kept[KEPT_MAX];
	size_t kept_count;
	const struct node *root; /**< the skeleton, or the whole answer when it has no records */
	uint32_t *order;         /**< of `keys`, made by the first look-up */
};

/** Creates empty facts. */
struct facts *facts_new(void);

/** Frees them; NULL is allowed. */
void facts_free(struct facts *facts);

/** Asks for a column before the answer arrives and returns its number; an equal column is shared. */
size_t facts_column(struct facts *facts, struct column column);

/** Asks for a record to be kept whole; more than KEPT_MAX are ignored. */
void facts_keep(struct facts *facts, fact_key key);

/** Takes a record. */
void facts_record(struct facts *facts, const struct node *record);

/** Takes the end of the answer; copies the root. */
void facts_end(struct facts *facts, const struct node *root, int status, bool usable);

/** Number of records. */
size_t facts_count(const struct facts *facts);

/** Position of the record with the key, or SIZE_MAX. */
size_t facts_find(struct facts *facts, fact_key key);

/** The key of the n-th record. */
fact_key facts_key(const struct facts *facts, size_t n);

/** What the column holds of the n-th record. */
uint32_t facts_value(const struct facts *facts, size_t column, size_t n);

/** The record kept for the key, or NULL. */
const struct node *facts_kept(const struct facts *facts, fact_key key);

/** The key of a record: its uuid, else what identifies it. */
fact_key fact_key_of(const struct node *record);

/** The trimmed text that names the record in findings: uuid, id or name; may be empty. */
struct str record_name(const struct node *record);

#endif
