// SPDX-License-Identifier: Apache-2.0
#include "accounts.h"

// Compares without stopping at the first difference.
static bool same_secret(const char *a, const char *b)
{
	size_t left = strlen(a), right = strlen(b);
	unsigned char difference = left != right;
	for (size_t i = 0; i < left; i++)
		difference |= (unsigned char)a[i] ^ (unsigned char)b[right ? i % right : 0];
	return difference == 0;
}

const struct account *accounts_find(const struct accounts *a, const char *user, const char *password)
{
	const struct account *found = NULL;
	for (size_t i = 0; i < ACCOUNTS; i++) {
		const struct account *row = &a->rows[i];
		if (row->user && same_secret(user, row->user) && same_secret(password, row->password) && !found)
			found = row;
	}
	return found;
}
