// SPDX-License-Identifier: Apache-2.0
// Security Management: users, the directory, passwords.
#include "directory.h"
#include "messages.h"
#include "users.h"

#define SEARCH_MIN 2 // characters
#define PASSWORD_MIN 8
#define PASSWORD_MAX 20

static size_t characters(struct text t)
{
	size_t count = 0;
	for (size_t i = 0; i < t.len; i++)
		count += (t.ptr[i] & 0xc0) != 0x80;
	return count;
}

static void answer_user(const struct call *c, struct answer *a, struct text name, const struct user *user)
{
	struct writer w;
	answer_begin(&w, a, c, SM_ROOT);
	writer_text(&w, "userName", name);
	writer_empty(&w, "messages", false);
	user_write(&w, user);
	writer_end(&w, SM_ROOT);
}

void serve_find_user(const struct call *c, struct answer *a)
{
	struct user user;
	if (user_find(c, c->values[0], &user))
		answer_user(c, a, c->values[0], &user);
	else
		message_answer(a, c, SM_ROOT, 404, "No users found.");
}

// --- the directory ---

static bool begins_with(struct text text, struct text start)
{
	return text.len >= start.len && text_same_word((struct text){text.ptr, start.len}, start);
}

static void write_entry(struct writer *w, const struct directory_entry *e)
{
	writer_item(w, "user", TEXT(""));
	writer_text(w, "principal", e->principal);
	writer_text(w, "displayName", e->display);
	writer_text(w, "email", e->email);
	writer_boolean(w, "enabled", e->known);
	writer_text(w, "firstName", text_of(e->first));
	writer_boolean(w, "forcePasswordChange", false);
	writer_text(w, "lastName", e->last);
	writer_boolean(w, "opaque", true);
	writer_number(w, "userSource", 'D');
	writer_item_end(w, "user");
}

// Lists the numbers of the entries found, at most the limit; returns how many there are in all.
static size_t search(const struct fleet *f, struct text start, uint32_t found[DIRECTORY_LIMIT])
{
	struct directory_entry entry;
	size_t count = 0;
	for (uint32_t i = 0; i < directory_size(f); i++)
		if (directory_get(f, i, &entry) && begins_with(entry.principal, start)) {
			if (count < DIRECTORY_LIMIT)
				found[count] = i;
			count++;
		}
	return count;
}

static void answer_entries(const struct call *c, struct answer *a, struct text start, const uint32_t *found, size_t count)
{
	struct directory_entry entry;
	struct writer w;
	answer_begin(&w, a, c, SM_ROOT);
	writer_text(&w, "userName", start);
	writer_empty(&w, "messages", false);
	writer_open(&w, "users");
	writer_list(&w, "user", count);
	for (size_t i = 0; i < count; i++) {
		directory_get(c->start, found[i], &entry);
		write_entry(&w, &entry);
	}
	writer_list_end(&w);
	writer_close(&w, "users");
	writer_end(&w, SM_ROOT);
}

static void answer_search(const struct call *c, struct answer *a, struct text start)
{
	uint32_t found[DIRECTORY_LIMIT];
	if (characters(start) < SEARCH_MIN) {
		message_answer(a, c, SM_ROOT, 400, "The search string must have at least 2 characters.");
		return;
	}
	size_t count = search(c->start, start, found);
	if (count > DIRECTORY_LIMIT)
		message_answer(a, c, SM_ROOT, 400, "The search found more users than the limit of 100.");
	else if (count == 0)
		message_answer(a, c, SM_ROOT, 404, "No users found.");
	else
		answer_entries(c, a, start, found, count);
}

void serve_search_ldap(const struct call *c, struct answer *a)
{
	answer_search(c, a, c->values[0]);
}

void serve_search_ldap_by_query(const struct call *c, struct answer *a)
{
	struct text start = TEXT("");
	request_parameter(c->request, "userid", &start);
	answer_search(c, a, start);
}

// --- passwords ---

// Passwords count only in the body.
static bool in_form(const struct call *c, const char *name, struct text *value)
{
	for (size_t i = 0; i < c->request->parameter_count; i++) {
		const struct parameter *p = &c->request->parameters[i];
		if (p->form && text_same_word(p->name, text_of(name))) {
			*value = p->value;
			return true;
		}
	}
	return false;
}

void serve_authenticate(const struct call *c, struct answer *a)
{
	struct text name, password;
	struct user user;
	if (!in_form(c, "username", &name) || !in_form(c, "password", &password)) {
		message_answer(a, c, SM_ROOT, 400, "The parameters username and password are required in the body.");
		return;
	}
	if (user_find(c, name, &user) && text_same(name, user.principal) && user_has_password(c, &user, password)) {
		answer_user(c, a, name, &user);
		return;
	}
	message_answer(a, c, SM_ROOT, 401, "The username or the password is wrong.");
	a->challenge = true;
}

static const char *password_complaint(const struct call *c, const struct user *user, struct text *fresh)
{
	struct text old;
	if (user->directory)
		return "The password of an LDAP user is kept in the directory.";
	if (user->account && user->account->role != ROLE_NEITHER)
		return "The password of a user of this API is set when the server starts.";
	if (!in_form(c, "newpassword", fresh))
		return "The parameter newpassword is required in the body.";
	if (characters(*fresh) < PASSWORD_MIN || characters(*fresh) > PASSWORD_MAX)
		return "The new password must have 8 to 20 characters.";
	if (!in_form(c, "oldpassword", &old))
		return "The parameter oldpassword is required in the body.";
	return user_has_password(c, user, old) ? NULL : "The old password is wrong.";
}

void serve_change_password(const struct call *c, struct answer *a)
{
	struct user user;
	struct text fresh;
	struct writer w;
	if (!user_find(c, c->values[0], &user) || !text_same(c->values[0], user.principal)) {
		message_answer(a, c, SM_ROOT, 404, "No users found.");
		return;
	}
	const char *complaint = password_complaint(c, &user, &fresh);
	if (complaint) {
		message_answer(a, c, SM_ROOT, 400, complaint);
		return;
	}
	draft_fact(c->draft, "passwords", user.principal, "password", fresh);
	answer_effect(a, "change-password", user.principal);
	answer_begin(&w, a, c, SM_ROOT);
	writer_text(&w, "userName", user.principal);
	message_write(&w, "Password changed successfully for user: %.*s", (int)user.principal.len, user.principal.ptr);
	writer_end(&w, SM_ROOT);
}
