// SPDX-License-Identifier: Apache-2.0
#include "writer_format.h"

#include <stdio.h>
#include <stdlib.h>

// --- JSON ---

// 0 = as it is, 'u' = \u00XX, else the letter after the backslash.
static const char json_escape[256] = {
	[0] = 'u',  [1] = 'u',    [2] = 'u',    [3] = 'u',    [4] = 'u',   [5] = 'u',     [6] = 'u',
	[7] = 'u',  ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', [11] = 'u',  ['\f'] = 'f',  ['\r'] = 'r',
	[14] = 'u', [15] = 'u',   [16] = 'u',   [17] = 'u',   [18] = 'u',  [19] = 'u',    [20] = 'u',
	[21] = 'u', [22] = 'u',   [23] = 'u',   [24] = 'u',   [25] = 'u',  [26] = 'u',    [27] = 'u',
	[28] = 'u', [29] = 'u',   [30] = 'u',   [31] = 'u',   ['"'] = '"', ['\\'] = '\\', ['/'] = '/',
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

// True if a double prints back these 16 or 17 digits and no fewer would do; up to 15 digits always come back.
static bool prints_back(struct text number, int digits)
{
	char copy[32], shorter[32], again[32];
	if (digits > 17 || number.len >= sizeof copy)
		return false;
	memcpy(copy, number.ptr, number.len);
	copy[number.len] = '\0';
	double value = strtod(copy, NULL);
	snprintf(again, sizeof again, "%.*g", digits, value);
	snprintf(shorter, sizeof shorter, "%.*g", digits - 1, value);
	return strcmp(again, copy) == 0 && strtod(shorter, NULL) != value;
}

// A fraction that prints the same as a double: 0.001 or more, below ten million, no more digits than it takes.
static bool fraction(struct text number, size_t point)
{
	struct text before = {number.ptr, point}, after = {number.ptr + point + 1, number.len - point - 1};
	if (!whole_number(before, false) || before.len > 7 || after.len == 0)
		return false;
	for (size_t i = 0; i < after.len; i++)
		if (after.ptr[i] < '0' || after.ptr[i] > '9')
			return false;
	if (after.len > 1 && after.ptr[after.len - 1] == '0')
		return false;
	bool tiny = before.ptr[0] == '0' && after.len > 3 && memcmp(after.ptr, "000", 3) == 0;
	size_t idle = before.ptr[0] == '0';
	while (idle && idle <= after.len && after.ptr[idle - 1] == '0')
		idle++;
	size_t digits = before.len + after.len - idle;
	return !tiny && (digits <= 15 || prints_back(number, (int)digits));
}

static bool number_shape(struct text value, bool *drop_zero)
{
	bool negative = value.len > 0 && value.ptr[0] == '-';
	struct text rest = {value.ptr + negative, value.len - negative};
	if (rest.len == 0 || rest.ptr[0] < '0' || rest.ptr[0] > '9')
		return false;
	const char *point = rest.len <= 22 ? memchr(rest.ptr, '.', rest.len) : NULL;
	if (!point)
		return whole_number(rest, negative);
	*drop_zero = rest.ptr + rest.len - point == 2 && point[1] == '0';
	return fraction(rest, (size_t)(point - rest.ptr)) && !text_same(value, TEXT("-0.0"));
}

void writer_json_value(struct bytes *out, struct text value)
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
	struct bytes *out = w->out;
	size_t size = strlen(name);
	if (out->room - out->len < size + 4 && !bytes_grow(out, size + 4))
		return;
	char *at = out->data + out->len;
	if (w->follows)
		*at++ = ',';
	*at++ = '"';
	memcpy(at, name, size);
	memcpy(at + size, "\":", 2);
	out->len = (size_t)(at - out->data) + size + 2;
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

static void json_item_text(struct writer *w, const char *item, struct text value)
{
	(void)item;
	if (w->follows)
		bytes_char(w->out, ',');
	writer_json_value(w->out, value);
	w->follows = true;
}

static void json_text(struct writer *w, const char *name, struct text value)
{
	json_name(w, name);
	writer_json_value(w->out, value);
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

static void json_pair(struct writer *w, const char *item, struct text key, struct text value)
{
	(void)item;
	if (w->follows)
		bytes_char(w->out, ',');
	bytes_add(w->out, "{\"key\":", 7);
	writer_json_value(w->out, key);
	bytes_add(w->out, ",\"value\":", 9);
	writer_json_value(w->out, value);
	bytes_char(w->out, '}');
	w->follows = true;
}

static const struct writer_format json_format = {
	json_begin,    json_end,       json_open, json_close, json_list,  json_list_end, json_item,
	json_item_end, json_item_text, json_text, json_bare,  json_empty, json_pair,
};

// --- XML ---

static const char *const xml_escape[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\r'] = "&#13;",
};

void writer_xml_escaped(struct bytes *out, struct text value)
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

static void xml_open_tag(struct writer *w, const char *name, size_t size)
{
	struct bytes *out = w->out;
	if (out->room - out->len < size + 2 && !bytes_grow(out, size + 2))
		return;
	char *at = out->data + out->len;
	*at++ = '<';
	memcpy(at, name, size);
	at[size] = '>';
	out->len += size + 2;
}

static void xml_close_tag(struct writer *w, const char *name, size_t size)
{
	struct bytes *out = w->out;
	if (out->room - out->len < size + 3 && !bytes_grow(out, size + 3))
		return;
	char *at = out->data + out->len;
	*at++ = '<';
	*at++ = '/';
	memcpy(at, name, size);
	at[size] = '>';
	out->len += size + 3;
}

static void xml_begin(struct writer *w, const char *root)
{
	bytes_str(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
	xml_open_tag(w, root, strlen(root));
}

static void xml_end(struct writer *w, const char *root)
{
	xml_close_tag(w, root, strlen(root));
}

static void xml_open(struct writer *w, const char *name, bool wrapped)
{
	(void)wrapped;
	xml_open_tag(w, name, strlen(name));
}

static void xml_close(struct writer *w, const char *name, bool wrapped)
{
	(void)wrapped;
	xml_close_tag(w, name, strlen(name));
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
	if (id.len == 0) {
		xml_open_tag(w, item, strlen(item));
		return;
	}
	bytes_char(w->out, '<');
	bytes_str(w->out, item);
	bytes_add(w->out, " id=\"", 5);
	writer_xml_escaped(w->out, id);
	bytes_add(w->out, "\">", 2);
}

static void xml_item_end(struct writer *w, const char *item)
{
	xml_close_tag(w, item, strlen(item));
}

static void xml_empty(struct writer *w, const char *name, bool wrapped)
{
	(void)wrapped;
	bytes_char(w->out, '<');
	bytes_str(w->out, name);
	bytes_add(w->out, "/>", 2);
}

static void xml_text(struct writer *w, const char *name, struct text value)
{
	size_t size = strlen(name);
	if (value.len == 0) {
		xml_empty(w, name, false);
		return;
	}
	xml_open_tag(w, name, size);
	writer_xml_escaped(w->out, value);
	xml_close_tag(w, name, size);
}

static void xml_pair(struct writer *w, const char *item, struct text key, struct text value)
{
	xml_open_tag(w, item, strlen(item));
	bytes_add(w->out, "<key>", 5);
	writer_xml_escaped(w->out, key);
	bytes_add(w->out, "</key>", 6);
	if (value.len) {
		bytes_add(w->out, "<value>", 7);
		writer_xml_escaped(w->out, value);
		bytes_add(w->out, "</value>", 8);
	} else {
		bytes_add(w->out, "<value/>", 8);
	}
	xml_close_tag(w, item, strlen(item));
}

static const struct writer_format xml_format = {
	xml_begin,    xml_end,  xml_open, xml_close, xml_list,  xml_list_end, xml_item,
	xml_item_end, xml_text, xml_text, xml_text,  xml_empty, xml_pair,
};

// --- all ---

void writer_begin(struct writer *w, enum format format, struct bytes *out, const char *root)
{
	static const struct writer_format *const formats[] =
		{[FORMAT_JSON] = &json_format, [FORMAT_XML] = &xml_format, [FORMAT_TREE] = &tree_format};
	*w = (struct writer){.format = formats[format], .out = out};
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
	w->outer_many = w->outer_many << 1 | w->many;
	w->many = count > 1;
	w->format->list(w, item);
}

void writer_list_end(struct writer *w)
{
	w->format->list_end(w);
	w->many = w->outer_many & 1;
	w->outer_many >>= 1;
}

void writer_item(struct writer *w, const char *item, struct text id)
{
	w->format->item(w, item, id);
}

void writer_item_end(struct writer *w, const char *item)
{
	w->format->item_end(w, item);
}

void writer_item_text(struct writer *w, const char *item, struct text value)
{
	w->format->item_text(w, item, value);
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
	w->format->bare(w, name, (struct text){digits, number.len});
}

void writer_boolean(struct writer *w, const char *name, bool value)
{
	w->format->bare(w, name, value ? TEXT("true") : TEXT("false"));
}

void writer_pair(struct writer *w, const char *item, const char *key, struct text value)
{
	w->format->pair(w, item, text_of(key), value);
}

void writer_empty(struct writer *w, const char *name, bool wrapped)
{
	w->format->empty(w, name, wrapped);
}
