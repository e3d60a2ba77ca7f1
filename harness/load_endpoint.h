// SPDX-License-Identifier: Apache-2.0
/** What load_endpoint.c and load_parameter.c share; nobody else includes it. */
#ifndef EPMM_LOAD_ENDPOINT_H
#define EPMM_LOAD_ENDPOINT_H

#include "load_fields.h"

/** True for letters, digits, underscores and hyphens. */
bool is_parameter_name(const char *text, size_t length);

/** Reads the list of parameters into a struct endpoint. */
read_fn read_parameters;

#endif
