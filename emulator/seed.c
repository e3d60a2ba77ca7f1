// SPDX-License-Identifier: Apache-2.0
#include "seed.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "fields.h"
#include "idcode.h"
#include "people.h"

#define FILE_MAX ((size_t)16 << 20)
#define NUMBER_MAX 9007199254740991.0 // 2^53 - 1: beyond it a JSON reader may round

// Texts of labels, countries and operators point into the parsed file, which is kept.
struct seed {
	const char *path;           // name of the file, for complaints
	cJSON *root;                // the parsed file
	struct overrides overrides; // what it says about devices and labels
	struct facts facts;         // what it says about passwords
	struct country *countries;  // built-in and added rows
	struct carrier *carriers;   // built-in and added rows
	struct fleet *fleet;        // what is being changed
	const char *list;           // name of the list being read, NULL outside of them
	size_t item;                // place of the entry in it
	bool of_user;               // the entry is about a user
	const char *within;         // name of the member of the entry whose members are being read, else NULL
};

// Where a value stands in the file, such as devices[3].details.imsi.
static void put_place(const struct seed *s, const cJSON *value)
{
	size_t place = 0;
	if (s->list)
		fprintf(stderr, "%s[%zu]", s->list, s->item);
	if (s->within)
		fprintf(stderr, ".%s", s->within);
	if (value && value->string)
		fprintf(stderr, s->list ? ".%s" : "%s", value->string);
	for (const cJSON *at = value; at && !at->string && at->prev->next; at = at->prev) // the first one's prev is the last
		place++;
	if (value && !value->string)
		fprintf(stderr, "[%zu]", place);
	if (s->list || value)
		fputs(": ", stderr);
}

// Prints a complaint about a value, or about the entry that lacks one if `value` is NULL; always false.
static bool complain(const struct seed *s, const cJSON *value, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static bool complain(const struct seed *s, const cJSON *value, const char *format, ...)
{
	va_list arguments;
	fprintf(stderr, "epmm-emulator: %s: ", s->path);
	put_place(s, value);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return false;
}

// Makes room for one more row in an array of `count` rows; NULL if memory is out, the old array then being intact.
static void *one_more(const struct seed *s, void *rows, size_t count, size_t size)
{
	if (count & (count - 1)) // arrays double, so only a power of two is full
		return rows;
	void *larger = realloc(rows, (count ? 2 * count : 1) * size);
	if (!larger)
		complain(s, NULL, "out of memory");
	return larger;
}

// --- values ---

static size_t utf8_length(const unsigned char *p)
{
	size_t length = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	for (size_t i = 1; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf0 && p[1] < 0x90) ||
	    (p[0] == 0xf4 && p[1] > 0x8f) || (p[0] == 0xef && p[1] == 0xbf && p[2] > 0xbd))
		return 0;
	return length;
}

// True if both XML and JSON can carry the text.
static bool is_plain_text(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	while (*p) {
		size_t length = *p < 0x20 && !strchr("\t\n\r", *p) ? 0 : utf8_length(p);
		if (length == 0)
			return false;
		p += length;
	}
	return true;
}

static const char *read_text(const struct seed *s, const cJSON *value)
{
	if (!cJSON_IsString(value) || !is_plain_text(value->valuestring)) {
		complain(s, value, "must be a text of valid UTF-8 without control characters");
		return NULL;
	}
	return value->valuestring;
}

static bool read_number(const struct seed *s, const cJSON *value, int64_t *out)
{
	double number = cJSON_IsNumber(value) ? value->valuedouble : 0.5;
	if (!(number >= -NUMBER_MAX && number <= NUMBER_MAX) || (double)(int64_t)number != number)
		return complain(s, value, "must be a whole number");
	*out = (int64_t)number;
	return true;
}

static bool read_flag(const struct seed *s, const cJSON *value, bool *out)
{
	if (!cJSON_IsBool(value))
		return complain(s, value, "must be true or false");
	*out = cJSON_IsTrue(value);
	return true;
}

static bool read_id(const struct seed *s, const cJSON *value, uint32_t *out)
{
	int64_t number = 0;
	if (!read_number(s, value, &number))
		return false;
	if (number < 0 || number > UINT32_MAX)
		return complain(s, value, "must lie between 0 and %lu", (unsigned long)UINT32_MAX);
	*out = (uint32_t)number;
	return true;
}

// --- devices ---

static bool read_status(const struct seed *s, struct device_override *o, const cJSON *value)
{
	enum status status;
	if (!status_find(text_of(value->valuestring), &status))
		return complain(s, value, "there is no status '%s'", value->valuestring);
	override_set_status(o, status);
	return true;
}

static bool stored(const struct seed *s, bool good)
{
	return good || complain(s, NULL, "out of memory");
}

