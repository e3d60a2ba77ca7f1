// SPDX-License-Identifier: Apache-2.0
/**
 * The nouns of the description: what the guide promises, what a thing looks like, what to run and against whom.
 * Plain structs, filled by load.h, read by everybody. All of it lives in the arena of the catalogue and does not
 * change after loading. What comes back from a target is in results.h.
 */
#ifndef EPMM_MODEL_H
#define EPMM_MODEL_H

#include "diag.h"
#include "text.h"

struct pattern;
struct rule_use;
struct rule_def;
struct relation_def;
struct value_type;
struct schema;

/** How binding a statement of the guide is. Explicit and implied ones fail, inferred ones warn (fail with --strict). */
enum strength {
	STRENGTH_EXPLICIT, /**< printed in the guide */
	STRENGTH_IMPLIED,  /**< follows from what is printed */
	STRENGTH_INFERRED, /**< a sensible reading */
};

/** Safety classes in rising order of what they may do to the target (design section 7). */
enum safety {
	SAFETY_READ,  /**< reads data */
	SAFETY_PROBE, /**< a GET with an impossible id, a bad value, no or unknown credentials */
	SAFETY_SENSE, /**< touches a device, a directory or a log-in record: plain locate, LDAP search, authenticate */
	SAFETY_PROBE_WRITE, /**< a PUT or POST that must be refused */
	SAFETY_NOTIFY,      /**< wakeup, locatenow, send message */
	SAFETY_CHANGE,      /**< register, roaming, labels of policies, alerts, re-push, EAS reinstate */
	SAFETY_SECURE,      /**< lock, unlock, password */
	SAFETY_DESTROY,     /**< retire, wipe, EAS block and wipe, and everything unknown */
};

/** The format a case asks for. */
enum format {
	FORMAT_XML,
	FORMAT_JSON,
	FORMAT_CSV,
	FORMAT_NONE, /**< no Accept header, or no body expected */
};

/** One numbered statement of the guide (cases/requirements.csv). */
struct requirement {
	const char *id; /**< "R018" */
	enum strength strength;
	const char *group;        /**< "status", "bitmap", … */
	const char *section;      /**< heading of the guide's section */
	const char *statement;    /**< our paraphrase */
	const char *operations;   /**< operation ids, separated by blanks; "*" for all */
	const char *errata;       /**< ids separated by blanks, or NULL */
	const char *carried_by;   /**< names of the checks that carry it, as `coverage --ledger` wrote them; or NULL */
	const char *not_testable; /**< why nothing can check it, where nothing does; or NULL */
	const char *faults;   /**< names of faults of the emulator that prove its checks, separated by blanks; or NULL */
	const char *no_fault; /**< why no fault can prove them; or NULL */
};

/** Where a promise is printed. */
struct guide_ref {
	const char *section;
	unsigned page; /**< 0 where the conversion lost the number */
};

/** One row of a value table: a word, a code, or a bit. */
struct value {
	const char *word;    /**< "ACTIVE", or the name of a bit; NULL where the table has codes only */
	const char *code;    /**< decimal digits of the code or of the bit's value; NULL where it has words only */
	const char *meaning; /**< our paraphrase, for findings; may be NULL */
	const struct requirement *requirement; /**< of this row; NULL: that of the check */
	bool tolerated;                        /**< accepted without being documented in this place (errata) */
};

/** A named table of values (schemas/values.yaml): status pairs, bit names, enumerations. */
struct value_table {
	const char *name;
	const struct value *values;
	size_t count;
	bool nocase; /**< words are compared without regard to case */
	bool open;   /**< a value outside the table is a note, not a failure (errata) */
	struct position at;
};

/** What a condition asks of one field. */
enum predicate {
	PREDICATE_PRESENT, /**< the element is there */
	PREDICATE_ABSENT,
	PREDICATE_EMPTY,    /**< absent or empty */
	PREDICATE_NONEMPTY, /**< text or children */
	PREDICATE_ZERO,     /**< the integer 0 */
	PREDICATE_NONZERO,  /**< an integer other than 0 */
	PREDICATE_EQUALS,   /**< text equal without regard to case */
	PREDICATE_DIFFERS,  /**< written `not WORD` */
	PREDICATE_MATCHES,  /**< written as a pattern that starts with ^ */
};

