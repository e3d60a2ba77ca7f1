// SPDX-License-Identifier: Apache-2.0
#include <string.h>
#include <time.h>

#include "answer_impl.h"

const struct requirement *answer_requirement(const struct answer *answer, enum builtin builtin)
{
	return builtin_requirement(answer->options.catalogue, builtin);
}

void answer_finding(const struct answer *answer, const struct finding_draft *draft)
{
	if (answer->options.findings)
		findings_add(answer->options.findings, draft);
}

enum media answer_asked(const struct answer *answer)
{
	static const enum media asked[] =
		{[FORMAT_XML] = MEDIA_XML, [FORMAT_JSON] = MEDIA_JSON, [FORMAT_CSV] = MEDIA_CSV, [FORMAT_NONE] = MEDIA_NONE};
	return asked[answer->options.request->format];
}

bool answer_is_soft(const struct answer *answer)
{
	return answer->options.planned && answer->options.planned->soft && answer->reading == READING_DATA;
}

struct answer *answer_open(struct arena *arena, const struct answer_options *options)
{
	struct answer *answer = ARENA_NEW(arena, struct answer);
	answer->options = *options;
	answer->arena = arena;
	answer->scratch = arena_new();
	return answer;
}

size_t answer_records(const struct answer *answer)
{
	return answer->records;
}

static bool accepts(const struct planned *planned, int status)
{
	for (size_t i = 0; i < planned->expect_count; i++)
		if (planned->expect[i] == status || (planned->expect[i] < 10 && status / 100 == planned->expect[i]))
			return true;
	return planned->no_data && status == 404;
}

/** The status codes the case accepts, in words. */
static const char *expected_status(struct arena *arena, const struct planned *planned)
{
	const char *all = "";
	for (size_t i = 0; i < planned->expect_count; i++) {
		int status = planned->expect[i];
		const char *word = status < 10 ? arena_printf(arena, "%dxx", status) : arena_printf(arena, "%d", status);
		all = arena_printf(arena, "%s%s%s", all, *all ? " or " : "", word);
	}
	return planned->no_data ? arena_printf(arena, "%s, or 404 when there is no data", all) : all;
}

