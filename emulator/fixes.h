// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_FIXES_H
#define EMULATOR_FIXES_H

// The fresh locations that "locate now" asked for; a board of fixed size that forgets the oldest. Safe to share between
// threads.

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How many fresh locations are remembered.
#define FIXES 256

// The board.
struct fixes {
	pthread_mutex_t lock; // guards the rest
	size_t next;          // place of the next fix
	struct {
		uint32_t device;     // device index
		int64_t captured_at; // milliseconds since 1970, 0 for an unused place
	} board[FIXES];
};

// Starts an empty board; free with fixes_free().
void fixes_init(struct fixes *f);

// Ends the board.
void fixes_free(struct fixes *f);

// Notes that a device was located at this time, in milliseconds since 1970.
void fixes_note(struct fixes *f, uint32_t device, int64_t captured_at);

// Finds when a device was freshly located; false if that is not remembered.
bool fixes_find(struct fixes *f, uint32_t device, int64_t *captured_at);

#endif
