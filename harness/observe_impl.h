// SPDX-License-Identifier: Apache-2.0
/** What the files of observe*.c share; nobody else includes it. */
#ifndef EPMM_OBSERVE_IMPL_H
#define EPMM_OBSERVE_IMPL_H

#include "observe.h"
#include "schema.h"

/** What a scalar looked like; a set. */
enum {
	SEEN_EMPTY = 1u << 0,
	SEEN_TEXT = 1u << 1,
	SEEN_INTEGER = 1u << 2,
	SEEN_DECIMAL = 1u << 3,
	SEEN_BOOLEAN = 1u << 4,
	SEEN_DATE = 1u << 5,
	SEEN_ELEMENTS = 1u << 6, /**< children instead of text */
	SEEN_TYPES = 7,          /**< how many there are */
	WRITTEN_OBJECT = 4,      /**< bits of `written` behind those of enum node_kind */
	WRITTEN_ARRAY = 5,
	WRITTEN_EMPTY = 6, /**< a text without a character */
};

/** How closely the text of a field is looked at. */
enum closeness {
	LOOK_PLAIN,   /**< free text: only whether it is empty */
	LOOK_LEXICAL, /**< whether it is written as a number, a date, … */
	LOOK_DATES,   /**< and in which form a date is written */
	LOOK_WORDS,   /**< and which row of the table it is */
	LOOK_CODES,
	LOOK_BITS,
};

/** A few different texts. */
struct word_set {
	const char *words[OBSERVED_WORDS_MAX];
	size_t count;
	bool cut;
};

/** An element at its place in the answers. */
struct spot {
	struct str name;             /**< as received; of a key-value entry its key */
	const struct field *field;   /**< documented, or NULL */
	const struct schema *schema; /**< of its children, or NULL */
	struct spot *parent;
	struct spot *listed; /**< the spot made before this one, for going through all of them */
	struct spot *first;  /**< its first child, the last time */
	struct spot *follow; /**< what came behind it, the last time */
	size_t in;           /**< parents that had it */
	size_t filled;       /**< times that it had children */
	size_t stamp;        /**< number of the parent that had it last */
	enum closeness closeness;
	unsigned types;
	unsigned written;             /**< JSON: a set of 1 << enum node_kind */
	bool entry;                   /**< a key-value entry */
	bool repeated;                /**< more than one in a parent, or a record of a list */
	bool message;                 /**< its text is a message */
	uint64_t *rows;               /**< LOOK_WORDS and LOOK_CODES: a bit for each row of the table that was seen */
	const struct value *last_row; /**< most records have the value of the one before */
	uint64_t bits;                /**< LOOK_BITS: all that were seen */
	struct word_set unknown;      /**< values outside of the table */
	struct word_set forms;        /**< of dates: digits as # */
};

/** The answers of one operation in one format: their data, their refusals, or their heads. */
struct observed_slot {
	struct observed_slot *next;
	const struct request *request;
	const char *answer; /**< "data", "refusal" or "head" */
	struct spot *root;
	struct spot *record; /**< of the records, or NULL */
	struct spot *spots;  /**< all, the latest first */
	size_t spot_count;
	size_t answers;
	const char *roots[OBSERVED_ROOTS_MAX];
	size_t root_count;
	const char *messages[OBSERVED_MESSAGES_MAX];
	size_t message_count;
	const char *headers[OBSERVED_HEADERS_MAX];
	size_t header_count;
	bool cut;
};

/** All that was seen. */
struct observer {
	struct arena *arena;
	struct arena *scratch;
	const struct mask *mask;
	struct observed_slot *slots;
	struct observed_slot *last_slot; /**< the records of a list come one after the other */
	struct spot **index;             /**< by parent and name */
	size_t index_size;               /**< a power of two */
	size_t index_count;
};

/** The slot for the answers of a kind to the request; made when it is not there. */
struct observed_slot *observer_slot(struct observer *observer, const struct request *request, const char *answer);

/** Takes an element at its spot, with all that is in it. */
void observe_element(struct observer *observer, struct observed_slot *slot, const struct observed_answer *answer,
                     struct spot *spot, const struct node *node, unsigned depth);

/** The spot of the records; made, with those above it, when it is not there. */
struct spot *observe_record_spot(struct observer *observer, struct observed_slot *slot,
                                 const struct observed_answer *answer, const struct node *record);

/** The root of the slot; made when it is not there. */
struct spot *observe_root_spot(struct observer *observer, struct observed_slot *slot,
                               const struct observed_answer *answer);

/** Takes a text that is not empty, at a spot that is looked at closely. */
void observe_value(struct observer *observer, struct spot *spot, struct str text);

/** How closely the field is looked at; NULL: an undocumented one. */
enum closeness observe_closeness(const struct field *field);

/** A message without what differs from one answer to the next: values that were sent, numbers, names in quotes. */
const char *observe_pattern(struct observer *observer, struct str text, const struct binding *sent, size_t sent_count);

/** Adds a copy to a list of different texts; false when it is full. */
bool observe_add(struct arena *arena, const char **list, size_t *count, size_t most, const char *text);

#endif
