// SPDX-License-Identifier: Apache-2.0
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "escape.h"
#include "formats.h"

enum { TEXT_MAX = 64 << 10, ATTRIBUTE_MAX = 4000 };

/**
 * What a reader's schema lets stand. The profiles beside the first only leave out or wrap; each has an XSD in reports/
 * that states the rules of its reader.
 */
static const struct junit_profile {
	const char *name;
	bool one_suite;       /**< the root is the only testsuite, with all cases */
	bool root_counts;     /**< name and counts on testsuites */
	bool suite_skipped;   /**< count of skips on testsuite */
	bool suite_machine;   /**< timestamp and hostname */
	bool suite_in_ant;    /**< id, package, the time always, and empty outputs at the end */
	bool case_position;   /**< file and line */
	bool case_properties; /**< requirements, guide, why-line */
	bool case_output;     /**< warnings */
} profiles[] = {
	{.name = "default",
     .root_counts = true,
     .suite_skipped = true,
     .suite_machine = true,
     .case_position = true,
     .case_properties = true,
     .case_output = true},
	{.name = "xunit", .root_counts = true, .suite_skipped = true, .suite_machine = true, .case_output = true},
	{.name = "surefire", .one_suite = true, .suite_skipped = true, .case_output = true},
	{.name = "ant", .suite_machine = true, .suite_in_ant = true},
};

/** The document while it is written. Every call of the writer is checked: it fails silently when memory is out. */
struct document {
	const struct junit_profile *profile;
	xmlTextWriterPtr writer;
	const struct run_index *index;
	struct arena *arena;                  /**< of one case */
	struct text line;                     /**< the attribute at hand */
	const struct requirement_set *shared; /**< whose ids are joined in `shared_ids` */
	struct text shared_ids;               /**< as they stand in an attribute */
	bool good;
};

static const xmlChar *xml(const char *text)
{
	return (const xmlChar *)text;
}

static void noted(struct document *document, int result)
{
	if (result < 0)
		document->good = false;
}

static void start(struct document *document, const char *name)
{
	noted(document, xmlTextWriterStartElement(document->writer, xml(name)));
}

static void end(struct document *document)
{
	noted(document, xmlTextWriterEndElement(document->writer));
}

/** libxml2 writes any byte it is given; the text is made legal before. Valid until the next attribute. */
static const xmlChar *attribute_text(struct document *document, const char *value)
{
	text_clear(&document->line);
	escape_line(&document->line, value, ATTRIBUTE_MAX);
	return xml(text_str(&document->line));
}

static void attribute(struct document *document, const char *name, const char *value)
{
	const xmlChar *text = attribute_text(document, value);
	const xmlChar *shown = *text ? text : xml("-"); // readers drop a case without a name
	noted(document, xmlTextWriterWriteAttribute(document->writer, xml(name), shown));
}

static void number(struct document *document, const char *name, size_t value)
{
	attribute(document, name, arena_printf(document->arena, "%zu", value));
}

/** Seconds with three decimals and a point, whatever the locale says. */
static void seconds(struct document *document, int64_t milliseconds)
{
	long long ms = milliseconds;
	attribute(document, "time", arena_printf(document->arena, "%lld.%03lld", ms / 1000, ms % 1000));
}

/** "2026-11-23T10:11:12": UTC without zone and fraction, which every reader takes. */
static void timestamp(struct document *document)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd";
	const char *started = document->index->header.started;
	for (size_t i = 0; i < sizeof(shape) - 1; i++) {
		bool digit = started[i] >= '0' && started[i] <= '9';
		if (shape[i] == 'd' ? digit : started[i] == shape[i])
			continue;
		if (!document->profile->suite_in_ant)
			return;
		started = "1970-01-01T00:00:00";
		break;
	}
	attribute(document, "timestamp", arena_copy(document->arena, started, sizeof(shape) - 1));
}

/** Text that was laid out before, head and tail of it when it is long. */
static void body(struct document *document, const struct text *text)
{
	struct str whole = {text_str(text), text->len};
	if (whole.len <= TEXT_MAX) {
		noted(document, xmlTextWriterWriteString(document->writer, xml(whole.ptr)));
		return;
	}
	size_t head = escape_cut(whole, TEXT_MAX / 2);
	size_t tail = escape_cut(whole, whole.len - TEXT_MAX / 2);
	const char *cut = arena_printf(document->arena, "%s\n… %zu bytes left out …\n%s",
	                               arena_copy(document->arena, whole.ptr, head), tail - head, whole.ptr + tail);
	noted(document, xmlTextWriterWriteString(document->writer, xml(cut)));
}

