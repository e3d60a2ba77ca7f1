// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_BEND_ROWS_H
#define EMULATOR_BEND_ROWS_H

// The words in which the tables of faults and variations are written; only they include this.

#include "bend.h"

// The head of a row: a fault that must fail, one that must at least warn, and a variation.
#define FAULT(name, requirements, cases, about) (name), BEND_FAIL, (requirements), (cases), (about)
#define WEAK(name, requirements, cases, about) (name), BEND_WARN, (requirements), (cases), (about)
#define MAY(name, allowed_by, about) (name), BEND_FAIL, (allowed_by), NULL, (about)

// The steps of a row.
#define STEPS(...) .steps = {__VA_ARGS__}
#define PARAM(name, value)                                                                                             \
	{                                                                                                                  \
		BEND_PARAM, (name), (value)                                                                                    \
	}
#define DEFAULT(name, value)                                                                                           \
	{                                                                                                                  \
		BEND_DEFAULT, (name), (value)                                                                                  \
	}
#define IGNORE(name)                                                                                                   \
	{                                                                                                                  \
		BEND_IGNORE, (name), NULL                                                                                      \
	}
#define CALL(name, other)                                                                                              \
	{                                                                                                                  \
		BEND_CALL, (name), (other)                                                                                     \
	}
#define TARGET(request)                                                                                                \
	{                                                                                                                  \
		BEND_TARGET, (request), NULL                                                                                   \
	}
#define FORMAT(format)                                                                                                 \
	{                                                                                                                  \
		BEND_FORMAT, (format), NULL                                                                                    \
	}
#define LET_IN                                                                                                         \
	{                                                                                                                  \
		BEND_LET_IN, NULL, NULL                                                                                        \
	}
#define KEEP_OUT                                                                                                       \
	{                                                                                                                  \
		BEND_KEEP_OUT, NULL, NULL                                                                                      \
	}
#define FORGET                                                                                                         \
	{                                                                                                                  \
		BEND_FORGET, NULL, NULL                                                                                        \
	}
#define LATER(when)                                                                                                    \
	{                                                                                                                  \
		BEND_LATER, (when), NULL                                                                                       \
	}
#define ALSO(request)                                                                                                  \
	{                                                                                                                  \
		BEND_ALSO, (request), NULL                                                                                     \
	}
#define STATUS(word)                                                                                                   \
	{                                                                                                                  \
		BEND_STATUS, (word), NULL                                                                                      \
	}
#define FIELD(name, value)                                                                                             \
	{                                                                                                                  \
		BEND_FIELD, (name), (value)                                                                                    \
	}
#define DETAIL(key, value)                                                                                             \
	{                                                                                                                  \
		BEND_DETAIL, (key), (value)                                                                                    \
	}
#define ANSWER(status)                                                                                                 \
	{                                                                                                                  \
		BEND_ANSWER, (status), NULL                                                                                    \
	}
#define SAY(status, message)                                                                                           \
	{                                                                                                                  \
		BEND_SAY, (status), (message)                                                                                  \
	}
#define HEADER(name, value)                                                                                            \
	{                                                                                                                  \
		BEND_HEADER, (name), (value)                                                                                   \
	}
#define SLEEP(milliseconds)                                                                                            \
	{                                                                                                                  \
		BEND_SLEEP, (milliseconds), NULL                                                                               \
	}
#define SET(path, value)                                                                                               \
	{                                                                                                                  \
		BEND_SET, (path), (value)                                                                                      \
	}
#define DROP(path)                                                                                                     \
	{                                                                                                                  \
		BEND_DROP, (path), NULL                                                                                        \
	}
#define RENAME(path, name)                                                                                             \
	{                                                                                                                  \
		BEND_RENAME, (path), (name)                                                                                    \
	}
#define COPY(path)                                                                                                     \
	{                                                                                                                  \
		BEND_COPY, (path), NULL                                                                                        \
	}
#define ADD(path, child)                                                                                               \
	{                                                                                                                  \
		BEND_ADD, (path), (child)                                                                                      \
	}
#define MOVE(path, to)                                                                                                 \
	{                                                                                                                  \
		BEND_MOVE, (path), (to)                                                                                        \
	}
#define REVERSE(path)                                                                                                  \
	{                                                                                                                  \
		BEND_REVERSE, (path), NULL                                                                                     \
	}
#define UNWRAP(path)                                                                                                   \
	{                                                                                                                  \
		BEND_UNWRAP, (path), NULL                                                                                      \
	}
#define TYPE(path, type)                                                                                               \
	{                                                                                                                  \
		BEND_TYPE, (path), (type)                                                                                      \
	}
#define STYLE(style, value)                                                                                            \
	{                                                                                                                  \
		BEND_STYLE, (style), (value)                                                                                   \
	}
#define CUT(bytes)                                                                                                     \
	{                                                                                                                  \
		BEND_CUT, (bytes), NULL                                                                                        \
	}
#define TAIL(text)                                                                                                     \
	{                                                                                                                  \
		BEND_TAIL, (text), NULL                                                                                        \
	}
#define HEAD(text)                                                                                                     \
	{                                                                                                                  \
		BEND_HEAD, (text), NULL                                                                                        \
	}
#define REPLACE(text, other)                                                                                           \
	{                                                                                                                  \
		BEND_REPLACE, (text), (other)                                                                                  \
	}
#define WHOLE(text)                                                                                                    \
	{                                                                                                                  \
		BEND_WHOLE, (text), NULL                                                                                       \
	}

#endif
