// SPDX-License-Identifier: Apache-2.0
/* What a run needs before it may send anything: target, plan, credentials, places for its reports. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "command_session.h"
#include "objects.h"
#include "report.h"

static const struct position command_line = {0};

/** What every report must shout. */
static const char *find_warnings(const struct session *session)
{
	struct arena *arena = session->context->arena;
	const char *weakness = credentials_weakness(&session->access.credentials);
	const char *insecure = session->context->options->insecure
	                           ? "TLS is not verified: anybody on the way can read and change everything"
	                           : NULL;
	if (session->player)
		return arena_printf(arena, "judged from a recording of %s; nothing was sent",
		                    player_header(session->player)->started);
	if (weakness && insecure)
		return arena_printf(arena, "%s; %s", insecure, weakness);
	return insecure ? insecure : weakness;
}

const char *session_now(struct arena *arena)
{
	char date[32];
	time_t now = time(NULL);
	struct tm tm;
	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_string(arena, date);
}

static const char *joined(struct arena *arena, const char *const *words, size_t count)
{
	const char *all = NULL;
	for (size_t i = 0; i < count; i++)
		all = all ? arena_printf(arena, "%s %s", all, words[i]) : words[i];
	return all;
}

struct run_header session_header(const struct session *session)
{
	const struct options *options = session->context->options;
	struct arena *arena = session->context->arena;
	const char *select = joined(arena, options->select, options->select_count);
	char host[256] = "localhost";
	gethostname(host, sizeof(host) - 1);
	return (struct run_header){
		.tool_version = EPMM_VERSION,
		.case_version = session->context->catalogue->version,
		.started = session_now(arena),
		.target = session->target->url,
		.target_kind = target_kind_name(session->target->kind),
		.product_version = session->target->product_version,
		.suite = session->suite->name,
		.select = options->last_failed ? arena_printf(arena, "%s%slast-failed", select ? select : "", select ? " " : "")
	                                   : select,
		.formats = options->formats[FORMAT_XML] ? (options->formats[FORMAT_JSON] ? "xml,json" : "xml") : "json",
		.hostname = arena_string(arena, host),
		.warnings = session->warnings,
		.strict = options->strict || session->suite->strict,
		.privacy = session->privacy || (session->player && player_header(session->player)->privacy),
		.planned = session->plan->case_count + (session->known.file ? session->known.file->count : 0),
	};
}

/** Whether a file can be made there; better known before the run than after it. */
static void check_place(const struct session *session, const char *file)
{
	struct arena *arena = session->context->arena;
	const char *slash = strrchr(file, '/');
	const char *folder = slash == file ? "/" : slash ? arena_copy(arena, file, (size_t)(slash - file)) : ".";
	if (access(folder, W_OK | X_OK) != 0)
		diag_error(session->context->diag, (struct position){.file = file}, "cannot be written: %s", strerror(errno));
}

static enum exit_code check_reports(const struct session *session)
{
	const struct options *options = session->context->options;
	struct diag *diag = session->context->diag;
	for (size_t i = 0; i < options->report_count; i++)
		report_require(options->reports[i].format, diag);
	junit_profile_known(options->junit_profile, diag);
	if (diag_errors(diag))
		return EXIT_USAGE;
	if (mkdir(options->report_dir, 0777) != 0 && errno != EEXIST)
		diag_error(diag, (struct position){.file = options->report_dir}, "cannot be made: %s", strerror(errno));
	for (size_t i = 0; i < options->report_count; i++)
		check_place(session, options->reports[i].file);
	return diag_errors(diag) ? EXIT_HARNESS : EXIT_CONFORMANT;
}

static bool check_target(const struct session *session)
{
	const struct options *options = session->context->options;
	struct diag *diag = session->context->diag;
	if (!session->target->url) {
		diag_error(diag, command_line, "run needs --target URL or --target FILE");
		diag_hint(diag, "the bundled emulator prints its URL: epmm-emulator --port 0 --target-file target.yaml");
	} else if (options->insecure && session->target->kind == TARGET_PRODUCTION) {
		diag_error(diag, command_line, "--insecure is not for production targets");
		diag_hint(diag, "give the authority that signed its certificate with --cacert FILE");
	}
	return diag_errors(diag) == 0;
}

/** The first case that destroys something, or whose undo does, where that needs the hash of a plan; NULL for none. */
static const char *needs_hash(const struct session *session)
{
	const struct plan *plan = session->plan;
	if (session->target->kind == TARGET_EMULATOR || session->context->options->plan || session->player)
		return NULL;
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct planned *planned = &plan->cases[i];
		for (size_t r = 0; !planned->skip && r < planned->request_count; r++) {
			const struct request *request = &plan->requests[planned->requests[r]];
			bool destroys = request->safety == SAFETY_DESTROY;
			for (size_t u = 0; u < request->undo_count; u++) {
				const struct endpoint *endpoint = request->undo[u].endpoint;
				destroys = destroys || safety_of_template(endpoint->method, endpoint->path) == SAFETY_DESTROY;
			}
			if (destroys)
				return planned->id;
		}
	}
	return NULL;
}

