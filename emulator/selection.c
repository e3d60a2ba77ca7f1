// SPDX-License-Identifier: Apache-2.0
#include "selection.h"

#include <stdlib.h>

static bool takes_every(const struct selection *s, uint32_t index)
{
	(void)s;
	(void)index;
	return true;
}

static bool takes_status(const struct selection *s, uint32_t index)
{
	return fleet_status(s->fleet, index) == s->status;
}

static bool takes_label(const struct selection *s, uint32_t index)
{
	return label_has(s->fleet, &s->label, index);
}

struct selection select_all(const struct fleet *f)
{
	return (struct selection){.fleet = f, .takes = takes_every, .count = f->count};
}

struct selection select_status(const struct fleet *f, enum status status)
{
	return (struct selection){.fleet = f, .takes = takes_status, .status = status, .count = fleet_status_count(f, status)};
}

struct selection select_label(const struct fleet *f, const struct label *label)
{
	return (struct selection){.fleet = f, .takes = takes_label, .label = *label, .count = label_devices(f, label)};
}

struct selection select_chosen(const struct fleet *f, uint32_t *chosen, size_t count)
{
	size_t kept = 0;
	if (chosen)
		qsort(chosen, count, sizeof *chosen, order_u32);
	for (size_t i = 0; chosen && i < count; i++)
		if (kept == 0 || chosen[kept - 1] != chosen[i])
			chosen[kept++] = chosen[i];
	return (struct selection){.fleet = f, .chosen = chosen, .chosen_count = kept, .count = kept};
}

bool selection_next(struct selection *s, uint32_t *index)
{
	if (!s->takes) {
		if (s->next == s->chosen_count)
			return false;
		*index = s->chosen[s->next++];
		return true;
	}
	while (s->next < s->fleet->count)
		if (s->takes(s, s->next++)) {
			*index = s->next - 1;
			return true;
		}
	return false;
}

void selection_free(struct selection *s)
{
	free(s->chosen);
	s->chosen = NULL;
}
