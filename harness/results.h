// SPDX-License-Identifier: Apache-2.0
/**
 * The run model: what was sent, what was found, what it means. Filled by run.c and judge.c, written to the run
 * record by record.h, where all text passes the mask, and from there read by every report. Plain structs.
 */
#ifndef EPMM_RESULTS_H
#define EPMM_RESULTS_H

#include "model.h"

/** What a step came to (design section 7). Folding order: fail > error > pass; a skip stands alone. */
enum verdict {
	VERDICT_PASS,  /**< every check held */
	VERDICT_FAIL,  /**< the target broke a promise */
	VERDICT_ERROR, /**< we could not find out */
	VERDICT_SKIP,  /**< not run, on purpose, with a reason */
	VERDICT_KNOWN, /**< it fails, as an entry of the file of known deviations says it does; `reason` is the entry's */
	VERDICTS,      /**< their number */
};

/** How much a finding weighs. */
enum level {
	LEVEL_NOTE,    /**< worth knowing (unknown element, other case of a name); never changes a verdict */
	LEVEL_WARNING, /**< an inferred requirement, or one an erratum softened; a failure with --strict */
	LEVEL_FAILURE, /**< an explicit or implied requirement is broken */
	LEVEL_ERROR,   /**< no verdict possible: transport, deadline */
};

/** The recorded outcome of a check that did not simply hold. */
struct finding {
	enum level level;
	const char *check;       /**< what found it: rule, schema keyword, "status", "content-type", "body", … */
	const char *requirement; /**< "R018", or NULL */
	const char *strength;    /**< "explicit", "implied", "inferred", or NULL */
	const char *section;     /**< the guide's section, or NULL */
	const char *path;        /**< in the body: "devices/device[3]/status"; NULL when not about the body */
	const char *record;      /**< what names the record: its uuid, id or name; NULL when none */
	const char *expected;    /**< one line */
	const char *actual;      /**< one line, shortened */
	const char *message;     /**< one sentence that a stranger understands */
	size_t times;            /**< equal findings folded into this one (other records), at least 1 */
};

/** One request as sent and what came back, without the body. */
struct exchange {
	const char *method;
	const char *url;          /**< as sent, without credentials */
	const char *accept;       /**< NULL: no Accept header was sent */
	const char *credentials;  /**< "run", "none", "unknown-user" or "account" */
	const char *body;         /**< request body, or NULL */
	int status;               /**< 0: none */
	const char *content_type; /**< as received, or NULL */
	const char *trouble;      /**< name of the transport trouble, or NULL */
	const char *started;      /**< UTC, "2026-11-23T10:11:12.345Z" */
	int64_t duration_us;
	size_t bytes;        /**< of the body */
	size_t records;      /**< records judged; 0 where nothing is streamed */
	const char *excerpt; /**< beginning of the body, masked; of failed cases, on production only when asked */
	const char *curl;    /**< one line that repeats it, password as "$EPMM_PASSWORD" */
};

/** The statements that every case of an operation judges when it expects data; kept once for all of them. */
struct requirement_set {
	const char *name;                /**< the operation: "dm/get-devices-by-status" */
	const char *const *requirements; /**< ids */
	size_t requirement_count;
};

/** An answer that is still arriving. */
struct arrival {
	const char *id;     /**< of a case that waits for it */
	uint64_t bytes;     /**< of the body so far */
	uint64_t announced; /**< of the body, as Content-Length says; 0 where nothing does */
	size_t records;     /**< judged so far */
	int64_t elapsed_us; /**< since the first byte of the body */
};

/** A case that was planned, and what became of it. */
struct result {
	const char *id;                  /**< "dm/get-devices-by-status:ok.status=LOST.xml" */
	const char *area;                /**< "dm" */
	const char *operation;           /**< "get-devices-by-status" */
	const char *kind;                /**< "ok", "twin", "auth.none", …, or the explicit case's id */
	const char *name;                /**< what follows the colon of the id */
	const char *format;              /**< "xml", "json", "csv", or "none" */
	const char *because;             /**< the why-line */
	const char *safety;              /**< class */
	const char *section;             /**< of the guide */
	unsigned page;                   /**< of the guide, 0 where unknown */
	const char *file;                /**< case file */
	unsigned line;                   /**< in the case file */
	const char *const *requirements; /**< ids that this case judged and `shared` does not have */
	size_t requirement_count;
	const struct requirement_set *shared; /**< what it judged besides, or NULL */
	enum verdict verdict;
	const char *reason; /**< of a skip, a known deviation or an error "not reached"; NULL otherwise */
	const struct finding *findings;
	size_t finding_count;
	const struct exchange *exchanges; /**< in the order sent; shared exchanges are repeated */
	size_t exchange_count;
	int64_t duration_us;
};

