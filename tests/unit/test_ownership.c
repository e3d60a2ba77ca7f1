// SPDX-License-Identifier: Apache-2.0
/* What a request names, and whether the run may act on it. */
#include "ownership.h"

#include <criterion/criterion.h>
#include <string.h>

#include "finding_helper.h"
#include "safety.h"

#define OWN "11111111-2222-4333-8444-555555555555"
#define OTHER "99999999-2222-4333-8444-555555555555"
#define NOBODY "00000000-0000-4000-8000-000000000000"

static const char *const devices[] = {OWN};
static const char *const users[] = {"owned"};
static const char *const labels[] = {"Test, phones", "Lab"};
static const char *const policies[] = {"-2"};

static struct target target_of(enum target_kind kind)
{
	return (struct target){
		.kind = kind,
		.devices = devices,
		.device_count = ARRAY_LEN(devices),
		.users = users,
		.user_count = ARRAY_LEN(users),
		.labels = labels,
		.label_count = ARRAY_LEN(labels),
		.policies = policies,
		.policy_count = ARRAY_LEN(policies),
	};
}

/** A request and whether it may be sent to a lab that owns the objects above. */
static const struct {
	const char *method;
	const char *path;
	const char *body;
	bool open;
} rows[] = {
	/* devices in the path */
	{"PUT", "/api/v1/dm/devices/lock/" OWN "?Reason=x", "", true},
	{"PUT", "/api/v1/dm/devices/lock/11111111-2222-4333-8444-55555555555%35", "", true},
	{"PUT", "/api/v1/dm/devices/lock/" OTHER, "", false},
	{"PUT", "/api/v1/dm/devices/lock/" OWN "," OTHER, "", false},
	{"PUT", "/api/v1/dm/devices/lock/" OWN "%2C" OTHER, "", false},
	{"PUT", "/api/v1/dm/devices/lock/" OWN "%00", "", false},
	{"PUT", "/api/v1/dm/devices/lock/" OWN "%", "", false},
	{"GET", "/api/v1/dm/devices/unlock/" OTHER, "", false},
	{"GET", "/api/v1/dm/devices/locate/" OTHER "?locatenow=true", "", false},
	{"GET", "/api/v1/dm/devices/locate/" OWN "?locatenow=true", "", true},
	{"PUT", "/api/v1/dm/devices/wipe/mac/38AA3C62BFAD", "", false},
	/* what nobody knows is not sent */
	{"PUT", "/api/v1/dm/devices/lock/" OWN "?deviceuuid=" OTHER, "", false},
	{"PUT", "/api/v1/dm/devices/lock/" OWN "?Reason=x;y=z", "", false},
	{"PUT", "/api/v1/dm/devices/lock/" OWN, "Reason=x", false},
	{"PUT", "/api/v1/dm/devices/erase/" OWN, "", false},
	{"DELETE", "/api/v1/dm/devices/" OWN, "", false},
	/* devices in the query: each of them */
	{"POST", "/api/v1/dm/bulk/devices/LOCK?deviceUuids=" OWN, "", true},
	{"POST", "/api/v1/dm/bulk/devices/LOCK?deviceUuids=" OWN "&deviceUuids=" NOBODY, "", true},
	{"POST", "/api/v1/dm/bulk/devices/LOCK?deviceUuids=" OWN "&DEVICEUUIDS=" OTHER, "", false},
	{"POST", "/api/v1/dm/bulk/devices/LOCK?deviceUuids=" OWN "&device%55uids=" OTHER, "", false},
	{"POST", "/api/v1/dm/bulk/devices/LOCK?deviceUuids=" OWN "%2c" OTHER, "", false},
	{"POST", "/api/v1/dm/bulk/devices/LOCK", "", false},
	{"POST", "/api/v1/dm/bulk/devices/LOCK?deviceUuids=", "", false},
	{"POST", "/api/v1/dm/bulk/sendmessage?mode=sms&message=a%20b&deviceUuid=" OWN, "", true},
	/* users, and whom a registration would tell */
	{"PUT", "/api/v1/dm/register?userId=owned&phoneNumber=5551234567&platform=A", "", true},
	{"PUT", "/api/v1/dm/register?userId=owned&phoneNumber=PDA", "", true},
	{"PUT", "/api/v1/dm/register?userId=owned&phoneNumber=6505551234", "", false},
	{"PUT", "/api/v1/dm/register?userId=owned&userEmailAddress=a@example.com", "", true},
	{"PUT", "/api/v1/dm/register?userId=owned&userEmailAddress=a@notexample.com", "", false},
	{"PUT", "/api/v1/dm/register?userId=OWNED&phoneNumber=PDA", "", false},
	{"PUT", "/api/v1/dm/register?userId=ow+ned&phoneNumber=PDA", "", false},
	{"PUT", "/api/v1/dm/register?phoneNumber=PDA", "", false},
	{"PUT", "/api/v1/sm/authentication/users/owned", "newpassword=12345678", true},
	{"PUT", "/api/v1/sm/authentication/users/other", "newpassword=12345678", false},
	{"PUT", "/api/v1/sm/authentication/users/owned", "newpassword=12345678&username=other", false},
	/* labels, policies, alerts, ActiveSync devices */
	{"PUT", "/api/v1/policies/-2?action=apply_label&label=Lab", "", true},
	{"PUT", "/api/v1/policies/-2?action=apply_label&label=Other", "", false},
	{"PUT", "/api/v1/policies/-2?action=apply_label", "", false},
	{"PUT", "/api/v1/policies/3?action=apply_label&label=Lab", "", false},
	{"PUT", "/api/v1/alerts/7?isRead=true", "", false},
	{"PUT", "/api/v1/alerts/999999999?isRead=true", "", true},
	{"PUT", "/api/v1/alerts?isRead=true", "", false},
	{"PUT", "/api/v1/eas/devices?action=WIPE_DEVICE&uuids=" OWN, "", false},
	/* a password that is tried must be the right one, or nobody's */
	{"POST", "/api/v1/sm/authentication", "username=tester&Password=right", true},
	{"POST", "/api/v1/sm/authentication", "username=tester&Password=wrong", false},
	{"POST", "/api/v1/sm/authentication", "username=tester", false},
	{"POST", "/api/v1/sm/authentication", "username=no-such-object-epmm-conform&Password=x", true},
	{"POST", "/api/v1/sm/authentication", "username=tester&username=owned&Password=right", false},
	/* nobody's device, and no read has said so yet */
	{"PUT", "/api/v1/dm/devices/wipe/" NOBODY, "", false},
	/* harmless requests are none of its business */
	{"GET", "/api/v1/dm/devices/" OTHER, "", true},
	{"PUT", "/api/v1/dm/devices/" NOBODY, "", true},
};