static bool read_field(struct seed *s, struct device_override *o, const struct field *field, const cJSON *value)
{
	bool flag = false;
	int64_t number = 0;
	const char *text;
	if (field->kind == FIELD_TEXT) {
		text = read_text(s, value);
		if (text && strcmp(field->name, "status") == 0)
			return read_status(s, o, value);
		return text && stored(s, override_set_text(&s->overrides, o, field->name, text_of(text)));
	}
	if (!(field->kind == FIELD_FLAG ? read_flag(s, value, &flag) : read_number(s, value, &number)))
		return false;
	return stored(s, override_set_number(o, field->name, field->kind == FIELD_FLAG ? flag : number));
}

static bool read_pair(const struct seed *s, struct device_override *o, const cJSON *pair)
{
	const char *text = cJSON_IsNull(pair) ? "" : read_text(s, pair);
	if (!text)
		return false;
	if (!pair->string[0] || !is_plain_text(pair->string))
		return complain(s, pair, "the key must be valid UTF-8 without control characters");
	struct text value = text_of(text);
	return stored(s, override_set_detail(o, pair->string, cJSON_IsNull(pair) ? NULL : &value));
}

static bool read_details(struct seed *s, struct device_override *o, const cJSON *pairs)
{
	const cJSON *pair;
	bool good = true;
	if (!cJSON_IsObject(pairs))
		return complain(s, pairs, "must be an object of keys and texts, null to leave a key out");
	s->within = pairs->string;
	cJSON_ArrayForEach(pair, pairs)
	{
		good = good && read_pair(s, o, pair);
	}
	s->within = NULL;
	return good;
}

// What a device can be said to be, by name; it then is as simple as such a device is.
static const struct {
	const char *name;
	struct persona persona;
} kinds[] = {
	{"ANDROID", {ANDROID, ACTIVE, 0, 0, 0, 0}},
	{"IPHONE", {IPHONE, ACTIVE, 0, 0, 0, MDM}},
	{"IPAD", {IPAD, ACTIVE, 0, 0, 0, MDM}},
	{"MACOS", {MACOS, ACTIVE, 0, 0, 0, PDA}},
	{"WINDOWS_PHONE", {WINDOWS_PHONE, ACTIVE, 0, 0, 0, 0}},
	{"BLACKBERRY", {BLACKBERRY, ACTIVE, 0, 0, 0, 0}},
};

static bool read_kind(const struct seed *s, struct device_override *o, const cJSON *value)
{
	const char *word = read_text(s, value);
	for (size_t i = 0; word && i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(word, kinds[i].name) == 0) {
			o->has_persona = true;
			o->persona = kinds[i].persona;
			return true;
		}
	return word && complain(s, value, "must be ANDROID, IPHONE, IPAD, MACOS, WINDOWS_PHONE or BLACKBERRY");
}

static bool read_member(struct seed *s, struct device_override *o, const struct field *field, const cJSON *value)
{
	if (!field)
		return complain(s, value, "a device has no such field");
	return field->kind == FIELD_DETAILS ? read_details(s, o, value) : read_field(s, o, field, value);
}

static bool read_fields(struct seed *s, uint32_t index, const cJSON *entry)
{
	struct device_override *o = overrides_edit(&s->overrides, index);
	const cJSON *value;
	if (!o)
		return stored(s, false);
	cJSON_ArrayForEach(value, entry)
	{
		const struct field *field = field_find(value->string);
		if (strcmp(value->string, "index") == 0 || (s->of_user && strcmp(value->string, "password") == 0))
			continue;
		if (!(strcmp(value->string, "kind") == 0 ? read_kind(s, o, value) : read_member(s, o, field, value)))
			return false;
	}
	return true;
}

static bool read_device(struct seed *s, const cJSON *entry)
{
	const cJSON *place = cJSON_GetObjectItemCaseSensitive(entry, "index");
	uint32_t index = s->fleet->count;
	if (place && !read_id(s, place, &index))
		return false;
	if (place && index >= s->fleet->count)
		return complain(s, place, "there is no device %lu; leave 'index' out to add one", (unsigned long)index);
	if (index >= IDCODE_INDEXES)
		return complain(s, NULL, "there are too many devices");
	if (!place) {
		struct device_override *added = overrides_edit(&s->overrides, index);
		if (!added)
			return stored(s, false);
		override_set_status(added, ACTIVE); // unless the entry says otherwise
		s->fleet->count++;
	}
	return read_fields(s, index, entry);
}

static bool read_password(struct seed *s, uint32_t device, const cJSON *value)
{
	struct device owned;
	const char *text = read_text(s, value);
	if (!text)
		return false;
	fleet_device(s->fleet, device, &owned);
	return stored(s, facts_set(&s->facts, "passwords", owned.principal, "password", text_of(text)));
}

