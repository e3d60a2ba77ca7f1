// SPDX-License-Identifier: Apache-2.0
/** What tests of rules, relations and answers share: findings as text, and bodies as nodes. */
#ifndef EPMM_TESTS_FINDING_HELPER_H
#define EPMM_TESTS_FINDING_HELPER_H

#include "facts.h"
#include "findings.h"
#include "node.h"

/**
 * One line per finding, gravest first: `level check requirement path <record> | expected | actual | message`, with
 * ` x3` at the end where findings were folded. What is not there is a hyphen.
 */
const char *findings_text(struct arena *arena, struct findings *findings);

/** Notes a failure of the test, naming the row and telling both, unless the findings read like that. */
void check_findings(struct findings *findings, const char *row, const char *wanted);

/** The root of a body, XML or JSON by its first byte; the test fails when it is not sound. */
const struct node *root_of(struct arena *arena, const char *text);

/** Feeds the elements at the path to the facts as records, as an answer does. */
void take_records(struct facts *facts, struct arena *arena, const char *body, const char *path);

#endif
