// SPDX-License-Identifier: Apache-2.0
#include "http_curl.h"

#include <dlfcn.h>
#include <string.h>

#include "text.h"

struct curl_functions curl;

/** Where the address of each function goes; all pointers to functions have one size here. */
static const struct {
	const char *name;
	size_t offset;
} functions[] = {
	{"curl_global_init", offsetof(struct curl_functions, global_init)},
	{"curl_global_cleanup", offsetof(struct curl_functions, global_cleanup)},
	{"curl_free", offsetof(struct curl_functions, free)},
	{"curl_easy_init", offsetof(struct curl_functions, easy_init)},
	{"curl_easy_setopt", offsetof(struct curl_functions, easy_setopt)},
	{"curl_easy_getinfo", offsetof(struct curl_functions, easy_getinfo)},
	{"curl_easy_strerror", offsetof(struct curl_functions, easy_strerror)},
	{"curl_easy_cleanup", offsetof(struct curl_functions, easy_cleanup)},
	{"curl_multi_init", offsetof(struct curl_functions, multi_init)},
	{"curl_multi_setopt", offsetof(struct curl_functions, multi_setopt)},
	{"curl_multi_add_handle", offsetof(struct curl_functions, multi_add_handle)},
	{"curl_multi_remove_handle", offsetof(struct curl_functions, multi_remove_handle)},
	{"curl_multi_perform", offsetof(struct curl_functions, multi_perform)},
	{"curl_multi_poll", offsetof(struct curl_functions, multi_poll)},
	{"curl_multi_info_read", offsetof(struct curl_functions, multi_info_read)},
	{"curl_multi_cleanup", offsetof(struct curl_functions, multi_cleanup)},
	{"curl_url", offsetof(struct curl_functions, url)},
	{"curl_url_set", offsetof(struct curl_functions, url_set)},
	{"curl_url_get", offsetof(struct curl_functions, url_get)},
	{"curl_url_strerror", offsetof(struct curl_functions, url_strerror)},
	{"curl_url_cleanup", offsetof(struct curl_functions, url_cleanup)},
};

_Static_assert(sizeof(struct curl_functions) == ARRAY_LEN(functions) * sizeof(void *), "a row for each function");

bool curl_load_named(const char *file, struct diag *diag)
{
	void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
	void *address = library;
	for (size_t i = 0; address && i < ARRAY_LEN(functions); i++) {
		address = dlsym(library, functions[i].name);
		memcpy((char *)&curl + functions[i].offset, &address, sizeof(address));
	}
	if (address)
		return true;
	curl = (struct curl_functions){0};
	if (diag)
		diag_error(diag, (struct position){0}, "libcurl cannot be used: %s", dlerror());
	if (library)
		dlclose(library);
	return false;
}

bool curl_load(struct diag *diag)
{
	return curl.url_cleanup || curl_load_named(EPMM_CURL_SONAME, diag);
}
