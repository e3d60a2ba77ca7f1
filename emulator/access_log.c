// SPDX-License-Identifier: Apache-2.0
#include "access_log.h"

#include <fcntl.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define LINE_CEILING ((size_t)1 << 21)

bool access_log_open(struct access_log *log, const char *path)
{
	pthread_mutex_init(&log->lock, NULL);
	log->fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
	return !path || log->fd >= 0;
}

void access_log_close(struct access_log *log)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
	pthread_mutex_destroy(&log->lock);
}

// What a client sent may be any bytes; all but plain ASCII is escaped.
static void put_string(struct bytes *out, struct text value)
{
	bytes_char(out, '"');
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];
		if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
			bytes_add(out, "\\u", 2);
			bytes_hex(out, c, 4, false);
		} else {
			bytes_char(out, (char)c);
		}
	}
	bytes_char(out, '"');
}

static void put_member(struct bytes *out, const char *name, struct text value)
{
	bytes_add(out, ",\"", 2);
	bytes_str(out, name);
	bytes_add(out, "\":", 2);
	put_string(out, value);
}

static bool names_password(struct text name)
{
	for (size_t i = 0; i + 8 <= name.len; i++)
		if (strncasecmp(name.ptr + i, "password", 8) == 0)
			return true;
	return false;
}

// The query with the values of password parameters blotted out.
static void put_query(struct bytes *out, struct text query)
{
	struct bytes shown;
	size_t at = 0;
	bytes_init(&shown, LINE_CEILING);
	while (at < query.len) {
		const char *part = query.ptr + at, *end = memchr(part, '&', query.len - at);
		size_t size = end ? (size_t)(end - part) : query.len - at;
		const char *equals = memchr(part, '=', size);
		size_t name = equals ? (size_t)(equals - part) : size;
		bool secret = equals && names_password((struct text){part, name});
		bytes_add(&shown, part, secret ? name + 1 : size);
		if (secret)
			bytes_str(&shown, "***");
		if (end)
			bytes_char(&shown, '&');
		at += size + 1;
	}
	put_member(out, "query", (struct text){shown.data, shown.len});
	bytes_free(&shown);
}

static void put_line(struct bytes *out, const struct access_entry *e)
{
	bytes_str(out, "{\"time\":\"");
	bytes_iso(out, (int64_t)time(NULL));
	bytes_char(out, '"');
	put_member(out, "method", text_of(e->method));
	put_member(out, "path", e->path);
	put_query(out, e->query);
	bytes_str(out, ",\"status\":");
	bytes_u64(out, e->status);
	bytes_str(out, ",\"bytes\":");
	bytes_u64(out, e->bytes);
	put_member(out, "class", text_of(e->op_class));
	put_member(out, "effect", e->effect);
	put_member(out, "case", e->case_id);
	put_member(out, "user-agent", e->user_agent);
	bytes_str(out, e->authorized ? ",\"authorized\":true}\n" : ",\"authorized\":false}\n");
}

void access_log_write(struct access_log *log, const struct access_entry *e)
{
	struct bytes line;
	if (log->fd < 0)
		return;
	bytes_init(&line, LINE_CEILING);
	put_line(&line, e);
	pthread_mutex_lock(&log->lock);
	for (size_t at = 0; !line.failed && at < line.len;) {
		ssize_t written = write(log->fd, line.data + at, line.len - at);
		if (written <= 0)
			break;
		at += (size_t)written;
	}
	pthread_mutex_unlock(&log->lock);
	bytes_free(&line);
}
