// SPDX-License-Identifier: Apache-2.0
#include "resolve.h"

#include <string.h>

#include "address.h"
#include "digest.h"

/** Puts the text with the fixtures in their place; what is made up or answered later stays as written. */
static void put_value(struct text *out, const struct fixtures *fixtures, struct arena *arena, const char *text)
{
	for (const char *start; (start = strstr(text, "${")) != NULL;) {
		const char *end = strchr(start, '}');
		if (!end)
			break;
		const char *name = arena_copy(arena, start + 2, (size_t)(end - start - 2));
		bool open = strncmp(name, "run.", 4) == 0 || strncmp(name, "account.", 8) == 0 || strncmp(name, "long.", 5) == 0;
		const char *value = open ? NULL : fixtures_value(fixtures, name);
		text_add(out, text, (size_t)(start - text));
		if (value)
			text_puts(out, value);
		else
			text_add(out, start, (size_t)(end + 1 - start));
		text = end + 1;
	}
	text_puts(out, text);
}

static void put_objects(struct text *out, struct arena *arena, const struct fixtures *fixtures,
                        const struct request *request, char between)
{
	for (size_t i = 0; i < request->binding_count; i++) {
		const struct binding *binding = &request->bindings[i];
		if (i)
			text_putc(out, between);
		text_puts(out, binding->name);
		text_putc(out, '=');
		bool literal = binding->value && !strstr(binding->value, "${");
		if (literal && address_is_secret(binding->name))
			text_puts(out, "***");
		else if (binding->value)
			put_value(out, fixtures, arena, binding->value);
	}
}

const char *resolve_objects(struct arena *arena, const struct fixtures *fixtures, const struct request *request)
{
	struct text text = text_new(SIZE_MAX / 4);
	put_objects(&text, arena, fixtures, request, ' ');
	const char *copy = arena_copy(arena, text.ptr, text.len);
	text_free(&text);
	return copy;
}

static void put_request(struct text *out, struct arena *arena, const struct fixtures *fixtures, const char *case_id,
                        const struct request *request)
{
	text_printf(out, "%s\n%s\n%s\n%s\n%d %d %d\n", case_id, request->method,
	            request->path ? request->path : request->endpoint->path, safety_name(request->safety),
	            (int)request->format, (int)request->accept, (int)request->who);
	put_objects(out, arena, fixtures, request, '\n');
	text_putc(out, '\n');
	for (size_t i = 0; i < request->undo_count; i++) {
		const struct step *undo = &request->undo[i];
		text_printf(out, "undo %s %s\n", undo->endpoint->method, undo->endpoint->path);
		for (size_t p = 0; p < undo->parameter_count; p++) {
			text_printf(out, "%s=", undo->parameters[p].name);
			put_value(out, fixtures, arena, undo->parameters[p].value);
			text_putc(out, '\n');
		}
	}
}

char *resolve_hash(struct arena *arena, const struct plan *plan, const struct fixtures *fixtures,
                   const struct resolve_about *about)
{
	struct text text = text_new(SIZE_MAX / 4);
	text_printf(&text, "%s\n%s\n%s\n", about->tool_version, about->case_version ? about->case_version : "",
	            about->target);
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct planned *planned = &plan->cases[i];
		for (size_t r = 0; !planned->skip && r < planned->request_count; r++)
			put_request(&text, arena, fixtures, planned->id, &plan->requests[planned->requests[r]]);
	}
	char *hash = digest_hex(arena, (struct str){text.ptr, text.len});
	text_free(&text);
	return hash;
}
