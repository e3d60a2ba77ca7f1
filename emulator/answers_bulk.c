// SPDX-License-Identifier: Apache-2.0
// Requests about many devices: actions and messages.
#include <stdlib.h>

#include "actions.h"

#define BULK_MAX 20000 // devices in one request

// The devices of a request.
struct batch {
	uint32_t *devices;    // indexes of those that can be acted on, ascending, without repetition
	size_t count;         // number of them
	struct text *invalid; // the identifiers that name no such device, as given
	size_t invalid_count; // number of them
	size_t named;         // identifiers in the request
};

// What a request about many devices asks for.
struct bulk_request {
	const char *parameter;                                                      // names one device each time
	bool (*by)(const struct fleet *f, struct text id, uint32_t *index);         // finds it
	const char *(*refusal)(const struct bulk_request *, const struct device *); // why it is invalid, or NULL
	enum action action;                                                         // what is done, if it is an action
};

static size_t count_named(const struct call *c, const char *parameter)
{
	struct values at = {.next = 0};
	struct text value;
	size_t count = 0;
	while (request_next(c->request, parameter, &at, &value))
		count++;
	return count;
}

static void drop_repetitions(struct batch *b)
{
	size_t kept = 0;
	if (b->count)
		qsort(b->devices, b->count, sizeof b->devices[0], order_u32);
	for (size_t i = 0; i < b->count; i++)
		if (kept == 0 || b->devices[kept - 1] != b->devices[i])
			b->devices[kept++] = b->devices[i];
	b->count = kept;
}

static bool is_valid(const struct call *c, const struct bulk_request *r, struct text id, uint32_t *index)
{
	struct device device;
	if (!r->by(c->fleet, id, index))
		return false;
	fleet_device(c->fleet, *index, &device);
	return r->refusal(r, &device) == NULL;
}

static void free_batch(struct batch *b)
{
	free(b->devices);
	free(b->invalid);
}

// Sorts the identifiers of a request into valid and invalid ones; answers why not if there are none or too many.
static bool read_batch(const struct call *c, struct answer *a, const struct bulk_request *r, struct batch *b)
{
	struct values at = {.next = 0};
	struct text id;
	*b = (struct batch){.named = count_named(c, r->parameter)};
	if (b->named == 0 || b->named > BULK_MAX) {
		answer_message(a, c, 400,
		               b->named ? "The request names more than 20000 devices." : "The request names no device.");
		return false;
	}
	b->devices = malloc(b->named * sizeof b->devices[0]);
	b->invalid = malloc(b->named * sizeof b->invalid[0]);
	if (!b->devices || !b->invalid) {
		free_batch(b);
		answer_failure(a);
		return false;
	}
	while (request_next(c->request, r->parameter, &at, &id)) {
		if (is_valid(c, r, id, &b->devices[b->count]))
			b->count++;
		else
			b->invalid[b->invalid_count++] = id;
	}
	drop_repetitions(b);
	return true;
}

static void write_invalid(struct writer *w, const struct batch *b)
{
	if (b->invalid_count == 0)
		return;
	writer_open(w, "invalidDevices");
	writer_list(w, "uuid", b->invalid_count);
	for (size_t i = 0; i < b->invalid_count; i++)
		writer_item_text(w, "uuid", b->invalid[i]);
	writer_list_end(w);
	writer_close(w, "invalidDevices");
}

// Nothing could be done.
static void answer_invalid(const struct call *c, struct answer *a, const struct batch *b)
{
	struct writer w;
	a->status = 404;
	answer_begin(&w, a, c, DM_ROOT);
	writer_open(&w, "messages");
	writer_text(&w, "message", TEXT("No devices found."));
	writer_close(&w, "messages");
	write_invalid(&w, b);
	writer_number(&w, "totalCount", 0);
	writer_end(&w, DM_ROOT);
}

// --- actions ---

static const char *action_refused(const struct bulk_request *r, const struct device *d)
{
	// A platform without unlocking is a failed device, not an invalid one.
	const char *refusal = action_refusal(r->action, d);
	return refusal && r->action == ACTION_UNLOCK ? action_refusal(ACTION_LOCK, d) : refusal;
}

// The result of unlocking one device.
struct unlocked {
	uint32_t device;          // which device
	bool failed;              // it could not be unlocked
	char value[PASSCODE_MAX]; // what is answered otherwise
	size_t value_len;         // bytes of it
};

static void unlock_one(const struct call *c, struct answer *a, struct unlocked *u)
{
	struct target_device t;
	struct bytes value;
	action_target(c, u->device, &t);
	bytes_over(&value, u->value, sizeof u->value);
	action_unlock_value(c, &t, &value);
	u->value_len = value.len;
	u->failed = action_refusal(ACTION_UNLOCK, &t.device) || text_same((struct text){u->value, value.len}, TEXT("NA"));
	if (!u->failed)
		action_perform(c, a, ACTION_UNLOCK, &t, TEXT(""));
}

static void write_passcodes(struct writer *w, const struct call *c, const struct unlocked *all, size_t count, size_t good)
{
	struct device device;
	if (good == 0)
		return;
	writer_open(w, "passcodes");
	writer_list(w, "passcode", good);
	for (size_t i = 0; i < count; i++)
		if (!all[i].failed) {
			fleet_device(c->fleet, all[i].device, &device);
			action_write_passcode(w, &device, (struct text){all[i].value, all[i].value_len});
		}
	writer_list_end(w);
	writer_close(w, "passcodes");
}

