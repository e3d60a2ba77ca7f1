// SPDX-License-Identifier: Apache-2.0
// Faults of the policy reads; faults_policy_rules.c has those of single rules.
#include "bend_rows.h"

#define READS "policies,device_policies"
#define CASES "policies/get-policies:* policies/* scenarios/policy* dm/get-device-profiles:*"
#define BY_DEVICE "policies/get-policies-by-device:* policies/* scenarios/policy*"

#define MISSING(head, name, field, requirements)                                                                       \
	{                                                                                                                  \
		head("policies-" name "-missing", requirements, CASES, "policies come without " field),                        \
			.on = READS, STEPS(DROP("//policy/" field))                                                                \
	}
#define WRONG(name, field, requirements, value, about)                                                                 \
	{                                                                                                                  \
		FAULT("policies-" name, requirements, CASES, about), .on = READS, STEPS(SET("//policy[last()]/" field, value)) \
	}

#define WEAKLY(name, field, requirements, value, about)                                                                \
	{                                                                                                                  \
		WEAK("policies-" name, requirements, CASES, about), .on = READS, STEPS(SET("//policy[last()]/" field, value))  \
	}

const struct bend_row faults_policies[] = {
	// elements
	{FAULT("policies-id-missing", "R377 R306", CASES, "policies come without an id"), .on = READS,
     STEPS(DROP("//policy/@id"))},
	MISSING(FAULT, "name", "policyName", "R377"),
	MISSING(FAULT, "type", "policyType", "R377 R299"),
	MISSING(FAULT, "profile-type", "profileType", "R377 R300"),
	MISSING(FAULT, "status", "status", "R377 R301"),
	MISSING(FAULT, "active", "active", "R377 R302"),
	MISSING(WEAK, "description", "description", "R377"),
	MISSING(WEAK, "priority", "priority", "R377 R369"),
	MISSING(FAULT, "rules", "rules", "R368 R377"),
	{WEAK("policies-device-count-missing", "R377 R305", CASES, "policies come without deviceCount"), .on = "policies",
     STEPS(DROP("//policy/deviceCount"))},
	{WEAK("policies-pending-count-missing", "R377 R305", CASES, "policies come without pendingCount"), .on = "policies",
     STEPS(DROP("//policy/pendingCount"))},
	{FAULT("policies-profile-type-renamed", "R379 R377", CASES, "profileType is called profile"), .on = READS,
     STEPS(RENAME("//policy/profileType", "profile"))},
	{FAULT("policies-container-missing", "R378 R377", CASES, "the policies stand directly below the root"), .on = READS,
     STEPS(UNWRAP("/*/policies"))},
	{FAULT("policies-root-wrong", "R016", CASES, "the root is policies"), .on = READS, .format = BEND_XML,
     STEPS(RENAME("/*", "policiesWebServiceResponse"))},
	{FAULT("policies-rules-unwrapped", "R368 R378 R377", CASES, "the rules stand directly in the policy"), .on = READS,
     STEPS(UNWRAP("//policy/rules"))},
	{FAULT("policies-rule-renamed", "R368 R379", CASES, "the rules are called item"), .on = READS,
     STEPS(RENAME("//rules/rule", "item"))},
	{FAULT("policies-rule-without-type", "R368", CASES, "a rule has no type"), .on = READS,
     STEPS(DROP("//policy[rules/rule][1]/rules/rule[1]/type"))},
	{FAULT("policies-rules-empty", "R368", CASES, "policies have no rule at all"), .on = READS,
     STEPS(DROP("//rules/rule"))},

	// domains
	WEAKLY("id-text", "@id", "R306 R380", "'policy-1'", "an id is no number"),
	WEAKLY("id-zero", "@id", "R306", "'0'", "an id is zero"),
	WRONG("type-unknown", "policyType", "R299", "'CUSTOM'", "policyType is unknown"),
	WRONG("type-lower-case", "policyType", "R299", "lower(.)", "policyType is in lower case"),
	WRONG("status-unknown", "status", "R301", "'Enabled'", "status is Enabled"),
	WRONG("status-boolean", "status", "R301", "string(../active)", "status is a boolean"),
	WRONG("active-number", "active", "R302 R380", "'1'", "active is 1"),
	WRONG("priority-word", "priority", "R369 R380", "'high'", "priority is a word"),
	WRONG("priority-fraction", "priority", "R369", "'1.5'", "priority is a fraction"),
	{FAULT("policies-device-count-negative", "R305", CASES, "deviceCount is negative"), .on = "policies",
     STEPS(SET("//policy[1]/deviceCount", "'-1'"))},
	{FAULT("policies-pending-count-word", "R305 R380", CASES, "pendingCount is a word"), .on = "policies",
     STEPS(SET("//policy[1]/pendingCount", "'none'"))},

	// what belongs together
	{FAULT("policies-active-inverted", "R302", CASES, "active says the opposite of status"), .on = READS,
     STEPS(SET("//policy/active", "string(. != 'true')"))},
	{FAULT("policies-active-constant", "R302", CASES, "active is true whatever the status"), .on = READS,
     STEPS(SET("//policy/active", "'true'"))},
	{FAULT("policies-inactive-shown-active", "R302", CASES, "status is Active whatever active says"), .on = READS,
     STEPS(SET("//policy/status", "'Active'"))},
	{WEAK("policies-id-twice", "R306", CASES, "two policies have the same id"), .on = "policies",
     STEPS(SET("//policy[2]/@id", "string(../../policy[1]/@id)"))},
	{WEAK("policies-negative-enterprise", "R306", CASES, "a negative id belongs to no default policy"), .on = READS,
     STEPS(SET("//policy[starts-with(@id, '-')]/policyType", "'ENTERPRISE'"))},
	{WEAK("policies-rule-twice", "R312", CASES, "a rule stands twice in a policy"), .on = READS,
     STEPS(COPY("//policy[rules/rule/value][1]/rules/rule[value][1]"))},
	{FAULT("policies-privacy-rule-in-security", "R309", CASES, "a security policy has a privacy rule"), .on = READS,
     STEPS(SET("//policy[profileType = 'SECURITY'][1]/rules/rule[value][1]/type", "'PRIVACY_SYNC_MUSIC'"),
           SET("//policy[profileType = 'SECURITY'][1]/rules/rule[type = 'PRIVACY_SYNC_MUSIC']/value", "'off'"))},
	{FAULT("policies-security-rule-in-lockdown", "R309", CASES, "a lockdown policy has a security rule"), .on = READS,
     STEPS(SET("//policy[profileType = 'LOCKDOWN'][1]/rules/rule[1]/type", "'SECURITY_REQUIRE_PWD'"))},
	{FAULT("policies-sync-rule-in-privacy", "R309", CASES, "a privacy policy has a sync rule"), .on = READS,
     STEPS(SET("//policy[profileType = 'PRIVACY'][1]/rules/rule[value][1]/type", "'SYNC_SDCARD'"))},
	{FAULT("policies-lockdown-rule-in-sync", "R309", CASES, "a sync policy has a lockdown rule"), .on = READS,
     STEPS(SET("//policy[profileType = 'SYNC'][1]/rules/rule[value][1]/type", "'LOCKDOWN_WIFI'"))},
	{FAULT("policies-resources-elsewhere", "R370", CASES, "a rule that takes none has resources"), .on = READS,
     STEPS(ADD("//rule[type = 'LOCKDOWN_WIFI' or type = 'PRIVACY_SYNC_APPS']", "resourceDTOs=''"),
           ADD("//rule[type = 'LOCKDOWN_WIFI' or type = 'PRIVACY_SYNC_APPS']/resourceDTOs", "name='doc'"),
           ADD("//rule[type = 'LOCKDOWN_WIFI' or type = 'PRIVACY_SYNC_APPS']/resourceDTOs", "resourceType='doc'"),
           ADD("//rule[type = 'LOCKDOWN_WIFI' or type = 'PRIVACY_SYNC_APPS']/resourceDTOs", "value='on'"))},
	{FAULT("policies-data-type-name-differs", "R370 R527", CASES, "name and resourceType of a data type differ"),
     .on = READS, STEPS(SET("(//rule[type = 'SECURITY_ENCRYPT_DATA_TYPE']/resourceDTOs)[1]/name", "'Contacts'"))},
	{FAULT("policies-data-type-unknown", "R527", CASES, "SECURITY_ENCRYPT_DATA_TYPE is about an unknown type"),
     .on = READS,
     STEPS(SET("(//rule[type = 'SECURITY_ENCRYPT_DATA_TYPE']/resourceDTOs)[1]/name", "'PHOTOS'"),
           SET("(//rule[type = 'SECURITY_ENCRYPT_DATA_TYPE']/resourceDTOs)[1]/resourceType", "'PHOTOS'"))},
	{FAULT("policies-file-type-unknown", "R529", CASES, "SECURITY_ENCRYPT_FILE_TYPE is about an unknown type"),
     .on = READS,
     STEPS(SET("(//rule[type = 'SECURITY_ENCRYPT_FILE_TYPE']/resourceDTOs)[1]/name", "'exe'"),
           SET("(//rule[type = 'SECURITY_ENCRYPT_FILE_TYPE']/resourceDTOs)[1]/resourceType", "'exe'"))},
	{FAULT("policies-file-type-value", "R529", CASES, "the value of a file type is neither on nor off"), .on = READS,
     STEPS(SET("(//rule[type = 'SECURITY_ENCRYPT_FILE_TYPE']/resourceDTOs[name != 'OTHER_FILE_TYPES'])[1]/value",
               "'yes'"))},
	{FAULT("policies-exclude-dir-type", "R561", CASES, "an excluded folder is not of type DIR"), .on = READS,
     STEPS(SET("(//rule[type = 'PRIVACY_EXCLUDE_DIR']/resourceDTOs)[1]/resourceType", "'FOLDER'"))},
	{FAULT("policies-exclude-dir-off", "R561", CASES, "an excluded folder is off"), .on = READS,
     STEPS(SET("(//rule[type = 'PRIVACY_EXCLUDE_DIR']/resourceDTOs)[1]/value", "'off'"))},
	{FAULT("policies-resource-without-value", "R370 R561", CASES, "a resource has no value"), .on = READS,
     STEPS(DROP("(//resourceDTOs)[1]/value"))},

	// counts
	{FAULT("policies-count-high", "R307", CASES, "the message counts one policy too many"), .on = READS,
     STEPS(SET("/*/messages/message", "concat(count(//policy) + 1, ' policies returned.')"))},
	{FAULT("policies-last-one-lost", "R307", CASES, "the last policy is left out though it is counted"), .on = READS,
     STEPS(DROP("//policy[last()]"))},
	{WEAK("policies-message-missing", "R027 R377", CASES, "successful reads have no message"), .on = READS,
     STEPS(DROP("/*/messages/message"))},

	// by device
	{FAULT("policies-unknown-device-200", "R371", "policies/get-policies-by-device:unknown-id.* policies/*",
           "an unknown device gets an empty list with 200"),
     .on = "device_policies", .status = 404, STEPS(ANSWER("200"), ADD("/*", "policies=''"))},
	{FAULT("policies-unknown-device-500", "R371 R023", "policies/get-policies-by-device:unknown-id.* policies/*",
           "an unknown device is a server error"),
     .on = "device_policies", .status = 404, STEPS(ANSWER("500"))},
	{FAULT("policies-unknown-device-all", "R371", "policies/get-policies-by-device:unknown-id.* " BY_DEVICE,
           "the device is ignored"),
     .on = "device_policies", STEPS(TARGET("GET /api/v1/policies"))},
	{FAULT("policies-of-device-unlisted", "R308", BY_DEVICE, "a device has a policy that the complete list does not know"),
     .on = "device_policies", STEPS(SET("//policy[1]/@id", "'99999'"))},
	{FAULT("policies-of-device-other-name", "R308", BY_DEVICE, "a policy has another name than in the complete list"),
     .on = "device_policies", STEPS(SET("//policy[1]/policyName", "concat(., ' (copy)')"))},
	{FAULT("policies-of-device-other-type", "R308", BY_DEVICE, "a policy has another type than in the complete list"),
     .on = "device_policies",
     STEPS(SET("//policy[1]/policyType[. = 'ENTERPRISE']", "'DEFAULT '"),
           SET("//policy[1]/policyType[. = 'DEFAULT']", "'ENTERPRISE'"),
           SET("//policy[1]/policyType[. = 'DEFAULT ']", "'DEFAULT'"))},
	{FAULT("policies-of-device-fewer-rules", "R308", BY_DEVICE, "a policy has one rule less than in the complete list"),
     .on = "device_policies", STEPS(DROP("//policy[count(rules/rule) > 1][1]/rules/rule[last()]"))},
	{FAULT("policies-of-device-other-value", "R308", BY_DEVICE, "a rule has another value than in the complete list"),
     .on = "device_policies",
     STEPS(SET("(//rule/value[. = 'on'])[1]", "'off '"), SET("(//rule/value[. = 'off'])[1]", "'on'"),
           SET("//rule/value[. = 'off ']", "'off'"))},

	// formats
	{FAULT("policies-json-one-less", "R013", "policies/get-policies:twin policies/*", "JSON has one policy less than XML"),
     .on = READS, .format = BEND_JSON,
     STEPS(DROP("//policy[last()]"), SET("/*/messages/message", "concat(count(//policy), ' policies returned.')"))},
	{FAULT("policies-json-rules-lost", "R013 R368", "policies/get-policies:* policies/*",
           "JSON keeps only the last rule of a policy"),
     .on = READS, .format = BEND_JSON, STEPS(DROP("//rules/rule[position() < last()]"))},
};
const size_t faults_policies_count = sizeof faults_policies / sizeof faults_policies[0];
