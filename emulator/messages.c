// SPDX-License-Identifier: Apache-2.0
#include "messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void message_write(struct writer *w, const char *format, ...)
{
	char *message;
	va_list arguments;
	va_start(arguments, format);
	int size = vasprintf(&message, format, arguments);
	va_end(arguments);
	if (size < 0) {
		w->out->failed = true;
		return;
	}
	writer_open(w, "messages");
	writer_text(w, "message", (struct text){message, (size_t)size});
	writer_close(w, "messages");
	free(message);
}

void message_answer(struct answer *a, const struct call *c, const char *root, unsigned status, const char *message)
{
	struct writer w;
	a->status = status;
	answer_begin(&w, a, c, root);
	message_write(&w, "%s", message);
	writer_end(&w, root);
}

void message_item(struct writer *w, const char *item, int64_t id)
{
	char storage[24];
	struct bytes digits;
	bytes_over(&digits, storage, sizeof storage);
	bytes_i64(&digits, id);
	writer_item(w, item, (struct text){storage, digits.len});
}
