// SPDX-License-Identifier: Apache-2.0
// The list of all tables of faults and variations.
#include "bend.h"

// Declares a table; enter it below as ROWS(area, allowed, rows), where `allowed` tells variations from faults.
#define TABLE(rows)                                                                                                    \
	extern const struct bend_row rows[];                                                                               \
	extern const size_t rows##_count
#define ROWS(area, allowed, rows)                                                                                      \
	{                                                                                                                  \
		(area), (allowed), (rows), &rows##_count                                                                       \
	}

TABLE(faults_alerts);
TABLE(faults_policies);
TABLE(faults_policy_rules);
TABLE(faults_sm);
TABLE(faults_dm_fields);
TABLE(faults_dm_status);
TABLE(faults_dm_details);
TABLE(faults_dm_reads);
TABLE(faults_lists);
TABLE(faults_csv);
TABLE(faults_eas);
TABLE(faults_apps);
TABLE(faults_appsettings);
TABLE(faults_wadl);
TABLE(faults_actions);
TABLE(faults_bulk);
TABLE(faults_register);
TABLE(faults_writes);
TABLE(faults_access);
TABLE(faults_answers);
TABLE(variations_form);
TABLE(variations_devices);
TABLE(variations_areas);

const struct bend_table bend_tables[] = {
	ROWS("alerts", false, faults_alerts),
	ROWS("policies", false, faults_policies),
	ROWS("policies", false, faults_policy_rules),
	ROWS("sm", false, faults_sm),
	ROWS("dm", false, faults_dm_fields),
	ROWS("dm", false, faults_dm_status),
	ROWS("dm", false, faults_dm_details),
	ROWS("dm", false, faults_dm_reads),
	ROWS("dm", false, faults_lists),
	ROWS("csv", false, faults_csv),
	ROWS("eas", false, faults_eas),
	ROWS("apps", false, faults_apps),
	ROWS("appsettings", false, faults_appsettings),
	ROWS("wadl", false, faults_wadl),
	ROWS("actions", false, faults_actions),
	ROWS("bulk", false, faults_bulk),
	ROWS("register", false, faults_register),
	ROWS("writes", false, faults_writes),
	ROWS("access", false, faults_access),
	ROWS("answers", false, faults_answers),
	ROWS("form", true, variations_form),
	ROWS("devices", true, variations_devices),
	ROWS("areas", true, variations_areas),
	{NULL, false, NULL, NULL},
};