static bool read_user(struct seed *s, const cJSON *entry)
{
	const cJSON *place = cJSON_GetObjectItemCaseSensitive(entry, "index");
	const cJSON *password = cJSON_GetObjectItemCaseSensitive(entry, "password");
	uint32_t user = 0, devices[USER_DEVICES_MAX];
	if (!place)
		return complain(s, NULL, "'index' is missing");
	if (!read_id(s, place, &user))
		return false;
	size_t count = user < IDCODE_INDEXES ? people_devices(user, devices) : 0;
	if (count == 0 || devices[0] >= s->fleet->count)
		return complain(s, place, "there is no user %lu", (unsigned long)user);
	bool good = true;
	s->of_user = true;
	for (size_t i = 0; good && i < count; i++)
		good = devices[i] >= s->fleet->count || read_fields(s, devices[i], entry);
	s->of_user = false;
	return good && (!password || read_password(s, devices[0], password));
}

// --- labels ---

static bool read_members(struct seed *s, struct label_override *label, const cJSON *list)
{
	const cJSON *member;
	size_t count = 0, kept = 0;
	if (!cJSON_IsArray(list))
		return complain(s, list, "must be a list of device indexes");
	label->devices = calloc((size_t)cJSON_GetArraySize(list) + 1, sizeof *label->devices);
	if (!label->devices)
		return complain(s, NULL, "out of memory");
	s->within = list->string;
	cJSON_ArrayForEach(member, list)
	{
		int64_t index = 0;
		if (!read_number(s, member, &index))
			return false;
		if (index < 0 || index >= s->fleet->count)
			return complain(s, member, "there is no device %lld", (long long)index);
		label->devices[count++] = (uint32_t)index;
	}
	s->within = NULL;
	qsort(label->devices, count, sizeof *label->devices, order_u32);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || label->devices[kept - 1] != label->devices[i])
			label->devices[kept++] = label->devices[i];
	label->device_count = kept;
	return true;
}

static bool read_label(struct seed *s, const cJSON *entry)
{
	const cJSON *name = cJSON_GetObjectItemCaseSensitive(entry, "name");
	const cJSON *description = cJSON_GetObjectItemCaseSensitive(entry, "description");
	const cJSON *devices = cJSON_GetObjectItemCaseSensitive(entry, "devices");
	struct overrides *o = &s->overrides;
	struct label_override *rows = one_more(s, o->labels, o->label_count, sizeof *rows);
	if (!rows)
		return false;
	o->labels = rows;
	if (!name || !devices)
		return complain(s, NULL, "'%s' is missing", name ? "devices" : "name");
	struct label_override *label = &rows[o->label_count++];
	*label = (struct label_override){.description = ""};
	label->name = read_text(s, name);
	if (label->name && description)
		label->description = read_text(s, description);
	return label->name && label->description && read_members(s, label, devices);
}

// --- countries and operators ---

// Grows a copy of built-in rows by one; the copy is made the first time.
static void *copied_row(const struct seed *s, void *own, const void *rows, size_t count, size_t size)
{
	void *copy = realloc(own, (count + 1) * size);
	if (!copy)
		complain(s, NULL, "out of memory");
	else if (!own)
		memcpy(copy, rows, count * size);
	return copy;
}

static const cJSON *need(const struct seed *s, const cJSON *entry, const char *name)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(entry, name);
	if (!value)
		complain(s, NULL, "'%s' is missing", name);
	return value;
}

static bool read_country(struct seed *s, const cJSON *entry)
{
	struct places *places = &s->fleet->places;
	struct country row = {.mcc = 901, .registration = true};
	const cJSON *name = need(s, entry, "countryName"), *iso = need(s, entry, "isoAlpha2Code");
	const cJSON *code = need(s, entry, "countryCode"), *id = need(s, entry, "countryId");
	const cJSON *enabled = cJSON_GetObjectItemCaseSensitive(entry, "enabledForRegistration");
	if (!name || !iso || !code || !id || !(row.name = read_text(s, name)) || !(row.iso = read_text(s, iso)) ||
	    !read_id(s, code, &row.code) || !read_id(s, id, &row.id) ||
	    (enabled && !read_flag(s, enabled, &row.registration)))
		return false;
	struct country *rows = copied_row(s, s->countries, places->countries, places->country_count, sizeof row);
	if (!rows)
		return false;
	rows[places->country_count++] = row;
	places->countries = s->countries = rows;
	return true;
}

