// SPDX-License-Identifier: Apache-2.0
#include "relation.h"

#include <string.h>

static const struct relation_def relations[] = {
	{"same-records",
     "both requests of the operation answer with the same records",
     {{"left", ARGUMENT_QUERY, true, NULL, "one request, as query text"},
      {"right", ARGUMENT_QUERY, true, NULL, "the other request"}}},
	{"disjoint",
     "the answers for different values of a parameter have no record in common",
     {{"parameter", ARGUMENT_PARAMETER, true, NULL, "the parameter, whose values come from its table"}}},
	{"union",
     "the whole holds exactly the records of the answers for the values of a parameter",
     {{"whole", ARGUMENT_QUERY, true, NULL, "the request for all of them, as query text"},
      {"parameter", ARGUMENT_PARAMETER, true, NULL, "the parameter, whose values come from its table"}}},
	{"parts",
     "the whole holds exactly the records of its two parts, and no record is in both",
     {{"whole", ARGUMENT_QUERY, true, NULL, "the request for all of them, as query text"},
      {"first", ARGUMENT_QUERY, true, NULL, "the request for one part"},
      {"second", ARGUMENT_QUERY, true, NULL, "the request for the other part"}}},
	{"agrees",
     "the single record equals the one that the fixture was found in, in all shared fields that are not volatile",
     {{"fixture", ARGUMENT_FIXTURE, true, NULL, "the fixture whose object is read"},
      {"fields", ARGUMENT_PATHS, false, NULL, "compare only these fields"}}},
	{"covers",
     "every record of the fixture's list whose key equals the fixture's is in this answer",
     {{"fixture", ARGUMENT_FIXTURE, true, NULL, "the fixture"},
      {"key", ARGUMENT_PATH, true, NULL, "the field that must equal the fixture's"}}},
	{"counted",
     "a field of the fixture's record equals the number of records here; 0 and 404 are equal",
     {{"fixture", ARGUMENT_FIXTURE, true, NULL, "the fixture"},
      {"field", ARGUMENT_PATH, true, NULL, "the field that holds the count"}}},
	{"joins",
     "records of both operations with the same uuid agree in the pairs of fields",
     {{"operation", ARGUMENT_OPERATION, true, NULL, "the other list"},
      {"fields", ARGUMENT_PATHS, true, NULL, "pairs `here=there`"},
      {"where", ARGUMENT_CONDITION, false, NULL, "only for records here that fulfil this"}}},
	{"listed",
     "the values of these fields occur together in one record of the other list",
     {{"operation", ARGUMENT_OPERATION, true, NULL, "the other list"},
      {"fields", ARGUMENT_PATHS, true, NULL, "pairs `here=there`"},
      {"where", ARGUMENT_CONDITION, false, NULL, "only for records that fulfil this"},
      {"asking", ARGUMENT_TEXT, false, NULL, "the other request, as query text whose values may hold ${…}"}}},
	{"unlisted",
     "the values of these fields occur together in no record of the other list",
     {{"operation", ARGUMENT_OPERATION, true, NULL, "the other list"},
      {"fields", ARGUMENT_PATHS, true, NULL, "pairs `here=there`"},
      {"where", ARGUMENT_CONDITION, false, NULL, "only for records here that fulfil this"},
      {"there", ARGUMENT_CONDITION, false, NULL, "only for records there that fulfil this"}}},
};

const struct relation_def *relation_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(relations); i++)
		if (strcmp(relations[i].name, name) == 0)
			return &relations[i];
	return NULL;
}

const struct relation_def *relation_all(size_t *count)
{
	*count = ARRAY_LEN(relations);
	return relations;
}
