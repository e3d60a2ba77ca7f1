// SPDX-License-Identifier: Apache-2.0
#include "writer.h"

// The parts of a body that the two formats write differently.
struct writer_format {
	void (*begin)(struct writer *w, const char *root);
	void (*end)(struct writer *w, const char *root);
	void (*open)(struct writer *w, const char *name, bool wrapped);
	void (*close)(struct writer *w, const char *name, bool wrapped);
	void (*list)(struct writer *w, const char *item);
	void (*list_end)(struct writer *w);
	void (*item)(struct writer *w, const char *item, struct text id);
	void (*item_end)(struct writer *w, const char *item);
	void (*text)(struct writer *w, const char *name, struct text value);
	void (*bare)(struct writer *w, const char *name, struct text value);
	void (*empty)(struct writer *w, const char *name, bool wrapped);
};

// --- JSON ---

// 0 = as it is, 'u' = \u00XX, else the letter after the backslash.
static const char json_escape[256] = {
	[0] = 'u', [1] = 'u', [2] = 'u', [3] = 'u', [4] = 'u', [5] = 'u', [6] = 'u', [7] = 'u', ['\b'] = 'b', ['\t'] = 't',
	['\n'] = 'n', [11] = 'u', ['\f'] = 'f', ['\r'] = 'r', [14] = 'u', [15] = 'u', [16] = 'u', [17] = 'u', [18] = 'u',
	[19] = 'u', [20] = 'u', [21] = 'u', [22] = 'u', [23] = 'u', [24] = 'u', [25] = 'u', [26] = 'u', [27] = 'u', [28] = 'u',
	[29] = 'u', [30] = 'u', [31] = 'u', ['"'] = '"', ['\\'] = '\\', ['/'] = '/',
};

void writer_json_string(struct bytes *out, struct text value)
{
	size_t from = 0;
	bytes_char(out, '"');
	for (size_t i = 0; i < value.len; i++) {
		char how = json_escape[(unsigned char)value.ptr[i]];
		if (!how)
			continue;
		bytes_add(out, value.ptr + from, i - from);
		from = i + 1;
		bytes_char(out, '\\');
		bytes_char(out, how);
		if (how == 'u')
			bytes_hex(out, (unsigned char)value.ptr[i], 4, false);
	}
	if (value.len > from)
		bytes_add(out, value.ptr + from, value.len - from);
	bytes_char(out, '"');
}

// A whole number that prints the same: no plus, no leading zero, no minus zero, within 64 bits.
static bool whole_number(struct text digits, bool negative)
{
	if (digits.len == 0 || digits.len > 19 || (digits.ptr[0] == '0' && (digits.len > 1 || negative)))
		return false;
	for (size_t i = 0; i < digits.len; i++)
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
			return false;
	return digits.len < 19 || memcmp(digits.ptr, negative ? "9223372036854775808" : "9223372036854775807", 19) <= 0;
}

// A fraction that prints the same as a double: 0.001 or more, below ten million, at most 15 digits, no idle zero.
static bool fraction(struct text number, size_t point)
{
	struct text before = { number.ptr, point }, after = { number.ptr + point + 1, number.len - point - 1 };
	if (!whole_number(before, false) || before.len > 7 || after.len == 0 || before.len + after.len > 15)
		return false;
	for (size_t i = 0; i < after.len; i++)
		if (after.ptr[i] < '0' || after.ptr[i] > '9')
			return false;
	if (after.len > 1 && after.ptr[after.len - 1] == '0')
		return false;
	bool tiny = before.ptr[0] == '0' && after.len > 3 && memcmp(after.ptr, "000", 3) == 0;
	return !tiny;
}

static bool number_shape(struct text value, bool *drop_zero)
{
	bool negative = value.len > 0 && value.ptr[0] == '-';
	struct text rest = { value.ptr + negative, value.len - negative };
	if (rest.len == 0 || rest.ptr[0] < '0' || rest.ptr[0] > '9')
		return false;
	const char *point = rest.len <= 17 ? memchr(rest.ptr, '.', rest.len) : NULL;
	if (!point)
		return whole_number(rest, negative);
	*drop_zero = rest.ptr + rest.len - point == 2 && point[1] == '0';
	return fraction(rest, (size_t)(point - rest.ptr)) && !text_same(value, TEXT("-0.0"));
}

