// SPDX-License-Identifier: Apache-2.0
/**
 * A directory with a run record and its reports, for the tests of all formats; opened before and closed after each test.
 */
#ifndef EPMM_REPORT_ROOM_H
#define EPMM_REPORT_ROOM_H

#include "report.h"
#include "sample_run.h"

/** The room of the test at hand. */
struct report_room {
	struct arena *arena;
	const char *directory;
	const char *record; /**< the run record */
	const char *text;   /**< the text report */
	const char *junit;  /**< the JUnit report */
	struct diag *diag;  /**< keeps what was said */
};

extern struct report_room room;

/** Before and after a test. */
void room_open(void);
void room_close(void);

/** Makes a report of the record as report_write() does; -1 also when the record cannot be read. */
int room_try(const struct report_format *format, const char *out, const struct report_options *options);

/** Makes a report of the record; asserts that this works. */
void room_write(const char *format, const char *out, const struct report_options *options);

/** The report of the record in a format, as bytes. */
struct str room_report(const char *format);

/** Writes record, text and JUnit report of a case of each verdict with the same text everywhere. */
void room_record_of(const char *foreign, const struct mask *mask);

/** Exit status of xmllint for the file and the schema in reports/; 0 where xmllint is not installed. */
int room_lint(const char *file, const char *schema);

/** How often the text occurs. */
size_t count_of(struct str bytes, const char *needle);

/** How many lines begin with the text. */
size_t count_lines_with(struct str bytes, const char *start);

/** Asserts bytes that no terminal obeys: no control but the line end, no C1, no direction marks, no order to a runner. */
void expect_harmless(struct str bytes, const char *foreign);

#endif
