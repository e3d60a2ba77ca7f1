// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_MESSAGES_H
#define EMULATOR_MESSAGES_H

// The messages of the areas beside Device Management, each of which has a root element of its own.

#include "answers.h"

// The root elements of the areas; the list of ActiveSync devices has the misspelt one that the guide prints.
#define EAS_LIST_ROOT "easWebServiceReponse"
#define EAS_ROOT "easWebServiceResponse"
#define SM_ROOT "securityManagementWebServiceResponse"
#define ALERT_ROOT "alertWebServiceResponse"
#define POLICY_ROOT "policyWebServiceResponse"
#define APPSETTING_ROOT "appSettingsWebServiceResponse"

// Writes `messages` with one message, formatted as by printf().
void message_write(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Answers a status with one message under this root and nothing else.
void message_answer(struct answer *a, const struct call *c, const char *root, unsigned status, const char *message);

// Writes a list item whose attribute `id` is a number; end it with writer_item_end().
void message_item(struct writer *w, const char *item, int64_t id);

#endif
