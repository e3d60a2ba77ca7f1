// SPDX-License-Identifier: Apache-2.0
// Variations of device records, their details, the lists of devices and the export.
#include "bend_rows.h"

#define ONLY .on = "device*"
#define DEVICE "//device[principal]"
#define PENDING DEVICE "[status = 'VERIFICATION_PENDING']"
#define VALUE(key) "//details/entry[key = '" key "']/value"

// An element that is not there, or empty, in every record.
#define ABSENT(name, field, by)                                                                                        \
	{                                                                                                                  \
		MAY("device-" name "-absent", by, field " is not there"), ONLY, STEPS(DROP(DEVICE "/" field))                  \
	}
#define EMPTY(name, field, by)                                                                                         \
	{                                                                                                                  \
		MAY("device-" name "-empty", by, field " is empty"), ONLY, STEPS(SET(DEVICE "/" field, "''"))                  \
	}
// Another value of an element in the records that the expression picks.
#define OTHER(name, path, value, by, about)                                                                            \
	{                                                                                                                  \
		MAY("device-" name, by, about), ONLY, STEPS(SET(path, value))                                                  \
	}
// Another value of a detail.
#define DETAILED(name, key, value, by, about)                                                                          \
	{                                                                                                                  \
		MAY("detail-" name, by, about), ONLY, STEPS(SET(VALUE(key), value))                                            \
	}
// Another state of the devices that are in compliance and active, in the export, too.
#define STATE(name, compliance, by, about)                                                                              \
	{                                                                                                                   \
		MAY("device-bitmap-" name, by, about),                                                                          \
			.on = "device*",                                                                                            \
			STEPS(SET(DEVICE "[compliance = '0']/quarantinedStatus[. = '0']", compliance),                              \
		          SET(DEVICE "[compliance = '0']/blockReason[. = '0']", compliance),                                    \
		          SET(DEVICE "[quarantinedStatus = " compliance "]/compliance[. = '0']", compliance),                   \
		          SET("//row[c[@n = 'Compliance'] = '0']/c[@n = 'Quarantine Status'][. = '0']", compliance),            \
		          SET("//row[c[@n = 'Quarantine Status'] = " compliance "]/c[@n = 'Compliance'][. = '0']", compliance)) \
	}
// Another look of the export.
#define EXPORT(name, by, about, ...)                                                                                   \
	{                                                                                                                  \
		MAY("csv-" name, by, about), .on = "devices_csv", STEPS(__VA_ARGS__)                                           \
	}
#define COLUMN(name) "//row/c[@n = '" name "']"

