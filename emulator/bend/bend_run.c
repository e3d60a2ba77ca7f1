// SPDX-License-Identifier: Apache-2.0
// What is on, which rows are about a request, and requests that were put off.
#include <assert.h>
#include <fnmatch.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "bend_bent.h"
#include "routes.h"

#define TEXT_CEILING ((size_t)8 << 20)

// A request that was put off.
struct put_off {
	struct later later;   // what to do
	uint64_t reads;       // once this many reads were counted
	uint64_t time;        // and this time has come, in milliseconds
	struct put_off *next; // put off after it
};

struct bend {
	const struct bend_row *rows[BEND_ROWS]; // what is on
	size_t count;                           // number of rows
	pthread_mutex_t lock;                   // guards the rest
	unsigned fits[BEND_ROWS];               // requests that each row was about
	bool touched[BEND_ROWS];                // rows that have changed something
	uint64_t reads;                         // reads so far
	struct put_off *first;                  // oldest request that was put off
};

static bool switch_on(struct bend *b, const char *name, bool allowed)
{
	const struct bend_row *row = bend_find(name, allowed);
	if (!row)
		fprintf(stderr, "epmm-emulator: there is no %s '%s'; see --list-%s\n", allowed ? "variation" : "fault", name,
		        allowed ? "variations" : "faults");
	else
		b->rows[b->count++] = row;
	return row != NULL;
}

struct bend *bend_new(const char *const *faults, size_t fault_count, const char *const *variations,
                      size_t variation_count)
{
	struct bend *b = calloc(1, sizeof *b);
	bool known = b != NULL;
	assert(fault_count + variation_count <= BEND_ROWS);
	for (size_t i = 0; known && i < fault_count; i++)
		known = switch_on(b, faults[i], false);
	for (size_t i = 0; known && i < variation_count; i++)
		known = switch_on(b, variations[i], true);
	if (!known) {
		free(b);
		return NULL;
	}
	pthread_mutex_init(&b->lock, NULL);
	return b;
}

// A row that has changed nothing proves nothing: its condition never held, or its path leads nowhere.
static void report_untouched(const struct bend *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (!b->touched[i])
			fprintf(stderr, "epmm-emulator: %s changed nothing\n", b->rows[i]->name);
}

void bend_free(struct bend *b)
{
	struct later later;
	if (!b)
		return;
	report_untouched(b);
	while (bend_due(b, true, &later))
		later_free(&later);
	pthread_mutex_destroy(&b->lock);
	free(b);
}

// --- requests put off ---

static uint64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void later_free(struct later *later)
{
	bytes_free(&later->target);
	bytes_free(&later->form);
}

void bend_put_off(struct bend *b, const struct later *later, uint64_t reads, uint64_t milliseconds)
{
	struct put_off *p = malloc(sizeof *p), **end = &b->first;
	if (!p)
		return;
	*p = (struct put_off){.later = *later, .time = now() + milliseconds};
	pthread_mutex_lock(&b->lock);
	p->reads = b->reads + reads;
	while (*end)
		end = &(*end)->next;
	*end = p;
	pthread_mutex_unlock(&b->lock);
}

bool bend_due(struct bend *b, bool all, struct later *later)
{
	pthread_mutex_lock(&b->lock);
	struct put_off *p = b->first;
	bool due = p && (all || (b->reads >= p->reads && now() >= p->time));
	if (due) {
		b->first = p->next;
		*later = p->later;
	}
	pthread_mutex_unlock(&b->lock);
	if (due)
		free(p);
	return due;
}

void bend_count(struct bend *b, bool is_read)
{
	pthread_mutex_lock(&b->lock);
	b->reads += is_read;
	pthread_mutex_unlock(&b->lock);
}

// --- one request ---

// True if a name fits one of the patterns between commas.
static bool is_about(const char *patterns, const char *name)
{
	struct text rest = text_of(patterns);
	while (rest.len) {
		char pattern[64];
		struct text one = text_cut(&rest, ',');
		int size = snprintf(pattern, sizeof pattern, "%.*s", (int)one.len, one.ptr);
		assert(size > 0 && (size_t)size < sizeof pattern);
		if (fnmatch(pattern, name, 0) == 0)
			return true;
	}
	return false;
}

