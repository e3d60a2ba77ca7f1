// SPDX-License-Identifier: Apache-2.0
/**
 * A case in words: what was expected, what came, where the guide says so, how to repeat it. Shared by text and JUnit.
 */
#ifndef EPMM_DESCRIBE_H
#define EPMM_DESCRIBE_H

#include "layout.h"
#include "results.h"

/** How much of a case is told. */
struct describe_limits {
	size_t findings;  /**< told in full; the others are counted */
	size_t exchanges; /**< told; the last ones of the case */
	size_t excerpt;   /**< lines of a body's beginning, 0 for none */
};

/** One sentence that says what a finding is about; in `out`, not escaped. */
void describe_headline(struct text *out, const struct finding *finding);

/** The guide's section, page, requirement and strength; in `out`, not escaped. */
void describe_guide(struct text *out, const struct result *result, const struct finding *finding);

/** Everything about a case that failed or could not be judged. */
void describe_case(struct layout *layout, const struct result *result, const struct describe_limits *limits);

/** A finding of any level as lines behind the bar. */
void describe_finding(struct layout *layout, const struct result *result, const struct finding *finding);

#endif
