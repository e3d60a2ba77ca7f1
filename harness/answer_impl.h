// SPDX-License-Identifier: Apache-2.0
/** What the files of answer*.c share; nobody else includes it. */
#ifndef EPMM_ANSWER_IMPL_H
#define EPMM_ANSWER_IMPL_H

#include "answer.h"
#include "body.h"
#include "builtin.h"
#include "csv.h"
#include "media.h"
#include "rules.h"
#include "schema.h"

/** What is done with the body. */
enum reading {
	READING_NOTHING, /**< status and head are all that counts */
	READING_DATA,    /**< by the schema and the rules of the operation */
	READING_MESSAGE, /**< an error answer: a message in the format asked for */
	READING_LEAK,    /**< a 401: there must be no data in it */
};

/** Bytes that are kept until the format is known, and how many (blanks do not count) tell HTML from XML. */
enum { BEGINNING_MAX = 512, BEGINNING_ENOUGH = 24 };

/** An answer being judged. */
struct answer {
	struct answer_options options;
	struct arena *arena;
	struct arena *scratch; /**< dies with each record */
	enum reading reading;
	const struct response *response; /**< the documented answer, or NULL */
	enum media declared;
	enum media sniffed;
	enum media read_as;            /**< XML or JSON: what the reader takes the body for */
	int64_t now_us;                /**< of the answer's Date header */
	char beginning[BEGINNING_MAX]; /**< until the format is known */
	size_t beginning_length;
	bool not_offered;         /**< a 404 of a server that does not have an optional operation */
	bool is_read;             /**< the format is known: answer_read() was called */
	struct body_reader *body; /**< XML or JSON */
	struct csv_reader *csv;
	struct observed_answer observed; /**< set when the format is known */
	struct rules *rules;             /**< NULL when nothing is judged */
	size_t records;
	struct node *csv_header; /**< NULL until the first row */
	size_t csv_columns;
	bool stopped; /**< we do not want more bytes */
};

/** The media type that was asked for; MEDIA_NONE: XML or JSON. */
enum media answer_asked(const struct answer *answer);

/** Hands in a finding about the answer as a whole; nothing happens when no case judges. */
void answer_finding(const struct answer *answer, const struct finding_draft *draft);

/** The statement that the check holds the answer to; NULL where the ledger does not have it. */
const struct requirement *answer_requirement(const struct answer *answer, enum builtin builtin);

/** True when an erratum weakens what is said of the body. One that leaves a refusal open says nothing of its message. */
bool answer_is_soft(const struct answer *answer);

/** Opens the reader that fits the declared and sniffed format. */
void answer_read(struct answer *answer);

/** Feeds the reader; false when it refuses more. */
bool answer_feed(struct answer *answer, const char *bytes, size_t length);

/** Ends the reader and judges what it gave; `status` of the answer. Returns false when the body was not sound. */
bool answer_conclude(struct answer *answer, int status);

#endif
