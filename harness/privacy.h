// SPDX-License-Identifier: Apache-2.0
/**
 * Personal values (names, phone numbers, addresses, serial numbers, places) and what stands for them in everything that
 * is written: pseudonyms of the same form, equal for equal values under one key. A field is personal where its schema says
 * so; of an element that no schema knows nothing is known, so it counts as personal, too.
 */
#ifndef EPMM_PRIVACY_H
#define EPMM_PRIVACY_H

#include "model.h"
#include "node.h"

/** Which names are personal, and the key of the pseudonyms; opaque. */
struct privacy;

enum { PRIVACY_KEY_BYTES = 32 };

/** Made from the schemas of the catalogue, in `arena`. */
struct privacy *privacy_new(struct arena *arena, const struct catalogue *catalogue,
                            const unsigned char key[PRIVACY_KEY_BYTES]);

/**
 * Whether the values of elements or members of this name are not to be shown; `parent` is the name of the element around
 * them, "row" for a column of CSV, "key" for the key of an entry; empty where it is not known.
 */
bool privacy_hides(const struct privacy *privacy, struct str parent, struct str name);

/**
 * What stands for the value, in `arena`: letters for letters, digits for digits, the rest as it is; hexadecimal numbers,
 * dotted addresses and coordinates stay such. The same value gives the same pseudonym. `true`, `false` and a text
 * without letters and digits stay as they are.
 */
struct str privacy_pseudonym(const struct privacy *privacy, struct arena *arena, struct str value);

/** Values that hold this one are nobody's from now on: the run has made it up. Copied into `arena`. */
void privacy_spare(struct privacy *privacy, struct arena *arena, struct str value);

/** A copy of the record with pseudonyms for its personal values, in `arena`. */
const struct node *privacy_record(const struct privacy *privacy, struct arena *arena, const struct node *record);

/** The text with the pseudonyms of all personal values that the records hold, in `arena`; the text itself if there are none. */
struct str privacy_hide(const struct privacy *privacy, struct arena *arena, struct str text,
                        const struct node *const *records, size_t count);

#endif
