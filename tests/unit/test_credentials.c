// SPDX-License-Identifier: Apache-2.0
#include "credentials.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** A folder with one file of secrets in it. */
struct bench {
	char folder[64];
	char file[96];
	struct credentials credentials;
	char *said;
	size_t length;
};

static void open_bench(struct bench *bench, const char *content, mode_t mode)
{
	*bench = (struct bench){.folder = "/tmp/epmm-credentials-XXXXXX"};
	cr_assert_not_null(mkdtemp(bench->folder));
	snprintf(bench->file, sizeof(bench->file), "%s/secret", bench->folder);
	FILE *file = fopen(bench->file, "w");
	cr_assert_not_null(file);
	fputs(content, file);
	fclose(file);
	cr_assert_eq(chmod(bench->file, mode), 0);
}

static void close_bench(struct bench *bench)
{
	credentials_wipe(&bench->credentials);
	cr_expect_null(bench->credentials.password);
	free(bench->said);
	unlink(bench->file);
	rmdir(bench->folder);
}

static bool find(struct bench *bench, const struct credentials_wish *wish)
{
	free(bench->said);
	bench->said = NULL;
	FILE *out = open_memstream(&bench->said, &bench->length);
	struct diag *diag = diag_new(out);
	bool found = credentials_find(&bench->credentials, wish, diag);
	cr_expect_eq(found, diag_errors(diag) == 0, "%s", wish->url);
	diag_free(diag);
	fclose(out);
	return found;
}

static void expect_login(const struct bench *bench, const char *name, const char *user, const char *password)
{
	cr_expect_not_null(bench->credentials.password, "%s: %s", name, bench->said);
	if (!bench->credentials.password)
		return;
	cr_expect_str_eq(bench->credentials.user, user, "%s", name);
	cr_expect_str_eq(bench->credentials.password, password, "%s", name);
}

Test(credentials, none_without_a_user)
{
	struct bench bench;
	setenv("EPMM_PASSWORD", "from the environment", 1);
	open_bench(&bench, "x", 0600);
	cr_expect(find(&bench, &(struct credentials_wish){.url = "https://h"}));
	cr_expect_null(bench.credentials.user);
	cr_expect_null(bench.credentials.password);
	cr_expect_null(getenv("EPMM_PASSWORD"), "it is taken out of the environment all the same");
	close_bench(&bench);
}

Test(credentials, of_the_environment)
{
	struct bench bench;
	open_bench(&bench, "from the file\n", 0600);
	setenv("EPMM_PASSWORD", "from the environment", 1);
	cr_expect(find(&bench, &(struct credentials_wish){.url = "https://h", .user = "jd"}));
	expect_login(&bench, "environment", "jd", "from the environment");
	cr_expect_null(getenv("EPMM_PASSWORD"));
	credentials_wipe(&bench.credentials);
	setenv("EPMM_PASSWORD", "from the environment", 1);
	cr_expect(find(&bench, &(struct credentials_wish){.url = "https://h", .user = "jd", .password_file = bench.file}));
	expect_login(&bench, "the file counts", "jd", "from the file");
	cr_expect_null(getenv("EPMM_PASSWORD"));
	close_bench(&bench);
}

