// SPDX-License-Identifier: Apache-2.0
/** What load_schema.c and load_field.c share; nobody else includes it. */
#ifndef EPMM_LOAD_SCHEMA_H
#define EPMM_LOAD_SCHEMA_H

#include "load_fields.h"

/** Reads one field; what is missing or wrong is reported. */
void read_field(struct load *load, const struct yaml *item, struct field *field);

/** Reads the fields of a container that are written in place; NULL when they are no list. */
const struct schema *read_schema_in_place(struct load *load, const struct yaml *list);

#endif
