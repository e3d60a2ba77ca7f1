// SPDX-License-Identifier: Apache-2.0
#include "model.h"

#include <stdlib.h>
#include <string.h>

const char *const strength_words[] = {"explicit", "implied", "inferred", NULL};
const char *const safety_words[] = {"read",   "probe",  "sense",   "probe-write", "notify",
                                    "change", "secure", "destroy", NULL};
const char *const format_words[] = {"xml", "json", "csv", "none", NULL};
const char *const capability_words[] = {"ldap", "eas", "inventory", "wadl", NULL};
const char *const target_kind_words[] = {"production", "lab", "emulator", NULL};

static int compare_requirement(const void *id, const void *item)
{
	return strcmp(id, ((const struct requirement *)item)->id);
}

const struct requirement *catalogue_requirement(const struct catalogue *catalogue, const char *id)
{
	if (!catalogue->requirement_count)
		return NULL;
	return bsearch(id, catalogue->requirements, catalogue->requirement_count, sizeof(*catalogue->requirements),
	               compare_requirement);
}

static int compare_endpoint(const void *id, const void *item)
{
	return strcmp(id, (*(const struct endpoint *const *)item)->id);
}

const struct endpoint *catalogue_endpoint(const struct catalogue *catalogue, const char *id)
{
	if (!catalogue->endpoints_by_id) {
		for (size_t i = 0; i < catalogue->endpoint_count; i++)
			if (strcmp(catalogue->endpoints[i]->id, id) == 0)
				return catalogue->endpoints[i];
		return NULL;
	}
	const struct endpoint *const *found = bsearch(id, catalogue->endpoints_by_id, catalogue->endpoint_count,
	                                              sizeof(*catalogue->endpoints_by_id), compare_endpoint);
	return found ? *found : NULL;
}

const struct scenario *catalogue_scenario(const struct catalogue *catalogue, const char *name)
{
	for (size_t i = 0; i < catalogue->scenario_count; i++)
		if (strcmp(catalogue->scenarios[i]->name, name) == 0)
			return catalogue->scenarios[i];
	return NULL;
}

const struct suite *catalogue_suite(const struct catalogue *catalogue, const char *name)
{
	for (size_t i = 0; i < catalogue->suite_count; i++)
		if (strcmp(catalogue->suites[i]->name, name) == 0)
			return catalogue->suites[i];
	return NULL;
}

const struct fixture *catalogue_fixture(const struct catalogue *catalogue, const char *name)
{
	for (size_t i = 0; i < catalogue->fixture_count; i++)
		if (strcmp(catalogue->fixtures[i].name, name) == 0)
			return &catalogue->fixtures[i];
	return NULL;
}

const struct parameter *endpoint_parameter(const struct endpoint *endpoint, const char *name)
{
	for (size_t i = 0; i < endpoint->parameter_count; i++)
		if (endpoint->parameters[i].name && strcmp(endpoint->parameters[i].name, name) == 0)
			return &endpoint->parameters[i];
	return NULL;
}

bool requirement_concerns(const struct requirement *requirement, const char *operation)
{
	size_t length = strlen(operation);
	for (const char *at = requirement->operations; *at;) {
		size_t word = strcspn(at, " ");
		if ((word == 1 && *at == '*') || (word == length && strncmp(at, operation, length) == 0))
			return true;
		at += word + (at[word] == ' ');
	}
	return false;
}

const struct response *endpoint_response(const struct endpoint *endpoint, int status)
{
	for (size_t i = 0; i < endpoint->response_count; i++)
		if (endpoint->responses[i].status == status)
			return &endpoint->responses[i];
	return NULL;
}

const char *strength_name(enum strength strength)
{
	return strength_words[strength];
}

const char *safety_name(enum safety safety)
{
	return safety_words[safety];
}

const char *format_name(enum format format)
{
	return format_words[format];
}

const char *target_kind_name(enum target_kind kind)
{
	return target_kind_words[kind];
}

int safety_find(const char *name)
{
	for (int i = 0; safety_words[i]; i++)
		if (strcmp(safety_words[i], name) == 0)
			return i;
	return -1;
}
