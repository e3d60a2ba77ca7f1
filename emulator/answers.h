// SPDX-License-Identifier: Apache-2.0
#ifndef EMULATOR_ANSWERS_H
#define EMULATOR_ANSWERS_H

// What a request asks for and what is answered; nothing here knows how either travels.

#include "accounts.h"
#include "request.h"
#include "state.h"
#include "stream.h"

// How far-reaching a request is.
enum op_class { CLASS_READ, CLASS_PROBE_WRITE, CLASS_SENSE, CLASS_NOTIFY, CLASS_CHANGE, CLASS_SECURE, CLASS_DESTROY };

// The words of enum op_class.
extern const char *const op_class_words[];

// Most placeholders of a route.
#define ROUTE_VALUES 2

struct bent;

// A request on its way to a handler.
struct call {
	const struct fleet *fleet;        // the devices; for a write those of the draft
	const struct fleet *start;        // the devices as they were at the start
	struct draft *draft;              // where a write makes its changes; NULL for a read
	const struct request *request;    // target and form
	const char *method;               // HTTP method
	const struct accounts *accounts;  // who may use the API
	const struct account *caller;     // who asks
	enum format format;               // format wanted
	bool format_named;                // it was asked for by name
	bool stranger;                    // credentials came, but nobody's
	struct bent *bent;                // how the call is bent, or NULL
	struct text values[ROUTE_VALUES]; // what stands for the placeholders of the route
};

// Most headers of an answer beyond the usual ones.
#define ANSWER_HEADERS 4

// An answer; either the body is whole or the stream makes it.
struct answer {
	unsigned status;          // HTTP status
	const char *content_type; // media type, or NULL to say none
	enum op_class op_class;   // class of the request
	char allow[64];           // Allow header, empty for none
	bool challenge;           // send a Basic challenge
	struct answer_header {
		const char *name, *value;
	} headers[ANSWER_HEADERS]; // further headers
	size_t header_count;       // number of them
	struct bytes body;         // the whole body, if there is no stream
	struct stream *stream;     // makes the body, or NULL
	struct bytes effect;       // what the request did, for the access log; empty for nothing
	size_t last_verb;          // where the last verb in it begins
};

// Answers an empty 200 that a handler fills in.
void answer_init(struct answer *a);

// Frees the body and the stream.
void answer_free(struct answer *a);

// Notes for the access log that the request did something with an object, as in "wipe <uuid>"; further objects of the
// same verb follow it. An empty object is left out.
void answer_effect(struct answer *a, const char *verb, struct text object);

// Answers a status with one message in the format wanted; the no-data answer also has a totalCount of 0.
void answer_message(struct answer *a, const struct call *c, unsigned status, const char *message);

// Begins the body of an answer in the format wanted, with this root element; end it with writer_end().
void answer_begin(struct writer *w, struct answer *a, const struct call *c, const char *root);

// Answers 200 with a body that a stream makes, at once if it is short; NULL means that memory is out.
void answer_stream(struct answer *a, const char *content_type, struct stream *stream);

// Takes the rest of a streamed body at once.
void answer_whole(struct answer *a);

// Answers 500, dropping what was to be said.
void answer_failure(struct answer *a);

// Answers a status with a short HTML page.
void answer_page(struct answer *a, unsigned status, const char *title, const char *text);

// The handlers of the emulator's own addresses.
void serve_state(const struct call *c, struct answer *a);
void serve_reset(const struct call *c, struct answer *a);

// The handlers of the operations.
void serve_devices_by_status(const struct call *c, struct answer *a);
void serve_device_by_uuid(const struct call *c, struct answer *a);
void serve_device_by_mac(const struct call *c, struct answer *a);
void serve_devices_by_phone(const struct call *c, struct answer *a);
void serve_devices_by_user(const struct call *c, struct answer *a);
void serve_devices_by_label(const struct call *c, struct answer *a);
void serve_devices_csv(const struct call *c, struct answer *a);
void serve_eas_csv(const struct call *c, struct answer *a);
void serve_labels(const struct call *c, struct answer *a);
void serve_operators(const struct call *c, struct answer *a);
void serve_countries(const struct call *c, struct answer *a);
void serve_profiles(const struct call *c, struct answer *a);
void serve_locate_by_uuid(const struct call *c, struct answer *a);
void serve_locate_by_mac(const struct call *c, struct answer *a);
void serve_retire_by_uuid(const struct call *c, struct answer *a);
void serve_retire_by_mac(const struct call *c, struct answer *a);
void serve_lock_by_uuid(const struct call *c, struct answer *a);
void serve_lock_by_mac(const struct call *c, struct answer *a);
void serve_unlock_by_uuid(const struct call *c, struct answer *a);
void serve_unlock_by_mac(const struct call *c, struct answer *a);
void serve_wipe_by_uuid(const struct call *c, struct answer *a);
void serve_wipe_by_mac(const struct call *c, struct answer *a);
void serve_wakeup_by_uuid(const struct call *c, struct answer *a);
void serve_wakeup_by_mac(const struct call *c, struct answer *a);
void serve_roaming(const struct call *c, struct answer *a);
void serve_repush(const struct call *c, struct answer *a);
void serve_bulk(const struct call *c, struct answer *a);
void serve_send_message(const struct call *c, struct answer *a);
void serve_send_message_by_mac(const struct call *c, struct answer *a);
void serve_register(const struct call *c, struct answer *a);
void serve_wadl(const struct call *c, struct answer *a);
void serve_app_inventory(const struct call *c, struct answer *a);
void serve_eas_devices(const struct call *c, struct answer *a);
void serve_eas_device(const struct call *c, struct answer *a);
void serve_eas_action(const struct call *c, struct answer *a);
void serve_find_user(const struct call *c, struct answer *a);
void serve_search_ldap(const struct call *c, struct answer *a);
void serve_search_ldap_by_query(const struct call *c, struct answer *a);
void serve_authenticate(const struct call *c, struct answer *a);
void serve_change_password(const struct call *c, struct answer *a);
void serve_alerts(const struct call *c, struct answer *a);
void serve_phone_alerts(const struct call *c, struct answer *a);
void serve_user_alerts(const struct call *c, struct answer *a);
void serve_user_phone_alerts(const struct call *c, struct answer *a);
void serve_alert_update(const struct call *c, struct answer *a);
void serve_alerts_update(const struct call *c, struct answer *a);
void serve_policies(const struct call *c, struct answer *a);
void serve_device_policies(const struct call *c, struct answer *a);
void serve_policy_label(const struct call *c, struct answer *a);
void serve_appsettings(const struct call *c, struct answer *a);
void serve_device_appsettings(const struct call *c, struct answer *a);

#endif
