// SPDX-License-Identifier: Apache-2.0
/* What http_open() refuses; nothing is sent. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http.h"

/** Options that cannot work and what is said. */
struct option_row {
	struct http_options options;
	const char *message; /**< NULL: they work */
};

#define CLEAR "user and password would travel over the network in clear text (http)"

static const struct option_row OPTIONS[] = {
	{{.base_url = "http://127.0.0.1:8080"}, NULL},
	{{.base_url = "http://127.0.0.1:8080/", .user = "u", .password = "hush-hush"}, NULL},
	{{.base_url = "http://localhost/base/", .user = "u", .password = "hush-hush"}, NULL},
	{{.base_url = "http://[::1]:80", .user = "u", .password = "hush-hush"}, NULL},
	{{.base_url = "https://emm.example.com", .user = "u", .password = "hush-hush"}, NULL},
	{{.base_url = "http://emm.example.com"}, NULL},
	{{.base_url = "http://emm.example.com", .user = "u", .password = "hush-hush", .allow_cleartext = true}, NULL},
	{{.base_url = "http://emm.example.com", .user = "u", .password = "hush-hush"}, CLEAR},
	{{.base_url = "http://127.0.0.1.example.com", .user = "u", .password = "hush-hush"}, CLEAR},
	{{.base_url = "http://127.0.0.1", .proxy = "http://10.0.0.1:3128", .user = "u", .password = "hush-hush"}, CLEAR},
	{{.base_url = "http://127.0.0.1", .proxy = "http://127.0.0.1:3128", .user = "u", .password = "hush-hush"}, NULL},
	{{.base_url = "http://u:hush-hush@127.0.0.1"}, "the base URL holds a user or password"},
	{{.base_url = "https://u@127.0.0.1"}, "the base URL holds a user or password"},
	{{.base_url = "https://h/?password=hush-hush"}, "the base URL holds a query"},
	{{.base_url = "https://h/#hush-hush"}, "the base URL holds a fragment"},
	{{.base_url = "ftp://h/"}, "the base URL is neither http nor https"},
	{{.base_url = "file:///etc/passwd"}, "the base URL is neither http nor https"},
	{{.base_url = "emm.example.com"}, "the base URL cannot be used: "},
	{{.base_url = "https://hush-hush:x@:1"}, "the base URL "},
	{{.base_url = "https://h:99999"}, "the base URL cannot be used: "},
	{{.base_url = "https://h/a b"}, "the base URL cannot be used: "},
	{{.base_url = "https://h\r\nX: 1"}, "the base URL cannot be used: "},
	{{.base_url = ""}, "the base URL cannot be used: "},
	{{.base_url = NULL}, "the base URL cannot be used: "},
	{{.base_url = "https://h", .user = "a:b", .password = "hush-hush"}, "the user name holds a colon"},
	{{.base_url = "https://h", .cacert = "/nonexistent/ca.pem"}, "the file of accepted authorities cannot be read"},
	{{.base_url = "https://h", .cacert = "/tmp"}, "the file of accepted authorities cannot be read"},
	{{.base_url = "https://h", .cert = "/nonexistent/c.pem"}, "the client certificate cannot be read"},
	{{.base_url = "https://h", .key = "/dev/null"}, "the key of the client certificate cannot be read"},
	{{.base_url = "https://h", .proxy = "http://u:hush-hush@[::"}, "the proxy URL cannot be used: "},
	{{.base_url = "https://h", .user_agent = "a\r\nX: 1"}, "the user agent holds a control byte"},
};

Test(http_options, options_that_cannot_work_are_reported_without_secrets)
{
	for (size_t i = 0; i < ARRAY_LEN(OPTIONS); i++) {
		char *told = NULL;
		size_t length = 0;
		FILE *out = open_memstream(&told, &length);
		struct diag *diag = diag_new(out);
		struct http_client *client = http_open(&OPTIONS[i].options, diag);
		fflush(out);
		const char *message = OPTIONS[i].message;
		cr_expect_eq(client == NULL, message != NULL, "row %zu: %s", i, told);
		cr_expect_eq(diag_errors(diag) > 0, message != NULL, "row %zu: %s", i, told);
		cr_expect(!message || strstr(told, message), "row %zu: %s", i, told);
		cr_expect_not(strstr(told, "hush"), "row %zu: %s", i, told);
		http_close(client);
		diag_free(diag);
		fclose(out);
		free(told);
	}
}

Test(http_options, every_trouble_has_a_name)
{
	for (int trouble = HTTP_OK; trouble <= HTTP_INTERNAL; trouble++)
		cr_expect_gt(strlen(http_trouble_name((enum http_trouble)trouble)), 1);
}
