// SPDX-License-Identifier: Apache-2.0
/**
 * From the description of an operation to its standard cases: a table of kinds, each a row and a function
 * (design section 12). Explicit cases and relations of the file become cases here, too.
 */
#ifndef EPMM_DERIVE_H
#define EPMM_DERIVE_H

#include "arena.h"
#include "planned.h"

struct derivation;

enum { KIND_CARRIES_MAX = 8 };

/** One derived kind. */
struct kind {
	const char *name;                      /**< "unknown-id" */
	const char *sent;                      /**< what is sent, for explain and the docs */
	const char *accepted;                  /**< what is accepted */
	const char *requirement;               /**< id of the statement that the kind enforces */
	const char *carries[KIND_CARRIES_MAX]; /**< ids of further statements that every case of the kind judges */
	enum safety safety;                    /**< class of its requests on an endpoint of class read */
	bool inferred;                         /**< a deviation is a warning */
	/** Adds the endpoint's cases of this kind; NULL for those that scenarios make. */
	void (*derive)(struct derivation *derivation, const struct kind *kind);
};

/** All kinds in the order of the reports; `*count` is set. */
const struct kind *kind_all(size_t *count);

/** A case as derived: the planned case and the requests it needs, in its own order. */
struct derived {
	struct planned planned; /**< without `requests` */
	struct request requests[CASE_REQUESTS_MAX];
	size_t request_count;
	bool judged; /**< the answer of the only request is judged by this case */
};

/** Takes the cases as they are derived. */
struct derivation {
	struct arena *arena;
	const struct catalogue *catalogue;
	const struct endpoint *endpoint;
	const bool *formats;
	void (*add)(void *context, const struct derived *derived);
	void *context;
	struct {
		const struct requirement *const *list; /**< in the arena */
		size_t count;
	} carried[FORMAT_NONE + 1]; /**< what the last case of each format carries */
	struct derived making;      /**< the one case that is being made; the next one takes its place */
};

/** In how many of the wanted formats the fixture's list can be read. */
size_t derive_format_count(const struct derivation *derivation, const struct fixture *fixture);

/** The request in whose answer the fixture is looked for, in the n-th of the wanted formats (the last, if there are fewer). */
struct request derive_source(struct derivation *derivation, const struct fixture *fixture, size_t nth);

/** Derives all cases of the endpoint. */
void derive_cases(struct derivation *derivation);

/**
 * Derives the steps of the scenario, format by format, and after those of each format its clean-up, which has no request.
 * The derivation's endpoint is that of the step at hand.
 */
void derive_scenario(struct derivation *derivation, const struct scenario *scenario);

#endif
