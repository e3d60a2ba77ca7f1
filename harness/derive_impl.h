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

/** The relations of the endpoint, in derive_relation.c. */
void derive_relations(struct derivation *derivation, const struct kind *kind);

#endif
