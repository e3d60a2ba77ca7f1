// SPDX-License-Identifier: Apache-2.0
#include "device.h"

const struct status_row status_rows[STATUSES] = {
	[ACTIVE] = {"ACTIVE", 97},
	[BLOCKED] = {"BLOCKED", 98},
	[IENROLL_VERIFIED] = {"IENROLL_VERIFIED", 100},
	[IENROLL_INPROGRESS] = {"IENROLL_INPROGRESS", 101},
	[IENROLL_COMPLETE] = {"IENROLL_COMPLETE", 102},
	[INFECTED] = {"INFECTED", 105},
	[LOST] = {"LOST", 108},
	[RETIRED] = {"RETIRED", 114},
	[RETIRE_PENDING] = {"RETIRE_PENDING", 117},
	[VERIFIED] = {"VERIFIED", 118},
	[VERIFICATION_PENDING] = {"VERIFICATION_PENDING", 112},
	[EXPIRED] = {"EXPIRED", 120},
	[WIPED] = {"WIPED", 119},
};

bool status_find(struct text word, enum status *status)
{
	for (unsigned i = 0; i < STATUSES; i++)
		if (text_same(word, text_of(status_rows[i].word))) {
			*status = (enum status)i;
			return true;
		}
	return false;
}

// Every status word, every bit of the bitmap, several sums and every trait occur, most devices being ACTIVE and
// compliant. A quarantined device is out of compliance; a compliant device is blocked only by hand or by Exchange.
const struct persona personas[PERSONAS] = {
	{ANDROID, ACTIVE, 0, 0, 0, EAS},
	{IPHONE, ACTIVE, 0, 0, 0, MDM | EAS},
	{ANDROID, ACTIVE, 0, 0, 0, PDA | EMPLOYEE | NEW_MAIL},
	{IPAD, ACTIVE, 0, 0, 0, MDM | PDA},
	{ANDROID, LOST, OUT_OF_CONTACT, 0, 0, EMPLOYEE},
	{IPHONE, ACTIVE, COMPROMISED | OS_VERSION, COMPROMISED, COMPROMISED, MDM | ROOTED | EAS},
	{ANDROID, ACTIVE, 0, 0, 0, ROOTED | SAMSUNG},
	{IPHONE, RETIRED, 0, 0, 0, 0},
	{ANDROID, ACTIVE, REQUIRED_APP | APP_CONTROL, REQUIRED_APP, 0, EAS | SAMSUNG},
	{BLACKBERRY, ACTIVE, 0, 0, 0, EAS},
	{ANDROID, VERIFICATION_PENDING, 0, 0, 0, EMPLOYEE},
	{MACOS, ACTIVE, 0, 0, 0, PDA},
	{ANDROID, ACTIVE, 0, 0, MANUAL_BLOCK, EAS | NO_MAIL},
	{IPHONE, IENROLL_VERIFIED, 0, 0, 0, 0},
	{ANDROID, ACTIVE, 0, 0, 0, SPARSE},
	{IPHONE, ACTIVE, REQUIRED_APP | APP_CONTROL | POLICY_OUT_OF_DATE, APP_CONTROL, APP_CONTROL, MDM | EAS | ROAMING},
	{WINDOWS_PHONE, ACTIVE, 0, 0, 0, EAS | EMPLOYEE},
	{IPHONE, IENROLL_INPROGRESS, 0, 0, 0, EMPLOYEE},
	{ANDROID, BLOCKED, 0, 0, MANUAL_BLOCK, EAS},
	{IPAD, ACTIVE, 0, 0, 0, EMPLOYEE | PDA},
	{ANDROID, WIPED, OUT_OF_CONTACT, 0, 0, 0},
	{IPHONE, IENROLL_COMPLETE, 0, 0, 0, MDM},
	{ANDROID, ACTIVE, DATA_PROTECTION, DATA_PROTECTION, DATA_PROTECTION, EAS | FREE_PASSWORD},
	{IPHONE, RETIRE_PENDING, 0, 0, 0, MDM},
	{ANDROID, INFECTED, DISALLOWED_APP, DISALLOWED_APP, DISALLOWED_APP, EAS},
	{IPHONE, ACTIVE, ADMIN_DEACTIVATED, ADMIN_DEACTIVATED, 0, CHECKED_OUT},
	{ANDROID, VERIFIED, 0, 0, 0, 0},
	{IPHONE, EXPIRED, 0, 0, 0, 0},
	{ANDROID, ACTIVE, 0, 0, 0, EAS | ROAMING | SAMSUNG},
	{MACOS, ACTIVE, OS_VERSION, 0, 0, EMPLOYEE | PDA},
	{ANDROID, ACTIVE, ADMIN_DEACTIVATED, 0, 0, FREE_PASSWORD},
	{IPHONE, ACTIVE, HW_VERSION, 0, HW_VERSION, MDM | EAS},
	{ANDROID, ACTIVE, POLICY_OUT_OF_DATE, 0, 0, EAS},
	{BLACKBERRY, LOST, 0, 0, 0, 0},
	{ANDROID, ACTIVE, 0, 0, MAILBOX_LIMIT, EAS},
	{IPHONE, VERIFICATION_PENDING, 0, 0, 0, 0},
	{ANDROID, ACTIVE, APP_CONTROL, 0, 0, SAMSUNG | EAS},
	{IPHONE, ACTIVE, REQUIRED_APP, 0, 0, MDM},
	{ANDROID, ACTIVE, ALLOWED_APP, ALLOWED_APP, 0, EAS},
	{IPAD, ACTIVE, LOGGED_OUT, LOGGED_OUT, LOGGED_OUT, MDM | EAS},
	{ANDROID, ACTIVE, ATTESTATION_FAILED, 0, 0, EAS | SAMSUNG},
	{WINDOWS_PHONE, ACTIVE, OS_VERSION | DATA_PROTECTION, OS_VERSION, 0, 0},
	{ANDROID, ACTIVE, 0, 0, EXCHANGE_REPORTED, EAS},
	{IPHONE, ACTIVE, 0, 0, NOT_REGISTERED, MDM | EAS},
	{ANDROID, ACTIVE, UNKNOWN_REASON, 0, 0, EAS},
	{IPHONE, WIPED, 0, 0, 0, 0},
	{ANDROID, RETIRED, 0, 0, 0, EMPLOYEE},
	{BLACKBERRY, ACTIVE, OUT_OF_CONTACT, 0, OUT_OF_CONTACT, EAS},
	{ANDROID, ACTIVE, 0, 0, 0, EAS},
	{IPHONE, ACTIVE, 0, 0, 0, MDM | EAS | EMPLOYEE},
	{ANDROID, ACTIVE, 0, 0, 0, PDA | SAMSUNG},
	{IPAD, ACTIVE, 0, 0, 0, MDM | EAS | PDA},
	{ANDROID, ACTIVE, 0, 0, 0, EMPLOYEE | FREE_PASSWORD},
	{IPHONE, ACTIVE, 0, 0, 0, EAS},
	{ANDROID, ACTIVE, 0, 0, 0, EAS | NEW_MAIL},
	{IPHONE, ACTIVE, 0, 0, 0, MDM},
	{WINDOWS_PHONE, ACTIVE, 0, 0, UNKNOWN_REASON, EAS},
	{IPAD, ACTIVE, 0, 0, 0, MDM},
	{ANDROID, ACTIVE, 0, 0, 0, EAS | SAMSUNG},
	{IPHONE, ACTIVE, 0, 0, 0, MDM | EAS},
};

