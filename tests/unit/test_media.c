// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "media.h"

struct row {
	char text[64];
	enum media media;
};

ParameterizedTestParameters(media, declared)
{
	static struct row rows[] = {
		{"", MEDIA_NONE},
		{"application/xml", MEDIA_XML},
		{"Application/XML; charset=UTF-8", MEDIA_XML},
		{"text/xml;charset=iso-8859-1", MEDIA_XML},
		{"application/vnd.sun.wadl+xml", MEDIA_XML},
		{"application/xhtml+xml", MEDIA_HTML},
		{"application/json", MEDIA_JSON},
		{"application/problem+json", MEDIA_JSON},
		{"text/csv", MEDIA_CSV},
		{"text/html; charset=utf-8", MEDIA_HTML},
		{"text/plain", MEDIA_OTHER},
		{"application/jsonx", MEDIA_OTHER},
	};
	return cr_make_param_array(struct row, rows, ARRAY_LEN(rows));
}

ParameterizedTest(struct row *row, media, declared)
{
	cr_assert_eq(media_declared(str_of(row->text)), row->media, "%s", row->text);
}

ParameterizedTestParameters(media, sniffed)
{
	static struct row rows[] = {
		{" \r\n\t", MEDIA_NONE},           {"  <a/>", MEDIA_XML},
		{"\xEF\xBB\xBF<a/>", MEDIA_XML},   {"\xFF\xFE<", MEDIA_XML},
		{"<!DOCTYPE HTML>", MEDIA_HTML},   {"<html>", MEDIA_HTML},
		{"\n{\"a\":1}", MEDIA_JSON},       {"[1]", MEDIA_JSON},
		{"Operator,Country", MEDIA_OTHER},
	};
	return cr_make_param_array(struct row, rows, ARRAY_LEN(rows));
}

ParameterizedTest(struct row *row, media, sniffed)
{
	cr_assert_eq(media_sniffed(str_of(row->text)), row->media, "%s", row->text);
}