static bool find_country(const struct seed *s, const cJSON *value, uint32_t *place)
{
	const struct places *places = &s->fleet->places;
	uint32_t id = 0;
	if (!read_id(s, value, &id))
		return false;
	for (*place = 0; *place < places->country_count; ++*place)
		if (places->countries[*place].id == id)
			return true;
	return complain(s, value, "there is no country with the id %lu", (unsigned long)id);
}

static bool read_carrier(struct seed *s, const cJSON *entry)
{
	struct places *places = &s->fleet->places;
	struct carrier row = {.mail_gate = "", .network = "99", .enabled = true};
	const cJSON *name = need(s, entry, "carrierShortName"), *id = need(s, entry, "id");
	const cJSON *country = need(s, entry, "countryId");
	const cJSON *type = cJSON_GetObjectItemCaseSensitive(entry, "carrierType");
	const cJSON *enabled = cJSON_GetObjectItemCaseSensitive(entry, "enabled");
	if (!name || !id || !country || !(row.name = read_text(s, name)) || !read_id(s, id, &row.id) ||
	    !find_country(s, country, &row.country) || (enabled && !read_flag(s, enabled, &row.enabled)))
		return false;
	if (type &&
	    !(cJSON_IsString(type) && (!strcmp(type->valuestring, "Fixed") || !strcmp(type->valuestring, "Mobile"))))
		return complain(s, type, "must be Mobile or Fixed");
	row.fixed = type && strcmp(type->valuestring, "Fixed") == 0;
	struct carrier *rows = copied_row(s, s->carriers, places->carriers, places->carrier_count, sizeof row);
	if (!rows)
		return false;
	rows[places->carrier_count++] = row;
	places->carriers = s->carriers = rows;
	return true;
}

// --- the file ---

// The lists of a seed file, in the order in which they are applied.
static const struct {
	const char *name;
	bool (*read)(struct seed *, const cJSON *entry);
} lists[] = {
	{"countries", read_country}, {"operators", read_carrier}, {"devices", read_device},
	{"users", read_user},        {"labels", read_label},
};

#define LISTS (sizeof lists / sizeof lists[0])

static bool read_lists(struct seed *s)
{
	const cJSON *part, *entry;
	if (!cJSON_IsObject(s->root))
		return complain(s, NULL, "the file must hold one JSON object");
	cJSON_ArrayForEach(part, s->root)
	{
		size_t i = 0;
		while (i < LISTS && strcmp(lists[i].name, part->string) != 0)
			i++;
		if (i == LISTS || !cJSON_IsArray(part))
			return complain(s, part, "the lists are countries, operators, devices, users and labels");
	}
	for (size_t i = 0; i < LISTS; i++) {
		part = cJSON_GetObjectItemCaseSensitive(s->root, lists[i].name);
		s->list = lists[i].name;
		s->item = 0;
		cJSON_ArrayForEach(entry, part)
		{
			if (!cJSON_IsObject(entry))
				return complain(s, NULL, "must be an object");
			if (!lists[i].read(s, entry))
				return false;
			s->item++;
		}
		s->list = NULL;
	}
	return true;
}

static bool read_file(const struct seed *s, struct bytes *text)
{
	char piece[16384];
	size_t size;
	FILE *in = fopen(s->path, "re");
	if (!in)
		return complain(s, NULL, "%s", strerror(errno));
	while ((size = fread(piece, 1, sizeof piece, in)) > 0)
		bytes_add(text, piece, size);
	bool good = !ferror(in) && !text->failed;
	fclose(in);
	return good || complain(s, NULL, "the file cannot be read or is larger than 16 MiB");
}

static bool parse(struct seed *s)
{
	struct bytes text;
	const char *end = NULL;
	size_t line = 1;
	bytes_init(&text, FILE_MAX);
	bool good = read_file(s, &text);
	bytes_char(&text, '\0');
	good = good && !text.failed;
	if (good) {
		s->root = cJSON_ParseWithLengthOpts(text.data, text.len, &end, 1);
		for (const char *p = text.data; end && p < end; p++)
			line += *p == '\n';
		good = s->root || complain(s, NULL, "line %zu is not valid JSON", line);
	}
	bytes_free(&text);
	return good;
}

struct seed *seed_load(const char *path, struct fleet *f)
{
	struct seed *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->path = path;
	s->fleet = f;
	f->overrides = &s->overrides;
	f->facts = &s->facts;
	if (!parse(s) || !read_lists(s)) {
		seed_free(s);
		return NULL;
	}
	return s;
}

void seed_free(struct seed *s)
{
	if (!s)
		return;
	overrides_drop(&s->overrides);
	facts_drop(&s->facts);
	for (size_t i = 0; i < s->overrides.label_count; i++)
		free(s->overrides.labels[i].devices);
	free(s->overrides.labels);
	free(s->countries);
	free(s->carriers);
	cJSON_Delete(s->root);
	free(s);
}