bool writer_json_bare(struct text value)
{
	bool drop_zero = false;
	return text_same(value, TEXT("true")) || text_same(value, TEXT("false")) || number_shape(value, &drop_zero);
}

static void json_value(struct bytes *out, struct text value)
{
	bool drop_zero = false, blank = true;
	char first = value.len ? value.ptr[0] : ' ';
	if ((first == 't' && text_same(value, TEXT("true"))) || (first == 'f' && text_same(value, TEXT("false")))) {
		bytes_text(out, value);
		return;
	}
	if ((first == '-' || (first >= '0' && first <= '9')) && number_shape(value, &drop_zero)) {
		bytes_add(out, value.ptr, value.len - (drop_zero ? 2 : 0));
		return;
	}
	for (size_t i = 0; blank && i < value.len; i++)
		blank = value.ptr[i] == ' ';
	writer_json_string(out, blank ? TEXT("") : value);
}

static void json_name(struct writer *w, const char *name)
{
	if (w->follows)
		bytes_char(w->out, ',');
	bytes_char(w->out, '"');
	bytes_str(w->out, name);
	bytes_add(w->out, "\":", 2);
	w->follows = true;
}

static void json_begin(struct writer *w, const char *root)
{
	(void)root;
	bytes_char(w->out, '{');
	w->follows = false;
}

static void json_end(struct writer *w, const char *root)
{
	(void)root;
	bytes_char(w->out, '}');
}

static void json_open(struct writer *w, const char *name, bool wrapped)
{
	json_name(w, name);
	bytes_str(w->out, wrapped ? "[{" : "{");
	w->follows = false;
}

static void json_close(struct writer *w, const char *name, bool wrapped)
{
	(void)name;
	bytes_str(w->out, wrapped ? "}]" : "}");
	w->follows = true;
}

static void json_list(struct writer *w, const char *item)
{
	json_name(w, item);
	if (w->many)
		bytes_char(w->out, '[');
	w->follows = false;
}

static void json_list_end(struct writer *w)
{
	if (w->many)
		bytes_char(w->out, ']');
	w->follows = true;
}

static void json_item(struct writer *w, const char *item, struct text id)
{
	(void)item;
	if (w->follows)
		bytes_char(w->out, ',');
	bytes_char(w->out, '{');
	w->follows = false;
	if (id.len) {
		json_name(w, "@id");
		writer_json_string(w->out, id);
	}
}

static void json_item_end(struct writer *w, const char *item)
{
	(void)item;
	bytes_char(w->out, '}');
	w->follows = true;
}

static void json_text(struct writer *w, const char *name, struct text value)
{
	json_name(w, name);
	json_value(w->out, value);
}

static void json_bare(struct writer *w, const char *name, struct text value)
{
	json_name(w, name);
	bytes_text(w->out, value);
}

static void json_empty(struct writer *w, const char *name, bool wrapped)
{
	json_name(w, name);
	bytes_str(w->out, wrapped ? "[\"\"]" : "\"\"");
}

static const struct writer_format json_format = {
	json_begin, json_end,      json_open, json_close, json_list,  json_list_end,
	json_item,  json_item_end, json_text, json_bare,  json_empty,
};

// --- XML ---

static const char *const xml_escape[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\r'] = "&#13;",
};

static void xml_escaped(struct bytes *out, struct text value)
{
	size_t from = 0;
	for (size_t i = 0; i < value.len; i++) {
		const char *how = xml_escape[(unsigned char)value.ptr[i]];
		if (!how)
			continue;
		bytes_add(out, value.ptr + from, i - from);
		from = i + 1;
		bytes_str(out, how);
	}
	if (value.len > from)
		bytes_add(out, value.ptr + from, value.len - from);
}

