// SPDX-License-Identifier: Apache-2.0
#include "bend_csv.h"

#include <csv.h>

#include "writer.h"

#define COLUMNS 64
#define CELL_CEILING ((size_t)1 << 20)

// A table being read.
struct reading {
	struct bytes *xml;             // where the tree goes
	struct bytes columns[COLUMNS]; // names of the columns
	size_t column;                 // next cell
	bool head_done;                // the first row is over
};

static void on_cell(void *cell, size_t size, void *cls)
{
	struct reading *r = cls;
	struct text value = {cell, size};
	if (r->column == 0)
		bytes_str(r->xml, r->head_done ? "<row>" : "<head>");
	bytes_str(r->xml, "<c");
	if (r->head_done && r->column < COLUMNS) {
		bytes_str(r->xml, " n=\"");
		writer_xml_escaped(r->xml, (struct text){r->columns[r->column].data, r->columns[r->column].len});
		bytes_char(r->xml, '"');
	} else if (r->column < COLUMNS) {
		bytes_text(&r->columns[r->column], value);
	}
	bytes_char(r->xml, '>');
	writer_xml_escaped(r->xml, value);
	bytes_str(r->xml, "</c>");
	r->column++;
}

static void on_row(int end, void *cls)
{
	struct reading *r = cls;
	(void)end;
	bytes_str(r->xml, r->head_done ? "</row>" : "</head>");
	r->head_done = true;
	r->column = 0;
}

void csv_to_tree(struct text csv, struct bytes *xml)
{
	struct csv_parser parser;
	struct reading r = {.xml = xml};
	for (size_t i = 0; i < COLUMNS; i++)
		bytes_init(&r.columns[i], CELL_CEILING);
	bytes_str(xml, "<csv>");
	if (csv_init(&parser, 0) == 0) {
		csv_parse(&parser, csv.ptr, csv.len, on_cell, on_row, &r);
		csv_fini(&parser, on_cell, on_row, &r);
		csv_free(&parser);
	}
	bytes_str(xml, "</csv>");
	for (size_t i = 0; i < COLUMNS; i++)
		bytes_free(&r.columns[i]);
}

static void put_cell(struct bytes *csv, const struct tree_node *cell)
{
	struct bytes value;
	bytes_init(&value, CELL_CEILING);
	tree_content(cell, &value);
	bool quoted = value.len && (memchr(value.data, ',', value.len) || memchr(value.data, '"', value.len) ||
	                            memchr(value.data, '\n', value.len) || memchr(value.data, '\r', value.len));
	size_t size = quoted ? csv_write(NULL, 0, value.data, value.len) : 0;
	if (!quoted)
		bytes_add(csv, value.data, value.len);
	else if (csv->room - csv->len >= size || bytes_grow(csv, size))
		csv->len += csv_write(csv->data + csv->len, size, value.data, value.len);
	bytes_free(&value);
}

void csv_from_tree(const struct tree *t, struct bytes *csv)
{
	const struct tree_node *root = tree_root(t);
	for (const struct tree_node *row = root ? tree_child(root) : NULL; row; row = tree_next(row)) {
		for (const struct tree_node *cell = tree_child(row); cell; cell = tree_next(cell)) {
			put_cell(csv, cell);
			if (tree_next(cell))
				bytes_char(csv, ',');
		}
		bytes_str(csv, "\r\n");
	}
}
