// SPDX-License-Identifier: Apache-2.0
/**
 * Feeds files to a fuzz target without a fuzzer: every regular file named on the command line, or in the folders
 * named there. So every build replays the seeds and every input that once did harm.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_ROOM = 4096, INPUT_CEILING = 16 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static _Noreturn void give_up(const char *path)
{
	fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
	exit(1);
}

static void replay_file(const char *path, size_t size)
{
	if (size > INPUT_CEILING) {
		errno = EFBIG;
		give_up(path);
	}
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(size ? size : 1);
	if (!file || !bytes || fread(bytes, 1, size, file) != size)
		give_up(path);
	fclose(file);
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
}

/** Replays a file, or every regular file of a folder; returns how many there were. */
static size_t replay(const char *path)
{
	struct stat info;
	if (stat(path, &info) != 0)
		give_up(path);
	if (S_ISREG(info.st_mode)) {
		replay_file(path, (size_t)info.st_size);
		return 1;
	}
	DIR *folder = opendir(path);
	if (!folder)
		give_up(path);
	size_t count = 0;
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		char below[PATH_ROOM];
		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(below, sizeof(below), "%s/%s", path, entry->d_name) >= (int)sizeof(below))
			continue;
		count += replay(below);
	}
	closedir(folder);
	return count;
}

int main(int count, char **arguments)
{
	size_t inputs = 0;
	for (int i = 1; i < count; i++)
		inputs += replay(arguments[i]);
	printf("%zu inputs replayed\n", inputs);
	return inputs ? 0 : 1;
}
