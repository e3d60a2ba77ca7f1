// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_REQUEST_H
#define EMULATOR_REQUEST_H

// A request target taken apart: segments of the path and parameters of the query, both decoded.

#include "bytes.h"

// Most segments of a path; no known one has as many.
#define REQUEST_SEGMENTS 12

// One parameter of the query.
struct parameter {
	struct text name;  // decoded
	struct text value; // decoded, empty if there was no '='
};

// A target taken apart; the texts point into `decoded`.
struct request {
	struct text path;                       // as received, without the query
	struct text query;                      // as received, without the question mark
	struct text segments[REQUEST_SEGMENTS]; // of the path, without empty ones at the end
	size_t segment_count;                   // number of segments
	bool too_long;                          // the path has more segments than any known one
	bool malformed;                         // bad percent-encoding or an encoded NUL
	struct parameter *parameters;           // of the query, in order
	size_t parameter_count;                 // number of parameters
	struct bytes decoded;                   // storage of the decoded texts
};

// Takes apart a target, which must outlive the request; free with request_free().
void request_parse(struct request *r, struct text target);

// Frees what request_parse() took.
void request_free(struct request *r);

// Finds the first parameter with this name, in any case; false if there is none.
bool request_parameter(const struct request *r, const char *name, struct text *value);

#endif
