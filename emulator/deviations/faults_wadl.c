// SPDX-License-Identifier: Apache-2.0
// Faults of the description of the API.
#include "bend_rows.h"

const struct bend_row faults_wadl[] = {
	{FAULT("wadl-json", "R011 R336", "wadl/get-wadl:* *", "the description is JSON"), .on = "wadl",
     STEPS(WHOLE("{\"resources\":{}}"), HEADER("Content-Type", "application/json"))},
	{FAULT("wadl-page", "R011 R336", "wadl/get-wadl:* *", "the description is a page for people"), .on = "wadl",
     STEPS(WHOLE("<!DOCTYPE html><html><body>API</body></html>"), HEADER("Content-Type", "text/html"))},
	{FAULT("wadl-cut", "R011 R336 R014", "wadl/get-wadl:* *", "the description is cut off"), .on = "wadl",
     STEPS(CUT("200"))},
	{FAULT("wadl-root-wrong", "R336 R016 R337", "wadl/get-wadl:* *", "the root is api"), .on = "wadl",
     STEPS(RENAME("/*", "api"))},
	{WEAK("wadl-empty", "R337 R377", "wadl/get-wadl:* *", "the description has no resource"), .on = "wadl",
     STEPS(DROP("//w:resource"))},
	{FAULT("wadl-500", "R336 R023 R017", "wadl/get-wadl:* *", "the description is a server error"), .on = "wadl",
     STEPS(ANSWER("500"))},
	{FAULT("wadl-without-credentials", "R021 R361", "wadl/get-wadl:auth.* *", "the description is given to anybody"),
     .on = "wadl", STEPS(LET_IN)},
};
const size_t faults_wadl_count = sizeof faults_wadl / sizeof faults_wadl[0];
