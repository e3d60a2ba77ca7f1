// SPDX-License-Identifier: Apache-2.0
#include "stream.h"

#include <stdlib.h>

#include "fields.h"
#include "state.h"

struct stream *stream_new(const struct stream_kind *kind, struct selection *selection)
{
	struct stream *s = malloc(sizeof *s);
	if (!s) {
		selection_free(selection);
		return NULL;
	}
	s->kind = kind;
	s->selection = *selection;
	fleet_hold(s->selection.fleet);
	bytes_init(&s->echo, STREAM_ECHO_MAX);
	s->with_count = true;
	s->form = FORM_LIST;
	s->format = FORMAT_JSON;
	s->stage = STAGE_BEGIN;
	memset(s->parts, 0, sizeof s->parts);
	s->part = 0;
	return s;
}

bool stream_more(struct stream *s, struct bytes *out)
{
	uint32_t index;
	switch (s->stage) {
	case STAGE_BEGIN:
		s->kind->begin(s, out);
		s->stage = STAGE_DEVICES;
		return true;
	case STAGE_DEVICES:
		if (selection_next(&s->selection, &index)) {
			fleet_device(s->selection.fleet, index, &s->device);
			details_collect(&s->details, s->selection.fleet->overrides, &s->device);
			s->kind->device(s, out);
			return true;
		}
		s->kind->end(s, out);
		s->stage = STAGE_DONE;
		return true;
	case STAGE_DONE:
		break;
	}
	return false;
}

void stream_free(struct stream *s)
{
	if (!s)
		return;
	fleet_release(s->selection.fleet);
	selection_free(&s->selection);
	bytes_free(&s->echo);
	free(s);
}

static void write_count(struct stream *s)
{
	char storage[48];
	struct bytes message;
	bytes_over(&message, storage, sizeof storage);
	bytes_u64(&message, s->selection.count);
	bytes_str(&message, " Device(s) returned");
	writer_open(&s->writer, "messages");
	writer_text(&s->writer, "message", (struct text){storage, message.len});
	writer_close(&s->writer, "messages");
}

static void begin_list(struct stream *s, struct bytes *out)
{
	struct writer *w = &s->writer;
	writer_begin(w, s->format, out, DM_ROOT);
	if (s->echo.len)
		writer_text(w, "phoneNumber", (struct text){s->echo.data, s->echo.len});
	if (s->with_count)
		write_count(s);
	else
		writer_empty(w, "messages", false);
	writer_open(w, "devices");
	writer_list(w, "device", s->selection.count);
}

static void list_device(struct stream *s, struct bytes *out)
{
	s->writer.out = out;
	field_write_device(&s->writer, &s->device, &s->details, s->form);
}

static void end_list(struct stream *s, struct bytes *out)
{
	struct writer *w = &s->writer;
	w->out = out;
	writer_list_end(w);
	writer_close(w, "devices");
	writer_number(w, "totalCount", (int64_t)s->selection.count);
	writer_end(w, DM_ROOT);
}

const struct stream_kind device_list = {begin_list, list_device, end_list};