/** One line of a condition. */
struct condition_term {
	const char *path; /**< below the record or the root */
	enum predicate predicate;
	const char *text;              /**< for EQUALS and DIFFERS; the pattern's source for MATCHES */
	const struct pattern *pattern; /**< for MATCHES */
};

/** All of its terms must hold; an empty condition always holds. */
struct condition {
	const struct condition_term *terms;
	size_t count;
};

/** How strictly a field must be there (R377). */
enum presence {
	PRESENCE_REQUIRED, /**< its absence is a failure with the strength of the presence requirement */
	PRESENCE_EXPECTED, /**< documented without condition, but not identifying: its absence is a warning */
	PRESENCE_OPTIONAL, /**< may be absent */
	PRESENCE_FORBIDDEN /**< must be absent or empty (where the guide excludes it) */
};

/** Conditional presence or emptiness: when `when` holds, the field has `presence`. */
struct presence_rule {
	struct condition when;
	enum presence presence;
	const struct requirement *requirement;
};

/** Which key table describes the entries of a key-value field, by a condition on the record. */
struct key_choice {
	struct condition when;
	const struct schema *schema;
};

/** One element or member of a resource. */
struct field {
	const char *name;
	const char *const *aliases; /**< other spellings of errata.md, accepted without a note */
	size_t alias_count;
	const struct value_type *type; /**< row of the table in schema.c */
	enum presence presence;
	const struct requirement *presence_requirement; /**< R377 unless the file says otherwise */
	const struct presence_rule *presence_rules;
	size_t presence_rule_count;
	const struct requirement *requirement; /**< of type and value; R380 unless the file says otherwise */
	const struct value_table *values;      /**< for enum, code and bitmap */
	const struct pattern *pattern;         /**< the trimmed text must match */
	const char *pattern_source;
	const char *minimum;                         /**< decimal text, or NULL */
	const char *maximum;                         /**< decimal text, or NULL */
	const struct requirement *range_requirement; /**< of minimum and maximum, not-future included; NULL: `requirement` */
	const char *constant;                        /**< the only value allowed, or NULL */
	bool many;                                   /**< may occur more than once */
	bool not_future;   /**< a date or epoch at most one day after the answer's Date header (R344) */
	bool may_be_empty; /**< an empty typed field is as good as an absent one */
	bool personal;     /**< names, phones, e-mail, IMEI, IMSI, serial, MAC, location */
	bool is_volatile;  /**< may change between two requests; left out of comparisons */
	bool unused;       /**< the guide says it is not used: never a failure */
	bool deprecated;
	const struct schema *schema;   /**< of the children, for containers */
	const struct key_choice *keys; /**< for key-value entries */
	size_t key_choice_count;
	const char *errata; /**< ids separated by blanks, or NULL */
	bool soft;          /**< an erratum makes a wrong value a warning */
	struct position at;
};

/** What a thing looks like, in XML and JSON alike. */
struct schema {
	const char *name;
	const struct field *fields;
	size_t count;
	const char *root; /**< documented name of the root element, for whole answers; NULL for resources */
	const char *const *root_aliases;
	size_t root_alias_count;
	const char *const *either; /**< names of which at least one must be present; NULL when not used */
	size_t either_count;
	bool keys;                       /**< a key table: names are compared by name_compare(), no key is required */
	const char *const *alternatives; /**< key tables: values accepted for every key (na, (null), unsupported) */
	size_t alternative_count;
	const uint16_t *index; /**< of the fields by name, made by schema_prepare(); NULL: they are searched one by one */
	size_t index_size;     /**< a power of two */
	const struct rule_use *rules; /**< hold for every element of this schema; the loader binds them to the endpoints */
	size_t rule_count;
	struct position at;
};

/** Where a parameter travels. */
enum place {
	PLACE_PATH,
	PLACE_QUERY,
	PLACE_FORM,
};