static void property(struct document *document, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	start(document, "property");
	attribute(document, "name", name);
	attribute(document, "value", value);
	end(document);
}

static void run_properties(struct document *document)
{
	const struct run_header *header = &document->index->header;
	const struct {
		const char *name;
		const char *value;
	} rows[] = {
		{"epmm-conform", header->tool_version},
		{"cases", header->case_version},
		{"suite", header->suite},
		{"select", header->select},
		{"formats", header->formats},
		{"target", header->target},
		{"target-kind", header->target_kind},
		{"product-version", header->product_version},
		{"strict", header->strict ? "true" : "false"},
		{"privacy", header->privacy ? "true" : "false"},
		{"warning", header->warnings},
		{"fixtures", document->index->summary.fixtures},
		{"verdict", document->index->summary.word},
		{"ended-early", document->index->summary.trouble},
		{"outcome-unknown", document->index->summary.unknown},
		{"not-taken-back", document->index->summary.left},
		{"residue", document->index->summary.residue},
		{"journal", document->index->summary.journal},
	};
	start(document, "properties");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		property(document, rows[i].name, rows[i].value);
	end(document);
}

static void join(struct text *out, const char *const *ids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		text_puts(out, out->len ? "," : "");
		text_puts(out, ids[i]);
	}
}

/** The statements of an operation, some hundred for a device, are joined and escaped once for all its cases. */
static const char *shared_ids(struct document *document, const struct requirement_set *set)
{
	if (document->shared == set)
		return text_str(&document->shared_ids);
	struct text ids = text_new(SIZE_MAX / 4);
	join(&ids, set->requirements, set->requirement_count);
	text_clear(&document->line);
	escape_line(&document->line, text_str(&ids), ATTRIBUTE_MAX);
	xmlChar *escaped = xmlEncodeSpecialChars(NULL, xml(text_str(&document->line)));
	text_clear(&document->shared_ids);
	text_puts(&document->shared_ids, (const char *)escaped);
	document->shared = set;
	xmlFree(escaped);
	text_free(&ids);
	return text_str(&document->shared_ids);
}

static void requirements_property(struct document *document, const struct result *result)
{
	const char *shared = result->shared ? shared_ids(document, result->shared) : "";
	struct text own = text_new(SIZE_MAX / 4);
	join(&own, result->requirements, result->requirement_count);
	if (own.len || *shared) {
		start(document, "property");
		attribute(document, "name", "requirements");
		noted(document, xmlTextWriterStartAttribute(document->writer, xml("value")));
		noted(document, xmlTextWriterWriteString(document->writer, attribute_text(document, text_str(&own))));
		noted(document, xmlTextWriterWriteRaw(document->writer, xml(own.len && *shared ? "," : "")));
		noted(document, xmlTextWriterWriteRaw(document->writer, xml(shared)));
		noted(document, xmlTextWriterEndAttribute(document->writer));
		end(document);
	}
	text_free(&own);
}

static void case_properties(struct document *document, const struct result *result)
{
	const char *guide = result->section;
	if (guide && result->page)
		guide = arena_printf(document->arena, "%s, page %u", guide, result->page);
	start(document, "properties");
	requirements_property(document, result);
	property(document, "guide", guide);
	property(document, "because", result->because);
	property(document, "safety", result->safety);
	property(document, "format", result->format);
	end(document);
}

static struct layout plain_layout(struct text *text)
{
	return (struct layout){.out = text, .bar = "", .field_max = TEXT_MAX};
}

static void judged_field(struct layout *layout, const struct result *result)
{
	struct text ids = text_new(SIZE_MAX / 4);
	join(&ids, result->requirements, result->requirement_count);
	if (result->shared)
		join(&ids, result->shared->requirements, result->shared->requirement_count);
	layout_field(layout, "judged", ids.len ? text_str(&ids) : NULL);
	text_free(&ids);
}

/** The same lines as in the text report, without bars, colours and wrapping. */
static void case_body(struct document *document, const struct result *result)
{
	static const struct describe_limits limits = {.findings = 1000, .exchanges = 100};
	struct text text = text_new(SIZE_MAX / 4);
	struct layout layout = plain_layout(&text);
	text_putc(&text, '\n');
	describe_case(&layout, result, &limits);
	judged_field(&layout, result);
	body(document, &text);
	text_free(&text);
}

/** How a verdict is written; a pass has no element. */
static const struct {
	const char *element;
	const char *message; /**< where the result gives none */
} verdicts[] = {
	[VERDICT_PASS] = {NULL, NULL},
	[VERDICT_FAIL] = {"failure", "the case failed"},
	[VERDICT_ERROR] = {"error", "no verdict was possible"},
	[VERDICT_SKIP] = {"skipped", "skipped"},
	[VERDICT_KNOWN] = {"skipped", "a known deviation"},
};

