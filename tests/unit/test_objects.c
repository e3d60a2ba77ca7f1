// SPDX-License-Identifier: Apache-2.0
#include "objects.h"

#include <criterion/criterion.h>

Test(objects, are_read_one_by_one_and_may_hold_blanks)
{
	static const struct {
		const char *name;
		const char *value;
	} rows[] = {{"device.uuid", "1-2"}, {"label.name", "Windows Phone = old"}, {"user.name", ""}, {"a.b", "c"}};
	const char *at = "device.uuid=1-2 label.name=Windows Phone = old user.name= a.b=c";
	struct str name;
	struct str value;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		at = objects_next(at, &name, &value);
		cr_assert_not_null(at);
		cr_expect(str_is(name, rows[i].name), "%.*s", (int)name.len, name.ptr);
		cr_expect(str_is(value, rows[i].value), "%.*s", (int)value.len, value.ptr);
	}
	cr_expect_null(objects_next(at, &name, &value));
	cr_expect_null(objects_next(NULL, &name, &value));
}

Test(objects, a_text_without_a_value_is_a_name)
{
	struct str name;
	struct str value;
	cr_assert_not_null(objects_next("nothing here", &name, &value));
	cr_expect(str_is(name, "nothing here"));
	cr_expect(str_is(value, ""));
}

Test(objects, are_found_by_their_whole_name)
{
	struct str value;
	static const char all[] = "other-device.uuid=1 device.uuid=2 device.uuids=3";
	cr_expect(objects_find(all, str_of("device.uuid"), &value) && str_is(value, "2"));
	cr_expect(objects_find(all, str_of("device.uuids"), &value) && str_is(value, "3"));
	cr_expect_not(objects_find(all, str_of("uuid"), &value));
	cr_expect_not(objects_find(NULL, str_of("uuid"), &value));
}
