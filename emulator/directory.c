// SPDX-License-Identifier: Apache-2.0
#include "directory.h"

#include "people.h"

// Entries called testuser0001 and so on, more than a search may find.
#define STRANGERS 250

static struct text composed(struct directory_entry *e, size_t from)
{
	return (struct text){e->texts.data + from, e->texts.len - from};
}

uint32_t directory_size(const struct fleet *f)
{
	return STRANGERS + people_count(f->count);
}

static void get_stranger(uint32_t number, struct directory_entry *out)
{
	size_t from = out->texts.len;
	bytes_str(&out->texts, "testuser");
	bytes_padded(&out->texts, number, 4);
	out->principal = out->display = composed(out, from);
	bytes_str(&out->texts, "@auto1.example.com");
	out->email = composed(out, from);
	from = out->texts.len;
	bytes_str(&out->texts, "User");
	bytes_padded(&out->texts, number, 4);
	out->last = composed(out, from);
	out->first = "Test";
	out->known = false;
}

bool directory_get(const struct fleet *f, uint32_t number, struct directory_entry *out)
{
	struct person person;
	(void)f;
	bytes_over(&out->texts, out->storage, sizeof out->storage);
	if (number < STRANGERS) {
		get_stranger(number + 1, out);
		return true;
	}
	person = people_person(number - STRANGERS);
	people_principal(&out->texts, number - STRANGERS);
	out->principal = composed(out, 0);
	size_t from = out->texts.len;
	people_email(&out->texts, number - STRANGERS);
	out->email = composed(out, from);
	from = out->texts.len;
	bytes_str(&out->texts, person.first);
	bytes_char(&out->texts, ' ');
	size_t middle = out->texts.len;
	bytes_str(&out->texts, person.last);
	out->display = composed(out, from);
	out->last = composed(out, middle);
	out->first = person.first;
	out->known = true;
	return person.directory;
}