Test(ownership, of_every_object_that_a_request_names)
{
	struct target target = target_of(TARGET_LAB);
	struct ownership *ownership = ownership_new(&target);
	ownership_login(ownership, "tester", "right");
	struct arena *arena = arena_new();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		enum safety safety = safety_of_request(rows[i].method, rows[i].path);
		const char *reason =
			ownership_refusal(ownership, arena, safety, rows[i].method, rows[i].path, str_of(rows[i].body));
		cr_expect(rows[i].open == !reason, "%s %s: %s", rows[i].method, rows[i].path, reason ? reason : "sent");
	}
	arena_free(arena);
	ownership_free(ownership);
}

Test(ownership, an_emulator_is_told_less_strictly)
{
	struct target target = target_of(TARGET_EMULATOR);
	struct ownership *ownership = ownership_new(&target);
	struct arena *arena = arena_new();
	static const struct {
		const char *method;
		const char *path;
		bool open;
	} emulated[] = {
		{"POST", "/api/v1/dm/bulk/devices/LOCK", true}, /* nothing is missing anybody there */
		{"PUT", "/api/v1/dm/devices/wipe/" NOBODY, true},
		{"PUT", "/api/v1/dm/devices/lock/" OTHER, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(emulated); i++) {
		enum safety safety = safety_of_request(emulated[i].method, emulated[i].path);
		bool open = !ownership_refusal(ownership, arena, safety, emulated[i].method, emulated[i].path, (struct str){0});
		cr_expect_eq(open, emulated[i].open, "%s %s", emulated[i].method, emulated[i].path);
	}
	arena_free(arena);
	ownership_free(ownership);
}

/** Learns from an XML answer to the path. */
static void learn(struct ownership *ownership, const char *path, const char *body)
{
	struct arena *arena = arena_new();
	ownership_learn(ownership, path, root_of(arena, body));
	arena_free(arena);
}

Test(ownership, grows_by_what_reads_tell)
{
	struct target target = target_of(TARGET_LAB);
	struct ownership *ownership = ownership_new(&target);
	ownership_add(ownership, OBJECT_USER, "conform-0a1b2c3d-aa");
	static const char details[] =
		"<r><devices><device><uuid>" OWN "</uuid><principal>x</principal><details><entry><key>"
		"wifi_mac_addr</key><value>38AA3C62BFAD</value></entry></details></device><device><uuid>" OTHER
		"</uuid><principal>owned</principal><details><entry><key>WiFiMAC</key><value>38AA3C62BFAE</value>"
		"</entry></details></device></devices></r>";
	learn(ownership, "/api/v1/dm/countries", details);
	cr_expect_not(ownership_has(ownership, OBJECT_MAC, "38AA3C62BFAD"), "not from an operation that does not tell");
	learn(ownership, "/api/v1/dm/devices?status=ACTIVE", details);
	cr_expect(ownership_has(ownership, OBJECT_MAC, "38:aa:3c:62:bf:ad"), "the address of an owned device");
	cr_expect_not(ownership_has(ownership, OBJECT_MAC, "38AA3C62BFAE"), "of another");
	cr_expect_not(ownership_has(ownership, OBJECT_DEVICE, OTHER), "a device of a listed user is not listed by that");
	learn(ownership, "/api/v1/dm/users/conform-0a1b2c3d-aa",
	      "<r><devices><device><uuid>" OTHER
	      "</uuid><principal>conform-0a1b2c3d-aa</principal></device></devices></r>");
	cr_expect(ownership_has(ownership, OBJECT_DEVICE, OTHER), "a device of a user that the run made");
	learn(ownership, "/api/v1/eas/devices",
	      "<r><messages/><groups><g><uuid>e1</uuid><miDeviceUuid>" OWN
	      "</miDeviceUuid></g><g><uuid>e2</uuid></g></groups></r>");
	cr_expect(ownership_has(ownership, OBJECT_EAS, "e1"));
	cr_expect_not(ownership_has(ownership, OBJECT_EAS, "e2"));
	learn(ownership, "/api/v1/alerts",
	      "<r><alerts><alert id='5'><deviceUuid>" OWN "</deviceUuid></alert><alert id='6'><deviceUuid>z</deviceUuid>"
	      "</alert><alert id='7'><userName>owned</userName></alert></alerts></r>");
	cr_expect(ownership_has(ownership, OBJECT_ALERT, "5"));
	cr_expect_not(ownership_has(ownership, OBJECT_ALERT, "6"));
	cr_expect(ownership_has(ownership, OBJECT_ALERT, "7"));
	ownership_free(ownership);
}

Test(ownership, a_read_says_that_an_id_is_nobodys)
{
	struct target target = target_of(TARGET_PRODUCTION);
	struct ownership *ownership = ownership_new(&target);
	struct arena *arena = arena_new();
	static const char wipe[] = "/api/v1/dm/devices/wipe/" NOBODY;
	static const char by_mac[] = "/api/v1/dm/devices/wipe/mac/000000000000";
	ownership_absent(ownership, "/api/v1/dm/devices/" OTHER);
	ownership_absent(ownership, "/api/v1/dm/devices/locate/" NOBODY);
	cr_expect_not_null(ownership_refusal(ownership, arena, SAFETY_PROBE_WRITE, "PUT", wipe, (struct str){0}));
	ownership_absent(ownership, "/api/v1/dm/devices/" NOBODY);
	cr_expect_null(ownership_refusal(ownership, arena, SAFETY_PROBE_WRITE, "PUT", wipe, (struct str){0}));
	cr_expect_not_null(ownership_refusal(ownership, arena, SAFETY_PROBE_WRITE, "PUT", by_mac, (struct str){0}));
	ownership_absent(ownership, "/api/v1/dm/devices/mac/000000000000");
	cr_expect_null(ownership_refusal(ownership, arena, SAFETY_PROBE_WRITE, "PUT", by_mac, (struct str){0}));
	arena_free(arena);
	ownership_free(ownership);
}
