// SPDX-License-Identifier: Apache-2.0
// Faults of status codes, formats and bodies that any operation can have.
#include "bend_rows.h"

#define ANYWHERE " dm/* sm/* eas/* alerts/* policies/* appsettings/* apps/* wadl/* contracts/* scenarios/*"
#define HTML "<!DOCTYPE html><html><body><h1>Error</h1></body></html>"

// Reads that answer no data at all, or in one format only.
#define BROKEN(op, name, id)                                                                                             \
	{FAULT("500-" name, "R017 R023 R267", id ":*" ANYWHERE, "an internal error in place of data"), .on = op,             \
	 STEPS(SAY("500", "Unexpected error"))},                                                                             \
		{FAULT("empty-" name, "R017 R011 R012 R014 R016", id ":*" ANYWHERE, "200 with an empty body"), .on = op,         \
	     STEPS(WHOLE(""))},                                                                                              \
		{FAULT("204-" name, "R017", id ":*" ANYWHERE, "204 in place of data"), .on = op,                                 \
	     STEPS(WHOLE(""), HEADER("Content-Type", NULL), ANSWER("204"))},                                                 \
		{FAULT("always-json-" name, "R011", id ":*" ANYWHERE, "JSON whatever is asked for"), .on = op,                   \
	     STEPS(FORMAT("json"))},                                                                                         \
	{                                                                                                                    \
		FAULT("always-xml-" name, "R012", id ":*" ANYWHERE, "XML whatever is asked for"), .on = op, STEPS(FORMAT("xml")) \
	}
// An answer with another status or body, where an id is asked for that nobody has.
#define NOBODY(op, name, what, requirements, kind, id, about, ...)                                                     \
	{                                                                                                                  \
		FAULT("unknown-" what "-" name, requirements, id kind " " id ":*" ANYWHERE, about), .on = op, .status = 404,   \
																							STEPS(__VA_ARGS__)         \
	}
#define UNKNOWN(op, name, requirements, id)                                                                             \
	NOBODY(op, name, "200", requirements, ":unknown-id.*", id, "200 for an id that nobody has", SAY("200", "0 found")), \
		NOBODY(op, name, "400", requirements, ":unknown-id.*", id, "400 for an id that nobody has",                     \
	           SAY("400", "Bad request")),                                                                              \
		UNHELPFUL(op, name, requirements, id)
// Where a 200 with a message would do, too (E014).
#define UNCERTAIN(op, name, requirements, id)                                                                          \
	NOBODY(op, name, "400", requirements, ":unknown-uuid.*", id, "400 for an id that nobody has",                      \
	       SAY("400", "Bad request")),                                                                                 \
		UNHELPFUL(op, name, requirements, id)
#define UNHELPFUL(op, name, requirements, id)                                                                          \
	NOBODY(op, name, "500", "R023 " requirements, ":unknown-id.*", id, "an internal error for an id that nobody has",  \
	       SAY("500", "java.lang.NullPointerException")),                                                              \
		NOBODY(op, name, "wordless", "R015 R027 " requirements, ":unknown-id.*", id, "404 without a message",          \
	           DROP("//messages/message")),                                                                            \
		NOBODY(op, name, "html", "R015 R011 R012 R014 R016 " requirements, ":unknown-id.*", id,                        \
	           "a page of the container for an id that nobody has", WHOLE(HTML), HEADER("Content-Type", "text/html")), \
		NOBODY(op, name, "empty", "R015 " requirements, ":unknown-id.*", id, "404 with an empty body", WHOLE(""))
// Other answers for a request that is wrong in itself.
#define INVALID(op, name, id)                                                                                          \
	{FAULT("invalid-500-" name, "R023 R020", id ":invalid.* " id ":*" ANYWHERE, "500 where a parameter is wrong"),     \
	 .on = op, .status = 400, STEPS(SAY("500", "java.lang.IllegalArgumentException"))},                                \
	{                                                                                                                  \
		FAULT("invalid-wordless-" name, "R020 R015 R027", id ":invalid.* " id ":*" ANYWHERE, "400 without a reason"),  \
			.on = op, .status = 400, STEPS(DROP("//messages/message"))                                                 \
	}
// Other answers for an id that cannot be one.
#define MALFORMED(op, name, id)                                                                                        \
	{FAULT("malformed-500-" name, "R023 R020", id ":invalid.* " id ":*" ANYWHERE, "500 for an id that cannot be one"), \
	 .on = op, .status = 404, .when = "starts-with(segment(1), 'not-a')",                                              \
	 STEPS(SAY("500", "java.lang.IllegalArgumentException"))},                                                         \
	{                                                                                                                  \
		FAULT("malformed-wordless-" name, "R015 R020 R027 R018", id ":invalid.* " id ":*" ANYWHERE,                    \
		      "an id that cannot be one is refused without a reason"),                                                 \
			.on = op, .status = 404, .when = "starts-with(segment(1), 'not-a')", STEPS(DROP("//messages/message"))     \
	}
