// SPDX-License-Identifier: Apache-2.0
/* cleanup: takes back what an interrupted run has changed. The same gate as that of runs; the journal is no permission. */
#include <stdio.h>
#include <string.h>

#include "access.h"
#include "address.h"
#include "command.h"
#include "undo.h"
#include "verdict.h"

/** A clean-up. */
struct cleaning {
	const struct command_context *context;
	const struct target *target;
	const struct journal_record *record;
	struct access access;
	struct http_options http;
	struct gate gate;
	struct undo_context undo;
};

static bool is_open(const struct journal_entry *entry)
{
	return !entry->undone;
}

/** The first request that this target or command line does not permit, told; false then. */
static bool check_permitted(const struct cleaning *cleaning)
{
	struct arena *arena = cleaning->context->arena;
	for (size_t i = 0; i < cleaning->record->entry_count; i++) {
		const struct journal_entry *entry = &cleaning->record->entries[i];
		for (size_t u = 0; is_open(entry) && u < entry->undo_count; u++) {
			const struct undo_request *undo = &entry->undo[u];
			const struct endpoint *endpoint = catalogue_endpoint(cleaning->context->catalogue, undo->operation);
			if (!endpoint)
				continue; /* told when its turn comes */
			const char *path = address_path(arena, endpoint, NULL, undo->parameters, undo->parameter_count);
			enum safety safety = safety_of_request(endpoint->method, path);
			if (safety_permitted(&cleaning->gate.permission, safety))
				continue;
			fprintf(stderr, "epmm-conform: refused: %s (%s) is of class %s: %s\n", undo->id, undo->operation,
			        safety_name(safety), safety_reason(&cleaning->gate.permission, safety));
			return false;
		}
	}
	return true;
}

/** The users that the run made, and what reads tell about them and about the devices of the target file. */
static void find_ownership(struct cleaning *cleaning)
{
	static const int any[] = {2, 4};
	struct undo_context *undo = &cleaning->undo;
	for (size_t i = 0; i < cleaning->record->entry_count; i++)
		fixtures_begin_chain(undo->fixtures, cleaning->record->entries[i].chain);
	for (size_t i = 0; i < cleaning->target->device_count; i++) {
		struct binding uuid = {"deviceuuid", cleaning->target->devices[i]};
		struct undo_request look = {"look", "get-device-by-uuid", FORMAT_XML, &uuid, 1, any, ARRAY_LEN(any), NULL, 0};
		undo_perform(undo, &look, 1);
	}
	static const char *const lists[][2] = {{"request-eas-action", "list-eas-devices"},
	                                       {"update-alert", "get-all-alerts"},
	                                       {"update-alerts-list", "get-all-alerts"}};
	for (size_t l = 0; l < ARRAY_LEN(lists); l++) {
		bool wanted = false;
		for (size_t i = 0; i < cleaning->record->entry_count; i++)
			for (size_t u = 0; u < cleaning->record->entries[i].undo_count; u++)
				wanted = wanted || strcmp(cleaning->record->entries[i].undo[u].operation, lists[l][0]) == 0;
		struct undo_request look = {"look", lists[l][1], FORMAT_XML, NULL, 0, any, ARRAY_LEN(any), NULL, 0};
		if (wanted)
			undo_perform(undo, &look, 1);
	}
}

/** Takes back what is open, last change first. Returns how much is left. */
static size_t take_back(struct cleaning *cleaning, struct journal *journal)
{
	size_t left = 0;
	for (size_t i = cleaning->record->entry_count; i-- > 0;) {
		const struct journal_entry *entry = &cleaning->record->entries[i];
		if (!is_open(entry))
			continue;
		const char *trouble = "nothing takes it back";
		fixtures_begin_chain(cleaning->undo.fixtures, entry->chain);
		cleaning->undo.case_id = entry->case_id;
		if (entry->undo_count)
			trouble = undo_perform(&cleaning->undo, entry->undo, entry->undo_count);
		printf("%-11s %s %s%s%s\n", trouble ? "left" : "taken back", entry->method, entry->case_id, trouble ? ": " : "",
		       trouble ? trouble : "");
		if (trouble || !journal_undone(journal, entry->seq, "cleanup"))
			left++;
	}
	return left;
}

static int clean(struct cleaning *cleaning, struct journal *journal)
{
	const struct command_context *context = cleaning->context;
	cleaning->http = access_http(&cleaning->access, context->options, cleaning->target);
	cleaning->undo.client = wire_open(&cleaning->http, (struct wire_ends){0}, context->diag);
	if (!cleaning->undo.client)
		return EXIT_USAGE;
	find_ownership(cleaning);
	size_t left = take_back(cleaning, journal);
	wire_close(cleaning->undo.client);
	printf("%zu left\n", left);
	return left ? EXIT_NONCONFORMANT : EXIT_CONFORMANT;
}

/** Everything that both ends of the work need. */
static int prepared(struct cleaning *cleaning, const char *file)
{
	const struct command_context *context = cleaning->context;
	const struct target *target = cleaning->target;
	static const struct plan nothing = {0};
	struct ownership *ownership = ownership_new(target);
	struct fixtures *fixtures = fixtures_new(&nothing, target);
	fixtures_set_run(fixtures, cleaning->record->header.run_id, ownership);
	for (size_t i = 0; i < cleaning->access.account_count; i++) {
		const struct run_account *account = &cleaning->access.accounts[i];
		ownership_login(ownership, account->user, account->password);
		if (!account->lacks)
			fixtures_set_account(fixtures, account->user, account->password);
	}
	cleaning->gate = (struct gate){command_permission(context, target), ownership, NULL};
	cleaning->undo = (struct undo_context){
		.catalogue = context->catalogue,
		.gate = &cleaning->gate,
		.http = &cleaning->http,
		.fixtures = fixtures,
		.case_id = "cleanup",
		.timeout_ms = (long)(context->options->timeout * 1000),
		.arena = context->arena,
	};
	int code = EXIT_REFUSED;
	if (check_permitted(cleaning)) {
		struct journal *journal = journal_append(file, context->diag);
		code = journal ? clean(cleaning, journal) : EXIT_USAGE;
		journal_close(journal);
	}
	fixtures_free(fixtures);
	ownership_free(ownership);
	return code;
}

int command_cleanup(const struct command_context *context)
{
	const char *file = context->options->operands[0];
	struct cleaning cleaning = {.context = context, .target = command_target(context)};
	if (!cleaning.target)
		return EXIT_USAGE;
	cleaning.record = journal_read(context->arena, file, context->diag);
	if (!cleaning.record)
		return EXIT_USAGE;
	if (!cleaning.target->url || strcmp(cleaning.target->url, cleaning.record->header.target) != 0) {
		diag_error(context->diag, (struct position){.file = file}, "tells of %s, and --target of another server",
		           cleaning.record->header.target);
		return EXIT_USAGE;
	}
	snprintf(cleaning.access.run_id, sizeof(cleaning.access.run_id), "%s", cleaning.record->header.run_id);
	int code = EXIT_USAGE;
	if (access_find(&cleaning.access, context->arena, cleaning.target, context->diag))
		code = prepared(&cleaning, file);
	access_wipe(&cleaning.access);
	return code;
}
