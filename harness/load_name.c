// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <string.h>

#include "load_impl.h"

/** What the kinds are called in messages. */
static const char *const kind_words[NAME_KINDS] = {
	[NAME_REQUIREMENT] = "requirement", [NAME_TABLE] = "value table", [NAME_SCHEMA] = "schema",
	[NAME_OPERATION] = "operation",     [NAME_FIXTURE] = "fixture",   [NAME_SUITE] = "suite",
	[NAME_SCENARIO] = "scenario",
};

void name_add(struct load *load, enum name_kind kind, const char *name, const void *thing, struct position at)
{
	struct names *names = &load->names[kind];
	struct name item = {.name = name, .thing = thing, .at = at};
	ARENA_PUSH(load->arena, names->items, names->count, item);
}

static int compare_positions(struct position a, struct position b)
{
	int files = strcmp(a.file, b.file);
	if (files)
		return files;
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	return (a.column > b.column) - (a.column < b.column);
}

/** By name; of equal names the known ones first, then by place. */
static int compare_names(const void *left, const void *right)
{
	const struct name *a = left;
	const struct name *b = right;
	int order = strcmp(a->name, b->name);
	if (order)
		return order;
	if (a->known != b->known)
		return a->known ? -1 : 1;
	return compare_positions(a->at, b->at);
}

void sort_items(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	const char *item = items;
	size_t sorted = 1;
	while (sorted < count && compare(item + (sorted - 1) * size, item + sorted * size) <= 0)
		sorted++;
	if (sorted < count)
		qsort(items, count, size, compare);
}

static void close_kind(struct load *load, enum name_kind kind)
{
	struct names *names = &load->names[kind];
	sort_items(names->items, names->count, sizeof(*names->items), compare_names);
	size_t kept = 0;
	for (size_t i = 0; i < names->count; i++) {
		const struct name *last = kept ? &names->items[kept - 1] : NULL;
		if (!last || strcmp(last->name, names->items[i].name) != 0) {
			names->items[kept++] = names->items[i];
			continue;
		}
		diag_error(load->diag, names->items[i].at, "the %s `%s` is defined twice", kind_words[kind], last->name);
		diag_hint(load->diag, "the other one is at %s:%u", last->at.file, last->at.line);
	}
	names->count = kept;
}

void names_close(struct load *load)
{
	for (size_t kind = 0; kind < NAME_KINDS; kind++)
		close_kind(load, (enum name_kind)kind);
}

static int compare_to_name(const void *key, const void *item)
{
	return strcmp(key, ((const struct name *)item)->name);
}

static struct name *find(const struct load *load, enum name_kind kind, const char *name)
{
	const struct names *names = &load->names[kind];
	if (!names->count)
		return NULL;
	return bsearch(name, names->items, names->count, sizeof(*names->items), compare_to_name);
}

void name_bind(struct load *load, enum name_kind kind, const char *name, const void *thing)
{
	find(load, kind, name)->thing = thing;
}

const void *name_find(const struct load *load, enum name_kind kind, const char *name)
{
	const struct name *item = find(load, kind, name);
	return item ? item->thing : NULL;
}

void name_unknown(struct load *load, enum name_kind kind, const char *name, struct position at)
{
	const struct names *names = &load->names[kind];
	diag_error(load->diag, at, "there is no %s `%.80s`", kind_words[kind], name);
	const char **all = xmalloc(names->count * sizeof(*all));
	for (size_t i = 0; i < names->count; i++)
		all[i] = names->items[i].name;
	advise(load, name, all, names->count);
	free(all);
}

void check_in(struct load *load, enum phase phase, void (*check)(struct load *, const struct pending *),
              const struct yaml *node, void *subject)
{
	struct pending pending = {.check = check, .text = node->text, .at = node->at, .subject = subject, .phase = phase};
	ARENA_PUSH(load->arena, load->pendings, load->pending_count, pending);
}

void check_later(struct load *load, void (*check)(struct load *, const struct pending *), const struct yaml *node,
                 void *subject)
{
	check_in(load, PHASE_NAMES, check, node, subject);
}

/** Fills the pointer of a reference. All pointers to our structs have the same form; the copy keeps the types apart. */
static void resolve(struct load *load, const struct pending *pending)
{
	const void *thing = name_find(load, pending->kind, pending->text);
	if (!thing)
		name_unknown(load, pending->kind, pending->text, pending->at);
	else if (pending->subject)
		memcpy(pending->subject, &thing, sizeof(thing));
}

void refer(struct load *load, enum name_kind kind, const struct yaml *name, void *slot)
{
	check_later(load, resolve, name, slot);
	load->pendings[load->pending_count - 1].kind = kind;
	load->pendings[load->pending_count - 1].refers = true;
}

void run_checks(struct load *load, enum phase phase)
{
	for (size_t i = 0; i < load->pending_count; i++)
		if (load->pendings[i].phase == phase)
			load->pendings[i].check(load, &load->pendings[i]);
}
