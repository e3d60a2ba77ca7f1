// SPDX-License-Identifier: Apache-2.0
// Registering a device, and its user where there is none yet.
#include <ctype.h>

#include "answers.h"
#include "directory.h"
#include "idcode.h"
#include "people.h"
#include "users.h"

#define PHONE_MAX 15       // digits of a phone number
#define NAME_STORAGE 2048  // bytes of the texts that are composed here
#define PASSCODE_HOURS 120 // how long a passcode is valid
#define FIRST_ID 9000      // internal id of user 0

// Number of the user of the first account; only its difference from others matters.
#define ACCOUNT_NUMBER (IDCODE_INDEXES / 2)

// Salts for idcode_mix().
enum { SALT_PASSCODE = 320, SALT_ADDRESS };

// A platform that can be registered.
struct offer {
	const char *code;    // letter in the request
	enum platform phone; // kind of device if it is a phone
	enum platform pda;   // kind of device if it is a PDA
	const char *name;    // platform as the reads show it
	const char *type;    // extra field platformType
	bool passcode;       // its registration needs a passcode
};

static const struct offer offers[] = {
	{"A", ANDROID, ANDROID, "Android", "ANDROID", true},
	{"I", IPHONE, IPAD, "iOS", "IPHONE", true},
	{"E", WINDOWS_PHONE, WINDOWS_PHONE, "Windows 10", "WINDOWS", false},
	{"M", WINDOWS_PHONE, WINDOWS_PHONE, "Windows Phone 8.1", "WINDOWS_PHONE", true},
	{"L", MACOS, MACOS, "macOS", "OSX", false},
};

// What is asked for.
struct registration {
	const struct offer *offer;                             // platform
	bool pda;                                              // a device without phone number
	bool employee, import, notify, sms;                    // flags of the request
	struct text phone, user, first, last, email, operator; // texts of the request
	const struct country *country;                         // where the number belongs
	const struct carrier *carrier;                         // its operator, NULL if unknown
};

// The user that the device will belong to.
struct owner {
	uint32_t number;                // number of the user
	bool known;                     // there is one already
	bool directory;                 // comes from LDAP
	struct text first, last, email; // as the reads show them
	struct text display, uuid;      // the same
	int64_t id;                     // internal id
	struct user user;               // the user, if known
	struct directory_entry entry;   // entry of the directory, if imported
	struct bytes texts;             // where composed texts are put
	char storage[NAME_STORAGE];     // their bytes
};

// --- the request ---

static struct text parameter(const struct call *c, const char *name)
{
	struct text value = TEXT("");
	request_parameter(c->request, name, &value);
	return value;
}

static bool all_digits(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (!isdigit((unsigned char)t.ptr[i]))
			return false;
	return t.len > 0 && t.len <= PHONE_MAX;
}

static const char *read_device(const struct call *c, struct registration *r)
{
	struct text platform = parameter(c, "platform"), type = parameter(c, "deviceType");
	r->phone = parameter(c, "phoneNumber");
	bool named_pda = text_same_word(r->phone, TEXT("PDA"));
	for (size_t i = 0; i < sizeof offers / sizeof offers[0]; i++)
		if (text_same(platform, text_of(offers[i].code)))
			r->offer = &offers[i];
	if (!r->offer)
		return "The parameter platform is required and must be A, I, E, M or L.";
	if (type.len && !text_same_word(type, TEXT("Phone")) && !text_same_word(type, TEXT("PDA")))
		return "The deviceType must be Phone or PDA.";
	r->pda = text_same_word(type, TEXT("PDA")) || (type.len == 0 && named_pda);
	if (r->pda && (r->phone.len == 0 || named_pda))
		r->phone = TEXT("PDA");
	else if (!all_digits(r->phone))
		return "The parameter phoneNumber is required for a phone and must have digits only.";
	return NULL;
}

