// SPDX-License-Identifier: Apache-2.0
#include "permitted.h"

#define LOOK_BACK 6000 // devices at the end of the fleet that are looked at: each kind occurs in far fewer

// A kind of device and how many are wanted.
struct wish {
	enum platform platform; // where it runs
	uint32_t with;          // traits that it has
	uint32_t without;       // traits that it lacks
	size_t count;           // how many
};

// One to act on, one to retire and one to wipe of the common kinds.
static const struct wish wishes[] = {
	{ANDROID, EAS, PDA | SPARSE, 2},
	{ANDROID, 0, PDA | SPARSE | EAS, 2},
	{IPHONE, MDM | EAS, PDA, 2},
	{IPHONE, MDM, PDA | EAS, 2},
	{IPHONE, 0, MDM, 1},
	{BLACKBERRY, 0, 0, 1},
	{WINDOWS_PHONE, 0, 0, 1},
	{MACOS, 0, 0, 1},
};

static bool is_granted(const struct wish *w, const struct fleet *f, uint32_t index)
{
	struct device d;
	fleet_device(f, index, &d);
	return d.persona->platform == w->platform && device_has(&d, w->with) && !(d.persona->traits & w->without) &&
	       d.status_code == status_rows[ACTIVE].code && !d.compliance && !d.quarantined && !d.block_reason;
}

size_t permitted_devices(const struct fleet *f, uint32_t devices[PERMITTED_MAX])
{
	uint32_t last = f->count > LOOK_BACK ? f->count - LOOK_BACK : 0;
	size_t found = 0;
	for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
		size_t left = wishes[i].count;
		for (uint32_t index = f->count; left > 0 && index-- > last;)
			if (is_granted(&wishes[i], f, index)) {
				devices[found++] = index;
				left--;
			}
	}
	return found;
}
