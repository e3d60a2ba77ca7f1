// SPDX-License-Identifier: Apache-2.0
// Variations of everything but device records: lists of labels and the like, locations, ActiveSync, users, alerts,
// policies, application settings, and the answers and effects of writes.
#include "bend_rows.h"

#define GIVEN                                                                                                          \
	"//*[name() = 'registeredAllowedDevice' or name() = 'registeredBlockedDevice' or name() = "                        \
	"'registeredWipedDevice' or "                                                                                      \
	"name() = 'unregisteredAllowedDevice' or name() = 'unregisteredBlockedDevice']"
#define ACTIONS "retire_by_*,lock_by_*,unlock_by_*,wipe_by_*,wakeup_by_*,roaming"

#define SETTING(name, operation, path, value, by, about)                                                               \
	{                                                                                                                  \
		MAY(name, by, about), .on = operation, STEPS(SET(path, value))                                                 \
	}
#define ABSENT(name, operation, path, by, about)                                                                       \
	{                                                                                                                  \
		MAY(name, by, about), .on = operation, STEPS(DROP(path))                                                       \
	}
// A refusal with another status.
#define REFUSED(name, operation, from, to, by, about)                                                                  \
	{                                                                                                                  \
		MAY(name, by, about), .on = operation, .status = from, STEPS(ANSWER(to))                                       \
	}