static void xml_tag(struct writer *w, const char *before, const char *name, const char *after)
{
	bytes_str(w->out, before);
	bytes_str(w->out, name);
	bytes_str(w->out, after);
}

static void xml_begin(struct writer *w, const char *root)
{
	bytes_str(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
	xml_tag(w, "<", root, ">");
}

static void xml_end(struct writer *w, const char *root)
{
	xml_tag(w, "</", root, ">");
}

static void xml_open(struct writer *w, const char *name, bool wrapped)
{
	(void)wrapped;
	xml_tag(w, "<", name, ">");
}

static void xml_close(struct writer *w, const char *name, bool wrapped)
{
	(void)wrapped;
	xml_tag(w, "</", name, ">");
}

static void xml_list(struct writer *w, const char *item)
{
	(void)w;
	(void)item;
}

static void xml_list_end(struct writer *w)
{
	(void)w;
}

static void xml_item(struct writer *w, const char *item, struct text id)
{
	xml_tag(w, "<", item, id.len ? " id=\"" : ">");
	if (id.len) {
		xml_escaped(w->out, id);
		bytes_add(w->out, "\">", 2);
	}
}

static void xml_item_end(struct writer *w, const char *item)
{
	xml_tag(w, "</", item, ">");
}

static void xml_text(struct writer *w, const char *name, struct text value)
{
	if (value.len == 0) {
		xml_tag(w, "<", name, "/>");
		return;
	}
	xml_tag(w, "<", name, ">");
	xml_escaped(w->out, value);
	xml_tag(w, "</", name, ">");
}

static void xml_empty(struct writer *w, const char *name, bool wrapped)
{
	(void)wrapped;
	xml_tag(w, "<", name, "/>");
}

static const struct writer_format xml_format = {
	xml_begin, xml_end,      xml_open, xml_close, xml_list,  xml_list_end,
	xml_item,  xml_item_end, xml_text, xml_text,  xml_empty,
};

// --- both ---

void writer_begin(struct writer *w, enum format format, struct bytes *out, const char *root)
{
	*w = (struct writer){ .format = format == FORMAT_XML ? &xml_format : &json_format, .out = out };
	w->format->begin(w, root);
}

void writer_end(struct writer *w, const char *root)
{
	w->format->end(w, root);
}

void writer_open(struct writer *w, const char *name)
{
	w->format->open(w, name, false);
}

void writer_close(struct writer *w, const char *name)
{
	w->format->close(w, name, false);
}

void writer_open_wrapped(struct writer *w, const char *name)
{
	w->format->open(w, name, true);
}

void writer_close_wrapped(struct writer *w, const char *name)
{
	w->format->close(w, name, true);
}

void writer_list(struct writer *w, const char *item, size_t count)
{
	w->nested_many = w->many;
	w->many = count > 1;
	w->format->list(w, item);
}

void writer_list_end(struct writer *w)
{
	w->format->list_end(w);
	w->many = w->nested_many;
}

void writer_item(struct writer *w, const char *item, struct text id)
{
	w->format->item(w, item, id);
}

void writer_item_end(struct writer *w, const char *item)
{
	w->format->item_end(w, item);
}

void writer_text(struct writer *w, const char *name, struct text value)
{
	w->format->text(w, name, value);
}

void writer_number(struct writer *w, const char *name, int64_t value)
{
	char digits[24];
	struct bytes number;
	bytes_over(&number, digits, sizeof digits);
	bytes_i64(&number, value);
	w->format->bare(w, name, (struct text){ digits, number.len });
}

void writer_boolean(struct writer *w, const char *name, bool value)
{
	w->format->bare(w, name, value ? TEXT("true") : TEXT("false"));
}

void writer_pair(struct writer *w, const char *item, const char *key, struct text value)
{
	writer_item(w, item, TEXT(""));
	writer_text(w, "key", text_of(key));
	writer_text(w, "value", value);
	writer_item_end(w, item);
}

void writer_empty(struct writer *w, const char *name, bool wrapped)
{
	w->format->empty(w, name, wrapped);
}