static void case_verdict(struct document *document, const struct result *result)
{
	const char *element = verdicts[result->verdict].element;
	if (!element)
		return;
	bool told = result->verdict == VERDICT_FAIL || result->verdict == VERDICT_ERROR;
	const struct finding *gravest = told ? result_gravest(result) : NULL;
	struct text message = text_new(SIZE_MAX / 4);
	if (gravest)
		describe_headline(&message, gravest);
	else
		text_puts(&message, result->reason && *result->reason ? result->reason : verdicts[result->verdict].message);
	start(document, element);
	attribute(document, "message", text_str(&message));
	attribute(document, "type", gravest && *gravest->check ? gravest->check : result->reason ? "reason" : element);
	case_body(document, result);
	end(document);
	text_free(&message);
}

/** The warnings. Notes, some for each device of a server that sends more than the guide has, are no news to a CI server. */
static void case_output(struct document *document, const struct result *result)
{
	struct text text = text_new(SIZE_MAX / 4);
	struct layout layout = plain_layout(&text);
	for (size_t i = 0; i < result->finding_count; i++) {
		if (result->findings[i].level != LEVEL_WARNING)
			continue;
		text_putc(&text, '\n');
		describe_finding(&layout, result, &result->findings[i]);
	}
	if (text.len) {
		start(document, "system-out");
		body(document, &text);
		end(document);
	}
	text_free(&text);
}

static void write_case(struct document *document, const struct indexed_case *indexed, const struct result *result)
{
	start(document, "testcase");
	attribute(document, "classname", indexed->group);
	attribute(document, "name", indexed->name);
	seconds(document, indexed->duration_ms);
	if (result->file && document->profile->case_position)
		attribute(document, "file", result->file);
	if (result->file && result->line && document->profile->case_position)
		number(document, "line", result->line);
	if (document->profile->case_properties)
		case_properties(document, result);
	case_verdict(document, result);
	if (document->profile->case_output)
		case_output(document, result);
	end(document);
}

/** The attributes that count; equal to what the children say. */
static void counts(struct document *document, size_t first, size_t last, bool skipped)
{
	size_t by_verdict[VERDICTS] = {0};
	int64_t time = 0;
	for (size_t i = first; i < last; i++) {
		by_verdict[document->index->cases[i].verdict]++;
		time += document->index->cases[i].duration_ms;
	}
	number(document, "tests", last - first);
	number(document, "failures", by_verdict[VERDICT_FAIL]);
	number(document, "errors", by_verdict[VERDICT_ERROR]);
	if (skipped)
		number(document, "skipped", by_verdict[VERDICT_SKIP] + by_verdict[VERDICT_KNOWN]);
	seconds(document, time);
}

static void suite_attributes(struct document *document, size_t first, size_t last, size_t number_of_suite)
{
	const struct run_index *index = document->index;
	const struct junit_profile *profile = document->profile;
	attribute(document, "name", profile->one_suite ? "epmm-conform" : index->cases[first].group);
	counts(document, first, last, profile->suite_skipped);
	if (profile->suite_machine) {
		const char *host = index->header.hostname;
		timestamp(document);
		attribute(document, "hostname", host && *host ? host : "localhost");
	}
	if (profile->suite_in_ant) {
		number(document, "id", number_of_suite);
		attribute(document, "package", "epmm");
	}
}

static void write_suite(struct document *document, size_t first, size_t last, size_t number_of_suite)
{
	const struct run_index *index = document->index;
	start(document, "testsuite");
	suite_attributes(document, first, last, number_of_suite);
	run_properties(document);
	for (size_t i = first; i < last && document->good; i++) {
		const struct result *result = run_index_case(index, i, document->arena);
		if (result)
			write_case(document, &index->cases[i], result);
		else
			document->good = false;
		arena_reset(document->arena);
	}
	if (document->profile->suite_in_ant) {
		start(document, "system-out");
		end(document);
		start(document, "system-err");
		end(document);
	}
	end(document);
}

static void write_suites(struct document *document)
{
	const struct run_index *index = document->index;
	size_t suites = 0;
	start(document, "testsuites");
	if (document->profile->root_counts) {
		attribute(document, "name", "epmm-conform");
		counts(document, 0, index->count, false); // Jenkins' own schema knows no `skipped` here
	}
	for (size_t first = 0, last; first < index->count && document->good; first = last) {
		for (last = first; last < index->count && index->cases[last].group == index->cases[first].group;)
			last++;
		write_suite(document, first, last, suites++);
	}
}