/** One documented parameter of an operation. */
struct parameter {
	const char *name; /**< as sent */
	enum place place;
	const char *type; /**< name of a value type: enum, uuid, mac, phone, text, boolean, integer */
	bool required;
	bool repeatable;                  /**< several values, separated by commas in a path segment */
	const struct value_table *values; /**< for enum */
	const char *default_value;        /**< documented default, or NULL */
	const char *fixture;              /**< "device.uuid": where a value that works comes from; NULL for none */
	const char *value; /**< a value that works, literal or with ${…}; NULL: that of `fixture`, the default or the table */
	unsigned min_length;                          /**< documented least number of characters; 0 for none */
	unsigned max_length;                          /**< documented greatest number of characters; 0 for none */
	const struct requirement *length_requirement; /**< of the two; NULL: `requirement` */
	const struct requirement *requirement;        /**< of its effect and of invalid.P */
	const char *errata;                           /**< ids separated by blanks, or NULL */
	const char *const *mute; /**< derived kinds that an erratum leaves open: invalid, unknown-id, missing … */
	size_t mute_count;
	const char *const *soften; /**< derived kinds that only warn */
	size_t soften_count;
	const struct requirement *unknown_requirement; /**< of unknown-id; NULL: R018 */
	const struct requirement *missing_requirement; /**< of missing.P; NULL: R020, as a warning */
	struct position at;
};

/** One documented answer. */
struct response {
	int status;
	const struct schema *schema;        /**< NULL: the body is not judged */
	const char *records;                /**< path of the repeated element, judged while it arrives; NULL for none */
	const struct schema *record_schema; /**< of one record; found from `schema` and `records` by the loader */
	const struct requirement *requirement;
	bool csv; /**< the body is CSV; `records` is then not used */
	struct position at;
};

/** An argument of a rule or a relation as written; which members are set follows from the kind in its definition. */
struct argument {
	bool given;
	const char *text;         /**< path, parameter, word, fixture */
	const char *const *items; /**< list of paths */
	size_t count;
	const struct value_table *table;
	const struct condition *condition;
};

/** A semantic rule bound to the answers of an operation. */
struct rule_use {
	const struct rule_def *def;       /**< row of the table in rule.c */
	const struct argument *arguments; /**< parallel to def->arguments */
	const struct requirement *requirement;
	const char *errata;
	const char *const *on; /**< kinds or explicit case ids it is limited to; NULL: every ok answer */
	size_t on_count;
	bool soft;                /**< an erratum makes it a warning, whatever the requirement's strength */
	const char *const *below; /**< a rule of a schema whose elements are not streamed: paths of the elements
	                                            from the root ("device", "locations/location"); NULL for all others */
	size_t below_count;
	struct position at;
};

/** A statement over the answers of two or more requests. */
struct relation_use {
	const struct relation_def *def; /**< row of the table in relation.c */
	const char *id;                 /**< last part of the case id */
	const char *because;
	const struct argument *arguments;
	const struct requirement *requirement;
	const char *errata;
	bool soft;
	struct position at;
};

/** A name with a value that may contain ${fixture.value}. */
struct binding {
	const char *name;
	const char *value;
};

/** A case that cannot be derived. */
struct explicit_case {
	const char *id; /**< unique within the endpoint */
	const char *because;
	const struct binding *parameters; /**< those not named have their working value */
	size_t parameter_count;
	const int *expect; /**< accepted status codes; 4 stands for 4xx */
	size_t expect_count;
	const struct requirement *requirement;
	enum safety safety; /**< read unless the file says probe */
	bool soft;
	const struct rule_use *rules; /**< besides those of the endpoint that name this case or no case */
	size_t rule_count;
	const char *errata;
	struct position at;
};

struct endpoint;
struct fixture_take;

/** One request of a scenario, with what is expected of its answer. */
struct step {
	const char *id;                   /**< unique within the scenario; also the last part of the case id */
	const char *because;              /**< the why-line */
	const struct endpoint *endpoint;  /**< the operation that is asked */
	const struct binding *parameters; /**< those not named have their working value */
	size_t parameter_count;
	const char *const *without; /**< parameters that are left out */
	size_t without_count;
	const char *path;   /**< instead of the operation's template: an address that no operation has; NULL for most */
	const char *accept; /**< "any" or "none": instead of the format's media type; or NULL */
	const int *expect;  /**< accepted status codes; 4 stands for 4xx */
	size_t expect_count;
	const struct requirement *requirement; /**< NULL in contracts */
	const struct rule_use *rules; /**< besides those of the operation; their words and conditions may hold ${…} */
	size_t rule_count;
	bool refusals;                    /**< the rules hold for a 400 or 404, too, although a 200 is accepted */
	const struct fixture_take *takes; /**< values of the answer, from the root, for later steps: ${step.name} */
	size_t take_count;
	const struct step *undo; /**< requests that take the step back, in this order; run in reverse order of the steps */
	size_t undo_count;
	const char *undoes; /**< id of an earlier step that this one takes back; or NULL */
	unsigned until;     /**< seconds in which a read may be repeated until it holds; 0: one look */
	bool soft;          /**< an erratum makes a deviation a warning */
	const char *errata;
	struct position at;
};

