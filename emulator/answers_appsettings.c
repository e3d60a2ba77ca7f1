// SPDX-License-Identifier: Apache-2.0
// Application settings: all of them or those of a type, and those of a device.
#include "appsettings.h"
#include "messages.h"

static void begin(struct writer *w, const struct call *c, struct answer *a, size_t count)
{
	answer_begin(w, a, c, APPSETTING_ROOT);
	message_write(w, "%zu application settting(s) returned.", count); // spelt as the guide prints it
	writer_open(w, "appsettings");
	writer_list(w, "appsetting", count);
}

static void end(struct writer *w)
{
	writer_list_end(w);
	writer_close(w, "appsettings");
	writer_end(w, APPSETTING_ROOT);
}

static bool is_wanted(const struct appsetting *s, struct text type)
{
	return !type.ptr || text_same(type, text_of(s->type));
}

void serve_appsettings(const struct call *c, struct answer *a)
{
	struct text type = {NULL, 0};
	struct writer w;
	size_t count = 0;
	if (request_parameter(c->request, "type", &type) && !appsetting_is_type(type)) {
		message_answer(a, c, APPSETTING_ROOT, 400, "The type is not one of the documented values.");
		return;
	}
	for (size_t i = 0; i < appsetting_count(); i++)
		count += is_wanted(appsetting_at(i), type);
	begin(&w, c, a, count);
	for (size_t i = 0; i < appsetting_count(); i++)
		if (is_wanted(appsetting_at(i), type))
			appsetting_write(&w, c->fleet, appsetting_at(i));
	end(&w);
}

void serve_device_appsettings(const struct call *c, struct answer *a)
{
	uint32_t index;
	size_t count = 0;
	struct writer w;
	if (!fleet_by_uuid(c->fleet, c->values[0], &index)) {
		message_answer(a, c, APPSETTING_ROOT, 404, "No devices found.");
		return;
	}
	for (size_t i = 0; i < appsetting_count(); i++)
		count += appsetting_has(c->fleet, appsetting_at(i), index);
	if (count == 0) {
		message_answer(a, c, APPSETTING_ROOT, 404, "No application settings found.");
		return;
	}
	begin(&w, c, a, count);
	for (size_t i = 0; i < appsetting_count(); i++)
		if (appsetting_has(c->fleet, appsetting_at(i), index))
			appsetting_write_of(&w, appsetting_at(i), index);
	end(&w);
}
