// SPDX-License-Identifier: Apache-2.0
#include "access.h"

#include <stdio.h>
#include <sys/random.h>

static bool make_run_id(struct access *access, struct diag *diag)
{
	unsigned char bytes[4];
	if (access->run_id[0])
		return true;
	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes)) {
		diag_error(diag, (struct position){0}, "the system gives no random number");
		return false;
	}
	snprintf(access->run_id, sizeof(access->run_id), "%02x%02x%02x%02x", bytes[0], bytes[1], bytes[2], bytes[3]);
	return true;
}

static bool find_accounts(struct access *access, struct arena *arena, const struct target *target, struct diag *diag)
{
	access->others = ARENA_ARRAY(arena, struct credentials, target->account_count + 1);
	access->accounts = ARENA_ARRAY(arena, struct run_account, target->account_count + 1);
	for (size_t i = 0; i < target->account_count; i++) {
		const struct account *account = &target->accounts[i];
		struct credentials_wish wish = {target->url, account->user, account->password_file, NULL};
		struct credentials *found = &access->others[access->account_count];
		*found = (struct credentials){0};
		if (!credentials_find(found, &wish, diag))
			return false;
		access->accounts[access->account_count++] =
			(struct run_account){found->user, found->password, account->lacks, account->has};
		mask_add_login(access->mask, "password", found->user, found->password);
	}
	return true;
}

bool access_find(struct access *access, struct arena *arena, const struct target *target, struct diag *diag)
{
	struct credentials_wish wish = {target->url, target->user, target->password_file, target->netrc_file};
	if (!make_run_id(access, diag) || !credentials_find(&access->credentials, &wish, diag))
		return false;
	access->mask = mask_new();
	mask_add_login(access->mask, "password", access->credentials.user ? access->credentials.user : "",
	               access->credentials.password);
	mask_add_secret(access->mask, "run.password", fixtures_run_password(arena, access->run_id));
	return find_accounts(access, arena, target, diag);
}

bool access_new_run(struct access *access, struct arena *arena, struct diag *diag)
{
	access->run_id[0] = '\0';
	if (!make_run_id(access, diag))
		return false;
	mask_add_secret(access->mask, "run.password", fixtures_run_password(arena, access->run_id));
	return true;
}

void access_pretend(struct access *access, struct arena *arena, const struct target *target, const char *run_id,
                    const char *user)
{
	static const char masked[] = "[password]";
	snprintf(access->run_id, sizeof(access->run_id), "%s", run_id);
	access->mask = mask_new();
	mask_add_secret(access->mask, "run.password", fixtures_run_password(arena, access->run_id));
	access->pretended = user;
	access->accounts = ARENA_ARRAY(arena, struct run_account, target->account_count + 1);
	for (size_t i = 0; i < target->account_count; i++) {
		const struct account *account = &target->accounts[i];
		access->accounts[access->account_count++] =
			(struct run_account){account->user, masked, account->lacks, account->has};
	}
}

const char *access_user(const struct access *access)
{
	return access->pretended ? access->pretended : access->credentials.user;
}

void access_wipe(struct access *access)
{
	mask_free(access->mask);
	credentials_wipe(&access->credentials);
	for (size_t i = 0; access->others && i < access->account_count; i++)
		credentials_wipe(&access->others[i]);
}

struct http_options access_http(const struct access *access, const struct options *options, const struct target *target)
{
	bool emulator = target->kind == TARGET_EMULATOR;
	long jobs = options->jobs ? options->jobs : target->jobs ? target->jobs : emulator ? 8 : 1;
	double rate = target->rate > 0 ? target->rate : http_is_loopback(target->url) ? 0 : 5;
	return (struct http_options){
		.base_url = target->url,
		.user = access_user(access),
		.password = access->credentials.password,
		.cacert = target->cacert,
		.cert = options->cert,
		.key = options->key,
		.proxy = options->proxy,
		.insecure = options->insecure,
		.allow_cleartext = options->allow_cleartext,
		.parallel = (size_t)jobs,
		.rate = rate,
		.user_agent = "epmm-conform/" EPMM_VERSION,
	};
}
