// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_PEOPLE_H
#define EMULATOR_PEOPLE_H

// The users and which devices they own; computed from a number, both ways.

#include "bytes.h"

// Longest principal that people_principal() makes, in bytes.
#define PRINCIPAL_MAX 64

// Most devices that one user owns.
#define USER_DEVICES_MAX 3

// A user as the device reads show one.
struct person {
	const char *first; // first name, UTF-8
	const char *last;  // last name, UTF-8
	bool directory;    // comes from LDAP, not from the local user table
};

// The user who owns the device.
uint32_t people_owner(uint32_t device);

// How many users own the first `devices` devices.
uint32_t people_count(uint32_t devices);

// Writes the device indexes of a user, ascending, and returns how many; the caller drops those beyond the fleet.
size_t people_devices(uint32_t user, uint32_t devices[USER_DEVICES_MAX]);

// The names of a user.
struct person people_person(uint32_t user);

// Appends the login name of a user.
void people_principal(struct bytes *out, uint32_t user);

// Finds the user with this login name; false if there can be none.
bool people_find(struct text principal, uint32_t *user);

// Appends the e-mail address of a user.
void people_email(struct bytes *out, uint32_t user);

#endif
