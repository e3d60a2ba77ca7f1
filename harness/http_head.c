// SPDX-License-Identifier: Apache-2.0
#include "http_impl.h"

#include <string.h>

/** What a head can have wrong; one bit each. */
enum {
	STATUS_RANGE = 1 << 0,
	LENGTH_BAD = 1 << 1,
	LENGTH_DIFFERS = 1 << 2,
	LENGTH_TWICE = 1 << 3,
	LENGTH_SEEN = 1 << 4,
	CODING_SEEN = 1 << 5,
	CODING_UNKNOWN = 1 << 6,
	NAME_BAD = 1 << 7,
	COLON_MISSING = 1 << 8,
	CONTROL_BYTE = 1 << 9,
	FOLDED = 1 << 10,
	BARE_LF = 1 << 11,
	SWITCH = 1 << 12,
};

/** One violation: it holds when all of its bits are set. */
struct violation {
	unsigned bits;
	enum http_trouble trouble; /**< HTTP_OK: the answer can still be read as the sender meant it */
	const char *text;
};

static const struct violation VIOLATIONS[] = {
	{LENGTH_BAD, HTTP_LENGTH, "Content-Length is not a number from 0 to 2^63-1"},
	{LENGTH_DIFFERS, HTTP_LENGTH, "Content-Length given twice with different values"},
	{LENGTH_TWICE, HTTP_OK, "Content-Length given twice"},
	{LENGTH_SEEN | CODING_SEEN, HTTP_OK, "Content-Length together with Transfer-Encoding"},
	{CODING_UNKNOWN, HTTP_PROTOCOL, "Transfer-Encoding is not chunked alone"},
	{STATUS_RANGE, HTTP_PROTOCOL, "status code outside 100 to 599"},
	{SWITCH, HTTP_PROTOCOL, "status 101 although no other protocol was asked for"},
	{COLON_MISSING, HTTP_OK, "header line without a colon"},
	{NAME_BAD, HTTP_OK, "header name is empty or holds a byte that no name may hold"},
	{CONTROL_BYTE, HTTP_OK, "control byte in a header line"},
	{FOLDED, HTTP_OK, "header folded over two lines"},
	{BARE_LF, HTTP_OK, "header line ends in LF without CR"},
};

/** The head while it is read line by line. */
struct reading {
	struct arena *arena;
	char *copy; /**< the raw head; every view points into it */
	struct http_head head;
	unsigned bits;
	int64_t length; /**< the Content-Length seen first */
};

bool http_head_is_interim(int status)
{
	return status >= 100 && status <= 199 && status != 101;
}

struct str http_head_find(const struct http_header *headers, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (str_is_nocase(headers[i].name, name))
			return headers[i].value;
	return (struct str){"", 0};
}

/** The number that the digits stand for, or -1 when they are none or too many. */
static int64_t length_of(struct str digits)
{
	int64_t value = 0;
	if (!str_is_digits(digits))
		return -1;
	for (size_t i = 0; i < digits.len; i++)
		if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, digits.ptr[i] - '0', &value))
			return -1;
	return value;
}

static void read_one_length(struct reading *reading, struct str value)
{
	int64_t length = length_of(str_trim(value));
	if (length < 0)
		reading->bits |= LENGTH_BAD;
	else if (!(reading->bits & LENGTH_SEEN))
		reading->length = length;
	else
		reading->bits |= reading->length == length ? LENGTH_TWICE : LENGTH_DIFFERS;
	reading->bits |= LENGTH_SEEN;
}

/** A list in one header ("5, 5") is the same violation as the header twice. */
static void read_length(struct reading *reading, struct str value)
{
	for (;;) {
		const char *comma = value.len ? memchr(value.ptr, ',', value.len) : NULL;
		size_t length = comma ? (size_t)(comma - value.ptr) : value.len;
		read_one_length(reading, (struct str){value.ptr, length});
		if (!comma)
			return;
		value = (struct str){comma + 1, value.len - length - 1};
	}
}

static void read_coding(struct reading *reading, struct str value)
{
	if ((reading->bits & CODING_SEEN) || !str_is_nocase(value, "chunked"))
		reading->bits |= CODING_UNKNOWN;
	reading->bits |= CODING_SEEN;
}

/** Headers that decide where the body ends. */
static const struct {
	const char *name;
	void (*read)(struct reading *reading, struct str value);
} FRAMING_HEADERS[] = {
	{"Content-Length", read_length},
	{"Transfer-Encoding", read_coding},
};

static bool is_name_byte(char c)
{
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
		return true;
	return c && strchr("!#$%&'*+-.^_`|~", c);
}

