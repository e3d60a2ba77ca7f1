// SPDX-License-Identifier: Apache-2.0
/* One self-contained page for people. The record is read three times; what fails is told before what passes. */
#include "formats.h"
#include "html.h"
#include "html_assets.h"

bool write_html(const struct run_index *run, FILE *out, UNUSED const struct report_options *options, struct diag *diag)
{
	struct html_page page = {.run = run, .out = out, .arena = arena_new()};
	bool whole = html_gather(&page, diag);
	if (whole) {
		html_head(&page);
		html_overview(&page);
		html_matters(&page);
		whole = html_articles(&page, diag);
	}
	if (whole) {
		html_warnings(&page);
		html_matrix(&page);
		html_coverage(&page);
		html_durations(&page);
		whole = html_cases(&page, diag);
	}
	fprintf(out,
	        "<footer><p>Made by epmm-conform from the run record; the page is complete, and it asks for nothing from "
	        "elsewhere.</p></footer>\n</main>\n</div>\n<script>%s</script>\n</body>\n</html>\n",
	        html_script);
	arena_free(page.arena);
	return whole;
}
