// SPDX-License-Identifier: Apache-2.0
// The stages of a request that is bent: the request itself, its effect, the answer.
#include <stdlib.h>
#include <time.h>

#include "bend_bent.h"
#include "bend_csv.h"
#include "bend_json.h"
#include "fields.h"
#include "messages.h"
#include "negotiate.h"

// Calls `step` for each step from `first` to `last` of the rows whose condition holds.
#define EACH_STEP(bent, i, s, first, last, holds)                                                                      \
	for (size_t i = 0; i < (bent)->count; i++)                                                                         \
		for (const struct bend_step *s = (bent)->rows[i]->steps;                                                       \
		     s < (bent)->rows[i]->steps + BEND_STEPS && s->op != BEND_END && (holds); s++)                             \
			if (s->op >= (first) && s->op <= (last))

// --- the request ---

// A method that lives as long as the program; GET if it is an unknown one.
static const char *method_word(struct text word)
{
	static const char *const methods[] = {"GET", "PUT", "POST", "DELETE", "HEAD"};
	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
		if (text_same(word, text_of(methods[i])))
			return methods[i];
	return methods[0];
}

// A request as "METHOD target".
static struct text split_method(const struct bytes *request, const char **method)
{
	struct text rest = {request->data, request->len};
	*method = method_word(text_cut(&rest, ' '));
	return rest;
}

static void aim_elsewhere(struct bent *bent, struct call *c, struct request *r, const char *template)
{
	struct bytes *request = bent_text(bent);
	bent_expand(bent, template, request);
	struct text target = split_method(request, &c->method);
	request_free(r);
	request_parse(r, target, TEXT(""));
}

static struct text evaluated(struct bent *bent, const char *expression)
{
	struct bytes *value = bent_text(bent);
	tree_text(bent->nothing, expression, value);
	return (struct text){value->data, value->len};
}

static void rename_parameter(struct request *r, const char *name, const char *other)
{
	for (size_t i = 0; i < r->parameter_count; i++)
		if (text_same_word(r->parameters[i].name, text_of(name)))
			r->parameters[i].name = text_of(other);
}

static void bend_request(struct bent *bent, struct call *c, struct request *r, const struct bend_step *s)
{
	struct text old;
	switch (s->op) {
	case BEND_PARAM:
		request_set(r, s->at, evaluated(bent, s->value));
		break;
	case BEND_DEFAULT:
		if (!request_parameter(r, s->at, &old))
			request_set(r, s->at, evaluated(bent, s->value));
		break;
	case BEND_IGNORE:
		request_drop(r, s->at);
		break;
	case BEND_CALL:
		rename_parameter(r, s->at, s->value);
		break;
	case BEND_TARGET:
		aim_elsewhere(bent, c, r, s->at);
		break;
	case BEND_FORMAT:
		bent->wanted = strcmp(s->at, "xml") == 0 ? FORMAT_XML : FORMAT_JSON;
		break;
	default:
		break;
	}
}

bool bent_request(struct bent *bent, struct call *c, struct request *r, bool let_in)
{
	EACH_STEP(bent, i, s, BEND_PARAM, BEND_KEEP_OUT, bent_holds(bent, bent->rows[i], NULL))
	{
		bent->touched[i] = true;
		if (s->op == BEND_LET_IN || s->op == BEND_KEEP_OUT)
			let_in = s->op == BEND_LET_IN;
		else
			bend_request(bent, c, r, s);
	}
	c->format = FORMAT_TREE;
	c->bent = bent;
	return let_in;
}

// --- the effect ---

// A walk over the devices that a call is about: those of its path, of its parameters, and those it has added.
struct concerned {
	const struct call *call; // the call
	unsigned parameter;      // parameter being walked over
	struct values at;        // where in it
	bool path_done;          // the path was looked at
	uint32_t added;          // next device that was added
};

static bool find_device(const struct fleet *f, struct text id, uint32_t *index)
{
	return fleet_by_uuid(f, id, index) || fleet_by_mac(f, id, index);
}

static bool next_device(struct concerned *w, uint32_t *index)
{
	static const char *const parameters[] = {"deviceUuids", "deviceUuid", "deviceWiFiMacAddress"};
	const struct fleet *f = draft_fleet(w->call->draft);
	struct text id;
	if (!w->path_done) {
		w->path_done = true;
		if (find_device(f, w->call->values[0], index))
			return true;
	}
	for (; w->parameter < sizeof parameters / sizeof parameters[0]; w->parameter++, w->at = (struct values){.next = 0})
		while (request_next(w->call->request, parameters[w->parameter], &w->at, &id))
			if (find_device(f, id, index))
				return true;
	if (w->added >= f->count)
		return false;
	*index = w->added++;
	return true;
}

