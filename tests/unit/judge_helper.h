// SPDX-License-Identifier: Apache-2.0
/** Trees from a short notation and findings as lines, for the tests of everything that judges a node. */
#ifndef EPMM_TESTS_JUDGE_HELPER_H
#define EPMM_TESTS_JUDGE_HELPER_H

#include "schema.h"

/**
 * A tree from `name='text'{child child=… @attribute='…' none[]}`; the quotes of a text without blanks, brackets and
 * quotes may be left out. The text of a container stands before its brace. Ends the test when the notation is wrong.
 */
struct node *tree(struct arena *arena, const char *notation);

/** The findings, one a line: "failure type R380 a/b[2]: EXPECTED | ACTUAL | MESSAGE (3 times, record NAME)". */
const char *finding_lines(struct arena *arena, struct findings *findings);

/** What schema_check() finds in the tree, with R378, R377 and R380 as requirements and 2026-11-23T12:00:00Z as the time. */
const char *judged(struct arena *arena, const struct schema *schema, const char *notation);

/** The context of judged(), to be changed by the test. */
struct schema_context judging_context(struct arena *arena, struct findings *findings);

/** A requirement with the id and the strength. */
#define REQUIREMENT(ID, STRENGTH)                                                                                      \
	(&(const struct requirement){.id = (ID), .strength = (STRENGTH), .section = "Devices"})

/** Fails unless both texts are equal, and shows them. */
#define expect_text(ACTUAL, EXPECTED) expect_text_at(__FILE__, __LINE__, (ACTUAL), (EXPECTED))
void expect_text_at(const char *file, int line, const char *actual, const char *expected);

#endif
