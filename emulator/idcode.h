// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_IDCODE_H
#define EMULATOR_IDCODE_H

// Identifiers that are computed from an index and computed back: a keyed permutation of integers, not a table. Two
// different indexes never share an identifier, and a look-up is arithmetic.

#include "bytes.h"

// What an identifier names; the same index has a different identifier of each kind.
enum id_kind { ID_DEVICE, ID_USER, ID_EAS, ID_KINDS };

// One more than the largest index that every kind of identifier can carry.
#define IDCODE_INDEXES (1u << 24)

// Appends the 36 characters of the version 4 UUID of `index`.
void idcode_uuid(struct bytes *out, enum id_kind kind, uint32_t index);

// Finds the index of a UUID (letters in any case); false if the text is not the UUID of any index of this kind.
bool idcode_uuid_index(struct text uuid, enum id_kind kind, uint32_t *index);

// The 48-bit Wi-Fi MAC address of `index`.
uint64_t idcode_mac(uint32_t index);

// Finds the index of a MAC address of 12 hexadecimal digits in any case; false if no index has it.
bool idcode_mac_index(struct text mac, uint32_t *index);

// The ten-digit phone number of `index`.
uint64_t idcode_phone(uint32_t index);

// Finds the index of a ten-digit phone number; false if no index has it.
bool idcode_phone_index(struct text phone, uint32_t *index);

// A well mixed number made of `index` and a salt, for values that need no way back.
uint64_t idcode_mix(uint64_t index, uint64_t salt);

#endif
