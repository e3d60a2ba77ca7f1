// SPDX-License-Identifier: Apache-2.0
/** The nouns of the plan: requests, the cases that judge their answers, the fixtures they need. Structs only. */
#ifndef EPMM_PLANNED_H
#define EPMM_PLANNED_H

#include "model.h"

struct kind;

/** Marks a request that no case judges by itself, and an index that is not there. */
#define NO_CASE SIZE_MAX

/** What the Accept header of a request says. */
enum accept {
	ACCEPT_FORMAT, /**< the media type of the request's format */
	ACCEPT_ANY,    /**< the two stars */
	ACCEPT_NONE,   /**< no header */
};

/** Whose credentials a request carries. */
enum who {
	WHO_RUN,     /**< those of the run */
	WHO_NONE,    /**< no Authorization header */
	WHO_UNKNOWN, /**< a user that does not exist; never a wrong password of a real one, it could lock the account */
	WHO_ACCOUNT, /**< the first account of the target file that lacks the API role */
	WHO_MEMBER,  /**< the first account of the target file that has only the Mobile App role */
};

/** One request to be made. Cases that need the same request share it. */
struct request {
	const struct endpoint *endpoint;
	const char *method;
	enum format format; /**< what is asked for and expected; FORMAT_NONE: either */
	enum accept accept;
	enum who who;
	const struct binding *bindings; /**< parameter → value, may hold ${fixture.value}; parameters without one are not sent */
	size_t binding_count;
	enum safety safety;
	unsigned again;          /**< tells requests apart that are otherwise equal: made once more for a fixture, or for
	                                     a case that judges its own answer; 0 for the first */
	unsigned wave;           /**< 0 and 1 find fixtures, in this order; 2: reads and what must be refused; 3: chains */
	bool proof;              /**< sent though no case judges it: its 404 says that an id is nobody's */
	const char *path;        /**< instead of the operation's template, or NULL */
	const struct step *undo; /**< what takes it back when it was accepted */
	size_t undo_count;
	const char *key;     /**< equal keys are the same request */
	size_t judge;        /**< index of the case that judges this answer, or NO_CASE */
	const char *case_id; /**< value of X-Conformance-Case */
};

enum {
	CASE_REQUESTS_MAX = 64, /**< requests of one relation */
	EXPECT_MAX = 8,
};

/** One case of the plan. */
struct planned {
	const char *id;             /**< "dm/get-devices-by-status:ok.status=LOST.xml" */
	const char *kind;           /**< "ok", "twin", …; for explicit cases and relations their id */
	const char *name;           /**< what follows the colon */
	const char *because;        /**< the why-line */
	const struct kind *derived; /**< row of the table of kinds; also for explicit cases ("case") and relations ("relation") */
	const struct endpoint *endpoint;
	const struct parameter *parameter;         /**< the case is about this parameter, or NULL */
	const struct explicit_case *explicit_case; /**< or NULL */
	const struct scenario *scenario;           /**< the case is a step of it, or its clean-up; or NULL */
	const struct step *step;                   /**< or NULL; NULL with a scenario: the clean-up */
	const char *area;                          /**< "dm", "scenarios": first part of the id */
	const char *group;                         /**< operation or scenario: second part of the id */
	const struct relation_use *relation;       /**< or NULL */
	enum format format;
	enum safety safety;     /**< the highest of its requests */
	const size_t *requests; /**< indexes into plan->requests, in the order of the relation's sides */
	size_t request_count;
	const struct fixture *fixture; /**< of a relation, or NULL */
	int expect[EXPECT_MAX];        /**< accepted status codes; 4 stands for 4xx */
	size_t expect_count;
	bool no_data; /**< a 404 "no data" is as good as the 200 */
	const struct requirement *requirement;
	const struct requirement *const *carried; /**< the kind's further statements */
	size_t carried_count;
	bool soft;        /**< an erratum, or an inferred kind: a deviation is a warning */
	const char *skip; /**< reason, or NULL */
	bool refused;     /**< asked for by name, but not permitted: the run is refused (exit 6) */
};

/** A fixture that the run needs, and the request in whose answer it is looked for. */
struct wanted_fixture {
	const struct fixture *fixture;
	size_t request;    /**< index into plan->requests */
	size_t other;      /**< the same list in another format, should the first be unusable; or NO_CASE */
	size_t counted_in; /**< an earlier read of the list, where values that occur several times are counted; or NO_CASE */
};

/**
 * Cases whose requests are sent one after the other, each when the one before it was judged: a scenario in one format, or one
 * case that may change something. Whatever was changed is taken back at its end, in reverse order, whatever happened.
 */
struct chain {
	const struct scenario *scenario; /**< NULL: a single derived or explicit case */
	enum format format;
	size_t first;   /**< index of its first case; each case of a chain has one request of its own */
	size_t count;   /**< steps */
	size_t cleanup; /**< index of the case that tells whether everything was taken back, or NO_CASE */
};

/** All cases in the order of the reports, and all requests in the order they start. */
struct plan {
	const struct planned *cases;
	size_t case_count;
	const struct request *requests;
	size_t request_count;
	const struct wanted_fixture *fixtures;
	size_t fixture_count;
	const struct chain *chains; /**< in their order; carried out when all other requests are answered */
	size_t chain_count;
	const char *refusal; /**< why the safety policy refuses the run, or NULL */
};

#endif