static void write_failed(struct writer *w, const struct call *c, const struct unlocked *all, size_t count, size_t bad)
{
	char storage[128];
	struct device device;
	struct bytes message;
	if (bad == 0)
		return;
	writer_open(w, "failedDevices");
	writer_list(w, "message", bad);
	for (size_t i = 0; i < count; i++) {
		if (!all[i].failed)
			continue;
		fleet_device(c->fleet, all[i].device, &device);
		bytes_over(&message, storage, sizeof storage);
		bytes_str(&message, "Unlock failed for device with uuid:");
		bytes_text(&message, device.uuid);
		writer_item_text(w, "message", (struct text){storage, message.len});
	}
	writer_list_end(w);
	writer_close(w, "failedDevices");
}

static void unlock_all(const struct call *c, struct answer *a, const struct batch *b)
{
	struct unlocked *all = calloc(b->count, sizeof *all);
	size_t bad = 0;
	struct writer w;
	if (!all) {
		answer_failure(a);
		return;
	}
	for (size_t i = 0; i < b->count; i++) {
		all[i].device = b->devices[i];
		unlock_one(c, a, &all[i]);
		bad += all[i].failed;
	}
	answer_begin(&w, a, c, DM_ROOT);
	writer_empty(&w, "messages", false);
	write_invalid(&w, b);
	write_passcodes(&w, c, all, b->count, b->count - bad);
	write_failed(&w, c, all, b->count, bad);
	writer_end(&w, DM_ROOT);
	free(all);
}

static void act_on_all(const struct call *c, struct answer *a, enum action action, const struct batch *b)
{
	struct target_device t;
	struct writer w;
	for (size_t i = 0; i < b->count; i++) {
		action_target(c, b->devices[i], &t);
		action_perform(c, a, action, &t, TEXT(""));
	}
	answer_begin(&w, a, c, DM_ROOT);
	writer_empty(&w, "messages", false);
	write_invalid(&w, b);
	writer_end(&w, DM_ROOT);
}

static enum action find_action(struct text name)
{
	unsigned action = 0;
	while (action < ACTIONS && !text_same(name, text_of(action_rows[action].bulk)))
		action++;
	return (enum action)action;
}

void serve_bulk(const struct call *c, struct answer *a)
{
	struct bulk_request r = {"deviceUuids", fleet_by_uuid, action_refused, find_action(c->values[0])};
	struct batch b;
	if (r.action == ACTIONS) {
		answer_message(a, c, 400, "Invalid action");
		return;
	}
	a->op_class = action_rows[r.action].op_class;
	if (!read_batch(c, a, &r, &b))
		return;
	if (b.count == 0)
		answer_invalid(c, a, &b);
	else if (r.action == ACTION_UNLOCK)
		unlock_all(c, a, &b);
	else
		act_on_all(c, a, r.action, &b);
	free_batch(&b);
}

// --- messages ---

static const char *message_refused(const struct bulk_request *r, const struct device *d)
{
	(void)r;
	return action_refusal(ACTION_LOCK, d); // neither wiped nor retired
}

// The ways to send a message.
static const char *const modes[] = {"sms", "email", "pns"};

static const char *find_mode(struct text word)
{
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
		if (text_same(word, text_of(modes[i])))
			return modes[i];
	return NULL;
}

// Why the message cannot be sent to anybody, or NULL.
static const char *message_problem(const struct call *c, struct text *message, const char **mode)
{
	struct text subject = TEXT(""), word = TEXT("");
	*message = TEXT("");
	request_parameter(c->request, "message", message);
	request_parameter(c->request, "mode", &word);
	request_parameter(c->request, "subject", &subject);
	if (message->len == 0)
		return "The parameter message is required.";
	*mode = find_mode(word);
	if (!*mode)
		return "The parameter mode is required and must be sms, email or pns.";
	if (subject.len && strcmp(*mode, "email") != 0)
		return "A subject is valid only when the mode is email.";
	return NULL;
}

// The answer is as the sample of the guide shows it: the message stands beside `messages`.
static void answer_sent(const struct call *c, struct answer *a, const struct batch *b)
{
	struct writer w;
	answer_begin(&w, a, c, DM_ROOT);
	writer_empty(&w, "messages", false);
	writer_text(&w, "message",
	            b->invalid_count ? TEXT("Message was not sent for at least one of the specified devices.")
	                             : TEXT("Message sent successfully for all devices."));
	write_invalid(&w, b);
	writer_end(&w, DM_ROOT);
}

static void send_message(const struct call *c, struct answer *a, const struct bulk_request *r)
{
	struct text message;
	struct device device;
	struct batch b;
	const char *mode;
	const char *problem = message_problem(c, &message, &mode);
	if (problem) {
		answer_message(a, c, 400, problem);
		return;
	}
	if (!read_batch(c, a, r, &b))
		return;
	for (size_t i = 0; i < b.count; i++) {
		fleet_device(c->fleet, b.devices[i], &device);
		draft_fact(c->draft, "messages", device.uuid, mode, message);
		answer_effect(a, "message", device.uuid);
	}
	if (b.count)
		answer_sent(c, a, &b);
	else
		answer_invalid(c, a, &b);
	free_batch(&b);
}

void serve_send_message(const struct call *c, struct answer *a)
{
	const struct bulk_request r = {"deviceUuid", fleet_by_uuid, message_refused, ACTIONS};
	send_message(c, a, &r);
}

void serve_send_message_by_mac(const struct call *c, struct answer *a)
{
	const struct bulk_request r = {"deviceWiFiMacAddress", fleet_by_mac, message_refused, ACTIONS};
	send_message(c, a, &r);
}
