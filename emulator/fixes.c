// SPDX-License-Identifier: Apache-2.0
#include "fixes.h"

void fixes_init(struct fixes *f)
{
	*f = (struct fixes){.next = 0};
	pthread_mutex_init(&f->lock, NULL);
}

void fixes_free(struct fixes *f)
{
	pthread_mutex_destroy(&f->lock);
}

// The place of a device, or FIXES.
static size_t place_of(const struct fixes *f, uint32_t device)
{
	size_t i = 0;
	while (i < FIXES && !(f->board[i].captured_at && f->board[i].device == device))
		i++;
	return i;
}

void fixes_note(struct fixes *f, uint32_t device, int64_t captured_at)
{
	pthread_mutex_lock(&f->lock);
	size_t place = place_of(f, device);
	if (place == FIXES) {
		place = f->next;
		f->next = (f->next + 1) % FIXES;
	}
	f->board[place].device = device;
	f->board[place].captured_at = captured_at;
	pthread_mutex_unlock(&f->lock);
}

bool fixes_find(struct fixes *f, uint32_t device, int64_t *captured_at)
{
	pthread_mutex_lock(&f->lock);
	size_t place = place_of(f, device);
	if (place < FIXES)
		*captured_at = f->board[place].captured_at;
	pthread_mutex_unlock(&f->lock);
	return place < FIXES;
}
