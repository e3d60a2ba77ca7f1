// SPDX-License-Identifier: Apache-2.0
/**
 * Texts that a hostile target may send, and a secret in every form, for the tests of what leaves the program.
 */
#ifndef EPMM_HOSTILE_H
#define EPMM_HOSTILE_H

#include "base.h"

/** Markup, control characters, broken UTF-8, orders to CI servers. */
extern const char *const hostile_texts[];
extern const size_t hostile_count;

/** User and password of the canary. */
#define CANARY_USER "miadmin"
#define CANARY_PASSWORD "canaryXw&<\"Qz7>/+ \xc3\xa9"

/** The canary as writers of all kinds would spell it. */
extern const char *const canary_forms[];
extern const size_t canary_form_count;

/** Pieces of which at least one is in each form, also after another round of escapes. */
extern const char *const canary_marks[];
extern const size_t canary_mark_count;

#endif