static bool format_fits(const struct bend_row *row, enum format format)
{
	return row->format == BEND_BOTH || (row->format == BEND_XML) == (format == FORMAT_XML);
}

// A wrong method is only bent by rows about its answer.
static void choose_rows(struct bent *bent, const char *operation, bool served, enum format format)
{
	struct bend *b = bent->bend;
	pthread_mutex_lock(&b->lock);
	for (size_t i = 0; i < b->count; i++) {
		const struct bend_row *row = b->rows[i];
		if (!is_about(row->on, operation) || !format_fits(row, format) ||
		    (!served && row->status != 405 && row->status != BEND_ANY))
			continue;
		if (row->every < 2 || ++b->fits[i] % row->every == 0)
			bent->rows[bent->count++] = row;
	}
	pthread_mutex_unlock(&b->lock);
}

struct bent *bent_begin(struct bend *b, const struct call *c, struct text target, struct text form)
{
	struct bent *bent = calloc(1, sizeof *bent);
	if (!bent)
		return NULL;
	*bent = (struct bent){.bend = b, .wanted = c->format, .target = target, .form = form};
	request_parse(&bent->original, target, form);
	bool served;
	const char *operation = route_name(c->method, &bent->original, bent->values, &served);
	if (operation)
		choose_rows(bent, operation, served, c->format);
	pthread_mutex_lock(&b->lock);
	const char *account = c->caller ? c->caller->user : c->stranger ? "?" : "";
	bent->context = (struct bend_context){&bent->original, bent->values, account, b->reads, c->format_named};
	pthread_mutex_unlock(&b->lock);
	bent->nothing = bent->count ? tree_parse(TEXT("<none/>"), &bent->context) : NULL;
	if (bent->nothing)
		return bent;
	bent_end(bent);
	return NULL;
}

static void remember_touched(const struct bent *bent)
{
	struct bend *b = bent->bend;
	pthread_mutex_lock(&b->lock);
	for (size_t i = 0; i < bent->count; i++)
		for (size_t k = 0; k < b->count; k++)
			b->touched[k] |= bent->touched[i] && b->rows[k] == bent->rows[i];
	pthread_mutex_unlock(&b->lock);
}

void bent_end(struct bent *bent)
{
	remember_touched(bent);
	tree_free(bent->nothing);
	for (size_t i = 0; i < bent->text_count; i++)
		bytes_free(&bent->texts[i]);
	request_free(&bent->original);
	free(bent);
}

struct bytes *bent_text(struct bent *bent)
{
	assert(bent->text_count < BENT_TEXTS);
	struct bytes *text = &bent->texts[bent->text_count++];
	bytes_init(text, TEXT_CEILING);
	return text;
}

bool bent_holds(struct bent *bent, const struct bend_row *row, struct tree *body)
{
	return !row->when || tree_holds(body ? body : bent->nothing, row->when);
}

// --- templates ---

static void put_encoded(struct bytes *out, struct text value)
{
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] && strchr(unreserved, value.ptr[i])) {
			bytes_char(out, value.ptr[i]);
			continue;
		}
		bytes_char(out, '%');
		bytes_hex(out, (unsigned char)value.ptr[i], 2, true);
	}
}

static void put_variable(const struct bent *bent, const char *name, struct bytes *out)
{
	struct text value = TEXT("");
	if (strcmp(name, "query") == 0) {
		bytes_text(out, bent->original.query);
		return;
	}
	if (strcmp(name, "1") == 0 || strcmp(name, "2") == 0)
		value = bent->values[name[0] - '1'];
	else
		request_parameter(&bent->original, name, &value);
	put_encoded(out, value);
}

void bent_expand(const struct bent *bent, const char *template, struct bytes *out)
{
	struct text rest = text_of(template);
	while (rest.len) {
		char name[64];
		bool variable = memchr(rest.ptr, '{', rest.len) != NULL;
		bytes_text(out, text_cut(&rest, '{'));
		if (!variable)
			break;
		struct text word = text_cut(&rest, '}');
		snprintf(name, sizeof name, "%.*s", (int)word.len, word.ptr);
		put_variable(bent, name, out);
	}
}
