// SPDX-License-Identifier: Apache-2.0
#include "bend_style.h"

#include <stddef.h>

#define STYLE(name, member)                                                                                            \
	{                                                                                                                  \
		(name), offsetof(struct bend_style, member)                                                                    \
	}

static const struct {
	const char *name; // as in the tables
	size_t at;        // offset of its text
} rows[] = {
	STYLE("json-root", json_root),
	STYLE("json-plain-id", json_plain_id),
	STYLE("json-number-id", json_number_id),
	STYLE("json-strings", json_strings),
	STYLE("json-lists", json_lists),
	STYLE("json-empty", json_empty),
	STYLE("json-unwrapped", json_unwrapped),
	STYLE("json-pretty", json_pretty),
	STYLE("xml-pretty", xml_pretty),
	STYLE("xml-namespace", xml_namespace),
	STYLE("xml-prefixed", xml_prefixed),
	STYLE("xml-cdata", xml_cdata),
	STYLE("xml-comments", xml_comments),
	STYLE("xml-encoding", xml_encoding),
	STYLE("xml-bare", xml_bare),
};

bool bend_style_set(struct bend_style *style, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		*(const char **)(void *)((char *)style + rows[i].at) = value ? value : "";
		return true;
	}
	return false;
}
