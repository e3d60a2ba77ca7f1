// SPDX-License-Identifier: Apache-2.0
/**
 * What every other module may use: attributes, array length and our own bugs.
 * The lowest module: it includes nothing of the project and must stay so.
 */
#ifndef EPMM_BASE_H
#define EPMM_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Number of elements of a true array (not of a pointer). */
#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

/** Marks a function as printf-like: the format is argument `f`, the values start at argument `a`. */
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/** Marks a parameter that a table's function type asks for and this function does not need. */
#define UNUSED __attribute__((unused))

#endif
