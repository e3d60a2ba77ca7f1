// SPDX-License-Identifier: Apache-2.0
/* A file of known deviations. */
#include <string.h>

#include "load_fields.h"
#include "moment.h"

static void read_day(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	char *member = (char *)object + key->offset;
	const char *day = one_line(load, value);
	int64_t ignored;
	if (!day)
		return;
	if (strlen(day) == 10 && moment_read(str_of(arena_printf(load->arena, "%sT00:00:00Z", day)), &ignored)) {
		*(const char **)(void *)member = day;
		return;
	}
	diag_error(load->diag, value->at, "`%.40s` is no day", day);
	diag_hint(load->diag, "for example %s: 2027-01-31", key->name);
}

static void read_requirements(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	read_texts(load, value, object, key);
	for (const struct yaml *item = value->first; value->kind == YAML_LIST && item; item = item->next)
		if (item->text)
			refer(load, NAME_REQUIREMENT, item, NULL);
}

static const struct key entry_keys[] = {
	{.name = "cases",
     .read = read_selects,
     .required = true,
     .offset = offsetof(struct known_entry, cases),
     .count_offset = offsetof(struct known_entry, case_count)},
	KEY_LIST(struct known_entry, requirements, requirement_count, "requirements", read_requirements),
	KEY_REQUIRED(struct known_entry, reason, "reason", read_text),
	KEY_REQUIRED(struct known_entry, owner, "owner", read_text),
	KEY_REQUIRED(struct known_entry, expires, "expires", read_day),
	KEY_LIST(struct known_entry, versions, version_count, "versions", read_texts),
};

static void read_entries(struct load *load, const struct yaml *value, void *object, const struct key *key)
{
	struct known_entry *entries = ARENA_ARRAY(load->arena, struct known_entry, value->count + 1);
	size_t count = 0;
	if (!expect_kind(load, value, YAML_LIST))
		return;
	for (const struct yaml *item = value->first; item; item = item->next) {
		entries[count].at = item->at;
		load_fields(load, item, &entries[count++], entry_keys, ARRAY_LEN(entry_keys), NULL);
	}
	key_list(object, key, entries, count);
}

static const struct key known_keys[] = {
	{.name = "known",
     .read = read_entries,
     .required = true,
     .offset = offsetof(struct known_file, entries),
     .count_offset = offsetof(struct known_file, count)},
};

void load_known(struct load *load, const struct yaml *root)
{
	load->known = ARENA_NEW(load->arena, struct known_file);
	load_fields(load, root, load->known, known_keys, ARRAY_LEN(known_keys), NULL);
}
