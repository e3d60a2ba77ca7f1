// SPDX-License-Identifier: Apache-2.0
#include "apps.h"

#include "idcode.h"

#define SALT_APP 700

static const struct app apps[] = {
	{"LinkedIn", true, true, 1},     {"Frog Toss! 1.0", true, true, 3},
	{"Mobile@Work", true, true, 2},  {"Notes & <Tasks> \"Pro\"", false, true, 4},
	{"Übersetzer+", true, false, 5},
};

const struct app *app_find(struct text name)
{
	for (size_t i = 0; i < sizeof apps / sizeof apps[0]; i++)
		if (text_same(name, text_of(apps[i].name)))
			return &apps[i];
	return NULL;
}

bool app_installed(const struct fleet *f, const struct app *app, uint32_t index)
{
	enum platform platform = fleet_persona(f, index)->platform;
	enum status status = fleet_status(f, index);
	bool fits = (app->android && platform == ANDROID) || (app->ios && (platform == IPHONE || platform == IPAD));
	if (!fits || status == RETIRED || status == VERIFICATION_PENDING)
		return false;
	return idcode_mix(index, SALT_APP + (uint64_t)(app - apps)) % app->installers == 0;
}
