// SPDX-License-Identifier: Apache-2.0
#include "fleet.h"

#include <stdlib.h>

#include "idcode.h"
#include "people.h"

#define DAY INT64_C(86400)

const char *const location_words[] = {
	[LOOKUP_FAILURE] = "LookupFailure",
	[LOOKUP_GPS] = "GPS",
	[LOOKUP_CELL] = "Cell",
};

static const char *const comments[] = {
	"", "comment for the device", "", "Leihgerät <R&D> \"spare\"", "", "back\\up 3/4 of the fleet; it's fine", "",
};

static const char *const registration_types[] = {"DEFAULT", "BES", "BESAUTO"};

// Salts for idcode_mix(), one for each value that must not move with the others.
enum salt { SALT_MODEL = 1, SALT_AGE, SALT_CONTACT, SALT_CLIENT, SALT_PLACE, SALT_PIN };

static struct text composed(const struct device *d, size_t from)
{
	return (struct text){d->texts.data + from, d->texts.len - from};
}

static struct text composed_number(struct device *d, uint64_t value)
{
	size_t from = d->texts.len;
	bytes_u64(&d->texts, value);
	return composed(d, from);
}

static struct text composed_uuid(struct device *d, enum id_kind kind, uint32_t index)
{
	size_t from = d->texts.len;
	idcode_uuid(&d->texts, kind, index);
	return composed(d, from);
}

static const struct model *choose_model(const struct persona *persona, uint32_t index)
{
	const struct platform_row *platform = &platform_rows[persona->platform];
	bool samsung = (persona->traits & SAMSUNG) != 0;
	size_t at = idcode_mix(index, SALT_MODEL) % platform->model_count;
	while (persona->platform == ANDROID && platform->models[at].samsung != samsung)
		at = (at + 1) % platform->model_count;
	return &platform->models[at];
}

static void set_place(const struct fleet *f, struct device *d)
{
	const struct carrier *carrier = &f->places.carriers[(d->index + d->index / 7) % CARRIERS_IN_USE];
	bool pda = device_has(d, PDA);
	d->country = &f->places.countries[carrier->country];
	d->carrier = pda ? NULL : carrier;
	d->country_code = d->country->code;
	d->country_id = d->country->id;
	d->country_name = text_of(d->country->name);
	d->language_country_id = d->country->id;
	d->language_id = 1 + d->index % 4;
	d->operator_name = pda ? TEXT("PDA") : text_of(carrier->name);
	d->operator_id = pda ? 0 : carrier->id;
	d->home_operator = pda ? TEXT("") : text_of(carrier->name);
	d->email_domain = pda ? TEXT("") : text_of(carrier->mail_gate);
	d->phone = pda ? TEXT("PDA") : composed_number(d, idcode_phone(d->index));
}

static void set_owner(struct device *d)
{
	struct person person;
	size_t from = d->texts.len;
	person = people_person(d->user);
	people_principal(&d->texts, d->user);
	d->principal = composed(d, from);
	from = d->texts.len;
	people_email(&d->texts, d->user);
	d->email = composed(d, from);
	from = d->texts.len;
	bytes_str(&d->texts, person.first);
	d->first_name = composed(d, from);
	bytes_char(&d->texts, ' ');
	size_t middle = d->texts.len;
	bytes_str(&d->texts, person.last);
	d->last_name = composed(d, middle);
	d->display_name = composed(d, from);
	d->user_id = 9000 + (int64_t)d->user;
	d->user_source = person.directory ? 'D' : 'L';
	d->user_uuid = composed_uuid(d, ID_USER, d->user);
}

static void set_times(struct device *d)
{
	uint64_t age = idcode_mix(d->index, SALT_AGE), contact = idcode_mix(d->index, SALT_CONTACT);
	d->registered_at = FLEET_NOW - 100 * DAY - (int64_t)(age % (900 * (uint64_t)DAY));
	d->created_at = d->registered_at - 60 - (int64_t)(age % 3600);
	d->last_connected = FLEET_NOW - (int64_t)(contact % (14 * (uint64_t)DAY));
	if (d->persona->compliance & OUT_OF_CONTACT)
		d->last_connected -= 60 * DAY;
	if (d->persona->status == VERIFICATION_PENDING)
		d->last_connected = d->created_at;
	d->eas_last_sync = device_has(d, EAS) ? d->last_connected - (int64_t)(contact % 7200) : -1;
	d->mdm_check_in = device_is_ios(d) && device_has(d, MDM) ? d->last_connected : -1;
	d->security_changed = d->persona->compliance ? d->last_connected - (int64_t)(age % 86400) : -1;
}

