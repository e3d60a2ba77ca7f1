// SPDX-License-Identifier: Apache-2.0
#include "overrides.h"

#include <stdlib.h>

#include "fields.h"

static int by_index(const void *key, const void *row)
{
	uint32_t index = *(const uint32_t *)key, other = ((const struct device_override *)row)->index;
	return index < other ? -1 : index > other;
}

const struct device_override *overrides_of(const struct overrides *o, uint32_t index)
{
	if (o->device_count == 0)
		return NULL;
	return bsearch(&index, o->devices, o->device_count, sizeof *o->devices, by_index);
}

void overrides_apply(const struct device_override *o, struct device *d)
{
	for (size_t i = 0; i < o->field_count; i++) {
		const struct field_override *change = &o->fields[i];
		void *at = (char *)d + change->field->at;
		switch (change->field->kind) {
		case FIELD_TEXT:
			*(struct text *)at = change->text;
			break;
		case FIELD_NUMBER:
		case FIELD_DATE:
			*(int64_t *)at = change->number;
			break;
		case FIELD_FLAG:
			*(bool *)at = change->number != 0;
			break;
		case FIELD_DETAILS:
			break;
		}
	}
}

bool overrides_text(const struct device_override *o, const char *field, struct text *value)
{
	for (size_t i = 0; i < o->field_count; i++)
		if (strcmp(o->fields[i].field->name, field) == 0) {
			*value = o->fields[i].text;
			return true;
		}
	return false;
}
