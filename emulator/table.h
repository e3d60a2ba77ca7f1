// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_TABLE_H
#define EMULATOR_TABLE_H

// The export of all devices as comma separated values (RFC 4180), 28 columns with a header row.

#include "stream.h"

// The export.
extern const struct stream_kind device_table;

#endif