static const struct model androids[] = {
	{"motorola", "DROIDX", "cdma_shadow", "Android 2.3", "2.3.3", "110719", 10, false},
	{"samsung", "SM-G991B", "o1s", "Android 13.0", "13", "TP1A.220624.014", 33, true},
	{"Google", "Pixel 7", "panther", "Android 14.0", "14", "UP1A.231005.007", 34, false},
	{"samsung", "GT-I9505", "jflte", "Android 4.4", "4.4", "KOT49H", 19, true},
	{"HTC", "One M8 <EU>", "htc_m8", "Android 4.4", "4.10", "KTU84P", 19, false},
	{"LGE & Co", "Nexus 5", "hammerhead", "Android 6.0", "6.0", "MRA58K", 23, false},
};
static const struct model iphones[] = {
	{"Apple Inc.", "iPhone 4", "iPhone3,1", "iPhone", "4.3.3", "8J3", 0, false},
	{"Apple Inc.", "iPhone 13", "iPhone14,5", "iOS 16.6", "16.6", "20G75", 0, false},
	{"Apple Inc.", "iPhone 15", "iPhone15,4", "iOS 17.1", "17.1", "21B74", 0, false},
	{"Apple Inc.", "iPhone 6s", "iPhone8,1", "iOS", "9.0.1", "13A404", 0, false},
};
static const struct model ipads[] = {
	{"Apple Inc.", "iPad", "iPad1,1", "iOS", "5.0.1", "9A405", 0, false},
	{"Apple Inc.", "iPad Air", "iPad13,1", "iOS 17.1", "17.1", "21B74", 0, false},
};
static const struct model macs[] = {
	{"Apple Inc.", "MacBookPro18,3", "MacBookPro18,3", "macOS", "13.6", "22G120", 0, false},
	{"Apple Inc.", "Macmini8,1", "Macmini8,1", "OS X", "10.11.6", "15G31", 0, false},
};
static const struct model windows_phones[] = {
	{"NOKIA", "Lumia 920", "RM-821", "Windows Phone 8", "8.0", "8.0.10211", 0, false},
	{"HTC", "8X", "accord", "Windows Phone 8", "8.1", "8.10.12393", 0, false},
};
static const struct model blackberries[] = {
	{"Research In Motion", "8130", "pearl", "BlackBerry", "4.5", "4.5.0.77", 0, false},
	{"Research In Motion", "9900", "bold", "BlackBerry", "7.1", "7.1.0.523", 0, false},
};

#define MODELS(rows) rows, sizeof rows / sizeof rows[0]

const struct platform_row platform_rows[PLATFORMS] = {
	[ANDROID] = {"ANDROID", MODELS(androids)},
	[IPHONE] = {"IPHONE", MODELS(iphones)},
	[IPAD] = {"IPHONE", MODELS(ipads)},
	[MACOS] = {"OSX", MODELS(macs)},
	[WINDOWS_PHONE] = {"WINDOWS_PHONE", MODELS(windows_phones)},
	[BLACKBERRY] = {"BLACKBERRY", MODELS(blackberries)},
};
