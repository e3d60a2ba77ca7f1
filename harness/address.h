// SPDX-License-Identifier: Apache-2.0
/** The bytes that a request's parameters become: path and query, or a form in the body. */
#ifndef EPMM_ADDRESS_H
#define EPMM_ADDRESS_H

#include "arena.h"
#include "model.h"

/**
 * Path and query after the base URL, percent-encoded: `pattern` (the operation's template when NULL) with the values put in
 * place and the rest as query. Commas in the value of a repeatable parameter separate values: they stay in a path segment and
 * become repeated parameters elsewhere (R215, R296). Parameters of a form are left out. In the arena.
 */
const char *address_path(struct arena *arena, const struct endpoint *endpoint, const char *pattern,
                         const struct binding *bindings, size_t count);

/** The form of the body, or NULL when no parameter travels in one. `shown`: passwords as stars, for reports. */
const char *address_form(struct arena *arena, const struct endpoint *endpoint, const struct binding *bindings,
                         size_t count, bool shown);

/** The value of Content-Type that goes with a form. */
extern const char address_form_type[];

/** True for a parameter whose value is never shown, by its name. */
bool address_is_secret(const char *name);

#endif