/** A declared chain of requests, or what a public client of the API depends on (a contract). */
struct scenario {
	const char *name;     /**< the file's name */
	const char *area;     /**< "scenarios" or "contracts": the file's folder */
	const char *summary;  /**< one line */
	const char *consumer; /**< who depends on it; contracts only */
	struct guide_ref guide;
	const enum format *formats; /**< carried out once in each */
	size_t format_count;
	const struct step *steps;
	size_t step_count;
	const char *const *residue; /**< what stays on the target, in words */
	size_t residue_count;
	bool informational; /**< deviations are warnings, never failures: contracts */
	struct position at;
};

/** One documented operation. */
struct endpoint {
	const char *id;   /**< "get-devices-by-status": the file's name, the id of guide/operations.json */
	const char *area; /**< "dm": the file's folder */
	const char *summary;
	const char *method;
	const char *path; /**< template from /api/ on, parameters as {name} */
	struct guide_ref guide;
	enum safety safety; /**< at least the compiled one (safety.h) */
	const enum format *formats;
	size_t format_count;
	bool heavy;         /**< the answer may be large: fetched once per format and run */
	bool unsupported;   /**< documented as not supported: 200 is the failure */
	bool no_data;       /**< a 404 "no data" is as good as a 200 although a fixture is asked for */
	bool may_be_absent; /**< optional capability: 404 without a message means "not offered" */
	const struct parameter *parameters;
	size_t parameter_count;
	const struct response *responses;
	size_t response_count;
	const struct rule_use *rules;
	size_t rule_count;
	const struct relation_use *relations;
	size_t relation_count;
	const struct explicit_case *cases;
	size_t case_count;
	const struct requirement *const *requirements; /**< carried by the derived cases, besides those named above */
	size_t requirement_count;
	const char *const *aliases; /**< former case-id prefixes */
	size_t alias_count;
	const char *const *mute; /**< derived kinds that do not apply, e.g. method.POST */
	size_t mute_count;
	const char *errata;
	const struct step *undo; /**< what takes an accepted request back, for derived cases that change something */
	size_t undo_count;
	const char *capability; /**< "ldap", "eas", "inventory", "wadl": may be absent by the target file; or NULL */
	struct position at;
};

/** A value that a fixture gives. */
struct fixture_take {
	const char *name;         /**< "uuid" in ${device.uuid} */
	const char *const *paths; /**< in the record; the first that is not empty counts */
	size_t path_count;
	const char *form; /**< NULL, "national" (digits without country code) or "mac" (12 upper-case hex digits) */
};

/** An object of the target that cases need, discovered by a read. */
struct fixture {
	const char *name;
	const char *operation; /**< id of a list operation */
	const struct binding *parameters;
	size_t parameter_count;
	struct condition where;    /**< on the record */
	const char *distinct_from; /**< name of a fixture whose record this one must not be, or NULL */
	const char *same_as;       /**< "device.principal"-like: FIXTURE.VALUE that `same_path` must equal, or NULL */
	const char *same_path;
	bool permitted;      /**< only objects that the run may act on (safety.h) */
	const char *several; /**< path: a record whose value there occurs more than once is preferred; or NULL */
	const struct fixture_take *takes;
	size_t take_count;
	struct position at;
};

/** A named selection with a policy. */
struct suite {
	const char *name;
	const char *title;
	const char *const *include; /**< select patterns */
	size_t include_count;
	const char *const *exclude;
	size_t exclude_count;
	enum safety ceiling; /**< highest class it runs, permissions allowing */
	bool strict;
	struct position at;
};

/** A deviation that somebody has decided to live with for some time. */
struct known_entry {
	const char *const *cases; /**< select patterns */
	size_t case_count;
	const char *const *requirements; /**< failures of these are accepted; none: whatever the cases fail for */
	size_t requirement_count;
	const char *reason;
	const char *owner;           /**< who has decided it */
	const char *expires;         /**< last day, "2027-01-31" */
	const char *const *versions; /**< product versions it is for, with `*`; none: all */
	size_t version_count;
	struct position at;
};

/** A file of them. */
struct known_file {
	const struct known_entry *entries;
	size_t count;
};

