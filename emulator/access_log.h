// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ACCESS_LOG_H
#define EMULATOR_ACCESS_LOG_H

// One JSON line for each request. Credentials and bodies are never written.

#include <pthread.h>

#include "bytes.h"

// The log file.
struct access_log {
	int fd;               // file, or -1 for no log
	pthread_mutex_t lock; // one line at a time
};

// What is told about a request.
struct access_entry {
	const char *method;     // HTTP method
	struct text path;       // path as received
	struct text query;      // query as received
	unsigned status;        // HTTP status
	uint64_t bytes;         // body bytes sent
	const char *op_class;   // class of the request
	struct text effect;     // what it did
	struct text case_id;    // X-Conformance-Case header
	struct text user_agent; // User-Agent header
	bool authorized;        // the credentials were right
};

// Opens the log for appending, or no log if `path` is NULL; false with errno set if it cannot be opened.
bool access_log_open(struct access_log *log, const char *path);

// Closes the log.
void access_log_close(struct access_log *log);

// Writes one line, at once.
void access_log_write(struct access_log *log, const struct access_entry *e);

#endif
