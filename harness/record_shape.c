// SPDX-License-Identifier: Apache-2.0
#include "record_shape.h"

#include "taped.h"

#define MEMBER(of, member, how) .name = #member, .type = (how), .offset = offsetof(struct of, member)
#define NEEDED(of, member, how) MEMBER(of, member, how), .required = true
#define ARRAY(of, member, counter, how) MEMBER(of, member, how), .count_offset = offsetof(struct of, counter)
#define SHAPE(of, rows) .members = (rows), .count = ARRAY_LEN(rows), .size = sizeof(struct of)

static const struct member finding_members[] = {
	{NEEDED(finding, level, LEVEL)},   {NEEDED(finding, check, TEXT)},    {MEMBER(finding, requirement, TEXT)},
	{MEMBER(finding, strength, TEXT)}, {MEMBER(finding, section, TEXT)},  {MEMBER(finding, path, TEXT)},
	{MEMBER(finding, record, TEXT)},   {MEMBER(finding, expected, TEXT)}, {MEMBER(finding, actual, TEXT)},
	{MEMBER(finding, message, TEXT)},  {MEMBER(finding, times, SIZE)},
};

static const struct member exchange_members[] = {
	{NEEDED(exchange, method, TEXT)},       {NEEDED(exchange, url, TEXT)},     {MEMBER(exchange, accept, TEXT)},
	{NEEDED(exchange, credentials, TEXT)},  {MEMBER(exchange, body, TEXT)},    {MEMBER(exchange, status, INT)},
	{MEMBER(exchange, content_type, TEXT)}, {MEMBER(exchange, trouble, TEXT)}, {MEMBER(exchange, started, TEXT)},
	{MEMBER(exchange, duration_us, INT64)}, {MEMBER(exchange, bytes, SIZE)},   {MEMBER(exchange, records, SIZE)},
	{MEMBER(exchange, excerpt, TEXT)},      {MEMBER(exchange, curl, TEXT)},
};

static const struct shape finding_shape = {SHAPE(finding, finding_members)};
static const struct shape exchange_shape = {SHAPE(exchange, exchange_members)};

static const struct member result_members[] = {
	{NEEDED(result, id, TEXT)},
	{NEEDED(result, area, TEXT)},
	{NEEDED(result, operation, TEXT)},
	{NEEDED(result, kind, TEXT)},
	{NEEDED(result, name, TEXT)},
	{NEEDED(result, verdict, VERDICT)},
	{MEMBER(result, reason, TEXT)},
	{MEMBER(result, format, TEXT)},
	{MEMBER(result, because, TEXT)},
	{MEMBER(result, safety, TEXT)},
	{MEMBER(result, section, TEXT)},
	{MEMBER(result, page, UNSIGNED)},
	{MEMBER(result, file, TEXT)},
	{MEMBER(result, line, UNSIGNED)},
	{ARRAY(result, requirements, requirement_count, TEXTS)},
	{MEMBER(result, shared, SET)},
	{MEMBER(result, duration_us, INT64)},
	{ARRAY(result, findings, finding_count, OBJECTS), .shape = &finding_shape},
	{ARRAY(result, exchanges, exchange_count, OBJECTS), .shape = &exchange_shape},
};

static const struct member set_members[] = {
	{NEEDED(requirement_set, name, TEXT)},
	{ARRAY(requirement_set, requirements, requirement_count, TEXTS)},
};

static const struct member share_members[] = {
	{NEEDED(guide_share, kind, TEXT)},         {NEEDED(guide_share, area, TEXT)},
	{MEMBER(guide_share, strength, TEXT)},     {NEEDED(guide_share, documented, SIZE)},
	{NEEDED(guide_share, described, SIZE)},    {NEEDED(guide_share, executed, SIZE)},
	{MEMBER(guide_share, not_testable, SIZE)},
};

static const struct member statement_members[] = {
	{NEEDED(guide_statement, id, TEXT)},      {MEMBER(guide_statement, strength, TEXT)},
	{MEMBER(guide_statement, section, TEXT)}, {NEEDED(guide_statement, statement, TEXT)},
	{MEMBER(guide_statement, errata, TEXT)},
};

static const struct shape share_shape = {SHAPE(guide_share, share_members)};
static const struct shape statement_shape = {SHAPE(guide_statement, statement_members)};

static const struct member header_members[] = {
	{NEEDED(run_header, tool_version, TEXT)}, {NEEDED(run_header, case_version, TEXT)},
	{NEEDED(run_header, started, TEXT)},      {NEEDED(run_header, target, TEXT)},
	{NEEDED(run_header, target_kind, TEXT)},  {MEMBER(run_header, product_version, TEXT)},
	{MEMBER(run_header, suite, TEXT)},        {MEMBER(run_header, select, TEXT)},
	{MEMBER(run_header, formats, TEXT)},      {MEMBER(run_header, hostname, TEXT)},
	{MEMBER(run_header, warnings, TEXT)},     {MEMBER(run_header, strict, BOOL)},
	{MEMBER(run_header, privacy, BOOL)},      {MEMBER(run_header, planned, SIZE)},
};

