// SPDX-License-Identifier: Apache-2.0
/* run: the main job, from the credentials to the exit code. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "access.h"
#include "command_judge.h"
#include "command_known.h"
#include "coverage.h"
#include "live.h"
#include "report.h"
#include "resolve.h"
#include "rounds.h"

static const struct position command_line = {0};

/** Set by the first signal; the second ends the program at once. */
static volatile sig_atomic_t interrupted;

static void on_signal(int number UNUSED)
{
	if (interrupted)
		_exit(EXIT_INTERRUPTED);
	interrupted = 1;
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/** Everything that one run holds. */
struct session {
	const struct command_context *context;
	const struct target *target;
	const struct suite *suite;
	const struct plan *plan;
	struct access access;
	struct privacy *privacy; /**< personal values are hidden; NULL: they are shown */
	struct known_run known;
	struct journal *journal;
	const struct guide *guide;
	struct coverage *coverage; /**< what the run exercises of the guide */
	struct tape *tape;         /**< of --record, or NULL */
	struct player *player;     /**< of judge: answers instead of the target; or NULL */
	struct record *record;
	struct rounds *rounds; /**< while several are carried out: keeps their results; else NULL */
	struct observer *observer;
	struct text_report *live;
	const char *record_path;
	const char *warnings;
	struct run_summary summary;
	struct run_end end;
};

/** Puts a case into the record and counts it. */
static void keep_result(void *context, const struct result *result)
{
	struct session *session = context;
	verdict_count(&session->summary, result);
	record_result(session->record, result);
	coverage_take_result(session->coverage, session->guide, result);
}

/** A case of the round at hand. */
static void take_result(void *context, const struct result *result)
{
	struct session *session = context;
	if (session->rounds)
		rounds_take(session->rounds, result);
	else
		keep_result(session, result);
	if (!session->context->options->quiet)
		text_report_case(session->live, result);
}

static void take_observed(void *context, const struct observed *observed)
{
	const struct session *session = context;
	record_observed(session->record, observed);
}

static void excuse(void *context, const struct planned *planned, struct result *result)
{
	const struct session *session = context;
	known_judge(&session->known, planned, result);
}

/** What an entry of the known deviations came to. */
static void take_entry(void *context, const struct result *result)
{
	take_result(context, result);
}

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

static const char *utc_now(struct arena *arena)
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

static struct run_header make_header(const struct session *session)
{
	const struct options *options = session->context->options;
	struct arena *arena = session->context->arena;
	const char *select = joined(arena, options->select, options->select_count);
	char host[256] = "localhost";
	gethostname(host, sizeof(host) - 1);
	return (struct run_header){
		.tool_version = EPMM_VERSION,
		.case_version = session->context->catalogue->version,
		.started = utc_now(arena),
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

/** `--plan HASH`: what was shown is what is sent. */
static const char *check_plan(void *user, const struct fixtures *fixtures)
{
	const struct session *session = user;
	const struct command_context *context = session->context;
	struct resolve_about about = {EPMM_VERSION, context->catalogue->version, session->target->url};
	const char *hash = resolve_hash(context->arena, session->plan, fixtures, &about);
	if (strcmp(hash, context->options->plan) == 0)
		return NULL;
	fprintf(stderr, "epmm-conform: refused: the plan hash is %s now; nothing but reads was sent\n", hash);
	return "not sent: the plan is another than the one that --plan names";
}

static struct run_options make_options(struct session *session)
{
	const struct options *options = session->context->options;
	const struct target *target = session->target;
	return (struct run_options){
		.catalogue = session->context->catalogue,
		.plan = session->plan,
		.target = target,
		.permission = command_permission(session->context, target),
		.http = access_http(&session->access, options, target),
		.ends = {session->tape, session->player},
		.privacy = session->privacy,
		.mask = session->access.mask,
		.strict = options->strict || session->suite->strict,
		.bodies = options->bodies || target->kind != TARGET_PRODUCTION,
		.timeout_ms = (long)(options->timeout * 1000),
		.settle_ms = (long)(options->settle * 1000),
		.max_bytes = (size_t)options->max_bytes,
		.interrupted = &interrupted,
		.max_failures = options->max_failures,
		.run_id = session->access.run_id,
		.observer = session->observer,
		.journal = session->journal,
		.accounts = session->access.accounts,
		.account_count = session->access.account_count,
		.resolved = options->plan ? check_plan : NULL,
		.excuse = excuse,
		.result = take_result,
		.context = session,
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

/** Everything that can go wrong before the first byte is sent goes wrong here. */
static int prepare(struct session *session)
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
	if (!find_access(session) || !find_privacy(session))
		return EXIT_USAGE;
	if (!command_known_open(&session->known, context, session->target, session->plan))
		return EXIT_USAGE;
	session->guide = guide_read(context->arena, context->data_dir, context->diag);
	if (!session->guide)
		return EXIT_USAGE;
	session->coverage = coverage_make(context->arena, context->catalogue, session->guide);
	session->warnings = find_warnings(session);
	return (int)check_reports(session);
}

/** What `judge` must know to make the same requests. */
static bool open_tape(struct session *session, const struct run_header *header)
{
	const struct command_context *context = session->context;
	const struct options *options = context->options;
	if (!options->record)
		return true;
	struct tape_setup setup = judge_setup(context, session->access.run_id, access_user(&session->access));
	struct tape_veils veils = {session->access.mask, session->privacy};
	session->tape = tape_create(options->record, header, &setup, &veils, context->diag);
	session->end.broken = session->tape == NULL;
	return session->tape != NULL;
}

/** Carries the plan out once more, as another run. False when nothing could be sent at all. */
static bool carry_out_round(struct session *session)
{
	const struct command_context *context = session->context;
	struct journal_header journal = {
		.tool_version = EPMM_VERSION,
		.case_version = context->catalogue->version,
		.run_id = session->access.run_id,
		.target = session->target->url,
		.kind = target_kind_name(session->target->kind),
		.started = utc_now(context->arena),
	};
	session->journal =
		session->player ? journal_idle() : journal_new(context->options->report_dir, &journal, context->diag);
	struct run_options run = make_options(session);
	struct run_summary round = {0};
	bool ran = run_plan(context->arena, &run, &round, &session->end, context->diag);
	bool settled = !round.left && !round.unknown;
	if (session->privacy && settled)
		journal_discard(session->journal);
	round.journal = arena_string(context->arena, journal_file(session->journal));
	journal_close(session->journal);
	session->journal = NULL;
	rounds_add(context->arena, &session->summary, &round);
	return ran;
}

/** As often as --repeat asks for; each case is told once. */
static bool carry_out_rounds(struct session *session)
{
	const struct command_context *context = session->context;
	size_t wanted = context->options->repeat;
	if (wanted < 2)
		return carry_out_round(session);
	bool ran = true;
	session->rounds = rounds_new(session->record_path, session->access.mask, context->diag);
	for (size_t i = 0; i < wanted && ran && !session->summary.trouble && !session->summary.left; i++) {
		session->end.broken |= !rounds_begin(session->rounds);
		if (session->end.broken || (i && !access_new_run(&session->access, context->arena, context->diag)))
			return false;
		ran = carry_out_round(session);
		session->end.broken |= !rounds_end(session->rounds);
	}
	struct rounds *rounds = session->rounds;
	session->rounds = NULL;
	if (ran)
		session->end.broken |= !rounds_tell(rounds, keep_result, session);
	rounds_free(rounds);
	return ran;
}

/** Runs the plan into the record. False when nothing could be sent at all. */
static bool carry_out(struct session *session)
{
	const struct command_context *context = session->context;
	const struct options *options = context->options;
	session->record_path = command_report_file(context, "json", "run.jsonl");
	session->record = record_create(session->record_path, session->access.mask, context->diag);
	if (!session->record) {
		session->end.broken = true;
		return false;
	}
	struct run_header header = make_header(session);
	record_header(session->record, &header);
	if (!open_tape(session, &header)) {
		record_abandon(session->record);
		return false;
	}
	struct live_options live = {
		.out = options->quiet ? NULL : stderr,
		.terminal = isatty(STDERR_FILENO),
		.color = report_color(options->color, stderr),
		.planned = header.planned * (options->repeat ? options->repeat : 1),
		.mask = session->access.mask,
	};
	session->live = text_report_new(&live);
	session->observer = observer_new(session->access.mask);
	bool ran = carry_out_rounds(session);
	if (ran)
		command_known_close(&session->known, context, session->target, session->summary.trouble != NULL, take_entry,
		                    session);
	observer_tell(session->observer, take_observed, session);
	session->end.broken |= record_failed(session->record) || tape_close(session->tape) != 0;
	session->summary.exit_code = (int)verdict_exit(&session->summary, &session->end);
	session->summary.word = exit_word(session->summary.exit_code);
	if (!ran) {
		record_abandon(session->record);
		return false;
	}
	coverage_tell_run(session->coverage, context->arena, &session->summary);
	record_summary(session->record, &session->summary);
	if (record_close(session->record) != 0) {
		session->end.broken = true;
		session->record_path = arena_printf(context->arena, "%s.part", session->record_path);
	}
	return true;
}

static void write_reports(struct session *session)
{
	const struct command_context *context = session->context;
	const struct options *options = context->options;
	struct report_options look = {.verbose = options->verbose, .junit_profile = options->junit_profile};
	const char *junit = command_report_file(context, "junit", "junit.xml");
	bool failed = report_write(report_find("junit"), session->record_path, junit, &look, context->diag) != 0;
	for (size_t i = 0; i < options->report_count; i++) {
		const char *format = options->reports[i].format;
		if (strcmp(format, "junit") != 0 && strcmp(format, "json") != 0)
			failed |= report_write(report_find(format), session->record_path, options->reports[i].file, &look,
			                       context->diag) != 0;
	}
	look.color = report_color(options->color, stdout);
	failed |= text_report_end(session->live, options->quiet ? NULL : session->record_path, &look, context->diag) != 0;
	session->live = NULL;
	if (options->quiet) {
		char line[512];
		report_summary_line(line, sizeof(line), &session->summary);
		puts(line);
	}
	session->end.broken |= failed;
}

static void close_session(struct session *session)
{
	journal_close(session->journal);
	observer_free(session->observer);
	access_wipe(&session->access);
}

int command_carry_out(const struct command_context *context, struct player *player)
{
	struct session session = {.context = context, .player = player};
	int code = prepare(&session);
	if (code == EXIT_CONFORMANT) {
		catch_signals();
		bool ran = carry_out(&session);
		if (ran)
			write_reports(&session);
		else if (session.live)
			text_report_end(session.live, NULL, NULL, context->diag);
		code = ran || session.end.broken ? (int)verdict_exit(&session.summary, &session.end) : EXIT_USAGE;
	}
	close_session(&session);
	return code;
}

int command_run(const struct command_context *context)
{
	return command_carry_out(context, NULL);
}
