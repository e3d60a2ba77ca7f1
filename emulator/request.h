// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_REQUEST_H
#define EMULATOR_REQUEST_H

// A request taken apart: segments of the path, parameters of the query and of a form in the body, all decoded.

#include "bytes.h"

// Most segments of a path; no known one has as many.
#define REQUEST_SEGMENTS 12

// One parameter.
struct parameter {
	struct text name;  // decoded
	struct text value; // decoded, empty if there was no '='
	bool form;         // from the body
};

// A request taken apart; the texts point into `decoded`.
struct request {
	struct text path;                       // as received, without the query
	struct text query;                      // as received, without the question mark
	struct text segments[REQUEST_SEGMENTS]; // of the path, without empty ones at the end
	size_t segment_count;                   // number of segments
	bool too_long;                          // the path has more segments than any known one
	bool malformed;                         // bad percent-encoding or an encoded NUL
	struct parameter *parameters;           // of the query, then of the form, in order
	size_t parameter_count;                 // number of parameters
	struct bytes decoded;                   // storage of the decoded texts
};

// Takes apart a target and a form (application/x-www-form-urlencoded, empty for none), both of which must outlive the
// request; free with request_free().
void request_parse(struct request *r, struct text target, struct text form);

// Frees what request_parse() took.
void request_free(struct request *r);

// Finds the first parameter with this name, in any case; false if there is none.
bool request_parameter(const struct request *r, const char *name, struct text *value);

// Reads a parameter that is true or false, in any case; false if it is absent or something else.
bool request_flag(const struct request *r, const char *name, bool *value);

// Gives a parameter one value in place of all it has; both texts must outlive the request. False if memory is out.
bool request_set(struct request *r, const char *name, struct text value);

// Drops a parameter, in any case and each time it stands there.
void request_drop(struct request *r, const char *name);

// A walk over all values of a parameter that may be repeated or hold several values between commas; starts zeroed.
struct values {
	size_t next;      // parameter to look at next
	struct text rest; // what is left of the current one
};

// Goes to the next value, without the blanks around it; empty ones are passed over. False at the end.
bool request_next(const struct request *r, const char *name, struct values *at, struct text *value);

#endif
