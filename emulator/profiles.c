// SPDX-License-Identifier: Apache-2.0
#include "profiles.h"

struct profile {
	const char *id;           // unique only together with the profile type
	const char *uuid;         // NULL for a configuration
	const char *name;         // as shown
	const char *policy_type;  // kind of policy
	const char *profile_type; // POLICY or APP
	bool mdm_only;            // only on a device with an MDM profile
};

static const struct profile profiles[] = {
	{"-7", "misystem-default-docs-policy", "Default Docs@Work Policy", "DOCS", "POLICY", false},
	{"-3", "misystem-default-security-policy", "Default Security Policy", "SECURITY", "POLICY", false},
	{"-2", "misystem-default-privacy-policy", "Default Privacy Policy", "PRIVACY", "POLICY", false},
	{"-2", NULL, " System - iOS MDM", "MDM", "APP", true},
};

static bool applies(const struct profile *p, const struct device *d)
{
	return d->status_code != status_rows[VERIFICATION_PENDING].code && (!p->mdm_only || d->mdm_managed);
}

size_t profile_count(const struct device *d)
{
	size_t count = 0;
	for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++)
		count += applies(&profiles[i], d);
	return count;
}

bool profile_exists(const struct device *d, struct text id, struct text type)
{
	for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
		const struct profile *p = &profiles[i];
		if (applies(p, d) && text_same(id, text_of(p->id)) && text_same(type, text_of(p->profile_type)))
			return true;
	}
	return false;
}

void profile_write_all(struct writer *w, const struct device *d)
{
	writer_open(w, "profiles");
	writer_list(w, "profile", profile_count(d));
	for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
		const struct profile *p = &profiles[i];
		if (!applies(p, d))
			continue;
		writer_item(w, "profile", text_of(p->id));
		if (p->uuid)
			writer_text(w, "uuid", text_of(p->uuid));
		writer_text(w, "name", text_of(p->name));
		writer_text(w, "policyType", text_of(p->policy_type));
		writer_text(w, "status", TEXT("Applied"));
		writer_text(w, "profileType", text_of(p->profile_type));
		writer_number(w, "lastUpdatedAt", d->registered_at * 1000 + 4211 + (int64_t)i * 37);
		writer_item_end(w, "profile");
	}
	writer_list_end(w);
	writer_close(w, "profiles");
}
