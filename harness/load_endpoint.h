// SPDX-License-Identifier: Apache-2.0
/** What load_endpoint.c and load_parameter.c share; nobody else includes it. */
#ifndef EPMM_LOAD_ENDPOINT_H
#define EPMM_LOAD_ENDPOINT_H

#include "load_fields.h"

/** True for letters, digits, underscores and hyphens. */
bool is_parameter_name(const char *text, size_t length);

/** Checks a template: visible ASCII, no query, whole parameters between slashes or dots; false after a report. */
bool check_template(struct load *load, const char *path, struct position at);

/** Reads the list of parameters into a struct endpoint. */
read_fn read_parameters;

read_fn read_guide;   /* struct guide_ref */
read_fn read_formats; /* const enum format *, count */
read_fn read_expect;  /* const int *, count: status codes */

#endif
