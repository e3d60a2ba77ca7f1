// SPDX-License-Identifier: Apache-2.0
#include "routes.h"

#include "bend_run.h"

struct route {
	const char *method;                                  // HTTP method
	const char *path;                                    // segments; one in braces takes any value
	enum op_class op_class;                              // class of the operation
	const char *name;                                    // what faults and variations call it
	void (*serve)(const struct call *, struct answer *); // who serves it
};

#define DM "/api/v1/dm/"
#define OWN "/_emulator/"
#define SERVE(name) #name, serve_##name

// The first row whose path fits decides which path it is; all rows with that path are its methods.
static const struct route routes[] = {
	{"GET", DM "devices", CLASS_READ, SERVE(devices_by_status)},
	{"GET", DM "devices.csv", CLASS_READ, SERVE(devices_csv)},
	{"GET", DM "devices/{uuid}", CLASS_READ, SERVE(device_by_uuid)},
	{"GET", DM "devices/mac/{mac}", CLASS_READ, SERVE(device_by_mac)},
	{"GET", DM "devices/profiles/{uuid}", CLASS_READ, SERVE(profiles)},
	{"GET", DM "devices/locate/{uuid}", CLASS_SENSE, SERVE(locate_by_uuid)},
	{"GET", DM "devices/locate/mac/{mac}", CLASS_SENSE, SERVE(locate_by_mac)},
	{"GET", DM "phones/{numbers}", CLASS_READ, SERVE(devices_by_phone)},
	{"GET", DM "users/{name}", CLASS_READ, SERVE(devices_by_user)},
	{"GET", DM "labels", CLASS_READ, SERVE(labels)},
	{"GET", DM "labels/{name}", CLASS_READ, SERVE(devices_by_label)},
	{"GET", DM "operators", CLASS_READ, SERVE(operators)},
	{"GET", DM "countries", CLASS_READ, SERVE(countries)},
	{"GET", OWN "state", CLASS_READ, SERVE(state)},
	{"POST", OWN "reset", CLASS_CHANGE, SERVE(reset)},
	{"GET", "/api/v1/eas/devices.csv", CLASS_READ, SERVE(eas_csv)},

	{"PUT", DM "register", CLASS_CHANGE, SERVE(register)},
	{"PUT", DM "devices/retire/{uuid}", CLASS_DESTROY, SERVE(retire_by_uuid)},
	{"PUT", DM "devices/retire/mac/{mac}", CLASS_DESTROY, SERVE(retire_by_mac)},
	{"PUT", DM "devices/lock/{uuid}", CLASS_SECURE, SERVE(lock_by_uuid)},
	{"PUT", DM "devices/lock/mac/{mac}", CLASS_SECURE, SERVE(lock_by_mac)},
	{"GET", DM "devices/unlock/{uuid}", CLASS_SECURE, SERVE(unlock_by_uuid)},
	{"GET", DM "devices/unlock/mac/{mac}", CLASS_SECURE, SERVE(unlock_by_mac)},
	{"PUT", DM "devices/wipe/{uuid}", CLASS_DESTROY, SERVE(wipe_by_uuid)},
	{"PUT", DM "devices/wipe/mac/{mac}", CLASS_DESTROY, SERVE(wipe_by_mac)},
	{"GET", DM "devices/wakeup/{uuid}", CLASS_NOTIFY, SERVE(wakeup_by_uuid)},
	{"GET", DM "devices/wakeup/mac/{mac}", CLASS_NOTIFY, SERVE(wakeup_by_mac)},
	{"PUT", DM "devices/enableroaming/{uuid}", CLASS_CHANGE, SERVE(roaming)},
	{"PUT", DM "devices/repushprofile/{uuid}", CLASS_CHANGE, SERVE(repush)},
	{"POST", DM "bulk/devices/{action}", CLASS_DESTROY, SERVE(bulk)},
	{"POST", DM "bulk/sendmessage", CLASS_NOTIFY, SERVE(send_message)},
	{"POST", DM "bulk/mac/sendmessage", CLASS_NOTIFY, SERVE(send_message_by_mac)},
	{"GET", "/api/v1/eas/devices", CLASS_READ, SERVE(eas_devices)},
	{"PUT", "/api/v1/eas/devices", CLASS_DESTROY, SERVE(eas_action)},
	{"GET", "/api/v1/eas/devices/{uuid}", CLASS_READ, SERVE(eas_device)},
	{"PUT", "/api/v1/sm/authentication/users/{name}", CLASS_SECURE, SERVE(change_password)},
	{"POST", "/api/v1/sm/authentication", CLASS_SENSE, SERVE(authenticate)},
	{"GET", "/api/v1/sm/users/{name}", CLASS_READ, SERVE(find_user)},
	{"GET", "/api/v1/sm/users/search/ldap", CLASS_SENSE, SERVE(search_ldap_by_query)},
	{"GET", "/api/v1/sm/users/search/ldap/{id}", CLASS_SENSE, SERVE(search_ldap)},
	{"GET", "/api/v1/alerts", CLASS_READ, SERVE(alerts)},
	{"PUT", "/api/v1/alerts", CLASS_CHANGE, SERVE(alerts_update)},
	{"PUT", "/api/v1/alerts/{id}", CLASS_CHANGE, SERVE(alert_update)},
	{"GET", "/api/v1/alerts/phones/{number}", CLASS_READ, SERVE(phone_alerts)},
	{"GET", "/api/v1/alerts/users/{name}", CLASS_READ, SERVE(user_alerts)},
	{"GET", "/api/v1/alerts/users/{name}/phones/{number}", CLASS_READ, SERVE(user_phone_alerts)},
	{"GET", "/api/v1/policies", CLASS_READ, SERVE(policies)},
	{"PUT", "/api/v1/policies/{id}", CLASS_CHANGE, SERVE(policy_label)},
	{"GET", "/api/v1/policies/devices/{uuid}", CLASS_READ, SERVE(device_policies)},
	{"GET", "/api/v1/appsettings", CLASS_READ, SERVE(appsettings)},
	{"GET", "/api/v1/appsettings/devices/{uuid}", CLASS_READ, SERVE(device_appsettings)},
	{"GET", "/api/v1/apps/inventory/app", CLASS_READ, SERVE(app_inventory)},
	{"GET", "/api", CLASS_READ, SERVE(wadl)},
};

