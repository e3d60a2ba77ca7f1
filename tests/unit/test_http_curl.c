// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "http_curl.h"

/** What is said when the library is that file. */
static char *complaint_about(const char *file)
{
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);
	struct diag *diag = diag_new(stream);
	cr_expect_not(curl_load_named(file, diag));
	cr_expect_eq(diag_errors(diag), 1);
	diag_free(diag);
	fclose(stream);
	return text;
}

Test(http_curl, a_missing_library_is_told)
{
	char *text = complaint_about("libcurl-that-is-not-there.so.4");
	cr_expect(strstr(text, "libcurl cannot be used"), "%s", text);
	cr_expect(strstr(text, "libcurl-that-is-not-there.so.4"), "%s", text);
	cr_expect_not(curl_load_named("libcurl-that-is-not-there.so.4", NULL));
	free(text);
}

Test(http_curl, a_library_without_the_functions_is_told)
{
	char *text = complaint_about("libc.so.6");
	cr_expect(strstr(text, "curl_global_init"), "%s", text);
	cr_expect_null(curl.global_init);
	cr_expect(curl_load(NULL), "the real one can still be loaded");
	cr_expect_not_null(curl.url_cleanup);
	free(text);
}