/** Seconds since 1970 of an HTTP date, or 0. */
static int64_t http_date(struct str text)
{
	char copy[64];
	struct tm tm = {0};
	if (text.len >= sizeof(copy))
		return 0;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	const char *end = strptime(copy, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	return end && *end == '\0' ? (int64_t)timegm(&tm) : 0;
}

/** An address that no operation has: the web server answers there, in words of its own. */
static bool is_nowhere(const struct answer *answer)
{
	return answer->options.request->path || answer->options.request->endpoint->unsupported;
}

/** What to do with the body of this status: an operation's own data, a message, or nothing. */
static enum reading reading_of(const struct answer *answer, int status)
{
	const struct planned *planned = answer->options.planned;
	bool wanted = !planned || accepts(planned, status);
	if (status == 200)
		return wanted && answer->response && answer->response->schema ? READING_DATA : READING_NOTHING;
	if (status == 400 || status == 404)
		return is_nowhere(answer) ? READING_NOTHING : READING_MESSAGE;
	return status == 401 ? READING_LEAK : READING_NOTHING;
}

void answer_head(struct answer *answer, const struct http_response *response)
{
	const struct endpoint *endpoint = answer->options.request->endpoint;
	int64_t date = http_date(http_header(response, "Date"));
	observe_head(answer->options.observer, answer->options.request, response);
	answer->now_us = date ? date * 1000000 : response->started_us;
	answer->declared = media_declared(http_header(response, "Content-Type"));
	answer->response = endpoint_response(endpoint, response->status == 401 ? 200 : response->status);
	answer->reading = reading_of(answer, response->status);
	if (answer->reading == READING_MESSAGE && !answer->response)
		answer->response = endpoint_response(endpoint, 404);
}

bool answer_body(struct answer *answer, const char *bytes, size_t length)
{
	if (answer->reading == READING_NOTHING) {
		answer->stopped = true;
		return false;
	}
	if (answer->is_read)
		return answer_feed(answer, bytes, length);
	size_t room = BEGINNING_MAX - answer->beginning_length;
	size_t taken = length < room ? length : room;
	memcpy(answer->beginning + answer->beginning_length, bytes, taken);
	answer->beginning_length += taken;
	struct str beginning = {answer->beginning, answer->beginning_length};
	answer->sniffed = media_sniffed(beginning);
	if (str_trim(beginning).len < BEGINNING_ENOUGH && answer->beginning_length < BEGINNING_MAX)
		return true; /* what arrived together must not decide what it is */
	answer_read(answer);
	if (!answer_feed(answer, answer->beginning, answer->beginning_length))
		return false;
	return taken == length || answer_feed(answer, bytes + taken, length - taken);
}

/** The statement that says which requests have this method. */
static const struct requirement *method_requirement(const struct answer *answer)
{
	static const struct {
		const char *method, *requirement;
	} methods[] = {{"GET", "R006"}, {"PUT", "R007"}, {"POST", "R008"}};
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (strcmp(answer->options.request->method, methods[i].method) == 0)
			return catalogue_requirement(answer->options.catalogue, methods[i].requirement);
	return answer->options.planned->requirement;
}

static void judge_status(const struct answer *answer, const struct http_response *response)
{
	const struct planned *planned = answer->options.planned;
	int status = response->status;
	if (accepts(planned, status))
		return;
	struct str location = http_header(response, "Location");
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = "status",
		.requirement = planned->requirement,
		.soft = planned->soft,
		.expected = expected_status(answer->scratch, planned),
		.actual = str_of(arena_printf(answer->scratch, "%d", status)),
		.message = "the status code is another than the guide's",
	};
	const struct request *request = answer->options.request;
	bool documented = strcmp(request->method, request->endpoint->method) == 0;
	if (status == 405 && documented && request->who == WHO_RUN) {
		draft.requirement = method_requirement(answer);
		draft.message = "the method that the guide has for this operation is refused";
	} else if (status >= 500 && !documented) {
		draft.message = "the method is refused in another way than the guide's: a server error";
	} else if (status >= 500) {
		draft.requirement = answer_requirement(answer, BUILTIN_SERVER_ERROR);
		draft.soft = false;
		draft.message = "a server error is no answer to a request that the guide describes";
	} else if (status / 100 == 3 && location.len) {
		draft.message = arena_printf(answer->scratch, "redirects are not followed; this one leads to %.*s",
		                             (int)(location.len > 120 ? 120 : location.len), location.ptr);
	}
	answer_finding(answer, &draft);
}

/** An empty list is a sensible answer of a list of labels, but hardly a true one. */
static void judge_no_data(const struct answer *answer, int status)
{
	const struct planned *planned = answer->options.planned;
	bool filtered = planned->parameter || answer->options.request->endpoint->parameter_count > 0;
	if (status != 404 || !planned->no_data || filtered)
		return;
	struct finding_draft draft = {
		.level = LEVEL_WARNING,
		.check = "no-data",
		.requirement = planned->requirement,
		.expected = "200 with at least one record",
		.actual = str_of("404"),
		.message = "the list is complete and unfiltered; that it is empty is allowed, but unlikely",
	};
	answer_finding(answer, &draft);
}

/** A scheme ends where its name does; `Basic=` would be a parameter of another one. */
static bool is_basic(struct str challenge)
{
	bool ends = challenge.len == 5 || (challenge.len > 5 && memchr(" \t,", challenge.ptr[5], 3));
	return ends && str_is_nocase((struct str){challenge.ptr, 5}, "Basic");
}

