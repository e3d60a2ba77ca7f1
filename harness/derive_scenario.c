// SPDX-License-Identifier: Apache-2.0
/* Scenarios and contracts: each step a case with a request of its own, in each format, and one that cleans up. */
#include <string.h>

#include "bindings.h"
#include "derive_impl.h"

static enum accept accept_of(const struct step *step, enum format format)
{
	if (step->accept)
		return strcmp(step->accept, "none") == 0 ? ACCEPT_NONE : ACCEPT_ANY;
	return format == FORMAT_CSV ? ACCEPT_ANY : ACCEPT_FORMAT;
}

/** The format of a step's answer: that of the chain where the operation has it, else its first. */
static enum format format_of(const struct endpoint *endpoint, enum format format)
{
	for (size_t i = 0; i < endpoint->format_count; i++)
		if (endpoint->formats[i] == format)
			return format;
	return endpoint->formats[0];
}

static struct derived *case_of(struct derivation *derivation, const struct scenario *scenario, const char *kind,
                               enum format format)
{
	struct derived *derived = derived_new(derivation, kind_named(kind), format);
	derived->planned.scenario = scenario;
	derived->planned.area = scenario->area;
	derived->planned.group = scenario->name;
	return derived;
}

static void derive_step(struct derivation *derivation, const struct scenario *scenario, const struct step *step,
                        enum format format)
{
	derivation->endpoint = step->endpoint;
	struct derived *derived = case_of(derivation, scenario, "step", format);
	struct planned *planned = &derived->planned;
	size_t bound;
	const struct binding *bindings = step_bindings(derivation->arena, step, &bound);
	struct request *request = derived_request(derived, format_of(step->endpoint, format), bindings, bound);
	request->accept = accept_of(step, request->format);
	request->format = step->accept ? FORMAT_NONE : request->format;
	request->path = step->path;
	request->undo = step->undo;
	request->undo_count = step->undo_count;
	for (size_t i = 0; i < step->expect_count; i++)
		derived_expect(derived, step->expect[i]);
	if (!step->expect_count)
		derived_expect(derived, 200);
	planned->kind = step->id;
	planned->because = step->because;
	planned->step = step;
	planned->requirement = step->requirement;
	planned->soft = step->soft;
	derived_finish(derivation, derived, NULL);
}

/** Its request has the class that the strongest of the steps' has: what changes something takes it back. */
static void derive_cleanup(struct derivation *derivation, const struct scenario *scenario, enum format format)
{
	derivation->endpoint = scenario->steps[0].endpoint;
	struct derived *derived = case_of(derivation, scenario, "cleanup", format);
	derived->judged = false;
	derived->planned.because = "what the steps changed is taken back in reverse order, whatever happened";
	derived_finish(derivation, derived, NULL);
}

void derive_scenario(struct derivation *derivation, const struct scenario *scenario)
{
	for (size_t f = 0; f < scenario->format_count; f++) {
		if (!derivation->formats[scenario->formats[f]])
			continue;
		for (size_t i = 0; i < scenario->step_count; i++)
			derive_step(derivation, scenario, &scenario->steps[i], scenario->formats[f]);
		if (!scenario->informational)
			derive_cleanup(derivation, scenario, scenario->formats[f]);
	}
}