static void write_document(struct document *document)
{
	noted(document, xmlTextWriterSetIndent(document->writer, 1));
	noted(document, xmlTextWriterSetIndentString(document->writer, xml("\t")));
	noted(document, xmlTextWriterStartDocument(document->writer, NULL, "UTF-8", NULL));
	if (document->profile->one_suite)
		write_suite(document, 0, document->index->count, 0);
	else
		write_suites(document);
	noted(document, xmlTextWriterEndDocument(document->writer));
	noted(document, xmlTextWriterFlush(document->writer));
}

static int write_bytes(void *stream, const char *bytes, int length)
{
	return fwrite(bytes, 1, (size_t)length, stream) == (size_t)length ? length : -1;
}

static void be_silent(UNUSED void *context, UNUSED xmlErrorPtr error)
{
}

static const struct junit_profile *find_profile(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
		if (!name || strcmp(profiles[i].name, name) == 0)
			return &profiles[i];
	return NULL;
}

bool junit_profile_known(const char *name, struct diag *diag)
{
	if (find_profile(name))
		return true;
	diag_error(diag, (struct position){0}, "there is no JUnit profile `%s`", name);
	diag_hint(diag, "profiles: default, xunit (Jenkins), surefire (Maven), ant");
	return false;
}

bool write_junit(const struct run_index *run, FILE *out, const struct report_options *options, struct diag *diag)
{
	struct document document = {.index = run, .arena = arena_new(), .good = true};
	document.line = text_new(SIZE_MAX / 4);
	document.shared_ids = text_new(SIZE_MAX / 4);
	document.profile = find_profile(options->junit_profile);
	assert(document.profile);
	xmlStructuredErrorFunc before = xmlStructuredError;
	void *context = xmlStructuredErrorContext;
	xmlSetStructuredErrorFunc(NULL, be_silent); // a full disk is told by whoever owns the stream
	xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(write_bytes, NULL, out, NULL);
	document.writer = buffer ? xmlNewTextWriter(buffer) : NULL;
	if (document.writer)
		write_document(&document);
	else
		document.good = false;
	if (!document.good)
		diag_error(diag, (struct position){0}, "the JUnit report could not be written");
	xmlFreeTextWriter(document.writer);
	xmlSetStructuredErrorFunc(context, before);
	arena_free(document.arena);
	text_free(&document.line);
	text_free(&document.shared_ids);
	return document.good;
}

/** What a reader would count. */
struct reading {
	size_t depth;
	size_t cases;
	size_t in_suites; /**< what the suites announce */
	size_t in_root;   /**< what the root announces, or SIZE_MAX */
};

/** The number that an element announces; `otherwise` when it announces none. */
static size_t announced_by(const xmlChar **attributes, size_t otherwise)
{
	for (; attributes && *attributes; attributes += 2)
		if (xmlStrEqual(attributes[0], xml("tests")))
			return strtoul((const char *)attributes[1], NULL, 10);
	return otherwise;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct reading *reading = context;
	reading->cases += xmlStrEqual(name, xml("testcase")) ? 1 : 0;
	if (xmlStrEqual(name, xml("testsuite")))
		reading->in_suites += announced_by(attributes, 1);
	else if (reading->depth == 0)
		reading->in_root = announced_by(attributes, SIZE_MAX);
	reading->depth++;
}

static void on_end(void *context, UNUSED const xmlChar *name)
{
	struct reading *reading = context;
	reading->depth--;
}

/** Reads the report back: well-formed, and as many cases as its root and its suites say. */
bool check_junit(FILE *written, struct diag *diag)
{
	struct reading reading = {.in_root = SIZE_MAX};
	xmlSAXHandler handler = {.startElement = on_start, .endElement = on_end, .serror = be_silent};
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, &reading, NULL, 0, NULL);
	char bytes[1 << 15];
	bool whole = parser != NULL;
	for (size_t length; whole && (length = fread(bytes, 1, sizeof(bytes), written)) > 0;)
		whole = xmlParseChunk(parser, bytes, (int)length, 0) == XML_ERR_OK;
	whole = whole && xmlParseChunk(parser, NULL, 0, 1) == XML_ERR_OK && reading.cases == reading.in_suites &&
	        (reading.in_root == SIZE_MAX || reading.in_root == reading.cases);
	xmlFreeParserCtxt(parser);
	if (!whole)
		diag_error(diag, (struct position){0}, "the JUnit report is not well-formed or not complete; it was not kept");
	return whole;
}