static void set_hardware(struct device *d)
{
	enum platform platform = d->persona->platform;
	d->manufacturer = text_of(d->model_row->maker);
	d->model = text_of(d->model_row->name);
	d->platform = text_of(d->model_row->platform);
	d->platform_type = text_of(platform_rows[platform].type);
	d->mac = idcode_mac(d->index);
	d->reg_count = platform == BLACKBERRY ? 1 + d->index % 3 : 0;
	d->reg_type = platform == BLACKBERRY ? text_of(registration_types[(d->index / 7) % 3]) : TEXT("DEFAULT");
	d->iphone_version = platform == IPHONE ? text_of(d->model_row->build) : TEXT("");
	d->pin = TEXT("");
	if (platform == BLACKBERRY) {
		size_t from = d->texts.len;
		bytes_hex(&d->texts, idcode_mix(d->index, SALT_PIN) | 0x20000000, 8, true);
		d->pin = composed(d, from);
	}
}

static void set_state(struct device *d)
{
	const struct persona *persona = d->persona;
	d->compliance = persona->compliance;
	d->quarantined = persona->quarantined;
	d->block_reason = persona->blocked;
	d->status = text_of(status_rows[persona->status].word);
	d->status_code = status_rows[persona->status].code;
	d->wipe_reason = persona->status == WIPED;
	d->employee_owned = device_has(d, EMPLOYEE);
	d->mdm_managed = device_is_ios(d) && device_has(d, MDM);
	d->mdm_profile_url_id = d->mdm_managed ? 10 + (int64_t)d->index % 5 : -1;
	d->notify_user = d->index % 3 != 2;
	d->client_id = 1073741824 + (int64_t)(idcode_mix(d->index, SALT_CLIENT) % 4096);
	d->device_count = 0;
	d->comment = text_of(comments[d->index % (sizeof comments / sizeof comments[0])]);
	d->eas_uuid = device_has(d, EAS) ? composed_uuid(d, ID_EAS, d->index) : TEXT("");
}

static void set_name(struct device *d)
{
	size_t from = d->texts.len;
	bytes_text(&d->texts, d->principal);
	bytes_char(&d->texts, ':');
	bytes_text(&d->texts, d->platform);
	bytes_char(&d->texts, ':');
	bytes_text(&d->texts, d->phone);
	if (device_has(d, PDA)) {
		bytes_char(&d->texts, ' ');
		bytes_u64(&d->texts, 2 + d->index % USER_DEVICES_MAX);
	}
	d->name = composed(d, from);
}

static enum status override_status(const struct device_override *o, uint32_t index)
{
	if (o && o->has_status)
		return o->status;
	return o && o->has_persona ? o->persona.status : personas[index % PERSONAS].status;
}

const struct persona *fleet_persona(const struct fleet *f, uint32_t index)
{
	const struct device_override *changes = overrides_of(f->overrides, index);
	return changes && changes->has_persona ? &changes->persona : &personas[index % PERSONAS];
}

void fleet_device(const struct fleet *f, uint32_t index, struct device *out)
{
	const struct device_override *changes = overrides_of(f->overrides, index);
	out->index = index;
	out->persona = changes && changes->has_persona ? &changes->persona : &personas[index % PERSONAS];
	out->user = changes && changes->has_user ? changes->user : people_owner(index);
	out->model_row = choose_model(out->persona, index);
	bytes_over(&out->texts, out->storage, sizeof out->storage);
	out->id = composed_number(out, (uint64_t)index + 1);
	out->uuid = composed_uuid(out, ID_DEVICE, index);
	set_owner(out);
	set_place(f, out);
	set_times(out);
	set_hardware(out);
	set_state(out);
	set_name(out);
	if (changes) {
		enum status status = override_status(changes, index);
		out->status = text_of(status_rows[status].word);
		out->status_code = status_rows[status].code;
		overrides_apply(changes, out);
	}
}

enum status fleet_status(const struct fleet *f, uint32_t index)
{
	return override_status(overrides_of(f->overrides, index), index);
}

uint32_t fleet_status_count(const struct fleet *f, enum status status)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < PERSONAS; i++)
		if (personas[i].status == status)
			count += f->count / PERSONAS + (i < f->count % PERSONAS);
	for (size_t i = 0; i < f->overrides->device_count; i++) {
		const struct device_override *o = f->overrides->devices[i];
		count -= personas[o->index % PERSONAS].status == status;
		count += override_status(o, o->index) == status;
	}
	return count;
}

bool fleet_registered(const struct fleet *f, uint32_t index)
{
	return fleet_status(f, index) != VERIFICATION_PENDING;
}

