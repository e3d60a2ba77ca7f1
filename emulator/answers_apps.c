// SPDX-License-Identifier: Apache-2.0
// The devices that have an application, page by page.
#include <stdlib.h>

#include "answers.h"
#include "apps.h"
#include "fields.h"
#include "negotiate.h"

#define LIMIT_DEFAULT 100

// What is asked for.
struct page {
	const struct app *app; // the application, NULL if nobody has it
	char platform;         // A, I or 0 for any
	int64_t limit;         // most devices, -1 for all
	int64_t offset;        // devices passed over
};

// Reads a decimal number from -1 on; false if it is none.
static bool read_number(struct text digits, int64_t *value)
{
	if (text_same(digits, TEXT("-1"))) {
		*value = -1;
		return true;
	}
	*value = 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
			return false;
		*value = *value * 10 + (digits.ptr[i] - '0');
	}
	return digits.len > 0 && digits.len <= 9;
}

// Reads the parameters; returns what is wrong with them, or NULL.
static const char *read_page(const struct call *c, struct page *page)
{
	struct text value;
	if (!request_parameter(c->request, "appname", &value) || !value.len)
		return "The parameter appname is required.";
	*page = (struct page){.app = app_find(value), .limit = LIMIT_DEFAULT};
	if (request_parameter(c->request, "platform", &value)) {
		if (!text_same_word(value, TEXT("A")) && !text_same_word(value, TEXT("I")))
			return "The platform must be A or I.";
		page->platform = (char)(value.ptr[0] & ~0x20);
	}
	if (request_parameter(c->request, "limit", &value) && (!read_number(value, &page->limit) || page->limit == 0))
		return "The limit must be a positive number, or -1.";
	if (request_parameter(c->request, "offset", &value) && (!read_number(value, &page->offset) || page->offset < 0))
		return "The offset must be a number from 0 on.";
	return NULL;
}

static bool is_on_page(const struct fleet *f, const struct page *page, uint32_t index)
{
	bool android = fleet_persona(f, index)->platform == ANDROID;
	return app_installed(f, page->app, index) && (!page->platform || (page->platform == 'A') == android);
}

// Lists the devices of the page; NULL if memory is out. The caller frees it.
static uint32_t *choose(const struct fleet *f, const struct page *page, size_t *count)
{
	size_t most = page->limit < 0 || (uint64_t)page->limit > f->count ? f->count : (size_t)page->limit;
	uint32_t *list = malloc((most + 1) * sizeof *list);
	int64_t passed = 0;
	*count = 0;
	for (uint32_t i = 0; list && i < f->count && *count < most; i++)
		if (is_on_page(f, page, i) && passed++ >= page->offset)
			list[(*count)++] = i;
	return list;
}

void serve_app_inventory(const struct call *c, struct answer *a)
{
	struct page page;
	size_t count = 0;
	uint32_t *list;
	const char *complaint = read_page(c, &page);
	if (complaint) {
		answer_message(a, c, 400, complaint);
		return;
	}
	list = page.app ? choose(c->fleet, &page, &count) : NULL;
	if (page.app && !list) {
		answer_failure(a);
		return;
	}
	if (count == 0) {
		free(list);
		answer_message(a, c, 404, "No devices found.");
		return;
	}
	struct selection selection = select_chosen(c->fleet, list, count);
	struct stream *s = stream_new(&device_list, &selection);
	if (s) {
		s->form = FORM_FOUND;
		s->format = c->format;
	}
	answer_stream(a, format_media_type(c->format), s);
}
