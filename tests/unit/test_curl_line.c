// SPDX-License-Identifier: Apache-2.0
#include "curl_line.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static void expect(const struct curl_request *request, const char *wanted)
{
	struct arena *arena = arena_new();
	cr_expect_str_eq(curl_line(arena, request), wanted);
	arena_free(arena);
}

Test(curl_line, a_read_with_the_credentials_of_the_run)
{
	expect(&(struct curl_request){.method = "GET",
	                              .url = "http://127.0.0.1:8080/api/v1/dm/devices?status=LOST",
	                              .accept = "application/json",
	                              .credentials = "run",
	                              .user = "miadmin"},
	       "curl -sS -g --path-as-is -u 'miadmin':\"$EPMM_PASSWORD\" -H 'Accept: application/json' "
	       "'http://127.0.0.1:8080/api/v1/dm/devices?status=LOST'");
}

Test(curl_line, without_and_with_unknown_credentials)
{
	expect(&(struct curl_request){.method = "GET", .url = "u", .credentials = "none", .user = "miadmin"},
	       "curl -sS -g --path-as-is -H 'Accept:' 'u'");
	expect(&(struct curl_request){.method = "GET", .url = "u", .credentials = "unknown-user", .user = "nobody"},
	       "curl -sS -g --path-as-is -u 'nobody:unknown' -H 'Accept:' 'u'");
	expect(&(struct curl_request){.method = "GET", .url = "u", .credentials = "run"},
	       "curl -sS -g --path-as-is -H 'Accept:' 'u'");
}

Test(curl_line, a_write_with_and_without_a_body)
{
	expect(&(struct curl_request){.method = "PUT", .url = "u", .accept = "a/b", .credentials = "none"},
	       "curl -sS -g --path-as-is -X PUT -H 'Accept: a/b' -H 'Content-Type:' -d '' 'u'");
	expect(&(struct curl_request){.method = "POST",
	                              .url = "u",
	                              .accept = "a/b",
	                              .content_type = "c/d",
	                              .credentials = "none",
	                              .body = "@/etc/passwd"},
	       "curl -sS -g --path-as-is -X POST -H 'Accept: a/b' -H 'Content-Type: c/d' --data-raw '@/etc/passwd' 'u'");
}

Test(curl_line, tls_and_strange_methods)
{
	expect(&(struct curl_request){.method = "HEAD", .url = "u", .credentials = "none", .cacert = "my ca.pem"},
	       "curl -sS -g --path-as-is -I --cacert 'my ca.pem' -H 'Accept:' 'u'");
	expect(&(struct curl_request){.method = "A;b", .url = "u", .credentials = "none", .insecure = true},
	       "curl -sS -g --path-as-is -k -X 'A;b' -H 'Accept:' -H 'Content-Type:' -d '' 'u'");
}

static const char *const hostile[] = {
	"",
	"plain",
	"it's",
	"''''",
	"'; touch /tmp/owned; '",
	"$(id) `id` $HOME ${HOME}",
	"\"double\" \\ back\\",
	"a\nb\n\n",
	"*?[a-z]{1,2} ~ !! # & | < >",
	"-n -e --",
	"%s%n\\n",
	"\x1b[31m \x01\x7f\xff\xfe",
	"\xe2\x80\xae right to left",
};

/** What the shell makes of a text, its words separated by NULs. */
static struct str shell_output(struct arena *arena, const char *script)
{
	char path[] = "/tmp/epmm-shell-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	cr_assert_not_null(file);
	fputs(script, file);
	fclose(file);
	FILE *pipe = popen(arena_printf(arena, "sh %s", path), "r");
	cr_assert_not_null(pipe);
	char *output = arena_alloc(arena, 65536);
	size_t length = fread(output, 1, 65535, pipe);
	cr_assert_eq(pclose(pipe), 0);
	remove(path);
	return (struct str){output, length};
}

Test(curl_line, the_shell_gives_back_every_word)
{
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct str output = shell_output(arena, arena_printf(arena, "printf %%s %s", shell_word(arena, hostile[i])));
		cr_expect(str_is(output, hostile[i]), "'%s' came back as '%s'", hostile[i], output.ptr);
	}
	arena_free(arena);
}

/** A function in the place of curl tells what it was given. */
Test(curl_line, the_shell_gives_curl_the_words_that_were_meant)
{
	struct arena *arena = arena_new();
	for (size_t i = 1; i < ARRAY_LEN(hostile); i++) {
		const char *text = hostile[i];
		const struct curl_request request = {"POST", text, text, text, "run", text, text, text, false};
		const char *line = curl_line(arena, &request);
		struct str output =
			shell_output(arena,
		                 arena_printf(arena, "EPMM_PASSWORD='p w'; curl() { printf '%%s\\001' \"$@\"; }\n%s\n", line));
		const char *wanted = arena_printf(
			arena,
			"-sS\001-g\001--path-as-is\001-X\001POST\001-u\001%s:p w\001--cacert\001%s\001-H\001Accept: %s\001-H\001"
			"Content-Type: %s\001--data-raw\001%s\001%s\001",
			text, text, text, text, text, text);
		cr_expect(str_is(output, wanted), "%s", line);
	}
	arena_free(arena);
}