Test(credentials, of_a_file)
{
	static const struct {
		const char *content;
		const char *password; /**< NULL: refused */
	} rows[] = {
		{"secret one", "secret one"},
		{"secret\nsecond", "secret"},
		{"secret\r\n", "secret"},
		{" blanks ", " blanks "},
		{"", NULL},
		{"\nsecret", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bench bench;
		open_bench(&bench, rows[i].content, 0600);
		bool found =
			find(&bench, &(struct credentials_wish){.url = "https://h", .user = "jd", .password_file = bench.file});
		cr_expect_eq(found, rows[i].password != NULL, "%zu: %s", i, bench.said);
		if (rows[i].password)
			expect_login(&bench, rows[i].content, "jd", rows[i].password);
		else
			cr_expect_not_null(strstr(bench.said, "the first line is empty"), "%s", bench.said);
		close_bench(&bench);
	}
}

Test(credentials, only_of_a_regular_file)
{
	struct bench bench;
	open_bench(&bench, "x", 0600);
	cr_expect_not(
		find(&bench, &(struct credentials_wish){.url = "https://h", .user = "jd", .password_file = bench.folder}));
	cr_expect_not_null(strstr(bench.said, "cannot be read as a file of credentials"));
	credentials_wipe(&bench.credentials);
	cr_expect_not(
		find(&bench, &(struct credentials_wish){.url = "https://h", .user = "jd", .password_file = "/nowhere/x"}));
	close_bench(&bench);
}

Test(credentials, a_colon_in_the_user_is_not_repeated)
{
	struct bench bench;
	open_bench(&bench, "x", 0600);
	cr_expect_not(find(&bench, &(struct credentials_wish){.url = "https://h", .user = "jd:hunter2"}));
	cr_expect_not_null(strstr(bench.said, "the user name holds a colon"));
	cr_expect_null(strstr(bench.said, "hunter2"));
	close_bench(&bench);
}

Test(credentials, of_netrc)
{
	static const char netrc[] = "machine other.example login o password po\n"
								"machine HOST.example\n\tlogin jd\n\tpassword one\n"
								"machine host.example login second password two\n"
								"machine ::1 login six password p6\n"
								"machine half.example login h\n"
								"default login any password pd\n";
	static const struct {
		const char *url;
		const char *user;  /**< asked for, or NULL */
		const char *found; /**< NULL: none */
		const char *password;
	} rows[] = {
		{"https://host.example:8443/x", NULL, "jd", "one"}, {"https://host.example", "second", "second", "two"},
		{"https://host.example", "nobody", NULL, NULL},     {"https://other.example/", NULL, "o", "po"},
		{"https://[::1]:8443", NULL, "six", "p6"},          {"https://unknown.example", NULL, "any", "pd"},
		{"https://unknown.example", "jd", NULL, NULL},      {"https://example", NULL, "any", "pd"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bench bench;
		open_bench(&bench, netrc, 0600);
		struct credentials_wish wish = {.url = rows[i].url, .user = rows[i].user, .netrc_file = bench.file};
		cr_expect_eq(find(&bench, &wish), rows[i].found != NULL, "%s", rows[i].url);
		if (rows[i].found)
			expect_login(&bench, rows[i].url, rows[i].found, rows[i].password);
		else
			cr_expect_not_null(strstr(bench.said, "no entry with login and password for "), "%s", bench.said);
		cr_expect_null(strstr(bench.said, "pd"));
		close_bench(&bench);
	}
}

/** One file of the rows for `https://h`. */
static void check_netrc(const char *netrc, const char *user, const char *password, const char *said)
{
	struct bench bench;
	open_bench(&bench, netrc, 0600);
	bool found = find(&bench, &(struct credentials_wish){.url = "https://h", .netrc_file = bench.file});
	cr_expect_eq(found, password != NULL, "%s: %s", netrc, bench.said);
	if (found)
		expect_login(&bench, netrc, user, password);
	else
		cr_expect(strstr(bench.said, said) && !strstr(bench.said, "hunter2"), "%s: %s", netrc, bench.said);
	close_bench(&bench);
}

Test(credentials, of_netrc_as_curl_writes_them)
{
	static const struct {
		const char *netrc;
		const char *user;
		const char *password; /**< NULL: none is found */
		const char *said;
	} rows[] = {
		{"machine h login jd password \"pa ss\"", "jd", "pa ss", NULL},
		{"machine h login \"j d\" password \"a\\\"b\\\\c\\td\"\n", "j d", "a\"b\\c\td", NULL},
		{"machine h login jd password pa\"ss\\n\n", "jd", "pa\"ss\\n", NULL},
		{"# machine h login no password no\nmachine h\n\t# login no\nlogin jd password #one\n", "jd", "#one", NULL},
		{"macdef init\nmachine h login no password no\n\nmachine h login jd\r\npassword one\r\n", "jd", "one", NULL},
		{"machine h login jd account x password one machine h login other password two", "jd", "one", NULL},
		{"machine h login jd password \"hunter2\n", NULL, NULL, "/secret:1:1: error: a quote is not closed in its line"},
		{"\nmachine h password\n", NULL, NULL, "no entry with login and password for h"},
	};
	char netrc[1200];
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check_netrc(rows[i].netrc, rows[i].user, rows[i].password, rows[i].said);
	snprintf(netrc, sizeof(netrc), "machine h login jd password %01023d", 7);
	check_netrc(netrc, "jd", strrchr(netrc, ' ') + 1, NULL);
	snprintf(netrc, sizeof(netrc), "\nmachine h login jd password %01024d", 7);
	check_netrc(netrc, NULL, NULL, "/secret:2:1: error: a word is longer than 1023 bytes");
}

/** What the search for a password in a file of the mode prints to standard error. */
static void read_warning(mode_t mode, char *text, size_t room)
{
	struct bench bench;
	open_bench(&bench, "hunter2", mode);
	FILE *caught = tmpfile();
	cr_assert_not_null(caught);
	fflush(stderr);
	int before = dup(STDERR_FILENO);
	dup2(fileno(caught), STDERR_FILENO);
	find(&bench, &(struct credentials_wish){.url = "https://h", .user = "jd", .password_file = bench.file});
	fflush(stderr);
	dup2(before, STDERR_FILENO);
	close(before);
	rewind(caught);
	text[fread(text, 1, room - 1, caught)] = '\0';
	fclose(caught);
	close_bench(&bench);
}

Test(credentials, a_file_that_others_can_read_is_warned_about)
{
	char text[400];
	read_warning(0600, text, sizeof(text));
	cr_expect_str_eq(text, "");
	read_warning(0640, text, sizeof(text));
	cr_expect_not_null(strstr(text, "can be read by others; chmod 600 it"), "%s", text);
	read_warning(0604, text, sizeof(text));
	cr_expect_not_null(strstr(text, "can be read by others"), "%s", text);
	cr_expect_null(strstr(text, "hunter2"), "the name is told, not what is in it: %s", text);
}

Test(credentials, weak_ones)
{
	static char user[] = "johndoe1";
	static char same[] = "johndoe1";
	static char shortest[] = "1234567";
	static char good[] = "12345678";
	cr_expect_null(credentials_weakness(&(struct credentials){0}));
	cr_expect_null(credentials_weakness(&(struct credentials){user, good}));
	cr_expect_not_null(strstr(credentials_weakness(&(struct credentials){user, shortest}), "eight"));
	cr_expect_str_eq(credentials_weakness(&(struct credentials){user, same}), "the password equals the user name");
}