static void change_device(struct bent *bent, struct draft *d, uint32_t device, const struct bend_step *s)
{
	struct text value = s->value ? evaluated(bent, s->value) : TEXT("");
	char digits[24];
	if (s->op == BEND_DETAIL) {
		draft_detail(d, device, s->at, s->value ? &value : NULL);
		return;
	}
	if (s->op == BEND_FIELD) {
		snprintf(digits, sizeof digits, "%.*s", (int)value.len, value.ptr);
		if (field_find(s->at)->kind == FIELD_TEXT)
			draft_text(d, device, s->at, value);
		else
			draft_number(d, device, s->at, strtoll(digits, NULL, 10));
		return;
	}
	for (size_t i = 0; i < STATUSES; i++)
		if (strcmp(status_rows[i].word, s->at) == 0)
			draft_status(d, device, (enum status)i);
}

static void change_devices(struct bent *bent, const struct call *c, const struct bend_step *s)
{
	struct concerned walk = {.call = c, .added = draft_before(c->draft)->count};
	uint32_t device;
	while (next_device(&walk, &device))
		change_device(bent, c->draft, device, s);
}

static void put_off(struct bent *bent, const struct call *c, const char *until)
{
	char *unit;
	uint64_t number = strtoull(until, &unit, 10);
	bool milliseconds = strcmp(unit, "ms") == 0;
	struct later later = {.method = method_word(text_of(c->method)), .account = c->caller};
	bytes_init(&later.target, bent->target.len + 1);
	bytes_text(&later.target, bent->target);
	bytes_init(&later.form, bent->form.len + 1);
	bytes_text(&later.form, bent->form);
	bend_put_off(bent->bend, &later, milliseconds ? 0 : number, milliseconds ? number : 0);
}

static void do_also(struct bent *bent, const struct call *c, const char *template)
{
	struct bytes *request = bent_text(bent);
	struct later later = {.account = c->caller};
	bent_expand(bent, template, request);
	struct text target = split_method(request, &later.method);
	bytes_init(&later.target, target.len + 1);
	bytes_text(&later.target, target);
	bytes_init(&later.form, 0);
	bend_put_off(bent->bend, &later, 0, 0);
}

static void bend_effect(struct bent *bent, const struct call *c, const struct bend_step *s)
{
	switch (s->op) {
	case BEND_FORGET:
		draft_undo(c->draft);
		break;
	case BEND_LATER:
		draft_undo(c->draft);
		put_off(bent, c, s->at);
		break;
	case BEND_ALSO:
		do_also(bent, c, s->at);
		break;
	default:
		change_devices(bent, c, s);
	}
}

void bent_effect(struct bent *bent, const struct call *c)
{
	EACH_STEP(bent, i, s, BEND_FORGET, BEND_DETAIL, bent_holds(bent, bent->rows[i], NULL))
	{
		bent->touched[i] = true;
		bend_effect(bent, c, s);
	}
}

// --- the answer ---

// What kind of tree a body has.
enum kind { KIND_NONE, KIND_BODY, KIND_CSV, KIND_XML };

static enum kind kind_of(const struct answer *a)
{
	if (!a->content_type)
		return KIND_NONE;
	if (strcmp(a->content_type, format_media_type(FORMAT_TREE)) == 0)
		return KIND_BODY;
	if (strncmp(a->content_type, "text/csv", 8) == 0)
		return KIND_CSV;
	return strcmp(a->content_type, "application/xml") == 0 ? KIND_XML : KIND_NONE;
}

static struct tree *body_tree(struct bent *bent, const struct answer *a)
{
	enum kind kind = kind_of(a);
	struct text body = {a->body.data, a->body.len};
	if (kind == KIND_NONE)
		return NULL;
	if (kind != KIND_CSV)
		return tree_parse(body, &bent->context);
	struct bytes *xml = bent_text(bent);
	csv_to_tree(body, xml);
	return tree_parse((struct text){xml->data, xml->len}, &bent->context);
}

static void write_body(struct bent *bent, struct answer *a, struct tree *body, enum kind kind,
                       const struct bend_style *style)
{
	a->body.len = 0;
	if (kind == KIND_CSV)
		csv_from_tree(body, &a->body);
	else if (kind == KIND_XML || bent->wanted == FORMAT_XML)
		tree_write_xml(body, style, &a->body);
	else
		tree_write_json(body, style, &a->body);
	if (kind == KIND_BODY)
		a->content_type = format_media_type(bent->wanted);
}

static void pause_for(const char *milliseconds)
{
	long wait = strtol(milliseconds, NULL, 10);
	nanosleep(&(struct timespec){.tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000}, NULL);
}

static void set_header(struct answer *a, const char *name, const char *value)
{
	if (text_same_word(text_of(name), TEXT("Content-Type"))) {
		a->content_type = value;
		return;
	}
	if (text_same_word(text_of(name), TEXT("Allow")))
		a->allow[0] = '\0';
	if (text_same_word(text_of(name), TEXT("WWW-Authenticate")))
		a->challenge = false;
	if (value && a->header_count < ANSWER_HEADERS)
		a->headers[a->header_count++] = (struct answer_header){name, value};
}