static bool is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!is_name_byte(name.ptr[i]))
			return false;
	return name.len > 0;
}

static bool has_control_byte(struct str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (((unsigned char)line.ptr[i] < 0x20 && line.ptr[i] != '\t') || line.ptr[i] == 0x7f)
			return true;
	return false;
}

/** "HTTP/1.1 200 OK" gives 200; the reason may be missing. */
static int status_of(struct str line)
{
	const char *blank = line.len > 5 && memcmp(line.ptr, "HTTP/", 5) == 0 ? memchr(line.ptr, ' ', line.len) : NULL;
	if (!blank)
		return 0;
	struct str code = str_trim((struct str){blank, line.len - (size_t)(blank - line.ptr)});
	if (code.len < 3 || !str_is_digits((struct str){code.ptr, 3}) || (code.len > 3 && code.ptr[3] != ' '))
		return 0;
	return (code.ptr[0] - '0') * 100 + (code.ptr[1] - '0') * 10 + code.ptr[2] - '0';
}

/**
 * A line that starts with a blank continues the value before it. Both lie in the same copy of the head, so the line end
 * between them is blanked and the view widened: a head of nothing but folds costs no more than any other.
 */
static void read_folded(struct reading *reading, struct str line)
{
	struct http_head *head = &reading->head;
	reading->bits |= FOLDED;
	if (head->header_count == 0)
		return;
	struct str *value = &head->headers[head->header_count - 1].value;
	size_t end = (size_t)(value->ptr - reading->copy) + value->len;
	size_t start = (size_t)(line.ptr - reading->copy);
	memset(reading->copy + end, ' ', start - end);
	*value = str_trim((struct str){value->ptr, start + line.len - (size_t)(value->ptr - reading->copy)});
}

static void read_header(struct reading *reading, struct str line)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	if (!colon) {
		reading->bits |= COLON_MISSING;
		return;
	}
	size_t length = (size_t)(colon - line.ptr);
	struct http_header header = {{line.ptr, length}, str_trim((struct str){colon + 1, line.len - length - 1})};
	if (!is_name(header.name))
		reading->bits |= NAME_BAD;
	header.name = str_trim(header.name);
	ARENA_PUSH(reading->arena, reading->head.headers, reading->head.header_count, header);
}

static void read_line(struct reading *reading, struct str line, bool first)
{
	if (has_control_byte(line))
		reading->bits |= CONTROL_BYTE;
	if (first)
		reading->head.status = status_of(line);
	else if (line.ptr[0] == ' ' || line.ptr[0] == '\t')
		read_folded(reading, line);
	else
		read_header(reading, line);
}

/** The line up to its end of line, which is dropped; `rest` moves behind it. */
static struct str next_line(struct reading *reading, struct str *rest)
{
	const char *end = memchr(rest->ptr, '\n', rest->len);
	size_t length = end ? (size_t)(end - rest->ptr) : rest->len;
	struct str line = {rest->ptr, length};
	*rest = (struct str){rest->ptr + length + (end ? 1 : 0), rest->len - length - (end ? 1 : 0)};
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	else if (end)
		reading->bits |= BARE_LF;
	return line;
}

/** Folded values are only known at the end, so the framing headers are read after all lines. */
static void judge(struct reading *reading)
{
	struct http_head *head = &reading->head;
	if (head->status && (head->status < 100 || head->status > 599))
		reading->bits |= STATUS_RANGE;
	if (head->status == 101)
		reading->bits |= SWITCH;
	for (size_t i = 0; i < head->header_count; i++)
		for (size_t k = 0; k < ARRAY_LEN(FRAMING_HEADERS); k++)
			if (str_is_nocase(head->headers[i].name, FRAMING_HEADERS[k].name))
				FRAMING_HEADERS[k].read(reading, head->headers[i].value);
	for (size_t i = 0; i < ARRAY_LEN(VIOLATIONS); i++) {
		const struct violation *violation = &VIOLATIONS[i];
		if ((reading->bits & violation->bits) != violation->bits)
			continue;
		if (head->trouble == HTTP_OK)
			head->trouble = violation->trouble;
		head->framing =
			head->framing ? arena_printf(reading->arena, "%s; %s", head->framing, violation->text) : violation->text;
	}
}

struct http_head http_head_parse(struct arena *arena, struct str raw)
{
	struct reading reading = {.arena = arena, .copy = arena_copy(arena, raw.ptr, raw.len)};
	raw.ptr = reading.copy;
	for (bool first = true; raw.len; first = false) {
		struct str line = next_line(&reading, &raw);
		if (line.len == 0)
			break;
		read_line(&reading, line, first);
	}
	judge(&reading);
	return reading.head;
}
