// SPDX-License-Identifier: Apache-2.0
#include "formats.h"

/** The record is copied as it is: it went through the mask when it was written. */
bool write_json(const struct run_index *run, FILE *out, UNUSED const struct report_options *options,
                UNUSED struct diag *diag)
{
	char bytes[16384];
	size_t length;
	record_seek(run->reader, 0);
	while ((length = record_raw(run->reader, bytes, sizeof(bytes))) > 0)
		fwrite(bytes, 1, length, out);
	return true;
}
