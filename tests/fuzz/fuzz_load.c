// SPDX-License-Identifier: Apache-2.0
/**
 * Reads hostile case files, schemas, tables, fixtures, suites and target files: whatever the bytes are, the loader tells
 * what is wrong and goes on. A file without mistakes must be one that says so twice.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** The catalogue that names are looked up in; loaded once and never freed. */
static const struct catalogue *base_catalogue(void)
{
	/* A fuzz target is one function that is called again and again. */
	static struct arena *arena;
	static const struct catalogue *catalogue;
	if (arena)
		return catalogue;
	arena = arena_new();
	struct diag *diag = diag_new(stderr);
	catalogue = load_catalogue(arena, EPMM_SOURCE_DIR "/tests/data/load/base", diag);
	if (!catalogue)
		abort();
	diag_free(diag);
	return catalogue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct catalogue *catalogue = base_catalogue();
	int file = memfd_create("case", MFD_CLOEXEC);
	char path[64];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	if (file < 0 || write(file, data, size) != (ssize_t)size)
		abort();
	char *said = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&said, &length);
	struct diag *diag = diag_new(out);
	bool good = load_lint(catalogue, path, diag);
	if (good != (diag_errors(diag) == 0) || load_lint(catalogue, path, diag) != good)
		abort();
	struct arena *arena = arena_new();
	const struct target *target = load_target_file(arena, catalogue, path, diag);
	if (target && !target->url)
		abort();
	arena_free(arena);
	fclose(out);
	if (utf8_valid_prefix((struct str){said, length}) == 0 && length > 0)
		abort();
	diag_free(diag);
	free(said);
	close(file);
	return 0;
}