static const char *read_flags(const struct call *c, struct registration *r)
{
	const struct {
		const char *name;
		bool *value;
	} flags[] = {
		{"isEmployeeOwned", &r->employee},
		{"importUserFromLdap", &r->import},
		{"notifyUser", &r->notify},
		{"notifyuserbysms", &r->sms},
	};
	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (parameter(c, flags[i].name).len && !request_flag(c->request, flags[i].name, flags[i].value))
			return "isEmployeeOwned, importUserFromLdap, notifyUser and notifyuserbysms must be True or False.";
	return NULL;
}

static bool is_code_of(const struct country *country, struct text code)
{
	char storage[16];
	struct bytes digits;
	bytes_over(&digits, storage, sizeof storage);
	bytes_u64(&digits, country->code);
	return text_same(code, (struct text){storage, digits.len});
}

// Several countries share a code; the one of the operator is preferred.
static const char *read_country(const struct call *c, struct registration *r)
{
	const struct places *places = &c->fleet->places;
	struct text code = parameter(c, "countryCode");
	r->operator= parameter(c, "operator");
	if (code.len == 0 && r->pda)
		code = TEXT("1");
	for (size_t i = places->country_count; i-- > 0;)
		if (is_code_of(&places->countries[i], code))
			r->country = &places->countries[i];
	if (!r->country)
		return "The parameter countryCode is required and must be the code of a known country.";
	for (size_t i = 0; i < places->carrier_count; i++) {
		const struct carrier *carrier = &places->carriers[i];
		const struct country *country = &places->countries[carrier->country];
		if (text_same_word(text_of(carrier->name), r->operator) && is_code_of(country, code)) {
			r->carrier = carrier;
			r->country = country;
		}
	}
	return r->country->registration ? NULL : "The country is not enabled for registration.";
}

static const char *read_user(const struct call *c, struct registration *r)
{
	r->user = parameter(c, "userId");
	r->first = parameter(c, "userFirstName");
	r->last = parameter(c, "userLastName");
	r->email = parameter(c, "userEmailAddress");
	if (r->user.len == 0 || r->user.len > PRINCIPAL_MAX)
		return "The parameter userId is required and has at most 64 bytes.";
	if (r->first.len + r->last.len + r->email.len > NAME_STORAGE / 4)
		return "The names or the e-mail address are too long.";
	if (!r->import && (r->first.len == 0 || r->last.len == 0 || r->email.len == 0))
		return "userFirstName, userLastName and userEmailAddress are required for a local user.";
	return NULL;
}

// --- the user ---

static struct text composed(struct owner *o, size_t from)
{
	return (struct text){o->storage + from, o->texts.len - from};
}

static bool from_directory(const struct call *c, const struct registration *r, struct owner *o)
{
	uint32_t left = directory_size(c->start);
	while (left > 0)
		if (directory_get(c->start, --left, &o->entry) && text_same(o->entry.principal, r->user)) {
			o->directory = true;
			o->first = text_of(o->entry.first);
			o->last = o->entry.last;
			o->email = o->entry.email;
			o->display = o->entry.display;
			return true;
		}
	return false;
}

static size_t users_added(const struct facts *facts)
{
	size_t count = 0, place = facts_area(facts, "users");
	for (; place < facts->count && strcmp(facts_at(facts, place).area, "users") == 0; place++)
		count += strcmp(facts_at(facts, place).field, "number") == 0;
	return count;
}

static void from_user(const struct call *c, struct owner *o)
{
	const struct user *user = &o->user;
	o->number = user->account ? ACCOUNT_NUMBER + (uint32_t)(user->account - c->accounts->rows) : user->device.user;
	o->directory = user->directory;
	o->first = user->first;
	o->last = user->last;
	o->email = user->email;
	o->display = user->display;
	o->uuid = user->uuid;
	o->id = user->id;
}