static const struct member summary_members[] = {
	{NEEDED(run_summary, passed, SIZE)},
	{NEEDED(run_summary, failed, SIZE)},
	{NEEDED(run_summary, errors, SIZE)},
	{NEEDED(run_summary, skipped, SIZE)},
	{NEEDED(run_summary, warnings, SIZE)},
	{NEEDED(run_summary, requests, SIZE)},
	{NEEDED(run_summary, writes, SIZE)},
	{NEEDED(run_summary, bytes, UINT64)},
	{NEEDED(run_summary, duration_us, INT64)},
	{NEEDED(run_summary, exit_code, INT)},
	{NEEDED(run_summary, word, TEXT)},
	{MEMBER(run_summary, trouble, TEXT)},
	{MEMBER(run_summary, fixtures, TEXT)},
	{MEMBER(run_summary, unknown, TEXT)},
	{MEMBER(run_summary, residue, TEXT)},
	{MEMBER(run_summary, left, TEXT)},
	{MEMBER(run_summary, journal, TEXT)},
	{MEMBER(run_summary, known, SIZE)},
	{ARRAY(run_summary, coverage, coverage_count, OBJECTS), .shape = &share_shape},
	{ARRAY(run_summary, statements, statement_count, OBJECTS), .shape = &statement_shape},
};

static const struct member field_members[] = {
	{NEEDED(observed_field, path, TEXT)},
	{MEMBER(observed_field, documented, BOOL)},
	{MEMBER(observed_field, loose, BOOL)},
	{MEMBER(observed_field, open, BOOL)},
	{MEMBER(observed_field, repeated, BOOL)},
	{NEEDED(observed_field, seen, SIZE)},
	{NEEDED(observed_field, of, SIZE)},
	{ARRAY(observed_field, types, type_count, TEXTS)},
	{ARRAY(observed_field, written, written_count, TEXTS)},
	{ARRAY(observed_field, values, value_count, TEXTS)},
	{ARRAY(observed_field, unknown, unknown_count, TEXTS)},
	{ARRAY(observed_field, forms, form_count, TEXTS)},
	{MEMBER(observed_field, cut, BOOL)},
};

static const struct shape field_shape = {SHAPE(observed_field, field_members), .sparse = true};

static const struct member observed_members[] = {
	{NEEDED(observed, area, TEXT)},
	{NEEDED(observed, operation, TEXT)},
	{NEEDED(observed, format, TEXT)},
	{NEEDED(observed, answer, TEXT)},
	{NEEDED(observed, answers, SIZE)},
	{ARRAY(observed, fields, field_count, OBJECTS), .shape = &field_shape},
	{ARRAY(observed, roots, root_count, TEXTS)},
	{ARRAY(observed, messages, message_count, TEXTS)},
	{ARRAY(observed, headers, header_count, TEXTS)},
	{MEMBER(observed, cut, BOOL)},
};

const struct shape observed_shape = {SHAPE(observed, observed_members), .sparse = true};
static const struct member setup_members[] = {
	{NEEDED(tape_setup, run_id, TEXT)},
	{MEMBER(tape_setup, user, TEXT)},
	{MEMBER(tape_setup, target_file, TEXT)},
	{ARRAY(tape_setup, select, select_count, TEXTS)},
	{ARRAY(tape_setup, allow, allow_count, TEXTS)},
	{MEMBER(tape_setup, objects, TEXT)},
	{MEMBER(tape_setup, strict, BOOL)},
};

static const struct member taped_members[] = {
	{NEEDED(tape_exchange, number, SIZE)},
	{NEEDED(tape_exchange, method, TEXT)},
	{MEMBER(tape_exchange, case_id, TEXT)},
	{NEEDED(tape_exchange, path, TEXT)},
	{MEMBER(tape_exchange, accept, TEXT)},
	{NEEDED(tape_exchange, credentials, TEXT)},
	{MEMBER(tape_exchange, user, TEXT)},
	{MEMBER(tape_exchange, body, TEXT)},
	{MEMBER(tape_exchange, url, TEXT)},
	{NEEDED(tape_exchange, status, INT)},
	{ARRAY(tape_exchange, headers, header_count, TEXTS)},
	{MEMBER(tape_exchange, trouble, TEXT)},
	{MEMBER(tape_exchange, trouble_text, TEXT)},
	{MEMBER(tape_exchange, framing, TEXT)},
	{MEMBER(tape_exchange, complete, BOOL)},
	{MEMBER(tape_exchange, sent, BOOL)},
	{MEMBER(tape_exchange, started_us, INT64)},
	{MEMBER(tape_exchange, duration_us, INT64)},
	{MEMBER(tape_exchange, first_byte_us, INT64)},
};

static const struct member bytes_members[] = {
	{NEEDED(tape_bytes, number, SIZE)},
	{MEMBER(tape_bytes, text, TEXT)},
	{MEMBER(tape_bytes, base64, TEXT)},
};

const struct shape setup_shape = {SHAPE(tape_setup, setup_members)};
const struct shape taped_shape = {SHAPE(tape_exchange, taped_members)};
const struct shape bytes_shape = {SHAPE(tape_bytes, bytes_members)};
const struct shape set_shape = {SHAPE(requirement_set, set_members)};
const struct shape result_shape = {SHAPE(result, result_members)};
const struct shape header_shape = {SHAPE(run_header, header_members)};
const struct shape summary_shape = {SHAPE(run_summary, summary_members)};