/** What a field of the answers of an operation looked like, over all of them. */
struct observed_field {
	const char *path; /**< "devices/device/status", "devices/device/details/entry[imei]" */
	bool documented;
	bool loose;    /**< free text or undocumented: how it is written depends on the data */
	bool open;     /**< its table allows for values that it does not have */
	bool repeated; /**< several in one parent, or a record of a list */
	size_t seen;   /**< parents that had it */
	size_t of; /**< parents with any children; equal to `seen`: always there. Records of a list are not counted so. */
	const char *const *types; /**< "text", "integer", "decimal", "boolean", "date", "elements", "empty" */
	size_t type_count;
	const char *const *written; /**< JSON: "string", "number", "boolean"; of elements "object", "array" */
	size_t written_count;
	const char *const *values; /**< documented words, codes or bits that were seen, where there is a table */
	size_t value_count;
	const char *const *unknown; /**< values or bits that the table does not have */
	size_t unknown_count;
	const char *const *forms; /**< of dates, "####-##-##T##:##:##Z" */
	size_t form_count;
	bool cut; /**< there were more values or forms than are kept */
};

/** What the answers of an operation in a format looked like; of constant size. */
struct observed {
	const char *area;
	const char *operation;
	const char *format; /**< that was asked for */
	const char *answer; /**< "data", "refusal" (an error answer with a message) or "head" (headers, of all answers) */
	size_t answers;
	const struct observed_field *fields; /**< sorted by path */
	size_t field_count;
	const char *const *roots; /**< names of root elements; "(none)" for JSON without one */
	size_t root_count;
	const char *const *messages; /**< what of them is always the same: numbers are #, names … */
	size_t message_count;
	const char *const *headers; /**< "Server: Apache", or the name alone */
	size_t header_count;
	bool cut; /**< there was more than is kept */
};

/** What the run was about; first line of the run record. */
struct run_header {
	const char *tool_version;
	const char *case_version; /**< of the case set */
	const char *started;      /**< UTC */
	const char *target;       /**< URL */
	const char *target_kind;
	const char *product_version; /**< as the target file says, or NULL */
	const char *suite;
	const char *select;   /**< patterns, or NULL */
	const char *formats;  /**< "xml,json" */
	const char *hostname; /**< of this machine */
	const char *warnings; /**< what every report must shout ("TLS is not verified"), or NULL */
	bool strict;
	bool privacy;
	size_t planned; /**< cases planned, skipped ones included */
};

/** What the guide documents of one kind in one area, and how much of it the run exercised. */
struct guide_share {
	const char *kind;     /**< "operation", "parameter", "status", "element", "requirement" */
	const char *area;     /**< "dm"; "all" or "several" for what is of no single area */
	const char *strength; /**< of requirements: "explicit", "implied", "inferred"; else NULL */
	size_t documented;    /**< in the guide */
	size_t described;     /**< in the case files; of requirements: carried by a check */
	size_t executed;      /**< in a case of this run that has a verdict */
	size_t not_testable;  /**< with a reason why nothing can check it */
};

/** A statement of the guide that a finding of this run names, in the ledger's words. */
struct guide_statement {
	const char *id; /**< "R018" */
	const char *strength;
	const char *section;
	const char *statement; /**< paraphrase */
	const char *errata;    /**< ids separated by blanks, or NULL */
};

/** What the run came to; last line of the run record. */
struct run_summary {
	size_t passed;
	size_t failed;
	size_t errors;
	size_t skipped;
	size_t known;    /**< deviations that the file of known ones excuses */
	size_t warnings; /**< findings of level warning */
	size_t requests; /**< sent */
	size_t writes;   /**< of them of class probe-write and above */
	uint64_t bytes;  /**< of bodies received */
	int64_t duration_us;
	int exit_code;
	const char *word;     /**< "conformant", "non-conformant", "unreachable", … */
	const char *trouble;  /**< why the run ended early, or NULL */
	const char *fixtures; /**< "device.uuid=… device.user=…", the choice made; or NULL */
	const char *unknown; /**< cases with a request that may change something and whose outcome is unknown, joined by ", " */
	const char *residue; /**< what scenarios that were carried out leave behind on purpose, joined by "; "; or NULL */
	const char *left;    /**< what should have been taken back and was not, joined by "; "; or NULL */
	const char *journal; /**< file that `cleanup` reads, or NULL when nothing was to be taken back */
	const struct guide_share *coverage; /**< by kind, area and strength; none in records of older versions */
	size_t coverage_count;
	const struct guide_statement *statements; /**< by id */
	size_t statement_count;
};

/** Names as in reports. */
const char *verdict_name(enum verdict verdict);
const char *level_name(enum level level);

/** The verdict of a step that ran: fail > error > pass; with `strict`, warnings fail too. */
enum verdict verdict_fold(const struct finding *findings, size_t count, bool strict);

/** The id of a requirement that the case judged, its own before the shared ones; NULL behind the last. */
const char *result_requirement(const struct result *result, size_t index);

/** The finding that decided the verdict: the first of the gravest, failure before error; NULL when there is none. */
const struct finding *result_gravest(const struct result *result);

#endif
