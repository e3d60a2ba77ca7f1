// SPDX-License-Identifier: Apache-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load_impl.h"

static bool report(struct load *load, const char *shown, const char *what)
{
	diag_error(load->diag, (struct position){shown, 0, 0}, "%s", what);
	return false;
}

static bool read_all(struct load *load, int file, const char *shown, size_t size, struct str *text)
{
	char *bytes = arena_alloc(load->arena, size + 1);
	size_t used = 0;
	while (used < size) {
		ssize_t got = read(file, bytes + used, size - used);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return report(load, shown, strerror(errno));
		if (got == 0)
			break;
		used += (size_t)got;
	}
	*text = (struct str){bytes, used};
	return true;
}

bool load_bytes(struct load *load, int folder, const char *name, const char *shown, bool strict, struct str *text)
{
	/* O_NONBLOCK: a FIFO of that name must not hold us up before fstat() can refuse it. */
	int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (strict ? O_NOFOLLOW : 0));
	if (file < 0)
		return report(load, shown, errno == ELOOP ? "a symbolic link; links are not followed here" : strerror(errno));
	struct stat info;
	bool good = true;
	if (fstat(file, &info) != 0)
		good = report(load, shown, strerror(errno));
	else if (!S_ISREG(info.st_mode))
		good = report(load, shown, "not a regular file");
	else if (info.st_size > YAML_FILE_MAX)
		good = report(load, shown, "larger than 1 MiB");
	else
		good = read_all(load, file, shown, (size_t)info.st_size, text);
	close(file);
	return good;
}

/** The last part of a path, without its ending. */
static const char *stem_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');
	return arena_copy(arena, name, dot ? (size_t)(dot - name) : strlen(name));
}

static const char *folder_of(struct arena *arena, const char *path)
{
	const char *end = strrchr(path, '/');
	if (!end)
		return ".";
	const char *start = end;
	while (start > path && start[-1] != '/')
		start--;
	return arena_copy(arena, start, (size_t)(end - start));
}

struct load_file load_file_named(struct load *load, const char *path, bool in_place)
{
	return (struct load_file){path, stem_of(load->arena, path), folder_of(load->arena, path), in_place};
}

/** A name in a folder. */
struct listed {
	const char *name;
	unsigned char type; /**< DT_…, as the file system tells it */
};

static int compare_names(const void *left, const void *right)
{
	return strcmp(((const struct listed *)left)->name, ((const struct listed *)right)->name);
}

/** Names in an open folder, sorted. */
static struct listed *list_names(struct load *load, DIR *folder, size_t *count)
{
	struct listed *names = NULL;
	*count = 0;
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		struct listed listed = {NULL, entry->d_type};
		if (entry->d_name[0] == '.')
			continue;
		listed.name = arena_string(load->arena, entry->d_name);
		ARENA_PUSH(load->arena, names, *count, listed);
	}
	if (*count)
		qsort(names, *count, sizeof(*names), compare_names);
	return names;
}

static bool is_folder(int folder, const struct listed *listed)
{
	struct stat info;
	if (listed->type != DT_UNKNOWN)
		return listed->type == DT_DIR;
	return fstatat(folder, listed->name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
}

void each_entry(struct load *load, int folder, const char *name, const char *path, bool follow, entry_fn *visit)
{
	int opened = openat(folder, name, O_RDONLY | O_CLOEXEC | O_DIRECTORY | (follow ? 0 : O_NOFOLLOW));
	DIR *entries = opened < 0 ? NULL : fdopendir(opened);
	if (!entries) {
		report(load, path, strerror(errno));
		if (opened >= 0)
			close(opened);
		return;
	}
	size_t count;
	const struct listed *names = list_names(load, entries, &count);
	for (size_t i = 0; i < count; i++)
		visit(load, opened, arena_printf(load->arena, "%s/%s", path, names[i].name), names[i].name,
		      is_folder(opened, &names[i]));
	closedir(entries);
}