/** What a target is; production unless somebody says otherwise. */
enum target_kind {
	TARGET_PRODUCTION,
	TARGET_LAB,
	TARGET_EMULATOR,
};

/** A further account of the target, for checks of roles. */
struct account {
	const char *user;
	const char *password_file; /**< resolved against the target file's folder */
	const char *lacks;         /**< "api": it has neither of the roles that the guide asks for (R031); or NULL */
	const char *has;           /**< "mobile-app": it has that role and no other (R030); or NULL */
	struct position at;
};

/** The system under test, from the target file and the command line. */
struct target {
	const char *url; /**< base URL without trailing slash */
	enum target_kind kind;
	const char *user;
	const char *password_file; /**< resolved against the target file's folder */
	const char *netrc_file;
	const char *cacert;
	const char *product_version;
	bool permits[SAFETY_DESTROY + 1]; /**< first key: classes the target file permits */
	const char *const *devices;       /**< uuids that unsafe requests may act on */
	size_t device_count;
	const char *const *users; /**< user names that unsafe requests may act on */
	size_t user_count;
	const char *const *labels; /**< names of labels that policies may be given or lose */
	size_t label_count;
	const char *const *policies; /**< ids of policies whose labels may change */
	size_t policy_count;
	const char *const *capabilities; /**< optional parts that the target has; NULL: all */
	size_t capability_count;
	const struct account *accounts; /**< further accounts, for checks of roles */
	size_t account_count;
	const char *const *implements; /**< operation ids of a partial emulator; NULL: all */
	size_t implement_count;
	const char *const *roles; /**< roles the account lacks or has, "limited" softens 401 and 403 on documented reads */
	size_t role_count;
	const struct binding *fixtures; /**< "device.uuid" → value */
	size_t fixture_count;
	double rate; /**< requests per second; 0: the kind's default */
	long jobs;   /**< transfers at once; 0: the kind's default */
	struct position at;
};

/** Everything that was loaded. */
struct catalogue {
	const struct requirement *requirements; /**< sorted by id */
	size_t requirement_count;
	const struct value_table *tables;
	size_t table_count;
	const struct schema *const *schemas;
	size_t schema_count;
	const struct endpoint *const *endpoints;       /**< sorted by area and id */
	const struct endpoint *const *endpoints_by_id; /**< the same, sorted by id alone; NULL: searched one by one */
	size_t endpoint_count;
	const struct fixture *fixtures;
	size_t fixture_count;
	const struct scenario *const *scenarios; /**< sorted by area and name, contracts included */
	size_t scenario_count;
	const struct suite *const *suites;
	size_t suite_count;
	const char *data_dir; /**< folder that holds cases/, schemas/ and suites/, as it was given */
	const char *version;  /**< of the case set (cases/VERSION) */
};

/** The requirement with the id, or NULL. */
const struct requirement *catalogue_requirement(const struct catalogue *catalogue, const char *id);

/** True when the statement is about the operation, by the ledger. */
bool requirement_concerns(const struct requirement *requirement, const char *operation);

/** The endpoint with the id, or NULL. */
const struct endpoint *catalogue_endpoint(const struct catalogue *catalogue, const char *id);

/** The scenario or contract with the name, or NULL. */
const struct scenario *catalogue_scenario(const struct catalogue *catalogue, const char *name);

/** The suite with the name, or NULL. */
const struct suite *catalogue_suite(const struct catalogue *catalogue, const char *name);

/** The fixture with the name, or NULL. */
const struct fixture *catalogue_fixture(const struct catalogue *catalogue, const char *name);

/** The parameter of the endpoint with the name, or NULL. */
const struct parameter *endpoint_parameter(const struct endpoint *endpoint, const char *name);

/** The response of the endpoint for the status, or NULL. */
const struct response *endpoint_response(const struct endpoint *endpoint, int status);

/** Names of the enumerations, as in files and reports, in their order and ended by NULL. */
extern const char *const strength_words[];
extern const char *const safety_words[];
extern const char *const format_words[]; /**< FORMAT_NONE is "none" */
extern const char *const target_kind_words[];
extern const char *const capability_words[]; /**< optional parts of a target */
enum { CAPABILITIES = 4 };                   /**< how many */

/** The name of one value. */
const char *strength_name(enum strength strength);
const char *safety_name(enum safety safety);
const char *format_name(enum format format);
const char *target_kind_name(enum target_kind kind);

/** The class with the name, or -1. */
int safety_find(const char *name);

#endif
