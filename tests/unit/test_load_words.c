// SPDX-License-Identifier: Apache-2.0
/* Words that stand in the loader or in the JSON Schema and have their home elsewhere. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "derive.h"
#include "load_impl.h"
#include "relation.h"
#include "rule.h"
#include "value_type.h"

static cJSON *definitions;
static cJSON *schema;

static void read_schema(void)
{
	static char text[1 << 18];
	FILE *file = fopen(EPMM_SOURCE_DIR "/cases/case.schema.json", "rb");
	cr_assert_not_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	schema = cJSON_Parse(text);
	definitions = cJSON_GetObjectItemCaseSensitive(schema, "definitions");
	cr_assert_not_null(definitions);
}

static void drop_schema(void)
{
	cJSON_Delete(schema);
}

static const cJSON *at(const cJSON *from, const char *path)
{
	char part[64];
	while (from && *path) {
		size_t length = strcspn(path, "/");
		snprintf(part, sizeof(part), "%.*s", (int)length, path);
		from = cJSON_GetObjectItemCaseSensitive(from, part);
		path += length + (path[length] == '/');
	}
	return from;
}

static bool holds(const cJSON *list, const char *word)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, list) if (cJSON_IsString(item) && strcmp(item->valuestring, word) == 0) return true;
	return false;
}

/** The rule or relation has a property of its name with exactly its arguments. */
static void expect_arguments(const char *definition, const char *name, const struct argument_def *arguments)
{
	const cJSON *use = at(at(definitions, definition), "properties");
	const cJSON *own = cJSON_GetObjectItemCaseSensitive(use, name);
	cr_expect_not_null(own, "case.schema.json does not know %s", name);
	int count = 0;
	for (; own && count < ARGUMENTS_MAX && arguments[count].name; count++) {
		const cJSON *property = cJSON_GetObjectItemCaseSensitive(at(own, "properties"), arguments[count].name);
		cr_expect_not_null(property, "case.schema.json: %s has no %s", name, arguments[count].name);
		cr_expect_eq(holds(at(own, "required"), arguments[count].name), arguments[count].required,
		             "case.schema.json: %s, %s", name, arguments[count].name);
		for (size_t w = 0; property && arguments[count].words && arguments[count].words[w]; w++)
			cr_expect(holds(at(property, "enum"), arguments[count].words[w]), "%s", arguments[count].words[w]);
	}
	cr_expect_eq(cJSON_GetArraySize(at(own, "properties")), count, "case.schema.json: arguments of %s", name);
}

Test(load_words, the_json_schema_has_every_rule_and_relation, .init = read_schema, .fini = drop_schema)
{
	size_t rules;
	size_t relations;
	const struct rule_def *rule = rule_all(&rules);
	const struct relation_def *relation = relation_all(&relations);
	for (size_t i = 0; i < rules; i++) {
		expect_arguments("rule", rule[i].name, rule[i].arguments);
		expect_arguments("endpointRule", rule[i].name, rule[i].arguments);
	}
	for (size_t i = 0; i < relations; i++)
		expect_arguments("relation", relation[i].name, relation[i].arguments);
	cr_assert_eq(cJSON_GetArraySize(at(definitions, "rule/properties")), (int)rules + 3, "and nothing else");
	cr_assert_eq(cJSON_GetArraySize(at(definitions, "relation/properties")), (int)relations + 5, "and nothing else");
}

Test(load_words, the_json_schema_has_every_type, .init = read_schema, .fini = drop_schema)
{
	size_t count;
	const char *const *types = value_type_names(&count);
	const cJSON *words = at(definitions, "field/properties/type/enum");
	for (size_t i = 0; i < count; i++)
		cr_expect(holds(words, types[i]), "%s", types[i]);
	cr_assert_eq(cJSON_GetArraySize(words), (int)count);
}

Test(load_words, kinds_are_those_that_are_derived, .init = read_schema, .fini = drop_schema)
{
	size_t count;
	const struct kind *kinds = kind_all(&count);
	for (size_t i = 0; i < count; i++) {
		bool known = !kinds[i].derive || strcmp(kinds[i].name, "case") == 0 || strcmp(kinds[i].name, "relation") == 0;
		for (size_t k = 0; k < derived_kind_count; k++)
			known |= strcmp(derived_kinds[k], kinds[i].name) == 0;
		cr_expect(known, "%s", kinds[i].name);
	}
	for (size_t k = 0; k < derived_kind_count; k++) {
		bool derived = false;
		for (size_t i = 0; i < count; i++)
			derived |= strncmp(derived_kinds[k], kinds[i].name, strcspn(derived_kinds[k], ".")) == 0;
		cr_expect(derived, "%s", derived_kinds[k]);
		cr_expect(holds(at(definitions, "kind/enum"), derived_kinds[k]), "%s", derived_kinds[k]);
	}
	cr_assert_eq(cJSON_GetArraySize(at(definitions, "kind/enum")), (int)derived_kind_count);
}

Test(load_words, the_json_schema_has_the_classes, .init = read_schema, .fini = drop_schema)
{
	for (size_t i = 0; safety_words[i]; i++)
		cr_expect(holds(at(definitions, "endpoint/properties/class/enum"), safety_words[i]));
	for (size_t i = 0; target_kind_words[i]; i++)
		cr_expect(holds(at(definitions, "target/properties/kind/enum"), target_kind_words[i]));
	cr_assert_eq(safety_find("destroy"), SAFETY_DESTROY);
	cr_assert_eq(safety_find("wipe"), -1);
	cr_assert_str_eq(strength_name(STRENGTH_IMPLIED), "implied");
	cr_assert_str_eq(format_name(FORMAT_CSV), "csv");
	cr_assert_str_eq(target_kind_name(TARGET_LAB), "lab");
	cr_assert_str_eq(safety_name(SAFETY_SENSE), "sense");
}