// clang-format off
const struct bend_row variations_devices[] = {
	// elements that need not be there
	ABSENT("pin", "pin", "E068"),
	EMPTY("pin", "pin", "E068"),
	ABSENT("iphone-version", "iPhoneVersion", "E071"),
	EMPTY("iphone-version", "iPhoneVersion", "E071"),
	ABSENT("eas-last-sync", "easLastSyncAttempt", "E047"),
	ABSENT("mdm-profile", "mdmProfileUrlId", "E069"),
	EMPTY("mdm-profile", "mdmProfileUrlId", "E069"),
	ABSENT("reg-type", "regType", "E062"),
	ABSENT("comment", "comment", "E047"),
	EMPTY("comment", "comment", "E047"),
	EMPTY("email-domain", "emailDomain", "E064"),
	ABSENT("email-domain", "emailDomain", "E064"),
	ABSENT("display-name", "userDisplayName", "E066"),
	ABSENT("operator-id", "operatorId", "E047"),
	ABSENT("language", "*[starts-with(name(), 'language')]", "E047"),
	ABSENT("eas-uuid", "easUuid", "E047"),
	ABSENT("notify-user", "notifyUser", "E047"),
	ABSENT("user-source", "userSource", "E047"),
	ABSENT("user-uuid", "userUUID", "E002"),
	ABSENT("registered-at", "registeredAt", "E081"),
	ABSENT("last-connected", "lastConnectedAt", "E047"),
	{MAY("device-beyond-the-guide-absent", "E030", "what the guide does not know is not there"), ONLY,
	 STEPS(DROP(DEVICE "/*[name() = 'createdAt' or name() = 'platformType' or name() = 'userId' or name() = 'wipeReason']"))},
	{MAY("device-only-identity", "E047", "only what identifies a device or has a rule is there"), ONLY,
	 STEPS(DROP(DEVICE "/*[contains(' name manufacturer model emailAddress comment countryName homeOperator emailDomain iPhoneVersion pin "
	            "userDisplayName userFirstName userLastName clientId languageId languageCountryId countryId operatorId regType regCount "
	            "deviceCount notifyUser employeeOwned userSource userUUID registeredAt easUuid easLastSyncAttempt mdmProfileUrlId ', "
	            "concat(' ', name(), ' '))]"))},
	OTHER("texts-empty", DEVICE "[status = 'LOST']/*[contains(' manufacturer model emailAddress comment countryName homeOperator "
	      "emailDomain userDisplayName userFirstName userLastName ', concat(' ', name(), ' '))]", "''", "E003", "descriptive texts are empty"),
	OTHER("numbers-empty", PENDING "/*[contains(' clientId languageId languageCountryId countryId operatorId regCount "
	      "mdmProfileUrlId lastConnectedAt easLastSyncAttempt registeredAt ', concat(' ', name(), ' '))]", "''", "E003",
	      "numbers and dates that are not known yet are empty"),

	// other values
	OTHER("count-1", DEVICE "/deviceCount", "'1'", "E052", "deviceCount is 1 as in the example"),
	OTHER("phone-with-country", DEVICE "/*[name() = 'phoneNumber' or name() = 'currentPhoneNumber'][string-length(.) = 10]",
	      "concat(../countryCode, .)", "E009", "numbers in records have the country code"),
	{MAY("phone-echo-with-country", "E009", "the number that is repeated has the country code"), .on = "devices_by_phone",
	 STEPS(SET("/*/phoneNumber[string-length(.) = 10]", "concat('1', .)"))},
	{MAY("phone-echo-plus", "E009", "the number that is repeated is international"), .on = "devices_by_phone",
	 STEPS(SET("/*/phoneNumber[string-length(.) = 10]", "concat('+1', .)"))},
	OTHER("display-name-comma", DEVICE "/userDisplayName", "concat(../userLastName, ', ', ../userFirstName)", "E066", "names as in a directory"),
	OTHER("display-name-together", DEVICE "/userDisplayName", "concat(../userFirstName, ../userLastName)", "E066", "names without a blank"),
	OTHER("display-name-other", DEVICE "/userDisplayName", "'Team 7 / Ops'", "E066", "names that the directory chose"),
	OTHER("name-other", DEVICE "/name", "'fleet handset'", "E067", "device names of another form"),
	OTHER("registered-at-epoch", DEVICE "/registeredAt", "'1328896800000'", "E081", "registeredAt in milliseconds"),
	OTHER("operator-pda", DEVICE "[status = 'LOST']/operator", "'PDA'", "guide", "the operator is PDA"),
	OTHER("jailbroken-android", DEVICE "[contains(platform, 'Android')][status = 'ACTIVE'][compliance = '0']/details/entry[key = 'security_state']/value",
	      "'Compromised'", "E044", "a compromised Android device has compliance 0"),
	{MAY("device-blocked", "E033", "BLOCKED devices"), .on = "devices_by_user,devices_by_label,device_by_mac,devices_by_phone",
	 STEPS(SET(DEVICE "[status = 'LOST']/statusCode", "'98'"), SET(DEVICE "[status = 'LOST']/status", "'BLOCKED'"))},
	STATE("8256", "'8256'", "E038", "8192 and 64"),
	STATE("8272", "'8272'", "E039", "8192, 64 and 16"),
	STATE("8192", "'8192'", "E038", "8192 alone"),
	STATE("16", "'16'", "E039", "16 alone"),
	STATE("4194304", "'4194304'", "guide", "the unknown reason"),
	STATE("unknown-bit", "'131072'", "E041", "a reason of a later version"),
	OTHER("blocked-by-hand", DEVICE "[compliance = '0']/blockReason", "'512'", "E043", "blocked by hand, in compliance"),
	OTHER("blocked-mailbox", DEVICE "[compliance = '0']/blockReason", "'128'", "E043", "beyond the mailbox limit, in compliance"),
	{MAY("device-pending-no-details", "E053", "no details where registration is pending"), ONLY, STEPS(DROP(PENDING "/details"))},
	{MAY("device-enrolling-no-details", "E053", "no details yet while a device enrols"), ONLY,
	 STEPS(DROP(DEVICE "[starts-with(status, 'IENROLL')]/details/entry"))},
	{MAY("device-lost-few-details", "E104", "hardly any details"), ONLY, STEPS(DROP(DEVICE "[status = 'LOST']/details/entry[position() > 1]"))},

	// the shape of single answers and lists
	{MAY("by-mac-in-a-list", "E048", "by MAC address as devices/device, as printed"), .on = "device_by_mac",
	 STEPS(ADD("/*[device]", "devices=''"), MOVE("/*/device", "/*/devices"))},
	{MAY("by-mac-with-count", "E051", "by MAC address with a count"), .on = "device_by_mac", STEPS(ADD("/*/messages[not(*)]", "message='1 Device(s) returned'"))},
	{MAY("by-uuid-200-with-message", "E014", "200 with a message and no device for an unknown uuid"), .on = "device_by_uuid", .status = 404, STEPS(ANSWER("200"))},
	{MAY("by-uuid-fewer-details", "E104", "a detail of the list is missing where one device is read"), .on = "device_by_uuid",
	 STEPS(DROP("//entry[key = 'device_model' or key = 'DeviceName']"))},
	{MAY("by-user-registered-only", "E077", "by user and label only registered devices"), .on = "devices_by_user,devices_by_label",
	 STEPS(DROP(DEVICE "[status = 'RETIRED' or status = 'WIPED']"), SET("/*/totalCount", "count(/*/devices/device)"),
	       SET("/*/messages/message", "concat(count(/*/devices/device), ' Device(s) returned')"))},
	{MAY("by-phone-unknown-partial", "E073", "an unknown number among known ones is named"), .on = "devices_by_phone",
	 .when = "contains(segment(1), ',')", STEPS(ADD("/*/messages", "message='Phone numbers from the request'"))},
	{MAY("status-404-for-unknown", "E037", "404 for a status that there is not"), .on = "devices_by_status", .status = 400, STEPS(ANSWER("404"))},
	{MAY("bad-ids-400", "E037", "400 for ids that cannot be"), .on = "*", .status = 404, .when = "starts-with(segment(1), 'not-a')", STEPS(ANSWER("400"))},
	{MAY("eas-csv-400", "E111", "400 for the export that does not exist"), .on = "eas_csv", .status = BEND_ANY, STEPS(ANSWER("400"))},
	{MAY("eas-csv-405", "E111", "405 for the export that does not exist"), .on = "eas_csv", .status = BEND_ANY, STEPS(WHOLE(""), ANSWER("405"))},
	{MAY("eas-csv-page", "E111", "a page for the export that does not exist"), .on = "eas_csv", .status = BEND_ANY,
	 STEPS(WHOLE("<html><body>Not Found</body></html>"), HEADER("Content-Type", "text/html"), ANSWER("404"))},

	// details
	{MAY("detail-keys-lower", "E055", "detail keys in lower case"), ONLY, STEPS(SET("//details/entry/key", "lower(.)"))},
	{MAY("detail-keys-together", "E083", "detail keys without blanks"), ONLY, STEPS(SET("//details/entry/key", "replace(., ' ', '')"))},
	{MAY("detail-keys-underscores", "E083", "underscores for blanks"), ONLY, STEPS(SET("//details/entry/key", "replace(., ' ', '_')"))},
	{MAY("detail-keys-blanks", "E083", "blanks for underscores"), ONLY, STEPS(SET("//details/entry/key", "replace(., '_', ' ')"))},
	{MAY("detail-order", "E103", "details in reverse order"), ONLY, STEPS(REVERSE("//details"))},
	{MAY("detail-more", "E030", "keys that the guide does not list"), ONLY,
	 STEPS(ADD("//details[entry]", "entry=''"), ADD("//details/entry[not(key)]", "key='knox_version'"), ADD("//details/entry[not(value)]", "value='3.9'"))},
	{MAY("detail-words-upper", "E087", "ON, TRUE, OK"), ONLY,
	 STEPS(SET("//details/entry/value[contains(' on off true false Ok na ', concat(' ', ., ' '))]", "upper(.)"))},
	{MAY("detail-words-lower", "E087", "on, true, ok"), ONLY,
	 STEPS(SET("//details/entry/value[contains(' ON OFF True False Ok NA ', concat(' ', ., ' '))]", "lower(.)"))},
	DETAILED("sizes-in-bytes", "free_storage_size", "'104857000'", "E090", "free sizes in bytes"),
	DETAILED("card-in-bytes", "free_media_card_size", "'104857'", "E090", "free sizes in bytes"),
	DETAILED("captured-in-seconds", "lat_long_last_captured_at", "'1325108114'", "E091", "ten digits"),
	DETAILED("imei-meid", "imei", "'A00000226EBF9F'", "E092", "a MEID"),
	DETAILED("long-decimals", "free_storage_size_byte", "'14780170240.0000000000000000'", "E095", "bytes with decimals"),
	{MAY("detail-bytes-plural", "E096", "free_storage_size_bytes on iOS"), ONLY, STEPS(SET("//entry/key[. = 'free_storage_size_byte']", "'free_storage_size_bytes'"))},
	DETAILED("imsi-null", "registration_imsi", "'(null)'", "E102", "(null)"),
	DETAILED("number-empty", "mobile_number", "''", "E102", "empty in place of (null)"),
	DETAILED("operator-na", "registration_operator_name", "'na'", "E102", "na in place of (null)"),
	DETAILED("no-encryption", "HardwareEncryptionCaps", "'0'", "E106", "no bit of HardwareEncryptionCaps"),
	DETAILED("ipod", "platform_name", "'iPod'", "E099", "iPods"),
	DETAILED("battery-unknown", "Battery Level", "'-1.0'", "E101", "the battery level is not known"),
	{MAY("detail-exchange-na", "E085", "nothing known of Exchange"), ONLY, STEPS(SET("//entry[starts-with(key, 'prv_exchange_')]/value", "'na'"))},
	{MAY("detail-mac-lower", "E079", "MAC addresses in small letters"), ONLY, STEPS(SET("//entry[contains(lower(key), 'mac')]/value", "lower(.)"))},
	{MAY("detail-mac-colons", "E079", "MAC addresses with colons"), ONLY,
	 STEPS(SET("//entry[key = 'wifi_mac_addr' or key = 'WiFiMAC']/value[string-length(.) = 12]",
	           "concat(substring(., 1, 2), ':', substring(., 3, 2), ':', substring(., 5, 2), ':', substring(., 7, 2), ':', substring(., 9, 2), ':', substring(., 11))"))},

	// the export
	EXPORT("header-lower", "E107", "the header in lower case", SET("//head/c", "lower(.)")),
	EXPORT("header-underscores", "E107", "the header with underscores", SET("//head/c", "upper(replace(replace(., ' ', '_'), '-', '_'))")),
	EXPORT("header-together", "E107", "the header without blanks", SET("//head/c", "replace(replace(., ' ', ''), '-', '')")),
	EXPORT("owner-capital", "E118", "TRUE and FALSE", SET(COLUMN("Employee Owned"), "upper(.)")),
	EXPORT("owner-numbers", "E107", "1 and 0", SET(COLUMN("Employee Owned") "[. = 'true']", "'1'"), SET(COLUMN("Employee Owned") "[. = 'false']", "'0'")),
	EXPORT("owner-yes", "E107", "Yes and No", SET(COLUMN("Employee Owned") "[. = 'true']", "'Yes'"), SET(COLUMN("Employee Owned") "[. = 'false']", "'No'")),
	EXPORT("compliance-words", "E108", "compliance in words", SET(COLUMN("Compliance") "[. = '0']", "'Compliant'"),
	       SET(COLUMN("Compliance") "[. > 0]", "'Out of compliance'"), SET(COLUMN("Quarantine Status") "[. = '0']", "'No'"),
	       SET(COLUMN("Quarantine Status") "[. > 0]", "'Quarantined'")),
	EXPORT("dates-short", "E107", "dates of another form", SET(COLUMN("Last Connected At"), "substring(., 1, 10)")),
	EXPORT("only-active", "E109", "only active devices are exported", DROP("//row[c[@n = 'Status Code'] != '97']")),
	EXPORT("line-breaks", "E107", "cells with line breaks", SET(COLUMN("Model"), "concat(., '\r\nsecond line')")),
	EXPORT("bom", "E107", "a byte order mark", HEAD("\xef\xbb\xbf")),
	EXPORT("line-feeds", "E107", "lines end with a line feed", REPLACE("\r\n", "\n")),
	EXPORT("application-csv", "E107", "application/csv", HEADER("Content-Type", "application/csv")),
	EXPORT("octets", "E107", "application/octet-stream", HEADER("Content-Type", "application/octet-stream")),
	EXPORT("excel", "E107", "application/vnd.ms-excel", HEADER("Content-Type", "application/vnd.ms-excel")),
	EXPORT("file-name", "E107", "text/csv with parameters and a file name", HEADER("Content-Type", "text/csv; charset=UTF-8; header=present"),
	       HEADER("Content-Disposition", "attachment; filename=\"devices.csv\"")),

	// a server that lives
	{MAY("living-check-ins", "wire", "devices check in between any two reads"), ONLY,
	 STEPS(SET(DEVICE "[status = 'ACTIVE']/lastConnectedAt", "concat('2025-10-1', reads() mod 10, 'T1', string-length(../name) mod 10, ':00:0', reads() mod 7, '+00:00')"),
	       SET("//entry[key = 'battery_life']/value", "10 + reads() mod 80"))},
	{MAY("living-names", "wire", "devices are renamed during the run"), .on = "device*", .when = "reads() > 80",
	 STEPS(SET(DEVICE "[contains(uuid, '7')]/name", "'renamed'"), SET("//row[contains(c[@n = 'Device UUID'], '7')]/c[@n = 'Name']", "'renamed'"))},
	{MAY("living-models", "wire", "two devices in three report another firmware from a moment on"), .on = "device*", .when = "reads() > 60",
	 STEPS(SET("//device[contains(uuid, 'a')]//entry[key = 'client_version' or key = 'OSVersion']/value", "'9.9.9'"))},
};
// clang-format on
const size_t variations_devices_count = sizeof variations_devices / sizeof variations_devices[0];
