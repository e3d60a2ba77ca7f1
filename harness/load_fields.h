// SPDX-License-Identifier: Apache-2.0
/**
 * Mappings with known keys: a table says for each key who reads its value and where it goes, and one loop reports
 * keys that are unknown or missing. Every kind of object in the files is such a table.
 */
#ifndef EPMM_LOAD_FIELDS_H
#define EPMM_LOAD_FIELDS_H

#include "load_impl.h"

struct key;

/** Reads the value of a key into the object; reports what is wrong and leaves the default then. */
typedef void read_fn(struct load *load, const struct yaml *value, void *object, const struct key *key);

/** A key that a mapping may have. */
struct key {
	const char *name;
	read_fn *read;
	bool required;
	size_t offset;            /**< of the member in the object */
	size_t count_offset;      /**< lists: of the member that holds their length */
	const char *const *words; /**< words: those allowed, in the order of the enumeration, ended by NULL */
};

/**
 * Reads a mapping into `object`. False when `node` is no mapping (reported). A key in none of the rows goes to
 * `other`, or is reported when `other` is NULL or returns false.
 */
bool load_fields(struct load *load, const struct yaml *node, void *object, const struct key *keys, size_t count,
                 bool (*other)(struct load *load, const struct yaml *value, void *object));

/** Sets the member of a list and the one that holds its length. */
void key_list(void *object, const struct key *key, const void *items, size_t count);

/** Reports that a node is not what its key takes; true when it is. */
bool expect_kind(struct load *load, const struct yaml *node, enum yaml_kind kind);

/** The text of a scalar that holds one line, not empty; NULL after a report. */
const char *one_line(struct load *load, const struct yaml *node);

/** As one_line(), but `""` is a text, too. */
const char *one_line_or_empty(struct load *load, const struct yaml *node);

/** Readers: the member's type is given first. */
read_fn read_text;            /* const char *: one line */
read_fn read_id;              /* const char *: a name as check_name() wants it */
read_fn read_path;            /* const char *: a path as check_path() wants it */
read_fn read_flag;            /* bool: true or false */
read_fn read_number;          /* unsigned: digits */
read_fn read_decimal;         /* const char *: an optional sign, digits, a fraction */
read_fn read_word;            /* enum: the place of the word in `words` */
read_fn read_texts;           /* const char *const *, count: a list of texts */
read_fn read_paths;           /* const char *const *, count: a list of paths */
read_fn read_path_or_paths;   /* const char *const *, count: one path or a list of them */
read_fn read_kinds;           /* const char *const *, count: a list of derived kinds */
read_fn read_errata;          /* const char *: a list of E…, joined by blanks */
read_fn read_requirement;     /* const struct requirement * */
read_fn read_table;           /* const struct value_table * */
read_fn read_schema_name;     /* const struct schema * */
read_fn read_operation;       /* const char *: id of an operation */
read_fn read_condition_field; /* struct condition */
read_fn read_selects;         /* const char *const *, count: patterns that select cases */
read_fn read_bindings;        /* const struct binding *, count: a mapping of names to texts */

/** Shorthands of the rows. */
#define KEY(type, member, key_name, reader)                                                                            \
	{                                                                                                                  \
		.name = (key_name), .read = (reader), .offset = offsetof(type, member)                                         \
	}
#define KEY_REQUIRED(type, member, key_name, reader)                                                                   \
	{                                                                                                                  \
		.name = (key_name), .read = (reader), .required = true, .offset = offsetof(type, member)                       \
	}
#define KEY_LIST(type, member, count_member, key_name, reader)                                                         \
	{                                                                                                                  \
		.name = (key_name), .read = (reader), .offset = offsetof(type, member),                                        \
		.count_offset = offsetof(type, count_member)                                                                   \
	}
#define KEY_WORD(type, member, key_name, word_list)                                                                    \
	{                                                                                                                  \
		.name = (key_name), .read = read_word, .offset = offsetof(type, member), .words = (word_list)                  \
	}

#endif
