// SPDX-License-Identifier: Apache-2.0
/** What the files of derive*.c share; nobody else includes it. */
#ifndef EPMM_DERIVE_IMPL_H
#define EPMM_DERIVE_IMPL_H

#include "derive.h"

/** A new case of the kind about the derivation's endpoint; judged, without requests and expectation. */
struct derived *derived_new(struct derivation *derivation, const struct kind *kind, enum format format);

/** Adds a request of the case's endpoint and returns it for changes. */
struct request *derived_request(struct derived *derived, enum format format, const struct binding *bindings,
                                size_t count);

/** Names the case and hands it over; `detail` stands between the kind and the format, or is NULL. */
void derived_finish(struct derivation *derivation, struct derived *derived, const char *detail);

/** The first of the endpoint's formats that the run wants, or FORMAT_NONE. */
enum format derived_format(const struct derivation *derivation);

/** The bindings of a plain documented request: required parameters with values that work; optional ones are left out. */
struct binding *plain_bindings(struct derivation *derivation, size_t *count);

/** The plain bindings, replaced and completed by `more`. */
struct binding *plain_bindings_and(struct derivation *derivation, const struct binding *more, size_t more_count,
                                   size_t *count);

/** The plain bindings with one parameter bound to `value`; NULL leaves it out. */
struct binding *bindings_with(struct derivation *derivation, const char *name, const char *value, size_t *count);

/** Adds an accepted status. */
void derived_expect(struct derived *derived, int status);

/** Raises the request's class to the kind's; an endpoint that is more than a read keeps its own. */
void request_raise(struct request *request, enum safety safety);

/** True when the list names the kind or its family. */
bool kind_lists(const char *const *words, size_t count, const char *kind);

/** True when the endpoint or the parameter (may be NULL) leaves the kind out. */
bool kind_muted(const struct endpoint *endpoint, const struct parameter *parameter, const char *kind);

/** The row of the table of kinds; the name must be there. */
const struct kind *kind_named(const char *name);

/** derive_negative.c: what must be refused. */
void derive_unknown_id(struct derivation *derivation, const struct kind *kind);
void derive_invalid(struct derivation *derivation, const struct kind *kind);
void derive_missing(struct derivation *derivation, const struct kind *kind);
void derive_lengths(struct derivation *derivation, const struct kind *kind);
void derive_method(struct derivation *derivation, const struct kind *kind);
void derive_unsupported(struct derivation *derivation, const struct kind *kind);

/** The relations of the endpoint, in derive_relation.c. */
void derive_relations(struct derivation *derivation, const struct kind *kind);

#endif