// clang-format off
const struct bend_row variations_areas[] = {
	// labels, operators, countries, profiles
	{MAY("label-search-criteria", "E156", "searchCriteria for query"), .on = "labels", STEPS(RENAME("//label/query", "searchCriteria"))},
	{MAY("label-default-static", "E155", "a default label that is static"), .on = "labels",
	 STEPS(SET("//label[name = 'macOS']/staticLabel", "'true'"), DROP("//label[name = 'macOS']/query"))},
	ABSENT("label-no-description", "labels", "//label/description", "E003", "no description"),
	ABSENT("label-no-search-flag", "labels", "//label/isEsSearch", "E157", "no isEsSearch"),
	SETTING("label-search-flag-102", "labels", "//label/isEsSearch", "'102'", "E157", "isEsSearch is 102"),
	SETTING("label-search-flag-true", "labels", "//label/isEsSearch", "'true'", "E157", "isEsSearch is true"),
	{MAY("label-empty-query", "E155", "static labels have an empty query"), .on = "labels", STEPS(ADD("//label[staticLabel = 'true'][not(query)]", "query=''"))},
	SETTING("label-counts-more", "labels", "//label/deviceCount[. > 0]", "plus(., 3)", "E078", "deviceCount is not that of the list of the label"),
	{MAY("label-counts-change", "E078", "deviceCount changes between reads"), .on = "labels", .every = 2, STEPS(SET("//label/deviceCount[. > 0]", "plus(., 1)"))},
	{MAY("operator-id-attribute", "E159", "the id of an operator is an attribute"), .on = "operators",
	 STEPS(ADD("//operator[id]", "@id=string(id)"), DROP("//operator/id"))},
	SETTING("operator-no-country-id", "operators", "//operator/countryId", "''", "E160", "countryId is empty"),
	{MAY("country-iso-aplha", "E161", "isoAplha2Code"), .on = "countries", STEPS(RENAME("//country/isoAlpha2Code", "isoAplha2Code"))},
	{MAY("country-iso-both", "E161", "both spellings"), .on = "countries", STEPS(RENAME("//country[position() mod 2 = 1]/isoAlpha2Code", "isoaplha2code"))},
	SETTING("countries-disabled", "countries", "//country/enabledForRegistration", "'102'", "E163", "no country is enabled"),
	ABSENT("profile-no-uuid", "profiles", "//profile/uuid", "E180", "profiles without uuid"),
	{MAY("profile-other-words", "E178", "other words for status and policyType"), .on = "profiles",
	 STEPS(SET("//profile/status", "'Pending'"), SET("//profile/policyType", "'APPCONNECT'"))},
	{MAY("profile-same-id", "E179", "a configuration with the id of a policy"), .on = "profiles",
	 STEPS(COPY("//profile[last()]"), SET("//profile[last()]/profileType", "'APP'"), DROP("//profile[last()]/uuid"))},
	{MAY("profiles-none", "R374", "no device has profiles"), .on = "profiles", STEPS(SAY("404", "No profiles found."))},

	// locations
	{MAY("locate-now-inside", "E146", "locateNow in the location"), .on = "locate_by_*", STEPS(MOVE("/*/locateNow", "//location"))},
	{MAY("locate-now-beside", "E146", "locateNow beside the location"), .on = "locate_by_*", STEPS(MOVE("/*/locateNow", "//locations"))},
	ABSENT("locate-now-absent", "locate_by_*", "//locateNow", "E146", "no locateNow"),
	{MAY("locate-failure", "E148", "a failed look-up without coordinates"), .on = "locate_by_*",
	 STEPS(SET("//lookupResult", "'LookupFailure'"), DROP("//location/*[name() != 'uuid'][name() != 'lookupResult']"))},
	{MAY("locate-failure-zero", "E148", "a failed look-up at 0, 0"), .on = "locate_by_*",
	 STEPS(SET("//lookupResult", "'LookupFailure'"), SET("//latitude | //longitude", "'0.0'"), SET("//radius", "'0'"))},
	{MAY("locate-failure-empty", "E148", "a failed look-up with empty coordinates"), .on = "locate_by_*",
	 STEPS(SET("//lookupResult", "'LookupFailure'"), SET("//latitude | //longitude | //radius | //capturedAt", "''"))},
	{MAY("locate-cell", "guide", "found by cell"), .on = "locate_by_*", STEPS(SET("//lookupResult[. != 'LookupFailure']", "'Cell'"), SET("//radius", "'1500.75'"))},
	{MAY("locate-whole-degrees", "guide", "whole degrees"), .on = "locate_by_*", STEPS(SET("//latitude", "'50'"), SET("//longitude", "'-8'"))},

	// registration
	{MAY("register-echo-national", "E123", "the number is repeated without country code"), .on = "register",
	 STEPS(SET("/*/phoneNumber[string-length(.) > 10]", "substring(., string-length(.) - 9)"))},
	{MAY("register-no-passcode", "E126", "no passcode"), .on = "register", STEPS(SET("//passcode", "''"))},
	SETTING("register-status-of-device", "register", "//registration/status", "'VERIFICATION_PENDING'", "E122", "the status is that of the device"),
	REFUSED("register-404-for-invalid", "register", 400, "404", "E124", "404 for invalid values"),

	// actions
	{MAY("action-messages", "E142", "a message where there is none"), .on = "locate_by_*", STEPS(ADD("/*/messages[not(*)]", "message='Command sent.'"))},
	{MAY("action-message-own-words", "E010", "other words for success"), .on = ACTIONS ",bulk,send_message*,eas_action",
	 STEPS(SET("//message[. != 'Invalid action'][not(contains(., 'ailed'))][not(contains(., 'not sent'))][not(contains(., 'Wake'))][not(contains(., 'modified'))]"
	           "[not(contains(., 'oaming'))]", "'Okay'"))},
	{MAY("retire-slowly", "E034 wire", "retiring takes a moment"), .on = "retire_by_*,bulk", .when = "not(segment(1) = 'UNLOCK')", STEPS(LATER("1200ms"))},
	{MAY("retire-by-reads", "E034 wire", "retiring is seen some reads later"), .on = "retire_by_*", STEPS(LATER("3"))},
	{MAY("retire-pending", "E034", "retired devices are RETIRE_PENDING for good"), .on = "retire_by_*,bulk",
	 .when = "not(segment(1) = 'UNLOCK') and not(segment(1) = 'WIPE') and not(segment(1) = 'LOCK') and not(segment(1) = 'WAKEUP_DEVICE')", STEPS(STATUS("RETIRE_PENDING"))},
	{MAY("wipe-slowly", "E143 wire", "wiping takes a moment"), .on = "wipe_by_*,eas_action", STEPS(LATER("1200ms"))},
	{MAY("wipe-by-reads", "E143 wire", "wiping is seen some reads later"), .on = "wipe_by_*,eas_action", STEPS(LATER("3"))},
	{MAY("bulk-slowly", "E166", "actions on several devices take a moment"), .on = "bulk", .when = "segment(1) != 'UNLOCK'", STEPS(LATER("1200ms"))},
	{MAY("roaming-slowly", "E151", "roaming changes with the next check-in"), .on = "roaming", STEPS(LATER("1200ms"))},
	{MAY("roaming-unseen", "E151", "roaming is not to be seen in the details"), .on = "device*", STEPS(DROP("//entry[contains(lower(key), 'roaming')]"))},
	{MAY("action-after-wipe-404", "E143", "404 for what cannot be done"), .on = "retire_by_*,lock_by_*,unlock_by_*,wakeup_by_*,wipe_by_*,locate_by_*",
	 .status = 400, .when = "contains(//message, 'wiped')", STEPS(ANSWER("404"))},
	REFUSED("reason-404", "lock_by_*,unlock_by_*,retire_by_*,wipe_by_*", 400, "404", "E131", "404 for a wrong reason"),
	{MAY("lock-no-device", "E135", "lock without deviceUuid"), .on = "lock_by_*", STEPS(DROP("//deviceUuid"))},
	{MAY("unlock-no-name", "E137", "a blank before the name of the passcode"), .on = "unlock_by_*,bulk", STEPS(SET("//passcode/name", "concat(' ', .)"))},
	{MAY("repush-with-message", "E182", "re-push answers a message"), .on = "repush", STEPS(SAY("200", "Profiles will be pushed."))},
	{MAY("repush-empty", "E182", "re-push answers nothing"), .on = "repush", STEPS(WHOLE(""), HEADER("Content-Type", NULL))},

	// several devices, messages
	{MAY("bulk-invalid-action-200", "E164", "200 for an invalid action"), .on = "bulk", .status = 400, .when = "//message = 'Invalid action'", STEPS(ANSWER("200"))},
	{MAY("bulk-invalid-action-beside", "E165", "the message beside messages"), .on = "bulk", .status = 400, .when = "//messages/message = 'Invalid action'",
	 STEPS(MOVE("//messages/message", "/*"))},
	{MAY("bulk-message-words", "E170", "failed devices have a message of other words"), .on = "bulk", STEPS(SET("//failedDevices//message", "'It did not work'"))},
	{MAY("send-message-inside", "E172", "the message inside messages"), .on = "send_message*", STEPS(MOVE("/*/message", "/*/messages"))},
	{MAY("send-message-words", "E173", "other words where not all were sent"), .on = "send_message*",
	 STEPS(SET("//message[contains(., 'not sent')]", "'At least one device got no message'"))},
	{MAY("send-by-mac-uuids", "E175", "invalid devices are repeated as they came"), .on = "send_message_by_mac", STEPS(RENAME("//invalidDevices/uuid", "mac"))},
	{MAY("send-subject-refused", "E176", "a subject is refused but with email"), .on = "send_message*", .status = 400, STEPS(ANSWER("400"))},

	// ActiveSync
	{MAY("eas-root-response", "E185", "easWebServiceResponse"), .on = "eas_devices", STEPS(RENAME("/easWebServiceReponse", "easWebServiceResponse"))},
	{MAY("eas-action-root", "E185", "easWebServiceReponse"), .on = "eas_action", STEPS(RENAME("/*", "easWebServiceReponse"))},
	{MAY("eas-detail-wrapped", "E195", "the details are wrapped in a response"), .on = "eas_device",
	 STEPS(ADD("/*", "easDevice=''"), MOVE("/*/uuid | /*/details", "/*/easDevice"), RENAME("/*", "easWebServiceResponse"))},
	{MAY("eas-ids-other", "E186", "ids that are no uuids"), .on = "eas_devices",
	 STEPS(SET(GIVEN "/mailboxId", "concat('hdgd-', .)"))},
	SETTING("eas-source-small", "eas_devices", GIVEN "/actionSource", "concat(substring(., 1, 1), lower(substring(., 2)))", "E193", "actionSource as in the details"),
	SETTING("eas-source-capital", "eas_device", "//entry[key = 'ActionSource']/value", "upper(.)", "E193", "ActionSource as in the list"),
	{MAY("eas-booleans-small", "E199", "true and false"), .on = "eas_device", STEPS(SET("//value[. = 'True' or . = 'False']", "lower(.)"))},
	{MAY("eas-dates-iso", "E198", "dates in ISO form"), .on = "eas_device", STEPS(SET("//entry[contains(key, 'SyncTime') or contains(key, 'AttemptTime')]/value", "'2025-09-21T11:15:28+00:00'"))},
	{MAY("eas-empty-groups", "E192", "empty groups are there"), .on = "eas_devices", STEPS(ADD("/*[not(registeredWipedDevices)]", "registeredWipedDevices=''"),
	 ADD("/*[not(unregisteredBlockedDevices)]", "unregisteredBlockedDevices=''"))},
	SETTING("eas-count-first-group", "eas_devices", "/*/messages/message", "concat(count(/*/registeredAllowedDevices/*), ' Device(s) returned')", "E191", "the message counts the first group"),
	ABSENT("eas-few-fields", "eas_devices", GIVEN "/*[name() = 'domain' or name() = 'platformCode' or name() = 'mailboxId']", "E189", "some elements are absent"),

	// users
	REFUSED("password-wrong-404", "change_password", 400, "404", "E205", "404 for a refused password"),
	REFUSED("password-wrong-401", "change_password", 400, "401", "E205", "401 for a refused password"),
	{MAY("password-wrong-200", "E205", "200 with a failure message"), .on = "change_password", .status = 400, STEPS(SAY("200", "Password update failed."))},
	SETTING("user-last-name", "find_user", "//user/lastName", "' '", "E211", "the last name is one blank"),
	{MAY("user-ldap-more", "E216", "found users have an id and a uuid"), .on = "search_ldap*", STEPS(ADD("//user", "@id='7'"), ADD("//user", "uuid='7f1b0a4e-1111-4222-8333-444455556666'"))},
	{MAY("ldap-by-query-only", "E212", "only the form with a query"), .on = "search_ldap", STEPS(SAY("404", "No users found."))},
	{MAY("ldap-by-path-only", "E212", "only the form with a path"), .on = "search_ldap_by_query", STEPS(SAY("404", "No users found."))},
	{MAY("authenticate-short-400", "E222", "400 for a password that is too short"), .on = "authenticate", .status = 401,
	 .when = "string-length(param('password')) < 8 and account() != '' and account() != '?'", STEPS(SAY("400", "The password is too short."))},
	{MAY("authenticate-with-message", "E010", "a message for a right password"), .on = "authenticate",
	 STEPS(ADD("/*[not(messages)]", "messages=''"), ADD("/*/messages[not(*)]", "message='User is authenticated.'"))},

	// alerts
	{MAY("alert-id-element", "E226", "the id is an element"), .on = "alerts", STEPS(ADD("//alert[@id]", "id=string(@id)"), DROP("//alert/@id"))},
	{MAY("alert-id-attribute", "E226", "the id is an attribute"), .on = "*_alerts", STEPS(ADD("//alert[id]", "@id=string(id)"), DROP("//alert/id"))},
	SETTING("alert-user-uuid", "*alerts", "//alert/userUuid", "'asdasd-34sd-234sdf-sfsdfd'", "E229", "userUuid is no uuid"),
	SETTING("alert-updated-early", "*alerts", "//alert[substring(@id, 4) = '7' or substring(id, 4) = '7']/updatedAt", "'2010-04-30T07:20:00+00:00'", "E230", "updated before the date of the alert"),
	ABSENT("alert-no-read-flag", "*alerts", "//alert/isAlertRead", "E225", "no isAlertRead"),
	SETTING("alert-read-flag-other", "*alerts", "//alert/isAlertRead", "'true'", "E225", "isAlertRead is not used"),
	REFUSED("alert-missing-404", "alert*_update", 400, "404", "E236", "404 for a missing parameter"),
	{MAY("alert-words", "E010", "other words for an update"), .on = "alert_update", STEPS(SET("//message", "replace(., 'Updated alert', 'Alert')"))},

	// policies
	SETTING("policy-default-flag", "policies,device_policies", "//policy/defaultPolicy", "'true'", "E251", "defaultPolicy is not used"),
	SETTING("policy-counts-by-device", "device_policies", "//policy/deviceCount | //policy/pendingCount", "'7'", "E252", "counts mean nothing for one device"),
	ABSENT("policy-no-client-value", "policies,device_policies", "//rule/clientValue", "E270", "no clientValue"),
	SETTING("policy-client-value", "policies,device_policies", "//rule/clientValue", "'840'", "E270", "clientValue in seconds"),
	{MAY("policy-inverval", "E271", "SYNC_MULTITASK_INVERVAL"), .on = "policies,device_policies", STEPS(SET("//rule/type[. = 'SYNC_MULTITASK_INTERVAL']", "'SYNC_MULTITASK_INVERVAL'"))},
	{MAY("policy-file-types", "E267", "OTHER_FILE_TYPE"), .on = "policies,device_policies", STEPS(SET("//resourceDTOs/*[. = 'OTHER_FILE_TYPES']", "'OTHER_FILE_TYPE'"))},
	SETTING("policy-more-rules", "policies,device_policies", "//policy[profileType = 'SECURITY']/rules/rule[1]/type", "'SECURITY_NEW_IN_12'", "E030", "a rule that the guide does not list"),
	SETTING("policy-new-profile-type", "policies,device_policies", "//policy[profileType = 'SYNC']/profileType", "'APPCONNECT'", "E249", "a kind of policy that the guide does not list"),
	{MAY("policy-apply-words", "E255", "other words for applying a policy"), .on = "policy_label", STEPS(SET("//message[contains(., 'removed')]", "'Label was taken away'"))},
	// application settings
	{MAY("appsettings-names", "E283", "appSettings and appSetting"), .on = "*appsettings", STEPS(RENAME("/*/appsettings", "appSettings"), RENAME("/*/appSettings/appsetting", "appSetting"))},
	SETTING("appsettings-type-admin", "*appsettings", "//appsetting[1]/type", "'CUSTOM'", "E285", "another word for the type"),
	{MAY("appsettings-quarantine-by-device", "E294", "quarantinedCount by device, too"), .on = "device_appsettings",
	 STEPS(ADD("//appsetting", "quarantinedCount='0'"))},
	ABSENT("appsettings-no-clear", "*appsettings", "//clearCertificateCacheForScepSetting", "E289", "no flag for the cache"),
	SETTING("appsettings-consumers-true", "*appsettings", "//entry[key = 'SUPPORT_MULTIPLE_CONSUMERS']/value", "'NULL'", "E290", "SUPPORT_MULTIPLE_CONSUMERS is NULL"),
	{MAY("appsettings-state-everywhere", "E293", "state in the complete list"), .on = "appsettings", STEPS(ADD("//appsetting", "state='67'"))},
	REFUSED("appsettings-type-404", "appsettings", 400, "404", "E037", "404 for a type that there is not"),

	// apps and WADL are not part of every server
	{MAY("inventory-absent", "E018", "there is no inventory of apps"), .on = "app_inventory", .status = BEND_ANY,
	 STEPS(WHOLE("<html><body>Not Found</body></html>"), HEADER("Content-Type", "text/html"), ANSWER("404"))},
	{MAY("wadl-absent", "E024", "there is no WADL"), .on = "wadl", .status = BEND_ANY, STEPS(WHOLE("<html/>"), HEADER("Content-Type", "text/html"), ANSWER("404"))},
	{MAY("wadl-media-type", "E024", "the WADL has a type of its own"), .on = "wadl", STEPS(HEADER("Content-Type", "application/vnd.sun.wadl+xml"))},
	{MAY("wadl-text-xml", "E024", "the WADL is text/xml"), .on = "wadl", STEPS(HEADER("Content-Type", "text/xml"))},
	{MAY("wadl-more", "E025", "the WADL has other resources, too"), .on = "wadl",
	 STEPS(REPLACE("</resources>", "<resource path=\"/v2/ping\"><method name=\"GET\"/></resource></resources>"))},
};
// clang-format on
const size_t variations_areas_count = sizeof variations_areas / sizeof variations_areas[0];
