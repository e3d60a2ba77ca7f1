// SPDX-License-Identifier: Apache-2.0
#include "sample_run.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record.h"

#define CASES_FILE "cases/dm/get-devices-by-status.yaml"

static const char *const requirements[] = {"R065", "R079"};
static const char *const of_devices[] = {"R079", "R193"};
static const struct requirement_set device_set = {"dm/get-devices-by-status", of_devices, ARRAY_LEN(of_devices)};

static const struct exchange fetched = {
	.method = "GET",
	.url = "http://127.0.0.1:8080/api/v1/dm/devices?status=LOST",
	.accept = "application/xml",
	.credentials = "run",
	.status = 200,
	.content_type = "application/xml;charset=UTF-8",
	.started = "2026-11-23T10:11:12.345Z",
	.duration_us = 35400,
	.bytes = 12480,
	.records = 17,
	.excerpt = "<?xml version=\"1.0\"?>\n<deviceResponse>\n\t<devices>\n",
	.curl = "curl -sS -g --path-as-is -u 'miadmin':\"$EPMM_PASSWORD\" -H 'Accept: application/xml' "
			"'http://127.0.0.1:8080/api/v1/dm/devices?status=LOST'",
};

static const struct exchange refused = {
	.method = "GET",
	.url = "http://127.0.0.1:8080/api/v1/sm/labels",
	.accept = "application/json",
	.credentials = "run",
	.trouble = "connection refused",
	.started = "2026-11-23T10:11:13.000Z",
	.duration_us = 1200,
	.curl = "curl -sS -g --path-as-is -u 'miadmin':\"$EPMM_PASSWORD\" -H 'Accept: application/json' "
			"'http://127.0.0.1:8080/api/v1/sm/labels'",
};

static const struct finding broken[] = {
	{
		.level = LEVEL_FAILURE,
		.check = "pair",
		.requirement = "R065",
		.strength = "explicit",
		.section = "Get Devices by Status",
		.path = "devices/device[3]/statusCode",
		.record = "9d3c7a52-0c4f-4f5e-9b5e-2f1c3b7a0d11",
		.expected = "76, which the guide pairs with LOST",
		.actual = "81",
		.message = "The status word and its code do not belong together.",
		.times = 3,
	},
	{
		.level = LEVEL_FAILURE,
		.check = "equals-parameter",
		.requirement = "R079",
		.strength = "implied",
		.section = "Get Devices by Status",
		.path = "devices/device[9]/status",
		.expected = "LOST",
		.actual = "ACTIVE",
		.message =
			"A device is in the list whose status was not asked for, and this sentence is long enough to be wrapped "
			"at the width of the terminal.",
		.times = 1,
	},
	{
		.level = LEVEL_WARNING,
		.check = "presence",
		.requirement = "R377",
		.strength = "inferred",
		.path = "devices/device/imei2",
		.message = "A documented element is absent.",
		.times = 17,
	},
};

static const struct finding known[] = {{
	.level = LEVEL_FAILURE,
	.check = "presence",
	.requirement = "R301",
	.strength = "explicit",
	.path = "labels/label/name",
	.expected = "name",
	.actual = "nothing",
	.message = "the element is missing",
	.times = 4,
}};

static const struct finding warned[] = {
	{
		.level = LEVEL_WARNING,
		.check = "presence",
		.requirement = "R377",
		.strength = "inferred",
		.section = "Get Devices by Status",
		.path = "devices/device/operator",
		.message = "A documented element is absent.",
		.times = 2,
	},
	{.level = LEVEL_NOTE, .check = "unknown", .path = "devices/device/newThing", .actual = "1", .times = 17},
};

static const struct finding unreachable[] = {
	{
		.level = LEVEL_ERROR,
		.check = "transport",
		.actual = "connection refused",
		.message = "The target could not be reached.",
		.times = 1,
	},
};

#define DEVICES .area = "dm", .operation = "get-devices-by-status", .section = "Get Devices by Status", .page = 20
#define LABELS .area = "sm", .operation = "get-labels", .section = "Get Labels", .page = 71
#define FROM(path, number) .file = path, .line = number

