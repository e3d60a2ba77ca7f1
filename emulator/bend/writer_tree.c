// SPDX-License-Identifier: Apache-2.0
// XML with marks for what only JSON shows: MARK_ITEM on the item of a list, MARK_WRAPPED on an element that stands in
// an array, MARK_BARE on a number or boolean.
#include "writer_tree.h"

#include "writer_format.h"

static void open_tag(struct writer *w, const char *name, const char *mark)
{
	bytes_char(w->out, '<');
	bytes_str(w->out, name);
	if (mark) {
		bytes_char(w->out, ' ');
		bytes_str(w->out, mark);
		bytes_str(w->out, "=\"1\"");
	}
	bytes_char(w->out, '>');
}

static void close_tag(struct writer *w, const char *name)
{
	bytes_str(w->out, "</");
	bytes_str(w->out, name);
	bytes_char(w->out, '>');
}

static void leaf(struct writer *w, const char *name, const char *mark, struct text value)
{
	open_tag(w, name, mark);
	writer_xml_escaped(w->out, value);
	close_tag(w, name);
}

static void tree_begin(struct writer *w, const char *root)
{
	open_tag(w, root, NULL);
}

static void tree_end(struct writer *w, const char *root)
{
	close_tag(w, root);
}

static void tree_open(struct writer *w, const char *name, bool wrapped)
{
	open_tag(w, name, wrapped ? MARK_WRAPPED : NULL);
}

static void tree_close(struct writer *w, const char *name, bool wrapped)
{
	(void)wrapped;
	close_tag(w, name);
}

static void tree_list(struct writer *w, const char *item)
{
	(void)w;
	(void)item;
}

static void tree_list_end(struct writer *w)
{
	(void)w;
}

static void tree_item(struct writer *w, const char *item, struct text id)
{
	bytes_char(w->out, '<');
	bytes_str(w->out, item);
	bytes_str(w->out, " " MARK_ITEM "=\"1\"");
	if (id.len) {
		bytes_str(w->out, " id=\"");
		writer_xml_escaped(w->out, id);
		bytes_char(w->out, '"');
	}
	bytes_char(w->out, '>');
}

static void tree_item_text(struct writer *w, const char *item, struct text value)
{
	leaf(w, item, MARK_ITEM, value);
}

static void tree_text(struct writer *w, const char *name, struct text value)
{
	leaf(w, name, NULL, value);
}

static void tree_bare(struct writer *w, const char *name, struct text value)
{
	leaf(w, name, MARK_BARE, value);
}

static void tree_empty(struct writer *w, const char *name, bool wrapped)
{
	leaf(w, name, wrapped ? MARK_WRAPPED : NULL, TEXT(""));
}

static void tree_pair(struct writer *w, const char *item, struct text key, struct text value)
{
	open_tag(w, item, MARK_ITEM);
	leaf(w, "key", NULL, key);
	leaf(w, "value", NULL, value);
	close_tag(w, item);
}

const struct writer_format tree_format = {
	tree_begin, tree_end,       tree_open, tree_close, tree_list,  tree_list_end, tree_item,
	close_tag,  tree_item_text, tree_text, tree_bare,  tree_empty, tree_pair,
};
