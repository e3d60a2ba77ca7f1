// SPDX-License-Identifier: Apache-2.0
/* A comparison for CI servers: a test case for each operation; it fails when something relevant changed. junit.xsd. */
#include <string.h>

#include "diff_report.h"
#include "text.h"

static void put_attribute(struct text *out, const char *name, const char *value)
{
	text_printf(out, " %s=\"", name);
	diff_markup(out, value && *value ? value : "-");
	text_putc(out, '"');
}

/** The changes of an operation that matter, or those that inform, a line each. */
static void put_changes(struct text *out, const struct diff *diff, const struct diff_operation *operation, bool relevant)
{
	for (size_t i = 0; i < operation->changes; i++) {
		const struct change *change = &diff->changes[operation->first + i];
		struct text line = text_new(SIZE_MAX / 8);
		if (change->relevant == relevant) {
			text_printf(&line, "%s: ", change_title(change->kind));
			diff_describe(&line, change);
			diff_markup(out, text_str(&line));
			text_putc(out, '\n');
		}
		text_free(&line);
	}
}

static void put_failure(struct text *out, const struct diff *diff, const struct diff_operation *operation)
{
	const struct change *first = &diff->changes[operation->first];
	struct text line = text_new(SIZE_MAX / 8);
	text_printf(&line, "%zu relevant: %s ", operation->relevant, change_title(first->kind));
	diff_describe(&line, first);
	text_puts(out, "<failure");
	put_attribute(out, "message", text_str(&line));
	put_attribute(out, "type", change_name(first->kind));
	text_puts(out, ">");
	put_changes(out, diff, operation, true);
	text_puts(out, "</failure>\n");
	text_free(&line);
}

static void put_operation(struct text *out, const struct diff *diff, const struct diff_operation *operation)
{
	text_puts(out, "<testcase");
	put_attribute(out, "classname", operation->area);
	put_attribute(out, "name", operation->operation);
	text_puts(out, " time=\"0.000\">\n<properties/>\n");
	if (operation->relevant)
		put_failure(out, diff, operation);
	if (operation->changes > operation->relevant) {
		text_puts(out, "<system-out>");
		put_changes(out, diff, operation, false);
		text_puts(out, "</system-out>\n");
	}
	text_puts(out, "</testcase>\n");
}

static void put_property(struct text *out, const char *name, const char *value)
{
	text_puts(out, "<property");
	put_attribute(out, "name", name);
	put_attribute(out, "value", value);
	text_puts(out, "/>\n");
}

void diff_junit(const struct diff *diff, FILE *out, const struct diff_look *look UNUSED)
{
	struct text page = text_new(SIZE_MAX / 8);
	text_printf(&page,
	            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"epmm-conform diff\" tests=\"%zu\" "
	            "failures=\"%zu\" errors=\"0\" time=\"0.000\">\n",
	            diff->operation_count, diff->changed_operations);
	if (diff->operation_count) {
		text_printf(&page,
		            "<testsuite name=\"diff\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\" time=\"0.000\"",
		            diff->operation_count, diff->changed_operations);
		put_attribute(&page, "hostname", diff->runs[1].header.hostname);
		text_puts(&page, ">\n<properties>\n");
		put_property(&page, "before", diff->runs[0].header.target);
		put_property(&page, "after", diff->runs[1].header.target);
		for (size_t i = 0; i < diff->note_count; i++)
			put_property(&page, "note", diff->notes[i]);
		text_puts(&page, "</properties>\n");
		for (size_t i = 0; i < diff->operation_count; i++)
			put_operation(&page, diff, &diff->operations[i]);
		text_puts(&page, "</testsuite>\n");
	}
	text_puts(&page, "</testsuites>\n");
	fwrite(text_str(&page), 1, page.len, out);
	text_free(&page);
}
