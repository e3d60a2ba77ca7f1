// SPDX-License-Identifier: Apache-2.0
/*
 * The bare parser: reads one body off the network, at most 64 KiB at a time, into libxml2's SAX2 push parser or yajl's
 * event parser and checks nothing. "none" parses nothing and shows the wire alone. Prints elements (XML) or keys
 * (JSON), and bytes.
 *
 *   limit-parse xml|json|none URL [USER:PASSWORD [CACERT]]
 */
#include <curl/curl.h>
#include <libxml/parser.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

static size_t events;
static size_t bytes;
static xmlParserCtxtPtr xml;
static yajl_handle json;

static void fail(const char *what)
{
	fprintf(stderr, "limit-parse: %s\n", what);
	exit(1);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                     const xmlChar **namespace_list, int attributes, int defaulted, const xmlChar **attribute_list)
{
	(void)context, (void)name, (void)prefix, (void)uri, (void)namespaces, (void)namespace_list;
	(void)attributes, (void)defaulted, (void)attribute_list;
	events++;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void)context, (void)name, (void)prefix, (void)uri;
}

static void on_text(void *context, const xmlChar *text, int length)
{
	(void)context, (void)text, (void)length;
}

static int on_key(void *context, const unsigned char *text, size_t length)
{
	(void)context, (void)text, (void)length;
	events++;
	return 1;
}

static int on_string(void *context, const unsigned char *text, size_t length)
{
	(void)context, (void)text, (void)length;
	return 1;
}

static int on_number(void *context, const char *text, size_t length)
{
	(void)context, (void)text, (void)length;
	return 1;
}

static int on_boolean(void *context, int value)
{
	(void)context, (void)value;
	return 1;
}

static int on_mark(void *context)
{
	(void)context;
	return 1;
}

static size_t to_xml(char *data, size_t size, size_t count, void *context)
{
	(void)context;
	bytes += size * count;
	return xmlParseChunk(xml, data, (int)(size * count), 0) == 0 ? size * count : 0;
}

static size_t to_json(char *data, size_t size, size_t count, void *context)
{
	(void)context;
	bytes += size * count;
	return yajl_parse(json, (const unsigned char *)data, size * count) == yajl_status_ok ? size * count : 0;
}

static size_t to_nothing(char *data, size_t size, size_t count, void *context)
{
	(void)data, (void)context;
	bytes += size * count;
	return size * count;
}

static void open_parsers(void)
{
	static xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
	                                .startElementNs = on_start,
	                                .endElementNs = on_end,
	                                .characters = on_text};
	static const yajl_callbacks callbacks = {on_mark, on_boolean, NULL,    NULL,    on_number, on_string,
	                                         on_mark, on_key,     on_mark, on_mark, on_mark};
	xml = xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL);
	json = yajl_alloc(&callbacks, NULL, NULL);
}

/** Fetches the address; what arrives goes to take. */
static void fetch(int argc, char **argv, curl_write_callback take)
{
	enum { CHUNK = 64 * 1024 };
	bool is_json = strcmp(argv[1], "json") == 0;
	CURL *easy = curl_easy_init();
	struct curl_slist *accept = curl_slist_append(NULL, is_json ? "Accept: application/json" : "Accept: application/xml");
	curl_easy_setopt(easy, CURLOPT_URL, argv[2]);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, accept);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)CHUNK);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(easy, CURLOPT_USERPWD, argc > 3 ? argv[3] : NULL);
	curl_easy_setopt(easy, CURLOPT_CAINFO, argc > 4 ? argv[4] : NULL);
	CURLcode code = curl_easy_perform(easy);
	if (code != CURLE_OK)
		fail(curl_easy_strerror(code));
	curl_slist_free_all(accept);
	curl_easy_cleanup(easy);
}

int main(int argc, char **argv)
{
	if (argc < 3 || argc > 5)
		fail("xml|json|none URL [USER:PASSWORD [CACERT]]");
	bool is_xml = strcmp(argv[1], "xml") == 0;
	bool is_json = strcmp(argv[1], "json") == 0;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	open_parsers();
	fetch(argc, argv, is_xml ? to_xml : is_json ? to_json : to_nothing);
	if (is_xml && xmlParseChunk(xml, "", 0, 1) != 0)
		fail("the document is not well-formed");
	if (is_json && yajl_complete_parse(json) != yajl_status_ok)
		fail("the document is no JSON");
	printf("%zu %s %zu bytes\n", events, is_json ? "keys" : "elements", bytes);
	xmlFreeParserCtxt(xml);
	yajl_free(json);
	xmlCleanupParser();
	curl_global_cleanup();
	return 0;
}
