// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_DEVICE_H
#define EMULATOR_DEVICE_H

// A device record as the reads show it, and the personas it is made from.

#include "places.h"

// Where devices run; one row of platform_rows each.
enum platform { ANDROID, IPHONE, IPAD, MACOS, WINDOWS_PHONE, BLACKBERRY, PLATFORMS };

// The bits of compliance, quarantinedStatus and blockReason.
enum reason {
	COMPROMISED = 0x1,
	OS_VERSION = 0x2,
	HW_VERSION = 0x4,
	DATA_PROTECTION = 0x8,
	POLICY_OUT_OF_DATE = 0x10,
	OUT_OF_CONTACT = 0x20,
	APP_CONTROL = 0x40,
	MAILBOX_LIMIT = 0x80,
	NOT_REGISTERED = 0x100,
	MANUAL_BLOCK = 0x200,
	EXCHANGE_REPORTED = 0x400,
	ADMIN_DEACTIVATED = 0x800,
	DISALLOWED_APP = 0x1000,
	REQUIRED_APP = 0x2000,
	ALLOWED_APP = 0x4000,
	LOGGED_OUT = 0x8000,
	ATTESTATION_FAILED = 0x10000,
	UNKNOWN_REASON = 0x400000,
};

// The status words; rows of status_rows.
enum status {
	ACTIVE,
	BLOCKED,
	IENROLL_VERIFIED,
	IENROLL_INPROGRESS,
	IENROLL_COMPLETE,
	INFECTED,
	LOST,
	RETIRED,
	RETIRE_PENDING,
	VERIFIED,
	VERIFICATION_PENDING,
	EXPIRED,
	WIPED,
	STATUSES
};

// A status word and its code.
struct status_row {
	const char *word; // as in `status`
	uint32_t code;    // as in `statusCode`
};

// All status words, indexed by enum status.
extern const struct status_row status_rows[STATUSES];

// Finds a status by its word; false if there is none.
bool status_find(struct text word, enum status *status);

// What makes a device special.
enum trait {
	ROOTED = 1,           // jailbroken or rooted
	MDM = 2,              // an MDM profile is on the device (iOS)
	PDA = 4,              // no phone number and no operator
	EMPLOYEE = 8,         // owned by the employee
	EAS = 16,             // synchronises with Exchange ActiveSync
	SPARSE = 32,          // reported a single detail only
	ROAMING = 64,         // away from its home network
	CHECKED_OUT = 128,    // iOS: the MDM profile was removed
	SAMSUNG = 256,        // Android with the Samsung interface
	NO_MAIL = 512,        // Android without support for an e-mail client
	NEW_MAIL = 1024,      // Android whose e-mail client is not yet configured
	FREE_PASSWORD = 2048, // Android whose password is optional
};

// A kind of device; the fleet repeats the personas again and again.
struct persona {
	enum platform platform; // where it runs
	enum status status;     // its status
	uint32_t compliance;    // bits of enum reason
	uint32_t quarantined;   // bits of enum reason
	uint32_t blocked;       // bits of enum reason
	uint32_t traits;        // bits of enum trait
};

// Number of personas.
#define PERSONAS 60

// The personas; device i has persona i % PERSONAS.
extern const struct persona personas[PERSONAS];

// A model of a maker.
struct model {
	const char *maker;    // manufacturer
	const char *name;     // model as reported
	const char *product;  // product code as the system names it
	const char *platform; // platform string chosen at registration
	const char *version;  // release of the system
	const char *build;    // build of the system
	uint32_t sdk;         // Android SDK level, else 0
	bool samsung;         // offers the Samsung interface
};

// What is common to a platform.
struct platform_row {
	const char *type;           // extra field platformType
	const struct model *models; // rows
	size_t model_count;         // number of models
};

// All platforms, indexed by enum platform.
extern const struct platform_row platform_rows[PLATFORMS];

// Bytes of text that one device may need beyond the literals.
#define DEVICE_STORAGE 1536

// One device, filled by fleet_device(). Its texts point into literals, into the fleet or into its own storage, so it must
// not be copied. An optional text that is empty and an optional number below zero are not shown.
struct device {
	uint32_t index;                // place in the fleet
	uint32_t user;                 // number of the owner
	const struct persona *persona; // what kind it is
	const struct model *model_row; // its model
	const struct country *country; // where it was registered
	const struct carrier *carrier; // its operator, NULL for a PDA
	uint64_t mac;                  // Wi-Fi MAC address, 48 bits

	struct text id, uuid, principal, comment, country_name, phone, eas_uuid, email, email_domain, home_operator;
	struct text manufacturer, model, name, operator_name, pin, platform, platform_type, reg_type, status, display_name;
	struct text first_name, last_name, user_uuid, iphone_version;
	int64_t block_reason, client_id, compliance, country_code, country_id, device_count, language_country_id, language_id;
	int64_t mdm_profile_url_id, operator_id, quarantined, reg_count, status_code, user_id, user_source, wipe_reason;
	int64_t created_at, eas_last_sync, last_connected, registered_at; // seconds since 1970
	int64_t mdm_check_in, security_changed;                           // the same, below zero if it never happened
	bool employee_owned, mdm_managed, notify_user;

	struct bytes texts;           // where composed texts are put
	char storage[DEVICE_STORAGE]; // their bytes
};

// True if the device runs iOS.
static inline bool device_is_ios(const struct device *d)
{
	return d->persona->platform == IPHONE || d->persona->platform == IPAD;
}

// True if the device has all of these traits.
static inline bool device_has(const struct device *d, uint32_t traits)
{
	return (d->persona->traits & traits) == traits;
}

#endif
