// SPDX-License-Identifier: Apache-2.0
#include "people.h"

// Six devices in a row belong to three users, who so own three, two and one of them.
#define GROUP_DEVICES 6
#define GROUP_USERS 3
static const uint8_t owner_of_place[GROUP_DEVICES] = {0, 1, 2, 0, 1, 0};

struct given {
	const char *name;  // as shown
	const char *login; // ASCII form for login names
};

static const struct given firsts[] = {
	{"Joe", "j"},          {"Jane", "jane"}, {"Jürgen", "juergen"}, {"Zoë", "zoe"}, {"José", "jose"},
	{"Søren", "soren"},    {"Anna", "anna"}, {"Nguyễn", "nguyen"},  {"李", "li"},   {"Ivan", "ivan"},
	{"Marie-Luise", "ml"}, {"Olga", "olga"}, {"Þór", "thor"},
};

static const struct given lasts[] = {
	{"Doe", "doe"},
	{"Müller", "mueller"},
	{"O'Brien", "obrien"},
	{"Ångström", "angstrom"},
	{"Marks & Spencer", "marks"},
	{"Smith", "smith"},
	{"D'Arc \"Joan\"", "darc"},
	{"<Test>", "test"},
	{"García Márquez", "garcia"},
	{"小明", "xiaoming"},
	{"van der Berg/West", "vdberg"},
};

// How a login name is built around the parts; the last run of digits is the user's number, plus `offset`.
struct login_form {
	const char *between; // between first and last name, or NULL if the number stands alone
	const char *after;   // after the number
	uint32_t offset;     // added to the number
};

static const struct login_form forms[] = {
	{".", "", 0}, {"", "", 0},  {".", "@corp.example.com", 0}, {"+", "", 0}, {" ", "", 0}, {NULL, "", 500000},
	{"_", "", 0}, {"&", "", 0},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

uint32_t people_owner(uint32_t device)
{
	return device / GROUP_DEVICES * GROUP_USERS + owner_of_place[device % GROUP_DEVICES];
}

uint32_t people_count(uint32_t devices)
{
	uint32_t rest = devices % GROUP_DEVICES;
	return devices / GROUP_DEVICES * GROUP_USERS + (rest < GROUP_USERS ? rest : GROUP_USERS);
}

size_t people_devices(uint32_t user, uint32_t devices[USER_DEVICES_MAX])
{
	size_t count = 0;
	for (uint32_t place = 0; place < GROUP_DEVICES; place++)
		if (owner_of_place[place] == user % GROUP_USERS)
			devices[count++] = user / GROUP_USERS * GROUP_DEVICES + place;
	return count;
}

struct person people_person(uint32_t user)
{
	return (struct person){
		.first = firsts[user % COUNT(firsts)].name,
		.last = lasts[user % COUNT(lasts)].name,
		.directory = user % 4 == 1 || user % 4 == 2,
	};
}

void people_principal(struct bytes *out, uint32_t user)
{
	const struct login_form *form = &forms[user % COUNT(forms)];
	if (user == 0) {
		bytes_str(out, "jdoe");
		return;
	}
	if (form->between) {
		bytes_str(out, firsts[user % COUNT(firsts)].login);
		bytes_str(out, form->between);
		bytes_str(out, lasts[user % COUNT(lasts)].login);
	}
	bytes_u64(out, user + form->offset);
	bytes_str(out, form->after);
}

static bool is_principal_of(struct text principal, uint32_t user)
{
	char storage[PRINCIPAL_MAX];
	struct bytes name;
	bytes_over(&name, storage, sizeof storage);
	people_principal(&name, user);
	return text_same(principal, (struct text){storage, name.len});
}

bool people_find(struct text principal, uint32_t *user)
{
	uint64_t number = 0;
	size_t end = principal.len, start;
	*user = 0;
	while (end > 0 && (principal.ptr[end - 1] < '0' || principal.ptr[end - 1] > '9'))
		end--;
	for (start = end; start > 0 && principal.ptr[start - 1] >= '0' && principal.ptr[start - 1] <= '9'; start--)
		;
	if (end - start > 9)
		return false;
	for (size_t i = start; i < end; i++)
		number = number * 10 + (uint64_t)(principal.ptr[i] - '0');
	for (size_t i = 0; i < COUNT(forms); i++) {
		if (number < forms[i].offset || number - forms[i].offset > UINT32_MAX)
			continue;
		*user = (uint32_t)(number - forms[i].offset);
		if (is_principal_of(principal, *user))
			return true;
	}
	return false;
}

void people_email(struct bytes *out, uint32_t user)
{
	bytes_str(out, firsts[user % COUNT(firsts)].login);
	bytes_char(out, '.');
	bytes_str(out, lasts[user % COUNT(lasts)].login);
	bytes_u64(out, user);
	bytes_str(out, "@example.com");
}
