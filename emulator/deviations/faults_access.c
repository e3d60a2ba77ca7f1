// SPDX-License-Identifier: Apache-2.0
// Faults of who is let in, and by which method.
#include "bend_rows.h"

#define ANYWHERE " dm/* sm/* eas/* alerts/* policies/* appsettings/* apps/* wadl/* contracts/* scenarios/*"

// One operation that answers without credentials, or with wrong ones.
#define OPEN(op, name, id)                                                                                             \
	{FAULT("open-" name, "R021 R028", id ":auth.none " id ":*", "needs no credentials"), .on = op,                     \
	 .when = "account() = ''", STEPS(LET_IN)},                                                                         \
	{                                                                                                                  \
		FAULT("any-password-" name, "R022 R028", id ":auth.unknown-user " id ":*", "takes any credentials"),           \
			.on = op, .when = "account() = '?'", STEPS(LET_IN)                                                         \
	}
// One operation that lets a user in who has neither of the roles, or keeps one out who has the Mobile App role.
#define ROLES(op, name, id)                                                                                            \
	{FAULT("role-ignored-" name, "R031", id ":role.none " id ":*", "lets a user in who has no role"), .on = op,        \
	 .when = "account() != '' and account() != '?'", STEPS(LET_IN)},                                                   \
	{                                                                                                                  \
		FAULT("role-mobile-app-refused-" name, "R030", id ":role.mobile-app " id ":*",                                 \
		      "keeps a user out who has the Mobile App role only"),                                                    \
			.on = op, .when = "account() = 'app-user'", STEPS(KEEP_OUT)                                                \
	}
// One operation that takes a wrong method, or refuses it in another way than with 405.
#define METHOD(op, name, id, method)                                                                                   \
	{FAULT("method-" name "-is-200", "R009", id ":method." method " " id ":*", "a wrong method is answered 200"),      \
	 .on = op, .status = 405, STEPS(SAY("200", "OK"))},                                                                \
	{                                                                                                                  \
		FAULT("method-" name "-is-404", "R009", id ":method." method " " id ":*", "a wrong method is answered 404"),   \
			.on = op, .status = 405, STEPS(SAY("404", "Not found"))                                                    \
	}
// What all refusals for want of credentials have in common, bent.
#define REFUSAL(name, requirements, about, ...)                                                                        \
	{                                                                                                                  \
		FAULT("refusal-" name, requirements, "dm/get-devices-by-status:auth.*" ANYWHERE, about),                       \
			.on = "*", .status = 401, STEPS(__VA_ARGS__)                                                               \
	}
#define UNASKED(name, requirements, about, ...)                                                                        \
	{                                                                                                                  \
		FAULT("no-credentials-" name, requirements, "dm/get-devices-by-status:auth.none" ANYWHERE, about),             \
			.on = "*", .status = 401, .when = "account() = ''", STEPS(__VA_ARGS__)                                     \
	}

