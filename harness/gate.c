// SPDX-License-Identifier: Apache-2.0
#include "gate.h"

enum gate_answer gate_ask(const struct gate *gate, struct arena *arena, const struct gate_request *request,
                          enum safety *safety, const char **reason)
{
	*safety = safety_of_request(request->method, request->path);
	if (*safety > request->planned || !safety_permitted(&gate->permission, *safety)) {
		*reason = arena_printf(arena, "refused before sending: %s %s is of class %s", request->method, request->path,
		                       safety_name(*safety));
		return GATE_SHUT;
	}
	const char *foreign =
		ownership_refusal(gate->ownership, arena, *safety, request->method, request->path, request->body);
	if (foreign) {
		*reason = arena_printf(arena, "not sent: %s", foreign);
		return GATE_FOREIGN;
	}
	if (*safety < SAFETY_NOTIFY || request->undoing)
		return GATE_OPEN;
	if (gate->journal && request->entry && journal_sending(gate->journal, request->entry))
		return GATE_OPEN;
	*reason = "refused before sending: the journal cannot be written";
	return GATE_SHUT;
}
