// SPDX-License-Identifier: Apache-2.0
/* run: the main job, from the credentials to the exit code. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command_session.h"
#include "coverage.h"
#include "report.h"
#include "resolve.h"
#include "run_index.h"

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

/** Puts a case into the record and counts it. */
static void keep_result(void *context, const struct result *result)
{
	struct session *session = context;
	verdict_count(&session->summary, result);
	run_index_take(session->index_making, result, record_result(session->record, result));
	exercised_take(session->exercised, result);
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

static void tell_arrival(void *context, const struct arrival *arrival)
{
	const struct session *session = context;
	text_report_arrival(session->live, arrival);
}

/** What an entry of the known deviations came to. */
static void take_entry(void *context, const struct result *result)
{
	take_result(context, result);
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
		.objects = session->objects,
		.run_id = session->access.run_id,
		.observer = session->observer,
		.journal = session->journal,
		.accounts = session->access.accounts,
		.account_count = session->access.account_count,
		.resolved = options->plan ? check_plan : NULL,
		.excuse = excuse,
		.result = take_result,
		.arriving = options->quiet ? NULL : tell_arrival,
		.context = session,
	};
}

/** What `judge` must know to make the same requests. */
static bool open_tape(struct session *session, const struct run_header *header)
{
	const struct command_context *context = session->context;
	const struct options *options = context->options;
	if (!options->record)
		return true;
	struct tape_setup setup = judge_setup(context, session->access.run_id, access_user(&session->access));
	setup.objects = session->objects;
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
		.started = session_now(context->arena),
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

/** What the cases broke and exercised of the guide. */
static void tell_coverage(struct session *session)
{
	const struct command_context *context = session->context;
	exercised_tell(session->exercised, &session->summary);
	if (!session->guide)
		return;
	struct coverage *coverage = coverage_make(context->arena, context->catalogue, session->guide, session->exercised);
	coverage_tell_run(coverage, context->arena, &session->summary);
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
	session->index_making = run_index_begin(session->access.mask);
	struct run_header header = session_header(session);
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
		command_known_close(&session->known, context, session->summary.trouble != NULL, take_entry, session);
	observer_tell(session->observer, take_observed, session);
	session->end.broken |= record_failed(session->record) || tape_close(session->tape) != 0;
	session->summary.exit_code = (int)verdict_exit(&session->summary, &session->end);
	session->summary.word = exit_word(session->summary.exit_code);
	if (!ran) {
		record_abandon(session->record);
		return false;
	}
	tell_coverage(session);
	session->summary_offset = record_summary(session->record, &session->summary);
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
	struct run_index *index =
		run_index_end(session->index_making, session->record_path, session->summary_offset, context->diag);
	session->index_making = NULL;
	bool failed = !index || report_write(report_find("junit"), index, junit, &look, context->diag) != 0;
	for (size_t i = 0; index && i < options->report_count; i++) {
		const char *format = options->reports[i].format;
		if (strcmp(format, "junit") != 0 && strcmp(format, "json") != 0)
			failed |= report_write(report_find(format), index, options->reports[i].file, &look, context->diag) != 0;
	}
	look.color = report_color(options->color, stdout);
	failed |= text_report_end(session->live, options->quiet ? NULL : index, &look, context->diag) != 0;
	session->live = NULL;
	run_index_close(index);
	if (options->quiet) {
		char line[512];
		report_summary_line(line, sizeof(line), &session->summary);
		puts(line);
	}
	session->end.broken |= failed;
}

static void close_session(struct session *session)
{
	if (session->index_making)
		run_index_end(session->index_making, NULL, 0, session->context->diag);
	journal_close(session->journal);
	observer_free(session->observer);
	access_wipe(&session->access);
}

int command_carry_out(const struct command_context *context, struct player *player)
{
	struct session session = {.context = context, .player = player};
	int code = session_prepare(&session);
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
