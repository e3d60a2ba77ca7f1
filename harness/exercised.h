// SPDX-License-Identifier: Apache-2.0
/** What the cases of a run exercise of the guide and the ledger: gathered case by case, told by coverage.h at the end. */
#ifndef EPMM_EXERCISED_H
#define EPMM_EXERCISED_H

#include "diag.h"
#include "guide.h"
#include "model.h"
#include "results.h"

/** The gathering; opaque. */
struct exercised;

/** Nothing yet; lives in the arena, and borrows the guide and the catalogue. Without a guide only statements count. */
struct exercised *exercised_new(struct arena *arena, const struct guide *guide, const struct catalogue *catalogue);

/** Adds what one case exercised; cases without a verdict exercise nothing, but their findings count. */
void exercised_take(struct exercised *exercised, const struct result *result);

/** Adds the cases of a run record; false after a report to `diag`. */
bool exercised_take_run(struct exercised *exercised, const char *record, struct diag *diag);

/** True when a case with a verdict sent or got what the row of the guide documents. */
bool exercised_item(const struct exercised *exercised, size_t index);

/** True when a case with a verdict judged the statement with the index in the ledger. */
bool exercised_statement(const struct exercised *exercised, size_t index);

/** Puts the statements that findings name into the summary of a run. */
void exercised_tell(const struct exercised *exercised, struct run_summary *summary);

#endif
