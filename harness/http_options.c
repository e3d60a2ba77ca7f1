// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http_curl.h"
#include "http_impl.h"

static const struct position NOWHERE = {NULL, 0, 0};

/** A part that a URL must not have. */
struct refused {
	CURLUPart part;
	const char *name;
	const char *advice;
};

static const struct refused REFUSED[] = {
	{CURLUPART_USER, "a user or password", "give the user with --user and the password with --password-file"},
	{CURLUPART_PASSWORD, "a user or password", "give the user with --user and the password with --password-file"},
	{CURLUPART_QUERY, "a query", "the base URL ends before /api; leave out everything from the ? on"},
	{CURLUPART_FRAGMENT, "a fragment", "the base URL ends before /api; leave out everything from the # on"},
};

/** One part of the URL in the arena, or NULL when it has none. */
static const char *part_of(struct arena *arena, CURLU *url, CURLUPart part)
{
	char *value = NULL;
	if (curl.url_get(url, part, &value, 0) != CURLUE_OK)
		return NULL;
	const char *copy = arena_string(arena, value);
	curl.free(value);
	return copy;
}

static bool has_part(CURLU *url, CURLUPart part)
{
	char *value = NULL;
	bool has = curl.url_get(url, part, &value, 0) == CURLUE_OK && value;
	if (has)
		explicit_bzero(value, strlen(value));
	curl.free(value);
	return has;
}

static bool host_is_loopback(CURLU *url)
{
	char *host = NULL;
	if (curl.url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK)
		return false;
	size_t length = strlen(host);
	bool bracketed = length > 2 && host[0] == '[' && host[length - 1] == ']';
	if (bracketed)
		host[length - 1] = '\0';
	bool loopback = http_host_is_loopback(host + (bracketed ? 1 : 0));
	curl.free(host);
	return loopback;
}

static bool url_is_loopback(const char *text, unsigned flags)
{
	CURLU *url = curl.url();
	bool loopback = url && curl.url_set(url, CURLUPART_URL, text, flags) == CURLUE_OK && host_is_loopback(url);
	curl.url_cleanup(url);
	return loopback;
}

bool http_is_loopback(const char *url)
{
	return curl_load(NULL) && url_is_loopback(url, CURLU_PATH_AS_IS); /* without libcurl nothing is sent anyway */
}

/** The URL itself is never shown: a mistyped one may still hold a password. */
static bool check_parts(CURLU *url, struct diag *diag)
{
	for (size_t i = 0; i < ARRAY_LEN(REFUSED); i++) {
		if (!has_part(url, REFUSED[i].part))
			continue;
		diag_error(diag, NOWHERE, "the base URL holds %s", REFUSED[i].name);
		diag_hint(diag, "%s", REFUSED[i].advice);
		return false;
	}
	return true;
}

static bool read_base(CURLU *url, struct arena *arena, struct diag *diag, struct http_base *base)
{
	const char *scheme = part_of(arena, url, CURLUPART_SCHEME);
	char *text = arena_string(arena, part_of(arena, url, CURLUPART_URL));
	base->tls = scheme && strcmp(scheme, "https") == 0;
	if (!scheme || !text || (!base->tls && strcmp(scheme, "http") != 0)) {
		diag_error(diag, NOWHERE, "the base URL is neither http nor https");
		return false;
	}
	for (size_t length = strlen(text); length && text[length - 1] == '/'; length--)
		text[length - 1] = '\0';
	base->url = text;
	return true;
}

/** A proxy elsewhere sees what is sent to a loopback address through it. */
static bool travels_in_clear(const struct http_options *options, CURLU *url, const struct http_base *base)
{
	const unsigned flags = CURLU_DEFAULT_SCHEME | CURLU_NON_SUPPORT_SCHEME;
	bool direct = !options->proxy || !options->proxy[0] || url_is_loopback(options->proxy, flags);
	return !base->tls && !(direct && host_is_loopback(url));
}

static bool set_base(const struct http_options *options, struct arena *arena, struct diag *diag, struct http_base *base)
{
	CURLU *url = curl.url();
	const char *text = options->base_url ? options->base_url : "";
	CURLUcode code = url ? curl.url_set(url, CURLUPART_URL, text, CURLU_PATH_AS_IS) : CURLUE_OUT_OF_MEMORY;
	bool good = code == CURLUE_OK;
	if (!good) {
		diag_error(diag, NOWHERE, "the base URL cannot be used: %s", curl.url_strerror(code));
		diag_hint(diag, "write it as https://HOST or https://HOST:PORT");
	}
	good = good && check_parts(url, diag) && read_base(url, arena, diag, base);
	base->may_authenticate = good && (options->allow_cleartext || !travels_in_clear(options, url, base));
	curl.url_cleanup(url);
	return good;
}

static bool check_credentials(const struct http_options *options, struct diag *diag, const struct http_base *base)
{
	if (!options->user)
		return true;
	if (!base->may_authenticate) {
		diag_error(diag, NOWHERE, "user and password would travel over the network in clear text (http)");
		diag_hint(diag, "use https, or --allow-cleartext if everybody on the way may read the password");
		return false;
	}
	if (strchr(options->user, ':')) {
		diag_error(diag, NOWHERE, "the user name holds a colon, which basic authentication cannot carry");
		return false;
	}
	return true;
}

static bool check_file(const char *path, const char *what, struct diag *diag)
{
	if (!path)
		return true;
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool good = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	if (fd >= 0)
		close(fd);
	if (!good)
		diag_error(diag, (struct position){path, 0, 0}, "%s cannot be read", what);
	return good;
}

static bool check_files(const struct http_options *options, struct diag *diag)
{
	bool good = check_file(options->cacert, "the file of accepted authorities", diag);
	good = check_file(options->cert, "the client certificate", diag) && good;
	good = check_file(options->key, "the key of the client certificate", diag) && good;
	if (options->key && !options->cert) {
		diag_error(diag, NOWHERE, "a key is given but no client certificate");
		return false;
	}
	return good;
}

static bool check_proxy(const struct http_options *options, struct diag *diag)
{
	if (!options->proxy || !options->proxy[0])
		return true;
	const unsigned flags = CURLU_DEFAULT_SCHEME | CURLU_NON_SUPPORT_SCHEME;
	CURLU *url = curl.url();
	CURLUcode code = url ? curl.url_set(url, CURLUPART_URL, options->proxy, flags) : CURLUE_OUT_OF_MEMORY;
	char *user = NULL;
	bool has_user = code == CURLUE_OK && curl.url_get(url, CURLUPART_USER, &user, 0) == CURLUE_OK;
	curl.free(user);
	curl.url_cleanup(url);
	if (code != CURLUE_OK)
		diag_error(diag, NOWHERE, "the proxy URL cannot be used: %s", curl.url_strerror(code));
	else if (has_user)
		diag_error(diag, NOWHERE,
		           "the proxy URL holds a user or password; arguments are seen by everybody on this machine");
	return code == CURLUE_OK && !has_user;
}

bool http_options_check(const struct http_options *options, struct arena *arena, struct diag *diag,
                        struct http_base *base)
{
	bool good = set_base(options, arena, diag, base) && check_credentials(options, diag, base);
	good = check_proxy(options, diag) && good;
	if (options->user_agent && !http_value_is_safe(options->user_agent)) {
		diag_error(diag, NOWHERE, "the user agent holds a control byte");
		good = false;
	}
	return check_files(options, diag) && good;
}
