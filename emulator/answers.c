// SPDX-License-Identifier: Apache-2.0
#include "answers.h"

#include "negotiate.h"

#define BODY_CEILING ((size_t)64 << 20)
#define EFFECT_CEILING ((size_t)1 << 20)
#define WHOLE_UP_TO 16 // devices in a body that is made at once

const char *const op_class_words[] = {
	[CLASS_READ] = "read",       [CLASS_PROBE_WRITE] = "probe-write", [CLASS_SENSE] = "sense",
	[CLASS_NOTIFY] = "notify",   [CLASS_CHANGE] = "change",           [CLASS_SECURE] = "secure",
	[CLASS_DESTROY] = "destroy",
};

void answer_init(struct answer *a)
{
	*a = (struct answer){.status = 200, .content_type = "text/plain"};
	bytes_init(&a->body, BODY_CEILING);
	bytes_init(&a->effect, EFFECT_CEILING);
}

void answer_free(struct answer *a)
{
	bytes_free(&a->body);
	bytes_free(&a->effect);
	stream_free(a->stream);
	a->stream = NULL;
}

// True if the last verb noted is this one.
static bool last_verb(const struct answer *a, const char *verb)
{
	size_t size = strlen(verb), rest = a->effect.len - a->last_verb;
	const char *last = a->effect.data + a->last_verb;
	return rest >= size && memcmp(last, verb, size) == 0 && (rest == size || last[size] == ' ');
}

void answer_effect(struct answer *a, const char *verb, struct text object)
{
	if (a->effect.len == 0 || !last_verb(a, verb)) {
		bytes_str(&a->effect, a->effect.len ? "; " : "");
		a->last_verb = a->effect.len;
		bytes_str(&a->effect, verb);
	}
	if (object.len) {
		bytes_char(&a->effect, ' ');
		bytes_text(&a->effect, object);
	}
}

void answer_begin(struct writer *w, struct answer *a, const struct call *c, const char *root)
{
	a->content_type = format_media_type(c->format);
	a->body.len = 0;
	writer_begin(w, c->format, &a->body, root);
}

void answer_message(struct answer *a, const struct call *c, unsigned status, const char *message)
{
	struct writer w;
	a->status = status;
	answer_begin(&w, a, c, DM_ROOT);
	writer_open(&w, "messages");
	writer_text(&w, "message", text_of(message));
	writer_close(&w, "messages");
	if (status == 404)
		writer_number(&w, "totalCount", 0);
	writer_end(&w, DM_ROOT);
}

void answer_failure(struct answer *a)
{
	bytes_free(&a->body);
	stream_free(a->stream);
	a->stream = NULL;
	a->effect.len = 0;
	answer_page(a, 500, "Internal Server Error", "The answer could not be made.");
}

void answer_whole(struct answer *a)
{
	if (!a->stream)
		return;
	while (stream_more(a->stream, &a->body))
		;
	stream_free(a->stream);
	a->stream = NULL;
}

void answer_stream(struct answer *a, const char *content_type, struct stream *stream)
{
	if (!stream) {
		answer_failure(a);
		return;
	}
	a->content_type = content_type;
	a->stream = stream;
	if (stream->selection.count <= WHOLE_UP_TO)
		answer_whole(a);
}

void answer_page(struct answer *a, unsigned status, const char *title, const char *text)
{
	a->status = status;
	a->content_type = "text/html;charset=utf-8";
	a->body.len = 0;
	bytes_str(&a->body, "<!DOCTYPE html><html><head><title>");
	bytes_u64(&a->body, status);
	bytes_char(&a->body, ' ');
	bytes_str(&a->body, title);
	bytes_str(&a->body, "</title></head><body><h1>");
	bytes_str(&a->body, title);
	bytes_str(&a->body, "</h1><p>");
	bytes_str(&a->body, text);
	bytes_str(&a->body, "</p></body></html>\n");
}