static bool find_access(struct session *session)
{
	const struct command_context *context = session->context;
	if (!session->player)
		return access_find(&session->access, context->arena, session->target, context->diag);
	const struct tape_setup *setup = player_setup(session->player);
	access_pretend(&session->access, context->arena, session->target, setup->run_id, setup->user);
	player_set_mask(session->player, session->access.mask);
	return true;
}

/** People whom the target file names are hidden as well as those in the answers. */
static void hide_named(const struct session *session)
{
	const struct target *target = session->target;
	struct arena *arena = session->context->arena;
	for (size_t i = 0; i < target->user_count; i++)
		mask_add_personal(session->access.mask, str_of(target->users[i]),
		                  privacy_pseudonym(session->privacy, arena, str_of(target->users[i])));
	for (size_t i = 0; i < target->account_count; i++)
		mask_add_personal(session->access.mask, str_of(target->accounts[i].user),
		                  privacy_pseudonym(session->privacy, arena, str_of(target->accounts[i].user)));
	for (size_t i = 0; i < target->fixture_count; i++) {
		const char *dot = strrchr(target->fixtures[i].name, '.');
		if (dot && privacy_hides(session->privacy, (struct str){0}, str_of(dot + 1)))
			mask_add_personal(session->access.mask, str_of(target->fixtures[i].value),
			                  privacy_pseudonym(session->privacy, arena, str_of(target->fixtures[i].value)));
	}
}

/** On servers with real people their data stays there unless somebody asks for it. */
static bool find_privacy(struct session *session)
{
	const struct command_context *context = session->context;
	const struct options *options = context->options;
	unsigned char key[PRIVACY_KEY_BYTES];
	bool real = session->target->kind != TARGET_EMULATOR && !session->player;
	if (!options->privacy && (!real || options->no_privacy))
		return true;
	if (!access_privacy_key(key, context->arena, context->diag))
		return false;
	session->privacy = privacy_new(context->arena, context->catalogue, key);
	hide_named(session);
	return true;
}

/** Without the objects that are told by a personal value: those are chosen as in any run. */
static const char *without_personal(const struct session *session, const char *objects)
{
	struct arena *arena = session->context->arena;
	const char *kept = NULL;
	struct str name;
	struct str value;
	for (const char *at = objects; (at = objects_next(at, &name, &value)) != NULL;) {
		const char *text = arena_copy(arena, name.ptr, name.len);
		const char *dot = strrchr(text, '.');
		if (dot && !privacy_hides(session->privacy, (struct str){0}, str_of(dot + 1)))
			kept = arena_printf(arena, "%s%s%s=%.*s", kept ? kept : "", kept ? " " : "", text, (int)value.len, value.ptr);
	}
	return kept;
}

static bool find_objects(struct session *session)
{
	if (session->player) {
		session->objects = player_setup(session->player)->objects;
		return true;
	}
	if (!command_earlier_objects(session->context, &session->objects))
		return false;
	if (session->privacy)
		session->objects = without_personal(session, session->objects);
	return true;
}

/** Of a few cases of known operations nobody asks how much of the guide they exercise, and it would cost more than they. */
static bool tells_coverage(const struct options *options)
{
	for (size_t i = 0; i < options->select_count; i++)
		if (!plan_names_operation(options->select[i]))
			return true;
	return options->select_count == 0;
}

int session_prepare(struct session *session)
{
	const struct command_context *context = session->context;
	session->target = session->player ? judge_target(context, session->player) : command_target(context);
	if (!session->target || !check_target(session))
		return EXIT_USAGE;
	session->plan = command_make_plan(context, session->target, &session->suite);
	if (!session->plan)
		return EXIT_USAGE;
	if (session->plan->refusal) {
		fprintf(stderr, "epmm-conform: refused: %s\n", session->plan->refusal);
		return EXIT_REFUSED;
	}
	const char *missing = needs_hash(session);
	if (missing) {
		fprintf(stderr, "epmm-conform: refused: %s destroys; that needs --plan HASH here (plan --resolve tells it)\n",
		        missing);
		return EXIT_REFUSED;
	}
	if (!find_access(session) || !find_privacy(session) || !find_objects(session))
		return EXIT_USAGE;
	if (!command_known_open(&session->known, context, session->target, session->plan))
		return EXIT_USAGE;
	if (tells_coverage(context->options) &&
	    !(session->guide = guide_read(context->arena, context->data_dir, context->diag)))
		return EXIT_USAGE;
	session->exercised = exercised_new(context->arena, session->guide, context->catalogue);
	session->warnings = find_warnings(session);
	return (int)check_reports(session);
}
