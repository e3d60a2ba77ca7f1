// SPDX-License-Identifier: Apache-2.0
// Listing the rows and finding one.
#include "bend.h"

static void list_row(FILE *out, const struct bend_table *table, const struct bend_row *row)
{
	static const char *const levels[] = {[BEND_FAIL] = "fail", [BEND_WARN] = "warn"};
	if (table->allowed)
		fprintf(out, "%s\t%s\t%s\t%s\n", row->name, table->area, row->requirements, row->about);
	else
		fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", row->name, table->area, levels[row->level], row->requirements,
		        row->cases, row->about);
}

void bend_list(FILE *out, bool allowed)
{
	fputs(allowed ? "name\tarea\tallowed-by\tabout\n" : "name\tarea\tlevel\trequirements\tcases\tabout\n", out);
	for (const struct bend_table *table = bend_tables; table->area; table++)
		for (size_t i = 0; table->allowed == allowed && i < *table->count; i++)
			list_row(out, table, &table->rows[i]);
}

const struct bend_row *bend_find(const char *name, bool allowed)
{
	for (const struct bend_table *table = bend_tables; table->area; table++)
		for (size_t i = 0; table->allowed == allowed && i < *table->count; i++)
			if (strcmp(table->rows[i].name, name) == 0)
				return &table->rows[i];
	return NULL;
}