static void from_request(const struct registration *r, struct owner *o)
{
	o->first = r->first;
	o->last = r->last;
	o->email = r->email;
	bytes_text(&o->texts, o->first);
	bytes_char(&o->texts, ' ');
	bytes_text(&o->texts, o->last);
	o->display = composed(o, 0);
}

// Finds the user, in the directory if asked for; new users are numbered from the end, away from the others.
static bool find_owner(const struct call *c, const struct registration *r, struct owner *o)
{
	bytes_over(&o->texts, o->storage, sizeof o->storage);
	o->directory = false;
	o->known = user_find(c, r->user, &o->user) && text_same(r->user, o->user.principal);
	if (o->known) {
		from_user(c, o);
		return true;
	}
	if (!r->import)
		from_request(r, o);
	else if (!from_directory(c, r, o))
		return false;
	o->number = IDCODE_INDEXES - 1 - (uint32_t)users_added(c->fleet->facts);
	o->id = FIRST_ID + (int64_t)o->number;
	size_t from = o->texts.len;
	idcode_uuid(&o->texts, ID_USER, o->number);
	o->uuid = composed(o, from);
	return true;
}

static void add_user(const struct call *c, struct answer *a, const struct registration *r, const struct owner *o)
{
	char storage[24];
	struct bytes number;
	if (o->known)
		return;
	bytes_over(&number, storage, sizeof storage);
	bytes_u64(&number, o->number);
	draft_fact(c->draft, "users", r->user, "number", (struct text){storage, number.len});
	draft_fact(c->draft, "users", r->user, "firstName", o->first);
	draft_fact(c->draft, "users", r->user, "lastName", o->last);
	draft_fact(c->draft, "users", r->user, "email", o->email);
	draft_fact(c->draft, "users", r->user, "source", o->directory ? TEXT("D") : TEXT("L"));
	if (!o->directory)
		draft_fact(c->draft, "passwords", r->user, "password", r->user);
	answer_effect(a, o->directory ? "import-user" : "create-user", r->user);
}

// --- the device ---

static void set_owner(const struct call *c, uint32_t device, const struct registration *r, const struct owner *o)
{
	draft_text(c->draft, device, "userUUID", o->uuid);
	draft_text(c->draft, device, "principal", r->user);
	draft_text(c->draft, device, "userFirstName", o->first);
	draft_text(c->draft, device, "userLastName", o->last);
	draft_text(c->draft, device, "userDisplayName", o->display);
	draft_text(c->draft, device, "emailAddress", o->email);
	draft_number(c->draft, device, "userId", o->id);
	draft_number(c->draft, device, "userSource", o->directory ? 'D' : 'L');
}

static void set_place(const struct call *c, uint32_t device, const struct registration *r)
{
	struct text operator= r->carrier ? text_of(r->carrier->name) : r->operator;
	struct text gate = r->carrier ? text_of(r->carrier->mail_gate) : TEXT("");
	draft_text(c->draft, device, "operator", r->pda || !operator.len ? TEXT("PDA") : operator);
	draft_text(c->draft, device, "homeOperator", r->pda ? TEXT("") : operator);
	draft_text(c->draft, device, "emailDomain", r->pda ? TEXT("") : gate);
	draft_number(c->draft, device, "operatorId", r->carrier && !r->pda ? r->carrier->id : 0);
	draft_number(c->draft, device, "countryCode", r->country->code);
	draft_number(c->draft, device, "countryId", r->country->id);
	draft_text(c->draft, device, "countryName", text_of(r->country->name));
	draft_number(c->draft, device, "languageCountryId", r->country->id);
}

