// SPDX-License-Identifier: Apache-2.0
/**
 * Collects the findings of one step. Equal findings on other records are folded into the first one (`times`), and
 * the number of different findings has a ceiling, so that a broken list of 100,000 devices stays readable and small.
 */
#ifndef EPMM_FINDINGS_H
#define EPMM_FINDINGS_H

#include "arena.h"
#include "mask.h"
#include "privacy.h"
#include "results.h"

/** What a check hands in. Strings and views are copied (and shortened) when the finding is new. */
struct finding_draft {
	enum level level;                      /**< as it weighs when its requirement is explicit or implied */
	const char *check;                     /**< of static or catalogue life: findings fold by this pointer's text */
	const struct requirement *requirement; /**< inferred lowers a failure to a warning; NULL leaves the level */
	bool soft;                             /**< an erratum lowers a failure to a warning */
	const char *path;    /**< without an index: "devices/device/status"; NULL when not about the body */
	const char *records; /**< "devices/device" when `path` begins with the streamed record, to show the index; else NULL */
	size_t index;        /**< of the record, from 0; only with `records` */
	struct str record;    /**< what names the record; may be empty */
	const char *expected; /**< one line or NULL */
	struct str actual;    /**< as received; shortened to 200 bytes, control characters made visible */
	const char *message;  /**< one sentence, or NULL */
};

/** A collection; opaque. */
struct findings;

/** Creates a collection whose findings live in `arena`. With `strict`, warnings become failures. */
struct findings *findings_new(struct arena *arena, bool strict);

/** No finding handed in from now on is a failure, whatever `strict` says: what consumers depend on is no promise. */
void findings_inform(struct findings *findings);

/** Masks what is handed in from now on, before it is shortened; without a mask nothing is masked here. Borrowed. */
void findings_set_mask(struct findings *findings, const struct mask *mask);

enum { FINDINGS_RECORDS_MAX = 8 };

/** Hides the personal values of the records at hand in what is handed in from now on; NULL: nothing is hidden. Borrowed. */
void findings_set_privacy(struct findings *findings, const struct privacy *privacy);

/** The records that the next findings are about, until this is called again; at most FINDINGS_RECORDS_MAX. Borrowed. */
void findings_set_records(struct findings *findings, const struct node *const *records, size_t count);

/** Hands in a finding. */
void findings_add(struct findings *findings, const struct finding_draft *draft);

/**
 * Counts the draft on an equal finding (check, requirement, path, level) handed in before; false when there is none
 * and room for it. Spares the writer of a draft to put `expected` and `message` into words again and again.
 */
bool findings_repeat(struct findings *findings, const struct finding_draft *draft);

/**
 * The findings so far, gravest level first, else in the order found; `*count` is set. Borrowed from the arena.
 * Where some were left out because of the ceiling a last note (check "ceiling") says how many.
 */
const struct finding *findings_all(struct findings *findings, size_t *count);

/** How many findings of the level or graver there are, folded ones counted once. */
size_t findings_count(const struct findings *findings, enum level least);

#endif
