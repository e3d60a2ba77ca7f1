// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "safety.h"

struct row {
	char method[8];
	char path[160];
	enum safety safety;
};

ParameterizedTestParameters(safety, class_of_request)
{
	static struct row rows[] = {
		{"GET", "/api/v1/dm/devices", SAFETY_READ},
		{"GET", "/api/v1/dm/devices/", SAFETY_READ},
		{"GET", "/api/v1/dm/devices?status=LOST", SAFETY_READ},
		{"GET", "/api/v1/dm/devices/8d711cdc-e93c-49b1-88d6-222f54132445", SAFETY_READ},
		{"GET", "/api/v1/dm/labels/A%20B", SAFETY_READ},
		{"GET", "/api/?_wadl&_type=xml", SAFETY_READ},
		{"GET", "/api/v1/dm/devices/locate/8d711cdc", SAFETY_SENSE},
		{"GET", "/api/v1/dm/devices/locate/8d711cdc?locatenow=true", SAFETY_NOTIFY},
		{"GET", "/api/v1/dm/devices/locate/8d711cdc?x=1&LocateNow=TRUE", SAFETY_NOTIFY},
		{"GET", "/api/v1/dm/devices/locate/mac/38AA3C62BFAD?locatenow=true", SAFETY_NOTIFY},
		{"GET", "/api/v1/dm/devices/unlock/8d711cdc", SAFETY_SECURE},
		{"GET", "/api/v1/dm/devices/unlock/8d711cdc/", SAFETY_SECURE},
		{"GET", "/api/v1/dm/devices/unlock/mac/38AA3C62BFAD", SAFETY_SECURE},
		{"GET", "/api/v1/dm/devices/wakeup/8d711cdc", SAFETY_NOTIFY},
		{"GET", "/api/v1/sm/users/search/ldap/jd", SAFETY_SENSE},
		/* a GET where only a write lives */
		{"GET", "/api/v1/dm/devices/retire/8d711cdc", SAFETY_PROBE},
		{"GET", "/api/v1/dm/devices/lock/8d711cdc", SAFETY_PROBE},
		/* nothing that the table does not know is harmless */
		{"GET", "/api/v1/dm//devices/unlock/8d711cdc", SAFETY_DESTROY},
		{"GET", "/api/v1/dm/devices/./unlock", SAFETY_DESTROY},
		{"GET", "/api/v1/dm/users/..%2Fdevices%2Funlock%2F8d711cdc", SAFETY_DESTROY},
		{"GET", "/api/v1/dm/users/..;/devices/unlock/8d711cdc", SAFETY_DESTROY},
		{"GET", "/api/v1/dm/devices/UNLOCK/8d711cdc", SAFETY_DESTROY},
		{"GET", "/api/v2/devices", SAFETY_DESTROY},
		{"DELETE", "/api/v1/dm/devices/8d711cdc", SAFETY_DESTROY},
		{"DELETE", "/api/v1/dm/devices/00000000-0000-4000-8000-000000000000", SAFETY_DESTROY},
		{"PATCH", "/api/v1/dm/labels", SAFETY_DESTROY},
		{"PUT", "/api/v1/dm/devices/wipe/8d711cdc", SAFETY_DESTROY},
		/* a write that names nobody's device or user must be refused; other objects may have any number */
		{"PUT", "/api/v1/dm/devices/wipe/00000000-0000-4000-8000-000000000000", SAFETY_PROBE_WRITE},
		{"PUT", "/api/v1/dm/devices/retire/mac/000000000000", SAFETY_PROBE_WRITE},
		{"PUT", "/api/v1/dm/devices/lock/00000000-0000-4000-8000-000000000000?Reason=x", SAFETY_PROBE_WRITE},
		{"GET", "/api/v1/dm/devices/unlock/00000000-0000-4000-8000-000000000000", SAFETY_PROBE_WRITE},
		{"PUT", "/api/v1/sm/authentication/users/no-such-object-epmm-conform", SAFETY_PROBE_WRITE},
		{"PUT", "/api/v1/dm/devices/retire/mac/00:00:00:00:00:00", SAFETY_DESTROY},
		{"DELETE", "/api/v1/dm/devices/wipe/00000000-0000-4000-8000-000000000000", SAFETY_DESTROY},
		{"PUT", "/api/v1/policies/999999999", SAFETY_CHANGE},
		{"PUT", "/api/v1/alerts/999999999", SAFETY_CHANGE},
		{"POST", "/api/v1/dm/bulk/devices/NO_SUCH_VALUE", SAFETY_DESTROY},
		/* an address that no server has */
		{"GET", "/api/v1/no-such-address-epmm-conform", SAFETY_PROBE},
		{"GET", "/api/v1/sm/certificates/no-such-address-epmm-conform?x=1", SAFETY_PROBE},
		{"PUT", "/api/v1/no-such-address-epmm-conform", SAFETY_DESTROY},
		{"GET", "/api/v2/no-such-address-epmm-conform", SAFETY_DESTROY},
		{"GET", "/api/v1/../no-such-address-epmm-conform", SAFETY_DESTROY},
		{"GET", "/api/v1/dm/devices/unlock/no-such-address-epmm-conform", SAFETY_SECURE},
		{"POST", "/api/v1/dm/bulk/devices/WIPE", SAFETY_DESTROY},
		{"POST", "/api/v1/dm/bulk/devices/LOCK", SAFETY_SECURE},
		{"PUT", "/api/v1/eas/devices?action=WIPE_DEVICE", SAFETY_DESTROY},
		{"PUT", "/api/v1/eas/devices?action=REINSTATE_DEVICE", SAFETY_CHANGE},
		{"PUT", "/api/v1/dm/devices/lock/8d711cdc", SAFETY_SECURE},
		{"PUT", "/api/v1/dm/register?phoneNumber=1", SAFETY_CHANGE},
		/* a write on the path of a read: only without an object, or with one that nobody has */
		{"POST", "/api/v1/dm/labels", SAFETY_PROBE_WRITE},
		{"PUT", "/api/v1/dm/devices/00000000-0000-4000-8000-000000000000", SAFETY_PROBE_WRITE},
		{"PUT", "/api/v1/dm/devices/8d711cdc-e93c-49b1-88d6-222f54132445", SAFETY_DESTROY},
		{"PUT", "/api/v1/eas/devices", SAFETY_DESTROY},
		{"PUT", "/api/v1/alerts", SAFETY_CHANGE},
	};
	return cr_make_param_array(struct row, rows, ARRAY_LEN(rows));
}

