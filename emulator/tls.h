// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_TLS_H
#define EMULATOR_TLS_H

// A certificate for one run of the emulator.

#include "bytes.h"

// Makes a P-256 key and a self-signed certificate for 127.0.0.1 and localhost, which is its own authority. Both texts are
// PEM and end with a NUL that is not counted; free them with bytes_free(). On failure returns why, else NULL.
const char *tls_make(struct bytes *certificate, struct bytes *key);

#endif