// An answer in a body or under a type that it is not.
#define SPOILED(op, name, id)                                                                                          \
	TYPED(op, name, id, BEND_XML, "xml-as-plain", "R014 R011", "text/plain", "XML is called text/plain"),              \
		TYPED(op, name, id, BEND_XML, "xml-as-html", "R014 R011", "text/html", "XML is called text/html"),             \
		TYPED(op, name, id, BEND_JSON, "json-as-html", "R014 R012", "text/html;charset=utf-8", "JSON is called HTML"), \
		TYPED(op, name, id, BEND_XML, "xml-as-json", "R014 R011", "application/json", "XML is called JSON"),           \
		TYPED(op, name, id, BEND_JSON, "json-as-xml", "R014 R012", "application/xml", "JSON is called XML"),           \
		TYPED(op, name, id, BEND_JSON, "json-untyped", "R014 R012", NULL, "JSON without a content type"),              \
		TYPED(op, name, id, BEND_XML, "xml-untyped", "R014 R011", NULL, "XML without a content type"),                 \
		BODY(op, name, id, BEND_XML, "xml-cut", "R011 R014 R016", "XML ends too early", CUT("40")),                    \
		BODY(op, name, id, BEND_JSON, "json-cut", "R012 R014 R016", "JSON ends too early", CUT("2")),                  \
		BODY(op, name, id, BEND_XML, "xml-trailing", "R011 R014 R016", "a second root", TAIL("<more/>")),              \
		BODY(op, name, id, BEND_JSON, "json-trailing", "R012 R014 R016", "a second value", TAIL("{}")),                \
		BODY(op, name, id, BEND_JSON, "json-comment", "R012 R014", "JSON with a comment", HEAD("/* data */")),         \
		BODY(op, name, id, BEND_JSON, "json-padding", "R012 R014", "JSON as a call of a function", HEAD("callback(")), \
		BODY(op, name, id, BEND_JSON, "json-guard", "R012 R014", "JSON behind a guard", HEAD(")]}',\n")),              \
		BODY(op, name, id, BEND_JSON, "json-array", "R012 R016 R377 R378", "JSON in an array", HEAD("["), TAIL("]")),  \
		BODY(op, name, id, BEND_JSON, "json-twice", "R012 R014", "a member twice",                                     \
	         REPLACE("\"messages\"", "\"messages\":\"\",\"messages\"")),                                               \
		BODY(op, name, id, BEND_XML, "xml-bytes", "R011 R014", "bytes that are no UTF-8",                              \
	         REPLACE("</messages>", "\xff\xfe</messages>"), REPLACE("<messages/>", "<messages>\xc3\x28</messages>")),  \
		BODY(op, name, id, BEND_XML, "xml-ampersand", "R011 R014", "a bare ampersand",                                 \
	         REPLACE("<messages", "<note>R&D</note><messages")),                                                       \
		BODY(op, name, id, BEND_XML, "xml-unclosed", "R011 R014", "an element that nothing closes",                    \
	         REPLACE("<messages", "<br><messages")),                                                                   \
		BODY(op, name, id, BEND_XML, "xml-doctype", "R011 R014", "a document type with an entity",                     \
	         REPLACE("?>", "?><!DOCTYPE x [<!ENTITY a 'b'>]>")),                                                       \
		BODY(op, name, id, BEND_BOTH, "html-page", "R011 R012 R014 R016", "a page with 200", WHOLE(HTML),              \
	         HEADER("Content-Type", "text/html"))
#define TYPED(op, name, id, format_, what, requirements, type, about)                                                  \
	{                                                                                                                  \
		FAULT(what "-" name, requirements, id ":*" ANYWHERE, about), .on = op, .format = format_,                      \
																	 STEPS(HEADER("Content-Type", type))               \
	}
#define BODY(op, name, id, format_, what, requirements, about, ...)                                                    \
	{                                                                                                                  \
		FAULT(what "-" name, requirements, id ":*" ANYWHERE, about), .on = op, .format = format_, STEPS(__VA_ARGS__)   \
	}

