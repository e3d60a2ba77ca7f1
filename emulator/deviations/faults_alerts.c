// SPDX-License-Identifier: Apache-2.0
// Faults of the alert reads.
#include "bend_rows.h"

#define READS "alerts,phone_alerts,user_alerts,user_phone_alerts"
#define FILTERED "phone_alerts,user_alerts,user_phone_alerts"
#define CASES "alerts/get-* scenarios/alert*"

// An element that is missing from all alerts, one that has another name, and one with a wrong value in a single alert.
#define MISSING(head, name, field, requirements)                                                                       \
	{                                                                                                                  \
		head("alerts-" name "-missing", requirements, CASES, "alerts come without " field),                            \
			.on = READS, STEPS(DROP("//alert/" field))                                                                 \
	}
#define RENAMED(name, field, other)                                                                                    \
	{                                                                                                                  \
		FAULT("alerts-" name "-renamed", "R379 R377", CASES, field " is called " other),                               \
			.on = READS, STEPS(RENAME("//alert/" field, other))                                                        \
	}
#define WRONG(name, field, requirements, value, about)                                                                 \
	{                                                                                                                  \
		FAULT("alerts-" name, requirements, CASES, about), .on = READS,                                                \
														   STEPS(SET("//alert[position() = last()]/" field, value))    \
	}

