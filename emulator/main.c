// SPDX-License-Identifier: Apache-2.0
// epmm-emulator: a reference target for the conformance suite.
//
//   options       the command line
//   seed          changes to the fleet from a file     > overrides
//   fleet         device i, computed                   > personas, places, people, idcode
//   server        HTTP, credentials                    > accounts; negotiate
//   dispatch      from a request to its answer         > routes > request
//     bend/       deviations on purpose: the rows stand in deviations/, all listed in its tables.c
//       bend_run > bend_stages > bend_tree, bend_json, bend_csv, bend_style
//     state       what requests changed                > overrides, facts; control shows and resets it
//     answers     the operations                       > selection > labels; profiles; actions; register
//     answers_*   the other areas                      > eas, users, directory, alerts, policies, appsettings, apps, wadl
//     stream      bodies about many devices            > fields, details, table > writer > bytes
//   access_log    one line for each request
//   announce      ready file, target file, password    > tls for the certificate, permitted for devices

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "announce.h"
#include "bend_run.h"
#include "options.h"
#include "seed.h"
#include "server.h"
#include "tls.h"

#ifndef EMULATOR_VERSION
#define EMULATOR_VERSION "0.1.0"
#endif

enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

// Set by a signal that asks the program to end.
static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

// What the files beside the server need.
struct papers {
	struct accounts accounts;         // who is let in
	char files[ACCOUNTS][PATH_ROOM];  // where their passwords are
	char certificate_file[PATH_ROOM]; // where the certificate is
	struct bytes certificate, key;    // PEM, empty without TLS
};

// Makes up the password of an account and writes it to a file.
static bool make_password(struct papers *p, size_t place, const char *beside, const char *suffix)
{
	char line[PASSWORD_ROOM + 1];
	if (!password_make(p->accounts.rows[place].password))
		return false;
	int size = snprintf(line, sizeof line, "%s\n", p->accounts.rows[place].password);
	return announce_file(beside, suffix, (struct text){line, (size_t)size}, true, p->files[place]);
}

static bool prepare_password(const struct options *o, struct papers *p)
{
	const char *beside = o->target_file ? o->target_file : o->ready_file;
	p->accounts.rows[0].user = o->user;
	if (o->password_file)
		return password_read(o->password_file, p->accounts.rows[0].password) &&
		       absolute_path(o->password_file, p->files[0]);
	return make_password(p, 0, beside, ".password");
}

// Accounts for checks of roles; only a target file tells of them.
static bool prepare_accounts(const struct options *o, struct papers *p)
{
	static const struct {
		const char *user, *suffix;
		enum role role;
	} further[ACCOUNTS] = {
		{NULL, NULL, ROLE_API},
		{"api-user", ".api-user.password", ROLE_API},
		{"app-user", ".app-user.password", ROLE_MOBILE_APP},
		{"visitor", ".visitor.password", ROLE_NEITHER},
	};
	for (size_t i = 1; o->target_file && i < ACCOUNTS; i++) {
		p->accounts.rows[i].user = further[i].user;
		p->accounts.rows[i].role = further[i].role;
		if (!make_password(p, i, o->target_file, further[i].suffix))
			return false;
	}
	return true;
}

static bool prepare_tls(const struct options *o, struct papers *p)
{
	const char *beside = o->target_file ? o->target_file : o->ready_file;
	if (!o->tls)
		return true;
	const char *problem = tls_make(&p->certificate, &p->key);
	if (problem) {
		fprintf(stderr, "epmm-emulator: cannot make a certificate: %s\n", problem);
		return false;
	}
	struct text pem = {p->certificate.data, p->certificate.len};
	return announce_file(beside, ".ca.pem", pem, false, p->certificate_file);
}

