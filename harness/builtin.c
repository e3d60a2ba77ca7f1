// SPDX-License-Identifier: Apache-2.0
#include "builtin.h"

static const struct builtin_check checks[BUILTINS] = {
	[BUILTIN_TRANSPORT] = {"transport", NULL, REACH_ALL, FORMAT_NONE, true, "the answer arrives whole"},
	[BUILTIN_FRAMING] = {"framing", NULL, REACH_ALL, FORMAT_NONE, true, "all clients see the same end of the answer"},
	[BUILTIN_SERVER_ERROR] = {"status", "R023", REACH_ALL, FORMAT_NONE, true, "the status is below 500"},
	[BUILTIN_CHALLENGE] = {"challenge", "R028", REACH_REFUSAL, FORMAT_NONE, true,
                           "a 401 asks for a user name and a password"},
	[BUILTIN_LEAK] = {"leak", "R034", REACH_REFUSAL, FORMAT_NONE, true, "a 401 holds no data"},
	[BUILTIN_TYPE_XML] = {"content-type", "R011", REACH_DATA | REACH_MESSAGE, FORMAT_XML, false,
                          "the Content-Type is that of XML when XML was asked for"},
	[BUILTIN_TYPE_JSON] = {"content-type", "R012", REACH_DATA | REACH_MESSAGE, FORMAT_JSON, false,
                           "the Content-Type is that of JSON when JSON was asked for"},
	[BUILTIN_TYPE_EITHER] = {"content-type", "R014", REACH_DATA | REACH_MESSAGE, FORMAT_NONE, false,
                             "the Content-Type is that of XML or JSON when nothing was asked for"},
	[BUILTIN_TYPE_CSV] = {"format", "R359", REACH_DATA, FORMAT_CSV, true, "an export is neither XML nor JSON nor HTML"},
	[BUILTIN_DECLARED] = {"format", "R014", REACH_DATA | REACH_MESSAGE, FORMAT_NONE, false,
                          "the body is what its Content-Type says"},
	[BUILTIN_BODY_XML] = {"body", "R011", REACH_DATA | REACH_MESSAGE, FORMAT_XML, false, "the XML is well-formed"},
	[BUILTIN_BODY_JSON] = {"body", "R012", REACH_DATA | REACH_MESSAGE, FORMAT_JSON, false, "the JSON is valid"},
	[BUILTIN_BODY_CSV] = {"body", "R139", REACH_DATA, FORMAT_CSV, true, "the CSV can be read (RFC 4180)"},
	[BUILTIN_ROOT] = {"root", "R016", REACH_DATA | REACH_MESSAGE, FORMAT_NONE, false,
                      "the root element has the documented name"},
	[BUILTIN_STRUCTURE] = {"structure", "R378", REACH_DATA, FORMAT_NONE, false,
                           "elements stand where the schema has them, and only repeat where they may"},
	[BUILTIN_NAMES] = {"presence", "R379", REACH_DATA, FORMAT_NONE, true,
                       "a required element is there under its documented name"},
	[BUILTIN_PRESENCE] = {"presence", "R377", REACH_DATA, FORMAT_NONE, true,
                          "elements printed without a condition are there"},
	[BUILTIN_VALUE_TYPE] = {"type", "R380", REACH_DATA, FORMAT_NONE, true, "values have the type of their field"},
	[BUILTIN_MESSAGE] = {"message", "R015", REACH_MESSAGE, FORMAT_NONE, true, "a 400 or 404 holds a message"},
};

const struct builtin_check *builtin_check(enum builtin builtin)
{
	assert(builtin < BUILTINS);
	return &checks[builtin];
}

const struct requirement *builtin_requirement(const struct catalogue *catalogue, enum builtin builtin)
{
	const char *id = builtin_check(builtin)->requirement;
	return id ? catalogue_requirement(catalogue, id) : NULL;
}

bool builtin_sees(const struct builtin_check *check, unsigned answers, enum format format)
{
	if (!(check->reach & answers))
		return false;
	if (format == FORMAT_CSV)
		return check->csv;
	return check->format == FORMAT_NONE || check->format == format ||
	       (format == FORMAT_NONE && check->format != FORMAT_CSV);
}