static const struct result results[] = {
	{
		.id = "sm/get-labels:ok.json",
		LABELS,
		.kind = "ok",
		.name = "ok.json",
		.format = "json",
		.safety = "read",
		.because = "the documented request, asking for JSON",
		FROM("cases/sm/get-labels.yaml", 3),
		.requirements = requirements,
		.requirement_count = 1,
		.verdict = VERDICT_ERROR,
		.findings = unreachable,
		.finding_count = 1,
		.exchanges = &refused,
		.exchange_count = 1,
		.duration_us = 1200,
	},
	{
		.id = "dm/get-devices-by-status:ok.status=LOST.xml",
		DEVICES,
		.kind = "ok",
		.name = "ok.status=LOST.xml",
		.format = "xml",
		.safety = "read",
		.because = "the guide lists eleven values of status; sent LOST",
		FROM(CASES_FILE, 12),
		.requirements = requirements,
		.requirement_count = 1,
		.shared = &device_set,
		.verdict = VERDICT_FAIL,
		.findings = broken,
		.finding_count = 3,
		.exchanges = &fetched,
		.exchange_count = 1,
		.duration_us = 35400,
	},
	{
		.id = "dm/get-devices-by-status:ok.status=ACTIVE.xml",
		DEVICES,
		.kind = "ok",
		.name = "ok.status=ACTIVE.xml",
		.format = "xml",
		.safety = "read",
		.because = "the guide lists eleven values of status; sent ACTIVE",
		FROM(CASES_FILE, 12),
		.shared = &device_set,
		.verdict = VERDICT_PASS,
		.findings = warned,
		.finding_count = 2,
		.exchanges = &fetched,
		.exchange_count = 1,
		.duration_us = 2999499,
	},
	{
		.id = "dm/get-devices-by-status:auth.none",
		DEVICES,
		.kind = "auth.none",
		.name = "auth.none",
		.format = "xml",
		.safety = "probe",
		.because = "every operation needs credentials; sent none",
		FROM(CASES_FILE, 1),
		.verdict = VERDICT_PASS,
		.exchanges = &fetched,
		.exchange_count = 1,
		.duration_us = 999500,
	},
	{
		.id = "dm/wakeup-device:ok.xml",
		.area = "dm",
		.operation = "wakeup-device",
		.kind = "ok",
		.name = "ok.xml",
		.format = "xml",
		.safety = "notify",
		.because = "the documented request, asking for XML",
		.section = "Wakeup a Device",
		.verdict = VERDICT_SKIP,
		.reason = "class notify is not allowed",
	},
	{
		.id = "dm/locate-device:ok.xml",
		.area = "dm",
		.operation = "locate-device",
		.kind = "ok",
		.name = "ok.xml",
		.format = "xml",
		.safety = "notify",
		.verdict = VERDICT_SKIP,
		.reason = "class notify is not allowed",
	},
	{
		.id = "sm/get-labels:ok.xml",
		LABELS,
		.kind = "ok",
		.name = "ok.xml",
		.format = "xml",
		.safety = "read",
		.because = "the documented request, asking for XML",
		.verdict = VERDICT_ERROR,
		.reason = "not reached: five transport errors in a row",
	},
	{
		.id = "sm/get-labels:accept.any",
		LABELS,
		.kind = "accept.any",
		.name = "accept.any",
		.format = "none",
		.safety = "read",
		.because = "the guide names no default format",
		.verdict = VERDICT_KNOWN,
		.reason = "known deviation: vendor ticket 7 (ana, until 2027-01-31)",
		.findings = known,
		.finding_count = 1,
	},
};

static const struct guide_share shares[] = {
	{"operation", "dm", NULL, 30, 30, 3, 0},
	{"operation", "sm", NULL, 5, 5, 0, 0},
	{"requirement", "dm", "explicit", 100, 90, 7, 10},
	{"requirement", "all", "inferred", 8, 8, 0, 0},
};

static const struct guide_statement statements[] = {
	{"R065", "explicit", "Get Devices by Status", "Each status word has one code.", "E017"},
	{"R377", "inferred", "every response table", "A printed element is present.", NULL},
};

