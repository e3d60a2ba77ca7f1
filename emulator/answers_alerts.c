// SPDX-License-Identifier: Apache-2.0
// Alerts: all of them, those of a phone number or a user, and marking them read or unread.
#include <stdlib.h>

#include "alerts.h"
#include "messages.h"

#define COMMENT_MAX 255 // characters

// What a read asks for; an absent wish has no pointer.
struct wanted {
	struct text user;  // login name
	struct text phone; // phone number, with or without the country code
	bool by_read;      // `read` counts
	bool read;         // read or unread ones
};

static bool has_phone(const struct device *d, struct text phone)
{
	char storage[64];
	struct bytes whole;
	if (!d->carrier)
		return false;
	bytes_over(&whole, storage, sizeof storage);
	bytes_i64(&whole, d->country_code);
	bytes_text(&whole, d->phone);
	return text_same(phone, d->phone) || text_same(phone, (struct text){storage, whole.len});
}

static bool is_wanted(const struct alert *alert, const struct wanted *wanted)
{
	return (!wanted->user.ptr || text_same(wanted->user, alert->device.principal)) &&
	       (!wanted->phone.ptr || has_phone(&alert->device, wanted->phone)) &&
	       (!wanted->by_read || wanted->read == alert->read);
}

// Lists the places of the alerts wanted; NULL if memory is out. The caller frees it.
static uint32_t *choose(const struct fleet *f, const struct wanted *wanted, size_t *count)
{
	struct alert alert;
	uint32_t all = alert_count(f), *places = malloc((all + 1) * sizeof *places);
	*count = 0;
	for (uint32_t i = 0; places && i < all; i++) {
		alert_get(f, i, &alert);
		if (is_wanted(&alert, wanted))
			places[(*count)++] = i;
	}
	return places;
}

static void write_alerts(const struct call *c, struct answer *a, const uint32_t *places, size_t count, bool id_element)
{
	struct alert alert;
	struct writer w;
	answer_begin(&w, a, c, ALERT_ROOT);
	message_write(&w, "%zu alert(s) returned", count);
	writer_open(&w, "alerts");
	writer_list(&w, "alert", count);
	for (size_t i = 0; i < count; i++) {
		alert_get(c->fleet, places[i], &alert);
		alert_write(&w, &alert, id_element);
	}
	writer_list_end(&w);
	writer_close(&w, "alerts");
	writer_end(&w, ALERT_ROOT);
}

// The guide prints the id as an attribute where all alerts are listed, elsewhere as an element.
static void answer_alerts(const struct call *c, struct answer *a, struct wanted *wanted)
{
	struct text word;
	size_t count;
	if (request_parameter(c->request, "isRead", &word)) {
		wanted->by_read = true;
		if (!request_flag(c->request, "isRead", &wanted->read)) {
			message_answer(a, c, ALERT_ROOT, 400, "The parameter isRead must be true or false.");
			return;
		}
	}
	uint32_t *places = choose(c->fleet, wanted, &count);
	if (!places)
		answer_failure(a);
	else if (count == 0)
		message_answer(a, c, ALERT_ROOT, 404, "No alerts found.");
	else
		write_alerts(c, a, places, count, wanted->user.ptr || wanted->phone.ptr);
	free(places);
}

void serve_alerts(const struct call *c, struct answer *a)
{
	struct wanted wanted = {.by_read = false};
	answer_alerts(c, a, &wanted);
}

void serve_phone_alerts(const struct call *c, struct answer *a)
{
	struct wanted wanted = {.phone = c->values[0]};
	answer_alerts(c, a, &wanted);
}

void serve_user_alerts(const struct call *c, struct answer *a)
{
	struct wanted wanted = {.user = c->values[0]};
	answer_alerts(c, a, &wanted);
}

void serve_user_phone_alerts(const struct call *c, struct answer *a)
{
	struct wanted wanted = {.user = c->values[0], .phone = c->values[1]};
	answer_alerts(c, a, &wanted);
}