static void set_device(const struct call *c, uint32_t device, const struct registration *r, struct owner *o)
{
	size_t from = o->texts.len;
	bytes_text(&o->texts, r->user);
	bytes_char(&o->texts, ':');
	bytes_str(&o->texts, r->offer->name);
	bytes_char(&o->texts, ':');
	bytes_text(&o->texts, r->phone);
	draft_text(c->draft, device, "name", composed(o, from));
	draft_text(c->draft, device, "phoneNumber", r->phone);
	draft_text(c->draft, device, "platform", text_of(r->offer->name));
	draft_text(c->draft, device, "platformType", text_of(r->offer->type));
	draft_text(c->draft, device, "comment", TEXT(""));
	draft_number(c->draft, device, "notifyUser", r->notify);
	draft_number(c->draft, device, "createdAt", FLEET_NOW);
	draft_number(c->draft, device, "registeredAt", FLEET_NOW);
	draft_number(c->draft, device, "lastConnectedAt", FLEET_NOW);
}

static void write_phone(struct writer *w, const struct registration *r)
{
	char storage[40];
	struct bytes number;
	bytes_over(&number, storage, sizeof storage);
	if (!r->pda)
		bytes_u64(&number, r->country->code);
	bytes_text(&number, r->phone);
	writer_text(w, "phoneNumber", (struct text){storage, number.len});
}

static void write_passcode(struct writer *w, const struct registration *r, uint32_t device)
{
	char storage[64];
	struct bytes text;
	bytes_over(&text, storage, sizeof storage);
	if (r->offer->passcode)
		bytes_u64(&text, 10000 + idcode_mix(device, SALT_PASSCODE) % 90000);
	writer_text(w, "passcode", (struct text){storage, text.len});
	writer_number(w, "passcodeTTL", PASSCODE_HOURS);
	text.len = 0;
	bytes_str(&text, "https://epmm.example.com/v/");
	bytes_hex(&text, idcode_mix(device, SALT_ADDRESS), 5, false);
	writer_text(w, "registrationUrl", (struct text){storage, text.len});
}

static void answer_registration(const struct call *c, struct answer *a, const struct registration *r, uint32_t device)
{
	char storage[40];
	struct bytes uuid;
	struct writer w;
	bytes_over(&uuid, storage, sizeof storage);
	idcode_uuid(&uuid, ID_DEVICE, device);
	struct text name = {storage, uuid.len};
	answer_effect(a, "register", name);
	if (r->notify)
		answer_effect(a, "notify-email", name);
	if (r->sms)
		answer_effect(a, "notify-sms", name);
	answer_begin(&w, a, c, DM_ROOT);
	write_phone(&w, r);
	writer_open(&w, "registration");
	writer_open(&w, "messages");
	writer_text(&w, "message", TEXT("Device is registered successfully."));
	writer_close(&w, "messages");
	writer_text(&w, "deviceUuid", name);
	writer_text(&w, "status", TEXT("SUCCESS"));
	write_passcode(&w, r, device);
	writer_close(&w, "registration");
	writer_end(&w, DM_ROOT);
}

void serve_register(const struct call *c, struct answer *a)
{
	const char *(*const readers[])(const struct call *, struct registration *) = {read_device, read_flags, read_user,
	                                                                              read_country};
	struct registration r = {.employee = false};
	struct owner owner;
	uint32_t device;
	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
		const char *problem = readers[i](c, &r);
		if (problem) {
			answer_message(a, c, 400, problem);
			return;
		}
	}
	if (!find_owner(c, &r, &owner)) {
		answer_message(a, c, 404, "There is no such user in the directory.");
		return;
	}
	const struct persona persona = {
		.platform = r.pda ? r.offer->pda : r.offer->phone,
		.status = VERIFICATION_PENDING,
		.traits = (r.pda ? PDA : 0) | (r.employee ? EMPLOYEE : 0),
	};
	if (!draft_add(c->draft, &persona, owner.number, &device)) {
		answer_failure(a);
		return;
	}
	add_user(c, a, &r, &owner);
	set_owner(c, device, &r, &owner);
	set_place(c, device, &r);
	set_device(c, device, &r, &owner);
	answer_registration(c, a, &r, device);
}