static const struct sample_run sample = {
	.header =
		{
			.tool_version = "0.1.0",
			.case_version = "1.0.0",
			.started = "2026-11-23T10:11:12.000Z",
			.target = "http://127.0.0.1:8080",
			.target_kind = "emulator",
			.product_version = "11.3",
			.suite = "full",
			.formats = "xml,json",
			.hostname = "builder",
			.warnings = "TLS is not verified",
			.planned = ARRAY_LEN(results),
		},
	.results = results,
	.result_count = ARRAY_LEN(results),
	.summary =
		{
			.passed = 2,
			.failed = 1,
			.errors = 2,
			.skipped = 2,
			.known = 1,
			.warnings = 2,
			.requests = 4,
			.writes = 1,
			.bytes = 12400000,
			.duration_us = 41234567,
			.exit_code = 1,
			.word = "non-conformant",
			.trouble = "five transport errors in a row",
			.fixtures = "device.uuid=9d3c7a52-0c4f-4f5e-9b5e-2f1c3b7a0d11",
			.coverage = shares,
			.coverage_count = ARRAY_LEN(shares),
			.statements = statements,
			.statement_count = ARRAY_LEN(statements),
		},
};

const struct sample_run *sample_run(void)
{
	return &sample;
}

struct result sample_result_of(const char *text, struct finding *finding, struct exchange *exchange,
                               const char *required[1], struct requirement_set *shared)
{
	*finding = (struct finding){LEVEL_FAILURE, text, text, text, text, text, text, text, text, text, 1};
	*exchange = (struct exchange){
		.method = text,
		.url = text,
		.accept = text,
		.credentials = text,
		.body = text,
		.status = 200,
		.content_type = text,
		.trouble = text,
		.started = text,
		.excerpt = text,
		.curl = text,
	};
	required[0] = text;
	*shared = (struct requirement_set){text, required, 1};
	return (struct result){
		.id = text,
		.area = text,
		.operation = text,
		.kind = text,
		.name = text,
		.format = text,
		.because = text,
		.safety = text,
		.section = text,
		.page = 1,
		.file = text,
		.line = 1,
		.requirements = required,
		.requirement_count = 1,
		.shared = shared,
		.verdict = VERDICT_FAIL,
		.reason = text,
		.findings = finding,
		.finding_count = 1,
		.exchanges = exchange,
		.exchange_count = 1,
	};
}

void sample_write(const struct sample_run *run, const char *path, const struct mask *mask)
{
	struct diag *diag = diag_new(stderr);
	struct record *record = record_create(path, mask, diag);
	cr_assert_not_null(record);
	record_header(record, &run->header);
	for (size_t i = 0; i < run->result_count; i++)
		record_result(record, &run->results[i]);
	record_summary(record, &run->summary);
	cr_assert_eq(record_close(record), 0);
	diag_free(diag);
}

const char *sample_directory(struct arena *arena)
{
	const char *base = getenv("TMPDIR");
	char *path = arena_printf(arena, "%s/epmm-test-XXXXXX", base ? base : "/tmp");
	cr_assert_not_null(mkdtemp(path));
	return path;
}

void sample_remove(const char *directory)
{
	struct arena *arena = arena_new();
	DIR *open = opendir(directory);
	cr_assert_not_null(open);
	for (struct dirent *entry; (entry = readdir(open));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove(arena_printf(arena, "%s/%s", directory, entry->d_name));
	closedir(open);
	rmdir(directory);
	arena_free(arena);
}

struct str sample_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "re");
	cr_assert_not_null(file, "%s cannot be read", path);
	struct text bytes = text_new(SIZE_MAX / 4);
	char piece[8192];
	size_t length;
	while ((length = fread(piece, 1, sizeof(piece), file)) > 0)
		text_add(&bytes, piece, length);
	fclose(file);
	struct str view = {arena_copy(arena, text_str(&bytes), bytes.len), bytes.len};
	text_free(&bytes);
	return view;
}

void sample_matches_golden(struct arena *arena, const char *path, const char *name)
{
	struct str written = sample_read(arena, path);
	const char *golden = arena_printf(arena, "%s/tests/data/reports/%s", EPMM_SOURCE_DIR, name);
	if (getenv("UPDATE_GOLDEN")) {
		FILE *file = fopen(golden, "we");
		cr_assert_not_null(file);
		fwrite(written.ptr, 1, written.len, file);
		fclose(file);
		return;
	}
	struct str expected = sample_read(arena, golden);
	cr_assert(str_equal(written, expected), "%s differs from %s:\n%s", path, golden, written.ptr);
}

bool sample_contains(struct str bytes, const char *needle)
{
	return memmem(bytes.ptr, bytes.len, needle, strlen(needle)) != NULL;
}
