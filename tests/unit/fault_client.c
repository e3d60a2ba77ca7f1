// SPDX-License-Identifier: Apache-2.0
#include "fault_client.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TIMEOUT_MS = 20000, BODY_CEILING = 100000, START_STEPS = 500 };

const char *fault_server_program(void)
{
	static char beside[4096];
	const char *given = getenv("EPMM_FAULT_SERVER");
	if (given)
		return given;
	char self[4000];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (length <= 0)
		return NULL;
	self[length] = '\0';
	*strrchr(self, '/') = '\0';
	snprintf(beside, sizeof(beside), "%s/fault-server", self);
	return access(beside, X_OK) == 0 ? beside : NULL;
}

static void in_directory(const struct fault_server *server, const char *name, char path[static 128])
{
	snprintf(path, 128, "%s/%s", server->directory, name);
}

static bool read_url(struct fault_server *server, const char *ready)
{
	FILE *file = fopen(ready, "r");
	bool read = file && fgets(server->url, sizeof(server->url), file);
	if (file)
		fclose(file);
	server->url[strcspn(server->url, "\n")] = '\0';
	return read;
}

struct fault_server fault_server_start(void)
{
	const char *program = fault_server_program();
	if (!program)
		cr_skip_test("EPMM_FAULT_SERVER is not set and there is no fault-server beside this program");
	struct fault_server server = {.directory = "/tmp/epmm-fault-XXXXXX"};
	char ready[128];
	char log[128];
	cr_assert_not_null(mkdtemp(server.directory));
	in_directory(&server, "ready", ready);
	in_directory(&server, "log", log);
	server.pid = fork();
	if (server.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		execl(program, program, "--ready-file", ready, "--log", log, "--life", "300", (char *)NULL);
		_exit(127);
	}
	const struct timespec pause = {0, 10 * 1000 * 1000};
	bool up = false;
	for (int step = 0; step < START_STEPS && !(up = read_url(&server, ready)); step++)
		nanosleep(&pause, NULL);
	cr_assert(up, "%s did not start", program);
	return server;
}

void fault_server_stop(struct fault_server *server)
{
	static const char *const FILES[] = {"ready", "log"};
	char path[128];
	kill(server->pid, SIGTERM);
	waitpid(server->pid, NULL, 0);
	for (size_t i = 0; i < ARRAY_LEN(FILES); i++) {
		in_directory(server, FILES[i], path);
		unlink(path);
	}
	rmdir(server->directory);
}

/** Lines of one connection need not be neighbours in the log, so every number is compared with those before. */
static unsigned count(const struct fault_server *server, const char *script, const char *method, bool connections)
{
	static unsigned seen[4096];
	char path[128];
	char name[64];
	char verb[16];
	unsigned connection;
	unsigned found = 0;
	in_directory(server, "log", path);
	FILE *file = fopen(path, "r");
	while (file && fscanf(file, "%63s %15s %u", name, verb, &connection) == 3) {
		if (strcmp(name, script) != 0 || (method && strcmp(verb, method) != 0))
			continue;
		bool old = false;
		for (unsigned i = 0; connections && i < found; i++)
			old |= seen[i] == connection;
		if (!old && found < ARRAY_LEN(seen))
			seen[found++] = connection;
	}
	if (file)
		fclose(file);
	return found;
}

unsigned fault_server_count(const struct fault_server *server, const char *script, const char *method)
{
	return count(server, script, method, false);
}

unsigned fault_server_connections(const struct fault_server *server, const char *script, const char *method)
{
	return count(server, script, method, true);
}

struct http_options fault_options(const struct fault_server *server)
{
	return (struct http_options){
		.base_url = server->url,
		.user = "tester",
		.password = "open sesame",
		.parallel = 8,
		.user_agent = "epmm-conform/test",
	};
}

struct http_client *fault_client(const struct http_options *options)
{
	struct diag *diag = diag_new(stderr);
	struct http_client *client = http_open(options, diag);
	diag_free(diag);
	cr_assert_not_null(client);
	return client;
}

static void on_head(void *context, const struct http_response *response)
{
	struct answer *answer = context;
	answer->heads++;
	cr_assert_eq(response->bytes, 0, "the head comes before the body");
}

static bool on_bytes(void *context, const char *bytes, size_t length)
{
	struct answer *answer = context;
	size_t used = answer->length < sizeof(answer->body) - 1 ? answer->length : sizeof(answer->body) - 1;
	size_t room = sizeof(answer->body) - 1 - used;
	memcpy(answer->body + used, bytes, length < room ? length : room);
	answer->length += length;
	return true;
}

static void on_done(void *context, const struct http_response *response)
{
	struct answer *answer = context;
	answer->calls++;
	answer->status = response->status;
	answer->trouble = response->trouble;
	answer->bytes = response->bytes;
	answer->complete = response->complete;
	answer->sent = response->sent;
	answer->duration_us = response->duration_us;
	snprintf(answer->text, sizeof(answer->text), "%s", response->trouble_text ? response->trouble_text : "");
	snprintf(answer->framing, sizeof(answer->framing), "%s", response->framing ? response->framing : "");
	cr_assert_eq(response->trouble == HTTP_OK, response->trouble_text == NULL);
}

struct http_request fault_request(const char *method, const char *path, struct answer *answer)
{
	return (struct http_request){
		.method = method,
		.path = path,
		.case_id = "dm/get-devices:ok.xml",
		.timeout_ms = TIMEOUT_MS,
		.body_ceiling = BODY_CEILING,
		.head = on_head,
		.body_bytes = on_bytes,
		.done = on_done,
		.context = answer,
	};
}

void finish_all(struct http_client *client)
{
	while (http_step(client, 1000))
		continue;
}

struct answer ask(struct http_client *client, const char *method, const char *path)
{
	struct answer answer = {0};
	struct http_request request = fault_request(method, path, &answer);
	http_submit(client, &request);
	finish_all(client);
	cr_assert_eq(answer.calls, 1);
	return answer;
}
