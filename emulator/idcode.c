// SPDX-License-Identifier: Apache-2.0
#include "idcode.h"

#define MASK24 ((uint64_t)(IDCODE_INDEXES - 1))
#define MASK60 ((UINT64_C(1) << 60) - 1)

// The keys are arbitrary; changing one renames the whole fleet.
static const uint64_t kind_key[ID_KINDS] = {
	[ID_DEVICE] = UINT64_C(0x8d711cdce93c49b1),
	[ID_USER] = UINT64_C(0xde398fcba3a4412d),
	[ID_EAS] = UINT64_C(0x4d22d6d729dc4c35),
};
static const uint64_t mac_prefix = UINT64_C(0x38AA3C);
static const uint64_t phone_base = UINT64_C(4050000000);
static const uint64_t phone_step = 37;

uint64_t idcode_mix(uint64_t index, uint64_t salt)
{
	uint64_t x = index + salt * UINT64_C(0x9E3779B97F4A7C15) + UINT64_C(0x632BE59BD9B4E019);
	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

// A permutation of the integers below 2^(2*half): four Feistel rounds, undone by running them backwards.
static uint64_t feistel(uint64_t value, unsigned half, uint64_t key, bool back)
{
	uint64_t mask = (UINT64_C(1) << half) - 1;
	uint64_t left = value >> half, right = value & mask;
	for (unsigned turn = 0; turn < 4; turn++) {
		unsigned round = back ? 3 - turn : turn;
		if (back) {
			uint64_t previous = right ^ (idcode_mix(left, key + round) & mask);
			right = left;
			left = previous;
		} else {
			uint64_t next = left ^ (idcode_mix(right, key + round) & mask);
			left = right;
			right = next;
		}
	}
	return left << half | right;
}

static uint64_t uuid_tail(uint64_t head, enum id_kind kind)
{
	return (idcode_mix(head, kind_key[kind]) & (UINT64_MAX >> 2)) | UINT64_C(1) << 63;
}

void idcode_uuid(struct bytes *out, enum id_kind kind, uint32_t index)
{
	uint64_t head = feistel(index, 30, kind_key[kind], false), tail = uuid_tail(head, kind);
	bytes_hex(out, head >> 28, 8, false);
	bytes_char(out, '-');
	bytes_hex(out, head >> 12, 4, false);
	bytes_add(out, "-4", 2);
	bytes_hex(out, head, 3, false);
	bytes_char(out, '-');
	bytes_hex(out, tail >> 48, 4, false);
	bytes_char(out, '-');
	bytes_hex(out, tail, 12, false);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool idcode_uuid_index(struct text uuid, enum id_kind kind, uint32_t *index)
{
	static const char shape[] = "hhhhhhhh-hhhh-4hhh-tttt-tttttttttttt";
	uint64_t head = 0, tail = 0;
	if (uuid.len != sizeof shape - 1)
		return false;
	for (size_t i = 0; i < uuid.len; i++) {
		int digit = hex_digit(uuid.ptr[i]);
		if (shape[i] == 'h' && digit >= 0)
			head = head << 4 | (uint64_t)digit;
		else if (shape[i] == 't' && digit >= 0)
			tail = tail << 4 | (uint64_t)digit;
		else if (uuid.ptr[i] != shape[i])
			return false;
	}
	uint64_t found = feistel(head & MASK60, 30, kind_key[kind], true);
	if (tail != uuid_tail(head, kind) || found >= IDCODE_INDEXES)
		return false;
	*index = (uint32_t)found;
	return true;
}

uint64_t idcode_mac(uint32_t index)
{
	return mac_prefix << 24 | feistel(index & MASK24, 12, mac_prefix, false);
}

bool idcode_mac_index(struct text mac, uint32_t *index)
{
	uint64_t value = 0;
	if (mac.len != 12)
		return false;
	for (size_t i = 0; i < mac.len; i++) {
		int digit = hex_digit(mac.ptr[i]);
		if (digit < 0)
			return false;
		value = value << 4 | (uint64_t)digit;
	}
	if (value >> 24 != mac_prefix)
		return false;
	*index = (uint32_t)feistel(value & MASK24, 12, mac_prefix, true);
	return true;
}

uint64_t idcode_phone(uint32_t index)
{
	return phone_base + phone_step * feistel(index & MASK24, 12, phone_base, false);
}

bool idcode_phone_index(struct text phone, uint32_t *index)
{
	uint64_t value = 0;
	if (phone.len != 10)
		return false;
	for (size_t i = 0; i < phone.len; i++) {
		if (phone.ptr[i] < '0' || phone.ptr[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(phone.ptr[i] - '0');
	}
	if (value < phone_base || (value - phone_base) % phone_step != 0)
		return false;
	uint64_t place = (value - phone_base) / phone_step;
	if (place > MASK24)
		return false;
	*index = (uint32_t)feistel(place, 12, phone_base, true);
	return true;
}