#define ROUTES (sizeof routes / sizeof routes[0])

bool route_at(size_t place, struct route_view *row)
{
	if (place >= ROUTES)
		return false;
	*row = (struct route_view){routes[place].method, routes[place].path, routes[place].serve != serve_eas_csv};
	return true;
}

static bool fits(const char *path, const struct request *r, struct text values[ROUTE_VALUES])
{
	size_t segment = 0, value = 0;
	while (*path == '/') {
		struct text want = {path + 1, strcspn(path + 1, "/")};
		if (segment == r->segment_count)
			return false;
		if (want.ptr[0] == '{' && r->segments[segment].len)
			values[value++] = r->segments[segment];
		else if (!text_same(want, r->segments[segment]))
			return false;
		path = want.ptr + want.len;
		segment++;
	}
	return segment == r->segment_count;
}

// HEAD asks for what GET would show, so a GET that does something has none.
static bool has_head(const struct route *row)
{
	return strcmp(row->method, "GET") == 0 && row->op_class < CLASS_NOTIFY;
}

static bool same_method(const struct route *row, const char *method)
{
	return strcmp(row->method, method) == 0 || (has_head(row) && strcmp(method, "HEAD") == 0);
}

static void add_allowed(struct answer *a, const struct route *row)
{
	struct bytes list;
	bytes_over(&list, a->allow, sizeof a->allow - 1); // the last byte stays NUL
	list.len = strlen(a->allow);
	if (list.len)
		bytes_str(&list, ", ");
	bytes_str(&list, row->method);
	if (has_head(row))
		bytes_str(&list, ", HEAD");
}

// Finds the row of a method on the path of row `first`, listing the methods that the path has.
static const struct route *method_row(const struct route *first, const char *method, struct answer *a)
{
	for (const struct route *row = first; row < routes + ROUTES; row++) {
		if (strcmp(row->path, first->path) != 0)
			continue;
		if (same_method(row, method))
			return row;
		add_allowed(a, row);
	}
	return NULL;
}

static bool is_write(const char *method)
{
	return strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0;
}

// From this class on an operation may change something, so it works on a draft.
static bool may_change(const struct route *row)
{
	return row->op_class >= CLASS_SENSE;
}

static void serve_change(const struct route *row, struct call *c, struct state *state, struct answer *a)
{
	c->draft = draft_begin(state);
	if (!c->draft) {
		answer_failure(a);
		return;
	}
	c->fleet = draft_fleet(c->draft);
	row->serve(c, a);
	bool kept = a->status < 400 && !a->body.failed;
	if (kept && c->bent)
		bent_effect(c->bent, c);
	if (!draft_end(c->draft, kept))
		answer_failure(a);
	if (!kept)
		a->effect.len = 0;
	if (a->status >= 400 && row->op_class >= CLASS_NOTIFY)
		a->op_class = CLASS_PROBE_WRITE;
}

static void serve_row(const struct route *row, struct call *c, struct state *state, struct answer *a)
{
	const struct fleet *fleet = state_fleet(state);
	c->fleet = fleet;
	if (may_change(row))
		serve_change(row, c, state, a);
	else
		row->serve(c, a);
	fleet_release(fleet);
	if (a->body.failed)
		answer_failure(a);
}

const char *route_name(const char *method, const struct request *r, struct text values[ROUTE_VALUES], bool *served)
{
	const struct route *first = routes, *row;
	*served = true;
	while (first < routes + ROUTES && !(fits(first->path, r, values) && !r->too_long))
		first++;
	if (first == routes + ROUTES)
		return "none";
	if (strncmp(first->path, OWN, sizeof OWN - 1) == 0)
		return NULL;
	for (row = first; row < routes + ROUTES; row++)
		if (strcmp(row->path, first->path) == 0 && same_method(row, method))
			return row->name;
	*served = false;
	return first->name;
}

void route(struct call *c, struct state *state, struct answer *a)
{
	const struct route *first = routes, *row;
	a->op_class = is_write(c->method) ? CLASS_PROBE_WRITE : CLASS_READ;
	if (c->request->malformed) {
		answer_message(a, c, 400, "The request has a bad percent-encoding.");
		return;
	}
	while (first < routes + ROUTES && !(fits(first->path, c->request, c->values) && !c->request->too_long))
		first++;
	if (first == routes + ROUTES) {
		answer_page(a, 404, "Not Found", "There is no such address.");
		return;
	}
	row = method_row(first, c->method, a);
	if (!row) {
		answer_page(a, 405, "Method Not Allowed", "The method is not the correct one for the request.");
		return;
	}
	a->allow[0] = '\0';
	a->op_class = row->op_class;
	serve_row(row, c, state, a);
}
