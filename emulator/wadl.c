// SPDX-License-Identifier: Apache-2.0
// The description of the API, made from the table of routes.
#include "answers.h"
#include "routes.h"

#define API "/api/"

static bool is_described(const struct route_view *row)
{
	return row->served && strncmp(row->path, API, sizeof API - 1) == 0;
}

// The placeholders of a path, each as a parameter of the template.
static void put_placeholders(struct bytes *out, const char *path)
{
	for (const char *open = strchr(path, '{'); open; open = strchr(open + 1, '{')) {
		bytes_str(out, "<param name=\"");
		bytes_add(out, open + 1, strcspn(open + 1, "}"));
		bytes_str(out, "\" style=\"template\" type=\"xs:string\"/>");
	}
}

static void put_method(struct bytes *out, const struct route_view *row)
{
	size_t size = strlen(row->path);
	bool csv = size > 4 && strcmp(row->path + size - 4, ".csv") == 0;
	bytes_str(out, "<method name=\"");
	bytes_str(out, row->method);
	bytes_str(out, "\"><response><representation mediaType=\"");
	bytes_str(out, csv ? "text/csv\"/>" : "application/xml\"/><representation mediaType=\"application/json\"/>");
	bytes_str(out, "</response></method>");
}

// True if an earlier row has the same path.
static bool is_repeated(const struct route_view *row, size_t place)
{
	struct route_view earlier;
	for (size_t i = 0; i < place && route_at(i, &earlier); i++)
		if (strcmp(earlier.path, row->path) == 0)
			return true;
	return false;
}

static void put_resource(struct bytes *out, const struct route_view *row, size_t place)
{
	struct route_view other;
	bytes_str(out, "<resource path=\"");
	bytes_str(out, row->path + sizeof API - 2); // below the base, with its slash
	bytes_str(out, "\">");
	put_placeholders(out, row->path);
	for (size_t i = place; route_at(i, &other); i++)
		if (strcmp(other.path, row->path) == 0 && other.served)
			put_method(out, &other);
	bytes_str(out, "</resource>");
}

void serve_wadl(const struct call *c, struct answer *a)
{
	struct route_view row;
	struct text value;
	if (!request_parameter(c->request, "_wadl", &value)) {
		answer_page(a, 404, "Not Found", "There is no such address.");
		return;
	}
	a->content_type = "application/xml";
	bytes_str(&a->body, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
	                    "<application xmlns=\"http://wadl.dev.java.net/2009/02\" "
	                    "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><grammars/><resources base=\"/api\">");
	for (size_t i = 0; route_at(i, &row); i++)
		if (is_described(&row) && !is_repeated(&row, i))
			put_resource(&a->body, &row, i);
	bytes_str(&a->body, "</resources></application>");
}