// Replaces each `text` of a body.
static bool replace_bytes(struct bytes *body, struct text text, struct text other)
{
	struct bytes out;
	bool any = false;
	bytes_init(&out, body->ceiling);
	for (size_t i = 0; i < body->len;) {
		bool here = text.len && body->len - i >= text.len && memcmp(body->data + i, text.ptr, text.len) == 0;
		if (here)
			bytes_text(&out, other);
		else
			bytes_char(&out, body->data[i]);
		i += here ? text.len : 1;
		any |= here;
	}
	bytes_free(body);
	*body = out;
	return any;
}

static void put_before(struct bytes *body, struct text text)
{
	struct bytes out;
	bytes_init(&out, body->ceiling);
	bytes_text(&out, text);
	bytes_add(&out, body->data, body->len);
	bytes_free(body);
	*body = out;
}

// False if the text that is to be replaced is not there.
static bool bend_bytes(struct answer *a, const struct bend_step *s)
{
	size_t cut;
	switch (s->op) {
	case BEND_CUT:
		cut = strtoul(s->at, NULL, 10);
		a->body.len -= cut < a->body.len ? cut : a->body.len;
		break;
	case BEND_TAIL:
		bytes_str(&a->body, s->at);
		break;
	case BEND_HEAD:
		put_before(&a->body, text_of(s->at));
		break;
	case BEND_REPLACE:
		return replace_bytes(&a->body, text_of(s->at), text_of(s->value));
	default:
		a->body.len = 0;
		bytes_str(&a->body, s->at);
	}
	return true;
}

static bool status_fits(const struct bend_row *row, unsigned status)
{
	if (row->status == BEND_ANY)
		return true;
	return row->status ? row->status == status : status >= 200 && status < 300;
}

// What messages of an area are wrapped in.
static const char *message_root(const struct bent *bent)
{
	static const struct {
		const char *area; // after /api/v1/
		const char *root;
	} roots[] = {
		{"eas", EAS_ROOT},
		{"sm", SM_ROOT},
		{"alerts", ALERT_ROOT},
		{"policies", POLICY_ROOT},
		{"appsettings", APPSETTING_ROOT},
	};
	const struct request *r = &bent->original;
	for (size_t i = 0; r->segment_count > 2 && i < sizeof roots / sizeof roots[0]; i++)
		if (text_same_word(r->segments[2], text_of(roots[i].area)))
			return roots[i].root;
	return DM_ROOT;
}

static void bend_head(const struct bent *bent, const struct call *c, struct answer *a, const struct bend_step *s)
{
	unsigned status = s->op == BEND_SLEEP ? 0 : (unsigned)strtoul(s->at, NULL, 10);
	if (s->op == BEND_SLEEP)
		pause_for(s->at);
	else if (s->op == BEND_SAY)
		message_answer(a, c, message_root(bent), status, s->value);
	else
		a->status = status;
}

// True if there is a step on the body as a tree.
static bool bends_tree(struct bent *bent, const bool *applies)
{
	bool found = false;
	EACH_STEP(bent, i, s, BEND_SET, BEND_STYLE, applies[i])
	found = true;
	return found;
}

void bent_answer(struct bent *bent, const struct call *c, struct answer *a)
{
	bool applies[BEND_ROWS];
	struct bend_style style = {.json_root = NULL};
	answer_whole(a);
	struct tree *body = body_tree(bent, a);
	for (size_t i = 0; i < bent->count; i++)
		applies[i] = status_fits(bent->rows[i], a->status) && bent_holds(bent, bent->rows[i], body);
	tree_free(body);
	EACH_STEP(bent, i, s, BEND_ANSWER, BEND_SLEEP, applies[i])
	{
		bent->touched[i] = true;
		bend_head(bent, c, a, s);
	}
	enum kind kind = kind_of(a);
	body = body_tree(bent, a);
	EACH_STEP(bent, i, s, BEND_SET, BEND_STYLE, applies[i] && body)
	{
		if (s->op == BEND_STYLE)
			bend_style_set(&style, s->at, s->value);
		bent->touched[i] |= s->op == BEND_STYLE || tree_bend(body, s);
	}
	if (body && (kind == KIND_BODY || bends_tree(bent, applies)))
		write_body(bent, a, body, kind, &style);
	tree_free(body);
	EACH_STEP(bent, i, s, BEND_CUT, BEND_WHOLE, applies[i])
	bent->touched[i] |= bend_bytes(a, s);
	EACH_STEP(bent, i, s, BEND_HEADER, BEND_HEADER, applies[i])
	{
		bent->touched[i] = true;
		set_header(a, s->at, s->value);
	}
}
