// SPDX-License-Identifier: Apache-2.0
/**
 * Objects of the target that cases need, found in the answers of reads (or given by the target file), and the
 * expansion of ${fixture.value} in requests.
 */
#ifndef EPMM_FIXTURE_H
#define EPMM_FIXTURE_H

#include "facts.h"
#include "model.h"
#include "ownership.h"
#include "planned.h"

/** The fixtures of a run; opaque. */
struct fixtures;

/** The fixtures that the plan wants; values of the target file are set at once. Free with fixtures_free(). */
struct fixtures *fixtures_new(const struct plan *plan, const struct target *target);

/** Frees the fixtures; NULL is allowed. */
void fixtures_free(struct fixtures *fixtures);

/**
 * What belongs to this run: `${run.…}` begins to have values (`run_id`: eight hexadecimal digits), and `permitted` fixtures are
 * chosen among what `ownership` has. Both are borrowed or copied; without this call such fixtures find nothing.
 */
void fixtures_set_run(struct fixtures *fixtures, const char *run_id, struct ownership *ownership);

/** The value of `${run.password}` in a run with the id, for the mask; in the arena. */
char *fixtures_run_password(struct arena *arena, const char *run_id);

/**
 * Prefers the objects of an earlier run (`fixtures_choices()` of it; NULL: of none), so that both ask about the same; where one is not
 * offered, or does not fit any more, the choice is as without. Copies.
 */
void fixtures_prefer(struct fixtures *fixtures, const char *objects);

/** The account behind `${account.user}` and `${account.password}`; both are copied. */
void fixtures_set_account(struct fixtures *fixtures, const char *user, const char *password);

/**
 * Begins the chain of the number, 0 for what comes before the first: `${run.user}` and `${run.phone}` become others and belong
 * to the run; what earlier chains captured is forgotten.
 */
void fixtures_begin_chain(struct fixtures *fixtures, unsigned number);

/** Remembers a value for `${step.name}`, until the next chain. Copies. */
void fixtures_capture(struct fixtures *fixtures, const char *step, const char *name, const char *value);

/** The text in a form of values ("national", "mac"; NULL: as it is), in the arena; NULL when it has none. */
char *fixture_formed(struct arena *arena, const char *form, struct str text, const struct node *record);

/** Offers a record of the answer to request `request`; the matching record with the smallest id is remembered. */
void fixtures_offer(struct fixtures *fixtures, size_t request, const struct node *record, struct arena *scratch);

/** The record that was chosen for the fixture, or NULL. */
const struct node *fixtures_record(const struct fixtures *fixtures, const struct fixture *fixture);

/** The value of "device.uuid", or NULL when the fixture or the value was not found. */
const char *fixtures_value(const struct fixtures *fixtures, const char *name);

/**
 * Expands ${…} in the text, in the arena. On NULL, `*missing` is the fixture or value that was not found.
 */
const char *fixtures_expand(const struct fixtures *fixtures, struct arena *arena, const char *text, const char **missing);

/**
 * Expands what is known now and may be written to a file: ${run.…}, ${account.…} and values of `kept` (names before the dot,
 * ended by NULL) stay as they are. In the arena; NULL as fixtures_expand().
 */
const char *fixtures_expand_open(const struct fixtures *fixtures, struct arena *arena, const char *text,
                                 const char *const *kept, const char **missing);

/** The value that the take finds in the record, or NULL; in the arena. */
const char *fixture_taken(struct arena *arena, const struct fixture_take *take, const struct node *record);

/** Calls `visit` for each value that was found in an answer, with what took it from which record. */
void fixtures_each(const struct fixtures *fixtures,
                   void (*visit)(void *context, const struct fixture_take *take, const struct node *record,
                                 const char *value),
                   void *context);

/** All choices as "device.uuid=…" joined by blanks, for the run record; in the arena. */
const char *fixtures_choices(const struct fixtures *fixtures, struct arena *arena);

#endif
