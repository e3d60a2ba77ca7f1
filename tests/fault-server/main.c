// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fault.h"

enum { CONNECTION_SECONDS = 30, LIFE_SECONDS = 900, LIFE_SECONDS_MAX = 86400, BACKLOG = 256 };

/** What the command line says. */
struct options {
	int port;
	const char *ready_file;
	const char *log_file;
	unsigned life; /**< seconds after which the server ends by itself */
};

static const struct option LONG_OPTIONS[] = {
	{"port", required_argument, NULL, 'p'},
	{"ready-file", required_argument, NULL, 'r'},
	{"log", required_argument, NULL, 'l'},
	{"life", required_argument, NULL, 't'},
	{"list", no_argument, NULL, 'L'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static void usage(FILE *out)
{
	fputs("usage: fault-server [--port N] [--ready-file F] [--log F] [--life SECONDS] [--list]\n"
	      "Answers http://127.0.0.1:PORT/SCRIPT/... wrongly, as the script says. --list prints the scripts.\n"
	      "--log F gets a line \"SCRIPT METHOD CONNECTION\" for each request; --ready-file F gets the URL.\n",
	      out);
}

/** The number that the text stands for; anything else, or more than `most`, ends the program. */
static long number(const char *text, long most)
{
	char *end;
	long value = strtol(text, &end, 10);
	if (end != text && *end == '\0' && value >= 0 && value <= most)
		return value;
	usage(stderr);
	exit(2);
}

static void list_scripts(void)
{
	for (size_t i = 0; i < SCRIPT_COUNT; i++)
		printf("%s\t%s\n", SCRIPTS[i].name, SCRIPTS[i].what);
}

/** Reads the options; an exit code, or -1 to go on. */
static int read_options(int argc, char **argv, struct options *options)
{
	for (int option; (option = getopt_long(argc, argv, "", LONG_OPTIONS, NULL)) != -1;) {
		switch (option) {
		case 'p':
			options->port = (int)number(optarg, 65535);
			break;
		case 'r':
			options->ready_file = optarg;
			break;
		case 'l':
			options->log_file = optarg;
			break;
		case 't':
			options->life = (unsigned)number(optarg, LIFE_SECONDS_MAX);
			break;
		case 'L':
			list_scripts();
			return 0;
		case 'h':
			usage(stdout);
			return 0;
		default:
			usage(stderr);
			return 2;
		}
	}
	if (optind == argc)
		return -1;
	usage(stderr);
	return 2;
}

/** Listens on loopback only; `port` 0 becomes the port that the system chose. */
static int listen_on(int *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((in_port_t)*port)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	socklen_t length = sizeof(address);
	int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, BACKLOG) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &length) != 0)
		return -1;
	*port = ntohs(address.sin_port);
	return fd;
}

/** Written aside and renamed, so that whoever waits for the file never sees half of it. */
static bool write_ready_file(const char *path, int port)
{
	char aside[4096];
	int length = snprintf(aside, sizeof(aside), "%s.new", path);
	FILE *file = length > 0 && (size_t)length < sizeof(aside) ? fopen(aside, "w") : NULL;
	if (!file)
		return false;
	bool written = fprintf(file, "http://127.0.0.1:%d\n", port) > 0;
	return fclose(file) == 0 && written && rename(aside, path) == 0;
}

/** One process per connection: a script may sleep and block as it likes. */
static void accept_forever(int listener, int log, int port, struct gauge *gauge)
{
	int on = 1;
	for (unsigned connection = 1;; connection++) {
		int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			continue;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		if (fork() == 0) {
			close(listener);
			signal(SIGALRM, SIG_DFL);
			alarm(CONNECTION_SECONDS);
			serve_connection(fd, log, port, connection, gauge);
			_exit(0);
		}
		close(fd);
	}
}

int main(int argc, char **argv)
{
	struct options options = {.life = LIFE_SECONDS};
	int code = read_options(argc, argv, &options);
	if (code >= 0)
		return code;
	signal(SIGCHLD, SIG_IGN); /* children need no wait() */
	alarm(options.life);
	int log = options.log_file ? open(options.log_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
	int listener = listen_on(&options.port);
	struct gauge *gauge = mmap(NULL, sizeof(*gauge), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (listener < 0 || gauge == MAP_FAILED || (options.log_file && log < 0)) {
		perror("fault-server");
		return 1;
	}
	if (options.ready_file && !write_ready_file(options.ready_file, options.port)) {
		perror(options.ready_file);
		return 1;
	}
	accept_forever(listener, log, options.port, gauge);
}
