// SPDX-License-Identifier: Apache-2.0
#include "dispatch.h"

#include "routes.h"

static bool is_read(const struct incoming *in)
{
	return strcmp(in->method, "GET") == 0 || strcmp(in->method, "HEAD") == 0;
}

// The guide knows no 403, but 401 would ask a known user for other credentials.
static void refuse(struct answer *a, const struct incoming *in)
{
	a->op_class = is_read(in) ? CLASS_READ : CLASS_PROBE_WRITE;
	if (in->account) {
		answer_page(a, 403, "Forbidden", "The user has neither the API role nor the Mobile App role.");
		return;
	}
	answer_page(a, 401, "Unauthorized", "This request requires HTTP authentication.");
	a->challenge = true;
}

static bool may_ask(const struct incoming *in)
{
	return in->account && in->account->role != ROLE_NEITHER;
}

static void answer_call(const struct dispatcher *d, struct call *c, const struct incoming *in, bool let_in,
                        struct answer *a)
{
	if (!let_in)
		refuse(a, in);
	else if (in->too_large)
		answer_page(a, 413, "Content Too Large", "The body of the request is too large.");
	else
		route(c, d->state, a);
}

static struct call new_call(const struct dispatcher *d, const struct incoming *in, struct request *request)
{
	return (struct call){
		.start = d->start,
		.request = request,
		.method = in->method,
		.accounts = d->accounts,
		.caller = in->account,
		.format = in->format,
		.format_named = in->format_named,
		.stranger = in->stranger,
	};
}

// Does what is due of what was put off, or all of it, without bending it.
static void catch_up(const struct dispatcher *d, bool all)
{
	struct later later;
	while (bend_due(d->bend, all, &later)) {
		struct incoming in = {.method = later.method,
		                      .target = {later.target.data, later.target.len},
		                      .form = {later.form.data, later.form.len},
		                      .account = later.account};
		struct request request;
		struct answer a;
		answer_init(&a);
		request_parse(&request, in.target, in.form);
		struct call call = new_call(d, &in, &request);
		route(&call, d->state, &a);
		request_free(&request);
		answer_free(&a);
		later_free(&later);
	}
}

static bool dispatch_bent(const struct dispatcher *d, const struct incoming *in, struct call *call,
                          struct request *request, struct answer *a)
{
	struct bent *bent = bent_begin(d->bend, call, in->target, in->form);
	if (!bent)
		return false;
	bool let_in = bent_request(bent, call, request, may_ask(in));
	if (let_in && !call->caller)
		call->caller = &d->accounts->rows[0];
	answer_call(d, call, in, let_in, a);
	bent_answer(bent, call, a);
	bent_end(bent);
	catch_up(d, false);
	return true;
}

bool dispatch(const struct dispatcher *d, const struct incoming *in, struct answer *a)
{
	struct request request;
	if (d->bend) {
		catch_up(d, !is_read(in));
		bend_count(d->bend, is_read(in));
	}
	request_parse(&request, in->target, in->form);
	struct call call = new_call(d, in, &request);
	if (!d->bend || !dispatch_bent(d, in, &call, &request, a))
		answer_call(d, &call, in, may_ask(in), a);
	request_free(&request);
	return may_ask(in);
}
