// SPDX-License-Identifier: Apache-2.0
/* The HTML report; what a browser makes of it is tested by tests/cli/html.sh. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "hostile.h"
#include "report_room.h"

TestSuite(html, .init = room_open, .fini = room_close);

/** What stands between the first `from` and the next `to`. */
static struct str between(struct str page, const char *from, const char *to)
{
	const char *start = memmem(page.ptr, page.len, from, strlen(from));
	cr_assert_not_null(start, "no %s", from);
	start += strlen(from);
	size_t left = page.len - (size_t)(start - page.ptr);
	const char *end = memmem(start, left, to, strlen(to));
	cr_assert_not_null(end, "no %s", to);
	return (struct str){start, (size_t)(end - start)};
}

/** The content without style sheet and script: they change for their own reasons. */
Test(html, page_of_every_verdict)
{
	sample_write(sample_run(), room.record, NULL);
	struct str body = between(room_report("html"), "<body>", "<script>");
	const char *file = arena_printf(room.arena, "%s/body.html", room.directory);
	FILE *out = fopen(file, "we");
	cr_assert_not_null(out);
	fwrite(body.ptr, 1, body.len, out);
	fclose(out);
	sample_matches_golden(room.arena, file, "sample.html");
}

/** The policy lets nothing run but what the program itself brought. */
Test(html, policy_names_style_and_script)
{
	sample_write(sample_run(), room.record, NULL);
	struct str page = room_report("html");
	struct str policy = between(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"", "\"");
	cr_expect(sample_contains(policy, "default-src 'none'"));
	cr_expect_not(sample_contains(policy, "unsafe"));
	cr_expect(sample_contains(policy, digest_policy(room.arena, between(page, "<style>", "</style>"))));
	cr_expect(sample_contains(policy, digest_policy(room.arena, between(page, "<script>", "</script>"))));
	cr_expect_str_eq(digest_policy(room.arena, str_of("")), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

static void expect_own_markup(struct str page, const char *foreign)
{
	expect_harmless(page, foreign);
	cr_expect_eq(count_of(page, "<script"), (size_t)1, "'%s' makes a script", foreign);
	cr_expect_eq(count_of(page, "<!"), (size_t)1, "'%s' makes a comment", foreign);
	cr_expect_eq(count_of(page, "href="), count_of(page, "href=\"#"), "'%s' makes a link", foreign);
	cr_expect_not(sample_contains(page, "<failure"));
	cr_expect_not(sample_contains(page, " src="));
	cr_expect_not(sample_contains(page, " style="));
}

Test(html, hostile_text_in_every_field)
{
	for (size_t i = 0; i < hostile_count; i++) {
		room_record_of(hostile_texts[i], NULL);
		expect_own_markup(room_report("html"), hostile_texts[i]);
	}
	room_record_of("x\" onmouseover=\"alert(1)\" y='", NULL);
	struct str page = room_report("html");
	expect_own_markup(page, "quotes");
	cr_expect_not(sample_contains(page, " onmouseover="));
}

/** Names that a fragment cannot hold get anchors made from them, each its own. */
Test(html, anchors_are_unique)
{
	struct sample_run run = *sample_run();
	struct result same[3];
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		same[i] = run.results[1];
		same[i].name = "a b\xc3\xa9";
	}
	run.results = same;
	run.result_count = ARRAY_LEN(same);
	run.summary.failed = ARRAY_LEN(same);
	sample_write(&run, room.record, NULL);
	struct str page = room_report("html");
	cr_expect_eq(count_of(page, " id=\"dm/get-devices-by-status:a_b__~0\""), (size_t)1);
	cr_expect_eq(count_of(page, " id=\"dm/get-devices-by-status:a_b_____2_~1\""), (size_t)0);
	cr_expect_eq(count_of(page, " id=\"dm/get-devices-by-status:"), ARRAY_LEN(same));
}

Test(html, differences_are_marked)
{
	struct sample_run run = *sample_run();
	struct finding findings[] = {run.results[1].findings[0], run.results[1].findings[0]};
	struct exchange exchange = run.results[1].exchanges[0];
	struct result result = run.results[1];
	findings[0].expected = "IENROLL_VERIFIED";
	findings[0].actual = "IENROLL_VERIF\xc3\xa9";
	findings[1].expected = "a number";
	findings[1].actual = "abc";
	findings[0].path = "devices/device[3]/status[1]";
	exchange.excerpt = "{\"status\" : \"IENROLL_VERIF\xc3\xa9\"}";
	result.findings = findings;
	result.finding_count = ARRAY_LEN(findings);
	result.exchanges = &exchange;
	run.results = &result;
	run.result_count = 1;
	sample_write(&run, room.record, NULL);
	struct str page = room_report("html");
	cr_expect(sample_contains(page, ">IENROLL_VERIF<mark>IED</mark></dd>"));
	cr_expect(sample_contains(page, ">IENROLL_VERIF<mark>\xc3\xa9</mark></dd>"));
	cr_expect(sample_contains(page, "\"expected\">a number</dd>"));
	cr_expect(sample_contains(page, "\"actual\"><mark>abc</mark></dd>"));
	cr_expect(sample_contains(page, "&#34;status&#34; : &#34;<mark>IENROLL_VERIF\xc3\xa9</mark>&#34;}"));
}

/** Beyond the first hundreds a case has its row only, and the page says so. */
Test(html, many_failures)
{
	enum { MANY = 401 };
	struct sample_run run = *sample_run();
	static struct result many[MANY];
	for (size_t i = 0; i < MANY; i++)
		many[i] = run.results[1];
	run.results = many;
	run.result_count = MANY;
	run.summary.failed = MANY;
	run.summary.errors = 0;
	sample_write(&run, room.record, NULL);
	struct str page = room_report("html");
	cr_expect_eq(count_of(page, "<article "), (size_t)MANY - 1);
	cr_expect_eq(count_of(page, "<tr id=\""), (size_t)1);
	cr_expect(sample_contains(page, "… and 1 more, in the list of all cases and in the run record."));
	cr_expect(sample_contains(page, ">401 cases without a pass, for 2 different reasons."));
}

/** A killed run has no summary, and one without cases nothing to draw. */
Test(html, runs_that_came_to_little)
{
	struct sample_run run = *sample_run();
	run.result_count = 0;
	run.summary.failed = run.summary.errors = run.summary.coverage_count = 0;
	sample_write(&run, room.record, NULL);
	struct str page = room_report("html");
	cr_expect(sample_contains(page, "No case sent a request."));
	cr_expect_not(sample_contains(page, "id=\"coverage\""));
	sample_write(sample_run(), room.record, NULL);
	struct str whole = sample_read(room.arena, room.record);
	const char *summary = memmem(whole.ptr, whole.len, "{\"record\":\"summary\"", 19);
	cr_assert_eq(truncate(room.record, summary - whole.ptr), 0);
	cr_expect(sample_contains(room_report("html"), "the run record has no summary: the run was killed"));
}