// clang-format off
const struct bend_row faults_answers[] = {
	BROKEN("devices_by_status", "devices-by-status", "dm/get-devices-by-status"),
	BROKEN("device_by_uuid", "device-by-uuid", "dm/get-device-by-uuid"),
	BROKEN("device_by_mac", "device-by-mac", "dm/get-device-by-mac"),
	BROKEN("profiles", "profiles", "dm/get-device-profiles"),
	BROKEN("locate_by_uuid", "locate-by-uuid", "dm/locate-device-by-uuid"),
	BROKEN("locate_by_mac", "locate-by-mac", "dm/locate-device-by-mac"),
	BROKEN("devices_by_phone", "devices-by-phone", "dm/get-devices-by-phone"),
	BROKEN("devices_by_user", "devices-by-user", "dm/get-devices-by-user"),
	BROKEN("labels", "labels", "dm/get-all-labels"),
	BROKEN("devices_by_label", "devices-by-label", "dm/get-devices-by-label"),
	BROKEN("operators", "operators", "dm/list-operators"),
	BROKEN("countries", "countries", "dm/list-countries"),
	BROKEN("eas_devices", "eas-devices", "eas/list-eas-devices"),
	BROKEN("eas_device", "eas-device", "eas/get-eas-device-details"),
	BROKEN("find_user", "find-user", "sm/find-user"),
	BROKEN("search_ldap", "search-ldap", "sm/search-ldap-users"),
	BROKEN("alerts", "alerts", "alerts/get-all-alerts"),
	BROKEN("phone_alerts", "phone-alerts", "alerts/get-alerts-by-phone"),
	BROKEN("user_alerts", "user-alerts", "alerts/get-alerts-by-user"),
	BROKEN("user_phone_alerts", "user-phone-alerts", "alerts/get-alerts-by-user-and-phone"),
	BROKEN("policies", "policies", "policies/get-policies"),
	BROKEN("device_policies", "device-policies", "policies/get-policies-by-device"),
	BROKEN("appsettings", "appsettings", "appsettings/get-appsettings"),
	BROKEN("device_appsettings", "device-appsettings", "appsettings/get-appsettings-by-device"),
	BROKEN("app_inventory", "app-inventory", "apps/get-app-inventory-by-name"),

	UNCERTAIN("device_by_uuid", "device-by-uuid", "R123 R018 R015", "dm/get-device-by-uuid"),
	UNKNOWN("device_by_mac", "device-by-mac", "R018 R346 R347", "dm/get-device-by-mac"),
	UNKNOWN("profiles", "profiles", "R018 R374", "dm/get-device-profiles"),
	UNKNOWN("locate_by_uuid", "locate-by-uuid", "R018", "dm/locate-device-by-uuid"),
	UNKNOWN("locate_by_mac", "locate-by-mac", "R347 R018", "dm/locate-device-by-mac"),
	UNKNOWN("devices_by_phone", "devices-by-phone", "R018 R346", "dm/get-devices-by-phone"),
	UNKNOWN("devices_by_user", "devices-by-user", "R018 R346", "dm/get-devices-by-user"),
	UNKNOWN("devices_by_label", "devices-by-label", "R018 R346", "dm/get-devices-by-label"),
	UNKNOWN("retire_by_uuid", "retire-by-uuid", "R018", "dm/retire-device-by-uuid"),
	UNKNOWN("retire_by_mac", "retire-by-mac", "R347 R018", "dm/retire-device-by-mac"),
	UNKNOWN("lock_by_uuid", "lock-by-uuid", "R018", "dm/lock-device-by-uuid"),
	UNKNOWN("lock_by_mac", "lock-by-mac", "R347 R018", "dm/lock-device-by-mac"),
	UNKNOWN("unlock_by_uuid", "unlock-by-uuid", "R018", "dm/unlock-device-by-uuid"),
	UNKNOWN("unlock_by_mac", "unlock-by-mac", "R347 R018", "dm/unlock-device-by-mac"),
	UNKNOWN("wipe_by_uuid", "wipe-by-uuid", "R018", "dm/wipe-device-by-uuid"),
	UNKNOWN("wipe_by_mac", "wipe-by-mac", "R347 R018", "dm/wipe-device-by-mac"),
	UNKNOWN("wakeup_by_uuid", "wakeup-by-uuid", "R018", "dm/wakeup-device-by-uuid"),
	UNKNOWN("wakeup_by_mac", "wakeup-by-mac", "R347 R018", "dm/wakeup-device-by-mac"),
	UNKNOWN("roaming", "roaming", "R018", "dm/enable-roaming"),
	UNKNOWN("repush", "repush", "R374 R232 R018", "dm/repush-device-profile"),
	UNKNOWN("eas_device", "eas-device", "R375 R018", "eas/get-eas-device-details"),
	UNKNOWN("change_password", "change-password", "R018", "sm/update-user-password"),
	UNKNOWN("find_user", "find-user", "R363 R018", "sm/find-user"),
	UNKNOWN("search_ldap", "search-ldap", "R365 R018", "sm/search-ldap-users"),
	UNKNOWN("alert_update", "alert-update", "R298 R018", "alerts/update-alert"),
	UNKNOWN("phone_alerts", "phone-alerts", "R018", "alerts/get-alerts-by-phone"),
	UNKNOWN("user_alerts", "user-alerts", "R018", "alerts/get-alerts-by-user"),
	UNKNOWN("user_phone_alerts", "user-phone-alerts", "R018", "alerts/get-alerts-by-user-and-phone"),
	UNKNOWN("policy_label", "policy-label", "R321 R018", "policies/apply-remove-policy-label"),
	UNKNOWN("device_policies", "device-policies", "R371 R018", "policies/get-policies-by-device"),
	UNKNOWN("device_appsettings", "device-appsettings", "R372 R018", "appsettings/get-appsettings-by-device"),

	INVALID("devices_by_status", "devices-by-status", "dm/get-devices-by-status"),
	MALFORMED("device_by_uuid", "device-by-uuid", "dm/get-device-by-uuid"),
	MALFORMED("device_by_mac", "device-by-mac", "dm/get-device-by-mac"),
	MALFORMED("profiles", "profiles", "dm/get-device-profiles"),
	MALFORMED("locate_by_uuid", "locate-by-uuid", "dm/locate-device-by-uuid"),
	MALFORMED("locate_by_mac", "locate-by-mac", "dm/locate-device-by-mac"),
	INVALID("register", "register", "dm/register-device"),
	MALFORMED("retire_by_uuid", "retire-by-uuid", "dm/retire-device-by-uuid"),
	MALFORMED("retire_by_mac", "retire-by-mac", "dm/retire-device-by-mac"),
	MALFORMED("lock_by_uuid", "lock-by-uuid", "dm/lock-device-by-uuid"),
	MALFORMED("lock_by_mac", "lock-by-mac", "dm/lock-device-by-mac"),
	MALFORMED("unlock_by_uuid", "unlock-by-uuid", "dm/unlock-device-by-uuid"),
	MALFORMED("unlock_by_mac", "unlock-by-mac", "dm/unlock-device-by-mac"),
	MALFORMED("wipe_by_uuid", "wipe-by-uuid", "dm/wipe-device-by-uuid"),
	MALFORMED("wipe_by_mac", "wipe-by-mac", "dm/wipe-device-by-mac"),
	MALFORMED("wakeup_by_uuid", "wakeup-by-uuid", "dm/wakeup-device-by-uuid"),
	MALFORMED("wakeup_by_mac", "wakeup-by-mac", "dm/wakeup-device-by-mac"),
	INVALID("roaming", "roaming", "dm/enable-roaming"),
	INVALID("repush", "repush", "dm/repush-device-profile"),
	INVALID("send_message", "send-message", "dm/send-message-by-uuid"),
	INVALID("send_message_by_mac", "send-message-by-mac", "dm/send-message-by-mac"),
	INVALID("eas_action", "eas-action", "eas/request-eas-action"),
	INVALID("alerts", "alerts", "alerts/get-all-alerts"),
	INVALID("alerts_update", "alerts-update", "alerts/update-alerts-list"),
	INVALID("alert_update", "alert-update", "alerts/update-alert"),
	INVALID("phone_alerts", "phone-alerts", "alerts/get-alerts-by-phone"),
	INVALID("user_alerts", "user-alerts", "alerts/get-alerts-by-user"),
	INVALID("user_phone_alerts", "user-phone-alerts", "alerts/get-alerts-by-user-and-phone"),
	INVALID("policy_label", "policy-label", "policies/apply-remove-policy-label"),
	MALFORMED("device_policies", "device-policies", "policies/get-policies-by-device"),
	INVALID("appsettings", "appsettings", "appsettings/get-appsettings"),
	MALFORMED("device_appsettings", "device-appsettings", "appsettings/get-appsettings-by-device"),

	SPOILED("device_by_uuid", "device-by-uuid", "dm/get-device-by-uuid"),
	SPOILED("labels", "labels", "dm/get-all-labels"),
	SPOILED("find_user", "find-user", "sm/find-user"),
	SPOILED("alerts", "alerts", "alerts/get-all-alerts"),
	SPOILED("policies", "policies", "policies/get-policies"),
	SPOILED("eas_devices", "eas-devices", "eas/list-eas-devices"),
};
// clang-format on
const size_t faults_answers_count = sizeof faults_answers / sizeof faults_answers[0];
