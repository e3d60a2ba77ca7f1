// SPDX-License-Identifier: Apache-2.0
// ActiveSync: all devices in their groups, the details of one, and actions.
#include <stdlib.h>

#include "eas.h"
#include "messages.h"
#include "negotiate.h"

#define DETAIL_ROOT "easDevice"

_Static_assert(EAS_GROUPS <= STREAM_PARTS, "each group is a part of the list");

// --- the list ---

// Ends the group that is open and writes the empty ones after it, up to this one.
static void close_groups(struct stream *s, unsigned upto)
{
	struct writer *w = &s->writer;
	if (s->part > 0 && s->parts[s->part - 1] > 0) {
		writer_list_end(w);
		writer_close(w, eas_group_rows[s->part - 1].list);
	}
	for (unsigned i = s->part; i < upto; i++)
		writer_empty(w, eas_group_rows[i].list, false);
}

static void begin_list(struct stream *s, struct bytes *out)
{
	writer_begin(&s->writer, s->format, out, EAS_LIST_ROOT);
	message_write(&s->writer, "%zu Device(s) returned", s->selection.count);
}

static void list_device(struct stream *s, struct bytes *out)
{
	struct eas_device d;
	eas_get(s->selection.fleet, s->device.index, &d);
	unsigned group = eas_group_of(&d);
	s->writer.out = out;
	if (s->part != group + 1) {
		close_groups(s, group);
		s->part = group + 1;
		writer_open(&s->writer, eas_group_rows[group].list);
		writer_list(&s->writer, eas_group_rows[group].item, s->parts[group]);
	}
	eas_write(&s->writer, &d);
}

static void end_list(struct stream *s, struct bytes *out)
{
	s->writer.out = out;
	close_groups(s, EAS_GROUPS);
	writer_end(&s->writer, EAS_LIST_ROOT);
}

static const struct stream_kind group_list = {begin_list, list_device, end_list};

// Counts the devices of each group.
static size_t count_groups(const struct fleet *f, size_t counts[EAS_GROUPS])
{
	struct eas_device d;
	uint32_t next = 0, index;
	size_t all = 0;
	for (; eas_next(f, &next, &index); all++) {
		eas_get(f, index, &d);
		counts[eas_group_of(&d)]++;
	}
	return all;
}

// Lists the indexes group by group; NULL if memory is out.
static uint32_t *list_groups(const struct fleet *f, const size_t counts[EAS_GROUPS], size_t all)
{
	struct eas_device d;
	uint32_t next = 0, index, *list = malloc((all + 1) * sizeof *list);
	size_t places[EAS_GROUPS], at = 0;
	for (unsigned i = 0; i < EAS_GROUPS; i++) {
		places[i] = at;
		at += counts[i];
	}
	while (list && eas_next(f, &next, &index)) {
		eas_get(f, index, &d);
		list[places[eas_group_of(&d)]++] = index;
	}
	return list;
}

void serve_eas_devices(const struct call *c, struct answer *a)
{
	size_t counts[EAS_GROUPS] = {0}, all = count_groups(c->fleet, counts);
	if (all == 0) {
		message_answer(a, c, EAS_LIST_ROOT, 404, "No devices found.");
		return;
	}
	uint32_t *list = list_groups(c->fleet, counts, all);
	if (!list) {
		answer_failure(a);
		return;
	}
	// Not select_chosen(): the order is that of the groups.
	struct selection selection = {.fleet = c->fleet, .chosen = list, .chosen_count = all, .count = all};
	struct stream *s = stream_new(&group_list, &selection);
	if (s) {
		s->format = c->format;
		memcpy(s->parts, counts, sizeof counts);
	}
	answer_stream(a, format_media_type(c->format), s);
}

// --- one device ---

void serve_eas_device(const struct call *c, struct answer *a)
{
	struct eas_device d;
	struct writer w;
	uint32_t index;
	if (!eas_find(c->fleet, c->values[0], &index)) {
		message_answer(a, c, EAS_LIST_ROOT, 404, "No devices found.");
		return;
	}
	eas_get(c->fleet, index, &d);
	answer_begin(&w, a, c, DETAIL_ROOT);
	writer_text(&w, "uuid", d.uuid);
	eas_write_details(&w, &d);
	writer_end(&w, DETAIL_ROOT);
}

// --- actions ---

// An action and the state that it leads to.
static const struct eas_action {
	const char *name;       // as requested
	const char *state;      // value of the fact
	const char *verb;       // word for the access log
	enum op_class op_class; // its class
} actions[] = {
	{"BLOCK_DEVICE", "blocked", "eas-block", CLASS_DESTROY}, // what was synchronised is removed
	{"REINSTATE_DEVICE", "allowed", "eas-reinstate", CLASS_CHANGE},
	{"WIPE", "wiped", "eas-wipe", CLASS_DESTROY},
};

static const struct eas_action *find_action(struct text name)
{
	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
		if (text_same(name, text_of(actions[i].name)))
			return &actions[i];
	return NULL;
}

// A wiped device does not come back; the others may change as often as wanted.
static bool act(const struct call *c, struct answer *a, const struct eas_action *action, uint32_t index)
{
	struct eas_device d;
	eas_get(c->fleet, index, &d);
	if (d.wiped)
		return false;
	draft_fact(c->draft, "eas", d.uuid, "state", text_of(action->state));
	if (d.registered && strcmp(action->state, "blocked") == 0)
		draft_number(c->draft, index, "blockReason", d.device.block_reason | MANUAL_BLOCK);
	else if (d.registered && strcmp(action->state, "allowed") == 0)
		draft_number(c->draft, index, "blockReason", 0);
	answer_effect(a, action->verb, d.uuid);
	return true;
}

// Acts on each device named, once; returns how many changed, and in `*found` how many there were.
static size_t act_on_all(const struct call *c, struct answer *a, const struct eas_action *action, size_t *found)
{
	struct values at = {0};
	struct text uuid;
	size_t known = 0, done = 0;
	uint32_t *indexes = malloc((c->request->decoded.len + 1) * sizeof *indexes), index;
	if (!indexes) {
		answer_failure(a);
		return 0;
	}
	while (request_next(c->request, "uuids", &at, &uuid))
		if (eas_find(c->fleet, uuid, &index))
			indexes[known++] = index;
	qsort(indexes, known, sizeof *indexes, order_u32);
	for (size_t i = 0; i < known; i++)
		if (i == 0 || indexes[i] != indexes[i - 1])
			done += act(c, a, action, indexes[i]);
	free(indexes);
	*found = known;
	return done;
}

void serve_eas_action(const struct call *c, struct answer *a)
{
	struct text name, uuid;
	struct values at = {0};
	struct writer w;
	if (!request_parameter(c->request, "action", &name) || !request_next(c->request, "uuids", &at, &uuid)) {
		message_answer(a, c, EAS_ROOT, 400, "The parameters uuids and action are required.");
		return;
	}
	const struct eas_action *action = find_action(name);
	if (!action) {
		message_answer(a, c, EAS_ROOT, 400, "The action must be BLOCK_DEVICE, REINSTATE_DEVICE or WIPE.");
		return;
	}
	a->op_class = action->op_class;
	size_t found = 0, done = act_on_all(c, a, action, &found);
	if (a->status >= 400)
		return;
	if (done == 0) {
		message_answer(a, c, EAS_ROOT, found ? 400 : 404, found ? "The device is wiped." : "No devices found.");
		return;
	}
	answer_begin(&w, a, c, EAS_ROOT);
	message_write(&w, "%zu device(s) modified to %s status", done, action->name);
	writer_end(&w, EAS_ROOT);
}
