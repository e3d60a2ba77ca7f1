// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_SERVER_H
#define EMULATOR_SERVER_H

// The HTTP side: listens on 127.0.0.1 only, checks the credentials, carries answers.

#include "access_log.h"
#include "accounts.h"
#include "fleet.h"

struct server;
struct bend;

// What a server needs; everything must outlive it.
struct server_setup {
	uint16_t port;                   // TCP port, 0 for any free one
	const struct accounts *accounts; // who is let in
	const char *certificate;         // PEM certificate for TLS, or NULL for plain HTTP
	const char *key;                 // PEM key of the certificate
	const struct fleet *fleet;       // what is served
	struct access_log *log;          // where requests are told
	struct bend *bend;               // what deviates on purpose, or NULL
};

// Starts serving in threads of its own; NULL with errno set if it cannot. Stop it with server_stop().
struct server *server_start(const struct server_setup *setup);

// The port it listens on.
uint16_t server_port(const struct server *s);

// Stops serving, cutting what is under way.
void server_stop(struct server *s);

#endif
