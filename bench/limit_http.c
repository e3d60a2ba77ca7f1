// SPDX-License-Identifier: Apache-2.0
/*
 * The bare HTTP client: sends COUNT requests, WIDTH at a time, and drops what comes back. Each line of LIST is a path,
 * a tab and a media type for Accept; the lines are used in turn. Width 1 uses libcurl's easy interface, else its multi
 * interface. Prints the number of answers and of bytes.
 *
 *   limit-http BASE LIST COUNT WIDTH [USER:PASSWORD [CACERT]]
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDEST = 64 };

/** One request of the list. */
struct request {
	char *url;                  /**< Base and path, owned. */
	struct curl_slist *headers; /**< The Accept header, owned. */
};

static struct request *requests;
static size_t listed;
static size_t total;
static size_t sent;
static size_t answered;
static size_t bytes;

static void fail(const char *what)
{
	fprintf(stderr, "limit-http: %s\n", what);
	exit(1);
}

static size_t drop(char *data, size_t size, size_t count, void *context)
{
	(void)data;
	(void)context;
	bytes += size * count;
	return size * count;
}

static void add_request(const char *base, char *line)
{
	line[strcspn(line, "\r\n")] = '\0';
	char *tab = strchr(line, '\t');
	char url[4096];
	char accept[256];
	if (!tab)
		fail("a line of the list has no tab");
	*tab = '\0';
	snprintf(url, sizeof url, "%s%s", base, line);
	snprintf(accept, sizeof accept, "Accept: %s", tab + 1);
	requests = realloc(requests, (listed + 1) * sizeof *requests);
	if (!requests)
		fail("no memory");
	requests[listed++] = (struct request){strdup(url), curl_slist_append(NULL, accept)};
}

static void read_list(const char *base, const char *file)
{
	FILE *list = fopen(file, "r");
	char line[4096];
	if (!list)
		fail("the list cannot be read");
	while (fgets(line, sizeof line, list))
		add_request(base, line);
	fclose(list);
	if (listed == 0)
		fail("the list is empty");
}

static CURL *new_handle(const char *user, const char *cacert)
{
	CURL *easy = curl_easy_init();
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(easy, CURLOPT_USERPWD, user);
	curl_easy_setopt(easy, CURLOPT_CAINFO, cacert);
	return easy;
}

static void aim(CURL *easy)
{
	const struct request *request = &requests[sent++ % listed];
	curl_easy_setopt(easy, CURLOPT_URL, request->url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->headers);
}

static void one_at_a_time(CURL *easy)
{
	while (sent < total) {
		aim(easy);
		if (curl_easy_perform(easy) != CURLE_OK)
			fail("a request failed");
		answered++;
	}
}

/** Takes what has ended off the multi handle and sends the next requests in its place. */
static void reap(CURLM *multi)
{
	int left;
	for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
		CURL *easy = message->easy_handle;
		if (message->data.result != CURLE_OK)
			fail(curl_easy_strerror(message->data.result));
		answered++;
		curl_multi_remove_handle(multi, easy);
		if (sent < total) {
			aim(easy);
			curl_multi_add_handle(multi, easy);
		}
	}
}

static void many_at_a_time(CURL **easy, size_t width)
{
	enum { WAIT_MS = 1000 };
	CURLM *multi = curl_multi_init();
	int running;
	for (size_t i = 0; i < width && sent < total; i++) {
		aim(easy[i]);
		curl_multi_add_handle(multi, easy[i]);
	}
	while (answered < total) {
		curl_multi_perform(multi, &running);
		reap(multi);
		if (answered < total)
			curl_multi_poll(multi, NULL, 0, WAIT_MS, NULL);
	}
	for (size_t i = 0; i < width; i++)
		curl_multi_remove_handle(multi, easy[i]);
	curl_multi_cleanup(multi);
}

int main(int argc, char **argv)
{
	if (argc < 5 || argc > 7)
		fail("BASE LIST COUNT WIDTH [USER:PASSWORD [CACERT]]");
	CURL *easy[WIDEST];
	size_t width = strtoul(argv[4], NULL, 10);
	total = strtoul(argv[3], NULL, 10);
	if (width < 1 || width > WIDEST)
		fail("the width is 1 to 64");
	curl_global_init(CURL_GLOBAL_DEFAULT);
	read_list(argv[1], argv[2]);
	for (size_t i = 0; i < width; i++)
		easy[i] = new_handle(argc > 5 ? argv[5] : NULL, argc > 6 ? argv[6] : NULL);
	if (width == 1)
		one_at_a_time(easy[0]);
	else
		many_at_a_time(easy, width);
	for (size_t i = 0; i < width; i++)
		curl_easy_cleanup(easy[i]);
	for (size_t i = 0; i < listed; i++) {
		free(requests[i].url);
		curl_slist_free_all(requests[i].headers);
	}
	free(requests);
	curl_global_cleanup();
	printf("%zu answers %zu bytes\n", answered, bytes);
	return 0;
}