// --- updates ---

// Characters of a UTF-8 text.
static size_t characters(struct text t)
{
	size_t count = 0;
	for (size_t i = 0; i < t.len; i++)
		count += (t.ptr[i] & 0xc0) != 0x80;
	return count;
}

// What an update says; false if it was answered.
static bool read_update(const struct call *c, struct answer *a, bool *read, struct text *comments)
{
	const char *complaint = NULL;
	if (!request_flag(c->request, "isRead", read))
		complaint = "The parameter isRead is required and must be true or false.";
	else if (!request_parameter(c->request, "comments", comments))
		complaint = "The parameter Comments is required.";
	else if (characters(*comments) > COMMENT_MAX)
		complaint = "The comments must have at most 255 characters.";
	if (complaint)
		message_answer(a, c, ALERT_ROOT, 400, complaint);
	return !complaint;
}

static struct text digits_of(int64_t value, char storage[24])
{
	struct bytes digits;
	bytes_over(&digits, storage, 24);
	bytes_i64(&digits, value);
	return (struct text){storage, digits.len};
}

// Each update is later than the last one and than the fleet.
static void update(const struct call *c, struct answer *a, uint32_t place, bool read, struct text comments)
{
	char storage[24], time_storage[24];
	struct alert alert;
	alert_get(c->fleet, place, &alert);
	struct text id = digits_of(alert.id, storage);
	int64_t now = alert.updated < FLEET_NOW ? FLEET_NOW : alert.updated + 60;
	draft_fact(c->draft, "alerts", id, "isRead", read ? TEXT("true") : TEXT("false"));
	draft_fact(c->draft, "alerts", id, "comments", comments);
	draft_fact(c->draft, "alerts", id, "updatedAt", digits_of(now, time_storage));
	draft_fact(c->draft, "alerts", id, "updateBy", text_of(c->caller->user));
	answer_effect(a, read ? "mark-read" : "mark-unread", id);
}

void serve_alert_update(const struct call *c, struct answer *a)
{
	uint32_t place;
	struct text comments;
	struct writer w;
	bool read;
	if (!alert_find(c->fleet, c->values[0], &place)) {
		message_answer(a, c, ALERT_ROOT, 404, "No alerts found.");
		return;
	}
	if (!read_update(c, a, &read, &comments))
		return;
	update(c, a, place, read, comments);
	answer_begin(&w, a, c, ALERT_ROOT);
	message_write(&w, "Updated alert %u successfully", (unsigned)(ALERT_FIRST_ID + place));
	writer_end(&w, ALERT_ROOT);
}

// Marks the places of the known ids; returns false if there was no id at all.
static bool find_ids(const struct call *c, bool *chosen)
{
	struct values at = {0};
	struct text id;
	uint32_t place;
	bool any = false;
	while (request_next(c->request, "id", &at, &id)) {
		any = true;
		if (alert_find(c->fleet, id, &place))
			chosen[place] = true;
	}
	return any;
}

static void update_chosen(const struct call *c, struct answer *a, const bool *chosen)
{
	struct text comments;
	struct writer w;
	unsigned count = 0;
	bool read;
	if (!read_update(c, a, &read, &comments))
		return;
	for (uint32_t i = 0; i < alert_count(c->fleet); i++)
		if (chosen[i]) {
			update(c, a, i, read, comments);
			count++;
		}
	if (count == 0) {
		message_answer(a, c, ALERT_ROOT, 404, "No alerts found.");
		return;
	}
	answer_begin(&w, a, c, ALERT_ROOT);
	message_write(&w, "Updated %u alert(s) successfully", count);
	writer_end(&w, ALERT_ROOT);
}

void serve_alerts_update(const struct call *c, struct answer *a)
{
	bool chosen[ALERTS_MAX] = {false};
	if (find_ids(c, chosen))
		update_chosen(c, a, chosen);
	else
		message_answer(a, c, ALERT_ROOT, 400, "The parameter id is required.");
}