ParameterizedTest(struct row *row, safety, class_of_request)
{
	enum safety safety = safety_of_request(row->method, row->path);
	cr_assert(safety == row->safety, "%s %s: %s, expected %s", row->method, row->path, safety_name(safety),
	          safety_name(row->safety));
}

Test(safety, a_production_target_gets_reads_and_probes_only)
{
	struct permission permission = {.kind = TARGET_PRODUCTION};
	for (enum safety safety = SAFETY_READ; safety <= SAFETY_DESTROY; safety++)
		cr_assert_eq(safety_permitted(&permission, safety), safety <= SAFETY_PROBE, "%s", safety_name(safety));
}

Test(safety, more_needs_both_keys)
{
	struct permission permission = {.kind = TARGET_PRODUCTION};
	permission.allow[SAFETY_DESTROY] = true;
	cr_assert_not(safety_permitted(&permission, SAFETY_DESTROY), "the command line alone opens nothing");
	permission.allow[SAFETY_DESTROY] = false;
	permission.permits[SAFETY_DESTROY] = true;
	cr_assert_not(safety_permitted(&permission, SAFETY_DESTROY), "the target file alone opens nothing");
	permission.allow[SAFETY_DESTROY] = true;
	cr_assert(safety_permitted(&permission, SAFETY_DESTROY));
	cr_assert_not(safety_permitted(&permission, SAFETY_SECURE), "a class opens itself only");
}

Test(safety, kinds_of_targets)
{
	cr_assert(safety_by_default(TARGET_LAB, SAFETY_SENSE));
	cr_assert_not(safety_by_default(TARGET_LAB, SAFETY_PROBE_WRITE));
	cr_assert(safety_by_default(TARGET_EMULATOR, SAFETY_PROBE_WRITE));
	cr_assert_not(safety_by_default(TARGET_EMULATOR, SAFETY_NOTIFY));
}