// clang-format off
const struct bend_row faults_access[] = {
	OPEN("devices_by_status", "devices-by-status", "dm/get-devices-by-status"),
	OPEN("device_by_uuid", "device-by-uuid", "dm/get-device-by-uuid"),
	OPEN("device_by_mac", "device-by-mac", "dm/get-device-by-mac"),
	OPEN("profiles", "profiles", "dm/get-device-profiles"),
	OPEN("locate_by_uuid", "locate-by-uuid", "dm/locate-device-by-uuid"),
	OPEN("locate_by_mac", "locate-by-mac", "dm/locate-device-by-mac"),
	OPEN("devices_by_phone", "devices-by-phone", "dm/get-devices-by-phone"),
	OPEN("devices_by_user", "devices-by-user", "dm/get-devices-by-user"),
	OPEN("labels", "labels", "dm/get-all-labels"),
	OPEN("devices_by_label", "devices-by-label", "dm/get-devices-by-label"),
	OPEN("operators", "operators", "dm/list-operators"),
	OPEN("countries", "countries", "dm/list-countries"),
	OPEN("register", "register", "dm/register-device"),
	OPEN("retire_by_uuid", "retire-by-uuid", "dm/retire-device-by-uuid"),
	OPEN("retire_by_mac", "retire-by-mac", "dm/retire-device-by-mac"),
	OPEN("lock_by_uuid", "lock-by-uuid", "dm/lock-device-by-uuid"),
	OPEN("lock_by_mac", "lock-by-mac", "dm/lock-device-by-mac"),
	OPEN("unlock_by_uuid", "unlock-by-uuid", "dm/unlock-device-by-uuid"),
	OPEN("unlock_by_mac", "unlock-by-mac", "dm/unlock-device-by-mac"),
	OPEN("wipe_by_uuid", "wipe-by-uuid", "dm/wipe-device-by-uuid"),
	OPEN("wipe_by_mac", "wipe-by-mac", "dm/wipe-device-by-mac"),
	OPEN("wakeup_by_uuid", "wakeup-by-uuid", "dm/wakeup-device-by-uuid"),
	OPEN("wakeup_by_mac", "wakeup-by-mac", "dm/wakeup-device-by-mac"),
	OPEN("roaming", "roaming", "dm/enable-roaming"),
	OPEN("repush", "repush", "dm/repush-device-profile"),
	OPEN("bulk", "bulk", "dm/bulk-device-action"),
	OPEN("send_message", "send-message", "dm/send-message-by-uuid"),
	OPEN("send_message_by_mac", "send-message-by-mac", "dm/send-message-by-mac"),
	OPEN("eas_devices", "eas-devices", "eas/list-eas-devices"),
	OPEN("eas_action", "eas-action", "eas/request-eas-action"),
	OPEN("eas_device", "eas-device", "eas/get-eas-device-details"),
	OPEN("change_password", "change-password", "sm/update-user-password"),
	OPEN("authenticate", "authenticate", "sm/authenticate-user"),
	OPEN("find_user", "find-user", "sm/find-user"),
	OPEN("search_ldap_by_query", "search-ldap-by-query", "sm/search-ldap-users-query-variant"),
	OPEN("search_ldap", "search-ldap", "sm/search-ldap-users"),
	OPEN("alerts", "alerts", "alerts/get-all-alerts"),
	OPEN("alerts_update", "alerts-update", "alerts/update-alerts-list"),
	OPEN("alert_update", "alert-update", "alerts/update-alert"),
	OPEN("phone_alerts", "phone-alerts", "alerts/get-alerts-by-phone"),
	OPEN("user_alerts", "user-alerts", "alerts/get-alerts-by-user"),
	OPEN("user_phone_alerts", "user-phone-alerts", "alerts/get-alerts-by-user-and-phone"),
	OPEN("policies", "policies", "policies/get-policies"),
	OPEN("policy_label", "policy-label", "policies/apply-remove-policy-label"),
	OPEN("device_policies", "device-policies", "policies/get-policies-by-device"),
	OPEN("appsettings", "appsettings", "appsettings/get-appsettings"),
	OPEN("device_appsettings", "device-appsettings", "appsettings/get-appsettings-by-device"),
	OPEN("app_inventory", "app-inventory", "apps/get-app-inventory-by-name"),
	OPEN("wadl", "wadl", "wadl/get-wadl"),
	{FAULT("open-devices-csv", "R021 R028 R360", "dm/export-devices-csv:auth.none dm/export-devices-csv:*", "the export needs no credentials"),
	 .on = "devices_csv", .when = "account() = ''", STEPS(LET_IN)},
	{FAULT("any-password-devices-csv", "R022 R028", "dm/export-devices-csv:auth.unknown-user dm/export-devices-csv:*", "the export takes any credentials"),
	 .on = "devices_csv", .when = "account() = '?'", STEPS(LET_IN)},

	ROLES("phone_alerts", "phone-alerts", "alerts/get-alerts-by-phone"),
	ROLES("app_inventory", "app-inventory", "apps/get-app-inventory-by-name"),
	ROLES("appsettings", "appsettings", "appsettings/get-appsettings"),
	ROLES("devices_csv", "devices-csv", "dm/export-devices-csv"),
	ROLES("eas_device", "eas-device", "eas/get-eas-device-details"),
	ROLES("policies", "policies", "policies/get-policies"),
	ROLES("find_user", "find-user", "sm/find-user"),
	ROLES("wadl", "wadl", "wadl/get-wadl"),

	METHOD("phone_alerts", "phone-alerts", "alerts/get-alerts-by-phone", "*"),
	METHOD("user_alerts", "user-alerts", "alerts/get-alerts-by-user", "*"),
	METHOD("user_phone_alerts", "user-phone-alerts", "alerts/get-alerts-by-user-and-phone", "*"),
	METHOD("alert_update", "alert-update", "alerts/update-alert", "*"),
	METHOD("app_inventory", "app-inventory", "apps/get-app-inventory-by-name", "*"),
	METHOD("appsettings", "appsettings", "appsettings/get-appsettings", "*"),
	METHOD("device_appsettings", "device-appsettings", "appsettings/get-appsettings-by-device", "*"),
	METHOD("bulk", "bulk", "dm/bulk-device-action", "*"),
	METHOD("roaming", "roaming", "dm/enable-roaming", "*"),
	METHOD("devices_csv", "devices-csv", "dm/export-devices-csv", "*"),
	METHOD("labels", "labels", "dm/get-all-labels", "*"),
	METHOD("device_by_mac", "device-by-mac", "dm/get-device-by-mac", "*"),
	METHOD("device_by_uuid", "device-by-uuid", "dm/get-device-by-uuid", "*"),
	METHOD("profiles", "profiles", "dm/get-device-profiles", "*"),
	METHOD("devices_by_label", "devices-by-label", "dm/get-devices-by-label", "*"),
	METHOD("devices_by_phone", "devices-by-phone", "dm/get-devices-by-phone", "*"),
	METHOD("devices_by_status", "devices-by-status", "dm/get-devices-by-status", "*"),
	METHOD("devices_by_user", "devices-by-user", "dm/get-devices-by-user", "*"),
	METHOD("countries", "countries", "dm/list-countries", "*"),
	METHOD("operators", "operators", "dm/list-operators", "*"),
	METHOD("lock_by_mac", "lock-by-mac", "dm/lock-device-by-mac", "*"),
	METHOD("lock_by_uuid", "lock-by-uuid", "dm/lock-device-by-uuid", "*"),
	METHOD("register", "register", "dm/register-device", "*"),
	METHOD("repush", "repush", "dm/repush-device-profile", "*"),
	METHOD("retire_by_mac", "retire-by-mac", "dm/retire-device-by-mac", "*"),
	METHOD("retire_by_uuid", "retire-by-uuid", "dm/retire-device-by-uuid", "*"),
	METHOD("send_message_by_mac", "send-message-by-mac", "dm/send-message-by-mac", "*"),
	METHOD("send_message", "send-message", "dm/send-message-by-uuid", "*"),
	METHOD("wipe_by_mac", "wipe-by-mac", "dm/wipe-device-by-mac", "*"),
	METHOD("wipe_by_uuid", "wipe-by-uuid", "dm/wipe-device-by-uuid", "*"),
	METHOD("eas_device", "eas-device", "eas/get-eas-device-details", "*"),
	METHOD("policy_label", "policy-label", "policies/apply-remove-policy-label", "*"),
	METHOD("policies", "policies", "policies/get-policies", "*"),
	METHOD("device_policies", "device-policies", "policies/get-policies-by-device", "*"),
	METHOD("authenticate", "authenticate", "sm/authenticate-user", "*"),
	METHOD("find_user", "find-user", "sm/find-user", "*"),
	METHOD("change_password", "change-password", "sm/update-user-password", "*"),
	METHOD("wadl", "wadl", "wadl/get-wadl", "*"),
	{FAULT("methods-500", "R009 R023", "dm/get-all-labels:method.*" ANYWHERE, "wrong methods end in an internal error"), .on = "*", .status = 405,
	 STEPS(SAY("500", "Unexpected error"))},
	{FAULT("methods-501", "R009", "dm/get-all-labels:method.*" ANYWHERE, "wrong methods are answered 501"), .on = "*", .status = 405, STEPS(ANSWER("501"))},
	{FAULT("methods-403", "R009", "dm/get-all-labels:method.*" ANYWHERE, "wrong methods are answered 403"), .on = "*", .status = 405, STEPS(ANSWER("403"))},
	{FAULT("methods-400", "R009", "dm/get-all-labels:method.*" ANYWHERE, "wrong methods are answered 400"), .on = "*", .status = 405, STEPS(SAY("400", "Bad request"))},

	{FAULT("get-refused", "R006", "dm/get-all-labels:ok.*" ANYWHERE, "GET is refused"), .on = "labels",
	 STEPS(SAY("405", "Use POST"))},
	{FAULT("put-refused", "R007", "alerts/update-alert:*" ANYWHERE, "PUT is refused"), .on = "alert_update",
	 STEPS(SAY("405", "Use POST"))},
	{FAULT("post-refused", "R008", "sm/authenticate-user:*" ANYWHERE, "POST is refused"), .on = "authenticate",
	 STEPS(SAY("405", "Use PUT"))},
	{FAULT("put-on-activesync-refused", "R007 R010", "scenarios/activesync-block-and-reinstate:*" ANYWHERE, "PUT is refused where GET is a list"),
	 .on = "eas_action", STEPS(SAY("405", "Use GET"))},

	REFUSAL("403", "R021 R022", "403 in place of 401", ANSWER("403")),
	REFUSAL("404", "R021 R022", "404 in place of 401", ANSWER("404")),
	REFUSAL("500", "R021 R022 R023", "500 in place of 401", ANSWER("500")),
	REFUSAL("400", "R021 R022", "400 with a message in place of 401", SAY("400", "Login required")),
	REFUSAL("200-message", "R021 R022", "200 with a message in place of 401", SAY("200", "Login required")),
	REFUSAL("without-challenge", "R028 R021 R022 R033", "401 comes without a challenge", HEADER("WWW-Authenticate", NULL)),
	REFUSAL("bearer", "R033 R028 R021 R022", "401 asks for a token", HEADER("WWW-Authenticate", "Bearer realm=\"api\"")),
	REFUSAL("digest", "R033 R028 R021 R022", "401 asks for a digest", HEADER("WWW-Authenticate", "Digest realm=\"api\", nonce=\"n\", qop=\"auth\"")),
	REFUSAL("login-page", "R021 R022 R034", "a form to log in in place of 401",
	        WHOLE("<!DOCTYPE html><html><body><form>Sign in</form></body></html>"), ANSWER("200")),
	REFUSAL("redirect", "R021 R022", "a redirect to the login page in place of 401", WHOLE(""), ANSWER("302"), HEADER("Location", "/mifs/user/login.jsp")),
	UNASKED("403", "R021", "403 without credentials, 401 only with wrong ones", ANSWER("403")),
	UNASKED("200-empty", "R021 R028", "200 and no body without credentials", WHOLE(""), ANSWER("200")),
	{FAULT("wrong-credentials-403", "R022", "dm/get-devices-by-status:auth.unknown-user" ANYWHERE, "403 with wrong credentials"), .on = "*", .status = 401,
	 .when = "account() = '?'", STEPS(ANSWER("403"))},
	{FAULT("refusal-with-devices", "R034", "dm/get-devices-by-status:auth.*" ANYWHERE, "401 comes with the devices"), .on = "devices_by_*,device_by_*",
	 .when = "account() = '' or account() = '?'", STEPS(LET_IN, ANSWER("401"), HEADER("WWW-Authenticate", "Basic realm=\"x\""))},
	{FAULT("refusal-with-users", "R034", "sm/find-user:auth.*" ANYWHERE, "401 comes with the user"), .on = "find_user",
	 .when = "account() = '' or account() = '?'", STEPS(LET_IN, ANSWER("401"), HEADER("WWW-Authenticate", "Basic realm=\"x\""))},
	{FAULT("refusal-with-alerts", "R034", "alerts/get-all-alerts:auth.*" ANYWHERE, "401 comes with the alerts"), .on = "alerts",
	 .when = "account() = '' or account() = '?'", STEPS(LET_IN, ANSWER("401"), HEADER("WWW-Authenticate", "Basic realm=\"x\""))},
	{FAULT("refusal-with-policies", "R034", "policies/get-policies:auth.*" ANYWHERE, "401 comes with the policies"), .on = "policies",
	 .when = "account() = '' or account() = '?'", STEPS(LET_IN, ANSWER("401"), HEADER("WWW-Authenticate", "Basic realm=\"x\""))},
};
// clang-format on
const size_t faults_access_count = sizeof faults_access / sizeof faults_access[0];