/** True when one of the challenges in the field asks for Basic; commas part them, also inside one (RFC 9110, 11.6.1). */
static bool asks_for_basic(struct str value)
{
	bool is_quoted = false;
	bool begins = true;
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];
		if (begins && is_basic((struct str){value.ptr + i, value.len - i}))
			return true;
		if (is_quoted && c == '\\')
			i++;
		is_quoted ^= c == '"';
		begins = !is_quoted && (c == ',' || (begins && (c == ' ' || c == '\t')));
	}
	return false;
}

static void judge_challenge(const struct answer *answer, const struct http_response *response)
{
	const struct planned *planned = answer->options.planned;
	if (response->status != 401 || answer->options.request->who == WHO_RUN)
		return;
	for (size_t i = 0; i < response->header_count; i++)
		if (str_is_nocase(response->headers[i].name, "WWW-Authenticate") && asks_for_basic(response->headers[i].value))
			return;
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(BUILTIN_CHALLENGE)->check,
		.requirement = answer_requirement(answer, BUILTIN_CHALLENGE),
		.soft = planned->soft,
		.expected = "WWW-Authenticate: Basic realm=…",
		.actual = http_header(response, "WWW-Authenticate"),
		.message = "a 401 names the scheme; clients that wait for the challenge never log in without it",
	};
	answer_finding(answer, &draft);
}

/** Which check demands the format: the one of XML, or the one of JSON. */
static enum builtin type_check(enum media media)
{
	return media == MEDIA_XML ? BUILTIN_TYPE_XML : media == MEDIA_JSON ? BUILTIN_TYPE_JSON : BUILTIN_TYPE_EITHER;
}

static bool is_structured(enum media media)
{
	return media == MEDIA_XML || media == MEDIA_JSON;
}

static void judge_csv_media(const struct answer *answer)
{
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(BUILTIN_TYPE_CSV)->check,
		.requirement = answer_requirement(answer, BUILTIN_TYPE_CSV),
		.soft = answer_is_soft(answer),
		.expected = "CSV",
		.actual = str_of(media_name(answer->sniffed)),
		.message = "the export is CSV, whatever is asked for",
	};
	if (is_structured(answer->sniffed) || answer->sniffed == MEDIA_HTML)
		answer_finding(answer, &draft);
}

/** A body that begins like no format was read as the one asked for, and what is wrong with it is told already. */
static bool is_declared_falsely(const struct answer *answer, bool sound)
{
	bool is_told = answer->sniffed == MEDIA_OTHER && answer->reading == READING_DATA && !sound;
	return answer->sniffed != MEDIA_NONE && answer->sniffed != answer->declared && is_structured(answer->declared) &&
	       !is_told;
}

/** The declared type must be the one asked for, and the body must be what is declared. */
static void judge_media(const struct answer *answer, const struct http_response *response, bool sound)
{
	if (answer->response && answer->response->csv) {
		judge_csv_media(answer);
		return;
	}
	enum media asked = answer_asked(answer);
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(type_check(asked))->check,
		.soft = answer_is_soft(answer),
		.actual = http_header(response, "Content-Type"),
	};
	bool as_asked = asked == MEDIA_NONE ? is_structured(answer->declared) : answer->declared == asked;
	if (!as_asked) {
		draft.requirement = answer_requirement(answer, type_check(asked));
		draft.expected = asked == MEDIA_XML    ? "application/xml"
		                 : asked == MEDIA_JSON ? "application/json"
		                                       : "XML or JSON";
		draft.message = "the answer is declared to be something else than what was asked for";
		answer_finding(answer, &draft);
	}
	if (is_declared_falsely(answer, sound)) {
		draft.check = builtin_check(BUILTIN_DECLARED)->check;
		draft.requirement = answer_requirement(answer, BUILTIN_DECLARED);
		draft.expected = media_name(answer->declared);
		draft.actual = str_of(media_name(answer->sniffed));
		draft.message = "the body is not what its Content-Type declares";
		answer_finding(answer, &draft);
	}
}

