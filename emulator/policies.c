// SPDX-License-Identifier: Apache-2.0
#include "policy_rules.h"

#include <stdio.h>
#include <stdlib.h>

#include "messages.h"

static const char *const kind_words[POLICY_KINDS] = {
	[POLICY_PRIVACY] = "PRIVACY",
	[POLICY_SECURITY] = "SECURITY",
	[POLICY_LOCKDOWN] = "LOCKDOWN",
	[POLICY_SYNC] = "SYNC",
};

// As many of a kind as its rules need to show every value.
static const struct policy policies[] = {
	{-2, "Default Privacy Policy", POLICY_PRIVACY, 0, false, ""},
	{-3, "Default Security Policy", POLICY_SECURITY, 0, false, ""},
	{-4, "Default Lockdown Policy", POLICY_LOCKDOWN, 0, false, ""},
	{-5, "Default Sync Policy", POLICY_SYNC, 0, false, ""},
	{11, "Privacy at work", POLICY_PRIVACY, 1, false, "Employee-Owned"},
	{12, "Nothing <is> collected & nothing stored", POLICY_PRIVACY, 2, false, "Büro Köln"},
	{21, "Security, sales", POLICY_SECURITY, 1, false, "Sales & Marketing (EU)"},
	{22, "Security, Android", POLICY_SECURITY, 2, false, "Android"},
	{23, "Security, iOS", POLICY_SECURITY, 3, false, "iOS"},
	{24, "Security without a password", POLICY_SECURITY, 4, true, "C++ Team"},
	{25, "Security, pilot", POLICY_SECURITY, 5, false, "Q1, Q2: 50% pilot|Only One"},
	{26, "Security, a quarter of an hour", POLICY_SECURITY, 6, false, ""},
	{27, "Security, half an hour", POLICY_SECURITY, 7, false, ""},
	{28, "Security, an hour", POLICY_SECURITY, 8, false, "macOS"},
	{29, "Security, an hour and a half", POLICY_SECURITY, 9, false, ""},
	{30, "Security, two hours", POLICY_SECURITY, 10, false, "Not Yet Used"},
	{31, "Security, half a day", POLICY_SECURITY, 11, true, ""},
	{32, "Security, a day", POLICY_SECURITY, 12, false, "Windows Phone"},
	{41, "Lockdown, audio only", POLICY_LOCKDOWN, 1, false, "Company-Owned"},
	{42, "Lockdown, no radio", POLICY_LOCKDOWN, 2, false, "Quarantined"},
	{51, "Sync, voice only", POLICY_SYNC, 1, false, "Android|Employee-Owned"},
	{52, "Sync, abroad", POLICY_SYNC, 2, false, "All-Smartphones"},
	{53, "Sync, never abroad", POLICY_SYNC, 3, true, "iOS"},
};

size_t policy_count(void)
{
	return sizeof policies / sizeof policies[0];
}

const struct policy *policy_at(size_t place)
{
	return &policies[place];
}

static struct text policy_id(const struct policy *p, char storage[16])
{
	return (struct text){storage, (size_t)snprintf(storage, 16, "%d", (int)p->id)};
}

const struct policy *policy_find(struct text id)
{
	char storage[16];
	for (size_t i = 0; i < policy_count(); i++)
		if (text_same(policy_id(&policies[i], storage), id))
			return &policies[i];
	return NULL;
}

bool policy_starts_on(const struct policy *p, const char *label)
{
	struct text rest = text_of(p->labels);
	while (rest.len)
		if (text_same(text_cut(&rest, '|'), text_of(label)))
			return true;
	return false;
}

bool policy_on_label(const struct fleet *f, const struct policy *p, const struct label *label)
{
	char storage[16];
	struct text value;
	if (f->facts->count && facts_get(f->facts, "policies", policy_id(p, storage), label->name, &value))
		return text_same(value, TEXT("applied"));
	return policy_starts_on(p, label->name);
}

bool policy_has(const struct fleet *f, const struct policy *p, uint32_t index)
{
	if (p->inactive || !fleet_registered(f, index))
		return false;
	if (p->id < 0)
		return true;
	for (size_t i = 0; i < label_count(f); i++) {
		struct label label = label_at(f, i);
		if (policy_on_label(f, p, &label) && label_has(f, &label, index))
			return true;
	}
	return false;
}

// --- what is written ---

static void write_resource(struct writer *w, const struct policy_rule *rule, struct text pair)
{
	struct text name = text_cut(&pair, '=');
	writer_item(w, "resourceDTOs", TEXT(""));
	writer_text(w, "name", name);
	writer_text(w, "resourceType", rule->form == RULE_DIRECTORIES ? TEXT("DIR") : name);
	writer_text(w, "value", pair);
	writer_item_end(w, "resourceDTOs");
}

static void write_resources(struct writer *w, const struct policy_rule *rule)
{
	struct text rest = text_of(rule->values);
	size_t count = 1;
	for (size_t i = 0; i < rest.len; i++)
		count += rest.ptr[i] == '|';
	writer_list(w, "resourceDTOs", count);
	while (rest.len)
		write_resource(w, rule, text_cut(&rest, '|'));
	writer_list_end(w);
}

static void write_value(struct writer *w, const struct policy_rule *rule, struct text value)
{
	if (rule->form == RULE_OPTIONAL && !value.len)
		return;
	writer_text(w, "value", value);
	if (rule->form == RULE_SECONDS)
		writer_number(w, "clientValue", 60 * strtol(value.ptr, NULL, 10)); // ends at the bar
	else
		writer_text(w, "clientValue", value);
}

static void write_rule(struct writer *w, const struct policy_rule *rule, const struct policy *p)
{
	writer_item(w, "rule", TEXT(""));
	writer_text(w, "type", text_of(rule->type));
	if (rule->form == RULE_RESOURCES || rule->form == RULE_DIRECTORIES)
		write_resources(w, rule);
	else
		write_value(w, rule, policy_rule_value(rule, p->turn));
	writer_item_end(w, "rule");
}

static void write_rules(struct writer *w, const struct policy *p)
{
	size_t count = 0;
	for (const struct policy_rule *rule = policy_rules[p->kind]; rule->type; rule++)
		count += policy_rule_applies(rule, p);
	writer_open(w, "rules");
	writer_list(w, "rule", count);
	for (const struct policy_rule *rule = policy_rules[p->kind]; rule->type; rule++)
		if (policy_rule_applies(rule, p))
			write_rule(w, rule, p);
	writer_list_end(w);
	writer_close(w, "rules");
}

void policy_write(struct writer *w, const struct policy *p, uint32_t devices, uint32_t pending)
{
	message_item(w, "policy", p->id);
	writer_text(w, "policyName", text_of(p->name));
	writer_text(w, "policyType", p->id < 0 ? TEXT("DEFAULT") : TEXT("ENTERPRISE"));
	writer_text(w, "profileType", text_of(kind_words[p->kind]));
	writer_text(w, "status", p->inactive ? TEXT("Inactive") : TEXT("Active"));
	writer_boolean(w, "active", !p->inactive);
	writer_boolean(w, "defaultPolicy", false);
	writer_text(w, "description", p->id < 0 || p->turn % 2 ? text_of(p->name) : TEXT(""));
	writer_number(w, "deviceCount", devices);
	writer_number(w, "pendingCount", pending);
	writer_number(w, "priority", 1 + (int64_t)p->turn);
	write_rules(w, p);
	writer_item_end(w, "policy");
}
