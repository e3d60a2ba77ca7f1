// SPDX-License-Identifier: Apache-2.0
// Policies: all of them, those of a device, and on which labels they are.
#include "messages.h"
#include "policies.h"

static void begin(struct writer *w, const struct call *c, struct answer *a, size_t count)
{
	answer_begin(w, a, c, POLICY_ROOT);
	message_write(w, "%zu %s returned.", count, count == 1 ? "policy" : "policies");
	writer_open(w, "policies");
	writer_list(w, "policy", count);
}

static void end(struct writer *w)
{
	writer_list_end(w);
	writer_close(w, "policies");
	writer_end(w, POLICY_ROOT);
}

// A device that does not meet the latest policy waits for it.
static bool is_pending(const struct fleet *f, uint32_t index)
{
	return (fleet_persona(f, index)->compliance & POLICY_OUT_OF_DATE) != 0;
}

static void write_counted(struct writer *w, const struct fleet *f, const struct policy *p)
{
	uint32_t devices = 0, pending = 0;
	for (uint32_t i = 0; i < f->count; i++)
		if (policy_has(f, p, i)) {
			pending += is_pending(f, i);
			devices += !is_pending(f, i);
		}
	policy_write(w, p, devices, pending);
}

void serve_policies(const struct call *c, struct answer *a)
{
	struct writer w;
	begin(&w, c, a, policy_count());
	for (size_t i = 0; i < policy_count(); i++)
		write_counted(&w, c->fleet, policy_at(i));
	end(&w);
}

void serve_device_policies(const struct call *c, struct answer *a)
{
	uint32_t index;
	size_t count = 0;
	struct writer w;
	if (!fleet_by_uuid(c->fleet, c->values[0], &index)) {
		message_answer(a, c, POLICY_ROOT, 404, "No devices found.");
		return;
	}
	for (size_t i = 0; i < policy_count(); i++)
		count += policy_has(c->fleet, policy_at(i), index);
	if (count == 0) {
		message_answer(a, c, POLICY_ROOT, 404, "No policies found.");
		return;
	}
	begin(&w, c, a, count);
	for (size_t i = 0; i < policy_count(); i++)
		if (policy_has(c->fleet, policy_at(i), index))
			policy_write(&w, policy_at(i), 0, 0);
	end(&w);
}

// --- labels ---

static void put_on_label(const struct call *c, const struct policy *p, const struct label *label, bool apply)
{
	if (apply == policy_starts_on(p, label->name))
		draft_forget(c->draft, "policies", c->values[0], label->name);
	else
		draft_fact(c->draft, "policies", c->values[0], label->name, apply ? TEXT("applied") : TEXT("removed"));
}

static void answer_applied(const struct call *c, struct answer *a, const struct label *label, bool apply)
{
	struct writer w;
	answer_effect(a, apply ? "apply-policy" : "remove-policy", c->values[0]);
	answer_effect(a, apply ? "apply-policy" : "remove-policy", text_of(label->name));
	answer_begin(&w, a, c, POLICY_ROOT);
	message_write(&w, "Policy %s label %s successfully.", apply ? "applied to" : "removed from", label->name);
	writer_end(&w, POLICY_ROOT);
}

void serve_policy_label(const struct call *c, struct answer *a)
{
	const struct policy *p = policy_find(c->values[0]);
	struct text action, name;
	struct label label;
	if (!request_parameter(c->request, "action", &action) || !request_parameter(c->request, "label", &name) || !name.len)
		message_answer(a, c, POLICY_ROOT, 400, "The parameters action and label are required.");
	else if (!text_same(action, TEXT("apply_label")) && !text_same(action, TEXT("remove_label")))
		message_answer(a, c, POLICY_ROOT, 400, "The action must be apply_label or remove_label.");
	else if (!p)
		message_answer(a, c, POLICY_ROOT, 404, "No policies found.");
	else if (!label_find(c->fleet, name, &label))
		message_answer(a, c, POLICY_ROOT, 404, "No labels found.");
	else {
		bool apply = text_same(action, TEXT("apply_label"));
		put_on_label(c, p, &label, apply);
		answer_applied(c, a, &label, apply);
	}
}