/** Where no operation is, HTML is no deviation, but whoever reads the report should know. */
static void judge_nowhere(const struct answer *answer, const struct http_response *response)
{
	struct finding_draft draft = {
		.level = LEVEL_NOTE,
		.check = builtin_check(BUILTIN_TYPE_EITHER)->check,
		.actual = http_header(response, "Content-Type"),
		.message = "no operation is at this address; the body of the answer is not judged",
	};
	if (is_nowhere(answer) && response->status >= 400 && !is_structured(answer->declared))
		answer_finding(answer, &draft);
}

/** Troubles that are the target's: it answered, but not soundly. The rest leaves us without a verdict. */
static bool is_targets_fault(enum http_trouble trouble)
{
	return trouble == HTTP_CUT || trouble == HTTP_LENGTH || trouble == HTTP_PROTOCOL ||
	       trouble == HTTP_HEADER_CEILING || trouble == HTTP_BODY_CEILING;
}

static void judge_trouble(const struct answer *answer, const struct http_response *response)
{
	struct finding_draft draft = {
		.level = is_targets_fault(response->trouble) ? LEVEL_FAILURE : LEVEL_ERROR,
		.check = builtin_check(BUILTIN_TRANSPORT)->check,
		.expected = "a complete HTTP answer",
		.actual = str_of(http_trouble_name(response->trouble)),
		.message = response->trouble_text,
	};
	answer_finding(answer, &draft);
}

static void judge_framing(const struct answer *answer, const struct http_response *response)
{
	struct finding_draft draft = {
		.level = LEVEL_FAILURE,
		.check = builtin_check(BUILTIN_FRAMING)->check,
		.expected = "an answer framed as HTTP/1.1 demands",
		.actual = str_of(response->framing),
		.message = "clients read such an answer in different ways",
	};
	if (response->framing)
		answer_finding(answer, &draft);
}

/** Judges an answer that arrived; facts are told whether it can be compared. */
static enum answer_end judge(struct answer *answer, const struct http_response *response, bool whole)
{
	const struct planned *planned = answer->options.planned;
	bool sound = answer_conclude(answer, response->status) && whole;
	bool comparable = sound && (response->status == 200 || response->status == 400 || response->status == 404);
	if (answer->options.facts)
		answer->options.facts->usable = comparable;
	if (!planned)
		return ANSWER_JUDGED;
	if (answer->not_offered)
		return ANSWER_NOT_OFFERED;
	bool refused = response->status == 401 || response->status == 403;
	if (refused && answer->options.request->who == WHO_RUN && answer->options.limited)
		return ANSWER_NO_ACCESS;
	judge_status(answer, response);
	judge_no_data(answer, response->status);
	judge_challenge(answer, response);
	judge_framing(answer, response);
	if (answer->reading == READING_DATA || answer->reading == READING_MESSAGE)
		judge_media(answer, response, sound);
	judge_nowhere(answer, response);
	return ANSWER_JUDGED;
}

/** No status arrived: there is nothing that another answer could be compared with. */
static void give_up(struct answer *answer)
{
	answer_conclude(answer, 0);
	if (answer->options.facts)
		answer->options.facts->usable = false;
}

enum answer_end answer_end(struct answer *answer, const struct http_response *response)
{
	bool stopped_by_us = response->trouble == HTTP_STOPPED;
	bool whole = response->trouble == HTTP_OK;
	enum answer_end end = ANSWER_NOT_REACHED;
	if (!whole && !stopped_by_us)
		judge_trouble(answer, response);
	if (response->status && (whole || stopped_by_us || is_targets_fault(response->trouble)))
		end = judge(answer, response, whole);
	else
		give_up(answer);
	if (!whole && !stopped_by_us)
		end = is_targets_fault(response->trouble) ? ANSWER_JUDGED : ANSWER_NOT_REACHED;
	arena_free(answer->scratch);
	answer->scratch = NULL;
	return end;
}
