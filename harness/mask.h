// SPDX-License-Identifier: Apache-2.0
/**
 * The gate that every text passes before it leaves the program: secrets are replaced by their name in brackets.
 * Found are the secret itself; its base64 and hex forms, alone and as `user:password`, at any alignment; and each of
 * these written with any mixture of percent, JSON, XML and HTML escapes, also one inside the other.
 * Values of Authorization and Cookie headers are masked wherever they appear, known or not.
 *
 * Mask before you shorten: a secret that was cut at the boundary is no longer found.
 * A secret of fewer than four bytes occurs by chance in ordinary text, therefore only its composed forms
 * (`user:password`, plain, base64 and hex) are masked; a form of fewer than four bytes never is.
 * Low module: it knows arena and text only.
 */
#ifndef EPMM_MASK_H
#define EPMM_MASK_H

#include "arena.h"
#include "text.h"

/** The secrets of a run; opaque. */
struct mask;

/** Creates a mask without secrets; end it with mask_free(). */
struct mask *mask_new(void);

/** Overwrites every secret and frees the mask; NULL is allowed. */
void mask_free(struct mask *mask);

/** Registers a secret, shown from now on as `[name]`; both are copied. NULL and "" are ignored. */
void mask_add_secret(struct mask *mask, const char *name, const char *value);

/** Registers a password as mask_add_secret() does, and the pair `user:password` in all of its forms. */
void mask_add_login(struct mask *mask, const char *name, const char *user, const char *password);

/**
 * Registers a personal value, shown from now on as its pseudonym wherever it is spelled; one that is registered already
 * is left as it is. Short ones are found as whole words only; those of fewer than three bytes are ignored.
 */
void mask_add_personal(struct mask *mask, struct str value, struct str pseudonym);

/** True when the value is registered as a personal one. */
bool mask_has_personal(const struct mask *mask, struct str value);

/** The text without secrets: `text` itself when there was none, else a copy in `arena`. A NULL mask masks headers. */
const char *mask_text(const struct mask *mask, struct arena *arena, const char *text);

/** As mask_text(), for bytes that may hold NULs. */
struct str mask_view(const struct mask *mask, struct arena *arena, struct str text);

#endif
