// SPDX-License-Identifier: Apache-2.0
#include "state.h"

#include <pthread.h>
#include <stdlib.h>

#include "idcode.h"

// A fleet with what it owns. `fleet` comes first, so that a pointer to it is one to the version.
struct version {
	struct fleet fleet;         // what others see
	struct overrides overrides; // own list
	struct facts facts;         // own list
	atomic_uint holders;        // how many hold it
};

struct draft {
	struct state *state;     // where it belongs
	struct version *version; // the next fleet
	bool changed;            // something was changed
	bool failed;             // memory ran out
};

struct state {
	const struct fleet *start; // as given
	pthread_mutex_t writing;   // held while there is a draft
	pthread_mutex_t changing;  // guards `current`
	struct version *current;   // what is served
	struct draft draft;        // the draft, while there is one
};

static struct version *version_of(const struct fleet *f)
{
	return (struct version *)(uintptr_t)f;
}

static struct version *next_version(const struct fleet *f)
{
	struct version *v = calloc(1, sizeof *v);
	if (!v)
		return NULL;
	v->fleet = *f;
	v->fleet.overrides = &v->overrides;
	v->fleet.facts = &v->facts;
	atomic_init(&v->holders, 1);
	if (overrides_copy(&v->overrides, f->overrides) && facts_copy(&v->facts, f->facts))
		return v;
	fleet_release(&v->fleet);
	return NULL;
}

void fleet_hold(const struct fleet *f)
{
	atomic_fetch_add(&version_of(f)->holders, 1);
}

void fleet_release(const struct fleet *f)
{
	struct version *v = version_of(f);
	if (atomic_fetch_sub(&v->holders, 1) > 1)
		return;
	overrides_drop(&v->overrides);
	facts_drop(&v->facts);
	free(v);
}

struct state *state_new(const struct fleet *start)
{
	struct state *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->start = start;
	s->current = next_version(start);
	if (!s->current) {
		free(s);
		return NULL;
	}
	pthread_mutex_init(&s->writing, NULL);
	pthread_mutex_init(&s->changing, NULL);
	return s;
}

void state_free(struct state *s)
{
	fleet_release(&s->current->fleet);
	pthread_mutex_destroy(&s->writing);
	pthread_mutex_destroy(&s->changing);
	free(s);
}

const struct fleet *state_start(const struct state *s)
{
	return s->start;
}

const struct fleet *state_fleet(struct state *s)
{
	pthread_mutex_lock(&s->changing);
	const struct fleet *f = &s->current->fleet;
	fleet_hold(f);
	pthread_mutex_unlock(&s->changing);
	return f;
}

struct draft *draft_begin(struct state *s)
{
	pthread_mutex_lock(&s->writing);
	struct version *next = next_version(&s->current->fleet);
	if (!next) {
		pthread_mutex_unlock(&s->writing);
		return NULL;
	}
	s->draft = (struct draft){.state = s, .version = next};
	return &s->draft;
}

bool draft_end(struct draft *d, bool keep)
{
	struct state *s = d->state;
	struct version *old = d->version;
	bool good = !d->failed;
	if (keep && d->changed && good) {
		pthread_mutex_lock(&s->changing);
		old = s->current;
		s->current = d->version;
		pthread_mutex_unlock(&s->changing);
	}
	fleet_release(&old->fleet);
	pthread_mutex_unlock(&s->writing);
	return good;
}

const struct fleet *draft_fleet(const struct draft *d)
{
	return &d->version->fleet;
}

static void note(struct draft *d, bool good)
{
	d->changed = true;
	d->failed |= !good;
}

static struct device_override *edit(struct draft *d, uint32_t device)
{
	struct device_override *o = overrides_edit(&d->version->overrides, device);
	note(d, o != NULL);
	return o;
}

void draft_text(struct draft *d, uint32_t device, const char *field, struct text value)
{
	struct device_override *o = edit(d, device);
	note(d, o && override_set_text(&d->version->overrides, o, field, value));
}

void draft_number(struct draft *d, uint32_t device, const char *field, int64_t value)
{
	struct device_override *o = edit(d, device);
	note(d, o && override_set_number(o, field, value));
}

void draft_detail(struct draft *d, uint32_t device, const char *key, const struct text *value)
{
	struct device_override *o = edit(d, device);
	note(d, o && override_set_detail(o, key, value));
}

void draft_status(struct draft *d, uint32_t device, enum status status)
{
	struct device_override *o = edit(d, device);
	if (o)
		override_set_status(o, status);
}

void draft_located(struct draft *d, uint32_t device, int64_t captured_at)
{
	struct device_override *o = edit(d, device);
	if (o)
		o->located_at = captured_at;
}

bool draft_add(struct draft *d, const struct persona *persona, uint32_t user, uint32_t *device)
{
	struct fleet *f = &d->version->fleet;
	if (f->count >= IDCODE_INDEXES)
		return false;
	struct device_override *o = edit(d, f->count);
	if (!o)
		return false;
	o->has_persona = true;
	o->persona = *persona;
	o->has_user = true;
	o->user = user;
	*device = f->count++;
	return true;
}

void draft_fact(struct draft *d, const char *area, struct text object, const char *field, struct text value)
{
	note(d, facts_set(&d->version->facts, area, object, field, value));
}

void draft_forget(struct draft *d, const char *area, struct text object, const char *field)
{
	facts_forget(&d->version->facts, area, object, field);
	note(d, true);
}

static void start_over(struct draft *d, const struct fleet *from)
{
	struct version *again = next_version(from);
	note(d, again != NULL);
	if (!again)
		return;
	fleet_release(&d->version->fleet);
	d->version = again;
}

const struct fleet *draft_before(const struct draft *d)
{
	return &d->state->current->fleet; // only the end of a draft replaces it
}

void draft_undo(struct draft *d)
{
	start_over(d, draft_before(d));
}

void draft_reset(struct draft *d)
{
	start_over(d, d->state->start);
}
