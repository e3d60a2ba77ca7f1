// SPDX-License-Identifier: Apache-2.0
// The reads of device records.
#include <stdlib.h>

#include "answers.h"
#include "fields.h"
#include "negotiate.h"
#include "table.h"

static void no_devices(struct answer *a, const struct call *c)
{
	answer_message(a, c, 404, "No devices found.");
}

static void answer_list(struct answer *a, const struct call *c, struct selection *selection, unsigned form)
{
	if (selection->count == 0) {
		selection_free(selection);
		no_devices(a, c);
		return;
	}
	struct stream *s = stream_new(&device_list, selection);
	if (s) {
		s->form = form;
		s->format = c->format;
	}
	answer_stream(a, format_media_type(c->format), s);
}

void serve_devices_by_status(const struct call *c, struct answer *a)
{
	struct text word = text_of(status_rows[ACTIVE].word);
	enum status status;
	request_parameter(c->request, "status", &word);
	if (!status_find(word, &status)) {
		answer_message(a, c, 400, "The status is not one of the documented values.");
		return;
	}
	struct selection selection = select_status(c->fleet, status);
	answer_list(a, c, &selection, FORM_LIST);
}

static void answer_device(struct answer *a, const struct call *c, uint32_t index, unsigned form)
{
	struct device device;
	struct details details;
	struct writer w;
	fleet_device(c->fleet, index, &device);
	details_collect(&details, c->fleet->overrides, &device);
	a->content_type = format_media_type(c->format);
	writer_begin(&w, c->format, &a->body, DM_ROOT);
	writer_empty(&w, "messages", false);
	writer_list(&w, "device", 1);
	field_write_device(&w, &device, &details, form);
	writer_list_end(&w);
	writer_number(&w, "totalCount", 1);
	writer_end(&w, DM_ROOT);
}

void serve_device_by_uuid(const struct call *c, struct answer *a)
{
	uint32_t index;
	if (fleet_by_uuid(c->fleet, c->values[0], &index))
		answer_device(a, c, index, FORM_SINGLE);
	else
		no_devices(a, c);
}

void serve_device_by_mac(const struct call *c, struct answer *a)
{
	uint32_t index;
	if (fleet_by_mac(c->fleet, c->values[0], &index))
		answer_device(a, c, index, FORM_FOUND);
	else
		no_devices(a, c);
}

// The numbers are repeated only if they are harmless to show: digits and the usual punctuation.
static bool may_echo(struct text numbers)
{
	for (size_t i = 0; i < numbers.len; i++)
		if (!strchr("0123456789,+-() .", numbers.ptr[i]))
			return false;
	return numbers.len > 0 && numbers.len <= STREAM_ECHO_MAX;
}

static void no_phones(struct answer *a, const struct call *c)
{
	struct writer w;
	a->status = 404;
	a->content_type = format_media_type(c->format);
	writer_begin(&w, c->format, &a->body, DM_ROOT);
	if (may_echo(c->values[0]))
		writer_text(&w, "phoneNumber", c->values[0]);
	writer_open(&w, "messages");
	writer_text(&w, "message", TEXT("No devices found."));
	writer_close(&w, "messages");
	writer_number(&w, "totalCount", 0);
	writer_end(&w, DM_ROOT);
}

// Adds the devices of one number to a list; false if memory is out.
static bool add_phone(const struct call *c, struct text number, uint32_t **found, size_t *count)
{
	uint32_t index;
	size_t at = 0;
	while (fleet_by_phone(c->fleet, number, &at, &index)) {
		if ((*count & (*count - 1)) == 0) { // the list doubles, so only a power of two is full
			uint32_t *larger = realloc(*found, (*count ? 2 * *count : 1) * sizeof *larger);
			if (!larger)
				return false;
			*found = larger;
		}
		(*found)[(*count)++] = index;
	}
	return true;
}

// Finds the devices of the numbers between commas; returns how many numbers there were, or 0 if memory is out.
static size_t find_phones(const struct call *c, uint32_t **found, size_t *count)
{
	struct text rest = c->values[0];
	size_t numbers = 1;
	*found = NULL;
	*count = 0;
	for (size_t i = 0; i < rest.len; i++)
		numbers += rest.ptr[i] == ',';
	while (rest.len)
		if (!add_phone(c, text_cut(&rest, ','), found, count)) {
			free(*found);
			return 0;
		}
	return numbers;
}

void serve_devices_by_phone(const struct call *c, struct answer *a)
{
	uint32_t *found;
	size_t count, numbers = find_phones(c, &found, &count);
	if (numbers == 0) {
		answer_failure(a);
		return;
	}
	if (count == 0) {
		free(found);
		no_phones(a, c);
		return;
	}
	struct selection selection = select_chosen(c->fleet, found, count);
	struct stream *s = stream_new(&device_list, &selection);
	if (s) {
		s->form = FORM_FOUND;
		s->format = c->format;
		s->with_count = numbers > 1;
		if (numbers == 1)
			bytes_text(&s->echo, c->values[0]);
	}
	answer_stream(a, format_media_type(c->format), s);
}

void serve_devices_by_user(const struct call *c, struct answer *a)
{
	size_t count;
	uint32_t *found = fleet_by_user(c->fleet, c->values[0], &count);
	struct selection selection = select_chosen(c->fleet, found, count);
	answer_list(a, c, &selection, FORM_FOUND);
}

void serve_devices_by_label(const struct call *c, struct answer *a)
{
	struct label label;
	if (!label_find(c->fleet, c->values[0], &label)) {
		no_devices(a, c);
		return;
	}
	struct selection selection = select_label(c->fleet, &label);
	answer_list(a, c, &selection, FORM_FOUND);
}

void serve_devices_csv(const struct call *c, struct answer *a)
{
	struct selection selection = select_all(c->fleet);
	answer_stream(a, "text/csv", stream_new(&device_table, &selection));
}

void serve_eas_csv(const struct call *c, struct answer *a)
{
	answer_message(a, c, 404, "Exporting ActiveSync devices to a CSV is not supported.");
}
