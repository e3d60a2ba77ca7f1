// SPDX-License-Identifier: Apache-2.0
/**
 * A recording of the exchanges of a run, to be judged again without the target: JSON Lines in the form of the run record.
 * Secrets are masked like everywhere; request and answer stay as they were otherwise, personal data included.
 */
#ifndef EPMM_TAPE_H
#define EPMM_TAPE_H

#include "http.h"
#include "mask.h"
#include "taped.h"

/** A recording being written; opaque. */
struct tape;

/** Creates NAME.part; NULL after a report to `diag`. The mask is borrowed until the end. */
struct tape *tape_create(const char *name, const struct run_header *header, const struct tape_setup *setup,
                         const struct mask *mask, struct diag *diag);

/** The number of the next exchange; call it when the request is made. */
size_t tape_begin(struct tape *tape);

/**
 * Writes what of `pending` can be masked without knowing what follows, and removes it there; with `last` all of it.
 * Call it whenever bytes were added.
 */
void tape_body(struct tape *tape, size_t number, struct text *pending, bool last);

/** Writes the exchange; its body must have been written. */
void tape_end(struct tape *tape, size_t number, const struct http_response *response);

/** Makes the recording appear under its name and ends it: 0, or -1 after a report to `diag`. NULL is allowed. */
int tape_close(struct tape *tape);

/** A recording being played; opaque. */
struct player;

/** Reads the recording once; NULL after a report to `diag`. */
struct player *player_open(const char *name, struct diag *diag);

/** What masks the secrets of requests to come, as the recorded ones were masked; borrowed. */
void player_set_mask(struct player *player, const struct mask *mask);

/** What the recorded run was. */
const struct run_header *player_header(const struct player *player);
const struct tape_setup *player_setup(const struct player *player);

/**
 * Answers a request as it was answered in the recording, with all of its callbacks: the n-th of equal requests of a case
 * gets the n-th answer, a read beyond the last one the last again. Without an answer its `done` gets HTTP_NOT_RECORDED.
 */
void player_answer(struct player *player, const struct http_request *request);

/** True when the answer given last was the last one to such a request. */
bool player_at_end(const struct player *player);

/** Ends it; NULL is allowed. */
void player_close(struct player *player);

#endif
