// SPDX-License-Identifier: Apache-2.0
/* Rules over the answer as a whole: messages, counts, the shape of a CSV. */
#include <stdlib.h>
#include <string.h>

#include "rule_pass.h"

/** The text of all messages, joined by blanks. */
static struct str message_text(struct arena *arena, const struct node *root)
{
	const struct node *messages = node_child(root, "messages");
	const struct node *message = messages ? node_child(messages, "message") : node_child(root, "message");
	const char *all = "";
	for (; message; message = node_same(message)) {
		struct str text = str_trim(message->text);
		all = arena_printf(arena, "%s%s%.*s", all, *all ? " " : "", (int)text.len, text.ptr);
	}
	if (*all == '\0' && messages)
		return str_trim(messages->text);
	return str_of(all);
}

/** Finds the only run of digits in the text; false when there is none or more than one. */
static bool only_integer(struct str text, struct str *integer)
{
	size_t runs = 0;
	for (size_t i = 0; i < text.len;) {
		size_t start = i;
		while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9')
			i++;
		if (i > start) {
			runs++;
			*integer = (struct str){text.ptr + start, i - start};
		} else {
			i++;
		}
	}
	return runs == 1;
}

/** Elements at the path: counted while they arrived, or counted in the tree. */
static size_t count_at(const struct rule_pass *pass, const struct node *root, const char *path)
{
	if (pass->records && strcmp(pass->records, path) == 0)
		return pass->record_count;
	const char *slash = strrchr(path, '/');
	if (!slash)
		return node_count(root, path);
	const struct node *parent = node_find(root, arena_copy(pass->scratch, path, (size_t)(slash - path)));
	return parent ? node_count(parent, slash + 1) : 0;
}

void rule_count_message(struct rule_pass *pass, const struct node *root)
{
	struct str text = message_text(pass->scratch, root);
	struct str integer;
	if (!only_integer(text, &integer)) {
		rule_note(pass, "messages/message", text,
		          "the message does not hold exactly one integer; its count is not judged");
		return;
	}
	while (integer.len > 1 && integer.ptr[0] == '0') {
		integer.ptr++;
		integer.len--;
	}
	char *count = arena_printf(pass->scratch, "%zu", count_at(pass, root, rule_argument(pass, 0)->text));
	if (!str_is(integer, count))
		rule_fail(pass, "messages/message",
		          arena_printf(pass->scratch, "%s, the number of %s elements", count, rule_argument(pass, 0)->text),
		          text, "the count in the message differs from the answer");
}

void rule_empty_message(struct rule_pass *pass, const struct node *root)
{
	struct str text = message_text(pass->scratch, root);
	if (text.len)
		rule_fail(pass, "messages", "no message", text, "the guide says that messages is empty here");
}

void rule_message(struct rule_pass *pass, const struct node *root)
{
	if (message_text(pass->scratch, root).len == 0)
		rule_fail(pass, "messages/message", "a message that says why", str_of(""), "there is no message text");
}

void rule_some_records(struct rule_pass *pass, const struct node *root UNUSED)
{
	if (pass->records && pass->record_count == 0)
		rule_fail(pass, pass->records, "at least one record, or a 404", str_of("200 without records"),
		          "no data is answered with 404, not with an empty 200");
}

void rule_records(struct rule_pass *pass, const struct node *root)
{
	const struct argument *least = rule_argument(pass, 0);
	const struct argument *most = rule_argument(pass, 1);
	const struct argument *counts = rule_argument(pass, 2);
	const char *path = counts->given ? counts->text : pass->records;
	size_t found = counts->given ? count_at(pass, root, path) : pass->record_count;
	char *count = arena_printf(pass->scratch, "%zu", found);
	const char *what = counts->given ? "elements" : "records";
	if (least->given && found < strtoull(least->text, NULL, 10))
		rule_fail(pass, path, arena_printf(pass->scratch, "at least %s %s", least->text, what), str_of(count),
		          arena_printf(pass->scratch, "the answer has too few %s", what));
	if (most->given && found > strtoull(most->text, NULL, 10))
		rule_fail(pass, path, arena_printf(pass->scratch, "at most %s %s", most->text, what), str_of(count),
		          arena_printf(pass->scratch, "the answer has too many %s", what));
}

void rule_one_record(struct rule_pass *pass, const struct node *root)
{
	const char *path = rule_argument(pass, 0)->text;
	size_t count = count_at(pass, root, path);
	bool or_none = rule_argument(pass, 1)->given;
	if (count != 1 && !(or_none && count == 0))
		rule_fail(pass, path, or_none ? "one or none" : "exactly one",
		          str_of(arena_printf(pass->scratch, "%zu", count)), "one object was asked for");
}

void rule_absent_root(struct rule_pass *pass, const struct node *root)
{
	const struct argument *fields = rule_argument(pass, 0);
	for (size_t i = 0; i < fields->count; i++) {
		const struct node *found = node_find(root, fields->items[i]);
		if (found && !found->none)
			rule_fail(pass, fields->items[i], "no such element", str_trim(found->text), "the guide excludes it here");
	}
}

void rule_present_root(struct rule_pass *pass, const struct node *root)
{
	const struct argument *fields = rule_argument(pass, 0);
	for (size_t i = 0; i < fields->count; i++)
		if (!node_find(root, fields->items[i]))
			rule_fail(pass, fields->items[i], "the element", str_of(""), "the guide demands it here");
}

void rule_csv_columns(struct rule_pass *pass, const struct node *root UNUSED)
{
	const struct value_table *table = rule_argument(pass, 0)->table;
	if (!pass->header)
		return;
	if (pass->header_columns != table->count)
		rule_fail(pass, "header", arena_printf(pass->scratch, "%zu columns", table->count),
		          str_of(arena_printf(pass->scratch, "%zu columns", pass->header_columns)),
		          "columns are missing or added");
	const struct node *cell = pass->header->first;
	for (size_t i = 0; i < table->count && cell; i++, cell = cell->next)
		if (name_compare(str_trim(cell->text), str_of(table->values[i].word)) != 0)
			rule_fail(pass, arena_printf(pass->scratch, "header/%zu", i + 1), table->values[i].word, cell->text,
			          "another column stands here");
}

void rule_csv_rows(struct rule_pass *pass, const struct node *record UNUSED)
{
	if (pass->row_columns != pass->header_columns)
		rule_fail(pass, NULL, arena_printf(pass->scratch, "%zu fields, as in the header", pass->header_columns),
		          str_of(arena_printf(pass->scratch, "%zu fields", pass->row_columns)),
		          "a row has another number of fields");
}
