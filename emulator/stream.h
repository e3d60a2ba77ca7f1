// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_STREAM_H
#define EMULATOR_STREAM_H

// A body about many devices, made piece by piece, so that its size does not matter.

#include "details.h"
#include "selection.h"
#include "writer.h"

// Longest request text that is repeated, in bytes.
#define STREAM_ECHO_MAX 4096

struct stream;

// How such a body begins, what it says about each device, and how it ends.
struct stream_kind {
	void (*begin)(struct stream *, struct bytes *out);
	void (*device)(struct stream *, struct bytes *out);
	void (*end)(struct stream *, struct bytes *out);
};

// Most parts of a list that has parts.
#define STREAM_PARTS 5

// A body under way.
struct stream {
	const struct stream_kind *kind; // what is written
	struct selection selection;     // of which devices
	struct writer writer;           // writer between two pieces
	enum format format;             // format of a device list
	unsigned form;                  // fields of a device list, bits of enum form
	bool with_count;                // a device list says how many there are; else `messages` is empty
	struct bytes echo;              // request text repeated at the root of a device list; empty for none
	enum stage { STAGE_BEGIN, STAGE_DEVICES, STAGE_DONE } stage; // how far it is
	struct device device;                                        // the device being written
	struct details details;                                      // its details
	size_t parts[STREAM_PARTS];                                  // devices in each part of a list that has parts
	unsigned part;                                               // part that is open, counted from 1; 0 for none yet
};

// The list of devices of the API.
extern const struct stream_kind device_list;

// Starts a body over a selection, which it takes over; NULL (and the selection freed) if memory is out.
struct stream *stream_new(const struct stream_kind *kind, struct selection *selection);

// Appends the next piece; false when there is no more.
bool stream_more(struct stream *s, struct bytes *out);

// Ends a body, finished or not; NULL is allowed.
void stream_free(struct stream *s);

// The root element of Device Management answers.
#define DM_ROOT "deviceManagementWebServiceResponse"

#endif