// An override that gives a device this identifier wins; a device whose identifier was overridden lost its computed one.
static bool overridden(const struct fleet *f, const char *field, struct text value, uint32_t *index)
{
	struct text other;
	for (size_t i = 0, left = f->overrides->renamed; left > 0; i++) {
		const struct device_override *o = f->overrides->devices[i];
		left -= o->renamed;
		if (o->renamed && overrides_text(o, field, &other) && text_same(other, value)) {
			*index = o->index;
			return true;
		}
	}
	return false;
}

static bool still_has(const struct fleet *f, uint32_t index, const char *field)
{
	const struct device_override *o = index < f->count ? overrides_of(f->overrides, index) : NULL;
	struct text other;
	return index < f->count && !(o && overrides_text(o, field, &other));
}

bool fleet_by_uuid(const struct fleet *f, struct text uuid, uint32_t *index)
{
	return overridden(f, "uuid", uuid, index) ||
	       (idcode_uuid_index(uuid, ID_DEVICE, index) && still_has(f, *index, "uuid"));
}

// The device that has this number by computation, unless it was given another one.
static bool computed_phone(const struct fleet *f, struct text phone, uint32_t *index)
{
	return idcode_phone_index(phone, index) && still_has(f, *index, "phoneNumber") &&
	       !(fleet_persona(f, *index)->traits & PDA);
}

bool fleet_by_phone(const struct fleet *f, struct text phone, size_t *at, uint32_t *index)
{
	const struct overrides *o = f->overrides;
	size_t all = o->renamed ? o->device_count : 0;
	struct text other;
	if (text_same(phone, TEXT("PDA")))
		return false;
	while (*at < all) {
		const struct device_override *d = o->devices[(*at)++];
		*index = d->index;
		if (d->renamed && overrides_text(d, "phoneNumber", &other) && text_same(other, phone))
			return true;
	}
	return (*at)++ == all && computed_phone(f, phone, index);
}

bool fleet_by_mac(const struct fleet *f, struct text mac, uint32_t *index)
{
	return idcode_mac_index(mac, index) && *index < f->count && fleet_registered(f, *index);
}

uint32_t *fleet_by_user(const struct fleet *f, struct text principal, size_t *count)
{
	uint32_t computed[USER_DEVICES_MAX], user;
	size_t candidates = people_find(principal, &user) ? people_devices(user, computed) : 0;
	uint32_t *found = malloc((USER_DEVICES_MAX + f->overrides->renamed) * sizeof *found);
	*count = 0;
	if (!found)
		return NULL;
	for (size_t i = 0; i < candidates; i++)
		if (still_has(f, computed[i], "principal"))
			found[(*count)++] = computed[i];
	for (size_t i = 0, left = f->overrides->renamed; left > 0; i++) {
		const struct device_override *o = f->overrides->devices[i];
		struct text other;
		left -= o->renamed;
		if (o->renamed && overrides_text(o, "principal", &other) && text_same(other, principal))
			found[(*count)++] = o->index;
	}
	if (*count == 0) {
		free(found);
		return NULL;
	}
	qsort(found, *count, sizeof *found, order_u32);
	return found;
}

bool fleet_of_user(const struct fleet *f, struct text principal, uint32_t *index)
{
	uint32_t computed[USER_DEVICES_MAX], user;
	size_t candidates = people_find(principal, &user) ? people_devices(user, computed) : 0;
	if (overridden(f, "principal", principal, index))
		return true;
	for (size_t i = 0; i < candidates; i++)
		if (still_has(f, computed[i], "principal")) {
			*index = computed[i];
			return true;
		}
	return false;
}

struct location fleet_location(const struct device *d)
{
	uint64_t mixed = idcode_mix(d->index, SALT_PLACE);
	struct location place = {.lookup = LOOKUP_GPS};
	if (d->index % 5 == 3)
		place.lookup = LOOKUP_CELL;
	if (d->index % 5 == 4 || d->status_code == status_rows[VERIFICATION_PENDING].code)
		place.lookup = LOOKUP_FAILURE;
	place.latitude = (int64_t)(mixed % 120000000) - 55000000;
	place.longitude = (int64_t)((mixed >> 20) % 360000000) - 180000000;
	place.radius = place.lookup == LOOKUP_GPS ? 5 + (uint32_t)(mixed >> 50) % 60 : 500 + (uint32_t)(mixed >> 50) % 2500;
	place.captured_at = (d->last_connected - (int64_t)(mixed % 3000)) * 1000 + (int64_t)(mixed >> 54);
	return place;
}

void location_degrees(struct bytes *out, int64_t millionths)
{
	uint64_t size = (uint64_t)(millionths < 0 ? -millionths : millionths);
	if (millionths < 0)
		bytes_char(out, '-');
	bytes_u64(out, size / 1000000);
	bytes_char(out, '.');
	bytes_padded(out, size % 1000000, 6);
}