const struct bend_row faults_alerts[] = {
	// elements
	{FAULT("alerts-id-missing", "R377 R284", CASES, "alerts come without an id"), .on = READS,
     STEPS(DROP("//alert/@id"), DROP("//alert/id"))},
	MISSING(WEAK, "device-uuid", "deviceUuid", "R377"),
	MISSING(WEAK, "dispatch-device-uuid", "dispatchDeviceUuid", "R377"),
	MISSING(WEAK, "user-uuid", "userUuid", "R377"),
	MISSING(WEAK, "label-id", "labelId", "R377"),
	MISSING(WEAK, "event-subscription-name", "eventSubscriptionName", "R377"),
	MISSING(FAULT, "alert-date", "alertDate", "R377"),
	MISSING(FAULT, "alert-text", "alertText", "R377"),
	MISSING(FAULT, "is-active", "isActive", "R377 R272"),
	MISSING(FAULT, "retries", "retries", "R377 R283"),
	MISSING(WEAK, "update-by", "updateBy", "R377"),
	MISSING(WEAK, "updated-at", "updatedAt", "R377"),
	MISSING(FAULT, "user-name", "userName", "R377"),
	MISSING(FAULT, "definition", "alertDefnName", "R377 R277"),
	MISSING(FAULT, "severity", "severity", "R377 R278"),
	MISSING(FAULT, "transport", "transport", "R377 R279"),
	MISSING(FAULT, "status", "status", "R377 R281"),
	RENAMED("is-active", "isActive", "active"),
	RENAMED("alert-date", "alertDate", "date"),
	RENAMED("definition", "alertDefnName", "alertDefinitionName"),
	RENAMED("user-name", "userName", "user"),
	{FAULT("alerts-container-missing", "R378 R377", CASES, "the alerts stand directly below the root"), .on = READS,
     STEPS(UNWRAP("/*/alerts"))},
	{FAULT("alerts-items-renamed", "R378 R379 R377 R285 R286", CASES, "the items are called item"), .on = READS,
     STEPS(RENAME("//alert", "item"))},
	{FAULT("alerts-root-wrong", "R016", CASES, "the root is the one of Device Management"), .on = READS,
     .format = BEND_XML, STEPS(RENAME("/*", "deviceManagementWebServiceResponse"))},
	{FAULT("alerts-fields-nested", "R378 R377", CASES, "severity and status stand in a container of their own"),
     .on = READS,
     STEPS(ADD("//alert", "state=''"), MOVE("//alert/severity", "../state"), MOVE("//alert/status", "../state"))},

	// domains
	WRONG("id-text", "@id", "R380 R284", "'A-17'", "an id is not a number"),
	WRONG("device-uuid-malformed", "deviceUuid", "R380", "'device-7'", "a deviceUuid is no uuid"),
	WRONG("dispatch-uuid-malformed", "dispatchDeviceUuid", "R380", "'7'", "a dispatchDeviceUuid is no uuid"),
	WRONG("label-id-name", "labelId", "R380 R290", "'All-Smartphones'", "labelId holds the label's name"),
	WRONG("date-epoch", "alertDate", "R041", "'1374085200000'", "alertDate is an epoch time"),
	WRONG("date-without-zone", "alertDate", "R041", "'2025-01-28T00:17:52'", "alertDate has no time zone"),
	WRONG("date-us", "alertDate", "R041", "'01/28/2025 00:17'", "alertDate has the American form"),
	WRONG("date-impossible", "alertDate", "R041", "'2025-02-30T00:17:52+00:00'", "alertDate is a day that does not exist"),
	WRONG("date-future", "alertDate", "R344", "'2099-01-01T00:00:00+00:00'", "alertDate lies in the future"),
	WRONG("updated-epoch", "updatedAt", "R042", "'1374085200000'", "updatedAt is an epoch time"),
	WRONG("updated-future", "updatedAt", "R344", "'2099-01-01T00:00:00+00:00'", "updatedAt lies in the future"),
	WRONG("active-number", "isActive", "R272 R380", "'1'", "isActive is 1"),
	WRONG("active-word", "isActive", "R272 R380", "'unread'", "isActive is a word"),
	WRONG("retries-negative", "retries", "R283", "'-1'", "retries is negative"),
	WRONG("retries-text", "retries", "R283 R380", "'none'", "retries is a word"),
	WRONG("definition-unknown", "alertDefnName", "R277", "'BATTERY_LOW_ALERT'", "an alert has an unknown type"),
	WRONG("definition-words", "alertDefnName", "R277", "'SIM Changed'", "the type is written for people"),
	WRONG("severity-unknown", "severity", "R278", "'FATAL'", "an alert has an unknown severity"),
	WRONG("severity-number", "severity", "R278", "'3'", "the severity is a number"),
	WRONG("transport-unknown", "transport", "R279", "'PUSH'", "an alert has an unknown transport"),
	WRONG("transport-mail", "transport", "R279", "'MAIL'", "EMAIL is called MAIL"),
	WRONG("status-unknown", "status", "R281", "'SENT'", "an alert has an unknown status"),
	WRONG("status-blank", "status", "R281", "'DISPATCH PENDING'", "the status has a blank for the underscore"),

	// what belongs together
	{FAULT("alerts-id-twice", "R284", CASES, "two alerts have the same id"), .on = READS,
     STEPS(SET("//alert[2]/@id", "string(../../alert[1]/@id)"))},
	{FAULT("alerts-id-constant", "R284", CASES, "every alert has the id 0"), .on = READS,
     STEPS(SET("//alert/@id", "'0'"))},
	{WEAK("alerts-text-other-severity", "R367", CASES, "the text begins with another severity"), .on = READS,
     STEPS(SET("//alert[severity = 'WARNING'][1]/alertText", "replace(., 'WARNING::', 'CRITICAL::')"))},
	{FAULT("alerts-push-to-android", "R280", "alerts/get-all-alerts:push-goes-to-ios alerts/*",
           "Android devices are told by APNS"),
     .on = READS, STEPS(SET("//alert/transport", "'APNS'"))},
	{FAULT("alerts-label-unknown", "R290", "alerts/get-all-alerts:label-is-listed alerts/*",
           "labelId is the id of no label"),
     .on = READS, STEPS(SET("//alert/labelId", "'987654'"))},

	// counts
	{FAULT("alerts-count-high", "R285", CASES, "the message counts one alert too many"), .on = READS,
     STEPS(SET("/*/messages/message", "concat(count(//alert) + 1, ' alert(s) returned')"))},
	{FAULT("alerts-count-zero", "R285", CASES, "the message always says 0"), .on = READS,
     STEPS(SET("/*/messages/message", "'0 alert(s) returned'"))},
	{FAULT("alerts-count-of-all", "R285", "alerts/get-alerts-by-phone:* " CASES, "filtered reads count all alerts"),
     .on = FILTERED, STEPS(SET("/*/messages/message", "'120 alert(s) returned'"))},
	{WEAK("alerts-message-missing", "R027 R377", CASES, "successful reads have no message"), .on = READS,
     STEPS(DROP("/*/messages/message"))},
	{FAULT("alerts-last-one-lost", "R285 R275 R287 R288", CASES, "the last alert is left out though it is counted"),
     .on = READS, STEPS(DROP("//alert[last()]"))},

	// the filter
	{FAULT("alerts-filter-ignored", "R273 R274", "alerts/get-all-alerts:* " CASES, "isRead is ignored"), .on = READS,
     STEPS(IGNORE("isRead"))},
	{FAULT("alerts-filter-ignored-by-phone", "R273 R274", "alerts/get-alerts-by-phone:* scenarios/alert*",
           "isRead is ignored in the read by phone number"),
     .on = "phone_alerts", STEPS(IGNORE("isRead"))},
	{FAULT("alerts-filter-ignored-by-user", "R273 R274", "alerts/get-alerts-by-user:* scenarios/alert*",
           "isRead is ignored in the read by user"),
     .on = "user_alerts", STEPS(IGNORE("isRead"))},
	{FAULT("alerts-filter-ignored-by-both", "R273 R274", "alerts/get-alerts-by-user-and-phone:* scenarios/alert*",
           "isRead is ignored in the read by user and phone number"),
     .on = "user_phone_alerts", STEPS(IGNORE("isRead"))},
	{FAULT("alerts-filter-inverted", "R273 R274", CASES, "isRead=true answers the unread alerts"), .on = READS,
     .when = "param('isRead') != ''", STEPS(PARAM("isRead", "string(lower(param('isRead')) != 'true')"))},
	{FAULT("alerts-filter-only-true", "R274", CASES, "isRead=false is taken for no filter"), .on = READS,
     .when = "lower(param('isRead')) = 'false'", STEPS(IGNORE("isRead"))},
	{FAULT("alerts-filter-defaults-to-unread", "R275", CASES, "without isRead only unread alerts are answered"),
     .on = READS, STEPS(DEFAULT("isRead", "'false'"))},
	{FAULT("alerts-filter-defaults-to-read", "R275", CASES, "without isRead only read alerts are answered"),
     .on = READS, STEPS(DEFAULT("isRead", "'true'"))},
	{FAULT("alerts-filter-one-short", "R273 R275", CASES, "isRead=true leaves one alert out"), .on = READS,
     .when = "lower(param('isRead')) = 'true' and count(//alert) > 1",
     STEPS(DROP("//alert[1]"), SET("/*/messages/message", "concat(count(//alert), ' alert(s) returned')"))},
	{FAULT("alerts-filter-bad-value-accepted", "R020", "alerts/get-*:invalid.isRead.* alerts/get-*",
           "any text will do for isRead"),
     .on = READS,
     .when = "param('isRead') != '' and lower(param('isRead')) != 'true' and lower(param('isRead')) != 'false'",
     STEPS(IGNORE("isRead"))},
	{FAULT("alerts-active-inverted", "R272", CASES, "isActive=true means that somebody has read the alert"),
     .on = READS, STEPS(SET("//alert/isActive", "string(. != 'true')"))},
	{FAULT("alerts-active-inverted-in-lists", "R272 R273 R274",
           "alerts/get-alerts-by-phone:* scenarios/alert* alerts/get-alerts-by-user*",
           "isActive is turned round in the filtered reads only"),
     .on = FILTERED, STEPS(SET("//alert/isActive", "string(. != 'true')"))},
	{FAULT("alerts-active-constant", "R273 R272 R292", CASES, "isActive is always true"), .on = READS,
     STEPS(SET("//alert/isActive", "'true'"))},

	// whose alerts
	{FAULT("alerts-of-any-phone", "R287", "alerts/get-alerts-by-phone:* alerts/* scenarios/alert*",
           "the phone number is ignored"),
     .on = "phone_alerts", STEPS(TARGET("GET /api/v1/alerts?{query}"))},
	{FAULT("alerts-of-any-user", "R288", "alerts/get-alerts-by-user:* alerts/* scenarios/alert*", "the user is ignored"),
     .on = "user_alerts", STEPS(TARGET("GET /api/v1/alerts?{query}"))},
	{FAULT("alerts-of-any-user-of-the-phone", "R289", "alerts/get-alerts-by-user-and-phone:* alerts/*",
           "with user and phone number the user is ignored"),
     .on = "user_phone_alerts", STEPS(TARGET("GET /api/v1/alerts/phones/{2}?{query}"))},
	{FAULT("alerts-of-any-phone-of-the-user", "R289", "alerts/get-alerts-by-user-and-phone:* alerts/*",
           "with user and phone number the number is ignored"),
     .on = "user_phone_alerts", STEPS(TARGET("GET /api/v1/alerts/users/{1}?{query}"))},
	{FAULT("alerts-of-one-foreign", "R287", "alerts/get-alerts-by-phone:* alerts/*",
           "one alert of another device is among those of a number"),
     .on = "phone_alerts",
     STEPS(COPY("//alert[1]"), SET("//alert[2]/@id", "'999999'"),
           SET("//alert[2]/deviceUuid", "'11111111-2222-4333-8444-555555555555'"),
           SET("//alert[2]/alertText", "concat(../severity, '::SIM changed for Phone #: 15550000000 (nobody)')"),
           SET("/*/messages/message", "concat(count(//alert), ' alert(s) returned')"))},
	{FAULT("alerts-of-user-one-foreign", "R288", "alerts/get-alerts-by-user:* alerts/*",
           "one alert of another user is among those of a user"),
     .on = "user_alerts",
     STEPS(COPY("//alert[1]"), SET("//alert[2]/@id", "'999999'"), SET("//alert[2]/userName", "'somebody.else'"),
           SET("/*/messages/message", "concat(count(//alert), ' alert(s) returned')"))},
	{FAULT("alerts-of-user-one-device-only", "R288", "alerts/get-alerts-by-user:* alerts/* scenarios/alert*",
           "only the alerts of the user's first device are answered"),
     .on = "user_alerts",
     STEPS(DROP("//alert[deviceUuid != //alert[1]/deviceUuid]"),
           SET("/*/messages/message", "concat(count(//alert), ' alert(s) returned')"))},
	{FAULT("alerts-filtered-with-fewer-fields", "R286", "alerts/get-alerts-by-*:* alerts/*",
           "the filtered reads leave fields out"),
     .on = FILTERED, STEPS(DROP("//alert/labelId"), DROP("//alert/eventSubscriptionName"), DROP("//alert/updateBy"))},
	{FAULT("alerts-filtered-without-type", "R286 R377 R277", "alerts/get-alerts-by-*:* alerts/*",
           "the filtered reads leave the type out"),
     .on = FILTERED, STEPS(DROP("//alert/alertDefnName"))},

	// nothing there, nobody known
	{FAULT("alerts-unknown-phone-empty", "R018", "alerts/get-alerts-by-phone:unknown-id.* alerts/*",
           "an unknown number gets an empty list with 200"),
     .on = "phone_alerts", .status = 404, STEPS(ANSWER("200"))},
	{FAULT("alerts-unknown-phone-400", "R018", "alerts/get-alerts-by-phone:unknown-id.* alerts/*",
           "an unknown number is a server error"),
     .on = "phone_alerts", .status = 404, STEPS(ANSWER("500"))},
	{FAULT("alerts-unknown-user-500", "R018 R023", "alerts/get-alerts-by-user:unknown-id.* alerts/*",
           "an unknown user is a server error"),
     .on = "user_alerts", .status = 404, STEPS(ANSWER("500"))},
	{FAULT("alerts-unknown-user-of-any-phone", "R018", "alerts/get-alerts-by-user-and-phone:unknown-id.userName* alerts/*",
           "an unknown user gets everybody's alerts of the number"),
     .on = "user_phone_alerts", .when = "contains(segment(1), 'conform') or contains(segment(1), 'unknown')",
     STEPS(TARGET("GET /api/v1/alerts/phones/{2}"))},
	{FAULT("alerts-phone-punctuation-refused", "R050", "alerts/get-alerts-by-phone:punctuation.* alerts/*",
           "a number with punctuation is not found"),
     .on = "phone_alerts", .when = "translate(segment(1), '0123456789', '') != ''",
     STEPS(TARGET("GET /api/v1/alerts/phones/000"))},

	// formats
	{FAULT("alerts-json-loses-last", "R013", "alerts/get-*:twin* alerts/* scenarios/alert*",
           "JSON has one alert less than XML"),
     .on = READS, .format = BEND_JSON, .when = "count(//alert) > 1",
     STEPS(DROP("//alert[last()]"), SET("/*/messages/message", "concat(count(//alert), ' alert(s) returned')"))},
	{FAULT("alerts-json-other-severity", "R013", "alerts/get-*:twin* alerts/*", "JSON tells another severity than XML"),
     .on = READS, .format = BEND_JSON,
     STEPS(SET("//alert[1]/severity", "'CRITICAL'"),
           SET("//alert[1]/alertText", "concat('CRITICAL::', substring-after(., '::'))"))},
	{FAULT("alerts-json-active-words", "R380 R272", CASES, "JSON writes isActive as yes and no"), .on = READS,
     .format = BEND_JSON,
     STEPS(SET("//alert/isActive[. = 'true']", "'yes'"), SET("//alert/isActive[. = 'false']", "'no'"))},
	{FAULT("alerts-xml-only", "R012", CASES, "JSON is answered as XML"), .on = READS, STEPS(FORMAT("xml"))},
};
const size_t faults_alerts_count = sizeof faults_alerts / sizeof faults_alerts[0];
