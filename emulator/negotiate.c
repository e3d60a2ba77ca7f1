// SPDX-License-Identifier: Apache-2.0
#include "negotiate.h"

// Which formats a media range covers, and how exactly.
static const struct range {
	const char *name;
	unsigned json, xml;
} ranges[] = {
	{"application/json", 3, 0},
	{"application/xml", 0, 3},
	{"text/xml", 0, 3},
	{"application/*", 2, 2},
	{"text/*", 0, 2},
	{"*/*", 1, 1},
	{"*", 1, 1},
};

static struct text trim(struct text t)
{
	while (t.len && (t.ptr[0] == ' ' || t.ptr[0] == '\t')) {
		t.ptr++;
		t.len--;
	}
	while (t.len && (t.ptr[t.len - 1] == ' ' || t.ptr[t.len - 1] == '\t'))
		t.len--;
	return t;
}

// Reads a quality such as "0.25" or ".2" in thousandths; what cannot be read counts as 1.
static unsigned quality(struct text digits)
{
	unsigned value = 0, scale = 1000;
	bool after_point = false;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] == '.' && !after_point) {
			after_point = true;
			continue;
		}
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
			return 1000;
		if (after_point)
			scale /= 10;
		if (scale)
			value += (unsigned)(digits.ptr[i] - '0') * scale;
		if (value > 1000)
			return 1000;
	}
	return digits.len ? value : 1000;
}

static void add_wish(struct wish *w, unsigned specificity, unsigned weight, unsigned order)
{
	if (specificity == 0 || specificity < w->specificity)
		return;
	if (specificity == w->specificity && weight <= w->weight)
		return;
	*w = (struct wish){weight, specificity, order};
}

void accept_add(struct accept *a, struct text header)
{
	struct text rest = header;
	while (rest.len) {
		struct text parameters = trim(text_cut(&rest, ','));
		struct text type = trim(text_cut(&parameters, ';'));
		unsigned weight = 1000;
		while (parameters.len) {
			struct text value = trim(text_cut(&parameters, ';'));
			struct text name = trim(text_cut(&value, '='));
			if (text_same_word(name, TEXT("q")))
				weight = quality(trim(value));
		}
		a->ranges++;
		for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
			if (!text_same_word(type, text_of(ranges[i].name)))
				continue;
			add_wish(&a->json, ranges[i].json, weight, a->ranges);
			add_wish(&a->xml, ranges[i].xml, weight, a->ranges);
		}
	}
}

bool accept_named(const struct accept *a)
{
	return a->json.specificity == 3 || a->xml.specificity == 3;
}

enum format accept_format(const struct accept *a)
{
	if (a->xml.weight != a->json.weight)
		return a->xml.weight > a->json.weight ? FORMAT_XML : FORMAT_JSON;
	bool named = a->xml.weight > 0 && a->xml.specificity == 3;
	return named && (a->json.specificity < 3 || a->xml.order < a->json.order) ? FORMAT_XML : FORMAT_JSON;
}

const char *format_media_type(enum format format)
{
	static const char *const types[] =
		{[FORMAT_JSON] = "application/json", [FORMAT_XML] = "application/xml", [FORMAT_TREE] = "application/x-tree"};
	return types[format];
}