static bool announce(const struct options *o, const struct papers *p, const struct fleet *fleet, const char *url)
{
	char line[128], written[PATH_ROOM];
	struct target target = {
		.url = url,
		.user = o->user,
		.password_file = p->files[0],
		.certificate = o->tls ? p->certificate_file : NULL,
		.fleet = fleet,
		.accounts = &p->accounts,
		.account_files = p->files,
	};
	int size = snprintf(line, sizeof line, "%s\n", url);
	if (o->target_file && !announce_target(o->target_file, &target))
		return false;
	// Last, because it tells others that everything else is there.
	if (o->ready_file && !announce_file(o->ready_file, "", (struct text){line, (size_t)size}, false, written))
		return false;
	return printf("%s\n", url) > 0 && fflush(stdout) == 0;
}

// Serves until a signal comes; they are blocked outside of sigsuspend() so that none is missed.
static int serve(const struct options *o, const struct papers *p, const struct fleet *fleet, struct bend *bend,
                 struct access_log *log)
{
	struct server_setup setup = {
		.port = (uint16_t)o->port,
		.accounts = &p->accounts,
		.certificate = o->tls ? p->certificate.data : NULL,
		.key = o->tls ? p->key.data : NULL,
		.fleet = fleet,
		.log = log,
		.bend = bend,
	};
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t ending, before;
	char url[64];
	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigprocmask(SIG_BLOCK, &ending, &before);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	struct server *server = server_start(&setup);
	if (!server) {
		fprintf(stderr, "epmm-emulator: cannot listen on 127.0.0.1:%u: %s\n", (unsigned)o->port,
		        errno ? strerror(errno) : "the HTTP library refused");
		return EXIT_FAILED;
	}
	snprintf(url, sizeof url, "%s://127.0.0.1:%u", o->tls ? "https" : "http", (unsigned)server_port(server));
	bool announced = announce(o, p, fleet, url);
	while (announced && !stopped)
		sigsuspend(&before);
	server_stop(server);
	return announced ? EXIT_FINE : EXIT_FAILED;
}

// Switches on what was asked for; false if there is something unknown among it.
static bool prepare_bend(const struct options *o, struct bend **bend)
{
	*bend = NULL;
	if (o->faults.count + o->variations.count == 0)
		return true;
	*bend = bend_new(o->faults.names, o->faults.count, o->variations.names, o->variations.count);
	return *bend != NULL;
}

static int run(const struct options *o)
{
	static const struct overrides no_changes;
	static const struct facts no_facts;
	struct fleet fleet = {.count = o->devices, .places = places_built_in(), .overrides = &no_changes, .facts = &no_facts};
	struct papers papers = {.files = {""}};
	struct access_log log;
	int result = EXIT_FAILED;
	struct bend *bend;
	if (!prepare_bend(o, &bend))
		return EXIT_USAGE;
	struct seed *seed = o->seed ? seed_load(o->seed, &fleet) : NULL;
	if (o->seed && !seed) {
		bend_free(bend);
		return EXIT_USAGE;
	}
	if (!access_log_open(&log, o->access_log))
		fprintf(stderr, "epmm-emulator: cannot open '%s': %s\n", o->access_log, strerror(errno));
	else if (prepare_password(o, &papers) && prepare_accounts(o, &papers) && prepare_tls(o, &papers))
		result = serve(o, &papers, &fleet, bend, &log);
	bytes_free(&papers.certificate);
	bytes_free(&papers.key);
	access_log_close(&log);
	seed_free(seed);
	bend_free(bend);
	return result;
}

int main(int argc, char **argv)
{
	struct options o;
	if (!options_read(&o, argc, argv))
		return EXIT_USAGE;
	if (o.help) {
		options_help(stdout);
		return EXIT_FINE;
	}
	if (o.version) {
		puts("epmm-emulator " EMULATOR_VERSION);
		return EXIT_FINE;
	}
	if (o.list_faults || o.list_variations) {
		bend_list(stdout, o.list_variations);
		return EXIT_FINE;
	}
	return run(&o);
}
