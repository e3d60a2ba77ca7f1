// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of the HTML report: what is known of a run before the first line is written, text by its context, and the
 * sections in the order of the page. Each section is complete without styles and scripts.
 */
#ifndef EPMM_HTML_H
#define EPMM_HTML_H

#include "run_index.h"

enum {
	HTML_VERDICTS = VERDICT_KNOWN + 1,
	HTML_COLUMNS = 10,   /**< kinds of derived cases, the last for all others */
	HTML_FORMATS = 4,    /**< xml, json, csv, none */
	HTML_BUCKETS = 10,   /**< of durations */
	HTML_SLOWEST = 12,   /**< cases that are told as the slowest */
	HTML_ARTICLES = 400, /**< cases told with their exchanges; the others have their row only */
};

/** Counts of some cases. */
struct html_counts {
	size_t verdicts[HTML_VERDICTS];
	size_t warnings;
	int64_t duration_us;
};

/** The cases of one operation, of one kind and in one format. */
struct html_cell {
	size_t verdicts[HTML_VERDICTS];
	size_t worst; /**< index of the gravest of them, the first of several */
};

/** An operation with its cases, which are neighbours in the index. */
struct html_operation {
	const char *area;
	const char *name;
	size_t first;
	size_t count;
	struct html_counts counts;
	struct html_cell cells[HTML_COLUMNS][HTML_FORMATS];
};

/** An area with its operations, which are neighbours, too. */
struct html_area {
	const char *name;
	size_t first; /**< operation */
	size_t operations;
	struct html_counts counts;
};

/** Equal findings or reasons of several cases. */
struct html_matter {
	const char *key;
	const char *text;
	const char *requirement; /**< or NULL */
	const char *strength;    /**< or NULL */
	const char *path;        /**< of the first, or NULL */
	size_t first;            /**< index of the first case */
	size_t last;             /**< index of the case counted last */
	size_t cases;
	size_t times; /**< findings, folded ones included */
};

/** Matters of one sort, the most frequent first. */
struct html_matters {
	struct html_matter *rows;
	size_t count;
	size_t beyond; /**< that found no room */
};

/** All that the page needs before its cases are read a second time. */
struct html_page {
	const struct run_index *run;
	FILE *out;
	struct arena *arena;
	struct html_area *areas;
	size_t area_count;
	struct html_operation *operations;
	size_t operation_count;
	struct html_matters failures; /**< and errors */
	struct html_matters warnings;
	struct html_matters notes;
	struct html_matters skips;
	struct html_matters known; /**< deviations, by their entries */
	size_t buckets[HTML_BUCKETS];
	size_t slowest[HTML_SLOWEST]; /**< indices */
	size_t slowest_count;
	size_t timed; /**< cases that sent something */
	bool *told;   /**< for each case: it has an article */
};

/** The upper ends of the buckets of durations in microseconds; the last has none. */
extern const int64_t html_bucket_ends[HTML_BUCKETS];

/** Names of the columns: kinds of derived cases. */
extern const char *const html_columns[HTML_COLUMNS];

/** Names of the formats. */
extern const char *const html_formats[HTML_FORMATS];

/** html_facts.c: reads all cases once; false after a report to `diag`. */
bool html_gather(struct html_page *page, struct diag *diag);

/** The ledger's paraphrase of a statement, or NULL where the record has none. */
const struct guide_statement *html_statement(const struct html_page *page, const char *id);

/* html_text.c: text by its context. Everything foreign goes through here. */

/** Foreign text on one line, in an element or in an attribute in double quotes; what exceeds a cap is cut. */
void html_text(FILE *out, const char *foreign);

/** As html_text(), but line ends and tabs stay: for <pre>. */
void html_lines(FILE *out, const char *foreign);

/** As html_lines() of `text`, with the bytes from `from` to `to` inside <mark>. */
void html_marked(FILE *out, struct str text, size_t from, size_t to, bool lines);

/** The anchor of a case: its id where that is plain, else unique text made from it; for id="…" and, after `#`, href="…". */
void html_anchor(const struct html_page *page, size_t n);

/** The id of a case as text. */
void html_case_id(const struct html_page *page, size_t n);

/** `<a href="#anchor">id</a>`. */
void html_case_link(const struct html_page *page, size_t n);

/** A verdict's name with its sign, as a badge. */
void html_badge(FILE *out, const char *css, const char *word);

/** The class of a verdict in the style sheet, and its word for people. */
extern const char *const html_verdict_class[HTML_VERDICTS];
extern const char *const html_verdict_word[HTML_VERDICTS];

/** "1 case", "3 cases"; "1,234 cases". */
void html_count(FILE *out, size_t count, const char *noun);

/** "12.4 kB", "1.3 s", as in the other reports. */
void html_bytes(FILE *out, uint64_t bytes);
void html_duration(FILE *out, int64_t microseconds);

/* html_chart.c: charts as inline SVG; the numbers stand beside them as text. */

/** A bar of several parts as wide as its container; `title` NULL: told by the text around it. */
void html_bar(FILE *out, const char *title, const size_t *parts, const char *const *css, size_t count);

/** Cases by their duration as columns, with the table that says the same. */
void html_durations(const struct html_page *page);

/** What of the guide was exercised, kind by kind, as bars and as tables. */
void html_coverage(const struct html_page *page);

/* The sections. */
void html_head(const struct html_page *page);              /**< html_head.c: up to the filter */
void html_overview(const struct html_page *page);          /**< html_table.c: by area */
void html_matrix(const struct html_page *page);            /**< html_table.c: operations by kinds and formats */
void html_matters(const struct html_page *page);           /**< html_table.c: what is broken, in few lines */
void html_warnings(const struct html_page *page);          /**< html_table.c: warnings, notes and skips in groups */
bool html_articles(struct html_page *page, struct diag *); /**< html_case.c: failures and errors in full */
bool html_cases(struct html_page *page, struct diag *);    /**< html_list.c: a row for every case */

#endif
